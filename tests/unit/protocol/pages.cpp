// Reading examples from the pages of the profile.
#include "examples.h"

#include <fpx/base/json.h>

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>

namespace examples {

using namespace fpx;

namespace {

QStringList pagesOf(const QString &docs)
{
    QStringList pages;
    for (const QString &name : QDir(docs + QStringLiteral("/protocol")).entryList({QStringLiteral("*.md")}))
        pages.append(QStringLiteral("protocol/") + name);
    pages.append(QStringLiteral("receipts.md"));
    return pages;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void readPage(const QString &page, QMap<QString, Example> &found, QStringList *problems)
{
    const QString text = QString::fromUtf8(contentOf(QStringLiteral(FPX_DOCS "/") + page));
    static const QRegularExpression block(
        QStringLiteral("(?:<!-- example: ([a-z0-9-]+) -->\\n)?```(json|http)\\n(.*?)```"),
        QRegularExpression::DotMatchesEverythingOption);
    for (auto each = block.globalMatch(text); each.hasNext();) {
        const auto match = each.next();
        const QString id = match.captured(1);
        if (id.isEmpty())
            problems->append(page + QStringLiteral(" has a block without an id: ") + match.captured(3).left(60));
        else if (found.contains(id))
            problems->append(QStringLiteral("two examples have the id ") + id);
        else
            found.insert(id, {id, page, match.captured(2), match.captured(3).toUtf8()});
    }
    const qsizetype marks = text.count(QStringLiteral("<!-- example:"));
    const qsizetype read = std::ranges::count_if(found, [&](const Example &one) { return one.page == page; });
    if (marks != read)
        problems->append(QStringLiteral("%1 has %2 ids and %3 blocks with one").arg(page).arg(marks).arg(read));
}

} // namespace

QJsonObject Example::json() const
{
    const auto object = parseJsonObject(text);
    if (!object)
        qFatal("%s is no JSON: %s", qPrintable(id), qPrintable(object.error().detail));
    return *object;
}

QByteArray Message::method() const
{
    return start.left(start.indexOf(' '));
}
QByteArray Message::target() const
{
    return start.split(' ').value(1);
}
QByteArray Message::path() const
{
    return target().split('?').first();
}
int Message::status() const
{
    return start.split(' ').value(1).toInt();
}
bool Message::hasForm() const
{
    return headers.value("Content-Type") == "application/x-www-form-urlencoded";
}
Pairs Message::query() const
{
    return pairsOf(target().mid(path().size() + 1));
}
Pairs Message::form() const
{
    return pairsOf(body);
}

QMap<QString, Example> readAll(QStringList *problems)
{
    QMap<QString, Example> found;
    for (const QString &page : pagesOf(QStringLiteral(FPX_DOCS)))
        readPage(page, found, problems);
    return found;
}

Example exampleOf(const char *id)
{
    static const QMap<QString, Example> all = [] {
        QStringList ignored;
        return readAll(&ignored);
    }();
    return all.value(QLatin1String(id));
}

Message messageOf(const Example &example)
{
    static const QRegularExpression goesOn(QStringLiteral("\\n +"));
    QString text = QString::fromUtf8(example.text);
    const QString head = text.section(QStringLiteral("\n\n"), 0, 0).replace(goesOn, QString());
    QString body = text.section(QStringLiteral("\n\n"), 1);
    Message message;
    const QStringList lines = head.split(u'\n', Qt::SkipEmptyParts);
    message.start = lines.value(0).toLatin1();
    for (const QString &line : lines.mid(1))
        message.headers.append(line.section(u':', 0, 0).toLatin1(), line.section(u':', 1).trimmed().toLatin1());
    if (message.hasForm())
        body.replace(goesOn, QString());
    message.body = body.trimmed().toUtf8();
    return message;
}

http::Response responseOf(const Message &message)
{
    return {message.status(), message.headers, message.body};
}

Pairs pairsOf(const QByteArray &encoded)
{
    QByteArray plain = encoded.trimmed();
    plain.replace('+', "%20");
    const QUrlQuery query(QString::fromLatin1(plain));
    return query.queryItems(QUrl::FullyDecoded);
}

} // namespace examples
