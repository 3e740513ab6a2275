#include "permissions/permissionpage.h"

#include "permissions/actionscard.h"
#include "permissions/changedialog.h"
#include "permissions/partycard.h"
#include "permissions/permissiondelegate.h"
#include "permissions/receiptcard.h"
#include "permissions/revokedialog.h"
#include "text/dates.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>

#include <algorithm>

namespace fpx::ui {

using wallet::PermissionRole;
using wallet::role;

namespace {

QString text(const QModelIndex &index, PermissionRole which)
{
    return cleaned(index.data(role(which)).toString());
}

} // namespace

PermissionPage::PermissionPage(const Context &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_header(new PageHeader(QString(), QString())),
      m_back(nullptr),
      m_status(new Badge),
      m_summary(new Label(QString(), Type::Heading)),
      m_alert(new Label(QString(), Type::Body, Tone::Danger)),
      m_facts(new FactList),
      m_details(new FactList),
      m_story(new FactList),
      m_detailCard(new Card(nullptr, space::xl)),
      m_storyCard(new Card(nullptr, space::xl)),
      m_actions(new ActionsCard),
      m_party(new PartyCard(context)),
      m_receipt(new ReceiptCard(context))
{
    setObjectName(QStringLiteral("permissionPage"));
    m_back = m_header->addBack(tr("Back to Sharing"), QStringLiteral("permissionBack"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    auto *page = new Page;
    column->addWidget(page, 1);

    auto *facts = new Card(nullptr, space::xl);
    facts->column()->setSpacing(space::l);
    facts->column()->addWidget(m_status, 0, Qt::AlignLeft);
    facts->column()->addWidget(m_summary);
    facts->column()->addWidget(m_alert);
    facts->column()->addWidget(m_facts);
    page->column()->addWidget(facts);
    page->column()->addWidget(m_actions);
    page->column()->addWidget(m_party);
    page->column()->addWidget(m_receipt);
    m_storyCard->column()->setSpacing(space::m);
    m_storyCard->column()->addWidget(Label::strong(tr("What happened")));
    m_storyCard->column()->addWidget(m_story);
    page->column()->addWidget(m_storyCard);
    m_detailCard->column()->setSpacing(space::m);
    m_detailCard->column()->addWidget(Label::strong(tr("Details")));
    m_detailCard->column()->addWidget(m_details);
    page->column()->addWidget(m_detailCard);
    page->column()->addStretch(1);

    wallet::Sharing *sharing = context.facade->sharing();
    connect(m_back, &QAbstractButton::clicked, this, &PermissionPage::backRequested);
    connect(m_actions, &ActionsCard::pauseRequested, this, [this, sharing] { sharing->pause(m_permission); });
    connect(m_actions, &ActionsCard::resumeRequested, this, [this, sharing] { sharing->resume(m_permission); });
    connect(m_actions, &ActionsCard::changeRequested, this, &PermissionPage::openChange);
    connect(m_actions, &ActionsCard::revokeRequested, this, [this] {
        if (const QModelIndex at = find(); at.isValid())
            (new RevokeDialog(m_context, {m_permission}, revokeQuestion({at}), this))->open();
    });
    connect(m_party, &PartyCard::everythingRequested, this, [this] {
        const QModelIndex at = find();
        Q_EMIT everythingRequested(at.data(role(PermissionRole::PartyKey)).toString(),
                                   text(at, PermissionRole::ClientName));
    });
    QAbstractItemModel *model = context.facade->permissions();
    connect(model, &QAbstractItemModel::dataChanged, this, &PermissionPage::changed);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &PermissionPage::changed);
    connect(model, &QAbstractItemModel::modelReset, this, &PermissionPage::changed);
    connect(sharing, &wallet::Sharing::alertsChanged, this, &PermissionPage::changed);
}

// The story is read from the history: not for a page that nobody sees.
void PermissionPage::changed()
{
    m_stale = true;
    if (isVisible())
        refresh();
}

void PermissionPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale) // queued: where the permission has gone meanwhile, the page asks to be left
        QMetaObject::invokeMethod(this, &PermissionPage::refresh, Qt::QueuedConnection);
}

void PermissionPage::show(const QModelIndex &permission)
{
    m_permission = PermissionId(permission.data(role(PermissionRole::Id)).toString());
    refresh();
}

void PermissionPage::focusFirst()
{
    m_back->setFocus(Qt::OtherFocusReason);
}

QModelIndex PermissionPage::find()
{
    const QAbstractItemModel *model = m_context.facade->permissions();
    QModelIndex after;
    for (int i = 0; i < model->rowCount(); ++i) {
        const QModelIndex index = model->index(i, 0);
        if (index.data(role(PermissionRole::Id)).toString() == m_permission.value())
            return index;
        if (index.data(role(PermissionRole::Replaces)).toString() == m_permission.value())
            after = index;
    }
    for (int i = 0; i < model->rowCount() && !after.isValid(); ++i) { // another one shares the same now
        if (model->index(i, 0).data(role(PermissionRole::Behind)).toStringList().contains(m_permission.value()))
            after = model->index(i, 0);
    }
    if (after.isValid())
        m_permission = PermissionId(after.data(role(PermissionRole::Id)).toString());
    return after;
}

void PermissionPage::refresh()
{
    m_stale = false;
    if (m_permission.value().isEmpty())
        return;
    const QModelIndex at = find();
    if (!at.isValid()) {
        m_permission = {};
        if (isVisible())
            Q_EMIT backRequested();
        return;
    }
    const QString status = at.data(role(PermissionRole::Status)).toString();
    m_header->setTitle(text(at, PermissionRole::ClientName));
    m_header->setSubtitle(tr("in %1", "a network").arg(text(at, PermissionRole::NetworkName)));
    m_status->set(at.data(role(PermissionRole::StatusText)).toString(), permissionTone(status));
    const QString sentence =
        permissionEnded(status) ? tr("%1 was allowed to use %2 from %3.") : tr("%1 may use %2 from %3.");
    m_summary->setText(sentence.arg(text(at, PermissionRole::ClientName), text(at, PermissionRole::DefinitionName),
                                    text(at, PermissionRole::SourceName)));
    QString alert;
    const QList<wallet::SharingAlert> alerts = m_context.facade->sharing()->alerts();
    for (const wallet::SharingAlert &one : alerts) {
        if (one.permission == m_permission)
            alert = one.sentence;
    }
    m_alert->setText(alert);
    m_alert->setVisible(!alert.isEmpty());
    m_lines = m_context.facade->sharing()->story(m_permission);
    showFacts(at);
    const bool actedHere = m_actions->isAncestorOf(focusWidget());
    m_actions->show(at);
    if (actedHere && !m_actions->isAncestorOf(focusWidget()))
        m_back->setFocus(Qt::OtherFocusReason); // what was pressed is gone; the notice says what became of it
    m_party->show(m_permission, text(at, PermissionRole::ClientName));
    m_receipt->show(m_permission);
    showStory();
    const QList<consent::DetailLine> lines = m_context.facade->sharing()->details(m_permission);
    m_details->clear();
    for (const consent::DetailLine &detail : lines)
        m_details->add(detail.label, detail.value);
    m_detailCard->setVisible(!lines.isEmpty());
}

void PermissionPage::showFacts(const QModelIndex &at)
{
    const QDateTime now = m_context.clock->now();
    m_facts->clear();
    m_facts->add(tr("What"), text(at, PermissionRole::DefinitionName));
    m_facts->add(tr("Allowed"), joined(at.data(role(PermissionRole::Scopes)).toStringList()));
    m_facts->add(tr("From"), text(at, PermissionRole::SourceName));
    const QString subject = text(at, PermissionRole::SubjectName);
    m_facts->add(tr("Whose data"), subject.isEmpty() ? tr("yours") : subject);
    if (const QString profile = text(at, PermissionRole::ProfileName); !profile.isEmpty())
        m_facts->add(tr("With your profile"), profile);
    m_facts->add(tr("Since"), momentText(at.data(role(PermissionRole::GrantedAt)).toDateTime()));
    if (const QString shared = sharedText(at, now); !shared.isEmpty())
        m_facts->add(tr("Shared"), shared);
    showEnd(at);
    const QDateTime used = at.data(role(PermissionRole::LastUsedAt)).toDateTime();
    m_facts->add(tr("Last used"),
                 used.isValid() ? relativeTime(used, now) : tr("never, as far as the network has told"));
}

void PermissionPage::showEnd(const QModelIndex &at)
{
    const QDateTime end = at.data(role(PermissionRole::EndsAt)).toDateTime();
    const QString status = at.data(role(PermissionRole::Status)).toString();
    if (!permissionEnded(status)) {
        if (end.isValid())
            m_facts->add(tr("Until"), momentText(end));
        return;
    }
    // What ended before its time did so when the history says.
    static const QStringList ends{QStringLiteral("permission_revoked"), QStringLiteral("permission_ended"),
                                  QStringLiteral("permission_removed")};
    const auto line =
        std::ranges::find_if(m_lines, [](const wallet::StoryLine &one) { return ends.contains(one.code); });
    if (line != m_lines.end())
        m_facts->add(tr("Ended"), momentText(line->at));
    else if (status == QLatin1String("expired") && end.isValid())
        m_facts->add(tr("Ended"), momentText(end));
}

void PermissionPage::showStory()
{
    m_story->clear();
    for (const wallet::StoryLine &line : std::as_const(m_lines))
        m_story->add(momentText(line.at), cleaned(line.sentence, 300));
    m_storyCard->setVisible(!m_lines.isEmpty());
}

void PermissionPage::openChange()
{
    const auto offer = m_context.facade->sharing()->changeOffer(m_permission);
    if (!offer)
        return Q_EMIT m_context.facade->notice(offer.error());
    (new ChangeDialog(m_context, m_permission, *offer, text(find(), PermissionRole::ClientName), this))->open();
}

} // namespace fpx::ui
