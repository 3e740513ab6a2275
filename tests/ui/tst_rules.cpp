#include "fakefacade.h"
#include "harness.h"

#include "settings/rulelist.h"
#include "widgets/confirmdialog.h"

#include <QAbstractButton>
#include <QLabel>
#include <QTest>

using namespace fpx;
using namespace fpx::ui;

class TestRules : public QObject
{
    Q_OBJECT

    static QList<QAbstractButton *> removers(const RuleList &list)
    {
        QList<QAbstractButton *> shown;
        for (auto *button : list.findChildren<QAbstractButton *>(QStringLiteral("ruleRemove"))) {
            if (button->isVisibleTo(&list))
                shown.append(button);
        }
        return shown;
    }

private Q_SLOTS:
    void a_rule_is_removed_after_confirming()
    {
        test::FakeFacade facade;
        facade.answerRules = {{QStringLiteral("one"), QStringLiteral("A may use B."), facade.clock.now()},
                              {QStringLiteral("two"), QStringLiteral("C may use D."), facade.clock.now()}};
        RuleList list(Context{&facade, &facade.clock});
        list.show();
        QTRY_COMPARE(removers(list).size(), 2);
        removers(list).first()->click();
        auto *dialog = list.findChild<ConfirmDialog *>();
        QVERIFY(dialog);
        QCOMPARE(facade.answerRules.size(), 2); // nothing before the person confirms
        Q_EMIT dialog->confirmed();
        QCOMPARE(facade.answerRules.size(), 1);
        QCOMPARE(facade.answerRules.first().id, QStringLiteral("two"));
        QTRY_COMPARE(removers(list).size(), 1);
    }
    void a_rule_made_meanwhile_shows()
    {
        test::FakeFacade facade;
        RuleList list(Context{&facade, &facade.clock});
        list.show();
        QVERIFY(removers(list).isEmpty());
        list.hide();
        facade.answerRules = {{QStringLiteral("one"), QStringLiteral("A may use B."), facade.clock.now()}};
        list.show();
        QTRY_COMPARE(removers(list).size(), 1);
    }
};

QTEST_MAIN(TestRules)
#include "tst_rules.moc"
