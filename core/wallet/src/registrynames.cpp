#include "registrynames.h"

namespace fpx::wallet {

namespace {

using policy::Condition;

void add(QList<consent::Named> &names, Condition kind, const AsIdentifier &network, const QString &id,
         const QString &name)
{
    if (!id.isEmpty() && !name.isEmpty())
        names.append({kind, network.value(), id, name});
}

} // namespace

QCoro::Task<> readRegistryNames(std::shared_ptr<Services> services, AsIdentifier network, EnrolmentId enrolment,
                                CancelToken cancel)
{
    const auto registry = co_await services->accounts->registry(enrolment, cancel);
    if (!registry || cancel.cancelled())
        co_return;
    QList<consent::Named> names;
    QStringList definitions;
    for (const op::DataSource &source : services->profile().dataSources()) {
        const auto at = source.resourceServerAt(network);
        if (!at)
            continue;
        const auto server = co_await (*registry)->server(*at, cancel);
        if (cancel.cancelled())
            co_return;
        if (!server)
            continue;
        definitions += server->definitions.keys();
        if (server->organization.isEmpty())
            continue;
        const auto organization = co_await (*registry)->organization(server->organization, cancel);
        if (cancel.cancelled())
            co_return;
        if (organization)
            add(names, Condition::Organization, network, organization->id, organization->displayName);
    }
    definitions.removeDuplicates();
    for (const QString &id : std::as_const(definitions)) {
        const auto definition = co_await (*registry)->definition(DefinitionId(id), cancel);
        if (cancel.cancelled())
            co_return;
        if (!definition)
            continue;
        add(names, Condition::Definition, network, id, definition->displayName);
        add(names, Condition::ResourceType, network, definition->resourceType, definition->resourceType);
        for (const uma::RegisteredScope &scope : definition->scopes)
            add(names, Condition::Scope, network, scope.scope, scope.displayName);
    }
    [[maybe_unused]] const auto learned = services->facts->learn(names);
}

} // namespace fpx::wallet
