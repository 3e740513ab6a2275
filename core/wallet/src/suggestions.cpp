#include "suggestions.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

namespace fpx::wallet {

namespace {

using policy::Condition;

constexpr QLatin1String closedTable("suggested");

QString keyOf(const policy::Rule &rule)
{
    QJsonArray share;
    for (const Condition condition : {Condition::As, Condition::Profile, Condition::Client, Condition::Definition,
                                      Condition::Source, Condition::Subject})
        share.append(QJsonArray::fromStringList(rule.when.of(condition)));
    const QByteArray text = QJsonDocument(share).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

} // namespace

QList<KeyedSuggestion> suggestions(const QList<policy::PastDecision> &answers, const policy::RuleSet &inForce)
{
    QList<KeyedSuggestion> all;
    for (const policy::Suggestion &each : policy::suggest(answers, inForce))
        all.append({each, keyOf(each.rule)});
    return all;
}

std::optional<KeyedSuggestion> firstOpen(const QList<KeyedSuggestion> &all, RecordStore &records)
{
    for (const KeyedSuggestion &each : all) {
        const auto closed = records.get(closedTable, each.key);
        if (closed && !*closed)
            return each;
    }
    return std::nullopt;
}

Result<void> closeSuggestion(const QString &key, qint64 at, RecordStore &records)
{
    return records.put(closedTable, key, {{QStringLiteral("at"), at}});
}

} // namespace fpx::wallet
