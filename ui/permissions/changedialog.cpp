#include "permissions/changedialog.h"

#include "requests/durationcard.h"
#include "style/look.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/choicebox.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QPointer>

namespace fpx::ui {

ChangeDialog::ChangeDialog(const Context &context, const PermissionId &permission, const consent::ChangeOffer &offer,
                           const QString &client, QWidget *parent)
    : QDialog(parent),
      m_context(context),
      m_permission(permission),
      m_offer(offer),
      m_duration(new DurationCard({.until = true,
                                   .untilRevoked = offer.untilRevoked,
                                   .earliest = offer.earliest,
                                   .latest = offer.latest,
                                   .initial = offer.current,
                                   .notAfter = offer.notAfter},
                                  offer.current)),
      m_problem(new Label(QString(), Type::Body, Tone::Danger)),
      m_save(new Button(tr("Save the change"), QStringLiteral("changeSave"), Button::Kind::Primary))
{
    setObjectName(QStringLiteral("change"));
    setWindowTitle(tr("Change what %1 can see").arg(client));
    setAccessibleName(windowTitle());
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::xl, space::xl, space::xl, space::l);
    column->setSpacing(space::m);
    column->addWidget(Label::strong(windowTitle(), Type::Heading));
    column->addWidget(
        new Label(tr("The new permission takes the place of the old one in one step. It can allow less, and "
                     "end at another time; for more, %1 has to ask.")
                      .arg(client),
                  Type::Body, Tone::Muted));
    auto *scopes = new Card;
    scopes->column()->setSpacing(space::xs);
    scopes->column()->addWidget(Label::strong(tr("They may")));
    for (qsizetype i = 0; i < offer.scopes.size(); ++i) {
        auto *box = new ChoiceBox(ChoiceBox::Kind::Check, cleaned(offer.scopeNames.value(i, offer.scopes[i])),
                                  QStringLiteral("changeScope-%1").arg(offer.scopes[i]));
        box->setChecked(true);
        box->setEnabled(offer.scopes.size() > 1);
        connect(box, &QAbstractButton::toggled, this, &ChangeDialog::refresh);
        m_scopes.append(box);
        scopes->column()->addWidget(box);
    }
    column->addWidget(scopes);
    column->addWidget(m_duration);
    column->addWidget(m_problem);
    column->addStretch(1);
    auto *buttons = row(space::m);
    buttons->addStretch(1);
    auto *cancel = new Button(tr("Leave it as it is"), QStringLiteral("changeCancel"));
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    column->addLayout(buttons);
    setMinimumWidth(Look::scaled(460));
    setMaximumWidth(Look::scaled(560));
    connect(m_duration, &DurationCard::changed, this, &ChangeDialog::refresh);
    connect(cancel, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(m_save, &QAbstractButton::clicked, this, &ChangeDialog::save);
    cancel->setFocus();
    refresh();
}

consent::PermissionChange ChangeDialog::chosen() const
{
    consent::PermissionChange change;
    for (qsizetype i = 0; i < m_scopes.size(); ++i) {
        if (m_scopes[i]->isChecked())
            change.scopes.append(m_offer.scopes[i]);
    }
    change.duration = m_duration->choice();
    return change;
}

void ChangeDialog::refresh()
{
    const consent::PermissionChange change = chosen();
    const bool nothing = change.scopes.isEmpty();
    m_problem->setVisible(nothing);
    m_problem->setText(nothing ? tr("Nothing would be left. To end it, revoke the permission.") : QString());
    m_save->setEnabled(!nothing && (change.scopes != m_offer.scopes || !(change.duration == m_offer.current)));
}

void ChangeDialog::save()
{
    m_save->setEnabled(false);
    m_save->setText(tr("Getting it ready…"));
    const QPointer<ChangeDialog> self(this);
    m_context.facade->sharing()->change(m_permission, chosen(), [self](const Result<void> &done) {
        if (!self)
            return;
        if (done)
            return self->accept();
        self->m_save->setText(tr("Save the change"));
        self->refresh();
        self->m_problem->setVisible(true);
        self->m_problem->announce(done.error().message);
    });
}

} // namespace fpx::ui
