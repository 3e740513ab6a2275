#include "box.h"

#include <algorithm>

namespace fpx::policy {

namespace {

constexpr auto scopeDimension = static_cast<size_t>(Condition::Scope);
constexpr int infinite = std::numeric_limits<int>::max();

Points unite(Points points)
{
    std::ranges::sort(points);
    Points united;
    for (const auto &[from, to] : points) {
        if (!united.isEmpty() && from <= united.last().second + 1)
            united.last().second = std::max(united.last().second, to);
        else
            united.append({from, to});
    }
    return united;
}

Points intersection(const Points &a, const Points &b)
{
    Points both;
    for (const auto &[from, to] : a) {
        for (const auto &[start, end] : b) {
            if (std::max(from, start) <= std::min(to, end))
                both.append({std::max(from, start), std::min(to, end)});
        }
    }
    return both;
}

Points difference(const Points &a, const Points &b)
{
    Points left = a;
    for (const auto &[start, end] : b) {
        Points next;
        for (const auto &[from, to] : std::as_const(left)) {
            if (from < start)
                next.append({from, std::min(to, start - 1)});
            if (to > end)
                next.append({std::max(from, end + 1), to});
        }
        left = next;
    }
    return left;
}

NameSet intersection(const NameSet &a, const NameSet &b)
{
    if (a.allBut && b.allBut) {
        NameSet both = a;
        for (const QString &name : b.names) {
            if (!both.names.contains(name))
                both.names.append(name);
        }
        return both;
    }
    const NameSet &listed = a.allBut ? b : a;
    const NameSet &other = a.allBut ? a : b;
    NameSet both{false, {}};
    for (const QString &name : listed.names) {
        if (other.names.contains(name) != other.allBut)
            both.names.append(name);
    }
    return both;
}

NameSet difference(const NameSet &a, const NameSet &b)
{
    return intersection(a, {!b.allBut, b.names});
}

Points bits(quint8 set, size_t size)
{
    Points points;
    for (int i = 0; i < static_cast<int>(size); ++i) {
        if (set == 0 || ((set >> i) & 1) != 0)
            points.append({i, i});
    }
    return unite(points);
}

Points flag(const std::optional<bool> &value)
{
    return value ? Points{{*value ? 1 : 0, *value ? 1 : 0}} : Points{{0, 1}};
}

Points interval(const Range &range, int greatest)
{
    return {{range.atLeast.value_or(0), range.atMost.value_or(greatest)}};
}

// Minutes of the week. A window over midnight goes on into the day after the one that is stated, after Sunday into Monday.
Points minutes(const std::optional<TimeOfDay> &time, quint8 weekdays)
{
    constexpr int day = 24 * 60;
    constexpr int week = 7 * day;
    Points points;
    for (int weekday = 0; weekday < 7; ++weekday) {
        if (weekdays != 0 && ((weekdays >> weekday) & 1) == 0)
            continue;
        const int from = weekday * day + (time ? time->from : 0);
        const int end = time && time->from < time->to ? time->to : time ? time->to + day : day;
        const int to = weekday * day + end - 1;
        points.append({from, std::min(to, week - 1)});
        if (to >= week)
            points.append({0, to - week});
    }
    return unite(points);
}

// The values of one condition; of one that is not stated, all that there are.
void state(const Conditions &when, const ConditionSpec &spec, Box &box)
{
    const size_t first = dimension(spec.id);
    switch (spec.kind) {
    case ConditionKind::Subject:
        if (when.subject == SubjectCondition::Delegated) {
            box.names[static_cast<size_t>(spec.id)] = {true, {QString()}};
            break;
        }
        [[fallthrough]];
    case ConditionKind::Names:
    case ConditionKind::Scopes:
        if (!when.of(spec.id).isEmpty())
            box.names[static_cast<size_t>(spec.id)] = {false, when.of(spec.id)};
        break;
    case ConditionKind::Set: box.points[first] = bits(when.*spec.set, spec.words.size()); break;
    case ConditionKind::Range: box.points[first] = interval(when.*spec.range, spec.greatest); break;
    case ConditionKind::Flag: box.points[first] = flag(when.*spec.flag); break;
    case ConditionKind::Time: box.points[first] = minutes(when.time, when.weekdays); break;
    case ConditionKind::Count:
        for (size_t i = 0; i < dimensionsOf(spec.kind); ++i)
            box.points[first + i] = {{0, infinite}};
        if (when.count)
            box.points[first + static_cast<size_t>(when.count->counted) * windowCount +
                       static_cast<size_t>(when.count->window)] = interval(when.count->range, infinite);
        break;
    case ConditionKind::Weekday: // in the minutes of the week
    case ConditionKind::Engine:
    case ConditionKind::Unless: break;
    }
}

// What the engine keeps from every allow.
void restrictAllow(const Rule &rule, Box &box)
{
    const Conditions &when = rule.when;
    const auto only = [&box](Condition condition, const Points &points) {
        Points &own = box.points[dimension(condition)];
        own = intersection(own, points);
    };
    only(Condition::Purpose, unplaced(rule) ? Points() : Points{{0, 0}});
    only(Condition::OtherDevice, {{0, 0}});
    if (!namesFirstContact(when))
        only(Condition::FirstContact, {{0, 0}});
    if (!namesHighSensitivity(when))
        only(Condition::Sensitivity, {{0, 1}});
    NameSet &subjects = box.names[static_cast<size_t>(Condition::Subject)];
    if (!namesDelegated(when))
        subjects = intersection(subjects, {false, {QString()}});
}

bool saysOfResource(const Conditions &when)
{
    return std::ranges::any_of(
        statedTable, [&when](const ConditionSpec &spec) { return spec.aboutResource && when.states(spec.id); });
}

// A request for protection has no resource, and what was used before was no first contact.
void restrictAboutResource(const Conditions &when, Box &box)
{
    Points &purpose = box.points[dimension(Condition::Purpose)];
    purpose = intersection(purpose, {{0, 0}});
    if (when.usedBefore == true) {
        Points &first = box.points[dimension(Condition::FirstContact)];
        first = intersection(first, {{0, 0}});
    }
}

} // namespace

bool Box::isEmpty() const
{
    return std::ranges::any_of(points, &Points::isEmpty) || std::ranges::any_of(names, &NameSet::isEmpty);
}

Box statedBoxOf(const Rule &rule)
{
    Box box;
    box.effect = rule.effect;
    for (const ConditionSpec &spec : statedTable)
        state(rule.when, spec, box);
    return box;
}

Box exceptionBoxOf(const Conditions &unless)
{
    Box box;
    for (const ConditionSpec &spec : statedTable)
        state(unless, spec, box);
    box.wholeRequest = !saysOfResource(unless);
    if (!box.wholeRequest)
        restrictAboutResource(unless, box);
    return box;
}

Box boxOf(const Rule &rule)
{
    Box box = statedBoxOf(rule);
    const bool aboutResource = rule.effect == Effect::Allow || saysOfResource(rule.when);
    box.wholeRequest = !aboutResource;
    if (aboutResource)
        restrictAboutResource(rule.when, box);
    if (rule.effect == Effect::Allow)
        restrictAllow(rule, box);
    return box;
}

bool contains(const Box &outer, const Box &inner)
{
    if (inner.wholeRequest && !outer.wholeRequest)
        return false; // a request without resources
    for (size_t i = 0; i < nameConditions; ++i) {
        if (!difference(inner.names[i], outer.names[i]).isEmpty())
            return false;
    }
    for (size_t i = 0; i < inner.points.size(); ++i) {
        if (!difference(inner.points[i], outer.points[i]).isEmpty())
            return false;
    }
    return true;
}

bool overlaps(const Box &a, const Box &b)
{
    for (size_t i = 0; i < nameConditions; ++i) {
        if (intersection(a.names[i], b.names[i]).isEmpty())
            return false;
    }
    for (size_t i = 0; i < a.points.size(); ++i) {
        if (intersection(a.points[i], b.points[i]).isEmpty())
            return false;
    }
    return true;
}

bool scopesContain(const Box &outer, const Box &inner)
{
    return difference(inner.names[scopeDimension], outer.names[scopeDimension]).isEmpty();
}

Box intersection(const Box &a, const Box &b)
{
    Box both = a;
    for (size_t i = 0; i < nameConditions; ++i)
        both.names[i] = intersection(a.names[i], b.names[i]);
    for (size_t i = 0; i < both.points.size(); ++i)
        both.points[i] = intersection(a.points[i], b.points[i]);
    both.wholeRequest = a.wholeRequest && b.wholeRequest;
    return both;
}

// In one dimension after the other; the rest of the box is inside.
QList<Box> difference(const Box &box, const Box &outer)
{
    QList<Box> pieces;
    Box rest = box;
    for (size_t i = 0; i < nameConditions; ++i) {
        Box out = rest;
        out.names[i] = difference(rest.names[i], outer.names[i]);
        if (i != scopeDimension && !out.names[i].isEmpty())
            pieces.append(out);
        rest.names[i] = intersection(rest.names[i], outer.names[i]);
    }
    for (size_t i = 0; i < rest.points.size(); ++i) {
        Box out = rest;
        out.points[i] = difference(rest.points[i], outer.points[i]);
        if (!out.points[i].isEmpty())
            pieces.append(out);
        rest.points[i] = intersection(rest.points[i], outer.points[i]);
    }
    return pieces;
}

} // namespace fpx::policy
