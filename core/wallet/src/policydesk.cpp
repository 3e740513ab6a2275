#include "policydesk.h"

#include "knownnames.h"
#include "registrynames.h"
#include "reviewrun.h"
#include "whatifrun.h"
#include "words.h"

#include <fpx/consent/permissionfacts.h>
#include <fpx/consent/sharedthing.h>

#include <QJsonDocument>
#include <QPromise>

#include <algorithm>

namespace fpx::wallet {

namespace {

using policy::Condition;

constexpr qsizetype requestsLookedAt = 1000; // for "wider than requested"

QString k(const char *name)
{
    return QLatin1String(name);
}

const policy::Rule *ruleOf(const policy::Document &document, const QList<policy::Rule> &operatorRules,
                           const QString &id)
{
    for (const QList<policy::Rule> *rules : {&document.rules, &operatorRules}) {
        const auto found = std::ranges::find(*rules, id, &policy::Rule::id);
        if (found != rules->end())
            return &*found;
    }
    return nullptr;
}

} // namespace

QJsonObject historyOf(const policy::Rule &rule, const FactsStore &names)
{
    QStringList who;
    for (const Condition condition : {Condition::Client, Condition::Organization}) {
        for (const QString &id : rule.when.of(condition))
            who.append(names.names().nameOf(condition, id, rule.when.of(Condition::As)));
    }
    return {{k("client"), who.isEmpty() ? Words::tr("everybody") : who.join(k(", "))},
            {k("rule"), rule.id},
            {k("policy"), QString::fromUtf8(QJsonDocument(rule.toJson()).toJson(QJsonDocument::Compact))}};
}

PolicyDesk::PolicyDesk() : m_workers(std::make_shared<QThreadPool>())
{
    m_workers->setMaxThreadCount(1);
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &PolicyDesk::lookAgain);
    connect(&m_suggesting, &QFutureWatcherBase::finished, this, [this] {
        if (!m_suggesting.isCanceled() && m_suggesting.future().resultCount() > 0)
            showSuggestion(m_suggesting.result());
    });
}

PolicyDesk::~PolicyDesk()
{
    m_suggesting.cancel();
}

void PolicyDesk::setServices(std::shared_ptr<Services> services)
{
    if (m_services) {
        m_services->facts->disconnect(this);
        m_services->rules->disconnect(this);
    }
    m_cancel = CancelSource();
    m_suggesting.cancel();
    m_services = std::move(services);
    m_suggestion.reset();
    m_learned = false;
    if (m_services) {
        connect(m_services->facts.get(), &FactsStore::answersChanged, this, [this] { m_soon.start(0); });
        connect(m_services->rules.get(), &RuleBook::changed, this, [this] {
            m_rulesTouched = true;
            m_soon.start(0);
        });
        // Names are learned within transactions: nobody looks before these are over.
        connect(m_services->facts.get(), &FactsStore::namesChanged, this, &Policies::namesChanged,
                Qt::QueuedConnection);
        m_soon.start(0);
    }
    Q_EMIT changed();
    Q_EMIT suggestionChanged();
}

const policy::Document &PolicyDesk::document() const
{
    static const policy::Document none;
    return m_services ? m_services->rules->document() : none;
}

const QList<policy::Rule> &PolicyDesk::operatorRules() const
{
    static const QList<policy::Rule> none;
    return m_services ? m_services->rules->operatorRules() : none;
}

QList<PermissionId> PolicyDesk::newlyDeclined(const policy::Document &draft) const
{
    if (!m_services)
        return {};
    const consent::PermissionBook &book = *m_services->permissions;
    const QList<policy::Rule> after = policy::composed(operatorRules(), draft.rules, draft.switchedOff);
    QList<PermissionId> declined = consent::declinedBy(after, book);
    const QList<PermissionId> before = consent::declinedBy(m_services->rules->inForce().rules(), book);
    QSet<consent::SharedThing> things; // one of each: what stands behind it goes with it
    declined.removeIf([&](const PermissionId &id) {
        const qsizetype known = things.size();
        if (before.contains(id))
            return true;
        things.insert(consent::thingOf(*book.find(id)));
        return things.size() == known;
    });
    return declined;
}

QString PolicyDesk::newId() const
{
    return m_services ? m_services->config.random->uuid() : QString();
}

Result<void> PolicyDesk::apply(const policy::Document &next)
{
    if (!m_services)
        return fail("vault_locked", Words::tr("Unlock the wallet to change its rules."));
    const auto services = m_services;
    const policy::Document before = document();
    FPX_CHECK(services->records->transaction([&]() -> Result<void> {
        FPX_CHECK(services->rules->replace(next));
        return keepInHistory(before, next);
    }));
    m_rulesTouched = false;
    services->engine->rulesChanged();
    Q_EMIT changed();
    m_soon.start(0);
    return {};
}

Result<void> PolicyDesk::keepInHistory(const policy::Document &before, const policy::Document &next)
{
    const auto keep = [this](const char *code, const policy::Rule &rule) {
        return m_services->append(k("rule"), k(code), historyOf(rule, *m_services->facts));
    };
    const policy::Difference found = policy::difference(before, next);
    for (const policy::Change &change : found.rules) {
        switch (change.kind) {
        case policy::ChangeKind::Added: FPX_CHECK(keep("rule_made", *change.after)); break;
        case policy::ChangeKind::Removed: FPX_CHECK(keep("rule_deleted", *change.before)); break;
        case policy::ChangeKind::Changed: FPX_CHECK(keep("rule_edited", *change.after)); break;
        case policy::ChangeKind::Moved: FPX_CHECK(keep("rule_moved", *change.after)); break;
        }
    }
    for (const auto &[ids, code] :
         {std::pair(found.switchedOff, "rule_switched_off"), std::pair(found.switchedOn, "rule_switched_on")}) {
        for (const QString &id : ids) {
            if (const policy::Rule *rule = ruleOf(next, operatorRules(), id))
                FPX_CHECK(keep(code, *rule));
        }
    }
    return {};
}

NameBook PolicyDesk::namesOf(Condition condition) const
{
    return m_services ? namesKnown(*m_services, condition) : NameBook();
}

QList<RuleName> PolicyDesk::known(Condition condition) const
{
    const NameBook names = namesOf(condition);
    QList<RuleName> list;
    for (const QString &id : names.ids(condition)) {
        QStringList places = names.placesOf(condition, id);
        places.removeAll(QString());
        list.append({id, names.nameOf(condition, id), places});
    }
    std::ranges::sort(list, [](const RuleName &a, const RuleName &b) {
        const int order = QString::localeAwareCompare(a.name, b.name);
        return order != 0 ? order < 0 : a.id < b.id;
    });
    return list;
}

QString PolicyDesk::nameOf(Condition condition, const QString &id, const QStringList &places) const
{
    return namesOf(condition).nameOf(condition, id, places);
}

void PolicyDesk::learnNames()
{
    if (!m_services || std::exchange(m_learned, true))
        return;
    for (const op::AuthorizationServer &server : m_services->profile().authorizationServers()) {
        const QList<uma::Enrolment> joined = m_services->accounts->at(server.identifier);
        if (!joined.isEmpty())
            spawn(readRegistryNames(m_services, server.identifier, joined.first().id, m_cancel.token()));
    }
}

std::shared_ptr<Review> PolicyDesk::review(const policy::Document &draft, const QStringList &rules)
{
    if (!m_services)
        return nullptr;
    const auto requests = m_services->facts->newest(requestsLookedAt);
    const QList<policy::Rule> inForce = policy::composed(operatorRules(), draft.rules, draft.switchedOff);
    QHash<Condition, QSet<QString>> names;
    const auto isKnown = [&](Condition kind, const QString &id) {
        if (!names.contains(kind)) {
            const QStringList ids = namesOf(kind).ids(kind);
            names.insert(kind, {ids.begin(), ids.end()});
        }
        return names[kind].isEmpty() ||
               names[kind].contains(id); // of a kind of which nothing is known yet, nothing is odd
    };
    return std::make_shared<ReviewRun>(m_workers, inForce, requests.value_or(QList<vault::SealedRows>()), rules,
                                       policy::unknownNames(inForce, isKnown));
}

std::shared_ptr<WhatIf> PolicyDesk::whatIf(const policy::Document &draft)
{
    if (!m_services)
        return nullptr;
    return std::make_shared<WhatIfRun>(m_services->facts.get(), m_services->rules->inForce(),
                                       policy::composed(operatorRules(), draft.rules, draft.switchedOff));
}

void PolicyDesk::lookAgain()
{
    if (std::exchange(m_rulesTouched, false))
        Q_EMIT changed(); // a prompt has made a rule
    lookForSuggestion();
}

void PolicyDesk::lookForSuggestion()
{
    if (!m_services)
        return;
    const auto answers = m_services->facts->answers();
    if (!answers)
        return showSuggestion({}); // the history tells of rows that cannot be read
    m_suggesting.cancel();
    const auto promise = std::make_shared<QPromise<QList<KeyedSuggestion>>>();
    m_suggesting.setFuture(promise->future());
    promise->start();
    m_workers->start([promise, answers = *answers, inForce = m_services->rules->inForce()] {
        if (const auto opened = openAnswers(answers, [&promise] { return promise->isCanceled(); }))
            promise->addResult(suggestions(*opened, inForce));
        else
            promise->addResult(QList<KeyedSuggestion>());
        promise->finish();
    });
}

void PolicyDesk::showSuggestion(const QList<KeyedSuggestion> &all)
{
    const bool had = m_suggestion.has_value();
    m_suggestion.reset();
    if (const auto open = firstOpen(all, *m_services->records)) {
        m_suggestionKey = open->key;
        m_suggestion = RuleSuggestion{open->suggestion.rule, open->suggestion.times};
        m_suggestion->rule.id = newId();
        m_suggestion->rule.createdAt = m_services->config.clock->nowSeconds();
    }
    if (had || m_suggestion)
        Q_EMIT suggestionChanged();
}

void PolicyDesk::closeSuggestion()
{
    if (!m_services || !m_suggestion)
        return;
    m_suggestion.reset();
    // A failure to remember means that it may come once more.
    [[maybe_unused]] const auto stored =
        wallet::closeSuggestion(m_suggestionKey, m_services->config.clock->nowSeconds(), *m_services->records);
    Q_EMIT suggestionChanged();
    m_soon.start(0);
}

} // namespace fpx::wallet
