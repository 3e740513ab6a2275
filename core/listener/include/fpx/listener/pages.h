// What the listener can show. The text comes from the caller, in the person's language; the HTML never does.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

namespace fpx::listener {

/// Plain text of a page. Everything is escaped; control characters are removed.
struct PageText {
    QString language; ///< BCP 47 tag of the text, e.g. "fr-CA"; anything else is left out.
    bool rightToLeft = false;
    QString title; ///< Window title and heading.
    QStringList paragraphs;
};

/// One form that leaves for the authorization server by itself, or by its button where scripts do not run
/// (OAuth 2.0 Form Post Response Mode).
struct FormPost {
    struct Field {
        QString name;
        QString value;
    };
    PageText text;
    QString button; ///< Label of the one button.
    QUrl action;    ///< Absolute, http or https.
    QList<Field> fields;
};

} // namespace fpx::listener
