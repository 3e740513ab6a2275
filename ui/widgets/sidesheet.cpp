#include "widgets/sidesheet.h"

#include "style/look.h"
#include "widgets/button.h"
#include "widgets/label.h"
#include "widgets/margins.h"
#include "widgets/page.h"

#include <QApplication>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

namespace fpx::ui {

SideSheet::SideSheet(const QString &title, const QString &name, QWidget *host)
    : QWidget(host), m_panel(new QWidget(this)), m_page(new Page(nullptr)), m_close(nullptr)
{
    setObjectName(name);
    setAccessibleName(title);
    m_panel->setAutoFillBackground(true);
    m_panel->setBackgroundRole(QPalette::Base);
    m_close = Button::iconOnly(QStringLiteral("cross"), tr("Close"), QStringLiteral("sheetClose"), m_panel);
    auto *layout = new QVBoxLayout(m_panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *top = row();
    setMargins(top, space::xl, space::l, space::m, space::xs);
    top->addWidget(Label::strong(title, Type::Heading), 1);
    top->addWidget(m_close);
    layout->addLayout(top);
    layout->addWidget(m_page, 1);
    m_page->setFocusPolicy(Qt::StrongFocus); // what does not fit is read by keys
    m_page->setAccessibleName(title);
    m_page->setObjectName(QStringLiteral("sheetContent"));
    connect(m_close, &QAbstractButton::clicked, this, &SideSheet::dismiss);
    host->installEventFilter(this);
}

QVBoxLayout *SideSheet::column() const
{
    return m_page->column();
}

void SideSheet::open()
{
    m_before = QApplication::focusWidget();
    const auto others = parentWidget()->findChildren<SideSheet *>(Qt::FindDirectChildrenOnly);
    for (SideSheet *other : others) {
        if (other == this || other->isHidden())
            continue;
        m_before = other->m_before;
        other->hide();
        other->deleteLater();
    }
    m_page->column()->addStretch(1);
    arrange();
    show();
    raise();
    m_page->setFocus(Qt::PopupFocusReason);
}

void SideSheet::dismissAll(QWidget *host)
{
    const auto open = host->findChildren<SideSheet *>(Qt::FindDirectChildrenOnly);
    for (SideSheet *sheet : open) {
        if (!sheet->isHidden())
            sheet->dismiss();
    }
}

void SideSheet::dismiss()
{
    hide();
    if (m_before)
        m_before->setFocus(Qt::PopupFocusReason);
    Q_EMIT dismissed();
    deleteLater();
}

void SideSheet::arrange()
{
    setGeometry(parentWidget()->rect());
    const int width = qMin(this->width() - space::xxl, Look::scaled(400));
    const QRect panel(this->width() - width, 0, width, height());
    m_panel->setGeometry(QStyle::visualRect(layoutDirection(), rect(), panel));
}

bool SideSheet::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        arrange();
    return QWidget::eventFilter(watched, event);
}

void SideSheet::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), QColor(0, 0, 0, Look::colors(this).dark() ? 150 : 80));
}

void SideSheet::mousePressEvent(QMouseEvent *event)
{
    if (!m_panel->geometry().contains(event->pos()))
        dismiss();
}

bool SideSheet::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const QKeySequence pressed(key->keyCombination());
        if (pressed != QKeySequence(QStringLiteral("Ctrl+L")) && pressed != QKeySequence(QKeySequence::Quit)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void SideSheet::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = m_page->verticalScrollBar();
    switch (event->key()) {
    case Qt::Key_Escape: dismiss(); return;
    case Qt::Key_PageDown: bar->triggerAction(QAbstractSlider::SliderPageStepAdd); break;
    case Qt::Key_PageUp: bar->triggerAction(QAbstractSlider::SliderPageStepSub); break;
    case Qt::Key_Home: bar->triggerAction(QAbstractSlider::SliderToMinimum); break;
    case Qt::Key_End: bar->triggerAction(QAbstractSlider::SliderToMaximum); break;
    default: break;
    }
    event->accept(); // nothing below the sheet reacts
}

bool SideSheet::focusNextPrevChild(bool next)
{
    // what lies below the sheet is out of reach
    QWidget *start = QApplication::focusWidget();
    QWidget *candidate = start ? start : m_close;
    do {
        candidate = next ? candidate->nextInFocusChain() : candidate->previousInFocusChain();
        if (isAncestorOf(candidate) && candidate->isVisible() && candidate->isEnabled() &&
            (candidate->focusPolicy() & Qt::TabFocus)) {
            candidate->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
            return true;
        }
    } while (candidate != start && candidate != m_close);
    return true;
}

} // namespace fpx::ui
