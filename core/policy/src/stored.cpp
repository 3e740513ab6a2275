// One rule as it is stored, in today's form or the first one.
#include "rulereader.h"
#include "words.h"

namespace fpx::policy {

namespace {

const QHash<QString, QString> &firstFormConditions()
{
    static const QHash<QString, QString> members{{QStringLiteral("as"), QStringLiteral("as")},
                                                 {QStringLiteral("client"), QStringLiteral("client")},
                                                 {QStringLiteral("definition"), QStringLiteral("definition")},
                                                 {QStringLiteral("source"), QStringLiteral("source")},
                                                 {QStringLiteral("subject"), QStringLiteral("subject")},
                                                 {QStringLiteral("scopes"), QStringLiteral("scope")}};
    return members;
}

} // namespace

bool isFirstForm(const QJsonObject &json)
{
    const QStringList members = json.keys();
    return !json.contains(QStringLiteral("when")) &&
           std::ranges::any_of(members, [](const QString &member) { return firstFormConditions().contains(member); });
}

QJsonObject fromFirstForm(const QJsonObject &json)
{
    QJsonObject today = json;
    QJsonObject when;
    const QStringList members = json.keys();
    for (const QString &member : members) {
        const auto condition = firstFormConditions().constFind(member);
        if (condition == firstFormConditions().constEnd())
            continue;
        const QJsonValue value = today.take(member);
        // There, empty meant that nothing was said; an empty subject was the person's own.
        const bool nothing = value == QJsonValue(QString()) || value == QJsonValue(QJsonArray());
        if (member == QStringLiteral("subject"))
            when.insert(*condition, QJsonArray{value});
        else if (!nothing)
            when.insert(*condition, value);
    }
    today.insert(QStringLiteral("when"), when);
    return today;
}

Result<Rule> Rule::fromJson(const QJsonObject &json)
{
    RuleReader reader;
    const Rule rule = reader.rule(isFirstForm(json) ? fromFirstForm(json) : json, QString());
    if (reader.problems().isEmpty())
        return rule;
    const Problem &first = reader.problems().first();
    return fail("bad_rule", Words::tr("A rule could not be understood."),
                QStringLiteral("%1 at %2%3: %4")
                    .arg(QLatin1String(first.code), first.pointer,
                         first.meant.isEmpty() ? QString() : QStringLiteral(" (%1?)").arg(first.meant), first.text));
}

} // namespace fpx::policy
