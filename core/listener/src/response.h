// What goes back over the wire: a status, one of few bodies, and the headers of profile section 4.1 on all of them.
#pragma once

#include <QByteArray>

namespace fpx::listener {

struct Response {
    int status = 503;
    QByteArray html;        ///< Empty: an empty body without Content-Type.
    QByteArray location;    ///< 303 only: already percent-encoded ASCII.
    int refreshSeconds = 0; ///< 0: no Refresh.
    /// The content security policy of the answer page; empty: the one of every other response.
    QByteArray contentSecurityPolicy;

    [[nodiscard]] static Response empty(int status)
    {
        Response response;
        response.status = status;
        return response;
    }
    /// The bytes on the wire, with `Connection: close`.
    [[nodiscard]] QByteArray bytes() const;
};

} // namespace fpx::listener
