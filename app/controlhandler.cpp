#include "controlhandler.h"

#include <QCoreApplication>
#include <QStandardPaths>
#include <QTemporaryFile>

namespace fpx::app {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Control)
};

QJsonObject refusal(const Error &error)
{
    return {{QStringLiteral("error"), QString::fromLatin1(error.code)}, {QStringLiteral("message"), error.message}};
}

// Readable by this user only, and removed by whoever asked for it.
Result<QString> writeForReader(const QByteArray &contents)
{
    const QString runtime = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    QTemporaryFile file(runtime + QStringLiteral("/fpx-wallet-export-XXXXXX"));
    file.setAutoRemove(false);
    if (!file.open() || file.write(contents) != contents.size() || !file.flush())
        return fail("export_failed", Words::tr("The history could not be written."));
    return file.fileName();
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
        m_facade.openLink(command.value(QStringLiteral("link")).toString());
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
    if (m_facade.phase() != wallet::Facade::Phase::Ready && m_facade.phase() != wallet::Facade::Phase::SignedOut)
        return reply.send(
            refusal({"vault_locked", Words::tr("Unlock the wallet to export its history."), {}, Retry::No}));
    Q_EMIT showRequested({});
    m_confirmExport([this, reply](bool agreed) {
        if (!agreed)
            return reply.send(
                refusal({"export_declined", Words::tr("The export was declined in the wallet."), {}, Retry::No}));
        m_facade.exportHistory([reply](const Result<QByteArray> &exported) {
            if (!exported)
                return reply.send(refusal(exported.error()));
            const auto file = writeForReader(*exported);
            reply.send(file ? QJsonObject{{QStringLiteral("file"), *file}} : refusal(file.error()));
        });
    });
}

} // namespace fpx::app
