#include <fpx/base/json.h>
#include <fpx/consent/permissionbook.h>

#include <QSet>

namespace fpx::consent {

namespace {

constexpr QLatin1String table("permissions");
constexpr const char *stateNames[] = {"draft",    "pending", "active",  "disabled", "disabling", "enabling",
                                      "revoking", "used",    "expired", "revoked",  "replaced",  "dropped"};

QString k(const char *name)
{
    return QLatin1String(name);
}

} // namespace

QString permissionStateName(PermissionState state)
{
    return k(stateNames[static_cast<int>(state)]);
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
            {k("source"), source.value()},
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
            {k("version"), version},
            {k("permission"), QLatin1String(permission)},
            {k("body"), QString::fromUtf8(body)},
            {k("client_name"), clientName},
            {k("client_logo"), QLatin1String(clientLogo.toBase64())},
            {k("client_organization"), clientOrganization},
            {k("client_policy"), clientPolicyUri},
            {k("client_terms"), clientTermsUri},
            {k("client_language"), clientLanguage},
            {k("network_name"), networkName},
            {k("definition_name"), definitionName},
            {k("source_name"), sourceName},
            {k("subject_name"), subjectName},
            {k("scope_names"), QJsonArray::fromStringList(scopeNames)}};
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
    record.source = SourceIdentifier(text("source"));
    record.resourceServer = RsIdentifier(text("resource_server"));
    record.subject = text("subject");
    record.scopes = reader.strings(k("scopes"), {});
    record.once = reader.boolean(k("once"), false);
    record.untilRevoked = reader.boolean(k("until_revoked"), false);
    record.grantedAt = reader.integer(k("granted_at"));
    record.signedAt = reader.optionalInteger(k("signed_at")).value_or(record.grantedAt);
    record.expires = reader.integer(k("expires"));
    record.latestEnd = reader.optionalInteger(k("latest_end")).value_or(0);
    record.replaces = PermissionId(text("replaces"));
    record.replacedBy = PermissionId(text("replaced_by"));
    record.lastUsedAt = reader.optionalInteger(k("last_used_at")).value_or(0);
    record.version = text("version");
    record.permission = text("permission").toLatin1();
    record.body = text("body").toUtf8();
    record.clientName = text("client_name");
    record.clientLogo = QByteArray::fromBase64(text("client_logo").toLatin1());
    record.clientOrganization = text("client_organization");
    record.clientPolicyUri = text("client_policy");
    record.clientTermsUri = text("client_terms");
    record.clientLanguage = text("client_language");
    record.networkName = text("network_name");
    record.definitionName = text("definition_name");
    record.sourceName = text("source_name");
    record.subjectName = text("subject_name");
    record.scopeNames = reader.strings(k("scope_names"), {});
    FPX_CHECK(reader.finish());
    return record;
}

namespace {

// Thousands of permissions name few parties and things: what is equal is kept once.
class Shared
{
public:
    void share(QString &text) { text = *m_texts.insert(text); }
    void share(QByteArray &bytes) { bytes = *m_bytes.insert(bytes); }
    void share(QStringList &texts)
    {
        for (QString &text : texts)
            share(text);
        texts = *m_lists.insert(texts);
    }
    template <class Id>
    void shareId(Id &id)
    {
        id = Id(*m_texts.insert(id.value()));
    }
    void share(PermissionRecord &record)
    {
        shareId(record.enrolment);
        shareId(record.as);
        shareId(record.client);
        shareId(record.definition);
        shareId(record.source);
        shareId(record.resourceServer);
        for (QString *text : {&record.subject, &record.clientName, &record.networkName, &record.definitionName,
                              &record.sourceName, &record.subjectName, &record.version})
            share(*text);
        share(record.clientLogo);
        share(record.scopes);
        share(record.scopeNames);
    }

private:
    QSet<QString> m_texts;
    QSet<QByteArray> m_bytes;
    QSet<QStringList> m_lists;
};

} // namespace

PermissionBook::PermissionBook(RecordStore &records, QObject *parent) : QObject(parent), m_store(records) {}

Result<void> PermissionBook::load()
{
    FPX_TRY(rows, m_store.all(table));
    m_records.clear();
    m_records.reserve(rows.size());
    Shared shared;
    for (const QJsonObject &row : std::as_const(rows)) {
        FPX_TRY(record, PermissionRecord::fromJson(row));
        shared.share(record);
        m_records.insert(record.id, record);
    }
    Q_EMIT changed();
    return {};
}

void PermissionBook::clear()
{
    m_records.clear();
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

const PermissionRecord *PermissionBook::newestOf(const AsIdentifier &as, const ClientId &client) const
{
    const PermissionRecord *newest = nullptr;
    for (const PermissionRecord &record : m_records) {
        if (record.as == as && record.client == client && record.state != PermissionState::Draft &&
            record.state != PermissionState::Dropped && (newest == nullptr || newest->grantedAt < record.grantedAt))
            newest = &record;
    }
    return newest;
}

bool PermissionBook::knowsClient(const AsIdentifier &as, const ClientId &client) const
{
    return newestOf(as, client) != nullptr;
}

Result<void> PermissionBook::put(const PermissionRecord &record)
{
    FPX_CHECK(m_store.put(table, record.id.value(), record.toJson()));
    m_records.insert(record.id, record);
    Q_EMIT changed();
    return {};
}

} // namespace fpx::consent
