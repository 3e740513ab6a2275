#include <fpx/uma/registration.h>

#include "registrationcalls.h"
#include "statuserror.h"
#include "words.h"

namespace fpx::uma {

namespace {

Async<void> endOne(std::shared_ptr<ServerClock> http, AsContext context, SecretName token, QUrl uri, CancelToken cancel)
{
    http::Request request;
    request.method = http::Method::Delete;
    request.url = uri;
    FPX_CO_TRY(response, co_await callRegistration(http, context.secrets, token, request, cancel));
    FPX_CO_CHECK(cancel.check());
    // 401 and 404: unknown there, as after a 204 that was lost on the way (RFC 7592 section 2.3).
    if (response.status == 204 || response.status == 401 || response.status == 404 || response.status == 410)
        co_return {};
    if (isTemporary(response.status))
        co_return statusFailure(response, "deletion_unconfirmed", QString());
    co_return fail("deletion_unconfirmed",
                   Words::tr("The network has not confirmed that it deleted the profile. Try again later."),
                   QStringLiteral("status %1 %2").arg(response.status).arg(errorCodeOf(response)), Retry::Later);
}

} // namespace

Async<void> endRegistrations(AsContext context, Enrolment enrolment, CancelToken cancel)
{
    const auto http = std::make_shared<ServerClock>(context.http, context.clock);
    const SecretName account = registrationToken(enrolment.id, true);
    const SecretName wallet = registrationToken(enrolment.id, false);
    FPX_CO_CHECK(co_await endOne(http, context, account, enrolment.accountRegistrationUri, cancel));
    co_return co_await endOne(http, context, wallet, enrolment.registrationUri, cancel);
}

} // namespace fpx::uma
