#include "fakesharing.h"

#include <fpx/wallet/models.h>

namespace fpx::test {

using namespace wallet;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

} // namespace

void FakeSharing::mark(const PermissionId &permission, const char *status, const char *text)
{
    m_rows.change(m_rows.find(role(PermissionRole::Id), permission.value()),
                  {{role(PermissionRole::Status), s(status)},
                   {role(PermissionRole::StatusText), s(text)},
                   {role(PermissionRole::CanPause), s(status) == s("enabling")},
                   {role(PermissionRole::CanResume), s(status) == s("disabling")},
                   {role(PermissionRole::CanChange), false}});
}

void FakeSharing::revoke(const QList<PermissionId> &permissions, const QStringList &rules)
{
    switchedOff += rules;
    for (const PermissionId &permission : permissions) {
        revoked.append(permission.value());
        m_rows.change(m_rows.find(role(PermissionRole::Id), permission.value()),
                      {{role(PermissionRole::Status), s("revoking")},
                       {role(PermissionRole::StatusText), s("Revoking…")},
                       {role(PermissionRole::CanPause), false},
                       {role(PermissionRole::CanResume), false},
                       {role(PermissionRole::CanChange), false},
                       {role(PermissionRole::CanRevoke), false}});
    }
}

Consequences FakeSharing::consequencesOfRevoking(const QList<PermissionId> &permissions) const
{
    Consequences result;
    for (const PermissionId &permission : permissions) {
        const QModelIndex row = m_rows.index(m_rows.find(role(PermissionRole::Id), permission.value()));
        result.lines.append(QStringLiteral("%1 can no longer use %2.")
                                .arg(row.data(role(PermissionRole::ClientName)).toString(),
                                     row.data(role(PermissionRole::DefinitionName)).toString()));
    }
    if (behind > 1)
        result.lines.append(s("It ends as a whole, however often it was shared."));
    result.lines.append(s("This cannot be undone; they can ask again."));
    result.permissions = static_cast<int>(permissions.size());
    result.rules = allowing;
    return result;
}

void FakeSharing::receipt(const PermissionId &permission, std::function<void(Result<wallet::ConsentReceipt>)> done)
{
    if (receiptAnswer)
        receiptAnswer->content.insert(QStringLiteral("record_id"), permission.value());
    done(receiptAnswer);
}

QList<consent::DetailLine> FakeSharing::details(const PermissionId &permission) const
{
    return {{QStringLiteral("Permission"), permission.value()},
            {QStringLiteral("Pseudonym"), QStringLiteral("0b6f8c1e-51c0-4c8e-9b68-2a9d1f3a7e55")},
            {QStringLiteral("Network"), QStringLiteral("https://as.ontario-health.example")},
            {QStringLiteral("Decided by"), QStringLiteral("you")}};
}

Result<consent::ChangeOffer> FakeSharing::changeOffer(const PermissionId &) const
{
    const QDate today = m_clock.now().date();
    return consent::ChangeOffer{{s("read"), s("subscribe")},
                                {s("read"), s("be told about changes")},
                                {consent::DurationKind::Until, today.addDays(89)},
                                today,
                                today.addDays(364),
                                true};
}

void FakeSharing::change(const PermissionId &permission, const consent::PermissionChange &change,
                         std::function<void(Result<void>)> done)
{
    changes.append(change);
    if (changeAnswers)
        mark(permission, "changing", "Changing…");
    done(changeAnswers);
}

QList<StoryLine> FakeSharing::story(const PermissionId &) const
{
    if (told)
        return *told;
    const QDateTime now = m_clock.now();
    return {{now.addDays(-2), s("permission_enabled"),
             s("Ontario Health confirmed: Immunize Me can use Immunization history again.")},
            {now.addDays(-3), s("permission_disabling"),
             s("You paused what Immunize Me may do with Immunization history.")},
            {now.addDays(-12), s("permission_granted"),
             s("Immunize Me may use Immunization history from City Hospital: read.")}};
}

void FakeSharing::contacts(const PermissionId &, std::function<void(Result<PartyContacts>)> done)
{
    done(contactsAnswer);
}

void FakeSharing::dismissAlert(const PermissionId &permission)
{
    standing.removeIf([&permission](const SharingAlert &alert) { return alert.permission == permission; });
    Q_EMIT alertsChanged();
}

void FakeSharing::endProtection(const AsIdentifier &network, const RsIdentifier &resourceServer)
{
    for (ProtectionRow &row : held)
        row.ending = row.ending || (row.network == network && row.resourceServer == resourceServer);
    Q_EMIT protectionsChanged();
}

} // namespace fpx::test
