// Every place at its smallest size: nothing is clipped, and everything that takes the keyboard has a name.
#include "harness.h"
#include "layoutchecks.h"
#include "rulestage.h"

#include "policies/formrow.h"
#include "shell/mainwindow.h"
#include "style/look.h"

#include <QListView>

#include <memory>

using namespace fpx;
using namespace fpx::test;

class TestLayout : public QObject
{
    Q_OBJECT

    static const QStringList &places()
    {
        static const QStringList all{QStringLiteral("requests"), QStringLiteral("sharing"), QStringLiteral("sources"),
                                     QStringLiteral("rules"),    QStringLiteral("history"), QStringLiteral("settings")};
        return all;
    }

    static void setText(int pixels)
    {
        QFont font = QApplication::font();
        font.setPixelSize(pixels);
        QApplication::setFont(font);
    }
    static void sizesAndDirections()
    {
        QTest::addColumn<int>("pixels");
        QTest::addColumn<Qt::LayoutDirection>("direction");
        for (const int pixels : {13, 26}) {
            QTest::addRow("%d_ltr", pixels) << pixels << Qt::LeftToRight;
            QTest::addRow("%d_rtl", pixels) << pixels << Qt::RightToLeft;
        }
    }

    static void showIn(ui::MainWindow &window, FakeFacade &facade, const QString &what)
    {
        if (what == QLatin1String("networks")) {
            click(window, "firstRunStart");
            click(window, "provider-careid-ontario");
            facade.step->answer({{QStringLiteral("Name"), QStringLiteral("Aïcha Benali")}});
            click(window, "confirmYes");
            return;
        }
        if (what == QLatin1String("first_run"))
            return;
        const bool sharing = QStringList{QStringLiteral("choosing"), QStringLiteral("permission")}.contains(what);
        window.showPlace(sharing                          ? QStringLiteral("sharing")
                         : what == QLatin1String("sheet") ? QStringLiteral("history")
                                                          : what);
        if (what == QLatin1String("choosing"))
            click(window, "sharingChoose");
        if (what == QLatin1String("permission") || what == QLatin1String("sheet")) {
            auto *list = find<QListView>(window, sharing ? "permissionList" : "historyList");
            list->setCurrentIndex(list->model()->index(1, 0));
            QTest::keyClick(list, Qt::Key_Return);
        }
    }

private Q_SLOTS:
    void initTestCase() { ui::Look::install(); }
    void cleanup()
    {
        setText(static_cast<int>(ui::Type::Body));
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }

    void only_the_visible_place_is_built()
    {
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        QVERIFY(find(window, "requestsPlace"));
        QVERIFY(!find(window, "sharingPlace"));
        QVERIFY(!find(window, "settingsPlace"));
        window.showPlace(QStringLiteral("settings"));
        QVERIFY(find(window, "settingsPlace"));
    }
    void places_clip_at_720_by_520_data()
    {
        QTest::addColumn<QString>("place");
        QTest::addColumn<int>("preset");
        for (const QString &place : places()) {
            QTest::addRow("%s, empty", qPrintable(place)) << place << static_cast<int>(Preset::Empty);
            QTest::addRow("%s, typical", qPrintable(place)) << place << static_cast<int>(Preset::Typical);
            QTest::addRow("%s, overfull", qPrintable(place)) << place << static_cast<int>(Preset::Overfull);
        }
    }
    void places_clip_at_720_by_520()
    {
        QFETCH(QString, place);
        QFETCH(int, preset);
        FakeFacade facade(static_cast<Preset>(preset));
        ui::MainWindow window({&facade, &facade.clock});
        window.resize(720, 520);
        window.show();
        window.showPlace(place);
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QCOMPARE(window.size(), QSize(720, 520));
        QCOMPARE(clipped(window).join(QLatin1Char('\n')), QString());
        QCOMPARE(nameless(window).join(QLatin1Char('\n')), QString());
    }
    void the_rule_editor_shows_all_of_its_choices_data()
    {
        QTest::addColumn<int>("pixels");
        QTest::addColumn<Qt::LayoutDirection>("direction");
        QTest::newRow("ltr") << 13 << Qt::LeftToRight;
        QTest::newRow("rtl") << 13 << Qt::RightToLeft;
    }
    void the_rule_editor_shows_all_of_its_choices()
    {
        QFETCH(int, pixels);
        QFETCH(Qt::LayoutDirection, direction);
        setText(pixels);
        QApplication::setLayoutDirection(direction);
        RuleStage stage;
        stage.press("ruleNew");
        for (ui::FormRow *row : stage.place.findChildren<ui::FormRow *>())
            row->setOpen(true);
        QStringList found;
        for (const int width : {700, 760, 820, 900, 1000}) { // the texts wrap elsewhere in each
            stage.place.resize(width, 700);
            QTest::qWait(20);
            for (const QString &line : clipped(stage.place))
                found.append(QStringLiteral("%1: %2").arg(width).arg(line));
        }
        QCOMPARE(found.join(QLatin1Char('\n')), QString());
    }
    void the_prompt_fits_at_each_size_and_direction_data() { sizesAndDirections(); }
    void the_prompt_fits_at_each_size_and_direction()
    {
        QFETCH(int, pixels);
        QFETCH(Qt::LayoutDirection, direction);
        setText(pixels);
        QApplication::setLayoutDirection(direction);
        const PromptStage stage;
        QVERIFY(QTest::qWaitForWindowExposed(const_cast<ui::PromptWindow *>(&stage.window)));
        QCOMPARE(clipped(stage.window).join(QLatin1Char('\n')), QString());
    }
    void sharing_fits_at_each_size_and_direction_data() { sizesAndDirections(); }
    void sharing_fits_at_each_size_and_direction()
    {
        QFETCH(int, pixels);
        QFETCH(Qt::LayoutDirection, direction);
        setText(pixels);
        QApplication::setLayoutDirection(direction);
        FakeFacade facade;
        ui::MainWindow window({&facade, &facade.clock});
        window.resize(1280, 800);
        window.show();
        window.showPlace(QStringLiteral("sharing"));
        click(window, "sharingChoose");
        QTest::qWait(20);
        QCOMPARE(clipped(window).join(QLatin1Char('\n')), QString());
    }
    void from_right_to_left_all_is_mirrored_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"prompt", "rule_editor", "sharing", "choosing", "permission", "sources", "settings",
                                 "history", "sheet", "first_run", "networks"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void from_right_to_left_all_is_mirrored()
    {
        QFETCH(QString, what);
        QList<std::pair<QString, QRect>> places[2];
        int width = 0;
        for (const auto direction : {Qt::LeftToRight, Qt::RightToLeft}) {
            QApplication::setLayoutDirection(direction);
            std::unique_ptr<FakeFacade> facade;
            std::unique_ptr<QWidget> owned;
            std::unique_ptr<RuleStage> stage;
            std::unique_ptr<PromptStage> prompt;
            const QWidget *shown = nullptr;
            if (what == QLatin1String("prompt")) {
                prompt = std::make_unique<PromptStage>();
                prompt->facade.addPrompt(); // the queue shows
                shown = &prompt->window;
            } else if (what == QLatin1String("rule_editor")) {
                stage = std::make_unique<RuleStage>();
                stage->press("ruleNew");
                for (ui::FormRow *row : stage->place.findChildren<ui::FormRow *>())
                    row->setOpen(true);
                shown = &stage->place;
            } else {
                const bool first = what == QLatin1String("first_run") || what == QLatin1String("networks");
                facade = std::make_unique<FakeFacade>(first ? Preset::Empty : Preset::Typical);
                if (first)
                    facade->setPhase(wallet::Facade::Phase::FirstRun);
                auto window = std::make_unique<ui::MainWindow>(ui::Context{facade.get(), &facade->clock});
                window->resize(1000, 700);
                window->show();
                showIn(*window, *facade, what);
                shown = window.get();
                owned = std::move(window);
            }
            QTest::qWait(400); // what slides in has arrived
            places[direction == Qt::RightToLeft ? 1 : 0] = placesIn(*shown);
            width = shown->width();
        }
        QCOMPARE(notMirrored(places[0], places[1], width).join(QLatin1Char('\n')), QString());
    }
    void prompts_have_names_and_fit()
    {
        PromptStage stage;
        stage.window.resize(500, 440);
        stage.prompt->setError(
            Error{"source_unreachable", QStringLiteral("City Hospital did not answer. Nothing was shared."), {}});
        QVERIFY(QTest::qWaitForWindowExposed(&stage.window));
        QCOMPARE(nameless(stage.window).join(QLatin1Char('\n')), QString());
        QCOMPARE(clipped(stage.window).join(QLatin1Char('\n')), QString());
    }
};

QTEST_MAIN(TestLayout)
#include "tst_layout.moc"
