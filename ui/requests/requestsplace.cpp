#include "requests/requestsplace.h"

#include "requests/codepage.h"
#include "requests/promptsheets.h"
#include "style/icons.h"
#include "style/look.h"
#include "text/dates.h"
#include "text/search.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/page.h"
#include "widgets/sectionmodel.h"

#include <QBoxLayout>
#include <QPainter>
#include <QStackedLayout>
#include <QTimer>

namespace fpx::ui {

using wallet::RequestRole;
using wallet::role;

namespace {

Tone toneOf(const QString &state)
{
    if (state == QLatin1String("allowed") || state == QLatin1String("partial"))
        return Tone::Success;
    if (state == QLatin1String("waiting") || state == QLatin1String("sending"))
        return Tone::Accent;
    if (state == QLatin1String("failed"))
        return Tone::Danger;
    return Tone::Muted;
}

} // namespace

RequestDelegate::RequestDelegate(const Clock &clock, QObject *parent) : RowDelegate(parent), m_clock(clock) {}

void RequestDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors &c = Look::colors(option.widget);
    const Qt::LayoutDirection direction = option.direction;
    if (index.data(SectionModel::IsHeadingRole).toBool()) {
        const QRect area = option.rect.adjusted(space::m, 0, -space::m, -space::s);
        const int height = QFontMetrics(Look::font(Type::Body, true)).height();
        paintText(painter, area, QRect(area.x(), area.bottom() - height, area.width(), height),
                  index.data(SectionModel::HeadingRole).toString(), Look::font(Type::Body, true), c.muted, direction);
        return;
    }
    const bool waiting = index.data(role(RequestRole::Waiting)).toBool();
    if (waiting)
        paintRounded(painter, option.rect.adjusted(2, 2, -2, -2), radius::card, c.surface, c.border);
    const QRect area = paintGround(painter, option, c);
    const QString network = cleaned(index.data(role(RequestRole::NetworkName)).toString());
    const QString client = cleaned(index.data(role(RequestRole::ClientName)).toString());
    const QString name = client.isEmpty() ? network : client;
    const int picture = Look::scaled(36);
    const QRect logo(area.x(), area.center().y() - picture / 2, picture, picture);
    Avatar::paint(painter, QStyle::visualRect(direction, area, logo), name,
                  index.data(role(RequestRole::LogoPng)).toByteArray(), c);

    const QDateTime now = m_clock.now();
    const QString state = index.data(role(RequestRole::StateText)).toString();
    const QString time = waiting
                             ? RequestDelegate::tr("expires in %1")
                                   .arg(countdown(now.secsTo(index.data(role(RequestRole::ExpiresAt)).toDateTime())))
                             : relativeTime(index.data(role(RequestRole::ReceivedAt)).toDateTime(), now);
    const Tone tone = toneOf(index.data(role(RequestRole::State)).toString());
    const int badge = Badge::width(state) - (Badge::icon(tone).isEmpty() ? Look::scaled(14) + space::xs : 0);
    const int chevron = waiting ? 20 : 0;
    const QFontMetrics small(Look::font(Type::Small));
    const int right = qMax(badge, small.horizontalAdvance(time) + 2) + chevron;
    const int top = area.center().y() - (QFontMetrics(Look::font(Type::Body)).height() + small.height() + 2) / 2;
    const int lineHeight = QFontMetrics(Look::font(Type::Body)).height();
    const int textX = logo.right() + space::m;
    const int textWidth = area.right() - right - space::l - textX;
    paintText(painter, area, QRect(textX, top, textWidth, lineHeight), name, Look::font(Type::Body, true), c.text,
              direction);
    paintText(painter, area, QRect(textX, top + lineHeight + 2, textWidth, small.height()),
              cleaned(index.data(role(RequestRole::Summary)).toString(), 300), Look::font(Type::Small), c.muted,
              direction);
    const int badgeHeight = small.height() + 4;
    Badge::paint(
        painter,
        QStyle::visualRect(direction, area, QRect(area.right() - chevron - badge + 1, top - 2, badge, badgeHeight)),
        state, tone, c, direction);
    paintText(painter, area, QRect(area.right() - chevron - right + 1, top + lineHeight + 4, right, small.height()),
              time, Look::font(Type::Small), c.muted, direction, Qt::AlignRight);
    if (waiting) {
        const QRect at = QStyle::visualRect(direction, area, QRect(area.right() - 15, area.y(), 18, area.height()));
        paintIcon(painter,
                  direction == Qt::RightToLeft ? QStringLiteral("chevron-left") : QStringLiteral("chevron-right"), at,
                  c.muted);
    }
}

RequestsPlace::RequestsPlace(const Context &context, QWidget *parent)
    : Place(parent),
      m_context(context),
      m_model(new SectionModel(this)),
      m_list(new ListView(QStringLiteral("requestList"), tr("Requests"))),
      m_empty(nullptr),
      m_stack(new QStackedLayout),
      m_pages(new QStackedLayout(this)),
      m_tick(new QTimer(this))
{
    setObjectName(QStringLiteral("requestsPlace"));
    auto *overview = new QWidget;
    m_pages->addWidget(overview);
    auto *column = new QVBoxLayout(overview);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *header = new PageHeader(tr("Requests"), tr("What is waiting for you now, and what has just passed."));
    auto *code = new Button(tr("Enter a code"), QStringLiteral("requestsEnterCode"));
    code->setIconName(QStringLiteral("keyboard"));
    code->setToolTip(tr("For a request that began on another device"));
    header->addAction(code);
    connect(code, &QAbstractButton::clicked, this, [this] { enterCode({}); });
    column->addWidget(header);
    m_empty = new EmptyState(
        QStringLiteral("requests"), tr("Nothing is waiting"),
        tr("When someone wants to see your data, their request appears here and you decide. Until then there is "
           "nothing to do."));
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    column->addLayout(m_stack, 1);

    m_list->setItemDelegate(new RequestDelegate(*context.clock, m_list));
    m_model->setSectioner([](const QModelIndex &index) -> SectionModel::Section {
        const bool waiting = index.data(role(RequestRole::Waiting)).toBool();
        return waiting ? SectionModel::Section{QStringLiteral("waiting"), RequestsPlace::tr("Waiting for you"), 0}
                       : SectionModel::Section{QStringLiteral("passed"), RequestsPlace::tr("Earlier"), 1};
    });
    m_model->setSource(context.facade->requests());
    m_list->setModel(m_model);
    m_tick->setInterval(1'000);
    connect(m_tick, &QTimer::timeout, this, [this] { m_list->viewport()->update(); });
    connect(m_list, &ListView::opened, this, &RequestsPlace::opened);
    connect(m_model, &QAbstractItemModel::modelReset, this, &RequestsPlace::refresh);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &RequestsPlace::refresh);
    refresh();
}

void RequestsPlace::setSearch(const QString &text)
{
    m_needle = folded(text);
    m_model->setFilter([needle = m_needle](const QModelIndex &index) {
        return matches(index.data().toString() + QLatin1Char(' ') +
                           index.data(role(RequestRole::ClientName)).toString() + QLatin1Char(' ') +
                           index.data(role(RequestRole::NetworkName)).toString() + QLatin1Char(' ') +
                           index.data(role(RequestRole::Summary)).toString(),
                       needle);
    });
    m_empty->setWords(
        m_needle.isEmpty() ? tr("Nothing is waiting") : tr("Nothing found"),
        m_needle.isEmpty()
            ? tr("When someone wants to see your data, their request appears here and you decide. Until then "
                 "there is nothing to do.")
            : tr("No request fits “%1”.").arg(text));
}

void RequestsPlace::enterCode(const AsIdentifier &network)
{
    if (m_code == nullptr) {
        m_code = new CodePage(m_context);
        m_pages->addWidget(m_code);
        connect(m_code, &CodePage::backRequested, this, &RequestsPlace::goBack);
        // Before the others that may wait: the person looks for this one.
        connect(m_context.facade->deviceCodes(), &wallet::DeviceCodes::opened, this, &RequestsPlace::promptRequested);
    }
    m_pages->setCurrentWidget(m_code);
    m_code->begin(network);
}

bool RequestsPlace::goBack()
{
    if (m_pages->currentIndex() == 0)
        return false;
    m_pages->setCurrentIndex(0);
    focusFirst();
    return true;
}

void RequestsPlace::focusFirst()
{
    m_list->setFocus(Qt::OtherFocusReason);
}

void RequestsPlace::refresh()
{
    m_stack->setCurrentWidget(m_model->items() > 0 ? static_cast<QWidget *>(m_list) : m_empty);
    bool waiting = false;
    const QAbstractItemModel *requests = m_context.facade->requests();
    for (int i = 0; i < qMin(64, requests->rowCount()) && !waiting; ++i) // the newest and most urgent come first
        waiting = requests->index(i, 0).data(role(RequestRole::Waiting)).toBool();
    if (waiting && isVisible())
        m_tick->start();
    else
        m_tick->stop();
}

void RequestsPlace::opened(const QModelIndex &index)
{
    const QModelIndex source = m_model->toSource(index);
    if (!source.isValid())
        return;
    if (source.data(role(RequestRole::Waiting)).toBool()) {
        Q_EMIT promptRequested(RequestKey(source.data(role(RequestRole::Key)).toString()));
        return;
    }
    openDetails({{tr("Who"), cleaned(source.data(role(RequestRole::ClientName)).toString())},
                 {tr("Network"), cleaned(source.data(role(RequestRole::NetworkName)).toString())},
                 {tr("What"), cleaned(source.data(role(RequestRole::Summary)).toString(), 500)},
                 {tr("Outcome"), source.data(role(RequestRole::StateText)).toString()},
                 {tr("Received"), momentText(source.data(role(RequestRole::ReceivedAt)).toDateTime())}},
                window());
}

void RequestsPlace::showEvent(QShowEvent *event)
{
    Place::showEvent(event);
    refresh();
}

void RequestsPlace::hideEvent(QHideEvent *event)
{
    Place::hideEvent(event);
    m_tick->stop();
}

} // namespace fpx::ui
