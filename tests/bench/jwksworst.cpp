// The key sets of 64 KiB that take longest to read, which an issuer chooses and the wallet reads in the thread that draws
// its windows: none may keep it for 50 ms. The floor is what Qt's JSON parser takes, without looking at anything, for the
// set that it likes least.
//
//     fpx-bench-jwks-worst
#include <fpx/base/base64url.h>
#include <fpx/base/json.h>
#include <fpx/jose/jwkset.h>

#include <QJsonArray>
#include <QJsonDocument>

#include <openssl/bn.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <vector>

namespace {

using namespace fpx;

constexpr int rounds = 7;
constexpr qsizetype full = jose::JwkSet::maxBytes;

struct Shape {
    const char *name;
    QByteArray text;
};

QString k(const char *name)
{
    return QLatin1String(name);
}

QString encoded(const QByteArray &bytes)
{
    return QString::fromLatin1(toBase64Url(bytes));
}

QByteArray setOf(const QJsonArray &keys)
{
    return toCompactJson({{k("keys"), keys}});
}

QByteArray times(const QJsonObject &key, int count = jose::JwkSet::maxKeys)
{
    QJsonArray keys;
    for (int i = 0; i < count; ++i)
        keys.append(key);
    return setOf(keys);
}

/// One key whose `member` is as much of `piece` as fits.
QByteArray filled(const QByteArray &before, const QByteArray &piece, const QByteArray &after)
{
    QByteArray text = "{\"keys\":[" + before;
    text += piece.repeated((full - text.size() - after.size() - 4) / piece.size());
    return text + after + "]}";
}

/// The key of an algorithm again and again, each another one, all under one name.
QByteArray keysOf(const std::function<jose::PublicKey()> &make)
{
    QJsonArray keys;
    for (int i = 0; i < jose::JwkSet::maxKeys; ++i)
        keys.append(make().withKeyId(k("a")).toJson());
    return setOf(keys);
}

QJsonObject rsa(BIGNUM *modulus)
{
    QByteArray bytes(BN_num_bytes(modulus), '\0');
    BN_bn2bin(modulus, reinterpret_cast<unsigned char *>(bytes.data()));
    BN_free(modulus);
    return {{k("kty"), k("RSA")}, {k("kid"), k("a")}, {k("n"), encoded(bytes)}, {k("e"), k("_____w")}};
}

QByteArray manyMembers(const char *value)
{
    QByteArray text = "{\"keys\":[{\"kty\":\"RSA\"";
    for (int i = 0; text.size() < full - 40; ++i)
        text += ",\"" + QByteArray::number(i, 36) + "\":" + value;
    return text + "}]}";
}

QByteArray manyOperations()
{
    QJsonObject key = jose::PrivateKey::generate(jose::Algorithm::ES256)->publicKey().toJson();
    QJsonArray operations;
    for (int i = 0; i < 7'000; ++i)
        operations.append(QString::number(i, 36));
    key.insert(k("key_ops"), operations);
    return setOf({key});
}

std::vector<Shape> shapes()
{
    using jose::Algorithm;
    using jose::Curve;
    const auto signing = [](Algorithm algorithm) {
        return keysOf([algorithm] { return jose::PrivateKey::generate(algorithm)->publicKey(); });
    };
    const auto agreeing = [](Curve curve) {
        return keysOf([curve] { return jose::PrivateKey::generateAgreement(curve)->publicKey(); });
    };
    QJsonObject off = jose::PrivateKey::generate(Algorithm::ES384)->publicKey().toJson();
    off.insert(k("y"), off.value(k("x")));
    return {{"prime moduli of 4,096 bits", times(rsa(BN_get_rfc3526_prime_4096(nullptr)))},
            {"prime moduli of 8,192 bits", times(rsa(BN_get_rfc3526_prime_8192(nullptr)))},
            {"a modulus of 48 KiB", filled("{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"", "_", "\"}")},
            {"a modulus of zeros", filled("{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"", "AAAA", "\"}")},
            {"P-256", signing(Algorithm::ES256)},
            {"P-384", signing(Algorithm::ES384)},
            {"P-384 off the curve", times(off)},
            {"Ed25519", signing(Algorithm::EdDSA)},
            {"X25519", agreeing(Curve::X25519)},
            {"nesting", filled("", QByteArray(28, '[') + QByteArray(28, ']') + ',', "0")},
            {"numbers", filled("", "0,", "0")},
            {"a long number", filled("0.", "1", "1")},
            {"empty strings", filled("", "\"\",", "0")},
            {"empty objects", filled("", "{},", "0")},
            {"escapes", filled("{\"kid\":\"", "\\n", "\"}")},
            {"escaped code points", filled("{\"kid\":\"", "\\u0041", "\"}")},
            {"characters of four bytes", filled("{\"kid\":\"", "\xf0\x9f\x98\x80", "\"}")},
            {"members", manyMembers("0")},
            {"members that are null", manyMembers("null")},
            {"a duplicate at the end", manyMembers("0").chopped(3) + ",\"0\":0}]}"},
            {"operations", manyOperations()}};
}

/// Of the processor: what other programs do meanwhile does not count.
double milliseconds(const std::function<void()> &work)
{
    double best = 1e9;
    for (int i = 0; i < rounds; ++i) {
        const std::clock_t began = std::clock();
        work();
        best = std::min(best, static_cast<double>(std::clock() - began) * 1000 / CLOCKS_PER_SEC);
    }
    return best;
}

/// What happens to a set when a token has come: it is read, and a key is looked for.
void use(const QByteArray &text)
{
    const auto set = jose::JwkSet::parse(text, Reading::Lenient);
    if (!set)
        return;
    for (const auto algorithm : jose::verifiableAlgorithms()) {
        [[maybe_unused]] const auto named = set->find(k("a"), algorithm);
        [[maybe_unused]] const auto any = set->find({}, algorithm);
    }
}

void quiet(QtMsgType, const QMessageLogContext &, const QString &) {}

} // namespace

int main()
{
    qInstallMessageHandler(quiet); // what is noted of each key is no part of the work
    double worst = 0;
    double floor = 0;
    for (const Shape &shape : shapes()) {
        if (shape.text.size() > full)
            qFatal("%s: %lld bytes", shape.name, static_cast<long long>(shape.text.size()));
        const double took = milliseconds([&shape] { use(shape.text); });
        const double bare =
            milliseconds([&shape] { [[maybe_unused]] const auto d = QJsonDocument::fromJson(shape.text); });
        std::printf("%-28s %6lld bytes %8.3f ms, of which JSON %8.3f ms\n", shape.name,
                    static_cast<long long>(shape.text.size()), took, bare);
        worst = std::max(worst, took);
        floor = std::max(floor, bare);
    }
    const auto print = [](const QJsonObject &entry) { std::puts(toCompactJson(entry).constData()); };
    print(
        {{k("name"), k("jwks-worst")}, {k("value"), worst}, {k("unit"), k("ms")}, {k("floor"), floor}, {k("bar"), 25}});
    print({{k("name"), k("jwks-worst: GUI thread")}, {k("value"), worst}, {k("unit"), k("ms")}, {k("bar"), 50}});
    return 0;
}
