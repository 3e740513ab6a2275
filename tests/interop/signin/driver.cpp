// The wallet's sign-in as a program that a script drives: `interop-signin PROVIDERS`, a JSON list of {identifier, issuer,
// client_id, scope, assurance}. A command a line on stdin, a line of JSON for whatever happens:
//   sign-in IDENTIFIER [max_age=S] [ial=N] [aal=N] [login]    refresh    sign-out    logout IDENTIFIER    later SECONDS
//   {"open": url} the browser is wanted    {"done": command, "code": "ok" or an error's, "detail": …, "session": …}
#include "../support/drivenprogram.h"
#include "../support/signinkit.h"

#include <QJsonDocument>

using namespace interop;

namespace {

/// The computer's clock; `later` lets the steady one jump, since keys are fetched again at most once a minute.
class LaterClock final : public Clock
{
public:
    QDateTime now() const override { return m_system.now(); }
    qint64 steadyMilliseconds() const override { return m_system.steadyMilliseconds() + later; }
    qint64 later = 0;

private:
    SystemClock m_system;
};

QList<Provider> providersFrom(const QByteArray &json)
{
    QList<Provider> providers;
    for (const auto &entry : QJsonDocument::fromJson(json).array()) {
        const auto text = [&entry](const char *name) { return entry[QLatin1String(name)].toString(); };
        providers.append({text("identifier"), text("issuer"), text("client_id"), text("scope"),
                          entry[QStringLiteral("assurance")].toObject()});
    }
    return providers;
}

class Driver
{
public:
    explicit Driver(const QList<Provider> &providers)
        : m_kit(m_clock, std::make_shared<SystemRandom>(), m_browser, providers)
    {
        say({{QStringLiteral("ready"), m_kit.port()}});
    }

    void command(const QString &line)
    {
        const QStringList words = line.split(u' ', Qt::SkipEmptyParts);
        const QString verb = words.value(0);
        const IdpIdentifier provider(words.value(1));
        if (verb == QStringLiteral("sign-in"))
            return spawn(signIn(this, line, provider, demandOf(words.mid(2))));
        if (verb == QStringLiteral("refresh"))
            return spawn(report(this, line, m_kit.identity().refresh({})));
        if (verb == QStringLiteral("sign-out"))
            return spawn(report(this, line, m_kit.identity().signOut()));
        if (verb == QStringLiteral("logout"))
            return spawn(report(this, line, m_kit.identity().signOutAtProvider(provider, {}, {}, {})));
        if (verb == QStringLiteral("later"))
            m_clock->later += words.value(1).toLongLong() * 1000;
        tell(line, verb == QStringLiteral("later") ? Result<void>() : fail("command_unknown", line));
    }

private:
    static identity::Demand demandOf(const QStringList &words)
    {
        identity::Demand demand;
        for (const QString &word : words) {
            const int value = word.section(u'=', 1).toInt();
            if (word.startsWith(QStringLiteral("max_age=")))
                demand.maxAge = value;
            else if (word.startsWith(QStringLiteral("ial=")))
                demand.minimum.ial = value;
            else if (word.startsWith(QStringLiteral("aal=")))
                demand.minimum.aal = value;
            else
                demand.forceLogin = word == QStringLiteral("login");
        }
        return demand;
    }
    void tell(const QString &command, const Result<void> &result)
    {
        QJsonObject said{
            {QStringLiteral("done"), command},
            {QStringLiteral("code"), result ? QStringLiteral("ok") : QString::fromLatin1(result.error().code)},
            {QStringLiteral("secrets"), m_kit.secrets.values.size()}};
        if (!result)
            said.insert(QStringLiteral("detail"), result.error().detail);
        if (const auto session = m_kit.identity().session())
            said.insert(QStringLiteral("session"), QJsonObject{{QStringLiteral("provider"), session->provider.value()},
                                                               {QStringLiteral("ial"), session->assurance.ial},
                                                               {QStringLiteral("aal"), session->assurance.aal},
                                                               {QStringLiteral("refreshable"), session->refreshable},
                                                               {QStringLiteral("auth_time"), session->began()}});
        said.insert(QStringLiteral("person"), m_kit.identity().personName());
        say(said);
    }
    template <class T>
    static QCoro::Task<> report(Driver *self, QString command, Async<T> task)
    {
        const auto result = co_await task;
        self->tell(command, result ? Result<void>() : fail(result.error()));
    }
    static QCoro::Task<> signIn(Driver *self, QString command, IdpIdentifier provider, identity::Demand demand)
    {
        identity::IdentityService &identity = self->m_kit.identity();
        const auto signedIn = co_await identity.signIn(provider, demand, oauth::BrowserOpened(), CancelToken());
        if (!signedIn) {
            self->tell(command, fail(signedIn.error()));
            co_return;
        }
        const auto accepted = co_await identity.accept(*signedIn);
        self->tell(command, accepted);
    }

    std::shared_ptr<LaterClock> m_clock = std::make_shared<LaterClock>();
    AskingBrowser m_browser;
    SignInKit m_kit;
};

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    Driver driver(providersFrom(QByteArray(argc > 1 ? argv[1] : "")));
    return interop::obey([&driver](const QString &line) { driver.command(line); });
}
