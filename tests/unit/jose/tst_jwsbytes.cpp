// Attacks on the bytes of signed tokens: encoding, JSON, size, signature. One test each, named after the violation.
#include "josetest.h"

using namespace josetest;

namespace {

const char typ[] = "fpx-permission+jwt";
const QByteArray claims = q("{'sub':'s'}");

Expect expectPermission()
{
    return Expect::exactly(text(typ), {Algorithm::ES256});
}

QByteArray goodToken()
{
    const PrivateKey &key = signingKey(Algorithm::ES256);
    return *sign(QJsonObject{{text("typ"), text(typ)}, {text("kid"), key.keyId()}}, json(claims), key);
}

/// A header with these extra members, signed by the right key.
QByteArray withHeader(const QByteArray &members)
{
    return forge("{\"alg\":\"ES256\",\"typ\":\"fpx-permission+jwt\"" + (members.isEmpty() ? "" : "," + members) + "}",
                 claims, signingKey(Algorithm::ES256));
}

QByteArray verdict(const QByteArray &token, const Expect &expect = expectPermission())
{
    return code(verify(token, signingKey(Algorithm::ES256).publicKey(), expect));
}

} // namespace

class TestJwsBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void duplicate_member_in_header()
    {
        QCOMPARE(verdict(withHeader(q("'kid':'a','kid':'b'"))), QByteArray("token_malformed"));
        QCOMPARE(verdict(withHeader(q("'\\u0061lg':'none'"))), QByteArray("token_malformed"));
    }
    void duplicate_member_in_payload()
    {
        const auto token = forge(q("{'alg':'ES256','typ':'fpx-permission+jwt'}"), q("{'sub':'a','sub':'b'}"),
                                 signingKey(Algorithm::ES256));
        QCOMPARE(verdict(token), QByteArray("token_malformed"));
    }
    void payload_is_no_object()
    {
        for (const char *payload : {"[]", "\"x\"", "1", "{} {}", "{", "\xff"}) {
            const auto token =
                forge(q("{'alg':'ES256','typ':'fpx-permission+jwt'}"), payload, signingKey(Algorithm::ES256));
            QCOMPARE(verdict(token), QByteArray("token_malformed"));
        }
    }
    void payload_too_deep()
    {
        const auto token =
            forge(q("{'alg':'ES256','typ':'fpx-permission+jwt'}"),
                  "{\"a\":" + QByteArray(40, '[') + QByteArray(40, ']') + "}", signingKey(Algorithm::ES256));
        QCOMPARE(verdict(token), QByteArray("token_malformed"));
    }
    void base64url_with_padding()
    {
        QList<QByteArray> parts = goodToken().split('.');
        parts[2] += "==";
        QCOMPARE(verdict(parts.join('.')), QByteArray("token_malformed"));
    }
    void base64_instead_of_base64url()
    {
        QList<QByteArray> parts = goodToken().split('.');
        for (const char wrong : {'+', '/', ' ', '\n', '='}) {
            QList<QByteArray> changed = parts;
            changed[2][3] = wrong;
            QCOMPARE(verdict(changed.join('.')), QByteArray("token_malformed"));
        }
    }
    void base64url_with_trailing_bits()
    {
        // 64 bytes make 86 characters whose last one has 4 unused bits.
        QByteArray token = goodToken();
        static const QByteArray alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        token.back() = alphabet[alphabet.indexOf(token.back()) + 1];
        QCOMPARE(verdict(token), QByteArray("token_malformed"));
    }
    void wrong_number_of_parts()
    {
        const QByteArray token = goodToken();
        for (const QByteArray &wrong : {token + '.', token + ".AAAA", token.left(token.lastIndexOf('.')), QByteArray(),
                                        QByteArray(".."), QByteArray("...."), '.' + token})
            QCOMPARE(verdict(wrong), QByteArray("token_malformed"));
    }
    void white_space_around_the_token()
    {
        for (const QByteArray &wrong : {' ' + goodToken(), goodToken() + '\n'})
            QCOMPARE(verdict(wrong), QByteArray("token_malformed"));
    }
    void json_serialization()
    {
        QCOMPARE(verdict(q("{'payload':'e30','signatures':[]}")), QByteArray("token_malformed"));
    }
    void token_too_large()
    {
        const auto token =
            sign(QJsonObject{{text("typ"), text(typ)}}, QJsonObject{{text("x"), QString(16 * 1024, QLatin1Char('x'))}},
                 signingKey(Algorithm::ES256));
        QCOMPARE(verdict(*token), QByteArray("token_too_large"));
        QCOMPARE(code(peekUnverified(*token)), QByteArray("token_too_large"));
    }

    void signature_of_zeroes()
    {
        QList<QByteArray> parts = goodToken().split('.'); // r = s = 0 is what CVE-2022-21449 accepted
        parts[2] = toBase64Url(QByteArray(64, '\0'));
        QCOMPARE(verdict(parts.join('.')), QByteArray("bad_signature"));
    }
    void signature_in_der()
    {
        QList<QByteArray> parts = goodToken().split('.');
        const QByteArray raw = *fromBase64Url(parts[2]);
        parts[2] = toBase64Url(QByteArray::fromHex("304402200") + raw); // the length alone gives it away
        QCOMPARE(verdict(parts.join('.')), QByteArray("bad_signature"));
    }
    void signature_of_wrong_length()
    {
        QList<QByteArray> parts = goodToken().split('.');
        const QByteArray raw = *fromBase64Url(parts[2]);
        for (const QByteArray &wrong : {raw.left(63), raw + '\0', raw.left(32), '\0' + raw}) {
            parts[2] = toBase64Url(wrong);
            QCOMPARE(verdict(parts.join('.')), QByteArray("bad_signature"));
        }
    }
    void signature_beyond_the_group_order()
    {
        QList<QByteArray> parts = goodToken().split('.');
        parts[2] = toBase64Url(QByteArray(64, '\xff'));
        QCOMPARE(verdict(parts.join('.')), QByteArray("bad_signature"));
    }
    void header_changed()
    {
        QList<QByteArray> parts = goodToken().split('.');
        parts[0] = toBase64Url(q("{'alg':'ES256','typ':'fpx-permission+jwt','x':1}"));
        QCOMPARE(verdict(parts.join('.')), QByteArray("bad_signature"));
    }
    void payload_changed()
    {
        QList<QByteArray> parts = goodToken().split('.');
        parts[1] = toBase64Url(q("{'sub':'t'}"));
        QCOMPARE(verdict(parts.join('.')), QByteArray("bad_signature"));
    }
};

QTEST_GUILESS_MAIN(TestJwsBytes)
#include "tst_jwsbytes.moc"
