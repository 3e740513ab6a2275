#include "browsersteps.h"

#include "words.h"

#include <QTimer>

namespace fpx::wallet {

namespace {

QString k(const char *name)
{
    return QLatin1String(name);
}

} // namespace

BrowserStepBase::BrowserStepBase(std::shared_ptr<Services> services, Browser &browser, QString partyName)
    : m_services(std::move(services)), m_browser(browser), m_partyName(std::move(partyName))
{
}

void BrowserStepBase::openAgain()
{
    if (const QUrl url = link(); !url.isEmpty()) {
        if (const auto opened = m_browser.open(url); !opened) {
            m_error = opened.error();
            Q_EMIT changed();
        }
    }
}

QUrl BrowserStepBase::link()
{
    if (m_state != State::Waiting || !m_makeLink)
        return {};
    return m_makeLink().value_or(QUrl());
}

void BrowserStepBase::cancel()
{
    const auto self = shared_from_this();
    m_cancel.cancel();
    m_answer.put(false);
}

void BrowserStepBase::confirm()
{
    if (m_state == State::Confirm)
        m_answer.put(true);
}

void BrowserStepBase::reject()
{
    if (m_state == State::Confirm)
        m_answer.put(false);
}

QCoro::Task<> BrowserStepBase::run(std::shared_ptr<BrowserStepBase> self)
{
    const auto result = co_await self->steps(self);
    self->recordEnd(result);
    if (!result)
        self->m_error = result.error();
    const bool cancelled = !result && result.error().code == "cancelled";
    self->enter(result ? State::Done : cancelled ? State::Cancelled : State::Failed);
    Q_EMIT self->finished();
    self->m_ended.resolve(result);
    // Valid until control has returned to the event loop: `self` goes with that turn.
    QTimer::singleShot(0, self.get(), [self] {});
}

oauth::BrowserOpened BrowserStepBase::watchBrowser()
{
    const std::weak_ptr<BrowserStepBase> weak = weak_from_this();
    return [weak](oauth::MakeLink makeLink) {
        if (const auto self = weak.lock()) {
            self->m_makeLink = std::move(makeLink);
            self->enter(State::Waiting);
        }
    };
}

Async<void> BrowserStepBase::askIsThisYou([[maybe_unused]] std::shared_ptr<BrowserStepBase> self,
                                          QList<AccountFact> facts, QString remark)
{
    m_facts = facts;
    m_remark = remark;
    m_answer.clear();
    enter(State::Confirm);
    const bool mine = co_await m_answer.next();
    if (!mine)
        co_return fail("cancelled", Words::tr("You said that this is not you. Nothing was kept."));
    enter(State::Checking);
    co_return {};
}

void BrowserStepBase::meet(const QString &obstacle)
{
    if (m_state != State::Waiting || obstacle == m_obstacle)
        return;
    m_obstacle = obstacle;
    Q_EMIT changed();
}

void BrowserStepBase::enter(State state)
{
    m_state = state;
    m_obstacle.clear(); // whoever comes on has found a way
    Q_EMIT changed();
}

SignInStep::SignInStep(std::shared_ptr<Services> services, Browser &browser, const op::IdentityProvider &provider,
                       identity::Demand demand)
    : BrowserStepBase(services, browser, provider.displayName.text(services->config.locales)),
      m_provider(provider.identifier),
      m_demand(demand)
{
}

Async<void> SignInStep::steps(std::shared_ptr<BrowserStepBase> self)
{
    const auto identity = services().identity;
    const auto opened = watchBrowser();
    FPX_CO_TRY(signIn, co_await identity->signIn(m_provider, m_demand, opened, token()));
    enter(State::Checking);
    m_first = signIn.first;
    const auto taken = co_await take(self, signIn);
    if (!taken)
        identity->discard(signIn);
    co_return taken;
}

Async<void> SignInStep::take(std::shared_ptr<BrowserStepBase> self, identity::SignIn signIn)
{
    const auto identity = services().identity;
    if (signIn.known)
        co_return co_await identity->accept(signIn);
    QList<AccountFact> facts;
    const identity::PersonFacts &person = signIn.who.person;
    if (!person.name.isEmpty())
        facts.append({Words::tr("Name"), person.name});
    if (!person.email.isEmpty())
        facts.append({Words::tr("E-mail"), person.email});
    if (!person.username.isEmpty() && person.username != person.email)
        facts.append({Words::tr("User name"), person.username});
    if (person.bestName().isEmpty()) {
        facts.append({Words::tr("Name"), Words::tr("%1 does not tell your name").arg(partyName())});
        facts.append({Words::tr("Your identifier there"), signIn.who.subject});
    }
    QString remark;
    if (signIn.before) {
        m_before = described(*signIn.before);
        m_now = described(signIn.who);
        facts = {{Words::tr("Until now"), m_before}, {Words::tr("Now"), m_now}};
        remark =
            Words::tr("%1 has answered with another account than the one that this wallet knows. It may have moved its "
                      "accounts; somebody else may have signed in as well. Say yes only if both accounts are yours.")
                .arg(partyName());
    }
    facts.append({Words::tr("Signed in with"), partyName()});
    FPX_CO_CHECK(co_await askIsThisYou(self, facts, remark));
    if (!signIn.before)
        co_return co_await identity->accept(signIn);
    const auto taken = co_await identity->acceptInstead(signIn);
    if (taken) [[maybe_unused]]
        const auto stored = services().append(
            k("sign_in"), k("account_replaced"),
            {{k("provider"), partyName()}, {k("account_before"), m_before}, {k("account_now"), m_now}});
    co_return taken;
}

QString SignInStep::described(const identity::LinkedProvider &account) const
{
    const QString name = account.person.bestName();
    const QString email = account.person.email;
    QStringList parts;
    if (!name.isEmpty())
        parts.append(name);
    if (!email.isEmpty() && email != name)
        parts.append(email);
    parts.append(Words::tr("identifier %1").arg(account.subject));
    return parts.join(QStringLiteral(", "));
}

void SignInStep::recordEnd(const Result<void> &result)
{
    QJsonObject parameters{{k("provider"), partyName()}};
    QString code = m_first ? k("account_created") : k("signed_in");
    if (!result) {
        code = k("sign_in_failed");
        parameters.insert(k("reason"), result.error().message);
        parameters.insert(k("code"), QLatin1String(result.error().code));
    }
    [[maybe_unused]] const auto stored = services().append(k("sign_in"), code, parameters);
}

ConnectStep::ConnectStep(std::shared_ptr<Services> services, Browser &browser, const op::DataSource &source)
    : BrowserStepBase(services, browser, source.displayName.text(services->config.locales)), m_source(source.identifier)
{
}

Async<void> ConnectStep::steps(std::shared_ptr<BrowserStepBase> self)
{
    const auto sources = services().sources;
    const auto opened = watchBrowser();
    FPX_CO_TRY(pending, co_await sources->connect(m_source, opened, token()));
    QStringList found;
    for (const sources::Resource &resource : std::as_const(pending.account.own))
        found.append(resource.displayName);
    QList<AccountFact> facts{{Words::tr("Account"), pending.account.displayName},
                             {Words::tr("Data source"), partyName()}};
    if (!found.isEmpty())
        facts.append({Words::tr("Found there"), found.join(QStringLiteral(", "))});
    for (const sources::RelatedSubject &related : std::as_const(pending.account.related))
        facts.append({Words::tr("On behalf of"), Words::tr("%1 (%2)").arg(related.displayName, related.relation)});
    QString remark;
    if (pending.narrowed)
        remark = Words::tr("%1 gives less access than this wallet asked for, so some of your data may be missing here.")
                     .arg(partyName());
    auto taken = co_await askIsThisYou(self, facts, remark);
    if (taken)
        taken = co_await sources->confirm(pending);
    if (!taken)
        sources->discard(pending);
    co_return taken;
}

void ConnectStep::recordEnd(const Result<void> &result)
{
    QJsonObject parameters{{k("source"), partyName()}};
    if (!result) {
        parameters.insert(k("reason"), result.error().message);
        parameters.insert(k("code"), QLatin1String(result.error().code));
    }
    [[maybe_unused]] const auto stored =
        services().append(k("source"), result ? k("source_connected") : k("source_connect_failed"), parameters);
}

} // namespace fpx::wallet
