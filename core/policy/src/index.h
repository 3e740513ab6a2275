// Which rules can match a request (docs/decisions/0004-policy-engine.md, "The index"): a tuple space.
#pragma once

#include "compiled.h"

#include <algorithm>

namespace fpx::policy {

/// How rules are filed and looked up. The tests have others, each with one defect.
struct SoundKeys {
    static constexpr bool everyName = true;     ///< A rule is filed under each name of a list.
    static constexpr bool everyResource = true; ///< Each resource of a request is looked up …
    static constexpr bool everyScope = true;    ///< … and each scope of it.
    static constexpr bool nameless = true;      ///< Rules that state no name are looked at.
    /// What a name of condition `kind` is filed as.
    static constexpr quint32 filed(size_t /*kind*/, quint32 name) { return name; }
};

template <class Keys>
class Index
{
public:
    Index() = default;
    explicit Index(const CompiledRules &rules)
    {
        std::vector<Filed> filed;
        filed.reserve(rules.compiled().size());
        for (quint32 i = 0; i < rules.compiled().size(); ++i)
            file(rules, i, filed);
        std::ranges::sort(filed);
        m_rules.reserve(filed.size());
        size_t keys = 0;
        for (size_t i = 0; i < filed.size(); ++i)
            keys += i == 0 || filed[i].key != filed[i - 1].key ? 1U : 0U;
        m_slots.resize(std::bit_ceil(keys * 2 + 1));
        for (size_t i = 0; i < filed.size();) {
            Slot &slot = find(filed[i].key);
            slot = {filed[i].key, static_cast<quint32>(m_rules.size()), 0};
            for (; i < filed.size() && filed[i].key == slot.key; ++i, ++slot.count)
                m_rules.push_back(filed[i].rule);
        }
    }

    /// Calls visit(rule, resource) for each rule that may match; resource −1: any. A pair may come twice.
    template <class Visit>
    void candidates(const BoundFacts &facts, const Visit &visit) const
    {
        for (const quint16 group : m_groups) {
            quint64 key = group;
            if (!fold(key, group & requestKinds, facts.names))
                continue;
            if ((group & resourceKinds) == 0) {
                if (Keys::nameless || group != 0)
                    probe(key, -1, visit);
                continue;
            }
            const qsizetype resources =
                Keys::everyResource ? facts.resources.size() : std::min<qsizetype>(1, facts.resources.size());
            for (qsizetype i = 0; i < resources; ++i)
                candidatesOf(facts.resources[i], i, group, key, visit);
        }
    }

    [[nodiscard]] qsizetype bytes() const
    {
        const size_t bytes = m_slots.size() * sizeof(Slot) + m_rules.capacity() * sizeof(quint32);
        return static_cast<qsizetype>(bytes);
    }

private:
    struct Slot {
        quint64 key = 0;
        quint32 first = 0;
        quint32 count = 0; ///< 0: free
    };
    struct Filed {
        quint64 key;
        quint32 rule;
        auto operator<=>(const Filed &) const = default;
    };
    // Of the conditions over names, by their bits.
    static constexpr quint16 allKinds = (1U << nameConditions) - 1;
    static constexpr quint16 resourceKinds = aboutResource & allKinds;
    static constexpr quint16 requestKinds = ~resourceKinds & allKinds;
    static constexpr quint16 scopeKind = bitOf(Condition::Scope);
    static_assert(nameConditions <= 16);
    static constexpr quint32 maxFilings = 64;

    static quint64 mixed(quint64 key, quint32 name)
    {
        key = (key ^ name) * 0x9E3779B97F4A7C15U;
        return key ^ key >> 29;
    }

    // False: a name of the request is one that no rule has.
    static bool fold(quint64 &key, unsigned kinds, const std::array<quint32, nameConditions> &names)
    {
        for (; kinds != 0; kinds &= kinds - 1) {
            const quint32 name = names[static_cast<size_t>(std::countr_zero(kinds))];
            if (name == 0)
                return false;
            key = mixed(key, name);
        }
        return true;
    }

    template <class Visit>
    void candidatesOf(const BoundResource &resource, qsizetype i, quint16 group, quint64 key, const Visit &visit) const
    {
        if (!fold(key, group & resourceKinds & ~scopeKind, resource.names))
            return;
        if ((group & scopeKind) == 0)
            return probe(key, i, visit);
        for (const quint32 scope : resource.scopes) {
            if (scope != 0)
                probe(mixed(key, scope), i, visit);
            if (!Keys::everyScope)
                return;
        }
    }

    template <class Visit>
    void probe(quint64 key, qsizetype resource, const Visit &visit) const
    {
        const size_t last = m_slots.size() - 1;
        for (size_t at = key & last; m_slots[at].count != 0; at = (at + 1) & last) {
            const Slot &slot = m_slots[at];
            if (slot.key != key)
                continue;
            for (quint32 i = slot.first; i < slot.first + slot.count; ++i)
                visit(m_rules[i], resource);
            return;
        }
    }

    Slot &find(quint64 key)
    {
        const size_t last = m_slots.size() - 1;
        size_t at = key & last;
        while (m_slots[at].count != 0 && m_slots[at].key != key)
            at = (at + 1) & last;
        return m_slots[at];
    }

    // The conditions to file a rule under: all over names, but the longest lists go while there are too many ways.
    static quint16 groupOf(const CompiledRules &rules, const CompiledRule &rule)
    {
        quint16 group = 0;
        quint64 ways = 1;
        for (unsigned kind = 0; kind < nameConditions; ++kind) {
            if (rule.names[kind] == 0)
                continue;
            group |= static_cast<quint16>(1U << kind);
            ways = std::min<quint64>(ways * rules.count(rule.names[kind]), 1ULL << 40);
        }
        while (ways > maxFilings && !std::has_single_bit(group)) {
            unsigned longest = 0;
            quint32 length = 0;
            for (unsigned kind = 0; kind < nameConditions; ++kind) {
                if ((group >> kind & 1) != 0 && rules.count(rule.names[kind]) > length) {
                    longest = kind;
                    length = rules.count(rule.names[kind]);
                }
            }
            group &= static_cast<quint16>(~(1U << longest));
            ways = 1;
            for (unsigned left = group; left != 0; left &= left - 1)
                ways *= rules.count(rule.names[static_cast<size_t>(std::countr_zero(left))]);
        }
        return group;
    }

    void file(const CompiledRules &rules, quint32 number, std::vector<Filed> &filed)
    {
        const CompiledRule &rule = rules.compiled()[number];
        const quint16 group = groupOf(rules, rule);
        if (std::ranges::find(m_groups, group) == m_groups.end())
            m_groups.push_back(group);
        file(rules, rule, group, group, {group, number}, filed);
    }

    void file(const CompiledRules &rules, const CompiledRule &rule, quint16 group, unsigned left, Filed so,
              std::vector<Filed> &filed)
    {
        if (left == 0)
            return filed.push_back(so);
        const auto kind = static_cast<size_t>(std::countr_zero(left));
        bool first = true;
        rules.forEachName(rule.names[kind], [&](quint32 name) {
            if (Keys::everyName || std::exchange(first, false))
                file(rules, rule, group, left & (left - 1), {mixed(so.key, Keys::filed(kind, name)), so.rule}, filed);
        });
    }

    std::vector<quint16> m_groups; ///< Which conditions over names some rule is filed under.
    std::vector<Slot> m_slots{1};  ///< A power of two, at most half full.
    std::vector<quint32> m_rules;
};

} // namespace fpx::policy
