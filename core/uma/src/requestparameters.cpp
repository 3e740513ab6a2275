#include "requestparameters.h"

#include "words.h"

#include <QRegularExpression>

namespace fpx::uma {

namespace {

const QString kOpenId = QStringLiteral("openid");

bool matches(const QString &text, const QString &pattern)
{
    // \A and \z: unlike $, \z does not match before a final line feed.
    const QRegularExpression expression(QStringLiteral("\\A(?:%1)\\z").arg(pattern));
    return expression.match(text).hasMatch();
}

/// Required and not empty (RFC 6749 section 3.1: a parameter without a value counts as omitted).
Result<QString> required(const Parameters &parameters, const char *name)
{
    const QString value = parameters.value(QLatin1String(name));
    if (value.isEmpty())
        return refuseRequest("parameter_missing", QLatin1String(name));
    return value;
}

Result<ResponseMode> responseMode(const QString &value, Arrival arrival)
{
    // Each way has its own answer: a browser could not fetch one of `direct_post`, and no browser waits for the others'.
    if (arrival == Arrival::Device) {
        if (value == QStringLiteral("direct_post"))
            return ResponseMode::DirectPost;
        return refuseRequest("response_mode_unsupported", QStringLiteral("direct_post is required"));
    }
    if (value.isEmpty() || value == QStringLiteral("fragment"))
        return ResponseMode::Fragment;
    if (value == QStringLiteral("form_post"))
        return ResponseMode::FormPost;
    return refuseRequest("response_mode_unsupported", value == QStringLiteral("query") ? value : QString());
}

Result<PromptMode> promptMode(const QString &value)
{
    const QStringList values = value.split(u' ', Qt::SkipEmptyParts);
    auto mode = PromptMode::Default;
    for (const QString &one : values) {
        if (one == QStringLiteral("none"))
            mode = PromptMode::None;
        else if (one == QStringLiteral("login"))
            mode = mode == PromptMode::None ? mode : PromptMode::Login;
        else if (one != QStringLiteral("consent") && one != QStringLiteral("select_account"))
            return refuseRequest("bad_prompt", QStringLiteral("unknown value"));
    }
    if (mode == PromptMode::None && values.size() != 1)
        return refuseRequest("bad_prompt", QStringLiteral("none with another value"));
    return mode; // consent and select_account ask for no more than the wallet does anyway
}

Result<AssuranceDemand> assuranceDemand(const QString &value)
{
    AssuranceDemand demand;
    for (const QString &one : value.split(u' ', Qt::SkipEmptyParts)) {
        if (!matches(one, QStringLiteral("[ia]al[123]")))
            continue; // acr_values is a wish list: what the profile does not know is ignored
        int &level = one.startsWith(u'i') ? demand.ial : demand.aal;
        if (level != 0)
            return refuseRequest("bad_acr_values", QStringLiteral("two of one kind"));
        level = one.back().digitValue();
    }
    return demand;
}

Result<std::optional<qint64>> maxAge(const Parameters &parameters)
{
    const QString value = parameters.value(QStringLiteral("max_age"));
    if (value.isEmpty())
        return std::optional<qint64>();
    if (!matches(value, QStringLiteral("0|[1-9][0-9]{0,8}")))
        return refuseRequest("bad_max_age", QStringLiteral("seconds as a decimal number are required"));
    return std::optional<qint64>(value.toLongLong());
}

} // namespace

Failure refuseRequest(const char *code, const QString &detail)
{
    if (qstrcmp(code, "unknown_as") == 0)
        return fail(code,
                    Words::tr("A request came from a network that this wallet does not know. Nothing was shared."),
                    detail);
    if (qstrcmp(code, "wrong_redirect_uri") == 0)
        return fail(code,
                    Words::tr("A request wanted its answer to go to an address that is not the network's. Nothing "
                              "was shared."),
                    detail);
    if (qstrcmp(code, "request_mismatch") == 0)
        return fail(code,
                    Words::tr("What the browser brought is not what the network had asked for. Someone may have "
                              "changed the request. Nothing was shared."),
                    detail);
    return fail(code, Words::tr("A request does not keep to the rules of its network. Nothing was shared."), detail);
}

Result<Parameters> uniqueParameters(const QList<QPair<QString, QString>> &list)
{
    Parameters result;
    for (const auto &[name, value] : list) {
        if (result.contains(name))
            return refuseRequest("parameter_repeated", name.left(32));
        result.insert(name, value);
    }
    return result;
}

Result<const op::AuthorizationServer *> findServer(const QString &clientId, const op::OperatorProfile &profile)
{
    const op::AuthorizationServer *server = profile.authorizationServerByClientId(clientId);
    if (server == nullptr)
        return refuseRequest("unknown_as", clientId.left(64));
    return server;
}

Result<Ticket> readTicketValue(const QString &ticket)
{
    if (!matches(ticket, QStringLiteral("[A-Za-z0-9._~-]{1,1024}")))
        return refuseRequest("bad_ticket", QStringLiteral("1 to 1024 unreserved characters are required"));
    return Ticket(ticket);
}

Result<void> readParameters(const Parameters &parameters, const op::AuthorizationServer &server,
                            AuthorizationRequest &request)
{
    if (parameters.contains(QStringLiteral("request_uri")))
        return refuseRequest("request_uri_unsupported", {});

    FPX_TRY(redirectUri, required(parameters, "redirect_uri"));
    if (!server.allowsRedirect(redirectUri))
        return refuseRequest("wrong_redirect_uri", {});
    request.redirectUri = QUrl(redirectUri, QUrl::StrictMode);
    if (!request.redirectUri.isValid())
        return refuseRequest("wrong_redirect_uri", QStringLiteral("no URL"));

    FPX_TRY(responseType, required(parameters, "response_type"));
    if (responseType != QStringLiteral("id_token"))
        return refuseRequest("response_type_unsupported", {});
    FPX_TRY(mode, responseMode(parameters.value(QStringLiteral("response_mode")), request.arrival));
    request.responseMode = mode;

    FPX_TRY(scope, required(parameters, "scope"));
    if (!scope.split(u' ').contains(kOpenId))
        return refuseRequest("scope_without_openid", {});

    const QString token = QStringLiteral("[A-Za-z0-9_-]{22,512}");
    FPX_TRY(state, required(parameters, "state"));
    if (!matches(state, token))
        return refuseRequest("bad_state", QStringLiteral("22 to 512 base64url characters are required"));
    request.state = state;
    FPX_TRY(nonce, required(parameters, "nonce"));
    if (!matches(nonce, token))
        return refuseRequest("bad_nonce", QStringLiteral("22 to 512 base64url characters are required"));
    request.nonce = nonce;

    FPX_TRY(prompt, promptMode(parameters.value(QStringLiteral("prompt"))));
    FPX_TRY(age, maxAge(parameters));
    request.maxAge = age;
    const bool freshSignIn = age.value_or(1) == 0; // max_age=0 is prompt=login (profile 4.5)
    request.prompt = freshSignIn && prompt == PromptMode::Default ? PromptMode::Login : prompt;
    FPX_TRY(demand, assuranceDemand(parameters.value(QStringLiteral("acr_values"))));
    request.assurance = demand;
    return {};
}

QStringList readLocales(const QString &value)
{
    QStringList result;
    for (const QString &tag : value.split(u' ', Qt::SkipEmptyParts)) {
        if (result.size() < 16 && matches(tag, QStringLiteral("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")))
            result.append(tag);
    }
    return result;
}

} // namespace fpx::uma
