// The id_token of a sign-in, with one lie at a time; each test is named after the lie (profile section 8).
#include "codeflowtest.h"

#include <fpx/jose/signature.h>

using namespace codeflowtest;

class TestIdToken : public QObject, private Fixture
{
    Q_OBJECT

private Q_SLOTS:
    void init() { reset(); }

    // The id_token: who.
    void wrong_issuer()
    {
        claim("iss", q("https://evil.example"));
        QCOMPARE(run(), "wrong_issuer");
    }
    void issuer_with_slash()
    {
        claim("iss", m_issuer->issuer + u'/');
        QCOMPARE(run(), "wrong_issuer");
    }
    void missing_issuer()
    {
        noClaim("iss");
        QCOMPARE(run(), "wrong_issuer");
    }
    void wrong_audience()
    {
        claim("aud", q("other"));
        QCOMPARE(run(), "wrong_audience");
    }
    void missing_audience()
    {
        noClaim("aud");
        QCOMPARE(run(), "wrong_audience");
    }
    void audience_as_array()
    {
        claim("aud", QJsonArray{q("wallet")});
        QCOMPARE(run(), "ok");
    }
    void missing_azp()
    {
        claim("aud", QJsonArray{q("wallet"), q("other")});
        QCOMPARE(run(), "missing_azp");
    }
    /// The issuer itself is trusted with a token that it made; saying us twice changes nothing.
    void audiences_that_are_trusted()
    {
        claim("aud", QJsonArray{q("wallet"), m_issuer->issuer, q("wallet")});
        QCOMPARE(run(), "ok");
    }
    void claims_that_are_null()
    {
        m_issuer->claims = [](QJsonObject &c) {
            for (const char *name : {"azp", "nbf", "acr", "auth_time", "at_hash", "name"})
                c.insert(q(name), QJsonValue::Null);
        };
        QCOMPARE(run(), "ok");
    }
    void nonce_that_is_null()
    {
        claim("nonce", QJsonValue::Null);
        QCOMPARE(run(), "nonce_missing");
    }
    void acr_in_a_form_that_cannot_be_read()
    {
        claim("acr", QJsonObject{{q("values"), QJsonArray{q("loa2")}}});
        QCOMPARE(run(), "ok"); // where nobody asks for it
        m_request.acrAccepted = QStringList(q("loa2"));
        const auto ending = begin();
        QCOMPARE(ending->code(), "acr_unmet");
        QVERIFY(ending->result->error().message.contains(q("cannot read")));
    }
    void wrong_azp()
    {
        claim("azp", q("other"));
        QCOMPARE(run(), "wrong_authorized_party");
    }
    void several_audiences_with_azp()
    {
        m_issuer->claims = [](QJsonObject &c) {
            c.insert(q("aud"), QJsonArray{q("wallet"), q("other")});
            c.insert(q("azp"), q("wallet"));
        };
        QCOMPARE(run(), "ok");
    }
    void missing_subject()
    {
        noClaim("sub");
        QCOMPARE(run(), "wrong_subject");
    }
    void oversized_subject()
    {
        claim("sub", QString(256, u'x'));
        QCOMPARE(run(), "wrong_subject");
    }

    // When.
    void token_expired()
    {
        claim("exp", m_clock.nowSeconds() - 61);
        QCOMPARE(run(), "token_expired");
    }
    void expired_within_skew()
    {
        m_issuer->claims = [this](QJsonObject &c) {
            c.insert(q("iat"), m_clock.nowSeconds() - 300);
            c.insert(q("exp"), m_clock.nowSeconds() - 59);
        };
        QCOMPARE(run(), "ok");
    }
    void expires_before_it_was_issued()
    {
        claim("exp", m_clock.nowSeconds() - 59);
        QCOMPARE(run(), "token_expired");
    }
    void missing_exp()
    {
        noClaim("exp");
        QCOMPARE(run(), "token_times_missing");
    }
    void missing_iat()
    {
        noClaim("iat");
        QCOMPARE(run(), "token_times_missing");
    }
    void token_from_the_future()
    {
        claim("iat", m_clock.nowSeconds() + 62);
        QCOMPARE(run(), "token_from_the_future");
    }
    void issued_within_skew()
    {
        claim("iat", m_clock.nowSeconds() + 59);
        QCOMPARE(run(), "ok");
    }
    void auth_time_from_the_future()
    {
        claim("auth_time", m_clock.nowSeconds() + 62);
        QCOMPARE(run(), "token_from_the_future");
    }
    void auth_time_is_no_number()
    {
        claim("auth_time", q("1790000000"));
        QCOMPARE(run(), "auth_time_missing");
    }
    void clock_ahead()
    {
        m_issuer->dateOffset = -540;
        m_issuer->claims = [this](QJsonObject &c) { c.insert(q("exp"), m_clock.nowSeconds() - 240); };
        const auto ending = begin();
        QCOMPARE(ending->code(), "clock_wrong");
        QVERIFY(ending->result->error().message.contains(q("clock is 9 minute")));
        QVERIFY(ending->result->error().message.contains(q("ahead")));
    }
    void clock_behind()
    {
        m_issuer->dateOffset = 540;
        m_issuer->claims = [this](QJsonObject &c) { c.insert(q("iat"), m_clock.nowSeconds() + 540); };
        const auto ending = begin();
        QCOMPARE(ending->code(), "clock_wrong");
        QVERIFY(ending->result->error().message.contains(q("behind")));
    }

    // For this question.
    void nonce_missing()
    {
        noClaim("nonce");
        QCOMPARE(run(), "nonce_missing");
    }
    void nonce_mismatch()
    {
        claim("nonce", q("other"));
        QCOMPARE(run(), "nonce_mismatch");
    }
    void nonce_replayed()
    {
        QCOMPARE(run(), "ok");
        claim("nonce", asked("nonce"));
        QCOMPARE(run(), "nonce_mismatch");
    }
    void at_hash_mismatch()
    {
        claim("at_hash", q("AAAAAAAAAAAAAAAAAAAAAA"));
        QCOMPARE(run(), "at_hash_mismatch");
    }
    void at_hash_absent()
    {
        noClaim("at_hash");
        QCOMPARE(run(), "ok");
    }

    // How fresh and how sure.
    void auth_time_too_old()
    {
        m_request.maxAge = 600;
        m_issuer->authTimeAgo = 661;
        QCOMPARE(run(), "auth_time_too_old");
    }
    void auth_time_fresh_enough()
    {
        m_request.maxAge = 600;
        m_issuer->authTimeAgo = 600;
        QCOMPARE(run(), "ok");
    }
    void auth_time_missing()
    {
        m_request.maxAge = 600;
        noClaim("auth_time");
        QCOMPARE(run(), "auth_time_missing");
    }
    void auth_time_left_out()
    {
        m_request.maxAge = 600;
        m_request.authTimeNeeded = false;
        noClaim("auth_time");
        const auto ending = begin();
        QCOMPARE(ending->code(), "ok");
        QVERIFY(!(**ending->result).idToken->authTime); // never taken from `iat`
    }
    void auth_time_with_a_fraction()
    {
        claim("auth_time", static_cast<double>(m_clock.nowSeconds()) - 600.5);
        const auto ending = begin();
        QCOMPARE(ending->code(), "ok");
        QCOMPARE((**ending->result).idToken->authTime, m_clock.nowSeconds() - 601);
    }
    void forced_login()
    {
        m_request.forceLogin = true;
        QCOMPARE(run(), "ok");
        QCOMPARE(asked("prompt"), q("login"));
        QCOMPARE(asked("max_age"), q("0"));
    }
    void forced_login_ignored_by_the_issuer()
    {
        m_request.forceLogin = true;
        m_issuer->ignoresPrompt = true;
        m_issuer->authTimeAgo = 120;
        QCOMPARE(run(), "auth_time_too_old");
        m_request.maxAge = 3600; // a wider wish does not soften it
        QCOMPARE(run(), "auth_time_too_old");
    }
    void acr_unmet()
    {
        m_request.acrAccepted = QStringList{q("loa3")};
        QCOMPARE(run(), "acr_unmet");
        noClaim("acr");
        QCOMPARE(run(), "acr_unmet");
    }
    void acr_met()
    {
        m_request.acrAccepted = QStringList{q("loa3"), q("loa2")};
        QCOMPARE(run(), "ok");
    }

    // The signature.
    void bad_signature()
    {
        m_issuer->idToken = [](QByteArray token) {
            token[token.size() - 10] = token.at(token.size() - 10) == 'A' ? 'B' : 'A';
            return token;
        };
        QCOMPARE(run(), "bad_signature");
    }
    void signed_by_somebody_else()
    {
        const auto other = *jose::PrivateKey::generate(jose::Algorithm::ES256);
        m_issuer->publishKeys({other.publicKey().withKeyId(m_issuer->key.keyId())});
        QCOMPARE(run(), "bad_signature");
    }
    /// A provider that starts anew with another key under the old name, or without names.
    void new_key_under_the_old_name()
    {
        QCOMPARE(run(), "ok");
        const QString name = m_issuer->key.keyId();
        m_issuer->key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
        m_issuer->publishKeys({m_issuer->key.publicKey().withKeyId(name)});
        m_issuer->header = [name](QJsonObject &h) { h.insert(q("kid"), name); };
        QCOMPARE(run(), "bad_signature"); // asked within this minute
        m_clock.advanceSeconds(61);
        QCOMPARE(run(), "ok");
    }
    void new_key_without_names()
    {
        m_issuer->header = [](QJsonObject &h) { h.remove(q("kid")); };
        QCOMPARE(run(), "ok");
        m_issuer->key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
        m_issuer->publishKeys({m_issuer->key.publicKey()});
        m_clock.advanceSeconds(61);
        QCOMPARE(run(), "ok");
    }
    void new_key_of_another_type_under_the_old_name()
    {
        QCOMPARE(run(), "ok");
        const QString name = m_issuer->key.keyId();
        m_issuer->key = *jose::PrivateKey::generate(jose::Algorithm::ES384);
        m_issuer->publishKeys({m_issuer->key.publicKey().withKeyId(name)});
        m_issuer->header = [name](QJsonObject &h) { h.insert(q("kid"), name); };
        m_clock.advanceSeconds(61);
        QCOMPARE(run(), "ok");
    }
    void signatures_that_never_fit_are_no_stream_of_requests()
    {
        m_issuer->idToken = [](QByteArray token) {
            token[token.size() - 10] = token.at(token.size() - 10) == 'A' ? 'B' : 'A';
            return token;
        };
        for (int i = 0; i < 20; ++i) {
            QCOMPARE(run(), "bad_signature");
            m_clock.advanceSeconds(6);
        }
        QCOMPARE(m_http->count(http::Method::Get, m_issuer->issuer + q("/jwks")), 2);
    }
    void addresses_of_keys_in_the_header()
    {
        const auto key = m_issuer->key;
        m_issuer->idToken = [key](const QByteArray &token) {
            const QJsonObject header{{q("alg"), q("ES256")},
                                     {q("typ"), q("JWT")},
                                     {q("kid"), key.keyId()},
                                     {q("jku"), q("https://evil.example/keys")},
                                     {q("x5u"), q("https://evil.example/cert")},
                                     {q("x5c"), QJsonArray{q("MIIB")}}};
            const QByteArray input = toBase64Url(toCompactJson(header)) + '.' + token.split('.').at(1);
            return input + '.' + toBase64Url(*jose::signBytes(input, key));
        };
        QCOMPARE(run(), "ok");
        for (const auto &request : m_http->requests)
            QVERIFY(request.url.host() != q("evil.example"));
    }
    void alg_none()
    {
        m_issuer->idToken = [](const QByteArray &token) {
            return toBase64Url("{\"alg\":\"none\",\"typ\":\"JWT\"}") +
                   token.mid(token.indexOf('.'), token.lastIndexOf('.') - token.indexOf('.')) + '.';
        };
        QCOMPARE(run(), "token_unsigned");
    }
    void alg_hs256_with_the_public_key()
    {
        m_issuer->idToken = [this](const QByteArray &token) {
            const auto claims = jose::peekUnverified(token)->claims;
            const Secret secret(toCompactJson(m_issuer->key.publicKey().toBareJson()));
            const QJsonObject header{{q("typ"), q("JWT")}, {q("kid"), m_issuer->key.keyId()}};
            return *jose::signHs256(header, claims, secret);
        };
        QCOMPARE(run(), "wrong_algorithm");
    }
    void alg_that_the_issuer_does_not_list()
    {
        m_issuer->metadata.insert(q("id_token_signing_alg_values_supported"), QJsonArray{q("RS256")});
        m_issuer->publish();
        QCOMPARE(run(), "wrong_algorithm");
    }
    void key_in_the_header()
    {
        const auto own = *jose::PrivateKey::generate(jose::Algorithm::ES256);
        m_issuer->idToken = [own](const QByteArray &token) {
            const QJsonObject header{{q("typ"), q("JWT")}, {q("jwk"), own.publicKey().toBareJson()}};
            return *jose::sign(header, jose::peekUnverified(token)->claims, own);
        };
        QCOMPARE(run(), "token_header_key_refused");
    }
    void wrong_typ()
    {
        m_issuer->header = [](QJsonObject &h) { h.insert(q("typ"), q("fpx-permission+jwt")); };
        QCOMPARE(run(), "wrong_typ");
    }
    void token_too_large()
    {
        claim("groups", QString(44'000, u'x')); // people in many groups
        QCOMPARE(run(), "ok");
        claim("groups", QString(49'000, u'x'));
        const auto ending = begin();
        QCOMPARE(ending->code(), "id_token_too_large");
        QVERIFY(ending->result->error().message.contains(q("groups")));
        claim("groups", QString(60'000, u'x'));
        QCOMPARE(run(), "id_token_too_large");
    }
};

QTEST_GUILESS_MAIN(TestIdToken)
#include "tst_idtoken.moc"
