#include <fpx/ui/desktopnotifier.h>
#include <fpx/ui/shell.h>
#include <fpx/ui/uistate.h>

#include "requests/promptwindow.h"
#include "shell/autolock.h"
#include "shell/firstpaint.h"
#include "shell/language.h"
#include "shell/mainwindow.h"
#include "shell/systemlook.h"
#include "shell/tray.h"
#include "shell/windowplace.h"
#include "style/icons.h"
#include "style/look.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/confirmdialog.h"

#include <QApplication>
#include <QTimer>

namespace fpx::ui {

namespace {
const QString mainKey = QStringLiteral("main_window");
const QString promptKey = QStringLiteral("prompt_window");
const QString darkKey = QStringLiteral("system_dark");
const QString quietKey =
    QStringLiteral("start_minimized"); ///< as the setting says; it is read before the vault is open
const QString closeKey = QStringLiteral("close_keeps_running"); ///< what the person answered where there is no tray
} // namespace

class Shell::Private
{
public:
    Private(Shell *shell, const Context &ctx, UiState &uiState, DesktopNotifier *desktop)
        : q(shell), context(ctx), state(uiState), notifier(desktop), remembered(uiState.load())
    {
        language.apply(context.facade->setting(QStringLiteral("language")).toString());
        Look::install();
        if (remembered.contains(darkKey))
            system.assumeDark(remembered.value(darkKey).toBool());
        applyLook();
        QObject::connect(&system, &SystemLook::changed, q, [this] { applyLook(); });
        QObject::connect(context.facade, &wallet::Facade::settingsChanged, q, [this] {
            applyLook();
            rememberStart();
            language.apply(context.facade->setting(QStringLiteral("language")).toString());
        });
        QObject::connect(context.facade, &wallet::Facade::phaseChanged, q, [this] {
            applyLook(); // the operator's accent is known by then
            rememberStart();
        });
        QObject::connect(context.facade, &wallet::Facade::promptsChanged, q, [this] { promptsChanged(); });
        QObject::connect(context.facade->deviceCodes(), &wallet::DeviceCodes::asked, q,
                         [this](const AsIdentifier &network) {
                             q->showMainWindow();
                             mainWindow()->enterCode(network);
                         });
        if (notifier)
            QObject::connect(notifier, &DesktopNotifier::activated, q, [this](const QString &id) { open(id); });
    }

    void applyLook()
    {
        const Scheme scheme = system.scheme(context.facade->setting(QStringLiteral("appearance")).toString());
        const QColor accent(context.facade->product().accent);
        if (lookSet && Look::colors(nullptr).scheme == scheme && accent == lastAccent)
            return;
        lookSet = true;
        lastAccent = accent;
        Look::install()->setScheme(scheme, accent);
        QApplication::setWindowIcon(applicationIcon(Look::colors(nullptr).accent));
        if (tray)
            tray->refresh();
    }

    void rememberStart()
    {
        const QVariant quiet = context.facade->setting(QStringLiteral("start_minimized"));
        if (!quiet.isValid() || remembered.value(quietKey).toBool() == quiet.toBool())
            return;
        remembered.insert(quietKey, quiet.toBool());
        state.save(remembered);
    }

    MainWindow *mainWindow()
    {
        if (main)
            return main.get();
        main = std::make_unique<MainWindow>(context);
        restorePlace(*main, remembered.value(mainKey).toObject());
        QObject::connect(main.get(), &MainWindow::promptRequested, q,
                         [this](const RequestKey &key) { open(key.value()); });
        QObject::connect(main.get(), &MainWindow::closeRequested, q, [this] { closeMain(); });
        QObject::connect(main.get(), &MainWindow::quitRequested, q, [this] { quit(); });
        return main.get();
    }

    PromptWindow *promptWindow()
    {
        if (prompt)
            return prompt.get();
        prompt = std::make_unique<PromptWindow>(context);
        restorePlace(*prompt, remembered.value(promptKey).toObject());
        return prompt.get();
    }

    /// The key of a request, the action of a rule, or anything else for the main window.
    void open(const QString &id)
    {
        if (const QString rule = wallet::ruleOfAction(id); !rule.isEmpty()) {
            q->showMainWindow();
            mainWindow()->showRule(rule);
        } else if (consent::Prompt *waiting = context.facade->prompt(RequestKey(id)))
            promptWindow()->showPrompt(waiting);
        else
            q->showMainWindow();
    }

    void promptsChanged()
    {
        const auto count = static_cast<int>(context.facade->prompts().size());
        if (count > known)
            promptWindow()->showWaiting(); // a new one; the desktop decides whether it may come to the front
        known = count;
    }

    void closeMain()
    {
        const bool keepsInTray = tray && tray->available();
        const QVariant setting = context.facade->setting(QStringLiteral("close_to_tray"));
        if (keepsInTray) {
            if (setting.isValid() && !setting.toBool())
                quit();
            else
                hideMain();
            return;
        }
        if (remembered.contains(closeKey)) {
            if (remembered.value(closeKey).toBool())
                hideMain();
            else
                quit();
            return;
        }
        askAboutClosing();
    }

    void askAboutClosing()
    {
        auto *dialog = new ConfirmDialog(
            Shell::tr("Keep the wallet running?"),
            Shell::tr("Requests only reach you while it runs. It uses next to nothing. You are asked this once."),
            Shell::tr("Keep running"), Shell::tr("Quit"), QStringLiteral("closeChoice"), main.get());
        dialog->yesButton()->setKind(Button::Kind::Primary);
        const auto answer = [this](bool keep) {
            remembered.insert(closeKey, keep);
            if (keep)
                hideMain();
            else
                quit();
        };
        QObject::connect(dialog, &ConfirmDialog::confirmed, q, [answer] { answer(true); });
        QObject::connect(dialog->noButton(), &QAbstractButton::clicked, q, [answer] { answer(false); });
        dialog->open();
    }

    void hideMain()
    {
        save();
        main->hide();
    }

    void save()
    {
        if (main)
            remembered.insert(mainKey, placeOf(*main));
        if (prompt)
            remembered.insert(promptKey, placeOf(*prompt));
        remembered.insert(darkKey, system.dark());
        state.save(remembered);
    }

    void quit()
    {
        save();
        if (prompt)
            prompt->hide();
        if (main)
            main->hide();
        Q_EMIT q->quitRequested();
    }

    Shell *q;
    Context context;
    UiState &state;
    DesktopNotifier *notifier;
    QJsonObject remembered;
    SystemLook system;
    Language language;
    QColor lastAccent;
    bool lookSet = false;
    int known = 0;
    std::unique_ptr<MainWindow> main;
    std::unique_ptr<PromptWindow> prompt;
    std::unique_ptr<Tray> tray;
    std::unique_ptr<AutoLock> autoLock;
};

Shell::Shell(wallet::Facade &facade, const Clock &clock, UiState &state, DesktopNotifier *notifier, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, Context{&facade, &clock}, state, notifier))
{
    QApplication::setQuitOnLastWindowClosed(false);
}

Shell::~Shell()
{
    d->save();
}

void Shell::start(bool minimized)
{
    minimized = minimized || d->remembered.value(quietKey).toBool();
    const auto rest = [this, minimized] {
        d->tray = std::make_unique<Tray>(d->context);
        connect(d->tray.get(), &Tray::openRequested, this, &Shell::showMainWindow);
        connect(d->tray.get(), &Tray::promptsRequested, this, &Shell::showPrompts);
        connect(d->tray.get(), &Tray::quitRequested, this, &Shell::quit);
        d->tray->show();
        if (d->notifier && d->tray->available())
            d->notifier->setTray(d->tray->icon());
        if (minimized && !d->tray->available())
            d->mainWindow()->showMinimized();
        d->system.watch();
        d->autoLock = std::make_unique<AutoLock>(*d->context.facade, *d->context.clock);
        d->promptsChanged();
        Q_EMIT started();
    };
    if (minimized) {
        QTimer::singleShot(0, this, rest);
        return;
    }
    showMainWindow();
    afterFirstPaint(d->main.get(), rest);
}

void Shell::quit()
{
    d->quit();
}

void Shell::showMainWindow()
{
    MainWindow *window = d->mainWindow();
    if (window->isMinimized())
        window->setWindowState(window->windowState() & ~Qt::WindowMinimized);
    window->show();
    window->raise();
    window->activateWindow();
}

void Shell::showPrompts()
{
    d->promptWindow()->showWaiting();
    d->promptWindow()->raise();
    d->promptWindow()->activateWindow();
}

void Shell::activate(const QString &token)
{
    if (!token.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
    if (d->context.facade->prompts().isEmpty())
        showMainWindow();
    else
        showPrompts();
}

} // namespace fpx::ui
