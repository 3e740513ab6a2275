#include "controlhandler.h"

#include <fpx/control/wire.h>

#include <QCoreApplication>
#include <QPointer>
#include <QStandardPaths>
#include <QTemporaryFile>
#include <QTimer>

#include <memory>

namespace fpx::app {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Control)
};

QJsonObject refusal(const Error &error)
{
    return {{QStringLiteral("error"), QString::fromLatin1(error.code)}, {QStringLiteral("message"), error.message}};
}

constexpr int readMilliseconds = 30'000; ///< For whoever asked to open the file; then it is gone, read or not.

// Readable by this user only; removed with the object.
Result<std::unique_ptr<QTemporaryFile>> writeForReader(const QByteArray &contents)
{
    const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    auto file = std::make_unique<QTemporaryFile>(runtime + QStringLiteral("/fpx-wallet-export-XXXXXX"));
    if (!file->open() || file->write(contents) != contents.size() || !file->flush())
        return fail("export_failed", Words::tr("The history could not be written."));
    file->close();
    return file;
}

} // namespace

void ControlHandler::handle(QJsonObject command, control::Reply reply)
{
    const QString name = command.value(QStringLiteral("command")).toString();
    const QString token = command.value(QStringLiteral("activation_token")).toString().left(256);
    if (name == QStringLiteral("status")) {
        reply.send(m_facade.status());
    } else if (name == QStringLiteral("show")) {
        Q_EMIT showRequested(token);
        reply.send({});
    } else if (name == QStringLiteral("open")) {
        const QString link = command.value(QStringLiteral("link")).toString();
        if (link.size() > control::maxLinkSize) {
            reply.send(
                refusal({"link_too_long", Words::tr("This link is too long. Nothing was shared."), {}, Retry::No}));
            return;
        }
        m_facade.openLink(link);
        Q_EMIT showRequested(token);
        reply.send({});
    } else if (name == QStringLiteral("quit")) {
        reply.send({});
        Q_EMIT quitRequested();
    } else if (name == QStringLiteral("export_history")) {
        exportHistory(reply);
    } else {
        reply.send(refusal({"unknown_command", Words::tr("This wallet does not know that command."), {}, Retry::No}));
    }
}

void ControlHandler::exportHistory(const control::Reply &reply)
{
    if (m_facade.phase() != wallet::Facade::Phase::Ready && m_facade.phase() != wallet::Facade::Phase::SignedOut) {
        reply.send(refusal({"vault_locked", Words::tr("Unlock the wallet to export its history."), {}, Retry::No}));
        return;
    }
    Q_EMIT showRequested({});
    m_confirmExport([self = QPointer(this), reply](bool agreed) {
        if (!self || !reply.isOpen())
            return; // whoever asked has gone: nothing is read, and nothing is written
        if (agreed)
            self->m_facade.exportHistory([self, reply](const Result<QByteArray> &exported) {
                if (self)
                    self->deliver(exported, reply);
            });
        else
            reply.send(
                refusal({"export_declined", Words::tr("The export was declined in the wallet."), {}, Retry::No}));
    });
}

void ControlHandler::deliver(const Result<QByteArray> &exported, const control::Reply &reply)
{
    if (!reply.isOpen())
        return;
    if (!exported) {
        reply.send(refusal(exported.error()));
        return;
    }
    auto file = writeForReader(*exported);
    if (!file) {
        reply.send(refusal(file.error()));
        return;
    }
    QTemporaryFile *written = file->release();
    written->setParent(this);
    if (reply.send({{QStringLiteral("file"), written->fileName()}}))
        QTimer::singleShot(readMilliseconds, written, &QObject::deleteLater);
    else
        delete written;
}

} // namespace fpx::app
