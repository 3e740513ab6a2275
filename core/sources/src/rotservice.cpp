// ROTs by the source's strategy, encrypted to it (profile 6).
#include <fpx/base/base64url.h>
#include <fpx/base/json.h>
#include <fpx/jose/jwe.h>
#include <fpx/jose/jws.h>

#include "state.h"
#include "words.h"

#include <QRegularExpression>
#include <QSet>

namespace fpx::sources {

namespace {

constexpr QLatin1String materialTable("pseudonyms");
constexpr QLatin1String usedTable("pseudonyms_used");

QString k(const char *name)
{
    return QLatin1String(name);
}

// Subjects are a source's own words and may hold anything: only their hash names rows and secrets.
QString materialId(const SourceIdentifier &source, const QString &subject)
{
    return source.value() + QLatin1Char('/') +
           (subject.isEmpty() ? k("own") : QString::fromLatin1(sha256Base64Url(subject.toUtf8())));
}

SecretName proofName(const QString &id)
{
    return {SecretPurpose::RotMaterial, id};
}

Failure badMaterial(const QString &detail)
{
    return fail("bad_rot_material",
                Words::tr("The data source answered in a way that this wallet does not accept. Nothing was shared."),
                detail);
}

bool isUuid(const QString &text)
{
    static const QRegularExpression uuid(QStringLiteral("\\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\z"));
    return uuid.match(text).hasMatch();
}

} // namespace

Async<jose::JwkSet> SourceService::encryptionKeys(SourceIdentifier source, CancelToken cancel)
{
    const auto self = shared_from_this();
    FPX_CO_TRY(metadata, co_await metadataOf(self, source, cancel));
    if (metadata.jwksUri.isEmpty())
        co_return badMaterial(k("no jwks_uri"));
    const auto keys =
        co_await m_state->keys->get(m_state->http(source), metadata.jwksUri, oauth::Freshness::Cached, cancel);
    co_return inItsName(source, keys);
}

Result<void> SourceService::matchesRegistry(const jose::JwkSet &own, const QByteArray &registryJwks)
{
    const auto encryption = [](const jose::JwkSet &set) {
        QSet<QString> thumbprints;
        for (const jose::PublicKey &key : set.keys()) {
            if (key.agreesKeys() && key.use() != jose::KeyUse::Signature)
                thumbprints.insert(key.thumbprint());
        }
        return thumbprints;
    };
    const auto registry = jose::JwkSet::parse(registryJwks);
    if (!registry || encryption(*registry) != encryption(own))
        return fail(
            "registry_key_differs",
            Words::tr(
                "The network vouches for another key than the data source's own. Someone may be trying to read along. Nothing was shared."));
    return {};
}

Async<jose::PublicKey> SourceService::recipientKey(std::shared_ptr<SourceService> self, SourceIdentifier source,
                                                   QByteArray registryJwks, CancelToken cancel)
{
    FPX_CO_TRY(keys, co_await encryptionKeys(source, cancel));
    FPX_CO_CHECK(cancel.check());
    if (!matchesRegistry(keys, registryJwks)) {
        // The source may have changed its key within the hour for which its keys are kept: asked once more before the alarm.
        FPX_CO_TRY(metadata, co_await metadataOf(self, source, cancel));
        const auto fresh =
            co_await m_state->keys->get(m_state->http(source), metadata.jwksUri, oauth::Freshness::Refetch, cancel);
        FPX_CO_TRY(again, inItsName(source, fresh));
        FPX_CO_CHECK(matchesRegistry(again, registryJwks));
        keys = again;
    }
    co_return keys.findAgreement();
}

// The source's refusal of a ROT has a code of its own.
Async<QJsonObject> SourceService::askForRot(std::shared_ptr<SourceService> self, SourceIdentifier source,
                                            http::Request request, CancelToken cancel)
{
    const auto response = co_await send(self, source, request, cancel);
    FPX_CO_CHECK(cancel.check());
    if (!response && response.error().code == "source_refused")
        co_return fail("rot_refused", response.error().message, response.error().detail);
    if (!response)
        co_return fail(response.error());
    const auto json = http::readJson(*response, 64 * 1024, Reading::Lenient);
    if (!json)
        co_return badMaterial(QString::fromLatin1(json.error().code));
    co_return *json;
}

Async<SealedRot> SourceService::sealedRot(SourceIdentifier source, RotDemand demand, QByteArray registryJwks,
                                          CancelToken cancel)
{
    const auto self = shared_from_this();
    const op::DataSource *found = find(source);
    if (found == nullptr || !found->rot)
        co_return sourceUnknown();
    const op::RotOffer offer = *found->rot;
    if (!account(source))
        co_return needsSignIn(nameOf(source));
    FPX_CO_TRY(recipient, co_await recipientKey(self, source, registryJwks, cancel));

    SealedRot sealed;
    QByteArray rot;
    if (offer.strategy == op::RotStrategy::Simple) {
        FPX_CO_TRY(simple, co_await simpleRot(self, source, QUrl(offer.endpoint), demand, cancel));
        sealed.pseudonym = m_state->context.random->uuid(); // the wallet's own: random, so it occurs once
        rot = simple;
    } else {
        FPX_CO_TRY(material, co_await takeMaterial(self, source, QUrl(offer.endpoint), demand.subject, cancel));
        const QJsonObject header{{k("typ"), k("fpx-rot+jwt")}};
        const QJsonObject claims{{k("sub"), material.pseudonym},
                                 {k("aud"), demand.resourceServer.value()},
                                 {k("as"), demand.as.value()},
                                 {k("client_id"), demand.client.value()},
                                 {k("permission_id"), demand.permission.value()},
                                 {k("cnf"), QJsonObject{{k("jkt"), demand.jkt}}},
                                 {k("exp"), demand.expires}};
        FPX_CO_TRY(jwt, jose::signHs256(header, claims, material.proof));
        sealed.pseudonym = material.pseudonym;
        rot = jwt;
    }
    const jose::JweHeader header{k("fpx-rot+jwe"), recipient.keyId(), demand.as.value().toUtf8(),
                                 demand.resourceServer.value().toUtf8()};
    FPX_CO_TRY(jwe, jose::encrypt(rot, recipient, header));
    wipe(rot);
    sealed.rotAsSent = jwe;
    co_return sealed;
}

Async<QByteArray> SourceService::simpleRot(std::shared_ptr<SourceService> self, SourceIdentifier source, QUrl endpoint,
                                           RotDemand demand, CancelToken cancel)
{
    QJsonObject body{{k("permission_id"), demand.permission.value()}, {k("jkt"), demand.jkt}};
    if (!demand.subject.isEmpty())
        body.insert(k("subject"), demand.subject);
    http::Request request = http::jsonRequest(http::Method::Post, endpoint, body);
    request.idempotent = true;
    FPX_CO_TRY(json, co_await askForRot(self, source, request, cancel));
    const QByteArray rot = json.value(k("rot")).toString().toUtf8();
    if (rot.isEmpty() || rot.size() > 8192)
        co_return badMaterial(k("rot"));
    co_return rot;
}

Async<SourceService::Material> SourceService::takeMaterial(std::shared_ptr<SourceService> self, SourceIdentifier source,
                                                           QUrl endpoint, QString subject, CancelToken cancel)
{
    const QString id = materialId(source, subject);
    for (int attempt = 0; attempt < 4; ++attempt) {
        FPX_CO_CHECK(cancel.check());
        FPX_CO_TRY(row, m_state->context.records->get(materialTable, id));
        const QString generation = row ? row->value(k("generation")).toString() : QString();
        if (row && isUsable(*row)) {
            // The proof first, then the pseudonym in one step with a look at the generation: other material may have come
            // while the proof was read, and a ROT under another material's proof is refused.
            const SecretName name = proofName(id);
            FPX_CO_TRY(proof, co_await m_state->context.secrets->get(name));
            FPX_CO_CHECK(cancel.check());
            FPX_CO_TRY(taken, takeStoredPseudonym(id, generation));
            if (!taken.isEmpty())
                co_return Material{taken, proof};
            continue;
        }
        if (auto waiting = m_state->fetching.find(id); waiting != m_state->fetching.end()) {
            const Deferred<bool> mine;
            waiting->append(mine);
            co_await mine;
            continue;
        }
        m_state->fetching.insert(id, {});
        const auto fetched = co_await fetchMaterial(self, source, endpoint, subject, cancel);
        const auto waiting = m_state->fetching.take(id);
        for (const auto &other : waiting)
            other.resolve(fetched.has_value());
        FPX_CO_CHECK(fetched);
    }
    co_return badMaterial(k("no unused pseudonym"));
}

bool SourceService::isUsable(const QJsonObject &material) const
{
    return !material.value(k("unused")).toArray().isEmpty() &&
           material.value(k("until")).toInteger() > m_state->context.clock->nowSeconds();
}

// One durable step: what this returns is marked as used before anyone sees it. Empty: there is none of this generation.
Result<QString> SourceService::takeStoredPseudonym(const QString &id, const QString &generation)
{
    RecordStore &records = *m_state->context.records;
    FPX_TRY(material, records.get(materialTable, id));
    if (!material || !isUsable(*material) || material->value(k("generation")).toString() != generation)
        return QString();
    QJsonArray unused = material->value(k("unused")).toArray();
    QString taken;
    FPX_CHECK(records.transaction([&]() -> Result<void> {
        while (!unused.isEmpty() && taken.isEmpty()) {
            const QString candidate = unused.takeAt(0).toString();
            FPX_TRY(used, records.get(usedTable, candidate));
            if (!used)
                taken = candidate;
        }
        material->insert(k("unused"), unused);
        FPX_CHECK(records.put(materialTable, id, *material));
        return taken.isEmpty() ? Result<void>()
                               : records.put(usedTable, taken, {{k("at"), m_state->context.clock->nowSeconds()}});
    }));
    return taken;
}

Async<void> SourceService::fetchMaterial(std::shared_ptr<SourceService> self, SourceIdentifier source, QUrl endpoint,
                                         QString subject, CancelToken cancel)
{
    QJsonObject body;
    if (!subject.isEmpty())
        body.insert(k("subject"), subject);
    const http::Request request = http::jsonRequest(http::Method::Post, endpoint, body);
    FPX_CO_TRY(json, co_await askForRot(self, source, request, cancel));
    JsonReader reader(json, QStringLiteral("ROT material"), "bad_rot_material");
    const QByteArray encoded = reader.string(k("proof")).toLatin1();
    const QStringList pseudonyms = reader.strings(k("pseudonyms"), {});
    const qint64 expiresIn = reader.integer(k("expires_in"));
    FPX_CO_CHECK(reader.finish());
    auto decoded = fromBase64Url(encoded);
    if (!decoded || decoded->size() != 32 || pseudonyms.isEmpty() || pseudonyms.size() > 100 || expiresIn <= 0)
        co_return badMaterial(k("proof, pseudonyms or expires_in"));
    for (const QString &pseudonym : pseudonyms) {
        if (!isUuid(pseudonym))
            co_return badMaterial(k("pseudonyms"));
    }
    const QString id = materialId(source, subject);
    const SecretName name = proofName(id);
    const Secret proof = Secret::take(*decoded);
    // The proof first: pseudonyms without their proof would be wasted, a proof without pseudonyms is replaced.
    FPX_CO_CHECK(co_await m_state->context.secrets->put(name, proof));
    co_return m_state->context.records->put(materialTable, id,
                                            {{k("unused"), QJsonArray::fromStringList(pseudonyms)},
                                             {k("generation"), m_state->context.random->uuid()},
                                             {k("until"), m_state->context.clock->nowSeconds() + expiresIn}});
}

Async<void> SourceService::forgetRotMaterial([[maybe_unused]] std::shared_ptr<SourceService> self,
                                             SourceIdentifier source)
{
    FPX_CO_TRY(rows, m_state->context.records->all(materialTable));
    const QStringList ids = rows.keys();
    for (const QString &id : ids) {
        if (!id.startsWith(source.value() + QLatin1Char('/')))
            continue;
        FPX_CO_CHECK(m_state->context.records->remove(materialTable, id));
        const SecretName name = proofName(id);
        FPX_CO_CHECK(co_await m_state->context.secrets->remove(name));
    }
    co_return {};
}

} // namespace fpx::sources
