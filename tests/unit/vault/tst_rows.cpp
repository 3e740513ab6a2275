// Rows: what is put comes back, what was meddled with does not, and a failure changes nothing.
#include "bench.h"

#include <stdexcept>

using namespace fpx;
using namespace fpx::vault;
using namespace fpx::vault::test;

namespace {

const QString people = QStringLiteral("people");
const QString places = QStringLiteral("places");
const QString ann = QStringLiteral("ann");
const QString bob = QStringLiteral("bob");

} // namespace

class TestRows : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Bench> bench;
    std::shared_ptr<Vault> vault;

    void open()
    {
        const auto opened = bench->open();
        QVERIFY(opened);
        vault = *opened;
    }
    void close() { vault.reset(); }

private Q_SLOTS:
    void init()
    {
        bench = std::make_unique<Bench>();
        open();
    }
    void cleanup()
    {
        close();
        bench.reset();
    }

    void comesBack()
    {
        const QByteArray binary("\0\xff\x01", 3);
        QVERIFY(vault->put(people, ann, binary));
        QVERIFY(vault->put(people, bob, QJsonObject{{QStringLiteral("n"), 7}}));
        QVERIFY(vault->put(places, ann, QByteArray("")));
        close();
        open();
        QCOMPARE(*vault->get(people, ann), binary);
        QCOMPARE(vault->object(people, bob)->value(QStringLiteral("n")).toInt(), 7);
        QCOMPARE(*vault->get(places, ann), QByteArray(""));
        QCOMPARE(*vault->count(people), 2);
        QCOMPARE(codeOf(vault->get(places, bob)), QByteArray("row_not_found"));
        QVERIFY(*vault->contains(people, bob));
        QVERIFY(vault->remove(people, bob));
        QVERIFY(vault->remove(people, bob));
        QVERIFY(!*vault->contains(people, bob));
        QVERIFY(vault->put(people, ann, QByteArray("new")));
        QCOMPARE(vault->row(people, ann)->version, 2);
        QCOMPARE(vault->row(people, ann)->value, QByteArray("new"));
    }

    void listsInOrderAndByPage()
    {
        for (int i = 0; i < 600; ++i)
            QVERIFY(vault->transaction([&] { return vault->put(people, QString::number(i), QByteArray::number(i)); }));
        QVERIFY(vault->put(places, ann, QByteArray("x")));
        const auto all = vault->rows(people);
        QCOMPARE(all->size(), 600);
        QCOMPARE(all->at(599).id, QStringLiteral("599"));
        ListOptions newest;
        newest.newestFirst = true;
        newest.limit = 2;
        const auto last = vault->rows(people, newest);
        QCOMPARE(last->size(), 2);
        QCOMPARE(last->at(1).id, QStringLiteral("598"));
        newest.after = last->at(1).position;
        QCOMPARE(vault->rows(people, newest)->at(0).id, QStringLiteral("597"));
        // The visitor may change what it visits.
        QVERIFY(vault->list(people, [&](const Row &row) { return vault->remove(people, row.id).has_value(); }));
        QCOMPARE(*vault->count(people), 0);
        // … and may lock.
        QVERIFY(vault->put(people, ann, QByteArray("1")));
        QVERIFY(vault->put(people, bob, QByteArray("2")));
        int visited = 0;
        const auto locking = vault->list(people, [&](const Row &) {
            ++visited;
            vault->lock();
            return true;
        });
        QCOMPARE(codeOf(locking), QByteArray("vault_locked"));
        QCOMPARE(visited, 1);
    }

    void findsByTag()
    {
        const QString red = QStringLiteral("colour:red");
        const QString blue = QStringLiteral("colour:blue");
        QVERIFY(vault->put(people, ann, QByteArray("1"), {red, blue}));
        QVERIFY(vault->put(people, bob, QByteArray("2"), {red}));
        QVERIFY(vault->put(places, bob, QByteArray("3"), {red}));
        QCOMPARE(vault->findByTag(people, red)->size(), 2);
        QCOMPARE(vault->findByTag(people, blue)->size(), 1);
        QVERIFY(vault->put(people, ann, QByteArray("1"), {blue}));
        QCOMPARE(vault->findByTag(people, red)->size(), 1);
        QVERIFY(vault->remove(people, bob));
        QVERIFY(vault->findByTag(people, red)->isEmpty());
        QCOMPARE(vault->findByTag(places, red)->size(), 1);
    }

    void row_under_a_foreign_tag()
    {
        QVERIFY(vault->put(people, ann, QByteArray("1"), {QStringLiteral("a")}));
        QVERIFY(vault->put(people, bob, QByteArray("2"), {QStringLiteral("b")}));
        close();
        bench->sql(QStringLiteral("UPDATE tags SET position = 2 WHERE position = 1"));
        open();
        QCOMPARE(codeOf(vault->findByTag(people, QStringLiteral("a"))), QByteArray("row_damaged"));
    }

    void refuses_names_and_sizes()
    {
        const QByteArray refused("row_refused");
        const QByteArray value("v");
        QCOMPARE(codeOf(vault->put(QStringLiteral("fpx.secrets"), ann, value)), refused);
        QCOMPARE(codeOf(vault->put(QStringLiteral("People"), ann, value)), refused);
        QCOMPARE(codeOf(vault->put(QString(), ann, value)), refused);
        QCOMPARE(codeOf(vault->put(people, QString(), value)), refused);
        QCOMPARE(codeOf(vault->put(people, QString(1'001, QLatin1Char('x')), value)), refused);
        QCOMPARE(codeOf(vault->put(people, ann, QByteArray(4 * 1024 * 1024 + 1, 'x'))), refused);
        QCOMPARE(codeOf(vault->put(people, ann, value, QStringList(65, ann))), refused);
        QCOMPARE(codeOf(vault->count(QStringLiteral("fpx.litter"))), refused);
    }

    // ── meddling ──
    void rows_swapped()
    {
        QVERIFY(vault->put(people, ann, QByteArray("rich")));
        QVERIFY(vault->put(people, bob, QByteArray("poor")));
        close();
        const auto one = bench->sql(QStringLiteral("SELECT sealed FROM sealed_rows WHERE position = 1"));
        const auto two = bench->sql(QStringLiteral("SELECT sealed FROM sealed_rows WHERE position = 2"));
        bench->sql(QStringLiteral("UPDATE sealed_rows SET sealed = ? WHERE position = 1"), {two});
        bench->sql(QStringLiteral("UPDATE sealed_rows SET sealed = ? WHERE position = 2"), {one});
        open();
        QCOMPARE(codeOf(vault->get(people, ann)), QByteArray("row_damaged"));
        QCOMPARE(codeOf(vault->get(people, bob)), QByteArray("row_damaged"));
    }

    void row_keys_swapped()
    {
        QVERIFY(vault->put(people, ann, QByteArray("rich")));
        QVERIFY(vault->put(people, bob, QByteArray("poor")));
        close();
        const auto one = bench->sql(QStringLiteral("SELECT key FROM sealed_rows WHERE position = 1"));
        const auto two = bench->sql(QStringLiteral("SELECT key FROM sealed_rows WHERE position = 2"));
        bench->sql(QStringLiteral("UPDATE sealed_rows SET key = x'00' WHERE position = 1"));
        bench->sql(QStringLiteral("UPDATE sealed_rows SET key = ? WHERE position = 2"), {one});
        bench->sql(QStringLiteral("UPDATE sealed_rows SET key = ? WHERE position = 1"), {two});
        open();
        QCOMPARE(codeOf(vault->get(people, ann)), QByteArray("row_damaged"));
        QCOMPARE(codeOf(vault->get(people, bob)), QByteArray("row_damaged"));
    }

    void row_moved_to_another_table()
    {
        QVERIFY(vault->put(people, ann, QByteArray("1")));
        close();
        bench->sql(QStringLiteral("UPDATE sealed_rows SET tbl = 'places'"));
        open();
        QCOMPARE(codeOf(vault->rows(places)), QByteArray("row_damaged"));
        QCOMPARE(codeOf(vault->get(places, ann)), QByteArray("row_not_found"));
    }

    void version_changed()
    {
        QVERIFY(vault->put(people, ann, QByteArray("1")));
        close();
        bench->sql(QStringLiteral("UPDATE sealed_rows SET version = 2"));
        open();
        QCOMPARE(codeOf(vault->get(people, ann)), QByteArray("row_damaged"));
    }

    void old_version_under_the_new_number()
    {
        QVERIFY(vault->put(people, ann, QByteArray("old")));
        close();
        const auto old = bench->sql(QStringLiteral("SELECT sealed FROM sealed_rows"));
        open();
        QVERIFY(vault->put(people, ann, QByteArray("new")));
        close();
        bench->sql(QStringLiteral("UPDATE sealed_rows SET sealed = ?"), {old});
        open();
        QCOMPARE(codeOf(vault->get(people, ann)), QByteArray("row_damaged"));
    }

    void byte_flipped()
    {
        QVERIFY(vault->put(people, ann, QByteArray("value")));
        close();
        const QByteArray sealed = bench->sql(QStringLiteral("SELECT sealed FROM sealed_rows")).toByteArray();
        for (qsizetype i = 0; i < sealed.size(); i += 7) {
            QByteArray changed = sealed;
            changed[i] = static_cast<char>(changed.at(i) ^ 0x10);
            bench->sql(QStringLiteral("UPDATE sealed_rows SET sealed = ?"), {changed});
            open();
            QCOMPARE(codeOf(vault->get(people, ann)), QByteArray("row_damaged"));
            close();
        }
        for (const QVariant &odd : {QVariant(QByteArray("")), QVariant(QStringLiteral("text")), QVariant(7),
                                    QVariant(sealed.first(20)), QVariant(sealed + '\0')}) {
            bench->sql(QStringLiteral("UPDATE sealed_rows SET sealed = ?"), {odd});
            open();
            QCOMPARE(codeOf(vault->get(people, ann)), QByteArray("row_damaged"));
            close();
        }
    }

    void a_damaged_row_hides_no_other_and_can_be_replaced()
    {
        QVERIFY(vault->put(people, ann, QByteArray("1")));
        QVERIFY(vault->put(people, bob, QByteArray("2")));
        close();
        bench->sql(QStringLiteral("UPDATE sealed_rows SET sealed = x'00' WHERE position = 1"));
        open();
        QStringList seen;
        const auto listed = vault->list(people, [&](const Row &row) {
            seen.append(row.id);
            return true;
        });
        QCOMPARE(codeOf(listed), QByteArray("row_damaged"));
        QCOMPARE(seen, QStringList{bob});
        QVERIFY(vault->put(people, ann, QByteArray("again")));
        QCOMPARE(*vault->get(people, ann), QByteArray("again"));
    }

    // ── transactions ──
    void transaction_rolls_back()
    {
        QVERIFY(vault->put(people, ann, QByteArray("before")));
        const auto result = vault->transaction([&]() -> Result<void> {
            FPX_CHECK(vault->put(people, ann, QByteArray("after")));
            FPX_CHECK(vault->put(people, bob, QByteArray("after")));
            return fail("changed_my_mind", QString());
        });
        QCOMPARE(codeOf(result), QByteArray("changed_my_mind"));
        QCOMPARE(*vault->get(people, ann), QByteArray("before"));
        QCOMPARE(*vault->count(people), 1);
        QVERIFY(vault->put(people, bob, QByteArray("later")));
    }

    void transaction_rolls_back_when_an_exception_passes()
    {
        const auto work = [&]() -> Result<void> {
            FPX_CHECK(vault->put(people, ann, QByteArray("x")));
            throw std::runtime_error("no");
        };
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, static_cast<void>(vault->transaction(work)));
        QCOMPARE(*vault->count(people), 0);
        QVERIFY(vault->put(people, ann, QByteArray("x")));
    }

    void nested_transaction()
    {
        const auto result = vault->transaction([&]() -> Result<void> {
            FPX_CHECK(vault->put(people, ann, QByteArray("x")));
            return vault->transaction([]() -> Result<void> { return {}; });
        });
        QCOMPARE(codeOf(result), QByteArray("nested_transaction"));
        QCOMPARE(*vault->count(people), 0);
        QVERIFY(vault->transaction([&]() -> Result<void> {
            const SecretName name{SecretPurpose::SignIn, QStringLiteral("x")};
            const Secret secret(QByteArray("s"));
            if (codeOf(QCoro::waitFor(vault->put(name, secret))) != "nested_transaction")
                return fail("wrong", QString());
            return {};
        }));
    }

    void locked_within_a_transaction()
    {
        const auto result = vault->transaction([&]() -> Result<void> {
            FPX_CHECK(vault->put(people, ann, QByteArray("x")));
            vault->lock();
            return vault->put(people, bob, QByteArray("x"));
        });
        QCOMPARE(codeOf(result), QByteArray("vault_locked"));
        QVERIFY(QCoro::waitFor(vault->unlock()));
        QCOMPARE(*vault->count(people), 0);
    }

    void disk_full_keeps_what_was_there()
    {
        QVERIFY(vault->put(people, ann, QByteArray("before")));
        QVERIFY(vault->limitPages(1)); // not less than it has now
        const QByteArray large(200'000, 'x');
        QCOMPARE(codeOf(vault->put(people, bob, large)), QByteArray("disk_full"));
        QCOMPARE(codeOf(vault->put(people, ann, large)), QByteArray("disk_full"));
        QCOMPARE(*vault->get(people, ann), QByteArray("before"));
        QCOMPARE(*vault->count(people), 1);
        QVERIFY(vault->limitPages(0));
        QVERIFY(vault->put(people, bob, large));
        close();
        open();
        QCOMPARE(*vault->get(people, ann), QByteArray("before"));
        QCOMPARE(*vault->get(people, bob), large);
    }

    void disk_full_within_a_transaction_cannot_be_overlooked()
    {
        QVERIFY(vault->put(people, ann, QByteArray("before")));
        QVERIFY(vault->limitPages(1));
        const auto result = vault->transaction([&]() -> Result<void> {
            FPX_CHECK(vault->put(people, ann, QByteArray("half")));
            [[maybe_unused]] const auto ignored = vault->put(people, bob, QByteArray(200'000, 'x'));
            // SQLite has rolled back by now: this must not become a transaction of its own.
            [[maybe_unused]] const auto also = vault->put(people, QStringLiteral("cy"), QByteArray("other half"));
            return {};
        });
        QCOMPARE(codeOf(result), QByteArray("disk_full"));
        QCOMPARE(*vault->get(people, ann), QByteArray("before"));
        QCOMPARE(*vault->count(people), 1);
    }

    void no_plain_text_in_the_files()
    {
        const QByteArray marker("Anna Maria Mustermann 1970");
        const QString id = QStringLiteral("sub-of-a-person-4711");
        const QString tag = QStringLiteral("client:immunize-me");
        QVERIFY(vault->put(people, id, marker, {tag}));
        QVERIFY(vault->logAppend(1, "proof", marker));
        const SecretName small{SecretPurpose::AsTokens, QStringLiteral("token-of-4711")};
        const SecretName large{SecretPurpose::AsKeys, QStringLiteral("key-of-4711")};
        const Secret smallSecret(QByteArray("eyJhbGciOi-small-token"));
        const Secret largeSecret(QByteArray(3'000, 'k') + "large-private-key");
        QVERIFY(QCoro::waitFor(vault->put(small, smallSecret)));
        QVERIFY(QCoro::waitFor(vault->put(large, largeSecret)));
        QByteArrayList needles{marker,
                               id.toUtf8(),
                               tag.toUtf8(),
                               small.id.toUtf8(),
                               large.id.toUtf8(),
                               smallSecret.view(),
                               QByteArray("large-private-key")};
        for (const Secret &keys : std::as_const(bench->keychain->items)) {
            for (qsizetype at = 21; at + 32 <= 245 && keys.size() == 261; at += 32)
                needles.append(keys.view().sliced(at, 32));
        }
        QVERIFY(needles.size() == 14);
        for (int pass = 0; pass < 2; ++pass) { // with its write-ahead log, and closed
            const QByteArray all = bench->everything();
            QVERIFY(all.size() > 20'000);
            for (const QByteArray &needle : std::as_const(needles)) {
                QVERIFY(!all.contains(needle));
                QVERIFY(!all.toLower().contains(needle.toHex()));
                for (qsizetype shift = 0; shift < 3; ++shift) { // base64 at each alignment
                    const QByteArray encoded = needle.sliced(shift).toBase64(QByteArray::OmitTrailingEquals).chopped(2);
                    QVERIFY(!all.contains(encoded));
                    QByteArray url = encoded;
                    QVERIFY(!all.contains(url.replace('+', '-').replace('/', '_')));
                }
            }
            if (pass == 0)
                close();
        }
    }
};

QTEST_GUILESS_MAIN(TestRows)
#include "tst_rows.moc"
