#include <fpx/base/json.h>
#include <fpx/consent/requestrecord.h>

#include "words.h"

namespace fpx::consent {

namespace {

QString k(const char *name)
{
    return QLatin1String(name);
}

QJsonObject errorToJson(const Error &error)
{
    return {{k("code"), QLatin1String(error.code)},
            {k("message"), error.message},
            {k("detail"), error.detail},
            {k("later"), error.retry == Retry::Later}};
}

Error errorFromJson(const QJsonObject &json)
{
    return {json.value(k("code")).toString().toLatin1(), json.value(k("message")).toString(),
            json.value(k("detail")).toString(), json.value(k("later")).toBool() ? Retry::Later : Retry::No};
}

QJsonArray reusedToJson(const QList<Reused> &reused)
{
    QJsonArray array;
    for (const Reused &one : reused)
        array.append(QJsonObject{{k("request_id"), one.requestId},
                                 {k("permission"), one.permission.value()},
                                 {k("other_end"), one.otherEnd}});
    return array;
}

QList<Reused> reusedFromJson(const QJsonArray &array)
{
    QList<Reused> reused;
    for (const QJsonValue &value : array)
        reused.append({value.toObject().value(k("request_id")).toString(),
                       PermissionId(value.toObject().value(k("permission")).toString()),
                       value.toObject().value(k("other_end")).toBool()});
    return reused;
}

template <class T>
Result<void> read(const QJsonObject &json, const char *name, std::optional<T> &into,
                  Result<T> (*parse)(const QJsonObject &))
{
    if (!json.contains(k(name)))
        return {};
    FPX_TRY(value, parse(json.value(k(name)).toObject()));
    into = std::move(value);
    return {};
}

} // namespace

QJsonObject choiceToJson(const Choice &choice)
{
    QJsonArray resources;
    for (const ResourceChoice &resource : choice.resources) {
        resources.append(QJsonObject{{k("request_id"), resource.requestId},
                                     {k("share"), resource.share},
                                     {k("source"), resource.source.value()},
                                     {k("subject"), resource.subject},
                                     {k("scopes"), QJsonArray::fromStringList(resource.scopes)}});
    }
    return {{k("resources"), resources},
            {k("duration"), static_cast<int>(choice.duration.kind)},
            {k("last_day"), choice.duration.lastDay.toString(Qt::ISODate)},
            {k("remember"), choice.remember}};
}

Result<Choice> choiceFromJson(const QJsonObject &json)
{
    Choice choice;
    JsonReader reader(json, QStringLiteral("stored choice"), "row_damaged");
    for (const QJsonValue &value : reader.array(k("resources"))) {
        JsonReader resource(value.toObject(), QStringLiteral("stored choice"), "row_damaged");
        choice.resources.append({resource.string(k("request_id")), resource.boolean(k("share"), false),
                                 SourceIdentifier(resource.string(k("source"), QString())),
                                 resource.string(k("subject"), QString()), resource.strings(k("scopes"), {})});
        FPX_CHECK(resource.finish());
    }
    const qint64 kind = reader.integer(k("duration"));
    if (kind < 0 || kind > 2)
        reader.refuse(k("duration"), QStringLiteral("out of range"));
    choice.duration.kind = static_cast<DurationKind>(kind);
    choice.duration.lastDay = QDate::fromString(reader.string(k("last_day"), QString()), Qt::ISODate);
    choice.remember = reader.boolean(k("remember"), false);
    FPX_CHECK(reader.finish());
    return choice;
}

QJsonObject RequestRecord::toJson() const
{
    QJsonObject json{{k("key"), key.value()},
                     {k("page_token"), pageToken},
                     {k("state"), stateName(state)},
                     {k("as"), as.value()},
                     {k("enrolment"), enrolment.value()},
                     {k("answer_taken"), answerTaken},
                     {k("partial"), partial},
                     {k("while_locked"), whileLocked},
                     {k("details_hash"), detailsHash},
                     {k("rule"), decidingRule},
                     {k("received_at"), receivedAt},
                     {k("expires_at"), expiresAt},
                     {k("client_name"), clientName},
                     {k("subject_line"), subjectLine},
                     {k("client_logo"), QLatin1String(clientLogo.toBase64())}};
    if (request)
        json.insert(k("request"), request->toJson());
    if (details)
        json.insert(k("details"), details->toJson());
    if (choice)
        json.insert(k("choice"), choiceToJson(*choice));
    if (!reused.isEmpty())
        json.insert(k("reused"), reusedToJson(reused));
    if (answer)
        json.insert(k("answer"), answer->toJson());
    if (!failure.code.isEmpty())
        json.insert(k("failure"), errorToJson(failure));
    return json;
}

Result<RequestRecord> RequestRecord::fromJson(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("stored request"), "row_damaged");
    RequestRecord record;
    record.key = RequestKey(reader.string(k("key")));
    record.pageToken = reader.string(k("page_token"), QString());
    const auto state = stateFromName(reader.string(k("state")));
    if (!state)
        reader.refuse(k("state"), QStringLiteral("unknown"));
    record.state = state.value_or(State::Failed);
    record.as = AsIdentifier(reader.string(k("as"), QString()));
    record.enrolment = EnrolmentId(reader.string(k("enrolment"), QString()));
    record.answerTaken = reader.boolean(k("answer_taken"), true);
    record.partial = reader.boolean(k("partial"), false);
    record.whileLocked = reader.boolean(k("while_locked"), false);
    record.detailsHash = reader.string(k("details_hash"), QString());
    record.decidingRule = reader.string(k("rule"), QString());
    record.receivedAt = reader.integer(k("received_at"));
    record.expiresAt = reader.integer(k("expires_at"));
    record.clientName = reader.string(k("client_name"), QString());
    record.subjectLine = reader.string(k("subject_line"), QString());
    record.clientLogo = QByteArray::fromBase64(reader.string(k("client_logo"), QString()).toLatin1());
    FPX_CHECK(reader.finish());
    FPX_CHECK(read(json, "request", record.request, &uma::AuthorizationRequest::fromJson));
    FPX_CHECK(read(json, "details", record.details, &uma::TicketDetails::fromJson));
    FPX_CHECK(read(json, "choice", record.choice, &choiceFromJson));
    FPX_CHECK(read(json, "answer", record.answer, &uma::Answer::fromJson));
    record.reused = reusedFromJson(json.value(k("reused")).toArray());
    if (json.contains(k("failure")))
        record.failure = errorFromJson(json.value(k("failure")).toObject());
    return record;
}

} // namespace fpx::consent
