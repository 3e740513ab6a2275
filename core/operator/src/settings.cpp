#include "words.h"

#include <fpx/operator/settings.h>

#include <QRegularExpression>

#include <cmath>

namespace fpx::op {

namespace {

constexpr int day = 24 * 3600;

SettingInfo boolean(const char *name, bool fallback, Lock lock, Stricter stricter = Stricter::None)
{
    return {name, SettingType::Boolean, fallback, 0, 0, "", {}, lock, stricter};
}

SettingInfo integer(const char *name, int fallback, int minimum, int maximum, const char *unit, Lock lock,
                    Stricter stricter)
{
    return {name, SettingType::Integer, fallback, minimum, maximum, unit, {}, lock, stricter};
}

Failure refuse(const char *code, const QString &detail)
{
    return fail(code, Words::tr("This value is not possible for this setting."), detail);
}

Result<void> checkType(const SettingInfo &info, const QJsonValue &value)
{
    switch (info.type) {
    case SettingType::Boolean:
        if (!value.isBool())
            return refuse("setting_wrong_type", QStringLiteral("must be true or false"));
        return {};
    case SettingType::Integer: {
        const double number = value.toDouble(NAN);
        if (!value.isDouble() || std::trunc(number) != number)
            return refuse("setting_wrong_type", QStringLiteral("must be a whole number"));
        if (number < info.minimum || number > info.maximum)
            return refuse("setting_out_of_range",
                          QStringLiteral("must be from %1 to %2").arg(info.minimum).arg(info.maximum));
        return {};
    }
    case SettingType::Choice:
        if (!value.isString())
            return refuse("setting_wrong_type", QStringLiteral("must be a string"));
        if (!info.choices.contains(value.toString()))
            return refuse("setting_out_of_range",
                          QStringLiteral("must be one of ") + info.choices.join(QStringLiteral(", ")));
        return {};
    case SettingType::Language: {
        static const QRegularExpression tag(QStringLiteral("\\A([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4})?\\z"));
        if (!value.isString())
            return refuse("setting_wrong_type", QStringLiteral("must be a string"));
        if (!tag.match(value.toString()).hasMatch())
            return refuse("setting_out_of_range", QStringLiteral("must be a BCP 47 language tag, or empty"));
        return {};
    }
    }
    return refuse("setting_wrong_type", {});
}

// Whether `value` shares no more, and protects no less, than `bound`.
bool isAtLeastAsStrict(const SettingInfo &info, const QJsonValue &value, const QJsonValue &bound)
{
    switch (info.stricter) {
    case Stricter::None: return value == bound;
    case Stricter::Lower: return value.toInt() <= bound.toInt();
    case Stricter::True: return value.toBool() || !bound.toBool();
    case Stricter::False: return !value.toBool() || bound.toBool();
    }
    return false;
}

} // namespace

const QList<SettingInfo> &settingTable()
{
    // What a lock could keep from being tightened is Bound; what decides on sharing itself, or helps a person to see and
    // understand, is Never.
    static const QList<SettingInfo> table{
        integer(setting::sessionMax, 12 * 3600, 5 * 60, 30 * day, "seconds", Lock::Bound, Stricter::Lower),
        boolean(setting::autoLock, true, Lock::Bound, Stricter::True),
        integer(setting::autoLockMinutes, 15, 1, 1440, "minutes", Lock::Bound, Stricter::Lower),
        boolean(setting::lockOnSleep, true, Lock::Bound, Stricter::True),
        boolean(setting::lockOnScreenLock, true, Lock::Bound, Stricter::True),
        boolean(setting::openRequestsDirectly, false, Lock::Never, Stricter::False),
        boolean(setting::notifications, true, Lock::Never),
        {setting::appearance,
         SettingType::Choice,
         QStringLiteral("system"),
         0,
         0,
         "",
         {QStringLiteral("system"), QStringLiteral("light"), QStringLiteral("dark")},
         Lock::Never,
         Stricter::None},
        {setting::language, SettingType::Language, QString(), 0, 0, "", {}, Lock::Never, Stricter::None},
        boolean(setting::startAtLogin, false, Lock::Fixed),
        boolean(setting::startMinimized, false, Lock::Fixed),
        boolean(setting::closeToTray, true, Lock::Fixed),
        boolean(setting::checkForUpdates, true, Lock::Fixed),
    };
    return table;
}

const SettingInfo *findSetting(const QString &name)
{
    for (const SettingInfo &info : settingTable()) {
        if (name == QLatin1String(info.name))
            return &info;
    }
    return nullptr;
}

Result<void> checkSetting(const QString &name, const QJsonValue &value)
{
    const SettingInfo *info = findSetting(name);
    if (info == nullptr)
        return fail("setting_unknown", Words::tr("There is no such setting."),
                    QStringLiteral("is not the name of a setting"));
    return checkType(*info, value);
}

Settings::Settings(QJsonObject operatorDefaults, QStringList locked, const QJsonObject &chosen)
    : m_defaults(std::move(operatorDefaults)), m_locked(std::move(locked))
{
    for (auto it = chosen.begin(); it != chosen.end(); ++it)
        (void)set(it.key(), *it);
}

QJsonValue Settings::value(const char *name) const
{
    const QString key = QLatin1String(name);
    for (const QJsonObject *layer : {&m_chosen, &m_defaults}) {
        if (const auto found = layer->constFind(key); found != layer->constEnd())
            return *found;
    }
    const SettingInfo *info = findSetting(key);
    return info == nullptr ? QJsonValue(QJsonValue::Undefined) : info->fallback;
}

bool Settings::isLocked(const QString &name) const
{
    const SettingInfo *info = findSetting(name);
    return info != nullptr && info->lock != Lock::Never && m_locked.contains(name);
}

Result<void> Settings::checkChange(const QString &name, const QJsonValue &value) const
{
    FPX_CHECK(checkSetting(name, value));
    const SettingInfo &info = *findSetting(name);
    const QJsonValue bound = m_defaults.value(name).isUndefined() ? info.fallback : m_defaults.value(name);
    const bool allowed =
        !isLocked(name) || value == bound || (info.lock == Lock::Bound && isAtLeastAsStrict(info, value, bound));
    if (!allowed)
        return fail("setting_locked", Words::tr("Your wallet operator does not allow this change."), name);
    return {};
}

Result<void> Settings::set(const QString &name, const QJsonValue &value)
{
    FPX_CHECK(checkChange(name, value));
    m_chosen.insert(name, value);
    return {};
}

} // namespace fpx::op
