#include "rows.h"

#include <fpx/wallet/models.h>

#include "words.h"

#include <QHash>
#include <QLocale>
#include <QRegularExpression>

namespace fpx::wallet {

namespace {

struct Sentence {
    const char *code;
    const char *text; ///< %client%, %definition% … are parameters of the entry
    const char *outcome;
};

// clang-format off
constexpr Sentence sentences[] = {
    {"request_granted",         QT_TRANSLATE_NOOP("Wallet", "You allowed %client% to use %asked%."), "ok"},
    {"request_granted_in_part", QT_TRANSLATE_NOOP("Wallet", "You allowed %client% a part of what it asked: %asked%."), "ok"},
    {"request_declined",        QT_TRANSLATE_NOOP("Wallet", "A request from %client% was declined."), "declined"},
    {"request_denied",          QT_TRANSLATE_NOOP("Wallet", "A request from %client% was declined. %reason%"), "declined"},
    {"request_not_fetched",     QT_TRANSLATE_NOOP("Wallet", "The answer to %client% was never fetched by your browser. What had been allowed was withdrawn: %asked%."), "failed"},
    {"request_expired",         QT_TRANSLATE_NOOP("Wallet", "A request from %client% ran out of time."), "failed"},
    {"request_failed",          QT_TRANSLATE_NOOP("Wallet", "A request from %client% could not be answered. %reason%"), "failed"},
    {"request_refused",         QT_TRANSLATE_NOOP("Wallet", "A request was refused. %reason%"), "failed"},
    {"request_refused_more",    QT_TRANSLATE_NOOP("Wallet", "%count% more requests were refused within a minute. %reason%"), "failed"},
    {"code_refused",            QT_TRANSLATE_NOOP("Wallet", "A code from another device led to no request at %network%. %reason%"), "failed"},
    {"permission_granted",      QT_TRANSLATE_NOOP("Wallet", "%client% may use %definition% from %source%: %scopes%."), "ok"},
    {"permission_withdrawn",    QT_TRANSLATE_NOOP("Wallet", "The wallet withdrew what %client% was to get, before it counted: %definition%."), "info"},
    {"permission_shared_again", QT_TRANSLATE_NOOP("Wallet", "%client% was given %definition% from %source% again, under the permission of %granted%: %times% times so far."), "ok"},
    {"permission_revoking",     QT_TRANSLATE_NOOP("Wallet", "You revoked what %client% may do with %definition%."), "info"},
    {"permission_revoked",      QT_TRANSLATE_NOOP("Wallet", "%network% confirmed: %client% can no longer use %definition%."), "ok"},
    {"permission_disabling",    QT_TRANSLATE_NOOP("Wallet", "You paused what %client% may do with %definition%."), "info"},
    {"permission_disabled",     QT_TRANSLATE_NOOP("Wallet", "%network% confirmed: %client% gets no %definition% until you say so."), "ok"},
    {"permission_enabling",     QT_TRANSLATE_NOOP("Wallet", "You let %client% use %definition% again."), "info"},
    {"permission_enabled",      QT_TRANSLATE_NOOP("Wallet", "%network% confirmed: %client% can use %definition% again."), "ok"},
    {"permission_changing",     QT_TRANSLATE_NOOP("Wallet", "You changed what %client% may do with %definition%: %scopes%."), "info"},
    {"permission_renewing",     QT_TRANSLATE_NOOP("Wallet", "The wallet renews what %client% may do with %definition%, since you let it go on until you revoke it."), "info"},
    {"permission_changed",      QT_TRANSLATE_NOOP("Wallet", "%network% confirmed the change: %client% may use %definition% as follows: %scopes%."), "ok"},
    {"permission_paused_by_network", QT_TRANSLATE_NOOP("Wallet", "%network% paused what %client% may do with %definition%."), "info"},
    {"permission_added",        QT_TRANSLATE_NOOP("Wallet", "%network% lists a permission for %client% that you never gave."), "failed"},
    {"permission_altered",      QT_TRANSLATE_NOOP("Wallet", "%network% holds another permission of %client% for %definition% than the one that you gave."), "failed"},
    {"permission_removed",      QT_TRANSLATE_NOOP("Wallet", "%network% ended a permission that you had given: %client%, %definition%."), "failed"},
    {"permission_reenabled",    QT_TRANSLATE_NOOP("Wallet", "%network% let %client% use %definition% although you had stopped that. The wallet stops it again."), "failed"},
    {"protection_ended",        QT_TRANSLATE_NOOP("Wallet", "%network% no longer tells %source% who may see your data."), "ok"},
    {"erasure_asked",           QT_TRANSLATE_NOOP("Wallet", "You took the address at which %client% can be asked to erase %definition%."), "info"},
    {"permission_more",         QT_TRANSLATE_NOOP("Wallet", "%network% lists %count% more permissions that do not fit what you gave."), "failed"},
    {"permission_list_too_long", QT_TRANSLATE_NOOP("Wallet", "%network% lists more permissions than the wallet reads, so they were not compared."), "failed"},
    {"permission_end_unconfirmed", QT_TRANSLATE_NOOP("Wallet", "What %client% could do with %definition% has reached its end. %network% never confirmed that you had revoked it."), "info"},
    {"permission_ended",        QT_TRANSLATE_NOOP("Wallet", "A permission of %client% ended: %definition%."), "info"},
    {"signed_in",               QT_TRANSLATE_NOOP("Wallet", "You signed in with %provider%."), "ok"},
    {"account_replaced",        QT_TRANSLATE_NOOP("Wallet", "You said that the account with which %provider% answers now is yours, as the one before was."), "info"},
    {"sign_in_failed",          QT_TRANSLATE_NOOP("Wallet", "Signing in with %provider% failed. %reason%"), "failed"},
    {"signed_out",              QT_TRANSLATE_NOOP("Wallet", "You signed out."), "info"},
    {"account_created",         QT_TRANSLATE_NOOP("Wallet", "You set up this wallet with %provider%."), "ok"},
    {"network_joined",          QT_TRANSLATE_NOOP("Wallet", "You joined %network% with an anonymous account."), "ok"},
    {"network_join_failed",     QT_TRANSLATE_NOOP("Wallet", "Joining %network% failed. %reason%"), "failed"},
    {"profile_added",           QT_TRANSLATE_NOOP("Wallet", "You added a profile at %network%."), "ok"},
    {"profile_left",            QT_TRANSLATE_NOOP("Wallet", "You left %network% with a profile; it is deleted there."), "info"},
    {"keys_renewed",            QT_TRANSLATE_NOOP("Wallet", "A profile at %network% has new keys."), "ok"},
    {"provider_unlinked",       QT_TRANSLATE_NOOP("Wallet", "%provider% can no longer sign you in."), "info"},
    {"source_connected",        QT_TRANSLATE_NOOP("Wallet", "You connected %source%."), "ok"},
    {"source_connect_failed",   QT_TRANSLATE_NOOP("Wallet", "Connecting %source% failed. %reason%"), "failed"},
    {"source_disconnected",     QT_TRANSLATE_NOOP("Wallet", "You disconnected %source%."), "info"},
    {"rule_added",              QT_TRANSLATE_NOOP("Wallet", "You made a rule: %client% may use %definition% without asking."), "ok"},
    {"request_granted_by_rule", QT_TRANSLATE_NOOP("Wallet", "Your rule allowed %client% to use %asked%."), "ok"},
    {"request_declined_by_rule", QT_TRANSLATE_NOOP("Wallet", "Your rule declined a request from %client%."), "declined"},
    {"rule_made",               QT_TRANSLATE_NOOP("Wallet", "You made a rule about %client%."), "ok"},
    {"rule_edited",             QT_TRANSLATE_NOOP("Wallet", "You changed a rule about %client%."), "info"},
    {"rule_placed",             QT_TRANSLATE_NOOP("Wallet", "A rule about %client% now says at which network it holds: the one that knows its names."), "info"},
    {"rule_set_aside",          QT_TRANSLATE_NOOP("Wallet", "A rule about %client% was switched off: it did not say at which network it holds. Open it and choose one."), "info"},
    {"rule_moved",              QT_TRANSLATE_NOOP("Wallet", "You moved a rule about %client%."), "info"},
    {"rule_deleted",            QT_TRANSLATE_NOOP("Wallet", "You removed a rule about %client%."), "info"},
    {"rule_switched_off",       QT_TRANSLATE_NOOP("Wallet", "You switched off a rule about %client%."), "info"},
    {"rule_switched_on",        QT_TRANSLATE_NOOP("Wallet", "You switched on a rule about %client%."), "info"},
    {"rule_removed",            QT_TRANSLATE_NOOP("Wallet", "You removed a rule: %client% has to ask for %definition% again."), "info"},
    {"history_exported",        QT_TRANSLATE_NOOP("Wallet", "You exported the history."), "info"},
    {"history_cut",             QT_TRANSLATE_NOOP("Wallet", "Entries before this one are missing: an old copy of the wallet's data was in place."), "failed"},
    {"history_replaced",        QT_TRANSLATE_NOOP("Wallet", "Entries before this one are not those that your keychain remembers."), "failed"},
    {"operator_profile_renewed", QT_TRANSLATE_NOOP("Wallet", "The provider of this wallet updated its configuration."), "info"},
    {"operator_profile_kept",   QT_TRANSLATE_NOOP("Wallet", "A new configuration was refused. %reason%"), "failed"},
    {"wallet_locked",           QT_TRANSLATE_NOOP("Wallet", "The wallet was locked."), "info"},
    {"wallet_unlocked",         QT_TRANSLATE_NOOP("Wallet", "The wallet was unlocked."), "info"},
};
// clang-format on

const Sentence *find(const QString &code)
{
    for (const Sentence &sentence : sentences) {
        if (code == QLatin1String(sentence.code))
            return &sentence;
    }
    return nullptr;
}

// A request that failed before its ticket was read has no client yet; the network stands for it.
QString value(const ledger::Entry &entry, const QString &name)
{
    const QJsonValue given = entry.parameters.value(name);
    const QString text = name == QStringLiteral("granted")
                             ? QLocale().toString(QDateTime::fromSecsSinceEpoch(given.toInteger()).date())
                             : given.toString();
    return text.isEmpty() && name == QStringLiteral("client") ? value(entry, QStringLiteral("network")) : text;
}

// In one pass, since others choose the values: a client that calls itself “%network%” is no network.
QString filled(const QString &text, const ledger::Entry &entry)
{
    static const QRegularExpression parameter(
        QStringLiteral("%(client|asked|reason|definition|source|scopes|network|provider|count|granted|times)%"));
    QString result;
    qsizetype from = 0;
    for (auto found = parameter.globalMatch(text); found.hasNext();) {
        const auto match = found.next();
        result += QStringView(text).mid(from, match.capturedStart() - from);
        result += value(entry, match.captured(1));
        from = match.capturedEnd();
    }
    return result.append(QStringView(text).mid(from));
}

QString label(const QString &name)
{
    static const QHash<QString, const char *> labels{
        {QStringLiteral("client"), QT_TRANSLATE_NOOP("Wallet", "Client")},
        {QStringLiteral("network"), QT_TRANSLATE_NOOP("Wallet", "Network")},
        {QStringLiteral("count"), QT_TRANSLATE_NOOP("Wallet", "How many")},
        {QStringLiteral("began"), QT_TRANSLATE_NOOP("Wallet", "Began")},
        {QStringLiteral("asked"), QT_TRANSLATE_NOOP("Wallet", "Asked for")},
        {QStringLiteral("definition"), QT_TRANSLATE_NOOP("Wallet", "What")},
        {QStringLiteral("source"), QT_TRANSLATE_NOOP("Wallet", "Data source")},
        {QStringLiteral("scopes"), QT_TRANSLATE_NOOP("Wallet", "May")},
        {QStringLiteral("expires"), QT_TRANSLATE_NOOP("Wallet", "Until")},
        {QStringLiteral("granted"), QT_TRANSLATE_NOOP("Wallet", "First allowed")},
        {QStringLiteral("times"), QT_TRANSLATE_NOOP("Wallet", "Times shared")},
        {QStringLiteral("provider"), QT_TRANSLATE_NOOP("Wallet", "Sign-in provider")},
        {QStringLiteral("account_before"), QT_TRANSLATE_NOOP("Wallet", "Account until then")},
        {QStringLiteral("account_now"), QT_TRANSLATE_NOOP("Wallet", "Account since then")},
        {QStringLiteral("reason"), QT_TRANSLATE_NOOP("Wallet", "Why")},
        {QStringLiteral("count"), QT_TRANSLATE_NOOP("Wallet", "How many")},
        {QStringLiteral("rule"), QT_TRANSLATE_NOOP("Wallet", "Rule")},
        {QStringLiteral("policy"), QT_TRANSLATE_NOOP("Wallet", "The rule's text")}};
    const char *text = labels.value(name);
    return text ? Words::tr(text) : name;
}

// Refusals of what came from outside are a kind of their own to people, whatever they were refused for.
QString kindOf(const ledger::Entry &entry)
{
    const bool refused =
        entry.code.startsWith(QLatin1String("request_refused")) || entry.code == QLatin1String("code_refused");
    return refused ? QStringLiteral("refused_input") : entry.kind;
}

QVariantMap details(const ledger::StoredEntry &stored)
{
    QVariantMap result;
    const QJsonObject &parameters = stored.entry.parameters;
    for (auto it = parameters.constBegin(); it != parameters.constEnd(); ++it) {
        QString text = it.value().toVariant().toString();
        if (it.key() == QStringLiteral("expires") || it.key() == QStringLiteral("granted"))
            text = QLocale().toString(QDateTime::fromSecsSinceEpoch(it.value().toInteger()), QLocale::LongFormat);
        if (!text.isEmpty())
            result.insert(label(it.key()), text);
    }
    if (!stored.entry.outcome.isEmpty())
        result.insert(Words::tr("Code"), stored.entry.outcome);
    if (!stored.entry.request.isEmpty())
        result.insert(Words::tr("Request"), stored.entry.request);
    if (!stored.entry.permission.isEmpty())
        result.insert(Words::tr("Permission"), stored.entry.permission);
    result.insert(Words::tr("Proof"), QString::fromLatin1(stored.hash.toHex()));
    return result;
}

} // namespace

QString historySentence(const ledger::Entry &entry)
{
    const Sentence *sentence = find(entry.code);
    if (sentence == nullptr)
        return entry.code;
    return filled(Words::tr(sentence->text), entry).trimmed();
}

ModelRow historyRow(const ledger::StoredEntry &stored)
{
    const Sentence *sentence = find(stored.entry.code);
    ModelRow row;
    row.insert(role(HistoryRole::Sequence), stored.sequence);
    row.insert(role(HistoryRole::Time), stored.entry.time);
    row.insert(role(HistoryRole::Kind), stored.damaged ? QStringLiteral("wallet") : kindOf(stored.entry));
    row.insert(role(HistoryRole::Code), stored.entry.code);
    const QString words = stored.damaged
                              ? Words::tr("An entry of the history cannot be read: it is not what was written here.")
                              : historySentence(stored.entry);
    row.insert(role(HistoryRole::Sentence), words);
    row.insert(role(HistoryRole::Outcome), stored.damaged ? QLatin1String("failed")
                                           : sentence     ? QLatin1String(sentence->outcome)
                                                          : QLatin1String("info"));
    row.insert(role(HistoryRole::Details), details(stored));
    row.insert(role(HistoryRole::Rule), stored.entry.parameters.value(QStringLiteral("rule")).toString());
    row.insert(Qt::DisplayRole, words);
    return row;
}

} // namespace fpx::wallet
