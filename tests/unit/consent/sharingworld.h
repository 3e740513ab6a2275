// One account at a scripted AS, one connected source, and the wallet's real books over a real vault.
#pragma once

#include "../sources/sourcetest.h"
#include "../vault/bench.h"
#include "../vault/mortalrecords.h"
#include "scriptedas.h"

#include <fpx/consent/permissiondesk.h>
#include <fpx/consent/reconciler.h>
#include <fpx/uma/permission.h>

namespace consenttest {

using namespace fpx::consent;
using vault::test::MortalRecords;

struct SharingWorld {
    vault::test::Bench bench;
    FakeSecretStore secrets;
    FakeRandom random;
    http::FakeNetworkContexts unused;
    std::shared_ptr<ScriptedAs> as = std::make_shared<ScriptedAs>();
    sourcetest::World clinic;
    umatest::World network; ///< Metadata and tokens.

    std::shared_ptr<vault::Vault> vault;
    std::unique_ptr<MortalRecords> records;
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<http::NetworkContexts> contexts;
    std::shared_ptr<uma::AsAccounts> accounts;
    std::unique_ptr<PermissionBook> book;
    std::shared_ptr<Outbox> outbox;
    std::shared_ptr<PermissionDesk> desk;
    std::shared_ptr<Reconciler> reconciler;
    std::optional<policy::RuleSet> rules; ///< None: the desk has none.
    Result<void> profileIsFresh;          ///< What the operator profile's age allows.
    bool signedIn = true;
    bool sessionStands = true; ///< What the identity provider says of it when it is asked.
    int confirmed = 0;         ///< How often it was.
    QList<Error> told;         ///< Notices, findings and refusals.

    struct OneContext final : http::NetworkContexts {
        std::shared_ptr<http::HttpClient> client;
        [[nodiscard]] std::shared_ptr<http::HttpClient> context(const QString &) override { return client; }
        void forget(const QString &) override {}
    };

    SharingWorld()
    {
        as->rest = network.http;
        as->clock = bench.clock.get();
        as->ahead = bench.clock->nowSeconds() - bench.clock->steadyMilliseconds() / 1000;
        const QJsonObject server{{text("display_name"), text("Clinic")},
                                 {text("organization"), text("clinic")},
                                 {text("definitions"), QJsonArray{}},
                                 {text("jwks"), clinic.jwks()}};
        network.http->answer(http::Method::Get, asUrl + text("/registry/resource-servers/Clinic_1"),
                             http::FakeHttpClient::json(server));
        const auto entry = [this](const char *path, const char *json) {
            network.http->answer(http::Method::Get, asUrl + text("/registry/") + text(path),
                                 http::FakeHttpClient::json(umatest::json(json)));
        };
        entry("clients/immunize-me", "{'display_name':'Immunize Me','organization':'imm','verified_at':1780000000}");
        entry("organizations/imm", "{'display_name':'Immunize Me Inc.'}");
        entry("resource-definitions/labs",
              "{'display_name':'Labs','description':'','scopes':[{'scope':'read','display_name':'Read',"
              "'description':'','sensitivity':'low'},{'scope':'subscribe','display_name':'Subscribe',"
              "'description':'','sensitivity':'low'}]}");
        clinic.connected();
        start();
        uma::Enrolment enrolment;
        enrolment.id = EnrolmentId(text("e1"));
        enrolment.as = AsIdentifier(text("health"));
        enrolment.asIssuer = AsIssuer(asUrl);
        enrolment.walletClientId = text("wallet-1");
        enrolment.account = AccountId(text("account-1"));
        const SecretName key{SecretPurpose::AsKeys, text("e1/account-client")};
        secrets.values.insert(key, jose::PrivateKey::generate(jose::Algorithm::ES256)->toSecret());
        if (!records->put(text("enrolments"), text("e1"), enrolment.toJson()))
            qFatal("cannot store");
        restart();
    }
    ~SharingWorld() { stop(); }

    void stop()
    {
        if (!outbox)
            return;
        reconciler->stop();
        desk->stop();
        outbox->stop();
        reconciler.reset();
        desk.reset();
        outbox.reset();
        book.reset();
        accounts.reset();
        ledger.reset();
        records.reset();
        vault.reset();
    }
    /// As after a kill: nothing but the vault's files, the keychain and the others survive.
    void restart()
    {
        stop();
        start();
    }

    FakeClock &clock() { return *bench.clock; }
    PermissionRecord at(const PermissionId &id) const
    {
        const PermissionRecord *found = book->find(id);
        return found ? *found : PermissionRecord();
    }
    int lines(const PermissionId &id, const char *code) const
    {
        ledger::Filter filter;
        filter.permission = id.value();
        filter.code = text(code);
        return static_cast<int>(ledger->page(0, 1000, filter)->entries.size());
    }
    /// A permission that both sides know, active.
    PermissionId give(const QStringList &scopes = {text("read"), text("subscribe")}, qint64 latestEnd = -1)
    {
        uma::PermissionTerms terms;
        terms.id = PermissionId(random.uuid());
        terms.as = AsIssuer(asUrl);
        terms.resourceServer = RsIdentifier(text("Clinic_1"));
        terms.client = ClientId(text("immunize-me"));
        terms.requestId = text("r1");
        terms.definition = DefinitionId(text("labs"));
        terms.scopes = scopes;
        terms.usage = uma::Usage::Repeated;
        terms.notBefore = terms.issuedAt = clock().nowSeconds();
        terms.expires = terms.notBefore + 30LL * 24 * 3600;
        terms.ticketHash = text("ticket-hash");
        const auto key = uma::PermissionKey::generate();
        PermissionRecord record;
        record.id = terms.id;
        record.state = PermissionState::Active;
        record.enrolment = EnrolmentId(text("e1"));
        record.as = AsIdentifier(text("health"));
        record.request = RequestKey(text("request-1"));
        record.requestId = terms.requestId;
        record.client = terms.client;
        record.definition = terms.definition;
        record.source = clinic.id();
        record.resourceServer = terms.resourceServer;
        record.scopes = scopes;
        record.grantedAt = record.signedAt = terms.issuedAt;
        record.expires = terms.expires;
        record.latestEnd = latestEnd;
        record.version = text("2");
        const PermissionPapers papers{*key->sign(terms, random.uuid(), "rot"), {}};
        PermissionNames names;
        names.clientName = text("Immunize Me");
        names.definitionName = text("Labs");
        names.scopeNames = scopes;
        record.names = names;
        as->permissions.insert(terms.id.value(), {papers.permission, {}, text("active"), 2, {}, terms.issuedAt});
        if (!book->put(record, papers))
            qFatal("cannot store");
        return terms.id;
    }
    Result<void> change(const PermissionId &id, const QStringList &scopes, Duration duration)
    {
        return QCoro::waitFor(desk->change(id, {scopes, duration}, {}));
    }
    Duration inDays(int days) { return {DurationKind::Until, clock().now().date().addDays(days)}; }
    Result<void> reconcile() { return QCoro::waitFor(reconciler->reconcile(EnrolmentId(text("e1")), {})); }
    /// Until what is due now has been sent.
    void later(qint64 seconds)
    {
        clock().advanceSeconds(seconds);
        clinic.clock.advanceSeconds(seconds);
        outbox->wake();
    }

private:
    void start()
    {
        const auto opened = bench.open();
        if (!opened)
            qFatal("the vault does not open: %s", opened.error().code.constData());
        vault = *opened;
        records = std::make_unique<MortalRecords>(vault);
        ledger = std::make_unique<ledger::Ledger>(vault, bench.random);
        auto one = std::make_unique<OneContext>();
        one->client = as;
        contexts = std::move(one);
        accounts = std::make_shared<uma::AsAccounts>(
            uma::AccountsContext{contexts.get(), &secrets, records.get(), bench.clock.get(), &random, text("en")},
            umatest::profile());
        book = std::make_unique<PermissionBook>(*records);
        outbox = std::make_shared<Outbox>(OutboxContext{records.get(), book.get(), ledger.get(), accounts,
                                                        clinic.service, bench.clock.get(), &random});
        desk = std::make_shared<PermissionDesk>(DeskContext{
            accounts, clinic.service, outbox, book.get(), records.get(), ledger.get(), bench.clock.get(), &random,
            [this] { return profileIsFresh; }, [this] { return rules.value_or(policy::RuleSet()); },
            [this](const SignInDemand &) { return signedIn; },
            [this](CancelToken) -> Async<void> {
                ++confirmed;
                signedIn = signedIn && sessionStands;
                co_return {};
            }});
        reconciler = std::make_shared<Reconciler>(ReconcilerContext{
            accounts, outbox, book.get(), records.get(), ledger.get(), bench.clock.get(), &random,
            [](const RequestKey &) { return false; }, [](const AsIdentifier &) { return text("Health"); }});
        QObject::connect(desk.get(), &PermissionDesk::notice, [this](const Error &error) { told.append(error); });
        QObject::connect(reconciler.get(), &Reconciler::found, [this](const Error &error) { told.append(error); });
        if (!accounts->load() || !book->load() || !outbox->load() || !reconciler->load())
            qFatal("cannot load");
        outbox->wake();
    }
};

} // namespace consenttest
