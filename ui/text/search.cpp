#include "text/search.h"

#include <QStringList>

#include <algorithm>

namespace fpx::ui {

QString folded(const QString &text)
{
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
