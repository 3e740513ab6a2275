#include "jose/key.h"

#include <fpx/base/base64url.h>
#include <fpx/base/random.h>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

std::optional<QJsonObject> decodedObject(const QString &part)
{
    const auto bytes = fromBase64Url(part.toLatin1());
    if (!bytes)
        return std::nullopt;
    const auto object = parseJsonObject(*bytes);
    return object ? std::optional(*object) : std::nullopt;
}

} // namespace

std::optional<Jwt> peekJwt(const QString &compact)
{
    const QStringList parts = compact.split(u'.');
    if (compact.size() > 16 * 1024 || parts.size() != 3)
        return std::nullopt;
    const auto header = decodedObject(parts.at(0));
    const auto claims = decodedObject(parts.at(1));
    if (!header || !claims || !fromBase64Url(parts.at(2).toLatin1()))
        return std::nullopt;
    return Jwt{*header, *claims};
}

std::optional<QJsonObject> peekJweHeader(const QString &compact)
{
    const QStringList parts = compact.split(u'.');
    if (compact.size() > 16 * 1024 || parts.size() != 5)
        return std::nullopt;
    return decodedObject(parts.at(0));
}

QString tamperedJwt(const Key &key, const QJsonObject &header, const QByteArray &payload, const QString &how)
{
    if (how == "wrong_key"_L1) {
        const Key other = key.algorithm() == "RS256"_L1 ? Key::makeRsa(key.kid()) : Key::makeEc(key.kid());
        return other.sign(header, payload);
    }
    QJsonObject changed = header;
    if (how == "hs256"_L1) { // the classic: the public key as the secret
        changed.insert(u"alg"_s, u"HS256"_s);
        changed.insert(u"kid"_s, key.kid());
        return Key::fromSecret(toCompactJson(key.publicJwk())).sign(changed, payload);
    }
    if (how == "none"_L1) {
        changed.insert(u"alg"_s, u"none"_s);
        return QString::fromLatin1(toBase64Url(toCompactJson(changed)) + '.' + toBase64Url(payload) + '.');
    }
    const QString signedJwt = key.sign(header, payload);
    if (how == "garbage"_L1)
        return signedJwt.section(u'.', 0, 1) + u'.' + QString::fromLatin1(toBase64Url(SystemRandom().bytes(64)));
    return signedJwt;
}

QJsonObject jwks(const QList<Key> &keys, const QString &use)
{
    QJsonArray list;
    for (const Key &key : keys)
        list.append(key.publicJwk(use));
    return {{u"keys"_s, list}};
}

QString hashOf(const QString &text)
{
    return QString::fromLatin1(sha256Base64Url(text.toUtf8()));
}

} // namespace fpx::sandbox
