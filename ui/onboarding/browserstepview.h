// What the person sees while something happens in the browser.
#pragma once

#include <fpx/wallet/browserstep.h>

#include <QPointer>
#include <QWidget>

class QStackedWidget;

namespace fpx::ui {

class Button;
class ErrorView;
class FactList;
class Label;
class Spinner;

/// Follows one BrowserStep from "waiting for your browser" to "is this you?". Exactly one of done() and ended() is
/// emitted for each step that start() was given.
class BrowserStepView : public QWidget
{
    Q_OBJECT

public:
    explicit BrowserStepView(QWidget *parent = nullptr);
    void start(wallet::BrowserStep *step);
    [[nodiscard]] bool running() const { return m_step != nullptr; }

Q_SIGNALS:
    void done();
    void ended();          ///< Cancelled, rejected, or failed and given up.
    void againRequested(); ///< Failed, and the person wants to try again.

private:
    void refresh();
    void finish();
    void copyLink();

    QPointer<wallet::BrowserStep> m_step;
    QString m_party;
    QStackedWidget *m_stack;
    QWidget *m_busyPage;
    QWidget *m_confirmPage;
    QWidget *m_errorPage;
    Spinner *m_spinner;
    Label *m_title;
    Label *m_text;
    Label *m_obstacle;
    Button *m_openAgain;
    Button *m_copy;
    Button *m_cancel;
    Label *m_copied;
    Label *m_confirmTitle;
    Label *m_remark;
    FactList *m_facts;
    Button *m_yes;
    Button *m_no;
    ErrorView *m_error;
};

} // namespace fpx::ui
