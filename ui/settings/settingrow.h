// One setting of the facade, as a switch or a choice, with its explanation and the operator's lock.
#pragma once

#include "shell/context.h"

#include <QWidget>

class QComboBox;

namespace fpx::ui {

class ChoiceBox;

/// Follows the facade: what is shown is what holds, also when a change was refused.
class SettingRow : public QWidget
{
    Q_OBJECT

public:
    /// A switch.
    SettingRow(const Context &context, const QString &setting, const QString &title, const QString &explanation,
               QWidget *parent = nullptr);
    /// A choice; `values` and `words` are parallel.
    SettingRow(const Context &context, const QString &setting, const QString &title, const QVariantList &values,
               const QStringList &words, QWidget *parent = nullptr);
    /// Whether this facade knows the setting at all.
    [[nodiscard]] static bool exists(const Context &context, const QString &setting);

private:
    void refresh();
    void store(const QVariant &value);
    void addLockNote(class QVBoxLayout *column);

    Context m_context;
    QString m_setting;
    ChoiceBox *m_switch = nullptr;
    QComboBox *m_choice = nullptr;
    QWidget *m_note = nullptr;
};

} // namespace fpx::ui
