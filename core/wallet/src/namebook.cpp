#include "namebook.h"

namespace fpx::wallet {

void NameBook::add(policy::Condition kind, const QString &place, const QString &id, const QString &name)
{
    m_names.at(static_cast<size_t>(kind))[id].insert(place, name);
}

NameBook::Places NameBook::of(policy::Condition kind, const QString &id) const
{
    const auto number = static_cast<size_t>(kind);
    return number < m_names.size() ? m_names[number].value(id) : Places();
}

QString NameBook::at(policy::Condition kind, const QString &place, const QString &id) const
{
    return of(kind, id).value(place);
}

QStringList NameBook::placesOf(policy::Condition kind, const QString &id) const
{
    return of(kind, id).keys();
}

QString NameBook::nameOf(policy::Condition kind, const QString &id, const QStringList &places) const
{
    QStringList names;
    const Places known = of(kind, id);
    for (auto it = known.constBegin(); it != known.constEnd(); ++it) {
        if ((places.isEmpty() || it.key().isEmpty() || places.contains(it.key())) && !names.contains(it.value()))
            names.append(it.value());
    }
    return names.isEmpty() ? id : names.join(QStringLiteral(" / "));
}

QStringList NameBook::ids(policy::Condition kind) const
{
    const auto number = static_cast<size_t>(kind);
    return number < m_names.size() ? m_names[number].keys() : QStringList();
}

} // namespace fpx::wallet
