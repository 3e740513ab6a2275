// Revoking means that it ends: what a person revokes, and all that would share the same again.
#pragma once

#include <fpx/policy/policy.h>
#include <fpx/wallet/facade.h>

#include "services.h"

namespace fpx::wallet {

/// Of a set of rules, the person's own that would allow a request for the same as this permission, at some time of day
/// and however often it was asked. What such a request would say besides is not known: it counts as fitting.
[[nodiscard]] QStringList rulesThatAllow(const policy::RuleSet &inForce, const consent::PermissionRecord &permission);

/// How a revocation stands, as sentences for the person.
struct RevocationWords {
    QString underWay; ///< Until the networks have confirmed all of it,
    QString ended;    ///< and then.
};

/// The permissions that a person chose, with all that stand behind the same rows. A value of one moment.
class Revocation
{
public:
    Revocation(const std::shared_ptr<Services> &services, const QList<PermissionId> &chosen);

    [[nodiscard]] Consequences consequences() const;
    /// Revokes, switches off `rules` and declines what is on its way, in this order; the first two in one transaction with
    /// the outbox. Errors: those of PermissionDesk::revoke() and RecordStore; then nothing has changed.
    [[nodiscard]] Result<void> run(const QStringList &rules) const;
    /// What holds after run(): a rule that the person left on goes on allowing.
    [[nodiscard]] RevocationWords words() const;
    [[nodiscard]] QSet<PermissionId> permissions() const { return {m_ids.cbegin(), m_ids.cend()}; }

private:
    [[nodiscard]] QStringList rules() const;
    /// Requests for the same that have been answered, but whose answer has not left.
    [[nodiscard]] QList<RequestKey> onTheirWay() const;
    [[nodiscard]] bool concerns(const consent::RequestRecord &request) const;
    [[nodiscard]] QStringList clientNames() const;
    [[nodiscard]] Result<void> switchOff(const QStringList &rules) const;

    std::shared_ptr<Services> m_services;
    QList<PermissionId> m_ids;
    QList<consent::PermissionRecord> m_things; ///< One for each row.
};

} // namespace fpx::wallet
