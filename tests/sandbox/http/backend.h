// Qt HTTP Server behind one face: its API changed with Qt 6.8 (bind() for listen(), other responders and header lists).
#pragma once

#include "http/message.h"

#include <QHttpServer>

namespace fpx::sandbox {

class HttpBackend
{
public:
    /// Called for each request; HEAD comes as GET, and its answer goes out without the body. `reply` is called once,
    /// then or later.
    using Serve = std::function<void(Request, const Reply &)>;

    /// Listens on a free port of 127.0.0.1 and returns it; 0 where there is none.
    [[nodiscard]] quint16 listen(const Serve &serve);

private:
    QHttpServer m_server;
};

} // namespace fpx::sandbox
