// Profile 4.3: ticket details that keep to the profile, durations, and the client's words.
#include "umatest.h"

#include <QDate>

using namespace umatest;

namespace {

/// Sets `a.b` or `a.0.b`; undefined removes.
QJsonValue changed(const QJsonValue &where, QStringList path, const QJsonValue &value)
{
    if (path.isEmpty())
        return value;
    const QString first = path.takeFirst();
    if (where.isArray()) {
        QJsonArray array = where.toArray();
        array.replace(first.toInt(), changed(array.at(first.toInt()), path, value));
        return array;
    }
    QJsonObject object = where.toObject();
    const QJsonValue inner = changed(object.value(first), path, value);
    if (inner.isUndefined())
        object.remove(first);
    else
        object.insert(first, inner);
    return object;
}

QByteArray parsed(const QJsonObject &object)
{
    return code(TicketDetails::parse(toCompactJson(object)));
}

} // namespace

class TestTicketDetails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void good_ticket_is_understood()
    {
        const auto details = TicketDetails::parse(toCompactJson(goodTicket()));
        QVERIFY2(details, qPrintable(details ? QString() : details.error().detail));
        QCOMPARE(details->client.value(), text("immunize-me"));
        QCOMPARE(details->resources.size(), 1);
        const auto &resource = details->resources.first();
        QVERIFY(!resource.resourceServer);
        QVERIFY(!resource.resourceId);
        QCOMPARE(resource.linkage, text("same-subject"));
        QCOMPARE(resource.scopes.size(), 2);
        QVERIFY(!resource.scopes.at(1).required);
        QCOMPARE(details->usage, Usage::Repeated);
        QCOMPARE(details->duration.max, text("P1Y"));
        const auto again = TicketDetails::fromJson(details->toJson());
        QVERIFY(again);
        QCOMPARE(again->toJson(), details->toJson());
    }

    void protect_is_understood()
    {
        QJsonObject ticket = goodTicket();
        ticket.insert(text("purpose"), text("protect"));
        ticket.insert(text("resource_server"), text("clinic"));
        ticket.insert(text("requested_resources"), QJsonArray());
        for (const char *name : {"client", "usage", "duration", "reason"})
            ticket.remove(text(name));
        const auto details = TicketDetails::parse(toCompactJson(ticket));
        QVERIFY2(details, qPrintable(details ? QString() : details.error().detail));
        QCOMPARE(details->purpose, Purpose::Protect);
        QCOMPARE(details->resourceServer.value(), text("clinic"));
        QCOMPARE(TicketDetails::fromJson(details->toJson())->toJson(), details->toJson());
        ticket.insert(text("requested_resources"), goodTicket().value(text("requested_resources")));
        QCOMPARE(parsed(ticket), QByteArray("bad_ticket_details")); // protect_with_resources
        ticket.insert(text("requested_resources"), QJsonArray());
        ticket.remove(text("resource_server"));
        QCOMPARE(parsed(ticket), QByteArray("bad_ticket_details")); // protect_without_server
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QJsonValue>("value");
        const auto row = [](const char *tag, const char *path, const QJsonValue &value) {
            QTest::newRow(tag) << QByteArray(path) << value;
        };
        const QJsonValue gone(QJsonValue::Undefined);
        row("ticket_missing", "ticket", gone);
        row("ticket_alphabet", "ticket", text("a b"));
        row("transaction_missing", "transaction_id", gone);
        row("purpose_unknown", "purpose", text("delete"));
        row("expires_missing", "expires_at", gone);
        row("expires_text", "expires_at", text("1790000000"));
        row("expires_negative", "expires_at", -5);
        row("authorization_request_missing", "authorization_request", gone);
        row("client_missing", "client", gone);
        row("client_identifier", "client.client_id", text("../x"));
        row("client_dots", "client.client_id", text(".."));
        row("resources_missing", "requested_resources", gone);
        row("resources_empty", "requested_resources", QJsonArray());
        row("definition_missing", "requested_resources.0.resource_definition", gone);
        row("definition_identifier", "requested_resources.0.resource_definition", text("a/b"));
        row("server_identifier", "requested_resources.0.resource_server", text("a b"));
        row("server_number", "requested_resources.0.resource_server", 5);
        row("request_id_missing", "requested_resources.0.request_id", gone);
        row("resource_id_control", "requested_resources.0.resource_id", text("a\nb"));
        row("linkage_number", "requested_resources.0.linkage", 1);
        row("required_text", "requested_resources.0.required", text("yes"));
        row("scopes_empty", "requested_resources.0.scopes", QJsonArray());
        row("scope_blank", "requested_resources.0.scopes.0.scope", text("read write"));
        row("scope_twice", "requested_resources.0.scopes.1.scope", text("read"));
        row("scope_required_text", "requested_resources.0.scopes.0.required", text("true"));
        row("usage_unknown", "usage", text("forever"));
        row("usage_missing", "usage", gone);
        row("duration_text", "duration", text("P1Y"));
        row("duration_unreadable", "duration.requested", text("90 days"));
        row("duration_time", "duration.max", text("PT1H"));
        row("duration_zero", "duration.max", text("P0D"));
        row("reason_number", "reason", 5);
        row("reason_member_number", "reason.en", 5);
    }
    void refused()
    {
        QFETCH(QByteArray, path);
        QFETCH(QJsonValue, value);
        const QStringList steps = QString::fromLatin1(path).split(QLatin1Char('.'));
        QCOMPARE(parsed(changed(goodTicket(), steps, value).toObject()), QByteArray("bad_ticket_details"));
    }

    void request_id_twice()
    {
        QJsonObject ticket = goodTicket();
        QJsonArray resources = ticket.value(text("requested_resources")).toArray();
        resources.append(resources.first());
        ticket.insert(text("requested_resources"), resources);
        QCOMPARE(parsed(ticket), QByteArray("bad_ticket_details"));
    }

    void hostile_json()
    {
        for (const char *page : {"[]", "<html></html>", "", "{\"ticket\":"}) {
            const auto unreadable = TicketDetails::parse(page);
            QCOMPARE(code(unreadable), QByteArray("ticket_unreadable"));
            QCOMPARE(unreadable.error().retry, Retry::Later);
        }
        QCOMPARE(code(TicketDetails::parse("{\"ticket\":\"a\",\"ticket\":\"b\"}")), QByteArray("bad_ticket_details"));
        QCOMPARE(code(TicketDetails::parse(toCompactJson(goodTicket()) + QByteArray(300'000, ' '))),
                 QByteArray("bad_ticket_details"));
    }

    void ticket_hash_is_over_the_ascii_bytes()
    {
        QJsonObject ticket = goodTicket();
        ticket.insert(text("ticket"), text("abc"));
        QCOMPARE(TicketDetails::fromJson(ticket)->ticketHash(), text("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"));
    }

    void durations_data()
    {
        QTest::addColumn<QString>("duration");
        QTest::addColumn<QDate>("to"); // from 2026-01-31
        QTest::newRow("days") << text("P90D") << QDate(2026, 5, 1);
        QTest::newRow("weeks") << text("P2W") << QDate(2026, 2, 14);
        QTest::newRow("month_end") << text("P1M") << QDate(2026, 2, 28);
        QTest::newRow("year") << text("P1Y") << QDate(2027, 1, 31);
        QTest::newRow("all") << text("P1Y2M3D") << QDate(2027, 4, 3);
        for (const char *bad : {"", "P", "90D", "PD", "P-1D", "P1.5D", "p1d", "P1D ", "P1DT0S", "PT24H", "P0D", "P1W1D",
                                "P1D1M", "P99999D", "P9999Y", "P1D\n"})
            QTest::newRow(bad) << text(bad) << QDate();
    }
    void durations()
    {
        QFETCH(QString, duration);
        QFETCH(QDate, to);
        QCOMPARE(addDuration(QDate(2026, 1, 31), duration).value_or(QDate()), to);
    }

    void reason_is_cleaned()
    {
        auto details = *TicketDetails::fromJson(goodTicket());
        QCOMPARE(details.cleanReason({text("fr-CA")}), text("Pour vos vaccins"));
        QCOMPARE(details.cleanReason({text("de")}), text("To plan your vaccinations"));
        details.reason = QStringLiteral("a\u202eb\u2066c\u200f\u0000d\r\n\t e\u2028f\u00ad");
        QCOMPARE(details.cleanReason({}), text("abcd e f"));
        details.reason = QString(400, QLatin1Char('x'));
        QCOMPARE(details.cleanReason({}).size(), 300);
        details.reason = QString(299, QLatin1Char('x')) + QString::fromUcs4(U"\U0001F600");
        QCOMPARE(details.cleanReason({}).size(), 299); // no half of a surrogate pair
        details.reason = QJsonValue();
        QCOMPARE(details.cleanReason({}), QString());
    }
};

QTEST_GUILESS_MAIN(TestTicketDetails)
#include "tst_ticketdetails.moc"
