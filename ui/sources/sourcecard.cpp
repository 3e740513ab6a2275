#include "sources/sourcecard.h"

#include "style/look.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/choicebox.h"
#include "widgets/confirmdialog.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>

namespace fpx::ui {

using wallet::role;
using wallet::SourceRole;

namespace {

Tone toneOf(const QString &status)
{
    if (status == QLatin1String("connected"))
        return Tone::Success;
    if (status == QLatin1String("connecting"))
        return Tone::Accent;
    if (status == QLatin1String("needs_sign_in") || status == QLatin1String("offline"))
        return Tone::Warning;
    return Tone::Muted;
}

} // namespace

SourceCard::SourceCard(const QModelIndex &source, QWidget *parent)
    : Card(parent, space::l),
      m_source(source),
      m_logo(new Avatar(Look::scaled(40))),
      m_name(Label::strong(QString(), Type::Heading)),
      m_account(new Label(QString(), Type::Small, Tone::Muted)),
      m_status(new Badge),
      m_resources(new Label),
      m_permissions(new Label(QString(), Type::Small, Tone::Muted)),
      m_connect(nullptr),
      m_refresh(nullptr),
      m_disconnect(nullptr)
{
    const QString id = source.data(role(SourceRole::Id)).toString();
    const QString name = cleaned(source.data(role(SourceRole::Name)).toString());
    setObjectName(QStringLiteral("source-%1").arg(id));
    m_connect = new Button(tr("Connect"), QStringLiteral("sourceConnect-%1").arg(id), Button::Kind::Secondary);
    m_refresh = Button::iconOnly(QStringLiteral("refresh"), tr("Look again at %1").arg(name),
                                 QStringLiteral("sourceRefresh-%1").arg(id));
    m_disconnect = new Button(tr("Disconnect…"), QStringLiteral("sourceDisconnect-%1").arg(id), Button::Kind::Quiet);
    m_disconnect->setAccessibleName(tr("Disconnect %1").arg(name));

    auto *top = row(space::m);
    top->addWidget(m_logo, 0, Qt::AlignTop);
    auto *names = columnLayout(2);
    m_name->setElided(true);
    names->addWidget(m_name);
    names->addWidget(m_account);
    top->addLayout(names, 1);
    top->addWidget(m_status, 0, Qt::AlignTop);
    column()->addLayout(top);
    column()->addWidget(m_resources);
    column()->addWidget(m_permissions);
    column()->addStretch(1);
    auto *bottom = row(space::xs);
    bottom->addStretch(1);
    bottom->addWidget(m_refresh);
    bottom->addWidget(m_disconnect);
    bottom->addWidget(m_connect);
    column()->addLayout(bottom);
    connect(m_connect, &QAbstractButton::clicked, this, &SourceCard::connectRequested);
    connect(m_refresh, &QAbstractButton::clicked, this, &SourceCard::refreshRequested);
    connect(m_disconnect, &QAbstractButton::clicked, this, &SourceCard::disconnectRequested);
    refresh();
}

void SourceCard::refresh()
{
    if (!m_source.isValid())
        return;
    const QString name = cleaned(m_source.data(role(SourceRole::Name)).toString());
    const QString status = m_source.data(role(SourceRole::Status)).toString();
    const QString account = cleaned(m_source.data(role(SourceRole::AccountName)).toString());
    const QStringList resources = m_source.data(role(SourceRole::ResourceNames)).toStringList();
    const int permissions = m_source.data(role(SourceRole::PermissionCount)).toInt();
    const bool connected = status == QLatin1String("connected") || status == QLatin1String("offline");
    const bool again = status == QLatin1String("needs_sign_in");
    const bool idle = status == QLatin1String("not_connected");
    setAccessibleName(m_source.data(Qt::DisplayRole).toString());
    m_name->setText(name);
    m_logo->set(name, m_source.data(role(SourceRole::LogoPng)).toByteArray());
    m_account->setText(account);
    m_account->setVisible(!account.isEmpty());
    m_status->set(m_source.data(role(SourceRole::StatusText)).toString(), toneOf(status));
    QStringList clean;
    for (const QString &resource : resources)
        clean.append(cleaned(resource));
    m_resources->setText(!clean.isEmpty() ? joined(clean)
                         : idle           ? tr("Connect it to see which of your data it keeps.")
                                          : tr("Nothing of yours was found there."));
    m_resources->setTone(clean.isEmpty() ? Tone::Muted : Tone::Normal);
    m_permissions->setVisible(permissions > 0);
    m_permissions->setText(permissions > 0 ? tr("%n permission(s) rely on it", nullptr, permissions) : QString());
    m_connect->setVisible(idle || again);
    m_connect->setText(again ? tr("Sign in again") : tr("Connect"));
    m_connect->setAccessibleName(again ? tr("Sign in again at %1").arg(name) : tr("Connect %1").arg(name));
    m_connect->setKind(again ? Button::Kind::Primary : Button::Kind::Secondary);
    m_refresh->setVisible(connected);
    m_disconnect->setVisible(connected || again);
}

void SourceCard::focusFirst()
{
    for (QWidget *button : {m_refresh, m_disconnect, m_connect}) {
        if (!button->isHidden())
            return button->setFocus(Qt::OtherFocusReason);
    }
}

void askToDisconnect(const Context &context, const QModelIndex &source, QWidget *parent)
{
    const SourceIdentifier id(source.data(role(SourceRole::Id)).toString());
    const QString name = cleaned(source.data(role(SourceRole::Name)).toString());
    const wallet::Consequences consequences = context.facade->consequencesOfDisconnecting(id);
    auto *dialog = new ConfirmDialog(
        SourceCard::tr("Disconnect %1?").arg(name),
        SourceCard::tr("The wallet forgets your account there. Your data stays with %1.").arg(name),
        SourceCard::tr("Disconnect"), SourceCard::tr("Keep connected"), QStringLiteral("disconnect"), parent);
    dialog->setConsequences(consequences.lines);
    ChoiceBox *revoke = nullptr;
    if (consequences.permissions > 0) {
        revoke = new ChoiceBox(
            ChoiceBox::Kind::Check,
            SourceCard::tr("Also revoke the %n permission(s) that rely on it", nullptr, consequences.permissions),
            QStringLiteral("disconnectRevoke"));
        revoke->setChecked(true);
        dialog->options()->addWidget(revoke);
    }
    QObject::connect(dialog, &ConfirmDialog::confirmed, parent,
                     [context, id, revoke] { context.facade->disconnectSource(id, revoke && revoke->isChecked()); });
    dialog->open();
}

} // namespace fpx::ui
