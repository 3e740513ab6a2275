#include <fpx/base/base64url.h>
#include <fpx/base/json.h>
#include <fpx/consent/permissionbook.h>

#include "words.h"

#include <QCryptographicHash>

#include <algorithm>
#include <limits>

namespace fpx::consent {

namespace {

constexpr QLatin1String table("permissions");
constexpr const char *stateNames[] = {"draft",    "pending", "active",  "disabled", "disabling", "enabling",
                                      "revoking", "used",    "expired", "revoked",  "replaced",  "dropped"};

constexpr qint64 day = 24 * 3600;

QString k(const char *name)
{
    return QLatin1String(name);
}

// Version 0.1.0 kept the midnight after the last day instead of the moment: up to a day beyond what was asked.
qint64 momentOf(qint64 latestEnd, qint64 grantedAt)
{
    const bool midnight = latestEnd > 0 && latestEnd % day == 0;
    return midnight && grantedAt % day != 0 ? latestEnd - day + grantedAt % day : latestEnd;
}

// Rows of earlier versions do not name the resource; the permission in them does.
QString resourceIdIn(const QString &permission)
{
    const auto payload = fromBase64Url(permission.section(QLatin1Char('.'), 1, 1).toLatin1());
    const auto claims = payload ? parseJsonObject(*payload) : Result<QJsonObject>();
    return claims && claims->contains(k("resource_id")) ? claims->value(k("resource_id")).toString() : QString();
}

} // namespace

QString permissionStateName(PermissionState state)
{
    return k(stateNames[static_cast<int>(state)]);
}

PermissionHash hashOfPermission(const QByteArray &jws)
{
    PermissionHash hash{};
    if (!jws.isEmpty())
        std::ranges::copy(QCryptographicHash::hash(jws, QCryptographicHash::Sha256), hash.begin());
    return hash;
}

size_t qHash(const SharedNames &names, size_t seed)
{
    return qHashMulti(seed, names->clientName, names->definitionName, names->sourceName, names->subjectName,
                      names->scopeNames);
}

bool PermissionRecord::isOver() const
{
    switch (state) {
    case PermissionState::Used:
    case PermissionState::Expired:
    case PermissionState::Revoked:
    case PermissionState::Replaced:
    case PermissionState::Dropped: return true;
    default: return false;
    }
}

QJsonObject PermissionRecord::toJson() const
{
    return {{k("id"), id.value()},
            {k("state"), permissionStateName(state)},
            {k("enrolment"), enrolment.value()},
            {k("as"), as.value()},
            {k("request"), request.value()},
            {k("request_id"), requestId},
            {k("client"), client.value()},
            {k("definition"), definition.value()},
            {k("resource_id"), resourceId.isNull() ? QJsonValue() : QJsonValue(resourceId)},
            {k("source"), source.value()},
            {k("source_account"), sourceAccount},
            {k("resource_server"), resourceServer.value()},
            {k("subject"), subject},
            {k("scopes"), QJsonArray::fromStringList(scopes)},
            {k("once"), once},
            {k("until_revoked"), untilRevoked},
            {k("granted_at"), grantedAt},
            {k("signed_at"), signedAt},
            {k("expires"), expires},
            {k("latest_end"), latestEnd},
            {k("replaces"), replaces.value()},
            {k("replaced_by"), replacedBy.value()},
            {k("last_used_at"), lastUsedAt},
            {k("times_shared"), timesShared},
            {k("last_shared_at"), lastSharedAt},
            {k("wished_duration"), static_cast<int>(wished.kind)},
            {k("wished_last_day"), wished.lastDay.toString(Qt::ISODate)},
            {k("version"), version},
            {k("client_name"), names->clientName},
            {k("client_logo"), QLatin1String(names->clientLogo.toBase64())},
            {k("client_organization"), names->clientOrganization},
            {k("client_policy"), names->clientPolicyUri},
            {k("client_terms"), names->clientTermsUri},
            {k("client_language"), names->clientLanguage},
            {k("network_name"), names->networkName},
            {k("definition_name"), names->definitionName},
            {k("source_name"), names->sourceName},
            {k("subject_name"), names->subjectName},
            {k("scope_names"), QJsonArray::fromStringList(names->scopeNames)},
            {k("definition_type"), names->definitionType},
            {k("scope_sensitivities"), QJsonArray::fromStringList(names->scopeSensitivities)}};
}

Result<PermissionRecord> PermissionRecord::fromJson(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("stored permission"), "row_damaged");
    PermissionRecord record;
    const auto text = [&reader](const char *name) { return reader.string(k(name), QString()); };
    record.id = PermissionId(reader.string(k("id")));
    record.state = static_cast<PermissionState>(reader.choice(k("state"), stateNames));
    record.enrolment = EnrolmentId(text("enrolment"));
    record.as = AsIdentifier(text("as"));
    record.request = RequestKey(text("request"));
    record.requestId = text("request_id");
    record.client = ClientId(text("client"));
    record.definition = DefinitionId(text("definition"));
    record.resourceId =
        json.contains(k("resource_id")) ? json.value(k("resource_id")).toString() : resourceIdIn(text("permission"));
    record.source = SourceIdentifier(text("source"));
    record.sourceAccount = text("source_account");
    record.resourceServer = RsIdentifier(text("resource_server"));
    record.subject = text("subject");
    record.scopes = reader.strings(k("scopes"), {});
    record.once = reader.boolean(k("once"), false);
    record.untilRevoked = reader.boolean(k("until_revoked"), false);
    record.grantedAt = reader.integer(k("granted_at"));
    record.signedAt = reader.optionalInteger(k("signed_at")).value_or(record.grantedAt);
    record.expires = reader.integer(k("expires"));
    record.latestEnd = momentOf(reader.optionalInteger(k("latest_end")).value_or(0), record.grantedAt);
    record.replaces = PermissionId(text("replaces"));
    record.replacedBy = PermissionId(text("replaced_by"));
    record.lastUsedAt = reader.optionalInteger(k("last_used_at")).value_or(0);
    record.timesShared = static_cast<int>(
        std::clamp<qint64>(reader.optionalInteger(k("times_shared")).value_or(1), 1, std::numeric_limits<int>::max()));
    record.lastSharedAt = reader.optionalInteger(k("last_shared_at")).value_or(0);
    const qint64 wished = reader.optionalInteger(k("wished_duration")).value_or(0);
    record.wished = {static_cast<DurationKind>(std::clamp<qint64>(wished, 0, 2)),
                     QDate::fromString(text("wished_last_day"), Qt::ISODate)};
    record.version = text("version");
    record.hash = hashOfPermission(text("permission").toLatin1());
    PermissionNames names;
    names.clientName = text("client_name");
    names.clientLogo = QByteArray::fromBase64(text("client_logo").toLatin1());
    names.clientOrganization = text("client_organization");
    names.clientPolicyUri = text("client_policy");
    names.clientTermsUri = text("client_terms");
    names.clientLanguage = text("client_language");
    names.networkName = text("network_name");
    names.definitionName = text("definition_name");
    names.sourceName = text("source_name");
    names.subjectName = text("subject_name");
    names.scopeNames = reader.strings(k("scope_names"), {});
    names.definitionType = text("definition_type");
    names.scopeSensitivities = reader.strings(k("scope_sensitivities"), {});
    record.names = names;
    FPX_CHECK(reader.finish());
    return record;
}

PermissionBook::PermissionBook(RecordStore &records, QObject *parent) : QObject(parent), m_store(records) {}

void PermissionBook::Shared::share(QStringList &texts)
{
    for (QString &text : texts)
        share(text);
    texts = *m_lists.insert(texts);
}

void PermissionBook::Shared::share(PermissionRecord &record)
{
    shareId(record.enrolment);
    shareId(record.as);
    shareId(record.client);
    shareId(record.definition);
    shareId(record.source);
    shareId(record.resourceServer);
    for (QString *text : {&record.requestId, &record.subject, &record.version, &record.sourceAccount})
        share(*text);
    if (!record.resourceId.isNull())
        share(record.resourceId);
    share(record.scopes);
    const auto known = m_names.constFind(record.names);
    if (known != m_names.constEnd()) {
        record.names = *known;
        return;
    }
    PermissionNames names = *record.names;
    names.clientLogo = *m_logos.insert(names.clientLogo);
    record.names = names;
    m_names.insert(record.names);
}

Result<void> PermissionBook::load()
{
    QHash<PermissionId, PermissionRecord> records;
    Shared shared;
    FPX_CHECK(m_store.each(table, [&](const QJsonObject &row) -> Result<void> {
        FPX_TRY(record, PermissionRecord::fromJson(row));
        shared.share(record);
        records.insert(record.id, record);
        return {};
    }));
    m_records = std::move(records);
    m_shared = std::move(shared);
    Q_EMIT changed();
    return {};
}

void PermissionBook::clear()
{
    m_records.clear();
    m_shared.clear();
    Q_EMIT changed();
}

const PermissionRecord *PermissionBook::find(const PermissionId &id) const
{
    const auto found = m_records.constFind(id);
    return found == m_records.constEnd() ? nullptr : &*found;
}

QList<PermissionRecord> PermissionBook::ofRequest(const RequestKey &request) const
{
    QList<PermissionRecord> result;
    for (const PermissionRecord &record : m_records) {
        if (record.request == request)
            result.append(record);
    }
    return result;
}

QList<PermissionRecord> PermissionBook::liveAt(const SourceIdentifier &source) const
{
    QList<PermissionRecord> result;
    for (const PermissionRecord &record : m_records) {
        if (record.source == source && record.isLive())
            result.append(record);
    }
    return result;
}

template <class Holds>
const PermissionRecord *PermissionBook::newestGiven(const Holds &holds) const
{
    const PermissionRecord *newest = nullptr;
    for (const PermissionRecord &record : m_records) {
        if (record.wasGiven() && holds(record) && (newest == nullptr || newest->lastShared() < record.lastShared()))
            newest = &record;
    }
    return newest;
}

const PermissionRecord *PermissionBook::newestOf(const EnrolmentId &profile, const ClientId &client) const
{
    return newestGiven(
        [&](const PermissionRecord &record) { return record.enrolment == profile && record.client == client; });
}

const PermissionRecord *PermissionBook::newestOf(const EnrolmentId &profile, const DefinitionId &definition) const
{
    return newestGiven(
        [&](const PermissionRecord &record) { return record.enrolment == profile && record.definition == definition; });
}

bool PermissionBook::wasGivenTo(const EnrolmentId &profile, const ClientId &client,
                                const DefinitionId &definition) const
{
    return newestGiven([&](const PermissionRecord &record) {
               return record.enrolment == profile && record.client == client && record.definition == definition;
           }) != nullptr;
}

bool PermissionBook::knowsClient(const EnrolmentId &profile, const ClientId &client) const
{
    return newestOf(profile, client) != nullptr;
}

Result<PermissionPapers> PermissionBook::papers(const PermissionId &id) const
{
    FPX_TRY(row, m_store.get(table, id.value()));
    if (!row)
        return fail("permission_unknown", Words::tr("This wallet knows no such permission."));
    return PermissionPapers{row->value(k("permission")).toString().toLatin1(),
                            row->value(k("body")).toString().toUtf8()};
}

Result<void> PermissionBook::put(const PermissionRecord &record, Body body)
{
    FPX_TRY(kept, papers(record.id));
    if (body == Body::Erase)
        kept.body.clear();
    return write(record, kept);
}

Result<void> PermissionBook::put(PermissionRecord record, const PermissionPapers &papers)
{
    return write(std::move(record), papers);
}

Result<void> PermissionBook::write(PermissionRecord record, const PermissionPapers &papers)
{
    record.hash = hashOfPermission(papers.permission); // whoever made the record may not have known it
    QJsonObject row = record.toJson();
    row.insert(k("permission"), QLatin1String(papers.permission));
    row.insert(k("body"), QString::fromUtf8(papers.body));
    FPX_CHECK(m_store.put(table, record.id.value(), row));
    m_shared.share(record);
    m_records.insert(record.id, record);
    Q_EMIT changed();
    return {};
}

} // namespace fpx::consent
