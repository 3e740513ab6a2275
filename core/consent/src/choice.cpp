#include "choice.h"

#include "words.h"

#include <QHash>
#include <QLocale>

#include <algorithm>

namespace fpx::consent {

namespace {

QStringList requiredScopes(const ResourceOffer &resource)
{
    QStringList scopes;
    for (const ScopeOffer &scope : resource.scopes) {
        if (scope.required)
            scopes.append(scope.scope);
    }
    return scopes;
}

Result<void> checkScopes(const ResourceOffer &resource, const ResourceChoice &choice)
{
    const QStringList required = requiredScopes(resource);
    for (const QString &scope : required) {
        if (!choice.scopes.contains(scope))
            return fail("scope_missing",
                        Words::tr("“%1” cannot be shared without what the client needs.").arg(resource.displayName));
    }
    for (const QString &scope : choice.scopes) {
        if (std::ranges::none_of(resource.scopes, [&scope](const ScopeOffer &offer) { return offer.scope == scope; }))
            return fail("choice_incomplete", Words::tr("Something was chosen that the client did not ask for."));
    }
    if (choice.scopes.isEmpty())
        return fail("choice_incomplete", Words::tr("Choose what may be done with “%1”.").arg(resource.displayName));
    return {};
}

Result<void> checkResource(const ResourceOffer &resource, const ResourceChoice &choice)
{
    const SourceOffer *source = findSource(resource, choice.source);
    if (source == nullptr)
        return fail("choice_incomplete", Words::tr("Choose where “%1” comes from.").arg(resource.displayName));
    if (!source->withheld.isEmpty())
        return fail("choice_declined", source->withheld);
    if (!source->connected)
        return fail("source_not_connected", Words::tr("%1 is not connected yet.").arg(source->displayName));
    const SubjectOffer *subject = findSubject(*source, choice.subject);
    if (subject == nullptr || !subject->offersResource)
        return fail("choice_incomplete",
                    Words::tr("%1 has no “%2” for the person chosen.").arg(source->displayName, resource.displayName));
    if (!subject->withheld.isEmpty())
        return fail("choice_declined", subject->withheld);
    for (const QString &scope : choice.scopes) {
        if (subject->withheldScopes.contains(scope))
            return fail("choice_declined",
                        Words::tr("One of your rules declines a part of what is chosen of “%1”. Leave it out.")
                            .arg(resource.displayName));
    }
    return checkScopes(resource, choice);
}

Result<void> checkDuration(const DurationOffer &offer, const Duration &duration)
{
    switch (duration.kind) {
    case DurationKind::Once:
        if (offer.once)
            return {};
        break;
    case DurationKind::UntilRevoked:
        if (offer.untilRevoked)
            return {};
        break;
    case DurationKind::Until:
        if (!offer.until)
            break;
        if (!duration.lastDay.isValid() || duration.lastDay < offer.earliest)
            return fail("choice_incomplete", Words::tr("Choose a date from today on."));
        if (duration.lastDay > offer.latest)
            return fail("duration_too_long", Words::tr("The latest date for this request is %1.")
                                                 .arg(QLocale().toString(offer.latest, QLocale::LongFormat)));
        return {};
    }
    return fail("choice_incomplete", Words::tr("Choose how long the permission holds."));
}

/// One chosen, linked resource: whose it is.
struct Linked {
    SubjectAt at;
    const SourceOffer *source = nullptr; ///< Null: there is none such.
    const SubjectOffer *subject = nullptr;
    [[nodiscard]] QString person() const { return subject ? subject->person : QString(); }
    [[nodiscard]] QString inWords() const
    {
        return subject ? Words::tr("“%1” at %2").arg(subject->displayName, source->displayName) : at.source.value();
    }
};

// By label, in the order of the request.
QHash<QString, QList<Linked>> linkedOf(const PromptContent &content, const Choice &choice)
{
    QHash<QString, QList<Linked>> result;
    for (const ResourceOffer &resource : content.resources) {
        const ResourceChoice *chosen = findChoice(choice, resource.requestId);
        if (resource.linkage.isEmpty() || chosen == nullptr || !chosen->share)
            continue;
        Linked linked{{chosen->source, chosen->subject}, findSource(resource, chosen->source)};
        if (linked.source)
            linked.subject = findSubject(*linked.source, chosen->subject);
        result[resource.linkage].append(linked);
    }
    return result;
}

bool sameSource(const Linked &a, const Linked &b)
{
    return a.at.source == b.at.source;
}

bool isOne(const Linked &a, const Linked &b)
{
    if (sameSource(a, b))
        return a.at == b.at;
    const bool holders = a.at.subject.isEmpty() && b.at.subject.isEmpty();
    return holders || (!a.person().isEmpty() && a.person() == b.person());
}

// A source knows who its subjects are: two of them are two people, whatever is said of subjects elsewhere.
bool oneAtEachSource(const QList<Linked> &linked)
{
    return std::ranges::all_of(linked, [&linked](const Linked &one) {
        return std::ranges::all_of(
            linked, [&one](const Linked &other) { return !sameSource(one, other) || isOne(one, other); });
    });
}

// Resources with an equal label come from the same subject (profile 4.3): at one source an equal one, at two the account
// holder at both or subjects that the person has said are one.
Result<void> checkLinkage(const PromptContent &content, const Choice &choice)
{
    const auto all = linkedOf(content, choice);
    for (const QList<Linked> &linked : all) {
        if (!oneAtEachSource(linked))
            return fail("linkage_broken", Words::tr("The client asks for data about one and the same person. Choose "
                                                    "the same person for each."));
        for (const Linked &other : linked) {
            const Linked &first = linked.first();
            if (!choice.samePerson && !isOne(first, other))
                return fail("linkage_unsaid",
                            Words::tr("The client asks for data about one person. Are %1 and %2 the same? Say so, or "
                                      "choose the same person for each.")
                                .arg(first.inWords(), other.inWords()));
        }
    }
    return {};
}

// Where the rest of its link comes from, if that can be followed; else the first that can deliver.
void preselect(const ResourceOffer &resource, const SubjectOffer *linked, ResourceChoice &chosen)
{
    const SourceOffer *source = nullptr;
    const SubjectOffer *subject = nullptr;
    for (const SourceOffer &each : resource.sources) {
        if (!each.connected)
            continue;
        for (const SubjectOffer &one : each.subjects) {
            const bool follows = linked && !linked->person.isEmpty() && one.person == linked->person;
            if (canDeliver(each, one) && (subject == nullptr || (follows && subject->person != linked->person))) {
                source = &each;
                subject = &one;
            }
        }
    }
    if (subject) {
        chosen.source = source->id;
        chosen.subject = subject->id;
    } else if (!resource.sources.isEmpty()) {
        chosen.source = resource.sources.first().id;
    }
}

} // namespace

bool canDeliver(const SourceOffer &source, const SubjectOffer &subject)
{
    return source.connected && source.withheld.isEmpty() && subject.offersResource && subject.withheld.isEmpty();
}

const SourceOffer *findSource(const ResourceOffer &resource, const SourceIdentifier &source)
{
    const auto found = std::ranges::find(resource.sources, source, &SourceOffer::id);
    return found == resource.sources.end() ? nullptr : &*found;
}

const SubjectOffer *findSubject(const SourceOffer &source, const QString &subject)
{
    const auto found = std::ranges::find(source.subjects, subject, &SubjectOffer::id);
    return found == source.subjects.end() ? nullptr : &*found;
}

const ResourceChoice *findChoice(const Choice &choice, const QString &requestId)
{
    const auto found = std::ranges::find(choice.resources, requestId, &ResourceChoice::requestId);
    return found == choice.resources.end() ? nullptr : &*found;
}

Choice initialChoice(const PromptContent &content)
{
    Choice choice;
    choice.duration = content.duration.initial;
    QHash<QString, const SubjectOffer *> firstOf; // by label
    for (const ResourceOffer &resource : content.resources) {
        ResourceChoice chosen;
        chosen.requestId = resource.requestId;
        chosen.share = resource.required;
        chosen.scopes = requiredScopes(resource);
        const SubjectOffer *&linked = firstOf[resource.linkage];
        preselect(resource, resource.linkage.isEmpty() ? nullptr : linked, chosen);
        if (const SourceOffer *source = findSource(resource, chosen.source); source && !linked)
            linked = findSubject(*source, chosen.subject);
        choice.resources.append(chosen);
    }
    return choice;
}

Result<void> checkChoice(const PromptContent &content, const Choice &choice)
{
    if (content.purpose == QStringLiteral("protect"))
        return {}; // nothing to choose: the answer is yes or no
    int shared = 0;
    for (const ResourceOffer &resource : content.resources) {
        const ResourceChoice *chosen = findChoice(choice, resource.requestId);
        if (chosen == nullptr || !chosen->share) {
            if (resource.required)
                return fail(
                    "choice_incomplete",
                    Words::tr("“%1” is needed. Decline if you do not want to share it.").arg(resource.displayName));
            continue;
        }
        FPX_CHECK(checkResource(resource, *chosen));
        ++shared;
    }
    if (shared == 0)
        return fail("choice_incomplete", Words::tr("Nothing is chosen. Decline if you do not want to share anything."));
    FPX_CHECK(checkLinkage(content, choice));
    return checkDuration(content.duration, choice.duration);
}

bool isPartial(const PromptContent &content, const Choice &choice)
{
    return std::ranges::any_of(content.resources, [&choice](const ResourceOffer &resource) {
        const ResourceChoice *chosen = findChoice(choice, resource.requestId);
        return chosen == nullptr || !chosen->share || chosen->scopes.size() < resource.scopes.size();
    });
}

QList<QList<SubjectAt>> saidToBeOne(const PromptContent &content, const Choice &choice)
{
    QList<QList<SubjectAt>> result;
    if (!choice.samePerson)
        return result;
    const auto all = linkedOf(content, choice);
    for (const QList<Linked> &linked : all) {
        const auto other = [&linked](const Linked &each) { return !isOne(linked.first(), each); };
        if (std::ranges::none_of(linked, other))
            continue;
        QList<SubjectAt> one;
        for (const Linked &each : linked)
            one.append(each.at);
        result.append(one);
    }
    return result;
}

} // namespace fpx::consent
