#include "permissions/revokedialog.h"

#include "policies/rulewords.h"
#include "text/sentence.h"
#include "widgets/choicebox.h"
#include "widgets/label.h"

#include <fpx/wallet/models.h>
#include <fpx/wallet/sharing.h>

#include <QBoxLayout>

#include <algorithm>

namespace fpx::ui {

using wallet::PermissionRole;

namespace {
constexpr qsizetype linesShown = 8;
constexpr qsizetype rulesShown = 3; // beyond these one box stands for all
} // namespace

QString revokeQuestion(const QModelIndexList &rows)
{
    if (rows.size() != 1)
        return RevokeDialog::tr("Revoke %n permission(s)?", nullptr, static_cast<int>(rows.size()));
    const auto text = [&rows](PermissionRole which) {
        return cleaned(rows.first().data(wallet::role(which)).toString());
    };
    const QString subject = text(PermissionRole::SubjectName);
    if (!subject.isEmpty())
        return RevokeDialog::tr("Stop sharing %1 of %2 with %3?", "data, whose, with whom")
            .arg(text(PermissionRole::DefinitionName), subject, text(PermissionRole::ClientName));
    return RevokeDialog::tr("Stop sharing %1 with %2?", "data, with whom")
        .arg(text(PermissionRole::DefinitionName), text(PermissionRole::ClientName));
}

RevokeDialog::RevokeDialog(const Context &context, const QList<PermissionId> &permissions, const QString &question,
                           QWidget *parent)
    : ConfirmDialog(question, QString(), tr("Revoke"), tr("Keep"), QStringLiteral("revoke"), parent), m_context(context)
{
    const wallet::Consequences consequences = context.facade->sharing()->consequencesOfRevoking(permissions);
    QStringList lines = consequences.lines;
    if (lines.size() > linesShown) {
        // The last ones are about all of them.
        const qsizetype about = 2;
        const qsizetype kept = linesShown - about;
        const auto more = static_cast<int>(lines.size() - linesShown);
        lines = lines.mid(0, kept) + QStringList{tr("And %n more.", nullptr, more)} + lines.mid(lines.size() - about);
    }
    setConsequences(lines);
    offerRules(consequences.rules);
    connect(this, &ConfirmDialog::confirmed, this, [this, permissions] {
        QStringList off;
        for (const auto &[box, rules] : std::as_const(m_boxes)) {
            if (box->isChecked())
                off += rules;
        }
        m_context.facade->sharing()->revoke(permissions, off);
    });
}

void RevokeDialog::offerRules(const QStringList &rules)
{
    if (rules.size() > rulesShown) {
        addBox(rules,
               tr("%n of your rule(s) would allow the next request. Switch them off", nullptr,
                  static_cast<int>(rules.size())),
               tr("They stand under Rules, and can be switched on again there."));
        return;
    }
    const wallet::Policies &policies = *m_context.facade->policies();
    for (const policy::Rule &rule : policies.document().rules) {
        if (rules.contains(rule.id))
            addBox({rule.id}, tr("Your rule would allow the next request. Switch it off"),
                   tr("“%1”", "a rule").arg(cleaned(ruleSentence(rule, policies), 300)));
    }
}

void RevokeDialog::addBox(const QStringList &rules, const QString &text, const QString &explanation)
{
    auto *box = new ChoiceBox(ChoiceBox::Kind::Check, text, QStringLiteral("revokeRule-%1").arg(rules.first()));
    const auto explain = [box, explanation] {
        box->setExplanation(box->isChecked() ? explanation
                                             : tr("It stays on: the next request is allowed without asking you.") +
                                                   u' ' + explanation);
    };
    box->setChecked(true);
    explain();
    connect(box, &QAbstractButton::toggled, this, explain);
    m_boxes.append({box, rules});
    options()->addWidget(box);
}

} // namespace fpx::ui
