// What parties and things are called, each by the network or the data source that named it.
#pragma once

#include <fpx/policy/rule.h>

#include <QHash>
#include <QMap>

namespace fpx::wallet {

/// Two networks may call different things by one identifier (profile 1), so a name is kept for each place; names that are
/// the wallet's own (networks, data sources) have the place "". Plain value.
class NameBook
{
public:
    /// Replaces what it was called there.
    void add(policy::Condition kind, const QString &place, const QString &id, const QString &name);
    void clear() { *this = {}; }

    /// What it is called there; null: not known.
    [[nodiscard]] QString at(policy::Condition kind, const QString &place, const QString &id) const;
    /// Where it is known.
    [[nodiscard]] QStringList placesOf(policy::Condition kind, const QString &id) const;
    /// What it is called at any of these places, at all if there are none: several names where these differ, the
    /// identifier itself where none is known.
    [[nodiscard]] QString nameOf(policy::Condition kind, const QString &id, const QStringList &places = {}) const;
    [[nodiscard]] QStringList ids(policy::Condition kind) const;

private:
    using Places = QMap<QString, QString>;
    [[nodiscard]] Places of(policy::Condition kind, const QString &id) const;

    std::array<QHash<QString, Places>, policy::nameConditions> m_names;
};

} // namespace fpx::wallet
