#include "data/records.h"

#include <QHash>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

struct Table {
    QString title;
    QString subject;
    QString columns;  ///< key:Label, separated by |
    QStringList rows; ///< Cells separated by |
};

const QHash<QString, Table> &tables()
{
    static const QString immunization = u"date:Date|vaccine:Vaccine|dose:Dose|lot:Lot|site:Given at"_s;
    static const QString labs = u"date:Date|test:Test|value:Value|unit:Unit|range:Reference range|flag:Note"_s;
    static const QString bank = u"date:Date|text:Description|amount:Amount|balance:Balance"_s;
    static const QHash<QString, Table> all{
        {u"immunization-history/aicha"_s,
         {u"Immunization history"_s,
          u"Aïcha Benali, born 14 March 1988"_s,
          immunization,
          {u"2025-10-07|Influenza, quadrivalent|1 of 1|FLQ-88231-AB|City Hospital, Ward C2"_s,
           u"2024-11-19|COVID-19 mRNA, XBB.1.5|5|CVX-40917-KL|City Hospital, Ward C2"_s,
           u"2022-06-02|Tetanus, diphtheria, pertussis (Tdap)|Booster|TDP-11873-QD|Dr. Okafor, Family Practice"_s,
           u"2019-04-23|Hepatitis A|2 of 2|HEA-55210-MM|Travel Clinic Harbourfront"_s,
           u"2018-10-16|Hepatitis A|1 of 2|HEA-50044-MM|Travel Clinic Harbourfront"_s,
           u"2003-09-30|Hepatitis B|3 of 3|HEB-20178-TR|School programme"_s,
           u"1992-05-11|Measles, mumps, rubella|2 of 2|MMR-00912-AA|Dr. Haddad, Paediatrics"_s}}},
        {u"immunization-history/jonas"_s,
         {u"Immunization history"_s,
          u"Jonas Lindqvist, born 2 November 1975"_s,
          immunization,
          {u"2025-09-22|Pneumococcal conjugate (PCV20)|1 of 1|PNC-71150-RW|City Hospital, Ward A1"_s,
           u"2024-10-30|Influenza, high dose|1 of 1|FLH-90362-ZC|Pharmacy on Queen"_s,
           u"2021-07-14|COVID-19 mRNA|2 of 2|CVX-10026-DF|Convention Centre"_s,
           u"2014-03-05|Yellow fever|1 of 1|YFV-33871-NN|Travel Clinic Harbourfront"_s}}},
        {u"immunization-history/ingrid"_s,
         {u"Immunization history"_s,
          u"Ingrid Lindqvist, born 6 May 1946"_s,
          immunization,
          {u"2025-10-02|Shingles, recombinant|2 of 2|SHX-44019-PB|City Hospital, Ward A1"_s,
           u"2025-09-25|Influenza, high dose|1 of 1|FLH-91220-QA|City Hospital, Ward A1"_s}}},
        {u"lab-results/aicha"_s,
         {u"Laboratory results"_s,
          u"Aïcha Benali, born 14 March 1988"_s,
          labs,
          {u"2026-01-15|Ferritin|11.4|µg/L|15 – 150|low"_s, u"2026-01-15|Haemoglobin|118|g/L|120 – 155|low"_s,
           u"2026-01-15|TSH|2.31|mIU/L|0.4 – 4.0|"_s, u"2025-06-03|Vitamin D, 25-OH|54|nmol/L|50 – 125|"_s,
           u"2025-06-03|HbA1c|5.2|%|below 5.7|"_s}}},
        {u"lab-results/jonas"_s,
         {u"Laboratory results"_s,
          u"Jonas Lindqvist, born 2 November 1975"_s,
          labs,
          {u"2026-02-09|LDL cholesterol|4.12|mmol/L|below 3.0|high"_s, u"2026-02-09|HbA1c|5.9|%|below 5.7|high"_s,
           u"2026-02-09|Creatinine|84|µmol/L|60 – 110|"_s, u"2025-08-18|PSA|1.07|µg/L|below 4.0|"_s}}},
        {u"lab-results/ingrid"_s,
         {u"Laboratory results"_s,
          u"Ingrid Lindqvist, born 6 May 1946"_s,
          labs,
          {u"2026-01-29|Potassium|5.3|mmol/L|3.5 – 5.1|high"_s, u"2026-01-29|Creatinine|101|µmol/L|50 – 98|high"_s}}},
        {u"allergy-list/aicha"_s,
         {u"Allergies"_s,
          u"Aïcha Benali, born 14 March 1988"_s,
          u"substance:Substance|reaction:Reaction|since:Since"_s,
          {u"Amoxicillin|Urticaria|2009"_s, u"Hazelnut|Oral itching|1996"_s}}},
        {u"allergy-list/jonas"_s,
         {u"Allergies"_s,
          u"Jonas Lindqvist, born 2 November 1975"_s,
          u"substance:Substance|reaction:Reaction|since:Since"_s,
          {u"Birch pollen|Rhinitis|1988"_s}}},
        {u"allergy-list/ingrid"_s,
         {u"Allergies"_s,
          u"Ingrid Lindqvist, born 6 May 1946"_s,
          u"substance:Substance|reaction:Reaction|since:Since"_s,
          {u"Iodinated contrast medium|Flushing, hypotension|2011"_s}}},
        {u"bank-statement/aicha"_s,
         {u"Account statement"_s,
          u"Aïcha Benali, account FX48 2201 7783 0916 44"_s,
          bank,
          {u"2026-02-27|Salary, Atelier Lumen Ltd|+4,218.55|6,903.12"_s,
           u"2026-02-24|Rent, Maple Court 17|-1,480.00|2,684.57"_s,
           u"2026-02-21|Kensington Greens grocery|-63.18|4,164.57"_s, u"2026-02-18|Transit pass|-104.00|4,227.75"_s,
           u"2026-02-15|Pharmacy on Queen|-23.47|4,331.75"_s}}},
        {u"bank-statement/horizon"_s,
         {u"Account statement"_s,
          u"Horizon Allotment Society, account FX07 2201 9915 5530 08"_s,
          bank,
          {u"2026-02-25|Membership fees|+640.00|3,118.90"_s, u"2026-02-12|Seeds and compost|-212.35|2,478.90"_s}}},
        {u"bank-statement/jonas"_s,
         {u"Account statement"_s,
          u"Jonas Lindqvist, account FX90 2201 0468 2217 31"_s,
          bank,
          {u"2026-02-26|Salary, Northern Rail|+3,907.10|9,412.66"_s, u"2026-02-20|Mortgage|-1,912.40|5,505.56"_s,
           u"2026-02-11|Music school, cello|-145.00|7,417.96"_s}}},
        {u"bank-statement/ingrid"_s,
         {u"Account statement"_s,
          u"Ingrid Lindqvist, account FX33 2201 6604 8120 55"_s,
          bank,
          {u"2026-02-28|State pension|+1,604.20|12,870.03"_s, u"2026-02-19|Home care service|-388.00|11,265.83"_s}}},
    };
    return all;
}

} // namespace

QJsonObject recordOf(const QString &definition, const QString &subject)
{
    const auto it = tables().constFind(definition + u'/' + subject);
    if (it == tables().constEnd())
        return {};
    QJsonArray columns;
    QStringList keys;
    for (const QString &column : it->columns.split(u'|')) {
        keys.append(column.section(u':', 0, 0));
        columns.append(QJsonObject{{u"key"_s, keys.last()}, {u"label"_s, column.section(u':', 1)}});
    }
    QJsonArray rows;
    for (const QString &line : it->rows) {
        const QStringList cells = line.split(u'|');
        QJsonObject row;
        for (qsizetype i = 0; i < keys.size(); ++i)
            row.insert(keys.at(i), cells.value(i));
        rows.append(row);
    }
    return {{u"title"_s, it->title}, {u"subject"_s, it->subject}, {u"columns"_s, columns}, {u"rows"_s, rows}};
}

} // namespace fpx::sandbox
