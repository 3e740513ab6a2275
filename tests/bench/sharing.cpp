// Ten thousand permissions and two hundred data sources: the real wallet over a real vault, and the places that show them.
// Each step is measured until its picture is painted. Memory is that of a process that has opened the vault and waits in
// the tray; its floor is an empty window that has used the same libraries and knows no permission, so that all that the
// permissions take has to fit into the difference. Both are PSS, in which a page of a library that n processes use counts
// for 1/n: therefore each step runs in a process of its own, the one that measures uses neither windows nor the vault, and
// other programs with Qt must not run meanwhile (they make the floor smaller than what is on top of it).
//
//     fpx-bench-sharing      (in tests/support/with-session.sh --gui, which ./dev bench does)
#include "sharingvault.h"

#include "permissions/sharingplace.h"
#include "sources/sourcesplace.h"

#include <fpx/wallet/models.h>

#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>
#include <vector>

namespace {

using namespace fpx;
using bench::Desktop;
using bench::Stored;
using wallet::Facade;

constexpr int rounds = 5;

QString k(const char *name)
{
    return QLatin1String(name);
}

void print(const char *name, double value, const char *unit, double bar, double floor = 0)
{
    QJsonObject entry{{k("name"), QStringLiteral("sharing: ") + k(name)}, {k("value"), value}, {k("unit"), k(unit)}};
    if (bar > 0)
        entry.insert(k("bar"), bar);
    if (floor > 0)
        entry.insert(k("floor"), floor);
    std::puts(QJsonDocument(entry).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

double since(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double proportionalSetSize(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/smaps_rollup").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("Pss:"))
            return line.mid(4).trimmed().split(' ').value(0).toDouble() / 1024;
    }
    return 0;
}

/// Reads and opens the same rows, without looking into them.
Result<double> bareRead(const Stored &stored)
{
    FPX_TRY(vault, stored.openVault());
    QElapsedTimer timer;
    timer.start();
    FPX_TRY(rows, vault->rows(k("permissions")));
    for (const vault::Row &row : std::as_const(rows)) {
        if (row.object().isEmpty())
            return fail("row_damaged", {});
    }
    return since(timer);
}

/// Opens it; false: it could not, or lacks something.
bool openWhole(wallet::Wallet &wallet)
{
    if (bench::open(wallet) && wallet.permissions()->rowCount() == bench::permissionCount)
        return true;
    std::fprintf(stderr, "%s: %d permissions\n", wallet.problem().code.constData(), wallet.permissions()->rowCount());
    return false;
}

/// Median of some rounds of `step`, each with the picture of `place` after it.
double painted(QWidget &place, const std::function<void(int)> &step)
{
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer timer;
        timer.start();
        step(round);
        if (place.grab().isNull())
            return 1e9;
        times.push_back(since(timer));
    }
    return median(times);
}

template <class Place>
double opening(const ui::Context &context)
{
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer timer;
        timer.start();
        Place place(context);
        place.resize(1000, 760);
        place.show();
        if (place.grab().isNull())
            return 1e9;
        times.push_back(since(timer));
    }
    return median(times);
}

void measurePlaces(Facade &facade)
{
    const SystemClock clock;
    const ui::Context context{&facade, &clock};
    print("the list opens", opening<ui::SharingPlace>(context), "ms", 100);
    ui::SharingPlace sharing(context);
    sharing.resize(1000, 760);
    sharing.show();
    auto *group = sharing.findChild<QComboBox *>(k("sharingGroup"));
    auto *show = sharing.findChild<QComboBox *>(k("sharingShow"));
    print("grouped otherwise", painted(sharing, [group](int round) { group->setCurrentIndex((round + 1) % 3); }), "ms",
          100);
    print("filtered otherwise", painted(sharing, [show](int round) { show->setCurrentIndex((round + 1) % 4); }), "ms",
          100);
    show->setCurrentIndex(3); // all
    print("searched", painted(sharing, [&](int round) { sharing.setSearch(QStringLiteral("number %1").arg(round)); }),
          "ms", 100);
    print("200 sources open", opening<ui::SourcesPlace>(context), "ms", 100);
    ui::SourcesPlace sources(context);
    sources.resize(1000, 760);
    sources.show();
    print("200 sources searched",
          painted(sources, [&](int round) { sources.setSearch(QStringLiteral("number %1").arg(round)); }), "ms", 100);
}

/// What is left when memory has not changed for a second.
double memoryAtRest(qint64 pid)
{
    double last = proportionalSetSize(pid);
    for (int same = 0, looks = 0; same < 10 && looks < 200; ++looks) {
        QThread::msleep(100);
        const double now = proportionalSetSize(pid);
        same = std::abs(now - last) < 0.1 ? same + 1 : 0;
        last = now;
    }
    return last;
}

double memoryOf(const QString &program, const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    if (!process.waitForStarted())
        return 0;
    if (!input.isEmpty()) {
        process.write(input);
        process.waitForBytesWritten();
        process.closeWriteChannel();
        if (!process.waitForReadyRead()) // it says when it has opened
            return 0;
    }
    QThread::msleep(500);
    const double memory = memoryAtRest(process.processId());
    process.kill();
    process.waitForFinished();
    return memory;
}

bool keysFromInput(const Stored &stored)
{
    QFile input;
    return input.open(stdin, QIODevice::ReadOnly) && stored.takeKeys(input.readAll());
}

/// `--fill`: makes the vault and prints its keys.
int fillVault(const Stored &stored)
{
    if (const auto filled = bench::fill(stored); !filled) {
        std::fprintf(stderr, "%s\n", filled.error().code.constData());
        return 1;
    }
    std::puts(stored.keys().constData());
    return 0;
}

/// `--idle`: opens the vault and waits, without a window.
int idle(const Stored &stored)
{
    Desktop desktop;
    if (!keysFromInput(stored))
        return 1;
    wallet::Wallet wallet(stored.config(desktop));
    if (!openWhole(wallet))
        return 1;
    std::puts("open");
    std::fflush(stdout);
    return QApplication::exec();
}

/// `--places`: opens the vault and shows what is in it.
int places(const Stored &stored)
{
    Desktop desktop;
    if (!keysFromInput(stored))
        return 1;
    const auto floor = bareRead(stored);
    if (!floor)
        return 1;
    wallet::Wallet wallet(stored.config(desktop));
    QElapsedTimer timer;
    timer.start();
    if (!openWhole(wallet))
        return 1;
    print("the wallet opens; floor: reading and opening the rows", since(timer), "ms", 0, *floor);
    measurePlaces(wallet);
    return 0;
}

/// Runs this program with `step`. Answers what it prints, if it succeeds.
std::optional<QByteArray> run(const Stored &stored, const char *step, const QByteArray &input)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(), {k(step), stored.directory});
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(-1) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return std::nullopt;
    return process.readAllStandardOutput();
}

int measure(const Stored &stored)
{
    if (!stored.writeProfile(bench::dataSources()))
        return 1;
    const auto keys = run(stored, "--fill", {});
    const auto shown = keys ? run(stored, "--places", *keys) : std::nullopt;
    if (!shown)
        return 1;
    std::fputs(shown->constData(), stdout);
    const QString folder = QCoreApplication::applicationDirPath();
    const double ours = memoryOf(QCoreApplication::applicationFilePath(), {k("--idle"), stored.directory}, *keys);
    const double window = memoryOf(folder + k("/fpx-floor-window"), {k("--libraries")}, {});
    if (ours <= 0 || window <= 0)
        return 1;
    print("memory in the tray", ours, "MB", 1.3, window);
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QByteArray step = argc > 2 ? argv[1] : "";
    const auto stored = [argv] { return Stored{QFile::decodeName(argv[2])}; };
    if (step == "--idle" || step == "--places") {
        QApplication application(argc, argv);
        QApplication::setQuitOnLastWindowClosed(false);
        return step == "--idle" ? idle(stored()) : places(stored());
    }
    const QCoreApplication application(argc, argv);
    if (step == "--fill")
        return fillVault(stored());
    const QTemporaryDir directory;
    return directory.isValid() ? measure({directory.path()}) : 1;
}
