// The client's own words (profile 4.3).
#include <fpx/base/plaintext.h>

#include <fpx/operator/localizedtext.h>
#include <fpx/uma/ticketdetails.h>

namespace fpx::uma {

QString TicketDetails::cleanReason(const QStringList &locales) const
{
    constexpr qsizetype maxUnits = op::LocalizedText::maxCharacters;
    if (reason.isString())
        return plainText(reason.toString(), maxUnits);
    QJsonObject cleaned;
    const QJsonObject object = reason.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString text = plainText(it->toString(), maxUnits);
        if (!text.isEmpty())
            cleaned.insert(it.key(), text);
    }
    const auto localized = op::LocalizedText::parse(cleaned);
    return localized ? localized->text(locales) : QString();
}

} // namespace fpx::uma
