#include <fpx/operator/localizedtext.h>

#include "words.h"

#include <QJsonObject>
#include <QRegularExpression>

namespace fpx::op {

namespace {

bool isPlain(const QString &text)
{
    if (text.trimmed().isEmpty() || text.size() > LocalizedText::maxCharacters)
        return false;
    for (const uint c : text.toUcs4()) {
        const auto category = QChar::category(c);
        // Format characters hold the bidirectional overrides that make a name read as another one.
        const bool joiner = c == 0x200c || c == 0x200d; // needed by Persian and Indic scripts
        if (category == QChar::Other_Control || (category == QChar::Other_Format && !joiner) ||
            category == QChar::Other_NotAssigned || category == QChar::Separator_Line ||
            category == QChar::Separator_Paragraph)
            return false;
    }
    return true;
}

bool isLanguageTag(const QString &tag)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}\\z"));
    return pattern.match(tag).hasMatch();
}

Failure refuse(const QString &why)
{
    return fail("localized_text_refused", Words::tr("A text of the operator's profile cannot be shown."), why);
}

} // namespace

Result<LocalizedText> LocalizedText::parse(const QJsonValue &value)
{
    const QString rule = QStringLiteral("must be a text of 1 to 300 characters without control characters");
    LocalizedText result;
    if (value.isString()) {
        if (!isPlain(value.toString()))
            return refuse(rule);
        result.m_texts.insert(QString(), value.toString());
        return result;
    }
    const QJsonObject object = value.toObject();
    if (object.isEmpty())
        return refuse(QStringLiteral("must be a text, or an object of texts by language"));
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!isLanguageTag(it.key()))
            return refuse(QStringLiteral("has a member that is not a language tag"));
        if (!it->isString() || !isPlain(it->toString()))
            return refuse(rule);
        if (result.m_texts.contains(it.key().toLower()))
            return refuse(QStringLiteral("has two texts for one language"));
        result.m_texts.insert(it.key().toLower(), it->toString());
    }
    return result;
}

QString LocalizedText::text(const QStringList &locales) const
{
    if (m_texts.isEmpty())
        return {};
    if (const auto plain = m_texts.constFind(QString()); plain != m_texts.constEnd())
        return *plain;
    for (const QString &locale : locales) {
        QString tag = locale.toLower().replace(QLatin1Char('_'), QLatin1Char('-'));
        while (!tag.isEmpty()) {
            if (const auto found = m_texts.constFind(tag); found != m_texts.constEnd())
                return *found;
            tag.truncate(qMax<qsizetype>(0, tag.lastIndexOf(QLatin1Char('-'))));
            if (tag.size() > 2 && tag.at(tag.size() - 2) == QLatin1Char('-'))
                tag.chop(2); // a single-letter subtag goes with what followed it
        }
    }
    return m_texts.value(QStringLiteral("en"), m_texts.first());
}

} // namespace fpx::op
