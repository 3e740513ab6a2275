#include "factsstore.h"

#include <fpx/base/json.h>
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

QString clientRow(const AsIdentifier &as, const ClientId &client)
{
    return as.value() + QLatin1Char(' ') + client.value();
}

QString nameRow(const consent::Named &named)
{
    return policy::conditionName(named.kind) + QLatin1Char(' ') + named.id;
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
    for (auto &names : m_names)
        names.clear();
    FPX_TRY(rows, m_vault->rows(namesTable));
    for (const vault::Row &row : std::as_const(rows)) {
        for (size_t kind = 0; kind < m_names.size(); ++kind) {
            const QString prefix = policy::conditionName(static_cast<policy::Condition>(kind)) + QLatin1Char(' ');
            if (row.id.startsWith(prefix))
                m_names[kind].insert(row.id.mid(prefix.size()), row.object().value(k("name")).toString());
        }
    }
    return {};
}

void FactsStore::clear()
{
    for (auto &names : m_names)
        names.clear();
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
    const QString id = clientRow(decision.facts.as, decision.facts.client);
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

Result<std::optional<qint64>> FactsStore::lastAnswered(const AsIdentifier &as, const ClientId &client)
{
    const auto row = m_vault->object(answersTable, clientRow(as, client));
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
    bool news = false;
    for (const consent::Named &named : names) {
        QString &known = m_names.at(static_cast<size_t>(named.kind))[named.id];
        if (known == named.name)
            continue;
        FPX_CHECK(m_vault->put(namesTable, nameRow(named), QJsonObject{{k("name"), named.name}}));
        known = named.name;
        news = true;
    }
    if (news)
        Q_EMIT namesChanged();
    return {};
}

const QHash<QString, QString> &FactsStore::names(policy::Condition kind) const
{
    static const QHash<QString, QString> none;
    return static_cast<size_t>(kind) < m_names.size() ? m_names[static_cast<size_t>(kind)] : none;
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
