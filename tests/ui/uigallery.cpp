// Opens every place, prompt and first-run step and saves pictures of them, to be looked at by people:
//     QT_QPA_PLATFORM=offscreen fpx-ui-gallery [directory] [only]
#include "fakefacade.h"

#include "onboarding/firstrun.h"
#include "permissions/permissionpage.h"
#include "policies/formrow.h"
#include "requests/promptwindow.h"
#include "requests/requestsplace.h"
#include "shell/language.h"
#include "shell/mainwindow.h"
#include "style/look.h"
#include "widgets/confirmdialog.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QTest>

using namespace fpx;
using namespace fpx::test;

namespace {

struct Gallery {
    QString directory;
    QString only;
    ui::Scheme scheme = ui::Scheme::Light;
    QString suffix;
    QSize size;

    void save(QWidget &window, const QString &name) const
    {
        const QString file = QStringLiteral("%1-%2").arg(name, suffix);
        if (!only.isEmpty() && !file.contains(only))
            return;
        QTest::qWait(30);
        window.grab().save(QStringLiteral("%1/%2.png").arg(directory, file));
    }
};

void press(QWidget &window, const char *name)
{
    if (auto *button = window.findChild<QAbstractButton *>(QString::fromLatin1(name)))
        button->click();
    QTest::qWait(10);
}

void openRow(QWidget &window, const char *list, int row)
{
    auto *view = window.findChild<QListView *>(QString::fromLatin1(list));
    if (view) {
        view->setCurrentIndex(view->model()->index(row, 0));
        QTest::keyClick(view, Qt::Key_Return);
    }
}

void places(const Gallery &gallery, Preset preset, const QString &kind)
{
    FakeFacade facade(preset);
    if (preset != Preset::Empty) {
        facade.addPrompt();
        facade.addPrompt(
            [](consent::PromptContent &content) { content.clientName = QStringLiteral("Great Lakes Diabetes Study"); });
    }
    ui::MainWindow window({&facade, &facade.clock});
    window.resize(gallery.size);
    window.show();
    for (const char *place : {"requests", "sharing", "sources", "rules", "history", "settings"}) {
        window.showPlace(QString::fromLatin1(place));
        gallery.save(window, QStringLiteral("place-%1-%2").arg(QString::fromLatin1(place), kind));
    }
    if (preset != Preset::Typical)
        return;
    facade.accountList.all[1].profiles = {facade.accountList.all[0].profiles[1]};
    window.enterCode({});
    gallery.save(window, QStringLiteral("code"));
    if (auto *field = window.findChild<QLineEdit *>(QStringLiteral("codeField")))
        QTest::keyClicks(field, QStringLiteral("wdjbmjht"));
    press(window, "codeContinue");
    gallery.save(window, QStringLiteral("code-reading"));
    facade.codes.refuse("wrong_code", QStringLiteral("The network does not know this code. Compare it with the other "
                                                     "device, or choose the network that it names."));
    gallery.save(window, QStringLiteral("code-wrong"));
    press(window, "codeBack");
    window.showPlace(QStringLiteral("sharing"));
    facade.sharingPart.standing = {
        {PermissionId(QStringLiteral("unknown")), QStringLiteral("added"),
         QStringLiteral(
             "Ontario Health lists a permission for “tracker” that you never gave. Tell the wallet's operator."),
         facade.clock.now(), false}};
    Q_EMIT facade.sharingPart.alertsChanged();
    gallery.save(window, QStringLiteral("sharing-alert"));
    facade.sharingPart.standing.clear();
    Q_EMIT facade.sharingPart.alertsChanged();
    openRow(window, "permissionList", 1);
    gallery.save(window, QStringLiteral("permission"));
    press(window, "permissionChange");
    if (auto *dialog = window.findChild<QDialog *>(QStringLiteral("change"))) {
        gallery.save(*dialog, QStringLiteral("permission-change"));
        dialog->reject();
    }
    press(window, "permissionRevoke");
    if (auto *dialog = window.findChild<QDialog *>(QStringLiteral("revoke"))) {
        gallery.save(*dialog, QStringLiteral("revoke"));
        dialog->reject();
    }
    window.showPlace(QStringLiteral("rules"));
    press(window, "ruleEdit-never");
    QTest::qWait(320);
    gallery.save(window, QStringLiteral("rule-editor"));
    for (ui::FormRow *row : window.findChildren<ui::FormRow *>())
        row->setOpen(true);
    window.resize(gallery.size.width(), 2400);
    gallery.save(window, QStringLiteral("rule-editor-open"));
    for (ui::FormRow *row : window.findChildren<ui::FormRow *>())
        row->setOpen(false);
    window.resize(gallery.size);
    press(window, "ruleWhatIfShow");
    gallery.save(window, QStringLiteral("rule-whatif"));
    press(window, "sheetClose");
    press(window, "ruleCancel");
    press(window, "ruleRemove-never");
    gallery.save(window, QStringLiteral("rule-removed"));
    window.showPlace(QStringLiteral("sources"));
    press(window, "sourceDisconnect-city-hospital");
    if (auto *dialog = window.findChild<QDialog *>(QStringLiteral("disconnect"))) {
        gallery.save(*dialog, QStringLiteral("disconnect"));
        dialog->reject();
    }
    press(window, "sourceConnect-northlab");
    gallery.save(window, QStringLiteral("source-connecting"));
    facade.step->failWith(Error{"source_unreachable", QStringLiteral("Northlab did not answer. Nothing was changed."),
                                QStringLiteral("time-out after 30 s"), Retry::Later});
    gallery.save(window, QStringLiteral("source-failed"));
    press(window, "browserBack");
    window.showPlace(QStringLiteral("history"));
    openRow(window, "historyList", 1);
    gallery.save(window, QStringLiteral("history-details"));
    press(window, "sheetClose");
    window.showShortcuts();
    gallery.save(window, QStringLiteral("shortcuts"));
    press(window, "sheetClose");
    facade.proxyPart.ask(QStringLiteral("proxy.hospital.example:3128"), QStringLiteral("a.benali"));
    QTest::qWait(30);
    if (auto *dialog = window.findChild<QDialog *>(QStringLiteral("proxyDialog"))) {
        gallery.save(*dialog, QStringLiteral("proxy"));
        dialog->reject();
    }
    window.showPlace(QStringLiteral("settings"));
    QTest::qWait(30);
    auto *answer = window.findChild<QWidget *>(QStringLiteral("proxyAnswer"));
    for (QWidget *above = answer; above != nullptr; above = above->parentWidget()) {
        if (auto *area = qobject_cast<QScrollArea *>(above))
            area->ensureWidgetVisible(answer);
    }
    gallery.save(window, QStringLiteral("settings-proxy"));
    facade.proxyPart.ask({});
    Q_EMIT facade.notice(Error{
        "as_unreachable", QStringLiteral("Ontario Health did not answer. The revocation is kept and sent again."), {}});
    gallery.save(window, QStringLiteral("notice"));
    facade.lock();
    gallery.save(window, QStringLiteral("locked"));
    facade.setPhase(wallet::Facade::Phase::SignedOut);
    gallery.save(window, QStringLiteral("signed-out"));
    facade.problemError =
        Error{"keychain_locked",
              QStringLiteral("The keychain of this computer is locked. Nothing was lost; unlock it and try again."),
              {}};
    facade.setPhase(wallet::Facade::Phase::Problem);
    gallery.save(window, QStringLiteral("problem"));
    facade.setPhase(wallet::Facade::Phase::Starting);
    gallery.save(window, QStringLiteral("starting"));
}

void firstRun(const Gallery &gallery)
{
    FakeFacade facade(Preset::Empty);
    facade.setPhase(wallet::Facade::Phase::FirstRun);
    ui::MainWindow window({&facade, &facade.clock});
    window.resize(gallery.size);
    window.show();
    gallery.save(window, QStringLiteral("first-1-welcome"));
    press(window, "firstRunStart");
    gallery.save(window, QStringLiteral("first-2-choose"));
    press(window, "provider-careid-ontario");
    gallery.save(window, QStringLiteral("first-3-waiting"));
    facade.step->answer({{QStringLiteral("Name"), QStringLiteral("Aïcha Benali")},
                         {QStringLiteral("Date of birth"), QStringLiteral("3 May 1984")},
                         {QStringLiteral("Account"), QStringLiteral("a•••i@mail.example")},
                         {QStringLiteral("Confirmed by"), QStringLiteral("CareID Ontario, identity level 2")}});
    gallery.save(window, QStringLiteral("first-3-is-this-you"));
    facade.step->answer(
        {{QStringLiteral("Until now"), QStringLiteral("Aïcha Benali, a•••i@mail.example")},
         {QStringLiteral("Now"), QStringLiteral("Aïcha Benali, aicha.benali@carriers.example")},
         {QStringLiteral("Signed in with"), QStringLiteral("CareID Ontario")}},
        QStringLiteral("CareID Ontario has answered with another account than the one that this wallet knows. It may "
                       "have moved its accounts; somebody else may have signed in as well. Say yes only if both "
                       "accounts are yours."));
    gallery.save(window, QStringLiteral("first-3-another-account"));
    press(window, "confirmYes");
    gallery.save(window, QStringLiteral("first-4-in"));
}

void prompts(const Gallery &gallery)
{
    const auto show = [&](const QString &name, const std::function<void(consent::PromptContent &)> &change = {},
                          consent::Prompt::Stage stage = consent::Prompt::Stage::Question,
                          const std::function<void(ui::PromptWindow &, FakePrompt &)> &then = {}) {
        FakeFacade facade;
        FakePrompt *prompt = facade.addPrompt(change, stage);
        prompt->profileOffers = {{EnrolmentId(QStringLiteral("e1")), QStringLiteral("Aïcha, private")},
                                 {EnrolmentId(QStringLiteral("e2")), QStringLiteral("Aïcha, work")}};
        if (name == QLatin1String("queue")) {
            facade.addPrompt();
            facade.addPrompt();
        }
        ui::PromptWindow window({&facade, &facade.clock});
        if (gallery.size.width() < 800)
            window.resize(500, 480);
        window.showWaiting();
        QTest::qWait(560);
        if (then)
            then(window, *prompt);
        gallery.save(window, QStringLiteral("prompt-%1").arg(name));
    };
    using Stage = consent::Prompt::Stage;
    show(QStringLiteral("question"));
    show(QStringLiteral("queue"));
    show(QStringLiteral("overfull"), [](consent::PromptContent &c) {
        c.clientName = QStringLiteral("Northern and Southern Regional Public Health Authorities for Immunization");
        c.verifiedBy.clear();
        consent::ResourceOffer second = c.resources.first();
        second.requestId = QStringLiteral("r2");
        second.required = false;
        second.displayName = QStringLiteral("Mental health records");
        second.scopes.first().sensitivity = consent::Sensitivity::High;
        c.resources.append(second);
        consent::ResourceOffer third = c.resources.first();
        third.requestId = QStringLiteral("r3");
        third.displayName = QStringLiteral("Dental X-rays");
        third.sources.clear();
        c.resources.append(third);
        c.duration.untilRevoked = true;
        c.warnings = {
            {consent::WarningKind::NotVerified, QStringLiteral("Nobody has verified who is behind this request.")},
            {consent::WarningKind::SensitiveScope, QStringLiteral("Mental health records are especially sensitive.")},
            {consent::WarningKind::AsksForMore, QStringLiteral("This is more than they asked for last time.")}};
    });
    show(QStringLiteral("remember"), {}, Stage::Question,
         [](ui::PromptWindow &w, FakePrompt &) { press(w, "promptRemember"); });
    show(QStringLiteral("choose"), {}, Stage::ChooseProfile);
    show(QStringLiteral("signing-in"), {}, Stage::SigningIn);
    show(QStringLiteral("loading"), {}, Stage::Loading);
    show(QStringLiteral("sending"), {}, Stage::Question,
         [](ui::PromptWindow &, FakePrompt &p) { p.move(Stage::Sending); });
    show(QStringLiteral("for-browser"), {}, Stage::Question,
         [](ui::PromptWindow &, FakePrompt &p) { p.move(Stage::ForBrowser); });
    show(QStringLiteral("allowed"), {}, Stage::Question,
         [](ui::PromptWindow &, FakePrompt &p) { p.move(Stage::Allowed); });
    show(QStringLiteral("declined"), {}, Stage::Question, [](ui::PromptWindow &, FakePrompt &p) { p.decline(); });
    show(QStringLiteral("expired"), {}, Stage::Question,
         [](ui::PromptWindow &, FakePrompt &p) { p.move(Stage::Expired); });
    show(QStringLiteral("failed"), {}, Stage::Question, [](ui::PromptWindow &, FakePrompt &p) {
        p.setError(Error{
            "ticket_bound", QStringLiteral("Another wallet has already opened this request. Nothing was shared."), {}});
        p.move(Stage::Failed);
    });
    show(QStringLiteral("problem"), {}, Stage::Question, [](ui::PromptWindow &, FakePrompt &p) {
        p.setError(Error{"source_unreachable",
                         QStringLiteral("City Hospital did not answer. Nothing was shared."),
                         {},
                         Retry::Later});
    });
    show(QStringLiteral("preview"), {}, Stage::Question,
         [](ui::PromptWindow &w, FakePrompt &) { press(w, "promptPreview"); });
    show(QStringLiteral("details"), {}, Stage::Question,
         [](ui::PromptWindow &w, FakePrompt &) { press(w, "promptDetails"); });
    show(QStringLiteral("connect"), {}, Stage::Question, [](ui::PromptWindow &w, FakePrompt &) {
        if (auto *box = w.findChild<QWidget *>(QStringLiteral("source-r1"))) {
            box->setFocus();
            QMetaObject::invokeMethod(box, "activated", Q_ARG(int, 1));
        }
    });
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const QStringList arguments = QApplication::arguments();
    Gallery gallery;
    gallery.directory = arguments.value(1, QStringLiteral("gallery"));
    gallery.only = arguments.value(2);
    QDir().mkpath(gallery.directory);
    ui::Language language;
    language.apply(QStringLiteral("en-CA"));
    if (arguments.contains(QStringLiteral("--rtl")))
        QApplication::setLayoutDirection(Qt::RightToLeft);
    if (arguments.contains(QStringLiteral("--large"))) {
        QFont font = QApplication::font();
        font.setPixelSize(26);
        QApplication::setFont(font);
    }
    ui::Look *look = ui::Look::install();
    const QList<QPair<ui::Scheme, QString>> schemes{{ui::Scheme::Light, QStringLiteral("light")},
                                                    {ui::Scheme::Dark, QStringLiteral("dark")}};
    for (const auto &[scheme, name] : schemes) {
        for (const QSize &size : {QSize(720, 520), QSize(1280, 800)}) {
            gallery.suffix = QStringLiteral("%1-%2").arg(name).arg(size.width());
            gallery.size = size;
            look->setScheme(scheme, {});
            places(gallery, Preset::Typical, QStringLiteral("typical"));
            places(gallery, Preset::Empty, QStringLiteral("empty"));
            places(gallery, Preset::Overfull, QStringLiteral("overfull"));
            firstRun(gallery);
            prompts(gallery);
        }
    }
    return 0;
}
