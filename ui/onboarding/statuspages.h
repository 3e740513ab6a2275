// What the window shows while the wallet cannot be used: starting, a problem, signed out, locked.
#pragma once

#include "shell/context.h"

#include <QWidget>

class QStackedWidget;

namespace fpx::ui {

class BrowserStepView;
class Button;
class ErrorView;
class Label;
class ProviderList;

class StatusPages : public QWidget
{
    Q_OBJECT

public:
    explicit StatusPages(const Context &context, QWidget *parent = nullptr);
    /// Shows the page of the facade's phase.
    void refresh();
    void focusFirst();

private:
    QWidget *startingPage();
    QWidget *problemPage();
    QWidget *lockedPage();
    QWidget *signedOutPage();
    void signIn(const IdpIdentifier &provider);
    void sayWaiting();

    Context m_context;
    QStackedWidget *m_stack;
    QWidget *m_starting = nullptr;
    QWidget *m_problem = nullptr;
    QWidget *m_locked = nullptr;
    QWidget *m_signedOut = nullptr;
    ErrorView *m_error = nullptr;
    Button *m_retry = nullptr;
    Button *m_unlock = nullptr;
    Label *m_waiting = nullptr;
    ProviderList *m_providers = nullptr;
    QStackedWidget *m_signInStack = nullptr;
    BrowserStepView *m_browser = nullptr;
    IdpIdentifier m_provider;
};

} // namespace fpx::ui
