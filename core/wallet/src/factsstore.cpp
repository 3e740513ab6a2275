#include "factsstore.h"

#include <fpx/base/json.h>
#include <fpx/base/recordstore.h>
#include <fpx/policy/factsblock.h>
#include <fpx/policy/factsrecord.h>

#include <QJsonArray>

#include <algorithm>

namespace fpx::wallet {

namespace {

const QString blockTable = QStringLiteral("facts");
const QString tailTable = QStringLiteral("facts_tail");
const QString answersTable = QStringLiteral("answers");
const QString namesTable = QStringLiteral("names");

QString k(const char *name)
{
    return QLatin1String(name);
}

QString clientRow(const policy::Facts &facts)
{
    return recordId({facts.profile.value(), facts.as.value(), facts.client.value()});
}

QString nameRow(const consent::Named &named)
{
    return recordId({policy::conditionName(named.kind), named.place, named.id});
}

QJsonObject toJson(const consent::Named &named)
{
    return {{k("kind"), policy::conditionName(named.kind)},
            {k("place"), named.place},
            {k("id"), named.id},
            {k("name"), named.name}};
}

std::optional<policy::Condition> kindOf(const QString &word)
{
    const auto named = std::span(policy::conditionTable).first<policy::nameConditions>();
    const auto found =
        std::ranges::find(named, word, [](const policy::ConditionSpec &spec) { return QLatin1String(spec.name); });
    return found == named.end() ? std::nullopt : std::optional(found->id);
}

// In version 0.1.0 the row's id was kind and identifier; of an answer's row, network and client.
bool isOld(const vault::Row &row)
{
    return row.id.contains(QLatin1Char(' '));
}

QJsonObject toJson(const policy::PastDecision &decision)
{
    return {{k("facts"), policy::encodeFacts(decision.facts)},
            {k("allowed"), decision.allowed},
            {k("days"), decision.grantedDays}};
}

Result<policy::PastDecision> pastDecision(const QJsonObject &json)
{
    FPX_TRY(facts, policy::decodeFacts(json.value(k("facts")).toObject()));
    return policy::PastDecision{facts, json.value(k("allowed")).toBool(), json.value(k("days")).toInt()};
}

} // namespace

Result<void> FactsStore::load()
{
    clear();
    FPX_TRY(rows, m_vault->rows(namesTable));
    QList<vault::Row> old;
    for (const vault::Row &row : std::as_const(rows)) {
        const QJsonObject json = row.object();
        if (isOld(row))
            old.append(row);
        else if (const auto kind = kindOf(json.value(k("kind")).toString()))
            m_names.add(*kind, json.value(k("place")).toString(), json.value(k("id")).toString(),
                        json.value(k("name")).toString());
    }
    return old.isEmpty() ? Result<void>() : placeOldNames(old);
}

void FactsStore::clear()
{
    m_names.clear();
    m_learning.clear();
}

Result<NameBook> FactsStore::namesInRequests()
{
    using policy::Condition;
    constexpr qsizetype enough = 20'000;
    NameBook seen;
    FPX_TRY(pages, newest(enough));
    for (const vault::SealedRows &page : std::as_const(pages)) {
        for (qsizetype i = 0; i < page.size(); ++i) {
            FPX_TRY(requests, openRequests(page, i));
            for (const policy::Facts &facts : std::as_const(requests)) {
                const QString as = facts.as.value();
                seen.add(Condition::As, {}, as, as);
                seen.add(Condition::Client, as, facts.client.value(), {});
                seen.add(Condition::Organization, as, facts.organization, {});
                for (const policy::ResourceFacts &resource : facts.resources) {
                    seen.add(Condition::Definition, as, resource.definition.value(), {});
                    seen.add(Condition::ResourceType, as, resource.resourceType, {});
                    seen.add(Condition::Subject, resource.source.value(), resource.subject, {});
                    for (const QString &scope : resource.scopes)
                        seen.add(Condition::Scope, as, scope, {});
                }
            }
        }
    }
    return seen;
}

// A name of which no request tells where it was read can only be from the one network that there ever was; else it is
// forgotten, and read again when it is needed.
Result<void> FactsStore::placeOldNames(const QList<vault::Row> &old)
{
    FPX_TRY(seen, namesInRequests());
    const QStringList networks = seen.ids(policy::Condition::As);
    FPX_TRY(answers, m_vault->rows(answersTable));
    QList<consent::Named> placed;
    FPX_CHECK(m_vault->transaction([&]() -> Result<void> {
        for (const vault::Row &row : old) {
            FPX_CHECK(m_vault->remove(namesTable, row.id));
            const qsizetype blank = row.id.indexOf(QLatin1Char(' '));
            const auto kind = kindOf(row.id.left(blank));
            if (!kind)
                continue;
            const QString id = row.id.mid(blank + 1);
            QStringList places = seen.placesOf(*kind, id);
            if (!policy::placeOf(*kind))
                places = QStringList{QString()};
            else if (places.isEmpty() && networks.size() == 1 && policy::placeOf(*kind) == policy::Condition::As)
                places = networks;
            for (const QString &place : std::as_const(places))
                placed.append({*kind, place, id, row.object().value(k("name")).toString()});
        }
        for (const consent::Named &named : std::as_const(placed))
            FPX_CHECK(m_vault->put(namesTable, nameRow(named), toJson(named)));
        for (const vault::Row &row : std::as_const(answers)) { // with which profile it was answered is not known
            if (isOld(row))
                FPX_CHECK(m_vault->remove(answersTable, row.id));
        }
        return {};
    }));
    for (const consent::Named &named : std::as_const(placed))
        m_names.add(named.kind, named.place, named.id, named.name);
    return {};
}

Result<void> FactsStore::evaluated(const policy::Facts &facts, const QList<consent::Named> &names)
{
    FPX_CHECK(learn(names));
    FPX_TRY(last, m_vault->rows(tailTable, {.limit = 1, .newestFirst = true}));
    const qint64 number = last.isEmpty() ? 1 : last.first().id.toLongLong() + 1;
    FPX_CHECK(m_vault->put(tailTable, QString::number(number), policy::packFacts({facts})));
    FPX_TRY(open, m_vault->count(tailTable));
    return open >= blockSize ? closeBlock() : Result<void>();
}

Result<void> FactsStore::closeBlock()
{
    FPX_TRY(rows, m_vault->rows(tailTable));
    QList<policy::Facts> all;
    for (const vault::Row &row : std::as_const(rows)) {
        FPX_TRY(facts, policy::unpackFacts(row.value));
        all += facts;
    }
    FPX_TRY(newest, m_vault->rows(blockTable, {.limit = 1, .newestFirst = true}));
    const qint64 number = newest.isEmpty() ? 1 : newest.first().id.toLongLong() + 1;
    FPX_CHECK(m_vault->put(blockTable, QString::number(number), policy::packFacts(all)));
    for (const vault::Row &row : std::as_const(rows))
        FPX_CHECK(m_vault->remove(tailTable, row.id));
    FPX_TRY(blocks, m_vault->count(blockTable));
    if (blocks <= maxBlocks)
        return {};
    FPX_TRY(oldest, m_vault->rows(blockTable, {.limit = 1}));
    return m_vault->remove(blockTable, oldest.first().id);
}

Result<qint64> FactsStore::count()
{
    FPX_TRY(blocks, m_vault->count(blockTable));
    FPX_TRY(tail, m_vault->count(tailTable));
    return blocks * blockSize + tail;
}

Result<FactsStore::Page> FactsStore::page(const Place &place, qint64 limit)
{
    FPX_TRY(rows, m_vault->sealedRows(place.tail ? tailTable : blockTable,
                                      {.after = place.before, .limit = limit, .newestFirst = true}));
    const qint64 next = rows.size() == limit ? rows.lastPosition() : 0;
    return Page{std::move(rows), next};
}

Result<QList<vault::SealedRows>> FactsStore::newest(qsizetype limit)
{
    FPX_TRY(singles, page({true, 0}, limit));
    FPX_TRY(blocks, page({false, 0}, limit / blockSize + 1));
    return QList<vault::SealedRows>{singles.rows, blocks.rows};
}

Result<void> FactsStore::answered(const policy::PastDecision &decision)
{
    const QString id = clientRow(decision.facts);
    QJsonArray kept;
    if (auto row = m_vault->object(answersTable, id))
        kept = row->value(k("last")).toArray();
    else if (row.error().code != "row_not_found")
        return fail(std::move(row).error());
    kept.append(toJson(decision));
    while (kept.size() > answersKept)
        kept.removeFirst();
    FPX_CHECK(m_vault->put(answersTable, id, QJsonObject{{k("at"), decision.facts.time}, {k("last"), kept}}));
    Q_EMIT answersChanged();
    return {};
}

Result<std::optional<qint64>> FactsStore::lastAnswered(const policy::Facts &facts)
{
    const auto row = m_vault->object(answersTable, clientRow(facts));
    if (row)
        return std::optional(row->value(k("at")).toInteger());
    if (row.error().code == "row_not_found")
        return std::optional<qint64>();
    return fail(row.error());
}

Result<vault::SealedRows> FactsStore::answers()
{
    return m_vault->sealedRows(answersTable);
}

Result<void> FactsStore::learn(const QList<consent::Named> &names)
{
    const bool settling = !m_learning.isEmpty();
    for (const consent::Named &named : names) {
        if (m_names.at(named.kind, named.place, named.id) == named.name || m_learning.contains(named))
            continue;
        FPX_CHECK(m_vault->put(namesTable, nameRow(named), toJson(named)));
        m_learning.append(named);
    }
    if (!settling && !m_learning.isEmpty())
        QMetaObject::invokeMethod(this, &FactsStore::settle, Qt::QueuedConnection);
    return {};
}

// The transaction is over: what it left is known.
void FactsStore::settle()
{
    bool news = false;
    for (const consent::Named &named : std::exchange(m_learning, {})) {
        const auto row = m_vault->object(namesTable, nameRow(named));
        if (!row || *row != toJson(named))
            continue;
        m_names.add(named.kind, named.place, named.id, named.name);
        news = true;
    }
    if (news)
        Q_EMIT namesChanged();
}

Result<QList<policy::Facts>> openRequests(const vault::SealedRows &page, qsizetype row)
{
    FPX_TRY(opened, page.open(row));
    FPX_TRY(facts, policy::unpackFacts(opened.value));
    std::ranges::reverse(facts);
    return facts;
}

Result<QList<policy::PastDecision>> openAnswers(const vault::SealedRows &rows, const std::function<bool()> &cancelled)
{
    QList<policy::PastDecision> all;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (cancelled && cancelled())
            return fail("cancelled", {});
        FPX_TRY(row, rows.open(i));
        for (const QJsonValue &value : row.object().value(k("last")).toArray()) {
            FPX_TRY(decision, pastDecision(value.toObject()));
            all.append(decision);
        }
    }
    std::ranges::stable_sort(all, {}, [](const policy::PastDecision &each) { return each.facts.time; });
    return all;
}

} // namespace fpx::wallet
