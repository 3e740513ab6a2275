#include "rulebook.h"

#include "words.h"

#include <algorithm>

namespace fpx::wallet {

namespace {

constexpr QLatin1String rulesTable("rules");
constexpr QLatin1String policyTable("policy");

QString k(const char *name)
{
    return QLatin1String(name);
}

policy::Rule operatorRule(const QJsonValue &value, qsizetype index)
{
    auto rule = policy::Rule::fromJson(value.toObject());
    if (!rule) {
        policy::Rule ask;
        ask.id = QStringLiteral("operator-%1").arg(index);
        rule = ask;
    }
    rule->operatorRule = true;
    return *rule;
}

// Another network, or source, may have the same name for somebody else.
Result<void> checkPlaces(const policy::Document &document)
{
    for (const policy::Rule &rule : document.rules) {
        const auto lacks = policy::unplaced(rule);
        if (!lacks || document.switchedOff.contains(rule.id))
            continue;
        if (lacks->missing == policy::Condition::As && lacks->inException)
            return fail("rule_without_network",
                        Words::tr("An exception holds at the network that it names, since another one may call "
                                  "something else the same."));
        if (lacks->missing == policy::Condition::As)
            return fail("rule_without_network",
                        Words::tr("A rule that allows holds at the network that it names, since another one may call "
                                  "something else the same. Choose the network under “Through”."));
        if (lacks->inException)
            return fail("rule_without_source",
                        Words::tr("An exception for somebody else's data holds at the data source that it names, since "
                                  "another one may call somebody else the same."));
        return fail("rule_without_source",
                    Words::tr("A rule that allows somebody else's data holds at the data source that it names, since "
                              "another one may call somebody else the same. Choose the data source."));
    }
    return {};
}

policy::RuleSet askAlways()
{
    policy::Rule ask;
    ask.id = k("rules-unreadable");
    return policy::RuleSet({ask});
}

} // namespace

void RuleBook::setOperatorRules(const QJsonArray &rules)
{
    m_operatorRules.clear();
    for (qsizetype i = 0; i < rules.size(); ++i)
        m_operatorRules.append(operatorRule(rules.at(i), i));
    m_stale = true;
}

Result<QList<RuleBook::Stored>> RuleBook::read()
{
    FPX_TRY(rows, m_records.all(rulesTable));
    QList<Stored> stored;
    for (const QJsonObject &row : std::as_const(rows)) {
        const bool placed = row.contains(k("rule"));
        FPX_TRY(rule, policy::Rule::fromJson(placed ? row.value(k("rule")).toObject() : row));
        stored.append({rule, placed ? row.value(k("place")).toInteger() : -1});
    }
    std::ranges::sort(stored, {},
                      [](const Stored &each) { return std::tuple(each.place, each.rule.createdAt, each.rule.id); });
    return stored;
}

Result<void> RuleBook::load()
{
    m_stale = true;
    FPX_TRY(stored, read());
    FPX_TRY(off, m_records.get(policyTable, k("switched_off")));
    policy::Document document;
    for (const Stored &each : std::as_const(stored))
        document.rules.append(each.rule);
    const QJsonObject rest = off.value_or(QJsonObject());
    for (const QJsonValue &id : rest.value(k("ids")).toArray())
        document.switchedOff.append(id.toString());
    document.comment = rest.value(k("comment")).toString();
    m_document = document;
    m_inForce = policy::RuleSet(policy::composed(m_operatorRules, document.rules, document.switchedOff));
    m_stale = false;
    return {};
}

void RuleBook::clear()
{
    m_document = {};
    m_inForce = askAlways();
    m_stale = true;
}

void RuleBook::refresh()
{
    if (m_stale && !load())
        clear();
}

const policy::Document &RuleBook::document()
{
    refresh();
    return m_document;
}

const policy::RuleSet &RuleBook::inForce()
{
    refresh();
    return m_inForce;
}

Result<void> RuleBook::replace(const policy::Document &next)
{
    for (const policy::Rule &rule : next.rules) {
        if (std::ranges::find(m_operatorRules, rule.id, &policy::Rule::id) != m_operatorRules.end())
            return fail("rule_id_taken",
                        Words::tr("A rule has the same id as one of your wallet's provider: %1.").arg(rule.id));
    }
    FPX_CHECK(checkPlaces(next));
    m_stale = true;
    FPX_TRY(before, m_records.all(rulesTable));
    QMap<QString, QJsonObject> rows;
    for (qsizetype i = 0; i < next.rules.size(); ++i) {
        policy::Rule rule = next.rules[i];
        rule.locked = false; // the operator's word, not the person's
        rows.insert(rule.id, {{k("rule"), rule.toJson()}, {k("place"), i}});
    }
    for (auto row = before.constBegin(); row != before.constEnd(); ++row) {
        if (!rows.contains(row.key()))
            FPX_CHECK(m_records.remove(rulesTable, row.key()));
    }
    for (auto row = rows.constBegin(); row != rows.constEnd(); ++row) {
        if (before.value(row.key()) != row.value())
            FPX_CHECK(m_records.put(rulesTable, row.key(), row.value()));
    }
    FPX_CHECK(m_records.put(policyTable, k("switched_off"),
                            {{k("ids"), QJsonArray::fromStringList(next.switchedOff)}, {k("comment"), next.comment}}));
    Q_EMIT changed();
    return {};
}

Result<void> RuleBook::add(const QList<policy::Rule> &rules)
{
    policy::Document next = document();
    for (const policy::Rule &rule : rules)
        next = policy::withRule(next, rule);
    return replace(next);
}

} // namespace fpx::wallet
