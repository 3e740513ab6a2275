// The bottom of the prompt: warnings, what is missing, the time left, and the two answers.
#pragma once

#include <fpx/consent/prompt.h>

#include <QWidget>

class QTimer;
class QVBoxLayout;

namespace fpx {
class Clock;
}

namespace fpx::ui {

class Button;
class Label;

class PromptFooter : public QWidget
{
    Q_OBJECT

public:
    explicit PromptFooter(const Clock &clock, QWidget *parent = nullptr);
    void setWarnings(const QList<consent::Warning> &warnings);
    /// Why the choice cannot be allowed as it stands; empty: it can.
    void setMissing(const QString &sentence);
    void setExpiry(const QDateTime &expiresAt);
    /// What can be answered now.
    void setAnswers(bool decline, bool allow);
    void setAllowEnabled(bool enabled);
    void setLinks(bool preview, bool details);
    /// Of so many that wait from `who`, all can be declined at once; fewer than two: not offered.
    void setDeclineAll(int count, const QString &who);

    [[nodiscard]] Button *allowButton() const { return m_allow; }
    [[nodiscard]] Button *declineButton() const { return m_decline; }
    [[nodiscard]] Button *declineAllButton() const { return m_declineAll; }
    void updateCountdown();

Q_SIGNALS:
    void allowed();
    void declined();
    void declinedAll();
    void previewRequested();
    void detailsRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    const Clock &m_clock;
    QVBoxLayout *m_warnings;
    QWidget *m_warningArea;
    Label *m_missing;
    Label *m_expiry;
    Button *m_preview;
    Button *m_details;
    Button *m_declineAll;
    Button *m_decline;
    Button *m_allow;
    QTimer *m_timer;
    QDateTime m_expiresAt;
};

} // namespace fpx::ui
