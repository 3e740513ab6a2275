// The three lists of parties of a profile, each rule beside its member.
#pragma once

#include "memberreader.h"

namespace fpx::op {

/// `httpOnLoopback`: the profile is one of a sandbox.
[[nodiscard]] QList<IdentityProvider> parseIdentityProviders(MemberReader &profile, bool httpOnLoopback);
[[nodiscard]] QList<AuthorizationServer> parseAuthorizationServers(MemberReader &profile, bool httpOnLoopback);
[[nodiscard]] QList<DataSource> parseDataSources(MemberReader &profile, bool httpOnLoopback,
                                                 const QList<AuthorizationServer> &servers);

} // namespace fpx::op
