// Requests that began on another device, whose code the person types (profile 4.6).
#pragma once

#include <fpx/base/id.h>
#include <fpx/base/result.h>

#include <QObject>

namespace fpx::wallet {

/// What has been typed of a code, as a field shows it.
struct TypedCode {
    QString shown;         ///< "WDJB-MJ": capitals, the hyphen after the fourth letter, eight letters at most.
    QString refused;       ///< The first character that codes do not have; empty: none.
    bool tooLong = false;  ///< There was more than eight letters.
    bool complete = false; ///< It can be read.
};
[[nodiscard]] TypedCode readTypedCode(const QString &typed);

/// Lives in the GUI thread, owned by the facade.
class DeviceCodes : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// A code is being read, one at a time.
    [[nodiscard]] virtual bool reading() const = 0;
    /// Why the last code led to no request; a code of "" means that nothing is wrong. `wrong_code`, `expired_code`,
    /// `too_many_codes`, `ticket_bound`, `bad_user_code`, `network_not_joined`, and whatever can end a request.
    [[nodiscard]] virtual Error problem() const = 0;
    /// Reads the request behind `typed` with this profile, which is the only one that its network will see.
    virtual void read(const EnrolmentId &profile, const QString &typed) = 0;

Q_SIGNALS:
    void changed(); ///< reading() or problem() differs.
    /// The request is there and has its prompt.
    void opened(const fpx::RequestKey &request);
    /// A link asks for a code; it names a network (empty: none) and never brings a code.
    void asked(const fpx::AsIdentifier &network);
};

} // namespace fpx::wallet
