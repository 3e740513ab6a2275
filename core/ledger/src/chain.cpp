#include "chain.h"

#include "words.h"

#include <fpx/base/json.h>

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QtEndian>

namespace fpx::ledger {

namespace {

constexpr qsizetype maxContent = 16 * 1024;
constexpr qsizetype maxIdentifier = 256;

QByteArray bigEndian(qint64 number)
{
    QByteArray bytes(8, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

bool isWord(const QString &word, qsizetype longest)
{
    return !word.isEmpty() && word.size() <= longest && word.front() >= QLatin1Char('a') &&
           word.front() <= QLatin1Char('z') && std::all_of(word.cbegin(), word.cend(), [](QChar c) {
               const char16_t u = c.unicode();
               return (u >= u'a' && u <= u'z') || (u >= u'0' && u <= u'9') || u == u'_';
           });
}

Failure refused(const QString &detail)
{
    return fail("entry_refused", Words::tr("The wallet could not write this to its history."), detail);
}

} // namespace

std::optional<Proof> Proof::decode(const QByteArray &bytes)
{
    if (bytes.size() != 2 * hashBytes)
        return std::nullopt;
    return Proof{bytes.first(hashBytes), bytes.last(hashBytes)};
}

QByteArray firstHash()
{
    return QByteArray(hashBytes, '\0');
}

QByteArray commitmentOf(const QByteArray &salt, const QByteArray &content)
{
    return QCryptographicHash::hash(salt + content, QCryptographicHash::Sha256);
}

QByteArray hashOf(const QByteArray &previous, qint64 sequence, const QByteArray &commitment)
{
    return QCryptographicHash::hash("fpx-ledger-1" + previous + bigEndian(sequence) + commitment,
                                    QCryptographicHash::Sha256);
}

Result<QByteArray> encodeEntry(const Entry &entry)
{
    if (!isWord(entry.kind, 32))
        return refused(QStringLiteral("kind"));
    if (!isWord(entry.code, 64))
        return refused(QStringLiteral("code"));
    if (!entry.time.isValid())
        return refused(QStringLiteral("time"));
    if (entry.request.size() > maxIdentifier || entry.permission.size() > maxIdentifier ||
        entry.outcome.size() > maxIdentifier)
        return refused(QStringLiteral("identifier"));
    QJsonObject object{{QStringLiteral("kind"), entry.kind},
                       {QStringLiteral("code"), entry.code},
                       {QStringLiteral("time"), entry.time.toUTC().toString(Qt::ISODateWithMs)}};
    const auto add = [&object](const QString &name, const QString &value) {
        if (!value.isEmpty())
            object.insert(name, value);
    };
    add(QStringLiteral("request"), entry.request);
    add(QStringLiteral("permission"), entry.permission);
    add(QStringLiteral("outcome"), entry.outcome);
    if (!entry.parameters.isEmpty())
        object.insert(QStringLiteral("parameters"), entry.parameters);
    QByteArray content = toCompactJson(object);
    if (content.size() > maxContent)
        return refused(QStringLiteral("size"));
    return content;
}

Result<Entry> decodeEntry(const QByteArray &content)
{
    JsonReader reader(QJsonDocument::fromJson(content).object(), QStringLiteral("history entry"), "ledger_damaged");
    Entry entry;
    entry.kind = reader.string(QStringLiteral("kind"));
    entry.code = reader.string(QStringLiteral("code"));
    entry.parameters = reader.object(QStringLiteral("parameters"), QJsonObject());
    entry.time = QDateTime::fromString(reader.string(QStringLiteral("time")), Qt::ISODateWithMs);
    entry.request = reader.string(QStringLiteral("request"), QString());
    entry.permission = reader.string(QStringLiteral("permission"), QString());
    entry.outcome = reader.string(QStringLiteral("outcome"), QString());
    if (!entry.time.isValid())
        reader.refuse(QStringLiteral("time"), QStringLiteral("not a time"));
    FPX_CHECK(reader.finish());
    return entry;
}

Result<Opened> openEntry(const vault::LogEntry &stored)
{
    FPX_TRY(sealed, stored.content);
    const auto proof = Proof::decode(stored.proof);
    if (!proof || sealed.size() < saltBytes)
        return ledgerDamaged(QStringLiteral("entry %1: form").arg(stored.sequence));
    Opened opened{sealed.first(saltBytes), sealed.sliced(saltBytes), *proof};
    if (commitmentOf(opened.salt, opened.content) != proof->commitment)
        return ledgerDamaged(QStringLiteral("entry %1: commitment").arg(stored.sequence));
    return opened;
}

QByteArray encodeHead(const Head &head)
{
    return bigEndian(head.count) + head.hash;
}

std::optional<Head> decodeHead(const QByteArray &bytes)
{
    if (bytes.size() != 8 + hashBytes)
        return std::nullopt;
    return Head{qFromBigEndian<qint64>(bytes.constData()), bytes.last(hashBytes)};
}

Failure ledgerDamaged(const QString &detail)
{
    return fail("ledger_damaged", Words::tr("The wallet's history was changed by something else than the wallet."),
                detail);
}

} // namespace fpx::ledger
