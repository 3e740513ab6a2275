// Which subjects of different data sources the person has said are one person (profile 4.3). Remembered, never sent.
#pragma once

#include <fpx/base/id.h>
#include <fpx/base/random.h>
#include <fpx/base/recordstore.h>

#include <QHash>

namespace fpx::consent {

/// A subject at a data source; empty: the holder of the account there.
struct SubjectAt {
    SourceIdentifier source;
    QString subject;
    [[nodiscard]] bool operator==(const SubjectAt &) const = default;
};
[[nodiscard]] size_t qHash(const SubjectAt &at, size_t seed = 0);

/// Keeps all in memory and writes each change through. One thread.
class SamePersons
{
public:
    SamePersons(RecordStore &records, const RandomSource &random) : m_records(records), m_random(random) {}

    /// Errors: those of RecordStore; `row_damaged`.
    [[nodiscard]] Result<void> load();
    void clear() { m_persons.clear(); } ///< When the vault locks.

    /// Equal for subjects that are one person; account holders are one everywhere. Empty: nothing has been said.
    [[nodiscard]] QString personOf(const SubjectAt &at) const;
    /// From now on these are one person, with all that were one with any of them; but two subjects of one source are two
    /// people, so what is said now takes the place of what it contradicts. Within the caller's transaction if there is
    /// one. Errors: those of RecordStore.
    [[nodiscard]] Result<void> say(const QList<SubjectAt> &one);
    /// What was said of a source that is disconnected. Errors: those of RecordStore.
    [[nodiscard]] Result<void> forget(const SourceIdentifier &source);

private:
    [[nodiscard]] bool contradicts(const QList<SubjectAt> &one, const QStringList &merged) const;
    [[nodiscard]] Result<void> store(const SubjectAt &at, const QString &person);
    [[nodiscard]] Result<void> removePlain(const SubjectAt &at); ///< The row as versions before 0.2 named it.

    RecordStore &m_records;
    const RandomSource &m_random;
    QHash<SubjectAt, QString> m_persons;
};

} // namespace fpx::consent
