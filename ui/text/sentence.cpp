#include "text/sentence.h"

#include "text/dates.h"
#include "text/words.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QLocale>

#include <algorithm>

namespace fpx::ui {

using namespace consent;

namespace {

const ResourceOffer *offerOf(const PromptContent &content, const QString &requestId)
{
    for (const ResourceOffer &offer : content.resources) {
        if (offer.requestId == requestId)
            return &offer;
    }
    return nullptr;
}

QString lowered(const QString &text)
{
    // "Read" becomes "read" within a sentence; "MRI scans" stays
    if (text.size() > 1 && text.at(1).isUpper())
        return text;
    return text.isEmpty() ? text : text.at(0).toLower() + text.mid(1);
}

struct Parts {
    QStringList verbs; ///< the same for all resources, or empty
    QStringList resources;
    QStringList sources; ///< each once; empty when one is still to be chosen
    QString subject;     ///< the same for all; empty: the person's own
    bool mixedSubjects = false;
};

Parts partsOf(const PromptContent &content, const Choice &choice)
{
    Parts parts;
    bool first = true;
    bool sameVerbs = true;
    bool everySource = true;
    QString subjectId;
    for (const ResourceChoice &chosen : choice.resources) {
        const ResourceOffer *offer = offerOf(content, chosen.requestId);
        if (!offer || !chosen.share)
            continue;
        QStringList verbs;
        for (const ScopeOffer &scope : offer->scopes) {
            if (scope.required || chosen.scopes.contains(scope.scope))
                verbs.append(lowered(cleaned(scope.displayName)));
        }
        QString source;
        QString subject;
        for (const SourceOffer &candidate : offer->sources) {
            if (candidate.id != chosen.source)
                continue;
            source = cleaned(candidate.displayName);
            for (const SubjectOffer &who : candidate.subjects) {
                if (who.id == chosen.subject && !who.id.isEmpty())
                    subject = cleaned(who.displayName);
            }
        }
        parts.resources.append(lowered(cleaned(offer->displayName)));
        sameVerbs = sameVerbs && (first || verbs == parts.verbs);
        everySource = everySource && !source.isEmpty();
        if (!parts.sources.contains(source))
            parts.sources.append(source);
        parts.mixedSubjects = parts.mixedSubjects || (!first && subjectId != chosen.subject);
        parts.verbs = verbs;
        parts.subject = subject;
        subjectId = chosen.subject;
        first = false;
    }
    if (!sameVerbs)
        parts.verbs.clear();
    if (!everySource)
        parts.sources.clear();
    return parts;
}

} // namespace

QString cleaned(const QString &text, qsizetype limit)
{
    QString out;
    for (const QChar c : text.simplified()) {
        if (c.category() != QChar::Other_Control && c.category() != QChar::Other_Format && !c.isNonCharacter())
            out.append(c);
    }
    return out.size() <= limit ? out : out.left(limit - 1) + QStringLiteral("…");
}

QString joined(const QStringList &parts)
{
    // The words are English where the system has no language at all, and "a, b" is none.
    const QLocale locale;
    return (locale.language() == QLocale::C ? QLocale(QLocale::English) : locale).createSeparatedList(parts);
}

QString durationWords(const DurationOffer &offer, const Duration &duration)
{
    switch (duration.kind) {
    case DurationKind::Once: return Words::tr("once");
    case DurationKind::Until: return Words::tr("until %1").arg(untilText(offer.endOf(duration.lastDay)));
    case DurationKind::UntilRevoked: break;
    }
    return Words::tr("until you revoke it");
}

QString subjectWords(const SubjectOffer &subject)
{
    if (subject.id.isEmpty())
        return Words::tr("me");
    return subject.relation.isEmpty()
               ? cleaned(subject.displayName)
               : Words::tr("%1 (%2)").arg(cleaned(subject.displayName), cleaned(subject.relation));
}

Sentence promptSentence(const PromptContent &content, const Choice &choice)
{
    const Parts parts = partsOf(content, choice);
    const QString client = cleaned(content.clientName);
    const auto compose = [&](auto strong) -> QString {
        // isolated, so that a name in another script does not reorder the sentence
        const auto name = [&](const QString &text) { return strong(QStringLiteral("\u2068%1\u2069").arg(text)); };
        if (content.purpose == QLatin1String("protect"))
            return Words::tr("%1 wants to protect your records with %2.")
                .arg(name(client), name(cleaned(content.networkName)));
        if (parts.resources.isEmpty())
            return Words::tr("%1 would receive nothing.").arg(name(client));
        const QString what = name(joined(parts.resources));
        const QString whose = parts.mixedSubjects ? Words::tr("the %1", "data, of several people").arg(what)
                              : parts.subject.isEmpty()
                                  ? Words::tr("your %1", "data").arg(what)
                                  : Words::tr("the %2 of %1", "%1 a person, %2 data").arg(name(parts.subject), what);
        const QString data =
            parts.sources.isEmpty()
                ? whose
                : Words::tr("%1 from %2", "%1 data, %2 data sources").arg(whose, name(joined(parts.sources)));
        const QString verbs = parts.verbs.isEmpty() ? QString() : name(joined(parts.verbs));
        if (verbs.isEmpty())
            return Words::tr("%1 wants access to %2 %3.", "%3 is a duration")
                .arg(name(client), data, durationWords(content.duration, choice.duration));
        return Words::tr("%1 wants to %2 %3 %4.", "%2 verbs, %3 data, %4 a duration")
            .arg(name(client), verbs, data, durationWords(content.duration, choice.duration));
    };
    Sentence sentence;
    sentence.text = compose([](const QString &text) { return text; });
    sentence.html = compose([](const QString &text) { return QStringLiteral("<b>%1</b>").arg(text.toHtmlEscaped()); });
    return sentence;
}

QByteArray fingerprint(const PromptContent &content)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << content.clientName << content.clientOrganization << content.verifiedBy << content.networkName
        << content.profileName << content.reason << content.purpose << content.canRemember << content.clientLogoPng;
    for (const ResourceOffer &resource : content.resources) {
        out << resource.requestId << resource.displayName << resource.required;
        for (const ScopeOffer &scope : resource.scopes)
            out << scope.scope << scope.displayName << scope.required << static_cast<int>(scope.sensitivity);
        for (const SourceOffer &source : resource.sources) {
            out << source.id.value() << source.displayName << source.connected;
            for (const SubjectOffer &subject : source.subjects)
                out << subject.id << subject.displayName << subject.offersResource;
        }
    }
    const DurationOffer &d = content.duration;
    out << d.once << d.until << d.untilRevoked << d.earliest << d.latest;
    for (const Warning &warning : content.warnings)
        out << static_cast<int>(warning.kind) << warning.text;
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

ErrorWords errorWords(const QString &message)
{
    // the first sentence says what happened; a full stop within a name ("St. Mary") is not followed by two words
    static constexpr qsizetype shortest = 12;
    for (qsizetype at = message.indexOf(QLatin1String(". ")); at >= 0;
         at = message.indexOf(QLatin1String(". "), at + 1)) {
        if (at >= shortest)
            return {message.left(at + 1), message.mid(at + 2).trimmed()};
    }
    return {message, {}};
}

} // namespace fpx::ui
