// The same rules and requests for both engines.
#pragma once

#include <fpx/policy/policy.h>

namespace fpx::bench {

enum class Shape {
    OneClientEach, ///< Each rule is of another client.
    OneClient,     ///< All are of one client, each of another definition.
    NoNames        ///< None names anybody: each has to be looked at.
};

struct Scenario {
    Shape shape = Shape::OneClientEach;
    int rules = 0;

    [[nodiscard]] QList<policy::Rule> rulesOf() const;
    /// `count` requests, spread evenly over the rules.
    [[nodiscard]] QList<policy::Facts> requests(int count) const;
    /// In Cedar's language: those of effect ask, or the others.
    [[nodiscard]] QByteArray cedar(bool ask) const;
};

} // namespace fpx::bench
