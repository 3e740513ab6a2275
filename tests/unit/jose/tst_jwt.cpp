// Claims, one refusal each.
#include "josetest.h"

using namespace josetest;

namespace {

constexpr qint64 now = 1'790'000'000;

QJsonObject times(qint64 issued, qint64 expires)
{
    return {{text("iat"), issued}, {text("exp"), expires}};
}

TimeLimits limits(qint64 lifetime = 0, qint64 age = 0)
{
    TimeLimits result;
    result.now = now;
    result.maxLifetime = lifetime;
    result.maxAge = age;
    return result;
}

} // namespace

class TestJwt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrong_issuer()
    {
        const QString issuer = text("https://idp.example");
        QCOMPARE(code(checkIssuer({{text("iss"), issuer}}, issuer)), QByteArray("accepted"));
        for (const char *wrong : {"https://idp.example/", "https://IDP.example", "http://idp.example", ""})
            QCOMPARE(code(checkIssuer({{text("iss"), text(wrong)}}, issuer)), QByteArray("wrong_issuer"));
        QCOMPARE(code(checkIssuer({}, issuer)), QByteArray("wrong_issuer"));
        QCOMPARE(code(checkIssuer({}, QString())), QByteArray("wrong_issuer"));
        QCOMPARE(code(checkIssuer({{text("iss"), QJsonArray{issuer}}}, issuer)), QByteArray("wrong_issuer"));
    }
    void wrong_subject()
    {
        QCOMPARE(code(checkSubject({{text("sub"), text("s")}})), QByteArray("accepted"));
        for (const QJsonValue &wrong :
             {QJsonValue(), QJsonValue(1), QJsonValue(QString()), QJsonValue(QString(256, QLatin1Char('s'))),
              QJsonValue(QStringLiteral("é")), QJsonValue(QStringLiteral("a\nb"))})
            QCOMPARE(code(checkSubject({{text("sub"), wrong}})), QByteArray("wrong_subject"));
    }
    void wrong_audience()
    {
        QCOMPARE(code(checkAudience({{text("aud"), text("me")}}, text("me"))), QByteArray("accepted"));
        QCOMPARE(code(checkAudience({{text("aud"), text("you")}}, text("me"))), QByteArray("wrong_audience"));
        QCOMPARE(code(checkAudience({}, text("me"))), QByteArray("wrong_audience"));
        QCOMPARE(code(checkAudience({{text("aud"), QString()}}, QString())), QByteArray("wrong_audience"));
    }
    void audience_as_list_is_refused_where_one_string_is_written()
    {
        QCOMPARE(code(checkAudience({{text("aud"), QJsonArray{text("me")}}}, text("me"))),
                 QByteArray("wrong_audience"));
    }
    void id_token_audience()
    {
        const auto verdict = [](const QJsonValue &aud) {
            return code(checkIdTokenAudience({{text("aud"), aud}}, text("me"), text("issuer")));
        };
        QCOMPARE(verdict(text("me")), QByteArray("accepted"));
        QCOMPARE(verdict(QJsonArray{text("me")}), QByteArray("accepted"));
        QCOMPARE(verdict(text("you")), QByteArray("wrong_audience"));
        QCOMPARE(verdict(QJsonArray{}), QByteArray("wrong_audience"));
        QCOMPARE(verdict(QJsonArray{text("me"), 1}), QByteArray("wrong_audience"));
        QCOMPARE(verdict(QJsonObject{}), QByteArray("wrong_audience"));
        QCOMPARE(code(checkIdTokenAudience({}, text("me"), text("issuer"))), QByteArray("wrong_audience"));
    }
    void wrong_authorized_party()
    {
        const QJsonArray two{text("me"), text("you")};
        const auto verdict = [](const QJsonObject &claims) {
            return code(checkIdTokenAudience(claims, text("me"), text("issuer")));
        };
        QCOMPARE(verdict({{text("aud"), two}}), QByteArray("wrong_authorized_party"));
        QCOMPARE(verdict({{text("aud"), QJsonArray{text("me"), text("me"), text("issuer")}}}), QByteArray("accepted"));
        QCOMPARE(verdict({{text("aud"), QJsonArray{text("me"), text("issuer"), text("you")}}}),
                 QByteArray("wrong_authorized_party"));
        QCOMPARE(verdict({{text("aud"), QJsonArray{text("issuer")}}}), QByteArray("wrong_audience"));
        QCOMPARE(verdict({{text("aud"), two}, {text("azp"), text("me")}}), QByteArray("accepted"));
        QCOMPARE(verdict({{text("aud"), two}, {text("azp"), text("you")}}), QByteArray("wrong_authorized_party"));
        QCOMPARE(verdict({{text("aud"), text("me")}, {text("azp"), text("you")}}),
                 QByteArray("wrong_authorized_party"));
        QCOMPARE(verdict({{text("aud"), text("me")}, {text("azp"), 1}}), QByteArray("wrong_authorized_party"));
    }

    void token_expired()
    {
        QCOMPARE(code(checkTimes(times(now - 300, now - 59), limits())), QByteArray("accepted"));
        QCOMPARE(code(checkTimes(times(now - 300, now - 60), limits())), QByteArray("token_expired"));
        QCOMPARE(code(checkTimes(times(now, now), limits())), QByteArray("token_expired"));
        QCOMPARE(code(checkTimes(times(now, now - 10), limits())), QByteArray("token_expired"));
    }
    void token_from_the_future()
    {
        QCOMPARE(code(checkTimes(times(now + 60, now + 300), limits())), QByteArray("accepted"));
        QCOMPARE(code(checkTimes(times(now + 61, now + 300), limits())), QByteArray("token_from_the_future"));
        QJsonObject claims = times(now, now + 300);
        claims.insert(text("nbf"), now + 61);
        QCOMPARE(code(checkTimes(claims, limits())), QByteArray("token_from_the_future"));
    }
    void token_times_missing()
    {
        QCOMPARE(code(checkTimes({}, limits())), QByteArray("token_times_missing"));
        QCOMPARE(code(checkTimes({{text("iat"), now}}, limits())), QByteArray("token_times_missing"));
        QCOMPARE(code(checkTimes({{text("exp"), now + 60}}, limits())), QByteArray("token_times_missing"));
        for (const QJsonValue &wrong :
             {QJsonValue(text("1790000300")), QJsonValue(true), QJsonValue(-1), QJsonValue(1e300)})
            QCOMPARE(code(checkTimes({{text("iat"), now}, {text("exp"), wrong}}, limits())),
                     QByteArray("token_times_missing"));
        QJsonObject claims = times(now, now + 300);
        claims.insert(text("nbf"), text("x"));
        QCOMPARE(code(checkTimes(claims, limits())), QByteArray("token_times_missing"));
    }
    void token_lives_too_long()
    {
        QCOMPARE(code(checkTimes(times(now, now + 300), limits(300))), QByteArray("accepted"));
        QCOMPARE(code(checkTimes(times(now, now + 301), limits(300))), QByteArray("token_lives_too_long"));
    }
    void token_too_old()
    {
        QCOMPARE(code(checkTimes(times(now - 660, now + 300), limits(0, 600))), QByteArray("accepted"));
        QCOMPARE(code(checkTimes(times(now - 661, now + 300), limits(0, 600))), QByteArray("token_too_old"));
    }
    void times_with_fractions()
    {
        QCOMPARE(code(checkTimes({{text("iat"), 1'790'000'000.5}, {text("exp"), 1'790'000'300.5}}, limits())),
                 QByteArray("accepted"));
    }

    void wrong_nonce()
    {
        QCOMPARE(code(checkNonce({{text("nonce"), text("abc")}}, "abc")), QByteArray("accepted"));
        QCOMPARE(code(checkNonce({{text("nonce"), text("abd")}}, "abc")), QByteArray("wrong_nonce"));
        QCOMPARE(code(checkNonce({{text("nonce"), text("abcd")}}, "abc")), QByteArray("wrong_nonce"));
        QCOMPARE(code(checkNonce({}, "abc")), QByteArray("wrong_nonce"));
        QCOMPARE(code(checkNonce({{text("nonce"), QString()}}, QByteArray())), QByteArray("wrong_nonce"));
    }
    void sign_in_too_old()
    {
        const auto verdict = [](const QJsonValue &when) {
            return code(checkAuthTime({{text("auth_time"), when}}, 300, now));
        };
        QCOMPARE(verdict(now - 360), QByteArray("accepted"));
        QCOMPARE(verdict(now - 361), QByteArray("sign_in_too_old"));
        QCOMPARE(verdict(now + 61), QByteArray("token_from_the_future"));
        QCOMPARE(verdict(text("x")), QByteArray("auth_time_missing"));
        QCOMPARE(code(checkAuthTime({}, 300, now)), QByteArray("auth_time_missing"));
    }
    void wrong_acr()
    {
        const QStringList accepted{text("high")};
        QCOMPARE(code(checkAcr({{text("acr"), text("high")}}, accepted)), QByteArray("accepted"));
        QCOMPARE(code(checkAcr({{text("acr"), text("low")}}, accepted)), QByteArray("wrong_acr"));
        QCOMPARE(code(checkAcr({}, accepted)), QByteArray("wrong_acr"));
        QCOMPARE(code(checkAcr({{text("acr"), QString()}}, {})), QByteArray("wrong_acr"));
    }
    void at_hash_of_openid_connect()
    {
        // OpenID Connect Core, appendix A.3.
        QCOMPARE(tokenHash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", Algorithm::RS256),
                 QByteArray("77QmUPtjPfzWtF2AnpK9RQ"));
        QCOMPARE(tokenHash("x", Algorithm::ES384).size(), 32);
        QCOMPARE(tokenHash("x", Algorithm::EdDSA).size(), 43);
    }
    void wrong_token_hash()
    {
        const QString member = text("at_hash");
        const QJsonObject good{{member, QString::fromLatin1(tokenHash("token", Algorithm::ES256))}};
        QCOMPARE(code(checkTokenHash(good, member, "token", Algorithm::ES256)), QByteArray("accepted"));
        QCOMPARE(code(checkTokenHash({}, member, "token", Algorithm::ES256)), QByteArray("accepted"));
        QCOMPARE(code(checkTokenHash(good, member, "other", Algorithm::ES256)), QByteArray("wrong_token_hash"));
        QCOMPARE(code(checkTokenHash(good, member, "token", Algorithm::EdDSA)), QByteArray("wrong_token_hash"));
        QCOMPARE(code(checkTokenHash({{member, 1}}, member, "token", Algorithm::ES256)),
                 QByteArray("wrong_token_hash"));
        QCOMPARE(code(checkTokenHash({{member, QJsonValue()}}, member, "token", Algorithm::ES256)),
                 QByteArray("wrong_token_hash"));
    }
};

QTEST_GUILESS_MAIN(TestJwt)
#include "tst_jwt.moc"
