// One rule: the sentence that it makes, the choices that it is made of, and what it would mean.
#pragma once

#include "shell/context.h"

#include <fpx/policy/rule.h>

#include <QWidget>

#include <functional>

namespace fpx::ui {

class Button;
class Consequences;
class Label;
class PageHeader;
class RuleForm;

class RuleEditor : public QWidget
{
    Q_OBJECT

public:
    explicit RuleEditor(const Context &context, QWidget *parent = nullptr);
    /// A rule that the document does not have yet is a new one.
    void edit(const policy::Rule &rule);
    /// Ends the editing without a change; asks before something typed is lost. `then` is called when that is decided.
    void leave(const std::function<void()> &then);
    void cancel(); ///< As leave(), then cancelled().

Q_SIGNALS:
    void saved(const QString &id);
    void cancelled();

private:
    [[nodiscard]] bool isChanged() const; ///< Since edit().
    void refresh();
    void save();
    [[nodiscard]] policy::Document draft() const;

    Context m_context;
    PageHeader *m_header;
    Label *m_sentence;
    RuleForm *m_form;
    policy::Rule m_opened; ///< As the form shows it unchanged.
    Consequences *m_consequences;
    Button *m_save;
};

} // namespace fpx::ui
