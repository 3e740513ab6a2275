#include "knownnames.h"

#include "words.h"

namespace fpx::wallet {

using policy::Condition;

namespace {

void addProfiles(const Services &services, NameBook &names)
{
    for (const op::AuthorizationServer &server : services.profile().authorizationServers()) {
        for (const uma::Enrolment &enrolment : services.accounts->at(server.identifier))
            names.add(Condition::Profile, server.identifier.value(), enrolment.id.value(),
                      enrolment.displayName.isEmpty() ? Words::tr("Private profile") : enrolment.displayName);
    }
}

// What the sources say that they hold, at each network that knows them.
void addDefinitions(const Services &services, NameBook &names)
{
    for (const op::DataSource &source : services.profile().dataSources()) {
        const auto account = services.sources->account(source.identifier);
        if (!account)
            continue;
        for (const op::AuthorizationServer &server : services.profile().authorizationServers()) {
            if (!source.resourceServerAt(server.identifier))
                continue;
            const QString network = server.identifier.value();
            for (const sources::Resource &resource : account->own) {
                const QString id = resource.definition.value();
                if (names.at(Condition::Definition, network, id).isNull())
                    names.add(Condition::Definition, network, id, resource.displayName);
            }
        }
    }
}

// What was called something when a permission was granted, before there was a list of names.
void addFromPermissions(const Services &services, Condition kind, NameBook &names)
{
    for (const consent::PermissionRecord &permission : services.permissions->all()) {
        const auto add = [&](Condition its, const QString &place, const QString &id, const QString &name) {
            if (its == kind && names.at(its, place, id).isNull())
                names.add(its, place, id, name);
        };
        const QString network = permission.as.value();
        add(Condition::Client, network, permission.client.value(), permission.names->clientName);
        add(Condition::Definition, network, permission.definition.value(), permission.names->definitionName);
        if (!permission.subject.isEmpty())
            add(Condition::Subject, permission.source.value(), permission.subject, permission.names->subjectName);
        if (permission.scopes.size() == permission.names->scopeNames.size()) {
            for (qsizetype i = 0; i < permission.scopes.size(); ++i)
                add(Condition::Scope, network, permission.scopes[i], permission.names->scopeNames[i]);
        }
    }
}

} // namespace

NameBook namesKnown(const Services &services, Condition kind)
{
    NameBook names = services.facts->names();
    if (kind == Condition::As) {
        for (const op::AuthorizationServer &server : services.profile().authorizationServers())
            names.add(kind, {}, server.identifier.value(), server.displayName.text(services.config.locales));
    } else if (kind == Condition::Source) {
        for (const op::DataSource &source : services.profile().dataSources())
            names.add(kind, {}, source.identifier.value(), source.displayName.text(services.config.locales));
    } else if (kind == Condition::Profile) {
        addProfiles(services, names);
    } else if (kind == Condition::Definition) {
        addDefinitions(services, names);
    }
    addFromPermissions(services, kind, names);
    return names;
}

} // namespace fpx::wallet
