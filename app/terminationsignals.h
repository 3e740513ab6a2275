// The desktop's or a terminal's wish that the program ends, as an event of the main loop.
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace fpx::app {

/// One per process, made in the main thread. SIGTERM, SIGINT and SIGHUP then end the program as its own Quit does, so
/// that windows are remembered and the data is closed; a second signal ends it at once. Elsewhere than on POSIX it does
/// nothing.
class TerminationSignals : public QObject
{
    Q_OBJECT

public:
    explicit TerminationSignals(QObject *parent = nullptr);
    ~TerminationSignals() override;

Q_SIGNALS:
    void received();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace fpx::app
