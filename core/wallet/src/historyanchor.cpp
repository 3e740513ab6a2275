#include "historyanchor.h"

#include <QCoroTask>
#include <QLoggingCategory>
#include <QTimerEvent>

namespace fpx::wallet {

namespace {

constexpr int togetherMilliseconds = 500; // entries of one act are anchored together

QCoro::Task<> write(std::shared_ptr<ledger::Ledger> ledger)
{
    const auto written = co_await ledger->writeAnchor();
    if (!written && written.error().code != "vault_locked") // locked meanwhile: the next entry brings it up to date
        qWarning("The keychain's copy of the history's head was not written: %s", written.error().code.constData());
}

} // namespace

HistoryAnchor::HistoryAnchor(std::shared_ptr<ledger::Ledger> ledger) : m_ledger(std::move(ledger))
{
    m_ledger->onAppended([this] {
        if (!m_soon.isActive()) // also under a steady stream the head is never older than this
            m_soon.start(togetherMilliseconds, this);
    });
}

HistoryAnchor::~HistoryAnchor()
{
    m_ledger->onAppended({});
}

void HistoryAnchor::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_soon.timerId())
        return QObject::timerEvent(event);
    m_soon.stop();
    write(m_ledger);
}

} // namespace fpx::wallet
