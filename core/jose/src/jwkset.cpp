#include "keydata.h"
#include "words.h"

#include <QJsonArray>
#include <fpx/base/json.h>
#include <fpx/jose/jwkset.h>

namespace fpx::jose {

namespace {

Failure malformed(const char *code, const QString &detail)
{
    return fail(code, Words::tr("The list of keys that the other side publishes cannot be used."), detail);
}

Failure notFound(const char *code, const QString &keyId)
{
    return fail(code, Words::tr("The key for this message is not among the keys that its sender publishes."),
                QStringLiteral("kid %1").arg(keyId.isEmpty() ? QStringLiteral("(none)") : keyId.left(64)));
}

Failure ambiguous(const QString &keyId)
{
    return fail(
        "key_ambiguous",
        Words::tr("Several of the keys that the sender publishes could be the one for this message, so none was "
                  "taken."),
        QStringLiteral("kid %1").arg(keyId.isEmpty() ? QStringLiteral("(none)") : keyId.left(64)));
}

} // namespace

Result<JwkSet> JwkSet::parse(const QByteArray &text)
{
    FPX_TRY(object, parseJsonObject(text, maxBytes));
    return parse(object);
}

Result<JwkSet> JwkSet::parse(const QJsonObject &set)
{
    const QJsonValue keys = set.value(QStringLiteral("keys"));
    if (!keys.isArray())
        return malformed("jwks_malformed", QStringLiteral("keys"));
    const QJsonArray list = keys.toArray();
    if (list.size() > maxKeys)
        return malformed("jwks_too_many_keys", QString::number(list.size()));
    QList<PublicKey> usable;
    for (const QJsonValue &entry : list) {
        if (!entry.isObject())
            return malformed("jwks_malformed", QStringLiteral("keys[] must be objects"));
        auto key = PublicKey::parse(entry.toObject());
        if (key)
            usable.append(std::move(*key));
        else if (key.error().code == "key_private")
            return fail(std::move(key).error());
    }
    return JwkSet(std::move(usable));
}

QJsonObject JwkSet::toJson() const
{
    QJsonArray keys;
    for (const PublicKey &key : m_keys)
        keys.append(key.toJson());
    return {{QStringLiteral("keys"), keys}};
}

Result<PublicKey> JwkSet::find(const QString &keyId, Algorithm algorithm) const
{
    std::optional<PublicKey> found;
    for (const PublicKey &key : m_keys) {
        const bool candidate =
            keyId.isEmpty() ? key.fits(algorithm) : key.keyId() == keyId && key.use() != KeyUse::Encryption;
        if (!candidate)
            continue;
        if (found)
            return ambiguous(keyId);
        found = key;
    }
    if (!found)
        return notFound("key_unknown", keyId);
    if (!found->fits(algorithm))
        return notFound("key_wrong_algorithm", keyId);
    return *found;
}

Result<PublicKey> JwkSet::findAgreement(const QString &keyId) const
{
    std::optional<PublicKey> found;
    for (const PublicKey &key : m_keys) {
        if (keyId.isEmpty() && key.agreesKeys() && key.use() == KeyUse::Encryption)
            return key;
        if (keyId.isEmpty() || key.keyId() != keyId || key.use() == KeyUse::Signature)
            continue;
        if (found)
            return ambiguous(keyId);
        found = key;
    }
    if (!found)
        return notFound("key_unknown", keyId);
    if (!found->agreesKeys())
        return notFound("key_wrong_algorithm", keyId);
    return *found;
}

} // namespace fpx::jose
