// docs/policies.md and docs/policy.schema.json say what the engine does.
#include <fpx/policy/document.h>
#include <fpx/policy/factsrecord.h>
#include <fpx/policy/policy.h>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace fpx::policy;

namespace {

QByteArray read(const char *name)
{
    QFile file(QStringLiteral(FPX_DOCS "/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject object(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

// The request that the page describes before its examples, with what an example names.
QJsonObject requestOf(const QByteArray &named)
{
    QJsonObject request = object(R"({"as":"ontario","client":"practice","organization":"clinic","duration_days":30,
        "ial":2,"aal":2,"time":"2025-06-03T12:00:00+02:00","days_since_asked":3})");
    const QJsonObject resource = object(R"({"definition":"lab-results","resource_type":"health","scopes":["read"],
        "source":"hospital","used_before":true})");
    QJsonArray resources{resource};
    const QJsonObject changes = object(named);
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        const bool ofResource =
            it.key() == QStringLiteral("scopes") || std::ranges::any_of(statedTable, [&it](const ConditionSpec &spec) {
                return spec.aboutResource && QLatin1String(spec.name) == it.key();
            });
        if (it.key() == QStringLiteral("resources")) {
            resources = {};
            for (const QJsonValue &each : it->toArray()) {
                QJsonObject whole = resource;
                const QJsonObject own = each.toObject();
                for (auto member = own.begin(); member != own.end(); ++member)
                    whole.insert(member.key(), *member);
                resources.append(whole);
            }
        } else if (ofResource) {
            QJsonObject first = resources.first().toObject();
            first.insert(it.key(), *it);
            resources[0] = first;
        } else {
            request.insert(it.key(), *it);
        }
    }
    request.insert(QStringLiteral("resources"), resources);
    return request;
}

QString outcome(const Decision &decision)
{
    const QStringList effects{QStringLiteral("deny"), QStringLiteral("ask"), QStringLiteral("allow")};
    QString text = effects[static_cast<int>(decision.effect)];
    if (!decision.deciding.isEmpty())
        text += QStringLiteral(" by ") + decision.deciding;
    Rule obliged;
    obliged.then = decision.obligations;
    const QJsonObject then = obliged.toJson().value(QStringLiteral("then")).toObject();
    if (!then.isEmpty())
        text += QStringLiteral(" with `%1`").arg(QString::fromUtf8(QJsonDocument(then).toJson(QJsonDocument::Compact)));
    return text;
}

/// The rows of the tables in one section of the page: the names in the first column, and the second column.
QList<std::pair<QStringList, QString>> rowsOf(const char *section)
{
    const QString page = QString::fromUtf8(read("policies.md"));
    const QString text =
        page.section(QStringLiteral("\n## ") + QLatin1String(section), 1).section(QStringLiteral("\n## "), 0, 0);
    static const QRegularExpression row(QStringLiteral("\n\\| (`[^|]*) \\| ([^|]*) \\|"));
    static const QRegularExpression name(QStringLiteral("`([^`]*)`"));
    QList<std::pair<QStringList, QString>> rows;
    auto found = row.globalMatch(text);
    while (found.hasNext()) {
        const auto match = found.next();
        QStringList names;
        for (auto each = name.globalMatch(match.captured(1)); each.hasNext();)
            names.append(each.next().captured(1));
        rows.append({names, match.captured(2)});
    }
    return rows;
}

QStringList namesIn(const QList<std::pair<QStringList, QString>> &rows)
{
    QStringList names;
    for (const auto &[row, rest] : rows)
        names += row;
    names.sort();
    return names;
}

/// Of each obligation one that is valid.
QJsonObject allObligations()
{
    return object(R"({"notify":true,"once":true,"limit_days":30,"ask_again_days":30,"step_up":{"aal":2}})");
}

/// Whether the reader takes a document with this rule alone.
bool reads(const QJsonObject &rule)
{
    const QJsonObject document{{QStringLiteral("fpx_policy"), 1}, {QStringLiteral("rules"), QJsonArray{rule}}};
    return parseDocument(QJsonDocument(document).toJson()).ok();
}

QStringList members(const QJsonObject &definition)
{
    return definition.value(QStringLiteral("properties")).toObject().keys();
}

} // namespace

class TestDocs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void examples_data()
    {
        QTest::addColumn<QByteArray>("rules");
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QString>("expected");
        static const QRegularExpression example(
            QStringLiteral("\\*\\*([0-9]+)\\. [^\\n]+\\n```json rules\\n(.*?)```\\n((?:- [^\\n]+\\n)+)"),
            QRegularExpression::DotMatchesEverythingOption);
        static const QRegularExpression line(QStringLiteral("- `([^`]*)` → ([^\\n]+)\\n"));
        int examples = 0;
        auto found = example.globalMatch(QString::fromUtf8(read("policies.md")));
        while (found.hasNext()) {
            const auto match = found.next();
            QCOMPARE(match.captured(1).toInt(), ++examples);
            auto lines = line.globalMatch(match.captured(3));
            while (lines.hasNext()) {
                const auto request = lines.next();
                QTest::newRow(qPrintable(match.captured(1) + QLatin1Char(' ') + request.captured(1)))
                    << match.captured(2).toUtf8() << request.captured(1).toUtf8() << request.captured(2);
            }
        }
        QCOMPARE(examples, 26);
    }

    void examples()
    {
        QFETCH(QByteArray, rules);
        QFETCH(QByteArray, request);
        QFETCH(QString, expected);
        const Parsed parsed = parseDocument(R"({"fpx_policy":1,"rules":)" + rules + '}');
        QVERIFY2(parsed.ok(), parsed.ok() ? "" : qPrintable(parsed.problems.first().text));
        const auto facts = decodeFacts(requestOf(request));
        QVERIFY2(facts.has_value(), facts ? "" : qPrintable(facts.error().detail));
        QCOMPARE(outcome(RuleSet(parsed.document.rules).evaluate(*facts)), expected);
    }

    void theFirstDocumentIsOne()
    {
        static const QRegularExpression block(QStringLiteral("```json document\\n(.*?)```"),
                                              QRegularExpression::DotMatchesEverythingOption);
        const auto match = block.match(QString::fromUtf8(read("policies.md")));
        QVERIFY(match.hasMatch());
        const Parsed parsed = parseDocument(match.captured(1).toUtf8());
        QVERIFY(parsed.ok());
        QCOMPARE(parseDocument(parsed.document.toText()).document, parsed.document);
    }

    void theRequestIsOne()
    {
        static const QRegularExpression block(QStringLiteral("```json request\\n(.*?)```"),
                                              QRegularExpression::DotMatchesEverythingOption);
        const auto match = block.match(QString::fromUtf8(read("policies.md")));
        QVERIFY(match.hasMatch());
        const auto facts = decodeFacts(object(match.captured(1).toUtf8()));
        QVERIFY2(facts.has_value(), facts ? "" : qPrintable(facts.error().detail));
        QCOMPARE(facts->offsetMinutes, 120);
    }

    void theConditionsOfPageSchemaAndEngineAreTheSame()
    {
        QStringList conditions;
        for (const ConditionSpec &spec : statedTable)
            conditions.append(QLatin1String(spec.name));
        conditions.sort();
        QCOMPARE(namesIn(rowsOf("Conditions")), conditions);
        const QJsonObject definitions = object(read("policy.schema.json")).value(QStringLiteral("$defs")).toObject();
        QCOMPARE(members(definitions.value(QStringLiteral("when")).toObject()), conditions);
        const QJsonObject when{{QStringLiteral("$ref"), QStringLiteral("#/$defs/when")}};
        const QJsonObject unless = definitions.value(QStringLiteral("unless")).toObject();
        QVERIFY(unless.value(QStringLiteral("allOf")).toArray().contains(when)); // the same conditions
    }

    void theObligationsOfPageSchemaAndReaderAreTheSame()
    {
        const QStringList obligations = allObligations().keys();
        QCOMPARE(namesIn(rowsOf("Obligations")), obligations);
        const QJsonObject definitions = object(read("policy.schema.json")).value(QStringLiteral("$defs")).toObject();
        QCOMPARE(members(definitions.value(QStringLiteral("then")).toObject()), obligations);
        Rule every;
        every.effect = Effect::Allow;
        every.then = {
            .notify = true, .once = true, .limitDays = 30, .askAgainDays = 30, .stepUpIal = 0, .stepUpAal = 2};
        QCOMPARE(every.toJson().value(QStringLiteral("then")).toObject(), allObligations()); // the engine has no others
    }

    void eachObligationStandsWithTheEffectsThatThePageSays()
    {
        const QStringList effects{QStringLiteral("allow"), QStringLiteral("ask"), QStringLiteral("deny")};
        for (const auto &[names, with] : rowsOf("Obligations")) {
            for (const QString &effect : effects) {
                const QJsonObject then{{names.first(), allObligations().value(names.first())}};
                const bool taken = reads({{QStringLiteral("id"), QStringLiteral("r")},
                                          {QStringLiteral("effect"), effect},
                                          {QStringLiteral("then"), then}});
                QVERIFY2(taken == with.split(QStringLiteral(", ")).contains(effect),
                         qPrintable(names.first() + QStringLiteral(" with ") + effect));
            }
        }
    }

    void theEffectsOfPageSchemaAndReaderAreTheSame()
    {
        const QString page = QString::fromUtf8(read("policies.md"));
        QVERIFY(page.contains(QStringLiteral("`deny` before `ask` before `allow`")));
        const QJsonObject rule =
            object(read("policy.schema.json"))
                .value(QStringLiteral("$defs"))[QStringLiteral("rule")][QStringLiteral("properties")]
                .toObject();
        QStringList effects;
        for (const QJsonValue &effect : rule.value(QStringLiteral("effect"))[QStringLiteral("enum")].toArray())
            effects.append(effect.toString());
        effects.sort();
        QCOMPARE(effects, (QStringList{QStringLiteral("allow"), QStringLiteral("ask"), QStringLiteral("deny")}));
        const auto withEffect = [](const QString &effect) {
            return reads({{QStringLiteral("id"), QStringLiteral("r")}, {QStringLiteral("effect"), effect}});
        };
        for (const QString &effect : effects)
            QVERIFY2(withEffect(effect), qPrintable(effect));
        QVERIFY(!withEffect(QStringLiteral("permit")));
    }

    // Whatever the schema lists beside the conditions, the reader takes; whatever else, it refuses.
    void theSchemaHasTheMembersThatTheReaderTakes()
    {
        const QJsonObject schema = object(read("policy.schema.json"));
        const QJsonObject definitions = schema.value(QStringLiteral("$defs")).toObject();
        const auto takes = [](const QByteArray &before, const QString &member, const QByteArray &after) {
            const Parsed parsed = parseDocument(before + '"' + member.toUtf8() + "\":null" + after);
            return std::ranges::none_of(parsed.problems,
                                        [](const Problem &problem) { return problem.code == "unknown_member"; });
        };
        for (const QString &member : members(schema))
            QVERIFY2(takes("{", member, "}"), qPrintable(member));
        for (const QString &member : members(definitions.value(QStringLiteral("rule")).toObject()))
            QVERIFY2(takes(R"({"rules":[{)", member, "}]}"), qPrintable(member));
        for (const QString &member : members(definitions.value(QStringLiteral("then")).toObject()))
            QVERIFY2(takes(R"({"rules":[{"then":{)", member, "}}]}"), qPrintable(member));
        QVERIFY(!takes("{", QStringLiteral("else"), "}"));
        QVERIFY(!takes(R"({"rules":[{)", QStringLiteral("else"), "}]}"));
        QVERIFY(!takes(R"({"rules":[{"then":{)", QStringLiteral("else"), "}}]}"));
    }
};

QTEST_GUILESS_MAIN(TestDocs)
#include "tst_docs.moc"
