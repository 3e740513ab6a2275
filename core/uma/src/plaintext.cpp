#include "plaintext.h"

#include <QList>

namespace fpx::uma {

namespace {

bool isBlank(char32_t c)
{
    const auto category = QChar::category(c);
    return category == QChar::Separator_Line || category == QChar::Separator_Paragraph ||
           category == QChar::Separator_Space || (c >= 0x09 && c <= 0x0d);
}

bool isShown(char32_t c)
{
    if (c == 0x200c || c == 0x200d) // joiners: Persian, Indic scripts and emoji need them
        return true;
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format: // holds the bidirectional controls, with which a text reads as another one
    case QChar::Other_NotAssigned:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse: return false;
    default: return true;
    }
}

} // namespace

QString plainText(const QString &text, qsizetype maxUnits)
{
    QString result;
    const auto codePoints = text.toUcs4();
    for (const char32_t c : codePoints) {
        if (isBlank(c)) {
            if (!result.endsWith(u' '))
                result += u' ';
            continue;
        }
        if (!isShown(c))
            continue;
        const QString one = QString::fromUcs4(&c, 1);
        if (result.size() + one.size() > maxUnits)
            break;
        result += one;
    }
    return result.trimmed();
}

} // namespace fpx::uma
