// What can be made to go wrong at a party from outside: on the wire, in its answers, in what it signs.
#pragma once

#include "http/message.h"

namespace fpx::sandbox {

/// On the wire, made by the proxy.
struct Fault {
    QString kind;       ///< slow | status500 | reset | half | down (see docs/sandbox.md)
    QString path;       ///< Prefix of the request's path; empty: all.
    QString method;     ///< Empty: all.
    int times = -1;     ///< How often; -1: until it is taken back.
    int delayMs = 3000; ///< slow
    bool after = false; ///< reset, status500: the party has done its work before the answer is lost.
    int status = 500;   ///< status500
    QString retryAfter; ///< status500
};

/// In an answer, made by the party.
struct Tamper {
    QString path;
    QString method;
    int times = -1;
    int status = 0;                 ///< 0: as it is.
    QJsonObject merge;              ///< JSON merge patch (RFC 7386) on a JSON answer.
    QJsonObject headers;            ///< Added.
    std::optional<QByteArray> body; ///< Instead of the answer's.
};

/// In a JWT that the party signs, chosen by `typ` (empty: all).
struct JwtTamper {
    QString typ;
    int times = -1;
    QJsonObject header; ///< merge patch
    QJsonObject claims; ///< merge patch
    QString sign;       ///< "" | wrong_key | none | hs256 | garbage
};

[[nodiscard]] QJsonObject mergePatch(QJsonObject target, const QJsonObject &patch);

/// The list of one party. Each take…() counts `times` down.
class Faults
{
public:
    /// Understands the members of a /control body; a sentence that says what is wrong otherwise.
    [[nodiscard]] QString apply(const QJsonObject &control);
    void clear();
    [[nodiscard]] bool down() const { return m_down; }
    [[nodiscard]] std::optional<Fault> takeFault(const QString &method, const QString &path);
    [[nodiscard]] std::optional<Tamper> takeTamper(const QString &method, const QString &path);
    [[nodiscard]] std::optional<JwtTamper> takeJwtTamper(const QString &typ);

private:
    QList<Fault> m_faults;
    QList<Tamper> m_tampers;
    QList<JwtTamper> m_jwtTampers;
    bool m_down = false;
};

} // namespace fpx::sandbox
