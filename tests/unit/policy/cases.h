// Random rules and requests from few names, so that they meet often. The same seed gives the same cases everywhere.
#pragma once

#include <fpx/policy/policy.h>

#include <QRandomGenerator>

namespace fpx::policy::cases {

class Source
{
public:
    explicit Source(quint32 seed) : m_random(seed) {}

    [[nodiscard]] QList<Rule> rules();
    [[nodiscard]] Rule rule(const QString &id);
    [[nodiscard]] Facts facts();

private:
    [[nodiscard]] int below(int end) { return m_random.bounded(end); }
    [[nodiscard]] bool oneIn(int n) { return below(n) == 0; }
    [[nodiscard]] QString name(const char *kind, int of = 3);
    [[nodiscard]] QStringList names(const char *kind, int of = 3);
    [[nodiscard]] Range range(int end);
    [[nodiscard]] Obligations obligations();
    void restrict(Conditions &when);
    [[nodiscard]] ResourceFacts resource();

    QRandomGenerator m_random;
};

} // namespace fpx::policy::cases
