// Authorization code with PKCE in the system browser (RFC 6749, 7636, 8252, 9207, 9700; OIDC Core 3.1): one flow.
#pragma once

#include <fpx/base/random.h>
#include <fpx/oauth/idtoken.h>
#include <fpx/oauth/redirectreceiver.h>
#include <fpx/oauth/tokens.h>

#include <QMap>

namespace fpx::oauth {

/// The pointers outlive every flow; the rest is kept by it.
struct CodeFlowContext {
    std::shared_ptr<http::HttpClient> http;
    std::shared_ptr<JwksCache> keys;
    RedirectReceiver *receiver = nullptr;
    const Clock *clock = nullptr;
    const RandomSource *random = nullptr;
};

struct CodeRequest {
    AuthorizationServerMetadata server;
    QString clientId;                     ///< A public client.
    QString callbackIdentifier;           ///< Path of the redirect URI.
    QStringList scope;                    ///< With `openid` an id_token is demanded and checked.
    QStringList acrValues;                ///< `acr_values`: a wish (OIDC Core 3.1.2.1).
    QStringList acceptedAcr;              ///< A demand: see IdTokenDemand.
    std::optional<qint64> maxAge;         ///< Seconds.
    QString prompt;                       ///< Empty, or e.g. `login`.
    QString uiLocales;                    ///< Empty: not said.
    QMap<QString, QString> additionalQueryParams; ///< Of the operator; one that names a protocol parameter is refused.
};

struct CodeResult {
    TokenResponse tokens;
    std::optional<IdToken> idToken;
};

/// One flow is run once.
class CodeFlow
{
public:
    CodeFlow(CodeFlowContext context, CodeRequest request);

    /// Runs the whole flow. `opened` is told how to open the browser again.
    /// Errors: those of RedirectReceiver, HttpClient, authorizationError(), parseTokenResponse() and verifyIdToken();
    /// `bad_metadata` (endpoints missing, or no S256), `parameter_reserved`, `iss_missing` and `wrong_response_issuer`
    /// (RFC 9207), `bad_authorization_response` (no code), `id_token_missing`.
    [[nodiscard]] static Async<CodeResult> run(std::shared_ptr<CodeFlow> flow, BrowserOpened opened, CancelToken token);

private:
    [[nodiscard]] Result<QUrl> authorizationUrl() const;
    [[nodiscard]] Result<QString> codeOf(const CallbackParameters &callback) const;
    [[nodiscard]] http::Request codeExchange(const QString &code) const;

    CodeFlowContext m_context;
    CodeRequest m_request;
    QUrl m_redirectUri;
    QByteArray m_state;
    QByteArray m_nonce;
    QByteArray m_verifier;
};

} // namespace fpx::oauth
