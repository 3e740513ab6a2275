// Profile 6: ROTs by strategy, pseudonyms that are never used twice, and the key that they are encrypted to.
#include "sourcetest.h"

#include <fpx/jose/signature.h>

using namespace sourcetest;

int World::proofUsed(const SealedRot &sealed) const
{
    const QByteArray jwt = opened(sealed).payload;
    const qsizetype dot = jwt.lastIndexOf('.');
    for (int number = 1; number <= 9; ++number) {
        const auto mac = jose::hmacSha256(jwt.left(dot), Secret(proofOf(number)));
        if (mac->toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals) == jwt.mid(dot + 1))
            return number;
    }
    return 0;
}

class TestRot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hmac_rot_has_exactly_the_claims()
    {
        World world;
        world.connected();
        const auto sealed = world.rot();
        QVERIFY2(sealed, sealed ? "" : sealed.error().code.constData());
        const auto message = world.opened(*sealed);
        QCOMPARE(message.header.typ, text("fpx-rot+jwe"));
        QCOMPARE(message.header.kid, world.encryption.keyId());
        QCOMPARE(message.header.apu, QByteArray("https://as.example"));
        QCOMPARE(message.header.apv, QByteArray("Clinic_1"));
        const auto jwt = jose::peekUnverified(message.payload);
        QVERIFY(jwt);
        QCOMPARE(jwt->header.value(text("typ")).toString(), text("fpx-rot+jwt"));
        QCOMPARE(jwt->header.value(text("alg")).toString(), text("HS256"));
        QCOMPARE(QStringList(jwt->claims.keys()).join(QLatin1Char(' ')),
                 text("as aud client_id cnf exp permission_id sub"));
        QCOMPARE(jwt->claims.value(text("sub")).toString(), sealed->pseudonym);
        QCOMPARE(jwt->claims.value(text("aud")), QJsonValue(text("Clinic_1")));
        QCOMPARE(jwt->claims.value(text("as")).toString(), text("https://as.example"));
        QCOMPARE(jwt->claims.value(text("client_id")).toString(), text("immunize-me"));
        QCOMPARE(jwt->claims.value(text("cnf")), QJsonValue(QJsonObject{{text("jkt"), text("thumbprint")}}));
        QCOMPARE(jwt->claims.value(text("exp")).toInteger(), 1'797'000'000);
        QCOMPARE(world.proofUsed(*sealed), 1);
        const auto ask = world.sent(Method::Post, text("/rot")).first();
        QCOMPARE(ask.body, QByteArray("{}"));
        QCOMPARE(ask.bearer.view(), QByteArray("access-1"));
    }

    void simple_rot_is_asked_for_each_permission()
    {
        World world(op::RotStrategy::Simple);
        world.http->answer(Method::Post, base + text("/rot"), FakeHttpClient::json(json("{'rot':'opaque'}")));
        world.connected();
        const auto first = world.rot(text("child-1"));
        QVERIFY(first);
        QCOMPARE(world.opened(*first).payload, QByteArray("opaque"));
        const QJsonObject body = *parseJsonObject(world.sent(Method::Post, text("/rot")).first().body);
        QCOMPARE(
            body,
            json("{'permission_id':'6b5a2f0e-0000-4000-8000-000000000001','jkt':'thumbprint','subject':'child-1'}"));
        const auto second = world.rot();
        QVERIFY(second->pseudonym != first->pseudonym);
        QVERIFY(!parseJsonObject(world.sent(Method::Post, text("/rot")).last().body)->contains(text("subject")));
    }

    void pseudonyms_are_never_reused_across_restarts()
    {
        World world;
        world.connected();
        QSet<QString> seen;
        for (int i = 0; i < 25; ++i) {
            const auto sealed = world.rot();
            QVERIFY(sealed);
            QVERIFY2(!seen.contains(sealed->pseudonym), qPrintable(sealed->pseudonym));
            seen.insert(sealed->pseudonym);
            QCOMPARE(world.proofUsed(*sealed), 1 + i / 10);
            if (i % 4 == 0)
                world.restart();
        }
        QCOMPARE(world.materials, 3);
    }

    void pseudonym_is_durably_used_before_the_rot_exists()
    {
        World world;
        world.connected();
        QVERIFY(world.rot());
        QVERIFY(world.records.tables.value(text("pseudonyms_used")).contains(World::pseudonym(1, 0)));
        world.records.failWith = fail("disk_full", {});
        QCOMPARE(code(world.rot()), QByteArray("disk_full"));
        world.records.failWith = {};
        QCOMPARE(world.rot()->pseudonym, World::pseudonym(1, 1));
    }

    void source_that_hands_out_a_used_pseudonym()
    {
        World world;
        world.connected();
        for (int i = 0; i < 10; ++i)
            QVERIFY(world.rot());
        world.http->answer(Method::Post, base + text("/rot"),
                           FakeHttpClient::json(World::material(1))); // all of them again
        QCOMPARE(code(world.rot()), QByteArray("bad_rot_material"));
    }

    void material_expires()
    {
        World world;
        world.connected();
        QVERIFY(world.rot());
        world.clock.advanceSeconds(1800);
        const auto sealed = world.rot();
        QVERIFY(sealed);
        QCOMPARE(sealed->pseudonym, World::pseudonym(2, 0));
        QCOMPARE(world.proofUsed(*sealed), 2);
    }

    void subjects_have_material_of_their_own()
    {
        World world;
        world.connected();
        const auto own = world.rot();
        const auto child = world.rot(text("child-1"));
        QCOMPARE(world.proofUsed(*own), 1);
        QCOMPARE(world.proofUsed(*child), 2);
        QCOMPARE(*parseJsonObject(world.sent(Method::Post, text("/rot")).last().body), json("{'subject':'child-1'}"));
        for (const SecretName &name : world.secrets.inner.values.keys())
            QVERIFY(!name.id.contains(text("child-1"))); // a source's own word in no name
    }

    void new_material_while_the_proof_is_read()
    {
        World world;
        world.connected();
        QVERIFY(world.rot());
        // The old proof has been read when other material takes its place: no ROT of the one under the proof of the other.
        world.secrets.onGet = [&world] {
            world.secrets.onGet = [&world] {
                world.records.tables[text("pseudonyms")].clear();
                const auto sealed = world.rot(); // fetches material 2
                if (!sealed || world.proofUsed(*sealed) != 2)
                    qFatal("no second material");
            };
        };
        const auto sealed = world.rot();
        QVERIFY(sealed);
        const int number = sealed->pseudonym.right(3).toInt() / 100;
        QCOMPARE(world.proofUsed(*sealed), number);
    }

    void bad_material_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QJsonValue>("value");
        const auto row = [](const char *tag, const char *name, const QJsonValue &value) {
            QTest::newRow(tag) << QByteArray(name) << value;
        };
        row("no_proof", "proof", QJsonValue());
        row("short_proof", "proof", text("AAAA"));
        row("proof_not_base64url", "proof", QString(43, QLatin1Char('+')));
        row("no_pseudonyms", "pseudonyms", QJsonArray());
        row("pseudonym_no_uuid", "pseudonyms", QJsonArray{text("aicha@example")});
        row("pseudonym_line_feed", "pseudonyms", QJsonArray{World::pseudonym(1, 1) + text("\n")});
        row("pseudonym_number", "pseudonyms", QJsonArray{5});
        row("no_expires_in", "expires_in", QJsonValue());
        row("expired", "expires_in", 0);
    }
    void bad_material()
    {
        QFETCH(QByteArray, name);
        QFETCH(QJsonValue, value);
        World world;
        world.connected();
        QJsonObject material = World::material(1);
        material.insert(QString::fromLatin1(name), value);
        world.http->answer(Method::Post, base + text("/rot"), FakeHttpClient::json(material));
        QCOMPARE(code(world.rot()), QByteArray("bad_rot_material"));
        QVERIFY(world.records.tables.value(text("pseudonyms_used")).isEmpty());
    }

    void rot_refused_and_offline()
    {
        World world;
        world.connected();
        world.http->answer(Method::Post, base + text("/rot"), errorResponse(403, "no_such_subject"));
        QCOMPARE(code(world.rot()), QByteArray("rot_refused"));
        world.http->answer(Method::Post, base + text("/rot"), errorResponse(503, "x"));
        QCOMPARE(code(world.rot()), QByteArray("source_offline"));
        QCOMPARE(world.service->account(world.id())->health, SourceHealth::Offline);
        World simple(op::RotStrategy::Simple);
        simple.connected();
        QCOMPARE(code(simple.rot()), QByteArray("bad_rot_material")); // material where a rot belongs
    }

    void source_away_before_its_keys_are_known_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("metadata") << text("/.well-known/openid-configuration");
        QTest::newRow("keys") << text("/jwks");
    }
    void source_away_before_its_keys_are_known()
    {
        QFETCH(QString, path);
        World world;
        world.connected();
        world.restart();
        world.http->fail(Method::Get, base + path, Error{"connection_lost", {}, {}, Retry::Later});
        const auto result = world.rot();
        QCOMPARE(code(result), QByteArray("source_offline"));
        QVERIFY2(result.error().message.startsWith(text("Clinic")), qPrintable(result.error().message));
        QCOMPARE(world.service->account(world.id())->health, SourceHealth::Offline);
    }

    void source_away_while_its_token_is_renewed()
    {
        World world;
        world.connected();
        QVERIFY(world.rot());
        world.clock.advanceSeconds(600);
        world.http->fail(Method::Post, base + text("/token"), Error{"timed_out", {}, {}, Retry::Later});
        QCOMPARE(code(wait(world.service->refresh(world.id(), {}))), QByteArray("source_offline"));
        QCOMPARE(world.service->account(world.id())->health, SourceHealth::Offline);
    }

    void registry_key_differs()
    {
        World world;
        world.connected();
        const auto stranger = World().registry();
        QCOMPARE(code(wait(world.service->sealedRot(world.id(), world.demand(), stranger, {}))),
                 QByteArray("registry_key_differs"));
        QCOMPARE(code(wait(world.service->sealedRot(world.id(), world.demand(), "{}", {}))),
                 QByteArray("registry_key_differs"));
        QCOMPARE(code(wait(world.service->sealedRot(world.id(), world.demand(), "", {}))),
                 QByteArray("registry_key_differs"));
        const auto two = jose::JwkSet({world.encryption.publicKey(), World().encryption.publicKey()});
        QCOMPARE(code(wait(world.service->sealedRot(world.id(), world.demand(), toCompactJson(two.toJson()), {}))),
                 QByteArray("registry_key_differs")); // one more key than the source's own
        QCOMPARE(world.materials, 0);                 // nothing was taken
    }

    void new_key_of_the_source_is_no_alarm()
    {
        World world;
        world.connected();
        QVERIFY(world.rot());
        world.encryption = *jose::PrivateKey::generateAgreement(jose::Curve::X25519);
        world.clock.advanceSeconds(61);
        const auto sealed = world.rot();
        QVERIFY2(sealed, sealed ? "" : sealed.error().code.constData());
        QCOMPARE(world.opened(*sealed).header.kid, world.encryption.keyId());
    }

    void not_connected()
    {
        World world;
        QCOMPARE(code(world.rot()), QByteArray("source_needs_sign_in"));
        QVERIFY(world.http->requests.isEmpty());
        QCOMPARE(code(wait(world.service->sealedRot(SourceIdentifier(text("x")), world.demand(), {}, {}))),
                 QByteArray("source_unknown"));
    }

    void cancelled()
    {
        World world;
        world.connected();
        CancelSource source;
        source.cancel();
        QCOMPARE(code(world.rot({}, source.token())), QByteArray("cancelled"));
    }
};

QTEST_GUILESS_MAIN(TestRot)
#include "tst_rot.moc"
