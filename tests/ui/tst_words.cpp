#include "fakefacade.h"

#include "requests/durationcard.h"
#include "style/contrast.h"
#include "style/tokens.h"
#include "text/dates.h"
#include "text/search.h"
#include "text/sentence.h"

#include <QTest>

using namespace fpx;
using namespace fpx::ui;
using namespace fpx::consent;

class TestWords : public QObject
{
    Q_OBJECT

    static QString plain(QString text) { return text.remove(QChar(0x2068)).remove(QChar(0x2069)); }
    static Choice choose(const PromptContent &content, const Duration &duration, const QString &subject = {})
    {
        Choice choice;
        for (const ResourceOffer &offer : content.resources)
            choice.resources.append({offer.requestId,
                                     true,
                                     offer.sources.isEmpty() ? SourceIdentifier() : offer.sources.first().id,
                                     subject,
                                     {}});
        choice.duration = duration;
        return choice;
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::Canada)); }

    void the_first_sentence()
    {
        test::FakeFacade facade;
        const PromptContent content = facade.sampleContent();
        QCOMPARE(plain(promptSentence(content, choose(content, {DurationKind::Until, QDate(2027, 2, 24)})).text),
                 QStringLiteral(
                     "Immunize Me wants to read your immunization history from City Hospital until 24 Feb 2027."));
        QCOMPARE(plain(promptSentence(content, choose(content, {DurationKind::Once, {}})).text),
                 QStringLiteral("Immunize Me wants to read your immunization history from City Hospital once."));
        QCOMPARE(
            plain(promptSentence(content, choose(content, {DurationKind::UntilRevoked, {}}, QStringLiteral("adam")))
                      .text),
            QStringLiteral(
                "Immunize Me wants to read the immunization history of Adam Benali from City Hospital until you revoke it."));
    }
    void the_first_sentence_of_several_resources()
    {
        test::FakeFacade facade;
        PromptContent content = facade.sampleContent();
        ResourceOffer second = content.resources.first();
        second.requestId = QStringLiteral("r2");
        second.displayName = QStringLiteral("MRI scans");
        content.resources.append(second);
        const Choice both = choose(content, {DurationKind::Once, {}});
        QCOMPARE(plain(promptSentence(content, both).text),
                 QStringLiteral(
                     "Immunize Me wants to read your immunization history and MRI scans from City Hospital once."));
        Choice differs = both;
        differs.resources[1].scopes = {QStringLiteral("subscribe")};
        QCOMPARE(plain(promptSentence(content, differs).text),
                 QStringLiteral(
                     "Immunize Me wants access to your immunization history and MRI scans from City Hospital once."));
        SourceOffer lab = content.resources[1].sources.first();
        lab.id = SourceIdentifier(QStringLiteral("lab"));
        lab.displayName = QStringLiteral("MediLab");
        content.resources[1].sources = {lab};
        Choice elsewhere = both;
        elsewhere.resources[1].source = lab.id;
        QCOMPARE(
            plain(promptSentence(content, elsewhere).text),
            QStringLiteral(
                "Immunize Me wants to read your immunization history and MRI scans from City Hospital and MediLab once."));
        elsewhere.resources[1].source = {}; // still to be chosen
        QCOMPARE(plain(promptSentence(content, elsewhere).text),
                 QStringLiteral("Immunize Me wants to read your immunization history and MRI scans once."));
        Choice none = both;
        none.resources[0].share = none.resources[1].share = false;
        QCOMPARE(plain(promptSentence(content, none).text), QStringLiteral("Immunize Me would receive nothing."));
    }
    void protection_has_its_own_sentence()
    {
        test::FakeFacade facade;
        PromptContent content = facade.sampleContent();
        content.purpose = QStringLiteral("protect");
        content.resources.clear();
        QCOMPARE(plain(promptSentence(content, {}).text),
                 QStringLiteral("Immunize Me wants to protect your records with Ontario Health."));
    }
    void a_name_reorders_the_sentence()
    {
        QCOMPARE(cleaned(QStringLiteral("Good\u202eliveE\n\u200bCo")), QStringLiteral("GoodliveE Co"));
        QCOMPARE(cleaned(QString(500, QLatin1Char('x'))).size(), 120);
    }
    void a_change_of_what_is_asked_goes_unnoticed()
    {
        test::FakeFacade facade;
        const PromptContent content = facade.sampleContent();
        PromptContent other = content;
        QCOMPARE(fingerprint(content), fingerprint(other));
        other.resources.first().scopes.last().required = true;
        QVERIFY(fingerprint(content) != fingerprint(other));
        other = content;
        other.warnings.clear();
        QVERIFY(fingerprint(content) != fingerprint(other));
    }
    void an_error_has_its_parts()
    {
        const ErrorWords words =
            errorWords(QStringLiteral("St. Mary's Hospital did not answer. Nothing was shared. Try later."));
        QCOMPARE(words.what, QStringLiteral("St. Mary's Hospital did not answer."));
        QCOMPARE(words.meaning, QStringLiteral("Nothing was shared. Try later."));
        QCOMPARE(errorWords(QStringLiteral("Only this.")).meaning, QString());
    }

    void days_and_times()
    {
        const QDateTime now(QDate(2026, 9, 21), QTime(12, 0));
        QCOMPARE(relativeDay(QDate(2026, 9, 21), now.date()), QStringLiteral("Today"));
        QCOMPARE(relativeDay(QDate(2026, 9, 20), now.date()), QStringLiteral("Yesterday"));
        QCOMPARE(relativeDay(QDate(2026, 9, 17), now.date()), QStringLiteral("Thursday"));
        QCOMPARE(relativeDay(QDate(2026, 9, 14), now.date()), QStringLiteral("14 Sep 2026"));
        QCOMPARE(relativeDay(QDate(2026, 9, 22), now.date()), QStringLiteral("22 Sep 2026"));
        QCOMPARE(relativeTime(now.addSecs(-10), now), QStringLiteral("just now"));
        QCOMPARE(relativeTime(now.addDays(-1), now), QStringLiteral("yesterday"));
        QCOMPARE(relativeTime(QDateTime(), now), QString());
        QCOMPARE(endText(now.addDays(1), now), QStringLiteral("tomorrow"));
        QCOMPARE(endText(now.addDays(60), now), QStringLiteral("on 20 Nov 2026"));
        QCOMPARE(endText(QDateTime(QDate(2026, 11, 20), QTime(0, 0)), now), QStringLiteral("on 19 Nov 2026"));
        QCOMPARE(endText(QDateTime(QDate(2026, 9, 22), QTime(0, 0)), now), QStringLiteral("today"));
    }
    void countdowns()
    {
        QCOMPARE(countdown(581), QStringLiteral("9:41"));
        QCOMPARE(countdown(7), QStringLiteral("0:07"));
        QCOMPARE(countdown(7380), QStringLiteral("2:03:00"));
        QCOMPARE(countdown(-5), QStringLiteral("0:00"));
    }
    void search_finds_without_accents_and_case()
    {
        QVERIFY(matches(QStringLiteral("Aïcha BENALI at City Hospital"), folded(QStringLiteral(" aicha  hospital "))));
        QVERIFY(!matches(QStringLiteral("Aïcha Benali"), folded(QStringLiteral("aicha north"))));
        QVERIFY(matches(QStringLiteral("anything"), QString()));
    }

    void too_little_contrast_data()
    {
        QTest::addColumn<int>("scheme");
        QTest::addColumn<QColor>("accent");
        const QList<QPair<const char *, QColor>> accents{{"default", {}},
                                                         {"yellow", QColor(0xffee00)},
                                                         {"white", Qt::white},
                                                         {"black", Qt::black},
                                                         {"grey", QColor(0x888888)},
                                                         {"pale blue", QColor(0xcfe8ff)},
                                                         {"navy", QColor(0x001040)},
                                                         {"lime", QColor(0x00ff00)},
                                                         {"red", QColor(0xff0000)}};
        const QList<QPair<const char *, Scheme>> schemes{{"light", Scheme::Light},
                                                         {"dark", Scheme::Dark},
                                                         {"high contrast light", Scheme::HighContrastLight},
                                                         {"high contrast dark", Scheme::HighContrastDark}};
        for (const auto &[scheme, value] : schemes) {
            for (const auto &[accent, color] : accents)
                QTest::addRow("%s, %s", scheme, accent) << static_cast<int>(value) << color;
        }
    }
    void too_little_contrast()
    {
        QFETCH(int, scheme);
        QFETCH(QColor, accent);
        for (const ContrastPair &pair : contrastPairs(colorsFor(static_cast<Scheme>(scheme), accent))) {
            const double found = contrast(pair.foreground, pair.background);
            QVERIFY2(found >= pair.atLeast,
                     qPrintable(QStringLiteral("%1: %2 on %3 is %4")
                                    .arg(pair.what, pair.foreground.name(), pair.background.name())
                                    .arg(found)));
        }
    }
    void contrast_is_that_of_wcag()
    {
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QVERIFY(qAbs(contrast(QColor(0x777777), Qt::white) - 4.48) < 0.01);
    }
};

QTEST_MAIN(TestWords)
#include "tst_words.moc"
