// A replay of a million recorded requests under a hundred rules, over a real vault, as the editor of the rules runs it.
// The floor is the bare work in the same run: reading and opening the same sealed blocks, and as many decisions.
#include "scenario.h"

#include <factsstore.h>
#include <whatifrun.h>

#include <fpx/policy/factsblock.h>
#include <fpx/vault/vault.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <qcorotask.h>

#include <algorithm>
#include <cstdio>

namespace {

using namespace fpx;
using namespace fpx::wallet;

constexpr qsizetype wanted = FactsStore::maxBlocks * FactsStore::blockSize; // a little over a million
constexpr int ruleCount = 100;

void print(const QString &name, double value, const char *unit, double bar, double floor = 0)
{
    QJsonObject entry{{QStringLiteral("name"), QStringLiteral("what-if: ") + name},
                      {QStringLiteral("value"), value},
                      {QStringLiteral("unit"), QLatin1String(unit)},
                      {QStringLiteral("bar"), bar}};
    if (floor > 0)
        entry.insert(QStringLiteral("floor"), floor);
    std::puts(QJsonDocument(entry).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

double seconds(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

/// The longest time in which the event loop did not get a turn, in ms.
class StallWatch : public QObject
{
public:
    StallWatch()
    {
        m_timer.start();
        startTimer(1, Qt::PreciseTimer);
    }
    [[nodiscard]] double longest() const { return m_longest; }
    void reset()
    {
        m_longest = 0;
        m_timer.start();
    }

protected:
    void timerEvent(QTimerEvent * /*event*/) override
    {
        m_longest = std::max(m_longest, static_cast<double>(m_timer.nsecsElapsed()) / 1e6);
        m_timer.start();
    }

private:
    QElapsedTimer m_timer;
    double m_longest = 0;
};

Result<void> fill(vault::Vault &vault, const QList<policy::Facts> &requests)
{
    return vault.transaction([&]() -> Result<void> {
        qint64 number = 0;
        QList<policy::Facts> block;
        for (qsizetype i = 0; i < wanted; ++i) {
            policy::Facts facts = requests.at(i % requests.size());
            facts.time = 1'700'000'000 + i * 60;
            facts.offsetMinutes = 60;
            block.append(facts);
            if (block.size() == FactsStore::blockSize) {
                FPX_CHECK(vault.put(QStringLiteral("facts"), QString::number(++number), policy::packFacts(block)));
                block.clear();
            }
        }
        return {};
    });
}

// Seconds to read and open every block, without looking into it.
Result<double> readAll(FactsStore &store, qsizetype *bytes)
{
    QElapsedTimer timer;
    timer.start();
    for (FactsStore::Place place{false, 0};;) {
        FPX_TRY(page, store.page(place, 4));
        for (const QByteArray &block : std::as_const(page.blocks))
            *bytes += block.size();
        if (page.next == 0)
            break;
        place.before = page.next;
    }
    return seconds(timer);
}

double decideAll(const policy::RuleSet &rules, const QList<policy::Facts> &requests, qsizetype count)
{
    QElapsedTimer timer;
    timer.start();
    qsizetype matched = 0;
    for (qsizetype i = 0; i < count; ++i)
        matched += rules.evaluate(requests.at(i % requests.size())).matched.size();
    return matched < 0 ? 0 : seconds(timer);
}

int measure()
{
    const QTemporaryDir directory;
    const auto opened = QCoro::waitFor(
        vault::Vault::open({directory.filePath(QStringLiteral("wallet")), std::make_shared<vault::FakeKeychain>(),
                            std::make_shared<FakeClock>(), std::make_shared<SystemRandom>()}));
    if (!opened)
        return 1;
    FactsStore store(*opened);
    const bench::Scenario scenario{bench::Shape::OneClientEach, ruleCount};
    const QList<policy::Facts> requests = scenario.requests(4096);
    if (!fill(**opened, requests))
        return 1;
    const policy::RuleSet before(scenario.rulesOf());
    QList<policy::Rule> changed = scenario.rulesOf();
    for (qsizetype i = 0; i < changed.size(); i += 10)
        changed[i].effect = policy::Effect::Deny;
    const policy::RuleSet after(changed);

    qsizetype bytes = 0;
    const auto read = readAll(store, &bytes);
    const qsizetype count = static_cast<qsizetype>(store.count().value_or(0));
    if (!read || count == 0)
        return 1;
    const double floor = *read + decideAll(before, requests, count);

    StallWatch watch;
    QElapsedTimer timer;
    timer.start();
    watch.reset();
    double first = -1;
    auto run = std::make_unique<WhatIfRun>(&store, before, after);
    QObject::connect(run.get(), &WhatIf::changed, run.get(), [&] {
        if (first < 0 && !run->byClient().isEmpty())
            first = seconds(timer) * 1000;
        if (run->state() != WhatIf::State::Running)
            QCoreApplication::exit(run->state() == WhatIf::State::Done ? 0 : 1);
    });
    if (QCoreApplication::exec() != 0 || run->done() != count || run->different() == 0)
        return 1;
    print(QStringLiteral("%1 requests under %2 rules").arg(count).arg(ruleCount), seconds(timer), "s", 3, floor);
    print(QStringLiteral("first differences"), first, "ms", 500);
    print(QStringLiteral("longest stall of the GUI thread"), watch.longest(), "ms", 50);
    print(QStringLiteral("bytes a request"), static_cast<double>(bytes) / static_cast<double>(count), "B", 64);

    run = std::make_unique<WhatIfRun>(&store, before, after);
    QObject::connect(run.get(), &WhatIf::changed, run.get(), [] { QCoreApplication::exit(0); });
    QCoreApplication::exec(); // it is in full swing
    timer.start();
    run->cancel();
    run.reset(); // waits for the worker
    print(QStringLiteral("cancel, until the worker has ended"), seconds(timer) * 1000, "ms", 100);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    return measure();
}
