#include "requests/codefield.h"

#include "style/look.h"

#include <fpx/wallet/devicecodes.h>

namespace fpx::ui {

namespace {
const QString sample = QStringLiteral("WDJB-MJHT");
}

CodeField::CodeField(QWidget *parent) : QLineEdit(parent)
{
    setObjectName(QStringLiteral("codeField"));
    setAccessibleName(tr("Code"));
    setAccessibleDescription(tr("Eight letters, as the other device shows them"));
    setPlaceholderText(sample);
    setAlignment(Qt::AlignCenter);
    setInputMethodHints(Qt::ImhUppercaseOnly | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    applyFont();
    connect(this, &QLineEdit::textEdited, this, &CodeField::tidy);
}

void CodeField::tidy(const QString &raw)
{
    const wallet::TypedCode before = wallet::readTypedCode(raw.left(cursorPosition()));
    const wallet::TypedCode now = wallet::readTypedCode(raw);
    setText(now.shown);
    setModified(true);
    // Behind the letter that was typed last, and behind the hyphen that came with it.
    setCursorPosition(static_cast<int>(before.shown.size()));
    m_complete = now.complete;
    if (!now.refused.isEmpty())
        m_hint = now.refused.at(0).isLetterOrNumber()
                     ? tr("“%1” does not occur in codes. They have consonants only, no digits and no vowels.")
                           .arg(now.refused)
                     : tr("A code has letters only.");
    else
        m_hint = now.tooLong ? tr("A code has eight letters.") : QString();
    Q_EMIT typed();
}

QSize CodeField::sizeHint() const
{
    const QFontMetrics metrics(font());
    return {metrics.horizontalAdvance(sample) + metrics.height() * 2, metrics.height() + Look::scaled(20)};
}

void CodeField::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        applyFont();
}

void CodeField::applyFont()
{
    QFont large = Look::font(Type::Display, true);
    large.setLetterSpacing(QFont::PercentageSpacing, 115);
    large.setStyleHint(QFont::Monospace);
    setFont(large);
    setMinimumHeight(sizeHint().height());
}

} // namespace fpx::ui
