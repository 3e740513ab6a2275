// AuthorizationRequest as a record of the vault: the wallet's own format, read back by the wallet only.
#include <fpx/uma/authorizationrequest.h>

#include "responsemoderecord.h"

#include <fpx/base/json.h>

namespace fpx::uma {

namespace {

QString toName(PromptMode mode)
{
    switch (mode) {
    case PromptMode::None: return QStringLiteral("none");
    case PromptMode::Login: return QStringLiteral("login");
    case PromptMode::Default: break;
    }
    return {};
}

} // namespace

ResponseMode readResponseMode(JsonReader &reader)
{
    if (reader.boolean(QStringLiteral("direct_post"), false))
        return ResponseMode::DirectPost;
    return reader.boolean(QStringLiteral("form_post"), false) ? ResponseMode::FormPost : ResponseMode::Fragment;
}

QJsonObject AuthorizationRequest::toJson() const
{
    QJsonObject sent;
    for (auto it = asSent.begin(); it != asSent.end(); ++it)
        sent.insert(it.key(), it.value());
    QJsonObject json{
        {QStringLiteral("as"), as.value()},
        {QStringLiteral("as_issuer"), asIssuer.value()},
        {QStringLiteral("ticket"), ticket.value()},
        {QStringLiteral("link"), arrival == Arrival::Link},
        {QStringLiteral("user_code"), userCode ? userCode->value() : QString()},
        {QStringLiteral("by_reference"), byReference},
        {QStringLiteral("client_id"), clientId},
        {QStringLiteral("redirect_uri"), QString::fromLatin1(redirectUri.toEncoded())},
        {QStringLiteral("state"), state},
        {QStringLiteral("nonce"), nonce},
        {QStringLiteral("form_post"), responseMode == ResponseMode::FormPost},
        {QStringLiteral("direct_post"), responseMode == ResponseMode::DirectPost},
        {QStringLiteral("prompt"), toName(prompt)},
        {QStringLiteral("ial"), assurance.ial},
        {QStringLiteral("aal"), assurance.aal},
        {QStringLiteral("ui_locales"), QJsonArray::fromStringList(uiLocales)},
        {QStringLiteral("request_object"), QString::fromLatin1(requestObject)},
        {QStringLiteral("as_sent"), sent},
    };
    if (maxAge)
        json.insert(QStringLiteral("max_age"), *maxAge);
    return json;
}

Result<AuthorizationRequest> AuthorizationRequest::fromJson(const QJsonObject &json)
{
    JsonReader reader(json, QStringLiteral("request record"), "record_damaged");
    AuthorizationRequest request;
    request.as = AsIdentifier(reader.string(QStringLiteral("as")));
    request.asIssuer = AsIssuer(reader.string(QStringLiteral("as_issuer")));
    request.arrival = reader.boolean(QStringLiteral("link"), false) ? Arrival::Link : Arrival::Listener;
    if (const QString code = reader.string(QStringLiteral("user_code"), {}); !code.isEmpty()) {
        const auto read = UserCode::parse(code);
        if (!read)
            reader.refuse(QStringLiteral("user_code"), QStringLiteral("no code"));
        else
            request.userCode = *read;
        request.arrival = Arrival::Device;
    }
    // Behind a code the ticket is known with its details only.
    request.ticket = Ticket(request.userCode ? reader.string(QStringLiteral("ticket"), {})
                                             : reader.string(QStringLiteral("ticket")));
    request.byReference = reader.boolean(QStringLiteral("by_reference"), false);
    request.clientId = reader.string(QStringLiteral("client_id"), {});
    const QString redirect = reader.string(QStringLiteral("redirect_uri"), {});
    request.redirectUri = redirect.isEmpty() ? QUrl() : QUrl::fromEncoded(redirect.toLatin1(), QUrl::StrictMode);
    if (!redirect.isEmpty() && !request.redirectUri.isValid())
        reader.refuse(QStringLiteral("redirect_uri"), QStringLiteral("no URL"));
    request.state = reader.string(QStringLiteral("state"), {});
    request.nonce = reader.string(QStringLiteral("nonce"), {});
    request.responseMode = readResponseMode(reader);
    const QString prompt = reader.string(QStringLiteral("prompt"), {});
    for (const PromptMode mode : {PromptMode::None, PromptMode::Login}) {
        if (prompt == toName(mode))
            request.prompt = mode;
    }
    request.maxAge = reader.optionalInteger(QStringLiteral("max_age"));
    request.assurance.ial = static_cast<int>(reader.integer(QStringLiteral("ial")));
    request.assurance.aal = static_cast<int>(reader.integer(QStringLiteral("aal")));
    request.uiLocales = reader.strings(QStringLiteral("ui_locales"), {});
    request.requestObject = reader.string(QStringLiteral("request_object"), {}).toLatin1();
    const QJsonObject sent = reader.object(QStringLiteral("as_sent"), {});
    for (auto it = sent.begin(); it != sent.end(); ++it)
        request.asSent.insert(it.key(), it->toString());
    FPX_CHECK(reader.finish());
    return request;
}

} // namespace fpx::uma
