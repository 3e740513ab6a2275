// Sharing: what can be done with one permission and with several, and what a network did that nobody decided.
#include "harness.h"

#include "permissions/permissiondelegate.h"
#include "permissions/receiptpdf.h"
#include "shell/mainwindow.h"
#include "text/dates.h"
#include "widgets/button.h"
#include "widgets/choicebox.h"
#include "widgets/confirmdialog.h"
#include "widgets/listview.h"
#include "widgets/noticebar.h"
#include "widgets/page.h"
#include "widgets/sectionmodel.h"

#include <fpx/policy/document.h>

#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace fpx;
using namespace fpx::test;
using wallet::PermissionRole;
using wallet::role;

namespace {

struct Place {
    FakeFacade facade;
    ui::MainWindow window;

    explicit Place(Preset preset = Preset::Typical) : facade(preset), window({&facade, &facade.clock})
    {
        window.show();
        window.showPlace(QStringLiteral("sharing"));
    }
    [[nodiscard]] ui::ListView *list() const { return find<ui::ListView>(window, "permissionList"); }
    [[nodiscard]] const ui::SectionModel *model() const { return static_cast<ui::SectionModel *>(list()->model()); }
    void open(int row) const
    {
        list()->setCurrentIndex(list()->model()->index(row, 0));
        QTest::keyClick(list(), Qt::Key_Return);
    }
    [[nodiscard]] bool shows(const char *name) const
    {
        const auto *widget = find(window, name);
        return widget && widget->isVisible();
    }
    [[nodiscard]] QString status(const QString &id) const
    {
        const int row = facade.permissionModel.find(role(PermissionRole::Id), id);
        return facade.permissionModel.index(row).data(role(PermissionRole::Status)).toString();
    }
    [[nodiscard]] QString firstId() const
    {
        return facade.permissionModel.index(0).data(role(PermissionRole::Id)).toString();
    }
};

/// All numbers that a dialog says.
QStringList numbersIn(const QDialog &dialog)
{
    QStringList numbers;
    static const QRegularExpression number(QStringLiteral("\\d+"));
    for (const QLabel *label : dialog.findChildren<QLabel *>()) {
        for (auto found = number.globalMatch(label->text()); found.hasNext();)
            numbers.append(found.next().captured());
    }
    return numbers;
}

class TestSharing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pausing_and_letting_go_on()
    {
        const Place place;
        place.open(1);
        QVERIFY(place.shows("permissionPause"));
        QVERIFY(!place.shows("permissionResume"));
        click(place.window, "permissionPause");
        QCOMPARE(place.status(place.firstId()), QStringLiteral("disabling"));
        QVERIFY(place.shows("permissionResume")); // also while the network has not confirmed
        QVERIFY(!place.shows("permissionChange"));
        click(place.window, "permissionResume");
        QCOMPARE(place.status(place.firstId()), QStringLiteral("enabling"));
    }

    void changing_sends_what_is_left()
    {
        const Place place;
        place.open(1);
        click(place.window, "permissionChange");
        auto *dialog = place.window.findChild<QDialog *>(QStringLiteral("change"));
        QVERIFY(dialog);
        auto *save = dialog->findChild<QAbstractButton *>(QStringLiteral("changeSave"));
        QVERIFY(!save->isEnabled()); // nothing is different yet
        dialog->findChild<QAbstractButton *>(QStringLiteral("changeScope-subscribe"))->setChecked(false);
        QVERIFY(save->isEnabled());
        dialog->findChild<QAbstractButton *>(QStringLiteral("changeScope-read"))->setChecked(false);
        QVERIFY(!save->isEnabled()); // nothing would be left
        dialog->findChild<QAbstractButton *>(QStringLiteral("changeScope-read"))->setChecked(true);
        save->click();
        QCOMPARE(place.facade.sharingPart.changes.size(), 1);
        QCOMPARE(place.facade.sharingPart.changes.first().scopes, QStringList{QStringLiteral("read")});
        QTRY_VERIFY(!place.window.findChild<QDialog *>(QStringLiteral("change")));
        QCOMPARE(place.status(place.firstId()), QStringLiteral("changing"));
    }

    void a_change_that_fails_says_why_and_stays_open()
    {
        Place place;
        place.facade.sharingPart.changeAnswers =
            fail("source_offline", QStringLiteral("City Hospital did not answer."));
        place.open(1);
        click(place.window, "permissionChange");
        auto *dialog = place.window.findChild<QDialog *>(QStringLiteral("change"));
        dialog->findChild<QAbstractButton *>(QStringLiteral("changeScope-subscribe"))->setChecked(false);
        auto *save = dialog->findChild<QAbstractButton *>(QStringLiteral("changeSave"));
        save->click();
        QVERIFY(dialog->isVisible());
        QVERIFY(save->isEnabled());
        const QList<QLabel *> labels = dialog->findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
            return label->isVisible() && label->text() == QStringLiteral("City Hospital did not answer.");
        }));
        QCOMPARE(place.status(place.firstId()), QStringLiteral("active"));
    }

    void the_page_follows_what_took_its_place()
    {
        Place place;
        place.open(1);
        const QString old = place.firstId();
        place.facade.permissionModel.reset({{{Qt::DisplayRole, QStringLiteral("Immunize Me may use labs.")},
                                             {role(PermissionRole::Id), QStringLiteral("new")},
                                             {role(PermissionRole::Replaces), old},
                                             {role(PermissionRole::ClientName), QStringLiteral("Immunize Me")},
                                             {role(PermissionRole::Status), QStringLiteral("active")},
                                             {role(PermissionRole::CanPause), true}}});
        QVERIFY(place.shows("permissionPage"));
        click(place.window, "permissionPause");
        QCOMPARE(place.status(QStringLiteral("new")), QStringLiteral("disabling"));
        place.facade.permissionModel.reset({});
        QVERIFY(!place.shows("permissionPage"));
    }

    void everything_with_one_client_is_revoked_together()
    {
        const Place place;
        place.open(1);
        click(place.window, "partyEverything");
        QCOMPARE(place.model()->items(), 2);
        click(place.window, "sharingChoose");
        QVERIFY(!find<QAbstractButton>(place.window, "sharingRevoke")->isEnabled());
        click(place.window, "sharingAll");
        click(place.window, "sharingRevoke");
        auto *dialog = place.window.findChild<ui::ConfirmDialog *>(QStringLiteral("revoke"));
        QVERIFY(dialog);
        QCOMPARE(numbersIn(*dialog), QStringList(QStringLiteral("2"))); // as on the button that opened it
        QVERIFY(place.facade.sharingPart.revoked.isEmpty());
        QTest::mouseClick(dialog->yesButton(), Qt::LeftButton);
        QCOMPARE(place.facade.sharingPart.revoked.size(), 2);
        click(place.window, "sharingEveryone");
        QCOMPARE(place.model()->items(), 6);
    }

    void a_rule_that_would_share_again_is_switched_off_with_it_data()
    {
        QTest::addColumn<bool>("unchecked");
        QTest::newRow("checked_by_default") << false;
        QTest::newRow("left_on") << true;
    }
    void a_rule_that_would_share_again_is_switched_off_with_it()
    {
        QFETCH(bool, unchecked);
        Place place;
        policy::Rule rule;
        rule.id = QStringLiteral("daily");
        rule.effect = policy::Effect::Allow;
        rule.when.name(AsIdentifier(QStringLiteral("health")));
        rule.when.name(ClientId(QStringLiteral("immunize-me")));
        QVERIFY(place.facade.policies()->apply(policy::withRule({}, rule)));
        place.facade.sharingPart.allowing = {rule.id};
        place.open(1);
        click(place.window, "permissionRevoke");
        auto *dialog = place.window.findChild<ui::ConfirmDialog *>(QStringLiteral("revoke"));
        QVERIFY(dialog);
        auto *box = find<ui::ChoiceBox>(*dialog, "revokeRule-daily");
        QVERIFY(box->isChecked());
        const QString whenOn = box->explanation();
        if (unchecked) {
            QTest::mouseClick(box, Qt::LeftButton);
            QVERIFY(box->explanation().contains(QStringLiteral("the next request is allowed without asking you")));
            QVERIFY(box->explanation().contains(whenOn));
        }
        QTest::mouseClick(dialog->yesButton(), Qt::LeftButton);
        QCOMPARE(place.facade.sharingPart.switchedOff, unchecked ? QStringList() : QStringList(rule.id));
        QCOMPARE(place.facade.sharingPart.revoked.size(), 1);
    }

    void one_row_says_how_often_it_was_shared()
    {
        Place place;
        place.facade.permissionModel.change(0, {{role(PermissionRole::TimesShared), 163},
                                                {role(PermissionRole::LastSharedAt), place.facade.clock.now()}});
        const QModelIndex row = place.facade.permissionModel.index(0);
        QCOMPARE(ui::sharedText(row, place.facade.clock.now()), QStringLiteral("163 time(s), last today"));
        QCOMPARE(ui::sharedText(row, place.facade.clock.now().addDays(1)),
                 QStringLiteral("163 time(s), last yesterday"));
        QCOMPARE(ui::sharedText(place.facade.permissionModel.index(1), place.facade.clock.now()), QString());
    }

    // However many permissions stand behind a row: it is one thing to people, and the dialog names it.
    void the_dialog_about_one_row_counts_nothing_data()
    {
        QTest::addColumn<bool>("fromTheList");
        QTest::newRow("from_the_list") << true;
        QTest::newRow("from_the_page") << false;
    }
    void the_dialog_about_one_row_counts_nothing()
    {
        QFETCH(bool, fromTheList);
        Place place;
        place.facade.sharingPart.behind = 160;
        if (fromTheList) {
            click(place.window, "sharingChoose");
            place.list()->selectionModel()->select(place.model()->index(1), QItemSelectionModel::Select);
            click(place.window, "sharingRevoke");
        } else {
            place.open(1);
            click(place.window, "permissionRevoke");
        }
        const auto *dialog = place.window.findChild<ui::ConfirmDialog *>(QStringLiteral("revoke"));
        QVERIFY(dialog);
        QCOMPARE(dialog->windowTitle(), QStringLiteral("Stop sharing Immunization history with Immunize Me?"));
        QCOMPARE(numbersIn(*dialog), QStringList());
    }

    void how_a_revocation_stands_is_said_in_one_notice()
    {
        Place place;
        ui::NoticeBar *bar = place.window.noticeBar();
        wallet::Sharing &sharing = place.facade.sharingPart;
        Q_EMIT sharing.revocationTold(1, QStringLiteral("Revoking A…"));
        Q_EMIT sharing.revocationTold(2, QStringLiteral("Revoking B…"));
        QCOMPARE(bar->text(), QStringLiteral("Revoking A…"));
        Q_EMIT sharing.revocationTold(2, QStringLiteral("Sharing with B has ended.")); // while it waits
        Q_EMIT sharing.revocationTold(1, QStringLiteral("Sharing with A has ended."));
        QCOMPARE(bar->text(), QStringLiteral("Sharing with A has ended."));
        click(place.window, "noticeClose");
        QCOMPARE(bar->text(), QStringLiteral("Sharing with B has ended."));
        click(place.window, "noticeClose");
        QVERIFY(!bar->isVisible());
        Q_EMIT sharing.revocationTold(3, QStringLiteral("Revoking C…"));
        click(place.window, "noticeClose");
        Q_EMIT sharing.revocationTold(3, QStringLiteral("Sharing with C has ended.")); // the network took its time
        QCOMPARE(bar->text(), QStringLiteral("Sharing with C has ended."));
    }

    void choosing_by_keyboard_and_mouse_opens_nothing()
    {
        const Place place;
        click(place.window, "sharingChoose");
        const QModelIndex first = place.model()->index(1);
        QTest::mouseClick(place.list()->viewport(), Qt::LeftButton, {}, place.list()->visualRect(first).center());
        QVERIFY(!place.shows("permissionPage"));
        QVERIFY(place.list()->selectionModel()->isSelected(first));
        QTest::keyClick(place.list(), Qt::Key_Down);
        QTest::keyClick(place.list(), Qt::Key_Space);
        QCOMPARE(place.list()->selectionModel()->selectedIndexes().size(), 2);
        click(place.window, "sharingDone");
        QVERIFY(place.list()->selectionModel()->selectedIndexes().isEmpty());
    }

    void asking_to_erase_copies_and_is_noted()
    {
        const Place place;
        place.open(1);
        click(place.window, "partyErase");
        click(place.window, "eraseCopyAddress");
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("privacy@immunize-me.example"));
        QCOMPARE(place.facade.sharingPart.erasureAsked.size(), 1);
        click(place.window, "sheetClose");
        click(place.window, "partyRegulator");
        QCOMPARE(place.facade.sharingPart.opened, QStringList{QStringLiteral("https://regulator.example/complain")});
        QVERIFY(!place.shows("partyTerms")); // it has none
    }

    void a_receipt_is_saved_where_the_person_says()
    {
        Place place;
        place.facade.sharingPart.receiptAnswer->file = "{\"receipt\":{}}";
        place.open(1);
        const QTemporaryDir folder;
        click(place.window, "receiptJson");
        auto *dialog = place.window.findChild<QFileDialog *>();
        QVERIFY(dialog);
        dialog->setDirectory(folder.path());
        dialog->selectFile(QStringLiteral("mine.json"));
        static_cast<QDialog *>(dialog)->accept();
        QFile saved(folder.filePath(QStringLiteral("mine.json")));
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QCOMPARE(saved.readAll(), QByteArray("{\"receipt\":{}}"));
        QVERIFY(!saved.permissions().testAnyFlags(QFile::ReadGroup | QFile::ReadOther));
    }

    void a_receipt_for_people_carries_the_signed_one()
    {
        wallet::ConsentReceipt receipt;
        receipt.file = "signed";
        receipt.content = {{QStringLiteral("record_id"), QStringLiteral("<b>id</b>")}};
        const QByteArray pdf = ui::receiptPdf(receipt, QStringLiteral("FPX Wallet"));
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.contains("receipt.json"));
    }

    void a_receipt_that_cannot_be_made_is_told()
    {
        Place place;
        place.facade.sharingPart.receiptAnswer = fail("no_receipt", QStringLiteral("There is no receipt."));
        place.open(1);
        const QSignalSpy notices(&place.facade, &wallet::Facade::notice);
        click(place.window, "receiptPdf");
        QCOMPARE(notices.size(), 1);
        QVERIFY(find<QAbstractButton>(place.window, "receiptPdf")->isEnabled());
    }

    void a_registry_that_does_not_answer_offers_nothing()
    {
        Place place;
        place.facade.sharingPart.contactsAnswer = fail("as_unavailable", QString());
        place.open(1);
        QVERIFY(!place.shows("partyErase"));
        QVERIFY(place.shows("partyEverything"));
    }

    void alerts_stand_above_the_list_until_read()
    {
        Place place;
        auto &sharing = place.facade.sharingPart;
        const QString id = place.firstId();
        sharing.standing = {{PermissionId(id), QStringLiteral("reenabled"),
                             QStringLiteral("Ontario Health let Immunize Me go on."), place.facade.clock.now(), true}};
        Q_EMIT sharing.alertsChanged();
        const QByteArray name = "alertRead-" + id.toLatin1();
        QVERIFY(place.shows(name.constData()));
        click(place.window, name.constData());
        QVERIFY(sharing.standing.isEmpty());
        QVERIFY(!place.shows(name.constData()));
    }

    void the_story_of_a_permission_is_told()
    {
        const Place place;
        place.open(1);
        const QList<QLabel *> labels = find(place.window, "permissionPage")->findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
            return label->text().startsWith(QStringLiteral("You paused what Immunize Me"));
        }));
    }

    /// What ended before its time did so when the history says, not at the end that it was given.
    void when_a_permission_has_ended_is_told_data()
    {
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("line"); // of its history, a day ago
        QTest::addColumn<int>("ended");    // days ago; 1,000: nothing is said
        const int unknown = 1000;
        const auto row = [](const char *name, const char *status, const char *line, int ended) {
            QTest::newRow(name) << QString::fromLatin1(status) << QString::fromLatin1(line) << ended;
        };
        row("revoked", "revoked", "permission_revoked", 1);
        row("ended_by_the_network", "revoked", "permission_ended", 1);
        row("gone_at_the_network", "revoked", "permission_removed", 1);
        row("used_up", "used", "permission_ended", 1);
        row("nobody_knows_when", "revoked", "permission_granted", unknown);
        row("past_its_end", "expired", "permission_granted", 3);
        row("in_force", "active", "permission_granted", unknown);
    }
    void when_a_permission_has_ended_is_told()
    {
        QFETCH(QString, status);
        QFETCH(QString, line);
        QFETCH(int, ended);
        FakeFacade facade(Preset::Empty);
        const QDateTime now = facade.clock.now();
        const QDateTime end = now.addDays(status == QStringLiteral("expired") ? -3 : 90);
        facade.permissionModel.reset({{{Qt::DisplayRole, QStringLiteral("Immunize Me may use labs.")},
                                       {role(PermissionRole::Id), QStringLiteral("p1")},
                                       {role(PermissionRole::ClientName), QStringLiteral("Immunize Me")},
                                       {role(PermissionRole::SourceName), QStringLiteral("City Hospital")},
                                       {role(PermissionRole::DefinitionName), QStringLiteral("Labs")},
                                       {role(PermissionRole::GrantedAt), now.addDays(-12)},
                                       {role(PermissionRole::EndsAt), end},
                                       {role(PermissionRole::Status), status}}});
        facade.sharingPart.told = {{now.addDays(-1), line, QStringLiteral("What happened.")}};
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        window.showPlace(QStringLiteral("sharing"));
        find<QComboBox>(window, "sharingShow")->setCurrentIndex(3); // all
        auto *list = find<ui::ListView>(window, "permissionList");
        list->setCurrentIndex(list->model()->index(1, 0));
        QTest::keyClick(list, Qt::Key_Return);
        QStringList shown; // labels and values, one after the other
        for (const auto *facts : find(window, "permissionPage")->findChildren<ui::FactList *>()) {
            for (const QLabel *label : facts->findChildren<QLabel *>())
                shown.append(label->text());
        }
        QVERIFY(shown.contains(QStringLiteral("Since")));
        const qsizetype at = shown.indexOf(QStringLiteral("Ended"));
        QCOMPARE(at < 0 ? QString() : shown.value(at + 1),
                 ended == 1000 ? QString() : ui::momentText(now.addDays(-ended)));
        QCOMPARE(shown.contains(QStringLiteral("Until")), status == QStringLiteral("active"));
    }

    // How long it takes: fpx-bench-sharing.
    void ten_thousand_permissions_are_grouped_filtered_and_found()
    {
        FakeFacade facade(Preset::Empty);
        QList<Row> rows;
        for (int i = 0; i < 10'000; ++i)
            rows.append(
                {{Qt::DisplayRole, QStringLiteral("Client %1 may use labs from Source %2.").arg(i % 500).arg(i % 200)},
                 {role(PermissionRole::Id), QString::number(i)},
                 {role(PermissionRole::ClientName), QStringLiteral("Client %1").arg(i % 500)},
                 {role(PermissionRole::SourceName), QStringLiteral("Source %1").arg(i % 200)},
                 {role(PermissionRole::DefinitionName), QStringLiteral("Labs %1").arg(i % 40)},
                 {role(PermissionRole::EndsAt), facade.clock.now().addDays(i % 4 == 1 ? 2 : 60)},
                 {role(PermissionRole::Status), i % 5 == 0 ? QStringLiteral("expired") : QStringLiteral("active")}});
        facade.permissionModel.reset(rows);
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        window.showPlace(QStringLiteral("sharing"));
        const auto *model = static_cast<ui::SectionModel *>(find<ui::ListView>(window, "permissionList")->model());
        auto *show = find<QComboBox>(window, "sharingShow");
        QCOMPARE(model->items(), 8000); // the active ones
        show->setCurrentIndex(1);
        QCOMPARE(model->items(), 2000); // every fourth ends soon, and a fifth of these has ended
        show->setCurrentIndex(2);
        QCOMPARE(model->items(), 2000);
        show->setCurrentIndex(3);
        QCOMPARE(model->items(), 10'000);
        auto *group = find<QComboBox>(window, "sharingGroup");
        for (const int groups : {500, 200, 40}) {
            group->setCurrentIndex(groups == 500 ? 0 : groups == 200 ? 1 : 2);
            QCOMPARE(model->rowCount(), 10'000 + groups);
            const QModelIndex heading = model->index(0);
            QCOMPARE(heading.data(ui::SectionModel::CountRole).toInt(), 10'000 / groups);
            QVERIFY(model->index(10'000 / groups + 1).data(ui::SectionModel::IsHeadingRole).toBool());
        }
        find<QLineEdit>(window, "search")->setText(QStringLiteral("199"));
        QCOMPARE(model->items(), 60); // 50 by their source, 20 by their recipient, 10 by both
    }

    void two_hundred_sources_are_shown_in_parts_and_found()
    {
        FakeFacade facade(Preset::Empty);
        QList<Row> rows;
        for (int i = 0; i < 200; ++i)
            rows.append({{Qt::DisplayRole, QStringLiteral("Hospital %1. Not connected").arg(i)},
                         {role(wallet::SourceRole::Id), QStringLiteral("h%1").arg(i)},
                         {role(wallet::SourceRole::Name), QStringLiteral("Hospital %1").arg(i)},
                         {role(wallet::SourceRole::Status), QStringLiteral("not_connected")}});
        facade.sourceModel.reset(rows);
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        window.showPlace(QStringLiteral("sources"));
        const auto shown = [&window](const char *id) {
            const auto *card = find(window, id);
            return card && card->isVisibleTo(&window);
        };
        QTRY_VERIFY(shown("source-h0") && shown("source-h23"));
        QVERIFY(!shown("source-h24"));
        click(window, "sourcesMore");
        QTRY_VERIFY(shown("source-h47"));
        QVERIFY(!shown("source-h48"));
        find<QLineEdit>(window, "search")->setText(QStringLiteral("hospital 199"));
        QTRY_VERIFY(shown("source-h199"));
        QVERIFY(!shown("source-h0"));
        QVERIFY(!shown("sourcesMore"));
    }
};

} // namespace

QTEST_MAIN(TestSharing)
#include "tst_sharing.moc"
