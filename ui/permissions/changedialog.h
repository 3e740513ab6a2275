// Narrows a permission or gives it another end; what may not be wider is not offered.
#pragma once

#include "shell/context.h"

#include <fpx/wallet/sharing.h>

#include <QDialog>

namespace fpx::ui {

class Button;
class ChoiceBox;
class DurationCard;
class Label;

/// Window-modal; deletes itself when closed, which it does by itself once the change is on its way.
class ChangeDialog : public QDialog
{
    Q_OBJECT

public:
    ChangeDialog(const Context &context, const PermissionId &permission, const consent::ChangeOffer &offer,
                 const QString &client, QWidget *parent);

private:
    void refresh();
    void save();
    [[nodiscard]] consent::PermissionChange chosen() const;

    Context m_context;
    PermissionId m_permission;
    consent::ChangeOffer m_offer;
    QList<ChoiceBox *> m_scopes;
    DurationCard *m_duration;
    Label *m_problem;
    Button *m_save;
};

} // namespace fpx::ui
