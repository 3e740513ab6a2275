#include "fakesteps.h"

namespace fpx::test {

using namespace consent;

void FakeBrowserStep::end(State state)
{
    m_state = state;
    if (ended)
        ended(state);
    Q_EMIT changed();
    Q_EMIT finished();
    deleteLater();
}

QList<DetailLine> FakePrompt::details() const
{
    return {{QStringLiteral("Request"), m_key},
            {QStringLiteral("Network"), QStringLiteral("https://as.ontario-health.example")},
            {QStringLiteral("Client"), QStringLiteral("immunize-me")},
            {QStringLiteral("Transaction"), QStringLiteral("6f1c2a52-8a0e-4d6f-9a3e-2a5b1b9f7c11")},
            {QStringLiteral("Wallet's name towards the network"),
             QStringLiteral("https://wallet.example/i/NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")},
            {QStringLiteral("Ticket"), QStringLiteral("‹removed›")},
            {QStringLiteral("Why you are asked"), QStringLiteral("No rule decides this; the answer is yours.")}};
}

Choice FakePrompt::initialChoice() const
{
    Choice choice;
    for (const ResourceOffer &offer : m_content.resources) {
        ResourceChoice resource;
        resource.requestId = offer.requestId;
        resource.share = offer.required;
        for (const ScopeOffer &scope : offer.scopes) {
            if (scope.required)
                resource.scopes.append(scope.scope);
        }
        for (const SourceOffer &source : offer.sources) {
            if (source.connected && resource.source.isEmpty())
                resource.source = source.id;
        }
        choice.resources.append(resource);
    }
    choice.duration = m_content.duration.initial;
    return choice;
}

Result<void> FakePrompt::check(const Choice &choice) const
{
    for (const ResourceChoice &resource : choice.resources) {
        if (resource.share && resource.source.isEmpty())
            return fail("choice_incomplete", QStringLiteral("Choose a data source, or connect one."));
    }
    if (choice.duration.kind == DurationKind::Until && choice.duration.lastDay > m_content.duration.latest)
        return fail("duration_too_long", QStringLiteral("They ask for a shorter time."));
    return {};
}

Preview FakePrompt::preview(const Choice &choice) const
{
    Preview preview;
    const QString network = m_content.networkName;
    preview.sent.append({Recipient::AuthorizationServer, network, QStringLiteral("Your profile there"),
                         QStringLiteral("acc-7f2a-91d0-5c44")});
    preview.sent.append(
        {Recipient::AuthorizationServer, network, QStringLiteral("Decision"), QStringLiteral("granted")});
    preview.sent.append({Recipient::AuthorizationServer, network, QStringLiteral("Permission"),
                         QStringLiteral("sealed; signed with a key made for it alone")});
    preview.notLearned.append(
        {Recipient::AuthorizationServer, network, QStringLiteral("your name or how you signed in"), {}});
    preview.notLearned.append(
        {Recipient::AuthorizationServer, network, QStringLiteral("your account at the data source"), {}});
    for (const ResourceChoice &resource : choice.resources) {
        preview.sent.append({Recipient::DataSource, QStringLiteral("City Hospital"), QStringLiteral("What may be read"),
                             resource.scopes.join(QLatin1Char(' '))});
        preview.notLearned.append({Recipient::DataSource,
                                   QStringLiteral("City Hospital"),
                                   QStringLiteral("your profile at the network"),
                                   {}});
    }
    preview.sent.append({Recipient::Client, m_content.clientName, QStringLiteral("That you agreed"),
                         QStringLiteral("yes, in part or in full")});
    preview.notLearned.append({Recipient::Client, m_content.clientName, QStringLiteral("your other data sources"), {}});
    return preview;
}

QList<policy::Rule> FakePrompt::remembered(const Choice &choice) const
{
    QList<policy::Rule> rules;
    for (const ResourceChoice &resource : choice.resources) {
        if (!resource.share)
            continue;
        policy::Rule rule;
        rule.effect = policy::Effect::Allow;
        rule.when.name(ClientId(QStringLiteral("immunize-me")));
        rule.when.name(DefinitionId(QStringLiteral("immunization-history")));
        rule.when.name(resource.source);
        rule.when.nameSubject(resource.subject);
        rule.when.of(policy::Condition::Scope) = resource.scopes;
        rule.then.once = choice.duration.kind == DurationKind::Once;
        rules.append(rule);
    }
    return rules;
}

void FakePrompt::openAs(const EnrolmentId &profile)
{
    openedAs = profile.value();
    move(Stage::Question);
}

void FakePrompt::allow(const Choice &choice)
{
    allowed.append(choice);
    move(Stage::Sending);
    if (sendsAtOnce)
        move(Stage::Allowed);
}

void FakePrompt::decline()
{
    if (m_stage >= Stage::Sending)
        return;
    ++declined;
    move(Stage::Declined);
}

void FakePrompt::move(Stage stage)
{
    m_stage = stage;
    Q_EMIT changed();
    if (stage >= Stage::Allowed)
        Q_EMIT finished();
}

void FakePrompt::setContent(const PromptContent &content)
{
    m_content = content;
    Q_EMIT changed();
}

void FakePrompt::setError(const Error &error)
{
    m_error = error;
    Q_EMIT changed();
}

} // namespace fpx::test
