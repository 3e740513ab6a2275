// Names that look alike are not the same party.
#pragma once

#include <QString>

namespace fpx::consent {

/// What a name comes down to for the eye: without case, accents, blanks and punctuation, each letter as the one that it
/// looks like (UTS 39 section 4, "skeleton"). Two names with one skeleton are easily taken for each other; empty where
/// nothing of it is a letter or digit.
[[nodiscard]] QString skeletonOf(const QString &name);

} // namespace fpx::consent
