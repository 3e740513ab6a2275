// The pages of the listener in the language that the network asked for (`ui_locales`, profile 4.1).
#include <pagetexts.h>

#include <QJsonObject>
#include <QLocale>
#include <QTest>

using namespace fpx;
using namespace fpx::wallet;

namespace {

QString q(const char *text)
{
    return QString::fromUtf8(text);
}

QList<listener::PageText> allPages(const PageTexts &texts)
{
    return {texts.lookAtYourWallet(), texts.nothingShared(), texts.backToWallet(), texts.goingBack(),
            texts.goingThere()};
}

} // namespace

class TestPageTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale::c()); }

    void firstLanguageThatThereIs_data()
    {
        QTest::addColumn<QStringList>("wanted");
        QTest::addColumn<QString>("walletSpeaks");
        QTest::addColumn<QString>("language");
        QTest::newRow("nothing asked") << QStringList() << q("C") << q("en");
        QTest::newRow("asked") << QStringList{q("fr")} << q("C") << q("fr");
        QTest::newRow("region is cut off") << QStringList{q("de-AT")} << q("C") << q("de");
        QTest::newRow("extension is cut off with its letter") << QStringList{q("es-u-nu-latn")} << q("C") << q("es");
        QTest::newRow("case does not matter") << QStringList{q("AR-eg")} << q("C") << q("ar");
        QTest::newRow("the most wanted that there is") << QStringList{q("nv"), q("es"), q("fr")} << q("C") << q("es");
        QTest::newRow("English is one of them") << QStringList{q("en-CA"), q("fr")} << q("C") << q("en");
        QTest::newRow("else the wallet's") << QStringList{q("nv")} << q("de_CH") << q("de");
        QTest::newRow("before the wallet's") << QStringList{q("ar")} << q("de_CH") << q("ar");
        QTest::newRow("neither") << QStringList{q("nv")} << q("fi_FI") << q("en");
        QTest::newRow("no tag at all") << QStringList{q("../../fr"), q("*"), q("-"), q("")} << q("C") << q("en");
    }
    void firstLanguageThatThereIs()
    {
        QFETCH(QStringList, wanted);
        QFETCH(QString, walletSpeaks);
        QFETCH(QString, language);
        QLocale::setDefault(QLocale(walletSpeaks));
        QCOMPARE(PageTexts(wanted, {}).lookAtYourWallet().language, language);
    }

    void theWalletHasItsOperatorsName()
    {
        const auto name = op::LocalizedText::parse(QJsonObject{{q("en"), q("Maple Wallet")}, {q("fr"), q("Érable")}});
        QVERIFY(name);
        QVERIFY(PageTexts({q("en")}, *name).lookAtYourWallet().paragraphs.first().contains(q("Maple Wallet")));
        QVERIFY(PageTexts({q("fr")}, *name).backToWallet().paragraphs.first().contains(q("Érable")));
        QVERIFY(PageTexts({q("en")}, {}).backToWallet().paragraphs.first().contains(q("FPX Wallet")));
    }

    void everyTextIsTranslated_data()
    {
        QTest::addColumn<bool>("rightToLeft");
        QTest::newRow("fr") << false;
        QTest::newRow("es") << false;
        QTest::newRow("de") << false;
        QTest::newRow("ar") << true;
    }
    void everyTextIsTranslated()
    {
        QFETCH(bool, rightToLeft);
        const PageTexts english({q("en")}, {});
        const PageTexts texts({QString::fromLatin1(QTest::currentDataTag())}, {});
        const auto pages = allPages(texts);
        const auto englishPages = allPages(english);
        for (qsizetype i = 0; i < pages.size(); ++i) {
            QCOMPARE(pages.at(i).rightToLeft, rightToLeft);
            QVERIFY(!englishPages.at(i).rightToLeft);
            QVERIFY(pages.at(i).title != englishPages.at(i).title);
            QCOMPARE(pages.at(i).paragraphs.size(), englishPages.at(i).paragraphs.size());
            for (qsizetype j = 0; j < pages.at(i).paragraphs.size(); ++j)
                QVERIFY(pages.at(i).paragraphs.at(j) != englishPages.at(i).paragraphs.at(j));
        }
        QVERIFY(texts.continueButton() != english.continueButton());
    }
};

QTEST_GUILESS_MAIN(TestPageTexts)
#include "tst_pagetexts.moc"
