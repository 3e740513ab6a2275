#include <fpx/consent/protections.h>

#include "retries.h"
#include "words.h"

#include <fpx/base/json.h>

#include <algorithm>
#include <limits>

namespace fpx::consent {

namespace {

constexpr QLatin1String table("protection_ends");

QString k(const char *name)
{
    return QLatin1String(name);
}

QString idOf(const EnrolmentId &enrolment, const RsIdentifier &server)
{
    return enrolment.value() + u'/' + server.value();
}

} // namespace

Protections::Protections(ProtectionsContext context) : m_context(std::move(context))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Protections::wake);
}

Result<void> Protections::load()
{
    m_cancel = CancelSource();
    m_ends.clear();
    FPX_TRY(rows, m_context.records->all(table));
    for (auto it = rows.constBegin(); it != rows.constEnd(); ++it) {
        JsonReader reader(it.value(), k("stored end of a protection"), "row_damaged");
        End end;
        end.enrolment = EnrolmentId(reader.string(k("enrolment")));
        end.resourceServer = RsIdentifier(reader.string(k("resource_server")));
        end.networkName = reader.string(k("network_name"), QString());
        end.sourceName = reader.string(k("source_name"), QString());
        FPX_CHECK(reader.finish());
        m_ends.insert(it.key(), end);
    }
    wake();
    return {};
}

void Protections::stop()
{
    m_timer.stop();
    m_cancel.cancel();
    m_ends.clear();
    m_listed.clear();
    Q_EMIT changed();
}

void Protections::refresh(const EnrolmentId &enrolment)
{
    spawn(list(shared_from_this(), enrolment));
}

QCoro::Task<> Protections::list(Self self, EnrolmentId enrolment)
{
    const CancelToken cancel = self->m_cancel.token();
    const auto client = self->m_context.accounts->client(enrolment);
    if (!client)
        co_return;
    const auto listed = co_await client->listProtections(cancel);
    if (!listed || cancel.cancelled())
        co_return;
    self->m_listed.insert(enrolment, *listed);
    Q_EMIT self->changed();
}

QList<HeldProtection> Protections::all() const
{
    QList<HeldProtection> result;
    const QList<uma::Enrolment> enrolments = m_context.accounts->all();
    for (const uma::Enrolment &enrolment : enrolments) {
        for (const uma::Protection &protection : m_listed.value(enrolment.id))
            result.append({enrolment.id, enrolment.as, protection,
                           m_ends.contains(idOf(enrolment.id, protection.resourceServer))});
    }
    return result;
}

Result<void> Protections::end(const AsIdentifier &as, const RsIdentifier &resourceServer, const QString &sourceName)
{
    QList<HeldProtection> held = all();
    held.removeIf([&](const HeldProtection &one) {
        return one.as != as || one.protection.resourceServer != resourceServer || one.ending;
    });
    if (held.isEmpty())
        return fail("protection_unknown", Words::tr("The network lists no such thing any more."));
    const QString network = m_context.networkName(as);
    FPX_CHECK(m_context.records->transaction([&]() -> Result<void> {
        for (const HeldProtection &one : std::as_const(held))
            FPX_CHECK(m_context.records->put(table, idOf(one.enrolment, resourceServer),
                                             {{k("enrolment"), one.enrolment.value()},
                                              {k("resource_server"), resourceServer.value()},
                                              {k("network_name"), network},
                                              {k("source_name"), sourceName}}));
        return {};
    }));
    for (const HeldProtection &one : std::as_const(held))
        m_ends.insert(idOf(one.enrolment, resourceServer),
                      {one.enrolment, resourceServer, network, sourceName, 0, 0, false});
    wake();
    return {};
}

void Protections::wake()
{
    const qint64 now = m_context.clock->steadyMilliseconds();
    qint64 soonest = std::numeric_limits<qint64>::max();
    for (End &end : m_ends) {
        if (end.sending)
            continue;
        if (end.dueAt <= now) {
            end.sending = true;
            const QString id = idOf(end.enrolment, end.resourceServer);
            QTimer::singleShot(0, this, [self = shared_from_this(), id] { spawn(tell(self, id)); });
        } else {
            soonest = std::min(soonest, end.dueAt);
        }
    }
    if (!m_ends.isEmpty())
        m_timer.start(timerUntil(soonest, *m_context.clock));
    Q_EMIT changed();
}

QCoro::Task<> Protections::tell(Self self, QString id)
{
    const CancelToken cancel = self->m_cancel.token();
    const auto known = self->m_ends.constFind(id);
    if (known == self->m_ends.constEnd())
        co_return;
    const End end = *known;
    const auto client = self->m_context.accounts->client(end.enrolment);
    Result<void> done; // the account is gone, and its protections with it
    if (client)
        done = co_await client->endProtection(end.resourceServer, cancel);
    if (cancel.cancelled() || !self->m_ends.contains(id))
        co_return;
    if (done && self->confirm(id)) {
        Q_EMIT self->changed();
        co_return;
    }
    End &waiting = self->m_ends[id];
    waiting.sending = false;
    waiting.dueAt = dueAfter(++waiting.attempts, *self->m_context.clock, *self->m_context.random,
                             client ? client->quietSeconds() : 0);
    self->wake();
}

Result<void> Protections::confirm(const QString &id)
{
    const End end = m_ends.value(id);
    FPX_CHECK(m_context.records->transaction([&]() -> Result<void> {
        FPX_CHECK(m_context.records->remove(table, id));
        ledger::Entry entry;
        entry.kind = k("permission");
        entry.code = k("protection_ended");
        entry.time = m_context.clock->now();
        entry.parameters = {{k("network"), end.networkName}, {k("source"), end.sourceName}};
        FPX_CHECK(m_context.ledger->append(entry));
        return {};
    }));
    m_ends.remove(id);
    m_listed[end.enrolment].removeIf(
        [&end](const uma::Protection &one) { return one.resourceServer == end.resourceServer; });
    return {};
}

} // namespace fpx::consent
