// The device's world with requests that come by the browser, at a network whose requests are opened directly.
#pragma once

#include "deviceworld.h"

namespace consenttest {

struct BrowserWorld : DeviceWorld {
    BrowserWorld()
    {
        auto enrolment = *accounts->find(EnrolmentId(text("e1")));
        enrolment.openDirectly = true;
        if (!records->put(text("enrolments"), text("e1"), enrolment.toJson()) || !accounts->load())
            qFatal("cannot store");
        watch();
    }
    void watch()
    {
        QObject::connect(engine.get(), &Engine::promptsChanged, engine.get(),
                         [this] { most = qMax(most, engine->prompts().size()); });
        QObject::connect(engine.get(), &Engine::notice, engine.get(),
                         [this](const Error &error) { told.append(error); });
    }
    void restartAll()
    {
        DeviceWorld::restartAll();
        watch();
    }
    /// The network answers the ticket with these parameters.
    void asks(const umatest::Pairs &pairs, const std::function<void(QJsonObject &)> &change = {})
    {
        QJsonObject details = ticket();
        details.insert(text("authorization_request"), umatest::asTicketSays(pairs));
        for (const auto &[name, value] : pairs) {
            if (name == text("ticket"))
                details.insert(text("ticket"), value);
        }
        if (change)
            change(details);
        network.http->answer(http::Method::Post, asUrl + text("/ticket"), http::FakeHttpClient::json(details));
    }
    void arrive(const umatest::Pairs &pairs = umatest::goodParameters())
    {
        asks(pairs);
        page = engine->arrive(uma::AuthorizationRequest::parse(pairs, umatest::profile()));
    }
    void arriveByReference(const umatest::Pairs &pairs = umatest::goodParameters())
    {
        asks(pairs);
        for (const auto &[name, value] : pairs) {
            if (name == text("ticket"))
                page = engine->arrive(
                    uma::AuthorizationRequest::parseReference(text("as-health"), value, umatest::profile()));
        }
    }
    /// Until the one prompt is in this stage; null: it never was.
    Prompt *prompt(Prompt::Stage stage)
    {
        const auto there = [&] { return engine->prompts().size() == 1 && engine->prompts().first()->stage() == stage; };
        return QTest::qWaitFor(there, 5'000) ? engine->prompts().first() : nullptr;
    }
    /// Until a permission of the request is on its way or posted.
    int posts() const { return as->count(http::Method::Post); }
    int count(const char *code) { return static_cast<int>(history().count(text(code))); }

    qsizetype most = 0; ///< Prompts at a time.
    QString page;
};

} // namespace consenttest
