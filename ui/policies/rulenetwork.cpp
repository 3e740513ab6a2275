#include "policies/rulenetwork.h"

#include <algorithm>

namespace fpx::ui {

using policy::Condition;

QStringList networksOf(const policy::Conditions &when, const wallet::Policies &policies)
{
    std::optional<QStringList> common;
    for (const Condition kind :
         {Condition::Client, Condition::Organization, Condition::ResourceType, Condition::Definition}) {
        const QStringList &named = when.of(kind);
        if (named.isEmpty())
            continue;
        const QList<wallet::RuleName> known = policies.known(kind);
        for (const QString &id : named) {
            const auto found = std::ranges::find(known, id, &wallet::RuleName::id);
            QStringList places = found == known.end() ? QStringList() : found->places;
            if (common)
                places.removeIf([&common](const QString &place) { return !common->contains(place); });
            common = places;
        }
    }
    QStringList networks = common.value_or(QStringList());
    networks.sort();
    return networks;
}

} // namespace fpx::ui
