// Rules from a file and into one. Nothing is applied before the person has seen what it changes.
#include "policies/rulesplace.h"
#include "policies/rulewords.h"
#include "widgets/confirmdialog.h"
#include "widgets/filesave.h"

#include <QFile>

namespace fpx::ui {

namespace {

QString changeWords(const policy::Change &change, const wallet::Policies &policies)
{
    const auto words = [&policies](const std::optional<policy::Rule> &rule) { return ruleSentence(*rule, policies); };
    switch (change.kind) {
    case policy::ChangeKind::Added: return RulesPlace::tr("New: %1").arg(words(change.after));
    case policy::ChangeKind::Removed: return RulesPlace::tr("Removed: %1").arg(words(change.before));
    case policy::ChangeKind::Moved: return RulesPlace::tr("At another place: %1").arg(words(change.after));
    case policy::ChangeKind::Changed: break;
    }
    return RulesPlace::tr("Changed: %1 It was: %2").arg(words(change.after), words(change.before));
}

QStringList differenceLines(const policy::Difference &found, const wallet::Policies &policies)
{
    QStringList lines;
    for (const policy::Change &change : found.rules)
        lines.append(changeWords(change, policies));
    const auto named = [&policies](const QString &id) {
        const policy::Rule *rule = findRule(policies, id);
        return rule ? ruleSentence(*rule, policies) : id;
    };
    for (const QString &id : found.switchedOff)
        lines.append(RulesPlace::tr("Switched off: %1").arg(named(id)));
    for (const QString &id : found.switchedOn)
        lines.append(RulesPlace::tr("Switched on: %1").arg(named(id)));
    return lines;
}

Error wordsOf(const policy::Problem &problem)
{
    QString where = RulesPlace::tr("The file was not understood, and nothing was changed. %1").arg(problem.text);
    if (problem.line > 0)
        where += u' ' + RulesPlace::tr("Line %1, column %2.").arg(problem.line).arg(problem.column);
    if (!problem.meant.isEmpty())
        where += u' ' + RulesPlace::tr("Perhaps “%1” was meant.").arg(problem.meant);
    return {problem.code, where, problem.pointer, Retry::No};
}

} // namespace

QByteArray RulesPlace::exported() const
{
    return m_context.facade->policies()->document().toText();
}

void RulesPlace::offerImport(const QByteArray &text)
{
    const policy::Parsed parsed = policy::parseDocument(text);
    if (!parsed.ok()) {
        Q_EMIT m_context.facade->notice(wordsOf(parsed.problems.first()));
        return;
    }
    const wallet::Policies &policies = *m_context.facade->policies();
    const QStringList lines = differenceLines(policy::difference(policies.document(), parsed.document), policies);
    if (lines.isEmpty()) {
        Q_EMIT m_context.facade->done(tr("The file has the rules that you have. Nothing changes."));
        return;
    }
    auto *dialog = new ConfirmDialog(tr("Take over these rules?"),
                                     tr("They take the place of the rules that you have. This is what changes:"),
                                     tr("Take over"), tr("Keep mine"), QStringLiteral("importRules"), this);
    dialog->setConsequences(lines);
    connect(dialog, &ConfirmDialog::confirmed, this, [this, document = parsed.document] { apply(document); });
    dialog->open();
}

void RulesPlace::importFile()
{
    askWhatToOpen(this, tr("Import rules"), [this](const QString &path) {
        QFile file(path);
        if (file.open(QIODevice::ReadOnly) && file.size() <= policy::maxDocumentBytes)
            offerImport(file.readAll());
        else
            Q_EMIT m_context.facade->notice(
                Error{"import_not_read", tr("The file could not be read. Choose another one."), file.errorString()});
    });
}

void RulesPlace::exportFile()
{
    const FileWish wish{tr("Save a copy of my rules"), QStringLiteral("fpx-rules.json"), {}};
    askWhereToSave(this, wish, [this](const QString &path) {
        if (const auto written = writeFile(path, exported()); !written)
            Q_EMIT m_context.facade->notice(written.error());
        else
            Q_EMIT m_context.facade->done(tr("A copy of your rules was saved."));
    });
}

} // namespace fpx::ui
