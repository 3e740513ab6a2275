#include "text/search.h"

#include <QStringList>

#include <algorithm>

namespace fpx::ui {

QString folded(const QString &text)
{
    if (std::ranges::all_of(text, [](QChar c) { return c.unicode() < 0x80; }))
        return text.toLower().simplified(); // nothing to take apart
    QString out;
    for (const QChar c : text.normalized(QString::NormalizationForm_D)) {
        if (c.category() != QChar::Mark_NonSpacing)
            out.append(c.toLower());
    }
    return out.simplified();
}

bool matches(const QString &text, const QString &foldedNeedle)
{
    if (foldedNeedle.isEmpty())
        return true;
    const QString hay = folded(text);
    const QStringList words = foldedNeedle.split(QLatin1Char(' '));
    return std::all_of(words.begin(), words.end(), [&](const QString &word) { return hay.contains(word); });
}

} // namespace fpx::ui
