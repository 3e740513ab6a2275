// Rules from before an allow had to say where its names are known.
#pragma once

#include <fpx/policy/document.h>

#include <functional>

namespace fpx::wallet {

struct PlacedRules {
    policy::Document document;
    QList<policy::Rule> placed;   ///< Those that say it now.
    QList<policy::Rule> setAside; ///< Those that are switched off instead.
};

/// The networks, of a subject the sources, that know this name.
using PlacesOf = std::function<QStringList(policy::Condition, const QString &)>;

/// An allow whose names are all known at one place only holds there from now on. One whose names are known at several, or
/// at none, is switched off: which of them the person meant is not for the wallet to guess.
[[nodiscard]] PlacedRules placeRules(policy::Document document, const PlacesOf &placesOf);

/// The one place at which all that an allow names is known; nothing: none, or several.
[[nodiscard]] std::optional<QString> onlyPlace(const policy::Rule &rule, policy::Condition missing,
                                               const PlacesOf &placesOf);

} // namespace fpx::wallet
