#include "requests/promptfooter.h"

#include "style/look.h"
#include "text/dates.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <fpx/base/clock.h>

#include <QBoxLayout>
#include <QPainter>
#include <QTimer>

namespace fpx::ui {

using namespace consent;

namespace {

constexpr qsizetype mostWarnings = 4; // more are no longer read; all are in Details

bool isSerious(WarningKind kind)
{
    switch (kind) {
    case WarningKind::OtherDevice:
    case WarningKind::StartedElsewhere:
    case WarningKind::NotVerified:
    case WarningKind::LooksAlike:
    case WarningKind::ClientChanged:
    case WarningKind::DataChanged:
    case WarningKind::SensitiveScope: return true;
    case WarningKind::AsksForMore:
    case WarningKind::AskedOften:
    case WarningKind::FirstContact:
    case WarningKind::SharedAlready: break;
    }
    return false;
}

} // namespace

PromptFooter::PromptFooter(const Clock &clock, QWidget *parent)
    : QWidget(parent),
      m_clock(clock),
      m_warnings(nullptr),
      m_warningArea(new QWidget),
      m_missing(new Label(QString(), Type::Body, Tone::Warning)),
      m_expiry(new Label(QString(), Type::Small, Tone::Muted)),
      m_preview(new Button(tr("Preview what is sent"), QStringLiteral("promptPreview"), Button::Kind::Link)),
      m_details(new Button(tr("Details"), QStringLiteral("promptDetails"), Button::Kind::Link)),
      m_declineAll(new Button(QString(), QStringLiteral("promptDeclineAll"), Button::Kind::Link)),
      m_decline(new Button(tr("Decline"), QStringLiteral("promptDecline"), Button::Kind::Refuse)),
      m_allow(new Button(tr("Allow"), QStringLiteral("promptAllow"), Button::Kind::Affirm)),
      m_timer(new QTimer(this))
{
    m_missing->setObjectName(QStringLiteral("promptMissing"));
    m_expiry->setObjectName(QStringLiteral("promptExpiry"));
    m_warnings = new QVBoxLayout(m_warningArea);
    m_warnings->setContentsMargins(0, 0, 0, 0);
    m_warnings->setSpacing(space::xs);
    m_preview->setIconName(QStringLiteral("eye"));

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::xl, space::m, space::xl, space::l);
    column->setSpacing(space::xs);
    column->addWidget(m_warningArea);
    column->addWidget(m_missing);
    auto *links = row(space::s);
    links->addWidget(m_preview);
    links->addWidget(m_details);
    links->addStretch(1);
    links->addWidget(m_declineAll);
    m_declineAll->hide();
    column->addLayout(links);
    auto *line = row(space::m);
    line->addWidget(m_expiry, 1, Qt::AlignVCenter);
    for (Button *button : {m_decline, m_allow}) {
        button->setMinimumWidth(Look::scaled(112)); // the same size for both
        button->setMinimumHeight(Look::scaled(40));
    }
    line->addWidget(m_decline);
    line->addWidget(m_allow);
    column->addLayout(line);

    m_timer->setInterval(1'000);
    connect(m_timer, &QTimer::timeout, this, &PromptFooter::updateCountdown);
    connect(m_decline, &QAbstractButton::clicked, this, &PromptFooter::declined);
    connect(m_declineAll, &QAbstractButton::clicked, this, &PromptFooter::declinedAll);
    connect(m_allow, &QAbstractButton::clicked, this, &PromptFooter::allowed);
    connect(m_preview, &QAbstractButton::clicked, this, &PromptFooter::previewRequested);
    connect(m_details, &QAbstractButton::clicked, this, &PromptFooter::detailsRequested);
}

void PromptFooter::setWarnings(const QList<Warning> &warnings)
{
    clearLayout(m_warnings);
    for (const Warning &warning : warnings.mid(0, mostWarnings)) {
        const bool serious = isSerious(warning.kind);
        auto *line = row(space::s);
        line->addWidget(new IconView(serious ? QStringLiteral("warning") : QStringLiteral("info"), 16,
                                     serious ? Tone::Warning : Tone::Muted),
                        0, Qt::AlignTop);
        auto *label = new Label(cleaned(warning.text, 200), Type::Body, serious ? Tone::Warning : Tone::Normal);
        label->setObjectName(QStringLiteral("promptWarning"));
        line->addWidget(label, 1);
        m_warnings->addLayout(line);
    }
    m_warningArea->setVisible(!warnings.isEmpty());
}

void PromptFooter::setMissing(const QString &sentence)
{
    m_missing->announce(sentence);
    m_missing->setVisible(!sentence.isEmpty());
}

void PromptFooter::setExpiry(const QDateTime &expiresAt)
{
    m_expiresAt = expiresAt;
    updateCountdown();
}

void PromptFooter::setAnswers(bool decline, bool allow)
{
    m_decline->setVisible(decline);
    m_allow->setVisible(allow);
}

void PromptFooter::setAllowEnabled(bool enabled)
{
    if (!enabled && m_allow->hasFocus())
        window()->setFocus(); // not on to Decline, where the next key would be an answer
    m_allow->setEnabled(enabled);
}

void PromptFooter::setLinks(bool preview, bool details)
{
    m_preview->setVisible(preview);
    m_details->setVisible(details);
}

void PromptFooter::setDeclineAll(int count, const QString &who)
{
    m_declineAll->setText(tr("Decline all %1 from %2", "a number of requests, and who sent them").arg(count).arg(who));
    m_declineAll->setVisible(count > 1);
}

void PromptFooter::updateCountdown()
{
    m_expiry->setVisible(m_expiresAt.isValid());
    if (!m_expiresAt.isValid())
        return;
    const qint64 left = m_clock.now().secsTo(m_expiresAt);
    m_expiry->setText(tr("expires in %1", "minutes and seconds").arg(countdown(left)));
    m_expiry->setTone(left < 60 ? Tone::Warning : Tone::Muted);
}

void PromptFooter::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    updateCountdown();
    m_timer->start();
}

void PromptFooter::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_timer->stop();
}

void PromptFooter::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &c = Look::colors(this);
    painter.fillRect(rect(), c.surface);
    painter.fillRect(QRect(0, 0, width(), 1), c.border);
}

} // namespace fpx::ui
