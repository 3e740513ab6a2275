// The form, all numbers as LEB128:
//   3                                            the form; 1 and 2 are in factsrows.h
//   strings:   count, then length and UTF-8 of each
//   resources: count, then fields
//   lists:     count, then for each its length and its resources by number
//   requests:  count, then fields
// Fields: count, then for each its name, the bytes of its values together, and the values, one for each resource or
// request in their order. A field of a condition is called as the condition and is a number: of a string, of a word, of
// days or a level; a flag is a bit. The others are below, by their names. A field in which nothing differs from 0, no and
// "" is left out, and one with a name that the reader does not know is passed over: a later version may have more.
#include <fpx/policy/factsblock.h>

#include "bytes.h"
#include "factsrows.h"
#include "words.h"

#include <fpx/policy/conditions.h>

#include <QHash>

#include <algorithm>

namespace fpx::policy {

namespace {

constexpr quint64 fieldForm = 3;
constexpr QByteArrayView scopesField = "scopes"; ///< count, then each as the number of a string
constexpr QByteArrayView timeField = "time"; ///< seconds since the request before (zigzag), offset in minutes (zigzag)
constexpr QByteArrayView askedField = "days_since_asked"; ///< one more; 0: never
constexpr QByteArrayView countsField = "counts";          ///< a mask of those that are not 0, then these
constexpr QByteArrayView resourcesField = "resources";    ///< the number of a list

using Counters = decltype(Counts::values);
constexpr size_t windowCount = std::tuple_size_v<Counters::value_type>;
constexpr size_t counterCount = std::tuple_size_v<Counters> * windowCount;

class Packer
{
public:
    [[nodiscard]] QByteArray block(const QList<Facts> &facts)
    {
        QByteArray requests;
        writeRequests(requests, facts); // finds the lists, which find the resources
        QByteArray resources;
        writeResources(resources);
        QByteArray bytes;
        writeNumber(bytes, fieldForm);
        writeNumber(bytes, static_cast<quint64>(m_strings.size()));
        bytes += m_stringBytes + resources;
        writeNumber(bytes, static_cast<quint64>(m_lists.size()));
        return bytes + m_listBytes + requests;
    }

private:
    /// Fields as they are written, and how many.
    struct Fields {
        QByteArray bytes;
        quint64 count = 0;
        void add(QByteArrayView name, const QByteArray &values)
        {
            writeBytes(bytes, name.toByteArray());
            writeBytes(bytes, values);
            ++count;
        }
    };

    quint64 numberOf(const QString &text)
    {
        const auto known = m_strings.constFind(text);
        if (known != m_strings.constEnd())
            return *known;
        const auto number = static_cast<quint64>(m_strings.size());
        m_strings.insert(text, number);
        writeBytes(m_stringBytes, text.toUtf8());
        return number;
    }

    template <class Owner>
    void addConditions(Fields &fields, const QList<Owner> &owners)
    {
        for (const ConditionSpec &spec : statedTable) {
            const FactAccess<Owner> &fact = factOf<Owner>(spec);
            const auto differs = [&fact](const Owner &owner) {
                return fact.text ? !fact.text(owner).isEmpty() : fact.number(owner) != 0;
            };
            if ((!fact.text && !fact.number) || std::ranges::none_of(owners, differs))
                continue;
            QByteArray values;
            if (spec.kind == ConditionKind::Flag) {
                values = QByteArray((owners.size() + 7) / 8, '\0');
                for (qsizetype i = 0; i < owners.size(); ++i) {
                    if (fact.number(owners[i]) != 0)
                        values[i / 8] = static_cast<char>(values[i / 8] | (1 << (i % 8)));
                }
            } else {
                for (const Owner &owner : owners)
                    writeNumber(values,
                                fact.text ? numberOf(fact.text(owner)) : static_cast<quint64>(fact.number(owner)));
            }
            fields.add(spec.name, values);
        }
    }

    template <class Owner, class Write>
    static void addField(Fields &fields, QByteArrayView name, const QList<Owner> &owners, Write write)
    {
        QByteArray values;
        for (const Owner &owner : owners)
            write(values, owner);
        fields.add(name, values);
    }

    static void writeFields(QByteArray &bytes, qsizetype owners, const Fields &fields)
    {
        writeNumber(bytes, static_cast<quint64>(owners));
        writeNumber(bytes, fields.count);
        bytes += fields.bytes;
    }

    void writeRequests(QByteArray &bytes, const QList<Facts> &facts)
    {
        Fields fields;
        addConditions(fields, facts);
        addField(fields, timeField, facts, [before = qint64(0)](QByteArray &values, const Facts &each) mutable {
            writeNumber(values, zigzag(each.time - std::exchange(before, each.time)));
            writeNumber(values, zigzag(each.offsetMinutes));
        });
        addField(fields, askedField, facts, [](QByteArray &values, const Facts &each) {
            writeNumber(values, each.daysSinceAsked ? static_cast<quint64>(*each.daysSinceAsked) + 1 : 0);
        });
        addField(fields, countsField, facts, &Packer::writeCounts);
        addField(fields, resourcesField, facts,
                 [this](QByteArray &values, const Facts &each) { writeNumber(values, numberOf(each.resources)); });
        writeFields(bytes, facts.size(), fields);
    }

    static void writeCounts(QByteArray &values, const Facts &facts)
    {
        const auto at = [&facts](size_t i) { return facts.counts.values[i / windowCount][i % windowCount]; };
        quint64 mask = 0;
        for (size_t i = 0; i < counterCount; ++i)
            mask |= at(i) != 0 ? quint64(1) << i : 0;
        writeNumber(values, mask);
        for (size_t i = 0; i < counterCount; ++i) {
            if (at(i) != 0)
                writeNumber(values, static_cast<quint64>(at(i)));
        }
    }

    void writeResources(QByteArray &bytes)
    {
        Fields fields;
        addConditions(fields, m_resources);
        addField(fields, scopesField, m_resources, [this](QByteArray &values, const ResourceFacts &each) {
            writeNumber(values, static_cast<quint64>(each.scopes.size()));
            for (const QString &scope : each.scopes)
                writeNumber(values, numberOf(scope));
        });
        writeFields(bytes, m_resources.size(), fields);
    }

    // A resource as bytes, by which it is known again.
    QByteArray keyOf(const ResourceFacts &resource)
    {
        QByteArray key;
        for (const ConditionSpec &spec : statedTable) {
            if (spec.ofResource.text)
                writeNumber(key, numberOf(spec.ofResource.text(resource)));
            else if (spec.ofResource.number)
                writeNumber(key, static_cast<quint64>(spec.ofResource.number(resource)));
        }
        for (const QString &scope : resource.scopes)
            writeNumber(key, numberOf(scope));
        return key;
    }

    quint64 numberOf(const ResourceFacts &resource)
    {
        const QByteArray key = keyOf(resource);
        const auto known = m_resourceNumbers.constFind(key);
        if (known != m_resourceNumbers.constEnd())
            return *known;
        const auto number = static_cast<quint64>(m_resources.size());
        m_resourceNumbers.insert(key, number);
        m_resources.append(resource);
        return number;
    }

    quint64 numberOf(const QList<ResourceFacts> &list)
    {
        QByteArray bytes;
        writeNumber(bytes, static_cast<quint64>(list.size()));
        for (const ResourceFacts &resource : list)
            writeNumber(bytes, numberOf(resource));
        const auto known = m_lists.constFind(bytes);
        if (known != m_lists.constEnd())
            return *known;
        const auto number = static_cast<quint64>(m_lists.size());
        m_lists.insert(bytes, number);
        m_listBytes += bytes;
        return number;
    }

    QHash<QString, quint64> m_strings;
    QByteArray m_stringBytes;
    QHash<QByteArray, quint64> m_resourceNumbers;
    QList<ResourceFacts> m_resources;
    QHash<QByteArray, quint64> m_lists;
    QByteArray m_listBytes;
};

class Unpacker
{
public:
    explicit Unpacker(ByteReader &in) : m_in(in) {}

    /// What ok() denies is of no use.
    [[nodiscard]] QList<Facts> requests()
    {
        m_strings.resize(m_in.count());
        for (QString &text : m_strings)
            text = m_in.text();
        QList<ResourceFacts> resources(m_in.count());
        readFields(resources);
        m_lists.resize(m_in.count());
        for (QList<ResourceFacts> &list : m_lists) {
            list.resize(m_in.count());
            for (ResourceFacts &resource : list)
                resource = valueAt(m_in, resources);
            if (m_in.bad())
                return {};
        }
        QList<Facts> requests(m_in.count());
        readFields(requests);
        return requests;
    }
    [[nodiscard]] bool ok() const { return m_ok && !m_in.bad(); }

private:
    template <class Value>
    static Value valueAt(ByteReader &in, const QList<Value> &values)
    {
        const int at = in.below(static_cast<quint64>(values.size()));
        return in.bad() ? Value() : values.at(at);
    }

    template <class Owner>
    void readFields(QList<Owner> &owners)
    {
        clear(owners);
        for (qsizetype left = m_in.count(); left > 0 && ok(); --left) {
            const QByteArrayView name = m_in.bytes();
            const QByteArrayView bytes = m_in.bytes();
            ByteReader values(bytes);
            const auto spec = std::ranges::find(statedTable, name, [](const ConditionSpec &each) {
                return factOf<Owner>(each).text || factOf<Owner>(each).number ? QByteArrayView(each.name)
                                                                              : QByteArrayView();
            });
            if (spec == statedTable.end() || name.isEmpty()) {
                if (!readOther(name, values, owners))
                    continue;
            } else if (spec->kind == ConditionKind::Flag) {
                readFlags(factOf<Owner>(*spec), bytes, owners);
                continue;
            } else {
                readNumbers(*spec, values, owners);
            }
            m_ok = m_ok && !values.bad() && values.atEnd();
        }
    }

    // What a field that is left out says.
    template <class Owner>
    static void clear(QList<Owner> &owners)
    {
        for (const ConditionSpec &spec : statedTable) {
            const FactAccess<Owner> &fact = factOf<Owner>(spec);
            if (!fact.number || fact.number(Owner()) == 0)
                continue;
            for (Owner &owner : owners)
                fact.setNumber(owner, 0);
        }
    }

    template <class Owner>
    void readFlags(const FactAccess<Owner> &fact, QByteArrayView bytes, QList<Owner> &owners)
    {
        m_ok = m_ok && bytes.size() == (owners.size() + 7) / 8;
        for (qsizetype i = 0; i < owners.size() && m_ok; ++i)
            fact.setNumber(owners[i], (bytes[i / 8] >> (i % 8)) & 1);
    }

    template <class Owner>
    void readNumbers(const ConditionSpec &spec, ByteReader &values, QList<Owner> &owners)
    {
        const FactAccess<Owner> &fact = factOf<Owner>(spec);
        for (Owner &owner : owners) {
            if (fact.text)
                fact.setText(owner, valueAt(values, m_strings));
            else
                fact.setNumber(owner, values.below(static_cast<quint64>(spec.greatest) + 1));
        }
    }

    /// False: the name is not known.
    bool readOther(QByteArrayView name, ByteReader &values, QList<ResourceFacts> &resources)
    {
        if (name != scopesField)
            return false;
        for (ResourceFacts &resource : resources) {
            resource.scopes.resize(values.count());
            for (QString &scope : resource.scopes)
                scope = valueAt(values, m_strings);
        }
        return true;
    }

    bool readOther(QByteArrayView name, ByteReader &values, QList<Facts> &requests)
    {
        if (name == timeField) {
            qint64 before = 0;
            for (Facts &facts : requests) {
                // As unsigned, which may wrap in a block that is damaged.
                facts.time =
                    static_cast<qint64>(static_cast<quint64>(before) + static_cast<quint64>(unzigzag(values.number())));
                facts.offsetMinutes = static_cast<int>(unzigzag(values.number()));
                before = facts.time;
            }
        } else if (name == askedField) {
            for (Facts &facts : requests) {
                const int oneMore = values.below(longestDuration + 2);
                facts.daysSinceAsked = oneMore > 0 ? std::optional(oneMore - 1) : std::nullopt;
            }
        } else if (name == countsField) {
            for (Facts &facts : requests)
                readCounts(values, facts);
        } else if (name == resourcesField) {
            for (Facts &facts : requests)
                facts.resources = valueAt(values, m_lists);
        } else {
            return false;
        }
        return true;
    }

    static void readCounts(ByteReader &values, Facts &facts)
    {
        const auto mask = static_cast<unsigned>(values.below(quint64(1) << counterCount));
        for (size_t i = 0; i < counterCount; ++i) {
            if (((mask >> i) & 1U) != 0)
                facts.counts.values[i / windowCount][i % windowCount] = values.below(std::numeric_limits<int>::max());
        }
    }

    ByteReader &m_in;
    QStringList m_strings;
    QList<QList<ResourceFacts>> m_lists;
    bool m_ok = true;
};

} // namespace

QByteArray packFacts(const QList<Facts> &facts)
{
    return Packer().block(facts);
}

Result<QList<Facts>> unpackFacts(const QByteArray &block)
{
    ByteReader in(block);
    const quint64 form = in.number();
    QList<Facts> facts;
    bool ok = false;
    if (form == fieldForm) {
        Unpacker unpacker(in);
        facts = unpacker.requests();
        ok = unpacker.ok();
    } else if (form > 0 && form <= lastRowForm) {
        facts = readRows(in, form);
        ok = !in.bad();
    }
    if (ok && in.atEnd())
        return facts;
    return fail("bad_facts", Words::tr("Recorded requests could not be read."));
}

} // namespace fpx::policy
