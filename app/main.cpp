// fpx-wallet: one program, two front ends. The command line answers before any GUI exists; the application itself wires
// the real adapters to the facade.
#include "controlhandler.h"
#include "desktopbrowser.h"
#include "hardening.h"
#include "terminationsignals.h"
#ifdef FPX_DBUS
#include "dbusapplication.h"
#endif

#include <fpx/base/log.h>
#include <fpx/cli/commandline.h>
#include <fpx/control/instancelock.h>
#include <fpx/ui/desktopnotifier.h>
#include <fpx/ui/shell.h>
#include <fpx/ui/uistate.h>
#include <fpx/vault/systemkeychain.h>
#include <fpx/wallet/wallet.h>

#include <QApplication>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>

#include <cstdio>
#include <cstdlib>
#include <optional>

using namespace fpx;

namespace {

void name(QCoreApplication &application)
{
    QCoreApplication::setOrganizationName(QString());
    QCoreApplication::setApplicationName(QStringLiteral("fpx-wallet"));
    QCoreApplication::setApplicationVersion(QStringLiteral(FPX_VERSION));
    Q_UNUSED(application)
}

// The token with which a launcher lets the running instance come to the front.
QString activationToken()
{
    const QString wayland = qEnvironmentVariable("XDG_ACTIVATION_TOKEN");
    return wayland.isEmpty() ? qEnvironmentVariable("DESKTOP_STARTUP_ID") : wayland;
}

int say(std::FILE *stream, const QString &text, int code)
{
    std::fprintf(stream, "%s\n", qUtf8Printable(text));
    return code;
}

// What needs no window: commands, and a start while another instance runs. Nothing: start the application.
std::optional<int> withoutWindow(int &argc, char **argv, cli::CommandLine &line,
                                 std::unique_ptr<control::InstanceLock> &lock)
{
    QCoreApplication application(argc, argv);
    name(application);
    auto parsed = cli::parse(QCoreApplication::arguments());
    if (!parsed)
        return say(stderr, parsed.error().message, 2);
    line = *parsed;
    if (line.command == cli::Command::Help)
        return say(stdout, line.helpText, 0);
    if (line.command == cli::Command::Version)
        return say(stdout, QStringLiteral("FPX Wallet " FPX_VERSION), 0);
    if (line.command != cli::Command::Start)
        return cli::run(line);
    lock = std::make_unique<control::InstanceLock>(line.dataDirectory);
    const auto held = lock->acquire();
    if (held)
        return std::nullopt;
    if (held.error().code == "already_running" && cli::handOver(line, activationToken()))
        return 0;
    return say(stderr, held.error().message, 1);
}

void confirmExport(const std::function<void(bool)> &answer)
{
    auto *box = new QMessageBox(QMessageBox::Question, QApplication::applicationDisplayName(),
                                QCoreApplication::translate("Control", "Export the history?"), QMessageBox::NoButton);
    box->setInformativeText(QCoreApplication::translate(
        "Control", "A program on this computer asked for a copy of everything in the history."));
    box->setObjectName(QStringLiteral("exportConfirmation"));
    QAbstractButton *yes = box->addButton(QCoreApplication::translate("Control", "Export"), QMessageBox::AcceptRole);
    box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(QMessageBox::Cancel);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(box, &QMessageBox::finished, box, [box, yes, answer] { answer(box->clickedButton() == yes); });
    box->open();
}

wallet::WalletConfig configFrom(const cli::CommandLine &line, Browser &browser, Notifier &notifier)
{
    wallet::WalletConfig config;
    config.dataDirectory = line.dataDirectory;
    config.operatorProfileFile = line.operatorProfileFile;
    config.operatorKeysFile = line.operatorKeysFile;
    config.keychain = std::make_shared<vault::SystemKeychain>(QStringLiteral("fpx-wallet"));
    config.clock = std::make_shared<SystemClock>();
    config.random = std::make_shared<SystemRandom>();
    config.browser = &browser;
    config.notifier = &notifier;
    config.locales = QLocale().uiLanguages();
    config.locales.removeAll(QStringLiteral("C")); // no language: texts fall back to English
    if (config.locales.isEmpty())
        config.locales.append(QStringLiteral("en"));
    return config;
}

int runApplication(int &argc, char **argv, const cli::CommandLine &line, const control::InstanceLock &lock)
{
    QApplication application(argc, argv);
    name(application);
    QApplication::setApplicationDisplayName(QStringLiteral("FPX Wallet"));
    QApplication::setDesktopFileName(QStringLiteral("org.fpx.Wallet"));

    app::DesktopBrowser browser;
    ui::DesktopNotifier notifier;
    const wallet::WalletConfig config = configFrom(line, browser, notifier);
    wallet::Wallet wallet(config);
    ui::FileUiState windows(line.dataDirectory + QStringLiteral("/windows.json"));
    ui::Shell shell(wallet, *config.clock, windows, &notifier);
    QObject::connect(&shell, &ui::Shell::quitRequested, &application, &QCoreApplication::quit);

    app::ControlHandler handler(wallet, confirmExport);
    QObject::connect(&handler, &app::ControlHandler::showRequested, &shell, &ui::Shell::activate);
    QObject::connect(&handler, &app::ControlHandler::quitRequested, &shell, &ui::Shell::quit, Qt::QueuedConnection);
    const app::TerminationSignals terminated;
    QObject::connect(&terminated, &app::TerminationSignals::received, &shell, &ui::Shell::quit);
    control::ControlServer server;
    server.setHandler(&handler);
    if (const auto listening = server.listen(lock); !listening)
        return say(stderr, listening.error().message, 1);

#ifdef FPX_DBUS
    QObject exported;
    app::DBusApplication bus(&exported);
    QObject::connect(&bus, &app::DBusApplication::activated, &shell, &ui::Shell::activate);
    QObject::connect(&bus, &app::DBusApplication::opened, &wallet, &wallet::Wallet::openLink);
    QObject::connect(&bus, &app::DBusApplication::opened, &shell,
                     [&shell](const QString &, const QString &token) { shell.activate(token); });
    bus.claim();
#endif

    QObject::connect(&shell, &ui::Shell::started, &wallet, &wallet::Wallet::start);
    shell.start(line.minimized);
    if (!line.link.isEmpty())
        wallet.openLink(line.link);
    return QApplication::exec();
}

// With everything of ours destroyed, and before the destructors of static objects: libproxy 0.4, which Qt asks for the
// system's proxies, unloads its script engine there while a thread of it still ends, and crashes.
[[noreturn]] void endProcess(int code)
{
    std::fflush(nullptr);
    std::_Exit(code);
}

} // namespace

int main(int argc, char **argv)
{
    app::hardenProcess();
    installRedactingLogHandler();
    cli::CommandLine line;
    std::unique_ptr<control::InstanceLock> lock;
    if (const auto code = withoutWindow(argc, argv, line, lock))
        return *code;
    const int code = runApplication(argc, argv, line, *lock);
    lock.reset();
    endProcess(code);
}
