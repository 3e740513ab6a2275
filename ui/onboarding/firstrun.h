// From nothing to a wallet that can answer, in at most four steps. Back always works.
#pragma once

#include "shell/context.h"

#include <QWidget>

class QStackedWidget;
class QVBoxLayout;

namespace fpx::ui {

class BrowserStepView;
class Button;
class Label;
class ProviderList;

class FirstRun : public QWidget
{
    Q_OBJECT

public:
    explicit FirstRun(const Context &context, QWidget *parent = nullptr);

    enum Step { Welcome, Choose, InBrowser, YouAreIn };
    [[nodiscard]] Step step() const { return m_step; }
    /// True while the person is in the middle of it, whatever the facade's phase has become meanwhile.
    [[nodiscard]] bool running() const { return m_step != Welcome; }
    void focusFirst();

Q_SIGNALS:
    void finished();
    void placeRequested(const QString &place);

private:
    QWidget *welcomePage();
    QWidget *choosePage();
    QWidget *browserPage();
    QWidget *inPage();
    void go(Step step);
    void signIn(const IdpIdentifier &provider);
    void addSources(QVBoxLayout *column);

    Context m_context;
    Step m_step = Welcome;
    IdpIdentifier m_provider;
    QStackedWidget *m_stack;
    Label *m_progress;
    Button *m_back;
    Button *m_start = nullptr;
    ProviderList *m_providers = nullptr;
    BrowserStepView *m_browser = nullptr;
    QWidget *m_in = nullptr; ///< built when the person is in, since it shows what has been joined
    Button *m_finish = nullptr;
    Label *m_greeting = nullptr;
};

} // namespace fpx::ui
