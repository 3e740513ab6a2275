#include <fpx/policy/factsrecord.h>

#include "vocabulary.h"

#include <fpx/base/json.h>
#include <fpx/base/utc.h>

#include <QDateTime>
#include <QJsonArray>

namespace fpx::policy {

namespace {

constexpr const char *errorCode = "bad_facts";

QString at(const char *name)
{
    return QLatin1String(name);
}

void refuseUnknown(JsonReader &reader, const QJsonObject &json, const QStringList &known)
{
    const QStringList members = json.keys();
    for (const QString &member : members) {
        if (!known.contains(member))
            reader.refuse(member, QStringLiteral("is not known"));
    }
}

int oneOf(JsonReader &reader, const char *member, std::span<const char *const> words)
{
    const qsizetype found = wordList(words).indexOf(reader.string(at(member), at(words.front())));
    if (found < 0)
        reader.refuse(at(member), QStringLiteral("is none of the known words"));
    return static_cast<int>(std::max<qsizetype>(found, 0));
}

int number(JsonReader &reader, const char *member, int greatest)
{
    const qint64 value = reader.optionalInteger(at(member)).value_or(0);
    if (value < 0 || value > greatest)
        reader.refuse(at(member), QStringLiteral("is out of range"));
    return static_cast<int>(std::clamp<qint64>(value, 0, greatest));
}

// The facts of the conditions, of the request or of one resource, as far as they have one member each.
template <class Owner>
QJsonObject encodeMembers(const Owner &owner)
{
    QJsonObject json;
    for (const ConditionSpec &spec : statedTable) {
        const FactAccess<Owner> &fact = factOf<Owner>(spec);
        if (fact.text && !fact.text(owner).isEmpty())
            json.insert(at(spec.name), fact.text(owner));
        const int number = fact.number ? fact.number(owner) : 0;
        if (number == 0)
            continue;
        if (spec.kind == ConditionKind::Set)
            json.insert(at(spec.name), at(spec.words[static_cast<size_t>(number)]));
        else if (spec.kind == ConditionKind::Flag)
            json.insert(at(spec.name), true);
        else
            json.insert(at(spec.name), number);
    }
    return json;
}

template <class Owner>
void decodeMembers(JsonReader &reader, Owner &owner)
{
    for (const ConditionSpec &spec : statedTable) {
        const FactAccess<Owner> &fact = factOf<Owner>(spec);
        if (fact.text)
            fact.setText(owner, reader.string(at(spec.name), QString()));
        else if (fact.number && spec.kind == ConditionKind::Set)
            fact.setNumber(owner, oneOf(reader, spec.name, spec.words));
        else if (fact.number && spec.kind == ConditionKind::Flag)
            fact.setNumber(owner, reader.boolean(at(spec.name), false) ? 1 : 0);
        else if (fact.number)
            fact.setNumber(owner, number(reader, spec.name, spec.greatest));
    }
}

template <class Owner>
QStringList membersAnd(const QStringList &others)
{
    QStringList members = others;
    for (const ConditionSpec &spec : statedTable) {
        if (factOf<Owner>(spec).text || factOf<Owner>(spec).number)
            members.append(at(spec.name));
    }
    return members;
}

QJsonObject encodeResource(const ResourceFacts &resource)
{
    QJsonObject json = encodeMembers(resource);
    json.insert(at("scopes"), QJsonArray::fromStringList(resource.scopes));
    return json;
}

Result<ResourceFacts> decodeResource(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("resource"), errorCode);
    refuseUnknown(reader, json, membersAnd<ResourceFacts>({at("scopes")}));
    ResourceFacts resource;
    decodeMembers(reader, resource);
    resource.scopes = reader.strings(at("scopes"), {});
    FPX_CHECK(reader.finish());
    return resource;
}

QJsonObject encodeCounts(const Counts &counts)
{
    QJsonObject json;
    for (size_t counted = 0; counted < countedWords.size(); ++counted) {
        QJsonObject windows;
        for (size_t window = 0; window < windowWords.size(); ++window) {
            if (const int count = counts.values[counted][window])
                windows.insert(at(windowWords[window]), count);
        }
        if (!windows.isEmpty())
            json.insert(at(countedWords[counted]), windows);
    }
    return json;
}

Result<Counts> decodeCounts(const QJsonObject &json)
{
    Counts counts;
    JsonReader reader(json, QStringLiteral("counts"), errorCode);
    refuseUnknown(reader, json, wordList(countedWords));
    for (size_t counted = 0; counted < countedWords.size(); ++counted) {
        const QJsonObject windows = reader.object(at(countedWords[counted]), QJsonObject());
        JsonReader inner(windows, at(countedWords[counted]), errorCode);
        refuseUnknown(inner, windows, wordList(windowWords));
        for (size_t window = 0; window < windowWords.size(); ++window)
            counts.values[counted][window] = number(inner, windowWords[window], std::numeric_limits<int>::max());
        FPX_CHECK(inner.finish());
    }
    FPX_CHECK(reader.finish());
    return counts;
}

} // namespace

QJsonObject encodeFacts(const Facts &facts)
{
    QJsonObject json = encodeMembers(facts);
    const QDateTime time = utcFromSeconds(facts.time).toOffsetFromUtc(facts.offsetMinutes * 60);
    json.insert(at("time"), time.toString(Qt::ISODate));
    if (facts.daysSinceAsked)
        json.insert(at("days_since_asked"), *facts.daysSinceAsked);
    if (const QJsonObject counts = encodeCounts(facts.counts); !counts.isEmpty())
        json.insert(at("counts"), counts);
    QJsonArray resources;
    for (const ResourceFacts &resource : facts.resources)
        resources.append(encodeResource(resource));
    json.insert(at("resources"), resources);
    return json;
}

Result<Facts> decodeFacts(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("request"), errorCode);
    refuseUnknown(reader, json, membersAnd<Facts>({at("time"), at("days_since_asked"), at("counts"), at("resources")}));
    Facts facts;
    decodeMembers(reader, facts);
    if (reader.has(at("days_since_asked")))
        facts.daysSinceAsked = number(reader, "days_since_asked", longestDuration);
    const QDateTime time = QDateTime::fromString(reader.string(at("time")), Qt::ISODate);
    if (!time.isValid())
        reader.refuse(at("time"), QStringLiteral("must be a time as in ISO 8601, with the offset from UTC"));
    else
        facts.offsetMinutes = time.offsetFromUtc() / 60;
    facts.time = time.isValid() ? time.toSecsSinceEpoch() : 0;
    FPX_TRY(counts, decodeCounts(reader.object(at("counts"), QJsonObject())));
    facts.counts = counts;
    for (const QJsonValue &value : reader.array(at("resources"), QJsonArray())) {
        FPX_TRY(resource, decodeResource(value.toObject()));
        facts.resources.append(resource);
    }
    FPX_CHECK(reader.finish());
    return facts;
}

} // namespace fpx::policy
