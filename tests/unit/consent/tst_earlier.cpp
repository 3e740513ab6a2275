// What a prompt says of a client that was given something before: what it changed, whether it needs more, what it has.
#include <clientlook.h>
#include <earlier.h>

#include <fpx/base/recordstore.h>

#include <QTest>

#include <functional>

using namespace fpx;
using namespace fpx::consent;

namespace {

QString q(const char *text)
{
    return QString::fromUtf8(text);
}

const AsIdentifier network(QStringLiteral("ontario"));
const EnrolmentId profile(QStringLiteral("e1"));
const ClientId client(QStringLiteral("practice"));
const QDate today(2026, 11, 24);

qint64 startOf(const QDate &day)
{
    return day.startOfDay().toSecsSinceEpoch();
}

class TestEarlier : public QObject
{
    Q_OBJECT

private:
    FakeRecordStore m_store;
    std::unique_ptr<PermissionBook> m_book;
    uma::TicketDetails m_ticket;

    PermissionRecord given(const char *id)
    {
        PermissionRecord record;
        record.id = PermissionId(q(id));
        record.state = PermissionState::Active;
        record.enrolment = profile;
        record.as = network;
        record.request = RequestKey(q("first"));
        record.client = client;
        record.definition = DefinitionId(q("lab-results"));
        record.source = SourceIdentifier(q("medilab"));
        record.scopes = {q("read")};
        record.grantedAt = startOf(today) - 3600;
        record.expires = startOf(today.addDays(31));
        PermissionNames names;
        names.clientName = q("The Practice");
        names.clientOrganization = q("practice-inc");
        names.clientPolicyUri = q("https://practice.example/privacy");
        names.clientTermsUri = q("https://practice.example/terms");
        names.clientLogo = "png";
        names.clientLanguage = q("en");
        record.names = names;
        return record;
    }
    void keep(const PermissionRecord &record) { QVERIFY(m_book->put(record, PermissionPapers())); }
    [[nodiscard]] EarlierInput input() const { return {*m_book, m_ticket, network, profile, startOf(today) + 1}; }
    /// As the registry shows the client now, when nothing has changed.
    static RegistryFacts sameAsEver()
    {
        RegistryFacts facts;
        facts.client.id = client;
        facts.client.displayName = q("The Practice");
        facts.client.organization = q("practice-inc");
        facts.client.policyUri = QUrl(q("https://practice.example/privacy"));
        facts.client.tosUri = QUrl(q("https://practice.example/terms"));
        facts.clientLogo = "png";
        facts.language = q("en");
        return facts;
    }
    [[nodiscard]] QList<LookPart> changed(const RegistryFacts &facts) const
    {
        QList<LookPart> parts;
        for (const LookChange &change : changesSince(*m_book, profile, facts))
            parts.append(change.part);
        return parts;
    }
    void want(const char *definition, const char *scope)
    {
        uma::RequestedResource resource;
        resource.definition = DefinitionId(q(definition));
        resource.scopes = {{q(scope), true}, {q("subscribe"), false}};
        m_ticket.resources.append(resource);
    }

private Q_SLOTS:
    void init()
    {
        m_store.tables.clear();
        m_book = std::make_unique<PermissionBook>(m_store);
        m_ticket = {};
        m_ticket.client = client;
        want("lab-results", "read");
    }

    void a_new_client_has_not_changed()
    {
        RegistryFacts facts = sameAsEver();
        facts.client.displayName = q("Another");
        QVERIFY(changed(facts).isEmpty());
    }

    void what_is_the_same_is_no_change()
    {
        keep(given("p1"));
        QVERIFY(changed(sameAsEver()).isEmpty());
    }

    void each_change_is_named()
    {
        keep(given("p1"));
        RegistryFacts facts = sameAsEver();
        facts.client.displayName = q("Health Data Brokers");
        QCOMPARE(changed(facts), QList{LookPart::Name});
        facts.client.organization = q("brokers");
        facts.client.tosUri = QUrl(q("https://brokers.example/terms"));
        facts.client.policyUri = QUrl();
        facts.clientLogo = "other";
        QCOMPARE(changed(facts),
                 (QList{LookPart::Name, LookPart::Organization, LookPart::Terms, LookPart::Policy, LookPart::Logo}));
        const QString line = changesInWords(q("Health Data Brokers"), changesSince(*m_book, profile, facts));
        QVERIFY2(line.contains(q("The Practice")), qPrintable(line));
        QVERIFY2(!line.contains(q("https:")), qPrintable(line));
    }

    void another_language_is_no_other_name()
    {
        keep(given("p1"));
        RegistryFacts facts = sameAsEver();
        facts.client.displayName = q("Die Praxis");
        facts.language = q("de");
        QVERIFY(changed(facts).isEmpty());
        facts.client.organization = q("brokers");
        QCOMPARE(changed(facts), QList{LookPart::Organization});
    }

    void a_logo_that_cannot_be_had_is_no_change()
    {
        keep(given("p1"));
        RegistryFacts facts = sameAsEver();
        facts.clientLogo.clear();
        QVERIFY(changed(facts).isEmpty());
    }

    void records_of_before_raise_no_alarm()
    {
        PermissionRecord old = given("p1");
        PermissionNames names = *old.names;
        names.clientOrganization.clear();
        names.clientTermsUri.clear();
        names.clientPolicyUri.clear();
        names.clientLanguage.clear();
        old.names = names;
        keep(old);
        QVERIFY(changed(sameAsEver()).isEmpty());
    }

    void the_newest_permission_counts()
    {
        keep(given("p1"));
        PermissionRecord later = given("p2");
        later.grantedAt += 60;
        PermissionNames names = *later.names;
        names.clientName = q("Health Data Brokers");
        later.names = names;
        keep(later);
        RegistryFacts facts = sameAsEver();
        facts.client.displayName = q("Health Data Brokers");
        QVERIFY(changed(facts).isEmpty());
        PermissionRecord never = given("p3"); // begun, and never given
        never.grantedAt += 120;
        never.state = PermissionState::Dropped;
        keep(never);
        QVERIFY(changed(facts).isEmpty());
    }

    void the_look_survives_the_store()
    {
        const auto read = PermissionRecord::fromJson(given("p1").toJson());
        QVERIFY(read);
        QVERIFY(changesBetween(lookOf(*read), lookOf(sameAsEver())).isEmpty());
        QCOMPARE(read->names->clientLanguage, q("en"));
    }

    void more_than_last_time()
    {
        QVERIFY(!asksForMore(input())); // nothing was given yet
        keep(given("p1"));
        QVERIFY(!asksForMore(input()));
        want("allergy-list", "read");
        m_ticket.resources.last().required = false;
        QVERIFY(!asksForMore(input())); // a wish
        m_ticket.resources.last().required = true;
        QVERIFY(asksForMore(input()));
        m_ticket.resources.removeLast();
        m_ticket.resources.first().scopes[1].required = true;
        QVERIFY(asksForMore(input()));
    }

    void another_kind_of_data_is_not_more()
    {
        keep(given("p1"));
        PermissionRecord later = given("p2"); // about something else, and asked later
        later.request = RequestKey(q("second"));
        later.definition = DefinitionId(q("allergy-list"));
        later.grantedAt += 60;
        keep(later);
        QVERIFY(sharedAlreadyUntil(input()));
        QVERIFY(!asksForMore(input())); // never both
    }

    void shared_already()
    {
        QVERIFY(!sharedAlreadyUntil(input()));
        keep(given("p1"));
        QCOMPARE(sharedAlreadyUntil(input()), std::optional(today.addDays(30)));
        QCOMPARE(sharedFrom(input(), DefinitionId(q("lab-results"))), SourceIdentifier(q("medilab")));
        want("allergy-list", "read");
        QVERIFY(!sharedAlreadyUntil(input()));
        PermissionRecord other = given("p2");
        other.definition = DefinitionId(q("allergy-list"));
        other.expires = startOf(today.addDays(11));
        keep(other);
        QCOMPARE(sharedAlreadyUntil(input()), std::optional(today.addDays(10))); // the shorter of the two
    }

    void what_is_not_in_force_is_not_shared_data()
    {
        using Spoil = std::function<void(PermissionRecord &)>;
        QTest::addColumn<Spoil>("spoil");
        QTest::newRow("paused") << Spoil([](auto &record) { record.state = PermissionState::Disabled; });
        QTest::newRow("revoking") << Spoil([](auto &record) { record.state = PermissionState::Revoking; });
        QTest::newRow("once") << Spoil([](auto &record) { record.once = true; });
        QTest::newRow("over") << Spoil([](auto &record) { record.expires = startOf(today); });
        QTest::newRow("another profile") << Spoil([](auto &record) { record.enrolment = EnrolmentId(q("e2")); });
        QTest::newRow("another client") << Spoil([](auto &record) { record.client = ClientId(q("other")); });
    }
    void what_is_not_in_force_is_not_shared()
    {
        QFETCH(const std::function<void(PermissionRecord &)>, spoil);
        PermissionRecord record = given("p1");
        spoil(record);
        keep(record);
        QVERIFY(!sharedAlreadyUntil(input()));
        QVERIFY(sharedFrom(input(), record.definition).value().isEmpty());
    }
};

} // namespace

QTEST_GUILESS_MAIN(TestEarlier)
#include "tst_earlier.moc"
