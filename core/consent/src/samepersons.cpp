#include <fpx/consent/samepersons.h>

#include <fpx/base/json.h>

#include <algorithm>

namespace fpx::consent {

namespace {

constexpr QLatin1String table("same_persons");
constexpr QLatin1String self("self");

QString k(const char *name)
{
    return QLatin1String(name);
}

// Subjects are a source's own words, of any length: only their hash names rows. A source's identifier has no slash.
QString rowId(const SubjectAt &at)
{
    return at.source.value() + u'/' + recordId({at.subject});
}

// The name that versions before 0.2 gave the row.
QString plainRowId(const SubjectAt &at)
{
    return at.source.value() + u'/' + at.subject;
}

} // namespace

size_t qHash(const SubjectAt &at, size_t seed)
{
    return qHashMulti(seed, at.source, at.subject);
}

Result<void> SamePersons::load()
{
    m_persons.clear();
    return m_records.each(table, [this](const QJsonObject &row) -> Result<void> {
        JsonReader reader(row, QStringLiteral("stored person"), "row_damaged");
        const SubjectAt at{SourceIdentifier(reader.string(k("source"))), reader.string(k("subject"), QString())};
        const QString person = reader.string(k("person"));
        FPX_CHECK(reader.finish());
        m_persons.insert(at, person);
        return {};
    });
}

QString SamePersons::personOf(const SubjectAt &at) const
{
    return at.subject.isEmpty() ? QString(self) : m_persons.value(at);
}

bool SamePersons::contradicts(const QList<SubjectAt> &one, const QStringList &merged) const
{
    QHash<SourceIdentifier, QString> subjects;
    const auto differs = [&subjects](const SubjectAt &at) {
        const QString subject = subjects.value(at.source, at.subject);
        subjects.insert(at.source, subject);
        return subject != at.subject;
    };
    if (std::ranges::any_of(one, differs))
        return true;
    for (auto it = m_persons.constBegin(); it != m_persons.constEnd(); ++it) {
        if (merged.contains(it.value()) && differs(it.key()))
            return true;
    }
    return false;
}

Result<void> SamePersons::say(const QList<SubjectAt> &one)
{
    QStringList merged;
    for (const SubjectAt &at : one) {
        if (const QString known = personOf(at); !known.isEmpty())
            merged.append(known);
    }
    if (contradicts(one, merged)) {
        const bool holder = std::ranges::any_of(one, [](const SubjectAt &at) { return at.subject.isEmpty(); });
        merged = holder ? QStringList{self} : QStringList();
    }
    const QString person = merged.contains(self) ? QString(self) : merged.value(0, m_random.uuid());
    const auto known = m_persons;
    for (auto it = known.constBegin(); it != known.constEnd(); ++it) {
        if (merged.contains(it.value()))
            FPX_CHECK(store(it.key(), person));
    }
    for (const SubjectAt &at : one) {
        if (!at.subject.isEmpty())
            FPX_CHECK(store(at, person));
    }
    return {};
}

Result<void> SamePersons::forget(const SourceIdentifier &source)
{
    const auto known = m_persons;
    for (auto it = known.constBegin(); it != known.constEnd(); ++it) {
        if (it.key().source != source)
            continue;
        FPX_CHECK(m_records.remove(table, rowId(it.key())));
        FPX_CHECK(removePlain(it.key()));
        m_persons.remove(it.key());
    }
    return {};
}

Result<void> SamePersons::removePlain(const SubjectAt &at)
{
    const QString id = plainRowId(at);
    return id.toUtf8().size() <= maxRecordId ? m_records.remove(table, id) : Result<void>();
}

Result<void> SamePersons::store(const SubjectAt &at, const QString &person)
{
    FPX_CHECK(removePlain(at));
    FPX_CHECK(m_records.put(table, rowId(at),
                            {{k("source"), at.source.value()}, {k("subject"), at.subject}, {k("person"), person}}));
    m_persons.insert(at, person);
    return {};
}

} // namespace fpx::consent
