#include "permissions/partycard.h"

#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/flowgrid.h"
#include "widgets/label.h"
#include "widgets/page.h"
#include "widgets/sidesheet.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QPointer>

namespace fpx::ui {

PartyCard::PartyCard(const Context &context, QWidget *parent)
    : Card(parent, space::xl),
      m_context(context),
      m_title(Label::strong(QString())),
      m_state(new Label(QString(), Type::Body, Tone::Muted)),
      m_everything(new Button(tr("Everything with them"), QStringLiteral("partyEverything"))),
      m_erase(new Button(tr("Ask them to erase…"), QStringLiteral("partyErase"))),
      m_regulator(new Button(tr("Complain to the regulator"), QStringLiteral("partyRegulator"), Button::Kind::Link)),
      m_policy(new Button(tr("Privacy policy"), QStringLiteral("partyPolicy"), Button::Kind::Link)),
      m_terms(new Button(tr("Terms"), QStringLiteral("partyTerms"), Button::Kind::Link))
{
    setObjectName(QStringLiteral("party"));
    column()->setSpacing(space::m);
    column()->addWidget(m_title);
    column()->addWidget(m_state);
    auto *main = row(space::m);
    main->addWidget(m_everything);
    main->addWidget(m_erase);
    main->addStretch(1);
    column()->addLayout(main);
    auto *links = row(space::l);
    for (Button *link : {m_regulator, m_policy, m_terms})
        links->addWidget(link);
    links->addStretch(1);
    column()->addLayout(links);
    const auto opens = [this](const Button *button, QString wallet::PartyContacts::*uri) {
        connect(button, &QAbstractButton::clicked, this,
                [this, uri] { m_context.facade->sharing()->openPage(m_contacts.*uri); });
    };
    opens(m_regulator, &wallet::PartyContacts::regulatorUri);
    opens(m_policy, &wallet::PartyContacts::policyUri);
    opens(m_terms, &wallet::PartyContacts::termsUri);
    connect(m_everything, &QAbstractButton::clicked, this, &PartyCard::everythingRequested);
    connect(m_erase, &QAbstractButton::clicked, this, &PartyCard::askToErase);
}

void PartyCard::show(const PermissionId &permission, const QString &client)
{
    m_client = client;
    m_title->setText(tr("About %1").arg(client));
    m_everything->setText(tr("Everything with %1").arg(client));
    m_everything->setAccessibleName(m_everything->text());
    if (permission == m_permission)
        return;
    m_permission = permission;
    m_contacts = {};
    for (Button *button : {m_erase, m_regulator, m_policy, m_terms})
        button->hide();
    m_state->setText(tr("Asking the network whom to turn to…"));
    m_state->show();
    const QPointer<PartyCard> self(this);
    m_context.facade->sharing()->contacts(permission,
                                          [self, permission](const Result<wallet::PartyContacts> &contacts) {
                                              if (self && self->m_permission == permission)
                                                  self->take(contacts);
                                          });
}

void PartyCard::take(const Result<wallet::PartyContacts> &contacts)
{
    m_contacts = contacts.value_or(wallet::PartyContacts());
    m_erase->setVisible(!m_contacts.erasureContact.isEmpty());
    m_regulator->setVisible(!m_contacts.regulatorUri.isEmpty());
    m_policy->setVisible(!m_contacts.policyUri.isEmpty());
    m_terms->setVisible(!m_contacts.termsUri.isEmpty());
    m_state->setText(!contacts ? tr("The network did not say whom to turn to. Look again later.")
                     : m_contacts.organization.isEmpty()
                         ? QString()
                         : tr("It belongs to %1.").arg(cleaned(m_contacts.organization)));
    m_state->setVisible(!m_state->text().isEmpty());
    if (!contacts)
        m_permission = {}; // asked again when it is shown again
}

void PartyCard::askToErase()
{
    auto *sheet = new SideSheet(tr("Ask them to erase"), QStringLiteral("erase"), window());
    sheet->column()->addWidget(new Label(
        tr("Revoking stops what comes next. What %1 has already, only they can erase. Write to:").arg(m_client)));
    auto *facts = new FactList;
    facts->add(tr("Address"), cleaned(m_contacts.erasureContact));
    facts->add(tr("Subject"), cleaned(m_contacts.erasureSubject));
    sheet->column()->addWidget(facts);
    sheet->column()->addWidget(new Label(m_contacts.erasureText));
    const auto copies = [this, sheet](const QString &label, const char *name, const QString &text, bool noted) {
        auto *button = new Button(label, QLatin1String(name));
        connect(button, &QAbstractButton::clicked, this, [this, text, noted] {
            QGuiApplication::clipboard()->setText(text);
            if (noted)
                m_context.facade->sharing()->noteErasureAsked(m_permission);
        });
        sheet->column()->addWidget(button, 0, Qt::AlignLeft);
    };
    copies(tr("Copy the address"), "eraseCopyAddress", m_contacts.erasureContact, true);
    copies(tr("Copy the text"), "eraseCopyText",
           m_contacts.erasureSubject + QStringLiteral("\n\n") + m_contacts.erasureText, false);
    sheet->column()->addStretch(1);
    sheet->open();
}

} // namespace fpx::ui
