#include "widgets/noticebar.h"

#include "style/look.h"
#include "text/sentence.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/margins.h"
#include "widgets/page.h"

#include <fpx/base/log.h>

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QPainter>
#include <QTimer>

#include <algorithm>

namespace fpx::ui {

namespace {
constexpr int goodNewsMs = 6'000;
}

QString errorForSupport(const Error &error)
{
    return QStringLiteral("code: %1\nmessage: %2\ndetail: %3")
        .arg(QString::fromUtf8(error.code), redacted(error.message), redacted(error.detail));
}

NoticeBar::NoticeBar(QWidget *parent)
    : QWidget(parent),
      m_icon(new IconView(QStringLiteral("info"), 20, Tone::Normal)),
      m_what(Label::strong(QString())),
      m_meaning(new Label),
      m_copy(new Button(tr("Copy details"), QStringLiteral("noticeCopy"), Button::Kind::Quiet)),
      m_close(Button::iconOnly(QStringLiteral("cross"), tr("Dismiss"), QStringLiteral("noticeClose"))),
      m_timer(new QTimer(this))
{
    setObjectName(QStringLiteral("noticeBar"));
    auto *line = new QHBoxLayout(this);
    setMargins(line, space::l, space::s, space::s, space::s);
    line->setSpacing(space::m);
    auto *texts = columnLayout(0);
    m_what->setObjectName(QStringLiteral("noticeText"));
    texts->addWidget(m_what);
    texts->addWidget(m_meaning);
    line->addWidget(m_icon, 0, Qt::AlignVCenter);
    line->addLayout(texts, 1);
    line->addWidget(m_copy, 0, Qt::AlignVCenter);
    line->addWidget(m_close, 0, Qt::AlignVCenter);
    m_timer->setSingleShot(true);
    connect(m_timer, &QTimer::timeout, this, &NoticeBar::next);
    connect(m_close, &QAbstractButton::clicked, this, &NoticeBar::next);
    connect(m_copy, &QAbstractButton::clicked, this,
            [this] { QApplication::clipboard()->setText(errorForSupport(m_shown.error)); });
    hide();
}

QString NoticeBar::text() const
{
    return m_busy ? m_what->text() : QString();
}

void NoticeBar::showError(const Error &error)
{
    put({false, error});
}

void NoticeBar::showDone(const QString &sentence)
{
    put({true, Error{{}, sentence, {}}});
}

void NoticeBar::showProgress(int about, const QString &sentence)
{
    const Message message{true, Error{{}, sentence, {}}, about};
    const auto waiting = std::ranges::find(m_waiting, about, &Message::about);
    if (waiting != m_waiting.end())
        *waiting = message;
    else if (m_busy && m_shown.about == about)
        present(message);
    else
        put(message);
}

void NoticeBar::clear()
{
    m_waiting.clear();
    next();
    m_shown = {};
    m_what->setText({});
    m_what->setAccessibleName({});
    m_meaning->setText({});
}

void NoticeBar::put(const Message &message)
{
    if (m_busy && m_shown.error.message == message.error.message) { // the same again says nothing new
        m_shown.about = message.about;
        return;
    }
    if (m_waiting.size() < 20)
        m_waiting.append(message);
    if (!m_busy || (m_shown.good && !message.good))
        next();
}

void NoticeBar::next()
{
    m_timer->stop();
    m_busy = !m_waiting.isEmpty();
    if (!m_busy) {
        hide();
        Q_EMIT shownChanged(false);
        return;
    }
    present(m_waiting.takeFirst());
}

void NoticeBar::present(const Message &message)
{
    m_timer->stop();
    m_shown = message;
    const ErrorWords words = m_shown.good ? ErrorWords{m_shown.error.message, {}} : errorWords(m_shown.error.message);
    m_what->announce(words.what);
    m_what->setStrong(!m_shown.good);
    m_meaning->setText(words.meaning);
    m_meaning->setVisible(!words.meaning.isEmpty());
    m_icon->set(m_shown.good ? QStringLiteral("check") : QStringLiteral("warning"),
                m_shown.good ? Tone::Success : Tone::Danger);
    m_copy->setVisible(!m_shown.good);
    if (m_shown.good)
        m_timer->start(goodNewsMs);
    show();
    update();
    Q_EMIT shownChanged(true);
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &c = Look::colors(this);
    paintRounded(&painter, rect(), radius::card, m_shown.good ? c.successSoft : c.dangerSoft,
                 m_shown.good ? c.successText : c.dangerText);
}

ErrorView::ErrorView(QWidget *parent)
    : QWidget(parent), m_what(Label::strong(QString(), Type::Heading)), m_meaning(new Label), m_actions(row(space::m))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    auto *icon = new IconView(QStringLiteral("warning"), 24, Tone::Danger);
    icon->setGround(true);
    auto *copy = new Button(tr("Copy details"), QStringLiteral("errorCopy"), Button::Kind::Link);
    m_what->setObjectName(QStringLiteral("errorWhat"));
    m_what->setAlignment(Qt::AlignHCenter);
    m_meaning->setAlignment(Qt::AlignHCenter);
    column->addWidget(icon, 0, Qt::AlignHCenter);
    column->addSpacing(space::xs);
    column->addWidget(m_what);
    column->addWidget(m_meaning);
    column->addSpacing(space::s);
    m_actions->addStretch(1);
    m_actions->addStretch(1);
    column->addLayout(m_actions);
    column->addWidget(copy, 0, Qt::AlignHCenter);
    connect(copy, &QAbstractButton::clicked, this,
            [this] { QApplication::clipboard()->setText(errorForSupport(m_error)); });
}

void ErrorView::setError(const Error &error)
{
    m_error = error;
    const ErrorWords words = errorWords(error.message);
    m_what->announce(words.what);
    m_meaning->setText(words.meaning);
    m_meaning->setVisible(!words.meaning.isEmpty());
}

void ErrorView::addAction(Button *button)
{
    m_actions->insertWidget(m_actions->count() - 1, button);
}

} // namespace fpx::ui
