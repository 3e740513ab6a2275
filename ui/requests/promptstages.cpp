// The prompt window's stages, each a calm view of its own.
#include "onboarding/browserstepview.h"
#include "onboarding/providerlist.h"
#include "requests/approveguard.h"
#include "requests/promptfooter.h"
#include "requests/promptheader.h"
#include "requests/promptquestion.h"
#include "requests/promptwindow.h"
#include "style/look.h"
#include "text/dates.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/noticebar.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QStackedWidget>

namespace fpx::ui {

using namespace consent;
using Stage = consent::Prompt::Stage;

namespace {

QVBoxLayout *paneLayout(QWidget *pane)
{
    auto *column = new QVBoxLayout(pane);
    column->setContentsMargins(space::xl, space::s, space::xl, space::l);
    column->setSpacing(space::m);
    return column;
}

/// No sign-in went wrong: it is not good enough, or none can be.
bool fallsShort(const QByteArray &code)
{
    return code == "assurance_unreachable" || code == "auth_time_unknown" || code == "assurance_unmet";
}

QWidget *resultPane(const QString &icon, Tone tone, const QString &title, const QString &text,
                    const QList<Button *> &buttons)
{
    auto *pane = new QWidget;
    auto *column = paneLayout(pane);
    auto *picture = new IconView(icon, 28, tone);
    picture->setGround(true);
    auto *heading = Label::strong(QString(), Type::Title);
    heading->setObjectName(QStringLiteral("promptResult"));
    auto *words = new Label(text, Type::Body, Tone::Muted);
    words->setObjectName(QStringLiteral("promptResultWords"));
    for (Label *label : {heading, words})
        label->setAlignment(Qt::AlignHCenter);
    column->addStretch(1);
    column->addWidget(picture, 0, Qt::AlignHCenter);
    column->addWidget(heading);
    column->addWidget(words);
    column->addSpacing(space::s);
    auto *line = row(space::m);
    line->addStretch(1);
    for (Button *button : buttons)
        line->addWidget(button);
    line->addStretch(1);
    column->addLayout(line);
    column->addStretch(2);
    heading->announce(title);
    return pane;
}

} // namespace

void PromptWindow::setBody(QWidget *body)
{
    while (m_body->count() > 0) {
        QWidget *old = m_body->widget(0);
        m_body->removeWidget(old);
        old->deleteLater();
    }
    m_body->addWidget(body);
    m_body->setCurrentWidget(body);
}

void PromptWindow::refresh()
{
    if (!m_prompt)
        return;
    const Stage stage = m_prompt->stage();
    const PromptContent &content = m_prompt->content();
    if (stage == Stage::Question) {
        const QByteArray now = fingerprint(content);
        if (m_built && m_stage == stage && now == m_fingerprint) {
            if (m_question)
                m_question->setError(m_prompt->error());
            choiceChanged();
            return;
        }
        if (m_browser && m_browser->running())
            return; // shown when the browser step is over
        m_fingerprint = now;
    } else if (m_built && stage == m_stage && (stage != Stage::Sending || !content.anotherDevice) &&
               (m_shortfall == m_prompt->error().code || !fallsShort(m_prompt->error().code))) {
        return;
    }
    m_shortfall = stage == Stage::SigningIn ? m_prompt->error().code : QByteArray();
    m_stage = stage;
    m_built = true;
    m_choiceFits = false;
    const bool open = stage < Stage::Sending;
    m_footer->setVisible(open);
    m_footer->setAnswers(open, stage == Stage::Question);
    m_footer->setExpiry(content.expiresAt);
    m_footer->setLinks(stage == Stage::Question, stage == Stage::Question);
    m_footer->setWarnings(stage == Stage::Question ? content.warnings : QList<Warning>());
    m_footer->setMissing({});
    offerDeclineAll();
    switch (stage) {
    case Stage::ChooseProfile: showChooser(); break;
    case Stage::SigningIn: showSigningIn(); break;
    case Stage::Loading:
        showBusy(tr("Reading the request…"), tr("Asking %1 what this is about.").arg(cleaned(m_prompt->networkName())));
        break;
    case Stage::Question: showQuestion(); break;
    case Stage::Sending:
        if (content.anotherDevice)
            showDelivering();
        else
            showBusy(tr("Sending your answer…"),
                     tr("This takes a moment. You can look at your browser again afterwards."));
        break;
    case Stage::ForBrowser:
        // A page that asked while the wallet was away shows the browser's own error, and asks no more.
        showBusy(tr("Your browser fetches your answer…"),
                 tr("Go back to the page where you began. If it says that it cannot be reached, reload it."));
        break;
    case Stage::Allowed:
    case Stage::Declined:
    case Stage::Expired:
    case Stage::Failed: showResult(); break;
    }
    beginStage();
    updateAllow();
}

void PromptWindow::showChooser()
{
    const QString network = cleaned(m_prompt->networkName());
    m_header->showSentence(tr("%1 has a request.").arg(network), network);
    auto *pane = new QWidget;
    auto *column = paneLayout(pane);
    auto *card = new Card;
    auto *line = row();
    auto *as = new Label(tr("Open as", "followed by a choice of profiles"));
    as->setWordWrap(false);
    auto *profiles = new QComboBox;
    profiles->setObjectName(QStringLiteral("promptProfile"));
    profiles->setAccessibleName(tr("Open as"));
    for (const ProfileOffer &profile : m_prompt->profiles())
        profiles->addItem(cleaned(profile.displayName), profile.id.value());
    auto *open = new Button(tr("Open"), QStringLiteral("promptOpen"), Button::Kind::Primary);
    open->setEnabled(profiles->count() > 0);
    m_guard->guardKeys(open);
    line->addWidget(as);
    line->addWidget(profiles, 1);
    line->addWidget(open);
    card->column()->addLayout(line);
    column->addWidget(card);
    column->addWidget(new Label(
        tr("Nothing has been sent yet. The profile that you choose is the only one that %1 will see.").arg(network),
        Type::Body, Tone::Muted));
    column->addStretch(1);
    connect(open, &QAbstractButton::clicked, this, [this, profiles] {
        if (m_prompt)
            m_prompt->openAs(EnrolmentId(profiles->currentData().toString()));
    });
    setBody(pane);
}

void PromptWindow::showSigningIn()
{
    const QString network = cleaned(m_prompt->networkName());
    m_header->showSentence(tr("Before you see this request, sign in again."), network);
    auto *pane = new Page;
    auto *column = pane->column();
    const Error why = m_prompt->error();
    auto *words =
        new Label(fallsShort(why.code) || why.code == "sign_in_needed"
                      ? why.message
                      : tr("%1 asks for a fresh sign-in, so that nobody else answers in your place.").arg(network),
                  Type::Body, fallsShort(why.code) ? Tone::Warning : Tone::Muted);
    words->setObjectName(QStringLiteral("promptSignInWhy"));
    column->addWidget(words);
    auto *list = new ProviderList(m_context, true);
    column->addWidget(list);
    column->addStretch(1);
    connect(list, &ProviderList::chosen, this,
            [this, pane](const IdpIdentifier &provider) { follow(m_context.facade->signIn(provider), pane); });
    setBody(pane);
    if (wallet::BrowserStep *running = m_context.facade->signInUnderWay())
        follow(running, pane);
}

void PromptWindow::followStarted(wallet::BrowserStep *step)
{
    if (m_prompt && m_stage == Stage::SigningIn && m_body->count() > 0)
        follow(step, m_body->widget(0));
}

void PromptWindow::follow(wallet::BrowserStep *step, QWidget *body)
{
    if (step == nullptr)
        return;
    auto *view = new BrowserStepView;
    m_browser = view;
    m_body->addWidget(view);
    m_body->setCurrentWidget(view);
    orderKeys(view);
    const auto back = [this, view, body = QPointer<QWidget>(body)] {
        if (body)
            m_body->setCurrentWidget(body);
        m_body->removeWidget(view);
        view->deleteLater();
    };
    connect(view, &BrowserStepView::ended, this, back);
    connect(view, &BrowserStepView::done, this, [this] { refresh(); });
    connect(view, &BrowserStepView::againRequested, this, [this, back] {
        back();
        if (m_prompt)
            m_prompt->retry(); // begins a sign-in that is good enough, which followStarted() shows
    });
    view->start(step);
}

void PromptWindow::showDelivering()
{
    const QString network = cleaned(m_prompt->networkName());
    if (m_prompt->error().code.isEmpty()) {
        showBusy(tr("Delivering your answer…"),
                 tr("The wallet brings it to %1 itself; the other device goes on from there.").arg(network));
        return;
    }
    const QString end = timeText(m_prompt->content().expiresAt);
    auto *closer = new Button(tr("Close"), QStringLiteral("promptClose"));
    connect(closer, &QAbstractButton::clicked, this, &QWidget::close);
    showBusy(tr("Not delivered yet"),
             tr("%1 has not taken your answer. The wallet tries again until %2, also when you close this window.")
                 .arg(network, end),
             closer);
}

void PromptWindow::showBusy(const QString &title, const QString &text, Button *action)
{
    const PromptContent &content = m_prompt->content();
    if (m_stage == Stage::Loading)
        m_header->showSentence(tr("%1 has a request.").arg(cleaned(m_prompt->networkName())),
                               cleaned(m_prompt->networkName()));
    else
        m_header->showSentence(tr("Answering %1").arg(cleaned(content.clientName)), cleaned(content.clientName),
                               content.clientLogoPng);
    auto *pane = new QWidget;
    auto *column = paneLayout(pane);
    auto *heading = Label::strong(title, Type::Heading);
    auto *words = new Label(text, Type::Body, Tone::Muted);
    for (Label *label : {heading, words})
        label->setAlignment(Qt::AlignHCenter);
    column->addStretch(1);
    column->addWidget(new Spinner(36), 0, Qt::AlignHCenter);
    column->addWidget(heading);
    column->addWidget(words);
    if (action != nullptr)
        column->addWidget(action, 0, Qt::AlignHCenter);
    column->addStretch(2);
    setBody(pane);
}

Choice PromptWindow::startingChoice()
{
    const Choice proposed = m_prompt->initialChoice();
    Choice choice = m_question ? m_question->choice() : m_attempted ? *m_attempted : proposed;
    const auto take = [](ResourceChoice &chosen, const SourceIdentifier &source, const QString &subject) {
        chosen.source = source;
        chosen.subject = subject;
    };
    for (ResourceChoice &chosen : choice.resources) {
        for (const ResourceChoice &one : proposed.resources) {
            if (one.requestId == chosen.requestId && chosen.source.isEmpty())
                take(chosen, one.source, one.subject); // nothing offered it until now
        }
        for (const ResourceOffer &offer : m_prompt->content().resources) {
            for (const SourceOffer &source : offer.sources) {
                if (offer.requestId == chosen.requestId && source.connected &&
                    source.id == m_wanted.value(chosen.requestId)) {
                    take(chosen, source.id, {});
                    m_wanted.remove(chosen.requestId);
                }
            }
        }
    }
    return choice;
}

void PromptWindow::showQuestion()
{
    auto *question = new PromptQuestion(m_prompt->content(), startingChoice());
    connect(question, &PromptQuestion::changed, this, &PromptWindow::choiceChanged);
    connect(question, &PromptQuestion::connectRequested, this, &PromptWindow::connectSource);
    connect(question, &PromptQuestion::retryRequested, this, [this] {
        if (!m_prompt)
            return;
        m_prompt->retry(); // what is offered may have changed: then the question is new, and nothing is allowed yet
        allow();
    });
    setBody(question);
    m_question = question;
    question->setError(m_prompt->error());
    choiceChanged();
}

void PromptWindow::showResult()
{
    const PromptContent &content = m_prompt->content();
    const QString who = content.clientName.isEmpty() ? cleaned(m_prompt->networkName()) : cleaned(content.clientName);
    m_header->showSentence(tr("Request of %1").arg(who), who, content.clientLogoPng);
    auto *closer = new Button(tr("Close"), QStringLiteral("promptClose"));
    connect(closer, &QAbstractButton::clicked, this, &QWidget::close);
    QList<Button *> buttons{closer};
    int waiting = 0;
    for (const Prompt *other : m_context.facade->prompts())
        waiting += other != m_prompt ? 1 : 0;
    if (waiting > 0) {
        auto *next = new Button(tr("Next request"), QStringLiteral("promptNextRequest"), Button::Kind::Primary);
        connect(next, &QAbstractButton::clicked, this, [this] {
            m_prompt = nullptr;
            showWaiting();
        });
        buttons.append(next);
    }
    const bool device = content.anotherDevice;
    // Whatever but the person's own word ended it, they read why.
    const Error outcome = m_prompt->error();
    const QString why = outcome.code == "denied_by_rule" ? tr("One of your rules declined it. Nothing was shared.")
                        : outcome.code == "declined" || outcome.message.isEmpty() ? tr("Nothing was shared.")
                                                                                  : outcome.message;
    switch (m_stage) {
    case Stage::Allowed:
        setBody(resultPane(QStringLiteral("check"), Tone::Success,
                           device ? tr("Delivered to the other device") : tr("Allowed"),
                           device ? tr("It goes on by itself. You find this under Sharing and can revoke it there.")
                                  : tr("Go on in your browser. You find this under Sharing and can revoke it there."),
                           buttons));
        return;
    case Stage::Declined:
        setBody(resultPane(QStringLiteral("revoke"), Tone::Muted, tr("Declined"),
                           why + u' ' + (device ? tr("The other device is told.") : tr("Go on in your browser.")),
                           buttons));
        return;
    case Stage::Expired:
        setBody(resultPane(QStringLiteral("clock"), Tone::Muted, tr("The request has expired"),
                           why + u' ' + tr("To try again, start again where you began."), buttons));
        return;
    default: break;
    }
    auto *pane = new QWidget;
    auto *column = paneLayout(pane);
    auto *view = new ErrorView;
    const Error error = m_prompt->error();
    view->setError(error);
    for (Button *button : std::as_const(buttons))
        view->addAction(button);
    if (error.retry == Retry::Later) {
        auto *again = new Button(tr("Try again"), QStringLiteral("promptRetry"), Button::Kind::Primary);
        view->addAction(again);
        connect(again, &QAbstractButton::clicked, this, [this, prompt = m_prompt] {
            if (prompt)
                prompt->retry();
        });
    }
    column->addStretch(1);
    column->addWidget(view);
    column->addStretch(2);
    setBody(pane);
}

} // namespace fpx::ui
