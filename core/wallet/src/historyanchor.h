// Keeps the keychain's copy of the history's head close behind the history (design.md section 3).
#pragma once

#include <fpx/ledger/ledger.h>

#include <QBasicTimer>
#include <QObject>

#include <memory>

namespace fpx::wallet {

/// Writes the copy half a second after the first of a row of entries: a keychain is too slow to be asked at each, and the
/// copy is never older than that, however steadily entries come. Lives in the vault's thread; a write under way outlives it.
class HistoryAnchor : public QObject
{
public:
    explicit HistoryAnchor(std::shared_ptr<ledger::Ledger> ledger);
    ~HistoryAnchor() override;

private:
    void timerEvent(QTimerEvent *event) override;

    std::shared_ptr<ledger::Ledger> m_ledger;
    QBasicTimer m_soon;
};

} // namespace fpx::wallet
