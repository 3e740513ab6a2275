// A browser step and a prompt that tests move by hand.
#pragma once

#include <fpx/consent/prompt.h>
#include <fpx/wallet/browserstep.h>

#include <functional>

namespace fpx::test {

class FakeBrowserStep : public wallet::BrowserStep
{
    Q_OBJECT

public:
    explicit FakeBrowserStep(QString party, QObject *parent = nullptr) : BrowserStep(parent), m_party(std::move(party))
    {
    }

    [[nodiscard]] State state() const override { return m_state; }
    [[nodiscard]] Error error() const override { return m_error; }
    [[nodiscard]] QString partyName() const override { return m_party; }
    [[nodiscard]] QList<wallet::AccountFact> facts() const override { return m_facts; }
    [[nodiscard]] QString obstacle() const override { return m_obstacle; }
    void openAgain() override { ++opened; }
    [[nodiscard]] QUrl link() override
    {
        ++links;
        return m_state == State::Waiting ? QUrl(QStringLiteral("http://127.0.0.1:28950/start/t%1").arg(links)) : QUrl();
    }
    void cancel() override { end(State::Cancelled); }
    void confirm() override
    {
        if (m_state == State::Confirm)
            end(State::Done);
    }
    void reject() override
    {
        if (m_state == State::Confirm)
            end(State::Cancelled);
    }

    void move(State state)
    {
        m_state = state;
        Q_EMIT changed();
    }
    void meet(const QString &obstacle)
    {
        m_obstacle = obstacle;
        Q_EMIT changed();
    }
    [[nodiscard]] QString remark() const override { return m_remark; }
    void answer(const QList<wallet::AccountFact> &facts, const QString &remark = {})
    {
        m_facts = facts;
        m_remark = remark;
        move(State::Confirm);
    }
    void failWith(const Error &error)
    {
        m_error = error;
        end(State::Failed);
    }
    void end(State state);

    int opened = 0;
    int links = 0;
    std::function<void(State)> ended; ///< runs before finished()

private:
    State m_state = State::Preparing;
    Error m_error;
    QString m_party;
    QString m_obstacle;
    QString m_remark;
    QList<wallet::AccountFact> m_facts;
};

class FakePrompt : public consent::Prompt
{
    Q_OBJECT

public:
    FakePrompt(QString key, consent::PromptContent content, QObject *parent = nullptr)
        : Prompt(parent), m_key(std::move(key)), m_content(std::move(content))
    {
    }

    [[nodiscard]] RequestKey key() const override { return RequestKey(m_key); }
    [[nodiscard]] Stage stage() const override { return m_stage; }
    [[nodiscard]] QString networkName() const override { return m_content.networkName; }
    [[nodiscard]] QList<consent::ProfileOffer> profiles() const override { return profileOffers; }
    [[nodiscard]] const consent::PromptContent &content() const override { return m_content; }
    [[nodiscard]] Error error() const override { return m_error; }
    [[nodiscard]] QList<consent::DetailLine> details() const override;
    [[nodiscard]] consent::Choice initialChoice() const override;
    [[nodiscard]] Result<void> check(const consent::Choice &choice) const override;
    [[nodiscard]] consent::Preview preview(const consent::Choice &choice) const override;
    [[nodiscard]] policy::Explanation explanation() const override { return why; }
    [[nodiscard]] QList<policy::Rule> remembered(const consent::Choice &choice) const override;
    void openAs(const EnrolmentId &profile) override;
    void allow(const consent::Choice &choice) override;
    void decline() override;
    void retry() override { ++retried; }

    void move(Stage stage);
    void setContent(const consent::PromptContent &content);
    void setError(const Error &error);

    QList<consent::ProfileOffer> profileOffers;
    QList<consent::Choice> allowed;
    QString openedAs;
    policy::Explanation why;
    int declined = 0;
    int retried = 0;
    bool sendsAtOnce = true; ///< allow() goes on to Allowed

private:
    QString m_key;
    consent::PromptContent m_content;
    Stage m_stage = Stage::Question;
    Error m_error;
};

} // namespace fpx::test
