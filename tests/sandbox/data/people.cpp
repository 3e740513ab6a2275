#include "data/people.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

QList<Login> loginsAt(const QString &party)
{
    const QList<Login> people{
        {u"aicha"_s,
         u"aicha.benali"_s,
         {},
         {},
         u"Aïcha Benali"_s,
         u"Aïcha"_s,
         u"Benali"_s,
         u"aicha.benali@postkasten.example"_s,
         u"1988-03-14"_s},
        {u"jonas"_s,
         u"jonas.lindqvist"_s,
         {},
         {},
         u"Jonas Lindqvist"_s,
         u"Jonas"_s,
         u"Lindqvist"_s,
         u"jonas.lindqvist@brevlada.example"_s,
         u"1975-11-02"_s},
    };
    QList<Login> logins;
    for (Login login : people) {
        const QByteArray seed = (party + u'/' + login.person).toUtf8();
        const QString hash = QString::fromLatin1(QCryptographicHash::hash(seed, QCryptographicHash::Sha256).toHex());
        login.username = login.person + u'.' + party;
        login.password = login.person + u"-opens-"_s + party;
        login.sub = party + u'-' + hash.left(20);
        login.email.insert(login.email.indexOf(u'@'), u'+' + party);
        logins.append(login);
    }
    return logins;
}

QJsonObject describe(const Login &login)
{
    return {{u"person"_s, login.person},      {u"username"_s, login.username},
            {u"password"_s, login.password},  {u"sub"_s, login.sub},
            {u"name"_s, login.name},          {u"email"_s, login.email},
            {u"birthdate"_s, login.birthdate}};
}

} // namespace fpx::sandbox
