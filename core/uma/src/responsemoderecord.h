// How a record of the vault names the response mode: two flags, the second since version 0.3.
#pragma once

#include <fpx/base/json.h>
#include <fpx/uma/authorizationrequest.h>

namespace fpx::uma {

/// From `form_post` and `direct_post`; neither: fragment.
[[nodiscard]] ResponseMode readResponseMode(JsonReader &reader);

} // namespace fpx::uma
