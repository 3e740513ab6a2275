// "Enter a code": where a request that began on another device is opened (profile 4.6).
#pragma once

#include "shell/context.h"

#include <QWidget>

class QComboBox;

namespace fpx::ui {

class Button;
class CodeField;
class Label;

class CodePage : public QWidget
{
    Q_OBJECT

public:
    explicit CodePage(const Context &context, QWidget *parent = nullptr);
    /// An empty field, and this network chosen; empty: as it was.
    void begin(const AsIdentifier &network);

Q_SIGNALS:
    void backRequested();

private:
    void fillNetworks();
    void fillProfiles();
    void refresh();
    void submit();
    [[nodiscard]] QString networkName() const;

    Context m_context;
    CodeField *m_field;
    Label *m_hint;
    QComboBox *m_network;
    QComboBox *m_profile;
    Label *m_problem;
    QWidget *m_progress;
    Label *m_progressText;
    Button *m_continue;
    QWidget *m_form;
    Label *m_nothingJoined;
};

} // namespace fpx::ui
