// People sign in with the providers that there are: each behaves as it is documented to, and each goes through everything
// that a person does with it, by the wallet's real sign-in.
#include "../../unit/wallet/installation.h"
#include "../support/roamingbrowser.h"
#include "../support/signinkit.h"
#include "../support/waiting.h"
#include "fakeprovider.h"

#include <QAbstractItemModel>
#include <QFile>
#include <QTest>

using namespace interop;
using fpx::identity::Demand;
using fpx::identity::Reach;
using fpx::identity::SignIn;
using fpx::oauth::follow;

class TestProviders : public QObject
{
    Q_OBJECT

    const QList<Behaviour> m_all = documentedProviders();
    Behaviour m_is;
    std::shared_ptr<FakeClock> m_clock;
    std::unique_ptr<RoamingBrowser> m_browser;
    std::unique_ptr<FakeProvider> m_provider;
    std::unique_ptr<SignInKit> m_wallet;

    static IdpIdentifier id() { return IdpIdentifier(q("provider")); }
    [[nodiscard]] identity::IdentityService &identity() const { return m_wallet->identity(); }

    void rows() const
    {
        QTest::addColumn<int>("index");
        for (qsizetype i = 0; i < m_all.size(); ++i)
            QTest::newRow(m_all.at(i).name.constData()) << static_cast<int>(i);
    }
    void meet(bool operatorSays = true)
    {
        QFETCH(int, index);
        m_is = m_all.at(index);
        m_wallet.reset();
        m_clock = std::make_shared<FakeClock>();
        m_browser = std::make_unique<RoamingBrowser>();
        m_browser->submitsForms = true;
        m_provider = std::make_unique<FakeProvider>(m_is, *m_clock);
        QJsonObject assurance;
        if (!m_is.plainAcr.isEmpty())
            assurance.insert(m_is.plainAcr, QJsonObject{{q("ial"), 1}, {q("aal"), 1}});
        if (!m_is.stepUpAcr.isEmpty())
            assurance.insert(m_is.stepUpAcr, QJsonObject{{q("ial"), 1}, {q("aal"), 2}});
        Provider known{id().value(), m_provider->issuer(), m_provider->clientId, m_is.scope, assurance};
        known.clientSecret = m_is.clientSecret;
        known.idTokenAtLogout = m_is.logout == Behaviour::Logout::ReturnsByIdToken && operatorSays;
        m_wallet = std::make_unique<SignInKit>(m_clock, std::make_shared<FakeRandom>(), *m_browser, QList{known});
    }
    template <class T>
    std::shared_ptr<oauth::Ending<T>> ended(Async<T> task)
    {
        const auto ending = follow(std::move(task));
        [[maybe_unused]] const bool in20seconds = waitFor([&ending] { return ending->result.has_value(); });
        return ending;
    }
    template <class T>
    static QByteArray said(const std::shared_ptr<oauth::Ending<T>> &ending)
    {
        return ending->result && !*ending->result ? ending->code() + ": " + ending->result->error().detail.toUtf8()
                                                  : ending->code();
    }
    QByteArray signIn(const Demand &demand = {})
    {
        const auto ending = ended(identity().signIn(id(), demand, {}, {}));
        return ending->code() == "ok" ? said(ended(identity().accept(**ending->result))) : said(ending);
    }

private Q_SLOTS:
    void the_documentation_of_each_is_named()
    {
        QFile file(QStringLiteral(FPX_DOCS "/interop.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray page = file.readAll();
        for (const Behaviour &one : m_all)
            QVERIFY2(page.contains("\n| `" + one.name + "` |"), one.name.constData());
    }

    void sign_in_data() { rows(); }
    void sign_in()
    {
        meet();
        const auto ending = ended(identity().signIn(id(), {}, {}, {}));
        QCOMPARE(said(ending), "ok");
        const SignIn signIn = **ending->result;
        QCOMPARE(signIn.who.subject, m_provider->subject);
        const bool named = m_is.namesInIdToken || m_is.namesAtUserinfo || m_is.name == "entra-v1";
        QCOMPARE(signIn.who.person.name, named ? q("Aïcha Tremblay") : QString());
        QCOMPARE(said(ended(identity().accept(signIn))), "ok");
        QVERIFY(identity().session());
        QCOMPARE(identity().session()->authTime.has_value(), m_is.tellsAuthTime);
        QVERIFY(identity().session()->refreshable);
        QVERIFY(m_provider->holdsRefreshToken(m_wallet->storedRefreshToken(id().value())));
    }

    void provider_session_too_old_data() { rows(); }
    void provider_session_too_old()
    {
        meet();
        m_provider->signedInAt = m_clock->nowSeconds() - 3 * 86400;
        QCOMPARE(signIn(), "ok"); // asked anew, by `max_age` or by `prompt=login`; or it does not tell
        QCOMPARE(m_provider->asked, m_is.tellsAuthTime || m_is.heedsMaxAge ? 1 : 0);
    }

    void refresh_data() { rows(); }
    void refresh()
    {
        meet();
        QCOMPARE(signIn(), "ok");
        const QByteArray first = m_wallet->storedRefreshToken(id().value());
        for (int quarter = 0; quarter < 3; ++quarter) {
            m_clock->advanceSeconds(900);
            QCOMPARE(said(ended(identity().refresh({}))), "ok");
            QVERIFY(identity().session());
            QVERIFY(m_provider->holdsRefreshToken(m_wallet->storedRefreshToken(id().value())));
        }
        QCOMPARE(m_wallet->storedRefreshToken(id().value()) != first, m_is.rotates);
        m_provider->endSession();
        m_clock->advanceSeconds(900);
        QCOMPARE(ended(identity().confirm({}))->code(), "session_ended");
        QVERIFY(!identity().session());
    }

    void step_up_data() { rows(); }
    void step_up()
    {
        meet();
        QCOMPARE(signIn(), "ok");
        m_clock->advanceSeconds(20);
        Demand again;
        again.forceLogin = true;
        again.since = m_clock->nowSeconds();
        QVERIFY(!identity().satisfies(again));
        QCOMPARE(signIn(again), "ok");
        QVERIFY(identity().satisfies(again));

        Demand fresh;
        fresh.maxAge = 300;
        m_clock->advanceSeconds(3600);
        QVERIFY(!identity().satisfies(fresh));
        if (m_is.tellsAuthTime) {
            QCOMPARE(signIn(fresh), "ok");
            QVERIFY(identity().satisfies(fresh));
        } else { // known before anybody signs in in vain
            QCOMPARE(identity().reach(fresh), Reach::TimeNotTold);
            QVERIFY(signIn(fresh).startsWith("auth_time_missing"));
        }

        Demand surer;
        surer.minimum.aal = 2;
        if (m_is.stepUpAcr.isEmpty()) {
            QCOMPARE(identity().reach(surer), Reach::AssuranceTooHigh);
            QVERIFY(signIn(surer).startsWith("assurance_unmet"));
        } else {
            QVERIFY(!identity().satisfies(surer));
            QCOMPARE(signIn(surer), "ok");
            QVERIFY(identity().satisfies(surer));
        }
    }

    void decline_data() { rows(); }
    void decline()
    {
        meet();
        m_provider->declines = true;
        QVERIFY(signIn().startsWith("flow_declined"));
        QVERIFY(!identity().hasAccount());
        QVERIFY(m_wallet->secrets.values.isEmpty());
        m_provider->declines = false;
        QCOMPARE(signIn(), "ok");
    }

    void this_is_not_me_data() { rows(); }
    void this_is_not_me()
    {
        meet();
        const auto ending = ended(identity().signIn(id(), {}, {}, {}));
        QCOMPARE(said(ending), "ok");
        identity().discard(**ending->result);
        if (m_is.revokes)
            QVERIFY(waitFor([this] { return m_provider->holdsRefreshToken({}); }));
        QVERIFY(!identity().hasAccount());
    }

    void sign_out_data() { rows(); }
    void sign_out()
    {
        meet();
        QCOMPARE(signIn(), "ok");
        const auto here = ended(identity().signOut());
        QCOMPARE(said(here), "ok");
        QVERIFY(!identity().session());
        QVERIFY(m_wallet->secrets.values.isEmpty());
        QVERIFY(m_wallet->storedRefreshToken(id().value()).isEmpty());
        if (m_is.revokes)
            QVERIFY(waitFor([this] { return m_provider->holdsRefreshToken({}); }));

        CancelSource person;
        const int journeys = m_browser->journeysEnded;
        const auto there = follow(identity().signOutAtProvider(id(), **here->result, {}, person.token()));
        if (m_is.logout == Behaviour::Logout::Stays) { // the person is signed out there, and comes back by themselves
            QVERIFY(waitFor([&] { return m_browser->journeysEnded > journeys; }));
            QVERIFY(!there->result.has_value());
            person.cancel();
        }
        QVERIFY(waitFor([&there] { return there->result.has_value(); }));
        const QByteArray expected = m_is.logout == Behaviour::Logout::Stays  ? "cancelled"
                                    : m_is.logout == Behaviour::Logout::None ? "logout_unsupported"
                                                                             : "ok";
        QCOMPARE(there->code(), expected);
    }

    // Where the operator does not say that it is wanted, no id_token is kept, and the browser stays there.
    void sign_out_without_the_id_token_that_is_wanted_data()
    {
        QTest::addColumn<int>("index");
        for (qsizetype i = 0; i < m_all.size(); ++i) {
            if (m_all.at(i).logout == Behaviour::Logout::ReturnsByIdToken)
                QTest::newRow(m_all.at(i).name.constData()) << static_cast<int>(i);
        }
    }
    void sign_out_without_the_id_token_that_is_wanted()
    {
        meet(false);
        QCOMPARE(signIn(), "ok");
        QCOMPARE(m_wallet->secrets.values.size(), 1); // the refresh token
        const auto here = ended(identity().signOut());
        QVERIFY((*here->result)->isEmpty());
        CancelSource person;
        const int journeys = m_browser->journeysEnded;
        const auto there = follow(identity().signOutAtProvider(id(), **here->result, {}, person.token()));
        QVERIFY(waitFor([&] { return m_browser->journeysEnded > journeys; }));
        QVERIFY(!there->result.has_value());
        person.cancel();
        QVERIFY(waitFor([&there] { return there->result.has_value(); }));
    }

    void multi_tenant_issuer_is_refused_with_what_to_write_instead()
    {
        const QList<Behaviour> all = documentedProviders();
        Behaviour common = all.at(2);
        common.place = q("/common/v2.0");
        common.describe = [](QJsonObject &metadata) {
            metadata.insert(q("issuer"), q("https://login.microsoftonline.com/{tenantid}/v2.0"));
        };
        m_wallet.reset();
        m_clock = std::make_shared<FakeClock>();
        m_browser = std::make_unique<RoamingBrowser>();
        m_provider = std::make_unique<FakeProvider>(common, *m_clock);
        const Provider known{id().value(), m_provider->issuer(), m_provider->clientId, common.scope, {}};
        m_wallet = std::make_unique<SignInKit>(m_clock, std::make_shared<FakeRandom>(), *m_browser, QList{known});
        const auto ending = ended(identity().signIn(id(), {}, {}, {}));
        QCOMPARE(ending->code(), "issuer_of_many_tenants");
        QVERIFY(ending->result->error().message.contains(q("one organisation")));
        QVERIFY(ending->result->error().detail.contains(q("/{tenantid}/v2.0")));
        QCOMPARE(m_browser->journeysEnded, 0);
    }

    // The whole wallet, without windows: what the person is asked.
    void accounts_that_moved_are_shown_before_and_now()
    {
        using State = wallet::BrowserStep::State;
        const SystemClock clock;
        FakeProvider provider(documentedProviders().at(3), clock);
        RoamingBrowser browser;
        fpx::test::Installation place;
        const QJsonObject known{{q("identifier"), q("provider")},
                                {q("display_name"), q("Okta")},
                                {q("issuer"), provider.issuer()},
                                {q("client_id"), provider.clientId},
                                {q("scope"), q("openid profile email")}};
        QJsonObject profile = place.profile(1, {known});
        profile.insert(q("iss"), q("http://127.0.0.1:1"));
        QVERIFY(place.write("operator.jws", place.signedBy(place.key, profile)));
        wallet::WalletConfig config = place.config();
        config.browser = &browser;
        wallet::Wallet wallet(config);
        wallet.start();
        QVERIFY(waitFor([&] { return wallet.phase() == wallet::Facade::Phase::FirstRun; }));
        QList<wallet::AccountFact> facts;
        QString remark;
        const auto answer = [&](bool mine) {
            wallet::BrowserStep *step = wallet.signIn(id());
            State end = State::Preparing;
            connect(step, &wallet::BrowserStep::finished, this, [&end, step] { end = step->state(); });
            if (!waitFor([step] { return step->state() == State::Confirm; }))
                return State::Preparing;
            facts = step->facts();
            remark = step->remark();
            mine ? step->confirm() : step->reject();
            [[maybe_unused]] const bool in20seconds = waitFor([&end] { return end != State::Preparing; });
            return end;
        };
        QCOMPARE(answer(true), State::Done);
        QVERIFY(remark.isEmpty());
        QCOMPARE(facts.value(1).value, q("aicha@example.org"));

        provider.subject = q("person-1-moved");
        QCOMPARE(answer(false), State::Cancelled);
        QVERIFY(remark.contains(q("Say yes only if both accounts are yours.")));
        QCOMPARE(facts.value(0).value, q("Aïcha Tremblay, aicha@example.org, identifier person-1"));
        QCOMPARE(facts.value(1).value, q("Aïcha Tremblay, aicha@example.org, identifier person-1-moved"));
        QVERIFY(waitFor([&provider] { return provider.holdsRefreshToken({}); })); // given back
        QCOMPARE(answer(true), State::Done);
        const QAbstractItemModel *history = wallet.history();
        QVERIFY(waitFor([history] {
            const QString newest = history->index(0, 0).data().toString();
            const QString second = history->index(1, 0).data().toString();
            return (newest + second).contains(q("answers now is yours"));
        }));
    }
};

QTEST_GUILESS_MAIN(TestProviders)
#include "tst_providers.moc"
