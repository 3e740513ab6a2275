// What reaches the handler: routes, references and strictly decoded parameters.
#include "browser.h"

using namespace fpx::listener;

class TestRequests : public QObject
{
    Q_OBJECT

private:
    Request request(const QByteArray &target, const QByteArray &fields = {})
    {
        Fixture fixture;
        const Answer answer = fixture.exchange(fixture.get(target, fields));
        return answer.status == 200 && fixture.handler.requests.size() == 1 ? fixture.handler.requests.first()
                                                                            : Request();
    }

private Q_SLOTS:
    void routes()
    {
        const Request callback = request("/callback/bank-1?state=s");
        QCOMPARE(callback.route, Route::Callback);
        QCOMPARE(callback.segment, QStringLiteral("bank-1"));
        const Request waiting = request("/requests/Ab-_9");
        QCOMPARE(waiting.route, Route::WaitingPage);
        QCOMPARE(waiting.segment, QStringLiteral("Ab-_9"));
        QVERIFY(waiting.parameters && waiting.parameters->isEmpty());
        const Request start = request("/start/" + QByteArray(128, 'a'));
        QCOMPARE(start.route, Route::Start);
        QCOMPARE(start.segment.size(), 128);
        const Request bare = request("/authorize");
        QCOMPARE(bare.route, Route::Authorize);
        QVERIFY(bare.segment.isEmpty() && !bare.reference && bare.parameters && bare.parameters->isEmpty());
    }

    void parametersKeepOrderAndDuplicates()
    {
        const Request found = request("/authorize?b=2&a=1&b=3&empty=&alone");
        QVERIFY(found.parameters);
        const QList<Parameter> expected{{QStringLiteral("b"), QStringLiteral("2")},
                                        {QStringLiteral("a"), QStringLiteral("1")},
                                        {QStringLiteral("b"), QStringLiteral("3")},
                                        {QStringLiteral("empty"), QString()},
                                        {QStringLiteral("alone"), QString()}};
        QCOMPARE(*found.parameters, expected);
    }

    void parametersAreDecodedOnce()
    {
        const Request found =
            request("/callback/bank?a%3D=%26%2541+b%2Bc&u=%C3%A9%F0%9F%98%80&iss=https://a.example/?q");
        QVERIFY(found.parameters);
        const QList<Parameter> expected{{QStringLiteral("a="), QStringLiteral("&%41 b+c")},
                                        {QStringLiteral("u"), QString::fromUtf8("\xc3\xa9\xf0\x9f\x98\x80")},
                                        {QStringLiteral("iss"), QStringLiteral("https://a.example/?q")}};
        QCOMPARE(*found.parameters, expected);
    }

    void badQueryReachesTheHandlerAsAnError_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char *name, const QByteArray &query, const char *code = "bad_query_encoding") {
            QTest::newRow(name) << query << QByteArray(code);
        };
        row("percent_alone", "a=%");
        row("percent_cut", "a=%4");
        row("percent_no_hex", "a=%zz");
        row("percent_sign", "a=%+1");
        row("utf8_lone_continuation", "a=%80");
        row("utf8_cut", "a=%C3");
        row("utf8_overlong", "a=%C0%AF");
        row("utf8_surrogate", "a=%ED%A0%80");
        row("utf8_beyond_unicode", "a=%F4%90%80%80");
        row("nul", "a=%00");
        row("line_break", "a=%0d%0aLocation:x");
        row("delete", "a=%7f");
        row("in_name", "%ff=a");
        row("no_name", "=a");
        row("empty_pair", "a=1&&b=2");
        row("trailing_separator", "a=1&");
        row("65_parameters", "a" + QByteArray("&a").repeated(64), "too_many_parameters");
    }
    void badQueryReachesTheHandlerAsAnError()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, code);
        const Request found = request("/authorize?" + query);
        QVERIFY(!found.parameters);
        QCOMPARE(found.parameters.error().code, code);
        QVERIFY(!found.parameters.error().message.isEmpty());
    }

    /// Providers write callbacks: what nothing depends on is left out when it cannot be read.
    void callbackWithPiecesThatCannotBeRead_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("names"); // that are left
        const auto row = [](const char *name, const QByteArray &query, const char *names) {
            QTest::newRow(name) << query << QByteArray(names);
        };
        row("line_break_in_description", "error=access_denied&error_description=declined.%0d%0aTrace+ID%3a+1&state=S",
            "error state");
        row("percent_u", "error=access_denied&error_description=cancelaci%u00f3n&state=S", "error state");
        row("latin_1", "code=c&session_state=%e9&state=S", "code state");
        row("nul", "code=c&x=%00&state=S", "code state");
        row("cut_off_percent", "code=c&state=S&x=%4", "code state");
        row("empty_pieces", "&code=c&&state=S&", "code state");
        row("no_name", "code=c&=v&state=S", "code state");
        row("undecodable_name", "code=c&st%ate=x&state=S", "code state");
    }
    void callbackWithPiecesThatCannotBeRead()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, names);
        const Request found = request("/callback/bank?" + query);
        QVERIFY(found.parameters);
        QByteArrayList left;
        for (const Parameter &parameter : *found.parameters)
            left.append(parameter.name.toLatin1());
        QCOMPARE(left.join(' '), names);
        QVERIFY(!request("/authorize?" + query).parameters); // where networks write, strictly
    }
    void callbackWhoseAnswerCannotBeRead_data()
    {
        QTest::addColumn<QByteArray>("query");
        for (const char *query : {"state=%ff&code=c", "state=S&code=%0a", "state=S&code=c&iss=https%",
                                  "state=S&error=a%u0041", "state=S&state=%ff&code=c"})
            QTest::newRow(query) << QByteArray(query);
    }
    void callbackWhoseAnswerCannotBeRead()
    {
        QFETCH(QByteArray, query);
        QCOMPARE(request("/callback/bank?" + query).parameters.error().code, QByteArray("bad_query_encoding"));
    }
    void callbackWithTooManyParameters()
    {
        QCOMPARE(request("/callback/bank?a" + QByteArray("&a").repeated(64)).parameters.error().code,
                 QByteArray("too_many_parameters"));
    }

    void byteOrderMarkIsNotSwallowed()
    {
        const Request found = request("/authorize?a=%EF%BB%BFx");
        QVERIFY(found.parameters);
        QCOMPARE(found.parameters->first().value, QString(QChar(0xfeff)) + u'x');
    }

    void byReference()
    {
        const Request found = request("/authorize/as%2F1+x/Abc-._~9");
        QCOMPARE(found.route, Route::Authorize);
        QVERIFY(found.reference && found.parameters && found.parameters->isEmpty());
        QCOMPARE(*found.reference, (Reference{QStringLiteral("as/1+x"), QStringLiteral("Abc-._~9")}));
        QVERIFY(request("/authorize/as/" + QByteArray(1024, 't')).reference);
    }

    void badReferenceReachesTheHandlerAsAnError_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("ticket_alphabet") << QByteArray("/authorize/as/a%2Fb");
        QTest::newRow("ticket_percent") << QByteArray("/authorize/as/a%62");
        QTest::newRow("ticket_empty") << QByteArray("/authorize/as/");
        QTest::newRow("nothing_named") << QByteArray("/authorize/");
        QTest::newRow("one_segment") << QByteArray("/authorize/as");
        QTest::newRow("three_segments") << QByteArray("/authorize/as/t/x");
        QTest::newRow("ticket_of_1025") << "/authorize/as/" + QByteArray(1025, 't');
        QTest::newRow("client_empty") << QByteArray("/authorize//ticket");
        QTest::newRow("client_bad_utf8") << QByteArray("/authorize/%ff/ticket");
        QTest::newRow("client_too_long") << "/authorize/" + QByteArray(2049, 'c') + "/ticket";
        QTest::newRow("with_query") << QByteArray("/authorize/as/ticket?state=x");
        QTest::newRow("with_empty_query") << QByteArray("/authorize/as/ticket?");
    }
    void badReferenceReachesTheHandlerAsAnError()
    {
        QFETCH(QByteArray, target);
        const Request found = request(target);
        QCOMPARE(found.route, Route::Authorize);
        QVERIFY(!found.reference && !found.parameters);
        QCOMPARE(found.parameters.error().code, QByteArray("bad_reference"));
    }
};

QTEST_GUILESS_MAIN(TestRequests)
#include "tst_requests.moc"
