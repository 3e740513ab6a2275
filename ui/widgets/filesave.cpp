#include "widgets/filesave.h"

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

} // namespace

void askWhereToSave(QWidget *parent, const FileWish &wish, std::function<void(QString)> chosen)
{
    auto *dialog = new QFileDialog(parent, wish.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QFileInfo(wish.suggestedName).suffix());
    dialog->setNameFilter(wish.filter.isEmpty() ? Words::tr("JSON files (*.json)") : wish.filter);
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->selectFile(wish.suggestedName);
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
