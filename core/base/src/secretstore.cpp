#include <fpx/base/secretstore.h>
#include <fpx/base/words.h>

namespace fpx {

Async<void> FakeSecretStore::put(SecretName name, Secret value)
{
    FPX_CO_CHECK(failWith);
    values.insert(name, value);
    co_return {};
}

Async<Secret> FakeSecretStore::get(SecretName name)
{
    FPX_CO_CHECK(failWith);
    const auto found = values.constFind(name);
    if (found == values.constEnd())
        co_return fail("secret_not_found", Words::tr("Something that the wallet had stored is missing."), name.id);
    co_return *found;
}

Async<void> FakeSecretStore::remove(SecretName name)
{
    FPX_CO_CHECK(failWith);
    values.remove(name);
    co_return {};
}

} // namespace fpx
