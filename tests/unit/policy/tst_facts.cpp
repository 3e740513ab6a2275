// Facts as they are kept: as JSON and as blocks, those of earlier and of later versions too.
#include "cases.h"

#include <fpx/policy/factsblock.h>
#include <fpx/policy/factsrecord.h>

#include <QTest>

using namespace fpx::policy;

class TestFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void factsSurviveBeingPacked()
    {
        cases::Source source(12);
        QList<Facts> all;
        for (int i = 0; i < 500; ++i)
            all.append(source.facts());
        all[3].time = -5;
        all[4].offsetMinutes = -720;
        const QByteArray block = packFacts(all);
        const auto again = unpackFacts(block);
        QVERIFY(again.has_value());
        QCOMPARE(*again, all);
        QCOMPARE(unpackFacts(packFacts({}))->size(), 0);
    }

    void aBlockFromBeforeThereWereProfilesIsRead()
    {
        // Strings "", "n", "c"; one list without resources; one request of c at n.
        const QByteArray block = QByteArray::fromHex("0103"
                                                     "00"
                                                     "016e"
                                                     "0163"
                                                     "0100"
                                                     "01"
                                                     "0102000000000000"
                                                     "0000");
        const auto facts = unpackFacts(block);
        QVERIFY(facts.has_value());
        QCOMPARE(facts->size(), 1);
        QCOMPARE(facts->first().as.value(), QStringLiteral("n"));
        QCOMPARE(facts->first().client.value(), QStringLiteral("c"));
        QVERIFY(facts->first().profile.isEmpty());
    }

    void aBlockFromBeforeFieldsHadNamesIsRead()
    {
        const QByteArray block =
            QByteArray::fromHex("020b016e0163000170046c6162730168066865616c74680472656164057772697465016f0164"
                                "02010405020606020708000300010203041e0980c49fd50c780000000109030ac0843d0ecf0fd7040723"
                                "01020300000a0202010000d20f000001");
        const auto facts = unpackFacts(block);
        QVERIFY(facts.has_value());
        Facts first;
        first.as = fpx::AsIdentifier(QStringLiteral("n"));
        first.client = fpx::ClientId(QStringLiteral("c"));
        first.profile = fpx::EnrolmentId(QStringLiteral("p"));
        first.durationDays = 30;
        first.ial = 2;
        first.aal = 1;
        first.time = 1700000000;
        first.offsetMinutes = 60;
        first.resources = {{fpx::DefinitionId(QStringLiteral("labs")),
                            fpx::SourceIdentifier(QStringLiteral("h")),
                            {},
                            {QStringLiteral("read"), QStringLiteral("write")},
                            Sensitivity::High,
                            QStringLiteral("health"),
                            true}};
        Facts second = first;
        second.organization = QStringLiteral("o");
        second.otherDevice = true;
        second.firstContact = false;
        second.durationDays = longestDuration;
        second.ial = 3;
        second.aal = 2;
        second.time -= 1000;
        second.offsetMinutes = -300;
        second.daysSinceAsked = 7;
        second.counts.of(Counted::Asked, Window::Hour) = 1;
        second.counts.of(Counted::Asked, Window::Day) = 2;
        second.counts.of(Counted::Allowed, Window::Week) = 3;
        Facts third;
        third.as = first.as;
        third.client = fpx::ClientId(QStringLiteral("d"));
        third.purpose = Purpose::Protect;
        third.firstContact = false;
        third.time = first.time + 1;
        QCOMPARE(*facts, (QList<Facts>{first, second, third}));
        QCOMPARE(*unpackFacts(packFacts(*facts)), *facts);
    }

    void aFieldOfALaterVersionIsPassedOver()
    {
        Facts facts;
        facts.as = fpx::AsIdentifier(QStringLiteral("n"));
        facts.firstContact = false;
        QByteArray block = packFacts({facts});
        const QByteArray field = QByteArray::fromHex("04") + "time";
        const auto at = block.lastIndexOf(field);
        QVERIFY(at > 0);
        QCOMPARE(block[at - 6], '\5'); // the fields of the one request: as, …
        block[at - 6] = '\6';
        block.insert(at, QByteArray::fromHex("07") + "weather" + QByteArray::fromHex("0163"));
        QCOMPARE(*unpackFacts(block), QList<Facts>{facts});
        block[at + 8] = '\2'; // it says that it is longer than it is
        QCOMPARE(unpackFacts(block).error().code, QByteArray("bad_facts"));
    }

    void aDamagedBlockIsRefused()
    {
        cases::Source source(13);
        const QByteArray block = packFacts({source.facts(), source.facts(), source.facts()});
        for (qsizetype length = 0; length < block.size(); ++length)
            QCOMPARE(unpackFacts(block.left(length)).error().code, QByteArray("bad_facts"));
        QCOMPARE(unpackFacts(block + 'x').error().code, QByteArray("bad_facts"));
        QCOMPARE(unpackFacts('\0' + block.mid(1)).error().code, QByteArray("bad_facts"));
        QCOMPARE(unpackFacts('\4' + block.mid(1)).error().code, QByteArray("bad_facts"));
        for (qsizetype at = 0; at < block.size(); ++at) { // whatever becomes of it, it ends
            QByteArray changed = block;
            changed[at] = static_cast<char>(~changed[at]);
            [[maybe_unused]] const auto read = unpackFacts(changed);
        }
    }

    void factsSurviveBeingKept()
    {
        cases::Source source(11);
        for (int i = 0; i < 2000; ++i) {
            const Facts facts = source.facts();
            const auto again = decodeFacts(encodeFacts(facts));
            QVERIFY2(again.has_value(), again ? "" : qPrintable(again.error().detail));
            QCOMPARE(*again, facts);
        }
        QJsonObject odd = encodeFacts(source.facts());
        odd.insert(QStringLiteral("weather"), 1);
        QCOMPARE(decodeFacts(odd).error().code, QByteArray("bad_facts"));
    }
};

QTEST_GUILESS_MAIN(TestFacts)
#include "tst_facts.moc"
