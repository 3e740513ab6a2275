// Every push button of the application.
#pragma once

#include <QPushButton>

namespace fpx::ui {

/// Never a default button: Enter presses nothing that the person did not tab to, and nothing at all on Affirm.
class Button : public QPushButton
{
    Q_OBJECT

public:
    enum class Kind {
        Secondary,
        Primary,     ///< the one next step of a page
        Affirm,      ///< "Allow": as prominent as Refuse, not more; Enter does not press it
        Refuse,      ///< "Decline"
        Danger,      ///< leads to a loss, after a confirmation
        Destructive, ///< confirms the loss
        Quiet,       ///< tool bars and close buttons
        Link
    };

    /// `name` is the stable object name that tests and screen readers use.
    Button(const QString &text, const QString &name, Kind kind = Kind::Secondary, QWidget *parent = nullptr);
    /// Only an icon; `text` is said by screen readers and the tool tip.
    [[nodiscard]] static Button *iconOnly(const QString &icon, const QString &text, const QString &name,
                                          QWidget *parent = nullptr);

    [[nodiscard]] Kind kind() const { return m_kind; }
    void setKind(Kind kind);
    [[nodiscard]] QString iconName() const { return m_icon; }
    void setIconName(const QString &icon);
    [[nodiscard]] int iconPixels() const;
    /// Text and icon at the leading edge instead of the middle.
    void setLeading(bool leading);
    [[nodiscard]] bool isLeading() const { return m_leading; }
    /// A mark after the text that says that a menu opens.
    void setMenuMark(bool mark);
    [[nodiscard]] bool hasMenuMark() const { return m_menuMark; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    Kind m_kind;
    QString m_icon;
    bool m_leading = false;
    bool m_menuMark = false;
};

} // namespace fpx::ui
