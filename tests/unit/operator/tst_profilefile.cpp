// Files, and which profile is in force when a new one is refused.
#include "profiletest.h"

#include <QFile>
#include <QTemporaryDir>

using namespace profiletest;

class TestProfileFile : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    QString write(const char *name, const QByteArray &bytes)
    {
        const QString path = m_directory.filePath(text(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", name);
        return path;
    }

private Q_SLOTS:
    void readsAndTrims() { QCOMPARE(*readProfileFile(write("profile.jws", "a.b.c\n")), QByteArray("a.b.c")); }
    void profile_missing()
    {
        QCOMPARE(code(readProfileFile(m_directory.filePath(text("none")))), QByteArray("operator_profile_missing"));
    }
    void profile_unreadable()
    {
        QCOMPARE(code(readProfileFile(m_directory.path())), QByteArray("operator_profile_unreadable"));
        QCOMPARE(code(readProfileFile(write("empty", " \n"))), QByteArray("operator_profile_unreadable"));
        QCOMPARE(code(readProfileFile(write("large", QByteArray(OperatorProfile::maxBytes + 1, 'x')))),
                 QByteArray("operator_profile_unreadable"));
    }
    void keys_missing_or_unusable()
    {
        QCOMPARE(code(readOperatorKeys(m_directory.filePath(text("none")))), QByteArray("operator_keys_missing"));
        QCOMPARE(code(readOperatorKeys(write("keys", "{}"))), QByteArray("operator_keys_unusable"));
        QCOMPARE(code(readOperatorKeys(write("keys", q("{'keys':[]}")))), QByteArray("operator_keys_unusable"));
        const auto rsa = jose::PrivateKey::generate(jose::Algorithm::RS256)->publicKey();
        QCOMPARE(code(readOperatorKeys(write("keys", toCompactJson(jose::JwkSet({rsa}).toJson())))),
                 QByteArray("operator_keys_unusable"));
        const auto nameless = jose::PublicKey::parse(operatorKey().publicKey().toBareJson());
        QCOMPARE(code(readOperatorKeys(write("keys", toCompactJson(jose::JwkSet({*nameless}).toJson())))),
                 QByteArray("operator_keys_unusable"));
        QCOMPARE(readOperatorKeys(write("keys", toCompactJson(operatorKeys().toJson())))->keys().size(), 1);
    }

    void newProfileComesIntoForce()
    {
        const QByteArray old = signedProfile(goodProfile());
        const AcceptedVersion previous = OperatorProfile::verify(old, operatorKeys(), {}, now)->acceptedVersion();
        const QByteArray fresh = signedProfile(profileWith("profile_version", 8));
        const auto inForce = chooseProfile(fresh, old, operatorKeys(), previous, now);
        QCOMPARE(inForce->profile.version(), 8);
        QCOMPARE(inForce->jws, fresh);
        QVERIFY(!inForce->refused);
    }
    void lastGoodStaysInForce()
    {
        const QByteArray old = signedProfile(goodProfile());
        const AcceptedVersion previous = OperatorProfile::verify(old, operatorKeys(), {}, now)->acceptedVersion();
        const QByteArray older = signedProfile(profileWith("profile_version", 6));
        const QByteArray broken = signedProfile(profileWith("iss", 1));
        const Result<QByteArray> missing = readProfileFile(m_directory.filePath(text("none")));
        const auto refusal = [&](const Result<QByteArray> &fresh) {
            const auto inForce = chooseProfile(fresh, old, operatorKeys(), previous, now);
            return inForce && inForce->jws == old && inForce->refused ? inForce->refused->code : QByteArray("wrong");
        };
        QCOMPARE(refusal(older), QByteArray("operator_profile_rolled_back"));
        QCOMPARE(refusal(broken), QByteArray("operator_profile_refused"));
        QCOMPARE(refusal(QByteArray("x")), QByteArray("operator_profile_signature"));
        QCOMPARE(refusal(missing), QByteArray("operator_profile_missing"));
    }
    void nothingGoodAnywhere()
    {
        QCOMPARE(code(chooseProfile(QByteArray("x"), {}, operatorKeys(), {}, now)),
                 QByteArray("operator_profile_signature"));
        // A last good one that was exchanged on disk counts for nothing.
        QCOMPARE(code(chooseProfile(QByteArray("x"), signedProfile(profileWith("profile_version", 6)), operatorKeys(),
                                    {7, "x"}, now)),
                 QByteArray("operator_profile_signature"));
    }
};

QTEST_GUILESS_MAIN(TestProfileFile)
#include "tst_profilefile.moc"
