// Cold start to the first painted window, and memory after it, as ratios to an empty window of the same run.
//
//     fpx-bench-start [runs]      (in tests/support/with-session.sh --gui, which ./dev bench does)
#include "screen.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <vector>

namespace {

using namespace fpx::bench;

struct Sample {
    double milliseconds = 0;
    double megabytes = 0; ///< Proportional set size when the program has come to rest.
};

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

// At rest: memory has not changed for a second.
double memoryAtRest(qint64 pid)
{
    double last = proportionalSetSize(pid);
    for (int same = 0, rounds = 0; same < 10 && rounds < 200; ++rounds) {
        QThread::msleep(100);
        const double now = proportionalSetSize(pid);
        same = std::abs(now - last) < 0.1 ? same + 1 : 0;
        last = now;
    }
    return last;
}

std::optional<Sample> run(Screen &screen, const QString &program, const QStringList &arguments, bool memory)
{
    if (!screen.waitBare(10000)) {
        std::fprintf(stderr, "the screen did not become bare\n");
        return std::nullopt;
    }
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QElapsedTimer timer;
    timer.start();
    process.start(program, arguments);
    Sample sample;
    const bool painted = screen.waitPainted(20000);
    sample.milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    if (painted && memory)
        sample.megabytes = memoryAtRest(process.processId());
    process.kill();
    process.waitForFinished();
    if (!painted) {
        std::fprintf(stderr, "%s painted nothing within 20 s\n", qPrintable(program));
        return std::nullopt;
    }
    return sample;
}

// A first run as people have it, with an operator's profile: the sandbox's, which has done its work once it has written it.
bool writeProfile(const QString &sandbox, const QString &folder)
{
    QProcess process;
    process.start(sandbox, {QStringLiteral("--out"), folder});
    while (!process.canReadLine() && process.waitForReadyRead(10000)) {
    }
    const bool ready = process.readLine().startsWith("fpx-sandbox ready");
    process.kill();
    process.waitForFinished();
    if (!ready)
        std::fprintf(stderr, "%s did not get ready\n", qPrintable(sandbox));
    return ready;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void print(const char *name, double value, double floor, const char *unit, double bar)
{
    std::printf("{\"name\":\"%s\",\"value\":%.3f,\"unit\":\"%s\",\"floor\":%.3f,\"bar\":%.2f}\n", name, value, unit,
                floor, bar);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int runs = std::max(3, QCoreApplication::arguments().value(1, QStringLiteral("11")).toInt());
    Screen screen;
    QTemporaryDir data;
    if (!screen.isOpen() || !data.isValid())
        return 1;
    const QString folder = QCoreApplication::applicationDirPath();
    const QString wallet = folder + QStringLiteral("/fpx-wallet");
    const QString window = folder + QStringLiteral("/fpx-floor-window");
    if (!writeProfile(folder + QStringLiteral("/fpx-sandbox"), data.path()))
        return 1;
    const QStringList arguments{
        QStringLiteral("--data-dir"),         data.filePath(QStringLiteral("wallet")),
        QStringLiteral("--operator-profile"), data.filePath(QStringLiteral("operator.jws")),
        QStringLiteral("--operator-keys"),    data.filePath(QStringLiteral("operator-keys.json"))};
    std::vector<double> walletStart;
    std::vector<double> floorStart;
    // Interleaved, so that both see the same machine; the first round warms the caches and does not count.
    for (int round = 0; round <= runs; ++round) {
        const auto ours = run(screen, wallet, arguments, false);
        const auto floor = run(screen, window, {}, false);
        if (!ours || !floor)
            return 1;
        if (round > 0) {
            walletStart.push_back(ours->milliseconds);
            floorStart.push_back(floor->milliseconds);
        }
    }
    print("start_to_first_paint", median(walletStart), median(floorStart), "ms", 1.5);
    const auto ours = run(screen, wallet, arguments, true);
    const auto floor = run(screen, window, {QStringLiteral("--libraries")}, true);
    if (!ours || !floor)
        return 1;
    print("memory_after_start", ours->megabytes, floor->megabytes, "MB", 1.3);
    return 0;
}
