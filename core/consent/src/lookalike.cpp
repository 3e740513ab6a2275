#include "lookalike.h"

#include <QList>

#include <unicode/uspoof.h>

#include <memory>

namespace fpx::consent {

namespace {

struct Closer {
    void operator()(USpoofChecker *checker) const { uspoof_close(checker); }
};

// Letters and digits alone, without marks and case.
QString reduced(const QString &text)
{
    QString result;
    const QString apart = text.normalized(QString::NormalizationForm_KD).toCaseFolded();
    const auto codePoints = apart.toUcs4();
    for (const char32_t c : codePoints) {
        if (QChar::isLetterOrNumber(c))
            result += QString::fromUcs4(&c, 1);
    }
    return result;
}

} // namespace

QString skeletonOf(const QString &name)
{
    UErrorCode status = U_ZERO_ERROR;
    static const std::unique_ptr<USpoofChecker, Closer> checker(uspoof_open(&status));
    const QString text = reduced(name);
    if (!checker)
        return text;
    status = U_ZERO_ERROR;
    QString skeleton(text.size() * 4 + 16, Qt::Uninitialized); // a letter may become two: m and rn
    const int32_t size = uspoof_getSkeleton(
        checker.get(), 0, reinterpret_cast<const UChar *>(text.utf16()), static_cast<int32_t>(text.size()),
        reinterpret_cast<UChar *>(skeleton.data()), static_cast<int32_t>(skeleton.size()), &status);
    if (U_FAILURE(status))
        return text;
    skeleton.truncate(size);
    // A capital I looks like an l, and without case an i is one.
    return reduced(skeleton).replace(u'i', u'l');
}

} // namespace fpx::consent
