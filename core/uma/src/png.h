// What a PNG says of itself before anything decodes it (W3C PNG section 5.2, 11.2.2).
#pragma once

#include <QByteArray>
#include <QSize>

#include <optional>

namespace fpx::uma {

/// Width and height of the IHDR chunk; nothing when the bytes do not begin as a PNG does.
[[nodiscard]] std::optional<QSize> pngSize(const QByteArray &bytes);

} // namespace fpx::uma
