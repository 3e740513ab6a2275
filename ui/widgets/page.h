// The frame of every place: a heading, then content centred at its greatest width.
#pragma once

#include "style/tokens.h"

#include <QScrollArea>
#include <QWidget>

class QBoxLayout;
class QHBoxLayout;
class QVBoxLayout;

namespace fpx::ui {

class Label;

/// Title, one muted line that says what the place is for, and room for actions at the end of the line.
class PageHeader : public QWidget
{
    Q_OBJECT

public:
    PageHeader(const QString &title, const QString &subtitle, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    void setSubtitle(const QString &subtitle);
    void addAction(QWidget *widget);
    /// Shows a back button before the title.
    class Button *addBack(const QString &text, const QString &name);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QHBoxLayout *m_row;
    Label *m_title;
    Label *m_subtitle;
};

/// A scrolling column of widgets, centred.
class Page : public QScrollArea
{
    Q_OBJECT

public:
    explicit Page(QWidget *parent = nullptr, int greatestWidth = contentWidth);
    [[nodiscard]] QVBoxLayout *column() const { return m_column; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QVBoxLayout *m_column;
    int m_greatest;
};

/// Says what a place is for, and offers the next step.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const QString &icon, const QString &title, const QString &text, QWidget *parent = nullptr);
    void setWords(const QString &title, const QString &text);
    void addAction(QWidget *widget);

private:
    Label *m_title;
    Label *m_text;
    QVBoxLayout *m_column;
};

/// Labels and values in two columns that stack when narrow. Values can be selected and copied.
class FactList : public QWidget
{
    Q_OBJECT

public:
    explicit FactList(QWidget *parent = nullptr);
    void add(const QString &label, const QString &value, Tone tone = Tone::Normal);
    void clear();

private:
    class QGridLayout *m_grid;
};

/// Something is going on. Turns; stands still when motion is off.
class Spinner : public QWidget
{
    Q_OBJECT

public:
    explicit Spinner(int size, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    int m_timer = 0;
    int m_angle = 0;
};

/// Removes and deletes everything in a layout.
void clearLayout(class QLayout *layout);
[[nodiscard]] QHBoxLayout *row(int spacing = space::s);
[[nodiscard]] QVBoxLayout *columnLayout(int spacing = space::s);

} // namespace fpx::ui
