// Where one HTTP/1.1 message ends: just enough for the fault proxy.
#pragma once

#include "http/message.h"

namespace fpx::sandbox {

enum class Framing { Incomplete, Complete, Unsupported };

struct RawMessage {
    QByteArray bytes; ///< The whole message.
    QByteArray startLine;
    Headers headers;
    QByteArray body;
};

/// Takes one message off the front of `buffer`. Bodies need a Content-Length; chunked ones are Unsupported.
[[nodiscard]] Framing takeMessage(QByteArray &buffer, RawMessage &message);

} // namespace fpx::sandbox
