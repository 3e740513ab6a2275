// What is said about rules: findings, and why a request is asked.
#include "policies/rulewords.h"

#include "text/sentence.h"
#include "text/words.h"

#include <algorithm>

namespace fpx::ui {

using namespace policy;

const Rule *findRule(const wallet::Policies &policies, const QString &id)
{
    for (const QList<Rule> *rules : {&policies.document().rules, &policies.operatorRules()}) {
        const auto found = std::ranges::find(*rules, id, &Rule::id);
        if (found != rules->end())
            return &*found;
    }
    return nullptr;
}

QString findingSentence(const Finding &finding, const Document &draft, const wallet::Policies &policies)
{
    const auto quoted = [&](const QString &id) {
        const auto drafted = std::ranges::find(draft.rules, id, &Rule::id);
        const Rule *rule = drafted != draft.rules.end() ? &*drafted : findRule(policies, id);
        return rule ? Words::tr("“%1”").arg(ruleSentence(*rule, policies)) : id;
    };
    QStringList others;
    if (finding.kind != FindingKind::UnknownName) {
        for (const QString &id : finding.others)
            others.append(quoted(id));
    }
    const QString rule = quoted(finding.rule);
    switch (finding.kind) {
    case FindingKind::NeverMatches:
        if (finding.conditions.contains(Condition::As))
            return Words::tr("This never applies, since it does not say at which network: %1").arg(rule);
        if (finding.conditions.contains(Condition::Source))
            return Words::tr("This never applies, since it does not say at which data source: %1").arg(rule);
        if (finding.conditions.contains(Condition::Unless))
            return Words::tr("This never applies, since its exception covers all that it says: %1").arg(rule);
        return Words::tr("This never applies, since its conditions exclude each other: %1").arg(rule);
    case FindingKind::Shadowed:
        return Words::tr("%1 changes nothing, since this decides before it: %2").arg(rule, others.join(u' '));
    case FindingKind::Conflict:
        return Words::tr("Some requests fit both %1 and %2; the stricter one decides then.")
            .arg(rule, others.join(u' '));
    case FindingKind::WiderThanRequested:
        return Words::tr("This allows more than anyone has asked you for lately: %1").arg(rule);
    case FindingKind::UnknownName:
        return Words::tr(
                   "Nobody and nothing that this wallet knows is called %1. Perhaps it is mistyped, and then this "
                   "never applies: %2")
            .arg(joined(finding.others), rule);
    case FindingKind::CannotTell: break;
    }
    return Words::tr("Whether other rules together already say the same cannot be told: %1").arg(rule);
}

QStringList reservations(const Rule &rule)
{
    QStringList lines;
    if (rule.effect != Effect::Allow)
        return lines;
    if (!namesFirstContact(rule.when))
        lines.append(Words::tr("The first request of somebody new is asked all the same."));
    if (!namesDelegated(rule.when))
        lines.append(Words::tr("The data of people you act for is asked all the same."));
    if (!namesHighSensitivity(rule.when))
        lines.append(Words::tr("Highly sensitive data is asked all the same, unless you choose the data and what may "
                               "be done with it."));
    return lines;
}

QString whyAsked(const Explanation &explanation, const wallet::Policies &policies)
{
    const Decision &decision = explanation.decision;
    const Rule *rule = findRule(policies, decision.deciding);
    const QString sentence = rule ? ruleSentence(*rule, policies) : QString();
    if (!rule)
        return Words::tr("You are asked because no rule of yours decides this.");
    if (decision.heldBack == HeldBack::AskAgain)
        return Words::tr("It is time to ask you again, as your rule says: “%1”").arg(sentence);
    if (decision.heldBack == HeldBack::StepUp)
        return Words::tr("Your rule wants a stronger sign-in first: “%1”").arg(sentence);
    if (decision.effect == Effect::Allow)
        return Words::tr("Your rule would allow this, but there is something for you to choose: “%1”").arg(sentence);
    return rule->operatorRule ? Words::tr("A rule of your wallet's provider says: “%1”").arg(sentence)
                              : Words::tr("Your rule says: “%1”").arg(sentence);
}

QStringList nearMissWords(const Explanation &explanation, const wallet::Policies &policies)
{
    QStringList lines;
    for (const NearMiss &miss : explanation.nearMisses) {
        const Rule *rule = findRule(policies, miss.rule);
        const QString line =
            rule ? Words::tr("“%1” does not decide: %2.").arg(ruleSentence(*rule, policies), failureWords(miss.failed))
                 : QString();
        if (!line.isEmpty() && !lines.contains(line))
            lines.append(line);
    }
    return lines;
}

} // namespace fpx::ui
