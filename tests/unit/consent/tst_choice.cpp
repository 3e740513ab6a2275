#include <choice.h>

#include <QTest>

using namespace fpx;
using namespace fpx::consent;

namespace {

const SourceIdentifier hospital(QStringLiteral("city-hospital"));
const SourceIdentifier laboratory(QStringLiteral("northlab"));

SourceOffer source(const SourceIdentifier &id, bool connected)
{
    SourceOffer offer;
    offer.id = id;
    offer.displayName = id.value();
    offer.connected = connected;
    if (connected)
        offer.subjects = {{QString(), QStringLiteral("Aïcha"), QString(), true},
                          {QStringLiteral("child"), QStringLiteral("Sami"), QStringLiteral("son"), true}};
    return offer;
}

ResourceOffer resource(const QString &id, bool required)
{
    ResourceOffer offer;
    offer.requestId = id;
    offer.displayName = id;
    offer.required = required;
    offer.scopes = {{QStringLiteral("read"), QStringLiteral("read"), {}, Sensitivity::Low, true},
                    {QStringLiteral("subscribe"), QStringLiteral("be told"), {}, Sensitivity::Low, false}};
    offer.sources = {source(hospital, true), source(laboratory, false)};
    return offer;
}

PromptContent content()
{
    PromptContent c;
    c.purpose = QStringLiteral("access");
    c.repeated = true;
    c.resources = {resource(QStringLiteral("r1"), true), resource(QStringLiteral("r2"), false)};
    c.duration = {
        true, true, false, QDate(2026, 11, 24), QDate(2027, 2, 22), {DurationKind::Until, QDate(2027, 2, 22)}};
    return c;
}

QByteArray codeOf(const Result<void> &result)
{
    return result ? QByteArray("ok") : result.error().code;
}

} // namespace

class TestChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsWithTheLeastThatDoesTheJob()
    {
        const Choice choice = initialChoice(content());
        QCOMPARE(choice.resources.size(), 2);
        QVERIFY(choice.resources[0].share);
        QVERIFY(!choice.resources[1].share);
        QCOMPARE(choice.resources[0].scopes, QStringList{QStringLiteral("read")});
        QCOMPARE(choice.resources[0].source, hospital);
        QVERIFY(choice.resources[0].subject.isEmpty());
        QCOMPARE(codeOf(checkChoice(content(), choice)), QByteArray("ok"));
        QVERIFY(isPartial(content(), choice));
    }

    void scopeMissing()
    {
        Choice choice = initialChoice(content());
        choice.resources[0].scopes = {QStringLiteral("subscribe")};
        QCOMPARE(codeOf(checkChoice(content(), choice)), QByteArray("scope_missing"));
    }

    void scopeThatNobodyAskedFor()
    {
        Choice choice = initialChoice(content());
        choice.resources[0].scopes.append(QStringLiteral("write"));
        QCOMPARE(codeOf(checkChoice(content(), choice)), QByteArray("choice_incomplete"));
    }

    void requiredResourceLeftOut()
    {
        Choice choice = initialChoice(content());
        choice.resources[0].share = false;
        QCOMPARE(codeOf(checkChoice(content(), choice)), QByteArray("choice_incomplete"));
    }

    void sourceNotConnected()
    {
        Choice choice = initialChoice(content());
        choice.resources[0].source = laboratory;
        QCOMPARE(codeOf(checkChoice(content(), choice)), QByteArray("source_not_connected"));
    }

    void subjectThatTheSourceDoesNotKnow()
    {
        Choice choice = initialChoice(content());
        choice.resources[0].subject = QStringLiteral("neighbour");
        QCOMPARE(codeOf(checkChoice(content(), choice)), QByteArray("choice_incomplete"));
    }

    void durationBeyondMax()
    {
        Choice choice = initialChoice(content());
        choice.duration.lastDay = QDate(2027, 2, 23);
        QCOMPARE(codeOf(checkChoice(content(), choice)), QByteArray("duration_too_long"));
        choice.duration = {DurationKind::UntilRevoked, {}};
        QCOMPARE(codeOf(checkChoice(content(), choice)), QByteArray("choice_incomplete"));
        choice.duration = {DurationKind::Until, QDate(2026, 11, 23)};
        QCOMPARE(codeOf(checkChoice(content(), choice)), QByteArray("choice_incomplete"));
    }

    void linkageBroken()
    {
        PromptContent linked = content();
        linked.resources[0].linkage = linked.resources[1].linkage = QStringLiteral("same-subject");
        Choice choice = initialChoice(linked);
        choice.resources[1].share = true;
        choice.resources[1].subject = QStringLiteral("child");
        QCOMPARE(codeOf(checkChoice(linked, choice)), QByteArray("linkage_broken"));
        choice.resources[0].subject = QStringLiteral("child");
        QCOMPARE(codeOf(checkChoice(linked, choice)), QByteArray("ok"));
    }

    // Two resources of one label, Sami's at the hospital and Sami's at the laboratory, which call him differently.
    static PromptContent linkedAcross(const QString &personAtHospital, const QString &personAtLaboratory)
    {
        PromptContent linked = content();
        for (ResourceOffer &each : linked.resources) {
            each.required = true;
            each.linkage = QStringLiteral("same-subject");
        }
        linked.resources[0].sources = {source(hospital, true)};
        linked.resources[1].sources = {source(laboratory, true)};
        linked.resources[1].sources[0].subjects[1].id = QStringLiteral("patient-9");
        linked.resources[0].sources[0].subjects[1].person = personAtHospital;
        linked.resources[1].sources[0].subjects[1].person = personAtLaboratory;
        return linked;
    }
    static Choice ofSami(const PromptContent &linked)
    {
        Choice choice = initialChoice(linked);
        choice.resources[0].subject = QStringLiteral("child");
        choice.resources[1].subject = QStringLiteral("patient-9");
        return choice;
    }

    void accountHoldersAreOneEverywhere()
    {
        const PromptContent linked = linkedAcross({}, {});
        QCOMPARE(codeOf(checkChoice(linked, initialChoice(linked))), QByteArray("ok"));
    }
    void thatSubjectsOfTwoSourcesAreOneIsThePersonsToSay()
    {
        const PromptContent linked = linkedAcross({}, {});
        Choice choice = ofSami(linked);
        const auto unsaid = checkChoice(linked, choice);
        QCOMPARE(codeOf(unsaid), QByteArray("linkage_unsaid"));
        QVERIFY(unsaid.error().message.contains(QStringLiteral("city-hospital")));
        QVERIFY(saidToBeOne(linked, choice).isEmpty());
        choice.samePerson = true;
        QCOMPARE(codeOf(checkChoice(linked, choice)), QByteArray("ok"));
        const QList<QList<SubjectAt>> said{
            {{hospital, QStringLiteral("child")}, {laboratory, QStringLiteral("patient-9")}}};
        QCOMPARE(saidToBeOne(linked, choice), said);
    }
    void whatWasSaidNeedsNotBeSaidAgain()
    {
        const PromptContent linked = linkedAcross(QStringLiteral("sami"), QStringLiteral("sami"));
        QCOMPARE(codeOf(checkChoice(linked, ofSami(linked))), QByteArray("ok"));
        const PromptContent others = linkedAcross(QStringLiteral("sami"), QStringLiteral("samir"));
        QCOMPARE(codeOf(checkChoice(others, ofSami(others))), QByteArray("linkage_unsaid"));
    }
    void nobodyCanSayThatTwoOfOneSourceAreOne()
    {
        PromptContent linked = content();
        linked.resources[0].linkage = linked.resources[1].linkage = QStringLiteral("same-subject");
        Choice choice = initialChoice(linked);
        choice.resources[1].share = true;
        choice.resources[1].subject = QStringLiteral("child");
        choice.samePerson = true;
        QCOMPARE(codeOf(checkChoice(linked, choice)), QByteArray("linkage_broken"));
    }
    void norByWayOfAnotherSource()
    {
        PromptContent linked = linkedAcross(QStringLiteral("sami"), QStringLiteral("sami"));
        linked.resources.append(linked.resources[1]);
        linked.resources[2].requestId = QStringLiteral("r3");
        Choice choice = ofSami(linked);
        choice.resources[2].subject.clear(); // the laboratory's account holder, beside its patient
        choice.samePerson = true;
        QCOMPARE(codeOf(checkChoice(linked, choice)), QByteArray("linkage_broken"));
        choice.resources[2].subject = QStringLiteral("patient-9");
        QCOMPARE(codeOf(checkChoice(linked, choice)), QByteArray("ok"));
    }
    void theSamePersonIsPreselected()
    {
        PromptContent linked = linkedAcross(QStringLiteral("sami"), QStringLiteral("sami"));
        linked.resources[0].sources[0].subjects[0].offersResource = false; // the hospital has only Sami's
        const Choice choice = initialChoice(linked);
        QCOMPARE(choice.resources[0].subject, QStringLiteral("child"));
        QCOMPARE(choice.resources[1].subject, QStringLiteral("patient-9"));
    }

    void previewNamesEveryRecipient()
    {
        PromptContent c = content();
        c.networkName = QStringLiteral("Ontario Health");
        c.clientName = QStringLiteral("Immunize Me");
        const Preview preview = previewOf(c, initialChoice(c));
        for (const Recipient recipient : {Recipient::AuthorizationServer, Recipient::DataSource, Recipient::Client}) {
            const auto is = [recipient](const PreviewLine &line) { return line.recipient == recipient; };
            QVERIFY(std::any_of(preview.sent.begin(), preview.sent.end(), is));
            QVERIFY(std::any_of(preview.notLearned.begin(), preview.notLearned.end(), is));
        }
    }
};

QTEST_GUILESS_MAIN(TestChoice)
#include "tst_choice.moc"
