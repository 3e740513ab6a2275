// The client's own words, made showable (profile 4.3).
#include <fpx/operator/localizedtext.h>
#include <fpx/uma/ticketdetails.h>

namespace fpx::uma {

namespace {

constexpr qsizetype kMaxReason = 300;

QString clean(const QString &text)
{
    QString result;
    for (const uint c : text.toUcs4()) {
        const auto category = QChar::category(c);
        const bool joiner = c == 0x200c || c == 0x200d; // needed by Persian, Indic scripts and emoji
        const bool blank = category == QChar::Separator_Line || category == QChar::Separator_Paragraph ||
                           category == QChar::Separator_Space || (c >= 0x09 && c <= 0x0d);
        if (blank) {
            if (!result.endsWith(u' '))
                result += u' ';
            continue;
        }
        // Other_Format holds the bidirectional controls, with which a text reads as another one.
        if (category == QChar::Other_Control || (category == QChar::Other_Format && !joiner) ||
            category == QChar::Other_NotAssigned || category == QChar::Other_Surrogate ||
            category == QChar::Other_PrivateUse)
            continue;
        const QString one = QString::fromUcs4(reinterpret_cast<const char32_t *>(&c), 1);
        if (result.size() + one.size() > kMaxReason)
            break;
        result += one;
    }
    return result.trimmed();
}

} // namespace

QString TicketDetails::cleanReason(const QStringList &locales) const
{
    if (reason.isString())
        return clean(reason.toString());
    QJsonObject cleaned;
    const QJsonObject object = reason.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString text = clean(it->toString());
        if (!text.isEmpty())
            cleaned.insert(it.key(), text);
    }
    const auto localized = op::LocalizedText::parse(cleaned);
    return localized ? localized->text(locales) : QString();
}

} // namespace fpx::uma
