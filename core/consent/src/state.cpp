#include <fpx/consent/state.h>

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr const char *names[] = {
    "received", "validated",           "authenticated", "account_chosen", "detailed", "evaluated", "prompting",
    "decided",  "permissions_created", "answered",      "recorded",       "declined", "expired",   "failed"};

QList<Transition> makeTable()
{
    QList<Transition> table{
        {State::Received, Event::Validate, State::Validated},
        {State::Validated, Event::Authenticate, State::Authenticated},
        {State::Authenticated, Event::ChooseAccount, State::AccountChosen},
        {State::AccountChosen, Event::ReadDetails, State::Detailed},
        {State::Detailed, Event::Evaluate, State::Evaluated},
        {State::Evaluated, Event::Ask, State::Prompting},
        {State::Evaluated, Event::Decide, State::Decided}, // by a rule
        {State::Prompting, Event::Decide, State::Decided},
        {State::Decided, Event::AskAgain, State::Prompting},
        {State::Decided, Event::CreatePermissions, State::PermissionsCreated},
        {State::PermissionsCreated, Event::Answer, State::Answered},
        {State::Answered, Event::Record, State::Recorded},
        {State::Answered, Event::Fail, State::Failed}, // the network did not take what the wallet delivered itself
    };
    // A person may decline, and time may run out, until the grant is on its way to the browser; anything may fail.
    for (const State state : {State::Validated, State::Authenticated, State::AccountChosen, State::Detailed,
                              State::Evaluated, State::Prompting, State::Decided, State::PermissionsCreated}) {
        table.append({state, Event::Decline, State::Declined});
        table.append({state, Event::Expire, State::Expired});
        table.append({state, Event::Fail, State::Failed});
    }
    table.append({State::Received, Event::Fail, State::Failed});
    return table;
}

} // namespace

const QList<Transition> &transitions()
{
    static const QList<Transition> table = makeTable();
    return table;
}

std::optional<State> next(State state, Event event)
{
    const auto &table = transitions();
    const auto found =
        std::ranges::find_if(table, [=](const Transition &t) { return t.from == state && t.event == event; });
    if (found == table.end())
        return std::nullopt;
    return found->to;
}

bool isFinal(State state)
{
    return state == State::Recorded || state == State::Declined || state == State::Expired || state == State::Failed;
}

QString stateName(State state)
{
    return QLatin1String(names[static_cast<int>(state)]);
}

std::optional<State> stateFromName(const QString &name)
{
    for (int i = 0; i <= static_cast<int>(State::Failed); ++i) {
        if (name == QLatin1String(names[i]))
            return static_cast<State>(i);
    }
    return std::nullopt;
}

} // namespace fpx::consent
