#include "vocabulary.h"

#include <QHash>

#include <algorithm>
#include <numeric>

namespace fpx::policy {

namespace {

// Levenshtein: insertions, deletions and substitutions.
int distance(const QString &a, const QString &b)
{
    std::vector<int> row(static_cast<size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = std::exchange(row[0], static_cast<int>(i) + 1);
        for (size_t j = 1; j < row.size(); ++j) {
            const int same = diagonal + (a[i] == b[static_cast<qsizetype>(j) - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({same, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

const QHash<QString, QString> &otherNames()
{
    static const QHash<QString, QString> names{{QStringLiteral("network"), QStringLiteral("as")},
                                               {QStringLiteral("authorization_server"), QStringLiteral("as")},
                                               {QStringLiteral("data_source"), QStringLiteral("source")},
                                               {QStringLiteral("resource_definition"), QStringLiteral("definition")},
                                               {QStringLiteral("resource"), QStringLiteral("definition")},
                                               {QStringLiteral("type"), QStringLiteral("resource_type")},
                                               {QStringLiteral("duration"), QStringLiteral("duration_days")},
                                               {QStringLiteral("day"), QStringLiteral("weekday")},
                                               {QStringLiteral("conditions"), QStringLiteral("when")},
                                               {QStringLiteral("except"), QStringLiteral("unless")},
                                               {QStringLiteral("exception"), QStringLiteral("unless")},
                                               {QStringLiteral("obligations"), QStringLiteral("then")},
                                               {QStringLiteral("permit"), QStringLiteral("allow")},
                                               {QStringLiteral("forbid"), QStringLiteral("deny")},
                                               {QStringLiteral("block"), QStringLiteral("deny")},
                                               {QStringLiteral("prompt"), QStringLiteral("ask")}};
    return names;
}

} // namespace

QString probablyMeant(const QString &word, const QStringList &known)
{
    constexpr qsizetype longest = 64; // the distance costs the product of the lengths
    if (word.size() > longest)
        return {};
    const QString lower = word.toLower();
    const QString other = otherNames().value(lower);
    if (known.contains(other))
        return other;
    QString nearest;
    const auto length = static_cast<int>(lower.size());
    int least = std::max({1, length / 3, std::min(2, length / 2)}) + 1;
    for (const QString &candidate : known) {
        if (const int changed = distance(lower, candidate); changed < least) {
            least = changed;
            nearest = candidate;
        }
    }
    return nearest;
}

} // namespace fpx::policy
