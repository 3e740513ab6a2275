// Tells when the operator profile's file may have changed.
#pragma once

#include <QBasicTimer>
#include <QFileSystemWatcher>
#include <QObject>

namespace fpx::wallet {

/// Watches the file and its directory: package managers and editors put another file in its place, which ends the watch on
/// the first. Says so once things have been quiet for a moment, so that a file is not read while it is being written; and
/// too often rather than never, so compare what you read. A directory that is not there yet is not watched.
class ProfileWatch : public QObject
{
    Q_OBJECT

public:
    explicit ProfileWatch(QString file);

Q_SIGNALS:
    void changed();

private:
    void timerEvent(QTimerEvent *event) override;
    void watch();

    QString m_file;
    QFileSystemWatcher m_watcher;
    QBasicTimer m_quiet;
};

} // namespace fpx::wallet
