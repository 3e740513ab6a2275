#include "receiptdesk.h"

#include "partycontacts.h"
#include "words.h"

#include <fpx/base/base64url.h>
#include <fpx/jose/jws.h>
#include <fpx/receipt/receipt.h>

namespace fpx::wallet {

namespace {

using consent::PermissionRecord;
using consent::PermissionState;

constexpr qsizetype maxEvents = 100; ///< The newest: a receipt is read by people.

SecretName keyName(const EnrolmentId &profile)
{
    return {SecretPurpose::AsKeys, profile.value() + QStringLiteral("/receipt")};
}

Async<jose::PrivateKey> newReceiptKey(std::shared_ptr<Services> services, EnrolmentId profile)
{
    const auto kept = co_await services->vault->get(keyName(profile)); // made since it was looked for?
    if (kept)
        co_return jose::PrivateKey::fromSecret(*kept);
    FPX_CO_TRY(fresh, jose::PrivateKey::generate(jose::Algorithm::ES256));
    FPX_CO_CHECK(co_await services->vault->put(keyName(profile), fresh.toSecret()));
    co_return fresh;
}

Async<jose::PrivateKey> receiptKey(std::shared_ptr<Services> services, EnrolmentId profile)
{
    const auto kept = co_await services->vault->get(keyName(profile));
    if (kept)
        co_return jose::PrivateKey::fromSecret(*kept);
    if (kept.error().code != "secret_not_found")
        co_return fail(kept.error());
    // Two first receipts at once have one key: the second waits for what the first makes.
    if (const auto making = services->receiptKeys.find(profile); making != services->receiptKeys.end()) {
        const Deferred<Result<jose::PrivateKey>> mine;
        making->append(mine);
        co_return co_await mine;
    }
    services->receiptKeys.insert(profile, {});
    const auto made = co_await newReceiptKey(services, profile);
    const auto waiting = services->receiptKeys.take(profile);
    for (const auto &other : waiting)
        other.resolve(made);
    co_return made;
}

bool wasGiven(PermissionState state)
{
    return state != PermissionState::Draft && state != PermissionState::Pending && state != PermissionState::Dropped;
}

QList<receipt::Scope> scopesOf(const PermissionRecord &record)
{
    QList<receipt::Scope> scopes;
    for (qsizetype i = 0; i < record.scopes.size(); ++i)
        scopes.append({record.scopes.at(i), record.names->scopeNames.value(i, record.scopes.at(i))});
    return scopes;
}

QList<receipt::Event> eventsOf(const QList<StoryLine> &story)
{
    QList<receipt::Event> events;
    for (const StoryLine &line : story) {
        if (events.size() == maxEvents)
            break;
        QString state = QString(line.code);
        if (state.startsWith(QStringLiteral("permission_")))
            state.remove(0, QStringLiteral("permission_").size());
        events.prepend({line.at.toSecsSinceEpoch(), state, line.sentence});
    }
    return events;
}

QList<receipt::Party> partiesOf(const PermissionRecord &record, const QJsonObject &signedTerms,
                                const PartyContacts &contacts)
{
    const auto said = [&signedTerms](const char *name) { return signedTerms.value(QLatin1String(name)).toString(); };
    QList<receipt::Party> parties{
        {QStringLiteral("pii_controller"), record.client.value(), record.names->clientName, contacts.policyUri,
         contacts.erasureContact},
        {QStringLiteral("data_source"), said("aud"), record.names->sourceName, {}, {}},
        {QStringLiteral("authorization_server"), said("as"), record.names->networkName, said("as"), {}},
    };
    if (!contacts.regulatorUri.isEmpty())
        parties.append({QStringLiteral("authority"), {}, contacts.organization, contacts.regulatorUri, {}});
    return parties;
}

} // namespace

Async<ConsentReceipt> makeReceipt(std::shared_ptr<Services> services, PermissionId permission, QList<StoryLine> story)
{
    const PermissionRecord *found = services->permissions->find(permission);
    if (found == nullptr || !wasGiven(found->state))
        co_return fail("no_receipt", Words::tr("There is no receipt: this was never given."));
    const PermissionRecord record = *found;
    FPX_CO_TRY(papers, services->permissions->papers(permission));
    FPX_CO_TRY(terms, jose::peekUnverified(papers.permission)); // the wallet's own, kept sealed
    const PartyContacts contacts = (co_await askRegistry(services, record)).value_or(PartyContacts());

    receipt::Facts facts;
    facts.receiptId = services->config.random->uuid();
    facts.permissionId = record.id.value();
    facts.pseudonym = terms.claims.value(QStringLiteral("iss")).toString();
    facts.language = services->config.locales.value(0, QStringLiteral("en"));
    facts.privacyNotice = contacts.policyUri;
    facts.terms = contacts.termsUri;
    facts.definition = record.definition.value();
    facts.definitionName = record.names->definitionName;
    facts.scopes = scopesOf(record);
    facts.ofAnotherPerson = !record.subject.isEmpty();
    facts.once = record.once;
    facts.untilRevoked = record.untilRevoked;
    facts.givenAt = record.grantedAt;
    facts.endsAt = record.expires;
    facts.state = consent::permissionStateName(record.state);
    facts.withdrawal = Words::tr("At any time in the wallet, under Sharing: Revoke.");
    facts.permissionHash = QString::fromLatin1(sha256Base64Url(papers.permission));
    facts.parties = partiesOf(record, terms.claims, contacts);
    facts.events = eventsOf(story);
    facts.issuedAt = services->config.clock->nowSeconds();

    FPX_CO_TRY(key, co_await receiptKey(services, record.enrolment));
    ConsentReceipt made;
    made.content = receipt::content(facts);
    FPX_CO_TRY(file, receipt::seal(made.content, key));
    made.file = file;
    made.keyThumbprint = key.thumbprint();
    co_return made;
}

Async<void> forgetReceiptKey(std::shared_ptr<Services> services, EnrolmentId profile)
{
    co_return co_await services->vault->remove(keyName(profile));
}

} // namespace fpx::wallet
