#include "onboarding/providerlist.h"

#include "style/icons.h"
#include "style/look.h"
#include "text/search.h"
#include "text/sentence.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>

namespace fpx::ui {

using wallet::ProviderRole;
using wallet::role;

ProviderTile::ProviderTile(const QModelIndex &provider, QWidget *parent)
    : QPushButton(parent),
      m_id(provider.data(role(ProviderRole::Id)).toString()),
      m_name(cleaned(provider.data(role(ProviderRole::Name)).toString())),
      m_account(cleaned(provider.data(role(ProviderRole::AccountName)).toString())),
      m_logo(provider.data(role(ProviderRole::LogoPng)).toByteArray())
{
    setText(m_name);
    setObjectName(QStringLiteral("provider-%1").arg(m_id.value()));
    setAccessibleName(tr("Sign in with %1").arg(m_name));
    setAccessibleDescription(m_account);
    setAutoDefault(false);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ProviderTile::sizeHint() const
{
    return {Look::scaled(280), Look::scaled(56)};
}

void ProviderTile::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !event->isAutoRepeat()) {
        click();
        return;
    }
    QPushButton::keyPressEvent(event);
}

void ProviderTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &c = Look::colors(this);
    const bool hover = underMouse() && isEnabled();
    paintRounded(&painter, rect(), radius::card, isDown() ? c.selected : hover ? c.hover : c.surface, c.control);
    if (hasFocus())
        paintFocus(&painter, rect(), radius::card, c);
    const QRect area = rect().adjusted(space::m, 0, -space::m, 0);
    const int picture = Look::scaled(32);
    const auto place = [&](const QRect &at) { return QStyle::visualRect(layoutDirection(), area, at); };
    Avatar::paint(&painter, place(QRect(area.x(), area.center().y() - picture / 2 + 1, picture, picture)), m_name,
                  m_logo, c);
    const int x = area.x() + picture + space::m;
    const int width = area.right() - 24 - x;
    const int align = static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::TextSingleLine;
    const QFont name = Look::font(Type::Body, true);
    const QFont small = Look::font(Type::Small);
    const int nameHeight = QFontMetrics(name).height();
    const int total = nameHeight + (m_account.isEmpty() ? 0 : QFontMetrics(small).height());
    const int top = area.center().y() - total / 2;
    painter.setFont(name);
    painter.setPen(c.text);
    painter.drawText(place(QRect(x, top, width, nameHeight)), align | Qt::AlignVCenter,
                     QFontMetrics(name).elidedText(m_name, Qt::ElideRight, width));
    if (!m_account.isEmpty()) {
        painter.setFont(small);
        painter.setPen(c.muted);
        painter.drawText(place(QRect(x, top + nameHeight, width, total - nameHeight)), align | Qt::AlignVCenter,
                         QFontMetrics(small).elidedText(m_account, Qt::ElideRight, width));
    }
    paintIcon(&painter,
              layoutDirection() == Qt::RightToLeft ? QStringLiteral("chevron-left") : QStringLiteral("chevron-right"),
              place(QRect(area.right() - 18, area.y(), 18, area.height())), c.muted);
}

ProviderList::ProviderList(const Context &context, bool linkedOnly, QWidget *parent)
    : QWidget(parent),
      m_context(context),
      m_linkedOnly(linkedOnly),
      m_search(new QLineEdit),
      m_column(columnLayout(space::s)),
      m_none(new Label(QString(), Type::Body, Tone::Muted))
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(space::m);
    m_search->setObjectName(QStringLiteral("providerSearch"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search ways to sign in"));
    m_search->setClearButtonEnabled(true);
    outer->addWidget(m_search);
    outer->addLayout(m_column);
    outer->addWidget(m_none);
    connect(m_search, &QLineEdit::textChanged, this, &ProviderList::applySearch);
    QAbstractItemModel *model = context.facade->identityProviders();
    connect(model, &QAbstractItemModel::modelReset, this, &ProviderList::rebuild);
    connect(model, &QAbstractItemModel::dataChanged, this, &ProviderList::rebuild);
    connect(model, &QAbstractItemModel::rowsInserted, this, &ProviderList::rebuild);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &ProviderList::rebuild);
    rebuild();
}

void ProviderList::rebuild()
{
    clearLayout(m_column);
    m_tiles.clear();
    const QAbstractItemModel *model = m_context.facade->identityProviders();
    bool anyLinked = false;
    for (int i = 0; i < model->rowCount(); ++i)
        anyLinked = anyLinked || model->index(i, 0).data(role(ProviderRole::Linked)).toBool();
    for (int i = 0; i < model->rowCount(); ++i) {
        const QModelIndex index = model->index(i, 0);
        if (m_linkedOnly && anyLinked && !index.data(role(ProviderRole::Linked)).toBool())
            continue;
        auto *tile = new ProviderTile(index);
        m_tiles.append(tile);
        m_column->addWidget(tile);
        connect(tile, &QAbstractButton::clicked, this, [this, tile] { Q_EMIT chosen(tile->id()); });
    }
    m_search->setVisible(m_tiles.size() >= searchFrom);
    applySearch();
}

void ProviderList::applySearch()
{
    const QString needle = folded(m_search->text());
    int found = 0;
    for (ProviderTile *tile : std::as_const(m_tiles)) {
        const bool fits = matches(tile->text(), needle);
        tile->setVisible(fits);
        found += fits ? 1 : 0;
    }
    m_none->setText(m_tiles.isEmpty() ? tr("The provider of this wallet offers no way to sign in.")
                                      : tr("Nothing found."));
    m_none->setVisible(found == 0);
}

void ProviderList::focusFirst()
{
    if (m_search->isVisibleTo(this))
        m_search->setFocus(Qt::OtherFocusReason);
    else if (!m_tiles.isEmpty())
        m_tiles.first()->setFocus(Qt::OtherFocusReason);
}

} // namespace fpx::ui
