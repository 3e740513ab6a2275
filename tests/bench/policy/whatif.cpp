// A replay of a million recorded requests under a hundred rules, in the real wallet over a real vault: alone, and as the
// editor of the rules runs it, with the findings beside it and the window painted. The floor is the bare work in the same
// run: reading and opening the same sealed blocks, and as many decisions.
#include "../stored.h"
#include "scenario.h"

#include <factsstore.h>
#include <rulebook.h>
#include <vaultrecords.h>

#include "policies/ruleeditor.h"
#include "widgets/label.h"

#include <fpx/policy/factsblock.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>

namespace {

using namespace fpx;
using namespace fpx::wallet;

constexpr qsizetype blocks = FactsStore::maxBlocks;
constexpr qsizetype singles = FactsStore::blockSize - 1; // as many as there can be before they become a block
constexpr qsizetype wanted = blocks * FactsStore::blockSize + singles; // a little over a million
constexpr int ruleCount = 100;
constexpr int clientsAnswered = 1000;

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

QString k(const char *name)
{
    return QLatin1String(name);
}

Result<void> fillRequests(vault::Vault &vault, const QList<policy::Facts> &requests)
{
    qint64 number = 0;
    QList<policy::Facts> block;
    for (qsizetype i = 0; i < wanted; ++i) {
        policy::Facts facts = requests.at(i % requests.size());
        facts.time = 1'700'000'000 + i * 60;
        facts.offsetMinutes = 60;
        if (number == blocks) {
            FPX_CHECK(vault.put(k("facts_tail"), QString::number(i), policy::packFacts({facts})));
            continue;
        }
        block.append(facts);
        if (block.size() == FactsStore::blockSize) {
            FPX_CHECK(vault.put(k("facts"), QString::number(++number), policy::packFacts(block)));
            block.clear();
        }
    }
    return {};
}

Result<void> fill(const std::shared_ptr<vault::Vault> &vault, const bench::Scenario &scenario)
{
    VaultRecords records(vault);
    RuleBook rules(records);
    FactsStore store(vault);
    const QList<policy::Facts> requests = scenario.requests(4096);
    return vault->transaction([&]() -> Result<void> {
        FPX_CHECK(fillRequests(*vault, requests));
        policy::Document document;
        document.rules = scenario.rulesOf();
        FPX_CHECK(rules.replace(document));
        for (int i = 0; i < clientsAnswered * static_cast<int>(FactsStore::answersKept); ++i) {
            policy::PastDecision decision{requests.first(), true, 30};
            decision.facts.client = ClientId(QStringLiteral("answered-%1").arg(i % clientsAnswered));
            decision.facts.resources.first().source = SourceIdentifier(k("hospital"));
            FPX_CHECK(store.answered(decision));
        }
        return {};
    });
}

// Seconds to read and open every request, without looking into it.
Result<double> readAll(FactsStore &store, qsizetype *bytes)
{
    QElapsedTimer timer;
    timer.start();
    for (FactsStore::Place place;;) {
        FPX_TRY(page, store.page(place, 4));
        for (qsizetype i = 0; i < page.rows.size(); ++i) {
            FPX_TRY(row, page.rows.open(i));
            *bytes += row.value.size();
        }
        if (page.next != 0)
            place.before = page.next;
        else if (place.tail)
            place = {false, 0};
        else
            return seconds(timer);
    }
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

/// Each tenth rule of the person denies.
policy::Document changed(const policy::Document &document)
{
    policy::Document draft = document;
    for (qsizetype i = 0; i < draft.rules.size(); i += 10)
        draft.rules[i].effect = policy::Effect::Deny;
    return draft;
}

bool measureReplay(Policies &policies, double floor)
{
    const policy::Document draft = changed(policies.document());
    StallWatch watch;
    QElapsedTimer timer;
    timer.start();
    double first = -1;
    auto run = policies.whatIf(draft);
    QObject::connect(run.get(), &WhatIf::changed, run.get(), [&] {
        if (first < 0 && !run->byClient().isEmpty())
            first = seconds(timer) * 1000;
        if (run->state() != WhatIf::State::Running)
            QApplication::exit(run->state() == WhatIf::State::Done ? 0 : 1);
    });
    if (QApplication::exec() != 0 || run->done() != wanted || run->different() == 0)
        return false;
    print(QStringLiteral("%1 requests under %2 rules").arg(wanted).arg(ruleCount), seconds(timer), "s", 3, floor);
    print(k("first differences"), first, "ms", 500);
    print(k("longest stall of the GUI thread"), watch.longest(), "ms", 50);

    run = policies.whatIf(draft);
    QObject::connect(run.get(), &WhatIf::changed, run.get(), [] { QApplication::exit(0); });
    QApplication::exec(); // it is in full swing
    timer.start();
    run->cancel();
    run.reset(); // waits for the worker
    print(k("cancel, until the worker has ended"), seconds(timer) * 1000, "ms", 100);
    return true;
}

/// Waits until `done`, which is asked now and then.
void until(const std::function<bool()> &done)
{
    QTimer often;
    QObject::connect(&often, &QTimer::timeout, qApp, [&done] {
        if (done())
            QApplication::exit(0);
    });
    often.start(10);
    QApplication::exec();
}

// What a person does: opens a rule, changes it while the replay runs, and waits for what it would mean.
void measureEditor(Facade &facade)
{
    const SystemClock clock;
    ui::RuleEditor editor({&facade, &clock});
    editor.resize(1000, 760);
    editor.show();
    const auto *told = editor.findChild<ui::Label *>(k("ruleWhatIf"));
    policy::Rule rule = facade.policies()->document().rules.first();
    editor.edit(rule);
    until([told] { return told->text().startsWith(k("Looking at")); });
    StallWatch watch;
    rule.effect = policy::Effect::Deny;
    rule.when = {}; // all requests
    editor.edit(rule);
    until([told] { return told->text().startsWith(k("It would")); });
    print(k("longest stall of the GUI thread, in the editor"), watch.longest(), "ms", 50);
}

// A rule has changed: what 10,000 answers suggest is worked out anew.
bool measureSuggestion(Policies &policies)
{
    QObject::connect(&policies, &Policies::suggestionChanged, qApp, [] { QApplication::exit(0); });
    StallWatch watch;
    if (!policies.apply(changed(policies.document())))
        return false;
    QApplication::exec();
    print(k("longest stall of the GUI thread, saving and suggesting"), watch.longest(), "ms", 50);
    return policies.suggestion().has_value();
}

int measure(const bench::Stored &stored)
{
    const bench::Scenario scenario{bench::Shape::OneClientEach, ruleCount};
    double floor = 0;
    {
        const auto opened = stored.openVault();
        if (!opened || !fill(*opened, scenario))
            return 1;
        FactsStore store(*opened);
        qsizetype bytes = 0;
        const auto read = readAll(store, &bytes);
        if (!read)
            return 1;
        floor = *read + decideAll(policy::RuleSet(scenario.rulesOf()), scenario.requests(4096), wanted);
        print(k("bytes a request"), static_cast<double>(bytes) / static_cast<double>(wanted), "B", 64);
    }
    bench::Desktop desktop;
    Wallet wallet(stored.config(desktop));
    if (!stored.writeProfile() || !bench::open(wallet))
        return 1;
    if (!measureReplay(*wallet.policies(), floor))
        return 1;
    measureEditor(wallet);
    return measureSuggestion(*wallet.policies()) ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    const QApplication app(argc, argv);
    const QTemporaryDir directory;
    return directory.isValid() ? measure({directory.path()}) : 1;
}
