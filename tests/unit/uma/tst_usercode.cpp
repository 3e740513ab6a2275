// Profile 4.6: the code that a person types, the link that never brings one, and the request that comes of it.
#include "fakeas.h"

using namespace umatest;

namespace {

UserCode goodCode()
{
    return *UserCode::parse(text("WDJB-MJHT"));
}

} // namespace

class TestUserCode : public QObject
{
    Q_OBJECT

    op::OperatorProfile m_profile = profile();

    QString link(const QString &rest) const { return m_profile.uriScheme() + QLatin1Char(':') + rest; }
    AuthorizationRequest request() const
    {
        return AuthorizationRequest::fromUserCode(goodCode(),
                                                  *m_profile.authorizationServer(AsIdentifier(text("health"))));
    }
    Result<AuthorizationRequest> completed(const char *name, const QString &value) const
    {
        const auto pairs = with(with(goodParameters(), "response_mode", text("direct_post")), name, value);
        return request().complete(asTicketSays(pairs), m_profile);
    }

private Q_SLOTS:
    void spelling_does_not_matter_data()
    {
        QTest::addColumn<QString>("typed");
        for (const char *typed :
             {"WDJB-MJHT", "wdjbmjht", " wdjb mjht ", "W D J B M J H T", "--WdJb--mJhT\t", "wdj-bmj-ht"})
            QTest::newRow(typed) << text(typed);
        QTest::newRow("typographic_hyphens") << QStringLiteral("wdjb\u2011mjht\u2013");
        QTest::newRow("no_break_space") << QStringLiteral("wdjb\u00a0mjht");
    }
    void spelling_does_not_matter()
    {
        QFETCH(QString, typed);
        const auto parsed = UserCode::parse(typed);
        QVERIFY2(parsed, qPrintable(parsed ? QString() : parsed.error().detail));
        QCOMPARE(parsed->value(), text("WDJB-MJHT"));
    }

    void bad_user_code_data()
    {
        QTest::addColumn<QString>("typed");
        for (const char *typed : {"", "-", "WDJB-MJH", "WDJB-MJHTX", "WDJB-MJHA", "WDJB-MJH0", "WDJB-MJHY", "WDJB_MJHT",
                                  "WDJB-MJHT;", "WDJB%2DMJHT"})
            QTest::newRow(typed) << text(typed);
        QTest::newRow("fullwidth_letter") << QStringLiteral("WDJB-MJH\uff34");
        QTest::newRow("letter_that_grows_in_capitals") << QStringLiteral("WDJB-MJH\u00df");
        QTest::newRow("nul") << QStringLiteral("WDJBMJHT") + QChar(u'\0');
        QTest::newRow("very_long") << QString(100'000, u'B');
    }
    void bad_user_code()
    {
        QFETCH(QString, typed);
        QCOMPARE(code(UserCode::parse(typed)), QByteArray("bad_user_code"));
    }

    void link_preselects_a_network()
    {
        QVERIFY(isDeviceLink(link(text("device?as=health")), m_profile));
        QCOMPARE(parseDeviceLink(link(text("device?as=health")), m_profile)->value(), text("health"));
        QVERIFY(isDeviceLink(link(text("device")), m_profile));
        QVERIFY(parseDeviceLink(link(text("device")), m_profile)->isEmpty());
        QVERIFY(!isDeviceLink(link(text("authorize?as=health")), m_profile));
        QVERIFY(!isDeviceLink(link(text("devices")), m_profile));
        QVERIFY(!isDeviceLink(text("other:device?as=health"), m_profile));
    }

    void bad_device_link_data()
    {
        QTest::addColumn<QString>("rest");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char *rest, const char *code) {
            QTest::newRow(rest) << text(rest) << QByteArray(code);
        };
        row("device?as=health&user_code=WDJB-MJHT", "link_with_code");
        row("device?user_code=", "link_with_code");
        row("device?as=health&x=wdjb%20mjht", "link_with_code");
        row("device?as=WDJB-MJHT", "link_with_code");
        row("device/WDJB-MJHT", "link_with_code");
        row("device/%57DJBMJHT", "link_with_code");
        row("device?as=health&code=1&code=2", "link_with_code");
        row("device?as=nobody", "unknown_as");
        row("device?as=health&as=health", "parameter_repeated");
        row("device?as=health&theme=dark", "bad_link");
        row("device/health", "bad_link");
        row("device?as=%4", "bad_link");
    }
    void bad_device_link()
    {
        QFETCH(QString, rest);
        QFETCH(QByteArray, code);
        QVERIFY(isDeviceLink(link(rest), m_profile));
        QCOMPARE(umatest::code(parseDeviceLink(link(rest), m_profile)), code);
    }

    void details_complete_the_request()
    {
        QVERIFY(!request().canAnswer());
        const auto complete = completed("prompt", QString());
        QVERIFY2(complete, qPrintable(complete ? QString() : complete.error().detail));
        QCOMPARE(complete->responseMode, ResponseMode::DirectPost);
        QVERIFY(complete->canAnswer());
    }

    void another_response_mode_is_a_mismatch_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::newRow("form_post") << text("form_post");
        QTest::newRow("fragment") << text("fragment");
        QTest::newRow("absent") << QString();
    }
    void another_response_mode_is_a_mismatch()
    {
        QFETCH(QString, mode);
        QCOMPARE(code(completed("response_mode", mode)), QByteArray("request_mismatch"));
    }

    void redirect_elsewhere_is_a_mismatch()
    {
        QCOMPARE(code(completed("redirect_uri", text("https://evil.example/cb"))), QByteArray("request_mismatch"));
    }

    void direct_post_is_for_other_devices_only()
    {
        const auto pairs = with(goodParameters(), "response_mode", text("direct_post"));
        QCOMPARE(code(AuthorizationRequest::parse(pairs, m_profile)), QByteArray("response_mode_unsupported"));
        const auto reference = AuthorizationRequest::parseReference(text("as-health"), text("t"), m_profile);
        QCOMPARE(code(reference->complete(asTicketSays(pairs), m_profile)), QByteArray("request_mismatch"));
    }

    void records_come_back_whole()
    {
        const auto complete = completed("prompt", QString());
        const auto back = AuthorizationRequest::fromJson(complete->toJson());
        QVERIFY(back);
        QCOMPARE(back->toJson(), complete->toJson());
        QVERIFY(back->userCode == goodCode());
        QCOMPARE(back->arrival, Arrival::Device);
        QCOMPARE(back->responseMode, ResponseMode::DirectPost);
        const Answer refusal = errorAnswer(*back, AnswerError::AccessDenied, text("https://operator.example"));
        QCOMPARE(Answer::fromJson(refusal.toJson())->mode, ResponseMode::DirectPost);
    }

    void code_is_read_with_the_wallet_client()
    {
        World world;
        const auto client = std::make_shared<AsClient>(world.context(), *world.enrolNow());
        world.http->answer(Method::Post, asUrl + text("/ticket"), FakeHttpClient::json(goodTicket()));
        QVERIFY(wait(client->readTicket(goodCode(), {})));
        const auto sent = world.sent(Method::Post, text("/ticket")).last();
        QCOMPARE(form(sent), (QMap<QString, QString>{{text("user_code"), text("WDJB-MJHT")}}));
        QVERIFY(!sent.bearer.isEmpty());
        QVERIFY(!sent.idempotent); // a wrong one would count twice
    }

    void code_errors_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("error");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](int status, const char *error, const char *code) {
            QTest::addRow("%d %s", status, error) << status << QByteArray(error) << QByteArray(code);
        };
        row(400, "invalid_ticket", "wrong_code");
        row(400, "expired_ticket", "expired_code");
        row(409, "ticket_bound", "ticket_bound");
        row(429, "too_many_codes", "too_many_codes");
        row(429, "slow_down", "as_unavailable");
        row(503, "later", "as_unavailable");
        row(400, "weird", "ticket_refused");
    }
    void code_errors()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, error);
        QFETCH(QByteArray, code);
        World world;
        const auto client = std::make_shared<AsClient>(world.context(), *world.enrolNow());
        world.http->answer(Method::Post, asUrl + text("/ticket"), errorResponse(status, error.constData()));
        const auto read = wait(client->readTicket(goodCode(), {}));
        QCOMPARE(umatest::code(read), code);
        QVERIFY(!read.error().message.isEmpty());
    }

    void delivery_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("200") << 200 << QByteArray("accepted");
        QTest::newRow("204") << 204 << QByteArray("accepted");
        QTest::newRow("400") << 400 << QByteArray("answer_refused");
        QTest::newRow("403") << 403 << QByteArray("answer_refused");
        QTest::newRow("500") << 500 << QByteArray("answer_not_taken");
        QTest::newRow("503") << 503 << QByteArray("answer_not_taken");
    }
    void delivery()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, code);
        World world;
        const auto client = std::make_shared<AsClient>(world.context(), *world.enrolNow());
        const auto complete = completed("prompt", QString());
        world.http->answer(Method::Post, asUrl + text("/cb"), FakeHttpClient::text({}, status));
        const Answer answer = errorAnswer(*complete, AnswerError::AccessDenied, text("https://operator.example"));
        QCOMPARE(umatest::code(wait(client->deliver(answer, {}))), code);
        QCOMPARE(umatest::code(wait(client->deliver(*Answer::fromJson(answer.toJson()), {}))), code);
        const auto sent = world.sent(Method::Post, text("/cb"));
        QCOMPARE(sent.size(), 2);
        QCOMPARE(sent.at(0).body, sent.at(1).body);
        QVERIFY(sent.at(0).bearer.isEmpty()); // nothing but the answer itself says whose it is
        QCOMPARE(form(sent.at(0)).keys(), (QStringList{text("error"), text("iss"), text("state")}));
    }
};

QTEST_GUILESS_MAIN(TestUserCode)
#include "tst_usercode.moc"
