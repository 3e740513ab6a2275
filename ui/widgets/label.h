// Text in one of the design's sizes and tones.
#pragma once

#include "style/tokens.h"

#include <QLabel>

namespace fpx::ui {

/// Text from outside as a tool tip: Qt takes a tool tip that looks like HTML for HTML, which may name files and addresses.
[[nodiscard]] QString plainToolTip(const QString &text);

/// Wraps, shows plain text only (names come from outside), and follows changes of the scheme and of the text size.
class Label : public QLabel
{
    Q_OBJECT

public:
    explicit Label(const QString &text = {}, Type type = Type::Body, Tone tone = Tone::Normal,
                   QWidget *parent = nullptr);
    /// Semi-bold.
    [[nodiscard]] static Label *strong(const QString &text, Type type = Type::Body, QWidget *parent = nullptr);

    void setTone(Tone tone);
    void setStrong(bool strong);
    /// The text in one line with "…" at its end; the whole text becomes the tool tip when it does not fit.
    void setElided(bool elided);
    /// Tells screen readers that the text has changed.
    void announce(const QString &text);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    Type m_type;
    bool m_strong = false;
    bool m_elided = false;
};

} // namespace fpx::ui
