// corpus.json: sets of rules with everything that is wrong with them. All of it is found, and nothing else.
#include "cases.h"

#include <fpx/policy/analysis.h>
#include <fpx/policy/document.h>
#include <fpx/policy/factsrecord.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace fpx::policy;

namespace {

QJsonArray readCorpus()
{
    QFile file(QStringLiteral(FPX_CORPUS));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).array() : QJsonArray();
}

QString words(const Finding &finding)
{
    static const QStringList kinds{QStringLiteral(" never matches"),  QStringLiteral(" shadowed by"),
                                   QStringLiteral(" conflicts with"), QStringLiteral(" wider"),
                                   QStringLiteral(" unknown"),        QStringLiteral(" cannot tell")};
    QStringList details = finding.others;
    for (const Condition condition : finding.conditions)
        details.append(conditionName(condition));
    details.sort();
    return finding.rule + kinds[static_cast<int>(finding.kind)] + QLatin1Char(' ') + details.join(QLatin1Char(' '));
}

QStringList expectedOf(const QJsonObject &set)
{
    QStringList expected;
    for (const QJsonValue &value : set.value(QStringLiteral("findings")).toArray()) {
        QStringList parts = value.toString().split(QLatin1Char(' '));
        const qsizetype fixed = parts.value(1) == QStringLiteral("wider") ? 2 : 3;
        std::sort(parts.begin() + fixed, parts.end());
        expected.append(parts.join(QLatin1Char(' ')));
    }
    expected.sort();
    return expected;
}

// A name that both take; "new" where neither says.
QString nameForBoth(const Rule &a, const Rule &b, Condition condition, QRandomGenerator &random)
{
    const QStringList &one = a.when.of(condition);
    const QStringList &other = b.when.of(condition);
    QStringList both;
    for (const QString &name : one.isEmpty() ? other : one) {
        if (other.isEmpty() || other.contains(name))
            both.append(name);
    }
    return both.isEmpty() ? QStringLiteral("new") : both[random.bounded(both.size())];
}

QString subjectForBoth(const Rule &a, const Rule &b, QRandomGenerator &random)
{
    const auto takes = [](const Conditions &when, const QString &subject) {
        return when.subject == SubjectCondition::Any ||
               (when.subject == SubjectCondition::Delegated && !subject.isEmpty()) ||
               when.of(Condition::Subject).contains(subject);
    };
    QStringList all = a.when.of(Condition::Subject) + b.when.of(Condition::Subject);
    all += {QString(), QStringLiteral("new")};
    all.removeIf([&](const QString &subject) { return !takes(a.when, subject) || !takes(b.when, subject); });
    return all.isEmpty() ? QString() : all[random.bounded(all.size())];
}

bool bothHold(const RuleSet &a, const RuleSet &b, const Facts &facts)
{
    return !a.evaluate(facts).matched.isEmpty() && !b.evaluate(facts).matched.isEmpty();
}

// The least counts that two rules want, as they can be: more is asked than allowed, and more in a longer time.
Counts countsForBoth(const Rule &a, const Rule &b)
{
    Counts counts;
    for (const Rule *rule : {&a, &b}) {
        if (rule->when.count) {
            int &count = counts.of(rule->when.count->counted, rule->when.count->window);
            count = std::max(count, rule->when.count->range.atLeast.value_or(0));
        }
    }
    for (auto &windows : counts.values) {
        for (size_t i = 1; i < windows.size(); ++i)
            windows[i] = std::max(windows[i], windows[i - 1]);
    }
    for (size_t i = 0; i < 3; ++i)
        counts.values[0][i] = std::max(counts.values[0][i], counts.values[1][i]);
    return counts;
}

// The least that both take, or the greatest.
int numberForBoth(const Range &a, const Range &b, int greatest, QRandomGenerator &random)
{
    const int least = std::max(a.atLeast.value_or(0), b.atLeast.value_or(0));
    const int most = std::min(a.atMost.value_or(greatest), b.atMost.value_or(greatest));
    return random.bounded(2) == 0 ? least : most;
}

// Names and numbers of both.
template <class Owner>
void fillForBoth(const Rule &a, const Rule &b, Owner &owner, QRandomGenerator &random)
{
    for (const ConditionSpec &spec : statedTable) {
        const FactAccess<Owner> &fact = factOf<Owner>(spec);
        if (fact.text)
            fact.setText(owner, nameForBoth(a, b, spec.id, random));
        else if (fact.number && spec.range)
            fact.setNumber(owner, numberForBoth(a.when.*spec.range, b.when.*spec.range, spec.greatest, random));
    }
}

// Words and flags by the number of one of their combinations. Returns how many there are.
int wordsAndFlags(Facts &facts, ResourceFacts &resource, int combination)
{
    int combinations = 1;
    for (const ConditionSpec &spec : statedTable) {
        if (spec.kind != ConditionKind::Set && spec.kind != ConditionKind::Flag)
            continue;
        const int value = combination / combinations % (spec.greatest + 1);
        if (spec.aboutResource)
            spec.ofResource.setNumber(resource, value);
        else
            spec.ofRequest.setNumber(facts, value);
        combinations *= spec.greatest + 1;
    }
    return combinations;
}

// Looks through times of the week where some condition is about them.
bool holdsAtSomeTime(const Rule &a, const Rule &b, Facts facts)
{
    const RuleSet both[]{RuleSet({a}), RuleSet({b})};
    bool timed = false;
    for (const Conditions *conditions : {&a.when, &a.unless, &b.when, &b.unless})
        timed = timed || conditions->time || conditions->weekdays != 0;
    for (int minute = 0; minute < (timed ? 7 * 1440 : 1); ++minute) {
        facts.time = minute * 60;
        if (bothHold(both[0], both[1], facts))
            return true;
    }
    return false;
}

// Whether both hold but for their times and exceptions.
bool mayHold(const Rule &a, const Rule &b, const Facts &facts)
{
    Rule simpler[]{a, b};
    for (Rule &rule : simpler) {
        rule.when.clear(Condition::Time);
        rule.when.clear(Condition::Weekday);
        rule.unless = {};
    }
    return bothHold(RuleSet({simpler[0]}), RuleSet({simpler[1]}), facts);
}

bool requestForBoth(const Rule &a, const Rule &b)
{
    QRandomGenerator random(1);
    for (int attempt = 0; attempt < 60; ++attempt) { // one is enough without exceptions
        Facts facts;
        ResourceFacts resource;
        fillForBoth(a, b, facts, random);
        fillForBoth(a, b, resource, random);
        facts.counts = countsForBoth(a, b);
        if (attempt % 3 == 1) {
            for (auto &windows : facts.counts.values)
                windows.fill(1000);
        }
        resource.subject = subjectForBoth(a, b, random);
        resource.scopes = {nameForBoth(a, b, Condition::Scope, random)};
        if (attempt % 2 == 1)
            resource.scopes.append(QStringLiteral("new"));
        for (int combination = 0; combination < wordsAndFlags(facts, resource, 0); ++combination) {
            wordsAndFlags(facts, resource, combination);
            if (resource.usedBefore && facts.firstContact)
                continue;
            facts.resources.clear();
            if (facts.purpose == Purpose::Access)
                facts.resources = {resource};
            if (mayHold(a, b, facts) && holdsAtSomeTime(a, b, facts))
                return true;
        }
    }
    return false;
}

} // namespace

class TestAnalysis : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void corpus_data()
    {
        QTest::addColumn<QJsonObject>("set");
        const QJsonArray sets = readCorpus();
        QVERIFY(sets.size() >= 50);
        for (const QJsonValue &set : sets)
            QTest::newRow(qPrintable(set[QStringLiteral("name")].toString())) << set.toObject();
    }

    void corpus()
    {
        QFETCH(QJsonObject, set);
        const QJsonObject document{{QStringLiteral("fpx_policy"), 1},
                                   {QStringLiteral("rules"), set.value(QStringLiteral("rules"))}};
        const Parsed parsed = parseDocument(QJsonDocument(document).toJson());
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : qPrintable(parsed.problems.first().pointer));
        QList<Facts> requests;
        for (const QJsonValue &request : set.value(QStringLiteral("requests")).toArray()) {
            const auto facts = decodeFacts(request.toObject());
            QVERIFY(facts.has_value());
            requests.append(*facts);
        }
        QStringList found;
        for (const Finding &finding : analyse(parsed.document.rules, requests)) {
            found.append(words(finding));
            QVERIFY(sentenceOf(finding).contains(finding.rule));
        }
        found.sort();
        QCOMPARE(found, expectedOf(set));
    }

    // What is said to change nothing is left out, and nothing changes; what never matches does not, in random requests.
    void whatItSaysIsTrue_data()
    {
        QTest::addColumn<bool>("obliging");
        QTest::newRow("effects alone") << false;
        QTest::newRow("with obligations") << true;
    }

    void whatItSaysIsTrue()
    {
        QFETCH(bool, obliging);
        int shadowed = 0;
        int dead = 0;
        for (quint32 seed = 1; seed <= 120; ++seed) {
            cases::Source source(seed);
            QList<Rule> rules = source.rules();
            for (Rule &rule : rules) { // small enough to shadow each other
                if (!obliging)
                    rule.then = {};
            }
            const RuleSet whole(rules);
            QList<Facts> requests;
            for (int i = 0; i < 60; ++i) {
                Facts facts = source.facts();
                // What the engine takes for granted of real requests.
                if (facts.purpose == Purpose::Protect)
                    facts.resources.clear();
                for (ResourceFacts &resource : facts.resources)
                    resource.usedBefore = resource.usedBefore && !facts.firstContact;
                requests.append(facts);
            }
            const QList<Finding> findings = analyse(rules);
            for (const Finding &finding : findings) {
                if (finding.kind != FindingKind::Shadowed && finding.kind != FindingKind::NeverMatches)
                    continue;
                QList<Rule> fewer = rules;
                fewer.removeIf([&](const Rule &rule) { return rule.id == finding.rule; });
                const RuleSet without(fewer);
                for (const Facts &facts : std::as_const(requests)) {
                    const Decision one = whole.evaluate(facts);
                    const Decision other = without.evaluate(facts);
                    QVERIFY2(one.effect == other.effect && one.obligations == other.obligations &&
                                 one.heldBack == other.heldBack,
                             qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(words(finding))));
                    if (finding.kind == FindingKind::NeverMatches)
                        QVERIFY(!one.matched.contains(finding.rule));
                }
                (finding.kind == FindingKind::Shadowed ? shadowed : dead) += 1;
            }
        }
        QVERIFY(shadowed > (obliging ? 25 : 50));
        QVERIFY(dead > 10);
    }

    // For two effects that are said to meet there is a request that both hold for, as requests are.
    void aConflictHasARequest()
    {
        int conflicts = 0;
        int counted = 0;
        for (quint32 seed = 1; seed <= 800; ++seed) {
            cases::Source source(seed);
            Rule a = source.rule(QStringLiteral("a"));
            Rule b = source.rule(QStringLiteral("b"));
            if (seed % 3 == 0) { // rarely of itself
                QRandomGenerator random(seed);
                for (Rule *rule : {&a, &b})
                    rule->when.count =
                        CountCondition{static_cast<Counted>(random.bounded(2)), static_cast<Window>(random.bounded(3)),
                                       rule == &a ? Range{random.bounded(6), {}} : Range{{}, random.bounded(6)}};
            }
            const QList<Finding> findings = analyse({a, b});
            const bool claimed = std::ranges::any_of(
                findings, [](const Finding &finding) { return finding.kind == FindingKind::Conflict; });
            if (!claimed)
                continue;
            ++conflicts;
            counted += a.when.count && b.when.count ? 1 : 0;
            QVERIFY2(requestForBoth(a, b), qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
        qInfo("%d conflicts, %d of them with counts", conflicts, counted);
        QVERIFY(conflicts > 25);
        QVERIFY(counted > 5);
    }

    void whatWasAllowedWasAskedFor()
    {
        const auto rule = [](const char *id, Effect effect, const CountCondition &count) {
            Rule made;
            made.id = QLatin1String(id);
            made.effect = effect;
            made.when.count = count;
            return made;
        };
        const Rule often = rule("often", Effect::Deny, {Counted::Allowed, Window::Hour, {5, {}}});
        const Rule rarely = rule("rarely", Effect::Ask, {Counted::Asked, Window::Day, {{}, 3}});
        QVERIFY(analyse({often, rarely}).isEmpty()); // five within an hour are more than three within a day
        const Rule sometimes = rule("sometimes", Effect::Ask, {Counted::Asked, Window::Day, {{}, 5}});
        QCOMPARE(analyse({often, sometimes}).value(0).kind, FindingKind::Conflict);
        const Rule askedOften = rule("askedOften", Effect::Deny, {Counted::Asked, Window::Hour, {5, {}}});
        const Rule rarelyAllowed = rule("rarelyAllowed", Effect::Ask, {Counted::Allowed, Window::Day, {{}, 3}});
        QCOMPARE(analyse({askedOften, rarelyAllowed}).value(0).kind, FindingKind::Conflict);
    }

    void aNameThatNobodyIsKnownByIsTold()
    {
        Rule deny;
        deny.id = QStringLiteral("never");
        deny.effect = Effect::Deny;
        deny.when.of(Condition::Client) = {QStringLiteral("adds"), QStringLiteral("shop")};
        const auto isKnown = [](Condition condition, const QString &name) {
            return condition == Condition::Client && name == QStringLiteral("shop");
        };
        const QList<Finding> findings = unknownNames({deny}, isKnown);
        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings[0],
                 (Finding{FindingKind::UnknownName, deny.id, {QStringLiteral("adds")}, {Condition::Client}}));
        QVERIFY(sentenceOf(findings[0]).contains(QStringLiteral("adds")));
        deny.when.of(Condition::Client).removeFirst();
        QVERIFY(unknownNames({deny}, isKnown).isEmpty());
    }

    void whoeverNoLongerNeedsItStopsIt()
    {
        QList<Rule> rules;
        for (int i = 0; i < 100; ++i) {
            rules.append(Rule());
            rules.last().id = QString::number(i);
            rules.last().when.name(fpx::ClientId(QString::number(i / 2)));
        }
        QVERIFY(!analyse(rules).isEmpty());
        int asked = 0;
        QVERIFY(analyse(rules, {}, [&asked] { return ++asked == 10; }).isEmpty());
        QCOMPARE(asked, 10);
    }
};

QTEST_GUILESS_MAIN(TestAnalysis)
#include "tst_analysis.moc"
