// The whole wallet without its windows, as a program that a script drives: `privacy-wallet DATA OPERATOR-FOLDER`. The
// keychain is in memory and ends with the program. A command a line on stdin, a line of JSON for whatever happens:
//   sign-in PROVIDER    connect SOURCE    add-profile NETWORK NAME    renew-keys    profiles
//   answer NUMBER (allow|decline)   the waiting request, with the NUMBER-th profile of its network
//   {"open": url} the browser is wanted    {"done": command, "code": "ok" or what went wrong, …}
#include "../../interop/support/drivenprogram.h"
#include "../../interop/support/waiting.h"

#include <fpx/wallet/wallet.h>

#include <QJsonArray>

using namespace fpx;
using namespace Qt::StringLiterals;
using interop::AskingBrowser;
using interop::say;
using interop::waitFor;

namespace {

class Driver
{
public:
    Driver(const QString &data, const QString &operatorFolder)
    {
        wallet::WalletConfig config;
        config.dataDirectory = data;
        config.operatorProfileFile = operatorFolder + u"/operator.jws"_s;
        config.operatorKeysFile = operatorFolder + u"/operator-keys.json"_s;
        config.keychain = std::make_shared<vault::FakeKeychain>();
        config.clock = std::make_shared<SystemClock>();
        config.random = std::make_shared<SystemRandom>();
        config.browser = &m_browser;
        config.notifier = &m_notifier;
        config.locales = {u"en"_s};
        m_wallet = std::make_unique<wallet::Wallet>(config);
        QObject::connect(m_wallet.get(), &wallet::Facade::notice,
                         [this](const Error &error) { m_notice = QString::fromLatin1(error.code); });
        m_wallet->start();
        const bool open = waitFor([this] { return m_wallet->phase() == wallet::Facade::Phase::FirstRun; });
        say({{u"ready"_s, open}});
    }

    void command(const QString &line)
    {
        const QStringList words = line.split(u' ');
        const QString verb = words.value(0);
        m_notice.clear();
        QString code = u"command_unknown"_s;
        if (verb == "sign-in"_L1)
            code = finish(m_wallet->signIn(IdpIdentifier(words.value(1))));
        else if (verb == "connect"_L1)
            code = finish(m_wallet->connectSource(SourceIdentifier(words.value(1))));
        else if (verb == "add-profile"_L1)
            code = addProfile(words.value(1), words.value(2));
        else if (verb == "renew-keys"_L1)
            code = renewKeys();
        else if (verb == "profiles"_L1)
            code = settled() ? u"ok"_s : u"not_joined"_s;
        else if (verb == "answer"_L1)
            code = answer(words.value(1).toInt(), words.value(2) == "allow"_L1);
        say({{u"done"_s, line}, {u"code"_s, code}, {u"notice"_s, m_notice}, {u"profiles"_s, profiles()}});
    }

private:
    [[nodiscard]] QJsonObject profiles() const
    {
        QJsonObject all;
        for (const auto &network : m_wallet->accounts()->networks()) {
            QJsonArray ids;
            for (const auto &profile : network.profiles)
                ids.append(profile.id.value());
            all.insert(network.id.value(), ids);
        }
        return all;
    }
    /// Every network is joined, and nothing is under way there.
    [[nodiscard]] bool settled() const
    {
        return waitFor([this] {
            const auto networks = m_wallet->accounts()->networks();
            return !networks.isEmpty() && std::ranges::all_of(networks, [](const auto &network) {
                return !network.busy && !network.profiles.isEmpty() &&
                       std::ranges::none_of(network.profiles, &wallet::NetworkProfile::busy);
            });
        });
    }
    [[nodiscard]] static QString finish(wallet::BrowserStep *step)
    {
        using State = wallet::BrowserStep::State;
        if (step == nullptr)
            return u"no_step"_s;
        QString end;
        const QObject meanwhile;
        QObject::connect(step, &wallet::BrowserStep::finished, &meanwhile, [step, &end] {
            end = step->state() == State::Done ? u"ok"_s : u"ended "_s + QString::fromLatin1(step->error().code);
        });
        if (!waitFor([&] { return !end.isEmpty() || step->state() == State::Confirm; }))
            return u"nothing_happened"_s;
        if (end.isEmpty()) {
            step->confirm();
            if (!waitFor([&end] { return !end.isEmpty(); }))
                return u"not_confirmed"_s;
        }
        return end;
    }
    [[nodiscard]] QString addProfile(const QString &network, const QString &name)
    {
        const auto count = [&] { return profiles().value(network).toArray().size(); };
        const auto before = count();
        m_wallet->accounts()->addProfile(AsIdentifier(network), name);
        return waitFor([&] { return count() > before; }) && settled() ? u"ok"_s : u"not_added"_s;
    }
    [[nodiscard]] QString renewKeys()
    {
        for (const auto &network : m_wallet->accounts()->networks()) {
            for (const auto &profile : network.profiles) {
                m_wallet->accounts()->renewKeys(profile.id);
                if (!settled() || !m_notice.isEmpty())
                    return u"not_renewed"_s;
            }
        }
        return u"ok"_s;
    }
    [[nodiscard]] QString answer(int profile, bool allow)
    {
        using Stage = consent::Prompt::Stage;
        if (!waitFor([this] { return !m_wallet->prompts().isEmpty(); }))
            return u"no_prompt"_s;
        consent::Prompt *prompt = m_wallet->prompts().first();
        QString end;
        const QObject meanwhile;
        QObject::connect(prompt, &consent::Prompt::finished, &meanwhile, [prompt, &end] {
            end = prompt->error().code.isEmpty() ? u"ok"_s : QString::fromLatin1(prompt->error().code);
        });
        if (prompt->stage() == Stage::ChooseProfile) {
            if (profile >= prompt->profiles().size())
                return u"no_such_profile"_s;
            prompt->openAs(prompt->profiles().at(profile).id);
        }
        if (!waitFor([&] { return !end.isEmpty() || prompt->stage() == Stage::Question; }) || !end.isEmpty())
            return u"not_asked "_s + end;
        if (allow) {
            const consent::Choice choice = prompt->initialChoice();
            if (const auto fits = prompt->check(choice); !fits)
                return QString::fromLatin1(fits.error().code);
            prompt->allow(choice);
        } else {
            prompt->decline();
        }
        const auto over = [&] {
            return !end.isEmpty() || m_wallet->prompts().isEmpty() || prompt->stage() >= Stage::Allowed ||
                   !prompt->error().code.isEmpty();
        };
        if (!waitFor(over))
            return u"not_answered"_s;
        return end.isEmpty() && !m_wallet->prompts().isEmpty() && !prompt->error().code.isEmpty()
                   ? QString::fromLatin1(prompt->error().code)
                   : u"ok"_s;
    }
    AskingBrowser m_browser;
    FakeNotifier m_notifier;
    QString m_notice;
    std::unique_ptr<wallet::Wallet> m_wallet;
};

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 3)
        return 2;
    Driver driver(QString::fromLocal8Bit(argv[1]), QString::fromLocal8Bit(argv[2]));
    return interop::obey([&driver](const QString &line) { driver.command(line); });
}
