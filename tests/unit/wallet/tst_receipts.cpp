// Receipts are signed with one key for each profile, made for the first of them.
#include "settled.h"

#include <fpx/consent/permissionbook.h>
#include <fpx/wallet/sharing.h>

#include <QTest>

using namespace fpx;
using namespace fpx::test;
using Phase = wallet::Facade::Phase;
using Receipt = Result<wallet::ConsentReceipt>;

class TestReceipts : public QObject
{
    Q_OBJECT

    const PermissionId m_permission{q("6b5a2f0e-0000-4000-8000-000000000001")};
    std::optional<Settled> m_installation;
    std::unique_ptr<wallet::Wallet> m_wallet;

    /// Of a profile that has been left: its network's registry is not asked, so that the keychain alone decides what comes
    /// when.
    void give()
    {
        const auto vault = m_installation->openVault();
        wallet::VaultRecords records(vault);
        consent::PermissionBook book(records);
        consent::PermissionRecord record;
        record.id = m_permission;
        record.enrolment = EnrolmentId(q("left"));
        record.as = AsIdentifier(q("health"));
        record.client = ClientId(q("immunize-me"));
        record.definition = DefinitionId(q("labs"));
        record.scopes = {q("read")};
        record.state = consent::PermissionState::Active;
        record.grantedAt = record.signedAt = SystemClock().nowSeconds();
        record.expires = record.grantedAt + 3600;
        const auto key = jose::PrivateKey::generate(jose::Algorithm::ES256);
        const auto signedTerms = jose::sign({{q("typ"), q("fpx-permission+jwt")}},
                                            {{q("iss"), q("pseudonym")}, {q("aud"), q("clinic")}}, *key);
        QVERIFY(signedTerms);
        QVERIFY(book.put(record, consent::PermissionPapers{*signedTerms, {}}));
    }
    void open()
    {
        m_wallet = std::make_unique<wallet::Wallet>(m_installation->config());
        m_wallet->start();
        QTRY_COMPARE(m_wallet->phase(), Phase::Ready);
    }
    void close()
    {
        m_wallet.reset();
        QTRY_VERIFY(m_installation->isFree());
    }
    void ask(QList<Receipt> *made) const
    {
        m_wallet->sharing()->receipt(m_permission, [made](const Receipt &receipt) { made->append(receipt); });
    }

private Q_SLOTS:
    void init()
    {
        m_installation.emplace();
        m_installation->settle({});
        give();
        open();
    }
    void cleanup()
    {
        m_wallet.reset();
        m_installation.reset();
    }

    void two_first_receipts_at_once_have_one_key()
    {
        m_installation->keychain->deferred =
            true; // as a real one: time passes between looking for a key and keeping it
        QList<Receipt> made;
        ask(&made);
        ask(&made);
        QTRY_COMPARE(made.size(), 2);
        QVERIFY(made.first() && made.last());
        const QString thumbprint = made.first()->keyThumbprint;
        QVERIFY(!thumbprint.isEmpty());
        QCOMPARE(made.last()->keyThumbprint, thumbprint);
        close();
        open();
        ask(&made); // and it is the one that was kept
        QTRY_COMPARE(made.size(), 3);
        QVERIFY(made.last());
        QCOMPARE(made.last()->keyThumbprint, thumbprint);
    }

    void a_key_that_cannot_be_kept_signs_nothing()
    {
        m_installation->keychain->deferred = true;
        m_installation->keychain->fault = vault::FakeKeychain::Fault::Failed;
        QList<Receipt> made;
        ask(&made);
        ask(&made);
        QTRY_COMPARE(made.size(), 2);
        QVERIFY(!made.first() && !made.last());
        m_installation->keychain->fault = vault::FakeKeychain::Fault::None;
        ask(&made);
        QTRY_COMPARE(made.size(), 3);
        QVERIFY(made.last());
    }
};

QTEST_GUILESS_MAIN(TestReceipts)
#include "tst_receipts.moc"
