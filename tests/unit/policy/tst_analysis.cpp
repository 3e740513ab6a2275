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
    static const QStringList kinds{QStringLiteral(" never matches"), QStringLiteral(" shadowed by"),
                                   QStringLiteral(" conflicts with"), QStringLiteral(" wider"),
                                   QStringLiteral(" cannot tell")};
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
    void whatItSaysIsTrue()
    {
        int shadowed = 0;
        int dead = 0;
        for (quint32 seed = 1; seed <= 120; ++seed) {
            cases::Source source(seed);
            QList<Rule> rules = source.rules();
            for (Rule &rule : rules) // small enough to shadow each other
                rule.then = {};
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
                    QVERIFY2(one.effect == other.effect,
                             qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(words(finding))));
                    if (finding.kind == FindingKind::NeverMatches)
                        QVERIFY(!one.matched.contains(finding.rule));
                }
                (finding.kind == FindingKind::Shadowed ? shadowed : dead) += 1;
            }
        }
        QVERIFY(shadowed > 50);
        QVERIFY(dead > 10);
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
