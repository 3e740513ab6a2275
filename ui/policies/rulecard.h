// One rule in the list: its sentence, whether it is in force, and what can be done with it.
#pragma once

#include "shell/context.h"
#include "widgets/card.h"

namespace fpx::ui {

class ChoiceBox;

class RuleCard : public Card
{
    Q_OBJECT

public:
    RuleCard(const policy::Rule &rule, bool on, const QString &sentence, QWidget *parent = nullptr);
    [[nodiscard]] QString id() const { return m_id; }
    void setOn(bool on);

Q_SIGNALS:
    void editRequested();
    void removeRequested();
    void switched(bool on);

private:
    QString m_id;
    ChoiceBox *m_switch;
};

} // namespace fpx::ui
