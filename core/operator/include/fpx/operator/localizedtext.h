// A display string of the operator profile: one string, or one for each language (profile section 2).
#pragma once

#include <fpx/base/result.h>

#include <QJsonValue>
#include <QMap>
#include <QStringList>

namespace fpx::op {

class LocalizedText
{
public:
    static constexpr qsizetype maxCharacters = 300;

    LocalizedText() = default;
    explicit LocalizedText(const QString &text) { m_texts.insert(QString(), text); }

    /// A string, or an object of strings keyed by BCP 47 tag; 1–300 characters each, without control and bidirectional
    /// formatting characters. Error: `localized_text_refused`.
    [[nodiscard]] static Result<LocalizedText> parse(const QJsonValue &value);

    /// The text for the first of `locales` (BCP 47, most wanted first) that has one, by lookup of RFC 4647 section 3.4:
    /// `fr-CA` is answered by `fr-CA`, then `fr`. Otherwise English, otherwise the first tag in alphabetical order.
    [[nodiscard]] QString text(const QStringList &locales) const;
    [[nodiscard]] bool isEmpty() const { return m_texts.isEmpty(); }
    [[nodiscard]] bool operator==(const LocalizedText &) const = default;

private:
    QMap<QString, QString> m_texts; // lower-case tag, or "" for a text without language
};

} // namespace fpx::op
