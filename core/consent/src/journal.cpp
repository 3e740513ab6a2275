#include "journal.h"

#include "words.h"

namespace fpx::consent {

namespace {

QString k(const char *name)
{
    return QLatin1String(name);
}

} // namespace

const char *grantedCode(const RequestRecord &record)
{
    if (!record.decidingRule.isEmpty())
        return "request_granted_by_rule";
    return record.partial ? "request_granted_in_part" : "request_granted";
}

ledger::Entry requestEntry(const char *code, const RequestRecord &record, const QDateTime &now,
                           const QString &networkName)
{
    ledger::Entry entry;
    entry.kind = k("request");
    entry.code = k(code);
    entry.time = now;
    entry.request = record.key.value();
    entry.outcome = QLatin1String(record.failure.code);
    entry.parameters = {{k("network"), networkName},
                        {k("client"), record.clientName},
                        {k("asked"), record.subjectLine},
                        {k("rule"), record.decidingRule}};
    if (record.fromDevice())
        entry.parameters.insert(k("began"), Words::tr("on another device, with a code"));
    if (!record.failure.code.isEmpty())
        entry.parameters.insert(k("reason"), record.failure.message);
    return entry;
}

ledger::Entry permissionEntry(const char *code, const PermissionRecord &record, const QDateTime &now)
{
    ledger::Entry entry;
    entry.kind = k("permission");
    entry.code = k(code);
    entry.time = now;
    entry.request = record.request.value();
    entry.permission = record.id.value();
    entry.outcome = permissionStateName(record.state);
    entry.parameters = {{k("network"), record.names->networkName},
                        {k("client"), record.names->clientName},
                        {k("definition"), record.names->definitionName},
                        {k("source"), record.names->sourceName},
                        {k("scopes"), record.names->scopeNames.join(QStringLiteral(", "))},
                        {k("expires"), record.expires}};
    if (record.timesShared > 1) {
        entry.parameters.insert(k("granted"), record.grantedAt);
        entry.parameters.insert(k("times"), QString::number(record.timesShared));
    }
    return entry;
}

} // namespace fpx::consent
