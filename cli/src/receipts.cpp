#include <fpx/cli/receipts.h>
#include <fpx/receipt/receipt.h>

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>

namespace fpx::cli {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Receipts)
};

constexpr qint64 maxFileBytes = 1024 * 1024;

Printed failed(const QString &text)
{
    return {1, {}, text.toUtf8() + '\n'};
}

} // namespace

Printed runReceipts(const QStringList &arguments)
{
    if (arguments.size() != 2 || arguments.first() != QStringLiteral("check"))
        return failed(Words::tr("Use: fpx-wallet receipts check FILE"));
    QFile file(arguments.at(1));
    if (!file.open(QIODevice::ReadOnly) || file.size() > maxFileBytes)
        return failed(Words::tr("%1 cannot be read.").arg(arguments.at(1)));
    const auto checked = receipt::check(file.readAll());
    if (!checked)
        return failed(checked.error().message);
    Printed printed;
    printed.out = Words::tr("As it was signed, with the key %1.").arg(checked->keyThumbprint).toUtf8() + '\n';
    printed.out += QJsonDocument(checked->content).toJson(QJsonDocument::Indented);
    return printed;
}

} // namespace fpx::cli
