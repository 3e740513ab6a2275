// Identifiers that do not convert into each other.
#pragma once

#include <QHash>
#include <QString>

#include <compare>

namespace fpx {

/// A string whose meaning is part of its type. `Tag` is never defined.
template <class Tag>
class Id
{
public:
    Id() = default;
    explicit Id(QString value) : m_value(std::move(value)) {}
    [[nodiscard]] const QString &value() const { return m_value; }
    [[nodiscard]] bool isEmpty() const { return m_value.isEmpty(); }
    [[nodiscard]] bool operator==(const Id &) const = default;
    [[nodiscard]] auto operator<=>(const Id &other) const { return m_value.compare(other.m_value) <=> 0; }
    friend size_t qHash(const Id &id, size_t seed = 0) { return ::qHash(id.m_value, seed); }

private:
    QString m_value;
};

using AsIssuer = Id<struct AsIssuerTag>;                 ///< Issuer URL of an authorization server.
using AsIdentifier = Id<struct AsIdentifierTag>;         ///< Operator profile: `authorization_servers[].identifier`.
using EnrolmentId = Id<struct EnrolmentIdTag>;           ///< Local id of one enrolment (one AS account each).
using AccountId = Id<struct AccountIdTag>;               ///< The account at the AS: `sub` of id_tokens to it.
using Ticket = Id<struct TicketTag>;                     ///< UMA permission ticket.
using PermissionId = Id<struct PermissionIdTag>;         ///< UUIDv4 of a permission.
using RequestKey = Id<struct RequestKeyTag>;             ///< Local id of one claims-gathering request.
using ClientId = Id<struct ClientIdTag>;                 ///< A client at an AS.
using RsIdentifier = Id<struct RsIdentifierTag>;         ///< A resource server in an AS's registry.
using DefinitionId = Id<struct DefinitionIdTag>;         ///< A resource definition in an AS's registry.
using SourceIdentifier = Id<struct SourceIdentifierTag>; ///< Operator profile: `data_sources[].identifier`.
using IdpIdentifier = Id<struct IdpIdentifierTag>;       ///< Operator profile: `identity_providers[].identifier`.

} // namespace fpx
