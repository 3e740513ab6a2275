#include "region.h"

namespace fpx::policy {

namespace {

constexpr auto scopeDimension = static_cast<size_t>(Condition::Scope);
constexpr qsizetype maxPieces = 2000;

// A deny or ask is about one scope that it names, whatever else is required with it; an exception covers what requires
// nothing else. So it takes from such a box only what it takes whatever the scopes are.
Box withAllThatMayBeRequired(Box box)
{
    if (box.effect != Effect::Allow)
        box.names[scopeDimension] = {};
    return box;
}

bool takesFrom(const Box &hole, const Box &box)
{
    return scopesContain(hole, withAllThatMayBeRequired(box)) && (hole.wholeRequest || !box.wholeRequest);
}

// `pieces` without `box`, but for what `hole` leaves of them.
QList<Box> without(const QList<Box> &pieces, const Box &box, const std::optional<Box> &hole)
{
    QList<Box> left;
    for (const Box &piece : pieces) {
        if (!overlaps(piece, box)) {
            left.append(piece);
            continue;
        }
        left += difference(piece, box);
        Box inside = intersection(piece, box);
        if (!hole || !overlaps(inside, *hole))
            continue;
        inside = intersection(inside, *hole);
        inside.names[scopeDimension] = piece.names[scopeDimension];
        left.append(inside);
    }
    return left;
}

Region regionOf(const Rule &rule, const Box &box)
{
    Region region{box, std::nullopt};
    if (const Conditions *unless = exceptionOf(rule)) {
        Box hole = exceptionBoxOf(*unless);
        if (overlaps(hole, box))
            region.hole = hole;
    }
    return region;
}

} // namespace

bool Region::isEmpty() const
{
    return box.isEmpty() || (hole && contains(*hole, withAllThatMayBeRequired(box)));
}

Region regionOf(const Rule &rule)
{
    return regionOf(rule, boxOf(rule));
}

Region statedRegionOf(const Rule &rule)
{
    return regionOf(rule, statedBoxOf(rule));
}

bool contains(const Region &outer, const Region &inner)
{
    if (!contains(outer.box, inner.box) && (!inner.hole || covered(inner, {Region{outer.box, {}}}) != true))
        return false;
    if (!outer.hole || !overlaps(inner.box, *outer.hole))
        return true;
    // What the outer exception takes must be what the inner one takes.
    Box taken = intersection(inner.box, *outer.hole);
    if (inner.box.effect != Effect::Allow)
        taken.names[scopeDimension] = outer.hole->names[scopeDimension];
    return inner.hole && contains(*inner.hole, taken);
}

bool overlaps(const Region &a, const Region &b)
{
    if (!overlaps(a.box, b.box))
        return false;
    Box both = intersection(a.box, b.box);
    // All that may be required of both.
    both.effect = std::max(a.box.effect, b.box.effect);
    both.names[scopeDimension] = (a.box.effect == Effect::Allow ? a : b).box.names[scopeDimension];
    QList<Box> left{both};
    for (const Region *each : {&a, &b}) {
        if (each->hole && takesFrom(*each->hole, both))
            left = without(left, *each->hole, std::nullopt);
    }
    return !left.isEmpty();
}

std::optional<bool> covered(const Region &inner, const QList<Region> &outers)
{
    QList<Box> left{inner.box};
    if (inner.hole && takesFrom(*inner.hole, inner.box))
        left = without(left, *inner.hole, std::nullopt);
    for (const Region &outer : outers) {
        if ((inner.box.wholeRequest && !outer.box.wholeRequest) || !scopesContain(outer.box, inner.box))
            continue;
        left = without(left, outer.box, outer.hole);
        if (left.size() > maxPieces)
            return std::nullopt;
    }
    return left.isEmpty();
}

} // namespace fpx::policy
