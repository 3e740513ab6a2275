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
    for (const Condition condition :
         {Condition::As, Condition::Client, Condition::Definition, Condition::Source, Condition::Subject})
        share.append(QJsonArray::fromStringList(rule.when.of(condition)));
    const QByteArray text = QJsonDocument(share).toJson(QJsonDocument::Compact);
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

} // namespace

std::optional<OpenSuggestion> openSuggestion(const QList<policy::PastDecision> &answers, const policy::RuleSet &inForce,
                                             RecordStore &records)
{
    for (const policy::Suggestion &each : policy::suggest(answers, inForce)) {
        const QString key = keyOf(each.rule);
        const auto closed = records.get(closedTable, key);
        if (closed && !*closed)
            return OpenSuggestion{each, key};
    }
    return std::nullopt;
}

Result<void> closeSuggestion(const QString &key, qint64 at, RecordStore &records)
{
    return records.put(closedTable, key, {{QStringLiteral("at"), at}});
}

} // namespace fpx::wallet
