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
    [[nodiscard]] QString name(Condition kind);
    [[nodiscard]] QStringList names(Condition kind);
    [[nodiscard]] quint8 words(const ConditionSpec &spec);
    [[nodiscard]] Range range(int end);
    [[nodiscard]] Obligations obligations();
    void name(Conditions &when);
    void except(Rule &rule);
    void restrict(Conditions &when);
    template <class Owner>
    void fill(Owner &owner);
    [[nodiscard]] ResourceFacts resource();

    QRandomGenerator m_random;
};

} // namespace fpx::policy::cases
