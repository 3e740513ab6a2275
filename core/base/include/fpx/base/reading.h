// How closely what others send must follow the rules (profile section 8).
#pragma once

#include <QString>

namespace fpx {

/// Networks speak this profile, and are held to it. Identity providers and data sources are nobody's here to mend: a
/// deviation of theirs that can change neither who somebody is nor what is shared is taken, and noted.
enum class Reading { Exact, Lenient };

/// Writes down that a deviation was taken, as information of the category `fpx.deviation`. `what` is ours; what others
/// wrote in it has passed oauth::quoted() or is as harmless. Never a secret.
void noteDeviation(const QString &what);

} // namespace fpx
