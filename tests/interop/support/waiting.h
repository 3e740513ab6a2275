// Waits for a condition, as QTest::qWaitFor() does, but without its ten milliseconds of sleep for each step of a protocol.
#pragma once

#include <QTestEventLoop>
#include <QTimer>

#include <functional>

namespace interop {

/// Whether `done` came true; the twenty seconds are for a machine that hangs.
[[nodiscard]] inline bool waitFor(const std::function<bool()> &done)
{
    QTestEventLoop loop;
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (done())
            loop.exitLoop();
    });
    look.start(1);
    loop.enterLoop(20);
    return done();
}

} // namespace interop
