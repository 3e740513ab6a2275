// "What if": recorded requests under another set of rules. Fed batch by batch, so that the caller can show how far it is,
// stop between two batches, and keep the reading of the records and the thread to itself. Not for two threads at once.
#pragma once

#include <fpx/policy/ruleset.h>

#include <QHash>

namespace fpx::policy {

/// One request that would be decided otherwise.
struct ReplayDifference {
    qsizetype request = 0; ///< Its number, from 0, in the order in which it was fed.
    Facts facts;
    Decision before;
    Decision after;
};

struct ClientDifferences {
    AsIdentifier as; ///< A client is known by its network.
    ClientId client;
    qsizetype requests = 0;
    qsizetype different = 0;
    std::array<std::array<qsizetype, 3>, 3> effects{}; ///< [before][after], of those that differ.
    QList<ReplayDifference> examples;                  ///< The first, at most maxExamples.
};
inline constexpr qsizetype maxExamples = 20;

/// A decision differs if its effect or its obligations do; by which rule does not count.
class Replay
{
public:
    Replay(RuleSet before, RuleSet after) : m_before(std::move(before)), m_after(std::move(after)) {}

    void add(const QList<Facts> &batch);
    [[nodiscard]] qsizetype done() const { return m_done; }
    [[nodiscard]] qsizetype different() const { return m_different; }
    /// Clients with a difference, those with most first, then by network and name.
    [[nodiscard]] QList<ClientDifferences> byClient() const;

private:
    RuleSet m_before;
    RuleSet m_after;
    qsizetype m_done = 0;
    qsizetype m_different = 0;
    QHash<std::pair<AsIdentifier, ClientId>, ClientDifferences> m_clients;
};

} // namespace fpx::policy
