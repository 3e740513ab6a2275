// The person's language: translations from the resources, Qt's own, and the direction of writing.
#pragma once

#include <QObject>
#include <QTranslator>

namespace fpx::ui {

class Language : public QObject
{
    Q_OBJECT

public:
    explicit Language(QObject *parent = nullptr);
    /// `tag` is a BCP 47 tag; empty: the system's. English where there is no translation. Widgets are told by
    /// QEvent::LanguageChange.
    void apply(const QString &tag);

private:
    QTranslator m_plurals; ///< English, under the others: its plural forms
    QTranslator m_own;
    QTranslator m_qt;
    QString m_applied;
    bool m_any = false;
};

} // namespace fpx::ui
