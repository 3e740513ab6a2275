// What can be done with one permission: pause, go on, change, revoke. Only what is possible now is shown.
#pragma once

#include "widgets/card.h"

#include <QModelIndex>

namespace fpx::ui {

class Button;
class Label;

class ActionsCard : public Card
{
    Q_OBJECT

public:
    explicit ActionsCard(QWidget *parent = nullptr);
    void show(const QModelIndex &permission);

Q_SIGNALS:
    void pauseRequested();
    void resumeRequested();
    void changeRequested();
    void revokeRequested();

private:
    struct Line {
        QWidget *area;
        Button *button;
    };
    [[nodiscard]] Line add(const QString &title, const QString &words, Button *button);

    Line m_pause;
    Line m_resume;
    Line m_change;
    Line m_revoke;
    Label *m_over; ///< In their place, so that nothing jumps when they go.
};

} // namespace fpx::ui
