#include "policies/numberchoice.h"

#include "style/look.h"
#include "widgets/choicebox.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QComboBox>

namespace fpx::ui {

NumberChoice::NumberChoice(const QString &text, const QString &name, const QList<int> &numbers, Words words,
                           QWidget *parent)
    : QWidget(parent),
      m_words(std::move(words)),
      m_box(new ChoiceBox(ChoiceBox::Kind::Check, text, name)),
      m_list(new QComboBox)
{
    m_box->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_list->setObjectName(name + QStringLiteral("Number"));
    m_list->setAccessibleName(text);
    for (const int number : numbers)
        m_list->addItem(m_words(number), number);
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    line->addWidget(m_box);
    line->addWidget(m_list);
    line->addStretch(1);
    connect(m_box, &QAbstractButton::toggled, this, [this] {
        if (!m_loading)
            Q_EMIT changed();
    });
    connect(m_list, &QComboBox::currentIndexChanged, this, [this] {
        if (m_loading)
            return;
        const bool was = m_box->isChecked();
        m_box->setChecked(true); // whoever picks a number means it
        if (was)
            Q_EMIT changed();
    });
}

void NumberChoice::setNumber(std::optional<int> number)
{
    m_loading = true;
    m_box->setChecked(number.has_value());
    if (number) {
        if (m_list->findData(*number) < 0)
            m_list->addItem(m_words(*number), *number);
        m_list->setCurrentIndex(m_list->findData(*number));
    }
    m_loading = false;
}

std::optional<int> NumberChoice::number() const
{
    return m_box->isChecked() ? std::optional(m_list->currentData().toInt()) : std::nullopt;
}

} // namespace fpx::ui
