// The examples of the FPX profile (docs/protocol) as values, and what it means that an example is true.
//
// An example is a fenced block of JSON or HTTP after `<!-- example: its-id -->`. A line of an HTTP block that begins with
// blanks goes on where the one before ended.
#pragma once

#include <fpx/http/message.h>

#include <QJsonObject>
#include <QMap>
#include <QStringList>

#include <functional>

namespace examples {

using Pairs = QList<QPair<QString, QString>>;

struct Example {
    QString id;
    QString page;
    QString language; ///< "json" or "http"
    QByteArray text;

    [[nodiscard]] QJsonObject json() const; ///< Of a JSON block.
};

struct Message {
    QByteArray start; ///< The request line, or the status line.
    fpx::http::Headers headers;
    QByteArray body;

    [[nodiscard]] QByteArray method() const;
    [[nodiscard]] QByteArray target() const; ///< Path and query.
    [[nodiscard]] QByteArray path() const;
    [[nodiscard]] int status() const;
    [[nodiscard]] bool hasForm() const;
    [[nodiscard]] Pairs query() const;
    [[nodiscard]] Pairs form() const;
};

/// All examples of docs/protocol and docs/receipts.md by id. `problems`: ids that occur twice, and blocks without one.
[[nodiscard]] QMap<QString, Example> readAll(QStringList *problems);
[[nodiscard]] Example exampleOf(const char *id);
[[nodiscard]] Message messageOf(const Example &example);
[[nodiscard]] fpx::http::Response responseOf(const Message &message);
[[nodiscard]] Pairs pairsOf(const QByteArray &encoded);

/// Names and types of a value, and the values of members that the profile fixes (`typ`, `alg`, `status`, …).
[[nodiscard]] QString shapeOf(const QJsonValue &value);
[[nodiscard]] QString shapeOf(const Pairs &pairs);

/// What is wrong with an example; empty: it is true.
using Check = std::function<QString(const Example &)>;
using Checks = QMap<QString, Check>;

/// A code of an error, or "accepted".
using ReadObject = std::function<QByteArray(const QJsonObject &)>;
using ReadResponse = std::function<QByteArray(const fpx::http::Response &)>;
using ReadPairs = std::function<QByteArray(const Pairs &)>;

/// The wallet accepts the example, and refuses it with any one member of another type. `free` are the paths of members
/// (`scopes[].description`) that it does not read, or that it drops when they cannot be shown: with these broken it must
/// still accept.
[[nodiscard]] Check reads(const ReadObject &read, const QStringList &free = {});
/// The same for a response; one without a body must be accepted as it is.
[[nodiscard]] Check readsResponse(const ReadResponse &read, const QStringList &free = {});
/// The same for the query of a request line, or a form: a broken parameter is an exclamation mark.
[[nodiscard]] Check readsPairs(const ReadPairs &read, const QStringList &free = {});
/// The response is an error that the wallet knows under this code.
[[nodiscard]] Check readsError(const ReadResponse &read, const char *code);

/// What the wallet makes has the members of the example, with their types.
[[nodiscard]] Check makes(const std::function<QJsonObject()> &make);
[[nodiscard]] Check makesPairs(const std::function<Pairs()> &make);
/// What the wallet sends is the example: method, path, names of query, headers and members, types.
[[nodiscard]] Check sends(const std::function<fpx::http::Request()> &make);

// One for each group of messages.
void addNetworkChecks(Checks &checks);
void addRequestChecks(Checks &checks);
void addPermissionChecks(Checks &checks);
void addSourceChecks(Checks &checks);
void addSignInChecks(Checks &checks);
void addOperatorChecks(Checks &checks);

} // namespace examples
