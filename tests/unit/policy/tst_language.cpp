// Reading and writing rules: every refusal with its place, one canonical form, the form of version 0.1.0.
#include "cases.h"

#include <fpx/policy/document.h>

#include <QJsonArray>
#include <QTest>

using namespace fpx::policy;

namespace {

QByteArray withRule(const QByteArray &rule)
{
    return "{\"fpx_policy\": 1, \"rules\": [\n" + rule + "\n]}";
}

Rule named(const char *id, Effect effect = Effect::Ask)
{
    Rule rule;
    rule.id = QLatin1String(id);
    rule.effect = effect;
    return rule;
}

// What the language can say; the rest of a random rule is where it came from.
Rule sayable(Rule rule)
{
    for (Conditions *conditions : {&rule.when, &rule.unless}) {
        for (QStringList &names : conditions->names)
            names.sort();
    }
    rule.operatorRule = false;
    if (rule.effect == Effect::Deny)
        rule.then = Obligations{rule.then.notify, false, std::nullopt, std::nullopt, 0, 0};
    if (rule.effect == Effect::Ask) {
        rule.then.notify = false;
        rule.then.askAgainDays.reset();
    }
    return rule;
}

} // namespace

class TestLanguage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("meant");
        const auto row = [](const char *name, const QByteArray &text, const char *code, const char *pointer,
                            const char *meant = "") {
            QTest::newRow(name) << text << QByteArray(code) << QString::fromUtf8(pointer) << QString::fromUtf8(meant);
        };
        row("not_json", "{\"fpx_policy\": 1,", "malformed", "");
        row("member_twice", R"({"fpx_policy":1,"rules":[],"rules":[]})", "malformed", "");
        row("no_version", R"({"rules":[]})", "missing", "");
        row("version_of_the_future", R"({"fpx_policy":2,"rules":[]})", "unsupported_version", "/fpx_policy");
        row("no_rules", R"({"fpx_policy":1})", "missing", "");
        row("unknown_document_member", R"({"fpx_policy":1,"rules":[],"swiched_off":["a"]})", "unknown_member",
            "/swiched_off", "switched_off");
        row("rule_is_no_object", withRule("7"), "bad_value", "/rules/0");
        row("no_id", withRule(R"({"effect":"ask"})"), "missing", "/rules/0");
        row("bad_id", withRule(R"({"id":"a b","effect":"ask"})"), "bad_value", "/rules/0/id");
        row("same_id", withRule(R"({"id":"a","effect":"ask"},{"id":"a","effect":"ask"})"), "duplicate_id",
            "/rules/1/id");
        row("no_effect", withRule(R"({"id":"a"})"), "missing", "/rules/0");
        row("unknown_effect", withRule(R"({"id":"a","effect":"permit"})"), "bad_value", "/rules/0/effect", "allow");
        row("unknown_rule_member", withRule(R"({"id":"a","effect":"ask","wen":{}})"), "unknown_member", "/rules/0/wen",
            "when");
        row("unknown_condition", withRule(R"({"id":"a","effect":"ask","when":{"clients":["x"]}})"), "unknown_member",
            "/rules/0/when/clients", "client");
        row("condition_of_another_language", withRule(R"({"id":"a","effect":"ask","when":{"data_source":"x"}})"),
            "unknown_member", "/rules/0/when/data_source", "source");
        row("engine_rule_as_condition", withRule(R"({"id":"a","effect":"ask","when":{"engine_purpose":true}})"),
            "unknown_member", "/rules/0/when/engine_purpose");
        row("first_form_in_a_document", withRule(R"({"id":"a","effect":"ask","client":"x"})"), "unknown_member",
            "/rules/0/client");
        row("escaped_pointer", withRule(R"({"id":"a","effect":"ask","when":{"a/b~c":1}})"), "unknown_member",
            "/rules/0/when/a~1b~0c");
        row("empty_list", withRule(R"({"id":"a","effect":"ask","when":{"client":[]}})"), "bad_value",
            "/rules/0/when/client");
        row("name_is_no_text", withRule(R"({"id":"a","effect":"ask","when":{"client":["x",3]}})"), "bad_value",
            "/rules/0/when/client/1");
        row("empty_name", withRule(R"({"id":"a","effect":"ask","when":{"client":""}})"), "bad_value",
            "/rules/0/when/client");
        row("unknown_word", withRule(R"({"id":"a","effect":"ask","when":{"sensitivity":["hihg"]}})"), "bad_value",
            "/rules/0/when/sensitivity/0", "high");
        row("unknown_subject", withRule(R"({"id":"a","effect":"ask","when":{"subject":"delegate"}})"), "bad_value",
            "/rules/0/when/subject", "delegated");
        row("range_is_a_number", withRule(R"({"id":"a","effect":"ask","when":{"ial":2}})"), "bad_value",
            "/rules/0/when/ial");
        row("range_without_ends", withRule(R"({"id":"a","effect":"ask","when":{"ial":{}}})"), "missing",
            "/rules/0/when/ial");
        row("range_upside_down", withRule(R"({"id":"a","effect":"ask","when":{"aal":{"at_least":3,"at_most":1}}})"),
            "bad_value", "/rules/0/when/aal");
        row("range_too_far", withRule(R"({"id":"a","effect":"ask","when":{"aal":{"at_least":4}}})"), "bad_value",
            "/rules/0/when/aal/at_least");
        row("half_a_day", withRule(R"({"id":"a","effect":"ask","when":{"duration_days":{"at_least":0.5}}})"),
            "bad_value", "/rules/0/when/duration_days/at_least");
        row("bad_clock", withRule(R"({"id":"a","effect":"ask","when":{"time":{"from":"24:00","to":"01:00"}}})"),
            "bad_value", "/rules/0/when/time/from");
        row("no_time_at_all", withRule(R"({"id":"a","effect":"ask","when":{"time":{"from":"01:00","to":"01:00"}}})"),
            "bad_value", "/rules/0/when/time");
        row("count_of_what", withRule(R"({"id":"a","effect":"ask","when":{"count":{"within":"day","at_most":1}}})"),
            "missing", "/rules/0/when/count");
        row("count_within_a_year",
            withRule(R"({"id":"a","effect":"ask","when":{"count":{"of":"asked","within":"year","at_most":1}}})"),
            "bad_value", "/rules/0/when/count/within");
        row("flag_is_no_boolean", withRule(R"({"id":"a","effect":"ask","when":{"used_before":"yes"}})"), "bad_value",
            "/rules/0/when/used_before");
        row("client_without_network", withRule(R"({"id":"a","effect":"allow","when":{"client":"x"}})"), "missing",
            "/rules/0/when", "as");
        row("organization_without_network", withRule(R"({"id":"a","effect":"allow","when":{"organization":"x"}})"),
            "missing", "/rules/0/when", "as");
        row("resource_type_without_network", withRule(R"({"id":"a","effect":"allow","when":{"resource_type":"x"}})"),
            "missing", "/rules/0/when", "as");
        row("definition_without_network", withRule(R"({"id":"a","effect":"allow","when":{"definition":"x"}})"),
            "missing", "/rules/0/when", "as");
        row("subject_without_source", withRule(R"({"id":"a","effect":"allow","when":{"subject":["child"]}})"),
            "missing", "/rules/0/when", "source");
        row("exception_of_an_allow", withRule(R"({"id":"a","effect":"allow","unless":{"weekday":["mon"]}})"),
            "bad_value", "/rules/0/unless");
        row("exception_without_conditions", withRule(R"({"id":"a","effect":"deny","unless":{}})"), "bad_value",
            "/rules/0/unless");
        row("exception_is_no_object", withRule(R"({"id":"a","effect":"deny","unless":true})"), "bad_value",
            "/rules/0/unless");
        row("exception_of_another_language", withRule(R"({"id":"a","effect":"deny","except":{"client":"x"}})"),
            "unknown_member", "/rules/0/except", "unless");
        row("exception_within_an_exception", withRule(R"({"id":"a","effect":"deny","unless":{"unless":{}}})"),
            "unknown_member", "/rules/0/unless/unless");
        row("exception_without_network", withRule(R"({"id":"a","effect":"ask","unless":{"client":"x"}})"), "missing",
            "/rules/0/unless", "as");
        row("exception_without_source",
            withRule(R"({"id":"a","effect":"ask","when":{"as":"n"},"unless":{"client":"x","subject":["child"]}})"),
            "missing", "/rules/0/unless", "source");
        row("obligation_unknown", withRule(R"({"id":"a","effect":"allow","then":{"notfy":true}})"), "unknown_member",
            "/rules/0/then/notfy", "notify");
        row("obligation_that_does_not_fit", withRule(R"({"id":"a","effect":"deny","then":{"once":true}})"), "bad_value",
            "/rules/0/then/once");
        row("no_days", withRule(R"({"id":"a","effect":"allow","then":{"limit_days":0}})"), "bad_value",
            "/rules/0/then/limit_days");
        row("empty_step_up", withRule(R"({"id":"a","effect":"allow","then":{"step_up":{}}})"), "missing",
            "/rules/0/then/step_up");
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, code);
        QFETCH(QString, pointer);
        QFETCH(QString, meant);
        const Parsed parsed = parseDocument(text);
        QCOMPARE(parsed.problems.size(), 1);
        const Problem &problem = parsed.problems.first();
        QCOMPARE(problem.code, code);
        QCOMPARE(problem.pointer, pointer);
        QCOMPARE(problem.meant, meant);
        QVERIFY(!problem.text.isEmpty());
        QVERIFY(problem.line > 0 && problem.column > 0);
    }

    void everyProblemAtItsPlace()
    {
        const Parsed parsed =
            parseDocument("{\n  \"fpx_policy\": 1,\n  \"rules\": [\n    {\"id\": \"a\\\"]}\", \"effect\": \"ask\"},\n"
                          "    {\"id\": \"b\", \"effect\": \"ask\",\n     \"when\": {\"as\": [\"x\", \"\"]}}\n  ]\n}");
        QCOMPARE(parsed.problems.size(), 2);
        QCOMPARE(parsed.problems[0].pointer, QStringLiteral("/rules/0/id"));
        QCOMPARE(parsed.problems[0].line, 4);
        QCOMPARE(parsed.problems[0].column, 6);
        QCOMPARE(parsed.problems[1].pointer, QStringLiteral("/rules/1/when/as/1"));
        QCOMPARE(parsed.problems[1].line, 6);
        QCOMPARE(parsed.problems[1].column, 27);
    }

    void writesWhatItReads()
    {
        Document document;
        document.comment = QStringLiteral("why");
        document.switchedOff = {QStringLiteral("operator-1")};
        cases::Source source(7);
        for (int i = 0; i < 2000; ++i) {
            document.rules.append(sayable(source.rule(QStringLiteral("r%1").arg(i))));
            if (unplaced(document.rules.last())) // may stay from before it was asked, but only off
                document.switchedOff.append(document.rules.last().id);
        }
        document.switchedOff.sort();
        QVERIFY(document.switchedOff.size() > 10);
        const QByteArray text = document.toText();
        const Parsed parsed = parseDocument(text);
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : qPrintable(parsed.problems.first().pointer));
        QCOMPARE(parsed.document, document);
        QCOMPARE(parsed.document.toText(), text);
    }

    void oneFormForOneMeaning()
    {
        const Parsed one = parseDocument(
            withRule(R"({"id":"a","effect":"ask","when":{"client":"x","scope":["b","a","b"]},"then":{}})"));
        const Parsed other =
            parseDocument(withRule(R"({"when":{"scope":["a","b"],"client":["x"]},"effect":"ask","id":"a"})"));
        QVERIFY(one.ok() && other.ok());
        QCOMPARE(one.document.toText(), other.document.toText());
    }

    void readsTheFormOf010()
    {
        const QJsonObject stored{
            {QStringLiteral("id"), QStringLiteral("r")},
            {QStringLiteral("effect"), QStringLiteral("allow")},
            {QStringLiteral("as"), QStringLiteral("ontario")},
            {QStringLiteral("client"), QStringLiteral("practice")},
            {QStringLiteral("definition"), QStringLiteral("labs")},
            {QStringLiteral("source"), QStringLiteral("hospital")},
            {QStringLiteral("subject"), QString()},
            {QStringLiteral("scopes"), QJsonArray{QStringLiteral("write"), QStringLiteral("read")}},
            {QStringLiteral("created_at"), 1700000000}};
        const auto rule = Rule::fromJson(stored);
        QVERIFY2(rule.has_value(), rule ? "" : qPrintable(rule.error().detail));
        Rule expected = named("r", Effect::Allow);
        expected.createdAt = 1700000000;
        expected.when.name(fpx::AsIdentifier(QStringLiteral("ontario")));
        expected.when.name(fpx::ClientId(QStringLiteral("practice")));
        expected.when.name(fpx::DefinitionId(QStringLiteral("labs")));
        expected.when.name(fpx::SourceIdentifier(QStringLiteral("hospital")));
        expected.when.nameSubject(QString());
        expected.when.of(Condition::Scope) = {QStringLiteral("read"), QStringLiteral("write")};
        QCOMPARE(*rule, expected);
        QCOMPARE(*Rule::fromJson(rule->toJson()), expected);
        QJsonObject odd = stored;
        odd.insert(QStringLiteral("weekday"), QStringLiteral("mon"));
        QCOMPARE(Rule::fromJson(odd).error().code, QByteArray("bad_rule"));
    }

    void tellsTheDifference()
    {
        Document before;
        before.rules = {named("a"), named("b"), named("c"), named("d")};
        before.switchedOff = {QStringLiteral("x"), QStringLiteral("y")};
        Document after;
        after.rules = {named("d"), named("a"), named("e"), named("c", Effect::Deny)};
        after.switchedOff = {QStringLiteral("y"), QStringLiteral("z")};
        const Difference found = difference(before, after);
        QStringList changes;
        for (const Change &change : found.rules)
            changes.append(change.id + QString::number(static_cast<int>(change.kind)));
        QCOMPARE(changes,
                 QStringList({QStringLiteral("b1"), QStringLiteral("d3"), QStringLiteral("e0"), QStringLiteral("c2")}));
        QCOMPARE(found.switchedOff, QStringList(QStringLiteral("z")));
        QCOMPARE(found.switchedOn, QStringList(QStringLiteral("x")));
        QVERIFY(difference(before, before).isEmpty());
    }

    void lockedRulesStayInForceAndOthersGo()
    {
        Rule locked = named("locked", Effect::Deny);
        locked.locked = true;
        const QList<Rule> all = composed({locked, named("open")}, {named("own"), named("off")},
                                         {QStringLiteral("locked"), QStringLiteral("open"), QStringLiteral("off")});
        QCOMPARE(all.size(), 2);
        QCOMPARE(all[0].id, QStringLiteral("locked"));
        QVERIFY(all[0].operatorRule);
        QCOMPARE(all[1].id, QStringLiteral("own"));
    }

    void stepsLeaveTheRestAsItIs()
    {
        Document document;
        document.rules = {named("a"), named("b")};
        document.switchedOff = {QStringLiteral("b"), QStringLiteral("operator-1")};
        const Document added = withRule(document, named("c"), 1);
        QCOMPARE(added.rules.at(1).id, QStringLiteral("c"));
        QCOMPARE(added.switchedOff, document.switchedOff);
        QCOMPARE(withRule(document, named("b", Effect::Deny)).rules.at(1).effect, Effect::Deny);
        QCOMPARE(withRule(document, named("d")).rules.last().id, QStringLiteral("d"));
        const Document without = withoutRule(document, QStringLiteral("b"));
        QCOMPARE(without.rules.size(), 1);
        QCOMPARE(without.switchedOff, QStringList(QStringLiteral("operator-1")));
        QVERIFY(withSwitch(document, QStringLiteral("b"), true).switchedOff == without.switchedOff);
        QCOMPARE(withSwitch(withSwitch(document, QStringLiteral("a"), false), QStringLiteral("a"), true), document);
    }
};

QTEST_GUILESS_MAIN(TestLanguage)
#include "tst_language.moc"
