#include "leaveprofile.h"

#include "receiptdesk.h"
#include "words.h"

#include <fpx/base/deferred.h>
#include <fpx/consent/sharedthing.h>

#include <QTimer>

namespace fpx::wallet {

namespace {

using consent::PermissionRecord;
using consent::PermissionState;

int unconfirmed(const Services &services, const EnrolmentId &profile)
{
    return consent::countThings(*services.permissions, [&profile](const PermissionRecord &record) {
        return record.enrolment == profile && (record.isLive() || record.state == PermissionState::Pending ||
                                               record.state == PermissionState::Revoking);
    });
}

/// Whether all were confirmed within the time.
QCoro::Task<bool> allConfirmed(std::shared_ptr<Services> services, EnrolmentId profile,
                               std::chrono::milliseconds patience, CancelToken cancel)
{
    Deferred<bool> done;
    cancel.onCancelled([done] { done.resolve(false); });
    const auto look = [done, services, profile] {
        if (unconfirmed(*services, profile) == 0)
            done.resolve(true);
    };
    QObject watch;
    // Queued: the book changes within a transaction, where nothing may go on that stores something of its own.
    QObject::connect(services->permissions.get(), &consent::PermissionBook::changed, &watch, look,
                     Qt::QueuedConnection);
    QTimer::singleShot(patience, &watch, [done] { done.resolve(false); });
    look();
    co_return co_await done;
}

} // namespace

Async<void> leaveProfile(std::shared_ptr<Services> services, EnrolmentId profile, std::chrono::milliseconds patience)
{
    const CancelToken cancel = services->session.token(); // this session's, also when the next has begun
    const auto known = services->accounts->find(profile);
    if (!known)
        co_return fail("unknown_as", Words::tr("This profile is no longer there."));
    const auto &all = services->permissions->all();
    QList<PermissionId> live;
    for (const PermissionRecord &record : all) {
        if (record.enrolment == profile && (record.isLive() || record.state == PermissionState::Pending))
            live.append(record.id);
    }
    if (!live.isEmpty()) // none, or all of them on their way since an earlier try
        FPX_CO_CHECK(services->desk->revoke(live));
    const bool confirmed = co_await allConfirmed(services, profile, patience, cancel);
    FPX_CO_CHECK(cancel.check());
    if (!confirmed)
        co_return fail("revocations_pending",
                       Words::tr("The network has not confirmed %n revocation(s) yet. The profile stays until it has; "
                                 "try again later.",
                                 nullptr, unconfirmed(*services, profile)),
                       {}, Retry::Later);
    FPX_CO_CHECK(co_await services->accounts->leave(profile, cancel));
    FPX_CO_CHECK(co_await forgetReceiptKey(services, profile));
    const op::AuthorizationServer *server = services->profile().authorizationServer(known->as);
    const QString network = server ? server->displayName.text(services->config.locales) : known->as.value();
    co_return services->append(QStringLiteral("network"), QStringLiteral("profile_left"),
                               {{QStringLiteral("network"), network}});
}

} // namespace fpx::wallet
