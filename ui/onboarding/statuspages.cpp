#include "onboarding/statuspages.h"

#include "onboarding/browserstepview.h"
#include "onboarding/providerlist.h"
#include "style/look.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/noticebar.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QStackedWidget>

namespace fpx::ui {

using Phase = wallet::Facade::Phase;

namespace {

constexpr int columnWidth = 420;

Label *centredLabel(const QString &text, Type type, Tone tone)
{
    auto *label = new Label(text, type, tone);
    label->setAlignment(Qt::AlignHCenter);
    return label;
}

} // namespace

StatusPages::StatusPages(const Context &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_stack(new QStackedWidget)
{
    setObjectName(QStringLiteral("statusPages"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
}

QWidget *StatusPages::startingPage()
{
    auto *page = new Page(nullptr, Look::scaled(columnWidth));
    page->column()->addStretch(1);
    page->column()->addWidget(new Spinner(36), 0, Qt::AlignHCenter);
    page->column()->addWidget(centredLabel(tr("Opening your wallet…"), Type::Heading, Tone::Normal));
    page->column()->addStretch(2);
    return page;
}

QWidget *StatusPages::problemPage()
{
    auto *page = new Page(nullptr, Look::scaled(columnWidth));
    m_error = new ErrorView;
    m_retry = new Button(tr("Try again"), QStringLiteral("problemRetry"), Button::Kind::Primary);
    m_error->addAction(m_retry);
    page->column()->addStretch(1);
    page->column()->addWidget(m_error);
    page->column()->addStretch(2);
    connect(m_retry, &QAbstractButton::clicked, this, [this] { m_context.facade->retry(); });
    return page;
}

QWidget *StatusPages::lockedPage()
{
    auto *page = new Page(nullptr, Look::scaled(columnWidth));
    auto *column = page->column();
    auto *icon = new IconView(QStringLiteral("lock"), 28, Tone::Accent);
    icon->setGround(true);
    auto *title = Label::strong(tr("Your wallet is locked"), Type::Title);
    title->setAlignment(Qt::AlignHCenter);
    m_unlock = new Button(tr("Unlock"), QStringLiteral("unlock"), Button::Kind::Primary);
    m_unlock->setMinimumWidth(Look::scaled(160));
    column->addStretch(1);
    column->addWidget(icon, 0, Qt::AlignHCenter);
    column->addWidget(title);
    column->addWidget(centredLabel(tr("While it is locked, nothing is signed, granted or sent. Requests wait."),
                                   Type::Body, Tone::Muted));
    m_waiting = centredLabel(QString(), Type::Body, Tone::Accent);
    m_waiting->setObjectName(QStringLiteral("lockWaiting"));
    column->addWidget(m_waiting);
    column->addSpacing(space::s);
    column->addWidget(m_unlock, 0, Qt::AlignHCenter);
    column->addStretch(2);
    connect(m_unlock, &QAbstractButton::clicked, this, [this] { m_context.facade->unlock(); });
    connect(m_context.facade, &wallet::Facade::promptsChanged, m_waiting, [this] { sayWaiting(); });
    return page;
}

QWidget *StatusPages::signedOutPage()
{
    auto *page = new Page(nullptr, Look::scaled(columnWidth));
    m_signInStack = new QStackedWidget;
    page->column()->addWidget(m_signInStack, 1);
    auto *choose = new QWidget;
    auto *column = new QVBoxLayout(choose);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    column->addStretch(1);
    column->addWidget(Label::strong(tr("Welcome back"), Type::Title));
    column->addWidget(
        new Label(tr("Sign in to see requests and to share. What you have shared goes on as you decided."), Type::Body,
                  Tone::Muted));
    column->addSpacing(space::xs);
    m_providers = new ProviderList(m_context, true);
    column->addWidget(m_providers);
    column->addStretch(2);
    m_browser = new BrowserStepView;
    m_signInStack->addWidget(choose);
    m_signInStack->addWidget(m_browser);
    const auto back = [this] { m_signInStack->setCurrentIndex(0); };
    connect(m_providers, &ProviderList::chosen, this, &StatusPages::signIn);
    connect(m_browser, &BrowserStepView::done, this, back);
    connect(m_browser, &BrowserStepView::ended, this, back);
    connect(m_browser, &BrowserStepView::againRequested, this, [this] { signIn(m_provider); });
    return page;
}

void StatusPages::signIn(const IdpIdentifier &provider)
{
    m_provider = provider;
    m_signInStack->setCurrentWidget(m_browser);
    m_browser->start(m_context.facade->signIn(provider));
}

void StatusPages::refresh()
{
    const auto show = [this](QWidget *&page, QWidget *(StatusPages::*make)()) {
        if (!page) {
            page = (this->*make)();
            m_stack->addWidget(page);
        }
        m_stack->setCurrentWidget(page);
    };
    switch (m_context.facade->phase()) {
    case Phase::Starting: show(m_starting, &StatusPages::startingPage); break;
    case Phase::Problem:
        show(m_problem, &StatusPages::problemPage);
        m_error->setError(m_context.facade->problem());
        break;
    case Phase::Locked:
    case Phase::Unlocking: {
        const bool unlocking = m_context.facade->phase() == Phase::Unlocking;
        show(m_locked, &StatusPages::lockedPage);
        m_unlock->setEnabled(!unlocking);
        m_unlock->setText(unlocking ? tr("Unlocking…") : tr("Unlock"));
        sayWaiting();
        break;
    }
    case Phase::SignedOut: show(m_signedOut, &StatusPages::signedOutPage); break;
    case Phase::FirstRun:
    case Phase::Ready: break;
    }
}

void StatusPages::sayWaiting()
{
    const int waiting = m_context.facade->waitingBehindLock();
    m_waiting->announce(waiting > 0 ? tr("%n request(s) waiting", nullptr, waiting) : QString());
    m_waiting->setVisible(waiting > 0);
}

void StatusPages::focusFirst()
{
    switch (m_context.facade->phase()) {
    case Phase::Problem: m_retry->setFocus(Qt::OtherFocusReason); break;
    case Phase::Locked: m_unlock->setFocus(Qt::OtherFocusReason); break;
    case Phase::SignedOut: m_providers->focusFirst(); break;
    default: break;
    }
}

} // namespace fpx::ui
