#include "policies/consequences.h"

#include "policies/rulewords.h"
#include "text/dates.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/page.h"
#include "widgets/sidesheet.h"

#include <fpx/base/utc.h>

#include <QBoxLayout>
#include <QTimer>

#include <algorithm>

namespace fpx::ui {

namespace {

constexpr int settleMs = 250; // a person who clicks on is not interrupted
constexpr int lateMs = 300;   // shorter waits need no word
// More is read by nobody, and to lay it out would keep the window waiting.
constexpr int mostFindings = 6;
constexpr int mostClients = 20;

bool isSerious(const policy::Finding &finding)
{
    return finding.kind == policy::FindingKind::NeverMatches || finding.kind == policy::FindingKind::Conflict ||
           finding.kind == policy::FindingKind::Shadowed || finding.kind == policy::FindingKind::UnknownName;
}

} // namespace

Consequences::Consequences(const Context &context, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_soon(new QTimer(this)),
      m_late(new QTimer(this)),
      m_findings(columnLayout(space::xs)),
      m_looking(new Label(tr("Comparing it with your other rules…"), Type::Body, Tone::Muted)),
      m_whatIf(new Label(QString(), Type::Body, Tone::Muted)),
      m_show(new Button(tr("Show them"), QStringLiteral("ruleWhatIfShow"), Button::Kind::Link))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    m_looking->setObjectName(QStringLiteral("ruleLooking"));
    m_looking->hide();
    column->addWidget(m_looking);
    column->addLayout(m_findings);
    auto *line = row(space::s);
    line->addWidget(new IconView(QStringLiteral("history"), 16, Tone::Muted), 0, Qt::AlignTop);
    m_whatIf->setObjectName(QStringLiteral("ruleWhatIf"));
    line->addWidget(m_whatIf, 1);
    line->addWidget(m_show, 0, Qt::AlignTop);
    column->addLayout(line);
    m_show->hide();
    m_soon->setSingleShot(true);
    m_soon->setInterval(settleMs);
    connect(m_soon, &QTimer::timeout, this, &Consequences::look);
    m_late->setSingleShot(true);
    m_late->setInterval(lateMs);
    connect(m_late, &QTimer::timeout, this, [this] {
        clearLayout(m_findings); // of an earlier draft
        m_looking->announce(m_looking->text());
        m_looking->show();
    });
    connect(m_show, &QAbstractButton::clicked, this, &Consequences::openDifferences);
}

void Consequences::show(const policy::Document &draft, const policy::Rule &rule)
{
    m_draft = draft;
    m_rule = rule;
    stop();
    m_soon->start();
}

void Consequences::stop()
{
    m_soon->stop();
    m_late->stop();
    m_looking->hide();
    m_review.reset();
    m_run.reset();
}

void Consequences::look()
{
    wallet::Policies &policies = *m_context.facade->policies();
    m_review = policies.review(m_draft, {m_rule.id});
    if (m_review && !m_review->isDone()) {
        connect(m_review.get(), &wallet::Review::done, this, &Consequences::showFindings);
        m_late->start();
    } else {
        showFindings();
    }
    m_run = policies.whatIf(m_draft);
    if (m_run)
        connect(m_run.get(), &wallet::WhatIf::changed, this, &Consequences::progress);
    progress();
}

void Consequences::showFindings()
{
    m_late->stop();
    m_looking->hide();
    clearLayout(m_findings);
    const auto add = [this](const QString &icon, Tone tone, const QString &text) {
        auto *line = row(space::s);
        line->addWidget(new IconView(icon, 16, tone), 0, Qt::AlignTop);
        auto *label = new Label(text);
        label->setObjectName(QStringLiteral("ruleFinding"));
        line->addWidget(label, 1);
        m_findings->addLayout(line);
    };
    QList<policy::Finding> findings = m_review ? m_review->findings() : QList<policy::Finding>();
    std::ranges::stable_partition(findings, isSerious);
    for (const policy::Finding &finding : findings.first(std::min<qsizetype>(findings.size(), mostFindings))) {
        const bool serious = isSerious(finding);
        add(serious ? QStringLiteral("warning") : QStringLiteral("info"), serious ? Tone::Warning : Tone::Muted,
            findingSentence(finding, m_draft, *m_context.facade->policies()));
    }
    if (const auto more = static_cast<int>(findings.size()) - mostFindings; more > 0)
        add(QStringLiteral("info"), Tone::Muted, tr("And %n more like these.", nullptr, more));
    for (const QString &line : reservations(m_rule))
        add(QStringLiteral("shield"), Tone::Muted, line);
}

void Consequences::progress()
{
    using State = wallet::WhatIf::State;
    m_show->setVisible(m_run && m_run->different() > 0);
    if (!m_run || m_run->state() == State::Cancelled)
        return m_whatIf->setText({});
    const auto total = static_cast<int>(m_run->total());
    const auto different = static_cast<int>(m_run->different());
    if (m_run->state() == State::Failed)
        return m_whatIf->setText(m_run->error().message);
    if (m_run->state() == State::Running)
        return m_whatIf->setText(tr("Looking at your last requests: %1 of %2, %3 decided differently so far.")
                                     .arg(m_run->done())
                                     .arg(total)
                                     .arg(different));
    m_whatIf->announce(
        total == 0 ? tr("There are no requests yet to try this on.")
        : different == 0
            ? tr("It would have decided none of your last %n request(s) differently.", nullptr, total)
            : tr("It would have decided %1 of your last %n request(s) differently.", nullptr, total).arg(different));
}

void Consequences::openDifferences()
{
    if (!m_run)
        return;
    const wallet::Policies &policies = *m_context.facade->policies();
    auto *sheet = new SideSheet(tr("What would have been different"), QStringLiteral("whatIfSheet"), window());
    const QList<policy::ClientDifferences> clients = m_run->byClient();
    for (const policy::ClientDifferences &client : clients.first(std::min<qsizetype>(clients.size(), mostClients))) {
        auto *card = new Card;
        card->column()->addWidget(Label::strong(
            cleaned(policies.nameOf(policy::Condition::Client, client.client.value(), {client.as.value()}))));
        card->column()->addWidget(
            new Label(tr("%1 of %n request(s)", nullptr, static_cast<int>(client.requests)).arg(client.different),
                      Type::Small, Tone::Muted));
        for (const policy::ReplayDifference &each : client.examples) {
            const QDateTime time = utcFromSeconds(each.facts.time).toOffsetFromUtc(each.facts.offsetMinutes * 60);
            QStringList what;
            for (const policy::ResourceFacts &resource : each.facts.resources)
                what.append(cleaned(policies.nameOf(policy::Condition::Definition, resource.definition.value(),
                                                    {each.facts.as.value()})));
            const QString change = each.before.effect == each.after.effect
                                       ? tr("%1 as before, with other conditions").arg(effectWords(each.before.effect))
                                       : tr("%1, not %2", "allowed, not asked")
                                             .arg(effectWords(each.after.effect), effectWords(each.before.effect));
            card->column()->addWidget(
                new Label(QStringLiteral("%1 · %2 · %3").arg(dayText(time.date()), joined(what), change)));
        }
        sheet->column()->addWidget(card);
    }
    if (const auto more = static_cast<int>(clients.size()) - mostClients; more > 0) {
        auto *rest = new Label(tr("And %n more service(s), with fewer such requests each.", nullptr, more), Type::Body,
                               Tone::Muted);
        rest->setObjectName(QStringLiteral("whatIfRest"));
        sheet->column()->addWidget(rest);
    }
    sheet->open();
}

} // namespace fpx::ui
