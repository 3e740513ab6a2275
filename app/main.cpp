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
#include <fpx/ui/autostart.h>
#include <fpx/ui/desktopnotifier.h>
#include <fpx/ui/shell.h>
#include <fpx/ui/uistate.h>
#include <fpx/vault/systemkeychain.h>
#include <fpx/wallet/wallet.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QThread>

#include <cstdio>
#include <cstdlib>
#include <optional>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace fpx;

namespace {

constexpr int startMilliseconds = 2'000; ///< Between an instance's lock and its socket.

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

// Hands the start over to the instance that holds the lock. One that is just being started has the lock before it listens:
// it is waited for. Nothing: it has ended meanwhile, and this start is the instance.
std::optional<Result<void>> handOver(const cli::CommandLine &line, control::InstanceLock &lock)
{
    QElapsedTimer waited;
    waited.start();
    while (true) {
        const auto handed = cli::handOver(line, activationToken());
        if (handed || handed.error().code != "not_running" || waited.elapsed() >= startMilliseconds)
            return handed;
        QThread::msleep(50);
        if (lock.acquire())
            return std::nullopt;
    }
}

// What needs no window: commands, and a start while another instance runs. Nothing: start the application, unless `problem`
// says why it cannot be.
std::optional<int> withoutWindow(int &argc, char **argv, cli::CommandLine &line,
                                 std::unique_ptr<control::InstanceLock> &lock, Error &problem)
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
    if (held.error().code != "already_running") {
        problem = held.error();
        return std::nullopt;
    }
    const auto handed = handOver(line, *lock);
    if (!handed)
        return std::nullopt;
    if (*handed)
        return 0;
    problem = {handed->error().code,
               held.error().message + u' ' +
                   QCoreApplication::translate("Start",
                                               "It does not answer. Look for its icon near the clock, or end it in "
                                               "the list of running programs and start it again."),
               handed->error().detail, Retry::Later};
    return std::nullopt;
}

// From a terminal, in words; from an icon, where nobody reads those, in a window too.
int tellAndEnd(int &argc, char **argv, const Error &problem)
{
    say(stderr, problem.message, 1);
#ifdef Q_OS_UNIX
    if (::isatty(STDERR_FILENO) == 1)
        return 1;
#endif
#ifdef Q_OS_LINUX
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        return 1;
#endif
    QApplication application(argc, argv);
    name(application);
    QApplication::setApplicationDisplayName(QStringLiteral("FPX Wallet"));
    QMessageBox box(QMessageBox::Warning, QApplication::applicationDisplayName(),
                    QCoreApplication::translate("Start", "The wallet cannot be started."), QMessageBox::Close);
    box.setInformativeText(problem.message);
    box.setObjectName(QStringLiteral("startProblem"));
    QObject::connect(&box, &QDialog::finished, &application, &QCoreApplication::quit);
    box.open();
    QApplication::exec();
    return 1;
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

// The keychain's own question belongs to the window in which somebody pressed Unlock. X11 only: Wayland has no numbers for
// windows, and the Secret Service no other way to say it.
std::shared_ptr<vault::Keychain> keychain()
{
    auto keychain = std::make_shared<vault::SystemKeychain>(QStringLiteral("fpx-wallet"));
    keychain->setParentWindow([] {
        const QWidget *window = QApplication::activeWindow();
        const bool x11 = QGuiApplication::platformName() == QStringLiteral("xcb");
        return x11 && window != nullptr ? QString::number(window->winId()) : QString();
    });
    return keychain;
}

// This program with what it was told about where its things are, as the session is to start it.
QStringList startCommand(const cli::CommandLine &line)
{
    QStringList command{QCoreApplication::applicationFilePath(), QStringLiteral("--minimized")};
    const QStringList given = QCoreApplication::arguments();
    const auto add = [&](const QString &option, const QString &value) {
        for (const QString &argument : given) {
            if (argument == option || argument.startsWith(option + QLatin1Char('='))) {
                command << option << QFileInfo(value).absoluteFilePath();
                return;
            }
        }
    };
    add(QStringLiteral("--data-dir"), line.dataDirectory);
    add(QStringLiteral("--operator-profile"), line.operatorProfileFile);
    add(QStringLiteral("--operator-keys"), line.operatorKeysFile);
    return command;
}

wallet::WalletConfig configFrom(const cli::CommandLine &line, Browser &browser, Notifier &notifier)
{
    wallet::WalletConfig config;
    config.dataDirectory = line.dataDirectory;
    config.operatorProfileFile = line.operatorProfileFile;
    config.operatorKeysFile = line.operatorKeysFile;
    config.keychain = keychain();
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
    const ui::Autostart autostart(wallet, ui::Autostart::folder(), startCommand(line));

    app::ControlHandler handler(wallet, confirmExport);
    QObject::connect(&handler, &app::ControlHandler::showRequested, &shell, &ui::Shell::activate);
    QObject::connect(&handler, &app::ControlHandler::quitRequested, &shell, &ui::Shell::quit, Qt::QueuedConnection);
    const app::TerminationSignals terminated;
    QObject::connect(&terminated, &app::TerminationSignals::received, &shell, &ui::Shell::quit);
    control::ControlServer server;
    server.setHandler(&handler);
    const auto listening = server.listen(lock);

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
    if (!listening) { // only other programs miss it
        qWarning("control: %s", qPrintable(listening.error().detail));
        Q_EMIT wallet.notice(listening.error());
    }
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
    Error problem;
    if (const auto code = withoutWindow(argc, argv, line, lock, problem))
        return *code;
    if (!problem.code.isEmpty())
        return tellAndEnd(argc, argv, problem);
    const int code = runApplication(argc, argv, line, *lock);
    lock.reset();
    endProcess(code);
}
