#include <fpx/base/reading.h>

#include <QLoggingCategory>

namespace fpx {

namespace {

Q_LOGGING_CATEGORY(deviation, "fpx.deviation")

} // namespace

void noteDeviation(const QString &what)
{
    qCInfo(deviation, "taken: %s", qPrintable(what));
}

} // namespace fpx
