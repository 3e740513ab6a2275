// Chapter 2, and consent receipts.
#include "examples.h"

#include <fpx/base/base64url.h>
#include <fpx/base/json.h>
#include <fpx/jose/jws.h>
#include <fpx/jose/signature.h>
#include <fpx/operator/operatorprofile.h>
#include <fpx/receipt/receipt.h>

namespace examples {

namespace {

using namespace fpx;

QString text(const char *value)
{
    return QString::fromUtf8(value);
}

QByteArray readProfile(QJsonObject header, const QJsonObject &payload)
{
    static const auto key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
    if (header.value(text("kid")).isString())
        header.insert(text("kid"), key.keyId());
    const QByteArray input = toBase64Url(toCompactJson(header)) + '.' + toBase64Url(toCompactJson(payload));
    const QByteArray jws = input + '.' + toBase64Url(*jose::signBytes(input, key));
    const auto profile = op::OperatorProfile::verify(jws, jose::JwkSet({key.publicKey()}), {}, 1'790'000'000);
    return profile ? QByteArray("accepted") : profile.error().code;
}

receipt::Facts facts()
{
    receipt::Facts facts;
    facts.receiptId = text("4e0f8f3e-6d2b-4d0c-9f5e-0e9a5e1f2a3b");
    facts.permissionId = text("6b5a2f0e-51c0-4000-8000-000000000001");
    facts.pseudonym = text("9b68a0de-7b61-4f7e-8a53-6a1f0c2d4e5f");
    facts.language = text("en");
    facts.privacyNotice = facts.terms = text("https://immunize-me.example/privacy");
    facts.definition = text("immunization-history");
    facts.definitionName = text("Immunization history");
    facts.scopes = {{text("read"), text("Read")}};
    facts.givenAt = facts.issuedAt = 1'790'000'000;
    facts.endsAt = 1'797'776'000;
    facts.state = text("active");
    facts.withdrawal = text("In the wallet.");
    facts.permissionHash = text("hash");
    facts.parties = {{text("pii_controller"), text("immunize-me"), text("Immunize Me"),
                      text("https://immunize-me.example"), text("privacy@immunize-me.example")}};
    facts.events = {{1'790'000'000, text("granted"), text("Immunize Me may use it.")}};
    return facts;
}

const jose::PrivateKey &receiptKey()
{
    static const auto key = *jose::PrivateKey::generate(jose::Algorithm::ES256);
    return key;
}

QJsonObject receiptFile()
{
    return *parseJsonObject(*receipt::seal(receipt::content(facts()), receiptKey()));
}

} // namespace

void addOperatorChecks(Checks &checks)
{
    checks[text("operator-profile-header")] =
        reads([](const QJsonObject &header) { return readProfile(header, exampleOf("operator-profile").json()); });
    checks[text("operator-profile")] = reads(
        [](const QJsonObject &payload) { return readProfile(exampleOf("operator-profile-header").json(), payload); },
        {text("policies[].id"), text("policies[].when"), text("policies[].when.purpose"),
         text("policies[].when.purpose[]")}); // read by the rules' own reader (docs/policies.md)
    checks[text("consent-receipt")] = makes([] { return receipt::content(facts()); });
    checks[text("consent-receipt-header")] =
        makes([] { return jose::peekUnverified(receiptFile().value(text("jws")).toString().toLatin1())->header; });
    checks[text("consent-receipt-file")] = [](const Example &example) -> QString {
        const QStringList members = example.json().keys();
        return members == receiptFile().keys() ? QString() : text("the file has other members");
    };
}

} // namespace examples
