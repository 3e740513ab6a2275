#include "permissions/permissiondelegate.h"

#include "style/icons.h"
#include "style/look.h"
#include "text/dates.h"
#include "text/sentence.h"
#include "text/words.h"
#include "widgets/card.h"
#include "widgets/sectionmodel.h"

#include <fpx/base/clock.h>
#include <fpx/wallet/models.h>

#include <QPainter>

namespace fpx::ui {

using wallet::PermissionRole;
using wallet::role;

Tone permissionTone(const QString &status)
{
    if (status == QLatin1String("active"))
        return Tone::Success;
    static const QStringList underWay{QStringLiteral("revoking"), QStringLiteral("pending"),
                                      QStringLiteral("disabling"), QStringLiteral("enabling"),
                                      QStringLiteral("changing")};
    if (underWay.contains(status))
        return Tone::Accent;
    if (status == QLatin1String("disabled"))
        return Tone::Warning;
    return Tone::Muted;
}

bool permissionEnded(const QString &status)
{
    return status == QLatin1String("used") || status == QLatin1String("expired") || status == QLatin1String("revoked");
}

QString permissionTime(const QModelIndex &permission, const QDateTime &now)
{
    const QString status = permission.data(role(PermissionRole::Status)).toString();
    const QDateTime end = permission.data(role(PermissionRole::EndsAt)).toDateTime();
    if (permissionEnded(status))
        return relativeTime(permission.data(role(PermissionRole::GrantedAt)).toDateTime(), now);
    return end.isValid() ? Words::tr("ends %1", "a day, in words").arg(endText(end, now)) : QString();
}

QString sharedText(const QModelIndex &permission, const QDateTime &now)
{
    const int times = permission.data(role(PermissionRole::TimesShared)).toInt();
    if (times < 2)
        return {};
    const QDate day = permission.data(role(PermissionRole::LastSharedAt)).toDateTime().toLocalTime().date();
    const QDate today = now.toLocalTime().date();
    const QString last = day == today               ? Words::tr("today")
                         : day == today.addDays(-1) ? Words::tr("yesterday")
                                                    : dayText(day);
    return Words::tr("%n time(s), last %1", nullptr, times).arg(last);
}

void PermissionDelegate::paintHeading(QPainter *painter, const QStyleOptionViewItem &option,
                                      const QModelIndex &index) const
{
    const Colors &c = Look::colors(option.widget);
    const QRect area = option.rect.adjusted(space::m, space::s, -space::m, 0);
    const QString title = index.data(SectionModel::HeadingRole).toString();
    const int picture = Look::scaled(32);
    const QByteArray logo =
        m_grouping == Grouping::Client ? index.data(role(PermissionRole::ClientLogoPng)).toByteArray() : QByteArray();
    const QRect at(area.x(), area.center().y() - picture / 2, picture, picture);
    Avatar::paint(painter, QStyle::visualRect(option.direction, area, at), title, logo, c);
    const int x = at.right() + space::m;
    const QFont font = Look::font(Type::Body, true);
    const int count = index.data(SectionModel::CountRole).toInt();
    const QString number = QLocale().toString(count);
    const int numberWidth = QFontMetrics(Look::font(Type::Body)).horizontalAdvance(number) + 2;
    paintText(painter, area, QRect(x, area.y(), area.right() - x - numberWidth - space::s, area.height()), title, font,
              c.text, option.direction);
    paintText(painter, area, QRect(area.right() - numberWidth + 1, area.y(), numberWidth, area.height()), number,
              Look::font(Type::Body), c.muted, option.direction, Qt::AlignRight);
}

void PermissionDelegate::paintCheck(QPainter *painter, const QStyleOptionViewItem &option, const QRect &area)
{
    const QStyle *style = option.widget->style();
    QStyleOptionButton box;
    box.initFrom(option.widget);
    const int size = style->pixelMetric(QStyle::PM_IndicatorWidth, &box, option.widget);
    const QRect at(area.x(), area.center().y() - size / 2, size, size);
    box.rect = QStyle::visualRect(option.direction, area, at);
    box.state = QStyle::State_Enabled | (option.state & QStyle::State_Selected ? QStyle::State_On : QStyle::State_Off);
    style->drawPrimitive(QStyle::PE_IndicatorCheckBox, &box, painter, option.widget);
}

void PermissionDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (index.data(SectionModel::IsHeadingRole).toBool()) {
        paintHeading(painter, option, index);
        return;
    }
    const Colors &c = Look::colors(option.widget);
    const Qt::LayoutDirection direction = option.direction;
    const QRect area = paintGround(painter, option, c);
    const int indent = Look::scaled(32) + space::m;
    // a thin line between rows of one group
    if (!index.data(SectionModel::FirstRole).toBool())
        painter->fillRect(
            QStyle::visualRect(direction, area, QRect(area.x() + indent, option.rect.y(), area.width() - indent, 1)),
            c.border);

    if (m_choosing)
        paintCheck(painter, option, QRect(area.x(), area.y(), indent, area.height()));
    const QString status = index.data(role(PermissionRole::Status)).toString();
    const QString statusText = index.data(role(PermissionRole::StatusText)).toString();
    const Tone tone = permissionTone(status);
    const QString what = cleaned(index.data(role(PermissionRole::DefinitionName)).toString());
    const QString source = cleaned(index.data(role(PermissionRole::SourceName)).toString());
    const QString client = cleaned(index.data(role(PermissionRole::ClientName)).toString());
    const QString subject = cleaned(index.data(role(PermissionRole::SubjectName)).toString());
    const QStringList scopes = index.data(role(PermissionRole::Scopes)).toStringList();
    QString title = m_grouping == Grouping::Definition ? client : what;
    if (!subject.isEmpty())
        title = Words::tr("%1 of %2", "%1 data, %2 a person").arg(title, subject);
    QStringList facts;
    facts << (m_grouping == Grouping::Source ? client : source) << scopes;
    if (const QString shared = sharedText(index, m_clock.now()); !shared.isEmpty())
        facts << Words::tr("shared %1", "so many times, last on a day").arg(shared);
    facts << cleaned(index.data(role(PermissionRole::ProfileName)).toString());
    facts.removeAll(QString());

    const QFontMetrics small(Look::font(Type::Small));
    const int lineHeight = QFontMetrics(Look::font(Type::Body)).height();
    const QString time = permissionTime(index, m_clock.now());
    const int badge = Badge::width(statusText) - (Badge::icon(tone).isEmpty() ? Look::scaled(14) + space::xs : 0);
    const int chevron = 20;
    const int right = qMax(badge, small.horizontalAdvance(time) + 2) + chevron;
    const int top = area.center().y() - (lineHeight + small.height() + 2) / 2;
    const int x = area.x() + indent;
    const int width = area.right() - right - space::l - x;
    const QColor titleColor = permissionEnded(status) ? c.muted : c.text;
    paintText(painter, area, QRect(x, top, width, lineHeight), title, Look::font(Type::Body), titleColor, direction);
    paintText(painter, area, QRect(x, top + lineHeight + 2, width, small.height()), facts.join(QStringLiteral(" · ")),
              Look::font(Type::Small), c.muted, direction);
    Badge::paint(painter,
                 QStyle::visualRect(direction, area,
                                    QRect(area.right() - chevron - badge + 1, top - 2, badge, small.height() + 4)),
                 statusText, tone, c, direction);
    paintText(painter, area, QRect(area.right() - chevron - right + 1, top + lineHeight + 4, right, small.height()),
              time, Look::font(Type::Small), c.muted, direction, Qt::AlignRight);
    const QRect at = QStyle::visualRect(direction, area, QRect(area.right() - 15, area.y(), 18, area.height()));
    paintIcon(painter, direction == Qt::RightToLeft ? QStringLiteral("chevron-left") : QStringLiteral("chevron-right"),
              at, c.muted);
}

} // namespace fpx::ui
