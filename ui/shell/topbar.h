// The line above all places: whose wallet, search everything, the person.
#pragma once

#include "shell/context.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QMenu;

namespace fpx::ui {

class Avatar;
class Button;
class Label;

class TopBar : public QWidget
{
    Q_OBJECT

public:
    explicit TopBar(const Context &context, QWidget *parent = nullptr);
    /// Search and person, or the name of the product alone.
    void setReady(bool ready);
    /// The name of the product begins where the places end.
    void setLeadWidth(int width);
    void focusSearch();
    void clearSearch();
    [[nodiscard]] QString search() const;
    [[nodiscard]] QMenu *personMenu() const { return m_menu; }

Q_SIGNALS:
    void searchChanged(const QString &text);
    void lockRequested();
    void signOutRequested();
    void shortcutsRequested();
    void quitRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void refresh();

    Context m_context;
    QWidget *m_lead;
    QLabel *m_mark;
    Label *m_name;
    QLineEdit *m_search;
    Avatar *m_avatar;
    Button *m_person;
    QMenu *m_menu;
};

} // namespace fpx::ui
