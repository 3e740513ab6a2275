// Check boxes and radio buttons whose text wraps, with an explanation below; and a switch for settings.
#pragma once

#include <QAbstractButton>

namespace fpx::ui {

/// Draws itself with the style's indicators. The explanation is muted and becomes the accessible description.
class ChoiceBox : public QAbstractButton
{
    Q_OBJECT

public:
    enum class Kind { Check, Radio, Switch };

    ChoiceBox(Kind kind, const QString &text, const QString &name, QWidget *parent = nullptr);
    void setExplanation(const QString &text);
    [[nodiscard]] QString explanation() const { return m_explanation; }
    [[nodiscard]] Kind kind() const { return m_kind; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    [[nodiscard]] bool hitButton(const QPoint &pos) const override { return rect().contains(pos); }

private:
    [[nodiscard]] QSize indicator() const;
    [[nodiscard]] int aroundText() const; ///< Of the width.
    [[nodiscard]] int textWidth(int width) const;

    Kind m_kind;
    QString m_explanation;
};

} // namespace fpx::ui
