#include "permissions/permissionpage.h"

#include "permissions/permissiondelegate.h"
#include "text/dates.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/confirmdialog.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>

namespace fpx::ui {

using wallet::PermissionRole;
using wallet::role;

namespace {

QString text(const QModelIndex &index, PermissionRole which)
{
    return cleaned(index.data(role(which)).toString());
}

} // namespace

void askToRevoke(const Context &context, const PermissionId &permission, const QString &client, QWidget *parent)
{
    auto *dialog =
        new ConfirmDialog(PermissionPage::tr("Revoke what %1 can see?").arg(client),
                          PermissionPage::tr("From now on they get nothing new. They may keep what they already have."),
                          PermissionPage::tr("Revoke"), PermissionPage::tr("Keep"), QStringLiteral("revoke"), parent);
    dialog->setConsequences(context.facade->consequencesOfRevoking(permission).lines);
    QObject::connect(dialog, &ConfirmDialog::confirmed, parent,
                     [context, permission] { context.facade->revoke(permission); });
    dialog->open();
}

PermissionPage::PermissionPage(const Context &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_header(new PageHeader(QString(), QString())),
      m_back(nullptr),
      m_status(new Badge),
      m_summary(new Label(QString(), Type::Heading)),
      m_facts(new FactList),
      m_details(new FactList),
      m_detailCard(new Card(nullptr, space::xl)),
      m_revokeCard(new Card(nullptr, space::xl)),
      m_revoke(new Button(tr("Revoke…"), QStringLiteral("permissionRevoke"), Button::Kind::Danger))
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
    facts->column()->addWidget(m_facts);
    page->column()->addWidget(facts);

    auto *line = row(space::l);
    auto *words = columnLayout(2);
    words->addWidget(Label::strong(tr("Stop sharing")));
    words->addWidget(new Label(tr("Before anything happens you see what stops working."), Type::Body, Tone::Muted));
    line->addLayout(words, 1);
    line->addWidget(m_revoke, 0, Qt::AlignVCenter);
    m_revokeCard->column()->addLayout(line);
    page->column()->addWidget(m_revokeCard);

    m_detailCard->column()->setSpacing(space::m);
    m_detailCard->column()->addWidget(Label::strong(tr("Details")));
    m_detailCard->column()->addWidget(m_details);
    page->column()->addWidget(m_detailCard);
    page->column()->addStretch(1);

    connect(m_back, &QAbstractButton::clicked, this, &PermissionPage::backRequested);
    connect(m_revoke, &QAbstractButton::clicked, this, &PermissionPage::askToRevoke);
    QAbstractItemModel *model = context.facade->permissions();
    connect(model, &QAbstractItemModel::dataChanged, this, &PermissionPage::refresh);
    const auto gone = [this] {
        if (isVisible() && !m_permission.isValid())
            Q_EMIT backRequested();
    };
    connect(model, &QAbstractItemModel::rowsRemoved, this, gone);
    connect(model, &QAbstractItemModel::modelReset, this, gone);
}

void PermissionPage::show(const QModelIndex &permission)
{
    m_permission = permission;
    refresh();
}

void PermissionPage::focusFirst()
{
    m_back->setFocus(Qt::OtherFocusReason);
}

void PermissionPage::refresh()
{
    if (!m_permission.isValid())
        return;
    const QModelIndex at = m_permission;
    const QString status = at.data(role(PermissionRole::Status)).toString();
    const QDateTime now = m_context.clock->now();
    m_header->setTitle(text(at, PermissionRole::ClientName));
    m_header->setSubtitle(tr("in %1", "a network").arg(text(at, PermissionRole::NetworkName)));
    m_status->set(at.data(role(PermissionRole::StatusText)).toString(), permissionTone(status));
    m_summary->setText(cleaned(at.data(Qt::DisplayRole).toString(), 300));
    m_facts->clear();
    m_facts->add(tr("What"), text(at, PermissionRole::DefinitionName));
    m_facts->add(tr("Allowed"), joined(at.data(role(PermissionRole::Scopes)).toStringList()));
    m_facts->add(tr("From"), text(at, PermissionRole::SourceName));
    const QString subject = text(at, PermissionRole::SubjectName);
    m_facts->add(tr("Whose data"), subject.isEmpty() ? tr("yours") : subject);
    m_facts->add(tr("Since"), momentText(at.data(role(PermissionRole::GrantedAt)).toDateTime()));
    const QDateTime end = at.data(role(PermissionRole::EndsAt)).toDateTime();
    if (end.isValid())
        m_facts->add(permissionEnded(status) ? tr("Ended") : tr("Until"), momentText(end));
    const QDateTime used = at.data(role(PermissionRole::LastUsedAt)).toDateTime();
    m_facts->add(tr("Last used"),
                 used.isValid() ? relativeTime(used, now) : tr("never, as far as the network has told"));

    const QList<consent::DetailLine> lines =
        m_context.facade->permissionDetails(PermissionId(at.data(role(PermissionRole::Id)).toString()));
    m_details->clear();
    for (const consent::DetailLine &detail : lines)
        m_details->add(detail.label, detail.value);
    m_detailCard->setVisible(!lines.isEmpty());
    m_revokeCard->setVisible(at.data(role(PermissionRole::CanRevoke)).toBool());
}

void PermissionPage::askToRevoke()
{
    if (m_permission.isValid()) {
        ui::askToRevoke(m_context, PermissionId(m_permission.data(role(PermissionRole::Id)).toString()),
                        text(m_permission, PermissionRole::ClientName), this);
    }
}

} // namespace fpx::ui
