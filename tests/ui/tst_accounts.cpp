// Settings: sign-ins and profiles, and what has to be confirmed before it is lost.
#include "harness.h"

#include "settings/profilelist.h"
#include "settings/signinlist.h"
#include "widgets/confirmdialog.h"

#include <QLineEdit>

using namespace fpx;
using namespace fpx::ui;
using fpx::test::click;
using fpx::test::FakeFacade;
using fpx::test::find;

class TestAccounts : public QObject
{
    Q_OBJECT

    static QString textOf(const QWidget &widget)
    {
        QStringList words;
        for (const QLabel *label : widget.findChildren<QLabel *>())
            words.append(label->text());
        return words.join(QLatin1Char('\n'));
    }

private Q_SLOTS:
    void a_session_says_since_when_until_when_and_how_sure()
    {
        FakeFacade facade;
        const SignInList list(Context{&facade, &facade.clock});
        const QString shown = textOf(list);
        QVERIFY2(shown.contains(QStringLiteral("Signed in ")) && shown.contains(QStringLiteral("valid until ")),
                 qPrintable(shown));
        QVERIFY(shown.contains(QStringLiteral("identity level 2 of 3")));
        QVERIFY(shown.contains(QStringLiteral("Linked ")));
    }

    void unlinking_asks_first()
    {
        FakeFacade facade;
        SignInList list(Context{&facade, &facade.clock});
        list.show();
        click(list, "accountsUnlink-north-bank-id");
        auto *dialog = list.findChild<ConfirmDialog *>();
        QVERIFY(dialog);
        QVERIFY(textOf(*dialog).contains(QStringLiteral("You are signed out")));
        QVERIFY(facade.accountList.asked.isEmpty());
        Q_EMIT dialog->confirmed();
        QCOMPARE(facade.accountList.asked, QStringList{QStringLiteral("unlink north-bank-id")});
    }

    void the_last_way_in_cannot_be_unlinked()
    {
        FakeFacade facade;
        facade.accountList.linked.removeLast();
        facade.accountList.linked.first().canUnlink = false;
        const SignInList list(Context{&facade, &facade.clock});
        QVERIFY(!find(list, "accountsUnlink-north-bank-id"));
        QVERIFY(textOf(list).contains(QStringLiteral("Your only way to sign in.")));
    }

    void signing_out_everywhere()
    {
        FakeFacade facade;
        SignInList list(Context{&facade, &facade.clock});
        list.show();
        click(list, "accountsSignOut");
        QCOMPARE(facade.accountList.asked, QStringList{QStringLiteral("sign out")});
    }

    void the_account_is_shown_shortened()
    {
        FakeFacade facade;
        const ProfileList list(Context{&facade, &facade.clock});
        QVERIFY(textOf(list).contains(QStringLiteral("a-6f0b1c…7e55")));
        QVERIFY(!textOf(list).contains(QStringLiteral("51c0-4c8e")));
    }

    void another_profile_has_a_name()
    {
        FakeFacade facade;
        ProfileList list(Context{&facade, &facade.clock});
        list.show();
        click(list, "profileAdd-ontario");
        auto *dialog = list.findChild<ConfirmDialog *>();
        QVERIFY(dialog);
        auto *yes = find<QAbstractButton>(*dialog, "profileNamingYes");
        QVERIFY(!yes->isEnabled());
        find<QLineEdit>(*dialog, "profileName")->setText(QStringLiteral(" Family "));
        QVERIFY(yes->isEnabled());
        yes->click();
        QCOMPARE(facade.accountList.asked, QStringList{QStringLiteral("add ontario Family")});
    }

    void what_is_done_with_a_profile()
    {
        FakeFacade facade;
        ProfileList list(Context{&facade, &facade.clock});
        list.show();
        QVERIFY(!find(list, "profileDefault-e1")); // it is the one already
        click(list, "profileDefault-e2");
        click(list, "profileKeys-e2");
        QCOMPARE(facade.accountList.asked, (QStringList{QStringLiteral("default e2"), QStringLiteral("keys e2")}));
    }

    void direct_requests_are_for_a_single_profile()
    {
        FakeFacade facade;
        {
            const ProfileList list(Context{&facade, &facade.clock});
            QVERIFY(!find(list, "profileDirect-e1")); // with two, the person is asked which
        }
        facade.accountList.all.first().profiles.removeLast();
        ProfileList list(Context{&facade, &facade.clock});
        list.show();
        click(list, "profileDirect-e1");
        QCOMPARE(facade.accountList.asked, QStringList{QStringLiteral("ask e1")});
    }

    void deleting_wants_the_name()
    {
        FakeFacade facade;
        ProfileList list(Context{&facade, &facade.clock});
        list.show();
        click(list, "profileLeave-e2");
        auto *dialog = list.findChild<ConfirmDialog *>();
        QVERIFY(dialog);
        QVERIFY(textOf(*dialog).contains(QStringLiteral("can no longer use")));
        auto *yes = find<QAbstractButton>(*dialog, "profileLeavingYes");
        auto *field = find<QLineEdit>(*dialog, "profileName");
        QVERIFY(!yes->isEnabled());
        field->setText(QStringLiteral("Wor"));
        QVERIFY(!yes->isEnabled());
        yes->click();
        QVERIFY(facade.accountList.asked.isEmpty());
        field->setText(QStringLiteral("Work"));
        yes->click();
        QCOMPARE(facade.accountList.asked, QStringList{QStringLiteral("leave e2")});
    }

    void leaving_a_network_wants_its_name()
    {
        FakeFacade facade;
        facade.accountList.all.first().profiles.removeLast();
        ProfileList list(Context{&facade, &facade.clock});
        list.show();
        click(list, "profileLeave-e1");
        auto *dialog = list.findChild<ConfirmDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->windowTitle(), QStringLiteral("Leave Ontario Health?"));
        find<QLineEdit>(*dialog, "profileName")->setText(QStringLiteral("ontario health"));
        find<QAbstractButton>(*dialog, "profileLeavingYes")->click();
        QCOMPARE(facade.accountList.asked, QStringList{QStringLiteral("leave e1")});
    }

    void a_network_that_was_left_can_be_joined()
    {
        FakeFacade facade;
        ProfileList list(Context{&facade, &facade.clock});
        list.show();
        click(list, "networkJoin-great-lakes");
        QCOMPARE(facade.joined, QStringList{QStringLiteral("great-lakes")});
    }
};

QTEST_MAIN(TestAccounts)
#include "tst_accounts.moc"
