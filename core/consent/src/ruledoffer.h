// What may be chosen is put to the rules, each on its own (profile 4.4): what they decline is not offered.
#pragma once

#include "offers.h"

namespace fpx::consent {

/// A request before the rules: what is common to all choices, and each requested resource.
struct AskedFacts {
    policy::Facts common;                   ///< Without resources.
    QList<policy::ResourceFacts> resources; ///< In the order of PromptContent::resources, with the required scopes.
};

/// What cannot be looked at within this number is not offered: a client decides how much it asks for.
inline constexpr int maxCombinations = 4096;

[[nodiscard]] AskedFacts askedFacts(const OfferInput &input, const PromptContent &content);
/// What the client needs. Sources are set where exactly one can deliver.
[[nodiscard]] policy::Facts neededFacts(const AskedFacts &asked, const PromptContent &content);
/// What is really chosen, optional parts too, for as long as it was asked for, or as is chosen if that is longer.
[[nodiscard]] policy::Facts chosenFacts(const AskedFacts &asked, const PromptContent &content, const Choice &choice);

/// Marks every source, subject, optional resource and optional scope that `rules` decline, with the reason. A decision:
/// nothing is left of something that the client needs, so that is what becomes of the request.
[[nodiscard]] std::optional<policy::Decision> withholdDeclined(PromptContent &content, const AskedFacts &asked,
                                                               const policy::RuleSet &rules);

/// Whether the rules leave this choice: `choice_declined`, or `duration_too_long` beyond what their obligations limit.
[[nodiscard]] Result<void> checkAgainst(const policy::Decision &decision, const PromptContent &content,
                                        const Choice &choice);

} // namespace fpx::consent
