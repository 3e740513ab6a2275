// What a hostile identity provider may try, one change each. What the wallet answers is in docs/hostile-idp.md.
#pragma once

#include "hostileidp.h"

#include "../support/roamingbrowser.h"
#include "../support/signinkit.h"

#include <functional>
#include <vector>

namespace interop {

/// The person is signed in with `bank`, and `gov` is another provider of the same wallet. Both are honest.
struct Scene {
    std::shared_ptr<FakeClock> clock;
    RoamingBrowser browser;
    std::unique_ptr<HostileIdp> bank;
    std::unique_ptr<HostileIdp> gov;
    std::unique_ptr<SignInKit> wallet;
};

/// What the person does next.
enum class Act {
    SignIn,     ///< With `bank`, once more.
    WaitInVain, ///< As SignIn; the callback must be taken for none, and the person gives up.
    Refresh,
};

struct Variant {
    const char *name;
    std::function<void(Scene &)> lie;
    Act act = Act::SignIn;
    identity::Demand demand{};
    bool neverAnswers = false; ///< The wallet's patience is shortened, since this server outlasts it.
};
using Variants = std::vector<Variant>;

[[nodiscard]] Variants discoveryVariants();
[[nodiscard]] Variants browserVariants();
[[nodiscard]] Variants tokenEndpointVariants();
[[nodiscard]] Variants keySetVariants();
[[nodiscard]] Variants signatureVariants();
[[nodiscard]] Variants encodingVariants();
[[nodiscard]] Variants claimVariants();
[[nodiscard]] Variants freshnessVariants();
[[nodiscard]] Variants refreshVariants();
[[nodiscard]] Variants toleratedVariants();

[[nodiscard]] inline Variants allVariants()
{
    Variants all;
    for (const auto &group :
         {discoveryVariants(), browserVariants(), tokenEndpointVariants(), keySetVariants(), signatureVariants(),
          encodingVariants(), claimVariants(), freshnessVariants(), refreshVariants(), toleratedVariants()})
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

// How most variants are written: a change to `bank`, and nothing else.
using BankLie = void (*)(HostileIdp &bank);
[[nodiscard]] inline std::function<void(Scene &)> byBank(BankLie change)
{
    return [change](Scene &scene) { change(*scene.bank); };
}
[[nodiscard]] inline Variant lie(const char *name, BankLie change, Act act = Act::SignIn)
{
    return {name, byBank(change), act};
}
[[nodiscard]] inline Variant silence(const char *name, BankLie change, Act act = Act::SignIn)
{
    Variant variant = lie(name, change, act);
    variant.neverAnswers = true;
    return variant;
}

inline constexpr const char *metadataPath = "/.well-known/openid-configuration";
inline constexpr qsizetype tenMegabytes = 10 * 1024 * 1024;
inline const QJsonValue nothing = QJsonValue::Undefined;

} // namespace interop
