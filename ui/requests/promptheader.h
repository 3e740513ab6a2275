// The top of the prompt: who asks, in one sentence; who vouches for them; which of several requests this is.
#pragma once

#include <fpx/consent/prompt.h>

#include <QWidget>

namespace fpx::ui {

class Avatar;
class Button;
class IconView;
class Label;

class PromptHeader : public QWidget
{
    Q_OBJECT

public:
    explicit PromptHeader(QWidget *parent = nullptr);
    /// A plain sentence, while who asks is not known yet or matters no more.
    void showSentence(const QString &sentence, const QString &who, const QByteArray &logo = {});
    /// The question itself.
    void showQuestion(const consent::PromptContent &content, const consent::Choice &choice);
    void showQueue(int position, int count);
    void focusQuestion();
    [[nodiscard]] QWidget *lastInKeys() const;
    [[nodiscard]] QString question() const;

Q_SIGNALS:
    void previousRequested();
    void nextRequested();

private:
    void setVerified(const consent::PromptContent *content);

    Avatar *m_logo;
    Label *m_question;
    QWidget *m_verifiedRow;
    IconView *m_verifiedIcon;
    Label *m_verified;
    Label *m_reason;
    QWidget *m_queue;
    Label *m_counter;
    Button *m_previous;
    Button *m_next;
};

} // namespace fpx::ui
