#include "hostileidp.h"

#include <fpx/jose/signature.h>

namespace interop {

HostileIdp::HostileIdp(const Clock &clock, const QString &subject)
    : WirePeer(q("/tenant")), issuer(script, &m_unused, &clock, name())
{
    issuer.subject = subject;
    script->on(http::Method::Get, url("/authorize"),
               [this](const http::Request &request) { return authorize(request); });
}

Result<http::Response> HostileIdp::authorize(const http::Request &request)
{
    const QUrlQuery asked(request.url);
    const oauth::BrowserFlow flow{{}, asked.queryItemValue(q("state"), QUrl::FullyDecoded), request.url};
    const auto parameters = issuer.browser(flow);
    const QString destination =
        callbackUri.isEmpty() ? asked.queryItemValue(q("redirect_uri"), QUrl::FullyDecoded) : callbackUri;
    http::Response response = http::FakeHttpClient::text({}, 303);
    response.headers.set("Location", destination.toLatin1() + '?' + http::encodeForm(*parameters) + callbackTail);
    return response;
}

void HostileIdp::forget()
{
    WirePeer::forget();
    issuer.tokenRequests.clear();
}

void HostileIdp::describe(const char *member, const QJsonValue &value)
{
    change(issuer.metadata, q(member), value);
    issuer.publish();
}

void HostileIdp::claim(const char *name, const QJsonValue &value)
{
    issuer.claims = [name = q(name), value](QJsonObject &claims) { change(claims, name, value); };
}

void HostileIdp::header(const char *name, const QJsonValue &value)
{
    // Signed by hand: fpx::jose does not write what it would not read.
    issuer.idToken = [this, name = q(name), value](const QByteArray &token) {
        const QByteArrayList parts = token.split('.');
        QJsonObject header = *parseJsonObject(*fromBase64Url(parts.at(0)));
        change(header, name, value);
        const QByteArray input = toBase64Url(toCompactJson(header)) + '.' + parts.at(1);
        return input + '.' + toBase64Url(*jose::signBytes(input, issuer.key));
    };
}

void HostileIdp::token(const char *name, const QJsonValue &value)
{
    issuer.tokens = [name = q(name), value](QJsonObject &body) { change(body, name, value); };
}

void HostileIdp::callback(const char *name, const std::optional<QString> &value)
{
    issuer.callback = [name = q(name), value](oauth::CallbackParameters &parameters) {
        parameters.removeIf([&name](const auto &parameter) { return parameter.first == name; });
        if (value)
            parameters.append({name, *value});
    };
}

void HostileIdp::callbackAlso(const char *name, const QString &value)
{
    issuer.callback = [name = q(name), value](oauth::CallbackParameters &parameters) {
        parameters.append({name, value});
    };
}

} // namespace interop
