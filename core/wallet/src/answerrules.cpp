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
    using policy::Condition;
    const auto named = [&rule](Condition condition) { return rule.when.of(condition).join(QStringLiteral(", ")); };
    QString client = named(Condition::Client);
    QString definition = named(Condition::Definition);
    QString source = named(Condition::Source);
    for (const consent::PermissionRecord &permission : permissions.all()) {
        if (permission.client.value() != named(Condition::Client) ||
            permission.definition.value() != named(Condition::Definition))
            continue;
        client = permission.clientName;
        definition = permission.definitionName;
        if (permission.source.value() == named(Condition::Source))
            source = permission.sourceName;
    }
    switch (rule.effect) {
    case policy::Effect::Allow:
        return Words::tr("%1 may use %2 from %3 without asking: %4.")
            .arg(client, definition, source, named(Condition::Scope));
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
