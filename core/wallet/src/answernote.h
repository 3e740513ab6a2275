// What a note says of the answers that rules gave. Pure.
#pragma once

#include <fpx/base/desktop.h>
#include <fpx/consent/requestrecord.h>
#include <fpx/policy/rule.h>

namespace fpx::wallet {

/// Of the answer that a rule gave to `last`, and of those before it to the same client on the day of `now`: one note for each
/// client counts them, so that a client that asks every minute does not fill the screen. `own`: the rules that the
/// person can change.
[[nodiscard]] Notification answerNote(const QList<consent::RequestRecord> &requests, const consent::RequestRecord &last,
                                      bool allowed, const QList<policy::Rule> &own, const QDateTime &now);

} // namespace fpx::wallet
