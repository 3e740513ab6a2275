// What a changed rule would mean: what is wrong with it, and which recorded requests it would have decided otherwise.
#pragma once

#include "shell/context.h"

#include <QWidget>

class QTimer;
class QVBoxLayout;

namespace fpx::ui {

class Button;
class Label;

class Consequences : public QWidget
{
    Q_OBJECT

public:
    explicit Consequences(const Context &context, QWidget *parent = nullptr);
    /// Looks at `draft`, soon: `rule` is what was changed in it. What runs for an earlier draft ends.
    void show(const policy::Document &draft, const policy::Rule &rule);
    void stop();

private:
    void look();
    void showFindings();
    void progress();
    void openDifferences();

    Context m_context;
    policy::Document m_draft;
    policy::Rule m_rule;
    std::shared_ptr<wallet::Review> m_review;
    std::shared_ptr<wallet::WhatIf> m_run;
    QTimer *m_soon;
    QTimer *m_late; ///< When the findings take long enough to say so.
    QVBoxLayout *m_findings;
    Label *m_looking;
    Label *m_whatIf;
    Button *m_show;
};

} // namespace fpx::ui
