#include "policies/formrow.h"

#include "style/look.h"
#include "widgets/button.h"
#include "widgets/label.h"
#include "widgets/margins.h"
#include "widgets/page.h"

#include <QBoxLayout>

namespace fpx::ui {

FormRow::FormRow(const QString &title, const QString &name, QWidget *parent)
    : QWidget(parent),
      m_title(title),
      m_summary(new Label),
      m_button(new Button(tr("Change"), name, Button::Kind::Link)),
      m_choices(new QWidget),
      m_column(new QVBoxLayout(m_choices))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *line = row(space::m);
    auto *heading = new Label(title, Type::Body, Tone::Muted);
    heading->setFixedWidth(indent() - space::m);
    line->addWidget(heading, 0, Qt::AlignVCenter);
    line->addWidget(m_summary, 1, Qt::AlignVCenter);
    line->addWidget(m_button, 0, Qt::AlignVCenter);
    column->addLayout(line);
    setMargins(m_column, indent(), 0, 0, space::s);
    m_column->setSpacing(space::xs);
    column->addWidget(m_choices);
    m_choices->hide();
    connect(m_button, &QAbstractButton::clicked, this, [this] { setOpen(m_choices->isHidden()); });
    setSummary({});
}

int FormRow::indent()
{
    return Look::scaled(116) + space::m;
}

void FormRow::setSummary(const QString &summary)
{
    m_summary->setText(summary);
    m_button->setAccessibleName(
        m_choices->isHidden() ? tr("%1: %2. Change", "%1 a part of a rule, %2 what is chosen").arg(m_title, summary)
                              : tr("%1: done").arg(m_title));
}

void FormRow::setOpen(bool open)
{
    m_choices->setVisible(open);
    m_button->setText(open ? tr("Done") : tr("Change"));
    setSummary(m_summary->text());
}

} // namespace fpx::ui
