// What the book keeps in memory, and what it leaves in the store.
#include <fpx/consent/permissionbook.h>

#include <QJsonDocument>
#include <QTest>

using namespace fpx;
using namespace fpx::consent;

namespace {

QString q(const char *text)
{
    return QLatin1String(text);
}

PermissionRecord record(const char *id)
{
    PermissionRecord record;
    record.id = PermissionId(q(id));
    record.state = PermissionState::Draft;
    record.client = ClientId(q("immunize-me"));
    PermissionNames names;
    names.clientName = q("Immunize Me");
    names.clientLogo = "png";
    names.scopeNames = {q("read")};
    record.names = names;
    return record;
}

const PermissionPapers signedPapers{"a.b.c", "permission=a.b.c"};

} // namespace

class TestBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = FakeRecordStore();
        m_book = std::make_unique<PermissionBook>(m_store);
    }

    void papers_are_read_when_they_are_needed()
    {
        QVERIFY(m_book->put(record("p1"), signedPapers));
        QVERIFY(m_book->load());
        const auto papers = m_book->papers(PermissionId(q("p1")));
        QVERIFY(papers);
        QCOMPARE(papers->permission, signedPapers.permission);
        QCOMPARE(papers->body, signedPapers.body);
    }

    void a_change_leaves_the_papers()
    {
        QVERIFY(m_book->put(record("p1"), signedPapers));
        PermissionRecord changed = *m_book->find(PermissionId(q("p1")));
        changed.state = PermissionState::Pending;
        QVERIFY(m_book->put(changed));
        QVERIFY(m_book->load());
        QCOMPARE(m_book->find(changed.id)->state, PermissionState::Pending);
        QCOMPARE(m_book->papers(changed.id)->body, signedPapers.body);
        QCOMPARE(m_book->papers(changed.id)->permission, signedPapers.permission);
    }

    void the_body_is_erased_and_what_was_signed_stays()
    {
        QVERIFY(m_book->put(record("p1"), signedPapers));
        QVERIFY(m_book->put(*m_book->find(PermissionId(q("p1"))), PermissionBook::Body::Erase));
        const auto papers = m_book->papers(PermissionId(q("p1")));
        QVERIFY(papers->body.isEmpty());
        QCOMPARE(papers->permission, signedPapers.permission);
        const auto rows = m_store.all(q("permissions"));
        QVERIFY(rows && rows->size() == 1);
        for (const QJsonObject &row : std::as_const(*rows))
            QVERIFY(!toText(row).contains("permission=a.b.c"));
    }

    void its_own_is_recognised_after_a_restart()
    {
        QVERIFY(m_book->put(record("p1"), signedPapers));
        QVERIFY(m_book->load());
        const PermissionHash hash = m_book->find(PermissionId(q("p1")))->hash;
        QVERIFY(hash == hashOfPermission("a.b.c"));
        QVERIFY(hash != hashOfPermission("a.b.d"));
        QVERIFY(hash != PermissionHash{});
    }

    void a_record_that_knows_no_hash_does_not_erase_it()
    {
        PermissionRecord mine = record("p1"); // as whoever signs has it, before and after it was put
        QVERIFY(m_book->put(mine, signedPapers));
        mine.state = PermissionState::Pending;
        QVERIFY(m_book->put(mine));
        QVERIFY(m_book->find(mine.id)->hash == hashOfPermission("a.b.c"));
    }

    void without_papers_there_is_nothing_to_change()
    {
        const auto done = m_book->put(record("never-signed"));
        QVERIFY(!done);
        QCOMPARE(done.error().code, QByteArray("permission_unknown"));
        QVERIFY(!m_book->find(PermissionId(q("never-signed"))));
    }

    void equal_names_are_kept_once_data()
    {
        QTest::addColumn<bool>("loaded");
        QTest::newRow("as they come") << false;
        QTest::newRow("as they are read") << true;
    }
    void equal_names_are_kept_once()
    {
        QFETCH(bool, loaded);
        QVERIFY(m_book->put(record("p1"), signedPapers));
        QVERIFY(m_book->put(record("p2"), signedPapers));
        if (loaded)
            QVERIFY(m_book->load());
        const PermissionRecord *one = m_book->find(PermissionId(q("p1")));
        const PermissionRecord *two = m_book->find(PermissionId(q("p2")));
        QCOMPARE(&*one->names, &*two->names);
        QCOMPARE(one->client.value().constData(), two->client.value().constData());
        QVERIFY(one->names == record("p3").names);
    }

    void what_cannot_be_read_changes_nothing()
    {
        QVERIFY(m_book->put(record("p1"), signedPapers));
        m_store.failWith = fail("storage_failed", QString());
        QVERIFY(!m_book->load());
        QVERIFY(m_book->find(PermissionId(q("p1"))));
    }

private:
    static QByteArray toText(const QJsonObject &row) { return QJsonDocument(row).toJson(); }

    FakeRecordStore m_store;
    std::unique_ptr<PermissionBook> m_book;
};

QTEST_GUILESS_MAIN(TestBook)
#include "tst_book.moc"
