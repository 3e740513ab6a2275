// Names that a person would take for each other, and names that nobody does.
#include <lookalike.h>

#include <QTest>

using fpx::consent::skeletonOf;

class TestLookalike : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void looksAlike_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        const auto row = [](const char *name, const char16_t *one, const char16_t *other) {
            QTest::newRow(name) << QString::fromUtf16(one) << QString::fromUtf16(other);
        };
        row("case", u"City Clinic", u"CITY CLINIC");
        row("accent", u"Cité Clinic", u"Cite Clinic");
        row("digit_for_letter", u"City Cl1nic", u"City Clinic");
        row("zero_for_o", u"Ontario Health", u"0ntario Health");
        row("capital_i_for_l", u"Maple Bank", u"MapIe Bank");
        row("cyrillic", u"City Clinic", u"\u0421ity \u0421linic");
        row("greek_omicron", u"Ontario Health", u"\u039Fntari\u03BF Health");
        row("rn_for_m", u"Immunize Me", u"Irnmunize Me");
        row("blanks", u"City Clinic", u"CityClinic");
        row("punctuation", u"City Clinic", u"City-Clinic.");
        row("fullwidth", u"City Clinic", u"\uFF23ity Clinic");
    }

    void looksAlike()
    {
        QFETCH(QString, one);
        QFETCH(QString, other);
        QCOMPARE(skeletonOf(one), skeletonOf(other));
        QVERIFY(!skeletonOf(one).isEmpty());
    }

    void looksDifferent()
    {
        QVERIFY(skeletonOf(QStringLiteral("City Clinic")) != skeletonOf(QStringLiteral("City Hospital")));
        QVERIFY(skeletonOf(QStringLiteral("Maple Bank")) != skeletonOf(QStringLiteral("Maple Banks")));
        QVERIFY(skeletonOf(QStringLiteral("Clinic 2")) != skeletonOf(QStringLiteral("Clinic 3")));
        QVERIFY(skeletonOf(QStringLiteral("…")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestLookalike)
#include "tst_lookalike.moc"
