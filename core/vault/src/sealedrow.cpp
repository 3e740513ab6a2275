#include "sealedrow.h"

#include "errors.h"
#include "rowcontent.h"

namespace fpx::vault {

QByteArray rowKey(const TableKeys &keys, const QString &id)
{
    return keyedHash(keys.index, Fields("id").add(keys.table).add(id));
}

Fields rowAssociated(const TableKeys &keys, const QByteArray &key, qint64 version)
{
    return Fields("fpx-vault-1 row").add(keys.vaultId).add(keys.table).add(key).add(version);
}

Result<Row> openRow(const TableKeys &keys, const SealedRow &sealed)
{
    const auto where = [&] { return QStringLiteral("table %1, position %2").arg(keys.table).arg(sealed.position); };
    const auto plain = unseal(keys.rows, sealed.sealed, rowAssociated(keys, sealed.key, sealed.version));
    if (!plain)
        return errors::rowDamaged(where());
    auto content = decodeRow(*plain);
    if (!content || rowKey(keys, content->id) != sealed.key)
        return errors::rowDamaged(where());
    return Row{content->id, content->value, content->tags, sealed.version, sealed.position};
}

SealedRows::SealedRows(std::weak_ptr<const TableKeys> keys, QList<SealedRow> rows)
    : m_keys(std::move(keys)), m_rows(std::move(rows))
{
}

qint64 SealedRows::lastPosition() const
{
    return m_rows.isEmpty() ? 0 : m_rows.last().position;
}

Result<Row> SealedRows::open(qsizetype index) const
{
    const std::shared_ptr<const TableKeys> keys = m_keys.lock(); // lock() waits for nobody: this row is the last one
    if (!keys)
        return errors::vaultLocked();
    return openRow(*keys, m_rows.at(index));
}

} // namespace fpx::vault
