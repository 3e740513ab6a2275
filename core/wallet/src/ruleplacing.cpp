#include "ruleplacing.h"

#include <algorithm>

namespace fpx::wallet {

using policy::Condition;

std::optional<QString> onlyPlace(const policy::Rule &rule, Condition missing, const PlacesOf &placesOf)
{
    std::optional<QStringList> common;
    for (const policy::ConditionSpec &spec : policy::statedTable) {
        if (spec.place != missing || spec.kind == policy::ConditionKind::Scopes)
            continue;
        for (const QString &name : rule.when.of(spec.id)) {
            if (name.isEmpty()) // the person's own, at any source
                continue;
            QStringList places = placesOf(spec.id, name);
            if (common)
                places.removeIf([&common](const QString &place) { return !common->contains(place); });
            common = places;
        }
    }
    return common && common->size() == 1 ? std::optional(common->first()) : std::nullopt;
}

namespace {

// An exception has always had to say it.
std::optional<policy::Unplaced> lackOf(const policy::Rule &rule)
{
    return rule.effect == policy::Effect::Allow ? policy::unplaced(rule) : std::nullopt;
}

} // namespace

PlacedRules placeRules(policy::Document document, const PlacesOf &placesOf)
{
    PlacedRules result;
    for (policy::Rule &rule : document.rules) {
        const policy::Rule before = rule;
        while (const auto lacks = lackOf(rule)) {
            const auto place = onlyPlace(rule, lacks->missing, placesOf);
            if (!place)
                break;
            rule.when.of(lacks->missing) = {*place};
        }
        if (!lackOf(rule)) {
            if (rule != before)
                result.placed.append(rule);
            continue;
        }
        rule = before;
        if (!document.switchedOff.contains(rule.id)) {
            document.switchedOff.append(rule.id);
            result.setAside.append(rule);
        }
    }
    result.document = document;
    return result;
}

} // namespace fpx::wallet
