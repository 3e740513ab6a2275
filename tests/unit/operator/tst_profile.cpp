// Acceptance of a profile: signature, versions, dates, and what it says once it is accepted.
#include "profiletest.h"

using namespace profiletest;

class TestProfile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsTheGoodProfile()
    {
        const auto result = accept(goodProfile());
        QVERIFY2(result, result ? "" : qPrintable(result.error().detail));
        const OperatorProfile &p = *result;
        QCOMPARE(p.issuer(), text("https://operator.example"));
        QCOMPARE(p.version(), 7);
        QVERIFY(!p.isSandbox());
        QCOMPARE(p.product().name.text({text("fr-CA")}), text("Portefeuille"));
        QCOMPARE(p.listenerPort(), quint16(28951));
        QCOMPARE(p.uriScheme(), text("demo-wallet"));

        QCOMPARE(p.identityProviders().size(), 2);
        const IdentityProvider *bank = p.identityProvider(IdpIdentifier(text("bank")));
        QVERIFY(bank != nullptr);
        QCOMPARE(bank->acrValues, QStringList({text("high"), text("low")}));
        QCOMPARE(bank->assuranceOf(text("high")), (Assurance{2, 3}));
        QCOMPARE(bank->assuranceOf(text("low")), (Assurance{1, 0}));
        QCOMPARE(bank->assuranceOf(text("other")), Assurance());
        QCOMPARE(bank->additionalQueryParams.value(text("kc_idp_hint")), text("bank"));
        QCOMPARE(p.identityProviders().last().scope, text("openid"));

        const AuthorizationServer *health = p.authorizationServer(AsIssuer(text("https://as.example")));
        QVERIFY(health != nullptr && health == p.authorizationServerByClientId(text("as-health")));
        QCOMPARE(health, p.authorizationServer(AsIdentifier(text("health"))));
        QCOMPARE(health->softwareStatement, QByteArray("eyJh.eyJi.AAAA"));
        QCOMPARE(health->requestObject, RequestObject::Required);
        QCOMPARE(p.authorizationServers().last().requestObject, RequestObject::Optional);
        QVERIFY(health->allowsRedirect(text("https://as.example/cb")));
        QVERIFY(!health->allowsRedirect(text("https://as.example/cb/"))); // redirect_uri_prefix
        QVERIFY(p.authorizationServer(AsIssuer(text("https://as.example/"))) == nullptr);

        const DataSource *clinic = p.dataSource(SourceIdentifier(text("clinic")));
        QVERIFY(clinic != nullptr && clinic->rot && clinic->rot->strategy == RotStrategy::HmacJwt);
        QCOMPARE(clinic->resourceServerAt(AsIdentifier(text("health")))->value(), text("Clinic_1"));
        QVERIFY(!clinic->resourceServerAt(AsIdentifier(text("edu"))));

        QCOMPARE(p.policies().size(), 2);
        QCOMPARE(p.settings().value(text("session_max")).toInt(), 3600);
        QCOMPARE(p.locked().size(), 2);
        QCOMPARE(p.trustedRoots().first().hosts, QStringList{text("as.example")});
        QCOMPARE(p.update()->keys, QStringList{text("RWQ")});
    }
    void theLeastThatIsAProfile()
    {
        const QJsonObject least = json("{'iss':'https://o.example','iat':1,'exp':1795000000,'profile_version':1,"
                                       "'product':{'name':'W'},'unknown':{'ignored':[]}}")
                                      .toObject();
        const auto p = accept(least);
        QVERIFY2(p, p ? "" : qPrintable(p.error().detail));
        QCOMPARE(p->listenerPort(), quint16(28950));
        QCOMPARE(p->uriScheme(), text("fpx-wallet"));
        QVERIFY(!p->update());
    }
    void acceptsEdDsa()
    {
        const auto key = *jose::PrivateKey::generate(jose::Algorithm::EdDSA);
        QCOMPARE(
            code(OperatorProfile::verify(signedProfile(goodProfile(), key), jose::JwkSet({key.publicKey()}), {}, now)),
            QByteArray("accepted"));
    }

    void signature_by_another_key()
    {
        const auto other = *jose::PrivateKey::generate(jose::Algorithm::ES256);
        QCOMPARE(code(OperatorProfile::verify(signedProfile(goodProfile(), other), operatorKeys(), {}, now)),
                 QByteArray("operator_profile_signature"));
        const jose::JwkSet renamed({other.publicKey().withKeyId(operatorKey().keyId())});
        QCOMPARE(code(OperatorProfile::verify(signedProfile(goodProfile()), renamed, {}, now)),
                 QByteArray("operator_profile_signature"));
        QCOMPARE(code(OperatorProfile::verify(signedProfile(goodProfile()), jose::JwkSet(), {}, now)),
                 QByteArray("operator_profile_signature"));
    }
    void signature_of_an_algorithm_that_operators_do_not_use()
    {
        for (const auto algorithm : {jose::Algorithm::RS256, jose::Algorithm::ES384}) {
            const auto key = *jose::PrivateKey::generate(algorithm);
            QCOMPARE(code(OperatorProfile::verify(signedProfile(goodProfile(), key), jose::JwkSet({key.publicKey()}),
                                                  {}, now)),
                     QByteArray("operator_profile_signature"));
        }
    }
    void typ_of_another_token()
    {
        for (const char *typ : {"fpx-software-statement+jwt", "JWT"})
            QCOMPARE(code(OperatorProfile::verify(signedProfile(goodProfile(), operatorKey(), typ), operatorKeys(), {},
                                                  now)),
                     QByteArray("operator_profile_signature"));
    }
    void kid_missing()
    {
        const auto jws =
            jose::sign(QJsonObject{{text("typ"), text("fpx-operator-profile+jwt")}}, goodProfile(), operatorKey());
        QCOMPARE(code(OperatorProfile::verify(*jws, operatorKeys(), {}, now)),
                 QByteArray("operator_profile_signature"));
    }
    void plain_json_instead_of_a_signature()
    {
        QCOMPARE(code(OperatorProfile::verify(toCompactJson(goodProfile()), operatorKeys(), {}, now)),
                 QByteArray("operator_profile_signature"));
    }
    void too_large()
    {
        const QByteArray jws = signedProfile(
            profileWith("padding", QJsonArray{QString(60'000, QLatin1Char('x')), QString(60'000, QLatin1Char('x')),
                                              QString(60'000, QLatin1Char('x')), QString(60'000, QLatin1Char('x'))}));
        QCOMPARE(code(OperatorProfile::verify(jws, operatorKeys(), {}, now)), QByteArray("operator_profile_signature"));
    }

    void rolled_back()
    {
        const auto refused = accept(goodProfile(), {8, "x"});
        QCOMPARE(code(refused), QByteArray("operator_profile_rolled_back"));
        QCOMPARE(code(accept(profileWith("profile_version", 8), {7, "x"})), QByteArray("accepted"));
    }
    void equal_version_with_other_bytes()
    {
        const QByteArray jws = signedProfile(goodProfile());
        const auto first = OperatorProfile::verify(jws, operatorKeys(), {}, now);
        const AcceptedVersion accepted = first->acceptedVersion();
        QCOMPARE(accepted.version, 7);
        QCOMPARE(accepted.sha256, sha256Base64Url(jws));
        QCOMPARE(code(OperatorProfile::verify(jws, operatorKeys(), accepted, now)), QByteArray("accepted"));
        QCOMPARE(code(accept(profileWith("product.name", text("Other")), accepted)),
                 QByteArray("operator_profile_version_reused"));
        // Signed once more: the same words, other bytes.
        QCOMPARE(code(accept(goodProfile(), accepted)), QByteArray("operator_profile_version_reused"));
    }
    void from_the_future()
    {
        const QJsonObject profile = profileWith("iat", now + 601);
        QCOMPARE(code(accept(profile)), QByteArray("operator_profile_from_the_future"));
        QCOMPARE(code(accept(profile, {}, now + 1)), QByteArray("accepted"));
    }
    void expired_for_more_than_14_days()
    {
        const auto p = accept(goodProfile(), {}, 1795000000 + 100 * day); // accepted: revoking must go on
        QVERIFY(p);
        const qint64 end = p->expiresAt();
        QVERIFY(!p->expired(end - 1));
        QVERIFY(p->expired(end) && !p->stale(end));
        QVERIFY(p->expired(end + 14 * day) && !p->stale(end + 14 * day));
        QCOMPARE(code(p->checkFresh(end + 14 * day)), QByteArray("accepted"));
        QVERIFY(p->stale(end + 14 * day + 1));
        QCOMPARE(code(p->checkFresh(end + 14 * day + 1)), QByteArray("operator_profile_stale"));
    }

    void refusalNamesMemberAndLine()
    {
        const QByteArray payload =
            q("{\n"
              " 'iss': 'https://o.example', 'iat': 1, 'exp': 2, 'profile_version': 1,\n"
              " 'product': {'name': 'W'},\n"
              " 'identity_providers': [\n"
              "  {'identifier': 'a', 'display_name': 'A', 'issuer': 'https://a.example', 'client_id': 'c'},\n"
              "  {'identifier': 'B', 'display_name': 'B',\n"
              "   'issuer': 'http://b.example'}\n"
              " ]\n}");
        const QList<Finding> findings = OperatorProfile::check(payload);
        QCOMPARE(findings.size(), 3);
        QCOMPARE(findings[0].path, text("identity_providers[1].identifier"));
        QCOMPARE(findings[0].line, 6);
        QCOMPARE(findings[1].path, text("identity_providers[1].issuer"));
        QCOMPARE(findings[1].line, 7);
        QCOMPARE(findings[2].path, text("identity_providers[1].client_id"));
        QCOMPARE(findings[2].line, 6); // missing: the line of what should hold it
        const auto jws = jose::sign(
            QJsonObject{{text("typ"), text("fpx-operator-profile+jwt")}, {text("kid"), operatorKey().keyId()}}, payload,
            operatorKey());
        const auto refused = OperatorProfile::verify(*jws, operatorKeys(), {}, now);
        QCOMPARE(code(refused), QByteArray("operator_profile_refused"));
        QVERIFY(refused.error().detail.startsWith(text("line 6: identity_providers[1].identifier: ")));
        QVERIFY(refused.error().detail.endsWith(text("(and 2 more)")));
    }
    void brokenJsonNamesItsLine()
    {
        const QList<Finding> findings = OperatorProfile::check("{\n\"iss\": 1,\n\"iss\": 2}");
        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings[0].line, 3);
        QVERIFY(findings[0].why.startsWith(text("json_duplicate_member")));
    }
    void goodProfileHasNoFindings() { QVERIFY(OperatorProfile::check(toCompactJson(goodProfile())).isEmpty()); }
};

QTEST_GUILESS_MAIN(TestProfile)
#include "tst_profile.moc"
