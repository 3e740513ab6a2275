#include <fpx/uma/registration.h>

#include "keyprobe.h"
#include "registrationcalls.h"
#include "statuserror.h"
#include "words.h"

namespace fpx::uma {

namespace {

Async<void> endOne(std::shared_ptr<ServerClock> http, AsContext context, Enrolment enrolment, bool account,
                   CancelToken cancel)
{
    const SecretName token = registrationToken(enrolment.id, account);
    http::Request request;
    request.method = http::Method::Delete;
    request.url = account ? enrolment.accountRegistrationUri : enrolment.registrationUri;
    FPX_CO_TRY(response, co_await callRegistration(http, context.secrets, token, request, cancel));
    FPX_CO_CHECK(cancel.check());
    // 404 and 410: unknown there, as after a 204 that was lost on the way (RFC 7592 section 2.3).
    if (response.status == 204 || response.status == 404 || response.status == 410)
        co_return {};
    if (response.status == 401) {
        // The client is gone, or only our token for its registration is: what would be forgotten here might live on there.
        const SecretName key{SecretPurpose::AsKeys,
                             enrolment.id.value() +
                                 (account ? QStringLiteral("/account-client") : QStringLiteral("/wallet-client"))};
        FPX_CO_TRY(known, co_await isKeyKnown(http, context, enrolment, account, key, cancel));
        if (!known)
            co_return {};
        co_return fail("deletion_unconfirmed",
                       Words::tr("The network still knows the profile and no longer lets this wallet delete it. It was "
                                 "kept here, so that you can still see and revoke what it shares."),
                       QStringLiteral("status 401 %1").arg(errorCodeOf(response)), Retry::Later);
    }
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
    FPX_CO_CHECK(co_await endOne(http, context, enrolment, true, cancel));
    co_return co_await endOne(http, context, enrolment, false, cancel);
}

} // namespace fpx::uma
