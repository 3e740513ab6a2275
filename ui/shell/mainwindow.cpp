#include "shell/mainwindow.h"

#include "history/historyplace.h"
#include "onboarding/firstrun.h"
#include "onboarding/statuspages.h"
#include "permissions/sharingplace.h"
#include "policies/rulesplace.h"
#include "requests/requestsplace.h"
#include "settings/proxydialog.h"
#include "settings/settingsplace.h"
#include "shell/sidebar.h"
#include "shell/topbar.h"
#include "sources/sourcesplace.h"
#include "style/look.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/confirmdialog.h"
#include "widgets/label.h"
#include "widgets/noticebar.h"
#include "widgets/page.h"
#include "widgets/sidesheet.h"

#include <fpx/wallet/sharing.h>

#include <QBoxLayout>
#include <QCloseEvent>
#include <QGuiApplication>
#include <QShortcut>
#include <QStackedWidget>

namespace fpx::ui {

using Phase = wallet::Facade::Phase;

namespace {

const QStringList &places()
{
    static const QStringList list{QStringLiteral("requests"), QStringLiteral("sharing"), QStringLiteral("sources"),
                                  QStringLiteral("rules"),    QStringLiteral("history"), QStringLiteral("settings")};
    return list;
}

} // namespace

MainWindow::MainWindow(const Context &context, QWidget *parent)
    : QWidget(parent, Qt::Window),
      m_context(context),
      m_sandbox(new Label(tr("This is a test wallet. Nothing in it is real."), Type::Small)),
      m_top(new TopBar(context)),
      m_sidebar(new Sidebar),
      m_notice(new NoticeBar),
      m_noticeHolder(new QWidget),
      m_content(new QStackedWidget),
      m_places(new QStackedWidget)
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(cleaned(context.facade->product().name, 60));
    setMinimumSize(640, 460);
    resize(1080, 720);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    m_sandbox->setObjectName(QStringLiteral("sandboxNote"));
    m_sandbox->setAlignment(Qt::AlignHCenter);
    m_sandbox->setContentsMargins(space::m, space::xs, space::m, space::xs);
    m_sandbox->setTone(Tone::Warning);
    m_sandbox->hide();
    outer->addWidget(m_sandbox);
    outer->addWidget(m_top);
    auto *line = row(0);
    line->addWidget(m_sidebar);
    auto *column = columnLayout(0);
    auto *holder = new QVBoxLayout(m_noticeHolder);
    holder->setContentsMargins(space::l, space::m, space::l, 0);
    holder->addWidget(m_notice);
    m_noticeHolder->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    column->addWidget(m_noticeHolder);
    m_noticeHolder->hide();
    connect(m_notice, &NoticeBar::shownChanged, m_noticeHolder, &QWidget::setVisible);
    column->addWidget(m_content, 1);
    line->addLayout(column, 1);
    outer->addLayout(line, 1);
    m_content->addWidget(m_places);

    connect(m_sidebar, &Sidebar::chosen, this, [this](const QString &place) {
        if (place == m_place && m_built.contains(place))
            m_built.value(place)->goBack();
        showPlace(place);
    });
    connect(m_top, &TopBar::searchChanged, this, [this](const QString &text) {
        if (Place *place = m_built.value(m_place)) {
            if (!text.isEmpty())
                place->goBack(); // the list is what is searched
            place->setSearch(text);
        }
    });
    connect(m_top, &TopBar::lockRequested, context.facade, &wallet::Facade::lock);
    connect(m_top, &TopBar::signOutRequested, this, &MainWindow::signOut);
    connect(m_top, &TopBar::shortcutsRequested, this, &MainWindow::showShortcuts);
    connect(m_top, &TopBar::quitRequested, this, &MainWindow::quitRequested);
    connect(context.facade, &wallet::Facade::phaseChanged, this, &MainWindow::phaseChanged);
    connect(context.facade, &wallet::Facade::promptsChanged, this, &MainWindow::promptsChanged);
    connect(context.facade, &wallet::Facade::notice, m_notice, &NoticeBar::showError);
    connect(context.facade, &wallet::Facade::done, m_notice, &NoticeBar::showDone);
    connect(context.facade->sharing(), &wallet::Sharing::revocationTold, m_notice, &NoticeBar::showProgress);
    // Queued: it asks from within the network's own signal.
    connect(context.facade->proxies(), &wallet::Proxies::changed, this, &MainWindow::showProxyAsked,
            Qt::QueuedConnection);
    addShortcuts();
    promptsChanged();
    phaseChanged();
    if (Place *place = m_built.value(m_place))
        place->focusFirst();
}

void MainWindow::addShortcuts()
{
    const auto on = [this](const QKeySequence &keys, auto action) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, action);
    };
    on(QKeySequence(QStringLiteral("Ctrl+K")), [this] { m_top->focusSearch(); });
    on(QKeySequence(QStringLiteral("Ctrl+L")), [this] {
        if (m_context.facade->isOpen())
            m_context.facade->lock();
    });
    on(QKeySequence::Quit, [this] { Q_EMIT quitRequested(); });
    on(QKeySequence(Qt::Key_F1), [this] { showShortcuts(); });
    const auto back = [this] {
        if (Place *place = m_built.value(m_place))
            place->goBack();
    };
    on(QKeySequence(QStringLiteral("Alt+Left")), back);
    on(QKeySequence(Qt::Key_Escape), back);
    on(QKeySequence(QStringLiteral("Ctrl+,")), [this] { showPlace(QStringLiteral("settings")); });
    for (int i = 0; i < places().size(); ++i)
        on(QKeySequence(QStringLiteral("Ctrl+%1").arg(i + 1)), [this, i] { showPlace(places().at(i)); });
}

void MainWindow::showShortcuts()
{
    if (findChild<SideSheet *>(QStringLiteral("shortcutSheet")))
        return;
    auto *sheet = new SideSheet(tr("Keyboard shortcuts"), QStringLiteral("shortcutSheet"), this);
    auto *facts = new FactList;
    const auto add = [facts](const char *keys, const QString &what) {
        facts->add(QKeySequence(QString::fromLatin1(keys)).toString(QKeySequence::NativeText), what);
    };
    add("Ctrl+K", tr("Search"));
    add("Ctrl+L", tr("Lock now"));
    add("Ctrl+1", tr("Requests"));
    add("Ctrl+2", tr("Sharing"));
    add("Ctrl+3", tr("Sources"));
    add("Ctrl+4", tr("Rules"));
    add("Ctrl+5", tr("History"));
    add("Ctrl+6", tr("Settings"));
    add("Alt+Left", tr("Back"));
    add("Tab", tr("To the next thing that can be used"));
    add("Space", tr("Press it"));
    add("Esc", tr("Close what is open; in a request: leave it waiting"));
    add("F1", tr("This list"));
    add("Ctrl+Q", tr("Quit"));
    sheet->column()->addWidget(facts);
    sheet->open();
}

void MainWindow::phaseChanged()
{
    const Phase phase = m_context.facade->phase();
    const bool open = m_context.facade->isOpen();
    if (std::exchange(m_wasOpen, open) && !open)
        forget();
    // The brand comes with the operator profile, which is read after this window was made.
    const QString product = cleaned(m_context.facade->product().name, 60);
    QGuiApplication::setApplicationDisplayName(product);
    setWindowTitle(product);
    m_sandbox->setVisible(m_context.facade->product().sandbox);
    const bool onboarding = phase == Phase::FirstRun || (open && m_firstRun && m_firstRun->running());
    const bool ready = phase == Phase::Ready && !onboarding;
    m_sidebar->setVisible(ready);
    m_top->setVisible(!onboarding); // the first run introduces the wallet itself
    m_top->setReady(ready);
    QWidget *shown = m_places;
    if (onboarding) {
        if (!m_firstRun) {
            m_firstRun = new FirstRun(m_context);
            m_content->addWidget(m_firstRun);
            connect(m_firstRun, &FirstRun::finished, this, &MainWindow::phaseChanged);
            connect(m_firstRun, &FirstRun::placeRequested, this, &MainWindow::showPlace);
        }
        shown = m_firstRun;
    } else if (!ready) {
        if (!m_status) {
            m_status = new StatusPages(m_context);
            m_content->addWidget(m_status);
        }
        m_status->refresh();
        shown = m_status;
    } else if (!m_built.contains(m_place)) {
        showPlace(m_place.isEmpty() ? places().first() : QString(m_place));
    }
    if (m_content->currentWidget() != shown || !ready) {
        m_content->setCurrentWidget(shown);
        if (shown == m_firstRun)
            m_firstRun->focusFirst();
        else if (shown == m_status)
            m_status->focusFirst();
        else if (Place *place = m_built.value(m_place))
            place->focusFirst();
    }
    showCodeAsked();
    if (ready)
        offerToTidy();
}

void MainWindow::forget()
{
    const auto children = findChildren<QWidget *>(Qt::FindDirectChildrenOnly);
    for (QWidget *child : children) {
        if (child->isWindow() || qobject_cast<SideSheet *>(child)) {
            child->hide();
            child->deleteLater();
        }
    }
    for (Place *place : std::as_const(m_built)) {
        m_places->removeWidget(place);
        place->hide();
        place->deleteLater(); // it may be what locked the wallet
    }
    m_built.clear();
    for (QWidget *page : {static_cast<QWidget *>(std::exchange(m_firstRun, nullptr)),
                          static_cast<QWidget *>(std::exchange(m_status, nullptr))}) {
        if (page == nullptr)
            continue;
        m_content->removeWidget(page);
        page->hide();
        page->deleteLater();
    }
    m_top->clearSearch();
    m_notice->clear();
}

// Earlier versions joined every network again with each unlocking.
void MainWindow::offerToTidy()
{
    QList<EnrolmentId> empty;
    const QList<wallet::NetworkAccounts> networks = m_context.facade->accounts()->networks();
    for (const wallet::NetworkAccounts &network : networks) {
        for (const wallet::NetworkProfile &profile : network.profiles) {
            if (profile.emptyDuplicate)
                empty.append(profile.id);
        }
    }
    if (empty.isEmpty() || std::exchange(m_tidied, true))
        return;
    auto *dialog = new ConfirmDialog(
        tr("Delete %n empty profile(s)?", nullptr, static_cast<int>(empty.size())),
        tr("An earlier version of this wallet made them by mistake when it was unlocked. They have never been used, and "
           "nothing is shared with them."),
        tr("Delete them"), tr("Keep them"), QStringLiteral("tidyProfiles"), this);
    wallet::Accounts *accounts = m_context.facade->accounts();
    connect(dialog, &ConfirmDialog::confirmed, this, [accounts, empty] {
        for (const EnrolmentId &profile : empty)
            accounts->leave(profile);
    });
    connect(dialog->noButton(), &QAbstractButton::clicked, this, [accounts] { accounts->keepDuplicates(); });
    dialog->open();
}

void MainWindow::promptsChanged()
{
    m_sidebar->setWaiting(static_cast<int>(m_context.facade->prompts().size()));
}

Place *MainWindow::makePlace(const QString &place)
{
    if (place == QLatin1String("requests")) {
        auto *requests = new RequestsPlace(m_context);
        connect(requests, &RequestsPlace::promptRequested, this, &MainWindow::promptRequested);
        return requests;
    }
    if (place == QLatin1String("sharing"))
        return new SharingPlace(m_context);
    if (place == QLatin1String("sources"))
        return new SourcesPlace(m_context);
    if (place == QLatin1String("rules"))
        return new RulesPlace(m_context);
    if (place == QLatin1String("history")) {
        auto *history = new HistoryPlace(m_context);
        connect(history, &HistoryPlace::ruleRequested, this, &MainWindow::showRule);
        return history;
    }
    return new SettingsPlace(m_context);
}

void MainWindow::showPlace(const QString &name)
{
    if (!places().contains(name) || (m_firstRun && m_firstRun->running()))
        return;
    if (m_context.facade->phase() != Phase::Ready) { // nothing is built to be read over the lock
        m_place = name;
        return;
    }
    Place *place = m_built.value(name);
    if (!place) {
        place = makePlace(name);
        m_built.insert(name, place);
        m_places->addWidget(place);
        connect(place, &Place::placeRequested, this, &MainWindow::showPlace);
    }
    const bool other = m_place != name;
    m_place = name;
    m_sidebar->setCurrent(name);
    m_places->setCurrentWidget(place);
    if (other)
        place->setSearch(m_top->search()); // what the person looks for goes with them
}

void MainWindow::showRule(const QString &id)
{
    showPlace(QStringLiteral("rules"));
    if (auto *rules = qobject_cast<RulesPlace *>(m_built.value(QStringLiteral("rules"))))
        rules->showRule(id);
}

void MainWindow::enterCode(const AsIdentifier &network)
{
    m_codeAsked = network;
    showCodeAsked();
}

void MainWindow::showCodeAsked()
{
    if (!m_codeAsked || m_context.facade->phase() != Phase::Ready || (m_firstRun && m_firstRun->running()))
        return;
    const AsIdentifier network = *std::exchange(m_codeAsked, std::nullopt);
    showPlace(QStringLiteral("requests"));
    if (auto *requests = qobject_cast<RequestsPlace *>(m_built.value(QStringLiteral("requests"))))
        requests->enterCode(network);
}

void MainWindow::showProxyAsked()
{
    const wallet::Proxies *proxies = m_context.facade->proxies();
    if (isVisible() && !proxies->asking().isEmpty() && !proxies->postponed() && !findChild<ProxyDialog *>())
        (new ProxyDialog(m_context, this))->open();
}

void MainWindow::signOut()
{
    auto *dialog = new ConfirmDialog(
        tr("Sign out?"), tr("What you have shared goes on as you decided. To see requests or to share, sign in again."),
        tr("Sign out"), tr("Stay"), QStringLiteral("signOut"), this);
    connect(dialog, &ConfirmDialog::confirmed, m_context.facade, &wallet::Facade::signOut);
    dialog->open();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    event->ignore();
    Q_EMIT closeRequested();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showProxyAsked();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_sidebar->setCompact(width() < m_sidebar->fullWidth() * 7 / 2);
    m_top->setLeadWidth(qMax(m_sidebar->width(), m_sidebar->isHidden() ? Look::scaled(220) : 0));
}

} // namespace fpx::ui
