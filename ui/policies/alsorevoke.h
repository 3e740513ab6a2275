// A new rule that declines does not end what was given before it: the person may.
#pragma once

#include "shell/context.h"

class QWidget;

namespace fpx::ui {

/// Asks whether these permissions are to be revoked too; nothing to ask if there are none. Over `parent`.
void offerToRevoke(const Context &context, const QList<PermissionId> &permissions, QWidget *parent);

} // namespace fpx::ui
