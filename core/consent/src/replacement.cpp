#include "replacement.h"

#include "words.h"

#include <fpx/jose/jws.h>

#include <algorithm>

namespace fpx::consent {

// What the request allowed is not always known of permissions of version 0.1: they keep the end that they have.
qint64 allowedEnd(const PermissionRecord &record, qint64 now)
{
    if (record.latestEnd == PermissionRecord::noLatestEnd)
        return now + longestSeconds;
    return std::min(record.latestEnd > 0 ? record.latestEnd : record.expires, now + longestSeconds);
}

// Everything but what changes is as the old one says; what it says is what the wallet signed.
Result<uma::PermissionTerms> termsAfter(const PermissionRecord &old, const PermissionPapers &papers,
                                        const PermissionChange &change, qint64 now, qint64 latest)
{
    FPX_TRY(token, jose::peekUnverified(papers.permission));
    uma::PermissionTerms terms;
    terms.as = AsIssuer(token.claims.value(QStringLiteral("as")).toString());
    terms.resourceServer = old.resourceServer;
    terms.client = old.client;
    terms.requestId = old.requestId;
    terms.definition = old.definition;
    if (token.claims.contains(QStringLiteral("resource_id")))
        terms.resourceId = token.claims.value(QStringLiteral("resource_id")).toString();
    terms.scopes = change.scopes;
    terms.usage = old.once ? uma::Usage::Once : uma::Usage::Repeated;
    terms.notBefore = now;
    terms.issuedAt = now;
    terms.expires = endOf(change.duration, now, latest);
    FPX_CHECK(checkEnd(terms.expires, now));
    terms.ticketHash = token.claims.value(QStringLiteral("ticket_hash")).toString();
    terms.replaces = old.id;
    return terms;
}

PermissionRecord recordAfter(const PermissionRecord &old, const uma::PermissionTerms &terms, bool untilRevoked)
{
    PermissionRecord record = old;
    record.id = terms.id;
    record.state = PermissionState::Draft;
    record.scopes = terms.scopes;
    PermissionNames names = *old.names;
    names.scopeNames.clear();
    names.scopeSensitivities.clear();
    for (qsizetype i = 0; i < old.scopes.size(); ++i) {
        if (!terms.scopes.contains(old.scopes[i]))
            continue;
        names.scopeNames.append(old.names->scopeNames.value(i, old.scopes[i]));
        if (old.names->scopeSensitivities.size() == old.scopes.size())
            names.scopeSensitivities.append(old.names->scopeSensitivities[i]);
    }
    record.names = names;
    record.untilRevoked = untilRevoked;
    record.signedAt = terms.issuedAt;
    record.expires = terms.expires;
    record.replaces = old.id;
    record.replacedBy = {};
    record.wished = {};
    record.version.clear();
    return record;
}

Result<void> checkChange(const ChangeOffer &offer, const PermissionChange &change)
{
    const bool known =
        std::ranges::all_of(change.scopes, [&offer](const QString &scope) { return offer.scopes.contains(scope); });
    if (change.scopes.isEmpty() || !known)
        return fail("choice_incomplete",
                    Words::tr("Choose what may still be done. To end everything, revoke the permission."));
    if (change.duration.kind == DurationKind::Until) {
        if (!change.duration.lastDay.isValid() || change.duration.lastDay < offer.earliest)
            return fail("choice_incomplete", Words::tr("Choose a date from today on."));
        if (change.duration.lastDay > offer.latest)
            return fail("duration_too_long", Words::tr("This date is later than the request allowed."));
    } else if (change.duration.kind != DurationKind::UntilRevoked || !offer.untilRevoked) {
        return fail("duration_too_long", Words::tr("This date is later than the request allowed."));
    }
    return {};
}

} // namespace fpx::consent
