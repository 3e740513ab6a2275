// Start, addresses and metadata of an AS; what its /control adds.
#include "as/server.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {
constexpr auto movedPlace = "/moved"_L1;
}

AuthorizationServer::AuthorizationServer(Place place, AsConfig config)
    : Party(std::move(place)), m_config(std::move(config)), m_key(Key::makeEc(m_config.identifier + u"-as-1"_s))
{
    addRoutes();
}

void AuthorizationServer::addRoutes()
{
    const auto bound = [this](Response (AuthorizationServer::*method)(const Request &)) {
        return [this, method](const Request &request) {
            sweep();
            return (this->*method)(request);
        };
    };
    get(u"/.well-known/uma2-configuration"_s, [this](const Request &) { return metadata(); });
    get(u"/.well-known/oauth-authorization-server"_s, [this](const Request &) { return metadata(); });
    get(u"/jwks"_s, [this](const Request &) { return Response::json(jwks({m_key})); });

    post(u"/register"_s, bound(&AuthorizationServer::registerClient));
    get(u"/register/{id}"_s, bound(&AuthorizationServer::readRegistration));
    on(u"PUT"_s, u"/register/{id}"_s, bound(&AuthorizationServer::updateRegistration));
    on(u"DELETE"_s, u"/register/{id}"_s, bound(&AuthorizationServer::deleteRegistration));
    post(u"/token"_s, bound(&AuthorizationServer::token));

    post(u"/permission"_s, bound(&AuthorizationServer::createTicket));
    post(u"/resources"_s, bound(&AuthorizationServer::registerResource));
    post(u"/introspect"_s, bound(&AuthorizationServer::introspect));
    get(u"/claims"_s, bound(&AuthorizationServer::claimsInteraction));
    get(u"/device"_s, bound(&AuthorizationServer::devicePage));
    post(u"/wallet/answer"_s, bound(&AuthorizationServer::formAnswer));
    get(u"/wallet/answer"_s, [this](const Request &r) { return fragmentPage(r); });
    post(u"/wallet/fragment"_s, bound(&AuthorizationServer::fragmentAnswer));

    // The wallet's endpoints, which the setting `endpoints_at` moves: where they are not, there is nothing.
    for (const QString &place : {QString(), QString(movedPlace)}) {
        const auto here = [this, place](Response (AuthorizationServer::*method)(const Request &)) {
            return [this, place, method](const Request &request) {
                sweep();
                return endpointsAt() == place ? (this->*method)(request)
                                              : Response::error(404, u"not_found"_s, u"there is nothing here"_s);
            };
        };
        get(place + u"/registry/logos/{file}"_s, here(&AuthorizationServer::registryLogo));
        get(place + u"/registry/{kind}/{id}"_s, here(&AuthorizationServer::registryEntry));
        post(place + u"/fpx/ticket"_s, here(&AuthorizationServer::ticketDetails));
        post(place + u"/fpx/permissions"_s, here(&AuthorizationServer::postPermission));
        get(place + u"/fpx/permissions"_s, here(&AuthorizationServer::listPermissions));
        get(place + u"/fpx/permissions/protections"_s, here(&AuthorizationServer::listProtections));
        on(u"DELETE"_s, place + u"/fpx/permissions/protections/{rs}"_s, here(&AuthorizationServer::deleteProtection));
        get(place + u"/fpx/permissions/{id}"_s, here(&AuthorizationServer::readPermission));
        on(u"PATCH"_s, place + u"/fpx/permissions/{id}"_s, here(&AuthorizationServer::patchPermission));
        on(u"DELETE"_s, place + u"/fpx/permissions/{id}"_s, here(&AuthorizationServer::deletePermission));
    }
    post(movedPlace + u"/token"_s, bound(&AuthorizationServer::token));

    get(u"/"_s, [this](const Request &) {
        return Response::html(page(
            place().name,
            u"<div class=\"card\"><h1>%1</h1><p>This network routes requests for data between services, data sources and "
            "the people whose data it is. It knows none of those people: they answer with a wallet of their own.</p>"
            "<p class=\"soft small\">There is nothing to sign in to here. Begin at a service, such as the ones on the "
            "sandbox's front page.</p></div>"_s.arg(escaped(place().name))));
    });
}

QString AuthorizationServer::endpointsAt() const
{
    return setting(u"endpoints_at"_s, QString()).toString();
}

Response AuthorizationServer::metadata() const
{
    const QJsonArray es256{u"ES256"_s};
    return Response::json({
        {u"issuer"_s, url()},
        {u"jwks_uri"_s, url(u"/jwks"_s)},
        {u"token_endpoint"_s, url(endpointsAt() + u"/token"_s)},
        {u"registration_endpoint"_s, url(u"/register"_s)},
        {u"introspection_endpoint"_s, url(u"/introspect"_s)},
        {u"permission_endpoint"_s, url(u"/permission"_s)},
        {u"resource_registration_endpoint"_s, url(u"/resources"_s)},
        {u"claims_interaction_endpoint"_s, url(u"/claims"_s)},
        {u"fpx_ticket_endpoint"_s, url(endpointsAt() + u"/fpx/ticket"_s)},
        {u"fpx_permission_endpoint"_s, url(endpointsAt() + u"/fpx/permissions"_s)},
        {u"fpx_registry_endpoint"_s, url(endpointsAt() + u"/registry"_s)},
        {u"grant_types_supported"_s,
         QJsonArray{u"client_credentials"_s, u"urn:ietf:params:oauth:grant-type:uma-ticket"_s, u"refresh_token"_s}},
        {u"response_types_supported"_s, QJsonArray{}},
        {u"token_endpoint_auth_methods_supported"_s, QJsonArray{u"private_key_jwt"_s, u"client_secret_basic"_s}},
        {u"token_endpoint_auth_signing_alg_values_supported"_s, es256},
        {u"request_object_signing_alg_values_supported"_s, es256},
        {u"scopes_supported"_s, QJsonArray{u"register"_s, u"uma_protection"_s, u"user"_s}},
        {u"uma_profiles_supported"_s, QJsonArray{}},
    });
}

void AuthorizationServer::reset()
{
    Party::reset();
    m_state = {};
}

QJsonObject AuthorizationServer::description() const
{
    QJsonObject object = Party::description();
    object.insert(u"identifier"_s, m_config.identifier);
    object.insert(u"issuer"_s, url());
    object.insert(u"client_id"_s, m_config.clientId);
    object.insert(u"redirect_uri"_s, redirectUri());
    object.insert(u"request_object"_s, m_config.requestObjects ? u"required"_s : u"optional"_s);
    QJsonArray clients;
    for (const ServiceRecord &record : m_config.clients)
        clients.append(record.id);
    QJsonArray sources;
    for (const ServiceRecord &record : m_config.sources)
        sources.append(record.id);
    object.insert(u"clients"_s, clients);
    object.insert(u"resource_servers"_s, sources);
    object.insert(u"definitions"_s, QJsonArray::fromStringList(m_config.definitions.keys()));
    return object;
}

QJsonObject AuthorizationServer::secrets()
{
    sweep();
    QJsonObject object = Party::secrets();
    QJsonArray permissions;
    for (const PermissionPtr &permission : m_state.permissions) {
        QJsonObject state = permissionState(*permission);
        state.insert(u"account"_s, permission->account);
        state.insert(u"rot"_s, permission->rot);
        permissions.append(state);
    }
    object.insert(u"permissions"_s, permissions);
    object.insert(u"wallet_clients"_s, QJsonArray::fromStringList(m_state.walletClients.keys()));
    QJsonObject belongsTo;
    for (auto it = m_state.belongsTo.cbegin(); it != m_state.belongsTo.cend(); ++it)
        belongsTo.insert(it.key(), it.value());
    object.insert(u"belongs_to"_s, belongsTo);
    return object;
}

Response AuthorizationServer::control(const QJsonObject &command)
{
    if (command.value(u"expire_tickets"_s).toBool()) {
        for (const TransactionPtr &transaction : std::as_const(m_state.byTicket))
            transaction->expiresAt = now() - 1;
        m_state.sweptAt = 0;
    }
    if (command.value(u"drop_tokens"_s).toBool()) {
        m_state.tokens.clear();
        m_state.rpts.clear();
    }
    if (command.contains(u"forget_client"_s))
        removeWalletClient(command.value(u"forget_client"_s).toString());
    if (command.contains(u"registry"_s)) { // {"registry": {"clients/immunize-me": {merge patch}}}
        const QJsonObject patches = command.value(u"registry"_s).toObject();
        for (auto it = patches.begin(); it != patches.end(); ++it) {
            const QString kind = it.key().section(u'/', 0, 0);
            const QString id = it.key().section(u'/', 1);
            auto &records = kind == "clients"_L1 ? m_config.clients : m_config.sources;
            for (ServiceRecord &record : records) {
                if (record.id == id)
                    record.entry = mergePatch(record.entry, it->toObject());
            }
            if (kind == "resource-definitions"_L1 && m_config.definitions.contains(id))
                m_config.definitions[id] = mergePatch(m_config.definitions.value(id), it->toObject());
        }
    }
    if (command.contains(u"permission"_s)) { // {"permission": {"id", "status"?, "permission"?, "forget"?}}
        const QJsonObject change = command.value(u"permission"_s).toObject();
        for (const PermissionPtr &permission : std::as_const(m_state.permissions)) {
            if (permission->id != change.value(u"id"_s).toString())
                continue;
            if (change.contains(u"status"_s))
                setStatus(*permission, change.value(u"status"_s).toString());
            if (change.contains(u"permission"_s))
                permission->permission = change.value(u"permission"_s).toString();
            if (change.value(u"forget"_s).toBool())
                m_state.permissionById.remove(permissionKey(permission->account, permission->id));
        }
        if (change.value(u"forget"_s).toBool())
            m_state.permissions.removeIf(
                [&](const PermissionPtr &p) { return p->id == change.value(u"id"_s).toString(); });
    }
    if (command.contains(u"plant_permission"_s)) { // one that the account's wallet never signed
        const QJsonObject plant = command.value(u"plant_permission"_s).toObject();
        auto permission = std::make_shared<Permission>();
        permission->id = plant.value(u"permission_id"_s).toString();
        permission->account = plant.value(u"account"_s).toString();
        permission->permission = plant.value(u"permission"_s).toString();
        permission->status = plant.value(u"status"_s).toString(u"active"_s);
        permission->transaction = std::make_shared<Transaction>();
        permission->claims = {{u"exp"_s, now() + 86400}};
        m_state.permissions.append(permission);
        m_state.permissionById.insert(permissionKey(permission->account, permission->id), permission);
    }
    if (command.value(u"rotate_key"_s).toBool())
        m_key = Key::makeEc(m_config.identifier + u"-as-"_s + QString::number(now()));
    return Party::control(command);
}

const ServiceRecord *AuthorizationServer::client(const QString &id) const
{
    for (const ServiceRecord &record : m_config.clients) {
        if (record.id == id)
            return &record;
    }
    return nullptr;
}

const ServiceRecord *AuthorizationServer::source(const QString &id) const
{
    for (const ServiceRecord &record : m_config.sources) {
        if (record.id == id)
            return &record;
    }
    return nullptr;
}

} // namespace fpx::sandbox
