// The place of the rules on screen, over rules in memory.
#pragma once

#include "harness.h"

#include "policies/rulesplace.h"

namespace fpx::test {

struct RuleStage {
    explicit RuleStage(Preset preset = Preset::Typical)
        : facade(preset), place(ui::Context{&facade, &facade.clock}), rules(facade.ruleBook)
    {
        if (preset == Preset::Empty) {
            rules.fill();
            rules.rules = {};
            rules.providers.clear();
            rules.suggested.reset();
            Q_EMIT rules.changed();
        }
        place.resize(900, 700);
        place.show();
    }
    [[nodiscard]] QAbstractButton *button(const char *name) const { return find<QAbstractButton>(place, name); }
    void press(const char *name) const
    {
        QVERIFY2(button(name), name);
        button(name)->click();
    }
    [[nodiscard]] QString sentence() const { return find<QLabel>(place, "ruleSentence")->text(); }
    [[nodiscard]] QStringList shown() const
    {
        QStringList texts;
        for (const QLabel *label : place.findChildren<QLabel *>(QStringLiteral("ruleText"))) {
            if (label->isVisibleTo(&place))
                texts.append(label->text());
        }
        return texts;
    }

    FakeFacade facade;
    ui::RulesPlace place;
    FakePolicies &rules;
};

} // namespace fpx::test
