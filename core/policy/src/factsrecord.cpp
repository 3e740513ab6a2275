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

template <class Enum, size_t size>
Enum oneOf(JsonReader &reader, const char *member, const std::array<const char *, size> &words, Enum fallback)
{
    const QString word = reader.string(at(member), at(words[static_cast<size_t>(fallback)]));
    const qsizetype found = wordList(words).indexOf(word);
    if (found < 0)
        reader.refuse(at(member), QStringLiteral("is none of the known words"));
    return static_cast<Enum>(std::max<qsizetype>(found, 0));
}

int number(JsonReader &reader, const char *member, int greatest)
{
    const qint64 value = reader.optionalInteger(at(member)).value_or(0);
    if (value < 0 || value > greatest)
        reader.refuse(at(member), QStringLiteral("is out of range"));
    return static_cast<int>(std::clamp<qint64>(value, 0, greatest));
}

QJsonObject encodeResource(const ResourceFacts &resource)
{
    QJsonObject json{{at("definition"), resource.definition.value()},
                     {at("scopes"), QJsonArray::fromStringList(resource.scopes)}};
    const auto put = [&json](const char *member, const QString &value) {
        if (!value.isEmpty())
            json.insert(at(member), value);
    };
    put("source", resource.source.value());
    put("subject", resource.subject);
    put("resource_type", resource.resourceType);
    if (resource.sensitivity != Sensitivity::Low)
        put("sensitivity", at(sensitivityWords[static_cast<size_t>(resource.sensitivity)]));
    if (resource.usedBefore)
        json.insert(at("used_before"), true);
    return json;
}

Result<ResourceFacts> decodeResource(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("resource"), errorCode);
    refuseUnknown(reader, json,
                  {at("definition"), at("scopes"), at("source"), at("subject"), at("resource_type"), at("sensitivity"),
                   at("used_before")});
    ResourceFacts resource;
    resource.definition = DefinitionId(reader.string(at("definition"), QString()));
    resource.source = SourceIdentifier(reader.string(at("source"), QString()));
    resource.subject = reader.string(at("subject"), QString());
    resource.resourceType = reader.string(at("resource_type"), QString());
    resource.scopes = reader.strings(at("scopes"), {});
    resource.sensitivity = oneOf(reader, "sensitivity", sensitivityWords, Sensitivity::Low);
    resource.usedBefore = reader.boolean(at("used_before"), false);
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
    const QDateTime time = utcFromSeconds(facts.time).toOffsetFromUtc(facts.offsetMinutes * 60);
    QJsonObject json{
        {at("as"), facts.as.value()}, {at("client"), facts.client.value()}, {at("time"), time.toString(Qt::ISODate)}};
    if (!facts.profile.isEmpty())
        json.insert(at("profile"), facts.profile.value());
    if (!facts.organization.isEmpty())
        json.insert(at("organization"), facts.organization);
    if (facts.purpose != Purpose::Access)
        json.insert(at("purpose"), at(purposeWords[static_cast<size_t>(facts.purpose)]));
    if (facts.otherDevice)
        json.insert(at("other_device"), true);
    if (facts.firstContact)
        json.insert(at("first_contact"), true);
    const auto put = [&json](const char *member, int value) {
        if (value != 0)
            json.insert(at(member), value);
    };
    put("duration_days", facts.durationDays);
    put("ial", facts.ial);
    put("aal", facts.aal);
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
    refuseUnknown(reader, json,
                  {at("as"), at("profile"), at("client"), at("organization"), at("purpose"), at("other_device"),
                   at("first_contact"), at("duration_days"), at("ial"), at("aal"), at("time"), at("days_since_asked"),
                   at("counts"), at("resources")});
    Facts facts;
    facts.as = AsIdentifier(reader.string(at("as"), QString()));
    facts.profile = EnrolmentId(reader.string(at("profile"), QString()));
    facts.client = ClientId(reader.string(at("client"), QString()));
    facts.organization = reader.string(at("organization"), QString());
    facts.purpose = oneOf(reader, "purpose", purposeWords, Purpose::Access);
    facts.otherDevice = reader.boolean(at("other_device"), false);
    facts.firstContact = reader.boolean(at("first_contact"), false);
    facts.durationDays = number(reader, "duration_days", longestDuration);
    facts.ial = number(reader, "ial", 3);
    facts.aal = number(reader, "aal", 3);
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
