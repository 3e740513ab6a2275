// An authorization server of the FPX profile: it makes every check that sections 3 to 6 and 11 ask of one.
#pragma once

#include "as/state.h"
#include "http/party.h"

namespace fpx::sandbox {

class AuthorizationServer : public Party
{
    Q_OBJECT
public:
    AuthorizationServer(Place place, AsConfig config);

    [[nodiscard]] const AsConfig &config() const { return m_config; }
    /// Adds what is known only after the other parties have been made.
    void addClient(const ServiceRecord &client) { m_config.clients.append(client); }
    void addSource(const ServiceRecord &source) { m_config.sources.append(source); }
    [[nodiscard]] QString redirectUri() const { return url(QStringLiteral("/wallet/answer")); }

    [[nodiscard]] QJsonObject description() const override;
    [[nodiscard]] QJsonObject secrets() override;
    void reset() override;
    [[nodiscard]] Response control(const QJsonObject &command) override;

private:
    // discovery.cpp, registry.cpp
    void addRoutes();
    [[nodiscard]] Response metadata() const;
    /// The path below which the wallet's endpoints are: the setting `endpoints_at`, "" or "/moved".
    [[nodiscard]] QString endpointsAt() const;
    [[nodiscard]] Response registryEntry(const Request &request);
    [[nodiscard]] Response registryLogo(const Request &request);
    [[nodiscard]] QJsonObject registryObject(const QString &kind, const QString &id) const;

    // registration.cpp, management.cpp
    [[nodiscard]] Response registerClient(const Request &request);
    [[nodiscard]] Response registerOnce(const Request &request, const QJsonObject &body, const QString &enrolment);
    [[nodiscard]] Refusal checkStatement(const QString &statement) const;
    [[nodiscard]] Refusal readMetadata(const QJsonObject &body, bool account, WalletClient &client) const;
    [[nodiscard]] Refusal checkFreshKeys(const WalletClient &client, const WalletClient *before) const;
    void rememberKeys(const WalletClient &client);
    [[nodiscard]] QJsonObject registrationAnswer(const WalletClient &client) const;
    [[nodiscard]] WalletClient *managedClient(const Request &request, Refusal &refusal);
    [[nodiscard]] Response readRegistration(const Request &request);
    [[nodiscard]] Response updateRegistration(const Request &request);
    [[nodiscard]] Response deleteRegistration(const Request &request);
    [[nodiscard]] Refusal checkRotationProof(const Request &request, const WalletClient &before,
                                             const WalletClient &after);
    void removeWalletClient(const QString &id);

    // wallettokens.cpp
    [[nodiscard]] Response token(const Request &request);
    [[nodiscard]] Response walletToken(const Fields &form);
    [[nodiscard]] Refusal useJti(const QString &owner, const QString &jti, qint64 until);
    /// The wallet client behind a bearer token of `scope`; null and `refusal` otherwise.
    [[nodiscard]] WalletClient *bearerOf(const Request &request, const QString &scope, Refusal &refusal);

    // clienttokens.cpp
    [[nodiscard]] Response umaGrant(const Fields &form, const ServiceRecord &client);
    [[nodiscard]] Response refreshGrant(const Fields &form, const ServiceRecord &client);
    [[nodiscard]] Response patGrant(const ServiceRecord &source);
    [[nodiscard]] Response rptAnswer(const QString &client, const QString &account, const QStringList &permissions,
                                     bool withRefresh);
    [[nodiscard]] const ServiceRecord *authenticated(const Request &request, Refusal &refusal) const;

    // clienttickets.cpp
    [[nodiscard]] Response createTicket(const Request &request);
    [[nodiscard]] Refusal readTicketRequest(const QJsonObject &body, const ServiceRecord &asker,
                                            Transaction &out) const;
    [[nodiscard]] Refusal readResource(const QJsonObject &in, const ServiceRecord &asker, int index,
                                       QJsonObject &out) const;
    [[nodiscard]] Response registerResource(const Request &request);

    // wallettickets.cpp
    [[nodiscard]] Response ticketDetails(const Request &request);
    [[nodiscard]] TransactionPtr transactionByCode(WalletClient &enrolment, const QString &code, Refusal &refusal);
    void sweep();

    // interaction.cpp
    [[nodiscard]] Response claimsInteraction(const Request &request);
    [[nodiscard]] Response interactionPage(const TransactionPtr &transaction, const QString &session);
    void prepareParameters(Transaction &transaction);
    [[nodiscard]] QString walletUrl(const Transaction &transaction, const QString &base);
    [[nodiscard]] QString browserSession(const Request &request) const;
    [[nodiscard]] Response devicePage(const Request &request);
    /// Opens the wallet at the field for a code; it never brings one.
    [[nodiscard]] QString deviceLink() const;

    // answer.cpp, answercheck.cpp, reuse.cpp
    [[nodiscard]] Response formAnswer(const Request &request);
    [[nodiscard]] Response fragmentPage(const Request &request) const;
    [[nodiscard]] Response fragmentAnswer(const Request &request);
    [[nodiscard]] Response directPost(const Request &request, const Fields &fields, const TransactionPtr &transaction);
    [[nodiscard]] Response accept(const Request &request, const Fields &fields, const QString &mode);
    [[nodiscard]] Refusal checkAnswer(const Fields &fields, const TransactionPtr &transaction, Jwt &idToken);
    [[nodiscard]] Refusal checkIdToken(const QString &compact, const QString &iss, const Transaction &transaction,
                                       Jwt &out);
    [[nodiscard]] Refusal checkFreshness(const QJsonObject &claims, const Transaction &transaction) const;
    /// Requested resource (`request_id`) → the permission that is for it.
    [[nodiscard]] Refusal placePermissions(const QJsonObject &claims, const TransactionPtr &transaction,
                                           QHash<QString, PermissionPtr> &places) const;
    [[nodiscard]] Refusal checkCoverage(const QJsonObject &claims, const Transaction &transaction,
                                        const QHash<QString, PermissionPtr> &places) const;
    void settle(const Fields &fields, const TransactionPtr &transaction, const Jwt &idToken);

    // permissions.cpp, permissionchange.cpp, permissioncheck.cpp, protections.cpp
    [[nodiscard]] Response postPermission(const Request &request);
    [[nodiscard]] Response listPermissions(const Request &request);
    [[nodiscard]] Response readPermission(const Request &request);
    [[nodiscard]] Response patchPermission(const Request &request);
    [[nodiscard]] Response deletePermission(const Request &request);
    [[nodiscard]] Refusal checkPermission(const QString &jws, const QString &rot, const WalletClient &account,
                                          Permission &out, PermissionPtr &replaced) const;
    [[nodiscard]] Refusal checkAgainstTicket(const QJsonObject &claims, const Transaction &transaction,
                                             bool replaces) const;
    [[nodiscard]] Refusal checkRotEnvelope(const QString &rot, const QString &source) const;
    [[nodiscard]] PermissionPtr replaceable(const QJsonObject &claims, const WalletClient &account) const;
    void setStatus(Permission &permission, const QString &status);
    [[nodiscard]] static QString permissionKey(const QString &account, const QString &id)
    {
        return account + u'/' + id;
    }
    [[nodiscard]] static QJsonObject permissionState(const Permission &permission);
    [[nodiscard]] Response listProtections(const Request &request);
    [[nodiscard]] Response deleteProtection(const Request &request);

    // introspection.cpp
    [[nodiscard]] Response introspect(const Request &request);

    [[nodiscard]] const ServiceRecord *client(const QString &id) const;
    [[nodiscard]] const ServiceRecord *source(const QString &id) const;

    AsConfig m_config;
    Key m_key;
    AsState m_state;
};

} // namespace fpx::sandbox
