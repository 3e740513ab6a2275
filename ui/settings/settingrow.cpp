#include "settings/settingrow.h"

#include "style/look.h"
#include "widgets/card.h"
#include "widgets/choicebox.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QSignalBlocker>

namespace fpx::ui {

SettingRow::SettingRow(const Context &context, const QString &setting, const QString &title, const QString &explanation,
                       QWidget *parent)
    : QWidget(parent), m_context(context), m_setting(setting)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    m_switch = new ChoiceBox(ChoiceBox::Kind::Switch, title, QStringLiteral("setting-%1").arg(setting));
    m_switch->setExplanation(explanation);
    column->addWidget(m_switch);
    addLockNote(column);
    connect(m_switch, &QAbstractButton::clicked, this, [this](bool on) { store(on); });
    connect(context.facade, &wallet::Facade::settingsChanged, this, &SettingRow::refresh);
    refresh();
}

SettingRow::SettingRow(const Context &context, const QString &setting, const QString &title, const QVariantList &values,
                       const QStringList &words, QWidget *parent)
    : QWidget(parent), m_context(context), m_setting(setting)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto *line = row(space::l);
    m_choice = new QComboBox;
    m_choice->setObjectName(QStringLiteral("setting-%1").arg(setting));
    m_choice->setAccessibleName(title);
    m_choice->setMinimumWidth(Look::scaled(150));
    for (int i = 0; i < values.size(); ++i)
        m_choice->addItem(words.at(i), values.at(i));
    line->addWidget(new Label(title), 1);
    line->addWidget(m_choice);
    column->addLayout(line);
    addLockNote(column);
    connect(m_choice, &QComboBox::activated, this, [this] { store(m_choice->currentData()); });
    connect(context.facade, &wallet::Facade::settingsChanged, this, &SettingRow::refresh);
    refresh();
}

void SettingRow::addLockNote(QVBoxLayout *column)
{
    m_note = new QWidget;
    auto *line = new QHBoxLayout(m_note);
    line->setContentsMargins(0, 0, 0, space::xs);
    line->setSpacing(space::xs + 2);
    line->addWidget(new IconView(QStringLiteral("lock"), 14, Tone::Muted), 0, Qt::AlignTop);
    line->addWidget(new Label(tr("Set by the provider of this wallet."), Type::Small, Tone::Muted), 1);
    column->addWidget(m_note);
}

bool SettingRow::exists(const Context &context, const QString &setting)
{
    return context.facade->setting(setting).isValid();
}

void SettingRow::refresh()
{
    const QVariant value = m_context.facade->setting(m_setting);
    const bool locked = m_context.facade->settingLocked(m_setting);
    m_note->setVisible(locked);
    if (m_switch) {
        m_switch->setChecked(value.toBool());
        m_switch->setEnabled(!locked);
    }
    if (m_choice) {
        const QSignalBlocker quiet(m_choice);
        int at = m_choice->findData(value);
        if (at < 0 && value.isValid()) { // chosen elsewhere
            m_choice->addItem(value.toString(), value);
            at = m_choice->count() - 1;
        }
        m_choice->setCurrentIndex(at);
        m_choice->setEnabled(!locked);
    }
}

void SettingRow::store(const QVariant &value)
{
    if (const Result<void> stored = m_context.facade->setSetting(m_setting, value); !stored)
        Q_EMIT m_context.facade->notice(stored.error());
    refresh();
}

} // namespace fpx::ui
