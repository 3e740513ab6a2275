// Profile 4.3: what the browser brought must be what the AS says; and requests by reference and by link (4.1).
#include "umatest.h"

using namespace umatest;

class TestRequestMismatch : public QObject
{
    Q_OBJECT

    op::OperatorProfile m_profile = profile();

    AuthorizationRequest byReference() const
    {
        return *AuthorizationRequest::parseReference(text("as-health"), text("ticket-1"), m_profile);
    }

private Q_SLOTS:
    void equal_is_accepted()
    {
        const auto pairs = with(with(goodParameters(), "ui_locales", text("de")), "foo", text("bar"));
        const auto request = AuthorizationRequest::parse(pairs, m_profile);
        QVERIFY(request);
        QCOMPARE(code(request->complete(asTicketSays(pairs), m_profile)), QByteArray("accepted"));
    }

    void mismatch_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QJsonValue>("value"); // of authorization_request; undefined removes it
        const auto row = [](const char *tag, const char *name, const QJsonValue &value) {
            QTest::newRow(tag) << QByteArray(name) << value;
        };
        row("state_differs", "state", QString(22, QLatin1Char('x')));
        row("nonce_differs", "nonce", QString(22, QLatin1Char('x')));
        row("redirect_uri_differs", "redirect_uri", text("https://as.example/cb?k=v"));
        row("response_mode_differs", "response_mode", text("fragment"));
        row("parameter_added_in_browser", "response_mode", QJsonValue(QJsonValue::Undefined));
        row("parameter_removed_in_browser", "acr_values", text("ial2"));
        row("value_is_no_string", "max_age", 5);
        row("ticket_does_not_belong", "ticket", text("ticket-1._~"));
        row("request_does_not_belong", "request", text("a.b.c"));
    }
    void mismatch()
    {
        QFETCH(QByteArray, name);
        QFETCH(QJsonValue, value);
        const auto request = AuthorizationRequest::parse(goodParameters(), m_profile);
        QJsonObject fromTicket = asTicketSays(goodParameters());
        const QString key = QString::fromLatin1(name);
        if (value.isUndefined())
            fromTicket.remove(key);
        else
            fromTicket.insert(key, value);
        QCOMPARE(code(request->complete(fromTicket, m_profile)), QByteArray("request_mismatch"));
    }

    void by_reference_takes_the_parameters_from_the_ticket()
    {
        const auto request = byReference();
        QVERIFY(request.byReference);
        QVERIFY(!request.canAnswer());
        const auto complete = request.complete(asTicketSays(goodParameters()), m_profile);
        QVERIFY(complete);
        QVERIFY(complete->canAnswer());
        QCOMPARE(complete->state, state());
        QCOMPARE(complete->clientId, text("as-health"));
        QCOMPARE(complete->responseMode, ResponseMode::FormPost);
        QCOMPARE(complete->ticket.value(), text("ticket-1"));
    }

    void by_reference_keeps_every_rule_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("other_client") << QByteArray("client_id") << text("as-edu");
        QTest::newRow("no_client") << QByteArray("client_id") << QString();
        QTest::newRow("redirect_uri") << QByteArray("redirect_uri") << text("https://evil.example/cb");
        QTest::newRow("response_type") << QByteArray("response_type") << text("code");
        QTest::newRow("state") << QByteArray("state") << text("short");
        QTest::newRow("no_nonce") << QByteArray("nonce") << QString();
        QTest::newRow("request_uri") << QByteArray("request_uri") << text("https://as.example/r");
    }
    void by_reference_keeps_every_rule()
    {
        QFETCH(QByteArray, name);
        QFETCH(QString, value);
        const auto pairs = with(goodParameters(), name.constData(), value);
        QCOMPARE(code(byReference().complete(asTicketSays(pairs), m_profile)), QByteArray("request_mismatch"));
    }

    void by_reference_satisfies_request_object_required()
    {
        const auto request = AuthorizationRequest::parseReference(text("as-edu"), text("t"), m_profile);
        QVERIFY(request);
        auto pairs = with(goodParameters(), "client_id", text("as-edu"));
        pairs = with(pairs, "redirect_uri", text("https://edu.example/cb"));
        QCOMPARE(code(request->complete(asTicketSays(pairs), m_profile)), QByteArray("accepted"));
    }

    void reference_refused()
    {
        QCOMPARE(code(AuthorizationRequest::parseReference(text("nobody"), text("t"), m_profile)),
                 QByteArray("unknown_as"));
        QCOMPARE(code(AuthorizationRequest::parseReference(text("as-health"), text(""), m_profile)),
                 QByteArray("bad_ticket"));
        QCOMPARE(code(AuthorizationRequest::parseReference(text("as-health"), text("a b"), m_profile)),
                 QByteArray("bad_ticket"));
    }

    void link_by_query_and_by_reference()
    {
        const QString scheme = m_profile.uriScheme();
        QString query;
        for (const auto &[name, value] : goodParameters())
            query += name + QLatin1Char('=') + QString::fromLatin1(QUrl::toPercentEncoding(value)) + QLatin1Char('&');
        const auto request = AuthorizationRequest::parseLink(scheme + text(":authorize?") + query, m_profile);
        QVERIFY2(request, qPrintable(request ? QString() : request.error().detail));
        QCOMPARE(request->arrival, Arrival::Link);
        QCOMPARE(request->redirectUri.toEncoded(), QByteArray("https://as.example/cb"));
        const auto reference = AuthorizationRequest::parseLink(scheme + text(":authorize/as-health/t%2D1"), m_profile);
        QVERIFY(reference);
        QVERIFY(reference->byReference);
        QCOMPARE(reference->ticket.value(), text("t-1"));
    }

    void bad_link_data()
    {
        QTest::addColumn<QString>("rest");
        QTest::newRow("empty") << QString();
        QTest::newRow("other_action") << text("device?as=health");
        QTest::newRow("no_path") << text("authorize");
        QTest::newRow("one_segment") << text("authorize/as-health");
        QTest::newRow("three_segments") << text("authorize/as-health/t/u");
        QTest::newRow("with_authority") << text("//authorize/as-health/t");
        QTest::newRow("fragment") << text("authorize/as-health/t#x");
        QTest::newRow("broken_escape") << text("authorize?client_id=%4");
        QTest::newRow("escaped_nul") << text("authorize?client_id=%00");
        QTest::newRow("not_utf8") << text("authorize?client_id=%ff");
        QTest::newRow("not_ascii") << QStringLiteral("authorize?client_id=\u00e9");
        QTest::newRow("blank") << text("authorize?client_id=a b");
        QTest::newRow("too_long") << text("authorize?client_id=") + QString(17'000, QLatin1Char('a'));
    }
    void bad_link()
    {
        QFETCH(QString, rest);
        const QString link = m_profile.uriScheme() + QLatin1Char(':') + rest;
        QCOMPARE(code(AuthorizationRequest::parseLink(link, m_profile)), QByteArray("bad_link"));
        QCOMPARE(code(AuthorizationRequest::parseLink(text("other:authorize/as-health/t"), m_profile)),
                 QByteArray("bad_link"));
    }
};

QTEST_GUILESS_MAIN(TestRequestMismatch)
#include "tst_requestmismatch.moc"
