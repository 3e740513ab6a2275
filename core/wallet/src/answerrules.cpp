// The person's rules for the front end: in words, newest first.
#include <fpx/wallet/wallet.h>

#include "walletprivate.h"
#include "words.h"

#include <algorithm>

namespace fpx::wallet {

namespace {

// A rule keeps identifiers; what they were called stands in the permissions that were granted with it.
QString inWords(const policy::Rule &rule, const consent::PermissionBook &permissions)
{
    QString client = rule.client.value();
    QString definition = rule.definition.value();
    QString source = rule.source.value();
    for (const consent::PermissionRecord &permission : permissions.all()) {
        if (permission.client != rule.client || permission.definition != rule.definition)
            continue;
        client = permission.clientName;
        definition = permission.definitionName;
        if (permission.source == rule.source)
            source = permission.sourceName;
    }
    switch (rule.effect) {
    case policy::Effect::Allow:
        return Words::tr("%1 may use %2 from %3 without asking: %4.")
            .arg(client, definition, source, rule.scopes.join(QStringLiteral(", ")));
    case policy::Effect::Deny: return Words::tr("%1 never gets %2.").arg(client, definition);
    case policy::Effect::Ask: break;
    }
    return Words::tr("%1 always has to ask for %2.").arg(client, definition);
}

} // namespace

QList<AnswerRule> Wallet::rules() const
{
    QList<AnswerRule> result;
    if (!d->usable())
        return result;
    for (const policy::Rule &rule : d->services->ownRules())
        result.append({rule.id, inWords(rule, *d->services->permissions),
                       QDateTime::fromSecsSinceEpoch(rule.createdAt, Qt::UTC)});
    std::ranges::stable_sort(result, std::ranges::greater(), &AnswerRule::since);
    return result;
}

void Wallet::removeRule(const QString &id)
{
    if (!d->usable())
        return;
    if (const auto removed = d->services->removeRule(id); !removed)
        d->tell(removed.error());
    Q_EMIT rulesChanged();
}

} // namespace fpx::wallet
