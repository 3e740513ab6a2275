#include "widgets/card.h"

#include "style/contrast.h"
#include "style/icons.h"
#include "style/look.h"

#include <QBoxLayout>
#include <QCryptographicHash>
#include <QPainter>
#include <QPainterPath>
#include <QPixmapCache>

namespace fpx::ui {

Card::Card(QWidget *parent, int padding) : QWidget(parent), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(padding, padding, padding, padding);
    m_column->setSpacing(space::s);
}

void Card::setSoft(Tone tone)
{
    m_soft = true;
    m_tone = tone;
    update();
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &c = Look::colors(this);
    if (m_soft)
        paintRounded(&painter, rect(), radius::card, m_tone == Tone::Normal ? c.sunken : c.soft(m_tone));
    else
        paintRounded(&painter, rect(), radius::card, c.surface, c.border);
}

Badge::Badge(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFont(Look::font(Type::Small));
}

void Badge::set(const QString &text, Tone tone)
{
    m_text = text;
    m_tone = tone;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QString Badge::icon(Tone tone)
{
    switch (tone) {
    case Tone::Success: return QStringLiteral("check");
    case Tone::Danger: return QStringLiteral("cross");
    case Tone::Warning: return QStringLiteral("warning");
    case Tone::Accent: return QStringLiteral("clock");
    case Tone::Muted:
    case Tone::Normal: break;
    }
    return {};
}

int Badge::width(const QString &text)
{
    return QFontMetrics(Look::font(Type::Small)).horizontalAdvance(text) + 2 * space::s + Look::scaled(14) + space::xs;
}

QSize Badge::sizeHint() const
{
    const int icon = Badge::icon(m_tone).isEmpty() ? Look::scaled(14) + space::xs : 0;
    return {width(m_text) - icon, fontMetrics().height() + 6};
}

void Badge::paint(QPainter *painter, const QRect &rect, const QString &text, Tone tone, const Colors &c,
                  Qt::LayoutDirection direction)
{
    paintRounded(painter, rect, rect.height() / 2.0,
                 tone == Tone::Muted || tone == Tone::Normal ? mixed(c.control, c.surface, 0.14) : c.soft(tone));
    const QColor color = c.tone(tone == Tone::Normal ? Tone::Muted : tone);
    QRect inner = rect.adjusted(space::s, 0, -space::s, 0);
    const int size = Look::scaled(14);
    if (!icon(tone).isEmpty()) {
        paintIcon(painter, icon(tone),
                  QStyle::visualRect(direction, inner, QRect(inner.x() - 1, inner.y(), size, inner.height())), color);
        inner = QStyle::visualRect(direction, inner, inner.adjusted(size + space::xs - 1, 0, 0, 0));
    }
    painter->setFont(Look::font(Type::Small));
    painter->setPen(color);
    painter->drawText(inner,
                      static_cast<int>(QStyle::visualAlignment(direction, Qt::AlignLeft)) | Qt::AlignVCenter |
                          Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, inner.width() + 2));
}

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(&painter, rect(), m_text, m_tone, Look::colors(this), layoutDirection());
}

Avatar::Avatar(int size, QWidget *parent) : QWidget(parent)
{
    setFixedSize(size, size);
}

void Avatar::set(const QString &name, const QByteArray &logo, bool round)
{
    m_name = name;
    m_logo = logo;
    m_round = round;
    update();
}

QString Avatar::initials(const QString &name)
{
    QString out;
    const QStringList words = name.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString &word : words) {
        if (word.at(0).isLetterOrNumber())
            out.append(word.at(0).toUpper());
        if (out.size() == 2)
            break;
    }
    return out;
}

void Avatar::paint(QPainter *painter, const QRect &rect, const QString &name, const QByteArray &logo, const Colors &c,
                   bool round)
{
    const qreal corner = round ? rect.height() / 2.0 : qMin<qreal>(radius::card, rect.height() / 4.0);
    if (!logo.isEmpty()) {
        const QString key =
            QStringLiteral("fpx-logo-%1")
                .arg(QString::fromLatin1(QCryptographicHash::hash(logo, QCryptographicHash::Sha256).toHex()));
        QPixmap pixmap;
        if (!QPixmapCache::find(key, &pixmap) && pixmap.loadFromData(logo))
            QPixmapCache::insert(key, pixmap);
        if (!pixmap.isNull()) {
            painter->save();
            painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
            QPainterPath path;
            path.addRoundedRect(rect, corner, corner);
            painter->setClipPath(path);
            painter->fillRect(rect, Qt::white); // logos are made for paper
            const QSize fit = pixmap.size().scaled(rect.size(), Qt::KeepAspectRatio);
            painter->drawPixmap(QRect(rect.center() - QPoint(fit.width() - 1, fit.height() - 1) / 2, fit), pixmap);
            painter->restore();
            return;
        }
    }
    // one of few calm hues; the name decides, so that a party always looks the same
    const int hue = qChecksum(name.toUtf8()) % 12 * 30;
    const QColor ground = c.dark() ? QColor::fromHsl(hue, 70, 74) : QColor::fromHsl(hue, 90, 222);
    const QColor text = corrected(QColor::fromHsl(hue, 110, c.dark() ? 200 : 70), {ground}, 4.5);
    paintRounded(painter, rect, corner, ground);
    painter->save();
    QFont font = Look::font(Type::Body, true);
    font.setPixelSize(qMax(9, qRound(rect.height() * 0.38)));
    painter->setFont(font);
    painter->setPen(text);
    painter->drawText(rect, Qt::AlignCenter, initials(name));
    painter->restore();
}

void Avatar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(&painter, rect(), m_name, m_logo, Look::colors(this), m_round);
}

Rule::Rule(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(1);
}

void Rule::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Look::colors(this).border);
}

IconView::IconView(const QString &icon, int size, Tone tone, QWidget *parent)
    : QWidget(parent), m_icon(icon), m_size(Look::scaled(size)), m_tone(tone)
{
    setFixedSize(m_size, m_size);
}

void IconView::setGround(bool ground)
{
    m_ground = ground;
    const int side = ground ? m_size * 2 : m_size;
    setFixedSize(side, side);
}

void IconView::set(const QString &icon, Tone tone)
{
    m_icon = icon;
    m_tone = tone;
    update();
}

void IconView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &c = Look::colors(this);
    if (m_ground)
        paintRounded(&painter, rect(), width() / 2.0, m_tone == Tone::Muted ? c.hover : c.soft(m_tone));
    const int inset = (width() - m_size) / 2;
    paintIcon(&painter, m_icon, rect().adjusted(inset, inset, -inset, -inset), c.tone(m_tone));
}

} // namespace fpx::ui
