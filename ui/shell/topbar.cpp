#include "shell/topbar.h"

#include "style/icons.h"
#include "style/look.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/margins.h"

#include <QAction>
#include <QBoxLayout>
#include <QIconEngine>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>

namespace fpx::ui {

namespace {

/// An icon that takes its colour from the palette when it is painted.
class MenuIcon : public QIconEngine
{
public:
    explicit MenuIcon(QString name) : m_name(std::move(name)) {}
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode, QIcon::State) override
    {
        paintIcon(painter, m_name, rect, Look::colors(nullptr).muted);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode, QIcon::State) override
    {
        return iconPixmap(m_name, size.width(), Look::colors(nullptr).muted, 1.0);
    }
    [[nodiscard]] QIconEngine *clone() const override { return new MenuIcon(m_name); }

private:
    QString m_name;
};

QIcon menuIcon(const char *name)
{
    return QIcon(new MenuIcon(QString::fromLatin1(name)));
}

} // namespace

TopBar::TopBar(const Context &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_lead(new QWidget),
      m_mark(new QLabel),
      m_name(Label::strong(QString())),
      m_search(new QLineEdit),
      m_avatar(new Avatar(Look::scaled(28))),
      m_person(new Button(QString(), QStringLiteral("personMenu"), Button::Kind::Quiet)),
      m_menu(new QMenu(this))
{
    setObjectName(QStringLiteral("topBar"));
    auto *line = new QHBoxLayout(this);
    setMargins(line, 0, space::s, space::m, space::s);
    line->setSpacing(space::m);
    auto *lead = new QHBoxLayout(m_lead);
    setMargins(lead, space::l, 0, 0, 0);
    lead->setSpacing(space::s + 2);
    m_name->setElided(true);
    lead->addWidget(m_mark);
    lead->addWidget(m_name, 1);
    line->addWidget(m_lead);
    line->addSpacing(space::xs);
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setPlaceholderText(tr("Search everything (Ctrl+K)"));
    m_search->setAccessibleName(tr("Search everything"));
    m_search->addAction(menuIcon("search"), QLineEdit::LeadingPosition);
    // Not setClearButtonEnabled(): its icon makes Qt read the icon theme and every image plugin before the first paint.
    QAction *clear = m_search->addAction(menuIcon("cross"), QLineEdit::TrailingPosition);
    clear->setText(tr("Clear the search"));
    clear->setVisible(false);
    connect(clear, &QAction::triggered, m_search, &QLineEdit::clear);
    connect(m_search, &QLineEdit::textChanged, clear,
            [clear](const QString &text) { clear->setVisible(!text.isEmpty()); });
    m_search->setMaximumWidth(Look::scaled(380));
    m_search->installEventFilter(this);
    line->addWidget(m_search, 100);
    line->addStretch(1);
    m_person->setMenuMark(true);
    line->addWidget(m_avatar);
    line->addWidget(m_person);
    line->setSpacing(space::xs);

    const auto add = [this](const char *icon, const QString &text, const char *name, const QKeySequence &keys) {
        QAction *action = m_menu->addAction(menuIcon(icon), text);
        action->setObjectName(QString::fromLatin1(name));
        action->setShortcut(keys);
        action->setShortcutContext(Qt::WidgetShortcut); // shown here, handled by the window
        return action;
    };
    connect(add("lock", tr("Lock now"), "actionLock", QKeySequence(QStringLiteral("Ctrl+L"))), &QAction::triggered,
            this, &TopBar::lockRequested);
    connect(add("signout", tr("Sign out"), "actionSignOut", {}), &QAction::triggered, this, &TopBar::signOutRequested);
    m_menu->addSeparator();
    connect(add("keyboard", tr("Keyboard shortcuts"), "actionShortcuts", QKeySequence(Qt::Key_F1)), &QAction::triggered,
            this, &TopBar::shortcutsRequested);
    connect(add("power", tr("Quit"), "actionQuit", QKeySequence::Quit), &QAction::triggered, this,
            &TopBar::quitRequested);
    m_menu->setObjectName(QStringLiteral("personMenuPopup"));
    connect(m_person, &QAbstractButton::clicked, this, [this] {
        const QPoint corner = layoutDirection() == Qt::RightToLeft ? QPoint(0, m_person->height())
                                                                   : QPoint(m_person->width(), m_person->height());
        const QPoint at = m_person->mapToGlobal(corner);
        m_menu->popup(layoutDirection() == Qt::RightToLeft ? at : at - QPoint(m_menu->sizeHint().width(), 0));
    });
    connect(m_search, &QLineEdit::textChanged, this, &TopBar::searchChanged);
    connect(context.facade, &wallet::Facade::personChanged, this, &TopBar::refresh);
    refresh();
}

void TopBar::refresh()
{
    const wallet::Product product = m_context.facade->product();
    m_name->setText(cleaned(product.name, 40));
    const int size = Look::scaled(24);
    QPixmap logo;
    if (!product.logo.isEmpty() && logo.loadFromData(product.logo)) {
        logo = logo.scaled(QSize(size, size) * devicePixelRatioF(), Qt::KeepAspectRatio, Qt::SmoothTransformation);
        logo.setDevicePixelRatio(devicePixelRatioF());
        m_mark->setPixmap(logo);
    } else {
        m_mark->setPixmap(iconPixmap(QStringLiteral("app"), size, Look::colors(this).accent, devicePixelRatioF()));
    }
    const QString person = cleaned(m_context.facade->personName(), 40);
    m_avatar->set(person.isEmpty() ? tr("Me") : person, {}, true);
    m_person->setText(person.isEmpty() ? tr("Me")
                                       : m_person->fontMetrics().elidedText(person, Qt::ElideRight, Look::scaled(120)));
    m_person->setAccessibleName(tr("%1: lock, sign out and more").arg(person.isEmpty() ? tr("Me") : person));
}

void TopBar::setReady(bool ready)
{
    m_search->setVisible(ready);
    m_avatar->setVisible(ready);
    m_person->setVisible(ready);
    refresh();
}

void TopBar::setLeadWidth(int width)
{
    m_lead->setFixedWidth(width);
    m_name->setVisible(width > Look::scaled(120));
}

void TopBar::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void TopBar::clearSearch()
{
    m_search->clear();
}

QString TopBar::search() const
{
    return m_search->text();
}

bool TopBar::eventFilter(QObject *watched, QEvent *event)
{
    const bool key = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
    if (watched == m_search && key && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape &&
        !m_search->text().isEmpty()) {
        if (event->type() == QEvent::KeyPress)
            m_search->clear();
        event->accept(); // not the window's shortcut, which leads back
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void TopBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &c = Look::colors(this);
    painter.fillRect(rect(), c.sidebar);
    painter.fillRect(QRect(0, height() - 1, width(), 1), c.border);
}

} // namespace fpx::ui
