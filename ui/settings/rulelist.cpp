#include "settings/rulelist.h"

#include "text/dates.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/confirmdialog.h"
#include "widgets/label.h"

#include <fpx/wallet/facade.h>

#include <QBoxLayout>

namespace fpx::ui {

RuleList::RuleList(const Context &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_column(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("ruleList"));
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(space::m);
    connect(context.facade, &wallet::Facade::rulesChanged, this, &RuleList::refresh);
    connect(context.facade, &wallet::Facade::phaseChanged, this, &RuleList::refresh);
}

void RuleList::showEvent(QShowEvent *event)
{
    refresh(); // a prompt may have made one since
    QWidget::showEvent(event);
}

void RuleList::refresh()
{
    while (QLayoutItem *item = m_column->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    const QList<wallet::AnswerRule> rules = m_context.facade->rules();
    for (const wallet::AnswerRule &rule : rules)
        add(rule.id, cleaned(rule.sentence, 400), rule.since);
    if (rules.isEmpty())
        m_column->addWidget(
            new Label(tr("The wallet asks you every time. A rule is made by “Do the same next time” in a request."),
                      Type::Body, Tone::Muted));
}

void RuleList::add(const QString &id, const QString &sentence, const QDateTime &since)
{
    auto *line = new QWidget;
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::l);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(new Label(sentence));
    words->addWidget(new Label(tr("since %1").arg(momentText(since)), Type::Small, Tone::Muted));
    layout->addLayout(words, 1);
    auto *button = new Button(tr("Remove…"), QStringLiteral("ruleRemove"));
    button->setAccessibleName(tr("Remove: %1").arg(sentence));
    layout->addWidget(button, 0, Qt::AlignTop);
    m_column->addWidget(line);
    connect(button, &QAbstractButton::clicked, this, [this, id, sentence] { remove(id, sentence); });
}

void RuleList::remove(const QString &id, const QString &sentence)
{
    auto *dialog = new ConfirmDialog(
        tr("Remove this rule?"),
        tr("From now on the wallet asks you. What was allowed already stays under Sharing, until you revoke it."),
        tr("Remove"), tr("Keep"), QStringLiteral("removeRule"), this);
    dialog->setConsequences({sentence});
    connect(dialog, &ConfirmDialog::confirmed, this, [this, id] { m_context.facade->removeRule(id); });
    dialog->open();
}

} // namespace fpx::ui
