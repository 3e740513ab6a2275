#include "chain.h"

namespace fpx::ledger {

namespace {

void stop(Verification &verification, Fault::What what, qint64 sequence)
{
    verification.fault = Fault{what, sequence};
    verification.done = true;
}

/// The first thing that is wrong with one entry.
std::optional<Fault> check(const vault::LogEntry &stored, qint64 expected, const QByteArray &previous)
{
    if (stored.sequence != expected)
        return Fault{Fault::What::Gap, expected};
    const auto opened = openEntry(stored);
    if (!opened)
        return Fault{Fault::What::Damaged, expected};
    if (opened->proof.hash != hashOf(previous, expected, opened->proof.commitment))
        return Fault{Fault::What::Chain, expected};
    if (!decodeEntry(opened->content))
        return Fault{Fault::What::Damaged, expected};
    return std::nullopt;
}

} // namespace

Verification Ledger::beginVerification(std::optional<Head> anchor)
{
    Verification verification;
    verification.lastHash = firstHash();
    verification.anchor = std::move(anchor);
    return verification;
}

Result<void> Ledger::verifyStep(Verification &verification, int entries) const
{
    if (verification.done)
        return {};
    FPX_TRY(batch, m_vault->logEntries(verification.checked + 1, entries));
    const auto &anchor = verification.anchor;
    if (verification.checked == 0) {
        // Sequence numbers begin at 1: nothing may lie below.
        FPX_TRY(below, m_vault->logEntries(0, 1, true));
        if (!below.isEmpty()) {
            stop(verification, Fault::What::Chain, below.constFirst().sequence);
            return {};
        }
    }
    for (const vault::LogEntry &stored : std::as_const(batch)) {
        const qint64 expected = verification.checked + 1;
        if (const auto fault = check(stored, expected, verification.lastHash)) {
            stop(verification, fault->what, fault->sequence);
            return {};
        }
        verification.checked = expected;
        verification.lastHash = Proof::decode(stored.proof)->hash;
        if (anchor && anchor->count == expected && anchor->hash != verification.lastHash) {
            stop(verification, Fault::What::Replaced, expected);
            return {};
        }
    }
    if (batch.size() < entries) {
        if (anchor && anchor->count > verification.checked)
            stop(verification, Fault::What::Truncated, verification.checked + 1);
        verification.done = true;
    }
    return {};
}

Result<Verification> Ledger::verify(std::optional<Head> anchor) const
{
    Verification verification = beginVerification(std::move(anchor));
    while (!verification.done)
        FPX_CHECK(verifyStep(verification));
    return verification;
}

} // namespace fpx::ledger
