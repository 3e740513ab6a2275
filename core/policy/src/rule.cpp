#include <fpx/base/json.h>
#include <fpx/policy/policy.h>

#include "words.h"

namespace fpx::policy {

namespace {

constexpr const char *effectNames[] = {"deny", "ask", "allow"};

std::optional<Effect> effectFrom(const QString &name)
{
    for (int i = 0; i < 3; ++i) {
        if (name == QLatin1String(effectNames[i]))
            return static_cast<Effect>(i);
    }
    return std::nullopt;
}

const QStringList &knownMembers()
{
    static const QStringList members{
        QStringLiteral("id"),      QStringLiteral("effect"),     QStringLiteral("as"),
        QStringLiteral("client"),  QStringLiteral("definition"), QStringLiteral("source"),
        QStringLiteral("subject"), QStringLiteral("scopes"),     QStringLiteral("created_at")};
    return members;
}

} // namespace

QJsonObject Rule::toJson() const
{
    QJsonObject json{{QStringLiteral("id"), id},
                     {QStringLiteral("effect"), QLatin1String(effectNames[static_cast<int>(effect)])}};
    const auto put = [&json](const char *name, const QString &value) {
        if (!value.isEmpty())
            json.insert(QLatin1String(name), value);
    };
    put("as", as.value());
    put("client", client.value());
    put("definition", definition.value());
    put("source", source.value());
    if (subject)
        json.insert(QStringLiteral("subject"), *subject);
    if (!scopes.isEmpty())
        json.insert(QStringLiteral("scopes"), QJsonArray::fromStringList(scopes));
    if (createdAt != 0)
        json.insert(QStringLiteral("created_at"), createdAt);
    return json;
}

Result<Rule> Rule::fromJson(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("rule"), "bad_rule");
    const QStringList members = json.keys();
    for (const QString &member : members) {
        if (!knownMembers().contains(member))
            reader.refuse(member, QStringLiteral("this condition is not known"));
    }
    Rule rule;
    rule.id = reader.string(QStringLiteral("id"));
    const auto effect = effectFrom(reader.string(QStringLiteral("effect")));
    if (!effect)
        reader.refuse(QStringLiteral("effect"), QStringLiteral("must be deny, ask or allow"));
    rule.effect = effect.value_or(Effect::Deny);
    rule.as = AsIdentifier(reader.string(QStringLiteral("as"), QString()));
    rule.client = ClientId(reader.string(QStringLiteral("client"), QString()));
    rule.definition = DefinitionId(reader.string(QStringLiteral("definition"), QString()));
    rule.source = SourceIdentifier(reader.string(QStringLiteral("source"), QString()));
    if (reader.has(QStringLiteral("subject")))
        rule.subject = reader.string(QStringLiteral("subject"), QString());
    rule.scopes = reader.strings(QStringLiteral("scopes"), {});
    rule.createdAt = reader.optionalInteger(QStringLiteral("created_at")).value_or(0);
    FPX_CHECK(reader.finish());
    return rule;
}

} // namespace fpx::policy
