// What the prompt says in one sentence. Pure.
#pragma once

#include <fpx/consent/offer.h>

#include <QString>

namespace fpx::ui {

/// Without control and bidirectional characters, on one line, at most `limit` characters: fit to stand in our sentence.
[[nodiscard]] QString cleaned(const QString &text, qsizetype limit = 120);
/// "a", "a and b", "a, b and c" in the person's language.
[[nodiscard]] QString joined(const QStringList &parts);

/// How the first line of the prompt reads; `text` is plain, `html` the same with who and what emphasised and everything
/// from outside escaped.
struct Sentence {
    QString text;
    QString html;
};
/// Who, what, from where, for how long: "Immunize Me wants to read your immunization history until 24 Feb 2027." It
/// follows `choice`, so that it always says what *Allow* would do.
[[nodiscard]] Sentence promptSentence(const consent::PromptContent &content, const consent::Choice &choice);
/// "once", "until 24 Feb 2027", "until you revoke it".
[[nodiscard]] QString durationWords(const consent::DurationOffer &offer, const consent::Duration &duration);
/// "me" for the person's own data, else the name with the relation.
[[nodiscard]] QString subjectWords(const consent::SubjectOffer &subject);

/// Changes whenever anything that the person decides about changes; the approve guard starts again then.
[[nodiscard]] QByteArray fingerprint(const consent::PromptContent &content);

/// An error as its parts: what happened, and what it means.
struct ErrorWords {
    QString what;
    QString meaning;
};
[[nodiscard]] ErrorWords errorWords(const QString &message);

} // namespace fpx::ui
