// The look of the sandbox's web pages and logos.
#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>

namespace fpx::sandbox {

enum class Glyph { Dot, Cross, Drop, Columns, Shield, Key, Heart, Pulse, Ring };

struct PageOptions {
    bool wide = false; ///< For tables.
    QString extraHead; ///< Raw HTML for <head>.
    QString tagline;   ///< Beside the party's name.
};

/// A whole HTML page. `body` is HTML; everything else is text.
[[nodiscard]] QByteArray renderPage(const QString &party, const QString &accent, const QString &title,
                                    const QString &body, const PageOptions &options);
[[nodiscard]] QString escaped(const QString &text);
/// A notice that ends a story: title, text and nothing to press.
[[nodiscard]] QString notice(const QString &kind, const QString &title, const QString &text);
/// <input type=hidden> for each pair.
[[nodiscard]] QString hiddenInputs(const QList<QPair<QString, QString>> &fields);
/// A 128 × 128 PNG: a white glyph on a rounded square.
[[nodiscard]] QByteArray logoPng(const QString &accent, Glyph glyph);

} // namespace fpx::sandbox
