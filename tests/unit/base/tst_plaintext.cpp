// Names that others give: what is left of them on screen.
#include <fpx/base/plaintext.h>

#include <QTest>

using namespace fpx;

class TestPlainText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shown_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const char16_t *text, const char16_t *shown) {
            QTest::newRow(name) << QString::fromUtf16(text) << QString::fromUtf16(shown);
        };
        row("one_line", u" City\n\tClinic ", u"City Clinic");
        row("bidirectional", u"Bank\u202eknaB", u"BankknaB");
        row("soft_hyphen", u"Cli\u00adnic", u"Clinic");
        row("hangul_filler", u"A\u3164B\uffa0", u"AB");
        row("grapheme_joiner", u"A\u034fB", u"AB");
        row("variation_selectors", u"A\ufe0f\U000e0100", u"A");
        row("tags", u"A\U000e0041", u"A");
        row("braille_blank", u"A\u2800\u2800B", u"A B");
        row("joiner_inside_a_word", u"\u0645\u06cc\u200c\u062e", u"\u0645\u06cc\u200c\u062e");
        row("joiners_that_join_nothing", u"\u200dA \u200cB\u200d", u"A B");
        row("joiners_in_a_row", u"A\u200d\u200d\u200cB", u"A\u200cB");
        row("marks", u"Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307o", u"Z\u0301\u0302\u0303\u0304o");
        row("vietnamese", u"Vie\u0302\u0323t", u"Vie\u0302\u0323t");
    }
    void shown()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QCOMPARE(plainText(text, 300), shown);
    }
    void length()
    {
        QCOMPARE(plainText(QStringLiteral("abcdef"), 3), QStringLiteral("abc"));
        QCOMPARE(plainText(QString::fromUtf16(u"ab\U0001f600"), 3), QStringLiteral("ab"));
    }
    void letters_and_digits()
    {
        for (const char16_t *name : {u"Clinic", u"7", u"\u8bca\u6240", u"\u0639", u"* a *"})
            QVERIFY(hasLetterOrDigit(QString::fromUtf16(name)));
        for (const char16_t *name : {u"", u"***", u"\u3164", u"\u2800", u"\u0301", u"\U0001f600"})
            QVERIFY(!hasLetterOrDigit(QString::fromUtf16(name)));
    }
};

QTEST_GUILESS_MAIN(TestPlainText)
#include "tst_plaintext.moc"
