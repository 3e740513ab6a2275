#include "style/contrast.h"

#include <algorithm>
#include <cmath>

namespace fpx::ui {

namespace {

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

bool enough(const QColor &color, const QList<QColor> &backgrounds, double ratio)
{
    return std::all_of(backgrounds.begin(), backgrounds.end(),
                       [&](const QColor &background) { return contrast(color, background) >= ratio; });
}

} // namespace

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QColor corrected(const QColor &color, const QList<QColor> &backgrounds, double ratio)
{
    for (int step = 0; step <= 100; step += 2) {
        for (const QColor &end : {QColor(Qt::black), QColor(Qt::white)}) {
            // rounded to the 8 bits that a screen shows, so that what is measured is what is drawn
            const QColor candidate = QColor::fromRgb(mixed(end, color, step / 100.0).rgb());
            if (enough(candidate, backgrounds, ratio))
                return candidate;
        }
    }
    return backgrounds.isEmpty() ? color : readableOn(backgrounds.first());
}

QColor readableOn(const QColor &fill)
{
    return contrast(Qt::white, fill) >= contrast(Qt::black, fill) ? QColor(Qt::white) : QColor(Qt::black);
}

QColor mixed(const QColor &top, const QColor &bottom, double part)
{
    const auto channel = [part](int a, int b) { return static_cast<int>(std::lround(a * part + b * (1.0 - part))); };
    return {channel(top.red(), bottom.red()), channel(top.green(), bottom.green()), channel(top.blue(), bottom.blue())};
}

} // namespace fpx::ui
