// Design tokens: every colour, distance and type size of the application.
#pragma once

#include <QColor>
#include <QList>
#include <QPalette>
#include <QString>

namespace fpx::ui {

namespace space {
inline constexpr int xs = 4;
inline constexpr int s = 8;
inline constexpr int m = 12;
inline constexpr int l = 16;
inline constexpr int xl = 24;
inline constexpr int xxl = 32;
} // namespace space

namespace radius {
inline constexpr int control = 6;
inline constexpr int card = 10;
} // namespace radius

inline constexpr int contentWidth = 960; ///< Text wider than this is hard to read.

/// Type sizes in pixels at 100 %.
enum class Type { Small = 12, Body = 13, Heading = 15, Title = 20, Display = 28 };

enum class Scheme { Light, Dark, HighContrastLight, HighContrastDark };

/// What a text says about itself; each has its palette role so that labels follow a change of scheme by themselves.
enum class Tone { Normal, Muted, Accent, Danger, Warning, Success };

struct Colors {
    Scheme scheme = Scheme::Light;
    QColor window, sidebar, surface, sunken; ///< backgrounds; `sunken` is a quiet area on a surface
    QColor border;                           ///< decoration
    QColor control;                          ///< outline of controls, ≥ 3:1
    QColor hover, selected;                  ///< rows and quiet buttons
    QColor text, muted;
    QColor accent, onAccent, accentText, accentSoft;
    QColor danger, onDanger, dangerText, dangerSoft;
    QColor warningText, warningSoft;
    QColor successText, successSoft;
    QColor focus;

    [[nodiscard]] bool dark() const { return scheme == Scheme::Dark || scheme == Scheme::HighContrastDark; }
    [[nodiscard]] QColor tone(Tone tone) const;
    [[nodiscard]] QColor soft(Tone tone) const;
};

/// The palette of a scheme. A wanted accent without enough contrast is moved until it has it.
[[nodiscard]] Colors colorsFor(Scheme scheme, const QColor &wanted = {});
/// The same as Qt's roles: Base = surface, AlternateBase = sunken, PlaceholderText = muted, Link = accentText,
/// BrightText = dangerText, LinkVisited = successText, Mid = border, Dark = control, Light = hover, Shadow = warningText.
[[nodiscard]] QPalette paletteFor(const Colors &colors);
[[nodiscard]] QPalette::ColorRole roleFor(Tone tone);

/// One pair that a person has to tell apart, for the contrast test.
struct ContrastPair {
    QString what;
    QColor foreground;
    QColor background;
    double atLeast;
};
[[nodiscard]] QList<ContrastPair> contrastPairs(const Colors &colors);

} // namespace fpx::ui
