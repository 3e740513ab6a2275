// A flat model shown in sections with a heading each, filtered by what the person types.
#pragma once

#include <QAbstractListModel>
#include <QPointer>

#include <functional>

class QTimer;

namespace fpx::ui {

/// Rows of the source model, grouped; headings are rows that cannot be selected. Changes of the source are gathered and
/// shown once control returns to the event loop.
class SectionModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { IsHeadingRole = Qt::UserRole + 1000, HeadingRole, CountRole, FirstRole };
    struct Section {
        QString key; ///< equal keys stand together
        QString title;
        int order = 0; ///< sections are sorted by it, then by first appearance
    };
    using Sectioner = std::function<Section(const QModelIndex &)>;
    using Filter = std::function<bool(const QModelIndex &)>;

    explicit SectionModel(QObject *parent = nullptr);
    void setSource(QAbstractItemModel *source);
    void setSectioner(Sectioner sectioner);
    void setFilter(Filter filter);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QModelIndex toSource(const QModelIndex &index) const;
    /// The row that shows this source row, or an invalid index.
    [[nodiscard]] QModelIndex fromSource(const QModelIndex &source) const;
    [[nodiscard]] int items() const { return m_items; } ///< rows that are no headings

public Q_SLOTS:
    void rebuild();

private:
    void schedule();

    struct Entry {
        int sourceRow = -1; ///< -1: a heading
        int section = 0;
    };
    struct Heading {
        Section section;
        int count = 0;
        int firstRow = -1;
    };
    QPointer<QAbstractItemModel> m_source;
    Sectioner m_sectioner;
    Filter m_filter;
    QList<Entry> m_entries;
    QList<Heading> m_headings;
    int m_items = 0;
    QTimer *m_timer;
};

} // namespace fpx::ui
