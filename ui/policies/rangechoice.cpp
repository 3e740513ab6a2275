#include "policies/rangechoice.h"

#include "style/look.h"

#include <QBoxLayout>

namespace fpx::ui {

RangeChoice::RangeChoice(const QString &least, const QString &most, const QString &name, const QList<int> &numbers,
                         const NumberChoice::Words &words, QWidget *parent)
    : QWidget(parent),
      m_least(new NumberChoice(least, name + QStringLiteral("Least"), numbers, words)),
      m_most(new NumberChoice(most, name + QStringLiteral("Most"), numbers, words))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    column->addWidget(m_least);
    column->addWidget(m_most);
    connect(m_least, &NumberChoice::changed, this, [this] { changedEnd(m_most); });
    connect(m_most, &NumberChoice::changed, this, [this] { changedEnd(m_least); });
}

void RangeChoice::setRange(const policy::Range &range)
{
    m_least->setNumber(range.atLeast);
    m_most->setNumber(range.atMost);
}

void RangeChoice::changedEnd(NumberChoice *other)
{
    const auto least = m_least->number();
    const auto most = m_most->number();
    if (least && most && *least > *most) // the language has no such range: the end that was not touched follows
        other->setNumber(other == m_most ? least : most);
    Q_EMIT changed();
}

} // namespace fpx::ui
