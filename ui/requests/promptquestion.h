// The scrolling middle of the prompt: everything below the question that the person can choose.
#pragma once

#include "widgets/page.h"

#include <fpx/base/result.h>
#include <fpx/consent/offer.h>

namespace fpx::ui {

class Card;
class ChoiceBox;
class DurationCard;
class Label;
class Button;
class ResourceCard;

class PromptQuestion : public Page
{
    Q_OBJECT

public:
    PromptQuestion(const consent::PromptContent &content, const consent::Choice &initial, QWidget *parent = nullptr);
    [[nodiscard]] consent::Choice choice() const;
    /// Why the last attempt did not go through; code "" removes it.
    void setError(const Error &error);
    /// Why the person is asked, in a sentence: before the choices if a rule led here, else after them.
    void setWhy(const QString &why, bool byRule);
    /// Whether saying that people of different sources are one would make the present choice fit.
    void offerSamePerson(bool offered);
    /// The rules that "Do the same next time" would make of the present choice, in sentences.
    void setRules(const QStringList &sentences);
    /// "Try again" allows once more, so that it waits as Allow does.
    void setRetryEnabled(bool enabled);

Q_SIGNALS:
    void changed();
    /// The resource of `requestId` is to come from `source`, which is not connected yet.
    void connectRequested(const QString &requestId, const fpx::SourceIdentifier &source);
    void retryRequested();

private:
    QList<ResourceCard *> m_resources;
    Card *m_samePersonCard;
    ChoiceBox *m_samePerson;
    DurationCard *m_duration = nullptr;
    ChoiceBox *m_remember = nullptr;
    Label *m_rules = nullptr;
    Card *m_problem;
    Label *m_why;
    Button *m_again;
    Label *m_what;
    Label *m_meaning;
    Error m_error;
};

} // namespace fpx::ui
