// What the tests of this module share: keys made once, tokens put together by hand, and the codes of refusals.
#pragma once

#include <fpx/base/base64url.h>
#include <fpx/base/json.h>
#include <fpx/jose/jwe.h>
#include <fpx/jose/jws.h>
#include <fpx/jose/jwt.h>
#include <fpx/jose/signature.h>

#include <QJsonArray>
#include <QTest>

namespace josetest {

using namespace fpx;
using namespace fpx::jose;

inline QString text(const char *value)
{
    return QString::fromLatin1(value);
}

/// JSON with ' for ": moc 6.4 does not read raw strings inside the arguments of a macro.
inline QByteArray q(const char *value)
{
    return QByteArray(value).replace('\'', '"');
}

inline QJsonObject json(const QByteArray &value)
{
    const auto parsed = parseJsonObject(value);
    if (!parsed)
        qFatal("bad JSON in a test: %s", value.constData());
    return *parsed;
}

/// The code of a refusal; "accepted" where there is none.
template <class T>
QByteArray code(const Result<T> &result)
{
    return result ? QByteArray("accepted") : result.error().code;
}

inline const PrivateKey &signingKey(Algorithm algorithm)
{
    static QHash<int, PrivateKey> keys;
    const int index = static_cast<int>(algorithm);
    if (!keys.contains(index))
        keys.insert(index, *PrivateKey::generate(algorithm));
    return *keys.constFind(index);
}

/// A token with exactly this header, signed properly: what an attacker with a key of his own can do.
inline QByteArray forge(const QByteArray &header, const QByteArray &payload, const PrivateKey &key)
{
    const QByteArray input = toBase64Url(header) + '.' + toBase64Url(payload);
    return input + '.' + toBase64Url(*signBytes(input, key));
}

} // namespace josetest
