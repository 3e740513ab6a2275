#include "onboarding/firstrun.h"

#include "onboarding/browserstepview.h"
#include "onboarding/networklist.h"
#include "onboarding/providerlist.h"
#include "settings/settingrow.h"
#include "style/icons.h"
#include "style/look.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <fpx/ui/autostart.h>

#include <QBoxLayout>
#include <QStackedWidget>

namespace fpx::ui {

namespace {

constexpr int steps = 4;
constexpr int columnWidth = 460;

/// A page whose column stands in the middle.
Page *narrowPage()
{
    auto *page = new Page(nullptr, Look::scaled(columnWidth));
    page->column()->setSpacing(space::m);
    return page;
}

QHBoxLayout *promise(const QString &icon, const QString &title, const QString &text)
{
    auto *line = row(space::m);
    auto *picture = new IconView(icon, 20, Tone::Accent);
    line->addWidget(picture, 0, Qt::AlignTop);
    auto *words = columnLayout(2);
    words->addWidget(Label::strong(title));
    words->addWidget(new Label(text, Type::Body, Tone::Muted));
    line->addLayout(words, 1);
    return line;
}

} // namespace

FirstRun::FirstRun(const Context &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_stack(new QStackedWidget),
      m_progress(new Label(QString(), Type::Small, Tone::Muted)),
      m_back(new Button(tr("Back"), QStringLiteral("firstRunBack"), Button::Kind::Quiet))
{
    setObjectName(QStringLiteral("firstRun"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *top = row(space::s);
    top->setContentsMargins(space::l, space::s, space::l, 0);
    m_back->setIconName(layoutDirection() == Qt::RightToLeft ? QStringLiteral("chevron-right")
                                                             : QStringLiteral("chevron-left"));
    QSizePolicy keep = m_back->sizePolicy();
    keep.setRetainSizeWhenHidden(true);
    m_back->setSizePolicy(keep);
    m_progress->setWordWrap(false);
    m_progress->setObjectName(QStringLiteral("firstRunStep"));
    top->addWidget(m_back);
    top->addStretch(1);
    top->addWidget(m_progress);
    column->addLayout(top);
    column->addWidget(m_stack, 1);
    m_stack->addWidget(welcomePage());
    m_stack->addWidget(choosePage());
    m_stack->addWidget(browserPage());
    connect(m_back, &QAbstractButton::clicked, this, [this] { go(m_step == InBrowser ? Choose : Welcome); });
    go(Welcome);
}

QWidget *FirstRun::welcomePage()
{
    Page *page = narrowPage();
    auto *column = page->column();
    const wallet::Product product = m_context.facade->product();
    const QString name = cleaned(product.name);
    auto *mark = new QLabel;
    const QSize size(Look::scaled(48), Look::scaled(48));
    QPixmap logo;
    if (!product.logo.isEmpty() && logo.loadFromData(product.logo))
        mark->setPixmap(logo.scaled(size * devicePixelRatioF(), Qt::KeepAspectRatio, Qt::SmoothTransformation));
    else
        mark->setPixmap(
            iconPixmap(QStringLiteral("app"), size.width(), Look::colors(this).accent, devicePixelRatioF()));
    column->addStretch(1);
    column->addWidget(mark, 0, Qt::AlignLeft);
    column->addWidget(Label::strong(tr("Welcome to %1").arg(name), Type::Display));
    column->addWidget(new Label(tr("You decide who sees your health data, from where, and for how long."),
                                Type::Heading, Tone::Muted));
    column->addSpacing(space::m);
    column->addLayout(promise(
        QStringLiteral("requests"), tr("They ask, you decide"),
        tr("When someone wants to see your data, this wallet shows who, what and why. Nothing moves before you say so.")));
    column->addLayout(promise(QStringLiteral("sharing"), tr("You can always take it back"),
                              tr("All that you have allowed is in one list. Revoking takes two clicks.")));
    column->addLayout(promise(QStringLiteral("shield"), tr("It stays with you"),
                              tr("Keys and history never leave this computer. Networks do not learn who you are.")));
    column->addSpacing(space::s);
    m_start = new Button(tr("Get started"), QStringLiteral("firstRunStart"), Button::Kind::Primary);
    m_start->setMinimumHeight(Look::scaled(40));
    column->addWidget(m_start);
    column->addStretch(2);
    connect(m_start, &QAbstractButton::clicked, this, [this] { go(Choose); });
    return page;
}

QWidget *FirstRun::choosePage()
{
    Page *page = narrowPage();
    auto *column = page->column();
    column->addSpacing(space::l);
    column->addWidget(Label::strong(tr("How do you want to sign in?"), Type::Title));
    column->addWidget(
        new Label(tr("Choose someone who already knows you. They confirm who you are to this wallet, to nobody else."),
                  Type::Body, Tone::Muted));
    column->addSpacing(space::s);
    m_providers = new ProviderList(m_context, false);
    column->addWidget(m_providers);
    column->addStretch(1);
    connect(m_providers, &ProviderList::chosen, this, &FirstRun::signIn);
    return page;
}

QWidget *FirstRun::browserPage()
{
    Page *page = narrowPage();
    m_browser = new BrowserStepView;
    page->column()->addWidget(m_browser, 1);
    connect(m_browser, &BrowserStepView::done, this, [this] { go(YouAreIn); });
    connect(m_browser, &BrowserStepView::ended, this, [this] { go(Choose); });
    connect(m_browser, &BrowserStepView::againRequested, this, [this] { signIn(m_provider); });
    return page;
}

QWidget *FirstRun::inPage()
{
    auto *page = new Page(nullptr, Look::scaled(columnWidth + 100));
    auto *column = page->column();
    column->addSpacing(space::s);
    m_greeting = Label::strong(QString(), Type::Title);
    m_greeting->setObjectName(QStringLiteral("firstRunGreeting"));
    column->addWidget(m_greeting);
    column->addWidget(
        new Label(tr("Your wallet is ready. Three things you may want to set now; each can be changed later."),
                  Type::Body, Tone::Muted));
    column->addSpacing(space::xs);
    column->addWidget(Label::strong(tr("Networks that may bring you requests")));
    auto *networks = new Card;
    networks->column()->addWidget(new NetworkList(m_context));
    column->addWidget(networks);
    addSources(column);
    if (SettingRow::exists(m_context, QStringLiteral("start_at_login")) ||
        SettingRow::exists(m_context, QStringLiteral("auto_lock"))) {
        column->addWidget(Label::strong(tr("On this computer")));
        auto *card = new Card;
        if (SettingRow::exists(m_context, QStringLiteral("auto_lock"))) {
            card->column()->addWidget(
                new SettingRow(m_context, QStringLiteral("auto_lock"), tr("Lock when idle"),
                               tr("Hides the wallet and clears its memory; your keyring opens it again.")));
        }
        if (SettingRow::exists(m_context, QStringLiteral("start_at_login")) && !Autostart::folder().isEmpty()) {
            card->column()->addWidget(new SettingRow(m_context, QStringLiteral("start_at_login"),
                                                     tr("Start when I log in"),
                                                     tr("Requests then reach you without opening the wallet first.")));
        }
        column->addWidget(card);
    }
    column->addSpacing(space::s);
    m_finish = new Button(tr("Go to my wallet"), QStringLiteral("firstRunFinish"), Button::Kind::Primary);
    m_finish->setMinimumHeight(Look::scaled(40));
    column->addWidget(m_finish);
    column->addStretch(1);
    connect(m_finish, &QAbstractButton::clicked, this, [this] {
        m_step = Welcome;
        Q_EMIT finished();
    });
    return page;
}

void FirstRun::addSources(QVBoxLayout *column)
{
    if (m_context.facade->sources()->rowCount() == 0)
        return;
    column->addWidget(Label::strong(tr("Your data sources")));
    auto *card = new Card;
    auto *line = row(space::l);
    line->addWidget(
        new Label(
            tr("Connect the hospitals and laboratories that keep your data. You can also do it when the first request comes."),
            Type::Body, Tone::Muted),
        1);
    auto *connectNow = new Button(tr("Connect sources"), QStringLiteral("firstRunSources"));
    line->addWidget(connectNow, 0, Qt::AlignVCenter);
    card->column()->addLayout(line);
    column->addWidget(card);
    connect(connectNow, &QAbstractButton::clicked, this, [this] {
        m_step = Welcome;
        Q_EMIT finished();
        Q_EMIT placeRequested(QStringLiteral("sources"));
    });
}

void FirstRun::signIn(const IdpIdentifier &provider)
{
    m_provider = provider;
    go(InBrowser);
    m_browser->start(m_context.facade->signIn(provider));
}

void FirstRun::go(Step step)
{
    m_step = step;
    if (step == YouAreIn && !m_in) {
        m_in = inPage();
        m_stack->addWidget(m_in);
    }
    if (m_greeting) {
        const QString person = cleaned(m_context.facade->personName());
        m_greeting->setText(person.isEmpty() ? tr("You are in") : tr("You are in, %1").arg(person));
    }
    m_stack->setCurrentIndex(step);
    m_back->setVisible(step == Choose || step == InBrowser); // once the wallet exists there is no way back, only on
    m_progress->announce(tr("Step %1 of %2").arg(static_cast<int>(step) + 1).arg(steps));
    focusFirst();
}

void FirstRun::focusFirst()
{
    switch (m_step) {
    case Welcome: m_start->setFocus(Qt::OtherFocusReason); break;
    case Choose: m_providers->focusFirst(); break;
    case InBrowser: m_browser->setFocus(Qt::OtherFocusReason); break;
    case YouAreIn: m_finish->setFocus(Qt::OtherFocusReason); break;
    }
}

} // namespace fpx::ui
