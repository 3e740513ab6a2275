// Invented, but the kind of thing that people see.
#include "fakefacade.h"

namespace fpx::test {

using namespace wallet;
using namespace consent;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

} // namespace

void FakeFacade::fillProviders()
{
    for (const char *name : {"CareID Ontario", "Maple Bank", "Northern Credit Union", "Government Sign-In",
                             "Lakeside Bank", "Université de Montréal", "Health Card Login", "Prairie Telecom"}) {
        const QString id = s(name).toLower().replace(QLatin1Char(' '), QLatin1Char('-'));
        providerModel.append({{Qt::DisplayRole, s(name)},
                              {role(ProviderRole::Id), id},
                              {role(ProviderRole::Name), s(name)},
                              {role(ProviderRole::Linked), false}});
    }
}

void FakeFacade::fillNetworks(Preset preset)
{
    const auto add = [this](const char *id, const char *name, const char *organization, const char *status,
                            const char *text, bool direct) {
        networkModel.append({{Qt::DisplayRole, s(name)},
                             {role(NetworkRole::Id), s(id)},
                             {role(NetworkRole::Name), s(name)},
                             {role(NetworkRole::Organization), s(organization)},
                             {role(NetworkRole::Status), s(status)},
                             {role(NetworkRole::StatusText), s(text)},
                             {role(NetworkRole::OpenDirectly), direct}});
    };
    add("ontario-health", "Ontario Health", "Ministry of Health", "joined", "Joined", true);
    add("great-lakes", "Great Lakes Research", "Great Lakes University Network",
        preset == Preset::Empty ? "not_joined" : "joined", preset == Preset::Empty ? "Not joined" : "Joined", false);
    if (preset == Preset::Overfull)
        add("atlantic", "Atlantic Provinces Health Information Exchange Cooperative",
            "Cooperative of the Atlantic Provinces", "offline", "Offline", false);
}

void FakeFacade::fillSources(Preset preset)
{
    const auto add = [this](const char *name, const char *status, const char *text, const char *account,
                            const QStringList &resources, int permissions) {
        sourceModel.append({{Qt::DisplayRole, s(name) + s(": ") + s(text)},
                            {role(SourceRole::Id), s(name).toLower().replace(QLatin1Char(' '), QLatin1Char('-'))},
                            {role(SourceRole::Name), s(name)},
                            {role(SourceRole::Status), s(status)},
                            {role(SourceRole::StatusText), s(text)},
                            {role(SourceRole::AccountName), s(account)},
                            {role(SourceRole::ResourceNames), resources},
                            {role(SourceRole::PermissionCount), permissions}});
    };
    if (preset == Preset::Empty) {
        add("City Hospital", "not_connected", "Not connected", "", {}, 0);
        add("Northlab", "not_connected", "Not connected", "", {}, 0);
        return;
    }
    add("City Hospital", "connected", "Connected", "aicha.benali",
        {s("Immunization history"), s("Medications"), s("Allergies"), s("Adam Benali: Immunization history")}, 3);
    add("Northlab", "needs_sign_in", "Needs sign-in", "a.benali@mail.example", {s("Laboratory results")}, 1);
    add("Lakeside Imaging", "not_connected", "Not connected", "", {}, 0);
    if (preset == Preset::Overfull) {
        add("Saint-François d'Assise Regional University Hospital and Rehabilitation Centre", "offline", "Offline",
            "aicha.benali.with.a.very.long.account.name@patients.hospital.example",
            {s("Immunization history"), s("Medications"), s("Allergies"), s("Diagnoses"), s("Discharge letters"),
             s("MRI scans"), s("Vital signs")},
            128);
        for (int i = 1; i < 9; ++i)
            add(qPrintable(QStringLiteral("Clinic %1").arg(i)), i % 3 ? "connected" : "disabled",
                i % 3 ? "Connected" : "Disabled by the network", "aicha", {s("Medications")}, i);
    }
}

void FakeFacade::addPermission(const QStringList &w, const QString &status, int grantedDaysAgo, int endsInDays,
                               int usedHoursAgo)
{
    static const QHash<QString, QString> words{{s("active"), s("Active")},   {s("expired"), s("Expired")},
                                               {s("revoked"), s("Revoked")}, {s("used"), s("Used")},
                                               {s("disabled"), s("Paused")}, {s("revoking"), s("Revoking…")},
                                               {s("pending"), s("Pending")}};
    const bool open = status == s("active") || status == s("disabled");
    permissionModel.append(
        {{Qt::DisplayRole, QStringLiteral("%1 can see your %2 from %3.").arg(w.at(0), w.at(1).toLower(), w.at(2))},
         {role(PermissionRole::Id), QStringLiteral("3f2a%1-7c1e-4d55-9a10-77e0c1b2d3f4")
                                        .arg(permissionModel.rowCount(), 4, 10, QLatin1Char('0'))},
         {role(PermissionRole::ClientName), w.at(0)},
         {role(PermissionRole::NetworkName), s("Ontario Health")},
         {role(PermissionRole::DefinitionName), w.at(1)},
         {role(PermissionRole::SourceName), w.at(2)},
         {role(PermissionRole::SubjectName), w.value(3)},
         {role(PermissionRole::Scopes), QStringList{s("read")}},
         {role(PermissionRole::Status), status},
         {role(PermissionRole::StatusText), words.value(status)},
         {role(PermissionRole::GrantedAt), clock.now().addDays(-grantedDaysAgo)},
         {role(PermissionRole::EndsAt), clock.now().addDays(endsInDays)},
         {role(PermissionRole::LastUsedAt), usedHoursAgo < 0 ? QDateTime() : clock.now().addSecs(-3600 * usedHoursAgo)},
         {role(PermissionRole::CanRevoke), open},
         {role(PermissionRole::PartyKey), w.at(0)},
         {role(PermissionRole::CanPause), status == s("active")},
         {role(PermissionRole::CanResume), status == s("disabled")},
         {role(PermissionRole::CanChange), open}});
}

void FakeFacade::fillPermissions(Preset preset)
{
    if (preset == Preset::Empty)
        return;
    addPermission({s("Immunize Me"), s("Immunization history"), s("City Hospital")}, s("active"), 12, 150, 3);
    addPermission({s("Immunize Me"), s("Immunization history"), s("City Hospital"), s("Adam Benali")}, s("active"), 12,
                  5, 30);
    addPermission({s("Great Lakes Diabetes Study"), s("Laboratory results"), s("Northlab")}, s("active"), 60, 89, 26);
    addPermission({s("Great Lakes Diabetes Study"), s("Medications"), s("City Hospital")}, s("disabled"), 60, 89, -1);
    addPermission({s("Dr. Okafor Family Practice"), s("Allergies"), s("City Hospital")}, s("active"), 1, 1, 1);
    addPermission({s("Dr. Okafor Family Practice"), s("Laboratory results"), s("Northlab")}, s("revoking"), 20, 9, 100);
    addPermission({s("TravelSafe"), s("Immunization history"), s("City Hospital")}, s("used"), 90, -89, 24 * 89);
    addPermission({s("PharmaPlus"), s("Medications"), s("City Hospital")}, s("revoked"), 200, -110, -1);
    if (preset == Preset::Overfull) {
        for (int i = 0; i < 2000; ++i)
            addPermission(
                {QStringLiteral("Recipient %1 of a rather long and winding organisation name that does not fit")
                     .arg(i % 40),
                 s("Immunization history and everything else that has ever been recorded"),
                 QStringLiteral("Clinic %1").arg(i % 9)},
                i % 4 ? s("active") : s("expired"), i % 300, i % 90, i % 500);
    }
}

void FakeFacade::fillRequests(Preset preset)
{
    if (preset == Preset::Empty)
        return;
    const auto add = [this](const char *client, const char *summary, const char *state, const char *text,
                            int hoursAgo) {
        requestModel.append({{Qt::DisplayRole, s(client) + s(" ") + s(summary)},
                             {role(RequestRole::Key), QStringLiteral("old-%1").arg(requestModel.rowCount())},
                             {role(RequestRole::ClientName), s(client)},
                             {role(RequestRole::NetworkName), s("Ontario Health")},
                             {role(RequestRole::Summary), s(summary)},
                             {role(RequestRole::State), s(state)},
                             {role(RequestRole::StateText), s(text)},
                             {role(RequestRole::ReceivedAt), clock.now().addSecs(-3600 * hoursAgo)},
                             {role(RequestRole::ExpiresAt), clock.now().addSecs(-3600 * hoursAgo + 600)},
                             {role(RequestRole::Waiting), false}});
    };
    add("Dr. Okafor Family Practice", "may read your allergies until 2 Oct 2026", "allowed", "Allowed", 2);
    add("TravelSafe", "wanted to read your immunization history", "declined", "Declined", 26);
    add("Great Lakes Diabetes Study", "may read your laboratory results, not your medications", "partial",
        "Partly allowed", 70);
    add("PharmaPlus", "City Hospital did not answer; nothing was shared", "failed", "Failed", 200);
    add("Immunize Me", "was not answered in time", "expired", "Expired", 900);
    if (preset == Preset::Overfull) {
        for (int i = 0; i < 300; ++i)
            add("Immunize Me of the Northern and Southern Regional Public Health Authorities",
                "may read your immunization history, your medications, your allergies and your laboratory results until you revoke it",
                "allowed", "Allowed", 1000 + i * 7);
    }
}

void FakeFacade::fillHistory(Preset preset)
{
    if (preset == Preset::Empty)
        return;
    struct Event {
        const char *kind, *code, *sentence, *outcome;
        int minutesAgo;
    };
    const QList<Event> events{
        {"permission", "permission_used", "Immunize Me used your permission for the immunization history.", "info",
         190},
        {"request", "request_allowed", "You allowed Dr. Okafor Family Practice to read your allergies.", "ok", 130},
        {"sign_in", "signed_in", "You signed in with CareID Ontario.", "ok", 600},
        {"request", "request_declined", "You declined a request of TravelSafe.", "declined", 1560},
        {"source", "source_needs_sign_in", "Northlab asks you to sign in again.", "info", 1700},
        {"refused_input", "wrong_redirect_uri", "A request with a foreign return address was refused.", "failed", 1800},
        {"permission", "permission_revoked", "You revoked what PharmaPlus could see.", "ok", 4500},
        {"request", "request_failed", "City Hospital did not answer; nothing was shared with PharmaPlus.", "failed",
         12000},
        {"network", "network_joined", "You joined Great Lakes Research.", "ok", 30000},
        {"source", "source_connected", "You connected City Hospital.", "ok", 60000},
        {"wallet", "wallet_created", "Your wallet was set up.", "ok", 60100}};
    QList<Row> rows;
    const int rounds = preset == Preset::Overfull ? 2000 : 1;
    qint64 sequence = rounds * events.size();
    for (int round = 0; round < rounds; ++round) {
        for (const Event &event : events) {
            rows.append({{Qt::DisplayRole, s(event.sentence)},
                         {role(HistoryRole::Sequence), sequence--},
                         {role(HistoryRole::Time), clock.now().addSecs(-60LL * (event.minutesAgo + round * 70000LL))},
                         {role(HistoryRole::Kind), s(event.kind)},
                         {role(HistoryRole::Code), s(event.code)},
                         {role(HistoryRole::Sentence), s(event.sentence)},
                         {role(HistoryRole::Outcome), s(event.outcome)},
                         {role(HistoryRole::Details), QVariantMap{{s("Network"), s("Ontario Health")},
                                                                  {s("Asked"), s("read, subscribe")},
                                                                  {s("Given"), s("read")}}}});
        }
    }
    historyModel.reset(rows);
}

PromptContent FakeFacade::sampleContent() const
{
    PromptContent content;
    content.clientName = s("Immunize Me");
    content.clientOrganization = s("Immunize Me Foundation");
    content.verifiedBy = s("Ontario Health");
    content.networkName = s("Ontario Health");
    content.profileName = s("Aïcha, private");
    content.reason = s("To remind you when a booster is due.");
    content.purpose = s("access");
    content.repeated = true;
    const SubjectOffer me{};
    const SubjectOffer adam{s("adam"), s("Adam Benali"), s("son"), true};
    const SubjectOffer mother{s("nadia"), s("Nadia Benali"), s("mother"), false};
    ResourceOffer resource;
    resource.requestId = s("r1");
    resource.displayName = s("Immunization history");
    resource.description = s("Vaccinations with dates, products and lot numbers.");
    resource.scopes = {{s("read"), s("Read"), s("See all entries."), Sensitivity::Low, true},
                       {s("subscribe"), s("Tell them about changes"),
                        s("They hear of new entries without asking again."), Sensitivity::Low, false}};
    resource.sources = {
        {SourceIdentifier(s("city-hospital")), s("City Hospital"), {}, true, s("aicha.benali"), {me, adam, mother}},
        {SourceIdentifier(s("northlab")), s("Northlab"), {}, false, {}, {}}};
    content.resources = {resource};
    const QDate today = clock.now().date();
    content.duration = {true, true, false, today, today.addDays(150), {DurationKind::Until, today.addDays(150)}};
    content.warnings = {{WarningKind::FirstContact, s("This is the first request of this organisation.")}};
    content.canRemember = true;
    content.expiresAt = clock.now().addSecs(581);
    return content;
}

} // namespace fpx::test
