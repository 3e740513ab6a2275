// Requests that were refused as they came: a hostile page can make any number of them, so that none is stored as a request,
// and the history has one line for each kind and minute (profile 4.1, 9).
#pragma once

#include <fpx/base/clock.h>
#include <fpx/base/id.h>
#include <fpx/ledger/ledger.h>

#include <QHash>
#include <QTimer>

namespace fpx::consent {

/// Lives in the GUI thread; `ledger` and `clock` outlive it. What it keeps in memory is bounded by the number of networks in
/// the operator profile and of error codes.
class Refusals
{
public:
    Refusals(ledger::Ledger &ledger, const Clock &clock);

    /// The first of its kind (network and code) within a minute is in the history at once, as `entry`; the others are
    /// counted, and their number is one line at the minute's end. Returns whether it was the first, of which the person is
    /// told. Errors: those of Ledger::append().
    [[nodiscard]] Result<bool> add(const AsIdentifier &network, const ledger::Entry &entry);
    /// Writes what has been counted; before the vault locks.
    void flush();

    /// The waiting pages of the last of them say that nothing was shared. Returns those that are forgotten for this one.
    [[nodiscard]] QStringList addPage(const QString &pageToken);
    [[nodiscard]] bool hasPage(const QString &pageToken) const { return m_pages.contains(pageToken); }

private:
    struct Kind {
        ledger::Entry entry;
        qint64 since = 0; ///< Clock::steadyMilliseconds()
        int more = 0;     ///< Since then, besides the one that is written.
    };
    void writeDue(bool all);

    ledger::Ledger &m_ledger;
    const Clock &m_clock;
    QHash<QString, Kind> m_kinds;
    QStringList m_pages; ///< Newest last.
    QTimer m_timer;
};

} // namespace fpx::consent
