// A port for somebody else to bind in a moment.
#pragma once

#include <QRandomGenerator>
#include <QTcpServer>

namespace fpx::test {

/// One that nobody has now, and that nobody is given meanwhile: it lies below those that systems choose by themselves, for
/// connections and for whoever binds port 0 (from 32768 on, or higher), which tests beside this one do all the time. 0: there
/// is none.
[[nodiscard]] inline quint16 freePort()
{
    for (int attempt = 0; attempt < 1000; ++attempt) {
        const int port = QRandomGenerator::global()->bounded(12'000, 28'000); // above are the sandbox's
        QTcpServer server;
        if (server.listen(QHostAddress::LocalHost, static_cast<quint16>(port)))
            return server.serverPort();
    }
    return 0;
}

} // namespace fpx::test
