#include "data/catalogue.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

QJsonObject words(const QString &en, const QString &fr, const QString &de)
{
    return {{u"en"_s, en}, {u"fr"_s, fr}, {u"de"_s, de}};
}

QJsonObject wanted(const QString &definition, const QString &scopes, bool required, const QString &linkage)
{
    QJsonArray list;
    for (QString scope : scopes.split(u' ')) {
        const bool optional = scope.endsWith(u'?');
        scope.chop(optional ? 1 : 0);
        list.append(QJsonObject{{u"scope"_s, scope}, {u"required"_s, !optional}});
    }
    QJsonObject resource{{u"resource_definition"_s, definition}, {u"scopes"_s, list}, {u"required"_s, required}};
    if (!linkage.isEmpty())
        resource.insert(u"linkage"_s, linkage);
    return resource;
}

QHash<QString, QJsonObject> resourceDefinitions()
{
    const auto scope = [](const QString &name, const QJsonObject &title, const QJsonObject &text,
                          const QString &sensitivity) {
        return QJsonObject{
            {u"scope"_s, name}, {u"display_name"_s, title}, {u"description"_s, text}, {u"sensitivity"_s, sensitivity}};
    };
    const auto definition = [](const QJsonObject &name, const QJsonObject &text, const QString &type,
                               const QJsonArray &scopes) {
        return QJsonObject{{u"display_name"_s, name},
                           {u"description"_s, text},
                           {u"resource_type"_s, type},
                           {u"scopes"_s, scopes},
                           {u"information_uri"_s, QJsonValue::Null}};
    };
    const QJsonObject read = words(u"read"_s, u"lire"_s, u"lesen"_s);
    const QJsonObject tell =
        words(u"be told about changes"_s, u"être informé des changements"_s, u"über Änderungen informiert werden"_s);
    const QJsonObject tellText = words(u"A short message when there is something new, without its contents."_s,
                                       u"Un court message en cas de nouveauté, sans le contenu."_s,
                                       u"Eine kurze Nachricht, wenn es Neues gibt, ohne den Inhalt."_s);
    return {
        {u"immunization-history"_s,
         definition(words(u"Immunization history"_s, u"Carnet de vaccination"_s, u"Impfausweis"_s),
                    words(u"Every vaccine that you have had, with date, dose and lot."_s,
                          u"Tous vos vaccins, avec date, dose et lot."_s,
                          u"Alle Ihre Impfungen mit Datum, Dosis und Charge."_s),
                    u"health"_s,
                    {scope(u"read"_s, read,
                           words(u"See all entries."_s, u"Voir toutes les entrées."_s, u"Alle Einträge sehen."_s),
                           u"medium"_s),
                     scope(u"subscribe"_s, tell, tellText, u"low"_s)})},
        {u"lab-results"_s,
         definition(
             words(u"Laboratory results"_s, u"Résultats de laboratoire"_s, u"Laborwerte"_s),
             words(u"Values measured in your blood and other samples."_s, u"Valeurs mesurées dans vos échantillons."_s,
                   u"Werte aus Ihrem Blut und anderen Proben."_s),
             u"health"_s,
             {scope(u"read"_s, read, words(u"See all values."_s, u"Voir toutes les valeurs."_s, u"Alle Werte sehen."_s),
                    u"high"_s),
              scope(u"subscribe"_s, tell, tellText, u"low"_s)})},
        {u"allergy-list"_s,
         definition(words(u"Allergies"_s, u"Allergies"_s, u"Allergien"_s),
                    words(u"What you react to."_s, u"Ce à quoi vous réagissez."_s, u"Worauf Sie reagieren."_s),
                    u"health"_s,
                    {scope(u"read"_s, read, words(u"See the list."_s, u"Voir la liste."_s, u"Die Liste sehen."_s),
                           u"medium"_s)})},
        {u"bank-statement"_s,
         definition(words(u"Account statement"_s, u"Relevé de compte"_s, u"Kontoauszug"_s),
                    words(u"Payments in and out of one account."_s, u"Les mouvements d'un compte."_s,
                          u"Zahlungen auf einem Konto."_s),
                    u"finance"_s,
                    {scope(u"read"_s, read,
                           words(u"See the last payments."_s, u"Voir les derniers mouvements."_s,
                                 u"Die letzten Zahlungen sehen."_s),
                           u"high"_s),
                     scope(u"balance"_s, words(u"see the balance"_s, u"voir le solde"_s, u"den Kontostand sehen"_s),
                           words(u"How much there is."_s, u"Le montant disponible."_s, u"Wie viel vorhanden ist."_s),
                           u"high"_s)})},
    };
}

QHash<QString, QJsonObject> organizations()
{
    const auto organization = [](const QString &name, const QString &regulator) {
        return QJsonObject{{u"display_name"_s, name}, {u"regulator_uri"_s, regulator}};
    };
    const QString privacy = u"https://privacy-commissioner.example/complaints"_s;
    return {{u"public-health-ontario"_s, organization(u"Public Health Ontario"_s, privacy)},
            {u"healthtrack"_s, organization(u"HealthTrack Inc."_s, privacy)},
            {u"city-hospital"_s, organization(u"City Hospital"_s, privacy)},
            {u"medilab"_s, organization(u"MediLab Diagnostics"_s, privacy)},
            {u"maple-bank"_s, organization(u"Maple Bank"_s, u"https://financial-ombudsman.example/"_s)}};
}

} // namespace fpx::sandbox
