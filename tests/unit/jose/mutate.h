// A few random changes to some bytes: bits, letters of tokens and JSON, pieces moved, cut and repeated.
#pragma once

#include <QByteArray>
#include <QRandomGenerator>

namespace josetest {

/// May give back what it was given.
inline QByteArray mutate(const QByteArray &original, QRandomGenerator &random)
{
    static const QByteArray alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ {}\"\\\n";
    QByteArray result = original;
    for (int changes = random.bounded(1, 4); changes > 0 && !result.isEmpty(); --changes) {
        const qsizetype at = random.bounded(static_cast<int>(result.size()));
        const char other = random.bounded(10) == 0 ? static_cast<char>(random.bounded(256))
                                                   : alphabet[random.bounded(static_cast<int>(alphabet.size()))];
        switch (random.bounded(6)) {
        case 0: result[at] = other; break;
        case 1: result[at] = static_cast<char>(result[at] ^ (1 << random.bounded(8))); break;
        case 2: result.remove(at, random.bounded(1, 9)); break;
        case 3: result.insert(at, other); break;
        case 4:
            result.insert(at, result.mid(random.bounded(static_cast<int>(result.size())), random.bounded(1, 40)));
            break;
        default: result.truncate(at); break;
        }
    }
    return result;
}

} // namespace josetest
