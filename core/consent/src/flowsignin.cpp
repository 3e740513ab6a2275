// The person's sign-in, as far as a request rests on it: looked at when the ticket is read, when the person or a rule
// decides, and right before an id_token is signed (profile 4.2).
#include "flow.h"
#include "words.h"

namespace fpx::consent {

namespace {

Error again()
{
    return {"sign_in_needed", Words::tr("Sign in again to go on with this request."), {}, Retry::Later};
}

} // namespace

SignInDemand RequestFlow::demand() const
{
    const uma::AuthorizationRequest &request = *m_record.request;
    SignInDemand demand;
    demand.maxAge = request.maxAge;
    demand.ial = std::max(request.assurance.ial, m_decision.obligations.stepUpIal);
    demand.aal = std::max(request.assurance.aal, m_decision.obligations.stepUpAal);
    demand.forceLogin = request.prompt == uma::PromptMode::Login || request.maxAge == 0;
    demand.since = m_record.receivedAt;
    return demand;
}

std::optional<Error> RequestFlow::whyUnreachable() const
{
    return ctx().whyUnreachable ? ctx().whyUnreachable(demand()) : std::nullopt;
}

Async<void> RequestFlow::authenticate(std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
    while (!signedIn()) {
        if (silent())
            co_return fail(silenceImpossible());
        std::optional<Error> why = whyUnreachable(); // nobody signs in in vain
        if (!why) {
            show(Stage::SigningIn);
            const auto done = co_await ctx().signIn(demand(), cancel);
            FPX_CO_CHECK(cancel.check());
            if (done && signedIn())
                break;
            why = done ? whyUnreachable() : done.error();
        }
        show(Stage::SigningIn, why.value_or(Error{"assurance_unmet",
                                                  Words::tr("The request needs a stronger sign-in than this one."),
                                                  {},
                                                  Retry::Later}));
        FPX_CO_CHECK(co_await toldToTryAgain(self));
    }
    co_return {};
}

Async<void> RequestFlow::signInAgain(std::shared_ptr<RequestFlow> self)
{
    if (signedIn())
        co_return {};
    if (silent())
        co_return fail(silenceImpossible());
    show(Stage::SigningIn, whyUnreachable().value_or(again()));
    FPX_CO_CHECK(co_await toldToTryAgain(self));
    co_return co_await authenticate(self);
}

Async<void> RequestFlow::confirmSignIn(std::shared_ptr<RequestFlow> self)
{
    const CancelToken cancel = m_cancel.token();
    if (ctx().confirmSignIn) { // what it says shows in signedIn(); a provider that cannot be reached changes nothing
        [[maybe_unused]] const auto confirmed = co_await ctx().confirmSignIn(cancel);
        FPX_CO_CHECK(cancel.check());
    }
    co_return co_await signInAgain(self);
}

void RequestFlow::signInChanged()
{
    if (m_stage != Stage::Question || ctx().signedIn(SignInDemand()))
        return;
    show(Stage::SigningIn, again());
    m_box.put(SignedOut{});
}

} // namespace fpx::consent
