#include <fpx/base/json.h>

#include <QTest>

using namespace fpx;

class TestJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsWhatRfc8259Accepts_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray("{}");
        QTest::newRow("nested") << QByteArray(R"( {"a":[1,-2.5e+3,true,null,{"b":"\u00e9\n"}], "c":{}} )");
        QTest::newRow("surrogates") << QByteArray(R"({"a":"\ud83d\ude00"})");
    }
    void acceptsWhatRfc8259Accepts()
    {
        QFETCH(QByteArray, text);
        QVERIFY(parseJsonObject(text).has_value());
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char *name, const QByteArray &text, const char *code) {
            QTest::newRow(name) << text << QByteArray(code);
        };
        row("duplicate", R"({"a":1,"a":2})", "json_duplicate_member");
        row("duplicate by escape", R"({"a":1,"\u0061":2})", "json_duplicate_member");
        row("duplicate inside", R"({"x":[{"a":1,"a":2}]})", "json_duplicate_member");
        row("depth", QByteArray("{\"a\":") + QByteArray(40, '[') + QByteArray(40, ']') + '}', "json_too_deep");
        row("long string", QByteArray("{\"a\":\"") + QByteArray(70'000, 'x') + "\"}", "json_string_too_long");
        row("too large", QByteArray("{\"a\":\"") + QByteArray(2'000'000, ' ') + "\"}", "json_too_large");
        row("trailing", R"({} {})", "json_malformed");
        row("trailing comma", R"({"a":1,})", "json_malformed");
        row("leading zero", R"({"a":01})", "json_malformed");
        row("array", "[]", "json_malformed");
        row("BOM", "\xef\xbb\xbf{}", "json_malformed");
        row("bad UTF-8", "{\"a\":\"\xff\"}", "json_malformed");
        row("lone surrogate", R"({"a":"\ud83d"})", "json_malformed");
        row("control character", "{\"a\":\"\n\"}", "json_malformed");
        row("empty text", "", "json_malformed");
    }
    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, code);
        const auto result = parseJsonObject(text);
        QVERIFY(!result);
        QCOMPARE(result.error().code, code);
    }

    void readerTakesOneOfTheKnownNames()
    {
        constexpr const char *colours[] = {"red", "green"};
        JsonReader reader(*parseJsonObject(R"({"a":"green","b":"blue","c":1})"), QStringLiteral("test"));
        QCOMPARE(reader.choice(QStringLiteral("a"), colours), 1);
        QVERIFY(reader.finish());
        for (const char *name : {"b", "c", "missing"}) {
            JsonReader other(*parseJsonObject(R"({"b":"blue","c":1})"), QStringLiteral("test"));
            QCOMPARE(other.choice(QString::fromLatin1(name), colours), 0);
            QVERIFY2(!other.finish(), name);
        }
    }
    void readerKeepsTheFirstViolation()
    {
        JsonReader reader(*parseJsonObject(R"({"n":"1","s":2})"), QStringLiteral("test"));
        QCOMPARE(reader.optionalInteger(QStringLiteral("n")), std::nullopt);
        QVERIFY(reader.string(QStringLiteral("s")).isEmpty());
        const auto result = reader.finish();
        QVERIFY(!result);
        QVERIFY(result.error().detail.contains(QStringLiteral("n: ")));
    }
};

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
