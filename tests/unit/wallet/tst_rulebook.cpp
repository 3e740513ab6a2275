// Rules as they are stored: replaced as a whole, read in the form of version 0.1.0 too, and never decided by halves.
#include <rulebook.h>
#include <ruleplacing.h>

#include <QTest>

using namespace fpx;
using namespace fpx::wallet;
using policy::Effect;

namespace {

policy::Rule about(const char *client, Effect effect)
{
    policy::Rule rule;
    rule.id = QStringLiteral("r-") + QLatin1String(client);
    rule.effect = effect;
    rule.when.name(ClientId(QLatin1String(client)));
    if (effect == Effect::Allow)
        rule.when.name(AsIdentifier(QStringLiteral("ontario")));
    return rule;
}

policy::Facts asked(const char *client)
{
    policy::Facts facts;
    facts.as = AsIdentifier(QStringLiteral("ontario"));
    facts.client = ClientId(QLatin1String(client));
    facts.firstContact = false;
    facts.resources = {{DefinitionId(QStringLiteral("labs")), {}, {}, {QStringLiteral("read")}, {}, {}, true}};
    return facts;
}

} // namespace

class TestRuleBook : public QObject
{
    Q_OBJECT

    FakeRecordStore m_records;

private Q_SLOTS:
    void init() { m_records = FakeRecordStore(); }

    void whatWasReplacedIsThereAgain()
    {
        RuleBook book(m_records);
        QVERIFY(book.load().has_value());
        policy::Document document;
        for (const char *client : {"z", "a", "m"}) // their order is no order of ids
            document.rules.append(about(client, Effect::Allow));
        document.switchedOff = {QStringLiteral("r-a")};
        document.comment = QStringLiteral("What my doctor may see");
        QVERIFY(book.replace(document).has_value());
        RuleBook again(m_records);
        QVERIFY(again.load().has_value());
        QCOMPARE(again.document(), document);
        QCOMPARE(again.inForce().evaluate(asked("z")).effect, Effect::Allow);
        QCOMPARE(again.inForce().evaluate(asked("a")).effect, Effect::Ask); // switched off
        document.rules.removeFirst();
        QVERIFY(again.replace(document).has_value());
        QCOMPARE(book.load().has_value(), true);
        QCOMPARE(book.document(), document);
        QCOMPARE(book.inForce().evaluate(asked("z")).effect, Effect::Ask);
    }

    void anAllowWithoutItsNetworkIsNotStored()
    {
        RuleBook book(m_records);
        QVERIFY(book.load().has_value());
        policy::Document document;
        document.rules = {about("practice", Effect::Allow)};
        document.rules.first().when.of(policy::Condition::As).clear();
        QCOMPARE(book.replace(document).error().code, QByteArray("rule_without_network"));
        document.switchedOff = {document.rules.first().id};
        QVERIFY(book.replace(document).has_value()); // off, it may stay
        document.switchedOff.clear();
        document.rules = {about("practice", Effect::Allow)};
        document.rules.first().when.nameSubject(QStringLiteral("child"));
        QCOMPARE(book.replace(document).error().code, QByteArray("rule_without_source"));
        document.rules = {about("practice", Effect::Deny), about("school", Effect::Ask)};
        QVERIFY(book.replace(document).has_value());
    }

    void oldRulesArePlacedWhereTheirNamesAreKnown()
    {
        const auto bare = [](const char *id, const char *client) {
            policy::Rule rule = about(client, Effect::Allow);
            rule.id = QLatin1String(id);
            rule.when.of(policy::Condition::As).clear();
            return rule;
        };
        policy::Document document;
        document.rules = {bare("known", "practice"), bare("twice", "clinic"),  bare("never", "ghost"),
                          bare("off", "clinic"),     bare("both", "practice"), about("ads", Effect::Deny)};
        document.rules[4].when.name(DefinitionId(QStringLiteral("elsewhere")));
        document.switchedOff = {QStringLiteral("off")};
        const auto placesOf = [](policy::Condition kind, const QString &id) -> QStringList {
            if (kind == policy::Condition::Definition)
                return {QStringLiteral("quebec")};
            if (id == QStringLiteral("practice"))
                return {QStringLiteral("ontario")};
            if (id == QStringLiteral("clinic"))
                return {QStringLiteral("ontario"), QStringLiteral("quebec")};
            return {};
        };
        const PlacedRules found = placeRules(document, placesOf);
        QCOMPARE(found.placed.size(), 1);
        QCOMPARE(found.placed.first().id, QStringLiteral("known"));
        QCOMPARE(found.document.rules[0].when.of(policy::Condition::As), QStringList{QStringLiteral("ontario")});
        QCOMPARE(found.setAside.size(), 3); // known at several, at none, and at no one network together
        QCOMPARE(found.document.switchedOff, (QStringList{QStringLiteral("off"), QStringLiteral("twice"),
                                                          QStringLiteral("never"), QStringLiteral("both")}));
        QCOMPARE(found.document.rules.last(), document.rules.last());
        const PlacedRules again = placeRules(found.document, placesOf);
        QVERIFY(again.placed.isEmpty() && again.setAside.isEmpty());
        QCOMPARE(again.document, found.document);
    }

    void oldRulesAboutSomebodyArePlacedAtTheirSource()
    {
        policy::Rule childs = about("school", Effect::Allow);
        childs.when.nameSubject(QStringLiteral("1"));
        policy::Document document;
        document.rules = {childs};
        const auto at = [&document](const QStringList &sources) {
            return placeRules(document, [&sources](policy::Condition kind, const QString &) {
                return kind == policy::Condition::Subject ? sources : QStringList();
            });
        };
        QCOMPARE(at({QStringLiteral("hospital")}).document.rules[0].when.of(policy::Condition::Source),
                 QStringList{QStringLiteral("hospital")});
        QCOMPARE(at({QStringLiteral("hospital"), QStringLiteral("lab")}).setAside.size(), 1);
    }

    void rulesOfTheFirstVersionAreReadAndComeFirst()
    {
        const QJsonObject old{{QStringLiteral("id"), QStringLiteral("old")},
                              {QStringLiteral("effect"), QStringLiteral("allow")},
                              {QStringLiteral("as"), QStringLiteral("ontario")},
                              {QStringLiteral("client"), QStringLiteral("practice")},
                              {QStringLiteral("definition"), QStringLiteral("labs")},
                              {QStringLiteral("source"), QString()},
                              {QStringLiteral("subject"), QString()},
                              {QStringLiteral("scopes"), QJsonArray{QStringLiteral("read")}},
                              {QStringLiteral("created_at"), 1'790'000'000}};
        QVERIFY(m_records.put(QStringLiteral("rules"), QStringLiteral("old"), old).has_value());
        RuleBook book(m_records);
        QVERIFY(book.load().has_value());
        QCOMPARE(book.document().rules.size(), 1);
        QCOMPARE(book.inForce().evaluate(asked("practice")).deciding, QStringLiteral("old"));
        QVERIFY(book.add({about("new", Effect::Deny)}).has_value());
        QCOMPARE(book.document().rules.first().id, QStringLiteral("old"));
        QVERIFY(m_records.tables.value(QStringLiteral("rules"))
                    .value(QStringLiteral("old"))
                    .contains(QStringLiteral("rule")));
    }

    void aFailedTransactionChangesNothing()
    {
        RuleBook book(m_records);
        QVERIFY(book.add({about("a", Effect::Allow)}).has_value());
        const auto done = m_records.transaction([&]() -> Result<void> {
            FPX_CHECK(book.add({about("b", Effect::Allow)}));
            return fail("disk_full", QString());
        });
        QVERIFY(!done);
        QCOMPARE(book.document().rules.size(), 1);
        QCOMPARE(book.inForce().evaluate(asked("b")).effect, Effect::Ask);
    }

    void rulesThatCannotBeReadAllowNothing()
    {
        RuleBook book(m_records);
        QVERIFY(book.add({about("a", Effect::Allow)}).has_value());
        m_records.failWith = fail("row_damaged", QString());
        QCOMPARE(book.inForce().evaluate(asked("a")).effect, Effect::Ask);
        m_records.failWith = {};
        QCOMPARE(book.inForce().evaluate(asked("a")).effect, Effect::Allow);
    }

    void aLockedRuleOfTheOperatorStaysInForce()
    {
        RuleBook book(m_records);
        book.setOperatorRules(
            {QJsonObject{{QStringLiteral("id"), QStringLiteral("locked")},
                         {QStringLiteral("effect"), QStringLiteral("deny")},
                         {QStringLiteral("locked"), true}},
             QJsonObject{{QStringLiteral("effect"), QStringLiteral("deny")}, {QStringLiteral("from_the_future"), 1}}});
        policy::Document document;
        document.switchedOff = {QStringLiteral("locked")};
        QVERIFY(book.replace(document).has_value());
        QCOMPARE(book.inForce().evaluate(asked("a")).deciding, QStringLiteral("locked"));
        QCOMPARE(book.operatorRules().at(1).effect, Effect::Ask); // not understood: it may be a deny
        document.rules = {about("a", Effect::Allow)};
        document.rules.first().id = QStringLiteral("locked");
        QCOMPARE(book.replace(document).error().code, QByteArray("rule_id_taken"));
    }

    void thePersonLocksNothing()
    {
        RuleBook book(m_records);
        policy::Rule rule = about("a", Effect::Deny);
        rule.locked = true;
        QVERIFY(book.add({rule}).has_value());
        QVERIFY(!book.document().rules.first().locked);
    }
};

QTEST_GUILESS_MAIN(TestRuleBook)
#include "tst_rulebook.moc"
