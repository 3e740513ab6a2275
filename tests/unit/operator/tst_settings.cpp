// The table of settings, its layers and its locks; texts in languages.
#include "profiletest.h"

using namespace profiletest;

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFallbackIsAllowed()
    {
        QStringList names;
        for (const SettingInfo &info : settingTable()) {
            QCOMPARE(code(checkSetting(QLatin1String(info.name), info.fallback)), QByteArray("accepted"));
            QVERIFY(!names.contains(QLatin1String(info.name)));
            names.append(QLatin1String(info.name));
            // What a fixed lock pins must not be something that can be tightened.
            QVERIFY(info.lock != Lock::Fixed || info.stricter == Stricter::None);
        }
    }
    void setting_refused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QByteArray>("refusal");
        const auto row = [](const char *title, const char *name, const QJsonValue &value, const char *refusal) {
            QTest::newRow(title) << text(name) << value << QByteArray(refusal);
        };
        row("unknown", "no_such", true, "setting_unknown");
        row("boolean as string", setting::autoLock, text("true"), "setting_wrong_type");
        row("boolean as number", setting::autoLock, 1, "setting_wrong_type");
        row("integer as string", setting::sessionMax, text("3600"), "setting_wrong_type");
        row("integer with fraction", setting::sessionMax, 3600.5, "setting_wrong_type");
        row("integer null", setting::sessionMax, QJsonValue(), "setting_wrong_type");
        row("below the range", setting::sessionMax, 299, "setting_out_of_range");
        row("above the range", setting::sessionMax, 30 * 24 * 3600 + 1, "setting_out_of_range");
        row("choice unknown", setting::appearance, text("pink"), "setting_out_of_range");
        row("choice of wrong type", setting::appearance, 1, "setting_wrong_type");
        row("language malformed", setting::language, text("en_US"), "setting_out_of_range");
        row("language of wrong type", setting::language, QJsonArray(), "setting_wrong_type");
    }
    void setting_refused()
    {
        QFETCH(QString, name);
        QFETCH(QJsonValue, value);
        QFETCH(QByteArray, refusal);
        QCOMPARE(code(checkSetting(name, value)), refusal);
        Settings settings;
        QCOMPARE(code(settings.set(name, value)), refusal);
        QVERIFY(settings.chosen().isEmpty());
    }
    void layers()
    {
        Settings settings({{text("session_max"), 3600}}, {}, {});
        QCOMPARE(settings.integer(setting::sessionMax), 3600);
        QCOMPARE(settings.integer(setting::autoLockMinutes), 15);
        QCOMPARE(settings.text(setting::appearance), text("system"));
        QVERIFY(settings.set(text("session_max"), 7200));
        QCOMPARE(settings.integer(setting::sessionMax), 7200);
        settings.reset(text("session_max"));
        QCOMPARE(settings.integer(setting::sessionMax), 3600);
    }
    void lock_lets_people_be_stricter()
    {
        Settings settings({{text("session_max"), 3600}, {text("auto_lock"), true}},
                          {text("session_max"), text("auto_lock")}, {});
        QVERIFY(settings.isLocked(text("session_max")));
        QCOMPARE(code(settings.set(text("session_max"), 3601)), QByteArray("setting_locked"));
        QCOMPARE(code(settings.set(text("session_max"), 600)), QByteArray("accepted"));
        QCOMPARE(code(settings.set(text("auto_lock"), false)), QByteArray("setting_locked"));
        Settings loose({{text("auto_lock"), false}}, {text("auto_lock")}, {});
        QCOMPARE(code(loose.set(text("auto_lock"), true)), QByteArray("accepted"));
    }
    void fixed_lock()
    {
        Settings settings({{text("close_to_tray"), true}}, {text("close_to_tray")}, {});
        QCOMPARE(code(settings.set(text("close_to_tray"), false)), QByteArray("setting_locked"));
        QCOMPARE(code(settings.set(text("close_to_tray"), true)), QByteArray("accepted"));
    }
    void lock_without_default_pins_the_fallback()
    {
        Settings settings({}, {text("start_at_login")}, {});
        QCOMPARE(code(settings.set(text("start_at_login"), true)), QByteArray("setting_locked"));
    }
    void lock_on_what_cannot_be_locked_has_no_effect()
    {
        Settings settings({}, {text("open_requests_directly")}, {});
        QVERIFY(!settings.isLocked(text("open_requests_directly")));
        QCOMPARE(code(settings.set(text("open_requests_directly"), true)), QByteArray("accepted"));
    }
    void stored_choices_that_no_longer_hold_are_left_out()
    {
        const QJsonObject stored{{text("session_max"), 7200},
                                 {text("appearance"), text("dark")},
                                 {text("gone"), 1},
                                 {text("auto_lock"), text("yes")}};
        const Settings settings({{text("session_max"), 3600}}, {text("session_max")}, stored);
        QCOMPARE(settings.integer(setting::sessionMax), 3600);
        QCOMPARE(settings.chosen(), (QJsonObject{{text("appearance"), text("dark")}}));
    }

    void textsByLanguage()
    {
        const auto name = LocalizedText::parse(json("{'en':'E','fr':'F','fr-CA':'FC','zh-Hant-TW':'Z','de':'D'}"));
        QCOMPARE(name->text({text("fr-CA")}), text("FC"));
        QCOMPARE(name->text({text("fr-BE")}), text("F"));
        QCOMPARE(name->text({text("fr_BE")}), text("F"));
        QCOMPARE(name->text({text("FR")}), text("F"));
        QCOMPARE(name->text({text("ar"), text("de-AT")}), text("D"));
        QCOMPARE(name->text({text("zh-Hant-TW-x-a")}), text("Z"));
        QCOMPARE(name->text({text("ar")}), text("E"));
        QCOMPARE(name->text({}), text("E"));
        QCOMPARE(LocalizedText::parse(json("{'fr':'F','de':'D'}"))->text({text("ar")}), text("D"));
        QCOMPARE(LocalizedText::parse(json("'plain'"))->text({text("ar")}), text("plain"));
        QCOMPARE(LocalizedText().text({text("en")}), QString());
    }
    void text_refused()
    {
        for (const QJsonValue &wrong : {QJsonValue(), QJsonValue(1), QJsonValue(text(" ")), json("{}"), json("['x']"),
                                        json("{'':'x'}"), json("{'en':''}"), json("{'en':'a','EN':'b'}"),
                                        QJsonValue(QStringLiteral("a\u2066b")), QJsonValue(QStringLiteral("a\u200bb"))})
            QCOMPARE(code(LocalizedText::parse(wrong)), QByteArray("localized_text_refused"));
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
