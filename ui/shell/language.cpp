#include "shell/language.h"

#include <QGuiApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace fpx::ui {

namespace {
const QString directory = QStringLiteral(":/fpx/translations");
const QString file = QStringLiteral("fpx");
const QString prefix = QStringLiteral("_");
} // namespace

Language::Language(QObject *parent) : QObject(parent)
{
    if (m_plurals.load(file + prefix + QStringLiteral("en"), directory))
        QCoreApplication::installTranslator(&m_plurals);
}

void Language::apply(const QString &tag)
{
    if (m_any && tag == m_applied)
        return;
    m_any = true;
    m_applied = tag;
    const QLocale locale = tag.isEmpty() ? QLocale::system() : QLocale(tag);
    QLocale::setDefault(locale);
    QCoreApplication::removeTranslator(&m_own);
    QCoreApplication::removeTranslator(&m_qt);
    const bool english = locale.language() == QLocale::English || locale.language() == QLocale::C;
    bool translated = false;
    if (!english && m_own.load(locale, file, prefix, directory)) {
        QCoreApplication::installTranslator(&m_own);
        translated = true;
        if (m_qt.load(locale, QStringLiteral("qtbase"), prefix, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
            QCoreApplication::installTranslator(&m_qt);
    }
    // the direction is that of the words on screen, not of the locale's dates
    QGuiApplication::setLayoutDirection(translated ? locale.textDirection() : Qt::LeftToRight);
}

} // namespace fpx::ui
