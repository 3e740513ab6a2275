// Port: outgoing HTTP (profile section 9). One request, one answer or one typed error; no redirects, no cookies.
#pragma once

#include <fpx/base/async.h>
#include <fpx/base/secret.h>
#include <fpx/http/message.h>

namespace fpx::http {

class HttpClient
{
public:
    virtual ~HttpClient() = default;

    /// Sends `request` and resolves with the whole answer, whatever its status, or with one of these errors:
    ///  - `url_refused`: see checkUrl(); nothing was sent
    ///  - `request_refused`: a header or the bearer has characters that HTTP does not allow; nothing was sent
    ///  - `offline`: this computer has no network (Retry::Later)
    ///  - `connect_failed`: name or address did not answer within 10 s (Retry::Later)
    ///  - `proxy_failed`: the proxy of this computer refused or did not answer, or the system could not say which one to
    ///    use within 10 s (Retry::Later)
    ///  - `proxy_sign_in_required`: the proxy wants a user name and password, and those that are known (ProxyLogins; the
    ///    system's settings or the environment, `http://user:password@host:port`) are missing or wrong (Retry::Later)
    ///  - `tls_failed`: certificate or handshake refused; the detail says why. There is no override.
    ///  - `timed_out`: no complete answer within 30 s (Retry::Later)
    ///  - `connection_lost`: the connection ended before the answer did, or the answer is no HTTP (Retry::Later)
    ///  - `body_too_large`: more than `maxBody` bytes
    ///  - `encoding_refused`: a compressed body, though none was asked for
    ///  - `redirect_refused`: a redirect (3xx but 304); it is never followed
    ///  - `cancelled`: by the token, or because the client went
    /// Whether an answered status is a success is the caller's decision.
    [[nodiscard]] virtual Async<Response> send(Request request, CancelToken token) = 0;
};

/// Network contexts, one for each enrolment, identity provider and data source: two contexts share no connection, TLS
/// session, cache or credential, so that a server cannot see that they belong to one person (profile sections 9, 10).
class NetworkContexts
{
public:
    virtual ~NetworkContexts() = default;
    /// The client of the context `name`, made on first use. The same name gives the same client until forget().
    [[nodiscard]] virtual std::shared_ptr<HttpClient> context(const QString &name) = 0;
    /// Closes the connections of a context that is no longer needed; its requests under way end as `cancelled`.
    virtual void forget(const QString &name) = 0;
};

} // namespace fpx::http
