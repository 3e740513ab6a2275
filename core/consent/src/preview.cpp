#include "choice.h"

#include "words.h"

#include <QLocale>

namespace fpx::consent {

namespace {

class Lines
{
public:
    Lines(QList<PreviewLine> &lines, Recipient recipient, QString name)
        : m_lines(lines), m_recipient(recipient), m_name(std::move(name))
    {
    }
    void add(const QString &label, const QString &value) const { m_lines.append({m_recipient, m_name, label, value}); }

private:
    QList<PreviewLine> &m_lines;
    Recipient m_recipient;
    QString m_name;
};

QString durationText(const PromptContent &content, const Duration &duration)
{
    switch (duration.kind) {
    case DurationKind::Once: return Words::tr("once, within an hour");
    case DurationKind::Until:
        return Words::tr("until %1 in your time")
            .arg(QLocale().toString(content.duration.endOf(duration.lastDay).toLocalTime(), QLocale::LongFormat));
    case DurationKind::UntilRevoked: return Words::tr("until you revoke it; renewed every 90 days");
    }
    return {};
}

QStringList scopeNames(const ResourceOffer &resource, const QStringList &scopes)
{
    QStringList names;
    for (const ScopeOffer &scope : resource.scopes) {
        if (scopes.contains(scope.scope))
            names.append(QStringLiteral("%1 (%2)").arg(scope.displayName, scope.scope));
    }
    return names;
}

void addResource(const ResourceOffer &resource, const ResourceChoice &chosen, const PromptContent &content,
                 Preview &preview)
{
    const SourceOffer *source = findSource(resource, chosen.source);
    const SubjectOffer *subject = source ? findSubject(*source, chosen.subject) : nullptr;
    const QString sourceName = source ? source->displayName : Words::tr("a data source");
    const QString names = scopeNames(resource, chosen.scopes).join(QStringLiteral(", "));

    const Lines as(preview.sent, Recipient::AuthorizationServer, content.networkName);
    as.add(Words::tr("Permission"),
           Words::tr("%1 may: %2, of “%3” at %4").arg(content.clientName, names, resource.displayName, sourceName));
    as.add(Words::tr("Sealed note to %1").arg(sourceName),
           Words::tr("encrypted so that only %1 can open it").arg(sourceName));

    const Lines rs(preview.sent, Recipient::DataSource, sourceName);
    rs.add(Words::tr("Permission"),
           Words::tr("%1 may: %2, of “%3”").arg(content.clientName, names, resource.displayName));
    rs.add(Words::tr("Whose data"), subject && !subject->id.isEmpty()
                                        ? Words::tr("%1, by a pseudonym used once").arg(subject->displayName)
                                        : Words::tr("yours, by a pseudonym used once"));

    const Lines client(preview.sent, Recipient::Client, content.clientName);
    client.add(resource.displayName, Words::tr("sent by %1, not by this wallet").arg(sourceName));
}

} // namespace

Preview previewOf(const PromptContent &content, const Choice &choice)
{
    Preview preview;
    const Lines as(preview.sent, Recipient::AuthorizationServer, content.networkName);
    as.add(Words::tr("Who answers"), Words::tr("an anonymous account that exists at %1 only").arg(content.networkName));
    as.add(Words::tr("Decision"), isPartial(content, choice) ? Words::tr("granted in part") : Words::tr("granted"));
    as.add(Words::tr("How long"), durationText(content, choice.duration));
    if (content.anotherDevice)
        as.add(Words::tr("How it gets there"),
               Words::tr("from this wallet directly; the other device hears of it at %1").arg(content.networkName));
    QStringList sources;
    for (const ResourceOffer &resource : content.resources) {
        const ResourceChoice *chosen = findChoice(choice, resource.requestId);
        if (chosen == nullptr || !chosen->share)
            continue;
        addResource(resource, *chosen, content, preview);
        if (const SourceOffer *source = findSource(resource, chosen->source);
            source && !sources.contains(source->displayName))
            sources.append(source->displayName);
    }

    const Lines asNot(preview.notLearned, Recipient::AuthorizationServer, content.networkName);
    asNot.add(Words::tr("Who you are"), Words::tr("neither your name nor how you signed in"));
    asNot.add(Words::tr("Your data"), Words::tr("it passes from the source to the client directly"));
    for (const QString &source : std::as_const(sources)) {
        const Lines rsNot(preview.notLearned, Recipient::DataSource, source);
        rsNot.add(Words::tr("How you signed in"), Words::tr("your sign-in provider stays in this wallet"));
    }
    const Lines clientNot(preview.notLearned, Recipient::Client, content.clientName);
    clientNot.add(Words::tr("Your account at the source"), Words::tr("the wallet sends it to nobody"));
    clientNot.add(Words::tr("Your other sources and permissions"), Words::tr("they stay in this wallet"));
    return preview;
}

} // namespace fpx::consent
