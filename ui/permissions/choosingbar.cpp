#include "permissions/choosingbar.h"

#include "style/tokens.h"
#include "widgets/button.h"
#include "widgets/label.h"
#include "widgets/listview.h"

#include <QBoxLayout>

namespace fpx::ui {

ChoosingBar::ChoosingBar(QWidget *parent)
    : QWidget(parent),
      m_text(new Label(QString(), Type::Body, Tone::Muted)),
      m_everyone(new Button(tr("Show everyone"), QStringLiteral("sharingEveryone"), Button::Kind::Link)),
      m_choose(new Button(tr("Choose several"), QStringLiteral("sharingChoose"), Button::Kind::Quiet)),
      m_all(new Button(tr("Choose all"), QStringLiteral("sharingAll"))),
      m_revoke(new Button(QString(), QStringLiteral("sharingRevoke"), Button::Kind::Danger)),
      m_done(new Button(tr("Done"), QStringLiteral("sharingDone"), Button::Kind::Quiet))
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, space::s);
    line->setSpacing(space::s);
    line->addWidget(m_text);
    line->addWidget(m_everyone);
    line->addStretch(1);
    for (Button *button : {m_choose, m_all, m_revoke, m_done})
        line->addWidget(button);
    connect(m_everyone, &QAbstractButton::clicked, this, &ChoosingBar::everyoneRequested);
    connect(m_choose, &QAbstractButton::clicked, this, [this] { Q_EMIT choosingRequested(true); });
    connect(m_done, &QAbstractButton::clicked, this, [this] { Q_EMIT choosingRequested(false); });
    connect(m_all, &QAbstractButton::clicked, this, &ChoosingBar::allRequested);
    connect(m_revoke, &QAbstractButton::clicked, this, &ChoosingBar::revokeRequested);
    refresh();
}

void ChoosingBar::setParty(const QString &name)
{
    m_party = name;
    refresh();
}

void ChoosingBar::setChoosing(bool choosing)
{
    m_choosing = choosing;
    m_count = 0;
    refresh();
}

void ChoosingBar::setChosen(int count)
{
    m_count = count;
    refresh();
}

void ChoosingBar::setUsable(bool usable)
{
    m_usable = usable;
    refresh();
}

void ChoosingBar::refresh()
{
    m_text->setText(m_choosing           ? tr("%n chosen", nullptr, m_count)
                    : !m_party.isEmpty() ? tr("Only %1").arg(m_party)
                                         : QString());
    m_everyone->setVisible(!m_choosing && !m_party.isEmpty());
    m_choose->setVisible(!m_choosing && m_usable);
    m_all->setVisible(m_choosing);
    m_revoke->setVisible(m_choosing);
    m_revoke->setEnabled(m_count > 0);
    m_revoke->setText(m_count > 0 ? tr("Revoke %n…", nullptr, m_count) : tr("Revoke…"));
    m_revoke->setAccessibleName(m_revoke->text());
    m_done->setVisible(m_choosing);
}

} // namespace fpx::ui
