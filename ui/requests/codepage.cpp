#include "requests/codepage.h"

#include "requests/codefield.h"
#include "style/look.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <fpx/wallet/devicecodes.h>

#include <QBoxLayout>
#include <QComboBox>

namespace fpx::ui {

namespace {

constexpr int formWidth = 520;

QComboBox *choice(const QString &name, const QString &label)
{
    auto *box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setAccessibleDescription(label); // Qt says the choice in place of the name
    return box;
}

/// A label above a control; hidden and shown with it.
QWidget *labelled(const QString &label, QWidget *control)
{
    auto *holder = new QWidget;
    auto *column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    column->addWidget(new Label(label, Type::Small, Tone::Muted));
    column->addWidget(control);
    return holder;
}

} // namespace

CodePage::CodePage(const Context &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_field(new CodeField),
      m_hint(new Label(QString(), Type::Small, Tone::Muted)),
      m_network(choice(QStringLiteral("codeNetwork"), tr("Network"))),
      m_profile(choice(QStringLiteral("codeProfile"), tr("Open as"))),
      m_problem(new Label(QString(), Type::Body, Tone::Danger)),
      m_progress(new QWidget),
      m_progressText(new Label(QString(), Type::Body, Tone::Muted)),
      m_continue(new Button(tr("Continue"), QStringLiteral("codeContinue"), Button::Kind::Primary)),
      m_form(new Card(nullptr, space::xl)),
      m_nothingJoined(
          new Label(tr("You have joined no network yet. Join one under Settings; then its codes work here.")))
{
    setObjectName(QStringLiteral("codePage"));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto *header = new PageHeader(tr("Enter a code"), tr("For a request that began on another device."));
    connect(header->addBack(tr("Requests"), QStringLiteral("codeBack")), &QAbstractButton::clicked, this,
            &CodePage::backRequested);
    outer->addWidget(header);
    auto *page = new Page;
    page->setObjectName(QStringLiteral("codeScroll"));
    outer->addWidget(page, 1);

    auto *column = static_cast<Card *>(m_form)->column();
    column->setSpacing(space::l);
    auto *warning = row(space::s);
    warning->addWidget(new IconView(QStringLiteral("warning"), 16, Tone::Warning), 0, Qt::AlignTop);
    warning->addWidget(
        new Label(tr("Type only a code that you see on a device in front of you. If someone sent you a code, they want "
                     "you to answer their request."),
                  Type::Body, Tone::Warning),
        1);
    column->addLayout(warning);
    auto *entry = columnLayout(space::xs);
    entry->addWidget(m_field);
    m_hint->setObjectName(QStringLiteral("codeHint"));
    entry->addWidget(m_hint);
    column->addLayout(entry);
    column->addWidget(labelled(tr("Network"), m_network));
    column->addWidget(labelled(tr("Open as", "followed by a choice of profiles"), m_profile));
    m_problem->setObjectName(QStringLiteral("codeProblem"));
    column->addWidget(m_problem);
    auto *working = new QHBoxLayout(m_progress);
    working->setContentsMargins(0, 0, 0, 0);
    working->addWidget(new Spinner(16));
    working->addWidget(m_progressText, 1);
    auto *bottom = row(space::m);
    bottom->addWidget(m_progress, 1);
    bottom->addStretch();
    bottom->addWidget(m_continue);
    column->addLayout(bottom);
    auto *left = row(0); // under the title
    m_form->setMaximumWidth(Look::scaled(formWidth));
    left->addWidget(m_form, 100);
    left->addStretch(1);
    page->column()->addLayout(left);
    m_nothingJoined->setObjectName(QStringLiteral("codeNothingJoined"));
    page->column()->addWidget(m_nothingJoined);
    page->column()->addStretch(1);

    connect(m_field, &CodeField::typed, this, &CodePage::refresh);
    connect(m_field, &QLineEdit::returnPressed, this, &CodePage::submit);
    connect(m_continue, &QAbstractButton::clicked, this, &CodePage::submit);
    connect(m_network, &QComboBox::currentIndexChanged, this, &CodePage::fillProfiles);
    connect(context.facade->accounts(), &wallet::Accounts::changed, this, &CodePage::fillNetworks);
    connect(context.facade->deviceCodes(), &wallet::DeviceCodes::changed, this, &CodePage::refresh);
    connect(context.facade->deviceCodes(), &wallet::DeviceCodes::opened, this, [this] {
        m_field->clear();
        Q_EMIT backRequested(); // the prompt has its own window
    });
    fillNetworks();
}

void CodePage::begin(const AsIdentifier &network)
{
    m_field->clear();
    fillNetworks();
    if (const int known = m_network->findData(network.value()); known >= 0)
        m_network->setCurrentIndex(known);
    refresh();
    m_field->setFocus(Qt::OtherFocusReason);
}

void CodePage::fillNetworks()
{
    const QString chosen = m_network->currentData().toString();
    const QSignalBlocker quiet(m_network);
    m_network->clear();
    for (const wallet::NetworkAccounts &network : m_context.facade->accounts()->networks()) {
        if (!network.profiles.isEmpty())
            m_network->addItem(cleaned(network.name), network.id.value());
    }
    m_network->setCurrentIndex(qMax(0, m_network->findData(chosen)));
    m_form->setVisible(m_network->count() > 0);
    m_nothingJoined->setVisible(m_network->count() == 0);
    m_network->parentWidget()->setVisible(m_network->count() > 1);
    fillProfiles();
}

void CodePage::fillProfiles()
{
    const QString chosen = m_profile->currentData().toString();
    m_profile->clear();
    for (const wallet::NetworkAccounts &network : m_context.facade->accounts()->networks()) {
        if (network.id.value() != m_network->currentData().toString())
            continue;
        for (const wallet::NetworkProfile &profile : network.profiles)
            m_profile->addItem(profile.name.isEmpty() ? tr("Private profile") : cleaned(profile.name),
                               profile.id.value());
    }
    m_profile->setCurrentIndex(qMax(0, m_profile->findData(chosen)));
    m_profile->parentWidget()->setVisible(m_profile->count() > 1);
    refresh();
}

QString CodePage::networkName() const
{
    return m_network->currentText();
}

void CodePage::refresh()
{
    const wallet::DeviceCodes *codes = m_context.facade->deviceCodes();
    const bool reading = codes->reading();
    m_field->setReadOnly(reading);
    m_network->setEnabled(!reading);
    m_profile->setEnabled(!reading);
    m_progress->setVisible(reading);
    m_progressText->announce(reading ? tr("Asking %1…").arg(networkName()) : QString());
    m_continue->setEnabled(m_field->complete() && !m_field->text().isEmpty() && !reading);
    const QString hint = m_field->hint();
    m_hint->setTone(hint.isEmpty() ? Tone::Muted : Tone::Warning);
    m_hint->announce(hint.isEmpty() ? tr("Eight letters. Capitals, the hyphen and blanks do not matter.") : hint);
    // What was wrong with the last code says nothing about the one that is being typed.
    const bool same = !m_field->isModified();
    m_problem->announce(same && !reading ? codes->problem().message : QString());
    m_problem->setVisible(!m_problem->text().isEmpty());
}

void CodePage::submit()
{
    if (!m_continue->isEnabled())
        return;
    m_field->setModified(false);
    m_context.facade->deviceCodes()->read(EnrolmentId(m_profile->currentData().toString()), m_field->text());
    if (!m_context.facade->deviceCodes()->reading())
        m_field->setFocus(Qt::OtherFocusReason);
}

} // namespace fpx::ui
