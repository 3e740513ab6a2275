// Which suggested rule the person has not answered yet: each is shown once, whatever became of it.
#pragma once

#include <fpx/base/recordstore.h>
#include <fpx/policy/suggestion.h>

namespace fpx::wallet {

struct KeyedSuggestion {
    policy::Suggestion suggestion;
    QString key; ///< Of what is shared, not of the terms: the same share on other terms is the same suggestion.
};

/// All that the answers suggest. Takes its time with many of them; any thread.
[[nodiscard]] QList<KeyedSuggestion> suggestions(const QList<policy::PastDecision> &answers,
                                                 const policy::RuleSet &inForce);
/// The first that is open; nothing also where the answered ones cannot be read.
[[nodiscard]] std::optional<KeyedSuggestion> firstOpen(const QList<KeyedSuggestion> &all, RecordStore &records);
/// It does not come again. Errors: those of RecordStore.
[[nodiscard]] Result<void> closeSuggestion(const QString &key, qint64 at, RecordStore &records);

} // namespace fpx::wallet
