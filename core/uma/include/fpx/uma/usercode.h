// The code that another device shows and that the person types (profile 4.6), and the link that asks for one.
#pragma once

#include <fpx/base/id.h>
#include <fpx/base/result.h>
#include <fpx/operator/operatorprofile.h>

namespace fpx::uma {

/// Eight letters of RFC 8628 section 6.1, which make no words and are hard to confuse. Compared without case, hyphens and
/// blanks, so a value holds one spelling only.
class UserCode
{
public:
    static constexpr qsizetype letters = 8;

    /// What a person typed. Error: `bad_user_code`.
    [[nodiscard]] static Result<UserCode> parse(const QString &typed);
    /// Whether a letter occurs in codes, in either case.
    [[nodiscard]] static bool isLetter(QChar letter);
    /// Whether a character counts for nothing: blanks, and hyphens of every kind.
    [[nodiscard]] static bool isIgnored(QChar character);
    /// Letters with the hyphen after the fourth, also where there are fewer than eight.
    [[nodiscard]] static QString grouped(const QString &letters);

    /// As it is shown and sent: "WDJB-MJHT".
    [[nodiscard]] const QString &value() const { return m_value; }
    [[nodiscard]] bool operator==(const UserCode &) const = default;

private:
    explicit UserCode(QString value) : m_value(std::move(value)) {}
    QString m_value;
};

/// Whether a link is one of `fpx-wallet:device…`, well-formed or not.
[[nodiscard]] bool isDeviceLink(const QString &link, const op::OperatorProfile &profile);
/// The network that `fpx-wallet:device?as=…` preselects; empty: none. Errors: `link_with_code` (a code counts only when a
/// person types it), `unknown_as`, `bad_link`.
[[nodiscard]] Result<AsIdentifier> parseDeviceLink(const QString &link, const op::OperatorProfile &profile);

} // namespace fpx::uma
