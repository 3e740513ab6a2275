// Start at log-in: an entry in the person's own autostart folder, as the setting says, and nothing of anybody else's.
#include "fakefacade.h"

#include <fpx/ui/autostart.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace fpx;
using namespace fpx::test;

class TestAutostart : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;

    [[nodiscard]] QString folder() const { return m_home.filePath(QStringLiteral("autostart")); }
    [[nodiscard]] QString path() const { return folder() + QStringLiteral("/org.fpx.Wallet.desktop"); }
    [[nodiscard]] QByteArray entry() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static QStringList command() { return {QStringLiteral("/opt/a wallet/fpx-wallet"), QStringLiteral("--minimized")}; }
    static void set(FakeFacade &facade, bool on)
    {
        facade.settings[QStringLiteral("start_at_login")] = on;
        Q_EMIT facade.settingsChanged();
    }

private Q_SLOTS:
    void init() { QFile::remove(path()); }

    void the_switch_writes_and_removes_the_entry()
    {
        FakeFacade facade;
        const ui::Autostart autostart(facade, folder(), command());
        QVERIFY(entry().isEmpty());
        set(facade, true);
        QVERIFY2(entry().contains("\nExec=\"/opt/a wallet/fpx-wallet\" \"--minimized\"\n"), entry().constData());
        QVERIFY(entry().startsWith("[Desktop Entry]\nType=Application\nName="));
        set(facade, false);
        QVERIFY(!QFile::exists(path()));
    }
    void nothing_is_done_before_the_setting_is_known()
    {
        FakeFacade facade;
        {
            const ui::Autostart autostart(facade, folder(), command());
            set(facade, true);
        }
        facade.settings.remove(QStringLiteral("start_at_login"));
        const ui::Autostart autostart(facade, folder(), command());
        QVERIFY(!entry().isEmpty());
        facade.settings[QStringLiteral("start_at_login")] = false;
        facade.setPhase(wallet::Facade::Phase::Ready);
        QVERIFY(entry().isEmpty());
    }
    void a_program_that_has_moved_is_entered_anew()
    {
        FakeFacade facade;
        facade.settings[QStringLiteral("start_at_login")] = true;
        const ui::Autostart before(facade, folder(), command());
        const ui::Autostart after(facade, folder(), {QStringLiteral("/usr/bin/fpx-wallet")});
        QVERIFY(entry().contains("\nExec=\"/usr/bin/fpx-wallet\"\n"));
    }
    void signs_in_the_command_stay_what_they_are()
    {
        FakeFacade facade;
        facade.settings[QStringLiteral("start_at_login")] = true;
        const ui::Autostart autostart(facade, folder(), {QStringLiteral("/a\"b$c`d\\e%f")});
        QVERIFY2(entry().contains("\nExec=\"/a\\\\\"b\\\\$c\\\\`d\\\\\\\\e%%f\"\n"), entry().constData());
    }
    void an_entry_of_the_persons_own_is_left_alone()
    {
        QVERIFY(QDir().mkpath(folder()));
        QFile own(path());
        QVERIFY(own.open(QIODevice::WriteOnly));
        own.write("[Desktop Entry]\nHidden=true\n");
        own.close();
        FakeFacade facade;
        const ui::Autostart autostart(facade, folder(), command());
        set(facade, true);
        set(facade, false);
        QCOMPARE(entry(), QByteArray("[Desktop Entry]\nHidden=true\n"));
    }
};

QTEST_MAIN(TestAutostart)
#include "tst_autostart.moc"
