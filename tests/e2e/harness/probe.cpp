// A window with one of each thing that the harness presses, reads and types into, and a button that opens a link.
#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProcess>
#include <QPushButton>
#include <QVBoxLayout>

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QWidget window;
    window.setWindowTitle(QStringLiteral("Harness probe"));
    auto *layout = new QVBoxLayout(&window);
    auto *name = new QLineEdit;
    name->setAccessibleName(QStringLiteral("Your name"));
    auto *box = new QCheckBox(QStringLiteral("&Agree"));
    auto *greet = new QPushButton(QStringLiteral("&Greet"));
    auto *heading = new QLabel(QStringLiteral("Open page")); // as the button, which comes after it
    auto *link = new QPushButton(QStringLiteral("Open &page"));
    auto *answer = new QLabel(QStringLiteral("nothing yet"));
    auto *list = new QListWidget;
    list->addItems({QStringLiteral("first row"), QStringLiteral("second row")});
    greet->setEnabled(false);
    for (QWidget *widget : {static_cast<QWidget *>(name), static_cast<QWidget *>(box), static_cast<QWidget *>(greet),
                            static_cast<QWidget *>(heading), static_cast<QWidget *>(link),
                            static_cast<QWidget *>(answer), static_cast<QWidget *>(list)})
        layout->addWidget(widget);
    QObject::connect(box, &QCheckBox::toggled, greet, &QPushButton::setEnabled);
    QObject::connect(greet, &QPushButton::clicked, answer,
                     [=] { answer->setText(QStringLiteral("Hello, %1").arg(name->text())); });
    QObject::connect(list, &QListWidget::currentTextChanged, answer, &QLabel::setText);
    QObject::connect(link, &QPushButton::clicked, answer, [] {
        QProcess::startDetached(QStringLiteral("xdg-open"), {QCoreApplication::arguments().value(1)});
    });
    window.show();
    return QApplication::exec();
}
