#include <fpx/uma/enrolment.h>

#include "clienttoken.h"
#include "enrolmentdraft.h"
#include "serverclock.h"
#include "statuserror.h"
#include "words.h"

#include <fpx/jose/jwk.h>

namespace fpx::uma {

namespace {

/// One enrolment from nothing, or from where it stopped, to an account. Every step is durable before the next begins.
class EnrolFlow
{
public:
    EnrolFlow(AsContext context, EnrolmentId id, op::AuthorizationServer as, QString operatorIssuer, CancelToken cancel)
        : m_context(std::move(context)),
          m_id(std::move(id)),
          m_as(std::move(as)),
          m_operatorIssuer(std::move(operatorIssuer)),
          m_cancel(std::move(cancel)),
          m_http(std::make_shared<ServerClock>(m_context.http, m_context.clock))
    {
    }

    static Async<Enrolment> run(std::shared_ptr<EnrolFlow> flow)
    {
        EnrolFlow &f = *flow;
        if (f.m_as.softwareStatement.isEmpty())
            co_return fail("software_statement_missing",
                           Words::tr("The maker of this wallet has not registered it with this network."));
        FPX_CO_TRY(draft, EnrolmentDraft::load(*f.m_context.records, f.m_id));
        f.m_draft = draft;
        FPX_CO_TRY(metadata, co_await AsMetadata::discover(f.m_http, f.m_as.issuer, f.m_cancel));
        FPX_CO_CHECK(f.m_cancel.check());
        f.m_metadata = metadata;
        FPX_CO_CHECK(co_await registerWallet(flow));
        FPX_CO_CHECK(co_await registerAccount(flow));
        co_return f.result();
    }

private:
    using Flow = std::shared_ptr<EnrolFlow>;

    [[nodiscard]] SecretName secretName(const char *what) const
    {
        return {SecretPurpose::AsKeys, m_id.value() + u'/' + QLatin1String(what)};
    }

    [[nodiscard]] Result<void> storeDraft() const { return m_draft.store(*m_context.records, m_id); }

    /// A fresh ES256 key, stored under its name before anyone hears of it.
    static Async<jose::PublicKey> freshKey(Flow flow, QByteArray what)
    {
        FPX_CO_TRY(key, jose::PrivateKey::generate(jose::Algorithm::ES256));
        const SecretName name = flow->secretName(what.constData());
        const Secret secret = key.toSecret();
        FPX_CO_CHECK(co_await flow->m_context.secrets->put(name, secret));
        FPX_CO_CHECK(flow->m_cancel.check());
        co_return key.publicKey();
    }

    static Async<void> beginWallet(Flow flow)
    {
        EnrolFlow &f = *flow;
        FPX_CO_TRY(provider, co_await freshKey(flow, QByteArrayLiteral("provider")));
        FPX_CO_TRY(client, co_await freshKey(flow, QByteArrayLiteral("wallet-client")));
        f.m_draft.walletIssuer = f.m_operatorIssuer + QStringLiteral("/i/") + provider.thumbprint();
        f.m_draft.wallet = RegistrationDraft();
        f.m_draft.wallet.body =
            walletMetadata(f.m_as.softwareStatement, client.toJson(), provider.toJson(), f.m_draft.walletIssuer);
        f.m_draft.wallet.idempotencyKey = f.m_context.random->uuid();
        co_return f.storeDraft();
    }

    static Async<void> beginAccount(Flow flow)
    {
        EnrolFlow &f = *flow;
        FPX_CO_TRY(key, co_await freshKey(flow, QByteArrayLiteral("account-client")));
        f.m_draft.account = RegistrationDraft();
        f.m_draft.account.body = accountMetadata(key.toJson());
        f.m_draft.account.idempotencyKey = f.m_context.random->uuid();
        co_return f.storeDraft();
    }

    static Async<void> registerWallet(Flow flow)
    {
        EnrolFlow &f = *flow;
        if (f.m_draft.wallet.isAnswered())
            co_return {};
        const bool resumed = f.m_draft.wallet.isBegun();
        if (!resumed)
            FPX_CO_CHECK(co_await beginWallet(flow));
        const Secret none;
        auto sent = co_await submit(flow, false, none);
        if (!sent && resumed && sent.error().code == "enrolment_refused") {
            // The AS has forgotten the Idempotency-Key, or the statement has changed since: the old keys lead nowhere.
            FPX_CO_CHECK(f.m_cancel.check());
            FPX_CO_CHECK(co_await beginWallet(flow));
            sent = co_await submit(flow, false, none);
        }
        co_return sent;
    }

    static Async<void> registerAccount(Flow flow)
    {
        EnrolFlow &f = *flow;
        if (f.m_draft.account.isAnswered())
            co_return {};
        const bool resumed = f.m_draft.account.isBegun();
        if (!resumed)
            FPX_CO_CHECK(co_await beginAccount(flow));
        ClientTokenDemand demand;
        demand.tokenEndpoint = f.m_metadata.tokenEndpoint;
        demand.issuer = f.m_as.issuer;
        demand.clientId = f.m_draft.wallet.clientId;
        demand.key = f.secretName("wallet-client");
        demand.scope = QStringLiteral("register");
        FPX_CO_TRY(token, co_await fetchClientToken(f.m_http, f.m_context, demand, f.m_cancel));
        FPX_CO_CHECK(f.m_cancel.check());
        const Secret bearer = token.token;
        auto sent = co_await submit(flow, true, bearer);
        if (!sent && resumed && sent.error().code == "enrolment_refused") {
            FPX_CO_CHECK(f.m_cancel.check());
            FPX_CO_CHECK(co_await beginAccount(flow));
            sent = co_await submit(flow, true, bearer);
        }
        co_return sent;
    }

    /// Sends the stored bytes of one registration and stores what comes back: the registration token first, since the
    /// draft says "answered" from then on.
    static Async<void> submit(Flow flow, bool account, Secret bearer)
    {
        EnrolFlow &f = *flow;
        RegistrationDraft &draft = account ? f.m_draft.account : f.m_draft.wallet;
        http::Request request;
        request.method = http::Method::Post;
        request.url = f.m_metadata.registrationEndpoint;
        request.body = draft.body;
        request.contentType = "application/json";
        request.headers.set("Idempotency-Key", draft.idempotencyKey.toLatin1());
        request.bearer = bearer;
        request.idempotent = true;
        FPX_CO_TRY(response, co_await f.m_http->send(request, f.m_cancel));
        if (response.status != 201)
            co_return f.refused(response, draft);
        // From here on the profile exists at the AS: what it said is stored, cancelled or not.
        FPX_CO_TRY(answer, parseRegistration(response, f.m_metadata.registrationEndpoint, draft.body));
        if (account && (answer.clientId == f.m_draft.wallet.clientId ||
                        answer.registrationUri == f.m_draft.wallet.registrationUri))
            co_return fail("registration_repeated",
                           Words::tr("The network mixed up this wallet and its profile. Nothing was created in the "
                                     "wallet."));
        const SecretName name = f.secretName(account ? "account-registration" : "registration");
        FPX_CO_CHECK(co_await f.m_context.secrets->put(name, answer.registrationToken));
        draft.clientId = answer.clientId;
        draft.registrationUri = answer.registrationUri;
        FPX_CO_CHECK(f.storeDraft());
        co_return f.m_cancel.check();
    }

    /// A definite refusal ends the draft, so that the next attempt has fresh keys; a temporary one keeps its bytes.
    Result<void> refused(const http::Response &response, RegistrationDraft &draft) const
    {
        const auto error =
            statusFailure(response, "enrolment_refused",
                          Words::tr("The network did not accept this wallet. Its operator can say why."));
        if (!isTemporary(response.status) && response.status != 401) {
            draft = RegistrationDraft();
            FPX_CHECK(storeDraft());
        }
        return error;
    }

    [[nodiscard]] Enrolment result() const
    {
        Enrolment enrolment;
        enrolment.id = m_id;
        enrolment.as = m_as.identifier;
        enrolment.asIssuer = m_as.issuer;
        enrolment.walletIssuer = m_draft.walletIssuer;
        enrolment.walletClientId = m_draft.wallet.clientId;
        enrolment.registrationUri = m_draft.wallet.registrationUri;
        enrolment.account = AccountId(m_draft.account.clientId);
        enrolment.accountRegistrationUri = m_draft.account.registrationUri;
        enrolment.createdAt = m_context.clock->nowSeconds();
        return enrolment;
    }

    AsContext m_context;
    EnrolmentId m_id;
    op::AuthorizationServer m_as;
    QString m_operatorIssuer;
    CancelToken m_cancel;
    std::shared_ptr<ServerClock> m_http;
    AsMetadata m_metadata;
    EnrolmentDraft m_draft;
};

} // namespace

Async<Enrolment> enrol(AsContext context, EnrolmentId id, op::AuthorizationServer as, QString operatorIssuer,
                       CancelToken cancel)
{
    const auto flow = std::make_shared<EnrolFlow>(context, id, as, operatorIssuer, cancel);
    return EnrolFlow::run(flow);
}

Result<void> forgetEnrolmentDraft(const AsContext &context, const EnrolmentId &id)
{
    return EnrolmentDraft::forget(*context.records, id);
}

} // namespace fpx::uma
