#include "delivery.h"

#include "words.h"

#include <fpx/consent/outbox.h>
#include <fpx/http/retrying.h>

#include <algorithm>

namespace fpx::consent {

Async<void> deliver(Delivery delivery, std::function<void(const Error &)> notYet, CancelToken cancel)
{
    if (!delivery.client)
        co_return fail("delivery_failed", Words::tr("The profile that this request was opened with is gone."));
    for (int attempt = 1;; ++attempt) {
        const auto sent = co_await delivery.client->deliver(delivery.answer, cancel);
        FPX_CO_CHECK(cancel.check());
        if (sent || sent.error().code == "answer_refused")
            co_return sent;
        const qint64 now = delivery.clock->nowSeconds();
        if (now >= delivery.until)
            co_return fail("delivery_failed",
                           Words::tr("The network did not confirm your answer before the request ended. What you had "
                                     "allowed was withdrawn."),
                           QString::fromLatin1(sent.error().code) + u' ' + sent.error().detail);
        notYet(sent.error());
        const double jitter = static_cast<unsigned char>(delivery.random->bytes(1).at(0)) / 256.0;
        const qint64 wanted = std::max(outboxDelay(attempt, jitter), delivery.client->quietSeconds());
        const qint64 wait = std::min(wanted, delivery.until - now);
        FPX_CO_CHECK(co_await http::sleepFor(std::chrono::seconds(wait), cancel));
        FPX_CO_CHECK(cancel.check());
    }
}

} // namespace fpx::consent
