// The form, all numbers as LEB128:
//   1 or 2                                       the form; 1 had no profile
//   strings:   count, then length and UTF-8 of each
//   resources: count of lists, then for each its length and, for each resource, definition, source, subject and type as
//              numbers of strings, sensitivity and used_before as bits, count of scopes, each as the number of a string
//   requests:  count, then for each as, client, organization, profile (numbers of strings), flags, duration, levels, seconds since
//              the one before (zigzag), offset (zigzag), days since asked if flagged, counts that are not 0 by a mask,
//              number of its list of resources
// Nothing writes it any more, so it knows no condition that came later.
#include "factsrows.h"

namespace fpx::policy {

namespace {

constexpr quint64 firstWithProfile = 2;
constexpr quint64 protectFlag = 1;
constexpr quint64 otherDeviceFlag = 2;
constexpr quint64 firstContactFlag = 4;
constexpr quint64 askedFlag = 8;

using Strings = QStringList;
using Lists = QList<QList<ResourceFacts>>;

const QString &one(ByteReader &in, const Strings &strings)
{
    static const QString none;
    const int at = in.below(static_cast<quint64>(strings.size()));
    return in.bad() ? none : strings.at(at);
}

QList<ResourceFacts> readResources(ByteReader &in, const Strings &strings)
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

Facts readRequest(ByteReader &in, quint64 form, const Strings &strings, const Lists &lists, qint64 before)
{
    Facts facts;
    facts.as = AsIdentifier(one(in, strings));
    facts.client = ClientId(one(in, strings));
    facts.organization = one(in, strings);
    if (form >= firstWithProfile)
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

QList<Facts> readRows(ByteReader &in, quint64 form)
{
    Strings strings(in.count());
    for (QString &text : strings)
        text = in.text();
    Lists lists(in.count());
    for (QList<ResourceFacts> &list : lists)
        list = readResources(in, strings);
    const qsizetype requests = in.count();
    QList<Facts> facts;
    facts.reserve(requests);
    qint64 before = 0;
    for (qsizetype i = 0; i < requests && !in.bad(); ++i) {
        facts.append(readRequest(in, form, strings, lists, before));
        before = facts.constLast().time;
    }
    return facts;
}

} // namespace fpx::policy
