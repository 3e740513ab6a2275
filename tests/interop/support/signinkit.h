// The sign-in of the wallet as it is put together in the application (real HTTP, real listener, real callbacks), without
// windows and vault: what the tests of this folder let loose on identity providers.
#pragma once

#include <fpx/base/desktop.h>
#include <fpx/http/qtcontexts.h>
#include <fpx/identity/identityservice.h>

#include "browserreceiver.h"
#include "gateway.h"

namespace interop {

using namespace fpx;

/// An identity provider as the operator profile describes it.
struct Provider {
    QString identifier;
    QString issuer;
    QString clientId;
    QString scope;
    QJsonObject assurance;     ///< acr → {`ial`, `aal`}
    QString clientSecret = {}; ///< Empty: none.
    bool idTokenAtLogout = false;
};

/// The payload of a sandbox's operator profile (http on loopback is allowed) with these providers and nothing else.
[[nodiscard]] QJsonObject operatorPayload(const QList<Provider> &providers, qint64 now);
[[nodiscard]] QByteArray signedProfile(const QJsonObject &payload, const jose::PrivateKey &key);
/// A sandbox's operator profile (http on loopback is allowed) with these providers, signed with a key of its own.
[[nodiscard]] op::OperatorProfile operatorProfile(const QList<Provider> &providers, qint64 now);

/// Two sets of network contexts: patient ones with the times of profile section 9, and ones that give up after half a
/// second, for servers that never answer. Which of them serves is looked at for each sign-in.
class SwitchedContexts final : public http::NetworkContexts
{
public:
    SwitchedContexts();
    [[nodiscard]] std::shared_ptr<http::HttpClient> context(const QString &name) override;
    void forget(const QString &name) override;
    bool hasty = false;

private:
    http::QtNetworkContexts m_patient;
    http::QtNetworkContexts m_hasty;
};

class SignInKit
{
public:
    /// Listens on a free port. `browser` is asked to open each flow; it and the clock outlive the kit.
    SignInKit(std::shared_ptr<const Clock> clock, std::shared_ptr<const RandomSource> random, Browser &browser,
              const QList<Provider> &providers);

    SwitchedContexts contexts;
    FakeRecordStore records;
    FakeSecretStore secrets;
    /// Where callbacks arrive.
    [[nodiscard]] quint16 port() const { return m_gateway.port(); }
    [[nodiscard]] identity::IdentityService &identity() { return *m_identity; }
    /// Empty where there is none.
    [[nodiscard]] QByteArray storedRefreshToken(const QString &provider) const;

private:
    wallet::Gateway m_gateway;
    wallet::BrowserReceiver m_receiver;
    std::shared_ptr<identity::IdentityService> m_identity;
};

} // namespace interop
