// The face of a flow towards the person.
#include "choice.h"
#include "flow.h"
#include "terms.h"
#include "words.h"

namespace fpx::consent {

QString RequestFlow::networkName() const
{
    return m_engine.networkName(m_record.as);
}

QList<ProfileOffer> RequestFlow::profiles() const
{
    QList<ProfileOffer> result;
    const QList<uma::Enrolment> known = ctx().accounts->at(m_record.as);
    for (const uma::Enrolment &enrolment : known)
        result.append({enrolment.id, ctx().accounts->nameOf(enrolment)});
    return result;
}

QList<DetailLine> RequestFlow::details() const
{
    QList<DetailLine> lines{{Words::tr("Network"), m_record.request ? m_record.request->asIssuer.value() : QString()},
                            {Words::tr("Request"), m_record.key.value()},
                            {Words::tr("State"), stateName(m_record.state)}};
    if (m_record.request) {
        lines.append({Words::tr("Answer goes to"), m_record.request->redirectUri.toString()});
        lines.append(
            {Words::tr("Ticket"), Words::tr("‹secret, %1 characters›").arg(m_record.request->ticket.value().size())});
    }
    if (m_record.details) {
        lines.append({Words::tr("Client"), m_record.details->client.value()});
        lines.append({Words::tr("Transaction"), m_record.details->transactionId});
        for (const uma::RequestedResource &resource : m_record.details->resources) {
            QStringList scopes;
            for (const uma::RequestedScope &scope : resource.scopes)
                scopes.append(scope.required ? scope.scope + QLatin1Char('*') : scope.scope);
            lines.append(
                {Words::tr("Resource definition"),
                 QStringLiteral("%1 [%2]").arg(resource.definition.value(), scopes.join(QStringLiteral(", ")))});
        }
    }
    for (const LookChange &change : m_clientChanges) {
        if (change.part != LookPart::Logo)
            lines.append(
                {Words::tr("New %1", "name, organization, terms, privacy policy").arg(lookPartName(change.part)),
                 Words::tr("%1, before: %2").arg(change.now, change.before)});
    }
    for (const DataChange &change : m_dataChanges)
        lines.append({Words::tr("New of the data"), inWords(change)});
    const QString rule = m_record.decidingRule.isEmpty() ? m_decision.deciding : m_record.decidingRule;
    lines.append({Words::tr("Deciding rule"), rule.isEmpty() ? Words::tr("none") : rule});
    return lines;
}

Choice RequestFlow::initialChoice() const
{
    return consent::initialChoice(m_content);
}

Result<void> RequestFlow::check(const Choice &choice) const
{
    FPX_CHECK(checkChoice(m_content, choice));
    if (choice.duration.kind == DurationKind::Until)
        FPX_CHECK(checkEnd(m_content.duration.endOf(choice.duration.lastDay).toSecsSinceEpoch(), serverTime()));
    return checkAgainst(decisionOn(choice), m_content, choice);
}

Preview RequestFlow::preview(const Choice &choice) const
{
    return previewOf(m_content, choice);
}

void RequestFlow::openAs(const EnrolmentId &profile)
{
    if (m_stage != Stage::ChooseProfile)
        return;
    const QList<ProfileOffer> offered = profiles();
    for (const ProfileOffer &offer : offered) {
        if (offer.id == profile)
            return m_box.put(profile);
    }
}

void RequestFlow::allow(const Choice &choice)
{
    if (m_stage != Stage::Question)
        return;
    if (m_end.secondsLeft() <= 0)
        return concludeWith(timeIsOver());
    if (const auto possible = check(choice); !possible) {
        if (possible.error().code == "day_passed") // the days that there are have changed with the time
            [[maybe_unused]]
            const auto again = putToRules();
        show(Stage::Question, possible.error());
        return;
    }
    m_box.put(choice);
}

void RequestFlow::decline()
{
    // Once the answer is on its way to the browser there is nothing left to decline; revoking is for that.
    if (isFinal(m_record.state) || m_record.state == State::Answered || m_record.state == State::Received)
        return;
    if (m_ending)
        return conclude(*m_ending);
    // Who cannot sign in as the network wants it gives up rather than declines: it hears why.
    if (m_stage == Stage::SigningIn && whyUnreachable() && !signedIn())
        return concludeWith({"login_required",
                             Words::tr("You cannot sign in as %1 asks for, so the request was declined. Nothing was "
                                       "shared.")
                                 .arg(networkName()),
                             {},
                             Retry::No});
    concludeWith({"declined", Words::tr("You declined. Nothing was shared."), {}, Retry::No});
}

void RequestFlow::retry()
{
    if (m_ending)
        return conclude(*m_ending);
    if (m_stage == Stage::Question || m_stage == Stage::Failed || m_stage == Stage::SigningIn)
        m_box.put(Retried{});
}

} // namespace fpx::consent
