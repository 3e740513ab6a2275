// The facade's list models, refilled together: soon after a change, and in a stream of changes not for each.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include "permissionsmodel.h"
#include "rowsmodel.h"
#include "services.h"

#include <QSet>

namespace fpx::wallet {

class Lists : public QObject
{
    Q_OBJECT

public:
    Lists();

    /// Null while nothing is open: every list is empty.
    void setServices(std::shared_ptr<Services> services);
    void refreshSoon();
    void setConnecting(const SourceIdentifier &source, bool connecting);
    /// False: that network is being joined already.
    [[nodiscard]] bool beginJoining(const AsIdentifier &network);
    void endJoining(const AsIdentifier &network, const Error &error);

    RowsModel requests;
    PermissionsModel permissions;
    RowsModel sources;
    RowsModel identityProviders;
    RowsModel networks;
    RowsModel history;

Q_SIGNALS:
    void refreshed(); ///< All of them.

private:
    void refresh();
    void fill();
    void fillRequests();
    void fillSources();
    void fillProviders();
    void fillNetworks();
    void fillHistory();

    std::shared_ptr<Services> m_services;
    QSet<SourceIdentifier> m_connecting;
    QSet<AsIdentifier> m_joining;
    QHash<AsIdentifier, Error> m_refused;
    qint64 m_historyHead = -1;
    QTimer m_soon;
    QElapsedTimer m_sinceRefresh; ///< Valid after the first,
    qint64 m_refreshTook = 0;     ///< which took so many milliseconds, with all that listens to the lists.
    QTimer m_ends;
};

} // namespace fpx::wallet
