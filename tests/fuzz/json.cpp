// Strict JSON: the one reader of everything that parties send.
#include "fuzz.h"

#include <fpx/base/json.h>

#include <QJsonDocument>

using namespace fpx;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray text = fuzz::bytes(data, size);
    const auto object = parseJsonObject(text);
    if (!object)
        return 0;
    require(text.isValidUtf8(), "what is accepted is UTF-8");
    QJsonParseError error;
    const auto lenient = QJsonDocument::fromJson(text, &error);
    require(error.error == QJsonParseError::NoError && lenient.object() == *object, "Qt reads the same in it");
    const QByteArray written = toCompactJson(*object);
    const auto again = parseJsonObject(written, written.size());
    require(again && *again == *object, "what is written reads as the same");
    require(toCompactJson(*again) == written, "and is written the same");
    return 0;
}
