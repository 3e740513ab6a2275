#include "sources/sourcesplace.h"

#include "onboarding/browserstepview.h"
#include "sources/protectioncard.h"
#include "sources/sourcecard.h"
#include "style/look.h"
#include "text/search.h"
#include "widgets/button.h"
#include "widgets/flowgrid.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QStackedWidget>

namespace fpx::ui {

using wallet::role;
using wallet::SourceRole;

namespace {

constexpr int cardsAtOnce = 24; // a card is a dozen widgets; with hundreds the place would open slowly

} // namespace

SourcesPlace::SourcesPlace(const Context &context, QWidget *parent)
    : Place(parent),
      m_context(context),
      m_stack(new QStackedWidget),
      m_overview(new QWidget),
      m_connecting(new QWidget),
      m_browser(new BrowserStepView),
      m_grid(nullptr),
      m_empty(nullptr),
      m_more(new Button(QString(), QStringLiteral("sourcesMore"))),
      m_most(cardsAtOnce),
      m_protections(new QWidget)
{
    setObjectName(QStringLiteral("sourcesPlace"));
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);

    auto *column = new QVBoxLayout(m_overview);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new PageHeader(tr("Sources"), tr("Where your data is kept, and what you can share from there.")));
    auto *page = new Page;
    auto *grid = new QWidget;
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    grid->setSizePolicy(policy);
    m_grid = new FlowGrid(Look::scaled(340), grid);
    m_empty = new EmptyState(
        QStringLiteral("sources"), tr("No data sources"),
        tr("Hospitals, laboratories and others that keep data about you appear here once your wallet's provider offers them."));
    page->column()->addWidget(grid);
    page->column()->addWidget(m_more, 0, Qt::AlignHCenter);
    page->column()->addWidget(m_empty, 1);
    auto *protections = new QVBoxLayout(m_protections);
    protections->setContentsMargins(0, 0, 0, 0);
    protections->setSpacing(space::s);
    page->column()->addWidget(m_protections);
    page->column()->addStretch(1);
    column->addWidget(page, 1);

    auto *connecting = new QVBoxLayout(m_connecting);
    connecting->setContentsMargins(0, 0, 0, 0);
    auto *header = new PageHeader(tr("Connect a data source"), {});
    auto *back = header->addBack(tr("Back to Sources"), QStringLiteral("sourcesBack"));
    connecting->addWidget(header);
    connecting->addWidget(m_browser, 1);
    m_stack->addWidget(m_overview);
    m_stack->addWidget(m_connecting);

    connect(m_more, &QAbstractButton::clicked, this, [this] {
        const auto shown = m_cards.size();
        m_most += cardsAtOnce;
        rebuild();
        if (shown < m_cards.size())
            m_cards.at(shown)->focusFirst();
    });
    connect(back, &QAbstractButton::clicked, this, &SourcesPlace::goBack);
    const auto overview = [this] { m_stack->setCurrentWidget(m_overview); };
    connect(m_browser, &BrowserStepView::done, this, overview);
    connect(m_browser, &BrowserStepView::ended, this, overview);
    connect(m_browser, &BrowserStepView::againRequested, this, [this] { connectSource(m_connectingSource); });
    QAbstractItemModel *model = context.facade->sources();
    connect(model, &QAbstractItemModel::dataChanged, this, &SourcesPlace::refreshCards);
    connect(model, &QAbstractItemModel::modelReset, this, &SourcesPlace::rebuild);
    connect(model, &QAbstractItemModel::rowsInserted, this, &SourcesPlace::rebuild);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &SourcesPlace::rebuild);
    connect(context.facade->sharing(), &wallet::Sharing::protectionsChanged, this, &SourcesPlace::showProtections);
    rebuild();
    showProtections();
}

void SourcesPlace::showProtections()
{
    clearLayout(m_protections->layout());
    const QList<wallet::ProtectionRow> rows = m_context.facade->sharing()->protections();
    for (const wallet::ProtectionRow &one : rows)
        m_protections->layout()->addWidget(new ProtectionCard(m_context, one));
    m_protections->setVisible(!rows.isEmpty());
}

bool SourcesPlace::fits(const QModelIndex &source) const
{
    return m_needle.isEmpty() ||
           matches(source.data().toString() + QLatin1Char(' ') + source.data(role(SourceRole::Name)).toString() +
                       QLatin1Char(' ') +
                       source.data(role(SourceRole::ResourceNames)).toStringList().join(QLatin1Char(' ')),
                   m_needle);
}

void SourcesPlace::addCard(const QModelIndex &source)
{
    auto *card = new SourceCard(source);
    m_cards.append(card);
    m_grid->addWidget(card);
    const auto id = [card] { return SourceIdentifier(card->source().data(role(SourceRole::Id)).toString()); };
    connect(card, &SourceCard::connectRequested, this, [this, id] { connectSource(id()); });
    connect(card, &SourceCard::refreshRequested, this, [this, id] { m_context.facade->refreshSource(id()); });
    connect(card, &SourceCard::disconnectRequested, this,
            [this, card] { askToDisconnect(m_context, card->source(), this); });
}

void SourcesPlace::rebuild()
{
    clearLayout(m_grid);
    m_cards.clear();
    int found = 0;
    const QAbstractItemModel *model = m_context.facade->sources();
    for (int i = 0; i < model->rowCount(); ++i) {
        if (fits(model->index(i, 0)) && ++found <= m_most)
            addCard(model->index(i, 0));
    }
    m_more->setText(tr("Show %1 more").arg(qMin(found - m_most, cardsAtOnce)));
    m_more->setVisible(found > m_most);
    m_empty->setVisible(found == 0);
    m_empty->setWords(
        m_needle.isEmpty() ? tr("No data sources") : tr("Nothing found"),
        m_needle.isEmpty()
            ? tr("Hospitals, laboratories and others that keep data about you appear here once your wallet's "
                 "provider offers them.")
            : tr("No data source fits what you typed."));
}

void SourcesPlace::refreshCards()
{
    for (SourceCard *card : std::as_const(m_cards))
        card->refresh();
}

void SourcesPlace::setSearch(const QString &text)
{
    m_needle = folded(text);
    m_most = cardsAtOnce;
    rebuild();
}

void SourcesPlace::connectSource(const SourceIdentifier &source)
{
    m_connectingSource = source;
    m_stack->setCurrentWidget(m_connecting);
    m_browser->start(m_context.facade->connectSource(source));
}

bool SourcesPlace::goBack()
{
    if (m_stack->currentWidget() == m_overview)
        return false;
    m_stack->setCurrentWidget(m_overview); // the step goes on in the browser; its card says so
    return true;
}

void SourcesPlace::focusFirst()
{
    for (QWidget *next = nextInFocusChain(); next != this && isAncestorOf(next); next = next->nextInFocusChain()) {
        if ((next->focusPolicy() & Qt::TabFocus) && next->isVisibleTo(this)) {
            next->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
}

} // namespace fpx::ui
