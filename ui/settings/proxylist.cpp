#include "settings/proxylist.h"

#include "settings/proxydialog.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>

namespace fpx::ui {

ProxyList::ProxyList(const Context &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(space::m);
    connect(context.facade->proxies(), &wallet::Proxies::changed, this, &ProxyList::rebuild);
    rebuild();
}

void ProxyList::rebuild()
{
    clearLayout(m_column);
    const wallet::Proxies *proxies = m_context.facade->proxies();
    const QString asking = proxies->asking();
    const QList<wallet::KnownProxy> known = proxies->known();
    if (!asking.isEmpty()) {
        auto *answer = new Button(tr("Sign in…"), QStringLiteral("proxyAnswer"), Button::Kind::Primary);
        answer->setAccessibleName(tr("Sign in to the proxy %1").arg(cleaned(asking)));
        connect(answer, &QAbstractButton::clicked, this, [this] { (new ProxyDialog(m_context, window()))->open(); });
        addRow(asking, tr("This proxy wants a user name and a password."), answer);
    }
    for (const wallet::KnownProxy &one : known) {
        if (one.proxy == asking)
            continue;
        auto *forget = new Button(tr("Forget"), QStringLiteral("proxyForget-%1").arg(one.proxy));
        forget->setAccessibleName(tr("Forget the password for the proxy %1").arg(cleaned(one.proxy)));
        connect(forget, &QAbstractButton::clicked, this,
                [this, proxy = one.proxy] { m_context.facade->proxies()->forget(proxy); });
        addRow(one.proxy, tr("The wallet signs in to this proxy as %1.").arg(cleaned(one.user)), forget);
    }
    setVisible(m_column->count() > 0);
}

void ProxyList::addRow(const QString &proxy, const QString &words, QWidget *action)
{
    auto *line = row(space::l);
    auto *column = columnLayout(2);
    column->addWidget(new Label(cleaned(proxy)));
    column->addWidget(new Label(words, Type::Small, Tone::Muted));
    line->addLayout(column, 1);
    line->addWidget(action);
    m_column->addLayout(line);
}

} // namespace fpx::ui
