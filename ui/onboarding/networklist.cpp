#include "onboarding/networklist.h"

#include "style/look.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/choicebox.h"
#include "widgets/label.h"
#include "widgets/margins.h"
#include "widgets/page.h"

#include <QApplication>
#include <QBoxLayout>
#include <QButtonGroup>

namespace fpx::ui {

using wallet::NetworkRole;
using wallet::role;

namespace {

Tone toneOf(const QString &status)
{
    if (status == QLatin1String("joined"))
        return Tone::Success;
    if (status == QLatin1String("joining"))
        return Tone::Accent;
    if (status == QLatin1String("offline"))
        return Tone::Warning;
    return status == QLatin1String("refused") ? Tone::Danger : Tone::Muted;
}

} // namespace

NetworkList::NetworkList(const Context &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(space::l);
    QAbstractItemModel *model = context.facade->networks();
    connect(model, &QAbstractItemModel::dataChanged, this, &NetworkList::rebuild);
    connect(model, &QAbstractItemModel::modelReset, this, &NetworkList::rebuild);
    connect(model, &QAbstractItemModel::rowsInserted, this, &NetworkList::rebuild);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &NetworkList::rebuild);
    rebuild();
}

void NetworkList::rebuild()
{
    QWidget *focused = QApplication::focusWidget();
    const QString name = focused && isAncestorOf(focused) ? focused->objectName() : QString();
    clearLayout(m_column);
    const QAbstractItemModel *model = m_context.facade->networks();
    for (int i = 0; i < model->rowCount(); ++i)
        addNetwork(model->index(i, 0));
    if (model->rowCount() == 0)
        m_column->addWidget(new Label(tr("This wallet knows no network."), Type::Body, Tone::Muted));
    if (name.isEmpty())
        return;
    for (QWidget *widget : findChildren<QWidget *>(name)) {
        if (!widget->isHidden())
            widget->setFocus(Qt::OtherFocusReason); // where it was before
    }
}

void NetworkList::addNetwork(const QModelIndex &network)
{
    const QString id = network.data(role(NetworkRole::Id)).toString();
    const QString name = cleaned(network.data(role(NetworkRole::Name)).toString());
    const QString organization = cleaned(network.data(role(NetworkRole::Organization)).toString());
    const QString status = network.data(role(NetworkRole::Status)).toString();
    auto *holder = new QWidget;
    auto *column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    auto *top = row(space::m);
    auto *logo = new Avatar(Look::scaled(32));
    logo->set(name);
    auto *names = columnLayout(0);
    names->addWidget(Label::strong(name));
    if (!organization.isEmpty() && organization != name)
        names->addWidget(new Label(organization, Type::Small, Tone::Muted));
    auto *badge = new Badge;
    badge->set(network.data(role(NetworkRole::StatusText)).toString(), toneOf(status));
    top->addWidget(logo);
    top->addLayout(names, 1);
    top->addWidget(badge);
    if (status == QLatin1String("not_joined") || status == QLatin1String("refused")) {
        auto *join = new Button(status == QLatin1String("refused") ? tr("Try again") : tr("Join"),
                                QStringLiteral("networkJoin-%1").arg(id));
        join->setAccessibleName(tr("Join %1").arg(name));
        connect(join, &QAbstractButton::clicked, this, [this, id] { m_context.facade->joinNetwork(AsIdentifier(id)); });
        top->addWidget(join);
    }
    column->addLayout(top);
    if (status == QLatin1String("joined") || status == QLatin1String("offline")) {
        auto *choices = new QVBoxLayout;
        setMargins(choices, Look::scaled(32) + space::m, 0, 0, 0);
        choices->setSpacing(0);
        auto *group = new QButtonGroup(holder);
        const bool direct = network.data(role(NetworkRole::OpenDirectly)).toBool();
        auto *first =
            new ChoiceBox(ChoiceBox::Kind::Radio, tr("Ask me first"), QStringLiteral("networkAsk-%1").arg(id));
        first->setExplanation(tr("Nothing is sent to %1 before you open its request.").arg(name));
        auto *open = new ChoiceBox(ChoiceBox::Kind::Radio, tr("Open its requests directly"),
                                   QStringLiteral("networkDirect-%1").arg(id));
        open->setExplanation(tr("Quicker: you see at once who asks for what. You still decide."));
        for (ChoiceBox *box : {first, open}) {
            box->setAutoExclusive(false);
            box->setAccessibleName(tr("%1: %2", "network: choice").arg(name, box->text()));
            group->addButton(box);
            choices->addWidget(box);
        }
        (direct ? open : first)->setChecked(true);
        connect(open, &QAbstractButton::toggled, this,
                [this, id](bool on) { m_context.facade->setOpenDirectly(AsIdentifier(id), on); });
        column->addLayout(choices);
    }
    m_column->addWidget(holder);
}

} // namespace fpx::ui
