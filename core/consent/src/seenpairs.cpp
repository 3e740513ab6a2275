#include "seenpairs.h"

#include "words.h"

namespace fpx::consent {

namespace {

constexpr QLatin1String table("seen");
constexpr qint64 keptSeconds = 24 * 3600; // profile 4.1

QString k(const char *name)
{
    return QLatin1String(name);
}

// What the network chose may be longer than an id: only its hash names the rows. By reference the nonce comes later.
QStringList idsOf(const uma::AuthorizationRequest &request)
{
    const QString as = request.asIssuer.value();
    QStringList ids;
    if (!request.nonce.isEmpty())
        ids.append(recordId({as, k("nonce"), request.nonce}));
    if (!request.ticket.isEmpty())
        ids.append(recordId({as, k("ticket"), request.ticket.value()}));
    return ids;
}

} // namespace

Result<void> SeenPairs::load(qint64 now)
{
    FPX_TRY(rows, m_records.all(table));
    for (auto it = rows.constBegin(); it != rows.constEnd(); ++it) {
        const QStringList plain = it.key().split(u' '); // as versions before 0.2 named them: AS, kind, value
        const bool over = it->value(k("until")).toInteger() < now;
        if (plain.size() == 3 && !over)
            FPX_CHECK(m_records.put(table, recordId(plain), *it));
        if (plain.size() == 3 || over)
            FPX_CHECK(m_records.remove(table, it.key()));
    }
    return {};
}

Result<void> SeenPairs::check(const uma::AuthorizationRequest &request, const RequestKey &present) const
{
    const QStringList ids = idsOf(request);
    for (const QString &id : ids) {
        FPX_TRY(seen, m_records.get(table, id));
        if (seen && seen->value(k("request")).toString() != present.value())
            return fail("nonce_replayed", Words::tr("A request was used a second time. It was not answered again."));
    }
    return {};
}

Result<void> SeenPairs::use(const RequestRecord &record)
{
    FPX_CHECK(check(*record.request, record.key));
    const QStringList ids = idsOf(*record.request);
    for (const QString &id : ids)
        FPX_CHECK(m_records.put(table, id,
                                {{k("request"), record.key.value()}, {k("until"), record.expiresAt + keptSeconds}}));
    return {};
}

} // namespace fpx::consent
