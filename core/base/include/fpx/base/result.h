// Errors are values: Result<T> is a T or an Error. No exception crosses a module's public boundary.
#pragma once

#include <QByteArray>
#include <QString>
#include <tl/expected.hpp>

#include <utility>

namespace fpx {

/// Whether the same call may succeed when it is made again without the person changing anything.
enum class Retry { No, Later };

/// What went wrong, once for each of its readers.
struct Error {
    QByteArray code; ///< Stable, documented in docs/error-codes.md: snake_case, e.g. "wrong_issuer".
    QString message; ///< One or two sentences for a person, translated: what happened, what it means.
    QString detail;  ///< For the log and *copy details*. Never a secret, a token or a personal value.
    Retry retry = Retry::No;
};

template <class T>
using Result = tl::expected<T, Error>;
using Failure = tl::unexpected<Error>;

/// Makes the failing side of any Result.
[[nodiscard]] inline Failure fail(const char *code, QString message, QString detail = {}, Retry retry = Retry::No)
{
    return Failure(Error{QByteArray(code), std::move(message), std::move(detail), retry});
}
[[nodiscard]] inline Failure fail(Error error)
{
    return Failure(std::move(error));
}

} // namespace fpx

// The two-line idiom behind every early return. `FPX_TRY(token, readToken())` declares `token`, or returns the error
// to the caller; FPX_CO_TRY does it in a coroutine. FPX_CHECK and FPX_CO_CHECK are for results without a value.
#define FPX_CONCAT_(a, b) a##b
#define FPX_CONCAT(a, b) FPX_CONCAT_(a, b)
#define FPX_TRY_(ret, tmp, name, ...)                                                                                  \
    auto tmp = (__VA_ARGS__);                                                                                          \
    if (!tmp)                                                                                                          \
        ret ::fpx::fail(std::move(tmp).error());                                                                       \
    auto name = std::move(*tmp)
#define FPX_TRY(name, ...) FPX_TRY_(return, FPX_CONCAT(fpxResult, __LINE__), name, __VA_ARGS__)
#define FPX_CO_TRY(name, ...) FPX_TRY_(co_return, FPX_CONCAT(fpxResult, __LINE__), name, __VA_ARGS__)
#define FPX_CHECK_(ret, tmp, ...)                                                                                      \
    do {                                                                                                               \
        if (auto tmp = (__VA_ARGS__); !tmp)                                                                            \
            ret ::fpx::fail(std::move(tmp).error());                                                                   \
    } while (false)
#define FPX_CHECK(...) FPX_CHECK_(return, FPX_CONCAT(fpxResult, __LINE__), __VA_ARGS__)
#define FPX_CO_CHECK(...) FPX_CHECK_(co_return, FPX_CONCAT(fpxResult, __LINE__), __VA_ARGS__)
