// Profile 6: connecting, refreshing and leaving a source; what is stored when, and which token goes where.
#include "sourcetest.h"

#include <QSignalSpy>

using namespace sourcetest;

class TestConnection : public QObject
{
    Q_OBJECT

    static QByteArray storedTokens(const World &world)
    {
        return world.secrets.inner.values.value({SecretPurpose::SourceTokens, text("clinic")}).view();
    }
    /// Everything that was given back, in order.
    static QStringList givenBack(const World &world)
    {
        QStringList tokens;
        const auto sent = world.sent(Method::Post, text("/revocation"));
        for (const http::Request &request : sent)
            tokens.append(form(request).value(text("token")));
        return tokens;
    }

private Q_SLOTS:
    void connect_asks_is_this_you_before_anything_is_stored()
    {
        World world;
        const auto pending = world.connectNow();
        QVERIFY2(pending, pending ? "" : pending.error().code.constData());
        QCOMPARE(pending->account.subject, text("user-7"));
        QCOMPARE(pending->account.displayName, text("Aicha")); // without the bidirectional override
        QCOMPARE(pending->account.related.first().resources.first().displayName, text("labs"));
        QVERIFY(world.secrets.inner.values.isEmpty());
        QVERIFY(world.records.tables.value(text("sources")).isEmpty());
        QVERIFY(!world.service->account(world.id()));

        QSignalSpy changed(world.service.get(), &SourceService::changed);
        QVERIFY(wait(world.service->confirm(*pending)));
        QCOMPARE(changed.size(), 1);
        QVERIFY(storedTokens(world).contains("refresh-1"));
        world.restart();
        const auto account = world.service->account(world.id());
        QVERIFY(account);
        QCOMPARE(account->toJson(), pending->account.toJson());
        QCOMPARE(account->resourcesOf(text("child-1")).size(), 1);
        QCOMPARE(account->resourcesOf({}).first().resourceId, text("r1"));
        QCOMPARE(account->resourcesOf(text("stranger")).size(), 0);
    }

    void code_flow_has_pkce_and_its_own_callback()
    {
        World world;
        QVERIFY(world.connectNow());
        const auto flow = world.receiver.flows.first();
        QCOMPARE(flow.identifier, text("clinic"));
        const QUrlQuery query(flow.authorizationUrl);
        QCOMPARE(query.queryItemValue(text("code_challenge_method")), text("S256"));
        QCOMPARE(query.queryItemValue(text("redirect_uri"), QUrl::FullyDecoded),
                 text("http://127.0.0.1:28950/callback/clinic"));
        QCOMPARE(query.queryItemValue(text("scope"), QUrl::FullyDecoded).replace(QLatin1Char('+'), QLatin1Char(' ')),
                 text("records fpx_rot"));
        const auto token = form(world.sent(Method::Post, text("/token")).first());
        QVERIFY(token.contains(text("code_verifier")));
        QVERIFY(!token.contains(text("client_secret")));
        for (const QString &context : std::as_const(world.contexts))
            QCOMPARE(context, text("clinic")); // one network context for each source
    }

    void a_related_person_with_an_endless_name_is_left_out()
    {
        World world;
        const QJsonObject endless{{text("subject"), QString(2000, u'p')}, {text("display_name"), text("Endless")}};
        const QJsonObject child{{text("subject"), text("child")}, {text("display_name"), text("Child")}};
        world.http->answer(
            Method::Get, world.source.userinfo,
            FakeHttpClient::json({{text("sub"), text("user-7")}, {text("related"), QJsonArray{endless, child}}}));
        world.connected();
        const auto account = world.service->account(world.id());
        QCOMPARE(account->related.size(), 1);
        QCOMPARE(account->related.first().subject, text("child"));
    }

    void connect_refused_data()
    {
        QTest::addColumn<QByteArray>("token");
        QTest::addColumn<QByteArray>("userinfo");
        QTest::addColumn<QByteArray>("code");
        const QByteArray good = "{'access_token':'a','refresh_token':'r','token_type':'Bearer'}";
        const QByteArray me = "{'sub':'user-7'}";
        QTest::newRow("scope_widened")
            << QByteArray("{'access_token':'a','token_type':'Bearer','scope':'records fpx_rot admin'}") << me
            << QByteArray("scope_widened");
        QTest::newRow("no_sub") << good << QByteArray("{}") << QByteArray("bad_userinfo");
        QTest::newRow("sub_number") << good << QByteArray("{'sub':7}") << QByteArray("bad_userinfo");
        QTest::newRow("resource_without_id")
            << good << QByteArray("{'sub':'u','resources':[{'resource_definition':'d'}]}")
            << QByteArray("bad_userinfo");
        QTest::newRow("resources_no_list")
            << good << QByteArray("{'sub':'u','resources':{}}") << QByteArray("bad_userinfo");
        QTest::newRow("related_without_subject")
            << good << QByteArray("{'sub':'u','related':[{}]}") << QByteArray("bad_userinfo");
    }
    void connect_refused()
    {
        QFETCH(QByteArray, token);
        QFETCH(QByteArray, userinfo);
        QFETCH(QByteArray, code);
        World world;
        world.http->answer(Method::Post, base + text("/token"), FakeHttpClient::json(json(token.constData())));
        world.http->answer(Method::Get, world.source.userinfo, FakeHttpClient::json(json(userinfo.constData())));
        QCOMPARE(sourcetest::code(world.connectNow()), code);
        QVERIFY(world.secrets.inner.values.isEmpty());
    }

    void names_of_another_type_are_left_out()
    {
        World world;
        world.http->answer(
            Method::Get, world.source.userinfo,
            FakeHttpClient::json(
                json("{'sub':'u','name':7,'email':null,'preferred_username':'aicha','related':null,'resources':"
                     "[{'resource_definition':'d','resource_id':'r','display_name':['x']}]}")));
        const auto pending = world.connectNow();
        QVERIFY(pending);
        QCOMPARE(pending->account.displayName, text("aicha"));
        QCOMPARE(pending->account.own.first().displayName, text("d"));
    }

    void userinfo_in_a_signed_message()
    {
        World world;
        world.http->answer(Method::Get, world.source.userinfo,
                           FakeHttpClient::text("eyJ.eyJ.sig", 200, "application/jwt"));
        const auto pending = world.connectNow();
        QCOMPARE(code(pending), QByteArray("bad_userinfo"));
        QVERIFY(pending.error().message.contains(text("signed message")));
        QVERIFY(world.secrets.inner.values.isEmpty());
    }

    void userinfo_with_a_byte_order_mark()
    {
        World world;
        world.http->answer(
            Method::Get, world.source.userinfo,
            FakeHttpClient::text("\xef\xbb\xbf" + toCompactJson(World::userinfo()), 200, "application/json"));
        QVERIFY(world.connectNow());
    }

    void narrower_scope_is_shown()
    {
        World world;
        world.http->answer(Method::Post, base + text("/token"),
                           FakeHttpClient::json(json("{'access_token':'a','token_type':'Bearer','scope':'records'}")));
        QVERIFY(world.connectNow()->narrowed);
    }

    void wrong_issuer()
    {
        World world;
        world.receiver.answer = [](const oauth::BrowserFlow &) -> Result<oauth::CallbackParameters> {
            return oauth::CallbackParameters{{QStringLiteral("code"), QStringLiteral("c")},
                                             {QStringLiteral("iss"), QStringLiteral("https://evil.example")}};
        };
        QCOMPARE(code(world.connectNow()), QByteArray("wrong_issuer"));
        QVERIFY(world.sent(Method::Post, text("/token")).isEmpty());
    }

    void refresh_renews_an_expired_token_and_keeps_the_new_one()
    {
        World world;
        world.connected();
        world.clock.advanceSeconds(600);
        QVERIFY(wait(world.service->refresh(world.id(), {})));
        const auto token = form(world.sent(Method::Post, text("/token")).first());
        QCOMPARE(token.value(text("grant_type")), text("refresh_token"));
        QCOMPARE(token.value(text("refresh_token")), text("refresh-1"));
        QCOMPARE(world.sent(Method::Get, text("/userinfo")).last().bearer.view(), QByteArray("access-2"));
        QVERIFY(storedTokens(world).contains("refresh-2"));
    }

    void refused_token_is_renewed_once()
    {
        World world;
        world.connected();
        world.http->answerOnce(Method::Get, world.source.userinfo, errorResponse(401, "invalid_token"));
        QVERIFY(wait(world.service->refresh(world.id(), {})));
        QCOMPARE(world.sent(Method::Post, text("/token")).size(), 1);
        world.http->answer(Method::Get, world.source.userinfo, errorResponse(401, "invalid_token"));
        QCOMPARE(code(wait(world.service->refresh(world.id(), {}))), QByteArray("source_needs_sign_in"));
        QCOMPARE(world.service->account(world.id())->health, SourceHealth::NeedsSignIn);
    }

    void refresh_token_revoked()
    {
        World world;
        world.connected();
        world.clock.advanceSeconds(600);
        world.http->answer(Method::Post, base + text("/token"), errorResponse(400, "invalid_grant"));
        QCOMPARE(code(wait(world.service->refresh(world.id(), {}))), QByteArray("source_needs_sign_in"));
        world.restart();
        QCOMPARE(world.service->account(world.id())->health, SourceHealth::NeedsSignIn);
    }

    void refresh_token_refused_in_other_words()
    {
        for (const auto &[error, status] :
             {std::pair("token_revoked", 400), std::pair("unauthorized", 403), std::pair("bad_refresh_token", 200)}) {
            World world;
            world.connected();
            world.clock.advanceSeconds(600);
            world.http->answer(Method::Post, base + text("/token"), errorResponse(status, error));
            QCOMPARE(code(wait(world.service->refresh(world.id(), {}))), QByteArray("source_needs_sign_in"));
            QCOMPARE(world.service->account(world.id())->health, SourceHealth::NeedsSignIn);
            QVERIFY(storedTokens(world).contains("refresh-1")); // what there is stays until it is connected anew
        }
        World world;
        world.connected();
        world.clock.advanceSeconds(600);
        world.http->answer(Method::Post, base + text("/token"), errorResponse(429, "invalid_grant"));
        QVERIFY(!wait(world.service->refresh(world.id(), {})));
        QVERIFY(world.service->account(world.id())->health != SourceHealth::NeedsSignIn);
    }

    /// The old token is spent whatever else is wrong with the answer.
    void rotated_token_is_kept_from_an_answer_that_is_refused()
    {
        World world;
        world.connected();
        world.clock.advanceSeconds(600);
        int number = 0;
        for (const char *refused : {"{'access_token':'a','token_type':'mac','refresh_token':''}",
                                    "{'access_token':'a','token_type':'Bearer','scope':'admin','refresh_token':''}",
                                    "{'token_type':'Bearer','refresh_token':''}"}) {
            const QString token = text("r-%1").arg(++number);
            QJsonObject answer = json(refused);
            answer.insert(text("refresh_token"), token);
            world.http->answer(Method::Post, base + text("/token"), FakeHttpClient::json(answer));
            QVERIFY(!wait(world.service->refresh(world.id(), {})));
            QVERIFY(storedTokens(world).contains(token.toLatin1()));
            QVERIFY(world.sent(Method::Get, text("/userinfo")).isEmpty()); // and nothing is asked with what was refused
        }
        world.http->answer(Method::Post, base + text("/token"),
                           FakeHttpClient::json(json("{'access_token':'b','token_type':'Bearer','expires_in':'600'}")));
        QVERIFY(wait(world.service->refresh(world.id(), {})));
        QCOMPARE(form(world.sent(Method::Post, text("/token")).last()).value(text("refresh_token")), text("r-3"));
        QCOMPARE(world.sent(Method::Get, text("/userinfo")).last().bearer.view(), QByteArray("b"));
    }

    void two_callers_refresh_once()
    {
        World world;
        world.connected();
        world.clock.advanceSeconds(600);
        world.http->hold = true;
        auto first = world.service->refresh(world.id(), {});
        auto second = world.service->refresh(world.id(), {});
        for (int i = 0; i < 6; ++i)
            world.http->release();
        QVERIFY(wait(std::move(first)));
        QVERIFY(wait(std::move(second)));
        QCOMPARE(world.sent(Method::Post, text("/token")).size(), 1);
    }

    void cancelled_caller_does_not_lose_the_rotated_token()
    {
        World world;
        world.connected();
        world.clock.advanceSeconds(600);
        world.http->hold = true;
        CancelSource source;
        auto first = world.service->refresh(world.id(), source.token());
        auto second = world.service->refresh(world.id(), {});
        source.cancel();
        for (int i = 0; i < 6; ++i)
            world.http->release();
        QCOMPARE(code(wait(std::move(first))), QByteArray("cancelled"));
        QVERIFY(wait(std::move(second)));
        QVERIFY(storedTokens(world).contains("refresh-2"));
    }

    /// The lid closes, or the keychain is locked, while the source says which token counts from now on.
    void rotated_token_that_cannot_be_stored_is_not_lost_data()
    {
        QTest::addColumn<bool>("locked");
        QTest::newRow("vault_locked") << true;
        QTest::newRow("keychain_locked") << false;
    }
    void rotated_token_that_cannot_be_stored_is_not_lost()
    {
        QFETCH(bool, locked);
        const QByteArray why = locked ? "vault_locked" : "keychain_locked";
        World world;
        world.connected();
        world.clock.advanceSeconds(600);
        world.http->hold = true;
        auto refreshing = world.service->refresh(world.id(), {});
        for (int i = 0; i < 6 && world.sent(Method::Post, text("/token")).isEmpty(); ++i)
            world.http->release();
        world.secrets.inner.failWith = fail(why.constData(), {});
        if (locked)
            world.service->clear();
        for (int i = 0; i < 6; ++i)
            world.http->release();
        QCOMPARE(code(wait(std::move(refreshing))), why);
        QVERIFY(storedTokens(world).contains("refresh-1"));                // which the source no longer takes
        QCOMPARE(code(wait(world.service->refresh(world.id(), {}))), why); // and nothing is given out meanwhile
        world.secrets.inner.failWith = {};
        world.http->hold = false;
        if (locked)
            QVERIFY(world.service->load()); // unlocked: stored at once
        else
            QVERIFY(wait(world.service->refresh(world.id(), {})));
        QTRY_VERIFY(storedTokens(world).contains("refresh-2"));
        QCOMPARE(world.sent(Method::Post, text("/token")).size(), 1); // and none was burnt
    }

    void offline_is_no_reason_to_sign_in_again()
    {
        World world;
        world.connected();
        world.http->fail(Method::Get, world.source.userinfo, Error{"timed_out", {}, {}, Retry::Later});
        const auto result = wait(world.service->refresh(world.id(), {}));
        QCOMPARE(code(result), QByteArray("source_offline"));
        QVERIFY(result.error().retry == Retry::Later);
        QCOMPARE(world.service->account(world.id())->health, SourceHealth::Offline);
        QVERIFY(storedTokens(world).contains("refresh-1"));
        world.http->answer(Method::Get, world.source.userinfo, FakeHttpClient::json(World::userinfo()));
        QVERIFY(wait(world.service->refresh(world.id(), {})));
        QCOMPARE(world.service->account(world.id())->health, SourceHealth::Connected);
    }

    void another_person_answers()
    {
        World world;
        world.connected();
        world.http->answer(Method::Get, world.source.userinfo, FakeHttpClient::json(json("{'sub':'user-8'}")));
        QCOMPARE(code(wait(world.service->refresh(world.id(), {}))), QByteArray("bad_userinfo"));
        QCOMPARE(world.service->account(world.id())->subject, text("user-7"));
    }

    void disconnect_revokes_and_forgets()
    {
        World world;
        world.connected();
        QVERIFY(wait(world.service->sealedRot(world.id(), world.demand(), world.registry(), {})));
        world.http->answer(Method::Post, base + text("/revocation"), FakeHttpClient::json({}));
        QVERIFY(wait(world.service->disconnect(world.id())));
        const auto revoked = form(world.sent(Method::Post, text("/revocation")).first());
        QCOMPARE(revoked.value(text("token")), text("refresh-1"));
        QVERIFY(world.secrets.inner.values.isEmpty()); // tokens and proof
        QVERIFY(!world.service->account(world.id()));
        QVERIFY(world.records.tables.value(text("sources")).isEmpty());
        QVERIFY(world.records.tables.value(text("pseudonyms")).isEmpty());
        QVERIFY(
            world.records.tables.value(text("pseudonyms_used")).contains(World::pseudonym(1, 0))); // stays remembered
    }

    void tokens_of_an_answer_that_is_refused_are_given_back()
    {
        World world;
        world.http->answer(Method::Post, base + text("/revocation"), FakeHttpClient::json({}));
        world.http->answer(Method::Post, base + text("/token"),
                           FakeHttpClient::json(json("{'access_token':'a','token_type':'Bearer','scope':'admin',"
                                                     "'refresh_token':'r'}")));
        QCOMPARE(code(world.connectNow()), QByteArray("scope_widened"));
        QCOMPARE(givenBack(world), (QStringList{text("r"), text("a")}));
        QVERIFY(world.secrets.inner.values.isEmpty());
    }
    void tokens_of_the_account_before_are_given_back()
    {
        World world;
        world.http->answer(Method::Post, base + text("/revocation"), FakeHttpClient::json({}));
        world.connected();
        const auto again = world.connectNow();
        QVERIFY(again);
        QVERIFY(wait(world.service->confirm(*again)));
        QVERIFY(givenBack(world).isEmpty()); // the source may end with the old ones what it gave the same account now
        world.http->answer(Method::Get, world.source.userinfo, FakeHttpClient::json(json("{'sub':'user-8'}")));
        const auto another = world.connectNow();
        QVERIFY(another);
        QVERIFY(wait(world.service->confirm(*another)));
        QCOMPARE(givenBack(world), (QStringList{text("refresh-2"), text("access-2")}));
        QVERIFY(storedTokens(world).contains("refresh-3"));
    }
    void tokens_that_come_after_the_end_are_given_back()
    {
        World world;
        world.http->answer(Method::Post, base + text("/revocation"), FakeHttpClient::json({}));
        world.connected();
        world.clock.advanceSeconds(600);
        world.http->hold = true;
        auto refreshing = world.service->refresh(world.id(), {});
        for (int i = 0; i < 6 && world.sent(Method::Post, text("/token")).isEmpty(); ++i)
            world.http->release();
        auto leaving = world.service->disconnect(world.id());
        world.http->hold = false;
        for (int i = 0; i < 6; ++i)
            world.http->release();
        QVERIFY(wait(std::move(leaving)));
        QCOMPARE(code(wait(std::move(refreshing))), QByteArray("cancelled"));
        QStringList back = givenBack(world);
        back.sort();
        QCOMPARE(back, (QStringList{text("access-1"), text("access-2"), text("refresh-1"), text("refresh-2")}));
        QVERIFY(world.secrets.inner.values.isEmpty());
    }

    void lock_during_a_disconnection()
    {
        World world;
        world.http->answer(Method::Post, base + text("/revocation"), FakeHttpClient::json({}));
        world.connected();
        world.secrets.inner.failWith = fail("vault_locked", {}); // by the time that the keychain answers
        bool done = false;
        QVERIFY(!wait(world.service->disconnect(world.id(), [&]() -> Result<void> {
            done = true;
            return {};
        })));
        QVERIFY(done);
        QVERIFY(!world.service->account(world.id()));
        QVERIFY(storedTokens(world).contains("refresh-1"));
        world.service->clear();
        world.secrets.inner.failWith = {};
        QVERIFY(world.service->load()); // unlocked
        QTRY_VERIFY(world.secrets.inner.values.isEmpty());
        QTRY_COMPARE(givenBack(world), (QStringList{text("refresh-1"), text("access-1")}));
    }

    void disconnect_forgets_even_when_the_source_is_away()
    {
        World world;
        world.connected();
        world.http->fail(Method::Post, base + text("/revocation"), Error{"offline", {}, {}, Retry::Later});
        QVERIFY(wait(world.service->disconnect(world.id())));
        QVERIFY(world.secrets.inner.values.isEmpty());
        world.restart();
        QVERIFY(!world.service->account(world.id()));
    }

    void forget_permission_tells_the_source()
    {
        World world;
        world.connected();
        const PermissionId id(text("6b5a2f0e-0000-4000-8000-000000000001"));
        http::Response gone;
        gone.status = 204;
        world.http->answer(Method::Delete, base + text("/rot/") + id.value(), gone);
        QVERIFY(wait(world.service->forgetPermission(world.id(), id, {})));
        QCOMPARE(world.sent(Method::Delete, text("/rot/") + id.value()).size(), 1);
        QVERIFY(wait(world.service->forgetPermission(SourceIdentifier(text("unknown")), id, {})));
    }

    void stored_record_is_damaged()
    {
        World world;
        world.connected();
        QJsonObject record = world.records.tables.value(text("sources")).value(text("clinic"));
        record.remove(text("sub"));
        QVERIFY(!SourceAccount::fromJson(record));
        record = world.records.tables.value(text("sources")).value(text("clinic"));
        record.insert(text("connected_at"), text("x"));
        QCOMPARE(code(SourceAccount::fromJson(record)), QByteArray("row_damaged"));
    }

    void owner_gone_while_waiting()
    {
        World world;
        world.connected();
        world.http->hold = true;
        auto task = world.service->refresh(world.id(), {});
        world.service.reset(); // the frame holds it
        for (int i = 0; i < 3; ++i)
            world.http->release();
        QCOMPARE(code(wait(std::move(task))), QByteArray("accepted"));
    }
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
