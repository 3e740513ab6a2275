#include "person.h"

#include <fpx/base/json.h>

#include "words.h"

namespace fpx::identity {

namespace {

constexpr qsizetype maxClaim = 200;

QString claim(const QJsonObject &claims, const char *name)
{
    QString text;
    for (const QChar c : claims.value(QLatin1String(name)).toString().left(maxClaim)) {
        if (c.isPrint())
            text.append(c);
    }
    return text.trimmed();
}

void fill(QString &fact, const QString &told)
{
    if (fact.isEmpty())
        fact = told;
}

} // namespace

PersonFacts personOf(const QJsonObject &claims)
{
    PersonFacts person{claim(claims, "name"), claim(claims, "email"), claim(claims, "preferred_username")};
    const QString parts = claim(claims, "given_name") + u' ' + claim(claims, "family_name");
    fill(person.name, parts.trimmed());
    return person;
}

Async<PersonFacts> completePerson(PersonFacts known, QString subject, oauth::Metadata metadata,
                                  std::shared_ptr<http::HttpClient> http, Secret accessToken, CancelToken cancel)
{
    if (metadata.userinfoEndpoint.isEmpty() || (!known.name.isEmpty() && !known.email.isEmpty()))
        co_return known;
    http::Request request;
    request.url = metadata.userinfoEndpoint;
    request.bearer = accessToken;
    request.reading = Reading::Lenient;
    const auto response = co_await http->send(request, cancel);
    FPX_CO_CHECK(cancel.check());
    if (!response || !response->ok())
        co_return known;
    const auto claims = http::readJson(*response, request.maxBody, Reading::Lenient);
    if (!claims)
        co_return known;
    if (claims->value(QStringLiteral("sub")).toString() != subject)
        co_return fail("userinfo_other_person",
                       Words::tr("Your sign-in provider answered for two different people. The "
                                 "wallet stopped, and you were not signed in."));
    const PersonFacts told = personOf(*claims);
    fill(known.name, told.name);
    fill(known.email, told.email);
    fill(known.username, told.username);
    co_return known;
}

} // namespace fpx::identity
