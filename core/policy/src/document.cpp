#include <fpx/policy/document.h>

#include "place.h"
#include "rulereader.h"
#include "vocabulary.h"
#include "words.h"

#include <fpx/base/json.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace fpx::policy {

namespace {

constexpr int languageVersion = 1;

QString at(const char *name)
{
    return QLatin1String(name);
}

Problem malformed(const Error &error)
{
    static const QRegularExpression place(QStringLiteral("line ([0-9]+), column ([0-9]+)"));
    const auto found = place.match(error.detail);
    const QString text = error.code == "json_duplicate_member" ? Words::tr("A member stands here twice.")
                         : error.code == "json_too_large"      ? Words::tr("The text is too large.")
                                                               : Words::tr("This is not JSON.");
    return {"malformed", QString(), found.captured(1).toInt(), found.captured(2).toInt(), text, QString()};
}

void readRules(RuleReader &reader, const QJsonObject &json, Document &document)
{
    if (!json.value(at("rules")).isArray()) {
        reader.problem("missing", QString(), Words::tr("“rules” must be a list."));
        return;
    }
    const QJsonArray rules = json.value(at("rules")).toArray();
    const QJsonArray switchedOff = json.value(at("switched_off")).toArray();
    QSet<QString> ids;
    for (qsizetype i = 0; i < rules.size(); ++i) {
        const QString pointer = QStringLiteral("/rules/%1").arg(i);
        if (!rules.at(i).isObject()) {
            reader.problem("bad_value", pointer, Words::tr("This must be an object: { … }."));
            continue;
        }
        const Rule rule = reader.rule(rules.at(i).toObject(), pointer);
        if (!switchedOff.contains(rule.id)) // one from before this was asked may stay, off
            reader.refuseUnplaced(rule, pointer);
        if (!rule.id.isEmpty() && ids.contains(rule.id))
            reader.problem("duplicate_id", below(pointer, at("id")), Words::tr("Another rule has this id."));
        ids.insert(rule.id);
        document.rules.append(rule);
    }
}

QHash<QString, qsizetype> placesOf(const QList<Rule> &rules)
{
    QHash<QString, qsizetype> places;
    for (qsizetype i = 0; i < rules.size(); ++i)
        places.insert(rules[i].id, i);
    return places;
}

// Of the ids that both have, those that keep their order: the rest has moved. Longest increasing subsequence.
QSet<QString> inPlace(const QStringList &ids, const QHash<QString, qsizetype> &before)
{
    QList<qsizetype> ends; // ends[n]: the last of the best run of n + 1
    QList<qsizetype> previous(ids.size(), -1);
    for (qsizetype i = 0; i < ids.size(); ++i) {
        const auto end = std::ranges::lower_bound(ends, before.value(ids[i]), {},
                                                  [&](qsizetype at) { return before.value(ids[at]); });
        const qsizetype length = end - ends.begin();
        previous[i] = length > 0 ? ends[length - 1] : -1;
        if (length == ends.size())
            ends.append(i);
        else
            ends[length] = i;
    }
    QSet<QString> kept;
    for (qsizetype i = ends.isEmpty() ? -1 : ends.last(); i >= 0; i = previous[i])
        kept.insert(ids[i]);
    return kept;
}

} // namespace

Parsed parseDocument(const QByteArray &text)
{
    Parsed parsed;
    const auto json = parseJsonObject(text, maxDocumentBytes);
    if (!json) {
        parsed.problems.append(malformed(json.error()));
        return parsed;
    }
    RuleReader reader;
    reader.refuseUnknown(*json, QString(), wordList(documentWords));
    if (!json->contains(at("fpx_policy")))
        reader.problem("missing", QString(), Words::tr("“%1” is missing.").arg(at("fpx_policy")));
    else if (json->value(at("fpx_policy")) != QJsonValue(languageVersion))
        reader.problem("unsupported_version", QStringLiteral("/fpx_policy"),
                       Words::tr("This version reads policies of version %1.").arg(languageVersion));
    parsed.document.comment = reader.text(*json, QString(), "comment", false);
    readRules(reader, *json, parsed.document);
    if (const QJsonValue off = json->value(at("switched_off")); off.isArray() && !off.toArray().isEmpty())
        parsed.document.switchedOff = reader.names(off, QStringLiteral("/switched_off"));
    else if (!off.isUndefined() && !off.isArray())
        reader.problem("bad_value", QStringLiteral("/switched_off"),
                       Words::tr("“%1” must be a list.").arg(at("switched_off")));
    parsed.problems = reader.problems();
    for (Problem &problem : parsed.problems) {
        const Place place = placeOf(text, problem.pointer);
        problem.line = place.line;
        problem.column = place.column;
    }
    return parsed;
}

QByteArray Document::toText() const
{
    QJsonArray list;
    for (const Rule &rule : rules)
        list.append(rule.toJson());
    QJsonObject json{{at("fpx_policy"), languageVersion}, {at("rules"), list}};
    if (!comment.isEmpty())
        json.insert(at("comment"), comment);
    QStringList off = switchedOff;
    off.removeDuplicates();
    off.sort();
    if (!off.isEmpty())
        json.insert(at("switched_off"), QJsonArray::fromStringList(off));
    return QJsonDocument(json).toJson(QJsonDocument::Indented);
}

Document withRule(Document document, const Rule &rule, qsizetype place)
{
    QList<Rule> &rules = document.rules;
    const auto known = std::ranges::find(rules, rule.id, &Rule::id);
    if (known != rules.end())
        *known = rule;
    else
        rules.insert(place < 0 ? rules.size() : std::min(place, rules.size()), rule);
    return document;
}

Document withoutRule(Document document, const QString &id)
{
    document.rules.removeIf([&id](const Rule &rule) { return rule.id == id; });
    document.switchedOff.removeAll(id);
    return document;
}

Document withSwitch(Document document, const QString &id, bool on)
{
    document.switchedOff.removeAll(id);
    if (!on)
        document.switchedOff.append(id);
    return document;
}

Difference difference(const Document &before, const Document &after)
{
    Difference result;
    const QHash<QString, qsizetype> old = placesOf(before.rules);
    const QHash<QString, qsizetype> now = placesOf(after.rules);
    for (const Rule &rule : before.rules) {
        if (!now.contains(rule.id))
            result.rules.append({ChangeKind::Removed, rule.id, rule, std::nullopt});
    }
    QStringList common;
    for (const Rule &rule : after.rules) {
        if (old.contains(rule.id))
            common.append(rule.id);
    }
    const QSet<QString> kept = inPlace(common, old);
    for (const Rule &rule : after.rules) {
        const auto was = old.constFind(rule.id);
        if (was == old.constEnd())
            result.rules.append({ChangeKind::Added, rule.id, std::nullopt, rule});
        else if (before.rules[*was].toJson() != rule.toJson())
            result.rules.append({ChangeKind::Changed, rule.id, before.rules[*was], rule});
        else if (!kept.contains(rule.id))
            result.rules.append({ChangeKind::Moved, rule.id, before.rules[*was], rule});
    }
    for (const QString &id : after.switchedOff) {
        if (!before.switchedOff.contains(id))
            result.switchedOff.append(id);
    }
    for (const QString &id : before.switchedOff) {
        if (!after.switchedOff.contains(id))
            result.switchedOn.append(id);
    }
    return result;
}

} // namespace fpx::policy
