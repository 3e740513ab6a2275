#include "widgets/filesave.h"

#include <fpx/base/sandbox.h>

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

namespace fpx::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FileSave)
};

/// Every file dialog of the wallet.
QFileDialog *fileDialog(QWidget *parent, const QString &title)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
#ifdef Q_OS_LINUX
    // The desktop's own dialog may be a portal's, which looks into the process that asks, is refused since nobody may look
    // into this one, and then neither opens nor says so (docs/decisions/0007-memory-and-portals.md). In a sandbox there is no
    // other way to the person's files, and the process stays open to portals.
    dialog->setOption(QFileDialog::DontUseNativeDialog, !isSandboxed());
#endif
    return dialog;
}

} // namespace

void askWhereToSave(QWidget *parent, const FileWish &wish, std::function<void(QString)> chosen)
{
    auto *dialog = fileDialog(parent, wish.title);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QFileInfo(wish.suggestedName).suffix());
    dialog->setNameFilter(wish.filter.isEmpty() ? Words::tr("JSON files (*.json)") : wish.filter);
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->selectFile(wish.suggestedName);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

void askWhatToOpen(QWidget *parent, const QString &title, std::function<void(QString)> chosen)
{
    auto *dialog = fileDialog(parent, title);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilter(Words::tr("JSON files (*.json)"));
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

Result<void> writeFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(bytes) != bytes.size() || !file.commit())
        return fail("export_not_written", Words::tr("The copy could not be saved. Choose another folder."),
                    file.errorString());
    return {};
}

} // namespace fpx::ui
