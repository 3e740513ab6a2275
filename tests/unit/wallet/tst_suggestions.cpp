// A suggestion is shown once, and nothing comes of it by itself.
#include <suggestions.h>

#include <QTest>

using namespace fpx;
using namespace fpx::wallet;
using policy::PastDecision;

namespace {

QList<PastDecision> fiveTimes(const char *source, int days = 30)
{
    policy::Facts facts;
    facts.as = AsIdentifier(QStringLiteral("ontario"));
    facts.profile = EnrolmentId(QStringLiteral("private"));
    facts.client = ClientId(QStringLiteral("practice"));
    facts.firstContact = false;
    facts.resources = {{DefinitionId(QStringLiteral("labs")),
                        SourceIdentifier(QLatin1String(source)),
                        {},
                        {QStringLiteral("read")},
                        {},
                        {},
                        true}};
    return QList<PastDecision>(5, PastDecision{facts, true, days});
}

std::optional<KeyedSuggestion> openSuggestion(const QList<PastDecision> &answers, RecordStore &records)
{
    return firstOpen(suggestions(answers, {}), records);
}

} // namespace

class TestSuggestions : public QObject
{
    Q_OBJECT

    FakeRecordStore m_records;

private Q_SLOTS:
    void init() { m_records = FakeRecordStore(); }

    void aRunIsSuggestedAndNothingIsKeptOfIt()
    {
        const auto open = openSuggestion(fiveTimes("hospital"), m_records);
        QVERIFY(open.has_value());
        QCOMPARE(open->suggestion.times, 5);
        QVERIFY(m_records.tables.isEmpty()); // looking makes no rule
    }

    void oneThatWasClosedDoesNotComeAgain()
    {
        const auto open = openSuggestion(fiveTimes("hospital"), m_records);
        QVERIFY(open.has_value());
        QVERIFY(closeSuggestion(open->key, 1, m_records).has_value());
        QVERIFY(!openSuggestion(fiveTimes("hospital"), m_records).has_value());
        QVERIFY(!openSuggestion(fiveTimes("hospital", 7), m_records).has_value()); // nor on other terms
    }

    void anotherShareIsAnotherSuggestion()
    {
        const auto open = openSuggestion(fiveTimes("hospital"), m_records);
        QVERIFY(closeSuggestion(open->key, 1, m_records).has_value());
        const auto other = openSuggestion(fiveTimes("hospital") + fiveTimes("laboratory"), m_records);
        QVERIFY(other.has_value());
        QVERIFY(other->key != open->key);
        QCOMPARE(other->suggestion.rule.when.of(policy::Condition::Source), QStringList(QStringLiteral("laboratory")));
    }

    void whereTheAnsweredOnesCannotBeReadNothingIsShown()
    {
        m_records.failWith = fail("vault_locked", QStringLiteral("locked"));
        QVERIFY(!openSuggestion(fiveTimes("hospital"), m_records).has_value());
    }
};

QTEST_GUILESS_MAIN(TestSuggestions)
#include "tst_suggestions.moc"
