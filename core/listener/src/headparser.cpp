#include "headparser.h"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <exception>

namespace fpx::listener {

namespace http = boost::beast::http;

namespace {

QByteArray toBytes(boost::beast::string_view text)
{
    return QByteArray(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

struct HeadParser::Beast {
    http::request_parser<http::empty_body> parser;
};

QList<QByteArray> Head::values(const QByteArray &lowerCaseName) const
{
    QList<QByteArray> found;
    for (const Field &field : fields) {
        if (field.name == lowerCaseName)
            found.append(field.value);
    }
    return found;
}

HeadParser::HeadParser(int maxBytes, int maxCookieBytes)
    : m_beast(std::make_unique<Beast>()), m_maxBytes(maxBytes), m_maxCookieBytes(maxCookieBytes)
{
    // Ours counts first; Beast's own limit stays above it as a second line.
    m_beast->parser.header_limit(static_cast<std::uint32_t>(maxBytes) + 1024);
}

HeadParser::~HeadParser() = default;

int HeadParser::feed(const QByteArray &bytes)
{
    const qsizetype searchFrom = std::max<qsizetype>(0, m_raw.size() - 3);
    m_raw += m_cookies.pass(bytes);
    if (m_raw.isEmpty())
        return 0;
    // TLS, SOCKS and the like would otherwise wait for a line end that never comes.
    if (m_raw.front() < 'A' || m_raw.front() > 'Z')
        return 400;
    if (m_cookies.skipped() > m_maxCookieBytes)
        return 431;
    const qsizetype end = m_raw.indexOf("\r\n\r\n", searchFrom);
    const qsizetype headBytes = end < 0 ? m_raw.size() : end + 4;
    if (headBytes > m_maxBytes || (end < 0 && headBytes == m_maxBytes))
        return 431;
    try {
        return parse(headBytes);
    } catch (const std::exception &) {
        return 400;
    }
}

int HeadParser::parse(qsizetype headBytes)
{
    auto &parser = m_beast->parser;
    while (!parser.is_header_done() && m_parsed < headBytes) {
        boost::beast::error_code error;
        const auto consumed = parser.put(
            boost::asio::const_buffer(m_raw.constData() + m_parsed, static_cast<std::size_t>(headBytes - m_parsed)),
            error);
        m_parsed += static_cast<qsizetype>(consumed);
        if (error == http::error::need_more)
            break;
        if (error == http::error::header_limit)
            return 431;
        if (error)
            return 400;
        if (consumed == 0)
            break;
    }
    if (!parser.is_header_done())
        return m_raw.left(headBytes).endsWith("\r\n\r\n") ? 400 : 0;
    const auto &message = parser.get();
    if (message.version() != 11)
        return 400;
    m_head.method = toBytes(message.method_string());
    m_head.target = toBytes(message.target());
    for (const auto &field : message)
        m_head.fields.append({toBytes(field.name_string()).toLower(), toBytes(field.value())});
    const QByteArray raw = m_raw.left(headBytes);
    m_head.folded = raw.contains("\r\n ") || raw.contains("\r\n\t");
    return 200;
}

} // namespace fpx::listener
