#include "requests/promptsheets.h"

#include "text/words.h"
#include "widgets/button.h"
#include "widgets/card.h"
#include "widgets/label.h"
#include "widgets/page.h"
#include "widgets/sidesheet.h"

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>

namespace fpx::ui {

using namespace consent;

namespace {

QString roleWords(Recipient recipient)
{
    switch (recipient) {
    case Recipient::AuthorizationServer: return Words::tr("Network");
    case Recipient::DataSource: return Words::tr("Data source");
    case Recipient::Client: break;
    }
    return Words::tr("The one who asks");
}

// Identifiers, hashes and JSON have no blanks to break at.
QString breakable(const QString &value)
{
    constexpr int longest = 24;
    QString text;
    int run = 0;
    for (const QChar c : value) {
        text.append(c);
        run = c.isSpace() ? 0 : run + 1;
        if (c == QLatin1Char('/') || c == QLatin1Char('-') || c == QLatin1Char(',') || run == longest) {
            text.append(QChar(0x200b));
            run = 0;
        }
    }
    return text;
}

void addLine(QVBoxLayout *column, const QString &label, const QString &value)
{
    column->addWidget(new Label(label, Type::Small, Tone::Muted));
    auto *text = new Label(value);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setAccessibleName(QStringLiteral("%1: %2").arg(label, value));
    text->setText(breakable(value));
    column->addWidget(text);
}

} // namespace

void openPreview(const Preview &preview, QWidget *host)
{
    auto *sheet = new SideSheet(Words::tr("Preview what is sent"), QStringLiteral("previewSheet"), host);
    auto *column = sheet->column();
    column->addWidget(
        new Label(Words::tr("Nothing else leaves this computer for this request."), Type::Body, Tone::Muted));
    for (const Recipient recipient : {Recipient::AuthorizationServer, Recipient::DataSource, Recipient::Client}) {
        QStringList names;
        for (const auto &list : {preview.sent, preview.notLearned}) {
            for (const PreviewLine &line : list) {
                if (line.recipient == recipient && !names.contains(line.recipientName))
                    names.append(line.recipientName);
            }
        }
        for (const QString &name : std::as_const(names)) {
            auto *card = new Card;
            card->column()->addWidget(new Label(roleWords(recipient), Type::Small, Tone::Muted));
            card->column()->addWidget(Label::strong(name));
            for (const PreviewLine &line : preview.sent) {
                if (line.recipient == recipient && line.recipientName == name)
                    addLine(card->column(), line.label, line.value);
            }
            bool first = true;
            for (const PreviewLine &line : preview.notLearned) {
                if (line.recipient != recipient || line.recipientName != name)
                    continue;
                if (first) {
                    card->column()->addWidget(new Rule);
                    card->column()->addWidget(new Label(Words::tr("Does not learn"), Type::Small, Tone::Muted));
                    first = false;
                }
                auto *entry = row();
                entry->addWidget(new IconView(QStringLiteral("shield"), 16, Tone::Success), 0, Qt::AlignTop);
                entry->addWidget(new Label(line.label), 1);
                card->column()->addLayout(entry);
            }
            column->addWidget(card);
        }
    }
    sheet->open();
}

SideSheet *openDetails(const QList<DetailLine> &lines, QWidget *host)
{
    auto *sheet = new SideSheet(Words::tr("Details"), QStringLiteral("detailsSheet"), host);
    auto *column = sheet->column();
    column->setSpacing(space::xs);
    column->addWidget(
        new Label(Words::tr("For support and for the curious. Secrets are left out."), Type::Body, Tone::Muted));
    QString all;
    for (const DetailLine &line : lines) {
        column->addSpacing(space::s);
        addLine(column, line.label, line.value);
        all += QStringLiteral("%1: %2\n").arg(line.label, line.value);
    }
    column->addSpacing(space::m);
    auto *copy = new Button(Words::tr("Copy details"), QStringLiteral("detailsCopy"));
    copy->setIconName(QStringLiteral("copy"));
    QObject::connect(copy, &QAbstractButton::clicked, copy, [all] { QApplication::clipboard()->setText(all); });
    column->addWidget(copy, 0, Qt::AlignLeft);
    sheet->open();
    return sheet;
}

} // namespace fpx::ui
