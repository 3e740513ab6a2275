#include "permissions/sharingplace.h"

#include "permissions/choosingbar.h"
#include "permissions/permissionpage.h"
#include "permissions/revokedialog.h"
#include "style/look.h"
#include "text/search.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/page.h"
#include "widgets/sectionmodel.h"

#include <fpx/wallet/sharing.h>

#include <QBoxLayout>
#include <QComboBox>
#include <QStackedWidget>

#include <algorithm>

namespace fpx::ui {

using wallet::PermissionRole;
using wallet::role;

namespace {

enum Show { ShowActive, ShowEnding, ShowEnded, ShowAll };
constexpr qint64 soonSeconds = 7 * 24 * 3600; // renewals are due a week before the end

constexpr qsizetype alertsShown = 2; // the history has them all

// Content at the width of the list below it.
QWidget *centred(QWidget *content)
{
    auto *area = new QWidget;
    auto *line = new QHBoxLayout(area);
    line->setContentsMargins(space::xl, 0, space::xl, 0);
    line->addStretch(1);
    line->addWidget(content, 100'000); // all there is, up to its greatest width
    line->addStretch(1);
    content->setMaximumWidth(contentWidth);
    return area;
}

/// Finds the rows that have every word of what was typed. Thousands of rows share few texts: each is folded once.
class Finder
{
public:
    explicit Finder(const QString &foldedNeedle) : m_words(foldedNeedle.split(u' ', Qt::SkipEmptyParts)) {}
    [[nodiscard]] bool fits(const QModelIndex &index)
    {
        if (m_words.isEmpty())
            return true;
        QStringList texts;
        for (const PermissionRole each :
             {PermissionRole::ClientName, PermissionRole::SourceName, PermissionRole::DefinitionName,
              PermissionRole::SubjectName, PermissionRole::StatusText})
            texts.append(foldedOnce(index.data(role(each)).toString()));
        return std::ranges::all_of(m_words, [&texts](const QString &word) {
            return std::ranges::any_of(texts, [&word](const QString &text) { return text.contains(word); });
        });
    }

private:
    const QString &foldedOnce(const QString &text)
    {
        auto known = m_folded.find(text);
        if (known == m_folded.end())
            known = m_folded.insert(text, folded(text));
        return *known;
    }
    QStringList m_words;
    QHash<QString, QString> m_folded;
};

bool shown(const QModelIndex &index, int which, const QDateTime &now)
{
    const bool ended = permissionEnded(index.data(role(PermissionRole::Status)).toString());
    switch (which) {
    case ShowActive: return !ended;
    case ShowEnding: {
        const QDateTime end = index.data(role(PermissionRole::EndsAt)).toDateTime();
        return !ended && end.isValid() && now.secsTo(end) <= soonSeconds;
    }
    case ShowEnded: return ended;
    default: return true;
    }
}

} // namespace

SharingPlace::SharingPlace(const Context &context, QWidget *parent)
    : Place(parent),
      m_context(context),
      m_model(new SectionModel(this)),
      m_list(new ListView(QStringLiteral("permissionList"), tr("Who can see my data"))),
      m_delegate(new PermissionDelegate(*context.clock, m_list)),
      m_empty(nullptr),
      m_overview(new QWidget),
      m_body(new QStackedWidget),
      m_stack(new QStackedWidget),
      m_show(new QComboBox),
      m_group(new QComboBox),
      m_bar(new ChoosingBar),
      m_alerts(new QWidget)
{
    setObjectName(QStringLiteral("sharingPlace"));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    m_stack->addWidget(m_overview);

    auto *column = new QVBoxLayout(m_overview);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *header = new PageHeader(tr("Sharing"), tr("Who can see what, and until when."));
    m_show->setObjectName(QStringLiteral("sharingShow"));
    m_show->setAccessibleName(tr("Which permissions are shown"));
    m_show->addItem(tr("Active"), ShowActive);
    m_show->addItem(tr("Ending soon"), ShowEnding);
    m_show->addItem(tr("Ended"), ShowEnded);
    m_show->addItem(tr("All"), ShowAll);
    m_group->setObjectName(QStringLiteral("sharingGroup"));
    m_group->setAccessibleName(tr("Grouped by"));
    m_group->addItem(tr("By recipient"), static_cast<int>(Grouping::Client));
    m_group->addItem(tr("By source"), static_cast<int>(Grouping::Source));
    m_group->addItem(tr("By kind of data"), static_cast<int>(Grouping::Definition));
    header->addAction(m_group);
    header->addAction(m_show);
    column->addWidget(header);
    for (QWidget *line : {m_alerts, static_cast<QWidget *>(m_bar)})
        column->addWidget(centred(line));
    auto *alerts = new QVBoxLayout(m_alerts);
    alerts->setContentsMargins(0, 0, 0, 0);
    alerts->setSpacing(space::s);
    m_empty = new EmptyState(
        QStringLiteral("sharing"), tr("Nobody sees your data"),
        tr("When you allow a request, it is listed here: who, what, from where and until when. You can revoke it "
           "whenever you like."));
    m_body->addWidget(m_list);
    m_body->addWidget(m_empty);
    column->addWidget(m_body, 1);

    m_list->setItemDelegate(m_delegate);
    m_model->setSource(context.facade->permissions());
    m_list->setModel(m_model);
    applyGrouping();
    applyFilter();
    connect(m_show, &QComboBox::currentIndexChanged, this, &SharingPlace::applyFilter);
    connect(m_group, &QComboBox::currentIndexChanged, this, &SharingPlace::applyGrouping);
    connect(m_list, &ListView::opened, this, &SharingPlace::opened);
    connect(m_model, &QAbstractItemModel::modelReset, this, &SharingPlace::refresh);
    connect(m_bar, &ChoosingBar::everyoneRequested, this, [this] { showParty(QString(), QString()); });
    connect(m_bar, &ChoosingBar::choosingRequested, this, &SharingPlace::setChoosing);
    connect(m_bar, &ChoosingBar::allRequested, m_list, &QAbstractItemView::selectAll);
    connect(m_bar, &ChoosingBar::revokeRequested, this, &SharingPlace::revokeChosen);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (m_list->isChoosing())
            m_bar->setChosen(static_cast<int>(chosen().size()));
    });
    connect(context.facade->sharing(), &wallet::Sharing::alertsChanged, this, &SharingPlace::showAlerts);
    showAlerts();
    refresh();
}

void SharingPlace::showAlerts()
{
    clearLayout(m_alerts->layout());
    const QList<wallet::SharingAlert> alerts = m_context.facade->sharing()->alerts();
    for (const wallet::SharingAlert &alert : alerts.mid(0, alertsShown)) {
        auto *card = new Card;
        card->setSoft(Tone::Danger);
        auto *line = row(space::m);
        line->addWidget(new IconView(QStringLiteral("warning"), 20, Tone::Danger), 0, Qt::AlignTop);
        line->addWidget(new Label(cleaned(alert.sentence, 300)), 1);
        auto *read = new Button(alert.known ? tr("I have read this") : tr("End it there"),
                                QStringLiteral("alertRead-%1").arg(alert.permission.value()));
        connect(read, &QAbstractButton::clicked, this,
                [this, id = alert.permission] { m_context.facade->sharing()->dismissAlert(id); });
        line->addWidget(read, 0, Qt::AlignVCenter);
        card->column()->addLayout(line);
        m_alerts->layout()->addWidget(card);
    }
    if (const int more = static_cast<int>(alerts.size() - alertsShown); more > 0)
        m_alerts->layout()->addWidget(
            new Label(tr("%n more of this kind are in the history.", nullptr, more), Type::Small, Tone::Muted));
    m_alerts->parentWidget()->setVisible(!alerts.isEmpty());
}

void SharingPlace::showParty(const QString &key, const QString &name)
{
    m_party = key;
    m_bar->setParty(name);
    goBack();
    applyFilter();
}

void SharingPlace::setChoosing(bool choosing)
{
    m_list->setChoosing(choosing);
    m_delegate->setChoosing(choosing);
    m_bar->setChoosing(choosing);
    m_list->viewport()->update();
    if (choosing)
        m_list->setFocus(Qt::OtherFocusReason);
}

QModelIndexList SharingPlace::chosen() const
{
    QModelIndexList rows = m_list->selectionModel()->selectedIndexes();
    rows.removeIf([](const QModelIndex &row) { return !row.data(role(PermissionRole::CanRevoke)).toBool(); });
    return rows;
}

void SharingPlace::revokeChosen()
{
    const QModelIndexList rows = chosen();
    if (rows.isEmpty())
        return;
    QList<PermissionId> ids;
    for (const QModelIndex &row : rows)
        ids.append(PermissionId(row.data(role(PermissionRole::Id)).toString()));
    (new RevokeDialog(m_context, ids, revokeQuestion(rows), this))->open();
    setChoosing(false);
}

void SharingPlace::applyGrouping()
{
    const auto grouping = static_cast<Grouping>(m_group->currentData().toInt());
    m_delegate->setGrouping(grouping);
    const PermissionRole by = grouping == Grouping::Client   ? PermissionRole::ClientName
                              : grouping == Grouping::Source ? PermissionRole::SourceName
                                                             : PermissionRole::DefinitionName;
    // Thousands of rows share few names.
    m_model->setSectioner([by, names = QHash<QString, QString>()](const QModelIndex &index) mutable {
        const QString raw = index.data(role(by)).toString();
        auto name = names.find(raw);
        if (name == names.end())
            name = names.insert(raw, cleaned(raw));
        return SectionModel::Section{*name, *name, 0};
    });
    m_model->rebuild();
    m_list->viewport()->update();
}

void SharingPlace::applyFilter()
{
    const int which = m_show->currentData().toInt();
    m_model->setFilter(
        [which, party = m_party, clock = m_context.clock, finder = Finder(m_needle)](const QModelIndex &index) mutable {
            if (!party.isEmpty() && index.data(role(PermissionRole::PartyKey)).toString() != party)
                return false;
            return shown(index, which, clock->now()) && finder.fits(index);
        });
    const bool plain = m_needle.isEmpty() && m_party.isEmpty() && which == ShowActive;
    m_empty->setWords(
        plain ? tr("Nobody sees your data") : tr("Nothing found"),
        plain
            ? tr("When you allow a request, it is listed here: who, what, from where and until when. You can revoke it "
                 "whenever you like.")
            : tr("No permission fits what you chose to see."));
    refresh();
}

void SharingPlace::setSearch(const QString &text)
{
    m_needle = folded(text);
    applyFilter();
}

bool SharingPlace::goBack()
{
    if (m_stack->currentWidget() == m_overview)
        return false;
    m_stack->setCurrentWidget(m_overview);
    m_list->setFocus(Qt::OtherFocusReason);
    return true;
}

void SharingPlace::focusFirst()
{
    if (m_page && m_stack->currentWidget() == m_page)
        m_page->focusFirst();
    else
        m_list->setFocus(Qt::OtherFocusReason);
}

void SharingPlace::refresh()
{
    m_bar->setUsable(m_model->items() > 0);
    m_body->setCurrentWidget(m_model->items() > 0 ? static_cast<QWidget *>(m_list) : m_empty);
}

void SharingPlace::opened(const QModelIndex &index)
{
    const QModelIndex source = m_model->toSource(index);
    if (!source.isValid())
        return;
    if (!m_page) {
        m_page = new PermissionPage(m_context);
        m_stack->addWidget(m_page);
        connect(m_page, &PermissionPage::backRequested, this, &SharingPlace::goBack);
        connect(m_page, &PermissionPage::everythingRequested, this, &SharingPlace::showParty);
    }
    m_page->show(source);
    m_stack->setCurrentWidget(m_page);
    m_page->focusFirst();
}

} // namespace fpx::ui
