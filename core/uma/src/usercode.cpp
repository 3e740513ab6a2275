#include <fpx/uma/usercode.h>

#include "requestparameters.h"
#include "words.h"

#include <algorithm>

namespace fpx::uma {

namespace {

const QString action = QStringLiteral("device");

Failure linkWithCode()
{
    return fail("link_with_code",
                Words::tr("A link tried to bring a code with it. A code counts only when you type it yourself, from a "
                          "device in front of you; someone may want you to answer their request. Nothing was shared."));
}

bool carriesCode(const QString &name, const QString &value)
{
    return name.contains(QStringLiteral("code"), Qt::CaseInsensitive) || UserCode::parse(value).has_value();
}

} // namespace

Result<UserCode> UserCode::parse(const QString &typed)
{
    const auto bad = [](const QString &detail) {
        return fail("bad_user_code",
                    Words::tr("A code has eight letters, such as WDJB-MJHT. Look at the other device again."), detail);
    };
    QString found;
    for (const QChar character : typed) {
        if (isIgnored(character))
            continue;
        if (!isLetter(character))
            return bad(QStringLiteral("a character that codes do not have"));
        if (found.size() == letters)
            return bad(QStringLiteral("more than eight letters"));
        found += character.toUpper();
    }
    if (found.size() != letters)
        return bad(QStringLiteral("fewer than eight letters"));
    return UserCode(grouped(found));
}

bool UserCode::isLetter(QChar letter)
{
    return QStringLiteral("BCDFGHJKLMNPQRSTVWXZbcdfghjklmnpqrstvwxz").contains(letter);
}

bool UserCode::isIgnored(QChar character)
{
    return character.isSpace() || character.category() == QChar::Punctuation_Dash;
}

QString UserCode::grouped(const QString &letters)
{
    return letters.size() <= 4 ? letters : letters.left(4) + u'-' + letters.mid(4);
}

bool isDeviceLink(const QString &link, const op::OperatorProfile &profile)
{
    const auto rest = linkAction(link, profile);
    return rest && rest->startsWith(action) && (rest->size() == action.size() || !rest->at(action.size()).isLetter());
}

Result<AsIdentifier> parseDeviceLink(const QString &link, const op::OperatorProfile &profile)
{
    FPX_TRY(rest, linkAction(link, profile));
    const QString after = rest.mid(action.size());
    if (!rest.startsWith(action) || (!after.isEmpty() && !after.startsWith(u'?'))) {
        const auto segment = decodeSegment(after.mid(1));
        return segment && UserCode::parse(*segment) ? linkWithCode() : badLink(QStringLiteral("unknown action"));
    }
    FPX_TRY(list, decodeQuery(after.mid(1)));
    if (std::ranges::any_of(list, [](const auto &pair) {
            return pair.first != QStringLiteral("as") && carriesCode(pair.first, pair.second);
        }))
        return linkWithCode();
    FPX_TRY(parameters, uniqueParameters(list));
    const QString network = parameters.take(QStringLiteral("as"));
    if (!parameters.isEmpty())
        return badLink(QStringLiteral("an unknown parameter"));
    if (!network.isEmpty() && profile.authorizationServer(AsIdentifier(network)) == nullptr)
        return UserCode::parse(network) ? linkWithCode() : refuseRequest("unknown_as", network.left(64));
    return AsIdentifier(network);
}

} // namespace fpx::uma
