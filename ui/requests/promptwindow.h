// The prompt: its own window above others, one request at a time, the others in a queue.
#pragma once

#include "shell/context.h"

#include <QHash>
#include <QPointer>
#include <QWidget>

class QStackedWidget;

namespace fpx::ui {

class ApproveGuard;
class BrowserStepView;
class Button;
class PromptFooter;
class PromptHeader;
class PromptQuestion;

/// Closing the window decides nothing: the request stays in Requests until it is answered or expires.
class PromptWindow : public QWidget
{
    Q_OBJECT

public:
    explicit PromptWindow(const Context &context, QWidget *parent = nullptr);
    ~PromptWindow() override;

    /// Shows the oldest waiting request, or stays with the one shown. Nothing happens when none waits.
    void showWaiting();
    void showPrompt(consent::Prompt *prompt);
    [[nodiscard]] consent::Prompt *current() const { return m_prompt; }
    [[nodiscard]] const ApproveGuard &guard() const { return *m_guard; }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void setPrompt(consent::Prompt *prompt);
    void queueChanged();
    void step(int by);
    /// The requests that wait from the same client, or, while they have not been opened, from the same network as the
    /// one shown; that one last.
    [[nodiscard]] QList<consent::Prompt *> fromTheSame() const;
    void offerDeclineAll();
    void declineAll();
    void refresh();
    void finished();
    void showChooser();
    void showSigningIn();
    void showDelivering();
    /// `action`: what can be done meanwhile, or null.
    void showBusy(const QString &title, const QString &text, Button *action = nullptr);
    void showQuestion();
    void showResult();
    void setBody(QWidget *body);
    /// The keyboard goes from the header to what the body shows, and on to the footer.
    void orderKeys(QWidget *body) const;
    /// Another stage: the keyboard begins at its heading, and no key answers yet.
    void beginStage();
    void phaseChanged();
    void choiceChanged();
    void updateAllow();
    /// Only what has been on the screen for long enough, as it stands there.
    void allow();
    void connectSource(const QString &requestId, const SourceIdentifier &source);
    /// What the question shows as chosen: what it showed before, and what has been connected for it since.
    [[nodiscard]] consent::Choice startingChoice();
    /// A sign-in began while the prompt waits for one: the request's own, or one from elsewhere that will do.
    void followStarted(wallet::BrowserStep *step);
    /// Shows `step` in the place of `body`, which comes back when the step has ended without a sign-in.
    void follow(wallet::BrowserStep *step, QWidget *body);

    Context m_context;
    QPointer<consent::Prompt> m_prompt;
    consent::Prompt::Stage m_stage = consent::Prompt::Stage::Loading;
    QByteArray m_fingerprint;                   ///< of the content that the question was built from
    std::optional<consent::Choice> m_attempted; ///< what was allowed last, for when that does not go through
    QHash<QString, SourceIdentifier> m_wanted;  ///< request_id → the source that is being connected for it
    bool m_choiceFits = false;
    bool m_built = false;   ///< the body belongs to m_stage
    QByteArray m_shortfall; ///< what the body of SigningIn says; a code
    PromptHeader *m_header;
    QStackedWidget *m_body;
    QPointer<PromptQuestion> m_question;
    QPointer<BrowserStepView> m_browser;
    PromptFooter *m_footer;
    ApproveGuard *m_guard;
};

} // namespace fpx::ui
