#include "settings/profilelist.h"

#include "style/look.h"
#include "text/dates.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/choicebox.h"
#include "widgets/confirmdialog.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QLineEdit>

namespace fpx::ui {

using wallet::NetworkAccounts;
using wallet::NetworkProfile;

namespace {

constexpr int greatestName = 64;

/// An id is for comparing, not for reading: its beginning and its end do.
QString shortened(const QString &id)
{
    return id.size() <= 16 ? id : id.left(8) + QStringLiteral("…") + id.right(4);
}

QString nameOf(const NetworkProfile &profile)
{
    return profile.name.isEmpty() ? ProfileList::tr("Private profile") : cleaned(profile.name);
}

QLineEdit *nameField(const QString &label, const QString &text, QLayout *into)
{
    auto *field = new QLineEdit(text);
    field->setObjectName(QStringLiteral("profileName"));
    field->setMaxLength(greatestName);
    field->setAccessibleName(label);
    into->addWidget(field);
    return field;
}

} // namespace

ProfileList::ProfileList(const Context &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(space::xl);
    connect(m_context.facade->accounts(), &wallet::Accounts::changed, this, &ProfileList::rebuild);
    connect(m_context.facade, &wallet::Facade::phaseChanged, this, &ProfileList::rebuild);
    rebuild();
}

void ProfileList::rebuild()
{
    clearLayout(m_column);
    const QList<NetworkAccounts> all = m_context.facade->accounts()->networks();
    for (const NetworkAccounts &network : all)
        addNetwork(network);
    if (all.isEmpty())
        m_column->addWidget(new Label(tr("This wallet knows no network."), Type::Body, Tone::Muted));
}

void ProfileList::addNetwork(const NetworkAccounts &network)
{
    const QString name = cleaned(network.name);
    auto *holder = columnLayout(space::m);
    auto *top = row(space::m);
    auto *logo = new Avatar(Look::scaled(32));
    logo->set(name);
    auto *words = columnLayout(0);
    words->addWidget(Label::strong(name));
    words->addWidget(new Label(network.profiles.isEmpty() ? tr("Not joined: its requests do not reach you")
                                                          : cleaned(network.issuer),
                               Type::Small, Tone::Muted));
    top->addWidget(logo);
    top->addLayout(words, 1);
    if (network.busy) {
        top->addWidget(new Spinner(16));
    } else if (network.profiles.isEmpty()) {
        auto *join = new Button(tr("Join"), QStringLiteral("networkJoin-%1").arg(network.id.value()));
        join->setAccessibleName(tr("Join %1").arg(name));
        connect(join, &QAbstractButton::clicked, this, [this, id = network.id] { m_context.facade->joinNetwork(id); });
        top->addWidget(join);
    } else {
        auto *add = new Button(tr("Add a profile…"), QStringLiteral("profileAdd-%1").arg(network.id.value()));
        add->setIconName(QStringLiteral("plus"));
        add->setAccessibleName(tr("Add a profile at %1").arg(name));
        connect(add, &QAbstractButton::clicked, this, [this, id = network.id, name] {
            askName(tr("Another profile at %1").arg(name),
                    tr("It has its own account and its own keys: %1 cannot tell that both are yours. The name is for "
                       "you alone.")
                        .arg(name),
                    tr("Add"), {},
                    [this, id](const QString &chosen) { m_context.facade->accounts()->addProfile(id, chosen); });
        });
        top->addWidget(add);
    }
    holder->addLayout(top);
    for (const NetworkProfile &profile : network.profiles)
        holder->addWidget(profileCard(network, profile));
    m_column->addLayout(holder);
}

QWidget *ProfileList::profileCard(const NetworkAccounts &network, const NetworkProfile &profile)
{
    const QString name = nameOf(profile);
    const auto day = [](const QDateTime &time) { return dayText(time.toLocalTime().date()); };
    auto *card = new Card(nullptr, space::m);
    card->setSoft(Tone::Muted);
    card->setAccessibleName(name);
    auto *top = row(space::s);
    top->addWidget(Label::strong(name), 1);
    if (profile.isDefault && network.profiles.size() > 1) {
        auto *badge = new Badge;
        badge->set(tr("Offered first"), Tone::Success);
        top->addWidget(badge);
    }
    card->column()->addLayout(top);
    auto *facts = new FactList;
    facts->add(tr("Account"), shortened(profile.accountId));
    facts->add(tr("Joined"), day(profile.joinedAt));
    facts->add(tr("Keys since"), day(profile.keysSince));
    facts->add(tr("Allows"), tr("%n permission(s)", nullptr, profile.permissions));
    card->column()->addWidget(facts);
    if (network.profiles.size() == 1) { // with several the person is always asked which
        auto *direct = new ChoiceBox(ChoiceBox::Kind::Switch, tr("Open its requests directly"),
                                     QStringLiteral("profileDirect-%1").arg(profile.id.value()));
        direct->setExplanation(tr("Otherwise nothing is sent to %1 before you open its request. You decide either way.")
                                   .arg(cleaned(network.name)));
        direct->setAccessibleName(tr("%1: %2", "network: choice").arg(cleaned(network.name), direct->text()));
        direct->setChecked(profile.openDirectly);
        connect(direct, &QAbstractButton::toggled, this,
                [this, id = profile.id](bool on) { m_context.facade->accounts()->setOpenDirectly(id, on); });
        card->column()->addWidget(direct);
    }
    card->column()->addLayout(actions(network, profile));
    return card;
}

QLayout *ProfileList::actions(const NetworkAccounts &network, const NetworkProfile &profile)
{
    auto *line = row(space::s);
    if (profile.busy) {
        line->addWidget(new Spinner(16));
        line->addWidget(new Label(tr("Working…"), Type::Small, Tone::Muted), 1);
        return line;
    }
    wallet::Accounts *accounts = m_context.facade->accounts();
    const EnrolmentId id = profile.id;
    const auto button = [&](const QString &text, const char *what, Button::Kind kind) {
        auto *made = new Button(text, QStringLiteral("profile%1-%2").arg(QLatin1String(what), id.value()), kind);
        made->setAccessibleName(tr("%1: %2", "profile: action").arg(nameOf(profile), text));
        line->addWidget(made);
        return made;
    };
    connect(button(tr("Rename…"), "Rename", Button::Kind::Quiet), &QAbstractButton::clicked, this,
            [this, accounts, profile] {
                askName(tr("Rename the profile"), tr("The name is for you alone; the network never learns it."),
                        tr("Rename"), profile.name,
                        [accounts, id = profile.id](const QString &chosen) { accounts->rename(id, chosen); });
            });
    if (!profile.isDefault)
        connect(button(tr("Offer first"), "Default", Button::Kind::Quiet), &QAbstractButton::clicked, this,
                [accounts, id] { accounts->setDefault(id); });
    connect(button(tr("New keys"), "Keys", Button::Kind::Quiet), &QAbstractButton::clicked, this,
            [accounts, id] { accounts->renewKeys(id); });
    line->addStretch(1);
    connect(button(tr("Delete…"), "Leave", Button::Kind::Danger), &QAbstractButton::clicked, this,
            [this, network, profile] { askToLeave(network, profile); });
    return line;
}

void ProfileList::askName(const QString &title, const QString &text, const QString &yes, const QString &before,
                          const std::function<void(const QString &)> &named)
{
    auto *dialog = new ConfirmDialog(title, text, yes, tr("Cancel"), QStringLiteral("profileNaming"), window());
    dialog->yesButton()->setKind(Button::Kind::Primary);
    auto *field = nameField(tr("Name of the profile"), before, dialog->options());
    dialog->yesButton()->setEnabled(!before.trimmed().isEmpty());
    connect(field, &QLineEdit::textChanged, dialog,
            [dialog](const QString &now) { dialog->yesButton()->setEnabled(!now.trimmed().isEmpty()); });
    connect(dialog, &ConfirmDialog::confirmed, this, [field, named] { named(field->text().trimmed()); });
    dialog->open();
    field->setFocus();
}

void ProfileList::askToLeave(const NetworkAccounts &network, const NetworkProfile &profile)
{
    const bool last = network.profiles.size() == 1;
    const QString networkName = cleaned(network.name);
    const QString word = last ? networkName : nameOf(profile);
    auto *dialog = new ConfirmDialog(
        last ? tr("Leave %1?").arg(networkName) : tr("Delete “%1” at %2?").arg(nameOf(profile), networkName), {},
        last ? tr("Leave") : tr("Delete"), tr("Keep"), QStringLiteral("profileLeaving"), window());
    dialog->setConsequences(m_context.facade->accounts()->consequencesOfLeaving(profile.id).lines);
    dialog->options()->addWidget(new Label(tr("To go on, type “%1”.").arg(word)));
    auto *field = nameField(tr("Type %1").arg(word), {}, dialog->options());
    dialog->yesButton()->setEnabled(false);
    connect(field, &QLineEdit::textChanged, dialog, [dialog, word](const QString &now) {
        dialog->yesButton()->setEnabled(now.trimmed().compare(word, Qt::CaseInsensitive) == 0);
    });
    connect(dialog, &ConfirmDialog::confirmed, this,
            [this, id = profile.id] { m_context.facade->accounts()->leave(id); });
    dialog->open();
    field->setFocus();
}

} // namespace fpx::ui
