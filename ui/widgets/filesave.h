// Saving a copy of something in a file that the person chooses.
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
/// Whole or not at all, readable by this user only: what is exported is personal. Error: `export_not_written`.
[[nodiscard]] Result<void> writeFile(const QString &path, const QByteArray &bytes);

} // namespace fpx::ui
