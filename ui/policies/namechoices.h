// Check boxes for the names that a condition can hold. Groups of one choice exclude each other: a rule that named both a
// service and an organisation would hold for that service of that organisation only, which nobody means.
#pragma once

#include "shell/context.h"

#include <QWidget>

class QVBoxLayout;

namespace fpx::ui {

class ChoiceBox;

class NameChoices : public QWidget
{
    Q_OBJECT

public:
    NameChoices(const Context &context, const QList<policy::Condition> &conditions, QWidget *parent = nullptr);
    void load(const policy::Conditions &when);
    /// Replaces what `when` says of these conditions.
    void store(policy::Conditions &when) const;

Q_SIGNALS:
    void changed();

private:
    struct Group {
        policy::Condition condition;
        QList<ChoiceBox *> boxes; ///< The id is each box's property "id".
    };
    void build(const policy::Conditions &when);
    void toggled(const Group &group, bool on);

    Context m_context;
    QList<policy::Condition> m_conditions;
    QList<Group> m_groups;
    QVBoxLayout *m_column;
    bool m_loading = false;
};

} // namespace fpx::ui
