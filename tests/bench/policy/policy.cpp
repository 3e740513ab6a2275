// Decisions by 10, 1,000 and 100,000 rules in three shapes, beside Cedar on the same rules and requests.
//
//     FPX_CEDAR=…/fpx-bench-cedar fpx-bench-policy      (./dev bench policy builds and sets it where a current Rust is)
#include "scenario.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <malloc.h>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace {

using namespace fpx::bench;
using namespace fpx::policy;

constexpr int requestCount = 64;
constexpr int largest = 100000;
constexpr std::array sizes{10, 1000, largest};
constexpr std::array shapes{std::pair{Shape::OneClientEach, "one client each"},
                            std::pair{Shape::OneClient, "one client"}, std::pair{Shape::NoNames, "no names"}};

bool failed = false;

void print(QJsonObject entry, const QString &name, double value, const char *unit)
{
    entry.insert(QStringLiteral("name"), QStringLiteral("policy: ") + name);
    entry.insert(QStringLiteral("value"), value);
    entry.insert(QStringLiteral("unit"), QLatin1String(unit));
    std::puts(QJsonDocument(entry).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

QJsonObject bar(double greatest)
{
    return {{QStringLiteral("bar"), greatest}};
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// Nanoseconds of one decision: the median of rounds that each last some milliseconds.
double decisionTime(const RuleSet &rules, const QList<Facts> &requests)
{
    std::vector<double> rounds;
    qsizetype matched = 0;
    for (int round = -1; round < 25; ++round) {
        QElapsedTimer timer;
        timer.start();
        qint64 decisions = 0;
        do {
            for (const Facts &facts : requests)
                matched += rules.evaluate(facts).matched.size();
            decisions += requests.size();
        } while (timer.nsecsElapsed() < 5000000);
        if (round >= 0) // the first one warms up
            rounds.push_back(static_cast<double>(timer.nsecsElapsed()) / static_cast<double>(decisions));
    }
    failed |= matched < 0; // keeps the work
    return median(rounds);
}

struct Cedar {
    double nanoseconds = 0;
    QStringList decisions;
};

std::optional<Cedar> runCedar(const QString &program, const Scenario &scenario, const QTemporaryDir &directory)
{
    QJsonArray requests;
    const QList<Facts> all = scenario.requests(requestCount);
    for (const Facts &facts : all)
        requests.append(QJsonObject{{QStringLiteral("client"), facts.client.value()},
                                    {QStringLiteral("definition"), facts.resources.first().definition.value()},
                                    {QStringLiteral("days"), facts.durationDays}});
    const QJsonObject json{{QStringLiteral("main"), QString::fromUtf8(scenario.cedar(false))},
                           {QStringLiteral("ask"), QString::fromUtf8(scenario.cedar(true))},
                           {QStringLiteral("requests"), requests},
                           {QStringLiteral("rounds"), scenario.rules < largest ? 50 : 1}};
    QFile file(directory.filePath(QStringLiteral("scenario.json")));
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(json).toJson(QJsonDocument::Compact)) < 0)
        return std::nullopt;
    file.close();
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, {file.fileName()});
    if (!process.waitForFinished(600000) || process.exitCode() != 0)
        return std::nullopt;
    const QJsonObject answer = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    Cedar cedar;
    cedar.nanoseconds = answer.value(QStringLiteral("nanoseconds")).toDouble();
    for (const QJsonValue &decision : answer.value(QStringLiteral("decisions")).toArray())
        cedar.decisions.append(decision.toString());
    return cedar;
}

QStringList decisionsOf(const RuleSet &rules, const Scenario &scenario)
{
    static const QStringList names{QStringLiteral("deny"), QStringLiteral("ask"), QStringLiteral("allow")};
    QStringList decisions;
    const QList<Facts> requests = scenario.requests(requestCount);
    for (const Facts &facts : requests)
        decisions.append(names[static_cast<int>(rules.evaluate(facts).effect)]);
    return decisions;
}

void besideCedar(const QString &program, const QString &name, const Scenario &scenario, const RuleSet &rules,
                 double ours, const QTemporaryDir &directory)
{
    const auto cedar = runCedar(program, scenario, directory);
    if (!cedar || cedar->decisions != decisionsOf(rules, scenario)) {
        std::fprintf(stderr, "Cedar %s: %s\n", cedar ? "decides otherwise" : "failed", qPrintable(name));
        failed = true;
        return;
    }
    QJsonObject entry{{QStringLiteral("floor"), ours}, {QStringLiteral("at_least"), true}};
    if (scenario.rules == 10)
        entry.insert(QStringLiteral("bar"), 10);
    if (scenario.rules == largest && scenario.shape == Shape::OneClientEach)
        entry.insert(QStringLiteral("bar"), 1000);
    print(entry, QStringLiteral("Cedar, ") + name, cedar->nanoseconds, "ns");
}

void measureDecisions(const QString &cedar, const QTemporaryDir &directory)
{
    for (const auto &[shape, shapeName] : shapes) {
        double smallest = 0;
        for (const int size : sizes) {
            const Scenario scenario{shape, size};
            const RuleSet rules(scenario.rulesOf());
            const double time = decisionTime(rules, scenario.requests(requestCount));
            const QString name = QStringLiteral("%1, %2 rules").arg(QLatin1String(shapeName)).arg(size);
            const bool first = shape == Shape::OneClientEach;
            print(first ? bar(1000) : QJsonObject(), name, time, "ns");
            smallest = size == sizes.front() ? time : smallest;
            if (first && size == largest)
                print({{QStringLiteral("floor"), smallest}, {QStringLiteral("bar"), 1.5}},
                      name + QStringLiteral(" against 10"), time, "ns");
            if (!cedar.isEmpty())
                besideCedar(cedar, name, scenario, rules, time, directory);
        }
    }
}

void measureTheRest()
{
    const Scenario scenario{Shape::OneClientEach, largest};
    const QList<Rule> list = scenario.rulesOf();
    std::vector<double> times;
    for (int i = 0; i < 5; ++i) {
        QElapsedTimer timer;
        timer.start();
        const RuleSet rules(list);
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        failed |= rules.rules().size() != largest;
    }
    print(bar(200), QStringLiteral("compile 100000 rules"), median(times), "ms");

    const size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
    const RuleSet rules(list);
    const size_t after = mallinfo2().uordblks + mallinfo2().hblkhd;
    print({}, QStringLiteral("memory a compiled rule"), static_cast<double>(after - before) / largest, "B");

    // Every client once: what a decision costs when nothing of it is in a cache.
    print({}, QStringLiteral("one client each, 100000 rules, each client in turn"),
          decisionTime(rules, scenario.requests(largest)), "ns");

    times.clear();
    const QList<Facts> requests = scenario.requests(requestCount);
    for (const Facts &facts : requests) {
        QElapsedTimer timer;
        timer.start();
        failed |= rules.explain(facts).nearMisses.size() > maxNearMisses;
        times.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    print(bar(10), QStringLiteral("explain, 100000 rules, slowest of 64"), *std::ranges::max_element(times), "ms");
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QTemporaryDir directory;
    const QString cedar = qEnvironmentVariable("FPX_CEDAR");
    if (cedar.isEmpty())
        std::fputs("without Cedar: FPX_CEDAR is not set\n", stderr);
    measureDecisions(cedar, directory);
    measureTheRest();
    return failed ? 1 : 0;
}
