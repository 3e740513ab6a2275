// What a rule declines is shown, says so, and cannot be chosen.
#include "harness.h"

#include "requests/resourcecard.h"
#include "widgets/choicebox.h"

#include <QComboBox>
#include <QStandardItemModel>

using namespace fpx;
using namespace fpx::consent;

namespace {

const QString declined = QStringLiteral("One of your rules declines this.");

ResourceOffer labs()
{
    ResourceOffer offer;
    offer.requestId = QStringLiteral("r1");
    offer.displayName = QStringLiteral("Laboratory results");
    offer.scopes = {{QStringLiteral("read"), QStringLiteral("Read"), {}, Sensitivity::Low, true},
                    {QStringLiteral("subscribe"), QStringLiteral("Be told"), {}, Sensitivity::Low, false}};
    const SubjectOffer me{};
    const SubjectOffer child{QStringLiteral("child"), QStringLiteral("Sami"), QStringLiteral("son"), true};
    for (const char *id : {"hospital", "northlab"}) {
        SourceOffer source;
        source.id = SourceIdentifier(QLatin1String(id));
        source.displayName = source.id.value();
        source.connected = true;
        source.subjects = {me, child};
        offer.sources.append(source);
    }
    return offer;
}

ResourceChoice hospitals()
{
    ResourceChoice choice;
    choice.requestId = QStringLiteral("r1");
    choice.source = SourceIdentifier(QStringLiteral("hospital"));
    choice.scopes = {QStringLiteral("read")};
    return choice;
}

bool enabled(const QComboBox &box, int at)
{
    return qobject_cast<QStandardItemModel *>(box.model())->item(at)->isEnabled();
}

} // namespace

class TestResourceCard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSourceThatARuleDeclinesCannotBeChosen()
    {
        ResourceOffer offer = labs();
        offer.sources[1].withheld = declined;
        const ui::ResourceCard card(offer, hospitals());
        const auto &sources = *card.findChild<QComboBox *>(QStringLiteral("source-r1"));
        QVERIFY(enabled(sources, 0));
        QVERIFY(!enabled(sources, 1));
        QCOMPARE(sources.itemText(1), QStringLiteral("northlab: declined by a rule"));
        QCOMPARE(card.choice().source.value(), QStringLiteral("hospital"));
    }

    void aPersonWhomARuleDeclinesCannotBeChosen()
    {
        ResourceOffer offer = labs();
        offer.sources[0].subjects[0].withheld = declined;
        const ui::ResourceCard card(offer, hospitals());
        const auto &subjects = *card.findChild<QComboBox *>(QStringLiteral("subject-r1"));
        QVERIFY(!enabled(subjects, 0));
        QVERIFY(enabled(subjects, 1));
        QCOMPARE(card.choice().subject, QStringLiteral("child"));
    }

    void aScopeIsDeclinedWithTheSourceChosen()
    {
        ResourceOffer offer = labs();
        for (SubjectOffer &subject : offer.sources[1].subjects)
            subject.withheldScopes = {QStringLiteral("subscribe")};
        const ui::ResourceCard card(offer, hospitals());
        auto *subscribe = card.findChild<ui::ChoiceBox *>(QStringLiteral("scope-r1-subscribe"));
        QVERIFY(subscribe->isEnabled());
        subscribe->setChecked(true);
        auto *sources = card.findChild<QComboBox *>(QStringLiteral("source-r1"));
        sources->setCurrentIndex(1);
        Q_EMIT sources->activated(1);
        QVERIFY(!subscribe->isEnabled());
        QVERIFY(!subscribe->isChecked());
        QCOMPARE(card.choice().scopes, QStringList(QStringLiteral("read")));
    }

    void anOptionalPartThatARuleDeclinesStaysOut()
    {
        ResourceOffer offer = labs();
        offer.required = false;
        offer.withheld = declined;
        ResourceChoice none = hospitals();
        none.share = false;
        const ui::ResourceCard card(offer, none);
        QVERIFY(!card.findChild<ui::ChoiceBox *>(QStringLiteral("share-r1"))->isEnabled());
        QVERIFY(!card.choice().share);
    }
};

QTEST_MAIN(TestResourceCard)
#include "tst_resourcecard.moc"
