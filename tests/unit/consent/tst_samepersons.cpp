// Who is one person over several data sources, as the person has said.
#include <fpx/consent/samepersons.h>

#include <QTest>

using namespace fpx;
using namespace fpx::consent;

namespace {

SubjectAt at(const char *source, const char *subject)
{
    return {SourceIdentifier(QString::fromLatin1(source)), QString::fromLatin1(subject)};
}

} // namespace

class TestSamePersons : public QObject
{
    Q_OBJECT

    FakeRecordStore m_records;
    SystemRandom m_random;

    [[nodiscard]] SamePersons loaded()
    {
        SamePersons persons(m_records, m_random);
        if (!persons.load())
            qFatal("load");
        return persons;
    }

private Q_SLOTS:
    void init() { m_records.tables.clear(); }

    void nothingIsAssumed()
    {
        const SamePersons persons = loaded();
        QVERIFY(persons.personOf(at("hospital", "child")).isEmpty());
        QVERIFY(!persons.personOf(at("hospital", "")).isEmpty());
        QCOMPARE(persons.personOf(at("hospital", "")), persons.personOf(at("bank", "")));
    }
    void whatIsSaidOutlivesTheProgram()
    {
        SamePersons persons = loaded();
        QVERIFY(persons.say({at("hospital", "child"), at("lab", "p9")}));
        const SamePersons again = loaded();
        QVERIFY(!again.personOf(at("hospital", "child")).isEmpty());
        QCOMPARE(again.personOf(at("hospital", "child")), again.personOf(at("lab", "p9")));
        QVERIFY(again.personOf(at("lab", "p10")).isEmpty());
    }
    void oneWithOneOfThemIsOneWithAll()
    {
        SamePersons persons = loaded();
        QVERIFY(persons.say({at("hospital", "child"), at("lab", "p9")}));
        QVERIFY(persons.say({at("school", "s1"), at("club", "c1")}));
        QVERIFY(persons.personOf(at("school", "s1")) != persons.personOf(at("lab", "p9")));
        QVERIFY(persons.say({at("lab", "p9"), at("school", "s1")}));
        const SamePersons again = loaded();
        QCOMPARE(again.personOf(at("club", "c1")), again.personOf(at("hospital", "child")));
    }
    void theHolderOfAnAccountElsewhere()
    {
        SamePersons persons = loaded();
        QVERIFY(persons.say({at("hospital", "me-there"), at("lab", "p1")}));
        QVERIFY(persons.say({at("bank", ""), at("lab", "p1")}));
        QCOMPARE(persons.personOf(at("hospital", "me-there")), persons.personOf(at("anywhere", "")));
    }
    void whatIsSaidNowTakesThePlaceOfWhatItContradicts()
    {
        SamePersons persons = loaded();
        QVERIFY(persons.say({at("hospital", "child"), at("lab", "p9")}));
        QVERIFY(persons.say({at("school", "s1"), at("lab", "p9")}));
        QVERIFY(persons.say({at("hospital", "father"), at("lab", "p9")})); // two of one hospital are two people
        for (const SamePersons &each : {persons, loaded()}) {
            QCOMPARE(each.personOf(at("lab", "p9")), each.personOf(at("hospital", "father")));
            QVERIFY(each.personOf(at("hospital", "child")) != each.personOf(at("hospital", "father")));
            QCOMPARE(each.personOf(at("school", "s1")), each.personOf(at("hospital", "child")));
        }
    }
    void aDisconnectedSourceIsForgotten()
    {
        SamePersons persons = loaded();
        QVERIFY(persons.say({at("hospital", "child"), at("lab", "p9")}));
        QVERIFY(persons.forget(SourceIdentifier(QStringLiteral("hospital"))));
        const SamePersons again = loaded();
        QVERIFY(again.personOf(at("hospital", "child")).isEmpty());
        QVERIFY(!again.personOf(at("lab", "p9")).isEmpty());
    }
    void aSubjectMayHaveAnyLength()
    {
        const SubjectAt endless{SourceIdentifier(QStringLiteral("hospital")), QString(2000, u'p')};
        SamePersons persons = loaded();
        QVERIFY(persons.say({endless, at("lab", "p9")}));
        QCOMPARE(loaded().personOf(endless), persons.personOf(at("lab", "p9")));
    }
    void whatVersion01StoredIsKnownAndGoes()
    {
        QVERIFY(m_records.put(QStringLiteral("same_persons"), QStringLiteral("lab/p9"),
                              {{QStringLiteral("source"), QStringLiteral("lab")},
                               {QStringLiteral("subject"), QStringLiteral("p9")},
                               {QStringLiteral("person"), QStringLiteral("old")}}));
        SamePersons persons = loaded();
        QCOMPARE(persons.personOf(at("lab", "p9")), QStringLiteral("old"));
        QVERIFY(persons.say({at("hospital", ""), at("lab", "p9")}));
        QCOMPARE(loaded().personOf(at("lab", "p9")), persons.personOf(at("hospital", "")));
        QVERIFY(persons.forget(SourceIdentifier(QStringLiteral("lab"))));
        QVERIFY(loaded().personOf(at("lab", "p9")).isEmpty());
    }
    void aDamagedRowIsToldAndNotGuessed()
    {
        m_records.tables[QStringLiteral("same_persons")].insert(QStringLiteral("x"), {{QStringLiteral("source"), 1}});
        SamePersons persons(m_records, m_random);
        const auto read = persons.load();
        QVERIFY(!read);
        QCOMPARE(read.error().code, QByteArray("row_damaged"));
    }
    void aFailedWriteIsAnError()
    {
        SamePersons persons = loaded();
        m_records.failWith = fail("disk_full", QString());
        QVERIFY(!persons.say({at("hospital", "child"), at("lab", "p9")}));
        m_records.failWith = {};
    }
};

QTEST_GUILESS_MAIN(TestSamePersons)
#include "tst_samepersons.moc"
