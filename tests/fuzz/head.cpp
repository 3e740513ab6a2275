// The listener's head: what any program of this computer can send to the port (profile 4.1, section 9).
#include "fuzz.h"

#include <checks.h>

using namespace fpx;
using namespace fpx::listener;
using fuzz::require;

namespace {

constexpr int maxHead = 16 * 1024;

struct Fed {
    int status = 0;
    Head head;
};

Fed feed(const QByteArray &all, qsizetype piece)
{
    HeadParser parser(maxHead, 4 * maxHead);
    Fed result;
    for (qsizetype at = 0; at < all.size() && result.status == 0; at += piece)
        result.status = parser.feed(all.mid(at, piece));
    result.head = parser.head();
    return result;
}

bool isOf(const QString &text, const char *alphabet, qsizetype most)
{
    const auto allowed = QLatin1String(alphabet);
    return !text.isEmpty() && text.size() <= most &&
           std::all_of(text.begin(), text.end(), [&](QChar c) { return allowed.contains(c); });
}

void checkRequest(const Request &request)
{
    constexpr auto token = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    switch (request.route) {
    case Route::WaitingPage:
    case Route::Start: require(isOf(request.segment, token, 128), "a token is 1 to 128 of base64url"); break;
    case Route::Callback:
        require(isOf(request.segment, "abcdefghijklmnopqrstuvwxyz0123456789-", 64), "an identifier is [a-z0-9-]{1,64}");
        break;
    case Route::Authorize: require(request.segment.isEmpty(), "/authorize has no segment"); break;
    }
    if (!request.parameters)
        return;
    require(request.parameters->size() <= 64, "64 parameters at most");
    for (const Parameter &parameter : *request.parameters) {
        require(!parameter.name.isEmpty(), "a parameter has a name");
        for (const QChar c : parameter.name + parameter.value)
            require(c.unicode() >= 0x20 && c.unicode() != 0x7f, "no control character comes through");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray all = fuzz::bytes(data, size);
    const Fed whole = feed(all, qMax<qsizetype>(all.size(), 1));
    const Fed pieces = feed(all, 7);
    // A refusal may come sooner in one than in the other: bare line feeds are waited for, or not, until the time is up.
    require((whole.status == 200) == (pieces.status == 200), "however it arrives, it is taken or not");
    if (whole.status != 200)
        return 0;
    require(whole.head.method == pieces.head.method && whole.head.target == pieces.head.target &&
                whole.head.fields.size() == pieces.head.fields.size(),
            "however it arrives, it says the same");
    for (const Serves serves : {Serves::Everything, Serves::CallbacksOnly}) {
        const Verdict verdict = check(whole.head, 28950, serves);
        if (const auto *request = std::get_if<Request>(&verdict))
            checkRequest(*request);
    }
    return 0;
}
