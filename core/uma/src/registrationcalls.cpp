#include "registrationcalls.h"

namespace fpx::uma {

SecretName registrationToken(const EnrolmentId &id, bool account)
{
    return {SecretPurpose::AsKeys,
            id.value() + (account ? QStringLiteral("/account-registration") : QStringLiteral("/registration"))};
}

SecretName previousOf(const SecretName &token)
{
    return {token.purpose, token.id + QStringLiteral("-previous")};
}

Async<http::Response> callRegistration(std::shared_ptr<ServerClock> http, SecretStore *secrets, SecretName token,
                                       http::Request request, CancelToken cancel)
{
    FPX_CO_TRY(present, co_await secrets->get(token));
    request.bearer = present;
    FPX_CO_TRY(response, co_await http->send(request, cancel));
    FPX_CO_CHECK(cancel.check());
    if (response.status != 401)
        co_return response;
    const auto previous = co_await secrets->get(previousOf(token));
    FPX_CO_CHECK(cancel.check());
    if (!previous)
        co_return response;
    request.bearer = *previous;
    co_return co_await http->send(request, cancel);
}

} // namespace fpx::uma
