#include "silence.h"

#include "words.h"

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr qint64 hour = 3600;
constexpr int mostInAnHour = 3;

} // namespace

Result<void> checkSilence(const policy::RuleSet &rules, const QList<RequestRecord> &requests,
                          const RequestRecord &present, qint64 now, const QString &networkName)
{
    const bool allowed = std::ranges::any_of(rules.rules(), [&present](const policy::Rule &rule) {
        const QStringList &networks = rule.when.of(policy::Condition::As);
        return rule.effect == policy::Effect::Allow && (networks.isEmpty() || networks.contains(present.as.value()));
    });
    if (!allowed)
        return fail(
            "silent_request_refused",
            Words::tr("%1 asked for an answer without a prompt; no rule of yours allows that.").arg(networkName));
    const auto lately = std::ranges::count_if(requests, [&](const RequestRecord &other) {
        return other.key != present.key && other.as == present.as && other.details && other.request &&
               other.request->prompt == uma::PromptMode::None && other.receivedAt > now - hour;
    });
    if (lately >= mostInAnHour)
        return fail("silent_request_limit",
                    Words::tr("%1 asked too often for an answer without a prompt.").arg(networkName));
    return {};
}

} // namespace fpx::consent
