// What the tests of a whole sign-in share: an issuer that lies on demand, and the flow against it.
#pragma once

#include "fakeissuer.h"

#include <QTest>

namespace codeflowtest {

using namespace fpx;
using namespace fpx::oauth;
using fpx::http::FakeHttpClient;

class Fixture
{
protected:
    FakeClock m_clock;
    FakeRandom m_random;
    std::shared_ptr<FakeHttpClient> m_http;
    std::unique_ptr<FakeRedirectReceiver> m_receiver;
    std::unique_ptr<FakeIssuer> m_issuer;
    std::shared_ptr<JwksCache> m_keys;
    CodeFlowRequest m_request;

    std::shared_ptr<Ending<CodeFlowResult>> begin(const CancelToken &token = {}, const BrowserOpened &opened = {})
    {
        CodeFlowContext context;
        context.http = m_http;
        context.receiver = m_receiver.get();
        context.keys = m_keys;
        context.clock = &m_clock;
        context.random = &m_random;
        return follow(runCodeFlow(context, m_request, opened, token));
    }
    QByteArray run() { return begin()->code(); }
    QString asked(const char *name) const { return m_issuer->asked.queryItemValue(q(name), QUrl::FullyDecoded); }
    void claim(const char *name, const QJsonValue &value)
    {
        m_issuer->claims = [name = q(name), value](QJsonObject &claims) { claims.insert(name, value); };
    }
    void noClaim(const char *name)
    {
        m_issuer->claims = [name = q(name)](QJsonObject &claims) { claims.remove(name); };
    }
    void answer(const char *name, const QJsonValue &value)
    {
        m_issuer->tokens = [name = q(name), value](QJsonObject &body) { body.insert(name, value); };
    }
    void callback(std::function<void(CallbackParameters &)> change) { m_issuer->callback = std::move(change); }
    static void set(CallbackParameters &parameters, const char *name, const char *value)
    {
        parameters.removeIf([name](const auto &p) { return p.first == q(name); });
        if (value)
            parameters.append({q(name), q(value)});
    }
    bool tokenWasAsked() const { return !m_issuer->tokenRequests.isEmpty(); }

    void reset()
    {
        m_clock = FakeClock();
        m_http = std::make_shared<FakeHttpClient>();
        m_receiver = std::make_unique<FakeRedirectReceiver>();
        m_issuer = std::make_unique<FakeIssuer>(m_http, m_receiver.get(), &m_clock);
        m_keys = std::make_shared<JwksCache>(m_clock);
        m_request = CodeFlowRequest();
        m_request.identifier = q("bank");
        m_request.issuer = m_issuer->issuer;
        m_request.clientId = m_issuer->clientId;
        m_request.scope = QStringList{q("openid"), q("profile")};
    }
};

} // namespace codeflowtest
