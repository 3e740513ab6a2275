#include "rulereader.h"

#include "vocabulary.h"
#include "words.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace fpx::policy {

namespace {

constexpr qsizetype maxNames = 1000;
constexpr qsizetype maxNameLength = 512;
constexpr int maxCount = 1000000;

QString at(const char *name)
{
    return QLatin1String(name);
}

QStringList conditionWords()
{
    QStringList words;
    for (const ConditionSpec &spec : statedTable)
        words.append(at(spec.name));
    return words;
}

bool isId(const QString &id)
{
    static const QRegularExpression allowed(QStringLiteral("\\A[A-Za-z0-9._-]{1,128}\\z"));
    return allowed.match(id).hasMatch();
}

// What an obligation is good for: a deny has nothing to limit, and a prompt needs no notice.
bool fits(Effect effect, const QString &obligation)
{
    if (obligation == at("notify"))
        return effect != Effect::Ask;
    if (obligation == at("ask_again_days"))
        return effect == Effect::Allow;
    return effect != Effect::Deny;
}

} // namespace

QString below(const QString &pointer, const QString &member)
{
    QString token = member;
    return pointer + QLatin1Char('/') + token.replace(QLatin1Char('~'), at("~0")).replace(QLatin1Char('/'), at("~1"));
}

void RuleReader::problem(const char *code, const QString &pointer, const QString &text, const QString &meant)
{
    m_problems.append({code, pointer, 0, 0, text, meant});
}

void RuleReader::refuseUnknown(const QJsonObject &json, const QString &pointer, const QStringList &known)
{
    const QStringList members = json.keys();
    for (const QString &member : members) {
        if (!known.contains(member))
            problem("unknown_member", below(pointer, member), Words::tr("“%1” is not known here.").arg(member),
                    probablyMeant(member, known));
    }
}

QString RuleReader::text(const QJsonObject &json, const QString &pointer, const char *member, bool required)
{
    const QJsonValue value = json.value(at(member));
    if (value.isUndefined() && required)
        problem("missing", pointer, Words::tr("“%1” is missing.").arg(at(member)));
    else if (!value.isUndefined() && !value.isString())
        problem("bad_value", below(pointer, at(member)), Words::tr("This must be a text."));
    return value.toString();
}

Rule RuleReader::rule(const QJsonObject &json, const QString &pointer)
{
    refuseUnknown(json, pointer, wordList(ruleWords));
    Rule rule;
    rule.id = text(json, pointer, "id", true);
    if (json.value(at("id")).isString() && !isId(rule.id))
        problem("bad_value", below(pointer, at("id")),
                Words::tr("An id has 1 to 128 letters, digits, dots, hyphens and underscores."));
    rule.comment = text(json, pointer, "comment", false);
    if (!json.contains(at("effect")))
        problem("missing", pointer, Words::tr("“%1” is missing.").arg(at("effect")));
    else if (const auto effect = word(json.value(at("effect")), below(pointer, at("effect")), wordList(effectWords)))
        rule.effect = static_cast<Effect>(*effect);
    if (json.contains(at("when")))
        conditions(json.value(at("when")), below(pointer, at("when")), rule.when);
    if (json.contains(at("unless")))
        exception(json.value(at("unless")), below(pointer, at("unless")), rule);
    if (json.contains(at("then")))
        obligations(json.value(at("then")), below(pointer, at("then")), rule);
    if (json.contains(at("locked")))
        rule.locked = boolean(json.value(at("locked")), below(pointer, at("locked")));
    if (const QJsonValue created = json.value(at("created_at")); !created.isUndefined()) {
        rule.createdAt = created.toInteger(-1);
        if (rule.createdAt < 0)
            problem("bad_value", below(pointer, at("created_at")), Words::tr("This must be seconds since 1970."));
    }
    return rule;
}

void RuleReader::exception(const QJsonValue &whole, const QString &pointer, Rule &rule)
{
    if (rule.effect == Effect::Allow)
        problem("bad_value", pointer, Words::tr("“%1” means nothing for this effect.").arg(at("unless")));
    if (whole == QJsonValue(QJsonObject()))
        problem("bad_value", pointer, Words::tr("An exception without conditions would always hold; leave it out."));
    conditions(whole, pointer, rule.unless);
}

void RuleReader::refuseUnplaced(const Rule &rule, const QString &pointer)
{
    const auto found = unplaced(rule);
    if (!found)
        return;
    const QString named = conditionName(found->named);
    const QString missing = conditionName(found->missing);
    const bool somebody = found->missing == Condition::Source;
    problem("missing", below(pointer, at(found->inException ? "unless" : "when")),
            found->inException
                ? Words::tr("An exception that names “%1” says where that name is known: elsewhere something else may "
                            "have it. Add “%2”.")
                      .arg(named, missing)
            : somebody
                ? Words::tr("An allow that names “%1” says at which data source: another one may have the same name "
                            "for somebody else. Add “source”.")
                      .arg(named)
                : Words::tr("An allow that names “%1” says at which network: another one may have the same name for "
                            "something else. Add “as”.")
                      .arg(named),
            missing);
}

void RuleReader::conditions(const QJsonValue &whole, const QString &pointer, Conditions &when)
{
    if (!isObject(whole, pointer))
        return;
    const QJsonObject json = whole.toObject();
    refuseUnknown(json, pointer, conditionWords());
    for (const ConditionSpec &spec : statedTable) {
        const QJsonValue value = json.value(at(spec.name));
        if (!value.isUndefined())
            condition(spec, value, below(pointer, at(spec.name)), when);
    }
}

void RuleReader::condition(const ConditionSpec &spec, const QJsonValue &value, const QString &pointer, Conditions &when)
{
    switch (spec.kind) {
    case ConditionKind::Names:
    case ConditionKind::Scopes: when.of(spec.id) = names(value, pointer); break;
    case ConditionKind::Subject: subject(value, pointer, when); break;
    case ConditionKind::Set:
    case ConditionKind::Weekday: when.*spec.set = words(value, pointer, wordList(spec.words)); break;
    case ConditionKind::Range: when.*spec.range = range(value, pointer, spec.greatest); break;
    case ConditionKind::Flag: when.*spec.flag = boolean(value, pointer); break;
    case ConditionKind::Time: when.time = time(value, pointer); break;
    case ConditionKind::Count: when.count = count(value, pointer); break;
    case ConditionKind::Engine:
    case ConditionKind::Unless: break;
    }
}

void RuleReader::obligations(const QJsonValue &whole, const QString &pointer, Rule &rule)
{
    if (!isObject(whole, pointer))
        return;
    const QJsonObject json = whole.toObject();
    refuseUnknown(json, pointer, wordList(obligationWords));
    const QStringList members = json.keys();
    for (const QString &member : members) {
        const QString place = below(pointer, member);
        const QJsonValue value = json.value(member);
        if (wordList(obligationWords).contains(member) && !fits(rule.effect, member))
            problem("bad_value", place, Words::tr("“%1” means nothing for this effect.").arg(member));
        if (member == at("notify")) {
            rule.then.notify = boolean(value, place);
        } else if (member == at("once")) {
            rule.then.once = boolean(value, place);
        } else if (member == at("limit_days")) {
            rule.then.limitDays = integer(value, place, 1, longestDuration);
        } else if (member == at("ask_again_days")) {
            rule.then.askAgainDays = integer(value, place, 1, longestDuration);
        } else if (member == at("step_up")) {
            stepUp(value, place, rule.then);
        }
    }
}

void RuleReader::stepUp(const QJsonValue &value, const QString &pointer, Obligations &then)
{
    if (!isObject(value, pointer))
        return;
    const QJsonObject json = value.toObject();
    refuseUnknown(json, pointer, {at("ial"), at("aal")});
    if (json.isEmpty())
        problem("missing", pointer, Words::tr("“ial” or “aal” is missing."));
    if (json.contains(at("ial")))
        then.stepUpIal =
            integer(json.value(at("ial")), below(pointer, at("ial")), 1, highestLevel).value_or(highestLevel);
    if (json.contains(at("aal")))
        then.stepUpAal =
            integer(json.value(at("aal")), below(pointer, at("aal")), 1, highestLevel).value_or(highestLevel);
}

void RuleReader::subject(const QJsonValue &value, const QString &pointer, Conditions &when)
{
    if (value.isArray()) {
        when.subject = SubjectCondition::Listed;
        when.of(Condition::Subject) = names(value, pointer, true);
        return;
    }
    const auto whose = word(value, pointer, {at("own"), at("delegated")});
    if (whose == 1)
        when.subject = SubjectCondition::Delegated;
    else
        when.nameSubject(QString());
}

QStringList RuleReader::names(const QJsonValue &value, const QString &pointer, bool emptyToo)
{
    const QJsonArray array = value.isArray() ? value.toArray() : QJsonArray{value};
    QStringList names;
    if (array.isEmpty())
        problem("bad_value", pointer, Words::tr("An empty list can never hold; leave the condition out."));
    if (array.size() > maxNames)
        problem("bad_value", pointer, Words::tr("A list has at most %1 names.").arg(maxNames));
    for (qsizetype i = 0; i < std::min(array.size(), maxNames); ++i) {
        const QString name = array.at(i).toString();
        if (!array.at(i).isString() || (name.isEmpty() && !emptyToo) || name.size() > maxNameLength)
            problem("bad_value", value.isArray() ? below(pointer, QString::number(i)) : pointer,
                    Words::tr("A name is a text of 1 to %1 characters.").arg(maxNameLength));
        names.append(name);
    }
    names.removeDuplicates();
    names.sort();
    return names;
}

bool RuleReader::isObject(const QJsonValue &value, const QString &pointer)
{
    if (!value.isObject())
        problem("bad_value", pointer, Words::tr("This must be an object: { … }."));
    return value.isObject();
}

bool RuleReader::boolean(const QJsonValue &value, const QString &pointer)
{
    if (!value.isBool())
        problem("bad_value", pointer, Words::tr("This must be true or false."));
    return value.toBool();
}

std::optional<int> RuleReader::integer(const QJsonValue &value, const QString &pointer, int least, int greatest)
{
    const double number = value.toDouble(NAN);
    if (std::trunc(number) == number && number >= least && number <= greatest)
        return static_cast<int>(number);
    problem("bad_value", pointer, Words::tr("This must be a whole number from %1 to %2.").arg(least).arg(greatest));
    return std::nullopt;
}

std::optional<int> RuleReader::word(const QJsonValue &value, const QString &pointer, const QStringList &known)
{
    const qsizetype found = value.isString() ? known.indexOf(value.toString()) : -1;
    if (found >= 0)
        return static_cast<int>(found);
    problem("bad_value", pointer, Words::tr("This must be one of: %1.").arg(known.join(at(", "))),
            probablyMeant(value.toString(), known));
    return std::nullopt;
}

quint8 RuleReader::words(const QJsonValue &value, const QString &pointer, const QStringList &known)
{
    const QJsonArray array = value.isArray() ? value.toArray() : QJsonArray{value};
    if (array.isEmpty())
        problem("bad_value", pointer, Words::tr("An empty list can never hold; leave the condition out."));
    unsigned set = 0;
    for (qsizetype i = 0; i < array.size(); ++i) {
        if (const auto bit = word(array.at(i), value.isArray() ? below(pointer, QString::number(i)) : pointer, known))
            set |= 1U << *bit;
    }
    return static_cast<quint8>(set);
}

Range RuleReader::range(const QJsonValue &value, const QString &pointer, int greatest, const QStringList &besides)
{
    if (!isObject(value, pointer))
        return {};
    const QJsonObject json = value.toObject();
    refuseUnknown(json, pointer, QStringList{at("at_least"), at("at_most")} + besides);
    Range range;
    if (json.contains(at("at_least")))
        range.atLeast = integer(json.value(at("at_least")), below(pointer, at("at_least")), 0, greatest);
    if (json.contains(at("at_most")))
        range.atMost = integer(json.value(at("at_most")), below(pointer, at("at_most")), 0, greatest);
    if (!json.contains(at("at_least")) && !json.contains(at("at_most")))
        problem("missing", pointer, Words::tr("“at_least” or “at_most” is missing."));
    if (range.atLeast && range.atMost && *range.atLeast > *range.atMost)
        problem("bad_value", pointer, Words::tr("“at_least” is greater than “at_most”: this can never hold."));
    return range;
}

std::optional<TimeOfDay> RuleReader::time(const QJsonValue &value, const QString &pointer)
{
    if (!isObject(value, pointer))
        return {};
    const QJsonObject json = value.toObject();
    refuseUnknown(json, pointer, {at("from"), at("to")});
    const auto minutes = [&](const char *member) {
        static const QRegularExpression clock(QStringLiteral("\\A([01][0-9]|2[0-3]):([0-5][0-9])\\z"));
        const auto match = clock.match(text(json, pointer, member, true));
        if (json.value(at(member)).isString() && !match.hasMatch())
            problem("bad_value", below(pointer, at(member)), Words::tr("A time of day is written as 08:30 or 22:00."));
        return match.captured(1).toInt() * 60 + match.captured(2).toInt();
    };
    const TimeOfDay time{minutes("from"), minutes("to")};
    if (json.value(at("from")) == json.value(at("to")))
        problem("bad_value", pointer, Words::tr("“from” and “to” are equal; leave the condition out for all day."));
    return time;
}

std::optional<CountCondition> RuleReader::count(const QJsonValue &value, const QString &pointer)
{
    if (!isObject(value, pointer))
        return {};
    const QJsonObject json = value.toObject();
    const auto chosen = [&](const char *member, const QStringList &known) {
        if (json.contains(at(member)))
            return word(json.value(at(member)), below(pointer, at(member)), known).value_or(0);
        problem("missing", pointer, Words::tr("“%1” is missing.").arg(at(member)));
        return 0;
    };
    CountCondition count;
    count.counted = static_cast<Counted>(chosen("of", wordList(countedWords)));
    count.window = static_cast<Window>(chosen("within", wordList(windowWords)));
    count.range = range(value, pointer, maxCount, {at("of"), at("within")});
    return count;
}

} // namespace fpx::policy
