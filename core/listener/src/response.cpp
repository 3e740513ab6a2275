#include "response.h"

namespace fpx::listener {

namespace {

QByteArray reason(int status)
{
    switch (status) {
    case 200: return "OK";
    case 303: return "See Other";
    case 400: return "Bad Request";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    default: return "Service Unavailable";
    }
}

} // namespace

QByteArray Response::bytes() const
{
    QByteArray out = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reason(status) + "\r\n";
    const auto header = [&](const char *name, const QByteArray &value) {
        out += QByteArray(name) + ": " + value + "\r\n";
    };
    header("Cache-Control", "no-store");
    header("Referrer-Policy", "no-referrer");
    header("X-Content-Type-Options", "nosniff");
    header("Cross-Origin-Opener-Policy", "same-origin");
    header("Clear-Site-Data", "\"storage\"");
    header("Content-Security-Policy",
           contentSecurityPolicy.isEmpty()
               ? QByteArray("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
               : contentSecurityPolicy);
    if (!location.isEmpty())
        header("Location", location);
    if (refreshSeconds > 0)
        header("Refresh", QByteArray::number(refreshSeconds));
    if (status == 405)
        header("Allow", "GET, HEAD");
    if (!html.isEmpty())
        header("Content-Type", "text/html; charset=utf-8");
    header("Content-Length", QByteArray::number(html.size()));
    header("Connection", "close");
    return out + "\r\n" + html;
}

} // namespace fpx::listener
