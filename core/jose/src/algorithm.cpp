#include <fpx/jose/algorithm.h>

#include <array>

namespace fpx::jose {

namespace {

// In the order of the enumeration, which info() relies on (and checks).
constexpr std::array<AlgorithmInfo, 6> table{{
    // algorithm          name     key type            curve           hash  key   signature  tokens
    {Algorithm::RS256, "RS256", KeyType::Rsa, Curve::None, 256, 2048, 0, true},
    {Algorithm::PS256, "PS256", KeyType::Rsa, Curve::None, 256, 2048, 0, true},
    {Algorithm::ES256, "ES256", KeyType::Ec, Curve::P256, 256, 256, 64, true},
    {Algorithm::ES384, "ES384", KeyType::Ec, Curve::P384, 384, 384, 96, true},
    {Algorithm::EdDSA, "EdDSA", KeyType::Okp, Curve::Ed25519, 512, 256, 64, true},
    {Algorithm::HS256, "HS256", KeyType::Symmetric, Curve::None, 256, 256, 32, false},
}};

constexpr bool inOrder()
{
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (static_cast<std::size_t>(table[i].algorithm) != i)
            return false;
    }
    return true;
}
static_assert(inOrder());

} // namespace

const AlgorithmInfo &info(Algorithm algorithm)
{
    return table[static_cast<std::size_t>(algorithm)];
}

QString name(Algorithm algorithm)
{
    return QString::fromLatin1(info(algorithm).name);
}

std::optional<Algorithm> algorithmFromName(const QString &name)
{
    for (const AlgorithmInfo &row : table) {
        if (name == QLatin1String(row.name))
            return row.algorithm;
    }
    return std::nullopt;
}

QList<Algorithm> verifiableAlgorithms()
{
    QList<Algorithm> result;
    for (const AlgorithmInfo &row : table) {
        if (row.verifiesTokens)
            result.append(row.algorithm);
    }
    return result;
}

QString name(Curve curve)
{
    switch (curve) {
    case Curve::P256: return QStringLiteral("P-256");
    case Curve::P384: return QStringLiteral("P-384");
    case Curve::Ed25519: return QStringLiteral("Ed25519");
    case Curve::X25519: return QStringLiteral("X25519");
    case Curve::None: break;
    }
    return {};
}

QString name(KeyType type)
{
    switch (type) {
    case KeyType::Rsa: return QStringLiteral("RSA");
    case KeyType::Ec: return QStringLiteral("EC");
    case KeyType::Okp: return QStringLiteral("OKP");
    case KeyType::Symmetric: break;
    }
    return QStringLiteral("oct");
}

} // namespace fpx::jose
