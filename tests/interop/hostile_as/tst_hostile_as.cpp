// A person uses a network that lies in one way, or meets a page that does. Whatever the lie, the wallet says the same code
// and sentence each time, and stands where it stood: docs/hostile-as.md is both the specification and the expectation.
#include "../support/waiting.h"
#include "variants.h"

#include <fpx/jose/jws.h>
#include <fpx/wallet/accounts.h>
#include <fpx/wallet/devicecodes.h>

#include <QFile>
#include <QTest>
#include <QTimer>

using namespace interop;
using Stage = consent::Prompt::Stage;

namespace {

/// A row of the tables.
struct Expected {
    QByteArray code;
    QString sentence;
    QString afterwards;
};

struct Tables {
    QMap<QString, Expected> played;
    QMap<QString, QString> cited; ///< variant → "file: test"
};

Tables readTables()
{
    Tables tables;
    QFile file(QStringLiteral(FPX_ROOT "/docs/hostile-as.md"));
    if (!file.open(QIODevice::ReadOnly))
        return tables;
    for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n')) {
        QStringList cells = line.split(u'|');
        // | `variant` | `code` | sentence | afterwards | rule |, or | `variant` | `file: test` | rule |
        if ((cells.size() != 7 && cells.size() != 5) || !cells.at(1).trimmed().startsWith(u'`'))
            continue;
        for (QString &cell : cells)
            cell = cell.trimmed().remove(u'`');
        if (tables.played.contains(cells.at(1)) || tables.cited.contains(cells.at(1)))
            qFatal("twice in the tables: %s", qPrintable(cells.at(1)));
        if (cells.size() == 7)
            tables.played.insert(cells.at(1), {cells.at(2).toLatin1(), cells.at(3), cells.at(4)});
        else
            tables.cited.insert(cells.at(1), cells.at(2));
    }
    return tables;
}

/// What an attempt came to.
struct Outcome {
    QByteArray code;
    QString sentence;
    QString afterwards;
};

/// What the browser that brought the request gets: the error in the answer to the AS, or nothing.
QString browserGets(const listener::Answer &page)
{
    const QByteArray destination = page.values("location").value(0);
    const QUrlQuery fields(QUrl::fromEncoded(destination).fragment(QUrl::FullyEncoded));
    if (fields.hasQueryItem(q("id_token")))
        return q("an id_token");
    if (fields.hasQueryItem(q("error")))
        return fields.queryItemValue(q("error"));
    return page.body.contains("Nothing was shared") ? q("nothing was shared") : q("status %1").arg(page.status);
}

} // namespace

class TestHostileAs : public QObject
{
    Q_OBJECT

    Tables m_tables = readTables();
    Variants m_variants = allVariants();
    std::unique_ptr<Scene> m_scene;

    void settle(Act act)
    {
        m_scene = std::make_unique<Scene>();
        QVERIFY2(m_scene->start(), "the wallet did not open");
        QVERIFY2(m_scene->listens(), "the wallet's port was taken");
        if (act == Act::Join)
            return;
        QVERIFY2(m_scene->signIn() && m_scene->joined(), "the honest AS was not joined");
        if (act == Act::Code || act == Act::Answer)
            m_scene->as->onAnotherDevice();
        if (act == Act::Allow || act == Act::Answer || act == Act::Again || act == Act::Reuse)
            QVERIFY2(m_scene->connectClinic(), "the honest source was not connected");
        QVERIFY(m_scene->notices.isEmpty());
    }

    Outcome join()
    {
        if (!m_scene->signIn() || !waitFor([this] { return !m_scene->notices.isEmpty(); }))
            return {"nothing happened", {}, {}};
        rest();
        const QString network = waitFor([this] { return m_scene->standing().network != q("joining"); })
                                    ? m_scene->standing().network
                                    : q("joining");
        const bool joined = network == q("joined");
        return {m_scene->notices.last().code, m_scene->notices.last().message, joined ? q("joined") : q("not joined")};
    }

    /// A request that is opened, and allowed as it stands if it comes to that.
    Outcome request(bool allow)
    {
        const QByteArray page = m_scene->arrive();
        if (m_scene->wallet().prompts().isEmpty())
            return {"refused at once", {}, {}};
        consent::Prompt *prompt = m_scene->wallet().prompts().first();
        std::optional<Error> end;
        QObject::connect(prompt, &consent::Prompt::finished, [prompt, &end] { end = prompt->error(); });
        if (prompt->stage() == Stage::ChooseProfile)
            prompt->openAs(prompt->profiles().first().id);
        if (!waitFor([&] { return end || prompt->stage() == Stage::Question || !prompt->error().code.isEmpty(); }))
            return {"nothing happened", {}, {}};
        if (allow && !end && prompt->stage() == Stage::Question) {
            prompt->allow(prompt->initialChoice());
            const auto answered = [&] { return m_scene->wallet().prompts().isEmpty(); };
            if (!waitFor([&] { return end || !prompt->error().code.isEmpty() || answered(); }))
                return {"nothing happened", {}, {}};
        }
        if (end)
            return {end->code, end->message, browserGets(m_scene->navigate(page))};
        if (prompt->error().code.isEmpty() && prompt->stage() == Stage::Question) {
            prompt->decline();
            return {"accepted", q("—"), q("asks")};
        }
        if (prompt->error().code.isEmpty())
            return {"accepted", {}, browserGets(m_scene->navigate(page))};
        const Error shown = prompt->error();
        prompt->decline();
        return {shown.code, shown.message, q("asks again")};
    }

    /// A request that waits in its question while the wallet is locked, and is read again afterwards.
    Outcome reread(const Variant &variant)
    {
        const QByteArray page = m_scene->arrive();
        consent::Prompt *prompt = m_scene->wallet().prompts().value(0);
        if (prompt == nullptr)
            return {"refused at once", {}, {}};
        if (prompt->stage() == Stage::ChooseProfile)
            prompt->openAs(prompt->profiles().first().id);
        if (!waitFor([prompt] { return prompt->stage() == Stage::Question; }))
            return {"not asked", {}, {}};
        m_scene->wallet().lock();
        variant.later(*m_scene);
        prompt = nullptr;
        std::optional<Error> end;
        // From its first moment: however slow this is, its end is not missed.
        const auto follow = [this, &prompt, &end] {
            if (prompt != nullptr || m_scene->wallet().prompts().isEmpty())
                return;
            prompt = m_scene->wallet().prompts().first();
            QObject::connect(prompt, &consent::Prompt::finished, [&prompt, &end] { end = prompt->error(); });
        };
        const auto watch = QObject::connect(&m_scene->wallet(), &wallet::Facade::promptsChanged, follow);
        m_scene->wallet().unlock();
        const bool met = waitFor([&] { return end || (prompt != nullptr && prompt->stage() == Stage::Question); });
        QObject::disconnect(watch);
        if (!met)
            return {prompt == nullptr ? "nothing waits" : "nothing happened", {}, {}};
        if (end)
            return {end->code, end->message, browserGets(m_scene->navigate(page))};
        prompt->decline();
        return {"accepted", q("—"), q("asks as before")};
    }

    /// What went wrong is tried again, as often as the person is offered it.
    Outcome again()
    {
        const QByteArray page = m_scene->arrive();
        consent::Prompt *prompt = m_scene->wallet().prompts().value(0);
        if (prompt == nullptr)
            return {"refused at once", {}, {}};
        std::optional<Error> end;
        QObject::connect(prompt, &consent::Prompt::finished, [prompt, &end] { end = prompt->error(); });
        if (prompt->stage() == Stage::ChooseProfile)
            prompt->openAs(prompt->profiles().first().id);
        for (int attempt = 0; attempt < 4 && !end && !m_scene->wallet().prompts().isEmpty(); ++attempt) {
            const auto waits = [prompt] {
                return prompt->stage() == Stage::Question || prompt->stage() == Stage::Failed;
            };
            if (!waitFor([&] { return end || m_scene->wallet().prompts().isEmpty() || waits(); }))
                return {"nothing happened", {}, {}};
            if (!end && waits() && prompt->stage() == Stage::Question)
                prompt->allow(prompt->initialChoice());
            else if (!end && waits())
                prompt->retry();
            (void)waitFor([&] { return end || m_scene->wallet().prompts().isEmpty() || waits(); });
        }
        if (end && !end->code.isEmpty())
            return {end->code, end->message, browserGets(m_scene->navigate(page))};
        return {"accepted", q("—"), browserGets(m_scene->navigate(page))};
    }

    /// What a request led to that was allowed until a day that does not change.
    struct Shared {
        Error problem; ///< A code of "": none.
        QString gets;
        QStringList named; ///< Permissions, in the answer.
    };
    Shared share()
    {
        const QByteArray page = m_scene->arrive();
        consent::Prompt *prompt = m_scene->wallet().prompts().value(0);
        if (prompt == nullptr)
            return {{"refused at once", {}, {}, Retry::No}, {}, {}};
        std::optional<Error> end;
        const auto watch =
            QObject::connect(prompt, &consent::Prompt::finished, [prompt, &end] { end = prompt->error(); });
        prompt->openAs(prompt->profiles().first().id);
        const Error nothingCame{"nothing happened", {}, {}, Retry::No};
        if (!waitFor([&] { return end || prompt->stage() == Stage::Question || !prompt->error().code.isEmpty(); }))
            return {nothingCame, {}, {}};
        if (!end && prompt->stage() == Stage::Question) {
            consent::Choice choice = prompt->initialChoice();
            if (prompt->content().duration.until) {
                choice.duration = {consent::DurationKind::Until, prompt->content().duration.earliest.addDays(20)};
            }
            prompt->allow(choice);
            const auto answered = [this] { return m_scene->wallet().prompts().isEmpty(); };
            if (!waitFor([&] { return end || answered() || !prompt->error().code.isEmpty(); }))
                return {nothingCame, {}, {}};
        }
        Shared shared;
        if (!end && !prompt->error().code.isEmpty()) {
            shared = {prompt->error(), q("asks again"), {}};
            QObject::disconnect(watch);
            prompt->decline();
            return shared;
        }
        const QByteArray destination = m_scene->navigate(page).values("location").value(0);
        if (end && !end->code.isEmpty())
            shared.problem = *end;
        const QUrlQuery fields(QUrl::fromEncoded(destination).fragment(QUrl::FullyEncoded));
        shared.gets = fields.hasQueryItem(q("id_token")) ? q("an id_token") : fields.queryItemValue(q("error"));
        if (const auto token = jose::peekUnverified(fields.queryItemValue(q("id_token")).toLatin1())) {
            for (const QJsonValue &id : token->claims.value(q("fpx_permissions")).toArray())
                shared.named.append(id.toString());
        }
        return shared;
    }

    /// The network is given something for the first time, and makes it active; returns its id.
    QString give()
    {
        m_scene->as->ticket.insert(q("usage"), q("repeated"));
        const Shared first = share();
        m_scene->as->take(first.named);
        m_scene->as->askAgain();
        return first.named.size() == 1 ? first.named.first() : QString();
    }

    Outcome reuse(const Variant &variant)
    {
        HostileAs &as = *m_scene->as;
        const QString standing = give();
        if (standing.isEmpty())
            return {"nothing was shared before", {}, {}};
        variant.later(*m_scene);
        const auto revoked = [this, &standing] {
            return std::ranges::none_of(m_scene->standing().permissions, [&standing](const auto &row) {
                return row.first == standing && row.second != q("revoking") && row.second != q("revoked");
            });
        };
        const bool ended = revoked();
        const Shared second = share();
        if (!second.problem.code.isEmpty())
            (void)waitFor([&] { return as.kept.size() == 1 || as.deletions() > 0; });
        if (!ended && as.deleted.contains(standing))
            return {"what is in force was withdrawn", {}, {}};
        const qsizetype fresh = as.kept.size() - 1;
        const bool reused = second.named.contains(standing);
        if (!second.problem.code.isEmpty())
            return {second.problem.code, second.problem.message, second.gets};
        if (second.named.size() != fresh + (reused ? 1 : 0))
            return {"named and posted differ", {}, {}};
        const QString made = fresh == 0 ? QString() : fresh == 1 ? q("a new permission") : q("%1 new ones").arg(fresh);
        return {"accepted", q("—"),
                reused ? (fresh == 0 ? q("what is in force") : q("what is in force, and ") + made) : made};
    }

    Outcome byReference()
    {
        const QByteArray page = m_scene->navigate("/authorize/as-health/ticket-1").values("location").value(0);
        consent::Prompt *prompt = m_scene->wallet().prompts().value(0);
        if (prompt == nullptr)
            return {"refused at once", {}, {}};
        std::optional<Error> end;
        QObject::connect(prompt, &consent::Prompt::finished, [prompt, &end] { end = prompt->error(); });
        if (prompt->stage() == Stage::ChooseProfile)
            prompt->openAs(prompt->profiles().first().id);
        if (!waitFor([&] { return end || prompt->stage() == Stage::Question; }) || !end)
            return {"accepted", {}, {}};
        return {end->code, end->message, browserGets(m_scene->navigate(page))};
    }

    Outcome arrive()
    {
        m_scene->notices.clear();
        const QByteArray page = m_scene->arrive();
        if (m_scene->notices.isEmpty())
            return {"accepted", {}, {}};
        return {m_scene->notices.last().code, m_scene->notices.last().message, browserGets(m_scene->navigate(page))};
    }

    /// What the wallet has posted by itself: the error in it, or nothing.
    QString networkGets()
    {
        const QUrlQuery fields(QString::fromLatin1(m_scene->as->delivered.value(0)));
        if (fields.hasQueryItem(q("id_token")))
            return q("an id_token");
        return fields.hasQueryItem(q("error")) ? fields.queryItemValue(q("error")) : q("nothing was shared");
    }

    /// A code that the person types, and what is behind it; allowed as it stands if it comes to that.
    Outcome code(const QByteArray &typed, bool allow)
    {
        wallet::DeviceCodes *codes = m_scene->wallet().deviceCodes();
        const auto &networks = m_scene->wallet().accounts()->networks();
        codes->read(networks.first().profiles.first().id, QString::fromLatin1(typed.isEmpty() ? "WDJB-MJHT" : typed));
        if (!waitFor([codes] { return !codes->reading(); }))
            return {"nothing happened", {}, {}};
        // An error that goes to the network leaves after the request has ended.
        const auto told = [this] { return !m_scene->as->delivered.isEmpty(); };
        if (const Error problem = codes->problem(); !problem.code.isEmpty()) {
            if (problem.code == "interaction_required" || problem.code == "client_unknown")
                (void)waitFor(told);
            return {problem.code, problem.message, networkGets()};
        }
        consent::Prompt *prompt = m_scene->wallet().prompts().value(0);
        if (prompt == nullptr)
            return {"nothing happened", {}, {}};
        std::optional<Error> end;
        QObject::connect(prompt, &consent::Prompt::finished, [prompt, &end] { end = prompt->error(); });
        if (allow && waitFor([&] { return end || prompt->stage() == Stage::Question; }) && !end)
            prompt->allow(prompt->initialChoice());
        if (!waitFor([&] { return end || told(); }))
            return {"nothing happened", {}, {}};
        if (!end)
            (void)waitFor([&] { return end.has_value(); });
        return end && !end->code.isEmpty() ? Outcome{end->code, end->message, networkGets()}
                                           : Outcome{"accepted", {}, networkGets()};
    }

    Outcome link(const QByteArray &link)
    {
        bool asked = false;
        const auto watch =
            QObject::connect(m_scene->wallet().deviceCodes(), &wallet::DeviceCodes::asked, [&asked] { asked = true; });
        m_scene->notices.clear();
        m_scene->wallet().openLink(QString::fromLatin1(link));
        (void)waitFor([&] { return asked || !m_scene->notices.isEmpty(); });
        QObject::disconnect(watch);
        if (asked || m_scene->notices.isEmpty())
            return {"accepted", {}, {}};
        return {m_scene->notices.last().code, m_scene->notices.last().message, networkGets()};
    }

    /// Until the lists show what has happened: in a stream of changes they are refreshed 300 ms apart at most.
    static void rest() { QTest::qWait(350); }

    Outcome bytes(const QByteArray &raw)
    {
        rest(); // what happened before is in the lists
        const QStringList history = m_scene->history();
        const auto asked = m_scene->as->requests();
        const listener::Answer answer = m_scene->exchange(raw);
        rest();
        const bool quiet = answer.body.isEmpty() && answer.values("location").isEmpty() &&
                           m_scene->wallet().prompts().isEmpty() && m_scene->history() == history &&
                           m_scene->as->requests() == asked;
        return {QByteArray::number(answer.status), q("—"), quiet ? q("nothing happened") : q("something happened")};
    }

    Outcome meet(const Variant &variant)
    {
        switch (variant.act) {
        case Act::Join: return join();
        case Act::Open: return request(false);
        case Act::Allow: return request(true);
        case Act::Arrive: return arrive();
        case Act::Code: return code(variant.bytes, false);
        case Act::Answer: return code({}, true);
        case Act::Link: return link(variant.bytes);
        case Act::Bytes: return bytes(variant.bytes);
        case Act::Reread: return reread(variant);
        case Act::Again: return again();
        case Act::Name: return byReference();
        case Act::Reuse: return reuse(variant);
        }
        return {};
    }

private Q_SLOTS:
    void the_tables_name_exactly_these_variants()
    {
        QStringList here;
        for (const Variant &variant : m_variants)
            here.append(q(variant.name));
        here.sort();
        QCOMPARE(here.removeDuplicates(), 0);
        QCOMPARE(here, QStringList(m_tables.played.keys()));
        QVERIFY(here.size() >= 50);
    }

    /// What the tables leave to other tests is there.
    void cited_data()
    {
        QTest::addColumn<QString>("place");
        for (auto it = m_tables.cited.constBegin(); it != m_tables.cited.constEnd(); ++it)
            QTest::newRow(qPrintable(it.key())) << it.value();
    }
    void cited()
    {
        QFETCH(QString, place);
        const QStringList parts = place.split(q(": "));
        QFile file(QStringLiteral(FPX_ROOT "/") + parts.value(0));
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(place));
        const QString text = QString::fromUtf8(file.readAll());
        const QString name = parts.value(1);
        QVERIFY2(name.isEmpty() || text.contains(q("void %1()").arg(name)) || text.contains(q("\"%1\"").arg(name)),
                 qPrintable(place));
    }

    /// Without a lie everything goes through, so that no variant is refused for another reason than its lie.
    void the_honest_one_is_answered()
    {
        settle(Act::Allow);
        const Outcome outcome = request(true);
        QCOMPARE(outcome.code, QByteArray("accepted"));
        QCOMPARE(outcome.afterwards, q("an id_token"));
        settle(Act::Allow);
        m_scene->as->bringObject([](QJsonObject &) {}, [](QJsonObject &) {});
        QCOMPARE(request(true).afterwards, q("an id_token"));
        settle(Act::Answer);
        const Outcome delivered = code({}, true);
        QCOMPARE(delivered.code, QByteArray("accepted"));
        QCOMPARE(delivered.afterwards, q("an id_token"));
    }

    /// An honest request object that asks for more assurance than the session has: nothing is read before the person has
    /// signed in at that level, and the network gets the level that it asked for.
    void a_request_object_steps_up()
    {
        settle(Act::Allow);
        HostileAs &as = *m_scene->as;
        as.bring("acr_values", q("ial2 aal2"));
        as.asked("acr_values", q("ial2 aal2"));
        as.bringObject([](QJsonObject &) {}, [](QJsonObject &) {});
        const QByteArray page = m_scene->arrive();
        QCOMPARE(m_scene->wallet().prompts().size(), 1);
        consent::Prompt *prompt = m_scene->wallet().prompts().first();
        prompt->openAs(prompt->profiles().first().id);
        QVERIFY(waitFor([prompt] { return prompt->stage() == Stage::SigningIn && !prompt->error().code.isEmpty(); }));
        QCOMPARE(as.requests("/fpx_ticket"), 0); // the bank said again what it had said before
        m_scene->bank->issuer.acr = q("loa3");
        prompt->retry();
        QVERIFY(waitFor([prompt] { return prompt->stage() == Stage::Question; }));
        prompt->allow(prompt->initialChoice());
        QVERIFY(waitFor([this] { return m_scene->wallet().prompts().isEmpty(); }));
        const QByteArray destination = m_scene->navigate(page).values("location").value(0);
        const QUrlQuery fields(QUrl::fromEncoded(destination).fragment(QUrl::FullyEncoded));
        const auto token = jose::peekUnverified(fields.queryItemValue(q("id_token")).toLatin1());
        QVERIFY(token);
        QCOMPARE(token->claims.value(q("acr")).toString(), q("ial2 aal2"));
    }

    /// Profile section 2: the operator's new profile comes into force while the wallet runs.
    void a_new_operator_profile_leaves_what_there_is()
    {
        settle(Act::Allow);
        QCOMPARE(request(true).afterwards, q("an id_token"));
        QVERIFY(waitFor([this] { return m_scene->wallet().prompts().isEmpty(); }));
        QVERIFY(waitFor([this] { return !m_scene->standing().permissions.isEmpty(); })); // lists refresh a moment later
        const Scene::Standing before = m_scene->standing();
        QVERIFY(m_scene->renewProfile());
        QVERIFY(waitFor([this, &before] { return m_scene->standing() == before; }));
        QVERIFY(waitFor([this] { return m_scene->history().contains(q("operator_profile_renewed")); }));
    }
    void a_request_that_waits_outlives_a_new_operator_profile()
    {
        settle(Act::Allow);
        const QByteArray page = m_scene->arrive();
        QCOMPARE(m_scene->wallet().prompts().size(), 1);
        QVERIFY(m_scene->renewProfile());
        QVERIFY(waitFor([this] { return m_scene->wallet().prompts().size() == 1; }));
        consent::Prompt *prompt = m_scene->wallet().prompts().first();
        prompt->openAs(prompt->profiles().first().id);
        QVERIFY(waitFor([prompt] { return prompt->stage() == Stage::Question; }));
        prompt->allow(prompt->initialChoice());
        QVERIFY(waitFor([this] { return m_scene->wallet().prompts().isEmpty(); }));
        QCOMPARE(browserGets(m_scene->navigate(page)), q("an id_token"));
        QVERIFY(m_scene->notices.isEmpty());
    }
    void a_request_that_is_being_answered_is_not_disturbed()
    {
        settle(Act::Allow);
        const QByteArray page = m_scene->arrive();
        consent::Prompt *prompt = m_scene->wallet().prompts().first();
        prompt->openAs(prompt->profiles().first().id);
        QVERIFY(waitFor([prompt] { return prompt->stage() == Stage::Question; }));
        bool allowed = false; // a prompt that was taken away cannot be answered any more
        QTimer::singleShot(1500, prompt, [prompt, &allowed] {
            prompt->allow(prompt->initialChoice());
            allowed = true;
        });
        QVERIFY(m_scene->renewProfile());
        QVERIFY2(allowed, "it came into force before the answer");
        QCOMPARE(browserGets(m_scene->navigate(page)), q("an id_token"));
    }

    /// A network that takes a reuse and ends what it has just taken has ended it: the list says so, and the next request
    /// gets another one.
    void what_the_network_ends_at_once_is_not_named_again()
    {
        settle(Act::Reuse);
        HostileAs &as = *m_scene->as;
        const QString standing = give();
        QVERIFY(!standing.isEmpty());
        QCOMPARE(share().named, QStringList(standing));
        as.kept[standing].status = q("revoked");
        as.list();
        m_scene->clock->advanceSeconds(5);
        const auto status = [this, &standing] {
            for (const auto &[id, said] : m_scene->standing().permissions) {
                if (id == standing)
                    return said;
            }
            return QString();
        };
        QVERIFY(waitFor([&status] { return status() == q("revoked"); }));
        as.ticket.insert(q("ticket"), q("ticket-3"));
        as.bring("ticket", q("ticket-3"));
        as.bring("nonce", QString(22, u'3'));
        as.asked("nonce", QString(22, u'3'));
        const Shared third = share();
        QCOMPARE(third.problem.code, QByteArray());
        QCOMPARE(third.named.size(), 1);
        QVERIFY(third.named.first() != standing);
    }

    void refused_data()
    {
        QTest::addColumn<int>("index");
        for (size_t i = 0; i < m_variants.size(); ++i)
            QTest::newRow(m_variants[i].name) << static_cast<int>(i);
    }
    void refused()
    {
        QFETCH(int, index);
        const Variant &variant = m_variants[static_cast<size_t>(index)];
        const Expected expected = m_tables.played.value(q(variant.name));
        settle(variant.act);
        if (QTest::currentTestFailed())
            return;
        variant.lie(*m_scene);
        const Scene::Standing before = m_scene->standing();
        const Outcome outcome = meet(variant);
        QCOMPARE(outcome.code, expected.code);
        QCOMPARE(outcome.sentence, expected.sentence);
        QCOMPARE(outcome.afterwards, expected.afterwards);
        if (variant.act == Act::Join) {
            QCOMPARE(m_scene->wallet().phase(), wallet::Facade::Phase::Ready);
            return;
        }
        if (variant.act == Act::Again || variant.act == Act::Reuse)
            return; // it went well: there is a permission more
        // What was posted before the lie told is withdrawn at the AS, and nothing is left that counts.
        if ((variant.act == Act::Allow || variant.act == Act::Answer) && m_scene->as->requests("/fpx_permission") > 0)
            QVERIFY(waitFor([this] { return m_scene->as->deletions() > 0; }));
        QVERIFY(waitFor([this] { return m_scene->wallet().prompts().isEmpty(); }));
        QVERIFY(waitFor([this, &before] { return m_scene->standing() == before; }));
    }
};

QTEST_GUILESS_MAIN(TestHostileAs)
#include "tst_hostile_as.moc"
