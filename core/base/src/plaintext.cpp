#include <fpx/base/plaintext.h>

#include <QList>

#include <algorithm>

namespace fpx {

namespace {

constexpr int maxMarks = 4;

bool isBlank(char32_t c)
{
    const auto category = QChar::category(c);
    return category == QChar::Separator_Line || category == QChar::Separator_Paragraph ||
           category == QChar::Separator_Space || (c >= 0x09 && c <= 0x0d) ||
           c == 0x2800; // the Braille cell without dots
}

// Persian, Indic scripts and emoji need them between two characters.
bool isJoiner(char32_t c)
{
    return c == 0x200c || c == 0x200d;
}

bool isMark(char32_t c)
{
    const auto category = QChar::category(c);
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing ||
           category == QChar::Mark_SpacingCombining;
}

// Default_Ignorable_Code_Point of Unicode 15: what a font draws as nothing, whatever its category. Names that differ by it
// look alike, and a name of nothing else is not seen at all.
bool isIgnorable(char32_t c)
{
    struct Range {
        char32_t first;
        char32_t last;
    };
    static constexpr Range ranges[] = {
        {0x00ad, 0x00ad}, {0x034f, 0x034f}, {0x061c, 0x061c},   {0x115f, 0x1160},   {0x17b4, 0x17b5},  {0x180b, 0x180f},
        {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x206f},   {0x3164, 0x3164},   {0xfe00, 0xfe0f},  {0xfeff, 0xfeff},
        {0xffa0, 0xffa0}, {0xfff0, 0xfff8}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff}};
    return std::ranges::any_of(ranges, [c](const Range &range) { return c >= range.first && c <= range.last; });
}

bool isShown(char32_t c)
{
    if (isIgnorable(c))
        return false;
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
    int marks = 0;
    char32_t joiner = 0; // waits for what it joins
    const auto codePoints = text.toUcs4();
    for (const char32_t c : codePoints) {
        if (isBlank(c)) {
            if (!result.endsWith(u' '))
                result += u' ';
            joiner = 0;
            continue;
        }
        if (isJoiner(c)) {
            joiner = result.isEmpty() || result.endsWith(u' ') ? 0 : c;
            continue;
        }
        if (!isShown(c))
            continue;
        marks = isMark(c) ? marks + 1 : 0;
        if (marks > maxMarks)
            continue;
        QString one = joiner != 0 ? QString::fromUcs4(&joiner, 1) : QString();
        one += QString::fromUcs4(&c, 1);
        joiner = 0;
        if (result.size() + one.size() > maxUnits)
            break;
        result += one;
    }
    return result.trimmed();
}

bool hasLetterOrDigit(const QString &text)
{
    const auto codePoints = text.toUcs4();
    return std::ranges::any_of(codePoints,
                               [](char32_t c) { return QChar::isLetterOrNumber(c) && isShown(c) && !isBlank(c); });
}

} // namespace fpx
