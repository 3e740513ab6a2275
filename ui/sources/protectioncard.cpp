#include "sources/protectioncard.h"

#include "text/dates.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/confirmdialog.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>

namespace fpx::ui {

ProtectionCard::ProtectionCard(const Context &context, const wallet::ProtectionRow &protection, QWidget *parent)
    : Card(parent, space::l), m_context(context), m_row(protection)
{
    const QString source = cleaned(m_row.sourceName);
    setObjectName(QStringLiteral("protection-%1").arg(m_row.resourceServer.value()));
    auto *line = row(space::l);
    auto *words = columnLayout(2);
    words->addWidget(Label::strong(tr("%1 protects your data through %2").arg(source, cleaned(m_row.networkName))));
    const QString used = m_row.lastUsedAt.isValid() ? relativeTime(m_row.lastUsedAt, context.clock->now())
                                                    : tr("never, as far as the network has told");
    words->addWidget(new Label(tr("Since %1. Last used: %2.").arg(dayText(m_row.grantedAt.toLocalTime().date()), used),
                               Type::Small, Tone::Muted));
    line->addLayout(words, 1);
    if (m_row.ending) {
        line->addWidget(new Label(tr("Ending…"), Type::Body, Tone::Accent), 0, Qt::AlignVCenter);
    } else {
        auto *end = new Button(tr("End…"), QStringLiteral("protectionEnd-%1").arg(m_row.resourceServer.value()));
        end->setAccessibleName(tr("End the protection by %1").arg(source));
        connect(end, &QAbstractButton::clicked, this, &ProtectionCard::askToEnd);
        line->addWidget(end, 0, Qt::AlignVCenter);
    }
    column()->addLayout(line);
}

void ProtectionCard::askToEnd()
{
    const QString source = cleaned(m_row.sourceName);
    auto *dialog = new ConfirmDialog(
        tr("End the protection by %1?").arg(source),
        tr("%1 can then no longer ask %2 who may see your data. Permissions that you gave stay as they are.")
            .arg(source, cleaned(m_row.networkName)),
        tr("End it"), tr("Keep"), QStringLiteral("endProtection"), window());
    connect(dialog, &ConfirmDialog::confirmed, window(), [context = m_context, protection = m_row] {
        context.facade->sharing()->endProtection(protection.network, protection.resourceServer);
    });
    dialog->open();
}

} // namespace fpx::ui
