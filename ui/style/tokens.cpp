#include "style/tokens.h"

#include "style/contrast.h"

namespace fpx::ui {

namespace {

struct Ground {
    QRgb window, sidebar, surface, sunken, border, control, hover, selected, text, muted;
    QRgb danger, warning, success;
    double soft; ///< how much of a tone its soft background has
};

const Ground &groundFor(Scheme scheme)
{
    static const Ground light{0xf5f6f8, 0xeceef2, 0xffffff, 0xf5f6f8, 0xdfe3e9, 0x7f8998, 0xf0f2f6,
                              0xe6ecf7, 0x1b2130, 0x566070, 0xb3261e, 0x8a5300, 0x1b6e3c, 0.10};
    static const Ground dark{0x16191f, 0x111419, 0x1f232b, 0x191d23, 0x333a45, 0x7b8696, 0x272c35,
                             0x2a3548, 0xeceff4, 0xa7b0bd, 0xf2857c, 0xe5b567, 0x7ccf98, 0.16};
    static const Ground highLight{0xffffff, 0xffffff, 0xffffff, 0xffffff, 0x000000, 0x000000, 0xe8e8e8,
                                  0xdcdcdc, 0x000000, 0x1f1f1f, 0x8c0000, 0x5c3600, 0x004d1a, 0.06};
    static const Ground highDark{0x000000, 0x000000, 0x000000, 0x000000, 0xffffff, 0xffffff, 0x242424,
                                 0x303030, 0xffffff, 0xe4e4e4, 0xffa39c, 0xffd38a, 0x9ef0b8, 0.12};
    switch (scheme) {
    case Scheme::Dark: return dark;
    case Scheme::HighContrastLight: return highLight;
    case Scheme::HighContrastDark: return highDark;
    case Scheme::Light: break;
    }
    return light;
}

} // namespace

QColor Colors::tone(Tone tone) const
{
    switch (tone) {
    case Tone::Muted: return muted;
    case Tone::Accent: return accentText;
    case Tone::Danger: return dangerText;
    case Tone::Warning: return warningText;
    case Tone::Success: return successText;
    case Tone::Normal: break;
    }
    return text;
}

QColor Colors::soft(Tone tone) const
{
    switch (tone) {
    case Tone::Accent: return accentSoft;
    case Tone::Danger: return dangerSoft;
    case Tone::Warning: return warningSoft;
    case Tone::Success: return successSoft;
    case Tone::Normal:
    case Tone::Muted: break;
    }
    return hover;
}

Colors colorsFor(Scheme scheme, const QColor &wanted)
{
    const Ground &g = groundFor(scheme);
    const bool high = scheme == Scheme::HighContrastLight || scheme == Scheme::HighContrastDark;
    const double textRatio = high ? 7.0 : 4.5;
    Colors c;
    c.scheme = scheme;
    c.window = g.window;
    c.sidebar = g.sidebar;
    c.surface = g.surface;
    c.sunken = g.sunken;
    c.border = g.border;
    c.hover = g.hover;
    c.selected = g.selected;
    const QList<QColor> grounds{c.window, c.sidebar, c.surface, c.sunken, c.hover, c.selected};
    c.control = corrected(g.control, {c.window, c.surface}, 3.0);
    c.text = g.text;
    c.muted = corrected(g.muted, grounds + QList<QColor>{mixed(c.control, c.surface, 0.14)}, textRatio);

    QColor accent = wanted.isValid() ? wanted : QColor(0x2459c9);
    if (c.dark() && luminance(accent) < 0.2)
        accent = mixed(Qt::white, accent, 0.35);
    c.accent = corrected(accent, {c.window, c.surface}, 3.0);
    c.onAccent = readableOn(c.accent);
    c.accentSoft = mixed(c.accent, c.surface, g.soft);
    c.accentText = corrected(accent, grounds + QList<QColor>{c.accentSoft}, textRatio);
    c.focus = c.accentText;

    c.danger = corrected(c.dark() ? QColor(0xd9463c) : QColor(g.danger), {c.window, c.surface}, 3.0);
    c.onDanger = readableOn(c.danger);
    c.dangerSoft = mixed(g.danger, c.surface, g.soft);
    c.dangerText = corrected(g.danger, grounds + QList<QColor>{c.dangerSoft}, textRatio);
    c.warningSoft = mixed(g.warning, c.surface, g.soft);
    c.warningText = corrected(g.warning, grounds + QList<QColor>{c.warningSoft}, textRatio);
    c.successSoft = mixed(g.success, c.surface, g.soft);
    c.successText = corrected(g.success, grounds + QList<QColor>{c.successSoft}, textRatio);
    return c;
}

QPalette paletteFor(const Colors &c)
{
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.surface);
    p.setColor(QPalette::AlternateBase, c.sunken);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::Button, c.surface);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.dangerText);
    p.setColor(QPalette::PlaceholderText, c.muted);
    p.setColor(QPalette::Link, c.accentText);
    p.setColor(QPalette::LinkVisited, c.successText);
    p.setColor(QPalette::Highlight, c.accent);
    p.setColor(QPalette::HighlightedText, c.onAccent);
    p.setColor(QPalette::ToolTipBase, c.text);
    p.setColor(QPalette::ToolTipText, c.surface);
    p.setColor(QPalette::Light, c.hover);
    p.setColor(QPalette::Midlight, c.hover);
    p.setColor(QPalette::Mid, c.border);
    p.setColor(QPalette::Dark, c.control);
    p.setColor(QPalette::Shadow, c.warningText);
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, mixed(c.muted, c.surface, 0.75));
    return p;
}

QPalette::ColorRole roleFor(Tone tone)
{
    switch (tone) {
    case Tone::Muted: return QPalette::PlaceholderText;
    case Tone::Accent: return QPalette::Link;
    case Tone::Danger: return QPalette::BrightText;
    case Tone::Warning: return QPalette::Shadow;
    case Tone::Success: return QPalette::LinkVisited;
    case Tone::Normal: break;
    }
    return QPalette::WindowText;
}

QList<ContrastPair> contrastPairs(const Colors &c)
{
    QList<ContrastPair> pairs;
    const auto text = [&](const char *what, const QColor &front, const QList<QColor> &backs) {
        for (const QColor &back : backs)
            pairs.append({QString::fromLatin1(what) + QStringLiteral(" on ") + back.name(), front, back, 4.5});
    };
    const QList<QColor> grounds{c.window, c.sidebar, c.surface, c.sunken, c.hover, c.selected};
    text("text", c.text, grounds + QList<QColor>{c.accentSoft, c.dangerSoft, c.warningSoft, c.successSoft});
    text("muted", c.muted, grounds + QList<QColor>{mixed(c.control, c.surface, 0.14)});
    text("accent text", c.accentText, grounds + QList<QColor>{c.accentSoft});
    text("danger text", c.dangerText, grounds + QList<QColor>{c.dangerSoft});
    text("warning text", c.warningText, grounds + QList<QColor>{c.warningSoft});
    text("success text", c.successText, grounds + QList<QColor>{c.successSoft});
    text("on accent", c.onAccent, {c.accent});
    text("on danger", c.onDanger, {c.danger});
    text("tool tip", c.surface, {c.text});
    for (const QColor &back : {c.window, c.surface}) {
        pairs.append({QStringLiteral("control"), c.control, back, 3.0});
        pairs.append({QStringLiteral("accent fill"), c.accent, back, 3.0});
        pairs.append({QStringLiteral("focus"), c.focus, back, 3.0});
    }
    return pairs;
}

} // namespace fpx::ui
