// Takes the code of another device as people type and paste it: any case, with or without hyphen and blanks.
#pragma once

#include <QLineEdit>

namespace fpx::ui {

class CodeField final : public QLineEdit
{
    Q_OBJECT

public:
    explicit CodeField(QWidget *parent = nullptr);
    [[nodiscard]] bool complete() const { return m_complete; }
    /// Why the last key did nothing; empty: it did something.
    [[nodiscard]] QString hint() const { return m_hint; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void typed(); ///< text(), complete() or hint() may differ.

protected:
    void changeEvent(QEvent *event) override;

private:
    void tidy(const QString &raw);
    void applyFont();

    bool m_complete = false;
    QString m_hint;
};

} // namespace fpx::ui
