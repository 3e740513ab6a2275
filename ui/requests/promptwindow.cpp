#include "requests/promptwindow.h"

#include "onboarding/browserstepview.h"
#include "policies/rulewords.h"
#include "requests/approveguard.h"
#include "requests/promptfooter.h"
#include "requests/promptheader.h"
#include "requests/promptquestion.h"
#include "requests/promptsheets.h"
#include "style/look.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/label.h"
#include "widgets/sidesheet.h"

#include <QApplication>
#include <QBoxLayout>
#include <QCloseEvent>
#include <QScreen>
#include <QStackedWidget>

#include <algorithm>

namespace fpx::ui {

using consent::Prompt;
using Stage = consent::Prompt::Stage;

namespace {

struct Reason {
    QString text;
    bool byRule = false; ///< One of the person's own: it stands first.
};

// Why the person is asked: by the rules, or in spite of one that allows.
Reason reasonOf(const Prompt &prompt, const wallet::Policies &policies)
{
    const consent::PromptContent &content = prompt.content();
    const policy::Explanation explanation = prompt.explanation();
    const bool decided = !explanation.decision.deciding.isEmpty();
    const bool allowed = explanation.decision.effect == policy::Effect::Allow;
    if (content.anotherDevice && (allowed || !decided))
        return {PromptWindow::tr("You are always asked when a request began on another device.")};
    const auto warns = [&content](consent::WarningKind kind) {
        return std::ranges::find(content.warnings, kind, &consent::Warning::kind) != content.warnings.end();
    };
    if (allowed && warns(consent::WarningKind::DataChanged))
        return {
            PromptWindow::tr("Your rule would allow this. You are asked because the network no longer describes the "
                             "data as it did when you last shared it."),
            true};
    if (allowed && warns(consent::WarningKind::ClientChanged))
        return {
            PromptWindow::tr("Your rule would allow this. You are asked because %1 is not what it was when you last "
                             "shared with it.")
                .arg(content.clientName),
            true};
    return {whyAsked(explanation, policies), decided};
}

} // namespace

PromptWindow::PromptWindow(const Context &context, QWidget *parent)
    : QWidget(parent, Qt::Window | Qt::WindowStaysOnTopHint),
      m_context(context),
      m_header(new PromptHeader),
      m_body(new QStackedWidget),
      m_footer(new PromptFooter(*context.clock)),
      m_guard(new ApproveGuard(this))
{
    setObjectName(QStringLiteral("promptWindow"));
    setWindowTitle(tr("Request"));
    setAccessibleName(tr("Request"));
    setFocusPolicy(Qt::NoFocus);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_body, 1);
    column->addWidget(m_footer);
    // Large text needs a large window, as far as the screen has room: the question and the answers must not be cut.
    const QSize room = screen()->availableSize();
    setMinimumSize(QSize(Look::scaled(500), Look::scaled(440)).boundedTo(room));
    resize(QSize(Look::scaled(620), Look::scaled(700)).boundedTo(room));

    connect(m_guard, &ApproveGuard::armedChanged, this, &PromptWindow::updateAllow);
    connect(m_header, &PromptHeader::previousRequested, this, [this] { step(-1); });
    connect(m_header, &PromptHeader::nextRequested, this, [this] { step(1); });
    connect(m_footer, &PromptFooter::allowed, this, &PromptWindow::allow);
    connect(m_footer, &PromptFooter::declined, this, [this] {
        if (m_prompt)
            m_prompt->decline();
    });
    connect(m_footer, &PromptFooter::declinedAll, this, &PromptWindow::declineAll);
    connect(m_footer, &PromptFooter::previewRequested, this, [this] {
        if (m_prompt && m_question)
            openPreview(m_prompt->preview(m_question->choice()), this);
    });
    connect(m_footer, &PromptFooter::detailsRequested, this, [this] {
        if (!m_prompt)
            return;
        QList<consent::DetailLine> lines = m_prompt->details();
        for (const QString &miss : nearMissWords(m_prompt->explanation(), *m_context.facade->policies()))
            lines.append({tr("Nearly"), miss});
        openDetails(lines, this);
    });
    connect(m_context.facade, &wallet::Facade::signInStarted, this, &PromptWindow::followStarted);
    connect(m_context.facade, &wallet::Facade::promptsChanged, this, &PromptWindow::queueChanged);
    connect(m_context.facade, &wallet::Facade::phaseChanged, this, &PromptWindow::phaseChanged);
    for (Button *answer : {m_footer->allowButton(), m_footer->declineButton(), m_footer->declineAllButton()})
        m_guard->guardKeys(answer);
}

PromptWindow::~PromptWindow()
{
    delete m_guard; // it would tell of the window's last hiding
}

void PromptWindow::showWaiting()
{
    const QList<Prompt *> prompts = m_context.facade->prompts();
    if (!m_prompt && !prompts.isEmpty())
        setPrompt(prompts.first());
    if (!m_prompt)
        return;
    const bool wasVisible = isVisible();
    show();
    if (!wasVisible) {
        raise();
        activateWindow();
    }
    QApplication::alert(this);
}

void PromptWindow::showPrompt(Prompt *prompt)
{
    if (prompt && prompt != m_prompt)
        setPrompt(prompt);
    showWaiting();
    raise();
    activateWindow();
}

void PromptWindow::allow()
{
    if (!m_prompt || !m_question || !m_guard->armed() || !m_choiceFits || m_prompt->stage() != Stage::Question)
        return;
    m_attempted = m_question->choice();
    m_prompt->allow(*m_attempted);
}

void PromptWindow::setPrompt(Prompt *prompt)
{
    if (m_prompt)
        m_prompt->disconnect(this);
    m_prompt = prompt;
    m_attempted.reset();
    m_wanted.clear();
    m_question = nullptr; // what was chosen there was for another request, whose parts may have the same names
    m_fingerprint.clear();
    m_built = false;
    if (prompt) {
        connect(prompt, &Prompt::changed, this, &PromptWindow::refresh);
        connect(prompt, &Prompt::finished, this, &PromptWindow::finished);
    }
    m_guard->restart(); // another request under the pointer
    refresh();
    queueChanged();
    m_header->focusQuestion();
}

void PromptWindow::queueChanged()
{
    const QList<Prompt *> prompts = m_context.facade->prompts();
    const auto at = static_cast<int>(prompts.indexOf(m_prompt.data()));
    m_header->showQueue(at + 1, at < 0 ? 0 : static_cast<int>(prompts.size()));
    offerDeclineAll();
}

QList<Prompt *> PromptWindow::fromTheSame() const
{
    QList<Prompt *> same;
    if (!m_prompt || (m_prompt->stage() != Stage::ChooseProfile && m_prompt->stage() != Stage::Question))
        return same;
    const consent::PromptContent &shown = m_prompt->content();
    for (Prompt *prompt : m_context.facade->prompts()) {
        const consent::PromptContent &content = prompt->content();
        if (prompt != m_prompt && prompt->stage() == m_prompt->stage() && content.network == shown.network &&
            content.client == shown.client && content.clientName == shown.clientName)
            same.append(prompt);
    }
    same.append(m_prompt);
    return same;
}

void PromptWindow::offerDeclineAll()
{
    const auto count = static_cast<int>(fromTheSame().size());
    if (count < 2)
        return m_footer->setDeclineAll(0, {});
    const consent::PromptContent &content = m_prompt->content();
    m_footer->setDeclineAll(count,
                            cleaned(content.clientName.isEmpty() ? m_prompt->networkName() : content.clientName, 40));
}

void PromptWindow::declineAll()
{
    for (Prompt *prompt : fromTheSame()) // each stays valid until control has returned to the event loop
        prompt->decline();
}

void PromptWindow::step(int by)
{
    const QList<Prompt *> prompts = m_context.facade->prompts();
    const qsizetype at = prompts.indexOf(m_prompt.data()) + by;
    if (at >= 0 && at < prompts.size())
        setPrompt(prompts.at(at));
}

void PromptWindow::finished()
{
    refresh();
    if (m_prompt)
        m_prompt->disconnect(this);
    m_prompt = nullptr; // the engine deletes it; what is shown stays
    queueChanged();
}

void PromptWindow::phaseChanged()
{
    if (m_context.facade->isOpen())
        return;
    // Nothing that a request said stays behind the lock, not even where only a screen reader finds it.
    close();
    SideSheet::dismissAll(this);
    m_question = nullptr;
    m_fingerprint.clear();
    m_wanted.clear();
    m_attempted.reset();
    m_stage = Stage::Loading;
    m_header->showSentence({}, {});
    m_footer->setWarnings({});
    m_footer->setMissing({});
    m_footer->setDeclineAll(0, {});
    setBody(new QWidget);
}

void PromptWindow::orderKeys(QWidget *body) const
{
    QList<QWidget *> inBody;
    for (QWidget *next = body->nextInFocusChain(); next != body && body->isAncestorOf(next);
         next = next->nextInFocusChain())
        inBody.append(next);
    QWidget *before = m_header->lastInKeys();
    for (QWidget *widget : std::as_const(inBody)) {
        if (!(widget->focusPolicy() & Qt::TabFocus))
            continue;
        QWidget::setTabOrder(before, widget);
        before = widget;
    }
}

void PromptWindow::beginStage()
{
    SideSheet::dismissAll(this);
    m_guard->restart();
    orderKeys(m_body->currentWidget());
    if (auto *result = m_body->currentWidget()->findChild<Label *>(QStringLiteral("promptResult")))
        result->setFocus(Qt::OtherFocusReason);
    else
        m_header->focusQuestion();
}

void PromptWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QWidget::keyPressEvent(event);
}

void PromptWindow::closeEvent(QCloseEvent *event)
{
    event->accept();
    if (m_prompt)
        m_prompt->disconnect(this);
    m_prompt = nullptr;
    m_built = false;
}

void PromptWindow::updateAllow()
{
    m_footer->setAllowEnabled(m_guard->armed() && m_choiceFits && m_stage == Stage::Question &&
                              m_body->currentWidget() == m_question);
    if (m_question)
        m_question->setRetryEnabled(m_guard->armed());
}

void PromptWindow::choiceChanged()
{
    if (!m_prompt || !m_question)
        return;
    consent::Choice unsaid = m_question->choice();
    unsaid.samePerson = false;
    const Result<void> fitsUnsaid = m_prompt->check(unsaid);
    m_question->offerSamePerson(!fitsUnsaid && fitsUnsaid.error().code == "linkage_unsaid");
    const consent::Choice choice = m_question->choice();
    m_header->showQuestion(m_prompt->content(), choice);
    const wallet::Policies &policies = *m_context.facade->policies();
    const Reason reason = reasonOf(*m_prompt, policies);
    m_question->setWhy(reason.text, reason.byRule);
    QStringList rules;
    for (const policy::Rule &rule : m_prompt->remembered(choice))
        rules.append(ruleSentence(rule, policies));
    m_question->setRules(rules);
    const Result<void> fits = m_prompt->check(choice);
    m_choiceFits = fits.has_value();
    m_footer->setMissing(fits ? QString() : fits.error().message);
    updateAllow();
}

void PromptWindow::connectSource(const QString &requestId, const SourceIdentifier &source)
{
    m_wanted.insert(requestId, source);
    auto *view = new BrowserStepView;
    m_browser = view;
    m_body->addWidget(view);
    m_body->setCurrentWidget(view);
    orderKeys(view);
    m_footer->setMissing({});
    m_footer->setLinks(false, false);
    updateAllow();
    const auto back = [this, view] {
        m_body->removeWidget(view);
        view->deleteLater();
        m_guard->restart();
        m_built = m_built && m_question;
        refresh();
        if (m_question) {
            m_body->setCurrentWidget(m_question);
            m_footer->setLinks(true, true);
            choiceChanged();
        }
    };
    connect(view, &BrowserStepView::done, this, back);
    connect(view, &BrowserStepView::ended, this, [this, back, requestId] {
        m_wanted.remove(requestId); // were it connected some other time, it would not be by this choice
        back();
    });
    connect(view, &BrowserStepView::againRequested, view,
            [this, view, source] { view->start(m_context.facade->connectSource(source)); });
    view->start(m_context.facade->connectSource(source));
}

} // namespace fpx::ui
