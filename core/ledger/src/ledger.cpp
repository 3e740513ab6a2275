#include <fpx/ledger/ledger.h>

#include "chain.h"
#include "words.h"

#include <algorithm>

namespace fpx::ledger {

namespace {

constexpr int scanBatch = 200;
constexpr qint64 scanLimit = 10'000;
const QString anchorName = QStringLiteral("ledger-head");

Result<StoredEntry> readEntry(const vault::LogEntry &stored)
{
    FPX_TRY(opened, openEntry(stored));
    FPX_TRY(entry, decodeEntry(opened.content));
    return StoredEntry{stored.sequence, entry, opened.proof.hash, false};
}

} // namespace

bool Filter::isEmpty() const
{
    return kind.isEmpty() && code.isEmpty() && request.isEmpty() && permission.isEmpty();
}

bool Filter::matches(const Entry &entry) const
{
    const auto fits = [](const QString &wanted, const QString &is) { return wanted.isEmpty() || wanted == is; };
    return fits(kind, entry.kind) && fits(code, entry.code) && fits(request, entry.request) &&
           fits(permission, entry.permission);
}

Ledger::Ledger(std::shared_ptr<vault::Vault> vault, std::shared_ptr<const RandomSource> random)
    : m_vault(std::move(vault)), m_random(std::move(random))
{
}

Result<qint64> Ledger::append(const Entry &entry)
{
    FPX_TRY(content, encodeEntry(entry));
    // The head is read each time: remembered, it would be wrong after a transaction that was rolled back.
    FPX_TRY(last, head());
    const qint64 sequence = last.count + 1;
    const QByteArray salt = m_random->bytes(saltBytes);
    Proof proof;
    proof.commitment = commitmentOf(salt, content);
    proof.hash = hashOf(last.hash, sequence, proof.commitment);
    FPX_CHECK(m_vault->logAppend(sequence, proof.encode(), salt + content));
    if (m_appended)
        m_appended();
    return sequence;
}

Result<qint64> Ledger::count() const
{
    FPX_TRY(last, head());
    return last.count;
}

Result<Head> Ledger::head() const
{
    FPX_TRY(last, m_vault->logHead());
    if (last.sequence == 0)
        return Head{0, firstHash()};
    const auto proof = Proof::decode(last.proof);
    if (!proof)
        return ledgerDamaged(QStringLiteral("entry %1: proof").arg(last.sequence));
    return Head{last.sequence, proof->hash};
}

Result<StoredEntry> Ledger::entry(qint64 sequence) const
{
    FPX_TRY(found, m_vault->logEntries(sequence, 1));
    if (found.isEmpty() || found.constFirst().sequence != sequence)
        return ledgerDamaged(QStringLiteral("entry %1 is not there").arg(sequence));
    return readEntry(found.constFirst());
}

Result<Page> Ledger::page(qint64 before, int count, const Filter &filter) const
{
    Page page;
    count = std::clamp(count, 1, 1'000);
    qint64 at = before > 0 ? before - 1 : std::numeric_limits<qint64>::max();
    qint64 looked = 0;
    while (at > 0) {
        FPX_TRY(batch, m_vault->logEntries(at, filter.isEmpty() ? count + 1 : scanBatch, true));
        if (batch.isEmpty())
            return page;
        for (const vault::LogEntry &stored : std::as_const(batch)) {
            if (page.entries.size() == count || looked == scanLimit) {
                page.before = at + 1;
                return page;
            }
            ++looked;
            at = stored.sequence - 1;
            auto found = readEntry(stored);
            if (!found)
                page.entries.append(StoredEntry{stored.sequence, {}, {}, true});
            else if (filter.matches(found->entry))
                page.entries.append(std::move(*found));
        }
    }
    return page;
}

Result<void> Ledger::exportJson(const std::function<Result<void>(const QByteArray &)> &sink) const
{
    FPX_TRY(last, head());
    FPX_CHECK(sink("{\"format\":\"fpx-ledger-1\",\"vault\":\"" + m_vault->id().toLatin1() + "\",\"head\":{\"count\":" +
                   QByteArray::number(last.count) + ",\"hash\":\"" + last.hash.toHex() + "\"},\"entries\":["));
    qint64 next = 1;
    while (next <= last.count) {
        FPX_TRY(batch, m_vault->logEntries(next, scanBatch));
        if (batch.isEmpty())
            break;
        for (const vault::LogEntry &stored : std::as_const(batch)) {
            if (stored.sequence > last.count)
                break;
            FPX_TRY(opened, openEntry(stored));
            // Base64, since a third person hashes these bytes, not what a JSON parser makes of them.
            FPX_CHECK(sink((stored.sequence == 1 ? "\n{\"sequence\":" : ",\n{\"sequence\":") +
                           QByteArray::number(stored.sequence) + ",\"salt\":\"" + opened.salt.toHex() +
                           "\",\"content\":\"" + opened.content.toBase64() + "\",\"commitment\":\"" +
                           opened.proof.commitment.toHex() + "\",\"hash\":\"" + opened.proof.hash.toHex() +
                           "\",\"entry\":" + opened.content + '}'));
        }
        next = batch.constLast().sequence + 1;
    }
    return sink("\n]}\n");
}

Result<QByteArray> Ledger::exportJson() const
{
    QByteArray document;
    FPX_CHECK(exportJson([&document](const QByteArray &piece) -> Result<void> {
        document.append(piece);
        return {};
    }));
    return document;
}

Async<void> Ledger::writeAnchor()
{
    const auto vault = m_vault;
    FPX_CO_TRY(now, head());
    auto seen = co_await vault->readAnchor(anchorName);
    if (!seen)
        co_return fail(std::move(seen).error());
    if (*seen) {
        const auto anchored = decodeHead(**seen);
        if (!anchored || anchored->count > now.count)
            co_return ledgerDamaged(QStringLiteral("the keychain has seen more entries"));
        if (*anchored == now)
            co_return {};
    }
    const QByteArray value = encodeHead(now);
    co_return co_await vault->writeAnchor(anchorName, value);
}

Async<std::optional<Head>> Ledger::readAnchor()
{
    const auto vault = m_vault;
    auto seen = co_await vault->readAnchor(anchorName);
    if (!seen)
        co_return fail(std::move(seen).error());
    if (!*seen)
        co_return std::nullopt;
    const auto anchored = decodeHead(**seen);
    if (!anchored)
        co_return ledgerDamaged(QStringLiteral("the head in the keychain"));
    co_return anchored;
}

Async<void> Ledger::checkAnchor()
{
    FPX_CO_TRY(anchored, co_await readAnchor());
    if (!anchored || anchored->count == 0)
        co_return {};
    FPX_CO_TRY(now, head());
    if (now.count < anchored->count)
        co_return fail(
            "history_cut",
            Words::tr("The wallet's data is older than what your keychain remembers. Entries of your history "
                      "are gone; if you did not put back an old copy yourself, somebody else may have."),
            QStringLiteral("%1 of %2").arg(now.count).arg(anchored->count));
    FPX_CO_TRY(seen, entry(anchored->count));
    if (seen.hash != anchored->hash)
        co_return fail("history_replaced",
                       Words::tr("Your history is not the one that your keychain remembers. Somebody may have changed "
                                 "the wallet's data."),
                       QStringLiteral("entry %1").arg(anchored->count));
    co_return {};
}

} // namespace fpx::ledger
