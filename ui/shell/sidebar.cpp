#include "shell/sidebar.h"

#include "style/icons.h"
#include "style/look.h"
#include "widgets/card.h"

#include <QAccessibleWidget>
#include <QBoxLayout>
#include <QButtonGroup>
#include <QKeyEvent>
#include <QPainter>

namespace fpx::ui {

namespace {

/// One of several, which is pressed: Qt's own interface toggles, and the one that is on takes no toggling, so that a screen
/// reader would never lead back to a place's list.
class NavInterface : public QAccessibleWidget
{
public:
    explicit NavInterface(NavItem *item) : QAccessibleWidget(item, QAccessible::RadioButton) {}
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.checkable = true;
        state.checked = item()->isChecked();
        return state;
    }
    [[nodiscard]] QStringList actionNames() const override
    {
        return QStringList{pressAction()} + QAccessibleWidget::actionNames();
    }
    void doAction(const QString &name) override
    {
        if (name == pressAction())
            item()->click();
        else
            QAccessibleWidget::doAction(name);
    }

private:
    [[nodiscard]] NavItem *item() const { return static_cast<NavItem *>(widget()); }
};

QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *item = qobject_cast<NavItem *>(object);
    return item ? new NavInterface(item) : nullptr;
}

} // namespace

NavItem::NavItem(const QString &icon, const QString &text, const QString &place, QWidget *parent)
    : QAbstractButton(parent), m_icon(icon), m_place(place)
{
    setText(text);
    setObjectName(QStringLiteral("nav-%1").arg(place));
    setAccessibleName(text);
    static const bool installed = (QAccessible::installFactory(makeAccessible), true);
    Q_UNUSED(installed)
    setCheckable(true);
    setAutoExclusive(true); // one of several, to a screen reader too
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void NavItem::setCount(int count, const QString &words)
{
    m_count = count;
    setAccessibleName(count > 0 ? QStringLiteral("%1, %2").arg(text(), words) : text());
    update();
}

void NavItem::setCompact(bool compact)
{
    m_compact = compact;
    setToolTip(compact ? text() : QString());
    updateGeometry();
}

QSize NavItem::sizeHint() const
{
    const int height = fontMetrics().height() + 2 * 9;
    return {m_compact ? height + space::xs : fontMetrics().horizontalAdvance(text()) + Look::scaled(90), height};
}

void NavItem::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !event->isAutoRepeat()) {
        click();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void NavItem::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &c = Look::colors(this);
    const bool on = isChecked();
    if (on || underMouse())
        paintRounded(&painter, rect(), radius::control + 1, on ? c.surface : c.hover, on ? c.border : QColor());
    if (hasFocus())
        paintFocus(&painter, rect(), radius::control + 1, c);
    const int icon = Look::scaled(20);
    const QRect area = rect().adjusted(space::m, 0, -space::m, 0);
    const auto place = [&](const QRect &at) { return QStyle::visualRect(layoutDirection(), area, at); };
    const int iconX = m_compact ? rect().center().x() - icon / 2 : area.x();
    paintIcon(&painter, m_icon,
              m_compact ? QRect(iconX, 0, icon, height()) : place(QRect(iconX, area.y(), icon, area.height())),
              on ? c.accentText : c.muted);
    if (on && !m_compact) { // not by colour alone
        const QRect bar = QStyle::visualRect(layoutDirection(), rect(), QRect(0, height() / 2 - 8, 3, 16));
        paintRounded(&painter, bar, 1.5, c.accent);
    }
    if (!m_compact) {
        painter.setFont(on ? Look::font(Type::Body, true) : font());
        painter.setPen(c.text);
        const int x = area.x() + icon + space::m;
        painter.drawText(place(QRect(x, area.y(), area.right() - x, area.height())),
                         static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) |
                             Qt::AlignVCenter | Qt::TextSingleLine,
                         text());
    }
    if (m_count > 0) {
        const QString number = m_count > 99 ? QStringLiteral("99+") : locale().toString(m_count);
        const QFont small = Look::font(Type::Small, true);
        const QFontMetrics metrics(small);
        const int height = metrics.height() + 2;
        const int width = qMax(height, metrics.horizontalAdvance(number) + 10);
        const QRect pill =
            m_compact ? QRect(rect().right() - width + 2, 0, width, height)
                      : place(QRect(area.right() - width + 1, area.center().y() - height / 2 + 1, width, height));
        paintRounded(&painter, pill, height / 2.0, c.accent);
        painter.setFont(small);
        painter.setPen(c.onAccent);
        painter.drawText(pill, Qt::AlignCenter, number);
    }
}

Sidebar::Sidebar(QWidget *parent) : QWidget(parent), m_group(new QButtonGroup(this))
{
    setObjectName(QStringLiteral("sidebar"));
    setAccessibleName(tr("Places"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::s, space::m, space::s, space::m);
    column->setSpacing(space::xs);
    add(column, QStringLiteral("requests"), tr("Requests"), QStringLiteral("requests"));
    add(column, QStringLiteral("sharing"), tr("Sharing"), QStringLiteral("sharing"));
    add(column, QStringLiteral("sources"), tr("Sources"), QStringLiteral("sources"));
    add(column, QStringLiteral("rules"), tr("Rules"), QStringLiteral("rules"));
    add(column, QStringLiteral("history"), tr("History"), QStringLiteral("history"));
    column->addStretch(1);
    auto *line = new Rule;
    column->addWidget(line);
    column->addSpacing(space::xs);
    add(column, QStringLiteral("settings"), tr("Settings"), QStringLiteral("settings"));
    setFixedWidth(fullWidth());
}

NavItem *Sidebar::add(QVBoxLayout *column, const QString &icon, const QString &text, const QString &place)
{
    auto *item = new NavItem(icon, text, place);
    m_group->addButton(item);
    m_items.append(item);
    column->addWidget(item);
    connect(item, &QAbstractButton::toggled, this, [this, place](bool on) {
        if (!on)
            return;
        Q_EMIT chosen(place);
        m_toggled = true;
    });
    connect(item, &QAbstractButton::clicked, this, [this, place] {
        if (!std::exchange(m_toggled, false))
            Q_EMIT chosen(place); // where one is already: back to the list
    });
    return item;
}

int Sidebar::fullWidth() const
{
    int width = Look::scaled(184);
    for (const NavItem *item : m_items)
        width = qMax(width, item->fontMetrics().horizontalAdvance(item->text()) + Look::scaled(84));
    return width;
}

void Sidebar::setCurrent(const QString &place)
{
    for (NavItem *item : std::as_const(m_items))
        item->setChecked(item->place() == place);
    m_toggled = false;
}

void Sidebar::setWaiting(int count)
{
    m_items.first()->setCount(count, tr("%n waiting", nullptr, count));
}

void Sidebar::setCompact(bool compact)
{
    for (NavItem *item : std::as_const(m_items))
        item->setCompact(compact);
    setFixedWidth(compact ? m_items.first()->sizeHint().width() + 2 * space::s : fullWidth());
}

void Sidebar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &c = Look::colors(this);
    painter.fillRect(rect(), c.sidebar);
    painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), QRect(width() - 1, 0, 1, height())), c.border);
}

} // namespace fpx::ui
