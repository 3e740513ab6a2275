// What a prompt puts before the person, and what the person chooses: plain values without behaviour.
#pragma once

#include <fpx/base/id.h>
#include <fpx/base/utc.h>

#include <QByteArray>
#include <QDate>
#include <QDateTime>
#include <QList>
#include <QStringList>

#include <algorithm>

namespace fpx::consent {

enum class Sensitivity { Low, Medium, High };

/// One scope of one requested resource (profile 4.3); names from the registry.
struct ScopeOffer {
    QString scope;
    QString displayName;
    QString description;
    Sensitivity sensitivity = Sensitivity::Low;
    bool required = false; ///< Required scopes cannot be switched off; optional ones start switched off (profile 4.4).
    QString withheld = {}; ///< Why a rule keeps it from being chosen; empty: it can be. As in what follows.
};

/// Whose data: the person's own (empty id), or someone's on whose behalf the person may share (profile 6, `related`).
struct SubjectOffer {
    QString id;
    QString displayName; ///< "me" is the front end's word when id is empty.
    QString relation;
    bool offersResource = true; ///< False: this subject has no such resource at the source.
    QString person = {};        ///< Equal for subjects that are one person (SamePersons); empty: not known.
    QString withheld = {};
    QStringList withheldScopes = {}; ///< Optional scopes that a rule keeps from being chosen with this subject.
};

/// A data source that can deliver the resource. Connected ones come first.
struct SourceOffer {
    SourceIdentifier id;
    QString displayName;
    QByteArray logoPng; ///< May be empty.
    bool connected = false;
    QString accountName;          ///< Which account is connected; shown, never sent.
    QList<SubjectOffer> subjects; ///< Empty while not connected.
    QString withheld = {};
};

struct ResourceOffer {
    QString requestId;
    QString displayName;
    QString description;
    bool required = true;
    QString linkage; ///< Equal labels must come from the same subject (profile 4.3). Empty: none.
    QList<ScopeOffer> scopes;
    QList<SourceOffer> sources; ///< Empty: no source of this wallet offers it.
    QString withheld = {};      ///< Nothing of `sources` is left.
};

enum class DurationKind { Once, Until, UntilRevoked };

struct Duration {
    DurationKind kind = DurationKind::Once;
    QDate lastDay; ///< Only with Until. A UTC day; on the wire at most 00:00 UTC of the following one (profile 4.4).
    [[nodiscard]] bool operator==(const Duration &) const = default;
};

struct DurationOffer {
    bool once = false;
    bool until = false;
    bool untilRevoked = false; ///< Only where the client states no maximum.
    QDate earliest;            ///< A UTC day, as `latest`; its end has not passed when the person answers.
    QDate latest;
    Duration initial;  ///< The shortest that does the job (ux.md, principle 4).
    qint64 madeAt = 0; ///< Seconds, AS time.
    qint64 notAfter =
        0; ///< Seconds, AS time: nothing ends later, so the latest day may end before it is over. 0: none.

    /// The moment at which a grant until that day ends, unless it is made much later than this.
    [[nodiscard]] QDateTime endOf(const QDate &lastDay) const
    {
        const QDateTime midnight = utcStartOf(lastDay.addDays(1));
        return notAfter == 0 ? midnight : std::min(midnight, utcFromSeconds(notAfter));
    }
};

/// Ordered by seriousness: the first shown first.
enum class WarningKind {
    OtherDevice,
    StartedElsewhere,
    NotVerified,
    LooksAlike, ///< Another client that the person knows has nearly the same name.
    ClientChanged,
    DataChanged,
    SensitiveScope,
    AsksForMore,
    AskedOften,
    FirstContact,
    SharedAlready ///< Rather a reassurance.
};

struct Warning {
    WarningKind kind;
    QString text; ///< One line, translated.
};

/// Everything that the prompt shows. Names, logos and links come from the registry, never from the ticket.
struct PromptContent {
    AsIdentifier network;
    ClientId client; ///< Empty until the request has been read, and for a data source that wants to protect.
    QString clientName;
    QByteArray clientLogoPng; ///< May be empty.
    QString clientOrganization;
    QString verifiedBy; ///< Empty: not verified.
    QString policyUri;  ///< May be empty; https, or http on loopback in a sandbox.
    QString termsUri;
    QString networkName;   ///< The authorization server's display name.
    QString profileName;   ///< Which of the person's profiles at that network answers.
    QString reason;        ///< The client's own words, cleaned (profile 4.3). May be empty.
    QString purpose;       ///< "access" or "protect".
    bool repeated = false; ///< The client asked for repeated use.
    QList<ResourceOffer> resources;
    DurationOffer duration;
    QList<Warning> warnings;  ///< Most serious first.
    bool canRemember = false; ///< "Do the same next time" can be offered.
    /// Requests of this network are opened without asking (profile 4.2); else a rule answers only what the person opens.
    bool opensDirectly = true;
    bool anotherDevice = false; ///< It began there; the wallet delivers the answer itself (profile 4.6).
    QDateTime expiresAt;
};

struct ResourceChoice {
    QString requestId;
    bool share = true;
    SourceIdentifier source;
    QString subject;    ///< SubjectOffer::id
    QStringList scopes; ///< Includes the required ones.
    [[nodiscard]] bool operator==(const ResourceChoice &) const = default;
};

struct Choice {
    QList<ResourceChoice> resources;
    Duration duration;
    bool remember = false;
    bool samePerson = false; ///< The person says that linked resources of different subjects are of one person.
    [[nodiscard]] bool operator==(const Choice &) const = default;
};

enum class Recipient { AuthorizationServer, DataSource, Client };

struct PreviewLine {
    Recipient recipient;
    QString recipientName;
    QString label; ///< In words.
    QString value; ///< Exactly what is sent; what is only known at sending (signatures) is described in words.
};

/// "What leaves this computer is shown, exactly" (ux.md, principle 2).
struct Preview {
    QList<PreviewLine> sent;
    QList<PreviewLine> notLearned; ///< What each recipient does not learn.
};

/// One line of *Details*.
struct DetailLine {
    QString label;
    QString value; ///< Redacted where it is a secret.
};

} // namespace fpx::consent
