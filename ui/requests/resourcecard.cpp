#include "requests/resourcecard.h"

#include "style/look.h"
#include "text/sentence.h"
#include "widgets/choicebox.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QGridLayout>
#include <QSignalBlocker>
#include <QStandardItemModel>

#include <algorithm>

namespace fpx::ui {

using namespace consent;

namespace {

constexpr int sourceIndexRole = Qt::UserRole + 1;

QComboBox *combo(const QString &name, const QString &accessible)
{
    auto *box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(accessible);
    box->setAccessibleDescription(accessible);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(6);
    return box;
}

void disableItem(QComboBox &box, int at)
{
    if (auto *model = qobject_cast<QStandardItemModel *>(box.model()))
        model->item(at)->setEnabled(false);
}

} // namespace

ResourceCard::ResourceCard(const ResourceOffer &offer, const ResourceChoice &initial, QWidget *parent)
    : Card(parent), m_offer(offer), m_body(new QWidget)
{
    const QString title = cleaned(offer.displayName);
    setObjectName(QStringLiteral("resource-%1").arg(offer.requestId));
    setAccessibleName(title);
    if (offer.required) {
        column()->addWidget(Label::strong(title));
    } else {
        m_share = new ChoiceBox(ChoiceBox::Kind::Check, tr("%1 (optional)").arg(title),
                                QStringLiteral("share-%1").arg(offer.requestId));
        m_share->setChecked(initial.share);
        m_share->setEnabled(offer.withheld.isEmpty());
        m_share->setExplanation(offer.withheld);
        column()->addWidget(m_share);
        connect(m_share, &QAbstractButton::toggled, this, [this](bool on) {
            m_body->setVisible(on);
            Q_EMIT changed();
        });
        m_body->setVisible(initial.share);
    }
    if (!offer.description.isEmpty())
        column()->addWidget(new Label(cleaned(offer.description, 300), Type::Small, Tone::Muted));
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, space::xs, 0, 0);
    body->setSpacing(space::s);
    column()->addWidget(m_body);
    addSources(initial);
    addScopes(initial);
}

void ResourceCard::addSources(const ResourceChoice &initial)
{
    auto *body = static_cast<QVBoxLayout *>(m_body->layout());
    if (m_offer.sources.isEmpty()) {
        auto *line = row();
        line->addWidget(new IconView(QStringLiteral("warning"), 16, Tone::Warning), 0, Qt::AlignTop);
        line->addWidget(new Label(tr("None of your data sources offers this."), Type::Body, Tone::Warning), 1);
        body->addLayout(line);
        return;
    }
    m_source = combo(QStringLiteral("source-%1").arg(m_offer.requestId),
                     tr("Data source of %1").arg(cleaned(m_offer.displayName)));
    m_source->setPlaceholderText(tr("Choose a data source…"));
    for (int i = 0; i < m_offer.sources.size(); ++i) {
        const SourceOffer &source = m_offer.sources.at(i);
        const QString name = cleaned(source.displayName);
        const QString text = !source.withheld.isEmpty() ? tr("%1: declined by a rule").arg(name)
                             : !source.connected        ? tr("Connect %1…").arg(name)
                             : source.accountName.isEmpty()
                                 ? name
                                 : tr("%1 · %2", "source · account").arg(name, cleaned(source.accountName));
        m_source->addItem(text, i);
        m_source->setItemData(i, i, sourceIndexRole);
        if (!source.withheld.isEmpty())
            disableItem(*m_source, i);
        else if (source.connected && source.id == initial.source)
            m_sourceIndex = i;
    }
    m_source->setCurrentIndex(m_sourceIndex);
    m_subject =
        combo(QStringLiteral("subject-%1").arg(m_offer.requestId), tr("Whose %1").arg(cleaned(m_offer.displayName)));
    auto *lines = new QGridLayout; // one below the other: names of sources and of people are long
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(space::s);
    lines->setColumnStretch(1, 1);
    auto *from = new Label(tr("from", "before a data source"), Type::Body, Tone::Muted);
    m_subjectLabel = new Label(tr("of", "before a person"), Type::Body, Tone::Muted);
    for (Label *label : {from, m_subjectLabel}) {
        label->setWordWrap(false);
        label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    // On Linux the accessible name of a list is what is chosen in it; what it is for comes from label and description.
    from->setBuddy(m_source);
    m_subjectLabel->setBuddy(m_subject);
    lines->addWidget(from, 0, 0);
    lines->addWidget(m_source, 0, 1);
    lines->addWidget(m_subjectLabel, 1, 0);
    lines->addWidget(m_subject, 1, 1);
    body->addLayout(lines);
    fillSubjects(initial.subject);
    connect(m_source, &QComboBox::activated, this, &ResourceCard::sourceActivated);
    connect(m_subject, &QComboBox::currentIndexChanged, this, [this] {
        withholdScopes();
        Q_EMIT changed();
    });
}

void ResourceCard::addScopes(const ResourceChoice &initial)
{
    for (const ScopeOffer &scope : m_offer.scopes) {
        const QString name = cleaned(scope.displayName);
        auto *box = new ChoiceBox(ChoiceBox::Kind::Check, scope.required ? tr("%1 (needed)").arg(name) : name,
                                  QStringLiteral("scope-%1-%2").arg(m_offer.requestId, scope.scope));
        QString explanation = cleaned(scope.description, 200);
        if (scope.sensitivity == Sensitivity::High)
            explanation = explanation.isEmpty() ? tr("Sensitive.") : tr("Sensitive. %1").arg(explanation);
        box->setExplanation(explanation);
        box->setChecked(scope.required || initial.scopes.contains(scope.scope));
        m_body->layout()->addWidget(box);
        m_scopes.append({scope.scope, box, explanation});
        connect(box, &QAbstractButton::toggled, this, &ResourceCard::changed);
    }
    withholdScopes();
}

// What a rule declines for the source and the person chosen cannot be chosen with them.
void ResourceCard::withholdScopes()
{
    const SubjectOffer *subject = nullptr;
    if (const SourceOffer *source = currentSource()) {
        const auto found = std::ranges::find(source->subjects, m_subject->currentData().toString(), &SubjectOffer::id);
        subject = found == source->subjects.end() ? nullptr : &*found;
    }
    for (qsizetype i = 0; i < m_scopes.size(); ++i) {
        const ScopeOffer &offer = m_offer.scopes.at(i);
        const bool declined = !offer.withheld.isEmpty() || (subject && subject->withheldScopes.contains(offer.scope));
        m_scopes[i].box->setEnabled(!offer.required && !declined);
        m_scopes[i].box->setExplanation(declined ? tr("One of your rules declines this.") : m_scopes[i].explanation);
        if (declined)
            m_scopes[i].box->setChecked(false);
    }
}

const SourceOffer *ResourceCard::currentSource() const
{
    return m_sourceIndex >= 0 ? &m_offer.sources.at(m_sourceIndex) : nullptr;
}

void ResourceCard::fillSubjects(const QString &selected)
{
    const QSignalBlocker quiet(m_subject);
    m_subject->clear();
    const SourceOffer *source = currentSource();
    const QList<SubjectOffer> subjects = source ? source->subjects : QList<SubjectOffer>();
    int chosen = -1;
    for (const SubjectOffer &subject : subjects) {
        const QString words = subjectWords(subject);
        m_subject->addItem(!subject.offersResource      ? tr("%1: has none").arg(words)
                           : subject.withheld.isEmpty() ? words
                                                        : tr("%1: declined by a rule").arg(words),
                           subject.id);
        const int at = m_subject->count() - 1;
        if (!subject.offersResource || !subject.withheld.isEmpty()) {
            disableItem(*m_subject, at);
        } else if (subject.id == selected || chosen < 0) {
            chosen = subject.id == selected ? at : chosen < 0 ? at : chosen;
        }
    }
    m_subject->setCurrentIndex(chosen);
    // nothing to choose and nothing to say when the only data there is is the person's own
    const bool shown = subjects.size() > 1 || (subjects.size() == 1 && !subjects.first().id.isEmpty());
    m_subject->setVisible(shown);
    m_subjectLabel->setVisible(shown);
}

void ResourceCard::sourceActivated(int index)
{
    const int at = m_source->itemData(index, sourceIndexRole).toInt();
    const SourceOffer &source = m_offer.sources.at(at);
    if (!source.connected) {
        m_source->setCurrentIndex(m_sourceIndex); // chosen when it is connected
        Q_EMIT connectRequested(source.id);
        return;
    }
    if (at == m_sourceIndex)
        return;
    const QString subject = m_subject->currentData().toString();
    m_sourceIndex = at;
    fillSubjects(subject);
    withholdScopes();
    Q_EMIT changed();
}

ResourceChoice ResourceCard::choice() const
{
    ResourceChoice choice;
    choice.requestId = m_offer.requestId;
    choice.share = !m_share || m_share->isChecked();
    if (const SourceOffer *source = currentSource()) {
        choice.source = source->id;
        choice.subject = m_subject->currentData().toString();
    }
    for (const Scope &scope : m_scopes) {
        if (scope.box->isChecked())
            choice.scopes.append(scope.id);
    }
    return choice;
}

void ResourceCard::focusSource()
{
    if (m_source) {
        m_source->setFocus(Qt::OtherFocusReason);
        m_source->showPopup();
    }
}

} // namespace fpx::ui
