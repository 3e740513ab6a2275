// Files that the person chooses: to save a copy of something, or to read one.
#pragma once

#include <fpx/base/result.h>

#include <functional>

class QWidget;

namespace fpx::ui {

struct FileWish {
    QString title;         ///< Of the dialog.
    QString suggestedName; ///< With its suffix.
    QString filter;        ///< As QFileDialog wants it; empty: JSON files.
};

/// Asks where; `chosen` runs with the path, or not at all. Returns at once; the dialog belongs to `parent`.
void askWhereToSave(QWidget *parent, const FileWish &wish, std::function<void(QString path)> chosen);
/// Asks which file to read, as askWhereToSave() does.
void askWhatToOpen(QWidget *parent, const QString &title, std::function<void(QString path)> chosen);
/// Whole or not at all, readable by this user only: what is exported is personal. Error: `export_not_written`.
[[nodiscard]] Result<void> writeFile(const QString &path, const QByteArray &bytes);

} // namespace fpx::ui
