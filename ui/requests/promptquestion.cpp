#include "requests/promptquestion.h"

#include "requests/durationcard.h"
#include "requests/resourcecard.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/choicebox.h"
#include "widgets/label.h"
#include "widgets/noticebar.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QTimer>

namespace fpx::ui {

using namespace consent;

PromptQuestion::PromptQuestion(const PromptContent &content, const Choice &initial, QWidget *parent)
    : Page(parent),
      m_samePersonCard(new Card),
      m_samePerson(
          new ChoiceBox(ChoiceBox::Kind::Check, tr("They are the same person"), QStringLiteral("promptSamePerson"))),
      m_problem(new Card),
      m_why(new Label(QString(), Type::Body, Tone::Muted)),
      m_again(new Button(tr("Try again"), QStringLiteral("promptTryAgain"))),
      m_what(Label::strong(QString())),
      m_meaning(new Label)
{
    setObjectName(QStringLiteral("promptQuestionArea"));
    m_problem->setSoft(Tone::Danger);
    m_problem->setObjectName(QStringLiteral("promptProblem"));
    auto *other = new Button(tr("Choose another source"), QStringLiteral("promptOtherSource"));
    auto *copy = new Button(tr("Copy details"), QStringLiteral("promptCopyError"), Button::Kind::Link);
    m_problem->column()->addWidget(m_what);
    m_problem->column()->addWidget(m_meaning);
    auto *actions = row();
    actions->addWidget(m_again);
    actions->addWidget(other);
    actions->addWidget(copy);
    actions->addStretch(1);
    m_problem->column()->addLayout(actions);
    m_problem->hide();
    column()->addWidget(m_problem);
    connect(m_again, &QAbstractButton::clicked, this, &PromptQuestion::retryRequested);
    connect(copy, &QAbstractButton::clicked, this,
            [this] { QApplication::clipboard()->setText(errorForSupport(m_error)); });
    connect(other, &QAbstractButton::clicked, this, [this] {
        if (!m_resources.isEmpty())
            m_resources.first()->focusSource();
    });

    if (content.purpose == QLatin1String("protect")) {
        auto *card = new Card;
        card->column()->addWidget(
            new Label(tr("From then on %1 asks %2 before it gives out your records, and you decide "
                         "here who may see them. This by itself shares nothing. You can end it "
                         "under Sources.")
                          .arg(cleaned(content.clientName), cleaned(content.networkName))));
        column()->addWidget(card);
    }
    for (const ResourceOffer &offer : content.resources) {
        ResourceChoice start;
        start.requestId = offer.requestId;
        for (const ResourceChoice &chosen : initial.resources) {
            if (chosen.requestId == offer.requestId)
                start = chosen;
        }
        auto *card = new ResourceCard(offer, start);
        m_resources.append(card);
        column()->addWidget(card);
        connect(card, &ResourceCard::changed, this, &PromptQuestion::changed);
        connect(card, &ResourceCard::connectRequested, this,
                [this, id = offer.requestId](const SourceIdentifier &source) { Q_EMIT connectRequested(id, source); });
    }
    m_samePerson->setExplanation(
        tr("The wallet remembers it on this computer until one of the sources is disconnected, and tells nobody."));
    m_samePersonCard->column()->addWidget(m_samePerson);
    m_samePersonCard->hide();
    column()->addWidget(m_samePersonCard);
    connect(m_samePerson, &QAbstractButton::toggled, this, &PromptQuestion::changed);
    if (content.duration.once || content.duration.until || content.duration.untilRevoked) {
        m_duration = new DurationCard(content.duration, initial.duration);
        column()->addWidget(m_duration);
        connect(m_duration, &DurationCard::changed, this, &PromptQuestion::changed);
    }
    if (content.canRemember) {
        m_remember =
            new ChoiceBox(ChoiceBox::Kind::Check, tr("Do the same next time"), QStringLiteral("promptRemember"));
        QString explanation = tr("The wallet then answers such requests of %1 like this, without asking. You are told "
                                 "each time and can change it whenever you like.")
                                  .arg(cleaned(content.clientName));
        if (!content.opensDirectly)
            explanation += u' ' + tr("You still open each request of %1 first, as you chose when you joined it.")
                                      .arg(cleaned(content.networkName));
        m_remember->setExplanation(explanation);
        m_remember->setChecked(initial.remember);
        auto *card = new Card;
        card->column()->addWidget(m_remember);
        m_rules = new Label;
        m_rules->setObjectName(QStringLiteral("promptRules"));
        card->column()->addWidget(m_rules);
        column()->addWidget(card);
        connect(m_remember, &QAbstractButton::toggled, this, &PromptQuestion::changed);
    }
    m_why->setObjectName(QStringLiteral("promptWhy"));
    column()->addWidget(m_why);
    column()->addStretch(1);
}

void PromptQuestion::setWhy(const QString &why, bool byRule)
{
    m_why->setText(why);
    column()->removeWidget(m_why);
    column()->insertWidget(byRule ? 0 : column()->count() - 1, m_why);
}

void PromptQuestion::setRules(const QStringList &sentences)
{
    if (!m_rules)
        return;
    m_rules->setVisible(m_remember->isChecked());
    const QString words = sentences.size() > 1 ? tr("These rules are made: %1").arg(sentences.join(u' '))
                                               : tr("This rule is made: %1").arg(sentences.join(u' '));
    if (!m_remember->isChecked() || m_rules->text() == words)
        return;
    m_rules->announce(words);
    QTimer::singleShot(0, m_rules, [this] { ensureWidgetVisible(m_rules); }); // once it has its place
}

void PromptQuestion::offerSamePerson(bool offered)
{
    m_samePersonCard->setVisible(offered);
    if (!offered)
        m_samePerson->setChecked(false); // it was said of others
    else if (!m_samePerson->isChecked()) // what Allow waits for is seen, once it has its place
        QTimer::singleShot(0, m_samePersonCard, [this] { ensureWidgetVisible(m_samePersonCard); });
}

void PromptQuestion::setRetryEnabled(bool enabled)
{
    m_again->setEnabled(enabled);
}

Choice PromptQuestion::choice() const
{
    Choice choice;
    for (const ResourceCard *card : m_resources)
        choice.resources.append(card->choice());
    if (m_duration)
        choice.duration = m_duration->choice();
    choice.remember = m_remember && m_remember->isChecked();
    choice.samePerson = m_samePerson->isChecked();
    return choice;
}

void PromptQuestion::setError(const Error &error)
{
    m_error = error;
    const ErrorWords words = errorWords(error.message);
    m_what->announce(words.what);
    m_meaning->setText(words.meaning);
    m_meaning->setVisible(!words.meaning.isEmpty());
    m_problem->setVisible(!error.code.isEmpty());
    if (!error.code.isEmpty())
        ensureVisible(0, 0);
}

} // namespace fpx::ui
