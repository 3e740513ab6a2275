// RFC 7520, the JOSE cookbook: its keys, the examples whose algorithms the wallet has, and the refusal of the others.
#include "josetest.h"

#include <QtEndian>

using namespace josetest;

namespace {

const QByteArray p521Key =
    R"({"kty":"EC","kid":"bilbo.baggins@hobbiton.example","use":"sig","crv":"P-521","x":"AHKZLLOsCOzz5cY97e)"
    R"(wNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt","y":"AdymlHvOiLxXkEhayXQnNCv)"
    R"(DX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1"})";

const QByteArray rsaKey =
    R"({"kty":"RSA","kid":"bilbo.baggins@hobbiton.example","use":"sig","n":"n4EPtAOCc9AlkeQHPzHStgAbgs7bTZL)"
    R"(wUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzc)"
    R"(Ee6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZC)"
    R"(uEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqg)"
    R"(c5gHdrNP5zw","e":"AQAB"})";

const QByteArray macKey = "hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg";

const QByteArray payload =
    "SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUg"
    "cm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0"
    "IGJlIHN3ZXB0IG9mZiB0by4";

const QByteArray header41 = "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9";
const QByteArray signature41 =
    "MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi8"
    "4wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocS"
    "adnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJu"
    "shZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg";

const QByteArray header42 = "eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9";
const QByteArray signature42 =
    "cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItl"
    "lVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0"
    "TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0"
    "uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw";

const QByteArray header43 = "eyJhbGciOiJFUzUxMiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9";
const QByteArray signature43 =
    "AE_R_YZCChjn4791jSQCrdPZCNYqHXCTZH0-JZGYNlaAjP2kqaluUIIUnC9qvbu9Plon7KRTzoNEuT4Va2cmL1eJAQy3mtPBu_u_"
    "sDDyYjnAMDxXPn7XrT0lw-kvAD890jl8e2puQens_IEKBpHABlsbEPX6sFY8OcGDqoRuBomu9xQ2";

const QByteArray header44 = "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9";
const QByteArray signature44 = "s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0";

const QByteArray agreementKey =
    R"({"kty":"EC","kid":"meriadoc.brandybuck@buckland.example","use":"enc","crv":"P-256","x":"Ze2loSV3wrro)"
    R"(KUN_4zhwGhCqo3Xhu1td4QjeQ5wIVR0","y":"HlLtdXARY_f55A3fnzQbPcm6hgr34Mp8p-nuzQCE0Zw","d":"r_kHyZ-a06rm)"
    R"(xM3yESK84r1otSg-aQcVStkRhA-iCM8"})";

const QByteArray header55 =
    "eyJhbGciOiJFQ0RILUVTIiwia2lkIjoibWVyaWFkb2MuYnJhbmR5YnVja0BidWNrbGFuZC5leGFtcGxlIiwiZXBrIjp7Imt0eSI6"
    "IkVDIiwiY3J2IjoiUC0yNTYiLCJ4IjoibVBVS1RfYkFXR0hJaGcwVHBqanFWc1AxclhXUXVfdndWT0hIdE5rZFlvQSIsInkiOiI4"
    "QlFBc0ltR2VBUzQ2ZnlXdzVNaFlmR1RUMElqQnBGdzJTUzM0RHY0SXJzIn0sImVuYyI6IkExMjhDQkMtSFMyNTYifQ";

const QByteArray iv55 = "yc9N8v5sYyv3iGQT926IUg";

const QByteArray ciphertext55 =
    "BoDlwPnTypYq-ivjmQvAYJLb5Q6l-F3LIgQomlz87yW4OPKbWE1zSTEFjDfhU9IPIOSA9Bml4m7iDFwA-1ZXvHteLDtw4R1XRGME"
    "sDIqAYtskTTmzmzNa-_q4F_evAPUmwlO-ZG45Mnq4uhM1fm_D9rBtWolqZSF3xGNNkpOMQKF1Cl8i8wjzRli7-IXgyirlKQsbhhq"
    "Rzkv8IcY6aHl24j03C-AR2le1r7URUhArM79BY8soZU0lzwI-sD5PZ3l4NDCCei9XkoIAfsXJWmySPoeRb2Ni5UZL4mYpvKDiwmy"
    "zGd65KqVw7MsFfI_K767G9C9Azp73gKZD0DyUn1mn0WW5LmyX_yJ-3AROq8p1WZBfG-ZyJ6195_JGG2m9Csg";

const QByteArray tag55 = "WCCkNa-x4BeB9hIDIfFuhg";

} // namespace

class TestCookbook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void section_3_keys()
    {
        QCOMPARE(code(PublicKey::parse(json(p521Key))), QByteArray("key_unsupported"));
        const auto rsa = PublicKey::parse(json(rsaKey));
        QCOMPARE(code(rsa), QByteArray("accepted"));
        QCOMPARE(rsa->keyId(), text("bilbo.baggins@hobbiton.example"));
    }

    void section_4_1_rs256()
    {
        const auto key = PublicKey::parse(json(rsaKey));
        const QByteArray input = header41 + '.' + payload;
        const QByteArray signature = *fromBase64Url(signature41);
        QVERIFY(verifyBytes(input, signature, Algorithm::RS256, *key));
        QVERIFY(!verifyBytes(input, signature, Algorithm::PS256, *key));
        QVERIFY(!verifyBytes(input + 'x', signature, Algorithm::RS256, *key));
        // A sentence is no set of claims: what is signed properly is still no token.
        QCOMPARE(code(verify(input + '.' + signature41, *key, Expect::idToken())), QByteArray("token_malformed"));
    }

    // Over claims instead of the sentence, so that the algorithm is what there is to refuse.
    void section_4_2_to_4_4_other_algorithms_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::newRow("4.2 PS384") << header42 + ".e30." + signature42;
        QTest::newRow("4.3 ES512") << header43 + ".e30." + signature43;
        QTest::newRow("4.4 HS256") << header44 + ".e30." + signature44;
    }
    void section_4_2_to_4_4_other_algorithms()
    {
        QFETCH(QByteArray, token);
        QCOMPARE(code(verify(token, *PublicKey::parse(json(rsaKey)), Expect::idToken())),
                 QByteArray("wrong_algorithm"));
    }

    void section_4_4_hs256()
    {
        const auto mac = hmacSha256(header44 + '.' + payload, Secret(*fromBase64Url(macKey)));
        QCOMPARE(toBase64Url(*mac), signature44);
    }

    // The key agreement is ours, the content encryption (A128CBC-HS256) is not: the example's authentication tag, over
    // the additional data, IV, ciphertext and length (RFC 7518 section 5.2.2.1), shows that the agreed key is right.
    void section_5_5_ecdh_es()
    {
        const auto key = PrivateKey::fromJwk(json(agreementKey));
        QCOMPARE(code(key), QByteArray("accepted"));
        const QJsonObject header = json(*fromBase64Url(header55));
        const auto ephemeral = PublicKey::parse(header.value(text("epk")).toObject());
        QCOMPARE(code(ephemeral), QByteArray("accepted"));
        const auto agreed = agreeKey(*key, *ephemeral, "A128CBC-HS256", {}, {}, 32);
        QCOMPARE(code(agreed), QByteArray("accepted"));
        QByteArray bits(8, '\0');
        qToBigEndian<quint64>(static_cast<quint64>(header55.size()) * 8, bits.data());
        const QByteArray input = header55 + *fromBase64Url(iv55) + *fromBase64Url(ciphertext55) + bits;
        const auto mac = hmacSha256(input, Secret(agreed->view().first(16)));
        QCOMPARE(toBase64Url(mac->first(16)), tag55);
    }
    void section_5_5_is_no_rot()
    {
        const QByteArray message = header55 + ".." + iv55 + '.' + ciphertext55 + '.' + tag55;
        QCOMPARE(code(decrypt(message, *PrivateKey::fromJwk(json(agreementKey)), text("fpx-rot+jwe"))),
                 QByteArray("wrong_typ"));
    }
};

QTEST_GUILESS_MAIN(TestCookbook)
#include "tst_cookbook.moc"
