#include "keydata.h"
#include "words.h"

#include <QJsonArray>
#include <fpx/base/json.h>
#include <fpx/jose/jwkset.h>

#include <algorithm>

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

Result<JwkSet> JwkSet::parse(const QByteArray &text, Reading reading)
{
    FPX_TRY(object, parseJsonObject(text, maxBytes));
    return parse(object, reading);
}

Result<JwkSet> JwkSet::parse(const QJsonObject &set, Reading reading)
{
    const QJsonValue keys = set.value(QStringLiteral("keys"));
    if (!keys.isArray())
        return malformed("jwks_malformed", QStringLiteral("keys"));
    const QJsonArray list = keys.toArray();
    if (list.size() > maxKeys)
        return malformed("jwks_too_many_keys", QString::number(list.size()));
    QList<PublicKey> usable;
    for (const QJsonValue &entry : list) {
        if (!entry.isObject() && reading == Reading::Exact)
            return malformed("jwks_malformed", QStringLiteral("keys[] must be objects"));
        auto key = PublicKey::parse(entry.toObject(), reading);
        if (key)
            usable.append(std::move(*key));
        else if (key.error().code == "key_private")
            return fail(std::move(key).error());
        else
            noteDeviation(QStringLiteral("a set with a key that cannot be used: %1 (%2)")
                              .arg(QString::fromLatin1(key.error().code), key.error().detail));
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

template <class Candidate, class Fit>
Result<PublicKey> JwkSet::choose(const QString &keyId, Candidate candidate, Fit fits) const
{
    std::optional<PublicKey> found;
    bool named = false;
    for (const PublicKey &key : m_keys) {
        if (!keyId.isEmpty() && key.keyId() != keyId)
            continue;
        named = named || (!keyId.isEmpty() && candidate(key));
        if (!fits(key) || (found && *found == key))
            continue;
        if (found)
            return ambiguous(keyId);
        found = key;
    }
    if (!found)
        return notFound(named ? "key_wrong_algorithm" : "key_unknown", keyId);
    return *found;
}

Result<PublicKey> JwkSet::find(const QString &keyId, Algorithm algorithm) const
{
    const auto fits = [algorithm](const PublicKey &key) { return key.fits(algorithm); };
    const auto verifies = [](const PublicKey &key) { return key.use() != KeyUse::Encryption; };
    return choose(keyId, verifies, fits);
}

Result<PublicKey> JwkSet::findAgreement(const QString &keyId) const
{
    const auto agrees = [](const PublicKey &key) { return key.agreesKeys(); };
    if (keyId.isEmpty()) {
        const auto first = std::ranges::find_if(
            m_keys, [&](const PublicKey &key) { return agrees(key) && key.use() == KeyUse::Encryption; });
        return first != m_keys.end() ? Result<PublicKey>(*first) : notFound("key_unknown", keyId);
    }
    return choose(keyId, [](const PublicKey &key) { return key.use() != KeyUse::Signature; }, agrees);
}

} // namespace fpx::jose
