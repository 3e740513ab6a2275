#include "onboarding/browserstepview.h"

#include "style/look.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/noticebar.h"
#include "widgets/page.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QStackedWidget>

namespace fpx::ui {

using State = wallet::BrowserStep::State;

namespace {

/// A column in the middle of what room there is.
QVBoxLayout *middle(QWidget *page)
{
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(space::l, space::l, space::l, space::l);
    column->setSpacing(space::s);
    return column;
}

QHBoxLayout *centred(const QList<QWidget *> &widgets)
{
    auto *line = row(space::m);
    line->addStretch(1);
    for (QWidget *widget : widgets)
        line->addWidget(widget);
    line->addStretch(1);
    return line;
}

} // namespace

BrowserStepView::BrowserStepView(QWidget *parent)
    : QWidget(parent),
      m_stack(new QStackedWidget),
      m_busyPage(new QWidget),
      m_confirmPage(new QWidget),
      m_errorPage(new QWidget),
      m_spinner(new Spinner(36)),
      m_title(Label::strong(QString(), Type::Heading)),
      m_text(new Label(QString(), Type::Body, Tone::Muted)),
      m_obstacle(new Label(QString(), Type::Body, Tone::Warning)),
      m_openAgain(new Button(tr("Open again"), QStringLiteral("browserOpenAgain"))),
      m_copy(new Button(tr("Copy link"), QStringLiteral("browserCopyLink"))),
      m_cancel(new Button(tr("Cancel"), QStringLiteral("browserCancel"), Button::Kind::Quiet)),
      m_copied(new Label(QString(), Type::Small, Tone::Muted)),
      m_confirmTitle(Label::strong(QString(), Type::Title)),
      m_remark(new Label(QString(), Type::Body)),
      m_facts(new FactList),
      m_yes(new Button(tr("Yes, this is me"), QStringLiteral("confirmYes"), Button::Kind::Primary)),
      m_no(new Button(tr("No, this is not me"), QStringLiteral("confirmNo"))),
      m_error(new ErrorView)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);

    auto *busy = middle(m_busyPage);
    busy->addStretch(1);
    busy->addWidget(m_spinner, 0, Qt::AlignHCenter);
    busy->addSpacing(space::s);
    m_obstacle->setObjectName(QStringLiteral("browserObstacle"));
    for (Label *label : {m_title, m_text, m_obstacle, m_copied})
        label->setAlignment(Qt::AlignHCenter);
    busy->addWidget(m_title);
    busy->addWidget(m_text);
    busy->addWidget(m_obstacle);
    busy->addSpacing(space::m);
    m_openAgain->setIconName(QStringLiteral("browser"));
    m_copy->setIconName(QStringLiteral("copy"));
    busy->addLayout(centred({m_openAgain, m_copy}));
    busy->addLayout(centred({m_cancel}));
    busy->addWidget(m_copied);
    busy->addStretch(2);

    auto *confirm = middle(m_confirmPage);
    confirm->addStretch(1);
    m_confirmTitle->setAlignment(Qt::AlignHCenter);
    m_confirmTitle->setText(tr("Is this you?"));
    confirm->addWidget(m_confirmTitle);
    m_remark->setAlignment(Qt::AlignHCenter);
    m_remark->setWordWrap(true);
    m_remark->setObjectName(QStringLiteral("confirmRemark"));
    confirm->addWidget(m_remark);
    confirm->addSpacing(space::s);
    auto *card = new Card(nullptr, space::xl);
    card->column()->addWidget(m_facts);
    confirm->addWidget(card);
    confirm->addSpacing(space::m);
    confirm->addLayout(centred({m_no, m_yes}));
    confirm->addStretch(2);

    auto *failed = middle(m_errorPage);
    failed->addStretch(1);
    failed->addWidget(m_error);
    failed->addStretch(2);
    auto *back = new Button(tr("Back"), QStringLiteral("browserBack"));
    auto *again = new Button(tr("Try again"), QStringLiteral("browserTryAgain"), Button::Kind::Primary);
    m_error->addAction(back);
    m_error->addAction(again);

    m_stack->addWidget(m_busyPage);
    m_stack->addWidget(m_confirmPage);
    m_stack->addWidget(m_errorPage);

    connect(back, &QAbstractButton::clicked, this, &BrowserStepView::ended);
    connect(again, &QAbstractButton::clicked, this, &BrowserStepView::againRequested);
    connect(m_openAgain, &QAbstractButton::clicked, this, [this] {
        if (m_step)
            m_step->openAgain();
    });
    connect(m_copy, &QAbstractButton::clicked, this, &BrowserStepView::copyLink);
    connect(m_cancel, &QAbstractButton::clicked, this, [this] {
        if (m_step)
            m_step->cancel();
    });
    connect(m_yes, &QAbstractButton::clicked, this, [this] {
        if (m_step)
            m_step->confirm();
    });
    connect(m_no, &QAbstractButton::clicked, this, [this] {
        if (m_step)
            m_step->reject();
    });
}

void BrowserStepView::start(wallet::BrowserStep *step)
{
    if (m_step)
        m_step->disconnect(this);
    m_step = step;
    m_copied->setText({});
    if (!step) {
        Q_EMIT ended();
        return;
    }
    connect(step, &wallet::BrowserStep::changed, this, &BrowserStepView::refresh);
    connect(step, &wallet::BrowserStep::finished, this, &BrowserStepView::finish);
    refresh();
}

void BrowserStepView::refresh()
{
    if (!m_step)
        return;
    m_party = cleaned(m_step->partyName());
    const State state = m_step->state();
    const bool waiting = state == State::Waiting;
    for (QWidget *widget : {static_cast<QWidget *>(m_openAgain), static_cast<QWidget *>(m_copy)}) {
        // stays where it is, so that nothing jumps when the state changes
        QSizePolicy policy = widget->sizePolicy();
        policy.setRetainSizeWhenHidden(true);
        widget->setSizePolicy(policy);
        widget->setVisible(waiting);
    }
    const QString obstacle = m_step->obstacle();
    m_obstacle->setVisible(!obstacle.isEmpty());
    m_obstacle->announce(obstacle);
    switch (state) {
    case State::Preparing:
        m_title->announce(tr("Preparing…"));
        m_text->setText(tr("Asking %1 where to go.").arg(m_party));
        break;
    case State::Waiting:
        m_title->announce(tr("Waiting for your browser…"));
        m_text->setText(
            tr("%1 has opened in your browser. Continue there; this window goes on by itself.").arg(m_party));
        break;
    case State::Checking:
        m_title->announce(tr("Checking the answer…"));
        m_text->setText(tr("%1 has answered.").arg(m_party));
        break;
    case State::Confirm:
        m_facts->clear();
        for (const wallet::AccountFact &fact : m_step->facts())
            m_facts->add(cleaned(fact.label), cleaned(fact.value));
        m_remark->setText(cleaned(m_step->remark(), 500)); // whole: it warns
        m_remark->setVisible(!m_step->remark().isEmpty());
        m_stack->setCurrentWidget(m_confirmPage);
        m_confirmTitle->setFocus();
        return;
    case State::Failed:
        m_error->setError(m_step->error());
        m_stack->setCurrentWidget(m_errorPage);
        return;
    case State::Done:
    case State::Cancelled: return;
    }
    m_stack->setCurrentWidget(m_busyPage);
}

void BrowserStepView::finish()
{
    if (!m_step)
        return;
    const State state = m_step->state();
    refresh();
    m_step->disconnect(this);
    m_step = nullptr;
    if (state == State::Done)
        Q_EMIT done();
    else if (state == State::Cancelled)
        Q_EMIT ended();
}

void BrowserStepView::copyLink()
{
    if (!m_step)
        return;
    const QUrl link = m_step->link();
    if (link.isEmpty())
        return;
    QApplication::clipboard()->setText(link.toString(QUrl::FullyEncoded));
    m_copied->announce(tr("Copied. The link works once, within one minute, in a browser on this computer."));
}

} // namespace fpx::ui
