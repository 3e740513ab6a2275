#include "policies/rulecard.h"

#include <fpx/base/utc.h>

#include "policies/rulewords.h"
#include "text/dates.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/choicebox.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QSignalBlocker>

namespace fpx::ui {

namespace {

Tone toneOf(policy::Effect effect)
{
    switch (effect) {
    case policy::Effect::Deny: return Tone::Danger;
    case policy::Effect::Ask: return Tone::Accent;
    case policy::Effect::Allow: break;
    }
    return Tone::Success;
}

QString originOf(const policy::Rule &rule)
{
    if (rule.operatorRule)
        return rule.locked ? RuleCard::tr("Set by your wallet's provider; it cannot be switched off.")
                           : RuleCard::tr("Set by your wallet's provider.");
    if (!rule.comment.isEmpty())
        return cleaned(rule.comment, 200);
    return rule.createdAt > 0 ? RuleCard::tr("since %1").arg(momentText(utcFromSeconds(rule.createdAt))) : QString();
}

} // namespace

RuleCard::RuleCard(const policy::Rule &rule, bool on, const QString &sentence, QWidget *parent)
    : Card(parent, space::m),
      m_id(rule.id),
      m_switch(new ChoiceBox(ChoiceBox::Kind::Switch, tr("In force"), QStringLiteral("ruleSwitch-%1").arg(rule.id)))
{
    setObjectName(QStringLiteral("rule-%1").arg(rule.id));
    setAccessibleName(sentence);
    auto *line = row(space::m);
    line->addWidget(new IconView(effectIcon(rule.effect), 18, toneOf(rule.effect)), 0, Qt::AlignTop);
    auto *words = columnLayout(2);
    auto *text = new Label(sentence);
    text->setObjectName(QStringLiteral("ruleText"));
    words->addWidget(text);
    if (const QString origin = originOf(rule); !origin.isEmpty()) {
        auto *small = new Label(origin, Type::Small, Tone::Muted);
        small->setObjectName(QStringLiteral("ruleOrigin"));
        words->addWidget(small);
    }
    line->addLayout(words, 1);
    if (rule.locked && rule.operatorRule) {
        m_switch->hide();
        auto *lock = new IconView(QStringLiteral("lock"), 18, Tone::Muted);
        lock->setAccessibleName(tr("Locked by your wallet's provider"));
        line->addWidget(lock, 0, Qt::AlignVCenter);
    }
    if (!rule.operatorRule) {
        auto *edit = new Button(tr("Change"), QStringLiteral("ruleEdit-%1").arg(rule.id), Button::Kind::Quiet);
        edit->setAccessibleName(tr("Change: %1").arg(sentence));
        auto *remove = Button::iconOnly(QStringLiteral("cross"), tr("Remove: %1").arg(sentence),
                                        QStringLiteral("ruleRemove-%1").arg(rule.id));
        line->addWidget(edit, 0, Qt::AlignVCenter);
        line->addWidget(m_switch, 0, Qt::AlignVCenter);
        line->addWidget(remove, 0, Qt::AlignVCenter);
        connect(edit, &QAbstractButton::clicked, this, &RuleCard::editRequested);
        connect(remove, &QAbstractButton::clicked, this, &RuleCard::removeRequested);
    } else {
        line->addWidget(m_switch, 0, Qt::AlignVCenter);
    }
    column()->addLayout(line);
    m_switch->setAccessibleName(tr("In force: %1").arg(sentence));
    m_switch->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setOn(on);
    connect(m_switch, &QAbstractButton::toggled, this, &RuleCard::switched);
}

void RuleCard::setOn(bool on)
{
    const QSignalBlocker quiet(m_switch);
    m_switch->setChecked(on);
}

} // namespace fpx::ui
