// Asks before a loss and says what it is. Never a nested event loop: open() returns at once.
#pragma once

#include <QDialog>

class QVBoxLayout;

namespace fpx::ui {

class Button;

/// Window-modal; deletes itself when closed. Escape and closing are "no". The focus starts on "no".
class ConfirmDialog : public QDialog
{
    Q_OBJECT

public:
    /// `question` is the heading, e.g. "Disconnect City Hospital?".
    ConfirmDialog(const QString &question, const QString &text, const QString &yes, const QString &no,
                  const QString &name, QWidget *parent);
    /// What stops working, one line each.
    void setConsequences(const QStringList &lines);
    /// Room for options between the text and the buttons.
    [[nodiscard]] QVBoxLayout *options() const { return m_options; }
    [[nodiscard]] Button *yesButton() const { return m_yes; }
    [[nodiscard]] Button *noButton() const { return m_no; }

Q_SIGNALS:
    void confirmed();

private:
    QVBoxLayout *m_lines;
    QVBoxLayout *m_options;
    Button *m_yes;
    Button *m_no;
};

} // namespace fpx::ui
