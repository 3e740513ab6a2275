// The form, all numbers as LEB128:
//   2                                            version; 1 had no profile
//   strings:   count, then length and UTF-8 of each
//   resources: count of lists, then for each its length and, for each resource, definition, source, subject and type as
//              numbers of strings, sensitivity and used_before as bits, count of scopes, each as the number of a string
//   requests:  count, then for each as, client, organization, profile (numbers of strings), flags, duration, levels, seconds since
//              the one before (zigzag), offset (zigzag), days since asked if flagged, counts that are not 0 by a mask,
//              number of its list of resources
#include <fpx/policy/factsblock.h>

#include "words.h"

#include <QHash>

namespace fpx::policy {

namespace {

constexpr quint64 withoutProfile = 1;
constexpr quint64 version = 2;
constexpr quint64 protectFlag = 1;
constexpr quint64 otherDeviceFlag = 2;
constexpr quint64 firstContactFlag = 4;
constexpr quint64 askedFlag = 8;

quint64 zigzag(qint64 value)
{
    return (static_cast<quint64>(value) << 1U) ^ static_cast<quint64>(value >> 63);
}

qint64 unzigzag(quint64 value)
{
    return static_cast<qint64>(value >> 1U) ^ -static_cast<qint64>(value & 1U);
}

class Packer
{
public:
    void number(quint64 value) { write(m_requests, value); }
    void string(const QString &text) { write(m_requests, numberOf(text)); }
    void resources(const QList<ResourceFacts> &list)
    {
        QByteArray bytes;
        write(bytes, static_cast<quint64>(list.size()));
        for (const ResourceFacts &resource : list) {
            for (const QString &text :
                 {resource.definition.value(), resource.source.value(), resource.subject, resource.resourceType})
                write(bytes, numberOf(text));
            write(bytes, static_cast<quint64>(resource.sensitivity) | (resource.usedBefore ? 4U : 0U));
            write(bytes, static_cast<quint64>(resource.scopes.size()));
            for (const QString &scope : resource.scopes)
                write(bytes, numberOf(scope));
        }
        const auto known = m_lists.constFind(bytes);
        const quint64 place = known == m_lists.constEnd() ? static_cast<quint64>(m_lists.size()) : *known;
        if (known == m_lists.constEnd()) {
            m_lists.insert(bytes, place);
            m_listBytes += bytes;
        }
        write(m_requests, place);
    }
    [[nodiscard]] QByteArray block(qsizetype requests) const
    {
        QByteArray bytes;
        write(bytes, version);
        write(bytes, static_cast<quint64>(m_strings.size()));
        bytes += m_stringBytes;
        write(bytes, static_cast<quint64>(m_lists.size()));
        bytes += m_listBytes;
        write(bytes, static_cast<quint64>(requests));
        return bytes + m_requests;
    }

private:
    static void write(QByteArray &bytes, quint64 value)
    {
        for (; value >= 0x80; value >>= 7U)
            bytes.append(static_cast<char>((value & 0x7fU) | 0x80U));
        bytes.append(static_cast<char>(value));
    }
    quint64 numberOf(const QString &text)
    {
        const auto known = m_strings.constFind(text);
        if (known != m_strings.constEnd())
            return *known;
        const auto number = static_cast<quint64>(m_strings.size());
        m_strings.insert(text, number);
        const QByteArray utf8 = text.toUtf8();
        write(m_stringBytes, static_cast<quint64>(utf8.size()));
        m_stringBytes += utf8;
        return number;
    }

    QHash<QString, quint64> m_strings;
    QHash<QByteArray, quint64> m_lists;
    QByteArray m_stringBytes;
    QByteArray m_listBytes;
    QByteArray m_requests;
};

/// Reads on after a mistake with zeros, and remembers it: one check at the end is enough.
class Unpacker
{
public:
    explicit Unpacker(const QByteArray &block) : m_at(block.constData()), m_end(m_at + block.size()) {}

    quint64 number()
    {
        quint64 value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_at == m_end)
                break;
            const auto byte = static_cast<quint8>(*m_at++);
            value |= static_cast<quint64>(byte & 0x7fU) << shift;
            if (byte < 0x80)
                return value;
        }
        m_bad = true;
        return 0;
    }
    int below(quint64 limit)
    {
        const quint64 value = number();
        m_bad = m_bad || value >= limit;
        return m_bad ? 0 : static_cast<int>(value);
    }
    /// A count of things that take a byte each at least: no block makes its reader reserve more than its own size.
    qsizetype count() { return below(static_cast<quint64>(m_end - m_at) + 1); }
    QString text()
    {
        const qsizetype size = count();
        if (m_bad || m_end - m_at < size) {
            m_bad = true;
            return {};
        }
        const QString result = QString::fromUtf8(m_at, size);
        m_at += size;
        return result;
    }
    [[nodiscard]] bool bad() const { return m_bad; }
    [[nodiscard]] bool atEnd() const { return m_at == m_end; }

private:
    const char *m_at;
    const char *m_end;
    bool m_bad = false;
};

using Strings = QStringList;
using Lists = QList<QList<ResourceFacts>>;

const QString &one(Unpacker &in, const Strings &strings)
{
    static const QString none;
    const int at = in.below(static_cast<quint64>(strings.size()));
    return in.bad() ? none : strings.at(at);
}

QList<ResourceFacts> readResources(Unpacker &in, const Strings &strings)
{
    QList<ResourceFacts> list(in.count());
    for (ResourceFacts &resource : list) {
        resource.definition = DefinitionId(one(in, strings));
        resource.source = SourceIdentifier(one(in, strings));
        resource.subject = one(in, strings);
        resource.resourceType = one(in, strings);
        const int bits = in.below(8);
        resource.usedBefore = (bits & 4) != 0;
        resource.sensitivity = static_cast<Sensitivity>(std::min(bits & 3, 2));
        resource.scopes.resize(in.count());
        for (QString &scope : resource.scopes)
            scope = one(in, strings);
        if (in.bad())
            return {};
    }
    return list;
}

Facts readRequest(Unpacker &in, quint64 form, const Strings &strings, const Lists &lists, qint64 before)
{
    Facts facts;
    facts.as = AsIdentifier(one(in, strings));
    facts.client = ClientId(one(in, strings));
    facts.organization = one(in, strings);
    if (form != withoutProfile)
        facts.profile = EnrolmentId(one(in, strings));
    const auto flags = static_cast<quint64>(in.below(16));
    facts.purpose = (flags & protectFlag) != 0 ? Purpose::Protect : Purpose::Access;
    facts.otherDevice = (flags & otherDeviceFlag) != 0;
    facts.firstContact = (flags & firstContactFlag) != 0;
    facts.durationDays = in.below(longestDuration + 1);
    const int levels = in.below(16);
    facts.ial = levels >> 2;
    facts.aal = levels & 3;
    // As unsigned, which may wrap in a block that is damaged.
    facts.time = static_cast<qint64>(static_cast<quint64>(before) + static_cast<quint64>(unzigzag(in.number())));
    facts.offsetMinutes = static_cast<int>(unzigzag(in.number()));
    if ((flags & askedFlag) != 0)
        facts.daysSinceAsked = in.below(longestDuration + 1);
    const int mask = in.below(64);
    for (int i = 0; i < 6; ++i) {
        if (((mask >> i) & 1) != 0)
            facts.counts.values[static_cast<size_t>(i / 3)][static_cast<size_t>(i % 3)] =
                in.below(std::numeric_limits<int>::max());
    }
    const int list = in.below(static_cast<quint64>(lists.size()));
    if (!in.bad())
        facts.resources = lists.at(list);
    return facts;
}

} // namespace

QByteArray packFacts(const QList<Facts> &facts)
{
    Packer out;
    qint64 before = 0;
    for (const Facts &each : facts) {
        out.string(each.as.value());
        out.string(each.client.value());
        out.string(each.organization);
        out.string(each.profile.value());
        out.number((each.purpose == Purpose::Protect ? protectFlag : 0) | (each.otherDevice ? otherDeviceFlag : 0) |
                   (each.firstContact ? firstContactFlag : 0) | (each.daysSinceAsked ? askedFlag : 0));
        out.number(static_cast<quint64>(each.durationDays));
        out.number(static_cast<quint64>((each.ial << 2) | each.aal));
        out.number(zigzag(each.time - before));
        out.number(zigzag(each.offsetMinutes));
        if (each.daysSinceAsked)
            out.number(static_cast<quint64>(*each.daysSinceAsked));
        quint64 mask = 0;
        for (unsigned i = 0; i < 6; ++i)
            mask |= each.counts.values[i / 3][i % 3] != 0 ? quint64(1) << i : 0;
        out.number(mask);
        for (unsigned i = 0; i < 6; ++i) {
            if (((mask >> i) & 1U) != 0)
                out.number(static_cast<quint64>(each.counts.values[i / 3][i % 3]));
        }
        out.resources(each.resources);
        before = each.time;
    }
    return out.block(facts.size());
}

Result<QList<Facts>> unpackFacts(const QByteArray &block)
{
    Unpacker in(block);
    QList<Facts> facts;
    const quint64 form = in.number();
    if (form == version || form == withoutProfile) {
        Strings strings(in.count());
        for (QString &text : strings)
            text = in.text();
        Lists lists(in.count());
        for (QList<ResourceFacts> &list : lists)
            list = readResources(in, strings);
        const qsizetype requests = in.count();
        facts.reserve(requests);
        qint64 before = 0;
        for (qsizetype i = 0; i < requests && !in.bad(); ++i) {
            facts.append(readRequest(in, form, strings, lists, before));
            before = facts.constLast().time;
        }
        if (!in.bad() && in.atEnd())
            return facts;
    }
    return fail("bad_facts", Words::tr("Recorded requests could not be read."));
}

} // namespace fpx::policy
