#include "permissions/receiptpdf.h"

#include "text/dates.h"
#include "text/sentence.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QGuiApplication>
#include <QJsonArray>
#include <QLocale>
#include <QPageSize>
#include <QPdfWriter>
#include <QTextDocument>

namespace fpx::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ReceiptPdf)
};

constexpr int dotsPerInch = 300;
constexpr int pointSize = 10;
constexpr int marginMillimetres = 20;

QString html(const QString &text)
{
    return cleaned(text, 2000).toHtmlEscaped();
}

QString moment(const QString &iso)
{
    return momentText(QDateTime::fromString(iso, Qt::ISODate).toLocalTime());
}

/// The rows of one table: label and value; what is not known has no row.
class Rows
{
public:
    void add(const QString &label, const QString &value)
    {
        if (!value.isEmpty())
            m_html +=
                QStringLiteral("<tr><td class='l' width='30%'>%1</td><td>%2</td></tr>").arg(html(label), html(value));
    }
    [[nodiscard]] QString table() const
    {
        return QStringLiteral("<table width='100%' cellpadding='3'>") + m_html + QStringLiteral("</table>");
    }

private:
    QString m_html;
};

QJsonObject partyOf(const QJsonObject &receipt, const char *role)
{
    const QJsonArray parties = receipt.value(QStringLiteral("parties")).toArray();
    for (const QJsonValue &party : parties) {
        if (party[QStringLiteral("party_role")].toString() == QLatin1String(role))
            return party.toObject();
    }
    return {};
}

QString scopesOf(const QJsonObject &information)
{
    QStringList names;
    const QJsonArray scopes = information.value(QStringLiteral("scopes")).toArray();
    for (const QJsonValue &scope : scopes)
        names.append(scope[QStringLiteral("name")].toString());
    return names.join(QStringLiteral(", "));
}

QString terms(const QJsonObject &receipt)
{
    const QJsonObject processing = receipt.value(QStringLiteral("pii_processing")).toObject();
    const QJsonObject information = processing.value(QStringLiteral("pii_information")).toArray().first().toObject();
    const auto said = [&processing](const char *name) { return processing.value(QLatin1String(name)).toString(); };
    const QJsonObject client = partyOf(receipt, "pii_controller");
    const QJsonObject authority = partyOf(receipt, "authority");
    const auto name = QStringLiteral("party_name");
    Rows rows;
    rows.add(Words::tr("Who may use it"), client.value(name).toString());
    rows.add(Words::tr("What"), information.value(QStringLiteral("pii_type_name")).toString());
    rows.add(Words::tr("To do what"), scopesOf(information));
    rows.add(Words::tr("Whose"),
             information.value(QStringLiteral("subject")).toString() == QLatin1String("pii_principal")
                 ? Words::tr("mine")
                 : Words::tr("of someone whom I represent"));
    rows.add(Words::tr("From"), partyOf(receipt, "data_source").value(name).toString());
    rows.add(Words::tr("Through"), partyOf(receipt, "authorization_server").value(name).toString());
    rows.add(Words::tr("Given"), moment(said("valid_from")));
    rows.add(Words::tr("Ends"), processing.value(QStringLiteral("renewed_until_revoked")).toBool()
                                    ? Words::tr("when it is revoked; renewed until then")
                                    : moment(said("valid_until")));
    rows.add(Words::tr("Use"), said("usage") == QLatin1String("once") ? Words::tr("once") : Words::tr("repeated"));
    rows.add(Words::tr("How to end it"), said("withdrawal_method"));
    rows.add(Words::tr("Privacy policy"), said("privacy_notice"));
    rows.add(Words::tr("Terms"), said("terms_of_service"));
    QString contact = client.value(QStringLiteral("party_contact")).toString();
    if (contact.startsWith(QStringLiteral("mailto:")))
        contact = contact.mid(QStringLiteral("mailto:").size());
    rows.add(Words::tr("To have it erased"), contact);
    rows.add(Words::tr("To complain"), authority.value(QStringLiteral("party_url")).toString());
    return rows.table();
}

QString events(const QJsonObject &receipt)
{
    Rows rows;
    const QJsonArray all = receipt.value(QStringLiteral("events")).toArray();
    for (const QJsonValue &event : all)
        rows.add(moment(event[QStringLiteral("event_time")].toString()),
                 event[QStringLiteral("event_description")].toString());
    return rows.table();
}

QString proof(const wallet::ConsentReceipt &receipt)
{
    const auto said = [&receipt](const char *name) { return receipt.content.value(QLatin1String(name)).toString(); };
    Rows rows;
    rows.add(Words::tr("Receipt"), said("receipt_id"));
    rows.add(Words::tr("Permission"), said("record_id"));
    rows.add(Words::tr("Pseudonym"), said("pii_principal_id"));
    rows.add(Words::tr("Hash of the permission"), said("permission_hash"));
    rows.add(Words::tr("Signed with the key"), receipt.keyThumbprint);
    return rows.table();
}

QString page(const wallet::ConsentReceipt &receipt, const QString &product)
{
    const QString made = Words::tr("Made by %1 on %2")
                             .arg(product, moment(receipt.content.value(QStringLiteral("issued_at")).toString()));
    return QStringLiteral("<h1>%1</h1><p class='l'>%2</p>%3<h2>%4</h2>%5<h2>%6</h2><p>%7</p>%8")
        .arg(html(Words::tr("Consent receipt")), html(made), terms(receipt.content), html(Words::tr("What happened")),
             events(receipt.content), html(Words::tr("How to check it")),
             html(Words::tr("The signed receipt is attached to this document as receipt.json. Save it and run "
                            "“fpx-wallet receipts check receipt.json”; it names the key below.")),
             proof(receipt));
}

} // namespace

QByteArray receiptPdf(const wallet::ConsentReceipt &receipt, const QString &product)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(dotsPerInch);
    writer.setTitle(Words::tr("Consent receipt"));
    writer.setCreator(product);
    const bool letter = QLocale().measurementSystem() == QLocale::ImperialUSSystem;
    writer.setPageSize(QPageSize(letter ? QPageSize::Letter : QPageSize::A4));
    writer.setPageMargins(QMarginsF(marginMillimetres, marginMillimetres, marginMillimetres, marginMillimetres),
                          QPageLayout::Millimeter);
    writer.addFileAttachment(QStringLiteral("receipt.json"), receipt.file, QStringLiteral("application/json"));
    QTextDocument document;
    document.documentLayout()->setPaintDevice(&writer); // sizes in points, not in the dots of the screen
    document.setPageSize(QSizeF(writer.width(), writer.height()));
    document.setDocumentMargin(0);
    document.setDefaultFont(QFont(QGuiApplication::font().family(), pointSize));
    document.setDefaultStyleSheet(QStringLiteral("body{color:#111} .l{color:#555} h2{margin-top:18px}"));
    document.setHtml(page(receipt, product));
    document.print(&writer);
    buffer.close();
    return bytes;
}

} // namespace fpx::ui
