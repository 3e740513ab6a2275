#include "requests/durationcard.h"

#include "text/dates.h"
#include "text/words.h"
#include "widgets/choicebox.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QCalendarWidget>
#include <QDateEdit>
#include <QTextCharFormat>

namespace fpx::ui {

using namespace consent;

QString localEnd(const QDateTime &end)
{
    return Words::tr("Ends on %1 in your time.", "a day and time").arg(momentText(end));
}

DurationCard::DurationCard(const DurationOffer &offer, const Duration &initial, QWidget *parent)
    : Card(parent), m_offer(offer)
{
    setObjectName(QStringLiteral("duration"));
    setAccessibleName(tr("How long"));
    column()->setSpacing(space::xs);
    column()->addWidget(Label::strong(tr("How long")));
    const auto radio = [this](const QString &text, const char *name) {
        auto *box = new ChoiceBox(ChoiceBox::Kind::Radio, text, QString::fromLatin1(name));
        connect(box, &QAbstractButton::toggled, this, &DurationCard::refresh);
        return box;
    };
    if (offer.once) {
        m_once = radio(tr("Once"), "durationOnce");
        column()->addWidget(m_once);
    }
    if (offer.until) {
        m_until = radio(tr("Until", "followed by a day"), "durationUntil");
        m_day = new QDateEdit;
        m_day->setObjectName(QStringLiteral("durationDay"));
        m_day->setAccessibleName(tr("Last day"));
        m_day->setCalendarPopup(true);
        m_day->setMinimumWidth(m_day->fontMetrics().horizontalAdvance(QStringLiteral("00 MMM 0000")) + 64);
        m_day->setDisplayFormat(QStringLiteral("d MMM yyyy"));
        if (offer.earliest.isValid())
            m_day->setMinimumDate(offer.earliest);
        if (offer.latest.isValid())
            m_day->setMaximumDate(offer.latest);
        m_day->setDate(initial.lastDay.isValid() ? initial.lastDay
                       : offer.latest.isValid()  ? offer.latest
                                                 : offer.earliest);
        auto *calendar = m_day->calendarWidget();
        calendar->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
        calendar->setHorizontalHeaderFormat(QCalendarWidget::ShortDayNames);
        calendar->setGridVisible(false);
        const QTextCharFormat plain; // weekends are no warning
        calendar->setWeekdayTextFormat(Qt::Saturday, plain);
        calendar->setWeekdayTextFormat(Qt::Sunday, plain);
        m_localTime = new Label(QString(), Type::Small, Tone::Muted);
        auto *line = row(space::s);
        m_until->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        line->addWidget(m_until);
        line->addWidget(m_day);
        line->addWidget(m_localTime, 1);
        column()->addLayout(line);
        connect(m_day, &QDateEdit::dateChanged, this, [this] {
            m_until->setChecked(true); // whoever picks a day means it
            refresh();
        });
    }
    if (offer.untilRevoked) {
        m_revoked = radio(tr("Until I revoke it"), "durationRevoked");
        column()->addWidget(m_revoked);
    }
    ChoiceBox *chosen = initial.kind == DurationKind::Once    ? m_once
                        : initial.kind == DurationKind::Until ? m_until
                                                              : m_revoked;
    if (!chosen)
        chosen = m_once ? m_once : m_until ? m_until : m_revoked;
    if (chosen)
        chosen->setChecked(true);
    refresh();
}

void DurationCard::refresh()
{
    if (m_localTime && m_until) {
        m_localTime->setText(localEnd(m_offer.endOf(m_day->date())));
        m_localTime->setVisible(m_until->isChecked());
    }
    Q_EMIT changed();
}

Duration DurationCard::choice() const
{
    if (m_until && m_until->isChecked())
        return {DurationKind::Until, m_day->date()};
    if (m_revoked && m_revoked->isChecked())
        return {DurationKind::UntilRevoked, {}};
    return {DurationKind::Once, {}};
}

} // namespace fpx::ui
