// How a network's registry presents a client, and what is different since the person last gave it something (profile 7).
#pragma once

#include "offers.h"

namespace fpx::consent {

struct ClientLook {
    QString name;
    QString organization; ///< identifier
    QString policyUri;
    QString termsUri;
    QByteArray logo;  ///< Empty: none, or it could not be had.
    QString language; ///< Of `name`; empty: the look was not kept.
};

[[nodiscard]] ClientLook lookOf(const PermissionRecord &permission);
[[nodiscard]] ClientLook lookOf(const RegistryFacts &facts);

enum class LookPart { Name, Organization, Terms, Policy, Logo };

struct LookChange {
    LookPart part;
    QString before; ///< Empty where there was nothing, or a picture.
    QString now;    ///< The same.
};

[[nodiscard]] QString lookPartName(LookPart part);

/// Names count only in one language: a person who changes theirs is not alarmed. A logo counts only where both are there.
[[nodiscard]] QList<LookChange> changesBetween(const ClientLook &before, const ClientLook &now);
/// What is different now; empty for a client that has no permissions of this profile.
[[nodiscard]] QList<LookChange> changesSince(const PermissionBook &permissions, const EnrolmentId &profile,
                                             const RegistryFacts &facts);
/// What the registry says otherwise of requested data than when the person last shared it, with whomever.
struct DataChange {
    QString name; ///< What it is called now.
    QStringList parts;
};
/// Name (in one language), kind, and how sensitive each scope is that was shared. Empty where that was not kept.
[[nodiscard]] QList<DataChange> dataChangesSince(const PermissionBook &permissions, const EnrolmentId &profile,
                                                 const RegistryFacts &facts);
[[nodiscard]] QString inWords(const DataChange &change);

/// One line for the prompt; only a former name is told in it, the rest is for *Details*.
[[nodiscard]] QString changesInWords(const QString &clientName, const QList<LookChange> &changes);

} // namespace fpx::consent
