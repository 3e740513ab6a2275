// Rules as a person types or imports them: every problem is found and placed, and what is accepted has one form.
#include "fuzz.h"

#include <fpx/policy/document.h>

using namespace fpx;
using fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray text = fuzz::bytes(data, size);
    const policy::Parsed parsed = policy::parseDocument(text);
    for (const policy::Problem &problem : parsed.problems) {
        require(!problem.code.isEmpty() && !problem.text.isEmpty(), "a problem says what is wrong");
        require(problem.line >= 0 && problem.line <= text.count('\n') + text.count('\r') + 1,
                "a problem is on a line of the text");
    }
    if (!parsed.ok())
        return 0;
    const QByteArray written = parsed.document.toText();
    const policy::Parsed again = policy::parseDocument(written);
    require(again.ok(), "what is written is accepted");
    require(again.document.toText() == written, "the form is canonical");
    require(policy::difference(parsed.document, again.document).isEmpty(), "it means the same");
    return 0;
}
