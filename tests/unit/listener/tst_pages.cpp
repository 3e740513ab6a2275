// What goes back: redirects and pages, and that nothing in them can become markup or a header.
#include "browser.h"

#include <QCryptographicHash>

using namespace fpx::listener;

class TestPages : public QObject
{
    Q_OBJECT

private:
    static Answer answered(const std::function<void(const Responder &)> &how)
    {
        Fixture fixture;
        fixture.handler.answer = how;
        return fixture.exchange(fixture.get("/requests/abc"));
    }
    static PageText hostileText()
    {
        return {QStringLiteral("en\" onload=\"x"),
                true,
                QStringLiteral("</title><script>alert(1)</script>"),
                {QStringLiteral("a & b <img src=x onerror='y'>\u202e"), QStringLiteral("\u0001second\"")}};
    }

private Q_SLOTS:
    void seeOther()
    {
        const QUrl target(QStringLiteral("https://as.example/cb?a=1#state=x&id_token=y"));
        const Answer answer = answered([&](const Responder &responder) { responder.seeOther(target); });
        QCOMPARE(answer.status, 303);
        QCOMPARE(answer.values("location"), QList<QByteArray>{"https://as.example/cb?a=1#state=x&id_token=y"});
        QCOMPARE(answer.body, QByteArray());
        VERIFY_STANDING_HEADERS(answer);
        VERIFY_STANDING_POLICY(answer);
    }
    void seeOtherOwnPath()
    {
        const Answer answer =
            answered([](const Responder &responder) { responder.seeOther(QUrl(QStringLiteral("/requests/abc"))); });
        QCOMPARE(answer.values("location"), QList<QByteArray>{"/requests/abc"});
    }
    void seeOtherRefusesOtherTargets_data()
    {
        QTest::addColumn<QString>("url");
        for (const char *url : {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example/x",
                                "relative", "fpx-wallet:authorize", "https:///x", "", "https://user:pw@as.example/"})
            QTest::newRow(*url ? url : "empty") << QString::fromLatin1(url);
    }
    void seeOtherRefusesOtherTargets()
    {
        QFETCH(QString, url);
        const Answer answer = answered([&](const Responder &responder) { responder.seeOther(QUrl(url)); });
        QCOMPARE(answer.status, 503);
        QVERIFY(answer.values("location").isEmpty());
        VERIFY_STANDING_HEADERS(answer);
    }
    void headerInjectionByLocation()
    {
        const QUrl target(QStringLiteral("https://as.example/\r\nSet-Cookie: a=b?x=\r\ny"));
        const Answer answer = answered([&](const Responder &responder) { responder.seeOther(target); });
        QVERIFY(answer.status == 303 || answer.status == 503);
        VERIFY_STANDING_HEADERS(answer);
    }

    void waitingPageReloadsWithoutScript()
    {
        const PageText text{
            QStringLiteral("fr-CA"), false, QStringLiteral("Regardez votre portefeuille"), {QStringLiteral("\u00e9")}};
        const Answer answer = answered([&](const Responder &responder) { responder.waitingPage(text, 2); });
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.values("refresh"), QList<QByteArray>{"2"});
        QCOMPARE(answer.values("content-type"), QList<QByteArray>{"text/html; charset=utf-8"});
        QVERIFY(answer.body.contains("lang=\"fr-CA\" dir=\"ltr\""));
        QVERIFY(answer.body.contains("<h1>Regardez votre portefeuille</h1>"));
        QVERIFY(answer.body.contains("<p>\xc3\xa9</p>"));
        QVERIFY(!answer.body.contains("<script"));
        VERIFY_STANDING_HEADERS(answer);
        VERIFY_STANDING_POLICY(answer);
    }
    void messageDoesNotReload()
    {
        const Answer answer = answered([](const Responder &responder) { responder.message(hostileText()); });
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.values("refresh").isEmpty());
        VERIFY_STANDING_POLICY(answer);
    }
    void textCannotBecomeMarkup()
    {
        const Answer answer = answered([](const Responder &responder) { responder.message(hostileText()); });
        QVERIFY(!answer.body.contains("<script"));
        QVERIFY(!answer.body.contains("<img"));
        QVERIFY(!answer.body.contains("onload"));
        QVERIFY(!answer.body.contains('\x01'));
        QVERIFY(!answer.body.contains("\xe2\x80\xae"));
        QVERIFY(answer.body.contains("dir=\"rtl\""));
        QVERIFY(answer.body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        QVERIFY(answer.body.contains("<p>a &amp; b &lt;img src=x onerror=&#39;y&#39;&gt;</p>"));
    }

    void formPostHasOneFormOneScriptOneButton()
    {
        FormPost form;
        form.text = {QStringLiteral("en"), false, QStringLiteral("Going back"), {}};
        form.button = QStringLiteral("Continue");
        form.action = QUrl(QStringLiteral("https://as.example/cb?a=1&b=2"));
        form.fields = {{QStringLiteral("state"), QStringLiteral("\"><script>x</script>")},
                       {QStringLiteral("id_token"), QStringLiteral("a.b\r\nc'")}};
        const Answer answer = answered([&](const Responder &responder) { responder.formPost(form); });
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body.count("<form"), 1);
        QVERIFY(answer.body.contains("<form method=\"post\" action=\"https://as.example/cb?a=1&amp;b=2\">"));
        QVERIFY(answer.body.contains(
            "<input type=\"hidden\" name=\"state\" value=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\">"));
        QVERIFY(answer.body.contains("value=\"a.b&#13;&#10;c&#39;\""));
        QCOMPARE(answer.body.count("<button"), 1);
        QCOMPARE(answer.body.count("<script>"), 1);
        const qsizetype begin = answer.body.indexOf("<script>") + 8;
        const QByteArray script = answer.body.mid(begin, answer.body.indexOf("</script>") - begin);
        const QByteArray hash = QCryptographicHash::hash(script, QCryptographicHash::Sha256).toBase64();
        QCOMPARE(answer.values("content-security-policy"),
                 QList<QByteArray>{"default-src 'none'; script-src 'sha256-" + hash +
                                   "'; base-uri 'none'; frame-ancestors 'none'"});
        VERIFY_STANDING_HEADERS(answer);
    }
    void formPostRefusesOtherTargets()
    {
        FormPost form;
        form.action = QUrl(QStringLiteral("javascript:alert(1)"));
        QCOMPARE(answered([&](const Responder &responder) { responder.formPost(form); }).status, 503);
        form.action = QUrl(QStringLiteral("/callback/bank"));
        QCOMPARE(answered([&](const Responder &responder) { responder.formPost(form); }).status, 503);
    }

    void emptyAnswers()
    {
        const Answer missing = answered([](const Responder &responder) { responder.notFound(); });
        QCOMPARE(missing.status, 404);
        QVERIFY(missing.body.isEmpty());
        VERIFY_STANDING_HEADERS(missing);
        const Answer many = answered([](const Responder &responder) { responder.tooMany(); });
        QCOMPARE(many.status, 429);
        VERIFY_STANDING_HEADERS(many);
        VERIFY_STANDING_POLICY(many);
    }
};

QTEST_GUILESS_MAIN(TestPages)
#include "tst_pages.moc"
