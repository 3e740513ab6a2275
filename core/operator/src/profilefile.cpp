#include "words.h"

#include <fpx/operator/profilefile.h>

#include <QFile>
#include <QFileInfo>

namespace fpx::op {

namespace {

struct FileCodes {
    const char *missing;
    const char *unreadable;
};

Result<QByteArray> readFile(const QString &path, qsizetype maxBytes, const FileCodes &codes)
{
    if (!QFileInfo::exists(path))
        return fail(codes.missing,
                    Words::tr("This installation is incomplete: the configuration of the wallet operator is missing."),
                    path);
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return fail(codes.unreadable,
                    Words::tr("The configuration of the wallet operator cannot be read on this computer."),
                    path + QStringLiteral(": ") + file.errorString());
    const QByteArray bytes = file.read(maxBytes + 1); // never more than that, whatever the file claims to be
    const bool sound = file.error() == QFileDevice::NoError && !bytes.trimmed().isEmpty() && bytes.size() <= maxBytes;
    if (!sound)
        return fail(codes.unreadable,
                    Words::tr("The configuration of the wallet operator cannot be read on this computer."),
                    path + QStringLiteral(": empty, damaged or larger than %1 bytes").arg(maxBytes));
    return bytes.trimmed(); // editors end files with a newline
}

bool mayVerifyProfiles(const jose::PublicKey &key)
{
    return !key.keyId().isEmpty() && (key.fits(jose::Algorithm::ES256) || key.fits(jose::Algorithm::EdDSA));
}

} // namespace

Result<QByteArray> readProfileFile(const QString &path)
{
    return readFile(path, OperatorProfile::maxBytes, {"operator_profile_missing", "operator_profile_unreadable"});
}

Result<jose::JwkSet> readOperatorKeys(const QString &path)
{
    FPX_TRY(text, readFile(path, jose::JwkSet::maxBytes, {"operator_keys_missing", "operator_keys_unusable"}));
    auto keys = jose::JwkSet::parse(text);
    const bool usable = keys && std::any_of(keys->keys().begin(), keys->keys().end(), mayVerifyProfiles);
    if (!usable)
        return fail("operator_keys_unusable",
                    Words::tr("This installation is damaged: the keys of the wallet operator cannot be used."),
                    keys ? QStringLiteral("no ES256 or EdDSA key with a kid") : QString::fromLatin1(keys.error().code));
    return keys;
}

Result<ProfileInForce> chooseProfile(const Result<QByteArray> &fresh, const QByteArray &lastGood,
                                     const jose::JwkSet &operatorKeys, const AcceptedVersion &previous, qint64 now)
{
    const auto accept = [&](const QByteArray &jws) {
        return OperatorProfile::verify(jws, operatorKeys, previous, now);
    };
    Result<OperatorProfile> profile = fresh ? accept(*fresh) : Result<OperatorProfile>(fail(fresh.error()));
    if (profile)
        return ProfileInForce{*profile, *fresh, std::nullopt};
    if (lastGood.isEmpty())
        return fail(profile.error());
    const auto last = accept(lastGood);
    if (!last)
        return fail(profile.error());
    return ProfileInForce{*last, lastGood, profile.error()};
}

} // namespace fpx::op
