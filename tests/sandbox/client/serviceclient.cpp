#include "client/serviceclient.h"

#include <fpx/base/random.h>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {
const QString browserCookie = u"service-session"_s;
}

ServiceClient::ServiceClient(Place place, ClientConfig config) : Party(std::move(place)), m_config(std::move(config))
{
    const auto bound = [this](void (ServiceClient::*method)(const Request &, const Reply &)) {
        return [this, method](const Request &request, const Reply &reply) { (this->*method)(request, reply); };
    };
    get(u"/"_s, [this](const Request &r) { return home(r); });
    route(u"GET"_s, u"/start"_s, bound(&ServiceClient::start));
    route(u"POST"_s, u"/start"_s, bound(&ServiceClient::start));
    route(u"GET"_s, u"/callback"_s, bound(&ServiceClient::callback));
    route(u"POST"_s, u"/again/{id}"_s, bound(&ServiceClient::again));
    route(u"GET"_s, u"/device/{id}"_s, bound(&ServiceClient::devicePage));
    get(u"/result/{id}"_s, [this](const Request &r) { return result(r); });
    get(u"/control/results"_s, [this](const Request &) { return Response::json(results()); });
    for (const auto &[path, title, text] :
         {std::tuple{u"/privacy"_s, u"Privacy policy"_s,
                     u"We keep what you share for as long as you allow it, and erase it when you ask."_s},
          std::tuple{u"/terms"_s, u"Terms of use"_s,
                     u"This service is free of charge. Its advice does not replace a doctor's."_s}}) {
        get(path, [this, t = title, x = text](const Request &) {
            return Response::html(page(t, u"<div class=\"card\"><h1>%1</h1><p>%2</p></div>"_s.arg(t, x)));
        });
    }
}

QJsonObject ServiceClient::description() const
{
    QJsonObject object = Party::description();
    QJsonObject offers;
    for (const Offer &offer : m_config.offers)
        offers.insert(offer.key, QJsonObject{{u"button"_s, offer.button},
                                             {u"usage"_s, offer.usage},
                                             {u"requested_resources"_s, offer.resources}});
    QJsonArray networks;
    for (const Network &network : m_links)
        networks.append(QJsonObject{{u"identifier"_s, network.link.identifier},
                                    {u"client_id"_s, network.link.id},
                                    {u"client_secret"_s, network.link.secret}});
    object.insert(u"offers"_s, offers);
    object.insert(u"authorization_servers"_s, networks);
    object.insert(u"start"_s, url(u"/start"_s));
    object.insert(u"redirect_uri"_s, redirectUri());
    object.insert(u"results"_s, url(u"/control/results"_s));
    return object;
}

void ServiceClient::reset()
{
    Party::reset();
    m_byState.clear();
    m_errands.clear();
    m_order.clear();
}

const Offer *ServiceClient::offer(const QString &key) const
{
    for (const Offer &offer : m_config.offers) {
        if (offer.key == key || key.isEmpty())
            return &offer;
    }
    return nullptr;
}

const ServiceClient::Network *ServiceClient::network(const QString &identifier) const
{
    for (const Network &network : m_links) {
        if (network.link.identifier == identifier || identifier.isEmpty())
            return &network;
    }
    return nullptr;
}

ServiceClient::ErrandPtr ServiceClient::errandOf(const Request &request) const
{
    const ErrandPtr errand = m_errands.value(request.params.value(u"id"_s));
    return errand && errand->browser == request.cookie(browserCookie) ? errand : ErrandPtr{};
}

Response ServiceClient::home(const Request &) const
{
    QString networks;
    for (const Network &network : m_links)
        networks += u"<option value=\"%1\">%2</option>"_s.arg(network.link.identifier, escaped(network.name));
    const QString choice =
        m_links.size() < 2
            ? QString()
            : u"<label for=\"as\">Through which network?</label><select id=\"as\" name=\"as\">%1</select>"_s.arg(
                  networks);
    QString cards;
    for (const Offer &offer : m_config.offers) {
        const auto checked = [&offer](const QString &usage) {
            return offer.usage == usage ? u" checked"_s : QString();
        };
        cards +=
            u"<form class=\"card\" method=\"post\" action=\"/start\" style=\"margin-top:20px\">%1<h2 style=\"margin-top:0\">%2"
            "</h2><label class=\"row\"><input type=\"radio\" name=\"usage\" value=\"once\"%3><span>Just this "
            "once</span></label><label class=\"row\"><input type=\"radio\" name=\"usage\" value=\"repeated\"%4><span>Keep "
            "it up to date</span></label><label class=\"row\"><input type=\"checkbox\" name=\"device\" value=\"1\" "
            "id=\"device-%6\"><span>My wallet is on another device</span></label>%5<div class=\"actions\"><button "
            "id=\"start-%6\">%7</button></div></form>"_s.arg(
                hiddenInputs({{u"offer"_s, offer.key}}), escaped(offer.text), checked(u"once"_s),
                checked(u"repeated"_s), choice, offer.key, escaped(offer.button));
    }
    PageOptions options;
    options.tagline = u"A service"_s;
    return Response::html(page(
        m_config.headline,
        u"<h1 style=\"font-size:34px\">%1</h1><p class=\"soft\" style=\"font-size:18px\">%2</p>%3<p class=\"small soft\" "
        "style=\"margin-top:24px\"><a href=\"/privacy\">Privacy policy</a> · <a href=\"/terms\">Terms of use</a></p>"_s
            .arg(escaped(m_config.headline), escaped(m_config.lead), cards),
        options));
}

QJsonObject ServiceClient::ticketRequest(const Offer &offer, const Fields &options) const
{
    QJsonObject body{{u"requested_resources"_s, offer.resources},
                     {u"usage"_s, options.value(u"usage"_s, offer.usage)},
                     {u"duration"_s, offer.duration},
                     {u"reason"_s, offer.reason}};
    if (options.contains(u"device"_s))
        body.insert(u"device"_s, true);
    QJsonObject wishes;
    for (const QString &name : {u"response_mode"_s, u"prompt"_s, u"max_age"_s, u"acr_values"_s, u"ui_locales"_s}) {
        if (options.contains(name))
            wishes.insert(name, options.value(name));
    }
    for (const QString &name : {u"by_reference"_s, u"request_object"_s}) {
        if (options.contains(name))
            wishes.insert(name, options.value(name) != "0"_L1);
    }
    if (options.contains(u"query"_s)) // a JSON merge patch of what the AS puts into the query
        wishes.insert(u"query"_s, parseJsonObject(options.value(u"query"_s).toUtf8()).value_or(QJsonObject{}));
    if (!wishes.isEmpty())
        body.insert(u"sandbox"_s, wishes);
    // A test may change the whole request: /control {"set": {"ticket_request": {merge patch}}}.
    return mergePatch(body, setting(u"ticket_request"_s, QJsonObject{}).toObject());
}

void ServiceClient::start(const Request &request, const Reply &reply)
{
    const Fields options = request.method == "POST"_L1 ? request.form().value_or(Fields{}) : request.queryFields();
    const Offer *what = offer(options.value(u"offer"_s));
    const Network *through = network(options.value(u"as"_s));
    if (!what || !through)
        return reply(refused(request, refuse(400, u"invalid_request"_s, u"this service does not offer that"_s)));
    auto errand = std::make_shared<Errand>();
    errand->id = QString::fromLatin1(SystemRandom().token(16));
    errand->browser = request.cookie(browserCookie);
    if (errand->browser.size() < 22)
        errand->browser = issueToken(u"session"_s);
    errand->offer = what->key;
    errand->network = through->link.identifier;
    errand->startedAt = now();
    m_errands.insert(errand->id, errand);
    m_order.append(errand->id);
    const AsLink as = through->link;
    const QJsonObject body = ticketRequest(*what, options);
    as.metadata(fetcher(), [this, as, body, errand, request, reply](const QJsonObject &metadata) {
        fetcher().postJson(
            metadata.value(u"permission_endpoint"_s).toString(), {as.auth()}, body,
            [this, as, errand, metadata, request, reply](const Response &response) {
                const QJsonObject answer = parseJsonObject(response.body).value_or(QJsonObject{});
                errand->ticket = answer.value(u"ticket"_s).toString();
                errand->userCode = answer.value(u"user_code"_s).toString();
                errand->walletLink = answer.value(u"wallet_link"_s).toString();
                if (response.status != 201 || errand->ticket.isEmpty()) {
                    errand->outcome = u"failed"_s;
                    errand->error = answer.value(u"error_description"_s).toString();
                    return reply(refused(request, refuse(502, u"bad_gateway"_s,
                                                         u"the network did not take the request: "_s + errand->error)));
                }
                const QByteArray cookie = laxCookie(browserCookie, errand->browser);
                if (!errand->userCode.isEmpty())
                    return reply(Response::redirect(u"/device/"_s + errand->id).with("Set-Cookie"_ba, cookie));
                const QString state = issueToken(u"state"_s);
                m_byState.insert(state, errand);
                reply(Response::redirect(withQuery(metadata.value(u"claims_interaction_endpoint"_s).toString(),
                                                   {{u"ticket"_s, errand->ticket},
                                                    {u"client_id"_s, as.id},
                                                    {u"claims_redirect_uri"_s, redirectUri()},
                                                    {u"state"_s, state}}))
                          .with("Set-Cookie"_ba, cookie));
            });
    });
}

void ServiceClient::callback(const Request &request, const Reply &reply)
{
    const Fields query = request.queryFields();
    const ErrandPtr errand = m_byState.value(query.value(u"state"_s));
    if (!errand)
        return reply(refused(request, refuse(400, u"unknown_state"_s, u"this answer belongs to no request of ours"_s)));
    if (errand->browser.isEmpty() || errand->browser != request.cookie(browserCookie))
        return reply(refused(request, refuse(403, u"wrong_browser"_s,
                                             u"this answer belongs to a request that was begun in another browser"_s)));
    m_byState.remove(query.value(u"state"_s));
    const QString next = u"/result/"_s + errand->id;
    if (query.contains(u"error"_s)) {
        errand->outcome = u"declined"_s;
        errand->error = query.value(u"error"_s);
        return reply(Response::redirect(next));
    }
    redeem(
        errand,
        {{u"grant_type"_s, u"urn:ietf:params:oauth:grant-type:uma-ticket"_s}, {u"ticket"_s, query.value(u"ticket"_s)}},
        [reply, next] { reply(Response::redirect(next)); });
}

} // namespace fpx::sandbox
