// Typing the code of another device (profile 4.6), and what the prompt says of a request that began there.
#include "harness.h"

#include "requests/codefield.h"
#include "requests/requestsplace.h"
#include "shell/mainwindow.h"
#include "widgets/label.h"

#include <QAccessible>
#include <QComboBox>
#include <QScrollArea>

using namespace fpx;
using namespace fpx::test;

namespace {

/// Joined: a network with two profiles, and one with one.
struct Joined : FakeFacade {
    Joined()
    {
        accountList.all[1].profiles = {
            {EnrolmentId(QStringLiteral("e3")), {}, QStringLiteral("a-3"), {}, {}, false, true, 0}};
    }
};

/// The main window with the code page open.
struct CodeStage {
    Joined facade;
    ui::MainWindow window{{&facade, &facade.clock}};
    CodeStage()
    {
        window.show();
        window.activateWindow();
        window.showPlace(QStringLiteral("requests"));
        click(window, "requestsEnterCode");
    }
    [[nodiscard]] ui::CodeField *field() const { return find<ui::CodeField>(window, "codeField"); }
    [[nodiscard]] QAbstractButton *go() const { return find<QAbstractButton>(window, "codeContinue"); }
    [[nodiscard]] QString words(const char *name) const { return find<QLabel>(window, name)->text(); }
    void type(const char *keys) const { QTest::keyClicks(field(), QString::fromLatin1(keys)); }
};

} // namespace

class TestCodePage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::Look::install(); }

    void letters_become_a_code_as_they_are_typed_data()
    {
        QTest::addColumn<QString>("keys");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<bool>("complete");
        const auto row = [](const char *keys, const char *shown, bool complete) {
            QTest::addRow("%s", keys) << QString::fromLatin1(keys) << QString::fromLatin1(shown) << complete;
        };
        row("wdjb", "WDJB", false);
        row("wdjbm", "WDJB-M", false);
        row("wdjbmjht", "WDJB-MJHT", true);
        row("WDJB-MJHT", "WDJB-MJHT", true);
        row(" wd jb -- mj ht ", "WDJB-MJHT", true);
        row("wdjbmjhtxx", "WDJB-MJHT", true);
        row("wAdEjb0m!jht", "WDJB-MJHT", true);
    }
    void letters_become_a_code_as_they_are_typed()
    {
        QFETCH(QString, keys);
        QFETCH(bool, complete);
        const CodeStage stage;
        QTest::keyClicks(stage.field(), keys);
        QTEST(stage.field()->text(), "shown");
        QCOMPARE(stage.go()->isEnabled(), complete);
    }

    void a_letter_in_the_middle_keeps_the_cursor_behind_it()
    {
        const CodeStage stage;
        stage.type("wdjbmjh");
        stage.field()->setCursorPosition(2);
        stage.type("k");
        QCOMPARE(stage.field()->text(), QStringLiteral("WDKJ-BMJH"));
        QCOMPARE(stage.field()->cursorPosition(), 3);
    }

    void a_letter_that_codes_do_not_have_is_explained()
    {
        const CodeStage stage;
        const QString before = stage.words("codeHint");
        stage.type("wa");
        QCOMPARE(stage.field()->text(), QStringLiteral("W"));
        QVERIFY2(stage.words("codeHint").contains(QStringLiteral("“A”")), qPrintable(stage.words("codeHint")));
        stage.type("d");
        QCOMPARE(stage.words("codeHint"), before);
        stage.type("jbmjhtx");
        QCOMPARE(stage.words("codeHint"), QStringLiteral("A code has eight letters."));
    }

    void enter_reads_the_code_with_the_chosen_profile()
    {
        CodeStage stage;
        auto *network = find<QComboBox>(stage.window, "codeNetwork");
        const auto networks = stage.facade.accountList.networks();
        network->setCurrentIndex(network->findData(networks.at(0).id.value()));
        auto *profile = find<QComboBox>(stage.window, "codeProfile");
        QCOMPARE(profile->count(), networks.at(0).profiles.size());
        QCOMPARE(profile->currentData().toString(), networks.at(0).profiles.at(0).id.value());
        profile->setCurrentIndex(profile->count() - 1);
        stage.type("wdjbmjh");
        QTest::keyClick(stage.field(), Qt::Key_Return);
        QVERIFY(stage.facade.codes.reads.isEmpty()); // not complete
        stage.type("t");
        QTest::keyClick(stage.field(), Qt::Key_Return);
        QCOMPARE(stage.facade.codes.reads.size(), 1);
        QCOMPARE(stage.facade.codes.reads.at(0).typed, QStringLiteral("WDJB-MJHT"));
        QCOMPARE(stage.facade.codes.reads.at(0).profile, networks.at(0).profiles.last().id);
        QVERIFY(!stage.go()->isEnabled());
        QVERIFY(stage.field()->isReadOnly());
        QTest::keyClick(stage.field(), Qt::Key_Return);
        QCOMPARE(stage.facade.codes.reads.size(), 1);
    }

    void what_was_wrong_stays_until_the_code_is_changed()
    {
        CodeStage stage;
        stage.type("wdjbmjht");
        click(stage.window, "codeContinue");
        stage.facade.codes.refuse("wrong_code", QStringLiteral("The network does not know this code. Compare it."));
        auto *problem = find<QLabel>(stage.window, "codeProblem");
        QVERIFY(problem->isVisible());
        QCOMPARE(problem->text(), QStringLiteral("The network does not know this code. Compare it."));
        QCOMPARE(stage.field()->text(), QStringLiteral("WDJB-MJHT")); // to be mended, not typed again
        QVERIFY(stage.go()->isEnabled());
        QTest::keyClick(stage.field(), Qt::Key_Backspace);
        QVERIFY(!problem->isVisible());
    }

    void an_opened_request_leads_back_to_the_list()
    {
        CodeStage stage;
        stage.type("wdjbmjht");
        click(stage.window, "codeContinue");
        QSignalSpy shown(&stage.window, &ui::MainWindow::promptRequested);
        stage.facade.codes.open(RequestKey(QStringLiteral("request-1")));
        QCOMPARE(shown.size(), 1);
        QVERIFY(!stage.field()->isVisible());
        click(stage.window, "requestsEnterCode");
        QCOMPARE(stage.field()->text(), QString());
    }

    void there_is_a_way_back()
    {
        const CodeStage stage;
        QVERIFY(stage.field()->isVisible());
        click(stage.window, "codeBack");
        QVERIFY(!stage.field()->isVisible());
    }

    void a_link_chooses_the_network_and_brings_no_code()
    {
        Joined facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        const auto networks = facade.accountList.networks();
        facade.setPhase(wallet::Facade::Phase::Locked);
        window.enterCode(networks.at(1).id);
        QVERIFY(!find(window, "codePage") || !find(window, "codePage")->isVisible());
        facade.setPhase(wallet::Facade::Phase::Ready); // what came too early waits
        QVERIFY(find(window, "codePage")->isVisible());
        QCOMPARE(find<QComboBox>(window, "codeNetwork")->currentData().toString(), networks.at(1).id.value());
        QCOMPARE(find<QLineEdit>(window, "codeField")->text(), QString());
    }

    void without_a_network_it_says_what_to_do()
    {
        FakeFacade facade;
        for (wallet::NetworkAccounts &network : facade.accountList.all)
            network.profiles.clear();
        ui::MainWindow window({&facade, &facade.clock});
        window.show();
        window.enterCode({});
        QVERIFY(find(window, "codeNothingJoined")->isVisible());
        QVERIFY(!find(window, "codeField")->isVisible());
    }

    void everything_has_a_name_and_nothing_is_clipped()
    {
        CodeStage stage;
        stage.window.resize(720, 520);
        for (const char *name : {"codeField", "codeNetwork", "codeProfile", "codeContinue", "codeBack"}) {
            auto *widget = find(stage.window, name);
            QVERIFY2(widget, name);
            QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(), name);
            QVERIFY2(widget->width() >= widget->minimumSizeHint().width(), name);
        }
        auto *area = find<QScrollArea>(stage.window, "codeScroll");
        QVERIFY(area->widget()->minimumSizeHint().width() <= area->viewport()->width());
    }

    void the_prompt_says_why_it_asks()
    {
        PromptStage stage([](consent::PromptContent &content) { content.anotherDevice = true; });
        QCOMPARE(find<QLabel>(stage.window, "promptWhy")->text(),
                 QStringLiteral("You are always asked when a request began on another device."));
    }

    void the_prompt_says_where_the_answer_is()
    {
        PromptStage stage([](consent::PromptContent &content) {
            content.anotherDevice = true;
            content.warnings = {
                {consent::WarningKind::OtherDevice, QStringLiteral("Someone else may have sent this.")}};
        });
        stage.prompt->move(consent::Prompt::Stage::Sending);
        const auto shows = [&stage](const QString &text) {
            const auto labels = stage.window.findChildren<QLabel *>();
            return std::ranges::any_of(
                labels, [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
        };
        QVERIFY(shows(QStringLiteral("Delivering your answer…")));
        stage.prompt->setError({"answer_not_taken", QStringLiteral("Not yet."), {}, Retry::Later});
        QVERIFY(shows(QStringLiteral("Not delivered yet")));
        QVERIFY(!shows(QStringLiteral("Delivered to the other device")));
        stage.prompt->setError({});
        stage.prompt->move(consent::Prompt::Stage::Allowed);
        QVERIFY(shows(QStringLiteral("Delivered to the other device")));
        QVERIFY(!shows(QStringLiteral("browser")));
    }

    void a_decline_says_that_the_other_device_is_told()
    {
        PromptStage stage([](consent::PromptContent &content) { content.anotherDevice = true; });
        stage.prompt->move(consent::Prompt::Stage::Declined);
        const auto labels = stage.window.findChildren<QLabel *>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel *label) {
            return label->text() == QStringLiteral("Nothing was shared. The other device is told.");
        }));
    }
};

QTEST_MAIN(TestCodePage)
#include "tst_codepage.moc"
