// Authorization code with PKCE in the system browser (RFC 6749 section 4.1, RFC 7636, RFC 8252, RFC 9207, RFC 9700).
#pragma once

#include <fpx/base/clock.h>
#include <fpx/oauth/idtoken.h>
#include <fpx/oauth/redirectreceiver.h>
#include <fpx/oauth/tokens.h>

#include <QMap>

namespace fpx::oauth {

struct CodeFlowContext {
    std::shared_ptr<http::HttpClient> http; ///< The party's own network context.
    RedirectReceiver *receiver = nullptr;
    std::shared_ptr<JwksCache> keys;
    const Clock *clock = nullptr;
    const RandomSource *random = nullptr;
};

struct CodeFlowRequest {
    QString identifier; ///< Names the callback path, so that every party has its own (RFC 8252 section 8.10).
    QString issuer;
    QString clientId;
    QString clientSecret; ///< See Client::secret.
    QStringList scope;
    WiderScope wider = WiderScope::Refused;
    QStringList acrValues;
    QStringList acrAccepted;      ///< Empty: any
    std::optional<qint64> maxAge; ///< seconds
    bool authTimeNeeded = true;   ///< With `maxAge` or `forceLogin`: an id_token that does not say when is refused.
    bool forceLogin = false;      ///< `prompt=login` and `max_age=0`; `auth_time` must be after the question.
    QStringList uiLocales;
    QMap<QString, QString> additional; ///< Never replaces a protocol parameter.
    bool wantsIdToken = true;
};

struct CodeFlowResult {
    Metadata metadata;
    Tokens tokens;
    std::optional<IdToken> idToken;
    bool narrowed = false; ///< Less scope than was asked.
};

/// Runs the whole flow: discovery, browser, callback, code, id_token. Tokens of an answer that is refused, or whose id_token
/// is, are revoked (RFC 7009). Errors: those of the parts, and `flow_declined`
/// (the person declined there), `flow_refused` (any other error of the party), `wrong_issuer` (RFC 9207), `iss_missing`,
/// `bad_callback`, `pkce_unsupported`, `id_token_missing`.
[[nodiscard]] Async<CodeFlowResult> runCodeFlow(CodeFlowContext context, CodeFlowRequest request, BrowserOpened opened,
                                                CancelToken cancel);

} // namespace fpx::oauth
