// What the rules say of a request, what they are told of it, and the rules that come from it.
#include "choice.h"
#include "decisionfacts.h"
#include "flow.h"
#include "words.h"

#include <algorithm>
#include <chrono>

namespace fpx::consent {

namespace {

using policy::Condition;

QList<Named> namesIn(const policy::Facts &facts, const RegistryFacts &registry, const PromptContent &content)
{
    QList<Named> names;
    const auto add = [&names](Condition kind, const QString &place, const QString &id, const QString &name) {
        if (!id.isEmpty() && !name.isEmpty())
            names.append({kind, place, id, name});
    };
    const QString network = facts.as.value();
    add(Condition::As, {}, network, content.networkName);
    add(Condition::Client, network, facts.client.value(), registry.client.displayName);
    add(Condition::Organization, network, facts.organization, registry.organization);
    for (const uma::RegisteredDefinition &definition : registry.definitions) {
        add(Condition::Definition, network, definition.id.value(), definition.displayName);
        add(Condition::ResourceType, network, definition.resourceType, definition.resourceType);
        for (const uma::RegisteredScope &scope : definition.scopes)
            add(Condition::Scope, network, scope.scope, scope.displayName);
    }
    for (const ResourceOffer &resource : content.resources) {
        for (const SourceOffer &source : resource.sources) {
            for (const SubjectOffer &subject : source.subjects)
                add(Condition::Subject, source.id.value(), subject.id, subject.displayName);
        }
    }
    return names;
}

} // namespace

Result<void> RequestFlow::putToRules()
{
    m_clientChanges = changesSince(*ctx().permissions, m_record.enrolment, m_registry);
    m_dataChanges = dataChangesSince(*ctx().permissions, m_record.enrolment, m_registry);
    FPX_TRY(content, buildOffer(offerInput()));
    AskedFacts asked = askedFacts(offerInput(), content);
    policy::Facts &facts = asked.common;
    FPX_TRY(last, ctx().decisions->lastAnswered(facts));
    completeFacts(facts, *ctx().clock, ctx().signedIn, m_engine.requests(), m_record.key, last);
    const policy::RuleSet rules = ctx().rules();
    const auto declined = withholdDeclined(content, asked, rules);
    content.canRemember = content.canRemember && automaticChoice(content);
    m_content = content;
    m_asked = asked;
    m_facts = neededFacts(asked, content);
    warnOfMany();
    m_decision = rules.evaluate(m_facts);
    if (declined)
        m_decision = *declined;
    limitDuration(m_content.duration, m_decision.obligations);
    return {};
}

policy::Decision RequestFlow::decisionOn(const Choice &choice) const
{
    return ctx().rules().evaluate(chosenFacts(m_asked, m_content, choice));
}

std::optional<Choice> RequestFlow::rulesChoice() const
{
    // Who typed a code may have been sent it by someone else, so a rule never allows there (profile 4.6).
    if (m_decision.effect != policy::Effect::Allow || m_record.fromDevice() || looksDifferent())
        return std::nullopt;
    const auto choice = automaticChoice(m_content);
    if (!choice || !check(*choice) || decisionOn(*choice).effect != policy::Effect::Allow)
        return std::nullopt;
    return choice;
}

void RequestFlow::waitForRules()
{
    constexpr auto patience = std::chrono::milliseconds(1500); // as long as the first GET of a waiting page
    const bool mayAnswer = std::ranges::any_of(ctx().rules().rules(), [this](const policy::Rule &rule) {
        const QStringList &networks = rule.when.of(Condition::As);
        return rule.effect != policy::Effect::Ask && (networks.isEmpty() || networks.contains(m_record.as.value()));
    });
    m_forRules = silent() || (mayAnswer && !m_record.fromDevice());
    if (!m_forRules || silent()) // a silent one never asks
        return;
    QTimer::singleShot(patience, this, [this] {
        m_forRules = false;
        if (m_stage == Stage::Loading)
            show(Stage::Loading); // it takes its time: say so
    });
}

void RequestFlow::warnOfMany()
{
    constexpr int many = 3; // besides this one
    const int today = m_facts.counts.of(policy::Counted::Asked, policy::Window::Day);
    if (today < many)
        return;
    m_content.warnings.append(
        {WarningKind::AskedOften,
         Words::tr("%1 has asked %n time(s) within a day.", nullptr, today + 1).arg(m_content.clientName)});
    std::ranges::stable_sort(m_content.warnings, {}, &Warning::kind);
}

Result<void> RequestFlow::logRequest()
{
    return ctx().decisions->evaluated(m_facts, namesIn(m_facts, m_registry, m_content));
}

Result<void> RequestFlow::logAnswer(const Choice &choice)
{
    FPX_CHECK(ctx().decisions->answered(allowedAs(m_facts, *m_record.details, m_content, choice)));
    for (const QList<SubjectAt> &one : saidToBeOne(m_content, choice))
        FPX_CHECK(m_engine.m_persons.say(one));
    return choice.remember ? ctx().addRules(remembered(choice)) : Result<void>();
}

void RequestFlow::reconsider()
{
    if (m_stage != Stage::Question)
        return;
    if (const auto done = putToRules(); !done) {
        show(Stage::Question, done.error());
        return;
    }
    if (m_decision.effect == policy::Effect::Deny)
        concludeWith({"denied_by_rule", Words::tr("One of your rules declined this request."), {}, Retry::No});
    else
        Q_EMIT changed();
}

Error RequestFlow::silenceImpossible() const
{
    return {"interaction_required",
            Words::tr("%1 asked for an answer without a prompt, which was not possible.").arg(networkName()),
            {},
            Retry::No};
}

Error RequestFlow::whyNotSilently() const
{
    const auto because = [](const QString &sentence) { return Error{"interaction_required", sentence, {}, Retry::No}; };
    if (m_record.fromDevice())
        return because(Words::tr("%1 asked for an answer without a prompt. What a code from another device brings is "
                                 "always yours to decide.")
                           .arg(networkName()));
    if (m_decision.effect != policy::Effect::Allow && m_decision.deciding.isEmpty())
        return because(
            Words::tr("%1 asked for an answer without a prompt; no rule of yours allows that.").arg(networkName()));
    if (m_decision.effect != policy::Effect::Allow)
        return because(
            Words::tr("%1 asked for an answer without a prompt; a rule wants you to be asked.").arg(networkName()));
    if (!m_dataChanges.isEmpty())
        return because(
            Words::tr("%1 asked for an answer without a prompt. Your rule would allow it, but what is asked for is not "
                      "described as it was when you last shared it, so you have to look first.")
                .arg(networkName()));
    if (!m_clientChanges.isEmpty())
        return because(
            Words::tr("%1 asked for an answer without a prompt. Your rule would allow it, but %2 is not as it "
                      "was when you last shared with it, so you have to look first.")
                .arg(networkName(), m_content.clientName));
    return because(Words::tr("%1 asked for an answer without a prompt. Your rule would allow it, but where the data "
                             "comes from is yours to choose.")
                       .arg(networkName()));
}

policy::Explanation RequestFlow::explanation() const
{
    return ctx().rules().explain(m_facts);
}

QList<policy::Rule> RequestFlow::remembered(const Choice &choice) const
{
    QList<policy::Rule> rules;
    if (!m_record.details || m_record.fromDevice()) // a rule would not be used there, and others have no say here
        return rules;
    const int days = grantedDays(choice.duration, m_content.duration);
    for (const ResourceChoice &chosen : choice.resources) {
        const auto wanted =
            std::ranges::find(m_record.details->resources, chosen.requestId, &uma::RequestedResource::requestId);
        if (!chosen.share || wanted == m_record.details->resources.end())
            continue;
        policy::Rule rule;
        rule.id = ctx().random->uuid();
        rule.effect = policy::Effect::Allow;
        rule.when.name(m_record.as);
        rule.when.name(m_record.enrolment);
        rule.when.name(m_record.details->client);
        rule.when.name(wanted->definition);
        rule.when.name(chosen.source);
        rule.when.nameSubject(chosen.subject);
        rule.when.of(Condition::Scope) = chosen.scopes;
        if (days == 0)
            rule.then.once = true;
        else if (days < policy::longestDuration)
            rule.then.limitDays = days;
        rule.createdAt = ctx().clock->nowSeconds();
        rules.append(rule);
    }
    return rules;
}

} // namespace fpx::consent
