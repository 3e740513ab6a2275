#include "http/page.h"

using namespace Qt::StringLiterals;

namespace fpx::sandbox {

namespace {

const char css[] = R"css(
:root{--ink:#1b2330;--soft:#5b6676;--line:#e3e8ef;--bg:#f4f6f9;--card:#fff;--good:#157347;--bad:#b3261e}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
header{background:var(--card);border-bottom:1px solid var(--line)}
header div{max-width:960px;margin:0 auto;padding:14px 24px;display:flex;align-items:center;gap:12px}
header img{width:36px;height:36px}
header b{font-size:17px}
header span{color:var(--soft);font-size:14px;margin-left:auto}
main{max-width:520px;margin:48px auto 64px;padding:0 24px}
main.wide{max-width:960px}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:32px;box-shadow:0 1px 2px rgba(20,30,50,.04),0 8px 28px rgba(20,30,50,.06)}
.card+.card{margin-top:20px}
h1{font-size:26px;line-height:1.25;margin:0 0 12px;letter-spacing:-.01em}
h2{font-size:18px;margin:28px 0 10px}
p{margin:0 0 14px}
.soft{color:var(--soft)}
.small{font-size:14px}
label{display:block;font-size:14px;font-weight:600;margin:16px 0 6px}
label.row{font-weight:400;font-size:16px;display:flex;gap:10px;align-items:flex-start;margin:10px 0}
label.row input{margin-top:6px;accent-color:var(--accent)}
input[type=text],input[type=password],select{width:100%;font:inherit;padding:11px 12px;border:1px solid #b9c2ce;border-radius:9px;background:#fff;color:inherit}
input:focus-visible,select:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid color-mix(in srgb,var(--accent) 45%,white);outline-offset:2px}
.button,button{display:inline-block;font:inherit;font-weight:600;border:1px solid var(--accent);border-radius:9px;padding:11px 20px;background:var(--accent);color:#fff;text-decoration:none;cursor:pointer}
.button:hover,button:hover{filter:brightness(.93)}
.quiet{background:transparent;color:var(--accent);border-color:var(--line)}
.actions{display:flex;gap:12px;flex-wrap:wrap;margin-top:24px;align-items:center}
.full{width:100%;text-align:center}
table{width:100%;border-collapse:collapse;font-size:15px}
th{text-align:left;font-size:13px;font-weight:600;color:var(--soft);padding:8px 12px 8px 0;border-bottom:1px solid var(--line)}
td{padding:11px 12px 11px 0;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child td{border-bottom:0}
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.badge{display:inline-block;font-size:13px;font-weight:600;border-radius:99px;padding:2px 10px;background:color-mix(in srgb,var(--accent) 12%,white);color:var(--accent)}
.mark{width:48px;height:48px;border-radius:50%;display:grid;place-items:center;font-size:24px;font-weight:700;margin-bottom:16px;background:#eef1f5;color:var(--soft)}
.good .mark{background:#e3f3ea;color:var(--good)}
.bad .mark{background:#fbeae9;color:var(--bad)}
.error{background:#fbeae9;color:var(--bad);border-radius:9px;padding:10px 14px;margin:0 0 14px;font-size:15px}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(260px,1fr));gap:16px}
.tile{border:1px solid var(--line);border-radius:12px;padding:18px;background:#fff;text-decoration:none;color:inherit;display:block}
.tile img{width:40px;height:40px;display:block;margin-bottom:10px}
a.tile:hover{border-color:var(--accent)}
code{font-family:ui-monospace,"DejaVu Sans Mono",monospace;font-size:.9em;background:#eef1f5;border-radius:5px;padding:1px 6px}
.code{font:700 34px/1.2 ui-monospace,"DejaVu Sans Mono",monospace;letter-spacing:.08em;margin:8px 0 18px}
a{color:var(--accent)}
hr{border:0;border-top:1px solid var(--line);margin:24px 0}
footer{text-align:center;color:var(--soft);font-size:13px;padding:0 24px 32px}
@media(max-width:520px){main{margin-top:20px}.card{padding:22px}}
)css";

} // namespace

QString escaped(const QString &text)
{
    return text.toHtmlEscaped();
}

QByteArray renderPage(const QString &party, const QString &accent, const QString &title, const QString &body,
                      const PageOptions &options)
{
    QString html = u"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                   "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                   "<link rel=\"icon\" href=\"/logo.png\"><title>"_s;
    html += escaped(title) + u" · "_s + escaped(party) + u"</title><style>:root{--accent:"_s + accent + u"}"_s;
    html += QString::fromLatin1(css) + u"</style>"_s + options.extraHead + u"</head><body><header><div>"_s;
    html += u"<img src=\"/logo.png\" alt=\"\"><b>"_s + escaped(party) + u"</b><span>"_s + escaped(options.tagline);
    html += u"</span></div></header><main"_s + (options.wide ? u" class=\"wide\">"_s : u">"_s) + body;
    html += u"</main><footer>FPX sandbox. Everyone and everything here is made up.</footer></body></html>"_s;
    return html.toUtf8();
}

QString notice(const QString &kind, const QString &title, const QString &text)
{
    const QString mark = kind == "good"_L1 ? u"✓"_s : kind == "bad"_L1 ? u"!"_s : u"–"_s;
    return u"<div class=\"card %1\"><div class=\"mark\" aria-hidden=\"true\">%2</div><h1>%3</h1><p class=\"soft\">%4</p></div>"_s
        .arg(kind, mark, escaped(title), escaped(text));
}

QString hiddenInputs(const QList<QPair<QString, QString>> &fields)
{
    QString html;
    for (const auto &[name, value] : fields)
        html += u"<input type=\"hidden\" name=\"%1\" value=\"%2\">"_s.arg(escaped(name), escaped(value));
    return html;
}

} // namespace fpx::sandbox
