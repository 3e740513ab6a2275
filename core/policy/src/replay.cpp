#include <fpx/policy/replay.h>

#include <algorithm>

namespace fpx::policy {

void Replay::add(const QList<Facts> &batch)
{
    for (const Facts &facts : batch) {
        const qsizetype number = m_done++;
        ClientDifferences &client = m_clients[{facts.as, facts.client}];
        client.as = facts.as;
        client.client = facts.client;
        ++client.requests;
        const Decision before = m_before.evaluate(facts);
        const Decision after = m_after.evaluate(facts);
        if (before.effect == after.effect && before.obligations == after.obligations)
            continue;
        ++m_different;
        ++client.different;
        ++client.effects[static_cast<size_t>(before.effect)][static_cast<size_t>(after.effect)];
        if (client.examples.size() < maxExamples)
            client.examples.append({number, facts, before, after});
    }
}

QList<ClientDifferences> Replay::byClient() const
{
    QList<ClientDifferences> clients;
    for (const ClientDifferences &client : m_clients) {
        if (client.different > 0)
            clients.append(client);
    }
    std::ranges::sort(clients, [](const ClientDifferences &a, const ClientDifferences &b) {
        return std::tuple(-a.different, a.as, a.client) < std::tuple(-b.different, b.as, b.client);
    });
    return clients;
}

} // namespace fpx::policy
