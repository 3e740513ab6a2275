#include <fpx/uma/registration.h>

#include "enrolmentdraft.h"
#include "keyprobe.h"
#include "registrationcalls.h"
#include "statuserror.h"
#include "words.h"

#include <fpx/base/base64url.h>
#include <fpx/base/json.h>
#include <fpx/jose/jws.h>

namespace fpx::uma {

namespace {

constexpr QLatin1String table("rotations");
constexpr qint64 proofSeconds = 60;

/// One registration whose keys are exchanged.
struct Part {
    bool account = false;
    QString clientId;
    QUrl uri;
    QStringList keys; ///< What they are for; each is a secret `{id}/{key}`.
};

QString rowOf(const EnrolmentId &id, bool account)
{
    return id.value() + (account ? QStringLiteral(" account") : QStringLiteral(" wallet"));
}

enum class Parts {
    All,
    Begun, ///< Those alone whose exchange did not end.
};

class RotationFlow
{
public:
    RotationFlow(AsContext context, Enrolment enrolment, op::AuthorizationServer as, Parts parts, CancelToken cancel)
        : m_parts(parts),
          m_context(std::move(context)),
          m_enrolment(std::move(enrolment)),
          m_as(std::move(as)),
          m_cancel(std::move(cancel)),
          m_http(std::make_shared<ServerClock>(m_context.http, m_context.clock))
    {
    }

    static Async<void> run(std::shared_ptr<RotationFlow> flow)
    {
        const Enrolment &enrolment = flow->m_enrolment;
        const Part wallet{false,
                          enrolment.walletClientId,
                          enrolment.registrationUri,
                          {QStringLiteral("wallet-client"), QStringLiteral("provider")}};
        const Part account{
            true, enrolment.account.value(), enrolment.accountRegistrationUri, {QStringLiteral("account-client")}};
        // What the AS thinks the time is: a proof of another time is refused, and with a clock that is wrong none is made.
        FPX_CO_CHECK(co_await AsMetadata::discover(flow->m_http, enrolment.asIssuer, flow->m_cancel));
        for (const Part &part : {wallet, account}) {
            FPX_CO_TRY(begun, flow->hasBegun(part));
            if (begun || flow->m_parts == Parts::All)
                FPX_CO_CHECK(co_await rotate(flow, part));
        }
        co_return {};
    }

private:
    using Flow = std::shared_ptr<RotationFlow>;

    [[nodiscard]] SecretName secretName(const QString &what) const
    {
        return {SecretPurpose::AsKeys, m_enrolment.id.value() + u'/' + what};
    }
    [[nodiscard]] SecretName nextOf(const QString &what) const { return secretName(what + QStringLiteral("-next")); }
    [[nodiscard]] QString rowOf(const Part &part) const { return uma::rowOf(m_enrolment.id, part.account); }
    [[nodiscard]] Result<bool> hasBegun(const Part &part) const
    {
        FPX_TRY(begun, m_context.records->get(table, rowOf(part)));
        return begun.has_value();
    }
    /// Whether the AS takes the key of this part that authenticates the client; `next`: the waiting one.
    static Async<bool> isKnown(Flow flow, Part part, bool next)
    {
        RotationFlow &f = *flow;
        const QString &what = part.keys.first();
        const SecretName key = next ? f.nextOf(what) : f.secretName(what);
        const auto known = co_await isKeyKnown(f.m_http, f.m_context, f.m_enrolment, part.account, key, f.m_cancel);
        if (!known && known.error().code == "secret_not_found")
            co_return false;
        co_return known;
    }

    /// New keys under their waiting names, and the bytes that announce them; those of an attempt that did not end, if there
    /// was one: they may be registered already.
    static Async<QByteArray> prepare(Flow flow, Part part)
    {
        RotationFlow &f = *flow;
        FPX_CO_TRY(begun, f.m_context.records->get(table, f.rowOf(part)));
        if (begun)
            co_return begun->value(QStringLiteral("body")).toString().toUtf8();
        QList<QJsonObject> announced;
        for (const QString &what : part.keys) {
            FPX_CO_TRY(key, jose::PrivateKey::generate(jose::Algorithm::ES256));
            const Secret secret = key.toSecret();
            FPX_CO_CHECK(co_await f.m_context.secrets->put(f.nextOf(what), secret));
            FPX_CO_CHECK(f.m_cancel.check());
            announced.append(key.publicKey().toJson());
        }
        const QByteArray metadata = part.account ? accountMetadata(announced.at(0))
                                                 : walletMetadata(f.m_as.softwareStatement, announced.at(0),
                                                                  announced.at(1), f.m_enrolment.walletIssuer);
        FPX_CO_TRY(json, parseJsonObject(metadata));
        json.insert(QStringLiteral("client_id"), part.clientId); // RFC 7592 section 2.2
        const QByteArray body = toCompactJson(json);
        FPX_CO_CHECK(
            f.m_context.records->put(table, f.rowOf(part), {{QStringLiteral("body"), QString::fromUtf8(body)}}));
        co_return body;
    }

    /// A JWT by each old key, space-separated.
    static Async<QByteArray> proofs(Flow flow, Part part, QByteArray body)
    {
        RotationFlow &f = *flow;
        FPX_CO_TRY(now, f.m_http->now());
        QByteArrayList result;
        for (const QString &what : part.keys) {
            FPX_CO_TRY(secret, co_await f.m_context.secrets->get(f.secretName(what)));
            FPX_CO_CHECK(f.m_cancel.check());
            FPX_CO_TRY(key, jose::PrivateKey::fromSecret(secret));
            const QJsonObject header{{QStringLiteral("typ"), QStringLiteral("fpx-key-rotation+jwt")},
                                     {QStringLiteral("kid"), key.keyId()}};
            const QJsonObject claims{{QStringLiteral("iss"), part.clientId},
                                     {QStringLiteral("aud"), QString::fromLatin1(part.uri.toEncoded())},
                                     {QStringLiteral("iat"), now},
                                     {QStringLiteral("exp"), now + proofSeconds},
                                     {QStringLiteral("jti"), QString::fromLatin1(f.m_context.random->token(16))},
                                     {QStringLiteral("body_hash"), QString::fromLatin1(sha256Base64Url(body))}};
            FPX_CO_TRY(proof, jose::sign(header, claims, key));
            result.append(proof);
        }
        co_return result.join(' ');
    }

    static Async<void> rotate(Flow flow, Part part)
    {
        RotationFlow &f = *flow;
        FPX_CO_TRY(begun, f.hasBegun(part));
        FPX_CO_TRY(body, co_await prepare(flow, part));
        if (!begun)
            co_return co_await announce(flow, part, body, IfRefused::DropNew);
        FPX_CO_TRY(taken, co_await isKnown(flow, part, true));
        if (taken) {
            FPX_CO_CHECK(co_await adopt(flow, part));
            // The answer that was lost had a new registration token in it: said again, the AS says it again. One that does
            // not is no harm to the keys.
            [[maybe_unused]] const auto repeated = co_await announce(flow, part, body, IfRefused::KeepAll);
            co_return {};
        }
        FPX_CO_TRY(unchanged, co_await isKnown(flow, part, false));
        co_return co_await announce(flow, part, body, unchanged ? IfRefused::DropNew : IfRefused::KeepAll);
    }

    /// What a definite refusal means for the new keys: the AS never took them, or nobody knows.
    enum class IfRefused { DropNew, KeepAll };

    static Async<void> announce(Flow flow, Part part, QByteArray body, IfRefused ifRefused)
    {
        RotationFlow &f = *flow;
        FPX_CO_TRY(proof, co_await proofs(flow, part, body));
        http::Request request;
        request.method = http::Method::Put;
        request.url = part.uri;
        request.body = body;
        request.contentType = "application/json";
        request.headers.set("FPX-Proof", proof);
        const SecretName token = registrationToken(f.m_enrolment.id, part.account);
        FPX_CO_TRY(response, co_await callRegistration(f.m_http, f.m_context.secrets, token, request, f.m_cancel));
        if (response.status != 200)
            co_return co_await refused(flow, part, response, ifRefused);
        // From here on the AS knows the new keys only: what follows is finished, cancelled or not.
        FPX_CO_TRY(answer, parseRegistration(response, part.uri, body));
        if (answer.clientId != part.clientId || answer.registrationUri != part.uri)
            co_return fail("registration_differs", Words::tr("The network answered for another profile."));
        FPX_CO_CHECK(co_await keepToken(flow, token, answer.registrationToken));
        co_return co_await adopt(flow, part);
    }

    static Async<void> keepToken(Flow flow, SecretName token, Secret fresh)
    {
        SecretStore *secrets = flow->m_context.secrets;
        FPX_CO_TRY(present, co_await secrets->get(token));
        FPX_CO_CHECK(co_await secrets->put(previousOf(token), present));
        co_return co_await secrets->put(token, fresh);
    }

    static Async<void> adopt(Flow flow, Part part)
    {
        RotationFlow &f = *flow;
        for (const QString &what : part.keys) {
            const auto next = co_await f.m_context.secrets->get(f.nextOf(what));
            if (!next && next.error().code == "secret_not_found")
                continue; // adopted before a crash
            FPX_CO_CHECK(next);
            FPX_CO_CHECK(co_await f.m_context.secrets->put(f.secretName(what), *next));
            FPX_CO_CHECK(co_await f.m_context.secrets->remove(f.nextOf(what)));
        }
        co_return f.m_context.records->remove(table, f.rowOf(part));
    }

    static Async<void> refused(Flow flow, Part part, http::Response response, IfRefused ifRefused)
    {
        RotationFlow &f = *flow;
        if (response.status == 401 || response.status == 404)
            co_return fail("registration_gone",
                           Words::tr("The network no longer lets this wallet manage its profile. Nothing has been "
                                     "deleted here."),
                           QStringLiteral("status %1 %2").arg(response.status).arg(errorCodeOf(response)));
        const auto error = statusFailure(
            response, "rotation_refused",
            Words::tr("The network did not take the new keys. The profile goes on with those that it has."));
        if (!isTemporary(response.status) && ifRefused == IfRefused::DropNew) {
            for (const QString &what : part.keys)
                FPX_CO_CHECK(co_await f.m_context.secrets->remove(f.nextOf(what)));
            FPX_CO_CHECK(f.m_context.records->remove(table, f.rowOf(part)));
        }
        co_return error;
    }

    Parts m_parts;
    AsContext m_context;
    Enrolment m_enrolment;
    op::AuthorizationServer m_as;
    CancelToken m_cancel;
    std::shared_ptr<ServerClock> m_http;
};

} // namespace

Async<void> rotateKeys(AsContext context, Enrolment enrolment, op::AuthorizationServer as, CancelToken cancel)
{
    const auto flow = std::make_shared<RotationFlow>(context, enrolment, as, Parts::All, cancel);
    return RotationFlow::run(flow);
}

Async<void> finishRotation(AsContext context, Enrolment enrolment, op::AuthorizationServer as, CancelToken cancel)
{
    const auto flow = std::make_shared<RotationFlow>(context, enrolment, as, Parts::Begun, cancel);
    return RotationFlow::run(flow);
}

Result<bool> isRotationUnfinished(const AsContext &context, const EnrolmentId &id)
{
    for (const bool account : {false, true}) {
        FPX_TRY(begun, context.records->get(table, rowOf(id, account)));
        if (begun)
            return true;
    }
    return false;
}

Async<void> forgetSecrets(AsContext context, EnrolmentId id)
{
    for (const char *what : {"provider", "wallet-client", "account-client", "registration", "account-registration"}) {
        for (const char *state : {"", "-next", "-previous"}) {
            const SecretName name{SecretPurpose::AsKeys,
                                  id.value() + u'/' + QLatin1String(what) + QLatin1String(state)};
            FPX_CO_CHECK(co_await context.secrets->remove(name));
        }
    }
    for (const bool account : {false, true})
        FPX_CO_CHECK(context.records->remove(table, rowOf(id, account)));
    co_return forgetEnrolmentDraft(context, id);
}

} // namespace fpx::uma
