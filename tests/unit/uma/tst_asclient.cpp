// Profile 3 (tokens), 4.3 (tickets), 5 (permissions), 9 (clock): the AS's API as one enrolment uses it.
#include "fakeas.h"

using namespace umatest;

namespace {

const PermissionId permissionId(QStringLiteral("6b5a2f0e-0000-4000-8000-000000000001"));
const QString metadataUrl = asUrl + QStringLiteral("/.well-known/uma2-configuration");
const QString permissionUrl = asUrl + QStringLiteral("/permissions/6b5a2f0e-0000-4000-8000-000000000001");

QJsonObject listed(int number, const char *status = "active")
{
    return {{text("permission_id"), text("p") + QString::number(number)},
            {text("permission"), text("a.b.c")},
            {text("status"), text(status)},
            {text("version"), text("1")},
            {text("last_used_at"), QJsonValue()}};
}

http::Response page(const QJsonArray &permissions, const QJsonValue &next)
{
    return FakeHttpClient::json({{text("permissions"), permissions}, {text("next_page_token"), next}});
}

} // namespace

class TestAsClient : public QObject
{
    Q_OBJECT

    struct Enrolled : World {
        std::shared_ptr<AsClient> client;
        Enrolled()
        {
            client = std::make_shared<AsClient>(context(), *enrolNow());
            http->requests.clear();
            http->answer(Method::Post, asUrl + text("/ticket"), FakeHttpClient::json(goodTicket()));
            http->answer(Method::Get, asUrl + text("/permissions"), page({}, QJsonValue()));
        }
        Result<TicketDetails> ticket(CancelToken cancel = {})
        {
            return wait(client->readTicket(Ticket(text("ticket-1")), cancel));
        }
        Result<PostedPermission> post()
        {
            return wait(client->postPermission(permissionId, "{\"permission\":\"x\"}", {}));
        }
        Result<QList<ListedPermission>> list() { return wait(client->listPermissions({})); }
        Result<void> revoke() { return wait(client->deletePermission(permissionId, {})); }
    };

    /// When the last client assertion says that it was made.
    static qint64 assertedAt(const Enrolled &world)
    {
        const auto token = form(world.sent(Method::Post, text("/token")).last());
        return jose::peekUnverified(token.value(text("client_assertion")).toLatin1())
            ->claims.value(text("iat"))
            .toInteger();
    }
    /// Every answer of the network but tokens has a `Date`, of a clock that nobody sets when the wall clock is set.
    static void tellsTimeWith(Enrolled &world, qint64 ahead)
    {
        const auto answer = [&world, ahead](Method method, const QString &url, const http::Response &response) {
            world.http->on(method, url, [&world, ahead, response](const http::Request &) -> Result<http::Response> {
                return dated(response, now + ahead + world.clock.steadyMilliseconds() / 1000 - 1);
            });
        };
        answer(Method::Get, metadataUrl, FakeHttpClient::json(metadataDocument()));
        answer(Method::Get, asUrl + text("/permissions"), page({}, QJsonValue()));
        answer(Method::Post, asUrl + text("/ticket"), FakeHttpClient::json(goodTicket()));
    }

private Q_SLOTS:
    void ticket_is_read_with_the_wallet_client()
    {
        Enrolled world;
        const auto details = world.ticket();
        QVERIFY2(details, qPrintable(details ? QString() : details.error().detail));
        const auto sent = world.sent(Method::Post, text("/ticket")).first();
        QCOMPARE(form(sent), (QMap<QString, QString>{{text("ticket"), text("ticket-1")}}));
        QVERIFY(!sent.bearer.isEmpty());
        const auto token = form(world.sent(Method::Post, text("/token")).first());
        QCOMPARE(token.value(text("scope")), text("uma_protection"));
        const auto claims = jose::peekUnverified(token.value(text("client_assertion")).toLatin1())->claims;
        QCOMPARE(claims.value(text("sub")).toString(), text("client-1"));
    }

    void permissions_use_the_account_client()
    {
        Enrolled world;
        QVERIFY(world.list());
        const auto token = form(world.sent(Method::Post, text("/token")).first());
        QCOMPARE(token.value(text("scope")), text("user"));
        const auto expect = jose::Expect::exactly(text("client-authentication+jwt"), {jose::Algorithm::ES256});
        const auto assertion = jose::verify(token.value(text("client_assertion")).toLatin1(),
                                            world.key("account-client").publicKey(), expect);
        QVERIFY(assertion);
        QCOMPARE(assertion->claims.value(text("iss")).toString(), text("client-2"));
    }

    void tokens_are_kept_until_they_end()
    {
        Enrolled world;
        QVERIFY(world.list());
        QVERIFY(world.list());
        QCOMPARE(world.sent(Method::Post, text("/token")).size(), 1);
        world.clock.advanceSeconds(295);
        QVERIFY(world.list());
        QCOMPARE(world.sent(Method::Post, text("/token")).size(), 2);
        const auto sent = world.sent(Method::Post, text("/token"));
        QVERIFY(form(sent.at(0)).value(text("client_assertion")) != form(sent.at(1)).value(text("client_assertion")));
    }

    void withdrawn_token_is_fetched_once_more()
    {
        Enrolled world;
        world.http->answerOnce(Method::Get, asUrl + text("/permissions"), errorResponse(401, "invalid_token"));
        QVERIFY(world.list());
        QCOMPARE(world.sent(Method::Post, text("/token")).size(), 2);
        world.http->answer(Method::Get, asUrl + text("/permissions"), errorResponse(401, "invalid_token"));
        QCOMPARE(code(world.list()), QByteArray("permission_refused")); // no endless loop
    }

    void account_gone()
    {
        Enrolled world;
        world.http->answer(Method::Post, asUrl + text("/token"), errorResponse(401, "invalid_client"));
        QCOMPARE(code(world.ticket()), QByteArray("account_gone"));
        QVERIFY(!world.secrets.values.isEmpty()); // keeps everything
        QCOMPARE(world.sent(Method::Post, text("/ticket")).size(), 0);
    }

    void bad_token_response_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("code");
        const QByteArray bad = "bad_token_response";
        QTest::newRow("not_bearer") << QByteArray("{'access_token':'t','token_type':'mac'}") << bad;
        QTest::newRow("no_token") << QByteArray("{'token_type':'Bearer'}") << bad;
        QTest::newRow("wider_scope") << QByteArray(
                                            "{'access_token':'t','token_type':'Bearer','scope':'uma_protection user'}")
                                     << QByteArray("scope_widened");
    }
    void bad_token_response()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, code);
        Enrolled world;
        world.http->answer(Method::Post, asUrl + text("/token"), FakeHttpClient::json(json(body.constData())));
        QCOMPARE(umatest::code(world.ticket()), code);
    }

    void ticket_errors_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("error");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("invalid") << 400 << QByteArray("invalid_ticket") << QByteArray("invalid_ticket");
        QTest::newRow("expired") << 400 << QByteArray("expired_ticket") << QByteArray("expired_ticket");
        QTest::newRow("bound") << 409 << QByteArray("ticket_bound") << QByteArray("ticket_bound");
        QTest::newRow("other") << 400 << QByteArray("weird") << QByteArray("ticket_refused");
        QTest::newRow("down") << 503 << QByteArray("x") << QByteArray("as_unavailable");
    }
    void ticket_errors()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, error);
        QFETCH(QByteArray, code);
        Enrolled world;
        world.http->answer(Method::Post, asUrl + text("/ticket"), errorResponse(status, error.constData()));
        QCOMPARE(umatest::code(world.ticket()), code);
    }

    void ticket_too_large()
    {
        Enrolled world;
        QJsonObject ticket = goodTicket();
        QJsonArray filler;
        for (int i = 0; i < 10; ++i)
            filler.append(QString(30'000, QLatin1Char('x')));
        ticket.insert(text("filler"), filler);
        world.http->answer(Method::Post, asUrl + text("/ticket"), FakeHttpClient::json(ticket));
        QCOMPARE(code(world.ticket()), QByteArray("bad_ticket_details"));
    }

    void permission_is_posted_as_stored()
    {
        Enrolled world;
        world.http->answer(Method::Post, asUrl + text("/permissions"),
                           FakeHttpClient::json({{text("permission_id"), permissionId.value()},
                                                 {text("status"), text("pending")},
                                                 {text("version"), text("3")}},
                                                201));
        const auto posted = world.post();
        QVERIFY(posted);
        QCOMPARE(posted->version, text("3"));
        QCOMPARE(posted->status, PermissionStatus::Pending);
        const auto sent = world.sent(Method::Post, text("/permissions")).first();
        QCOMPARE(sent.body, QByteArray("{\"permission\":\"x\"}"));
        QCOMPARE(sent.headers.value("Idempotency-Key"), permissionId.value().toLatin1());
    }

    void permission_errors_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char *tag, int status, const char *body, const char *expected) {
            QTest::newRow(tag) << status << QByteArray(body) << QByteArray(expected);
        };
        row("gone", 410, "{'error':'revoked'}", "permission_gone");
        row("conflict", 422, "{'error':'idempotency_mismatch'}", "idempotency_conflict");
        row("refused", 400, "{'error':'invalid_permission'}", "permission_refused");
        row("replace_refused", 409, "{'error':'replace_refused'}", "replace_refused");
        row("down", 502, "{}", "as_unavailable");
        row("ok_instead_of_created", 200, "{}", "bad_permission_response");
        row("refused_by_a_proxy", 403, "{}", "bad_permission_response");
        row("other_id", 201, "{'permission_id':'x','status':'pending','version':'1'}", "bad_permission_response");
        row("unknown_status", 201,
            "{'permission_id':'6b5a2f0e-0000-4000-8000-000000000001','status':'granted','version':'1'}",
            "bad_permission_response");
        row("no_version", 201, "{'permission_id':'6b5a2f0e-0000-4000-8000-000000000001','status':'pending'}",
            "bad_permission_response");
    }
    void permission_errors()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, code);
        Enrolled world;
        world.http->answer(Method::Post, asUrl + text("/permissions"),
                           FakeHttpClient::json(json(body.constData()), status));
        QCOMPARE(umatest::code(world.post()), code);
    }

    void list_follows_every_page()
    {
        Enrolled world;
        world.http->answer(Method::Get, asUrl + text("/permissions"),
                           page({listed(1), listed(2, "revoked")}, text("a&b=1")));
        world.http->answer(Method::Get, asUrl + text("/permissions?page_token=a%26b%3D1"),
                           page({listed(3)}, QJsonValue()));
        const auto all = world.list();
        QVERIFY2(all, qPrintable(all ? QString() : QString::fromLatin1(all.error().code) + all.error().detail));
        QCOMPARE(all->size(), 3);
        QCOMPARE(all->at(1).status, PermissionStatus::Revoked);
        QVERIFY(!all->at(0).lastUsedAt);
        QCOMPARE(world.sent(Method::Get, text("/permissions")).at(1).url.query(QUrl::FullyEncoded),
                 text("page_token=a%26b%3D1"));
    }

    void list_without_end_is_refused()
    {
        Enrolled world;
        world.http->answer(Method::Get, asUrl + text("/permissions"), page({}, text("again")));
        QCOMPARE(code(world.list()), QByteArray("bad_permission_list"));
    }

    void bad_lists_data()
    {
        QTest::addColumn<QJsonArray>("permissions");
        QTest::newRow("twice") << QJsonArray{listed(1), listed(1)};
        QTest::newRow("status") << QJsonArray{listed(1, "granted")};
        QTest::newRow("no_object") << QJsonArray{5};
        QJsonObject numeric = listed(1);
        numeric.insert(text("version"), 1);
        QTest::newRow("version_number") << QJsonArray{numeric};
    }
    void bad_lists()
    {
        QFETCH(QJsonArray, permissions);
        Enrolled world;
        world.http->answer(Method::Get, asUrl + text("/permissions"), page(permissions, QJsonValue()));
        QCOMPARE(code(world.list()), QByteArray("bad_permission_list"));
    }

    void only_204_and_410_revoked_count_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("error");
        QTest::addColumn<bool>("counts");
        QTest::newRow("204") << 204 << QByteArray() << true;
        QTest::newRow("410_revoked") << 410 << QByteArray("revoked") << true;
        QTest::newRow("410_other") << 410 << QByteArray("gone") << false;
        QTest::newRow("200") << 200 << QByteArray() << false;
        QTest::newRow("202") << 202 << QByteArray() << false;
        QTest::newRow("404") << 404 << QByteArray("not_found") << false;
        QTest::newRow("403") << 403 << QByteArray("revoked") << false;
        QTest::newRow("500") << 500 << QByteArray("revoked") << false;
    }
    void only_204_and_410_revoked_count()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, error);
        QFETCH(bool, counts);
        Enrolled world;
        world.http->answer(Method::Delete, permissionUrl, errorResponse(status, error.constData()));
        const auto revoked = world.revoke();
        QCOMPARE(revoked.has_value(), counts);
        if (!counts)
            QVERIFY(revoked.error().retry == Retry::Later);
        QVERIFY(
            !world.sent(Method::Delete, text("/permissions/") + permissionId.value()).first().headers.has("If-Match"));
    }

    void permission_id_is_no_path()
    {
        Enrolled world;
        QCOMPARE(code(wait(world.client->deletePermission(PermissionId(text("../register/client-1")), {}))),
                 QByteArray("bad_permission_id"));
        QVERIFY(world.http->requests.isEmpty());
    }

    void clock_offset_is_the_median()
    {
        Enrolled world;
        QCOMPARE(*world.client->clockOffset(), 0);
        for (const qint64 offset : {100, 5000, 120}) {
            world.http->answer(Method::Get, asUrl + text("/permissions"), dated(page({}, QJsonValue()), now + offset));
            world.list().has_value();
        }
        QCOMPARE(*world.client->clockOffset(), 120);
        world.clock.advanceSeconds(400); // the next token is signed in AS time
        world.http->answer(Method::Get, asUrl + text("/permissions"), page({}, QJsonValue()));
        QVERIFY(world.list());
        const auto token = form(world.sent(Method::Post, text("/token")).last());
        const auto claims = jose::peekUnverified(token.value(text("client_assertion")).toLatin1())->claims;
        QCOMPARE(claims.value(text("iat")).toInteger(), now + 400 + 120);
    }

    void clock_wrong_signs_nothing()
    {
        Enrolled world;
        world.http->answer(Method::Get, asUrl + text("/.well-known/uma2-configuration"),
                           dated(FakeHttpClient::json(metadataDocument()), now + 601));
        QCOMPARE(code(world.ticket()), QByteArray("clock_wrong"));
        QCOMPARE(code(world.client->clockOffset()), QByteArray("clock_wrong"));
        QCOMPARE(world.sent(Method::Post, text("/token")).size(), 0);
        QCOMPARE(world.sent(Method::Post, text("/ticket")).size(), 0);
    }

    void cached_answer_tells_the_time_of_its_making_data()
    {
        QTest::addColumn<int>("age");
        QTest::addColumn<QByteArray>("header");
        QTest::newRow("minutes") << 300 << QByteArray("300");
        QTest::newRow("an hour") << 3600 << QByteArray("3600");
        QTest::newRow("not cached") << 0 << QByteArray("0");
        QTest::newRow("unreadable") << 300 << QByteArray("some");
        QTest::newRow("negative") << 300 << QByteArray("-300");
        QTest::newRow("absurd") << 300 << QByteArray("99999999999999999999");
    }
    void cached_answer_tells_the_time_of_its_making()
    {
        QFETCH(int, age);
        QFETCH(QByteArray, header);
        Enrolled world;
        auto metadata = dated(FakeHttpClient::json(metadataDocument()), now - age);
        metadata.headers.set("Age", header);
        world.http->answer(Method::Get, metadataUrl, metadata);
        QVERIFY(world.ticket());
        QCOMPARE(*world.client->clockOffset(), 0);
        QCOMPARE(assertedAt(world), now);
    }

    void fresh_answer_counts_before_a_cached_one()
    {
        Enrolled world;
        auto metadata = dated(FakeHttpClient::json(metadataDocument()), now - 500);
        metadata.headers.set("Age", "100"); // a cache that miscounts
        world.http->answer(Method::Get, metadataUrl, metadata);
        world.http->answer(Method::Get, asUrl + text("/permissions"), dated(page({}, QJsonValue()), now + 7));
        QVERIFY(world.list());
        QCOMPARE(*world.client->clockOffset(), 7);
    }

    void wall_clock_that_is_set_changes_nothing_that_is_signed_data()
    {
        QTest::addColumn<qint64>("step");
        for (const qint64 step : {3, 60, 300, -3, -60, -300})
            QTest::addRow("%lld", step) << step;
    }
    void wall_clock_that_is_set_changes_nothing_that_is_signed()
    {
        QFETCH(qint64, step);
        Enrolled world;
        tellsTimeWith(world, 0);
        for (int i = 0; i < 20; ++i)
            QVERIFY(world.list());
        world.clock.jumpWallClock(step);
        QCOMPARE(*world.client->clockOffset(), -step);
        const qint64 asked = world.sent(Method::Get, text("/.well-known/uma2-configuration")).size();
        QCOMPARE(*wait(world.client->serverTime({})), now);
        QCOMPARE(world.sent(Method::Get, text("/.well-known/uma2-configuration")).size(), asked + 1); // to be sure
        world.clock.advanceSeconds(400);
        QVERIFY(world.ticket());
        QCOMPARE(assertedAt(world), now + 400);
    }

    void clock_wrong_ends_when_the_clock_is_set_right()
    {
        Enrolled world;
        tellsTimeWith(world, 0);
        world.clock.jumpWallClock(3600);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(code(world.ticket()), QByteArray("clock_wrong"));
        world.clock.jumpWallClock(-3600);
        QVERIFY(world.ticket());
        QCOMPARE(assertedAt(world), now);
    }

    void clock_wrong_ends_when_the_network_sets_its_own()
    {
        Enrolled world;
        tellsTimeWith(world, 3600);
        for (int i = 0; i < 10; ++i)
            QCOMPARE(code(world.ticket()), QByteArray("clock_wrong"));
        tellsTimeWith(world, 0);
        QVERIFY(world.ticket());
    }

    void revocation_leaves_whatever_the_clock_says_data()
    {
        QTest::addColumn<qint64>("step");
        for (const qint64 step : {700, 3600, 86400, 31536000, -700, -31536000})
            QTest::addRow("%lld", step) << step;
    }
    void revocation_leaves_whatever_the_clock_says()
    {
        QFETCH(qint64, step);
        Enrolled world;
        tellsTimeWith(world, 0);
        world.http->answer(Method::Delete, permissionUrl, FakeHttpClient::text({}, 204));
        world.clock.jumpWallClock(step);
        QVERIFY(world.revoke());
        QCOMPARE(assertedAt(world), now); // the network's time, so that it takes it
        QCOMPARE(code(world.ticket()), QByteArray("clock_wrong"));
    }

    void invalid_client_for_a_wrong_time_is_not_account_gone()
    {
        Enrolled world;
        tellsTimeWith(world, 0);
        QVERIFY(world.list());
        tellsTimeWith(world, 400); // the network set its own clock
        world.clock.advanceSeconds(400);
        world.http->on(
            Method::Post, asUrl + text("/token"), [&](const http::Request &request) -> Result<http::Response> {
                const auto jwt = jose::peekUnverified(form(request).value(text("client_assertion")).toLatin1());
                if (jwt->claims.value(text("exp")).toInteger() <= now + 800)
                    return errorResponse(401, "invalid_client");
                return FakeHttpClient::json(json("{'access_token':'t','token_type':'bearer','expires_in':300}"));
            });
        QVERIFY(world.ticket());
    }

    void permission_list_too_long()
    {
        Enrolled world;
        int made = 0;
        world.http->on(Method::Get, asUrl + text("/permissions"), [&](const http::Request &) -> Result<http::Response> {
            QJsonArray items;
            QJsonObject item = json("{'permission':'p','status':'active','version':'1','last_used_at':null}");
            for (int i = 0; i < 1000; ++i) {
                item.insert(text("permission_id"), QString::number(++made));
                items.append(item);
            }
            return page(items, QString::number(made));
        });
        QCOMPARE(code(world.list()), QByteArray("permission_list_too_long"));
        QVERIFY(made <= 21'000);
    }

    void metadata_is_fetched_once_an_hour_and_after_404()
    {
        Enrolled world;
        const QString path = text("/.well-known/uma2-configuration");
        QVERIFY(world.list());
        QVERIFY(world.ticket());
        QCOMPARE(world.sent(Method::Get, path).size(), 1);
        world.clock.advanceSeconds(3601);
        QVERIFY(world.ticket());
        QCOMPARE(world.sent(Method::Get, path).size(), 2);
        world.http->answerOnce(Method::Post, asUrl + text("/ticket"), errorResponse(404, "not_found"));
        QVERIFY(!world.ticket()); // looked up at once, and has not moved
        QCOMPARE(world.sent(Method::Get, path).size(), 3);
        QVERIFY(world.ticket());
        QCOMPARE(world.sent(Method::Get, path).size(), 3);
    }

    void endpoint_that_moved_is_followed()
    {
        Enrolled world;
        QVERIFY(world.ticket());
        QJsonObject moved = metadataDocument();
        moved.insert(text("fpx_ticket_endpoint"), asUrl + text("/v2/ticket"));
        world.http->answer(Method::Get, asUrl + text("/.well-known/uma2-configuration"), FakeHttpClient::json(moved));
        world.http->answer(Method::Post, asUrl + text("/ticket"), errorResponse(404, "not_found"));
        (void)world.ticket();
        QCOMPARE(world.sent(Method::Post, text("/v2/ticket")).size(), 1);
    }

    void token_endpoint_that_moved_is_followed()
    {
        Enrolled world;
        QJsonObject moved = metadataDocument();
        moved.insert(text("token_endpoint"), asUrl + text("/v2/token"));
        QVERIFY(world.ticket());
        world.http->answer(Method::Get, asUrl + text("/.well-known/uma2-configuration"), FakeHttpClient::json(moved));
        world.http->answer(Method::Post, asUrl + text("/token"), errorResponse(404, "not_found"));
        world.clock.advanceSeconds(600); // the token has ended, the metadata have not
        (void)world.ticket();
        QCOMPARE(world.sent(Method::Post, text("/v2/token")).size(), 1);
    }

    void issuer_that_changed_is_refused()
    {
        Enrolled world;
        QVERIFY(world.ticket());
        QJsonObject other = metadataDocument();
        other.insert(text("issuer"), text("https://other.example"));
        world.http->answer(Method::Get, asUrl + text("/.well-known/uma2-configuration"), FakeHttpClient::json(other));
        const auto asked = world.sent(Method::Post, text("/ticket")).size();
        world.clock.advanceSeconds(3601);
        const auto refused = world.ticket();
        QCOMPARE(code(refused), QByteArray("wrong_issuer"));
        QVERIFY(!refused.error().message.isEmpty());
        QCOMPARE(world.sent(Method::Post, text("/ticket")).size(), asked); // nothing is sent to whoever that is
    }

    void cancelled_and_owner_gone()
    {
        Enrolled world;
        CancelSource source;
        world.http->hold = true;
        auto task = world.client->readTicket(Ticket(text("ticket-1")), source.token());
        world.client.reset(); // the frame holds it
        source.cancel();
        world.http->release();
        QCOMPARE(code(wait(std::move(task))), QByteArray("cancelled"));
    }

    void locked_vault_asks_for_nothing()
    {
        Enrolled world;
        world.secrets.failWith = fail("vault_locked", {});
        QCOMPARE(code(world.ticket()), QByteArray("vault_locked"));
        QCOMPARE(world.sent(Method::Post, text("/token")).size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestAsClient)
#include "tst_asclient.moc"
