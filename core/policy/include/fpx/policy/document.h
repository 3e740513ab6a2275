// The policy language as a text (docs/policies.md, docs/policy.schema.json): read, written in one canonical form,
// compared. Pure values; any thread.
#pragma once

#include <fpx/policy/rule.h>

namespace fpx::policy {

/// What is wrong with a text, and where.
struct Problem {
    QByteArray code; ///< `malformed`, `unknown_member`, `missing`, `bad_value`, `duplicate_id`, `unsupported_version`
    QString pointer; ///< JSON pointer (RFC 6901); empty: the whole document.
    int line = 0;    ///< From 1; 0: not known.
    int column = 0;  ///< In bytes, from 1; 0: not known.
    QString text;    ///< One sentence, translated.
    QString meant;   ///< The word that was probably meant; empty: none is near.
    [[nodiscard]] bool operator==(const Problem &) const = default;
};

/// A set of rules as the person has it.
struct Document {
    QString comment;
    QList<Rule> rules;
    QStringList switchedOff; ///< Ids of rules, the operator's or their own, that the person has switched off.
    [[nodiscard]] bool operator==(const Document &) const = default;

    /// Canonical: members in sorted order, lists sorted, nothing that is the default, rules in their order.
    [[nodiscard]] QByteArray toText() const;
};

// Steps from one set to the next; what is not concerned stays as it is.
/// `rule` takes the place of the one with its id; a new one goes to `place` (-1: the end).
[[nodiscard]] Document withRule(Document document, const Rule &rule, qsizetype place = -1);
/// Also forgets that it was switched off.
[[nodiscard]] Document withoutRule(Document document, const QString &id);
[[nodiscard]] Document withSwitch(Document document, const QString &id, bool on);

struct Parsed {
    Document document; ///< Complete only without problems.
    QList<Problem> problems;
    [[nodiscard]] bool ok() const { return problems.isEmpty(); }
};

inline constexpr qsizetype maxDocumentBytes = 64 * 1024 * 1024;

/// All problems at once, in the order of the text's structure.
[[nodiscard]] Parsed parseDocument(const QByteArray &text);

enum class ChangeKind { Added, Removed, Changed, Moved };

/// How a rule of one document differs in another; rules are the same if their ids are.
struct Change {
    ChangeKind kind = ChangeKind::Added;
    QString id;
    std::optional<Rule> before;
    std::optional<Rule> after;
    [[nodiscard]] bool operator==(const Change &) const = default;
};

struct Difference {
    QList<Change> rules;     ///< Removed ones first, then in the order of the new document.
    QStringList switchedOff; ///< Newly switched off.
    QStringList switchedOn;
    [[nodiscard]] bool isEmpty() const { return rules.isEmpty() && switchedOff.isEmpty() && switchedOn.isEmpty(); }
};

/// Comments count; a rule has moved if its order among those that both documents have is another.
[[nodiscard]] Difference difference(const Document &before, const Document &after);

} // namespace fpx::policy
