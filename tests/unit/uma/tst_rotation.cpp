// Profile 3 after the enrolment: keys are exchanged with proof, and a profile ends (RFC 7592). What must hold when the AS
// refuses, lies or does not answer, and when the wallet stops in between.
#include "fakeas.h"

#include <fpx/base/base64url.h>
#include <fpx/uma/asaccounts.h>
#include <fpx/uma/registration.h>

using namespace umatest;

namespace {

const QString walletUri = asUrl + QStringLiteral("/register/client-1");
const QString accountUri = asUrl + QStringLiteral("/register/client-2");

/// An enrolled wallet at an AS that takes every PUT and DELETE.
struct Enrolled : World {
    Enrolment enrolment;
    int rotations = 0;

    Enrolled()
    {
        enrolment = *enrolNow();
        http->requests.clear();
        for (const QString &uri : {walletUri, accountUri}) {
            http->on(Method::Put, uri, [this, uri](const http::Request &request) { return take(uri, request); });
            http->answer(Method::Delete, uri, FakeHttpClient::text({}, 204));
        }
    }
    Result<http::Response> take(const QString &uri, const http::Request &request)
    {
        QJsonObject answer = *parseJsonObject(request.body);
        learnKeys(answer.value(text("client_id")).toString(), request);
        answer.insert(text("registration_client_uri"), uri);
        answer.insert(text("registration_access_token"),
                      text("rat-new-%1").replace(text("%1"), QString::number(++rotations)));
        return FakeHttpClient::json(answer);
    }
    Result<void> rotateNow(CancelToken cancel = {})
    {
        const op::OperatorProfile p = profile();
        return wait(rotateKeys(context(), enrolment, *p.authorizationServer(AsIdentifier(text("health"))), cancel));
    }
    QHash<QByteArray, QString> thumbprints() const
    {
        QHash<QByteArray, QString> result;
        for (const char *what : {"provider", "wallet-client", "account-client"})
            result.insert(what, key(what).thumbprint());
        return result;
    }
    QByteArray secret(const char *what) const
    {
        const Secret value = secrets.values.value({SecretPurpose::AsKeys, text("e1/") + text(what)});
        return QByteArray(value.view().constData(), value.view().size());
    }
    bool nothingWaits() const
    {
        return records.tables.value(text("rotations")).isEmpty() && secret("provider-next").isEmpty() &&
               secret("wallet-client-next").isEmpty() && secret("account-client-next").isEmpty();
    }
};

/// What comes before each id_token.
Async<void> signs(std::shared_ptr<AsAccounts> accounts, EnrolmentId id)
{
    FPX_CO_CHECK(co_await accounts->providerKey(id));
    co_return {};
}

QCoro::Task<> signsSoon(std::shared_ptr<AsAccounts> accounts, EnrolmentId id, QByteArray *thumbprint)
{
    const auto key = co_await accounts->providerKey(id);
    *thumbprint = key ? key->thumbprint().toLatin1() : key.error().code;
}

} // namespace

class TestRotation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void every_key_is_exchanged_and_the_issuer_stays()
    {
        Enrolled world;
        const auto before = world.thumbprints();
        QCOMPARE(code(world.rotateNow()), QByteArray("accepted"));
        const auto after = world.thumbprints();
        for (auto it = before.begin(); it != before.end(); ++it)
            QVERIFY2(after.value(it.key()) != *it, it.key().constData());
        const QJsonObject sent = *parseJsonObject(world.sent(Method::Put, text("/register/client-1")).first().body);
        QCOMPARE(sent.value(text("client_id")).toString(), text("client-1"));
        const QJsonObject wallet = sent.value(text("fpx_wallet")).toObject();
        QCOMPARE(wallet.value(text("issuer")).toString(), world.enrolment.walletIssuer);
        QVERIFY(!world.enrolment.walletIssuer.endsWith(after.value("provider")));
        QVERIFY(world.nothingWaits());
    }

    /// A new release of the software becomes known with the next keys (docs/operator/profile.md).
    void statement_of_the_profile_in_force_goes_along()
    {
        Enrolled world;
        const op::OperatorProfile p = profile();
        op::AuthorizationServer as = *p.authorizationServer(AsIdentifier(text("health")));
        as.softwareStatement = "eyJh.bmV3.AAAA";
        QVERIFY(wait(rotateKeys(world.context(), world.enrolment, as, {})));
        const QJsonObject sent = *parseJsonObject(world.sent(Method::Put, text("/register/client-1")).first().body);
        QCOMPARE(sent.value(text("software_statement")).toString(), text("eyJh.bmV3.AAAA"));
        const QJsonObject account = *parseJsonObject(world.sent(Method::Put, text("/register/client-2")).first().body);
        QVERIFY(!account.contains(text("software_statement")));
    }

    void proof_by_an_old_key_of_each_set()
    {
        Enrolled world;
        const QList<jose::PrivateKey> old{world.key("wallet-client"), world.key("provider")};
        const jose::PrivateKey oldAccount = world.key("account-client");
        QVERIFY(world.rotateNow());
        const auto check = [&](const http::Request &request, const jose::PrivateKey &key, const QByteArray &proof,
                               const char *client) {
            const auto expect = jose::Expect::exactly(text("fpx-key-rotation+jwt"), {jose::Algorithm::ES256});
            const auto token = jose::verify(proof, key.publicKey(), expect);
            QVERIFY(token);
            QCOMPARE(QStringList(token->claims.keys()).join(u' '), text("aud body_hash exp iat iss jti"));
            QCOMPARE(token->claims.value(text("iss")).toString(), text(client));
            QCOMPARE(token->claims.value(text("aud")).toString(), request.url.toString());
            QCOMPARE(token->claims.value(text("exp")).toInteger() - token->claims.value(text("iat")).toInteger(), 60);
            QCOMPARE(token->claims.value(text("body_hash")).toString().toLatin1(), sha256Base64Url(request.body));
        };
        const auto wallet = world.sent(Method::Put, text("/register/client-1")).first();
        const QByteArrayList proofs = wallet.headers.value("FPX-Proof").split(' ');
        QCOMPARE(proofs.size(), 2);
        check(wallet, old.at(0), proofs.at(0), "client-1");
        check(wallet, old.at(1), proofs.at(1), "client-1");
        const auto account = world.sent(Method::Put, text("/register/client-2")).first();
        check(account, oldAccount, account.headers.value("FPX-Proof"), "client-2");
        QCOMPARE(wallet.bearer.view(), QByteArray("rat-client-1"));
        QCOMPARE(account.bearer.view(), QByteArray("rat-client-2"));
    }

    void nothing_is_sent_before_it_is_durable()
    {
        Enrolled world;
        world.http->on(Method::Put, walletUri, [&world](const http::Request &request) -> Result<http::Response> {
            const auto row = world.records.tables.value(text("rotations")).value(text("e1 wallet"));
            if (row.value(text("body")).toString().toUtf8() != request.body || world.secret("provider-next").isEmpty())
                qFatal("sent before stored");
            return fail("timed_out", {}, {}, Retry::Later);
        });
        const auto before = world.thumbprints();
        QCOMPARE(code(world.rotateNow()), QByteArray("timed_out"));
        QCOMPARE(world.thumbprints(), before);
    }

    void lost_answer_resends_the_same_keys()
    {
        Enrolled world;
        world.http->answerOnce(Method::Put, walletUri, fail("connection_lost", {}, {}, Retry::Later));
        QCOMPARE(code(world.rotateNow()), QByteArray("connection_lost"));
        QVERIFY(world.rotateNow());
        const auto sent = world.sent(Method::Put, text("/register/client-1"));
        QCOMPARE(sent.size(), 2);
        QCOMPARE(sent.at(0).body, sent.at(1).body);
        QVERIFY(sent.at(0).headers.value("FPX-Proof") != sent.at(1).headers.value("FPX-Proof")); // a fresh jti
        QVERIFY(world.nothingWaits());
    }

    void lost_yes_then_refused_keeps_the_keys_that_the_as_knows()
    {
        Enrolled world;
        losesTheYes(world);
        const QByteArray next = world.secret("wallet-client-next");
        // As when the software statement has expired meanwhile: what was taken then would be refused now.
        world.http->answer(Method::Put, walletUri, errorResponse(400, "invalid_software_statement"));
        QCOMPARE(code(world.rotateNow()), QByteArray("accepted"));
        QCOMPARE(world.secret("wallet-client"), next);
        QVERIFY(world.nothingWaits());
    }

    void lost_yes_is_found_out_and_the_new_token_asked_for()
    {
        Enrolled world;
        losesTheYes(world);
        world.http->on(Method::Put, walletUri,
                       [&world](const http::Request &request) { return world.take(walletUri, request); });
        QCOMPARE(code(world.rotateNow()), QByteArray("accepted"));
        const auto sent = world.sent(Method::Put, text("/register/client-1"));
        QCOMPARE(sent.size(), 2);
        QCOMPARE(sent.at(0).body, sent.at(1).body);
        QCOMPARE(world.secret("registration"), QByteArray("rat-new-2"));
        QVERIFY(world.nothingWaits());
    }

    void resumed_attempt_that_is_refused_drops_nothing_if_neither_key_is_known()
    {
        Enrolled world;
        losesTheYes(world);
        const QByteArray next = world.secret("wallet-client-next");
        world.http->answer(Method::Post, asUrl + text("/token"), errorResponse(401, "invalid_client"));
        world.http->answer(Method::Put, walletUri, errorResponse(400, "invalid_proof"));
        QCOMPARE(code(world.rotateNow()), QByteArray("rotation_refused"));
        QCOMPARE(world.secret("wallet-client-next"), next);
        QVERIFY(!world.nothingWaits());
    }

    void resumed_attempt_that_is_refused_drops_the_new_keys_if_the_old_ones_are_known()
    {
        Enrolled world;
        world.http->answerOnce(Method::Put, walletUri, fail("connection_lost", {}, {}, Retry::Later));
        QCOMPARE(code(world.rotateNow()), QByteArray("connection_lost"));
        world.http->answer(Method::Put, walletUri, errorResponse(400, "invalid_proof"));
        QCOMPARE(code(world.rotateNow()), QByteArray("rotation_refused"));
        QVERIFY(world.nothingWaits());
    }

    void resumed_attempt_waits_while_the_token_endpoint_says_nothing()
    {
        Enrolled world;
        losesTheYes(world);
        world.http->answer(Method::Post, asUrl + text("/token"), FakeHttpClient::text({}, 503));
        world.http->answer(Method::Put, walletUri, errorResponse(400, "invalid_proof"));
        QCOMPARE(code(world.rotateNow()), QByteArray("token_request_refused"));
        QVERIFY(!world.nothingWaits());
    }

    void new_token_is_kept_beside_the_old_one()
    {
        Enrolled world;
        QVERIFY(world.rotateNow());
        QCOMPARE(world.secret("registration"), QByteArray("rat-new-1"));
        QCOMPARE(world.secret("registration-previous"), QByteArray("rat-client-1"));
    }

    void both_tokens_are_tried()
    {
        Enrolled world;
        QVERIFY(world.rotateNow());
        world.http->requests.clear();
        world.http->answerOnce(Method::Delete, walletUri, errorResponse(401, "invalid_token"));
        QVERIFY(wait(endRegistrations(world.context(), world.enrolment, {})));
        const auto sent = world.sent(Method::Delete, text("/register/client-1"));
        QCOMPARE(sent.size(), 2);
        QCOMPARE(sent.at(0).bearer.view(), QByteArray("rat-new-1"));
        QCOMPARE(sent.at(1).bearer.view(), QByteArray("rat-client-1"));
    }

    void refused_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<bool>("forgotten");
        QTest::newRow("invalid_proof") << 400 << QByteArray("rotation_refused") << true;
        QTest::newRow("forbidden") << 403 << QByteArray("rotation_refused") << true;
        QTest::newRow("created_instead") << 201 << QByteArray("rotation_refused") << true;
        QTest::newRow("token_unknown") << 401 << QByteArray("registration_gone") << false;
        QTest::newRow("registration_unknown") << 404 << QByteArray("registration_gone") << false;
        QTest::newRow("server_fails") << 503 << QByteArray("as_unavailable") << false;
        QTest::newRow("too_many") << 429 << QByteArray("as_unavailable") << false;
    }
    void refused()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, expected);
        QFETCH(bool, forgotten);
        Enrolled world;
        const auto before = world.thumbprints();
        world.http->answer(Method::Put, walletUri, errorResponse(status, "invalid_proof"));
        QCOMPARE(code(world.rotateNow()), expected);
        QCOMPARE(world.thumbprints(), before);
        QCOMPARE(world.nothingWaits(), forgotten);
        QCOMPARE(world.sent(Method::Put, text("/register/client-2")).size(), 0);
    }

    void bad_answers_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QByteArray>("expected");
        const auto key = jose::PrivateKey::generate(jose::Algorithm::ES256)->publicKey().toJson();
        const QJsonObject keys{{text("keys"), QJsonArray{key}}};
        QTest::newRow("uri_elsewhere") << QByteArray("registration_client_uri")
                                       << QJsonValue(text("https://evil.example/r"))
                                       << QByteArray("registration_uri_elsewhere");
        QTest::newRow("uri_of_another") << QByteArray("registration_client_uri")
                                        << QJsonValue(asUrl + text("/register/other"))
                                        << QByteArray("registration_differs");
        QTest::newRow("another_client") << QByteArray("client_id") << QJsonValue(text("other"))
                                        << QByteArray("registration_differs");
        QTest::newRow("another_key") << QByteArray("jwks") << QJsonValue(keys) << QByteArray("registration_differs");
        QTest::newRow("token_missing") << QByteArray("registration_access_token") << QJsonValue()
                                       << QByteArray("bad_registration_response");
    }
    void bad_answers()
    {
        QFETCH(QByteArray, name);
        QFETCH(QJsonValue, value);
        QFETCH(QByteArray, expected);
        Enrolled world;
        const auto before = world.thumbprints();
        world.http->on(Method::Put, walletUri, [&](const http::Request &request) -> Result<http::Response> {
            QJsonObject answer = *http::readJson(*world.take(walletUri, request));
            answer.insert(QString::fromLatin1(name), value);
            return FakeHttpClient::json(answer);
        });
        QCOMPARE(code(world.rotateNow()), expected);
        QCOMPARE(world.thumbprints(), before); // and the new ones wait: the AS may have taken them
        QVERIFY(!world.nothingWaits());
    }

    void clock_wrong_signs_nothing()
    {
        Enrolled world;
        world.http->answer(Method::Get, asUrl + text("/.well-known/uma2-configuration"),
                           dated(FakeHttpClient::json(metadataDocument()), world.clock.nowSeconds() + 3600));
        QCOMPARE(code(world.rotateNow()), QByteArray("clock_wrong"));
        QCOMPARE(world.sent(Method::Put, text("/register/client-1")).size(), 0);
    }

    void end_is_account_first_and_takes_lost_answers()
    {
        Enrolled world;
        QVERIFY(wait(endRegistrations(world.context(), world.enrolment, {})));
        QList<QString> deleted;
        for (const auto &request : world.http->requests)
            deleted.append(request.url.path());
        QCOMPARE(deleted, (QList<QString>{text("/register/client-2"), text("/register/client-1")}));
        for (const int status : {404, 410}) {
            world.http->answer(Method::Delete, accountUri, errorResponse(status, "not_found"));
            QVERIFY(wait(endRegistrations(world.context(), world.enrolment, {})));
        }
    }

    /// 401 says that the token is not valid: only the token endpoint knows whether the client is gone.
    void end_with_a_refused_token_is_confirmed_by_invalid_client()
    {
        Enrolled world;
        world.http->answer(Method::Delete, accountUri, errorResponse(401, "invalid_token"));
        QCOMPARE(code(wait(endRegistrations(world.context(), world.enrolment, {}))),
                 QByteArray("deletion_unconfirmed"));
        world.http->answer(Method::Post, asUrl + text("/token"), FakeHttpClient::text({}, 503));
        QCOMPARE(code(wait(endRegistrations(world.context(), world.enrolment, {}))),
                 QByteArray("token_request_refused"));
        QCOMPARE(world.sent(Method::Delete, text("/register/client-1")).size(), 0);
        world.http->answer(Method::Post, asUrl + text("/token"), errorResponse(401, "invalid_client"));
        QCOMPARE(code(wait(endRegistrations(world.context(), world.enrolment, {}))), QByteArray("accepted"));
    }

    void end_unconfirmed_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("ok_is_no_confirmation") << 200 << QByteArray("deletion_unconfirmed");
        QTest::newRow("forbidden") << 403 << QByteArray("deletion_unconfirmed");
        QTest::newRow("server_fails") << 500 << QByteArray("as_unavailable");
    }
    void end_unconfirmed()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, expected);
        Enrolled world;
        world.http->answer(Method::Delete, accountUri, errorResponse(status, "no"));
        QCOMPARE(code(wait(endRegistrations(world.context(), world.enrolment, {}))), expected);
        QCOMPARE(world.sent(Method::Delete, text("/register/client-1")).size(), 0);
    }

    void secrets_are_forgotten()
    {
        Enrolled world;
        QVERIFY(world.rotateNow());
        QVERIFY(wait(forgetSecrets(world.context(), world.enrolment.id)));
        QVERIFY(world.secrets.values.isEmpty());
        QVERIFY(world.records.tables.value(text("enrolments_pending")).isEmpty());
    }

    // The profiles of one network, as the wallet keeps them.
    void two_profiles_share_nothing()
    {
        Enrolled world;
        const auto accounts = accountsOf(world);
        const auto first = wait(accounts->join(AsIdentifier(text("health")), {}));
        world.clock.advanceSeconds(60);
        const auto second = wait(accounts->join(AsIdentifier(text("health")), {}));
        QVERIFY(first && second);
        QVERIFY(first->id != second->id && first->account != second->account);
        QVERIFY(first->walletIssuer != second->walletIssuer && first->walletClientId != second->walletClientId);
        QSet<QString> keys;
        for (const Enrolment &one : {*first, *second}) {
            for (const char *what : {"provider", "wallet-client", "account-client"}) {
                const SecretName name{SecretPurpose::AsKeys, one.id.value() + u'/' + text(what)};
                keys.insert(jose::PrivateKey::fromSecret(world.secrets.values.value(name))->thumbprint());
            }
        }
        QCOMPARE(keys.size(), 6);
        QVERIFY(m_contexts.clients.size() >= 2); // a network context each
    }

    void name_and_default_are_the_persons()
    {
        Enrolled world;
        const auto accounts = accountsOf(world);
        const AsIdentifier health(text("health"));
        const auto first = *wait(accounts->join(health, {}));
        world.clock.advanceSeconds(60);
        const auto second = *wait(accounts->join(health, {}));
        QCOMPARE(accounts->at(health).first().id, first.id);
        QVERIFY(accounts->setDefault(second.id));
        QCOMPARE(accounts->at(health).first().id, second.id);
        QVERIFY(accounts->setDisplayName(second.id, QString(QChar(0x202e)) + text("Work\n")));
        QCOMPARE(accounts->at(health).first().displayName, text("Work"));
        QVERIFY(accounts->load());
        QCOMPARE(accounts->at(health).first().displayName, text("Work"));
        QVERIFY(accounts->at(health).first().isDefault);
        QCOMPARE(code(accounts->setDefault(EnrolmentId(text("other")))), QByteArray("unknown_as"));
    }

    void key_in_use()
    {
        Enrolled world;
        const auto accounts = accountsOf(world);
        const auto id = wait(accounts->join(AsIdentifier(text("health")), {}))->id;
        QVERIFY(wait(signs(accounts, id)));
        QCOMPARE(code(wait(accounts->rotate(id, {}))), QByteArray("key_in_use"));
        world.clock.advanceSeconds(301);
        for (const auto &uri : {text("/register/client-3"), text("/register/client-4")})
            world.http->on(Method::Put, asUrl + uri,
                           [&world, uri](const http::Request &request) { return world.take(asUrl + uri, request); });
        QCOMPARE(code(wait(accounts->rotate(id, {}))), QByteArray("accepted"));
        QCOMPARE(accounts->find(id)->keysSince, world.clock.nowSeconds());
    }

    /// An id_token by a key that the AS is about to forget would be refused.
    void nothing_is_signed_while_the_keys_are_exchanged()
    {
        Enrolled world;
        const auto accounts = accountsOf(world);
        const auto id = wait(accounts->join(AsIdentifier(text("health")), {}))->id;
        const QString wallet = asUrl + text("/register/client-3");
        const QString account = asUrl + text("/register/client-4");
        world.http->on(Method::Put, account,
                       [&world, account](const http::Request &request) { return world.take(account, request); });
        QByteArray during;
        world.http->on(Method::Put, wallet, [&](const http::Request &request) -> Result<http::Response> {
            spawn(signsSoon(accounts, id, &during)); // while the PUT is under way
            if (!during.isEmpty())
                qFatal("signed with a key that is about to go");
            return world.take(wallet, request);
        });
        QCOMPARE(code(wait(accounts->rotate(id, {}))), QByteArray("accepted"));
        QTRY_COMPARE(during,
                     QByteArray(jose::PrivateKey::fromSecret(
                                    world.secrets.values.value({SecretPurpose::AsKeys, id.value() + text("/provider")}))
                                    ->thumbprint()
                                    .toLatin1()));
    }

    void signing_goes_on_with_an_exchange_whose_answer_was_lost()
    {
        Enrolled world;
        const auto accounts = accountsOf(world);
        const auto id = wait(accounts->join(AsIdentifier(text("health")), {}))->id;
        const QString wallet = asUrl + text("/register/client-3");
        world.http->on(Method::Put, wallet, [](const http::Request &) -> Result<http::Response> {
            return fail("timed_out", {}, {}, Retry::Later);
        });
        QCOMPARE(code(wait(accounts->rotate(id, {}))), QByteArray("timed_out"));
        QCOMPARE(code(wait(signs(accounts, id))), QByteArray("key_rotation_unfinished"));
        const auto restarted = accountsOf(world); // the mark is durable
        QVERIFY(restarted->load());
        QCOMPARE(code(wait(signs(restarted, id))), QByteArray("key_rotation_unfinished"));
        world.http->on(Method::Put, wallet,
                       [&world, wallet](const http::Request &request) { return world.take(wallet, request); });
        QCOMPARE(code(wait(signs(restarted, id))), QByteArray("accepted"));
        QCOMPARE(world.sent(Method::Put, text("/register/client-4")).size(), 0); // no exchange is begun
    }

    void unfinished_exchanges_are_gone_on_with()
    {
        Enrolled world;
        const auto accounts = accountsOf(world);
        const auto id = wait(accounts->join(AsIdentifier(text("health")), {}))->id;
        const QString wallet = asUrl + text("/register/client-3");
        world.http->on(Method::Put, wallet, [](const http::Request &) -> Result<http::Response> {
            return fail("timed_out", {}, {}, Retry::Later);
        });
        QCOMPARE(code(wait(accounts->rotate(id, {}))), QByteArray("timed_out"));
        world.http->on(Method::Put, wallet,
                       [&world, wallet](const http::Request &request) { return world.take(wallet, request); });
        QCoro::waitFor(AsAccounts::finishRotations(accounts, {}));
        QVERIFY(world.records.tables.value(text("rotations")).isEmpty());
    }

    void invalid_client_between_two_sets_of_keys_is_no_lost_account()
    {
        Enrolled world;
        const auto accounts = accountsOf(world);
        const auto id = wait(accounts->join(AsIdentifier(text("health")), {}))->id;
        const QString wallet = asUrl + text("/register/client-3");
        world.http->on(Method::Put, wallet, [&](const http::Request &request) -> Result<http::Response> {
            [[maybe_unused]] const auto taken = world.take(wallet, request);
            return fail("timed_out", {}, {}, Retry::Later);
        });
        QCOMPARE(code(wait(accounts->rotate(id, {}))), QByteArray("timed_out"));
        const auto ticket = wait(accounts->client(id)->readTicket(Ticket(text("t")), {}));
        QCOMPARE(code(ticket), QByteArray("key_rotation_unfinished"));
        QCOMPARE(ticket.error().retry, Retry::Later);
    }

    void left_profile_is_gone_here_too()
    {
        Enrolled world;
        const auto accounts = accountsOf(world);
        const auto id = wait(accounts->join(AsIdentifier(text("health")), {}))->id;
        const auto kept = world.secrets.values.size();
        for (const auto &uri : {text("/register/client-3"), text("/register/client-4")})
            world.http->answer(Method::Delete, asUrl + uri, errorResponse(503, "no"));
        QCOMPARE(code(wait(accounts->leave(id, {}))), QByteArray("as_unavailable"));
        QVERIFY(accounts->find(id));
        QCOMPARE(world.secrets.values.size(), kept);
        for (const auto &uri : {text("/register/client-3"), text("/register/client-4")})
            world.http->answer(Method::Delete, asUrl + uri, FakeHttpClient::text({}, 204));
        QCOMPARE(code(wait(accounts->leave(id, {}))), QByteArray("accepted"));
        QVERIFY(!accounts->find(id));
        QVERIFY(!m_contexts.clients.contains(id.value()));
        QVERIFY(world.records.tables.value(text("enrolments")).isEmpty());
        const AsIdentifier health(text("health"));
        QVERIFY(accounts->hasLeft(health));
        QVERIFY(accounts->load());
        QVERIFY(accounts->hasLeft(health)); // not joined again by itself, after a restart either
        QVERIFY(wait(accounts->join(health, {})));
        QVERIFY(!accounts->hasLeft(health));
    }

private:
    /// The AS has changed over, and nobody heard it: from here on it knows the new keys only.
    void losesTheYes(Enrolled &world)
    {
        const auto take = [&world](const http::Request &request) -> Result<http::Response> {
            [[maybe_unused]] const auto taken = world.take(walletUri, request);
            return fail("connection_lost", {}, {}, Retry::Later);
        };
        world.http->on(Method::Put, walletUri, take);
        QCOMPARE(code(world.rotateNow()), QByteArray("connection_lost"));
    }

    http::FakeNetworkContexts m_contexts;

    std::shared_ptr<AsAccounts> accountsOf(Enrolled &world)
    {
        m_contexts.clients.clear();
        m_contexts.shared = world.http;
        const AccountsContext context{&m_contexts, &world.secrets, &world.records, &world.clock, &world.random, {}};
        return std::make_shared<AsAccounts>(context, profile());
    }
};

QTEST_GUILESS_MAIN(TestRotation)
#include "tst_rotation.moc"
