#include "gateway.h"

#include "pagetexts.h"
#include "words.h"

#include <QTimer>
#include <QTimerEvent>

#include <algorithm>

namespace fpx::wallet {

namespace {

constexpr int holdMilliseconds = 1500; // design.md section 8: an automatic answer needs no reload
constexpr int maxEarly = 16;
constexpr int linkMilliseconds = 61'000; // by then a link that nobody used is over
constexpr int maxEarlyRefused = 4;

// The network that a request names, if it is one of the profile's. Whatever else is named is one and the same stranger: a
// page that invents names has the budget of one.
AsIdentifier namedNetwork(const listener::Request &request, const op::OperatorProfile &profile)
{
    const op::AuthorizationServer *server = nullptr;
    if (request.reference)
        server = profile.authorizationServerByClientId(request.reference->clientId);
    else if (request.parameters) {
        for (const listener::Parameter &parameter : *request.parameters) {
            if (server == nullptr && parameter.name == QStringLiteral("client_id"))
                server = profile.authorizationServerByClientId(parameter.value);
        }
    }
    return server ? server->identifier : AsIdentifier();
}

CallbackParameters pairs(const QList<listener::Parameter> &parameters)
{
    CallbackParameters result;
    for (const listener::Parameter &parameter : parameters)
        result.append({parameter.name, parameter.value});
    return result;
}

} // namespace

Gateway::Gateway(std::shared_ptr<const Clock> clock, std::shared_ptr<const RandomSource> random)
    : m_clock(clock), m_random(random), m_desk(*m_clock, *m_random), m_limiter(clock)
{
    m_main.setHandler(this);
}

Gateway::~Gateway()
{
    m_desk.endFlows();
    m_main.setHandler(nullptr);
    if (m_callbacks)
        m_callbacks->setHandler(nullptr);
}

Result<void> Gateway::listen(quint16 port)
{
    if (m_main.port() == port && m_main.isListening())
        return {};
    m_main.close();
    return m_main.listen(port);
}

Result<quint16> Gateway::callbackPort()
{
    if (m_main.isListening())
        return m_main.port();
    if (!m_callbacks) {
        auto free = std::make_unique<listener::Listener>(listener::systemPeerCheck(), listener::Limits{},
                                                         listener::Serves::CallbacksOnly);
        free->setHandler(this);
        m_callbacks = std::move(free);
    }
    if (!m_callbacks->isListening())
        FPX_CHECK(m_callbacks->listen(0));
    return m_callbacks->port();
}

Result<QUrl> Gateway::startLink(StartTarget target)
{
    FPX_TRY(port, callbackPort());
    const QUrl link(QStringLiteral("http://127.0.0.1:%1/start/%2").arg(port).arg(m_desk.issue(std::move(target))));
    closeUnusedPort();
    return link;
}

void Gateway::closeUnusedPort()
{
    if (!m_callbacks || !m_callbacks->isListening())
        return;
    if (m_desk.idle())
        m_callbacks->close();
    else if (!m_desk.hasFlows() && !m_portWatch.isActive())
        m_portWatch.start(linkMilliseconds, this);
}

void Gateway::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_portWatch.timerId())
        return QObject::timerEvent(event);
    m_portWatch.stop();
    closeUnusedPort();
}

void Gateway::disturbed(listener::Disturbance what)
{
    if (!m_desk.hasFlows())
        return; // nobody waits who could make use of it
    switch (what) {
    case listener::Disturbance::HeadTooLarge:
        Q_EMIT obstacleMet(
            Words::tr("A request of your browser was too large for the wallet. It sends along the cookies of "
                      "other programs on this computer: delete those of 127.0.0.1 in your browser, then "
                      "open the page again."));
        break;
    case listener::Disturbance::ForeignPeer:
        Q_EMIT obstacleMet(
            Words::tr("A connection to the wallet came from another user of this computer and was refused. "
                      "If your browser uses a proxy or runs outside this system, exempt 127.0.0.1 from "
                      "the proxy, or copy the link into a browser that runs beside the wallet."));
        break;
    case listener::Disturbance::Tls:
        Q_EMIT obstacleMet(
            Words::tr("Your browser insists on https, which the wallet does not speak on this computer. Allow "
                      "http for 127.0.0.1 in your browser, or copy the link into another one."));
        break;
    }
}

void Gateway::setEngine(std::shared_ptr<consent::Engine> engine)
{
    if (m_engine)
        m_engine->disconnect(this);
    m_engine = std::move(engine);
    if (!m_engine)
        return;
    connect(m_engine.get(), &consent::Engine::pageChanged, this, &Gateway::pageChanged);
    connect(m_engine.get(), &consent::Engine::pagesGone, this, &Gateway::forget);
    const QList<Early> early = std::exchange(m_early, {});
    for (const Early &waiting : early) {
        const QString token = m_engine->arrive(waiting.request, consent::Engine::Arrived::WhileLocked, waiting.named);
        m_aliases.insert(waiting.pageToken, token);
        m_languages.insert(token, m_languages.value(waiting.pageToken));
        pageChanged(waiting.pageToken);
    }
}

QString Gateway::accept(Result<uma::AuthorizationRequest> request, const AsIdentifier &named)
{
    const QStringList languages = request ? request->uiLocales : QStringList();
    const QString token = m_engine ? m_engine->arrive(std::move(request), consent::Engine::Arrived::Open, named)
                                   : keepEarly(std::move(request), named);
    m_given.insert(token);
    if (!languages.isEmpty())
        m_languages.insert(token, languages);
    return token;
}

QString Gateway::keepEarly(Result<uma::AuthorizationRequest> request, const AsIdentifier &named)
{
    // What will be refused takes no room from what may be answered.
    const bool readable = request.has_value();
    const auto alike = [readable](const Early &early) { return early.request.has_value() == readable; };
    if (std::ranges::count_if(m_early, alike) >= (readable ? maxEarly : maxEarlyRefused)) {
        const auto oldest = std::ranges::find_if(m_early, alike);
        m_languages.remove(oldest->pageToken);
        m_visited.remove(oldest->pageToken);
        m_given.remove(oldest->pageToken);
        m_early.erase(oldest);
    }
    const QString token = QString::fromLatin1(m_random->token());
    m_early.append({token, std::move(request), named});
    if (readable)
        Q_EMIT requestWaiting();
    return token;
}

int Gateway::early() const
{
    return static_cast<int>(
        std::ranges::count_if(m_early, [](const Early &early) { return early.request.has_value(); }));
}

void Gateway::forget(const QStringList &tokens)
{
    for (const QString &token : tokens) {
        for (const QString &alias : m_aliases.keys(token)) {
            m_aliases.remove(alias);
            m_languages.remove(alias);
            m_visited.remove(alias);
            m_given.remove(alias);
        }
        m_languages.remove(token);
        m_visited.remove(token);
        m_given.remove(token);
    }
}

void Gateway::openLink(const QString &link)
{
    if (!m_profile)
        return;
    if (!uma::isDeviceLink(link, *m_profile)) {
        [[maybe_unused]] const QString token = accept(uma::AuthorizationRequest::parseLink(link, *m_profile), {});
        return;
    }
    const auto network = uma::parseDeviceLink(link, *m_profile);
    if (network)
        Q_EMIT codeAsked(*network);
    else [[maybe_unused]]
        const QString token = accept(fail(network.error()), {});
}

void Gateway::handle(listener::Request request, listener::Responder responder)
{
    using listener::Route;
    switch (request.route) {
    case Route::Authorize: return authorize(request, responder);
    case Route::WaitingPage: return waitingPage(request.segment, responder);
    case Route::Start: return start(request.segment, responder);
    case Route::Callback: return callback(request, responder);
    }
}

void Gateway::authorize(const listener::Request &request, const listener::Responder &responder)
{
    const AsIdentifier named = m_profile ? namedNetwork(request, *m_profile) : AsIdentifier();
    if (!m_profile || !m_limiter.allow(named.value()))
        return responder.tooMany();
    auto parsed = [&]() -> Result<uma::AuthorizationRequest> {
        if (!request.parameters)
            return fail(request.parameters.error());
        if (request.reference)
            return uma::AuthorizationRequest::parseReference(request.reference->clientId, request.reference->ticket,
                                                             *m_profile);
        return uma::AuthorizationRequest::parse(pairs(*request.parameters), *m_profile);
    }();
    responder.seeOther(QUrl(QStringLiteral("/requests/") + accept(std::move(parsed), named)));
}

consent::PageState Gateway::state(const QString &token) const
{
    for (const Early &early : m_early) {
        if (early.pageToken == token)
            return consent::PageState::Waiting;
    }
    const auto known = m_engine ? m_engine->page(m_aliases.value(token, token)) : consent::PageState::Gone;
    if (known != consent::PageState::Gone)
        return known;
    // Behind the lock, and until the requests are read again after it, nobody knows more; the engine tells of pages that
    // are gone (forget()). A page that is told so never asks again.
    return m_given.contains(token) || m_visited.contains(token) ? consent::PageState::Waiting
                                                                : consent::PageState::Gone;
}

PageTexts Gateway::textsFor(const QString &token) const
{
    return {m_languages.value(token), m_profile ? m_profile->product().name : op::LocalizedText()};
}

void Gateway::waitingPage(const QString &token, const listener::Responder &responder)
{
    switch (state(token)) {
    case consent::PageState::Gone: return responder.notFound();
    case consent::PageState::NothingShared: return responder.message(textsFor(token).nothingShared());
    case consent::PageState::AnswerReady: return answer(m_aliases.value(token, token), responder);
    case consent::PageState::Waiting: break;
    }
    if (m_visited.contains(token))
        return responder.waitingPage(textsFor(token).lookAtYourWallet());
    m_visited.insert(token);
    hold(token, responder);
}

void Gateway::hold(const QString &token, const listener::Responder &responder)
{
    m_held[token].append([this, token, responder] {
        if (responder.isOpen())
            waitingPage(token, responder);
    });
    QTimer::singleShot(holdMilliseconds, this, [this, token] { pageChanged(token); });
}

// Wakes whoever is held at this page; also by the engine's own name for it.
void Gateway::pageChanged(const QString &token)
{
    QStringList names{token};
    for (auto it = m_aliases.constBegin(); it != m_aliases.constEnd(); ++it) {
        if (it.value() == token)
            names.append(it.key());
    }
    for (const QString &name : std::as_const(names)) {
        const auto held = m_held.take(name);
        for (const auto &wake : held)
            wake();
    }
}

void Gateway::answer(const QString &token, const listener::Responder &responder)
{
    if (!responder.isOpen())
        return; // the browser has gone: the answer waits for its next visit
    const PageTexts texts = textsFor(token);
    const auto taken = m_engine->takeAnswer(token);
    if (!taken)
        return responder.message(texts.nothingShared());
    if (taken->mode == uma::ResponseMode::Fragment)
        return responder.seeOther(taken->fragmentUrl());
    listener::FormPost form;
    form.text = texts.goingBack();
    form.button = texts.continueButton();
    form.action = taken->redirectUri;
    for (const auto &[name, value] : taken->fields)
        form.fields.append({name, value});
    responder.formPost(form);
}

void Gateway::start(const QString &token, const listener::Responder &responder)
{
    const auto target = m_desk.take(token);
    QTimer::singleShot(0, this, &Gateway::closeUnusedPort); // once the answer is given
    if (!target)
        return responder.notFound();
    if (const auto *url = std::get_if<QUrl>(&*target))
        return responder.seeOther(*url);
    if (const auto *post = std::get_if<PostTarget>(&*target)) {
        const PageTexts texts = textsFor({});
        listener::FormPost form{texts.goingThere(), texts.continueButton(), post->action, {}};
        for (const auto &[name, value] : post->fields)
            form.fields.append({name, value});
        return responder.formPost(form);
    }
    if (m_engine)
        return answer(std::get<QString>(*target), responder);
    responder.notFound();
}

void Gateway::callback(const listener::Request &request, const listener::Responder &responder)
{
    // The page says the same whatever came: what was wrong is shown in the wallet.
    responder.message(textsFor({}).backToWallet());
    if (request.parameters)
        m_desk.callback(request.segment, pairs(*request.parameters));
}

} // namespace fpx::wallet
