#include "history/historyplace.h"

#include "policies/rulewords.h"
#include "requests/promptsheets.h"
#include "style/icons.h"
#include "style/look.h"
#include "text/dates.h"
#include "text/search.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/filesave.h"
#include "widgets/label.h"
#include "widgets/page.h"
#include "widgets/sidesheet.h"

#include <fpx/wallet/historyshown.h>

#include <QBoxLayout>
#include <QComboBox>
#include <QPainter>
#include <QStackedWidget>

namespace fpx::ui {

using wallet::HistoryRole;
using wallet::role;

namespace {

QString iconOf(const QString &kind)
{
    if (kind == QLatin1String("request"))
        return QStringLiteral("requests");
    if (kind == QLatin1String("permission"))
        return QStringLiteral("sharing");
    if (kind == QLatin1String("source"))
        return QStringLiteral("sources");
    if (kind == QLatin1String("sign_in"))
        return QStringLiteral("person");
    if (kind == QLatin1String("rule"))
        return QStringLiteral("rules");
    if (kind == QLatin1String("network"))
        return QStringLiteral("network");
    if (kind == QLatin1String("refused_input"))
        return QStringLiteral("warning");
    return QStringLiteral("info");
}

QString outcomeWords(const QString &outcome)
{
    if (outcome == QLatin1String("ok"))
        return HistoryPlace::tr("Done");
    if (outcome == QLatin1String("declined"))
        return HistoryPlace::tr("Declined");
    if (outcome == QLatin1String("failed"))
        return HistoryPlace::tr("Failed");
    return {};
}

Tone toneOf(const QString &outcome)
{
    return outcome == QLatin1String("failed") ? Tone::Danger : Tone::Muted;
}

} // namespace

void HistoryFilter::setKind(const QString &kind)
{
    m_kind = kind;
    invalidateFilter();
}

void HistoryFilter::setNeedle(const QString &folded)
{
    m_needle = folded;
    invalidateFilter();
}

bool HistoryFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (m_kind.isEmpty() && m_needle.isEmpty())
        return true;
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (!m_kind.isEmpty() && index.data(role(HistoryRole::Kind)).toString() != m_kind)
        return false;
    return m_needle.isEmpty() || matches(index.data(role(HistoryRole::Sentence)).toString(), m_needle);
}

int HistoryDelegate::rowHeight() const
{
    return QFontMetrics(Look::font(Type::Body)).height() + 2 * space::m;
}

void HistoryDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors &c = Look::colors(option.widget);
    const Qt::LayoutDirection direction = option.direction;
    const QDate day = index.data(role(HistoryRole::Time)).toDateTime().toLocalTime().date();
    const QModelIndex before = index.sibling(index.row() - 1, 0);
    const bool first =
        !before.isValid() || before.data(role(HistoryRole::Time)).toDateTime().toLocalTime().date() != day;
    const QFontMetrics body(Look::font(Type::Body));
    const QFontMetrics small(Look::font(Type::Small));
    const int gutter = qMin(option.rect.width() / 5, body.horizontalAdvance(QStringLiteral("00 MMMM 0000")) + space::m);
    const QRect all = option.rect.adjusted(space::m, 0, -space::m, 0);
    if (first) {
        if (before.isValid())
            painter->fillRect(
                option.rect.adjusted(space::m, 0, -space::m, 0).adjusted(0, 0, 0, 1 - option.rect.height()), c.border);
        paintText(painter, all, QRect(all.x(), all.y(), gutter - space::s, all.height()),
                  relativeDay(day, m_clock.now().toLocalTime().date()), Look::font(Type::Body, true), c.text,
                  direction);
    }
    QStyleOptionViewItem rest(option);
    rest.rect = QStyle::visualRect(direction, option.rect, option.rect.adjusted(gutter, 0, 0, 0));
    const QRect area = paintGround(painter, rest, c);
    const QString outcome = index.data(role(HistoryRole::Outcome)).toString();
    const QString time = timeText(index.data(role(HistoryRole::Time)).toDateTime());
    const int timeWidth = small.horizontalAdvance(time) + 2;
    const int icon = Look::scaled(18);
    paintIcon(painter, iconOf(index.data(role(HistoryRole::Kind)).toString()),
              QStyle::visualRect(direction, area, QRect(area.x(), area.y(), icon, area.height())),
              c.tone(toneOf(outcome)));
    const int x = area.x() + icon + space::m;
    const QString words =
        outcome == QLatin1String("failed") || outcome == QLatin1String("declined") ? outcomeWords(outcome) : QString();
    const int wordsWidth = words.isEmpty() ? 0 : small.horizontalAdvance(words) + space::m;
    paintText(painter, area, QRect(x, area.y(), area.right() - timeWidth - wordsWidth - space::m - x, area.height()),
              cleaned(index.data(role(HistoryRole::Sentence)).toString(), 300), Look::font(Type::Body), c.text,
              direction);
    if (!words.isEmpty()) {
        paintText(painter, area,
                  QRect(area.right() - timeWidth - wordsWidth - space::xs, area.y(), wordsWidth, area.height()), words,
                  Look::font(Type::Small), c.tone(toneOf(outcome)), direction, Qt::AlignRight);
    }
    paintText(painter, area, QRect(area.right() - timeWidth + 1, area.y(), timeWidth, area.height()), time,
              Look::font(Type::Small), c.muted, direction, Qt::AlignRight);
}

HistoryPlace::HistoryPlace(const Context &context, QWidget *parent)
    : Place(parent),
      m_context(context),
      m_filter(new HistoryFilter(this)),
      m_list(new ListView(QStringLiteral("historyList"), tr("History"))),
      m_body(new QStackedWidget),
      m_header(new PageHeader(tr("History"), tr("Everything that happened, day by day."))),
      m_empty(nullptr),
      m_kind(new QComboBox),
      m_save(new Button(tr("Save a copy…"), QStringLiteral("historyExport")))
{
    setObjectName(QStringLiteral("historyPlace"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *header = m_header;
    m_kind->setObjectName(QStringLiteral("historyKind"));
    m_kind->setAccessibleName(tr("Which entries are shown"));
    m_kind->addItem(tr("Everything"), QString());
    m_kind->addItem(tr("Requests"), QStringLiteral("request"));
    m_kind->addItem(tr("Sharing"), QStringLiteral("permission"));
    m_kind->addItem(tr("Sources"), QStringLiteral("source"));
    m_kind->addItem(tr("Sign-ins"), QStringLiteral("sign_in"));
    m_kind->addItem(tr("Rules"), QStringLiteral("rule"));
    m_kind->addItem(tr("Networks"), QStringLiteral("network"));
    m_kind->addItem(tr("Refused"), QStringLiteral("refused_input"));
    m_kind->addItem(tr("Wallet"), QStringLiteral("wallet"));
    m_save->setIconName(QStringLiteral("download"));
    header->addAction(m_kind);
    header->addAction(m_save);
    column->addWidget(header);
    m_empty = new EmptyState(
        QStringLiteral("history"), tr("Nothing has happened yet"),
        tr("Every request, decision and connection is written down here, also those that the wallet decided by itself."));
    m_body->addWidget(m_list);
    m_body->addWidget(m_empty);
    column->addWidget(m_body, 1);

    m_filter->setSourceModel(context.facade->history());
    m_list->setItemDelegate(new HistoryDelegate(*context.clock, m_list));
    m_list->setModel(m_filter);
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        m_filter->setKind(m_kind->currentData().toString());
        refresh();
    });
    connect(m_list, &ListView::opened, this, &HistoryPlace::opened);
    connect(m_save, &QAbstractButton::clicked, this, &HistoryPlace::save);
    connect(m_filter, &QAbstractItemModel::modelReset, this, &HistoryPlace::refresh);
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &HistoryPlace::refresh);
    connect(m_filter, &QAbstractItemModel::rowsRemoved, this, &HistoryPlace::refresh);
    refresh();
}

void HistoryPlace::setSearch(const QString &text)
{
    m_search = text;
    m_filter->setNeedle(folded(text));
    refresh();
}

void HistoryPlace::focusFirst()
{
    m_list->setFocus(Qt::OtherFocusReason);
}

void HistoryPlace::refresh()
{
    const bool cut = m_context.facade->history()->rowCount() >= wallet::historyShown;
    const bool all = m_search.isEmpty() && m_kind->currentIndex() == 0;
    m_empty->setWords(
        all ? tr("Nothing has happened yet") : tr("Nothing found"),
        all ? tr("Every request, decision and connection is written down here, also those that the wallet decided by itself.")
        : cut ? tr("None of the newest %L1 entries fits. A saved copy has all of them.").arg(wallet::historyShown)
              : tr("No entry fits what you chose to see."));
    m_header->setSubtitle(
        cut ? tr("Everything that happened, day by day: the newest %L1 entries. A saved copy has all of them.")
                  .arg(wallet::historyShown)
            : tr("Everything that happened, day by day."));
    m_body->setCurrentWidget(m_filter->rowCount() > 0 ? static_cast<QWidget *>(m_list) : m_empty);
}

void HistoryPlace::opened(const QModelIndex &index)
{
    QList<consent::DetailLine> lines{{tr("What"), index.data(role(HistoryRole::Sentence)).toString()},
                                     {tr("When"), momentText(index.data(role(HistoryRole::Time)).toDateTime())}};
    const QVariantMap details = index.data(role(HistoryRole::Details)).toMap();
    for (auto it = details.constBegin(); it != details.constEnd(); ++it)
        lines.append({it.key(), it.value().toString()});
    lines.append({tr("Code"), index.data(role(HistoryRole::Code)).toString()});
    lines.append({tr("Entry"), QString::number(index.data(role(HistoryRole::Sequence)).toLongLong())});
    SideSheet *sheet = openDetails(lines, window());
    const QString id = index.data(role(HistoryRole::Rule)).toString();
    const policy::Rule *rule = findRule(*m_context.facade->policies(), id);
    if (rule == nullptr)
        return;
    auto *card = new Card;
    card->column()->addWidget(new Label(tr("The rule, as it is now"), Type::Small, Tone::Muted));
    card->column()->addWidget(new Label(ruleSentence(*rule, *m_context.facade->policies())));
    auto *change =
        new Button(rule->operatorRule ? tr("Show the rules") : tr("Change this rule"), QStringLiteral("historyRule"));
    card->column()->addWidget(change, 0, Qt::AlignLeft);
    sheet->column()->insertWidget(0, card);
    connect(change, &QAbstractButton::clicked, this, [this, sheet, id] {
        sheet->dismiss();
        Q_EMIT ruleRequested(id);
    });
}

void HistoryPlace::save()
{
    const FileWish wish{tr("Save a copy of the history"), QStringLiteral("fpx-history.json"), {}};
    askWhereToSave(this, wish, [this](const QString &path) {
        m_save->setEnabled(false);
        m_context.facade->exportHistory([self = QPointer<HistoryPlace>(this), path](const Result<QByteArray> &json) {
            if (!self)
                return;
            self->m_save->setEnabled(true);
            const auto written = json ? writeFile(path, *json) : Result<void>(fail(json.error()));
            if (!written)
                Q_EMIT self->m_context.facade->notice(written.error());
            else
                Q_EMIT self->m_context.facade->done(tr("A copy of the history was saved."));
        });
    });
}

} // namespace fpx::ui
