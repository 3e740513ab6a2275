#include "settings/settingsplace.h"

#include "settings/profilelist.h"
#include "settings/proxylist.h"
#include "settings/settingrow.h"
#include "settings/signinlist.h"
#include "text/search.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/noticebar.h"
#include "widgets/page.h"

#include <fpx/ui/autostart.h>

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QJsonDocument>
#include <QLocale>

namespace fpx::ui {

SettingsPlace::SettingsPlace(const Context &context, QWidget *parent)
    : Place(parent), m_context(context), m_page(new Page(nullptr, 720))
{
    setObjectName(QStringLiteral("settingsPlace"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *title = new QWidget;
    auto *titleRow = new QHBoxLayout(title);
    titleRow->setContentsMargins(0, space::l - 2, 0, space::xs);
    titleRow->addWidget(Label::strong(tr("Settings"), Type::Title));
    m_page->column()->addWidget(title);
    column->addWidget(m_page, 1);
    addSecurity();
    addAccounts();
    addNetworks();
    addNotifications();
    addAppearance();
    addAdvanced();
    addAbout();
    m_page->column()->addStretch(1);
}

Card *SettingsPlace::section(const QString &title, const QString &words)
{
    auto *holder = new QWidget;
    auto *column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, space::s);
    column->setSpacing(space::s);
    column->addWidget(Label::strong(title));
    auto *card = new Card;
    card->column()->setSpacing(space::m);
    card->setAccessibleName(title);
    column->addWidget(card);
    m_page->column()->addWidget(holder);
    m_sections.append({title + QLatin1Char(' ') + words, holder});
    return card;
}

void SettingsPlace::addSwitch(Card *card, const char *setting, const QString &title, const QString &explanation)
{
    const QString name = QString::fromLatin1(setting);
    if (SettingRow::exists(m_context, name))
        card->column()->addWidget(new SettingRow(m_context, name, title, explanation));
}

void SettingsPlace::addChoice(Card *card, const char *setting, const QString &title, const QVariantList &values,
                              const QStringList &words)
{
    const QString name = QString::fromLatin1(setting);
    if (SettingRow::exists(m_context, name))
        card->column()->addWidget(new SettingRow(m_context, name, title, values, words));
}

void SettingsPlace::addSecurity()
{
    Card *card = section(tr("Security"), tr("lock keychain sign in session password"));
    auto *line = row(space::l);
    auto *words = columnLayout(2);
    words->addWidget(new Label(tr("Lock now")));
    words->addWidget(
        new Label(tr("Keys and tokens leave the memory. Ctrl+L does the same."), Type::Small, Tone::Muted));
    line->addLayout(words, 1);
    auto *lock = new Button(tr("Lock"), QStringLiteral("settingsLock"));
    lock->setIconName(QStringLiteral("lock"));
    lock->setAccessibleName(tr("Lock now"));
    line->addWidget(lock);
    card->column()->addLayout(line);
    connect(lock, &QAbstractButton::clicked, this, [this] { m_context.facade->lock(); });
    addSwitch(card, "auto_lock", tr("Lock when idle"),
              tr("Hides the wallet and clears its memory; your keyring opens it again."));
    addChoice(card, "auto_lock_minutes", tr("Idle means"), {1, 5, 15, 30, 60},
              {tr("1 minute"), tr("5 minutes"), tr("15 minutes"), tr("30 minutes"), tr("1 hour")});
    addSwitch(card, "lock_on_screen_lock", tr("Lock with the screen"), {});
    addSwitch(card, "lock_on_sleep", tr("Lock when the computer sleeps"), {});
    addChoice(card, "session_max", tr("Sign in again after"),
              {3600, 4 * 3600, 12 * 3600, 24 * 3600, 7 * 24 * 3600, 30 * 24 * 3600},
              {tr("1 hour"), tr("4 hours"), tr("12 hours"), tr("1 day"), tr("7 days"), tr("30 days")});

    card->column()->addWidget(new Rule);
    auto *state = row(space::s);
    auto *icon = new IconView(QStringLiteral("shield"), 16, Tone::Success);
    auto *text = new Label;
    text->setObjectName(QStringLiteral("keychainState"));
    state->addWidget(icon, 0, Qt::AlignTop);
    state->addWidget(text, 1);
    card->column()->addLayout(state);
    const auto refresh = [this, icon, text] {
        const bool open = m_context.facade->phase() == wallet::Facade::Phase::Ready;
        const Error problem = m_context.facade->problem();
        icon->set(problem.code.isEmpty() ? QStringLiteral("shield") : QStringLiteral("warning"),
                  problem.code.isEmpty() ? Tone::Success : Tone::Warning);
        text->setText(!problem.code.isEmpty() ? problem.message
                      : open                  ? tr("Your keys are kept in the keychain of this computer.")
                             : tr("The wallet is locked; its keys stay in the keychain of this computer."));
    };
    connect(m_context.facade, &wallet::Facade::phaseChanged, text, refresh);
    refresh();
}

void SettingsPlace::addAccounts()
{
    Card *card = section(tr("Accounts"), tr("sign in provider link unlink session sign out"));
    card->column()->addWidget(new SignInList(m_context));
}

void SettingsPlace::addNetworks()
{
    Card *card = section(tr("Networks"), tr("join leave profile keys open requests directly ask me first"));
    card->column()->addWidget(new ProfileList(m_context));
}

void SettingsPlace::addNotifications()
{
    Card *card = section(tr("Notifications and start"), tr("tray log-in background minimized"));
    addSwitch(
        card, "notifications", tr("Show notifications"),
        tr("New requests, those that end without you, and what the wallet did by itself. Without names while it is "
           "locked."));
    if (!Autostart::folder().isEmpty())
        addSwitch(card, "start_at_login", tr("Start when I log in"),
                  tr("Requests then reach you without opening the wallet first."));
    addSwitch(card, "start_minimized", tr("Start without a window"),
              tr("In the tray; where the desktop has none, as a minimized window."));
    addSwitch(card, "close_to_tray", tr("Keep running when the window is closed"), {});
}

void SettingsPlace::addAppearance()
{
    Card *card = section(tr("Appearance"), tr("dark light theme language"));
    addChoice(card, "appearance", tr("Colours"),
              {QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")},
              {tr("Like the system"), tr("Light"), tr("Dark")});
    addChoice(card, "language", tr("Language"), {QString(), QStringLiteral("en")},
              {tr("Like the system"), QStringLiteral("English")});
}

void SettingsPlace::addAdvanced()
{
    Card *card = section(tr("Advanced"), tr("listener port address browser proxy password diagnostics"));
    auto *line = row(space::s);
    auto *icon = new IconView(QStringLiteral("network"), 16, Tone::Muted);
    auto *text = new Label;
    text->setObjectName(QStringLiteral("listenerState"));
    line->addWidget(icon, 0, Qt::AlignTop);
    line->addWidget(text, 1);
    card->column()->addLayout(line);
    const auto refresh = [this, icon, text] {
        const wallet::ListenerStatus status = m_context.facade->listenerStatus();
        const bool fine = status.problem.code.isEmpty();
        icon->set(fine ? QStringLiteral("network") : QStringLiteral("warning"), fine ? Tone::Muted : Tone::Warning);
        text->setText(
            !fine ? status.problem.message
            : status.listening
                ? tr("Networks reach this wallet through your browser at 127.0.0.1:%1. Other computers cannot.")
                      .arg(status.port)
                : tr("Networks cannot reach this wallet at the moment."));
    };
    connect(m_context.facade, &wallet::Facade::listenerChanged, text, refresh);
    refresh();
    card->column()->addWidget(new ProxyList(m_context));
    auto *diagnostics = row(space::l);
    auto *words = columnLayout(2);
    words->addWidget(new Label(tr("Diagnostics")));
    words->addWidget(
        new Label(tr("States and counts for support; no names, no data, no secrets."), Type::Small, Tone::Muted));
    diagnostics->addLayout(words, 1);
    auto *copy = new Button(tr("Copy"), QStringLiteral("settingsDiagnostics"));
    copy->setAccessibleName(tr("Copy diagnostics"));
    copy->setIconName(QStringLiteral("copy"));
    diagnostics->addWidget(copy);
    card->column()->addLayout(diagnostics);
    connect(copy, &QAbstractButton::clicked, this, [this] {
        QApplication::clipboard()->setText(QString::fromUtf8(QJsonDocument(m_context.facade->status()).toJson()));
        Q_EMIT m_context.facade->done(tr("Copied."));
    });
}

void SettingsPlace::addAbout()
{
    Card *card = section(tr("About"), tr("version licence support privacy"));
    const wallet::Product product = m_context.facade->product();
    auto *facts = new FactList;
    facts->add(tr("Wallet"), cleaned(product.name));
    if (!QCoreApplication::applicationVersion().isEmpty())
        facts->add(tr("Version"), QCoreApplication::applicationVersion());
    facts->add(tr("Licence"), QStringLiteral("GPL-3.0-or-later"));
    if (!product.supportUri.isEmpty())
        facts->add(tr("Support"), product.supportUri);
    if (!product.privacyUri.isEmpty())
        facts->add(tr("Privacy"), product.privacyUri);
    card->column()->addWidget(facts);
}

void SettingsPlace::setSearch(const QString &text)
{
    const QString needle = folded(text);
    for (const auto &[words, widget] : std::as_const(m_sections)) {
        QString all = words;
        for (const QLabel *label : widget->findChildren<QLabel *>())
            all += QLatin1Char(' ') + label->text();
        for (const QAbstractButton *button : widget->findChildren<QAbstractButton *>())
            all += QLatin1Char(' ') + button->text();
        widget->setVisible(matches(all, needle));
    }
}

void SettingsPlace::focusFirst()
{
    if (auto *lock = findChild<QWidget *>(QStringLiteral("settingsLock")))
        lock->setFocus(Qt::OtherFocusReason);
}

} // namespace fpx::ui
