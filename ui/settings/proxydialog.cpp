#include "settings/proxydialog.h"

#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QLineEdit>

namespace fpx::ui {

ProxyDialog::ProxyDialog(const Context &context, QWidget *parent)
    : ConfirmDialog(tr("Sign in to the proxy"),
                    tr("%1 stands between this computer and the internet, and wants to know who you are. "
                       "Whoever looks after your network knows the name and password. They go to this "
                       "proxy and to nobody else, and are kept in your keychain.")
                        .arg(cleaned(context.facade->proxies()->asking())),
                    tr("Sign in"), tr("Not now"), QStringLiteral("proxyDialog"), parent),
      m_context(context),
      m_proxy(context.facade->proxies()->asking())
{
    const QString refused = context.facade->proxies()->refusedUser();
    yesButton()->setKind(Button::Kind::Primary);
    options()->setSpacing(space::m);
    if (!refused.isEmpty()) {
        auto *line = row(space::s);
        line->addWidget(new IconView(QStringLiteral("warning"), 16, Tone::Warning), 0, Qt::AlignTop);
        line->addWidget(
            new Label(tr("It did not take “%1” with the password that it was given.").arg(cleaned(refused))), 1);
        options()->addLayout(line);
    }
    m_user = addField(tr("User name"), QStringLiteral("proxyUser"));
    m_password = addField(tr("Password"), QStringLiteral("proxyPassword"));
    m_user->setText(refused);
    m_password->setEchoMode(QLineEdit::Password);

    const auto check = [this] { yesButton()->setEnabled(!m_user->text().isEmpty() && !m_password->text().isEmpty()); };
    for (QLineEdit *field : {m_user, m_password})
        connect(field, &QLineEdit::textChanged, this, check);
    check();
    connect(m_password, &QLineEdit::returnPressed, yesButton(), &QAbstractButton::click);
    connect(context.facade->proxies(), &wallet::Proxies::changed, this, [this] {
        if (m_context.facade->proxies()->asking() != m_proxy)
            reject(); // another one asks now, or nobody
    });
    (refused.isEmpty() ? m_user : m_password)->setFocus();
}

QLineEdit *ProxyDialog::addField(const QString &label, const QString &name)
{
    auto *field = new QLineEdit;
    field->setObjectName(name);
    field->setAccessibleName(label);
    auto *column = columnLayout(space::xs);
    column->addWidget(new Label(label, Type::Small, Tone::Muted));
    column->addWidget(field);
    options()->addLayout(column);
    return field;
}

void ProxyDialog::done(int result)
{
    wallet::Proxies *proxies = m_context.facade->proxies();
    proxies->disconnect(this);
    if (proxies->asking() == m_proxy) {
        if (result == Accepted)
            proxies->signIn(m_user->text(), m_password->text());
        else
            proxies->postpone();
    }
    m_password->clear();
    ConfirmDialog::done(result);
}

} // namespace fpx::ui
