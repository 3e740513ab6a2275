// Profile 7: names, logos and links of others.
#include "fakeas.h"

#include <fpx/uma/registry.h>

using namespace umatest;

namespace {

const QString base = QStringLiteral("https://as.example/registry");

QByteArray png(quint32 width, quint32 height, qsizetype padding = 100)
{
    QByteArray bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
    for (const quint32 side : {width, height}) {
        for (int shift = 24; shift >= 0; shift -= 8)
            bytes += static_cast<char>((side >> shift) & 0xff);
    }
    return bytes + QByteArray(padding, '\0');
}

} // namespace

class TestRegistry : public QObject
{
    Q_OBJECT

    std::shared_ptr<FakeHttpClient> m_http;
    std::shared_ptr<Registry> m_registry;

    void serve(const char *path, const QByteArray &entry)
    {
        m_http->answer(Method::Get, base + text(path), FakeHttpClient::json(json(entry.constData())));
    }
    QByteArray client() { return code(wait(m_registry->client(ClientId(text("immunize-me")), {}))); }
    QByteArray logo(const char *url) { return code(wait(m_registry->logo(QUrl(text(url)), {}))); }

private Q_SLOTS:
    void init()
    {
        m_http = std::make_shared<FakeHttpClient>();
        m_registry = std::make_shared<Registry>(m_http, QUrl(base), text("fr"));
    }

    void client_is_read()
    {
        serve("/clients/immunize-me",
              "{'identifier':'immunize-me','display_name':'Immunize\\u202e  Me\\n','organization':'ohs',"
              "'policy_uri':'https://i.example/p','tos_uri':null,'logo':'https://as.example/registry/logos/i.png',"
              "'erasure_contact':'mailto:privacy@i.example','verified_at':1780000000,'disabled':true}");
        const auto entry = wait(m_registry->client(ClientId(text("immunize-me")), {}));
        QVERIFY2(entry, qPrintable(entry ? QString() : entry.error().detail));
        QCOMPARE(entry->displayName, text("Immunize Me"));
        QVERIFY(entry->disabled);
        QCOMPARE(*entry->verifiedAt, 1780000000);
        QCOMPARE(m_http->requests.first().acceptLanguage, QByteArray("fr"));
        QVERIFY(m_http->requests.first().bearer.isEmpty());
    }

    void others_are_read()
    {
        serve(
            "/resource-servers/clinic",
            "{'display_name':'Clinic','definitions':[{'identifier':'d1','scopes':['read','write']}],'jwks':{'keys':[]}}");
        const auto server = wait(m_registry->server(RsIdentifier(text("clinic")), {}));
        QVERIFY(server);
        QCOMPARE(server->definitions.value(text("d1")), QStringList({text("read"), text("write")}));
        QCOMPARE(server->jwks, QByteArray("{\"keys\":[]}"));
        serve("/resource-definitions/d1",
              "{'display_name':'Immunizations','description':'All','resource_type':'health','scopes':[{'scope':'read',"
              "'display_name':'Read','description':'','sensitivity':'high'}],'information_uri':null}");
        const auto definition = wait(m_registry->definition(DefinitionId(text("d1")), {}));
        QVERIFY(definition);
        QCOMPARE(definition->scopes.first().sensitivity, text("high"));
        serve("/organizations/ohs", "{'display_name':'OHS','regulator_uri':'https://reg.example/'}");
        QVERIFY(wait(m_registry->organization(text("ohs"), {})));
    }

    void etag_saves_the_body()
    {
        http::Response first = FakeHttpClient::json(json("{'display_name':'One'}"));
        first.headers.set("ETag", "\"v1\"");
        m_http->answerOnce(Method::Get, base + text("/clients/immunize-me"), first);
        QCOMPARE(client(), QByteArray("accepted"));
        http::Response unchanged;
        unchanged.status = 304;
        m_http->answer(Method::Get, base + text("/clients/immunize-me"), unchanged);
        const auto again = wait(m_registry->client(ClientId(text("immunize-me")), {}));
        QVERIFY(again);
        QCOMPARE(again->displayName, text("One"));
        QCOMPARE(m_http->requests.last().ifNoneMatch, QByteArray("\"v1\""));
    }

    void unasked_304_is_refused()
    {
        http::Response unchanged;
        unchanged.status = 304;
        m_http->answer(Method::Get, base + text("/clients/immunize-me"), unchanged);
        QCOMPARE(client(), QByteArray("bad_registry_entry"));
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("entry");
        QTest::newRow("other_identifier") << QByteArray("{'display_name':'x','identifier':'other'}");
        QTest::newRow("organization_path") << QByteArray("{'display_name':'x','organization':'../clients/y'}");
        QTest::newRow("disabled_text") << QByteArray("{'display_name':'x','disabled':'no'}");
        QTest::newRow("disabled_number") << QByteArray("{'display_name':'x','disabled':1}");
    }
    void refused()
    {
        QFETCH(QByteArray, entry);
        serve("/clients/immunize-me", entry);
        QCOMPARE(client(), QByteArray("bad_registry_entry"));
    }

    void refused_definition_data()
    {
        QTest::addColumn<QByteArray>("entry");
        QTest::newRow("scope_without_sensitivity") << QByteArray("{'display_name':'x','scopes':[{'scope':'read'}]}");
        QTest::newRow("sensitivity_unknown")
            << QByteArray("{'display_name':'x','scopes':[{'scope':'read','sensitivity':'none'}]}");
        QTest::newRow("scope_is_a_list") << QByteArray(
            "{'display_name':'x','scopes':[{'scope':['read'],'sensitivity':'low'}]}");
        QTest::newRow("resource_type_is_a_number") << QByteArray("{'display_name':'x','resource_type':7}");
    }
    void refused_definition()
    {
        QFETCH(QByteArray, entry);
        serve("/resource-definitions/d1", entry);
        QCOMPARE(code(wait(m_registry->definition(DefinitionId(text("d1")), {}))), QByteArray("bad_registry_entry"));
    }

    /// What is only shown stops nobody: it is left out.
    void links_and_dates_that_are_left_out_data()
    {
        QTest::addColumn<QByteArray>("member");
        QTest::newRow("javascript_link") << QByteArray("'policy_uri':'javascript:alert(1)'");
        QTest::newRow("http_link") << QByteArray("'policy_uri':'http://i.example/'");
        QTest::newRow("loopback_link") << QByteArray("'policy_uri':'http://127.0.0.1:631/jobs'");
        QTest::newRow("userinfo_link") << QByteArray("'policy_uri':'https://bank.example@evil.example/'");
        QTest::newRow("link_is_a_list") << QByteArray("'policy_uri':['https://i.example/']");
        QTest::newRow("verified_text") << QByteArray("'verified_at':'2026-01-01'");
        QTest::newRow("contact_is_a_number") << QByteArray("'erasure_contact':7");
    }
    void links_and_dates_that_are_left_out()
    {
        QFETCH(QByteArray, member);
        serve("/clients/immunize-me",
              "{'display_name':'x'," + member + ",'tos_uri':'https://i.example/t','disabled':true}");
        const auto entry = wait(m_registry->client(ClientId(text("immunize-me")), {}));
        QVERIFY(entry);
        QVERIFY(entry->policyUri.isEmpty());
        QVERIFY(!entry->verifiedAt);
        QVERIFY(entry->erasureContact.isEmpty());
        QCOMPARE(entry->tosUri, QUrl(text("https://i.example/t")));
        QVERIFY(entry->disabled); // and what counts counts
    }
    void links_of_a_sandbox_may_lie_on_this_computer()
    {
        const QString here = text("http://127.0.0.1:28960/registry");
        const auto http = std::make_shared<FakeHttpClient>();
        const auto registry = std::make_shared<Registry>(http, QUrl(here), text("fr"));
        http->answer(Method::Get, here + text("/clients/immunize-me"),
                     FakeHttpClient::json(json("{'display_name':'x','policy_uri':'http://127.0.0.1:28960/privacy'}")));
        const auto entry = wait(registry->client(ClientId(text("immunize-me")), {}));
        QCOMPARE(entry->policyUri, QUrl(text("http://127.0.0.1:28960/privacy")));
    }
    void names_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("shown");
        const QString id = text("immunize-me");
        QTest::newRow("by_language") << QByteArray("{'en':'Immunize Me','fr':'Vaccinez-moi'}") << text("Vaccinez-moi");
        QTest::newRow("by_other_languages")
            << QByteArray("{'de':'Impf mich','en':'Immunize Me'}") << text("Immunize Me");
        QTest::newRow("none") << QByteArray("null") << id;
        QTest::newRow("number") << QByteArray("7") << id;
        QTest::newRow("bidirectional_controls_only") << QByteArray("'\u202e\u2066 '") << id;
        QTest::newRow("hangul_fillers_only") << QByteArray("'\u3164\u115f'") << id;
        QTest::newRow("blank_braille_only") << QByteArray("'\u2800\u2800'") << id;
        QTest::newRow("joiners_only") << QByteArray("'\u200d\u034f\ufe0f'") << id;
        QTest::newRow("signs_only") << QByteArray("'*** !'") << id;
    }
    void names()
    {
        QFETCH(QByteArray, name);
        QFETCH(QString, shown);
        serve("/clients/immunize-me", "{'display_name':" + name + '}');
        QCOMPARE(wait(m_registry->client(ClientId(text("immunize-me")), {}))->displayName, shown);
        serve("/resource-definitions/d1",
              "{'display_name':" + name +
                  ",'scopes':[{'scope':'immunize-me','sensitivity':'low','display_name':" + name + "}]}");
        QCOMPARE(wait(m_registry->definition(DefinitionId(text("d1")), {}))->scopes.first().displayName, shown);
    }

    void unknown_and_unavailable()
    {
        m_http->answer(Method::Get, base + text("/clients/immunize-me"), errorResponse(404, "not_found"));
        QCOMPARE(client(), QByteArray("registry_unknown"));
        m_http->answer(Method::Get, base + text("/clients/immunize-me"), errorResponse(503, "x"));
        QCOMPARE(client(), QByteArray("as_unavailable"));
        m_http->answer(Method::Get, base + text("/clients/immunize-me"), FakeHttpClient::text("<html>"));
        QCOMPARE(client(), QByteArray("bad_registry_entry"));
    }

    void identifier_is_no_path()
    {
        for (const char *id : {"../organizations/x", "..", "", "a b", "a%2fb"})
            QCOMPARE(code(wait(m_registry->client(ClientId(text(id)), {}))), QByteArray("bad_registry_entry"));
        QVERIFY(m_http->requests.isEmpty());
    }

    void logo_rules_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("good") << png(512, 512) << QByteArray("accepted");
        QTest::newRow("too_wide") << png(513, 10) << QByteArray("logo_refused");
        QTest::newRow("too_high") << png(10, 100'000) << QByteArray("logo_refused");
        QTest::newRow("negative_size") << png(0xffffffff, 10) << QByteArray("logo_refused");
        QTest::newRow("zero") << png(0, 10) << QByteArray("logo_refused");
        QTest::newRow("svg") << QByteArray("<svg xmlns='http://www.w3.org/2000/svg'/>") << QByteArray("logo_refused");
        QTest::newRow("gif") << QByteArray("GIF89a") + QByteArray(100, '\0') << QByteArray("logo_refused");
        QTest::newRow("cut") << png(10, 10, 0).left(20) << QByteArray("logo_refused");
        QTest::newRow("too_large") << png(10, 10, 256 * 1024) << QByteArray("logo_refused");
    }
    void logo_rules()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, code);
        m_http->answer(Method::Get, text("https://as.example/logo.png"), FakeHttpClient::text(bytes, 200, "image/png"));
        QCOMPARE(logo("https://as.example/logo.png"), code);
    }

    void logo_from_elsewhere()
    {
        for (const char *url : {"https://evil.example/l.png", "https://as.example:8443/l.png",
                                "http://as.example/l.png", "file:///l.png", "data:image/png;base64,AA"})
            QCOMPARE(logo(url), QByteArray("logo_refused"));
        QVERIFY(m_http->requests.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRegistry)
#include "tst_registry.moc"
