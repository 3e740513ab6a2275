// The rules as they are stored, and the compiled set that decides.
#pragma once

#include <fpx/base/recordstore.h>
#include <fpx/policy/document.h>
#include <fpx/policy/ruleset.h>

#include <QJsonArray>
#include <QObject>

namespace fpx::wallet {

/// Rules are rows of the table `rules`, each with its place; what is switched off, and the comment, is a row of `policy`. Rules that
/// version 0.1.0 stored have no place and come first, the oldest first; they are written anew with the next change.
class RuleBook : public QObject
{
    Q_OBJECT

public:
    explicit RuleBook(RecordStore &records) : m_records(records) {}

    /// Those of the operator profile. One that this version does not understand may be a "deny": it asks, so that nothing
    /// is automatic.
    void setOperatorRules(const QJsonArray &rules);
    /// Errors: those of RecordStore, `bad_rule`.
    [[nodiscard]] Result<void> load();
    void clear(); ///< When the vault locks.

    [[nodiscard]] const QList<policy::Rule> &operatorRules() const { return m_operatorRules; }
    [[nodiscard]] const policy::Document &document();
    /// Rules that cannot be read decide nothing: everything is asked.
    [[nodiscard]] const policy::RuleSet &inForce();

    /// Writes what differs, in the caller's transaction; it is read again before the next use, since that may still
    /// fail. Errors: `rule_id_taken`, `rule_without_network`, `rule_without_source`, those of RecordStore.
    [[nodiscard]] Result<void> replace(const policy::Document &next);
    [[nodiscard]] Result<void> add(const QList<policy::Rule> &rules);

Q_SIGNALS:
    void changed(); ///< Perhaps: the transaction may still fail.

private:
    struct Stored {
        policy::Rule rule;
        qint64 place = 0;
    };
    [[nodiscard]] Result<QList<Stored>> read();
    void refresh();

    RecordStore &m_records;
    QList<policy::Rule> m_operatorRules;
    policy::Document m_document;
    policy::RuleSet m_inForce;
    bool m_stale = true;
};

} // namespace fpx::wallet
