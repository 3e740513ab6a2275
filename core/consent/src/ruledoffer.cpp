#include "ruledoffer.h"

#include "choice.h"
#include "decisionfacts.h"
#include "words.h"

#include <QLocale>

#include <algorithm>

namespace fpx::consent {

namespace {

/// Counts what it evaluates, and says no where it can look no further.
class Declining
{
public:
    Declining(const AskedFacts &asked, const policy::RuleSet &rules) : m_facts(asked.common), m_rules(rules) {}

    /// Why this resource alone would be declined; empty: it would not.
    QString reason(const policy::ResourceFacts &resource)
    {
        if (++m_evaluated > maxCombinations)
            return Words::tr("There is too much to choose from for your rules to be looked at, so this is left out.");
        m_facts.resources = {resource};
        const policy::Decision decision = m_rules.evaluate(m_facts);
        if (decision.effect != policy::Effect::Deny)
            return {};
        m_last = decision;
        const QList<policy::Rule> &rules = m_rules.rules();
        const auto rule = std::ranges::find(rules, decision.deciding, &policy::Rule::id);
        return rule != rules.end() && rule->operatorRule ? Words::tr("A rule of your wallet's provider declines this.")
                                                         : Words::tr("One of your rules declines this.");
    }
    [[nodiscard]] const std::optional<policy::Decision> &last() const { return m_last; }

private:
    policy::Facts m_facts;
    const policy::RuleSet &m_rules;
    std::optional<policy::Decision> m_last;
    int m_evaluated = 0;
};

void withholdSubject(const ResourceOffer &resource, policy::ResourceFacts facts, SubjectOffer &subject,
                     Declining &declining)
{
    facts.subject = subject.id;
    subject.withheld = declining.reason(facts);
    if (!subject.withheld.isEmpty())
        return;
    for (const ScopeOffer &scope : resource.scopes) {
        if (scope.required)
            continue;
        policy::ResourceFacts more = facts;
        more.scopes.append(scope.scope);
        more.sensitivity = std::max(more.sensitivity, policySensitivity(scope.sensitivity));
        if (!declining.reason(more).isEmpty())
            subject.withheldScopes.append(scope.scope);
    }
}

// A source that is not connected yet would at least deliver the person's own.
void withholdSource(const ResourceOffer &resource, policy::ResourceFacts facts, SourceOffer &source,
                    Declining &declining)
{
    facts.source = source.id;
    if (!source.connected) {
        source.withheld = declining.reason(facts);
        return;
    }
    QString why;
    bool open = false;
    for (SubjectOffer &subject : source.subjects) {
        if (!subject.offersResource)
            continue;
        withholdSubject(resource, facts, subject, declining);
        open = open || subject.withheld.isEmpty();
        why = subject.withheld.isEmpty() ? why : subject.withheld;
    }
    if (!open)
        source.withheld = why;
}

// An optional scope that no choice of source and subject leaves.
void withholdScopes(ResourceOffer &resource)
{
    for (ScopeOffer &scope : resource.scopes) {
        int open = 0;
        int declined = 0;
        for (const SourceOffer &source : std::as_const(resource.sources)) {
            for (const SubjectOffer &subject : source.subjects) {
                if (!canDeliver(source, subject))
                    continue;
                ++(subject.withheldScopes.contains(scope.scope) ? declined : open);
            }
        }
        if (declined > 0 && open == 0)
            scope.withheld = Words::tr("One of your rules declines this.");
    }
}

} // namespace

AskedFacts askedFacts(const OfferInput &input, const PromptContent &content)
{
    const uma::TicketDetails &details = *input.record.details;
    AskedFacts asked;
    policy::Facts &facts = asked.common;
    facts.as = input.record.as;
    facts.profile = input.record.enrolment;
    facts.client = details.client;
    facts.organization = input.registry.client.organization;
    if (details.purpose == uma::Purpose::Protect)
        facts.purpose = policy::Purpose::Protect;
    facts.firstContact = !input.permissions.knowsClient(facts.profile, facts.client);
    facts.durationDays = daysOf(content.duration.initial, content.duration.earliest);
    for (qsizetype i = 0; i < content.resources.size(); ++i) {
        policy::ResourceFacts resource;
        resource.definition = details.resources[i].definition;
        resource.resourceType = input.registry.definitions.value(resource.definition).resourceType;
        resource.usedBefore = input.permissions.wasGivenTo(facts.profile, facts.client, resource.definition);
        for (const ScopeOffer &scope : content.resources[i].scopes) {
            if (scope.required) {
                resource.scopes.append(scope.scope);
                resource.sensitivity = std::max(resource.sensitivity, policySensitivity(scope.sensitivity));
            }
        }
        asked.resources.append(resource);
    }
    return asked;
}

policy::Facts neededFacts(const AskedFacts &asked, const PromptContent &content)
{
    policy::Facts facts = asked.common;
    const Choice choice = automaticChoice(content).value_or(Choice());
    for (qsizetype i = 0; i < content.resources.size(); ++i) {
        if (!content.resources[i].required)
            continue;
        policy::ResourceFacts resource = asked.resources[i];
        if (const ResourceChoice *chosen = findChoice(choice, content.resources[i].requestId)) {
            resource.source = chosen->source;
            resource.subject = chosen->subject;
        }
        facts.resources.append(resource);
    }
    return facts;
}

policy::Facts chosenFacts(const AskedFacts &asked, const PromptContent &content, const Choice &choice)
{
    policy::Facts facts = asked.common;
    facts.durationDays = std::max(facts.durationDays, daysOf(choice.duration, content.duration.earliest));
    for (qsizetype i = 0; i < content.resources.size(); ++i) {
        const ResourceChoice *chosen = findChoice(choice, content.resources[i].requestId);
        if (chosen == nullptr || !chosen->share)
            continue;
        policy::ResourceFacts resource = asked.resources[i];
        resource.source = chosen->source;
        resource.subject = chosen->subject;
        resource.scopes = chosen->scopes;
        for (const ScopeOffer &scope : content.resources[i].scopes) {
            if (chosen->scopes.contains(scope.scope))
                resource.sensitivity = std::max(resource.sensitivity, policySensitivity(scope.sensitivity));
        }
        facts.resources.append(resource);
    }
    return facts;
}

std::optional<policy::Decision> withholdDeclined(PromptContent &content, const AskedFacts &asked,
                                                 const policy::RuleSet &rules)
{
    Declining declining(asked, rules);
    std::optional<policy::Decision> declined;
    for (qsizetype i = 0; i < content.resources.size(); ++i) {
        ResourceOffer &resource = content.resources[i];
        QString why;
        bool open = resource.sources.isEmpty();
        for (SourceOffer &source : resource.sources) {
            withholdSource(resource, asked.resources[i], source, declining);
            open = open || source.withheld.isEmpty();
            why = source.withheld.isEmpty() ? why : source.withheld;
        }
        withholdScopes(resource);
        if (open)
            continue;
        resource.withheld = why;
        if (resource.required && !declined)
            declined = declining.last();
    }
    // Connected and open ones first, as before.
    for (ResourceOffer &resource : content.resources)
        std::ranges::stable_partition(resource.sources,
                                      [](const SourceOffer &source) { return source.withheld.isEmpty(); });
    return declined;
}

Result<void> checkAgainst(const policy::Decision &decision, const PromptContent &content, const Choice &choice)
{
    if (decision.effect == policy::Effect::Deny)
        return fail("choice_declined",
                    Words::tr("One of your rules declines what is chosen. Choose something else, or decline."));
    const policy::Obligations &then = decision.obligations;
    if (then.once && choice.duration.kind != DurationKind::Once)
        return fail("duration_too_long", Words::tr("One of your rules allows this for one use only. Choose “Once”."));
    DurationOffer limited = content.duration;
    limitDuration(limited, then);
    const bool tooLong = choice.duration.kind == DurationKind::UntilRevoked
                             ? !limited.untilRevoked
                             : choice.duration.kind == DurationKind::Until && choice.duration.lastDay > limited.latest;
    if (then.limitDays && tooLong)
        return fail("duration_too_long", Words::tr("One of your rules lets this go on until %1 at the latest.")
                                             .arg(QLocale().toString(limited.latest, QLocale::LongFormat)));
    return {};
}

} // namespace fpx::consent
