// Starts the wallet when the person logs in, as the setting `start_at_login` says: an entry in their own autostart folder
// (freedesktop.org Autostart specification), which any desktop lists and can switch off.
#pragma once

#include <QObject>
#include <QStringList>

namespace fpx::wallet {
class Facade;
}

namespace fpx::ui {

/// GUI thread; `facade` must outlive it. Only an entry of its own making is ever replaced or removed.
class Autostart : public QObject
{
    Q_OBJECT

public:
    /// `folder`: where desktops look, see folder(). `command`: program and arguments, each as it is.
    Autostart(wallet::Facade &facade, QString folder, QStringList command, QObject *parent = nullptr);

    /// The person's autostart folder. Empty where there is none that this program may write: on other systems, and in a
    /// container of an application store.
    [[nodiscard]] static QString folder();

private:
    void follow();

    wallet::Facade &m_facade;
    QString m_folder;
    QStringList m_command;
};

} // namespace fpx::ui
