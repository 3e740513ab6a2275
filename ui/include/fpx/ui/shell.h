// The desktop application around a Facade: main window, prompt, tray, notifications. app/main.cpp makes the
// QApplication, the facade and one Shell:
//
//     ui::DesktopNotifier notifier;
//     wallet::Wallet wallet(config with &notifier);
//     ui::FileUiState state(dataDirectory + "/windows.json");
//     ui::Shell shell(wallet, *clock, state, &notifier);
//     QObject::connect(&shell, &ui::Shell::quitRequested, &app, &QCoreApplication::quit);
//     QObject::connect(&shell, &ui::Shell::started, &wallet, &wallet::Wallet::start);
//     shell.start(minimized);
#pragma once

#include <QObject>

#include <memory>

namespace fpx {
class Clock;
}
namespace fpx::wallet {
class Facade;
}

namespace fpx::ui {

class DesktopNotifier;
class UiState;

/// GUI thread, one per process, after QApplication. Everything given to it outlives it. Sets the application's style,
/// palette and icon, and setQuitOnLastWindowClosed(false): the wallet runs until quitRequested().
class Shell : public QObject
{
    Q_OBJECT

public:
    /// `notifier` may be null.
    Shell(wallet::Facade &facade, const Clock &clock, UiState &state, DesktopNotifier *notifier = nullptr,
          QObject *parent = nullptr);
    ~Shell() override;

    /// Shows the main window, or with `minimized`, or where the setting `start_minimized` says so, only the tray icon (where
    /// there is none, the window minimized).
    void start(bool minimized);

public Q_SLOTS:
    /// Shows the main window and brings it to the front where the desktop allows that.
    void showMainWindow();
    /// Shows the prompt window with the oldest waiting request; nothing when none waits.
    void showPrompts();
    /// What a second start or a link asks for: `token` is its XDG activation token, may be empty.
    void activate(const QString &token);
    /// Hides the windows, saves their places and emits quitRequested(). Asks nothing.
    void quit();

Q_SIGNALS:
    /// Once after start(): the first window is painted, or there is none to paint. What takes longer begins here.
    void started();
    /// After quit(), and when the person chose to: windows have been hidden and their places saved.
    void quitRequested();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace fpx::ui
