#include "permissions/actionscard.h"

#include "widgets/button.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <fpx/wallet/models.h>

#include <QBoxLayout>

namespace fpx::ui {

using wallet::PermissionRole;
using wallet::role;

ActionsCard::ActionsCard(QWidget *parent)
    : Card(parent, space::xl),
      m_pause(add(tr("Stop for a while"), tr("They get nothing until you let it go on. Nothing else changes."),
                  new Button(tr("Pause"), QStringLiteral("permissionPause")))),
      m_resume(add(tr("It is paused"), tr("They get nothing until you let it go on."),
                   new Button(tr("Resume"), QStringLiteral("permissionResume"), Button::Kind::Primary))),
      m_change(add(tr("Change the terms"), tr("Allow less, or let it end at another time."),
                   new Button(tr("Change…"), QStringLiteral("permissionChange")))),
      m_revoke(add(tr("Stop sharing"), tr("Before anything happens you see what stops working."),
                   new Button(tr("Revoke…"), QStringLiteral("permissionRevoke"), Button::Kind::Danger))),
      m_over(new Label(QString(), Type::Body, Tone::Muted))
{
    column()->addWidget(m_over);
    column()->setSpacing(space::l);
    connect(m_pause.button, &QAbstractButton::clicked, this, &ActionsCard::pauseRequested);
    connect(m_resume.button, &QAbstractButton::clicked, this, &ActionsCard::resumeRequested);
    connect(m_change.button, &QAbstractButton::clicked, this, &ActionsCard::changeRequested);
    connect(m_revoke.button, &QAbstractButton::clicked, this, &ActionsCard::revokeRequested);
}

ActionsCard::Line ActionsCard::add(const QString &title, const QString &words, Button *button)
{
    auto *area = new QWidget;
    auto *line = new QHBoxLayout(area);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::l);
    auto *texts = columnLayout(2);
    texts->addWidget(Label::strong(title));
    texts->addWidget(new Label(words, Type::Body, Tone::Muted));
    line->addLayout(texts, 1);
    line->addWidget(button, 0, Qt::AlignVCenter);
    column()->addWidget(area);
    return {area, button};
}

void ActionsCard::show(const QModelIndex &permission)
{
    const auto can = [&permission](PermissionRole which) { return permission.data(role(which)).toBool(); };
    m_pause.area->setVisible(can(PermissionRole::CanPause));
    m_resume.area->setVisible(can(PermissionRole::CanResume));
    m_change.area->setVisible(can(PermissionRole::CanChange));
    m_revoke.area->setVisible(can(PermissionRole::CanRevoke));
    const bool any = can(PermissionRole::CanPause) || can(PermissionRole::CanResume) ||
                     can(PermissionRole::CanChange) || can(PermissionRole::CanRevoke);
    const bool underWay = permission.data(role(PermissionRole::Status)).toString() == QLatin1String("revoking");
    m_over->setText(underWay
                        ? tr("It is being revoked. The network has not confirmed yet; the wallet keeps telling it.")
                        : tr("It has ended. There is nothing to stop."));
    m_over->setVisible(!any);
}

} // namespace fpx::ui
