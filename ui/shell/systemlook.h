// What the system says about light and dark, contrast and motion; told when it changes.
#pragma once

#include "style/tokens.h"

#include <QObject>
#include <QVariant>

class QDBusVariant;

namespace fpx::ui {

/// Reads the settings portal without blocking; until it has answered, the palette that the platform gave.
class SystemLook : public QObject
{
    Q_OBJECT

public:
    explicit SystemLook(QObject *parent = nullptr);
    /// Asks the portal and goes on listening. Call once the first window is on screen.
    void watch();
    /// What was in force when the application last ran: keeps the first paint from flashing.
    void assumeDark(bool dark) { m_dark = dark; }

    [[nodiscard]] bool dark() const { return m_dark; }
    [[nodiscard]] bool highContrast() const { return m_highContrast; }
    /// The scheme for the setting `appearance`: "system", "light" or "dark".
    [[nodiscard]] Scheme scheme(const QString &appearance) const;

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void read(const QString &key);
    void apply(const QString &key, const QVariant &value);

    bool m_dark;
    bool m_highContrast = false;
};

} // namespace fpx::ui
