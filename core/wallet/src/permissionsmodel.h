// The list of what is shared, newest first: one row for each thing, however many permissions stand behind it. Thousands of
// rows: what a row shows is made of the records when it is asked for.
#pragma once

#include <fpx/consent/permissionbook.h>

#include <QAbstractListModel>
#include <QPointer>

#include <functional>

namespace fpx::wallet {

class PermissionsModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    /// What a profile is called; empty where it is the only one at its network.
    using ProfileNames = std::function<QString(const EnrolmentId &)>;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    /// The time of the network of a profile, in seconds, as far as it is known.
    using Time = std::function<qint64(const EnrolmentId &)>;

    void setProfileNames(ProfileNames names) { m_profileNames = std::move(names); }
    /// What is past its end by that time is shown as ended, whatever its network says. Unset: only what is recorded.
    void setTime(Time time) { m_time = std::move(time); }
    /// Takes over what the book has and tells it as the smallest change. Null: empty.
    void refresh(const consent::PermissionBook *book);

private:
    /// A row, and a digest of all of its records that can change while it keeps its place.
    struct Line {
        PermissionId id;            ///< The one given last,
        QList<PermissionId> others; ///< and those before it.
        size_t digest = 0;
        [[nodiscard]] bool operator==(const Line &) const = default;
    };
    [[nodiscard]] QList<Line> linesOf(const consent::PermissionBook &book) const;
    [[nodiscard]] bool hasEnded(const consent::PermissionRecord &record) const;

    QPointer<const consent::PermissionBook> m_book;
    QList<Line> m_lines;
    ProfileNames m_profileNames;
    Time m_time;
};

} // namespace fpx::wallet
