// Both ends of a range that a rule may state, each of which may stay open.
#pragma once

#include "policies/numberchoice.h"

#include <fpx/policy/rule.h>

namespace fpx::ui {

class RangeChoice : public QWidget
{
    Q_OBJECT

public:
    /// The choices are named `name` and "Least" or "Most".
    RangeChoice(const QString &least, const QString &most, const QString &name, const QList<int> &numbers,
                const NumberChoice::Words &words, QWidget *parent = nullptr);
    void setRange(const policy::Range &range);
    [[nodiscard]] policy::Range range() const { return {m_least->number(), m_most->number()}; }

Q_SIGNALS:
    void changed();

private:
    void changedEnd(NumberChoice *other);

    NumberChoice *m_least;
    NumberChoice *m_most;
};

} // namespace fpx::ui
