// The list of permissions says what changed, and no more.
#include <permissionsmodel.h>

#include <fpx/wallet/models.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace fpx;
using namespace fpx::wallet;
using consent::PermissionBook;
using consent::PermissionRecord;
using consent::PermissionState;

class TestPermissionsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_store = FakeRecordStore();
        m_book = std::make_unique<PermissionBook>(m_store);
        m_model = std::make_unique<PermissionsModel>();
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get());
        give("old", 100);
        give("new", 200);
        m_model->refresh(m_book.get());
    }
    void cleanup()
    {
        m_tester.reset();
        m_model.reset();
        m_book.reset();
    }

    void the_newest_comes_first()
    {
        QCOMPARE(ids(), QStringList({QStringLiteral("new"), QStringLiteral("old")}));
        QCOMPARE(m_model->index(0).data(role(PermissionRole::Status)).toString(), QStringLiteral("active"));
        QCOMPARE(m_model->index(0).data().toString(), QStringLiteral("Immunize Me may use Labs from Clinic. Active"));
        QVERIFY(m_model->index(0).data(role(PermissionRole::CanPause)).toBool());
        QVERIFY(!m_model->index(0).data(Qt::UserRole + 500).isValid());
    }

    void past_its_end_it_has_ended_whatever_its_network_says()
    {
        qint64 time = 999;
        m_model->setTime([&time](const EnrolmentId &) { return time; });
        for (const char *id : {"new", "old"})
            set(id, [](PermissionRecord &record) { record.expires = 1000; });
        m_model->refresh(m_book.get());
        QCOMPARE(m_model->index(0).data(role(PermissionRole::Status)).toString(), QStringLiteral("active"));
        const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        time = 1000;
        m_model->refresh(m_book.get()); // by the clock alone
        QVERIFY(!changed.isEmpty());
        QCOMPARE(m_model->index(0).data(role(PermissionRole::Status)).toString(), QStringLiteral("expired"));
        QVERIFY(!m_model->index(0).data(role(PermissionRole::CanPause)).toBool());
        QVERIFY(m_model->index(0).data(role(PermissionRole::CanRevoke)).toBool()); // the clock may be wrong
        time = 999;                                                                // and is set right
        QCOMPARE(m_model->index(0).data(role(PermissionRole::Status)).toString(), QStringLiteral("active"));
    }

    void revoked_at_a_network_that_is_gone_has_ended_and_nobody_confirmed_it()
    {
        m_model->setTime([](const EnrolmentId &) -> qint64 { return 1000; });
        for (const char *id : {"new", "old"})
            set(id, [](PermissionRecord &record) {
                record.expires = 1000;
                record.state = PermissionState::Revoking;
            });
        m_model->refresh(m_book.get());
        QCOMPARE(m_model->index(0).data(role(PermissionRole::Status)).toString(), QStringLiteral("expired"));
        QCOMPARE(m_model->index(0).data(role(PermissionRole::StatusText)).toString(),
                 QStringLiteral("Ended, never confirmed"));
    }

    void what_is_part_of_another_story_is_not_listed_data()
    {
        QTest::addColumn<PermissionState>("state");
        QTest::newRow("draft") << PermissionState::Draft;
        QTest::newRow("dropped") << PermissionState::Dropped;
        QTest::newRow("replaced") << PermissionState::Replaced;
    }
    void what_is_part_of_another_story_is_not_listed()
    {
        QFETCH(PermissionState, state);
        set("new", [state](PermissionRecord &record) { record.state = state; });
        QCOMPARE(ids(), QStringList(QStringLiteral("old")));
    }

    void a_change_is_told_for_its_row()
    {
        const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
        const QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
        set("old", [](PermissionRecord &record) { record.state = PermissionState::Disabling; });
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toModelIndex().row(), 1);
        set("old", [](PermissionRecord &record) { record.lastUsedAt = 300; });
        set("old", [](PermissionRecord &record) { record.replacedBy = PermissionId(QStringLiteral("x")); });
        QCOMPARE(changed.size(), 3);
        m_model->refresh(m_book.get());
        QCOMPARE(changed.size(), 3);
        QCOMPARE(reset.size(), 0);
        QCOMPARE(m_model->index(1).data(role(PermissionRole::Status)).toString(), QStringLiteral("changing"));
    }

    void a_new_one_keeps_the_others_in_place()
    {
        const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
        const QSignalSpy reset(m_model.get(), &QAbstractItemModel::modelReset);
        give("newest", 300);
        m_model->refresh(m_book.get());
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(reset.size(), 0);
        QCOMPARE(ids().first(), QStringLiteral("newest"));
    }

    void one_row_for_what_is_one_thing_however_many_permissions_stand_behind_it()
    {
        for (int i = 0; i < 160; ++i)
            give(qPrintable(QStringLiteral("p%1").arg(i)), 1000 + i, "one");
        set("p7", [](PermissionRecord &record) {
            record.timesShared = 4;
            record.lastSharedAt = 5000;
            record.lastUsedAt = 6000;
            record.expires = 9000;
            consent::PermissionNames names = *record.names;
            names.scopeNames = {QStringLiteral("be told")};
            record.names = names;
        });
        QCOMPARE(m_model->rowCount(), 3);
        QCOMPARE(value(0, PermissionRole::Id).toString(), QStringLiteral("p159"));
        QCOMPARE(value(0, PermissionRole::Behind).toStringList().size(), 160);
        QCOMPARE(value(0, PermissionRole::TimesShared).toInt(), 163);
        QCOMPARE(value(0, PermissionRole::LastSharedAt).toDateTime().toSecsSinceEpoch(), 5000);
        QCOMPARE(value(0, PermissionRole::LastUsedAt).toDateTime().toSecsSinceEpoch(), 6000);
        QCOMPARE(value(0, PermissionRole::EndsAt).toDateTime().toSecsSinceEpoch(), 9000);
        QCOMPARE(value(0, PermissionRole::GrantedAt).toDateTime().toSecsSinceEpoch(), 1000);
        QCOMPARE(value(0, PermissionRole::Scopes).toStringList(), QStringList(QStringLiteral("be told")));
        QVERIFY(!value(0, PermissionRole::CanChange).toBool()); // one of them would not change the rest
        QVERIFY(value(1, PermissionRole::CanChange).toBool());
    }

    void another_person_source_resource_or_profile_is_another_row_data()
    {
        QTest::addColumn<std::function<void(PermissionRecord &)>>("other");
        const auto row = [](const char *name, const std::function<void(PermissionRecord &)> &other) {
            QTest::newRow(name) << other;
        };
        row("person", [](PermissionRecord &one) { one.subject = QStringLiteral("child"); });
        row("source", [](PermissionRecord &one) { one.source = SourceIdentifier(QStringLiteral("clinic")); });
        row("resource", [](PermissionRecord &one) { one.resourceId = QStringLiteral("record-1"); });
        row("profile", [](PermissionRecord &one) { one.enrolment = EnrolmentId(QStringLiteral("e2")); });
        row("client", [](PermissionRecord &one) { one.client = ClientId(QStringLiteral("somebody")); });
        row("over", [](PermissionRecord &one) { one.state = PermissionState::Revoked; });
    }
    void another_person_source_resource_or_profile_is_another_row()
    {
        QFETCH(std::function<void(PermissionRecord &)>, other);
        give("a", 1000, "one");
        give("b", 1001, "one");
        m_model->refresh(m_book.get());
        QCOMPARE(m_model->rowCount(), 3);
        set("b", other);
        QCOMPARE(m_model->rowCount(), 4);
    }

    void a_row_is_not_said_to_have_ended_while_something_of_it_goes_on()
    {
        for (const char *id : {"a", "b", "c"})
            give(id, 1000, "one");
        const auto status = [this] { return value(0, PermissionRole::Status).toString(); };
        set("a", [](PermissionRecord &one) { one.state = PermissionState::Revoking; });
        set("b", [](PermissionRecord &one) { one.state = PermissionState::Disabled; });
        QCOMPARE(status(), QStringLiteral("active"));
        set("c", [](PermissionRecord &one) { one.state = PermissionState::Revoking; });
        QCOMPARE(status(), QStringLiteral("disabled"));
        set("b", [](PermissionRecord &one) { one.state = PermissionState::Revoking; });
        QCOMPARE(status(), QStringLiteral("revoking"));
        set("a", [](PermissionRecord &one) { one.state = PermissionState::Revoked; });
        QCOMPARE(status(), QStringLiteral("revoking"));
    }

    void the_profile_is_named_where_there_are_several()
    {
        QCOMPARE(value(0, PermissionRole::ProfileName).toString(), QString());
        m_model->setProfileNames([](const EnrolmentId &) { return QStringLiteral("Work"); });
        QCOMPARE(value(0, PermissionRole::ProfileName).toString(), QStringLiteral("Work"));
    }

    void locked_there_is_nothing()
    {
        m_book->clear();
        QVERIFY(!m_model->index(0).data().isValid()); // the records went first
        m_model->refresh(nullptr);
        QCOMPARE(m_model->rowCount(), 0);
    }

private:
    [[nodiscard]] QVariant value(int row, PermissionRole which) const { return m_model->index(row).data(role(which)); }
    /// Of a thing of its own, unless one is named.
    void give(const char *id, qint64 grantedAt, const char *thing = nullptr)
    {
        PermissionRecord record;
        record.definition = DefinitionId(QLatin1String(thing ? thing : id));
        record.id = PermissionId(QLatin1String(id));
        record.state = PermissionState::Active;
        record.grantedAt = grantedAt;
        consent::PermissionNames names;
        names.clientName = QStringLiteral("Immunize Me");
        names.definitionName = QStringLiteral("Labs");
        names.sourceName = QStringLiteral("Clinic");
        record.names = names;
        QVERIFY(m_book->put(record, {"a.b.c", {}}));
    }
    void set(const char *id, const std::function<void(PermissionRecord &)> &change)
    {
        PermissionRecord record = *m_book->find(PermissionId(QLatin1String(id)));
        change(record);
        QVERIFY(m_book->put(record));
        m_model->refresh(m_book.get());
    }
    [[nodiscard]] QStringList ids() const
    {
        QStringList result;
        for (int row = 0; row < m_model->rowCount(); ++row)
            result.append(m_model->index(row).data(role(PermissionRole::Id)).toString());
        return result;
    }

    FakeRecordStore m_store;
    std::unique_ptr<PermissionBook> m_book;
    std::unique_ptr<PermissionsModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(TestPermissionsModel)
#include "tst_permissionsmodel.moc"
