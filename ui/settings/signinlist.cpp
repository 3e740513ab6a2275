#include "settings/signinlist.h"

#include "onboarding/browserstepview.h"
#include "style/look.h"
#include "text/dates.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/confirmdialog.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QDialog>

namespace fpx::ui {

using wallet::LinkedSignIn;
using wallet::ProviderRole;
using wallet::role;

namespace {

QString assuranceOf(const LinkedSignIn &signIn)
{
    QStringList words;
    if (signIn.identityLevel > 0)
        words.append(SignInList::tr("identity level %1 of 3").arg(signIn.identityLevel));
    if (signIn.authenticator > 0)
        words.append(SignInList::tr("sign-in level %1 of 3").arg(signIn.authenticator));
    return words.join(QStringLiteral(", "));
}

} // namespace

SignInList::SignInList(const Context &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(space::l);
    connect(m_context.facade->accounts(), &wallet::Accounts::changed, this, &SignInList::rebuild);
    connect(m_context.facade->identityProviders(), &QAbstractItemModel::modelReset, this, &SignInList::rebuild);
    connect(m_context.facade->identityProviders(), &QAbstractItemModel::dataChanged, this, &SignInList::rebuild);
    rebuild();
}

void SignInList::rebuild()
{
    clearLayout(m_column);
    bool signedIn = false;
    const QList<LinkedSignIn> all = m_context.facade->accounts()->signIns();
    for (const LinkedSignIn &signIn : all) {
        add(signIn);
        signedIn = signedIn || signIn.inUse;
    }
    if (all.isEmpty())
        m_column->addWidget(new Label(tr("Nobody has signed in yet."), Type::Body, Tone::Muted));
    addLinks();
    if (!signedIn)
        return;
    m_column->addWidget(new Rule);
    auto *line = row(space::l);
    auto *words = columnLayout(2);
    words->addWidget(new Label(tr("Sign out everywhere")));
    words->addWidget(new Label(tr("Here and, in the browser, at your provider. Nothing that you allowed ends by it."),
                               Type::Small, Tone::Muted));
    line->addLayout(words, 1);
    auto *out = new Button(tr("Sign out"), QStringLiteral("accountsSignOut"));
    out->setIconName(QStringLiteral("signout"));
    out->setAccessibleName(tr("Sign out everywhere"));
    line->addWidget(out, 0, Qt::AlignTop);
    m_column->addLayout(line);
    connect(out, &QAbstractButton::clicked, this, [this] { m_context.facade->accounts()->signOutEverywhere(); });
}

void SignInList::add(const LinkedSignIn &signIn)
{
    const QString name = cleaned(signIn.name);
    const auto day = [](const QDateTime &time) { return dayText(time.toLocalTime().date()); };
    auto *line = row(space::m);
    auto *logo = new Avatar(Look::scaled(32));
    logo->set(name, signIn.logo);
    line->addWidget(logo, 0, Qt::AlignTop);
    auto *words = columnLayout(2);
    words->addWidget(Label::strong(name));
    if (!signIn.accountName.isEmpty())
        words->addWidget(new Label(cleaned(signIn.accountName), Type::Small));
    words->addWidget(new Label(
        signIn.inUse
            ? tr("Signed in %1, valid until %2").arg(momentText(signIn.signedInAt), momentText(signIn.validUntil))
            : tr("Linked %1, last used %2").arg(day(signIn.linkedAt), day(signIn.lastUsedAt)),
        Type::Small, Tone::Muted));
    if (const QString assurance = assuranceOf(signIn); signIn.inUse && !assurance.isEmpty())
        words->addWidget(new Label(tr("How sure it is of you: %1").arg(assurance), Type::Small, Tone::Muted));
    if (!signIn.canUnlink)
        words->addWidget(new Label(tr("Your only way to sign in. Link another one before you unlink it."), Type::Small,
                                   Tone::Muted));
    line->addLayout(words, 1);
    if (signIn.inUse) {
        auto *badge = new Badge;
        badge->set(tr("Signed in"), Tone::Success);
        line->addWidget(badge, 0, Qt::AlignTop);
    }
    if (signIn.canUnlink) {
        auto *unlink = new Button(tr("Unlink…"), QStringLiteral("accountsUnlink-%1").arg(signIn.id.value()));
        unlink->setAccessibleName(tr("Unlink %1").arg(name));
        line->addWidget(unlink, 0, Qt::AlignTop);
        connect(unlink, &QAbstractButton::clicked, this, [this, signIn] { askToUnlink(signIn); });
    }
    m_column->addLayout(line);
}

void SignInList::addLinks()
{
    const QAbstractItemModel *providers = m_context.facade->identityProviders();
    auto *links = columnLayout(0);
    m_column->addLayout(links);
    for (int i = 0; i < providers->rowCount(); ++i) {
        const QModelIndex provider = providers->index(i, 0);
        if (provider.data(role(ProviderRole::Linked)).toBool())
            continue;
        const QString id = provider.data(role(ProviderRole::Id)).toString();
        const QString name = cleaned(provider.data(role(ProviderRole::Name)).toString());
        auto *add = new Button(tr("Link %1").arg(name), QStringLiteral("accountsLink-%1").arg(id), Button::Kind::Quiet);
        add->setIconName(QStringLiteral("plus"));
        links->addWidget(add, 0, Qt::AlignLeft);
        connect(add, &QAbstractButton::clicked, this, [this, id] { link(IdpIdentifier(id)); });
    }
}

void SignInList::link(const IdpIdentifier &provider)
{
    auto *dialog = new QDialog(window());
    dialog->setObjectName(QStringLiteral("accountsLinking"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Link another way to sign in"));
    dialog->setModal(true);
    dialog->setMinimumWidth(Look::scaled(480));
    auto *column = new QVBoxLayout(dialog);
    auto *view = new BrowserStepView;
    column->addWidget(view);
    connect(view, &BrowserStepView::ended, dialog, &QDialog::reject);
    connect(view, &BrowserStepView::done, dialog, &QDialog::accept);
    connect(view, &BrowserStepView::againRequested, view,
            [this, view, provider] { view->start(m_context.facade->signIn(provider)); });
    view->start(m_context.facade->signIn(provider));
    dialog->open();
}

void SignInList::askToUnlink(const LinkedSignIn &signIn)
{
    const QString name = cleaned(signIn.name);
    auto *dialog = new ConfirmDialog(tr("Unlink %1?").arg(name), tr("%1 can no longer open this wallet.").arg(name),
                                     tr("Unlink"), tr("Keep"), QStringLiteral("unlinkConfirm"), window());
    QStringList lines;
    if (signIn.inUse)
        lines.append(tr("You are signed out, since your present session is from there."));
    lines.append(tr("Your data, permissions and profiles stay as they are."));
    dialog->setConsequences(lines);
    connect(dialog, &ConfirmDialog::confirmed, this,
            [this, id = signIn.id] { m_context.facade->accounts()->unlink(id); });
    dialog->open();
}

} // namespace fpx::ui
