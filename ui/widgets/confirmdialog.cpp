#include "widgets/confirmdialog.h"

#include "style/look.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QBoxLayout>

namespace fpx::ui {

ConfirmDialog::ConfirmDialog(const QString &question, const QString &text, const QString &yes, const QString &no,
                             const QString &name, QWidget *parent)
    : QDialog(parent),
      m_lines(columnLayout(space::s)),
      m_options(columnLayout(space::xs)),
      m_yes(new Button(yes, name + QStringLiteral("Yes"), Button::Kind::Destructive)),
      m_no(new Button(no, name + QStringLiteral("No"), Button::Kind::Secondary))
{
    setObjectName(name);
    setWindowTitle(question);
    setAccessibleName(question);
    setAttribute(Qt::WA_DeleteOnClose);
    setModal(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::xl, space::xl, space::xl, space::l);
    column->setSpacing(space::m);
    column->addWidget(Label::strong(question, Type::Heading));
    if (!text.isEmpty())
        column->addWidget(new Label(text));
    column->addLayout(m_lines);
    column->addLayout(m_options);
    column->addSpacing(space::s);
    column->addStretch(1);
    auto *buttons = row(space::m);
    buttons->addStretch(1);
    buttons->addWidget(m_no);
    buttons->addWidget(m_yes);
    column->addLayout(buttons);
    setMinimumWidth(Look::scaled(400));
    setMaximumWidth(Look::scaled(520));
    connect(m_no, &QAbstractButton::clicked, this, &QDialog::reject);
    connect(m_yes, &QAbstractButton::clicked, this, [this] {
        Q_EMIT confirmed();
        accept();
    });
    m_no->setFocus();
}

void ConfirmDialog::setConsequences(const QStringList &lines)
{
    for (const QString &line : lines) {
        auto *entry = row(space::s + 2);
        entry->addWidget(new IconView(QStringLiteral("info"), 16, Tone::Muted), 0, Qt::AlignTop);
        entry->addWidget(new Label(line), 1);
        m_lines->addLayout(entry);
    }
}

} // namespace fpx::ui
