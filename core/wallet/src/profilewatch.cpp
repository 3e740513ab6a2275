#include "profilewatch.h"

#include <QFileInfo>
#include <QTimerEvent>

namespace fpx::wallet {

namespace {
constexpr int quietMilliseconds = 300;
}

ProfileWatch::ProfileWatch(QString file) : m_file(std::move(file))
{
    watch();
    const auto stir = [this] { m_quiet.start(quietMilliseconds, this); };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, stir);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, stir);
}

void ProfileWatch::watch()
{
    const QString directory = QFileInfo(m_file).absolutePath();
    if (QFileInfo::exists(m_file) && !m_watcher.files().contains(m_file))
        m_watcher.addPath(m_file);
    if (QFileInfo::exists(directory) && !m_watcher.directories().contains(directory))
        m_watcher.addPath(directory);
}

void ProfileWatch::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_quiet.timerId())
        return QObject::timerEvent(event);
    m_quiet.stop();
    watch();
    Q_EMIT changed();
}

} // namespace fpx::wallet
