// One row for each way to break section 2 of the profile: what is changed, and the member that must be named.
#include "jsonschema.h"
#include "profiletest.h"

using namespace profiletest;

class TestViolations : public QObject
{
    Q_OBJECT

private:
    static void row(const char *name, const char *path, const QJsonValue &value, const char *reported)
    {
        QTest::newRow(name) << profileWith(path, value) << text(reported);
    }
    /// The reported path is the changed one.
    static void row(const char *name, const char *path, const QJsonValue &value)
    {
        QString reported;
        for (const QString &part : text(path).split(QLatin1Char('.'))) {
            bool isIndex = false;
            (void)part.toInt(&isIndex);
            reported +=
                isIndex ? QStringLiteral("[%1]").arg(part) : (reported.isEmpty() ? part : QLatin1Char('.') + part);
        }
        QTest::newRow(name) << profileWith(path, value) << reported;
    }
    static QJsonObject schemaFile()
    {
        QFile file(QStringLiteral(FPX_ROOT "/docs/operator/profile.schema.json"));
        return file.open(QIODevice::ReadOnly) ? *parseJsonObject(file.readAll()) : QJsonObject();
    }
    static const schematest::JsonSchema &publishedSchema()
    {
        static const schematest::JsonSchema schema(schemaFile());
        return schema;
    }
    /// What a schema cannot say: docs/operator/profile.md lists these kinds of rules.
    static QStringList beyondTheSchema()
    {
        QStringList names;
        for (const char *name : {"exp before iat",
                                 "product logo by http",
                                 "issuer by http",
                                 "issuer by http on loopback in a real profile",
                                 "issuer with bad port",
                                 "support_uri by http",
                                 "account_uri by http",
                                 "rot endpoint by http",
                                 "userinfo by http",
                                 "feed by http",
                                 "redirect_uri by http",
                                 "identifier twice",
                                 "identifier of a data source",
                                 "issuer twice",
                                 "client_id twice",
                                 "AS identifier twice",
                                 "AS issuer twice",
                                 "AS client_id twice",
                                 "redirect_uri of two ASs",
                                 "source issuer by http",
                                 "source with rot and without its scope",
                                 "source of an unknown AS",
                                 "source twice at one AS"})
            names.append(text(name));
        return names;
    }
    static QJsonValue missing() { return QJsonValue(QJsonValue::Undefined); }

private Q_SLOTS:
    void violation_data()
    {
        QTest::addColumn<QJsonObject>("profile");
        QTest::addColumn<QString>("member");
        documentRows();
        urlRows();
        identityProviderRows();
        serverRows();
        sourceRows();
        otherRows();
    }
    void violation()
    {
        QFETCH(QJsonObject, profile);
        QFETCH(QString, member);
        const QList<Finding> findings = OperatorProfile::check(toCompactJson(profile));
        QStringList paths;
        for (const Finding &finding : findings) {
            paths.append(finding.path);
            QVERIFY(finding.line == 1 && !finding.why.isEmpty());
        }
        QVERIFY2(paths.contains(member), qPrintable(paths.join(QLatin1Char(' '))));
        const auto refused = accept(profile);
        QCOMPARE(code(refused), QByteArray("operator_profile_refused"));
        QVERIFY(refused.error().detail.contains(findings.first().path));
        const bool beyond = beyondTheSchema().contains(text(QTest::currentDataTag()));
        const QString said = publishedSchema().problem(profile);
        QVERIFY2(said.isEmpty() == beyond, qPrintable(said));
    }
    void the_schema_accepts_what_the_wallet_accepts()
    {
        const QJsonObject sandbox = profileWith("iss", text("http://127.0.0.1:9000"));
        for (const QJsonObject &profile : {goodProfile(), sandbox, profileWith("x_unknown", 1),
                                           profileWith("identity_providers.0.client_secret", text("GOCSPX-no secret")),
                                           profileWith("data_sources.0.client_secret", QString(1024, u'x'))}) {
            QVERIFY(accept(profile));
            QCOMPARE(publishedSchema().problem(profile), QString());
        }
    }
    void the_schema_has_the_table_of_settings()
    {
        const QJsonObject schema = schemaFile().value(text("properties")).toObject();
        const QJsonObject settings = schema.value(text("settings")).toObject().value(text("properties")).toObject();
        QStringList lockable;
        for (const SettingInfo &info : settingTable()) {
            const QJsonObject entry = settings.value(text(info.name)).toObject();
            QCOMPARE(entry.value(text("default")), info.fallback);
            if (info.type == SettingType::Integer) {
                QCOMPARE(entry.value(text("minimum")).toInt(), info.minimum);
                QCOMPARE(entry.value(text("maximum")).toInt(), info.maximum);
            }
            if (info.type == SettingType::Choice)
                QCOMPARE(entry.value(text("enum")).toArray(), QJsonArray::fromStringList(info.choices));
            if (info.lock != Lock::Never)
                lockable.append(text(info.name));
        }
        QCOMPARE(settings.size(), settingTable().size());
        const QJsonObject items = schema.value(text("locked")).toObject().value(text("items")).toObject();
        QCOMPARE(items.value(text("enum")).toArray(), QJsonArray::fromStringList(lockable));
    }

    void sandbox_may_use_http_on_loopback_literals()
    {
        QJsonObject profile = profileWith("iss", text("http://127.0.0.1:9000"));
        profile =
            changed(profile, {text("identity_providers"), text("0"), text("issuer")}, text("http://127.0.0.2:9001"))
                .toObject();
        profile = changed(profile, {text("data_sources"), text("0"), text("userinfo")}, text("http://[::1]:9002/u"))
                      .toObject();
        const auto p = accept(profile);
        QVERIFY2(p, p ? "" : qPrintable(p.error().detail));
        QVERIFY(p->isSandbox());
    }
    void http_on_other_spellings_of_loopback_data()
    {
        QTest::addColumn<QString>("url");
        for (const char *url :
             {"http://localhost:1", "http://127.1", "http://2130706433", "http://0x7f.0.0.1", "http://127.0.0.01",
              "http://0.0.0.0", "http://[::]", "http://[::ffff:127.0.0.1]", "http://127.0.0.1.evil.example",
              "http://127.0.0.1@evil.example", "http://evil.example", "http://127.0.0.256", "http://128.0.0.1",
              "http://[0:0:0:0:0:0:0:1]", "http://127.0.0.1%2eevil", "http://evil.example\\127.0.0.1"})
            QTest::newRow(url) << text(url);
    }
    void http_on_other_spellings_of_loopback()
    {
        QFETCH(QString, url);
        QJsonObject profile = profileWith("iss", text("http://127.0.0.1:9000"));
        profile = changed(profile, {text("identity_providers"), text("0"), text("issuer")}, url).toObject();
        QCOMPARE(code(accept(profile)), QByteArray("operator_profile_refused"));
        QCOMPARE(code(accept(profileWith("iss", url))), QByteArray("operator_profile_refused"));
    }
    void protocol_parameter_in_additional_query_params_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name :
             {"client_id", "redirect_uri",   "response_type",         "response_mode", "scope",      "state",
              "nonce",     "code_challenge", "code_challenge_method", "prompt",        "max_age",    "acr_values",
              "request",   "request_uri",    "id_token_hint",         "login_hint",    "ui_locales", "claims",
              "iss",       "STATE"})
            QTest::newRow(name) << text(name);
    }
    void protocol_parameter_in_additional_query_params()
    {
        QFETCH(QString, name);
        const QJsonObject profile =
            profileWith("identity_providers.0.additional_query_params", QJsonObject{{name, text("x")}});
        const auto refused = accept(profile);
        QCOMPARE(code(refused), QByteArray("operator_profile_refused"));
        QVERIFY(refused.error().detail.contains(name));
    }

private:
    static void documentRows()
    {
        row("iss missing", "iss", missing());
        row("iss of wrong type", "iss", 1);
        row("iss null", "iss", QJsonValue());
        row("iss is no URL", "iss", text("operator.example"));
        row("iat missing", "iat", missing());
        row("iat a string", "iat", text("1789990000"));
        row("iat a fraction", "iat", 1.5);
        row("iat negative", "iat", -1);
        row("exp missing", "exp", missing());
        row("exp before iat", "exp", 1789980000);
        row("exp beyond integers", "exp", 1e300);
        row("profile_version missing", "profile_version", missing());
        row("profile_version zero", "profile_version", 0);
        row("profile_version a fraction", "profile_version", 7.5);
        row("profile_version a string", "profile_version", text("7"));
        row("product missing", "product", missing());
        row("product of wrong type", "product", text("x"));
        row("product without name", "product.name", missing());
        row("product name empty", "product.name", QString());
        row("product name with control character", "product.name", text("a\nb"));
        row("product name with bidirectional override", "product.name", QStringLiteral("a\u202eb"));
        row("product name too long", "product.name", QString(301, QLatin1Char('x')));
        row("product name without languages", "product.name", QJsonObject());
        row("product name with a wrong tag", "product.name", json("{'en_US':'x'}"));
        row("product name of wrong type", "product.name", json("{'en':1}"));
        row("product accent", "product.accent", text("blue"));
        row("product logo by http", "product.logo", text("http://operator.example/logo.png"));
        row("product logo outside the brand", "product.logo", text("../logo.png"));
        row("product logo a web page", "product.logo", text("data:text/html;base64,AAAA"));
        row("listener of wrong type", "listener", 28950);
        row("port privileged", "listener.port", 80);
        row("port too high", "listener.port", 65536);
        row("port a string", "listener.port", text("28950"));
        row("uri_scheme in upper case", "uri_scheme", text("FPX"));
        row("uri_scheme of someone else", "uri_scheme", text("https"));
        row("uri_scheme with colon", "uri_scheme", text("fpx:"));
    }
    static void urlRows()
    {
        row("issuer by http", "identity_providers.0.issuer", text("http://bank.example"));
        row("issuer by http on loopback in a real profile", "identity_providers.0.issuer", text("http://127.0.0.1:1"));
        row("issuer of another scheme", "identity_providers.0.issuer", text("ftp://bank.example"));
        row("issuer with query", "identity_providers.0.issuer", text("https://bank.example/?a=b"));
        row("issuer with fragment", "identity_providers.0.issuer", text("https://bank.example/#a"));
        row("issuer with user", "identity_providers.0.issuer", text("https://a@bank.example"));
        row("issuer in upper case", "identity_providers.0.issuer", text("https://Bank.example"));
        row("issuer without host", "identity_providers.0.issuer", text("https:///x"));
        row("issuer with space", "identity_providers.0.issuer", text("https://bank.example/a b"));
        row("issuer with line break", "identity_providers.0.issuer", text("https://bank.example\n"));
        row("issuer with bad port", "identity_providers.0.issuer", text("https://bank.example:99999"));
        row("support_uri by http", "product.support_uri", text("http://operator.example"));
        row("privacy_uri a script", "product.privacy_uri", text("javascript:alert(1)"));
        row("account_uri by http", "identity_providers.0.account_uri", text("http://bank.example/me"));
        row("rot endpoint by http", "data_sources.0.rot.endpoint", text("http://clinic.example/rot"));
        row("userinfo by http", "data_sources.0.userinfo", text("http://clinic.example/u"));
        row("feed by http", "update.feed", text("http://operator.example/feed"));
        row("redirect_uri by http", "authorization_servers.0.redirect_uris.0", text("http://as.example/cb"));
        row("redirect_uri with fragment", "authorization_servers.0.redirect_uris.0", text("https://as.example/cb#"));
    }
    static void identityProviderRows()
    {
        row("identity_providers of wrong type", "identity_providers", json("{}"));
        row("identity provider of wrong type", "identity_providers.0", text("x"));
        row("identifier missing", "identity_providers.0.identifier", missing());
        row("identifier in upper case", "identity_providers.0.identifier", text("Bank"));
        row("identifier with slash", "identity_providers.0.identifier", text("a/b"));
        row("identifier too long", "identity_providers.0.identifier", QString(65, QLatin1Char('a')));
        row("identifier twice", "identity_providers.1.identifier", text("bank"));
        row("identifier of a data source", "data_sources.0.identifier", text("bank"));
        row("issuer twice", "identity_providers.1.issuer", text("https://bank.example"));
        row("client_id twice", "identity_providers.1.client_id", text("wallet"));
        row("client_id empty", "identity_providers.0.client_id", QString());
        row("client_secret empty", "identity_providers.0.client_secret", QString());
        row("client_secret of wrong type", "identity_providers.0.client_secret", 12345);
        row("client_secret with a line break", "identity_providers.0.client_secret", text("a\nb"));
        row("client_secret too long", "identity_providers.0.client_secret", QString(1025, u'x'));
        row("source's client_secret empty", "data_sources.0.client_secret", QString());
        row("id_token_at_logout of wrong type", "identity_providers.0.id_token_at_logout", text("yes"));
        row("display_name missing", "identity_providers.0.display_name", missing());
        row("scope without openid", "identity_providers.0.scope", text("profile"));
        row("scope as list", "identity_providers.0.scope", json("['openid']"));
        row("scope with two spaces", "identity_providers.0.scope", text("openid  profile"));
        row("acr_values as list", "identity_providers.0.acr_values", json("['high']"));
        row("assurance of wrong type", "identity_providers.0.assurance", json("[]"));
        row("assurance level of wrong type", "identity_providers.0.assurance.high", 2);
        row("ial too high", "identity_providers.0.assurance.high.ial", 4);
        row("aal zero", "identity_providers.0.assurance.high.aal", 0);
        row("ial a string", "identity_providers.0.assurance.high.ial", text("2"));
        row("assurance says nothing", "identity_providers.0.assurance.high", json("{}"));
        row("style_color", "identity_providers.0.style_color", text("#fff"));
        row("style_font_color", "identity_providers.0.style_font_color", text("url(x)"));
        row("query parameter of wrong type", "identity_providers.0.additional_query_params.x", 1);
        row("query parameter with line break", "identity_providers.0.additional_query_params.x", text("a\r\nb"));
        row("query parameter with a name that needs encoding", "identity_providers.0.additional_query_params",
            json("{'a&b':'x'}"), "identity_providers[0].additional_query_params.a&b");
    }
    static void serverRows()
    {
        row("AS identifier twice", "authorization_servers.1.identifier", text("health"));
        row("AS issuer twice", "authorization_servers.1.issuer", text("https://as.example"));
        row("AS client_id twice", "authorization_servers.1.client_id", text("as-health"));
        row("AS client_id with slash", "authorization_servers.0.client_id", text("a/b"));
        row("redirect_uri of two ASs", "authorization_servers.1.redirect_uris", json("['https://as.example/cb']"));
        row("redirect_uri twice", "authorization_servers.0.redirect_uris.1", text("https://as.example/cb"));
        row("redirect_uris empty", "authorization_servers.0.redirect_uris", json("[]"));
        row("redirect_uris missing", "authorization_servers.0.redirect_uris", missing());
        row("redirect_uris a string", "authorization_servers.0.redirect_uris", text("https://as.example/cb"));
        row("redirect_uri of wrong type", "authorization_servers.0.redirect_uris.0", 1);
        row("software_statement missing", "authorization_servers.0.software_statement", missing());
        row("software_statement is no JWT", "authorization_servers.0.software_statement", text("x"));
        row("software_statement as object", "authorization_servers.0.software_statement", json("{}"));
        row("software_statement too large", "authorization_servers.0.software_statement",
            QString(17'000, QLatin1Char('A')) + text(".A.A"));
        row("request_object unknown", "authorization_servers.0.request_object", text("maybe"));
        row("request_object of wrong type", "authorization_servers.0.request_object", true);
        row("AS display_name of wrong type", "authorization_servers.0.display_name", 1);
    }
    static void sourceRows()
    {
        row("source issuer by http", "data_sources.0.issuer", text("http://clinic.example"));
        row("source without scope", "data_sources.0.scope", missing());
        row("source with rot and without its scope", "data_sources.0.scope", text("openid"));
        row("rot of wrong type", "data_sources.0.rot", text("simple"));
        row("rot without endpoint", "data_sources.0.rot.endpoint", missing());
        row("rot strategy unknown", "data_sources.0.rot.strategy", text("plain"));
        row("userinfo missing", "data_sources.0.userinfo", missing());
        row("source of an unknown AS", "data_sources.0.authorization_servers.0.identifier", text("other"));
        row("source twice at one AS", "data_sources.0.authorization_servers.1",
            json("{'identifier':'health','resource_server':'x'}"),
            "data_sources[0].authorization_servers[1].identifier");
        row("resource_server with slash", "data_sources.0.authorization_servers.0.resource_server", text("a/b"));
        row("resource_server missing", "data_sources.0.authorization_servers.0.resource_server", missing());
    }
    static void otherRows()
    {
        row("policy that allows", "policies.0.effect", text("allow"));
        row("policy without effect", "policies.0.effect", missing());
        row("policy of wrong type", "policies.0", text("deny"));
        row("policies as object", "policies", json("{}"));
        row("setting unknown", "settings.share_everything", true);
        row("setting of wrong type", "settings.session_max", text("1 h"));
        row("setting out of range", "settings.session_max", 30 * 24 * 3600 + 1);
        row("settings as list", "settings", json("[]"));
        row("locks what narrows sharing", "locked.0", text("open_requests_directly"));
        row("locks what people need to read", "locked.0", text("language"));
        row("locks an unknown setting", "locked.0", text("share_everything"));
        row("locks twice", "locked.1", text("session_max"));
        row("locked as object", "locked", json("{}"));
        row("root for every host", "trusted_roots.0.hosts", json("[]"));
        row("root with wildcard", "trusted_roots.0.hosts.0", text("*.example"));
        row("root without hosts", "trusted_roots.0.hosts", missing());
        row("root is a private key", "trusted_roots.0.pem",
            text("-----BEGIN PRIVATE KEY-----\nMAAw\n-----END PRIVATE KEY-----\n"));
        row("root is no PEM", "trusted_roots.0.pem", text("MAAw"));
        row("root with something behind it", "trusted_roots.0.pem",
            text("-----BEGIN CERTIFICATE-----\nMAAw\n-----END CERTIFICATE-----\nx"));
        row("update without keys", "update.keys", json("[]"));
        row("update without feed", "update.feed", missing());
        row("update of wrong type", "update", text("https://operator.example/feed"));
    }
};

QTEST_GUILESS_MAIN(TestViolations)
#include "tst_violations.moc"
