// ROT material: what lets this source recognise the person behind a permission (profile section 6).
#include "as/jwtrules.h"
#include "source/datasource.h"

#include <fpx/base/base64url.h>
#include <fpx/base/random.h>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

Response DataSource::makeRot(const Request &request)
{
    Refusal refusal;
    const GrantPtr grant = grantOf(request, u"fpx_rot"_s, refusal);
    if (!grant)
        return refusal.response();
    const auto body = request.json();
    const bool simple = m_config.strategy == "simple"_L1;
    const QString problem =
        body ? memberProblem(*body, simple ? QStringList{u"permission_id"_s, u"jkt"_s} : QStringList{}, {u"subject"_s},
                             u"body"_s)
             : u"a JSON object is needed (application/json)"_s;
    if (!problem.isEmpty())
        return Response::error(400, u"invalid_request"_s, problem);
    const auto subject = subjectOf(grant->login, body->value(u"subject"_s).toString());
    if (!subject)
        return Response::error(403, u"invalid_subject"_s, u"this person may not share for that subject"_s);
    if (simple) {
        const QString id = body->value(u"permission_id"_s).toString();
        const QString jkt = body->value(u"jkt"_s).toString();
        if (!isUuidV4(id) || jkt.size() != 43)
            return Response::error(400, u"invalid_request"_s,
                                   u"permission_id must be a UUIDv4, jkt a SHA-256 thumbprint"_s);
        const QString rot = issueToken(u"rot"_s);
        m_simpleRots.insert(rot, {id, jkt, *subject});
        return Response::json({{u"rot"_s, rot}});
    }
    const SystemRandom random;
    const Material material{random.bytes(32), *subject, now()};
    const QString proof = issue(u"proof"_s, QString::fromLatin1(toBase64Url(material.proof)));
    QJsonArray pseudonyms;
    for (int i = 0; i < setting(u"pseudonyms"_s, 10).toInt(); ++i) {
        const QString pseudonym = issue(u"pseudonym"_s, random.uuid());
        m_pseudonyms.insert(pseudonym, material);
        pseudonyms.append(pseudonym);
    }
    return Response::json({{u"proof"_s, proof}, {u"pseudonyms"_s, pseudonyms}, {u"expires_in"_s, 1800}});
}

Response DataSource::deleteRot(const Request &request)
{
    Refusal refusal;
    const GrantPtr grant = grantOf(request, u"fpx_rot"_s, refusal);
    if (!grant)
        return refusal.response();
    const QString id = request.params.value(u"id"_s);
    if (!isUuidV4(id))
        return Response::error(400, u"invalid_request"_s, u"a permission_id is a UUIDv4"_s);
    m_ended.insert(id);
    m_simpleRots.removeIf([&id](auto it) { return it.value().permissionId == id; });
    return Response::empty(204);
}

Refusal DataSource::openRot(const QString &rot, const QJsonObject &claims, const QString &jkt, Subject &subject) const
{
    const auto no = [](const QString &why) { return refuse(403, u"invalid_rot"_s, why); };
    const auto header = peekJweHeader(rot);
    const auto encoded = [&claims](const QString &name) {
        return QString::fromLatin1(toBase64Url(claims.value(name).toString().toUtf8()));
    };
    if (!header || header->value(u"typ"_s).toString() != "fpx-rot+jwe"_L1)
        return no(u"the rot is not a JWE of typ fpx-rot+jwe"_s);
    if (header->value(u"alg"_s).toString() != "ECDH-ES"_L1 || header->value(u"enc"_s).toString() != "A256GCM"_L1)
        return no(u"the rot must be ECDH-ES with A256GCM"_s);
    if (header->value(u"kid"_s).toString() != m_encryptionKey.kid())
        return no(u"the rot is for another key"_s);
    if (header->value(u"apu"_s).toString() != encoded(u"as"_s) ||
        header->value(u"apv"_s).toString() != encoded(u"aud"_s))
        return no(u"apu or apv of the rot do not fit the permission"_s);
    const auto plain = m_encryptionKey.decrypt(rot);
    if (!plain)
        return no(u"the rot cannot be decrypted"_s);
    const QString text = QString::fromUtf8(*plain);
    const QString permissionId = claims.value(u"permission_id"_s).toString();
    if (m_config.strategy == "hmac-jwt"_L1)
        return checkRotJwt(text, claims, jkt, subject);
    const auto known = m_simpleRots.constFind(text);
    if (known == m_simpleRots.constEnd())
        return no(u"this rot was not made here, or has been ended"_s);
    if (known->permissionId != permissionId || known->jkt != jkt)
        return no(u"the rot was made for another permission or another key"_s);
    subject = known->subject;
    return {};
}

Refusal DataSource::checkRotJwt(const QString &jwt, const QJsonObject &claims, const QString &jkt,
                                Subject &subject) const
{
    const auto no = [](const QString &why) { return refuse(403, u"invalid_rot"_s, why); };
    const auto peeked = peekJwt(jwt);
    const QString pseudonym = peeked ? peeked->claims.value(u"sub"_s).toString() : QString();
    const auto material = m_pseudonyms.constFind(pseudonym);
    if (material == m_pseudonyms.constEnd())
        return no(u"the rot names no pseudonym of this source"_s);
    Jwt checked;
    const JwtRules rules{u"fpx-rot+jwt"_s,
                         {u"sub"_s, u"aud"_s, u"as"_s, u"client_id"_s, u"permission_id"_s, u"cnf"_s, u"exp"_s},
                         {},
                         u"invalid_rot"_s,
                         403};
    if (const Refusal refusal = checkJwt(jwt, {Key::fromSecret(material->proof)}, rules, checked))
        return refusal;
    if (pseudonym != claims.value(u"iss"_s).toString())
        return no(u"sub of the rot is not iss of the permission"_s);
    for (const QString &name : {u"aud"_s, u"as"_s, u"client_id"_s, u"permission_id"_s, u"exp"_s}) {
        if (checked.claims.value(name) != claims.value(name))
            return no(u"%1 of the rot is not that of the permission"_s.arg(name));
    }
    if (checked.claims.value(u"cnf"_s) != QJsonValue(QJsonObject{{u"jkt"_s, jkt}}))
        return no(u"cnf.jkt of the rot is not the permission's key"_s);
    if (claims.value(u"iat"_s).toInteger() > material->issuedAt + 1800 + 60)
        return no(u"the material was too old to make new rots with"_s);
    subject = material->subject;
    return {};
}

} // namespace fpx::sandbox
