// SecretStore over the vault: nothing lost at any interruption, no orphan left behind in the end.
#include "bench.h"

using namespace fpx;
using namespace fpx::vault;
using namespace fpx::vault::test;
using Fault = FakeKeychain::Fault;

namespace {

const SecretName token{SecretPurpose::AsTokens, QStringLiteral("enrolment-1/token")};

Secret secretOf(const char *text)
{
    return Secret(QByteArray(text));
}

QCoro::Task<> putSoon(std::shared_ptr<Vault> vault, std::optional<Result<void>> *outcome)
{
    const Secret value = secretOf("new");
    *outcome = co_await vault->put(token, value);
}

} // namespace

class TestSecrets : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Bench> bench;
    std::shared_ptr<Vault> vault;

    void open()
    {
        const auto opened = bench->open();
        QVERIFY2(opened, opened ? "" : opened.error().code.constData());
        vault = *opened;
    }
    Result<void> put(const SecretName &name, const Secret &value) { return QCoro::waitFor(vault->put(name, value)); }
    Result<Secret> get(const SecretName &name) { return QCoro::waitFor(vault->get(name)); }
    Result<void> remove(const SecretName &name) { return QCoro::waitFor(vault->remove(name)); }

private Q_SLOTS:
    void init()
    {
        bench = std::make_unique<Bench>();
        open();
    }
    void cleanup()
    {
        vault.reset();
        bench.reset();
    }

    void comesBack()
    {
        const SecretName same{SecretPurpose::AsKeys, token.id};
        QCOMPARE(codeOf(get(token)), QByteArray("secret_not_found"));
        QVERIFY(put(token, secretOf("one")));
        QVERIFY(put(same, secretOf("other")));
        QCOMPARE(*get(token), secretOf("one"));
        QCOMPARE(*get(same), secretOf("other"));
        QVERIFY(put(token, secretOf("two")));
        QCOMPARE(*get(token), secretOf("two"));
        vault.reset();
        open();
        QCOMPARE(*get(token), secretOf("two"));
        QCOMPARE(bench->keychain->items.size(), 3); // keys, two secrets
        QVERIFY(remove(token));
        QVERIFY(remove(token));
        QVERIFY(remove(same));
        QCOMPARE(codeOf(get(token)), QByteArray("secret_not_found"));
        QCOMPARE(bench->keychain->items.size(), 1);
    }

    void largeOnesAreRows()
    {
        const Secret large(QByteArray(60'000, 'x'));
        QVERIFY(put(token, large));
        QCOMPARE(bench->keychain->items.size(), 1);
        QCOMPARE(*get(token), large);
        QVERIFY(put(token, secretOf("small")));
        QCOMPARE(bench->keychain->items.size(), 2);
        QVERIFY(put(token, large)); // back again: the item goes
        QCOMPARE(bench->keychain->items.size(), 1);
        QCOMPARE(*get(token), large);
        const Secret limit(QByteArray(2'000 - 41, 'x'));
        QVERIFY(put(token, limit));
        QCOMPARE(bench->keychain->items.size(), 2);
        QVERIFY(remove(token));
        QCOMPARE(bench->keychain->items.size(), 1);
    }

    void fewRoundTrips()
    {
        QVERIFY(put(token, secretOf("one")));
        bench->keychain->operations.clear();
        QVERIFY(get(token));
        QCOMPARE(bench->keychain->operations.size(), 1);
        QVERIFY(put(token, secretOf("two")));
        QCOMPARE(bench->keychain->operations.size(), 3);
        vault->lock();
        bench->keychain->operations.clear();
        QVERIFY(QCoro::waitFor(vault->unlock()));
        QCOMPARE(bench->keychain->operations.size(), 1);
    }

    void refuses_names_and_sizes()
    {
        const QByteArray refused("secret_refused");
        for (const QString &id :
             {QString(), QStringLiteral("a b"), QStringLiteral("a\n"), QString(129, QLatin1Char('a'))})
            QCOMPARE(codeOf(put(SecretName{SecretPurpose::SignIn, id}, secretOf("s"))), refused);
        QCOMPARE(codeOf(put(token, Secret())), refused);
        QCOMPARE(codeOf(put(token, Secret(QByteArray(65'537, 'x')))), refused);
    }

    void item_swapped_with_another()
    {
        const SecretName other{SecretPurpose::AsTokens, QStringLiteral("enrolment-2/token")};
        QVERIFY(put(token, secretOf("one")));
        QVERIFY(put(other, secretOf("two")));
        auto &items = bench->keychain->items;
        QStringList secrets = items.keys().filter(QStringLiteral("/secret/"));
        QCOMPARE(secrets.size(), 2);
        std::swap(items[secrets.at(0)], items[secrets.at(1)]);
        QCOMPARE(codeOf(get(token)), QByteArray("secret_damaged"));
        QCOMPARE(codeOf(get(other)), QByteArray("secret_damaged"));
    }

    void item_changed_or_gone()
    {
        QVERIFY(put(token, secretOf("one")));
        bench->keychain->fault = Fault::Corrupts;
        QCOMPARE(codeOf(get(token)), QByteArray("secret_damaged"));
        bench->keychain->fault = Fault::None;
        auto &items = bench->keychain->items;
        items.remove(items.keys().filter(QStringLiteral("/secret/")).constFirst());
        QCOMPARE(codeOf(get(token)), QByteArray("secret_damaged"));
        QVERIFY(put(token, secretOf("again")));
        QCOMPARE(*get(token), secretOf("again"));
    }

    void keychain_fails_while_replacing_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("locked") << Fault::Locked << QByteArray("keychain_locked");
        QTest::newRow("missing") << Fault::Missing << QByteArray("keychain_missing");
        QTest::newRow("no default") << Fault::NoDefault << QByteArray("keychain_no_default");
        QTest::newRow("timeout") << Fault::Timeout << QByteArray("keychain_timeout");
        QTest::newRow("denied") << Fault::Denied << QByteArray("keychain_denied");
        QTest::newRow("failed") << Fault::Failed << QByteArray("keychain_failed");
    }
    void keychain_fails_while_replacing()
    {
        QFETCH(Fault, fault);
        QFETCH(QByteArray, code);
        QVERIFY(put(token, secretOf("old")));
        bench->keychain->fault = fault;
        QCOMPARE(codeOf(put(token, secretOf("new"))), code);
        QCOMPARE(codeOf(get(token)), code); // never "not found"
        bench->keychain->fault = Fault::None;
        QCOMPARE(*get(token), secretOf("old"));
        // The old item cannot be removed: the new value counts all the same, and the litter goes at the next unlock.
        bench->keychain->fault = fault;
        bench->keychain->faultAfter = 1;
        QVERIFY(put(token, secretOf("newer")));
        bench->keychain->fault = Fault::None;
        bench->keychain->faultAfter = -1;
        QCOMPARE(*get(token), secretOf("newer"));
        QCOMPARE(bench->keychain->items.size(), 3);
        vault->lock();
        QVERIFY(QCoro::waitFor(vault->unlock()));
        QCOMPARE(bench->keychain->items.size(), 2);
        QCOMPARE(*get(token), secretOf("newer"));
    }

    void killed_after_the_item_was_written()
    {
        QVERIFY(put(token, secretOf("old")));
        // The new item is there, the row does not name it yet; as a crash would, a lock keeps it from being written.
        bench->keychain->afterEach = [this](const QString &) { vault->lock(); };
        QCOMPARE(codeOf(put(token, secretOf("new"))), QByteArray("vault_locked"));
        bench->keychain->afterEach = {};
        QCOMPARE(bench->keychain->items.size(), 3);
        vault.reset();
        open();
        QCOMPARE(*get(token), secretOf("old"));
        QCOMPARE(bench->keychain->items.size(), 2); // swept
    }

    void remove_while_the_keychain_is_locked()
    {
        QVERIFY(put(token, secretOf("old")));
        bench->keychain->fault = Fault::Locked;
        QCOMPARE(codeOf(remove(token)), QByteArray("keychain_locked"));
        QCOMPARE(codeOf(get(token)), QByteArray("secret_not_found"));
        bench->keychain->fault = Fault::None;
        vault->lock();
        QVERIFY(QCoro::waitFor(vault->unlock()));
        QCOMPARE(bench->keychain->items.size(), 1); // no orphan
    }

    void unlock_does_not_sweep_what_is_being_written()
    {
        bench->keychain->deferred = true;
        auto putting = vault->put(token, secretOf("new"));
        vault->lock();
        auto unlocking = vault->unlock();
        QVERIFY(QCoro::waitFor(std::move(unlocking)));
        const auto outcome = QCoro::waitFor(std::move(putting));
        QTest::qWait(1); // lets a sweep that should not happen happen
        bench->keychain->deferred = false;
        if (outcome)
            QCOMPARE(*get(token), secretOf("new"));
        else
            QCOMPARE(codeOf(get(token)), QByteArray("secret_not_found"));
    }

    void unlock_does_not_sweep_what_was_written_meanwhile()
    {
        // An older item goes first; while it does, one that was litter when the list was read becomes a secret.
        QVERIFY(put(token, secretOf("old")));
        bench->keychain->fault = Fault::Locked;
        QCOMPARE(codeOf(remove(token)), QByteArray("keychain_locked"));
        bench->keychain->fault = Fault::None;
        vault->lock();
        bench->keychain->deferred = true;
        std::optional<Result<void>> outcome;
        connect(vault.get(), &Vault::stateChanged, this, [&](VaultState state) {
            if (state == VaultState::Open)
                spawn(putSoon(vault, &outcome));
        });
        auto unlocking = vault->unlock();
        QVERIFY(QCoro::waitFor(std::move(unlocking)));
        QTRY_VERIFY(outcome);
        QVERIFY(*outcome);
        QTRY_COMPARE(bench->keychain->items.size(), 2); // the keys and the new secret: the litter is gone
        QTest::qWait(1);                                // lets a sweep that should not happen happen
        bench->keychain->deferred = false;
        QCOMPARE(*get(token), secretOf("new"));
    }

    void two_writers_of_one_name()
    {
        bench->keychain->deferred = true;
        auto one = vault->put(token, secretOf("one"));
        auto two = vault->put(token, secretOf("two"));
        auto reading = vault->get(token);
        QVERIFY(QCoro::waitFor(std::move(one)));
        QVERIFY(QCoro::waitFor(std::move(two)));
        QCOMPARE(codeOf(QCoro::waitFor(std::move(reading))), QByteArray("secret_not_found"));
        QCOMPARE(*get(token), secretOf("two"));
        QCOMPARE(bench->keychain->items.size(), 2);
    }

    void replaced_while_being_read()
    {
        QVERIFY(put(token, secretOf("old")));
        bench->keychain->deferred = true;
        auto writing = vault->put(token, secretOf("new"));
        QVERIFY(QCoro::waitFor(std::move(writing)));
        auto again = vault->put(token, secretOf("newest"));
        auto reading = vault->get(token);
        const auto value = QCoro::waitFor(std::move(reading));
        QVERIFY(value);
        QVERIFY(*value == secretOf("new") || *value == secretOf("newest"));
        QVERIFY(QCoro::waitFor(std::move(again)));
    }

    void disk_full_keeps_the_old_value()
    {
        const Secret large(QByteArray(60'000, 'x'));
        QVERIFY(put(token, secretOf("old")));
        QVERIFY(vault->limitPages(1));
        QCOMPARE(codeOf(put(token, large)), QByteArray("disk_full"));
        QCOMPARE(*get(token), secretOf("old"));
    }

    void anchors()
    {
        const QString name = QStringLiteral("head");
        QVERIFY(!*QCoro::waitFor(vault->readAnchor(name)));
        QVERIFY(QCoro::waitFor(vault->writeAnchor(name, "one")));
        QVERIFY(QCoro::waitFor(vault->writeAnchor(name, "two")));
        QCOMPARE(**QCoro::waitFor(vault->readAnchor(name)), QByteArray("two"));
        bench->keychain->fault = Fault::Corrupts;
        QCOMPARE(codeOf(QCoro::waitFor(vault->readAnchor(name))), QByteArray("row_damaged"));
        bench->keychain->fault = Fault::Locked;
        QCOMPARE(codeOf(QCoro::waitFor(vault->readAnchor(name))), QByteArray("keychain_locked"));
    }
};

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
