// Random changes to a payload with a fixed seed: nothing crashes, and what is still accepted is signed again and says
// the same when it is read again.
#include "profiletest.h"

#include <QRandomGenerator>

using namespace profiletest;

class TestMutations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void payloads()
    {
        QRandomGenerator random(20260901);
        const QByteArray original = toCompactJson(goodProfile());
        static const QByteArray alphabet = "{}[]\",:\\ abz019.-/#e\n\t";
        for (int i = 0; i < 1500; ++i) {
            QByteArray changed = original;
            for (int changes = random.bounded(1, 4); changes > 0; --changes) {
                const qsizetype at = random.bounded(static_cast<int>(changed.size()));
                const char other = random.bounded(8) == 0 ? static_cast<char>(random.bounded(256))
                                                          : alphabet[random.bounded(static_cast<int>(alphabet.size()))];
                if (random.bounded(3) == 0)
                    changed.remove(at, random.bounded(1, 30));
                else if (random.bounded(2) == 0)
                    changed.insert(at, other);
                else
                    changed[at] = other;
            }
            const QList<Finding> findings = OperatorProfile::check(changed);
            for (const Finding &finding : findings)
                QVERIFY(!finding.why.isEmpty());
            const auto object = parseJsonObject(changed);
            if (findings.isEmpty())
                QVERIFY(object);
            else if (object)
                QCOMPARE(code(accept(*object)), QByteArray("operator_profile_refused"));
        }
    }
    void valuesOfEveryType()
    {
        // Each member in turn becomes each type: only what is right for it may pass.
        const QJsonObject profile = goodProfile();
        const QList<QJsonValue> values{
            QJsonValue(),         QJsonValue(true),           QJsonValue(-1), QJsonValue(1e300),
            QJsonValue(text("")), QJsonValue(text("\x01")),   QJsonArray{},   QJsonArray{QJsonArray{}},
            QJsonObject{},        QJsonObject{{text("a"), 1}}};
        for (auto it = profile.begin(); it != profile.end(); ++it) {
            for (const QJsonValue &value : values) {
                if (value.type() == it->type())
                    continue;
                QJsonObject wrong = profile;
                wrong.insert(it.key(), value);
                QVERIFY2(!accept(wrong), qPrintable(it.key()));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestMutations)
#include "tst_mutations.moc"
