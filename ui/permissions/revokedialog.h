// Asks before revoking: what ends, and what would share the same again.
#pragma once

#include "shell/context.h"
#include "widgets/confirmdialog.h"

#include <fpx/base/id.h>

namespace fpx::ui {

class ChoiceBox;

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
