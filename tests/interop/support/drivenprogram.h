// A program that a script drives (tests/interop/programs.py): a command a line on stdin, JSON lines on stdout.
#pragma once

#include <fpx/base/desktop.h>

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSocketNotifier>
#include <QUrl>

#include <cstdio>
#include <functional>
#include <unistd.h>

namespace interop {

inline void say(const QJsonObject &object)
{
    const QByteArray line = QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stdout);
    std::fflush(stdout);
}

/// Asks the script to open a page: {"open": url}.
class AskingBrowser final : public fpx::Browser
{
public:
    fpx::Result<void> open(const QUrl &url) override
    {
        say({{QStringLiteral("open"), url.toString(QUrl::FullyEncoded)}});
        return {};
    }
};

/// Runs the event loop until stdin ends. A command that waits in an event loop of its own is not interrupted by the next.
inline int obey(const std::function<void(const QString &)> &command)
{
    QByteArray pending;
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, qApp, [&] {
        QByteArray chunk(4096, '\0');
        const auto count = ::read(STDIN_FILENO, chunk.data(), static_cast<size_t>(chunk.size()));
        if (count <= 0)
            return QCoreApplication::quit();
        pending += chunk.left(count);
        input.setEnabled(false);
        for (qsizetype end = pending.indexOf('\n'); end >= 0; end = pending.indexOf('\n')) {
            const QString line = QString::fromUtf8(pending.left(end));
            pending.remove(0, end + 1);
            command(line);
        }
        input.setEnabled(true);
    });
    return QCoreApplication::exec();
}

} // namespace interop
