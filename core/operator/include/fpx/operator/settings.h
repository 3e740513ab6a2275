// The one table of settings: name, type, default, range, and what an operator may lock. Schema, managed configuration
// and the Settings place are made from it. A lock keeps the person from loosening a setting, never from tightening it:
// nothing that narrows sharing can be locked (profile section 2).
#pragma once

#include <fpx/base/result.h>

#include <QJsonObject>
#include <QJsonValue>
#include <QStringList>

namespace fpx::op {

enum class SettingType { Boolean, Integer, Choice, Language };

/// Which change shares less or protects more.
enum class Stricter { None, Lower, True, False };

enum class Lock {
    Never, ///< The operator gives a default only.
    Fixed, ///< Locked: the operator's value.
    Bound, ///< Locked: the operator's value or anything stricter.
};

struct SettingInfo {
    const char *name;
    SettingType type;
    QJsonValue fallback; ///< The value when neither the person nor the operator has chosen.
    int minimum = 0;     ///< Integers
    int maximum = 0;
    const char *unit = "";    ///< Integers: "seconds", "minutes"
    QStringList choices = {}; ///< Choices
    Lock lock = Lock::Never;
    Stricter stricter = Stricter::None;
};

// The names, so that a typing error is a compile error.
namespace setting {
inline constexpr char sessionMax[] = "session_max";            ///< s, 5 min – 30 days, default 12 h
inline constexpr char autoLock[] = "auto_lock";                ///< lock when idle
inline constexpr char autoLockMinutes[] = "auto_lock_minutes"; ///< min, 1 – 1,440, default 15
inline constexpr char lockOnSleep[] = "lock_on_sleep";
inline constexpr char lockOnScreenLock[] = "lock_on_screen_lock";
inline constexpr char openRequestsDirectly[] = "open_requests_directly"; ///< default when a network is joined
inline constexpr char notifications[] = "notifications";
inline constexpr char appearance[] = "appearance"; ///< system, light, dark
inline constexpr char language[] = "language";     ///< BCP 47 tag; empty: the system's
inline constexpr char startAtLogin[] = "start_at_login";
inline constexpr char startMinimized[] = "start_minimized";
inline constexpr char closeToTray[] = "close_to_tray";
inline constexpr char checkForUpdates[] = "check_for_updates";
} // namespace setting

/// The table, in the order of the Settings place.
[[nodiscard]] const QList<SettingInfo> &settingTable();
/// Null for a name that is not in the table.
[[nodiscard]] const SettingInfo *findSetting(const QString &name);

/// Errors: `setting_unknown`, `setting_wrong_type`, `setting_out_of_range`.
[[nodiscard]] Result<void> checkSetting(const QString &name, const QJsonValue &value);

/// The operator's defaults, their locks, and what the person has chosen.
class Settings
{
public:
    Settings() = default;
    /// `operatorDefaults` and `locked` come from a verified profile. Values of `chosen` (what was stored) that are
    /// unknown, of a wrong type or now forbidden are left out: the operator's value holds again.
    Settings(QJsonObject operatorDefaults, QStringList locked, const QJsonObject &chosen);

    [[nodiscard]] QJsonValue value(const char *name) const;
    [[nodiscard]] bool boolean(const char *name) const { return value(name).toBool(); }
    [[nodiscard]] int integer(const char *name) const { return value(name).toInt(); }
    [[nodiscard]] QString text(const char *name) const { return value(name).toString(); }

    [[nodiscard]] bool isLocked(const QString &name) const;
    /// Errors: as checkSetting(), `setting_locked`.
    [[nodiscard]] Result<void> checkChange(const QString &name, const QJsonValue &value) const;
    /// Changes one. Errors: as checkChange().
    [[nodiscard]] Result<void> set(const QString &name, const QJsonValue &value);
    /// Back to the operator's value.
    void reset(const QString &name) { m_chosen.remove(name); }
    /// What the person chose: what is to be stored.
    [[nodiscard]] const QJsonObject &chosen() const { return m_chosen; }

private:
    QJsonObject m_defaults;
    QStringList m_locked;
    QJsonObject m_chosen;
};

} // namespace fpx::op
