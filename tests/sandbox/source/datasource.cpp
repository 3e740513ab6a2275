#include "source/datasource.h"

#include <fpx/base/random.h>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

DataSource::DataSource(Place place, SourceConfig config)
    : LoginServer(std::move(place), config.login),
      m_config(std::move(config)),
      m_encryptionKey(Key::makeEc(m_config.login.identifier + u"-rot-1"_s))
{
    get(u"/userinfo"_s, [this](const Request &r) { return userinfo(r); });
    post(u"/rot"_s, [this](const Request &r) { return makeRot(r); });
    on(u"DELETE"_s, u"/rot/{id}"_s, [this](const Request &r) { return deleteRot(r); });
    route(u"GET"_s, u"/api/{as}/{definition}"_s,
          [this](const Request &r, const Reply &reply) { serveResource(r, reply); });
    get(u"/"_s, [this](const Request &r) { return portal(r); });
    get(u"/account"_s, [this](const Request &r) { return portal(r); });
    route(u"POST"_s, u"/protect"_s, [this](const Request &r, const Reply &reply) { beginProtect(r, reply); });
    route(u"GET"_s, u"/protect/done"_s, [this](const Request &r, const Reply &reply) { endProtect(r, reply); });
    route(u"POST"_s, u"/protect/use"_s, [this](const Request &r, const Reply &reply) { usePat(r, reply); });
}

QJsonObject DataSource::jwkSet() const
{
    QJsonArray keys = LoginServer::jwkSet().value(u"keys"_s).toArray();
    keys.append(m_encryptionKey.publicJwk(u"enc"_s));
    return {{u"keys"_s, keys}};
}

QString DataSource::consentText(const Flow &flow) const
{
    QString list;
    for (const SourceResource &resource : m_config.resources)
        list += u"<li>%1</li>"_s.arg(escaped(resource.displayName));
    const bool rot = flow.scope.split(u' ').contains(u"fpx_rot"_s);
    return u"<p>Your wallet will see <b>which</b> records you have here, not what is in them:</p><ul>%1</ul>%2"_s.arg(
        list, rot ? u"<p>When you allow a service to read one of them, the wallet tells us so in your name.</p>"_s
                  : QString());
}

QJsonObject DataSource::description() const
{
    QJsonObject object = LoginServer::description();
    object.insert(u"strategy"_s, m_config.strategy);
    object.insert(u"rot_endpoint"_s, url(u"/rot"_s));
    object.insert(u"userinfo"_s, url(u"/userinfo"_s));
    QJsonArray definitions;
    for (const SourceResource &resource : m_config.resources)
        definitions.append(resource.definition);
    object.insert(u"definitions"_s, definitions);
    QJsonArray networks;
    for (const AsLink &link : m_links)
        networks.append(QJsonObject{{u"identifier"_s, link.identifier},
                                    {u"resource_server"_s, link.id},
                                    {u"resource_location"_s, resourceLocation(link.identifier)}});
    object.insert(u"authorization_servers"_s, networks);
    return object;
}

QJsonObject DataSource::secrets()
{
    QJsonObject object = LoginServer::secrets();
    QJsonArray personal = object.value(u"personal"_s).toArray();
    for (const Login &login : logins()) {
        for (const SourceResource &resource : m_config.resources) {
            QList<Subject> subjects{{login.sub, login.person, login.name}};
            for (const Related &related : m_config.related) {
                if (related.person == login.person)
                    subjects.append({{}, related.subject, related.displayName});
            }
            for (const Subject &subject : subjects) {
                for (const QJsonValue &row :
                     recordOf(resource.definition, subject.dataKey).value(u"rows"_s).toArray()) {
                    for (const QJsonValue &cell : row.toObject()) {
                        if (cell.toString().size() >= 12)
                            personal.append(cell);
                    }
                }
            }
        }
    }
    object.insert(u"personal"_s, personal);
    return object;
}

void DataSource::reset()
{
    LoginServer::reset();
    m_simpleRots.clear();
    m_pseudonyms.clear();
    m_known.clear();
    m_pseudonymUse.clear();
    m_ended.clear();
    m_protectStates.clear();
    m_pats.clear();
}

Response DataSource::control(const QJsonObject &command)
{
    if (command.value(u"rotate_encryption_key"_s).toBool()) // the registry keeps the old one: the copies differ
        m_encryptionKey = Key::makeEc(m_encryptionKey.kid());
    return LoginServer::control(command);
}

std::optional<DataSource::Subject> DataSource::subjectOf(qsizetype login, const QString &id) const
{
    const Login &person = logins().at(login);
    if (id.isEmpty() || id == person.sub)
        return Subject{person.sub, person.person, person.name};
    for (const Related &related : m_config.related) {
        const QString relatedId = person.sub + u"-for-"_s + related.subject;
        if (related.person == person.person && id == relatedId)
            return Subject{relatedId, related.subject, related.displayName};
    }
    return std::nullopt;
}

QString DataSource::resourceId(const QString &definition, const Subject &subject) const
{
    return definition + u'-' + hashOf(subject.id + definition).left(16);
}

Response DataSource::userinfo(const Request &request)
{
    Refusal refusal;
    const GrantPtr grant = grantOf(request, u"resources"_s, refusal);
    if (!grant)
        return refusal.response();
    const Login &person = logins().at(grant->login);
    const auto list = [this](const Subject &subject) {
        QJsonArray resources;
        for (const SourceResource &resource : m_config.resources) {
            if (!recordOf(resource.definition, subject.dataKey).isEmpty())
                resources.append(QJsonObject{{u"resource_definition"_s, resource.definition},
                                             {u"resource_id"_s, resourceId(resource.definition, subject)},
                                             {u"display_name"_s, resource.displayName}});
        }
        return resources;
    };
    QJsonArray related;
    for (const Related &other : m_config.related) {
        if (other.person != person.person)
            continue;
        const Subject subject{person.sub + u"-for-"_s + other.subject, other.subject, other.displayName};
        related.append(QJsonObject{{u"subject"_s, subject.id},
                                   {u"display_name"_s, other.displayName},
                                   {u"relation"_s, other.relation},
                                   {u"resources"_s, list(subject)}});
    }
    QJsonObject answer{{u"sub"_s, person.sub},
                       {u"name"_s, person.name},
                       {u"resources"_s, list({person.sub, person.person, person.name})},
                       {u"related"_s, related}};
    for (const QJsonValue &resource : answer.value(u"resources"_s).toArray())
        issue(u"resource_id"_s, resource.toObject().value(u"resource_id"_s).toString());
    return Response::json(answer);
}

} // namespace fpx::sandbox
