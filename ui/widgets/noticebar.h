// Errors in three parts (what happened, what it means, what to do), as a bar over a place or as a view of its own.
#pragma once

#include <fpx/base/result.h>

#include "style/tokens.h"

#include <QWidget>

class QHBoxLayout;
class QTimer;
class QVBoxLayout;

namespace fpx::ui {

class Button;
class IconView;
class Label;

/// What support needs to know; redacted once more.
[[nodiscard]] QString errorForSupport(const Error &error);

/// One message at a time; later ones wait. Good news goes away by itself, errors stay until dismissed.
class NoticeBar : public QWidget
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);
    void showError(const Error &error);
    void showDone(const QString &sentence);
    /// How something stands that is under way: takes the place of what was said about the same before, shown or waiting.
    /// `about`: from 1.
    void showProgress(int about, const QString &sentence);
    void clear(); ///< What is shown and what waits.
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void shownChanged(bool shown);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Message {
        bool good = false;
        Error error;
        int about = 0; ///< 0: of nothing that goes on.
    };
    void next();
    void put(const Message &message);
    void present(const Message &message);

    QList<Message> m_waiting;
    Message m_shown;
    bool m_busy = false;
    IconView *m_icon;
    Label *m_what;
    Label *m_meaning;
    Button *m_copy;
    Button *m_close;
    QTimer *m_timer;
};

/// In the middle of a page, with the buttons that say what to do.
class ErrorView : public QWidget
{
    Q_OBJECT

public:
    explicit ErrorView(QWidget *parent = nullptr);
    void setError(const Error &error);
    void addAction(Button *button);

private:
    Error m_error;
    Label *m_what;
    Label *m_meaning;
    QHBoxLayout *m_actions;
};

} // namespace fpx::ui
