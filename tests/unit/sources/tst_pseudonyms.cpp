// No pseudonym occurs twice (profile 6), whenever the wallet is killed and however often a source hands out the same ones:
// 10,000 permissions with FPX_TEST_FULL, 500 without, over a real vault.
#include "../vault/bench.h"
#include "../vault/mortalrecords.h"
#include "sourcetest.h"

#include <random>

using namespace sourcetest;
using vault::test::Bench;
using vault::test::MortalRecords;

namespace {

int permissions()
{
    return qEnvironmentVariableIsEmpty("FPX_TEST_FULL") ? 500 : 10'000;
}

class TestPseudonyms : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Bench> bench;
    std::unique_ptr<World> world;
    std::shared_ptr<vault::Vault> store;
    std::unique_ptr<MortalRecords> records;
    std::shared_ptr<SourceService> service;
    std::mt19937 random{20261124};
    int kills = 0;

    bool chance(unsigned of) { return random() % of == 0; }

    /// As after a kill: the vault's files and the keychain are what is left.
    void start()
    {
        service.reset();
        records.reset();
        store.reset();
        const auto opened = bench->open();
        if (!opened)
            qFatal("the vault does not open");
        store = *opened;
        records = std::make_unique<MortalRecords>(store);
        SourceContext context;
        context.http = [this](const QString &) -> std::shared_ptr<http::HttpClient> { return world->http; };
        context.receiver = &world->receiver;
        context.secrets = &world->secrets;
        context.records = records.get();
        context.clock = &world->clock;
        context.random = &world->random;
        service = std::make_shared<SourceService>(context, QList<op::DataSource>{world->source});
        const QJsonObject account = world->records.tables.value(text("sources")).value(world->id().value());
        if (!records->put(text("sources"), world->id().value(), account) || !service->load())
            qFatal("cannot load");
        records->onWrite = [this] {
            if (!chance(40))
                return MortalRecords::Death::None;
            ++kills;
            return chance(2) ? MortalRecords::Death::Before : MortalRecords::Death::After;
        };
    }
    void begin(op::RotStrategy strategy)
    {
        bench = std::make_unique<Bench>();
        world = std::make_unique<World>(strategy);
        world->connected();
        kills = 0;
        start();
    }

private Q_SLOTS:
    void cleanup()
    {
        service.reset();
        records.reset();
        store.reset();
        world.reset();
        bench.reset();
    }

    void no_pseudonym_occurs_twice()
    {
        begin(op::RotStrategy::HmacJwt);
        int handed = 0;
        world->http->on(Method::Post, base + text("/rot"), [&](const http::Request &) -> Result<http::Response> {
            // A source that forgets what it has handed out gives the same ones again now and then.
            const bool again = handed > 3 && chance(4);
            return FakeHttpClient::json(World::material(again ? 1 + static_cast<int>(random() % 3) : ++handed));
        });
        QSet<QString> seen;
        for (int made = 0; made < permissions();) {
            const auto rot = wait(service->sealedRot(world->id(), world->demand(), world->registry(), {}));
            if (rot && !records->dead) {
                QVERIFY2(!seen.contains(rot->pseudonym), qPrintable(rot->pseudonym));
                seen.insert(rot->pseudonym);
                ++made;
            } else if (rot) { // killed after the write: the permission may have been signed and sent all the same
                QVERIFY(!seen.contains(rot->pseudonym));
                seen.insert(rot->pseudonym);
            }
            if (records->dead)
                start();
        }
        QVERIFY(kills > permissions() / 100);
        QVERIFY(handed >= permissions() / 10);
        qInfo("%d permissions, %d kills, %d materials", permissions(), kills, handed);
    }

    void the_wallet_makes_its_own_for_a_source_that_has_none()
    {
        begin(op::RotStrategy::Simple);
        world->http->answer(Method::Post, base + text("/rot"), FakeHttpClient::json({{text("rot"), text("opaque")}}));
        QSet<QString> seen;
        for (int made = 0; made < permissions() / 10; ++made) {
            const auto rot = wait(service->sealedRot(world->id(), world->demand(), world->registry(), {}));
            QVERIFY(rot);
            QVERIFY(!seen.contains(rot->pseudonym));
            seen.insert(rot->pseudonym);
        }
    }
};

} // namespace

QTEST_GUILESS_MAIN(TestPseudonyms)
#include "tst_pseudonyms.moc"
