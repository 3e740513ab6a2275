// The line above the list: whom it is limited to, or how many are chosen and what to do with them.
#pragma once

#include <QWidget>

namespace fpx::ui {

class Button;
class Label;

class ChoosingBar : public QWidget
{
    Q_OBJECT

public:
    explicit ChoosingBar(QWidget *parent = nullptr);
    void setParty(const QString &name); ///< Empty: everyone.
    void setChoosing(bool choosing);
    void setChosen(int count);
    void setUsable(bool usable); ///< Whether there is anything to choose.

Q_SIGNALS:
    void everyoneRequested();
    void choosingRequested(bool choosing);
    void allRequested();
    void revokeRequested();

private:
    void refresh();

    QString m_party;
    bool m_choosing = false;
    bool m_usable = true;
    int m_count = 0;
    Label *m_text;
    Button *m_everyone;
    Button *m_choose;
    Button *m_all;
    Button *m_revoke;
    Button *m_done;
};

} // namespace fpx::ui
