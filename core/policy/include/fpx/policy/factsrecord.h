// Facts as they are kept and replayed: JSON in the words of the language, without what is the default. The time stands
// with the offset that the local zone had then, so that a replay asks for the same time of day.
#pragma once

#include <fpx/base/result.h>
#include <fpx/policy/facts.h>

#include <QJsonObject>

namespace fpx::policy {

[[nodiscard]] QJsonObject encodeFacts(const Facts &facts);
/// Unknown members are refused. Error: `bad_facts`; the detail names the member.
[[nodiscard]] Result<Facts> decodeFacts(const QJsonObject &json);

} // namespace fpx::policy
