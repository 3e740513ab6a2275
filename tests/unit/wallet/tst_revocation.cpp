// What would share again after a revocation: the rules that allow the same, whenever and however often it is asked.
#include <revocation.h>

#include <QTest>

using namespace fpx;
using namespace fpx::wallet;
using consent::PermissionRecord;
using policy::Condition;
using policy::Effect;
using policy::Rule;

using Change = std::function<void(Rule &)>;
Q_DECLARE_METATYPE(Change)

namespace {

QString q(const char *text)
{
    return QString::fromUtf8(text);
}

PermissionRecord shared()
{
    PermissionRecord record;
    record.as = AsIdentifier(q("ontario"));
    record.client = ClientId(q("immunize-me"));
    record.definition = DefinitionId(q("labs"));
    record.source = SourceIdentifier(q("hospital"));
    record.scopes = {q("read"), q("subscribe")};
    consent::PermissionNames names;
    names.clientOrganization = q("imm");
    record.names = names;
    return record;
}

Rule allows(const char *id = "allow")
{
    Rule rule;
    rule.id = q(id);
    rule.effect = Effect::Allow;
    rule.when.name(AsIdentifier(q("ontario"))); // a name belongs to its network
    rule.when.name(ClientId(q("immunize-me")));
    return rule;
}

class TestRevocation : public QObject
{
    Q_OBJECT

    static QStringList found(const QList<Rule> &rules, const PermissionRecord &permission = shared())
    {
        return rulesThatAllow(policy::RuleSet(rules), permission);
    }

private Q_SLOTS:
    void a_rule_is_named_that_would_allow_the_next_request_data()
    {
        QTest::addColumn<Change>("change");
        const auto row = [](const char *name, Change change) { QTest::newRow(name) << change; };
        row("of_the_client", [](Rule &) {});
        row("of_everybody_but_known", [](Rule &rule) { rule.when.of(Condition::Client).clear(); });
        row("of_its_organization", [](Rule &rule) {
            rule.when.of(Condition::Client).clear();
            rule.when.of(Condition::Organization).append(q("imm"));
        });
        row("of_the_network_source_and_data", [](Rule &rule) {
            rule.when.name(SourceIdentifier(q("hospital")));
            rule.when.name(DefinitionId(q("labs")));
        });
        row("of_a_part_of_what_it_has", [](Rule &rule) { rule.when.of(Condition::Scope) = {q("read")}; });
        row("at_another_time_of_day", [](Rule &rule) { rule.when.time = policy::TimeOfDay{1, 2}; });
        row("on_another_day", [](Rule &rule) { rule.when.weekdays = 1; });
        row("for_another_time_span", [](Rule &rule) { rule.when.duration.atMost = 1; });
        row("after_a_strong_sign_in", [](Rule &rule) { rule.when.ial.atLeast = 3; });
        row("when_it_asks_seldom", [](Rule &rule) {
            rule.when.count = policy::CountCondition{policy::Counted::Asked, policy::Window::Day, {{}, 0}};
        });
        row("of_a_kind_of_data", [](Rule &rule) { rule.when.of(Condition::ResourceType).append(q("health")); });
        row("of_sensitive_data", [](Rule &rule) { rule.when.sensitivities = 4; });
        row("that_asks_again_after_some_days", [](Rule &rule) { rule.then.askAgainDays = 30; });
        row("for_one_use", [](Rule &rule) { rule.then.once = true; });
    }
    void a_rule_is_named_that_would_allow_the_next_request()
    {
        QFETCH(Change, change);
        Rule rule = allows();
        change(rule);
        QCOMPARE(found({rule}), QStringList(rule.id));
    }

    void a_rule_about_something_else_is_not_named_data()
    {
        QTest::addColumn<Change>("change");
        const auto row = [](const char *name, Change change) { QTest::newRow(name) << change; };
        row("another_client", [](Rule &rule) { rule.when.of(Condition::Client) = {q("healthtrack")}; });
        row("another_network", [](Rule &rule) { rule.when.of(Condition::As) = {q("nordic")}; });
        row("another_source", [](Rule &rule) { rule.when.name(SourceIdentifier(q("bank"))); });
        row("other_data", [](Rule &rule) { rule.when.name(DefinitionId(q("diet"))); });
        row("another_persons_data", [](Rule &rule) {
            rule.when.name(SourceIdentifier(q("hospital")));
            rule.when.nameSubject(q("child"));
        });
        row("the_first_contact_only", [](Rule &rule) { rule.when.firstContact = true; });
        row("another_device_only", [](Rule &rule) { rule.when.otherDevice = true; });
        row("a_rule_that_denies", [](Rule &rule) { rule.effect = Effect::Deny; });
        row("a_rule_that_asks", [](Rule &rule) { rule.effect = Effect::Ask; });
    }
    void a_rule_about_something_else_is_not_named()
    {
        QFETCH(Change, change);
        Rule rule = allows();
        change(rule);
        QCOMPARE(found({rule}), QStringList());
    }

    void all_of_them_are_named() { QCOMPARE(found({allows("a"), allows("b")}), (QStringList{q("a"), q("b")})); }

    void one_that_never_comes_to_its_turn_is_not_named()
    {
        Rule deny = allows("deny");
        deny.effect = Effect::Deny;
        QCOMPARE(found({allows(), deny}), QStringList());
        deny.when.weekdays = 1; // at times it does
        QCOMPARE(found({allows(), deny}), QStringList(q("allow")));
        deny.when.weekdays = 0;
        deny.unless.weekdays = 1; // but at times
        QCOMPARE(found({allows(), deny}), QStringList(q("allow")));
        deny.unless = {};
        deny.unless.name(AsIdentifier(q("ontario")));
        deny.unless.name(DefinitionId(q("labs")));
        QCOMPARE(found({allows(), deny}), QStringList(q("allow")));
        deny.unless.of(Condition::Definition) = {q("diet")};
        QCOMPARE(found({allows(), deny}), QStringList());
    }

    void on_behalf_of_somebody_only_what_names_the_person()
    {
        PermissionRecord permission = shared();
        permission.subject = q("child");
        QCOMPARE(found({allows()}, permission), QStringList());
        Rule named = allows();
        named.when.name(SourceIdentifier(q("hospital"))); // whose names its persons' are
        named.when.nameSubject(q("child"));
        QCOMPARE(found({named}, permission), QStringList(named.id));
    }
};

} // namespace

QTEST_GUILESS_MAIN(TestRevocation)
#include "tst_revocation.moc"
