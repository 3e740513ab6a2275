#include "permissions/receiptcard.h"

#include "permissions/receiptpdf.h"
#include "widgets/button.h"
#include "widgets/filesave.h"
#include "widgets/label.h"
#include "widgets/page.h"

#include <QApplication>
#include <QBoxLayout>
#include <QPointer>

namespace fpx::ui {

ReceiptCard::ReceiptCard(const Context &context, QWidget *parent)
    : Card(parent, space::xl), m_context(context), m_pdf(nullptr), m_json(nullptr)
{
    setObjectName(QStringLiteral("receipt"));
    column()->setSpacing(space::m);
    column()->addWidget(Label::strong(tr("Receipt")));
    column()->addWidget(new Label(tr("A signed record of what you agreed to, as it stands now: to keep, or to show to "
                                     "someone who asks."),
                                  Type::Body, Tone::Muted));
    auto *buttons = row(space::m);
    m_pdf = add(buttons, tr("Save as PDF…"), "receiptPdf", Form::Pdf);
    m_json = add(buttons, tr("Save as JSON…"), "receiptJson", Form::Json);
    buttons->addStretch(1);
    column()->addLayout(buttons);
}

Button *ReceiptCard::add(QBoxLayout *row, const QString &label, const char *name, Form form)
{
    auto *button = new Button(label, QLatin1String(name));
    connect(button, &QAbstractButton::clicked, this, [this, form] { make(form); });
    row->addWidget(button);
    return button;
}

void ReceiptCard::show(const PermissionId &permission)
{
    m_permission = permission;
}

void ReceiptCard::setBusy(bool busy)
{
    m_pdf->setEnabled(!busy);
    m_json->setEnabled(!busy);
}

void ReceiptCard::make(Form form)
{
    QWidget *focused = QApplication::focusWidget();
    setBusy(true); // the registry is asked for addresses: that may take a moment
    const QPointer<ReceiptCard> self(this);
    m_context.facade->sharing()->receipt(m_permission, [self, form, pressed = QPointer<QWidget>(focused)](
                                                           const Result<wallet::ConsentReceipt> &receipt) {
        if (!self)
            return;
        self->setBusy(false);
        if (pressed)
            pressed->setFocus(); // it lost the focus while it was disabled
        if (receipt)
            self->save(*receipt, form);
        else
            Q_EMIT self->m_context.facade->notice(receipt.error());
    });
}

void ReceiptCard::save(const wallet::ConsentReceipt &receipt, Form form)
{
    const bool pdf = form == Form::Pdf;
    FileWish wish;
    wish.title = tr("Save the receipt");
    wish.suggestedName = pdf ? QStringLiteral("consent-receipt.pdf") : QStringLiteral("consent-receipt.json");
    if (pdf)
        wish.filter = tr("PDF files (*.pdf)");
    const QByteArray bytes = pdf ? receiptPdf(receipt, m_context.facade->product().name) : receipt.file;
    askWhereToSave(this, wish, [this, bytes](const QString &path) {
        if (const auto written = writeFile(path, bytes); !written)
            Q_EMIT m_context.facade->notice(written.error());
        else
            Q_EMIT m_context.facade->done(tr("The receipt was saved."));
    });
}

} // namespace fpx::ui
