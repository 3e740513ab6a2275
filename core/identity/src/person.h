// Who the person is at a provider, for "Is this you?".
#pragma once

#include <fpx/identity/identityservice.h>
#include <fpx/oauth/metadata.h>

namespace fpx::identity {

/// What the id_token says of the person.
[[nodiscard]] PersonFacts personOf(const QJsonObject &claims);
/// `known`, and what it lacks from the provider's `userinfo` endpoint (OIDC Core 5.3): in the code flow most providers tell
/// name and e-mail only there. A provider that has no such endpoint, or whose answer cannot be read, tells no more than it
/// did. Errors: `userinfo_other_person` (another `sub`, OIDC Core 5.3.2), `cancelled`.
[[nodiscard]] Async<PersonFacts> completePerson(PersonFacts known, QString subject, oauth::Metadata metadata,
                                                std::shared_ptr<http::HttpClient> http, Secret accessToken,
                                                CancelToken cancel);

} // namespace fpx::identity
