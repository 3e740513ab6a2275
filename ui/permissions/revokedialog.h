// Asks before revoking: what ends, and what would share the same again.
#pragma once

#include "shell/context.h"
#include "widgets/confirmdialog.h"

#include <fpx/base/id.h>

#include <QModelIndexList>

namespace fpx::ui {

class ChoiceBox;

/// The heading of the dialog: one row of Facade::permissions() by what it is, several by their number. Nothing else in
/// the dialog counts.
[[nodiscard]] QString revokeQuestion(const QModelIndexList &rows);

/// Revokes when confirmed. The person's rules that would allow the next request are switched off with it, unless the person
/// wants them on.
class RevokeDialog : public ConfirmDialog
{
    Q_OBJECT

public:
    RevokeDialog(const Context &context, const QList<PermissionId> &permissions, const QString &question,
                 QWidget *parent);

private:
    void offerRules(const QStringList &rules);
    void addBox(const QStringList &rules, const QString &text, const QString &explanation);

    Context m_context;
    QList<QPair<ChoiceBox *, QStringList>> m_boxes; ///< What each stands for.
};

} // namespace fpx::ui
