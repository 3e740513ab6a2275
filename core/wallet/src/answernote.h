// What a note says of the answers that rules gave. Pure.
#pragma once

#include <fpx/consent/requestrecord.h>

namespace fpx::wallet {

/// Of the answer to `last` and those before it to the same client on `today`, local: one note counts them, so that a client
/// that asks every minute does not fill the screen.
[[nodiscard]] QString answersToday(const QList<consent::RequestRecord> &requests, const consent::RequestRecord &last,
                                   bool allowed, const QDate &today);
/// Notes about equal subjects take each other's place: one for each client and kind of answer.
[[nodiscard]] QString answerSubject(const consent::RequestRecord &last, bool allowed);

} // namespace fpx::wallet
