#include "requests/promptheader.h"

#include "style/look.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/margins.h"
#include "widgets/page.h"

#include <QBoxLayout>

namespace fpx::ui {

PromptHeader::PromptHeader(QWidget *parent)
    : QWidget(parent),
      m_logo(new Avatar(Look::scaled(48))),
      m_question(new Label(QString(), Type::Title)),
      m_verifiedRow(new QWidget),
      m_verifiedIcon(new IconView(QStringLiteral("shield"), 16, Tone::Success)),
      m_verified(new Label(QString(), Type::Body, Tone::Muted)),
      m_reason(new Label(QString(), Type::Body, Tone::Muted)),
      m_queue(new QWidget),
      m_counter(new Label(QString(), Type::Small, Tone::Muted)),
      m_previous(Button::iconOnly(backwardIcon(), tr("Previous request"), QStringLiteral("promptPrevious"))),
      m_next(Button::iconOnly(forwardIcon(), tr("Next request"), QStringLiteral("promptNext")))
{
    m_question->setObjectName(QStringLiteral("promptSentence"));
    m_reason->setObjectName(QStringLiteral("promptReason"));
    m_counter->setObjectName(QStringLiteral("promptCounter"));
    m_counter->setWordWrap(false);
    auto *queue = new QHBoxLayout(m_queue);
    queue->setContentsMargins(0, 0, 0, 0);
    queue->setSpacing(0);
    queue->addWidget(m_previous);
    queue->addWidget(m_counter);
    queue->addWidget(m_next);
    m_queue->hide();

    auto *line = new QHBoxLayout(this);
    setMargins(line, space::xl, space::xl, space::l, space::m);
    line->setSpacing(space::l);
    line->addWidget(m_logo, 0, Qt::AlignTop);
    auto *texts = columnLayout(space::xs);
    texts->addWidget(m_question);
    auto *verified = new QHBoxLayout(m_verifiedRow);
    verified->setContentsMargins(0, 0, 0, 0);
    verified->setSpacing(space::xs + 2);
    verified->addWidget(m_verifiedIcon, 0, Qt::AlignTop);
    verified->addWidget(m_verified, 1);
    texts->addWidget(m_verifiedRow);
    m_question->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    texts->addWidget(m_reason);
    line->addLayout(texts, 1);
    line->addWidget(m_queue, 0, Qt::AlignTop);
    connect(m_previous, &QAbstractButton::clicked, this, &PromptHeader::previousRequested);
    connect(m_next, &QAbstractButton::clicked, this, &PromptHeader::nextRequested);
}

void PromptHeader::showSentence(const QString &sentence, const QString &who, const QByteArray &logo)
{
    m_logo->set(who, logo);
    m_question->setTextFormat(Qt::PlainText);
    m_question->setText(sentence);
    m_question->setAccessibleName(sentence);
    setVerified(nullptr);
    m_reason->clear();
    m_reason->hide();
}

void PromptHeader::showQuestion(const consent::PromptContent &content, const consent::Choice &choice)
{
    m_logo->set(cleaned(content.clientName), content.clientLogoPng);
    const Sentence sentence = promptSentence(content, choice);
    m_question->setTextFormat(Qt::RichText); // everything from outside in it has been escaped
    m_question->setText(sentence.html);
    m_question->setAccessibleName(sentence.text);
    setVerified(&content);
    // the client's own words, below the wallet's and in quotation marks (profile 4.3)
    m_reason->setText(tr("“%1”", "the words of the one who asks").arg(cleaned(content.reason, 300)));
    m_reason->setVisible(!content.reason.isEmpty());
}

void PromptHeader::setVerified(const consent::PromptContent *content)
{
    m_verifiedRow->setVisible(content);
    if (!content) // a screen reader finds what is hidden as well
        return m_verified->clear();
    const bool verified = !content->verifiedBy.isEmpty();
    QString text =
        verified ? tr("verified by %1").arg(cleaned(content->verifiedBy)) : tr("Nobody has verified who this is.");
    if (!content->clientOrganization.isEmpty() && content->clientOrganization != content->clientName)
        text = tr("%1 · %2").arg(cleaned(content->clientOrganization), text);
    m_verified->setText(text);
    m_verified->setTone(verified ? Tone::Muted : Tone::Warning);
    m_verifiedIcon->set(verified ? QStringLiteral("shield") : QStringLiteral("warning"),
                        verified ? Tone::Success : Tone::Warning);
}

void PromptHeader::showQueue(int position, int count)
{
    m_counter->setText(tr("%1 of %2", "position in the queue").arg(position).arg(count));
    m_previous->setEnabled(position > 1);
    m_next->setEnabled(position < count);
    m_queue->setVisible(count > 1);
}

void PromptHeader::focusQuestion()
{
    m_question->setFocus(Qt::OtherFocusReason); // neither Allow nor Decline, and screen readers begin with the question
}

QWidget *PromptHeader::lastInKeys() const
{
    return m_next;
}

QString PromptHeader::question() const
{
    return m_question->accessibleName();
}

} // namespace fpx::ui
