#include "keys.h"

namespace fpx::vault {

namespace {

constexpr char magic[] = {'F', 'P', 'X', 'K', 1};
constexpr qsizetype magicSize = sizeof magic;
constexpr qsizetype plainSize = magicSize + Keys::idSize + keySize * static_cast<qsizetype>(1 + Keys::purposes);

Secret randomKey(const RandomSource &random)
{
    QByteArray bytes = random.bytes(keySize);
    return Secret::take(bytes);
}

QByteArray itemHash(const Secret &vaultKey, const Secret &plain)
{
    return keyedHash(subkey(vaultKey, Fields("fpx-vault-1 item")), plain);
}

} // namespace

Keys::Keys(QByteArray vaultId, Secret vaultKey, std::array<Secret, purposes> wrapping)
    : m_vaultId(std::move(vaultId)),
      m_vaultKey(std::move(vaultKey)),
      m_purposes(std::move(wrapping)),
      m_index(subkey(m_vaultKey, Fields("fpx-vault-1 index"))),
      m_log(subkey(m_vaultKey, Fields("fpx-vault-1 log"))),
      m_anchors(subkey(m_vaultKey, Fields("fpx-vault-1 anchors")))
{
}

Keys Keys::generate(const QByteArray &vaultId, const RandomSource &random)
{
    const Secret vaultKey = randomKey(random);
    std::array<Secret, purposes> wrapping;
    for (Secret &key : wrapping)
        key = randomKey(random);
    return {vaultId, vaultKey, wrapping};
}

Secret Keys::encode() const
{
    QByteArray item;
    item.reserve(plainSize + hashSize); // growing would leave copies
    item.append(magic, magicSize).append(m_vaultId).append(m_vaultKey.view());
    for (const Secret &key : m_purposes)
        item.append(key.view());
    item.append(itemHash(m_vaultKey, Secret(item)));
    return Secret::take(item);
}

std::optional<Keys> Keys::decode(const Secret &item)
{
    if (item.size() != plainSize + hashSize)
        return std::nullopt;
    const QByteArray view = item.view();
    if (!view.startsWith(QByteArray::fromRawData(magic, magicSize)))
        return std::nullopt;
    std::size_t at = magicSize + idSize;
    const auto next = [&item, &at] {
        const Secret key(item.bytes().subspan(at, keySize));
        at += keySize;
        return key;
    };
    const Secret vaultKey = next();
    std::array<Secret, purposes> wrapping;
    for (Secret &key : wrapping)
        key = next();
    const Secret plain(item.bytes().first(plainSize));
    if (!constantTimeEqual(itemHash(vaultKey, plain), view.last(hashSize)))
        return std::nullopt;
    return Keys(QByteArray(view.constData() + magicSize, idSize), vaultKey, wrapping);
}

QString Keys::itemName(const QByteArray &vaultId)
{
    return QString::fromLatin1(vaultId.toHex()) + QStringLiteral("/keys");
}

std::shared_ptr<const TableKeys> Keys::table(const QString &table)
{
    std::shared_ptr<const TableKeys> &keys = m_tables[table];
    if (!keys)
        keys = std::make_shared<const TableKeys>(
            TableKeys{m_vaultId, table, subkey(m_vaultKey, Fields("fpx-vault-1 rows").add(table)), m_index});
    return keys;
}

QByteArray Keys::check() const
{
    return keyedHash(m_vaultKey, Fields("fpx-vault-1 check").add(m_vaultId));
}

} // namespace fpx::vault
