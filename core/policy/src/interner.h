// Numbers for strings: a compiled set compares numbers only. Starts at 1; 0 is a string that no rule names.
#pragma once

#include <QHash>
#include <QList>
#include <QString>

#include <vector>

namespace fpx::policy {

class Interner
{
public:
    [[nodiscard]] quint32 add(const QString &text)
    {
        if ((m_texts.size() + 1) * 2 > static_cast<qsizetype>(m_slots.size()))
            grow();
        Slot &slot = m_slots[position(hash(text), text)];
        if (slot.number == 0) {
            m_texts.append(text);
            slot = {static_cast<quint32>(hash(text)), static_cast<quint32>(m_texts.size())};
        }
        return slot.number;
    }

    [[nodiscard]] quint32 find(const QString &text) const
    {
        return m_slots.empty() ? 0 : m_slots[position(hash(text), text)].number;
    }

    [[nodiscard]] qsizetype bytes() const
    {
        return static_cast<qsizetype>(m_slots.size() * sizeof(Slot)) +
               m_texts.capacity() * static_cast<qsizetype>(sizeof(QString));
    }

private:
    struct Slot {
        quint32 hash = 0;
        quint32 number = 0; ///< 0: free
    };

    // Seeded once for each process: names in a request come from outside, and must not be made to collide.
    static size_t hash(const QString &text) { return qHash(QStringView(text), QHashSeed::globalSeed()); }

    [[nodiscard]] size_t position(size_t hash, const QString &text) const
    {
        const size_t last = m_slots.size() - 1;
        for (size_t at = hash & last;; at = (at + 1) & last) {
            const Slot &slot = m_slots[at];
            if (slot.number == 0 || (slot.hash == static_cast<quint32>(hash) && m_texts[slot.number - 1] == text))
                return at;
        }
    }

    void grow()
    {
        std::vector<Slot> old(m_slots.empty() ? 16 : m_slots.size() * 2);
        old.swap(m_slots);
        const size_t last = m_slots.size() - 1;
        for (const Slot &slot : old) {
            if (slot.number == 0)
                continue;
            size_t at = hash(m_texts[slot.number - 1]) & last;
            while (m_slots[at].number != 0)
                at = (at + 1) & last;
            m_slots[at] = slot;
        }
    }

    std::vector<Slot> m_slots; ///< A power of two, at most half full.
    QList<QString> m_texts;
};

} // namespace fpx::policy
