// The id_token of a sign-in, with one lie at a time; each test is named after the lie (profile section 8).
#include "codeflowtest.h"

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
        claim("padding", QString(20'000, u'x'));
        QCOMPARE(run(), "token_too_large");
    }
};

QTEST_GUILESS_MAIN(TestIdToken)
#include "tst_idtoken.moc"
