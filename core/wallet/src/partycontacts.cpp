#include "partycontacts.h"

#include "words.h"

#include <QLocale>

namespace fpx::wallet {

Async<PartyContacts> askRegistry(std::shared_ptr<Services> services, consent::PermissionRecord permission)
{
    const CancelToken cancel = services->session.token();
    FPX_CO_TRY(registry, co_await services->accounts->registry(permission.enrolment, cancel));
    FPX_CO_TRY(client, co_await registry->client(permission.client, cancel));
    PartyContacts contacts;
    contacts.clientName = client.displayName;
    contacts.erasureContact = client.erasureContact;
    contacts.policyUri = client.policyUri.toString();
    contacts.termsUri = client.tosUri.toString();
    if (!client.organization.isEmpty()) {
        const auto organization = co_await registry->organization(client.organization, cancel);
        if (organization) {
            contacts.organization = organization->displayName;
            contacts.regulatorUri = organization->regulatorUri.toString();
        }
    }
    const QString day =
        QLocale().toString(QDateTime::fromSecsSinceEpoch(permission.grantedAt).date(), QLocale::LongFormat);
    contacts.erasureSubject = Words::tr("Please erase my data: %1").arg(permission.names->definitionName);
    contacts.erasureText =
        Words::tr("To %1:\n\nOn %2 I allowed you to use my data (%3 from %4). I ask you to erase "
                  "what you hold of it, and to confirm that you have.\n")
            .arg(client.displayName, day, permission.names->definitionName, permission.names->sourceName);
    co_return contacts;
}

} // namespace fpx::wallet
