// What a hostile authorization server, or a hostile page in the person's browser, may try: one change each. What the wallet
// answers is in docs/hostile-as.md.
#pragma once

#include "scene.h"

#include <functional>
#include <vector>

namespace interop {

/// How far the honest part goes before the lie tells.
enum class Act {
    Join,   ///< The person signs in, and the wallet joins the network.
    Open,   ///< A request arrives, and the person opens it.
    Allow,  ///< The person allows it.
    Arrive, ///< A request arrives that must be refused before anybody is asked.
    Code,   ///< The person types a code, and reads the request behind it.
    Answer, ///< The same, and the person allows it.
    Link,   ///< A link asks for a code.
    Bytes,  ///< `bytes` arrive at the listener, which must take them for nothing.
    Reread, ///< As Open; then the wallet is locked, `later` happens, and it is unlocked: the ticket is read again.
    Again,  ///< What went wrong once is tried again, and allowed.
    Name,   ///< A request arrives by reference: nothing but AS and ticket.
    Reuse,  ///< What was given is asked for again; `later` happens before; the person allows it until the same day.
};

struct Variant {
    const char *name;
    Act act;
    std::function<void(Scene &)> lie;
    QByteArray bytes{}; ///< With Code, what is typed (empty: a good code); with Link, the link.
    std::function<void(Scene &)> later{};
};
using Variants = std::vector<Variant>;

[[nodiscard]] Variants discoveryVariants();
[[nodiscard]] Variants registrationVariants();
[[nodiscard]] Variants tokenVariants();
[[nodiscard]] Variants ticketVariants();
[[nodiscard]] Variants rereadVariants();
[[nodiscard]] Variants passingVariants();
[[nodiscard]] Variants referenceVariants();
[[nodiscard]] Variants mismatchVariants();
[[nodiscard]] Variants registryVariants();
[[nodiscard]] Variants requestObjectVariants();
[[nodiscard]] Variants permissionVariants();
[[nodiscard]] Variants queryVariants();
[[nodiscard]] Variants byteVariants();
[[nodiscard]] Variants codeVariants();
[[nodiscard]] Variants reuseVariants();

[[nodiscard]] inline Variants allVariants()
{
    Variants all;
    for (const auto &group :
         {discoveryVariants(), registrationVariants(), tokenVariants(), ticketVariants(), mismatchVariants(),
          registryVariants(), requestObjectVariants(), permissionVariants(), queryVariants(), byteVariants(),
          codeVariants(), rereadVariants(), passingVariants(), referenceVariants(), reuseVariants()})
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

/// How most variants are written: a change to the AS, and nothing else.
using AsLie = std::function<void(HostileAs &)>;
[[nodiscard]] inline Variant lie(Act act, const char *name, AsLie change)
{
    return {name, act, [change = std::move(change)](Scene &scene) { change(*scene.as); }};
}

inline const QJsonValue nothing = QJsonValue::Undefined;
inline constexpr const char *metadataPath = "/.well-known/uma2-configuration";

/// An answer that is spoiled as a whole, at `path`.
[[nodiscard]] inline Variant webPage(Act act, const char *name, const char *path)
{
    return lie(act, name, [path](HostileAs &as) {
        as.answer(path, http::FakeHttpClient::text("<html></html>", 200, "text/html"));
    });
}
[[nodiscard]] inline Variant detour(Act act, const char *name, const char *path)
{
    return lie(act, name, [path](HostileAs &as) { as.redirect(path, as.url("/elsewhere")); });
}
[[nodiscard]] inline Variant answered(Act act, const char *name, const char *path, int status, const char *error)
{
    return lie(act, name,
               [path, status, error](HostileAs &as) { as.answer(path, QJsonObject{{q("error"), q(error)}}, status); });
}
[[nodiscard]] inline Variant text(Act act, const char *name, const char *path, const QByteArray &body, int status = 200)
{
    return lie(act, name, [path, body, status](HostileAs &as) {
        as.answer(path, http::FakeHttpClient::text(body, status, "application/json"));
    });
}

} // namespace interop
