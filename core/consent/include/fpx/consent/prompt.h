// One claims-gathering request, as the person meets it: a small state object that a front end shows.
#pragma once

#include <fpx/base/result.h>
#include <fpx/consent/offer.h>
#include <fpx/policy/ruleset.h>

#include <QObject>

namespace fpx::consent {

/// One of the person's profiles at the network that asks (an AS account).
struct ProfileOffer {
    EnrolmentId id;
    QString displayName;
};

/// Lives in the GUI thread, owned by the engine (or by a test). Every change is told by changed(); the object stays
/// valid until finished() has been emitted and control has returned to the event loop.
class Prompt : public QObject
{
    Q_OBJECT

public:
    enum class Stage {
        ChooseProfile, ///< "Ontario Health has a request. Open as …": nothing has been sent yet (profile 4.2).
        SigningIn,     ///< The federated sign-in is missing, too old or too weak; the browser step runs.
        Loading,       ///< Reading the ticket and the registry.
        Question,      ///< content() is complete; waiting for the person.
        Sending,       ///< Decided: permissions and answer are on their way.
        ForBrowser,    ///< The answer is there; the browser's waiting page has not fetched it yet.
        Allowed,       ///< The answer has been handed to the browser.
        Declined,
        Expired,
        Failed ///< error() says why; nothing was shared.
    };
    Q_ENUM(Stage)

    explicit Prompt(QObject *parent = nullptr) : QObject(parent) {}

    [[nodiscard]] virtual RequestKey key() const = 0;
    [[nodiscard]] virtual Stage stage() const = 0;
    [[nodiscard]] virtual QString networkName() const = 0;
    [[nodiscard]] virtual QList<ProfileOffer> profiles() const = 0;
    /// Complete from Question on; before that only networkName and expiresAt are set.
    [[nodiscard]] virtual const PromptContent &content() const = 0;
    /// In Failed: the reason. In Question: why the last allow() did not go through ("City Hospital did not answer"),
    /// cleared by the next choice; a code of "" means none.
    [[nodiscard]] virtual Error error() const = 0;
    [[nodiscard]] virtual QList<DetailLine> details() const = 0;

    /// The choice that the prompt starts with: sources preselected, optional scopes off, shortest duration.
    [[nodiscard]] virtual Choice initialChoice() const = 0;
    /// Whether `choice` can be allowed as it stands. Errors: `choice_incomplete`, `linkage_broken`, `linkage_unsaid`
    /// (Choice::samePerson would do), `duration_too_long`, `source_not_connected`, `scope_missing`,
    /// `choice_declined` (by a rule), each with a sentence.
    [[nodiscard]] virtual Result<void> check(const Choice &choice) const = 0;
    [[nodiscard]] virtual Preview preview(const Choice &choice) const = 0;

    /// From Question on: what the rules say of this request, and what they would need to say otherwise.
    [[nodiscard]] virtual policy::Explanation explanation() const = 0;
    /// The rules that allow() would make of a choice with `remember`; never wider than the choice.
    [[nodiscard]] virtual QList<policy::Rule> remembered(const Choice &choice) const = 0;

    /// In ChooseProfile.
    virtual void openAs(const EnrolmentId &profile) = 0;
    /// In Question; a choice that check() refuses changes nothing but error().
    virtual void allow(const Choice &choice) = 0;
    /// In every stage before Sending.
    virtual void decline() = 0;
    /// In Question after a failed attempt, or in Failed with Error::retry: tries again.
    virtual void retry() = 0;

Q_SIGNALS:
    void changed();
    void finished(); ///< A final stage was reached and recorded.
};

} // namespace fpx::consent
