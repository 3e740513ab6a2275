// Ten thousand permissions and two hundred data sources: the real wallet over a real vault, and the places that show them.
// Each step is measured until its picture is painted. Memory is that of a process that has opened the vault and waits in
// the tray; its floor is an empty window that has used the same libraries and knows no permission, so that all that the
// permissions take has to fit into the difference. A page that two processes have counts half in each (PSS): therefore
// each step runs in a process of its own, and the one that measures has no window and opens no vault.
//
//     fpx-bench-sharing      (in tests/support/with-session.sh --gui, which ./dev bench does)
#include <vaultrecords.h>

#include "permissions/sharingplace.h"
#include "sources/sourcesplace.h"

#include <fpx/base/json.h>
#include <fpx/consent/permissionbook.h>
#include <fpx/jose/jwkset.h>
#include <fpx/jose/jws.h>
#include <fpx/vault/vault.h>
#include <fpx/wallet/models.h>
#include <fpx/wallet/wallet.h>

#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>
#include <qcorotask.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>
#include <vector>

namespace {

using namespace fpx;
using wallet::Facade;

constexpr int permissionCount = 10'000;
constexpr int sourceCount = 200;
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

bool write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

struct Desktop {
    FakeBrowser browser;
    FakeNotifier notifier;
};

/// Where the wallet is, and the keys that open it.
struct Stored {
    QString directory;
    std::shared_ptr<vault::FakeKeychain> keychain = std::make_shared<vault::FakeKeychain>();

    [[nodiscard]] wallet::WalletConfig config(Desktop &desktop) const
    {
        wallet::WalletConfig config;
        config.dataDirectory = directory + k("/data");
        config.operatorProfileFile = directory + k("/operator.jws");
        config.operatorKeysFile = directory + k("/keys.json");
        config.keychain = keychain;
        config.clock = std::make_shared<SystemClock>();
        config.random = std::make_shared<SystemRandom>();
        config.browser = &desktop.browser;
        config.notifier = &desktop.notifier;
        config.locales = {k("en")};
        return config;
    }
};

bool writeProfile(const Stored &stored)
{
    QJsonArray sources;
    for (int i = 0; i < sourceCount; ++i) {
        const QString id = QStringLiteral("source-%1").arg(i);
        const QString base = QStringLiteral("http://127.0.0.1:%1").arg(30'000 + i);
        sources.append(
            QJsonObject{{k("identifier"), id},
                        {k("display_name"), QStringLiteral("Hospital number %1").arg(i)},
                        {k("issuer"), base},
                        {k("client_id"), QStringLiteral("wallet-at-%1").arg(i)},
                        {k("scope"), k("records fpx_rot")},
                        {k("rot"), QJsonObject{{k("endpoint"), base + k("/rot")}, {k("strategy"), k("simple")}}},
                        {k("userinfo"), base + k("/userinfo")},
                        {k("authorization_servers"),
                         QJsonArray{QJsonObject{{k("identifier"), k("health")}, {k("resource_server"), id}}}}});
    }
    const qint64 now = SystemClock().nowSeconds();
    const QJsonObject payload{{k("iss"), k("http://127.0.0.1:28900")},
                              {k("iat"), now},
                              {k("exp"), now + 86400},
                              {k("profile_version"), 1},
                              {k("product"), QJsonObject{{k("name"), k("Bench")}}},
                              {k("listener"), QJsonObject{{k("port"), 28'951}}},
                              {k("identity_providers"), QJsonArray()},
                              {k("authorization_servers"),
                               QJsonArray{QJsonObject{{k("identifier"), k("health")},
                                                      {k("issuer"), k("http://127.0.0.1:28901")},
                                                      {k("display_name"), k("Health")},
                                                      {k("client_id"), k("as-health")},
                                                      {k("redirect_uris"), QJsonArray{k("http://127.0.0.1:28901/cb")}},
                                                      {k("software_statement"), k("eyJh.eyJi.AAAA")},
                                                      {k("request_object"), k("optional")}}}},
                              {k("data_sources"), sources}};
    const auto key = jose::PrivateKey::generate(jose::Algorithm::ES256);
    if (!key)
        return false;
    const auto jws = jose::sign({{k("typ"), k("fpx-operator-profile+jwt")}, {k("kid"), key->keyId()}}, payload, *key);
    return jws && write(stored.directory + k("/operator.jws"), *jws) &&
           write(stored.directory + k("/keys.json"), toCompactJson(jose::JwkSet({key->publicKey()}).toJson()));
}

consent::PermissionRecord permission(int i, const RandomSource &random, qint64 now)
{
    using State = consent::PermissionState;
    consent::PermissionRecord record;
    record.id = PermissionId(random.uuid());
    record.state = i % 5 == 0    ? State::Expired
                   : i % 7 == 0  ? State::Revoked
                   : i % 11 == 0 ? State::Disabled
                                 : State::Active;
    record.enrolment = EnrolmentId(k("enrolment"));
    record.as = AsIdentifier(k("health"));
    record.request = RequestKey(random.uuid());
    record.requestId = k("r1");
    record.client = ClientId(QStringLiteral("client-%1").arg(i % 300));
    record.definition = DefinitionId(QStringLiteral("definition-%1").arg(i % 40));
    record.source = SourceIdentifier(QStringLiteral("source-%1").arg(i % sourceCount));
    record.resourceServer = RsIdentifier(record.source.value());
    record.scopes = {k("read"), k("subscribe")};
    record.grantedAt = now - i * 3600LL;
    record.signedAt = record.grantedAt;
    record.expires = now + (i % 90) * 86400LL;
    record.version = k("v1");
    consent::PermissionNames names;
    names.scopeNames = {k("read"), k("be told about changes")};
    names.clientName = QStringLiteral("Service number %1").arg(i % 300);
    names.clientLogo = QByteArray(3000, static_cast<char>('a' + i % 20)); // no picture: initials are shown
    names.networkName = k("Health");
    names.definitionName = QStringLiteral("Kind of data %1").arg(i % 40);
    names.sourceName = QStringLiteral("Hospital number %1").arg(i % sourceCount);
    record.names = names;
    return record;
}

Result<void> fill(const Stored &stored, Desktop &desktop)
{
    const wallet::WalletConfig config = stored.config(desktop);
    FPX_TRY(vault,
            QCoro::waitFor(vault::Vault::open({config.dataDirectory, config.keychain, config.clock, config.random})));
    wallet::VaultRecords records(vault);
    consent::PermissionBook book(records);
    return records.transaction([&]() -> Result<void> {
        for (int i = 0; i < permissionCount; ++i)
            FPX_CHECK(book.put(permission(i, *config.random, config.clock->nowSeconds()),
                               {config.random->bytes(900).toBase64(QByteArray::Base64UrlEncoding), {}}));
        return {};
    });
}

/// Reads and opens the same rows, without looking into them.
Result<double> bareRead(const Stored &stored, Desktop &desktop)
{
    const wallet::WalletConfig config = stored.config(desktop);
    FPX_TRY(vault,
            QCoro::waitFor(vault::Vault::open({config.dataDirectory, config.keychain, config.clock, config.random})));
    QElapsedTimer timer;
    timer.start();
    FPX_TRY(rows, vault->rows(k("permissions")));
    for (const vault::Row &row : std::as_const(rows)) {
        if (row.object().isEmpty())
            return fail("row_damaged", {});
    }
    return since(timer);
}

/// Runs the event loop until the wallet has opened. False: it could not.
bool open(wallet::Wallet &wallet)
{
    QObject::connect(&wallet, &Facade::phaseChanged, &wallet, [&wallet] {
        if (wallet.phase() != Facade::Phase::Starting)
            QApplication::exit(wallet.phase() == Facade::Phase::Problem ? 1 : 0);
    });
    QMetaObject::invokeMethod(&wallet, &wallet::Wallet::start, Qt::QueuedConnection);
    if (QApplication::exec() == 0 && wallet.permissions()->rowCount() == permissionCount)
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

QByteArray keysOf(const vault::FakeKeychain &keychain)
{
    QJsonObject items;
    for (auto item = keychain.items.constBegin(); item != keychain.items.constEnd(); ++item)
        items.insert(item.key(), QLatin1String(QByteArray(item->view()).toBase64()));
    return QJsonDocument(items).toJson(QJsonDocument::Compact);
}

/// What keysOf() wrote, from the standard input.
bool takeKeys(Stored &stored)
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return false;
    const QJsonObject items = QJsonDocument::fromJson(input.readAll()).object();
    for (auto item = items.constBegin(); item != items.constEnd(); ++item)
        stored.keychain->items.insert(item.key(), Secret(QByteArray::fromBase64(item->toString().toLatin1())));
    return !items.isEmpty();
}

/// `--fill`: makes the vault and prints its keys.
int fillVault(const Stored &stored)
{
    Desktop desktop;
    const auto filled = fill(stored, desktop);
    if (!filled) {
        std::fprintf(stderr, "%s\n", filled.error().code.constData());
        return 1;
    }
    std::puts(keysOf(*stored.keychain).constData());
    return 0;
}

/// `--idle`: opens the vault and waits, without a window.
int idle(Stored stored)
{
    Desktop desktop;
    if (!takeKeys(stored))
        return 1;
    wallet::Wallet wallet(stored.config(desktop));
    if (!open(wallet))
        return 1;
    std::puts("open");
    std::fflush(stdout);
    return QApplication::exec();
}

/// `--places`: opens the vault and shows what is in it.
int places(Stored stored)
{
    Desktop desktop;
    if (!takeKeys(stored))
        return 1;
    const auto floor = bareRead(stored, desktop);
    if (!floor)
        return 1;
    wallet::Wallet wallet(stored.config(desktop));
    QElapsedTimer timer;
    timer.start();
    if (!open(wallet))
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
    if (!writeProfile(stored))
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
