// Consent receipts: what stands in them, and that nothing in them can be changed unseen.
#include <fpx/receipt/receipt.h>

#include <fpx/base/base64url.h>
#include <fpx/base/json.h>
#include <fpx/jose/jws.h>

#include <QJsonDocument>
#include <QtTest>

using namespace fpx;
using namespace fpx::receipt;

namespace {

const jose::PrivateKey &key()
{
    static const jose::PrivateKey made = *jose::PrivateKey::generate(jose::Algorithm::ES256);
    return made;
}

Facts facts()
{
    Facts facts;
    facts.receiptId = QStringLiteral("4e0f8f3e-6d2b-4d0c-9f5e-0e9a5e1f2a3b");
    facts.permissionId = QStringLiteral("0b6f8c1e-51c0-4c8e-9b68-2a9d1f3a7e55");
    facts.pseudonym = QStringLiteral("9b68a0de-7b61-4f7e-8a53-6a1f0c2d4e5f");
    facts.language = QStringLiteral("en");
    facts.definition = QStringLiteral("immunization-history");
    facts.definitionName = QStringLiteral("Immunization history");
    facts.scopes = {{QStringLiteral("read"), QStringLiteral("Read")}};
    facts.givenAt = 1'790'000'000;
    facts.endsAt = 1'797'776'000;
    facts.issuedAt = 1'790'000'060;
    facts.state = QStringLiteral("active");
    facts.withdrawal = QStringLiteral("In the wallet.");
    facts.permissionHash = QStringLiteral("hash");
    facts.parties = {{QStringLiteral("pii_controller"), QStringLiteral("immunize-me"), QStringLiteral("Immunize Me"),
                      QString(), QStringLiteral("privacy@immunize-me.example")}};
    facts.events = {{1'790'000'000, QStringLiteral("granted"), QStringLiteral("Immunize Me may use it.")}};
    return facts;
}

QJsonObject fileOf(const Facts &what)
{
    return *parseJsonObject(*seal(content(what), key()));
}

QByteArray text(const QJsonObject &file)
{
    return QJsonDocument(file).toJson();
}

QByteArray codeOf(const QJsonObject &file)
{
    const auto checked = check(text(file));
    return checked ? QByteArray("good") : checked.error().code;
}

/// The file around a token that was signed otherwise than seal() does.
QJsonObject around(const QByteArray &jws, const QJsonObject &readable)
{
    return {{QStringLiteral("receipt"), readable}, {QStringLiteral("jws"), QString::fromLatin1(jws)}};
}

} // namespace

class TestReceipt : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_was_signed_can_be_checked_by_anyone()
    {
        const auto checked = check(*seal(content(facts()), key()));
        QVERIFY(checked);
        QCOMPARE(checked->content, content(facts()));
        QCOMPARE(checked->keyThumbprint, key().publicKey().thumbprint());
    }

    void members_follow_the_standard()
    {
        const QJsonObject made = content(facts());
        QCOMPARE(made[QStringLiteral("schema_version")].toString(), QStringLiteral("ISO/IEC TS 27560:2023"));
        QCOMPARE(made[QStringLiteral("record_id")].toString(), facts().permissionId);
        QCOMPARE(made[QStringLiteral("pii_principal_id")].toString(), facts().pseudonym);
        const QJsonObject processing = made[QStringLiteral("pii_processing")].toObject();
        QCOMPARE(processing[QStringLiteral("lawful_basis")].toString(), QStringLiteral("consent"));
        QCOMPARE(processing[QStringLiteral("valid_until")].toString(), QStringLiteral("2026-12-20T14:13:20Z"));
        QCOMPARE(processing[QStringLiteral("usage")].toString(), QStringLiteral("repeated"));
        const QJsonObject information = processing[QStringLiteral("pii_information")][0].toObject();
        QCOMPARE(information[QStringLiteral("pii_type")].toString(), QStringLiteral("immunization-history"));
        QCOMPARE(information[QStringLiteral("subject")].toString(), QStringLiteral("pii_principal"));
        QCOMPARE(made[QStringLiteral("events")][0][QStringLiteral("event_state")].toString(),
                 QStringLiteral("granted"));
    }

    void what_nobody_said_is_left_out()
    {
        const QJsonObject made = content(facts());
        QVERIFY(!made[QStringLiteral("pii_processing")].toObject().contains(QStringLiteral("privacy_notice")));
        QVERIFY(!made[QStringLiteral("parties")][0].toObject().contains(QStringLiteral("party_url")));
    }

    void whom_a_person_represents_is_not_named()
    {
        Facts of = facts();
        of.ofAnotherPerson = true;
        const QJsonObject processing = content(of)[QStringLiteral("pii_processing")].toObject();
        QCOMPARE(processing[QStringLiteral("pii_information")][0][QStringLiteral("subject")].toString(),
                 QStringLiteral("represented_person"));
    }

    void readable_part_changed()
    {
        QJsonObject file = fileOf(facts());
        QJsonObject readable = file[QStringLiteral("receipt")].toObject();
        readable[QStringLiteral("state")] = QStringLiteral("revoked");
        file[QStringLiteral("receipt")] = readable;
        QCOMPARE(codeOf(file), QByteArray("receipt_altered"));
    }

    void both_parts_changed()
    {
        QJsonObject file = fileOf(facts());
        QJsonObject readable = file[QStringLiteral("receipt")].toObject();
        readable[QStringLiteral("state")] = QStringLiteral("revoked");
        QList<QByteArray> parts = file[QStringLiteral("jws")].toString().toLatin1().split('.');
        parts[1] = toBase64Url(toCompactJson(readable));
        QCOMPARE(codeOf(around(parts.join('.'), readable)), QByteArray("bad_signature"));
    }

    void key_in_the_header_exchanged()
    {
        const jose::PrivateKey other = *jose::PrivateKey::generate(jose::Algorithm::ES256);
        QList<QByteArray> parts = fileOf(facts())[QStringLiteral("jws")].toString().toLatin1().split('.');
        const QJsonObject header{{QStringLiteral("alg"), QStringLiteral("ES256")},
                                 {QStringLiteral("typ"), QStringLiteral("fpx-consent-receipt+jwt")},
                                 {QStringLiteral("jwk"), other.publicKey().toBareJson()}};
        parts[0] = toBase64Url(toCompactJson(header));
        QCOMPARE(codeOf(around(parts.join('.'), content(facts()))), QByteArray("bad_signature"));
    }

    void another_kind_of_token()
    {
        const QJsonObject header{{QStringLiteral("typ"), QStringLiteral("fpx-permission+jwt")},
                                 {QStringLiteral("jwk"), key().publicKey().toBareJson()}};
        const QByteArray jws = *jose::sign(header, content(facts()), key());
        QCOMPARE(codeOf(around(jws, content(facts()))), QByteArray("wrong_typ"));
    }

    void another_algorithm()
    {
        const jose::PrivateKey ed = *jose::PrivateKey::generate(jose::Algorithm::EdDSA);
        const auto file = seal(content(facts()), ed);
        QVERIFY(file);
        QCOMPARE(check(*file).error().code, QByteArray("wrong_algorithm"));
    }

    void without_a_key()
    {
        const QByteArray jws =
            *jose::sign({{QStringLiteral("typ"), QStringLiteral("fpx-consent-receipt+jwt")}}, content(facts()), key());
        QVERIFY(!check(text(around(jws, content(facts())))));
    }

    void something_else_altogether()
    {
        QCOMPARE(check("PK\x03\x04").error().code, QByteArray("bad_receipt"));
        QCOMPARE(check("{}").error().code, QByteArray("bad_receipt"));
        QCOMPARE(codeOf(around("a.b.c", content(facts()))), QByteArray("bad_receipt"));
    }
};

QTEST_GUILESS_MAIN(TestReceipt)
#include "tst_receipt.moc"
