// Small shared parts: cards, badges, pictures of parties, rules.
#pragma once

#include "style/tokens.h"

#include <QPixmap>
#include <QWidget>

class QVBoxLayout;

namespace fpx::ui {

/// A rounded surface with a thin outline.
class Card : public QWidget
{
    Q_OBJECT

public:
    explicit Card(QWidget *parent = nullptr, int padding = space::l);
    /// A quiet area without outline, in the tone's soft colour.
    void setSoft(Tone tone);
    [[nodiscard]] QVBoxLayout *column() const { return m_column; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVBoxLayout *m_column;
    bool m_soft = false;
    Tone m_tone = Tone::Normal;
};

/// A short state in a tinted pill, with an icon so that colour does not carry it alone.
class Badge : public QWidget
{
    Q_OBJECT

public:
    explicit Badge(QWidget *parent = nullptr);
    void set(const QString &text, Tone tone);
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

    [[nodiscard]] static QString icon(Tone tone);
    /// Width of a badge with this text.
    [[nodiscard]] static int width(const QString &text);
    static void paint(QPainter *painter, const QRect &rect, const QString &text, Tone tone, const Colors &colors,
                      Qt::LayoutDirection direction);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    Tone m_tone = Tone::Muted;
};

/// The logo of a party or, without one, its initials on a calm colour of its own.
class Avatar : public QWidget
{
    Q_OBJECT

public:
    explicit Avatar(int size, QWidget *parent = nullptr);
    void set(const QString &name, const QByteArray &logo = {}, bool round = false);

    static void paint(QPainter *painter, const QRect &rect, const QString &name, const QByteArray &logo,
                      const Colors &colors, bool round = false);
    [[nodiscard]] static QString initials(const QString &name);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    QByteArray m_logo;
    bool m_round = false;
};

/// A thin horizontal line.
class Rule : public QWidget
{
    Q_OBJECT

public:
    explicit Rule(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// An icon of the set, in a tone.
class IconView : public QWidget
{
    Q_OBJECT

public:
    IconView(const QString &icon, int size, Tone tone, QWidget *parent = nullptr);
    /// On a round, softly tinted ground twice the size.
    void setGround(bool ground);
    void set(const QString &icon, Tone tone);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
    int m_size;
    Tone m_tone;
    bool m_ground = false;
};

} // namespace fpx::ui
