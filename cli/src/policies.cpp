#include <fpx/cli/policies.h>

#include "policywords.h"

#include <fpx/base/json.h>
#include <fpx/policy/analysis.h>
#include <fpx/policy/document.h>
#include <fpx/policy/factsrecord.h>
#include <fpx/policy/replay.h>

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

namespace fpx::cli {

namespace {

using namespace policy;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Policies)
};

constexpr qsizetype batchSize = 1000;

void line(QByteArray &to, const QString &text)
{
    to += text.toUtf8() + '\n';
}

Result<QByteArray> read(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly) || file.size() > maxDocumentBytes)
        return fail("unreadable_file", Words::tr("%1 cannot be read.").arg(name));
    return file.readAll();
}

QString inWords(const QString &name, const Problem &problem)
{
    QString text = QStringLiteral("%1:%2:%3: %4").arg(name).arg(problem.line).arg(problem.column).arg(problem.text);
    if (!problem.pointer.isEmpty())
        text += QStringLiteral(" (%1)").arg(problem.pointer);
    if (!problem.meant.isEmpty())
        text += QLatin1Char(' ') + Words::tr("Did you mean “%1”?").arg(problem.meant);
    return text;
}

Result<Document> readDocument(const QString &name)
{
    FPX_TRY(text, read(name));
    Parsed parsed = parseDocument(text);
    if (parsed.ok())
        return std::move(parsed.document);
    QStringList lines;
    for (const Problem &problem : std::as_const(parsed.problems))
        lines.append(inWords(name, problem));
    return fail("bad_policy", lines.join(QLatin1Char('\n')));
}

Result<QList<Facts>> readRequests(const QString &name)
{
    FPX_TRY(text, read(name));
    QList<Facts> requests;
    int number = 0;
    for (const QByteArray &each : text.split('\n')) {
        ++number;
        if (each.trimmed().isEmpty())
            continue;
        const auto json = parseJsonObject(each);
        const auto facts = json ? decodeFacts(*json) : Result<Facts>(fail(json.error()));
        if (!facts)
            return fail("bad_facts", QStringLiteral("%1:%2: %3").arg(name).arg(number).arg(facts.error().detail));
        requests.append(*facts);
    }
    return requests;
}

Result<QByteArray> check(const QStringList &files)
{
    FPX_TRY(document, readDocument(files[0]));
    QList<Facts> requests;
    if (files.size() > 1) {
        FPX_TRY(read, readRequests(files[1]));
        requests = read;
    }
    QByteArray out;
    for (const Rule &rule : std::as_const(document.rules))
        line(out, QStringLiteral("%1: %2").arg(rule.id, sentence(rule)));
    for (const Finding &finding : analyse(document.rules, requests))
        line(out, sentenceOf(finding));
    return out;
}

Result<QByteArray> explain(const QStringList &files)
{
    FPX_TRY(document, readDocument(files[0]));
    FPX_TRY(text, read(files[1]));
    FPX_TRY(json, parseJsonObject(text));
    const auto facts = decodeFacts(json);
    if (!facts)
        return fail("bad_facts", QStringLiteral("%1: %2").arg(files[1], facts.error().detail));
    const Explanation explanation = RuleSet(document.rules).explain(*facts);
    const Decision &decision = explanation.decision;
    QByteArray out;
    line(out, decision.deciding.isEmpty()
                  ? Words::tr("%1: no rule decides").arg(effectWord(decision.effect))
                  : Words::tr("%1: decided by %2").arg(effectWord(decision.effect), decision.deciding));
    if (decision.heldBack != HeldBack::No)
        line(out, decision.heldBack == HeldBack::AskAgain ? Words::tr("it is time to ask again")
                                                          : Words::tr("the sign-in is too weak"));
    if (!decision.matched.isEmpty())
        line(out, Words::tr("matched: %1").arg(decision.matched.join(QStringLiteral(", "))));
    for (const qsizetype resource : explanation.uncovered)
        line(out, Words::tr("no rule allows resource %1").arg(resource));
    for (const NearMiss &miss : explanation.nearMisses)
        line(out, Words::tr("nearly: %1, but %2").arg(miss.rule, failureWords(miss.failed)));
    return out;
}

Result<QByteArray> exportCanonical(const QStringList &files)
{
    FPX_TRY(document, readDocument(files[0]));
    return document.toText();
}

QString inWords(const Change &change)
{
    switch (change.kind) {
    case ChangeKind::Added: return QStringLiteral("+ %1: %2").arg(change.id, sentence(*change.after));
    case ChangeKind::Removed: return QStringLiteral("- %1: %2").arg(change.id, sentence(*change.before));
    case ChangeKind::Moved: return Words::tr("~ %1: at another place").arg(change.id);
    case ChangeKind::Changed: break;
    }
    return QStringLiteral("- %1: %2\n+ %1: %3").arg(change.id, sentence(*change.before), sentence(*change.after));
}

Result<QByteArray> import(const QStringList &files)
{
    FPX_TRY(current, readDocument(files[0]));
    FPX_TRY(changed, readDocument(files[1]));
    const Difference found = difference(current, changed);
    QByteArray out;
    for (const Change &change : found.rules)
        line(out, inWords(change));
    for (const QString &id : found.switchedOff)
        line(out, Words::tr("switched off: %1").arg(id));
    for (const QString &id : found.switchedOn)
        line(out, Words::tr("switched on: %1").arg(id));
    if (found.isEmpty())
        line(out, Words::tr("nothing changes"));
    QSaveFile file(files[2]); // the old file or the new one, never half of it
    if (!file.open(QIODevice::WriteOnly) || file.write(changed.toText()) < 0 || !file.commit())
        return fail("unwritable_file", Words::tr("%1 cannot be written.").arg(files[2]));
    return out;
}

Result<QByteArray> simulate(const QStringList &files)
{
    FPX_TRY(before, readDocument(files[0]));
    FPX_TRY(after, readDocument(files[1]));
    FPX_TRY(requests, readRequests(files[2]));
    Replay replay(RuleSet(before.rules), RuleSet(after.rules));
    for (qsizetype i = 0; i < requests.size(); i += batchSize)
        replay.add(requests.mid(i, batchSize));
    QByteArray out;
    line(out, Words::tr("%1 of %2 requests decided otherwise").arg(replay.different()).arg(replay.done()));
    for (const ClientDifferences &client : replay.byClient()) {
        line(out, Words::tr("%1: %2 of %3").arg(client.client.value()).arg(client.different).arg(client.requests));
        for (const ReplayDifference &each : client.examples)
            line(out, Words::tr("  request %1: %2, then %3")
                          .arg(each.request + 1)
                          .arg(effectWord(each.before.effect), effectWord(each.after.effect)));
    }
    return out;
}

struct Subcommand {
    const char *name;
    qsizetype least;
    qsizetype greatest;
    Result<QByteArray> (*run)(const QStringList &);
    const char *files;
};

constexpr std::array subcommands{
    Subcommand{"check", 1, 2, check, "FILE [REQUESTS]"},        Subcommand{"explain", 2, 2, explain, "FILE REQUEST"},
    Subcommand{"export", 1, 1, exportCanonical, "FILE"},        Subcommand{"import", 3, 3, import, "CURRENT NEW OUT"},
    Subcommand{"simulate", 3, 3, simulate, "OLD NEW REQUESTS"},
};

} // namespace

Printed runPolicies(const QStringList &arguments)
{
    const QStringList files = arguments.mid(1);
    QByteArray usage;
    for (const Subcommand &subcommand : subcommands) {
        if (arguments.value(0) == QLatin1String(subcommand.name) && files.size() >= subcommand.least &&
            files.size() <= subcommand.greatest) {
            const auto out = subcommand.run(files);
            return out ? Printed{0, *out, {}} : Printed{1, {}, out.error().message.toUtf8() + '\n'};
        }
        line(usage, QStringLiteral("fpx-wallet policies %1 %2")
                        .arg(QLatin1String(subcommand.name), QLatin1String(subcommand.files)));
    }
    return {1, {}, usage};
}

} // namespace fpx::cli
