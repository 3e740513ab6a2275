#include "shell/tray.h"

#include "style/icons.h"
#include "style/look.h"
#include "text/sentence.h"

namespace fpx::ui {

using Phase = wallet::Facade::Phase;

Tray::Tray(const Context &context, QObject *parent)
    : QObject(parent),
      m_context(context),
      m_state(m_menu.addAction(QString())),
      m_waiting(m_menu.addAction(QString())),
      m_lock(nullptr)
{
    m_state->setEnabled(false);
    m_menu.addSeparator();
    QAction *open = m_menu.addAction(tr("Open the wallet"));
    m_lock = m_menu.addAction(tr("Lock now"));
    m_menu.addSeparator();
    QAction *quit = m_menu.addAction(tr("Quit"));
    m_icon.setContextMenu(&m_menu);
    connect(open, &QAction::triggered, this, &Tray::openRequested);
    connect(m_waiting, &QAction::triggered, this, &Tray::promptsRequested);
    connect(m_lock, &QAction::triggered, context.facade, &wallet::Facade::lock);
    connect(quit, &QAction::triggered, this, &Tray::quitRequested);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason != QSystemTrayIcon::Trigger)
            return;
        if (m_context.facade->prompts().isEmpty())
            Q_EMIT openRequested();
        else
            Q_EMIT promptsRequested();
    });
    connect(context.facade, &wallet::Facade::phaseChanged, this, &Tray::refresh);
    connect(context.facade, &wallet::Facade::promptsChanged, this, &Tray::refresh);
}

void Tray::show()
{
    if (!available())
        return;
    refresh();
    m_icon.show();
}

bool Tray::available() const
{
    return QSystemTrayIcon::isSystemTrayAvailable();
}

void Tray::refresh()
{
    const Phase phase = m_context.facade->phase();
    const auto waiting = static_cast<int>(m_context.facade->prompts().size());
    QString state;
    switch (phase) {
    case Phase::Starting: state = tr("Starting…"); break;
    case Phase::Problem: state = tr("There is a problem"); break;
    case Phase::FirstRun: state = tr("Not set up yet"); break;
    case Phase::SignedOut: state = tr("Signed out"); break;
    case Phase::Ready:
        state = waiting > 0 ? tr("%n request(s) waiting", nullptr, waiting) : tr("Nothing is waiting");
        break;
    case Phase::Locked:
    case Phase::Unlocking: state = tr("Locked"); break;
    }
    const QString name = cleaned(m_context.facade->product().name, 60);
    m_state->setText(state);
    m_waiting->setText(tr("Show requests"));
    m_waiting->setVisible(waiting > 0);
    m_lock->setVisible(m_context.facade->isOpen());
    m_icon.setToolTip(tr("%1: %2", "product: state").arg(name, state));
    m_icon.setIcon(applicationIcon(phase == Phase::Ready ? Look::colors(nullptr).accent : Look::colors(nullptr).muted));
}

} // namespace fpx::ui
