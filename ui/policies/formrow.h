// One line of the rule editor: what it is about, what was chosen in words, and the choices when it is open.
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace fpx::ui {

class Button;
class Label;

class FormRow : public QWidget
{
    Q_OBJECT

public:
    FormRow(const QString &title, const QString &name, QWidget *parent = nullptr);
    /// Where what is chosen begins.
    [[nodiscard]] static int indent();
    /// In words; becomes the accessible name of the button too.
    void setSummary(const QString &summary);
    [[nodiscard]] QVBoxLayout *choices() const { return m_column; }
    void setOpen(bool open);
    [[nodiscard]] Button *button() const { return m_button; }

private:
    QString m_title;
    Label *m_summary;
    Button *m_button;
    QWidget *m_choices;
    QVBoxLayout *m_column;
};

} // namespace fpx::ui
