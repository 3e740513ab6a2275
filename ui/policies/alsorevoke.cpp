#include "policies/alsorevoke.h"

#include "widgets/confirmdialog.h"

#include <fpx/wallet/sharing.h>

#include <QCoreApplication>

namespace fpx::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(AlsoRevoke)
};

} // namespace

void offerToRevoke(const Context &context, const QList<PermissionId> &permissions, QWidget *parent)
{
    if (permissions.isEmpty())
        return;
    auto *dialog = new ConfirmDialog(
        Words::tr("Revoke what you gave before?"),
        Words::tr(
            "%n permission(s) that you have given would not be given under this rule. They go on until you revoke "
            "them.",
            nullptr, static_cast<int>(permissions.size())),
        Words::tr("Revoke too"), Words::tr("Let them go on"), QStringLiteral("ruleAlsoRevoke"), parent);
    QObject::connect(dialog, &ConfirmDialog::confirmed, dialog,
                     [context, permissions] { context.facade->sharing()->revoke(permissions, {}); });
    dialog->open();
}

} // namespace fpx::ui
