// The made-up people of the sandbox.
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

namespace fpx::sandbox {

/// One person's account at one party.
struct Login {
    QString person; ///< Key in network.json: aicha, jonas.
    QString username;
    QString password;
    QString sub; ///< The party's own id of the person.
    QString name;
    QString givenName;
    QString familyName;
    QString email;
    QString birthdate;
};

/// Everyone's account at `party`; username, password and sub differ from party to party.
[[nodiscard]] QList<Login> loginsAt(const QString &party);
[[nodiscard]] QJsonObject describe(const Login &login);

} // namespace fpx::sandbox
