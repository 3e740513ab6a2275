#include "jose/key.h"

#include <fpx/base/base64url.h>
#include <fpx/base/random.h>

#include <cjose/cjose.h>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

using Header = std::unique_ptr<cjose_header_t, decltype(&cjose_header_release)>;

Header makeHeader(const QJsonObject &object)
{
    Header header(cjose_header_new(nullptr), cjose_header_release);
    for (auto it = object.begin(); it != object.end(); ++it) {
        // set_raw takes one JSON value: write it as the only element of an array, and cut the brackets.
        QByteArray json = QJsonDocument(QJsonArray{*it}).toJson(QJsonDocument::Compact);
        json = json.mid(1, json.size() - 2);
        if (it->isString())
            cjose_header_set(header.get(), it.key().toUtf8().constData(), it->toString().toUtf8().constData(), nullptr);
        else
            cjose_header_set_raw(header.get(), it.key().toUtf8().constData(), json.constData(), nullptr);
    }
    return header;
}

} // namespace

Key::Key(_cjose_jwk_int *jwk) : m_jwk(jwk, [](_cjose_jwk_int *key) { cjose_jwk_release(key); }) {}

Key Key::makeEc(const QString &kid)
{
    Key key(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr));
    const QByteArray id = kid.toLatin1();
    cjose_jwk_set_kid(key.m_jwk.get(), id.constData(), static_cast<size_t>(id.size()), nullptr);
    return key;
}

Key Key::makeRsa(const QString &kid)
{
    const uint8_t exponent[] = {1, 0, 1};
    Key key(cjose_jwk_create_RSA_random(2048, exponent, sizeof exponent, nullptr));
    const QByteArray id = kid.toLatin1();
    cjose_jwk_set_kid(key.m_jwk.get(), id.constData(), static_cast<size_t>(id.size()), nullptr);
    return key;
}

Key Key::fromSecret(const QByteArray &secret)
{
    return Key(cjose_jwk_create_oct_spec(reinterpret_cast<const uint8_t *>(secret.constData()),
                                         static_cast<size_t>(secret.size()), nullptr));
}

Key Key::fromPublicJwk(const QJsonObject &jwk, QString &why)
{
    const QString kty = jwk.value(u"kty"_s).toString();
    for (const QString &name : {u"d"_s, u"p"_s, u"q"_s, u"dp"_s, u"dq"_s, u"qi"_s, u"oth"_s, u"k"_s}) {
        if (jwk.contains(name)) {
            why = u"a key must be public; it has the member "_s + name;
            return {};
        }
    }
    if (kty == "EC"_L1 && jwk.value(u"crv"_s).toString() != "P-256"_L1) {
        why = u"an EC key must be on P-256"_s;
        return {};
    }
    if (kty != "EC"_L1 && kty != "RSA"_L1) {
        why = u"the key type must be EC (or RSA)"_s;
        return {};
    }
    const QByteArray json = toCompactJson(jwk);
    cjose_err error{};
    Key key(cjose_jwk_import(json.constData(), static_cast<size_t>(json.size()), &error));
    if (!key.isValid())
        why = u"the key cannot be read: "_s + QString::fromLatin1(error.message);
    return key;
}

Key Key::fromPrivateJwk(const QJsonObject &jwk)
{
    const QByteArray json = toCompactJson(jwk);
    return Key(cjose_jwk_import(json.constData(), static_cast<size_t>(json.size()), nullptr));
}

QString Key::kid() const
{
    return isValid() ? QString::fromLatin1(cjose_jwk_get_kid(m_jwk.get(), nullptr)) : QString();
}

QString Key::algorithm() const
{
    switch (cjose_jwk_get_kty(m_jwk.get(), nullptr)) {
    case CJOSE_JWK_KTY_EC: return u"ES256"_s;
    case CJOSE_JWK_KTY_RSA: return u"RS256"_s;
    case CJOSE_JWK_KTY_OCT: return u"HS256"_s;
    }
    return {};
}

QJsonObject Key::privateJwk() const
{
    char *json = cjose_jwk_to_json(m_jwk.get(), true, nullptr);
    const QJsonObject object = QJsonDocument::fromJson(QByteArray(json)).object();
    free(json);
    return object;
}

QJsonObject Key::publicJwk(const QString &use) const
{
    char *json = cjose_jwk_to_json(m_jwk.get(), false, nullptr);
    QJsonObject object = QJsonDocument::fromJson(QByteArray(json)).object();
    free(json);
    object.insert(u"use"_s, use);
    object.insert(u"alg"_s, use == "enc"_L1 ? u"ECDH-ES"_s : algorithm());
    return object;
}

QString Key::thumbprint() const
{
    const QJsonObject jwk = publicJwk();
    QJsonObject required;
    for (const QString &name : jwk.value(u"kty"_s) == "EC"_L1 ? QStringList{u"crv"_s, u"kty"_s, u"x"_s, u"y"_s}
                                                              : QStringList{u"e"_s, u"kty"_s, u"n"_s})
        required.insert(name, jwk.value(name));
    return QString::fromLatin1(sha256Base64Url(toCompactJson(required)));
}

QString Key::sign(QJsonObject header, const QByteArray &payload) const
{
    if (!header.contains(u"alg"_s))
        header.insert(u"alg"_s, algorithm());
    if (!header.contains(u"kid"_s) && !kid().isEmpty())
        header.insert(u"kid"_s, kid());
    const Header protectedHeader = makeHeader(header);
    cjose_err error{};
    const std::unique_ptr<cjose_jws_t, decltype(&cjose_jws_release)> jws(
        cjose_jws_sign(m_jwk.get(), protectedHeader.get(), reinterpret_cast<const uint8_t *>(payload.constData()),
                       static_cast<size_t>(payload.size()), &error),
        cjose_jws_release);
    const char *compact = nullptr;
    if (!jws || !cjose_jws_export(jws.get(), &compact, &error)) {
        // Only a tampered `alg` gets here: the header says what it was told to say, the signature is noise.
        return QString::fromLatin1(toBase64Url(toCompactJson(header)) + '.' + toBase64Url(payload) + '.' +
                                   toBase64Url(SystemRandom().bytes(64)));
    }
    return QString::fromLatin1(compact);
}

bool Key::verifies(const QString &compact) const
{
    const auto jwt = peekJwt(compact);
    if (!isValid() || !jwt || jwt->header.value(u"alg"_s).toString() != algorithm() || jwt->header.contains(u"crit"_s))
        return false;
    const QByteArray bytes = compact.toLatin1();
    const std::unique_ptr<cjose_jws_t, decltype(&cjose_jws_release)> jws(
        cjose_jws_import(bytes.constData(), static_cast<size_t>(bytes.size()), nullptr), cjose_jws_release);
    return jws && cjose_jws_verify(jws.get(), m_jwk.get(), nullptr);
}

std::optional<QByteArray> Key::decrypt(const QString &compact) const
{
    const QByteArray bytes = compact.toLatin1();
    cjose_err error{}; // not optional here: cjose's ECDH-ES reads it
    const std::unique_ptr<cjose_jwe_t, decltype(&cjose_jwe_release)> jwe(
        cjose_jwe_import(bytes.constData(), static_cast<size_t>(bytes.size()), &error), cjose_jwe_release);
    if (!jwe)
        return std::nullopt;
    size_t length = 0;
    uint8_t *plain = cjose_jwe_decrypt(jwe.get(), m_jwk.get(), &length, &error);
    if (!plain)
        return std::nullopt;
    const QByteArray text(reinterpret_cast<const char *>(plain), static_cast<qsizetype>(length));
    free(plain);
    return text;
}

} // namespace fpx::sandbox
