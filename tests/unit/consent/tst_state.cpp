#include <fpx/consent/state.h>

#include <QSet>
#include <QTest>

using namespace fpx::consent;

namespace {

QList<State> allStates()
{
    QList<State> states;
    for (int i = 0; i <= static_cast<int>(State::Failed); ++i)
        states.append(static_cast<State>(i));
    return states;
}

// States from which `goal` can be reached without passing through `without`.
bool reachable(State from, State goal, State without)
{
    QSet<int> seen;
    QList<State> open{from};
    while (!open.isEmpty()) {
        const State state = open.takeLast();
        if (state == without || seen.contains(static_cast<int>(state)))
            continue;
        if (state == goal)
            return true;
        seen.insert(static_cast<int>(state));
        for (const Transition &t : transitions()) {
            if (t.from == state)
                open.append(t.to);
        }
    }
    return false;
}

} // namespace

class TestState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noTwoWaysForOneEvent()
    {
        QSet<QString> seen;
        for (const Transition &t : transitions()) {
            const QString key = QStringLiteral("%1/%2").arg(static_cast<int>(t.from)).arg(static_cast<int>(t.event));
            QVERIFY2(!seen.contains(key), qPrintable(stateName(t.from)));
            seen.insert(key);
        }
    }

    // Invariant 1 of the design: nothing is granted without a recorded decision.
    void nothingIsGrantedWithoutADecision()
    {
        QVERIFY(reachable(State::Received, State::Answered, State::Failed));
        QVERIFY(!reachable(State::Received, State::Answered, State::Decided));
        QVERIFY(!reachable(State::Received, State::PermissionsCreated, State::Decided));
    }

    // Invariant 2: an answer leaves at most once.
    void nothingLeadsBackFromAnswered()
    {
        for (const State state : allStates())
            QCOMPARE(reachable(State::Answered, state, State::Failed),
                     state == State::Answered || state == State::Recorded);
    }

    void finalStatesAreFinal()
    {
        for (const Transition &t : transitions())
            QVERIFY2(!isFinal(t.from), qPrintable(stateName(t.from)));
    }

    void everyStateCanEnd()
    {
        for (const State state : allStates())
            QVERIFY2(isFinal(state) || reachable(state, State::Recorded, State::Failed) ||
                         reachable(state, State::Failed, State::Recorded),
                     qPrintable(stateName(state)));
    }

    void nothingIsAskedOfAnUnvalidatedRequest()
    {
        QVERIFY(!reachable(State::Received, State::Prompting, State::Validated));
        QVERIFY(!next(State::Received, Event::Decide).has_value());
    }

    void namesRoundTrip()
    {
        for (const State state : allStates())
            QCOMPARE(stateFromName(stateName(state)), std::optional(state));
        QCOMPARE(stateFromName(QStringLiteral("nonsense")), std::nullopt);
    }
};

QTEST_GUILESS_MAIN(TestState)
#include "tst_state.moc"
