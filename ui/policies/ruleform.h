// The parts of a rule as choices. What a rule says beyond them stays as it is, and can be taken away.
#pragma once

#include "shell/context.h"

#include <QWidget>

class QComboBox;
class QVBoxLayout;

namespace fpx::ui {

class Button;
class ChoiceBox;
class FormRow;
class Label;
class NameChoices;
class NumberChoice;
class RangeChoice;

class RuleForm : public QWidget
{
    Q_OBJECT

public:
    explicit RuleForm(const Context &context, QWidget *parent = nullptr);
    void setRule(const policy::Rule &rule);
    [[nodiscard]] policy::Rule rule() const;
    /// Opens what a new rule is asked first, and puts the keyboard there.
    void start();
    /// The rule cannot be saved before it says at which network it holds: there the person goes on.
    void askForNetwork();

Q_SIGNALS:
    void changed();
    void wanted(QWidget *row); ///< To be looked at next.

private:
    void addEffect(QVBoxLayout *column);
    void addNames(QVBoxLayout *column);
    void addWhose(QVBoxLayout *column);
    void addWhen(QVBoxLayout *column);
    void addRarer(QVBoxLayout *column);
    void addRequested(QVBoxLayout *column);
    void addSignIn(QVBoxLayout *column);
    void addOften(QVBoxLayout *column);
    void addObligations(QVBoxLayout *column);
    FormRow *addRow(QVBoxLayout *column, const QString &title, const char *name);
    NameChoices *addNameChoices(FormRow *row, const QList<policy::Condition> &conditions);
    NumberChoice *addDays(QVBoxLayout *column, const QString &text, const char *name, const QList<int> &days) const;
    RangeChoice *addRange(FormRow *row, const QString &least, const QString &most, const char *name,
                          const QList<int> &numbers, QString (*words)(int)) const;
    ChoiceBox *addBox(QVBoxLayout *column, bool radio, const QString &text, const QString &name) const;
    void fillOthers();
    void touched();
    /// What is chosen belongs to a network: an allow says which, where only one knows all of it.
    void fillNetwork();
    void summarize();
    void showRarer(const policy::Conditions &when, bool lacksNetwork);
    [[nodiscard]] policy::Effect effect() const;
    void loadWhen(const policy::Conditions &when);
    void storeWhen(policy::Conditions &when) const;
    void storeWhose(policy::Conditions &when) const;
    void storeObligations(policy::Rule &rule) const;

    Context m_context;
    policy::Rule m_base; ///< What the choices do not show comes from here.
    bool m_loading = false;
    bool m_showsAll = false;      ///< The rarer conditions too.
    QList<ChoiceBox *> m_effects; ///< deny, ask, allow
    QList<FormRow *> m_rows;
    FormRow *m_whoRow = nullptr;
    FormRow *m_whatRow = nullptr;
    FormRow *m_scopeRow = nullptr;
    FormRow *m_sourceRow = nullptr;
    FormRow *m_whoseRow = nullptr;
    FormRow *m_networkRow = nullptr;
    Label *m_whichNetwork = nullptr;
    FormRow *m_profileRow = nullptr;
    FormRow *m_whenRow = nullptr;
    FormRow *m_requestedRow = nullptr;
    FormRow *m_signInRow = nullptr;
    FormRow *m_oftenRow = nullptr;
    FormRow *m_thenRow = nullptr;
    FormRow *m_othersRow = nullptr;
    NameChoices *m_who = nullptr;
    NameChoices *m_what = nullptr;
    NameChoices *m_scope = nullptr;
    NameChoices *m_source = nullptr;
    NameChoices *m_network = nullptr;
    NameChoices *m_profile = nullptr;
    QStringList m_filled;       ///< The network that fillNetwork() chose; empty: none.
    QList<ChoiceBox *> m_whose; ///< mine, everybody's, others'
    QList<ChoiceBox *> m_sensitivities;
    QList<ChoiceBox *> m_weekdays;
    ChoiceBox *m_hours = nullptr;
    QComboBox *m_from = nullptr;
    QComboBox *m_to = nullptr;
    Label *m_night = nullptr;
    RangeChoice *m_requested = nullptr; ///< days
    RangeChoice *m_ial = nullptr;
    RangeChoice *m_aal = nullptr;
    RangeChoice *m_count = nullptr;
    QComboBox *m_counted = nullptr;
    QComboBox *m_window = nullptr;
    ChoiceBox *m_notify = nullptr;
    ChoiceBox *m_once = nullptr;
    ChoiceBox *m_stepUp = nullptr;
    Button *m_more = nullptr;
    NumberChoice *m_limit = nullptr;
    NumberChoice *m_again = nullptr;
};

} // namespace fpx::ui
