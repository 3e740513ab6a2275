#include "state.h"

#include <fpx/base/json.h>

#include "words.h"

namespace fpx::sources {

namespace {

QString k(const char *name)
{
    return QLatin1String(name);
}

QByteArray copyOf(const Secret &secret)
{
    return {secret.view().constData(), secret.view().size()};
}

} // namespace

SecretName tokensOf(const SourceIdentifier &source)
{
    return {SecretPurpose::SourceTokens, source.value()};
}

Failure needsSignIn(const QString &name)
{
    return fail("source_needs_sign_in", Words::tr("%1 no longer accepts this connection. Connect it again.").arg(name));
}

Failure sourceUnknown()
{
    return fail("source_unknown", Words::tr("This wallet does not know that data source."));
}

Result<void> SourceService::State::store(const SourceAccount &account)
{
    FPX_CHECK(context.records->put(QStringLiteral("sources"), account.source.value(), account.toJson()));
    accounts.insert(account.source, account);
    return {};
}

Async<void> SourceService::State::storeTokens(SourceIdentifier source, StoredTokens tokens) const
{
    QByteArray json = toCompactJson({{k("access_token"), QString::fromUtf8(tokens.access.view())},
                                     {k("refresh_token"), QString::fromUtf8(tokens.refresh.view())},
                                     {k("expires_at"), tokens.expiresAt}});
    const Secret sealed = Secret::take(json);
    const SecretName name = tokensOf(source);
    co_return co_await context.secrets->put(name, sealed);
}

Async<void> SourceService::State::storeRenewed(SourceIdentifier source, StoredTokens tokens)
{
    unsaved.insert(source, tokens); // before anything is awaited: the store may be locked meanwhile
    const auto stored = co_await storeTokens(source, tokens);
    if (const auto kept = unsaved.constFind(source);
        stored && kept != unsaved.constEnd() && kept->refresh == tokens.refresh && kept->access == tokens.access)
        unsaved.erase(kept);
    co_return stored;
}

Async<StoredTokens> SourceService::State::loadTokens(SourceIdentifier source)
{
    const SecretName name = tokensOf(source);
    FPX_CO_TRY(sealed, co_await context.secrets->get(name)); // also says whether the store is open
    if (unsaved.contains(source)) {
        const StoredTokens newest = unsaved.value(source);
        [[maybe_unused]] const auto stored = co_await storeRenewed(source, newest);
        co_return newest;
    }
    FPX_CO_TRY(json, parseJsonObject(copyOf(sealed)));
    StoredTokens tokens;
    QByteArray access = json.value(k("access_token")).toString().toUtf8();
    QByteArray refresh = json.value(k("refresh_token")).toString().toUtf8();
    tokens.access = Secret::take(access);
    tokens.refresh = Secret::take(refresh);
    tokens.expiresAt = json.value(k("expires_at")).toInteger();
    co_return tokens;
}

} // namespace fpx::sources
