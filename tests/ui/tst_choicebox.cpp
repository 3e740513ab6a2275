// Check boxes, radio buttons and switches: all of their text is on screen, at every width, size and direction.
#include "harness.h"

#include "style/look.h"
#include "widgets/choicebox.h"

#include <QImage>

#include <algorithm>

using namespace fpx;
using ui::ChoiceBox;

Q_DECLARE_METATYPE(ui::ChoiceBox::Kind)

class TestChoiceBox : public QObject
{
    Q_OBJECT

    /// What is painted of the texts in `width` × `height`: the ink of all but the column of the mark.
    static QImage painted(ChoiceBox &box, int width, int height)
    {
        box.resize(width, height);
        QImage picture(box.size(), QImage::Format_RGB32);
        picture.fill(Qt::white);
        box.render(&picture, {}, {}, QWidget::DrawChildren);
        const int mark = ui::Look::scaled(36) + 2;
        const bool right = (box.kind() == ChoiceBox::Kind::Switch) != (box.layoutDirection() == Qt::RightToLeft);
        return picture.copy(right ? 0 : mark, 0, width - mark, height);
    }
    static int lastInk(const QImage &picture)
    {
        for (int y = picture.height() - 1; y >= 0; --y) {
            const auto *line = reinterpret_cast<const QRgb *>(picture.constScanLine(y));
            if (std::any_of(line, line + picture.width(), [](QRgb pixel) { return qGray(pixel) < 200; }))
                return y;
        }
        return -1;
    }

private Q_SLOTS:
    void initTestCase() { ui::Look::install(); }
    void cleanup()
    {
        QFont font = QApplication::font();
        font.setPixelSize(static_cast<int>(ui::Type::Body));
        QApplication::setFont(font);
    }

    void nothing_of_the_text_is_below_its_height_data()
    {
        using Kind = ChoiceBox::Kind;
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<Qt::LayoutDirection>("direction");
        QTest::addColumn<int>("pixels");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("explanation");
        const QString network = QStringLiteral("Ontario Health Exchange");
        const QString arabic = QString::fromUtf8("شبكة أونتاريو الصحية للتبادل بين المستشفيات");
        const QString word = QStringLiteral("Krankenversicherungskartennummernverzeichnis");
        const QString why = QStringLiteral("You are told each time, and can change it whenever you like.");
        for (const auto &[name, kind] :
             {std::pair{"check", Kind::Check}, std::pair{"radio", Kind::Radio}, std::pair{"switch", Kind::Switch}}) {
            for (const auto direction : {Qt::LeftToRight, Qt::RightToLeft}) {
                for (const int pixels : {13, 26}) {
                    const char *way = direction == Qt::LeftToRight ? "ltr" : "rtl";
                    QTest::addRow("%s_%s_%d", name, way, pixels) << kind << direction << pixels << network << QString();
                    QTest::addRow("%s_%s_%d_arabic", name, way, pixels)
                        << kind << direction << pixels << arabic << arabic;
                    QTest::addRow("%s_%s_%d_long_word", name, way, pixels)
                        << kind << direction << pixels << word << QString();
                    QTest::addRow("%s_%s_%d_explained", name, way, pixels)
                        << kind << direction << pixels << network << why;
                }
            }
        }
    }
    void nothing_of_the_text_is_below_its_height()
    {
        QFETCH(ChoiceBox::Kind, kind);
        QFETCH(Qt::LayoutDirection, direction);
        QFETCH(int, pixels);
        QFETCH(QString, text);
        QFETCH(QString, explanation);
        QFont font = QApplication::font();
        font.setPixelSize(pixels);
        QApplication::setFont(font);
        ChoiceBox box(kind, text, QStringLiteral("box"));
        box.setExplanation(explanation);
        box.setLayoutDirection(direction);
        QStringList lost;
        for (int width = box.minimumSizeHint().width(); width < 420;
             width += pixels == 13 && explanation.isEmpty() ? 1 : 11) {
            const int height = box.heightForWidth(width);
            // With room to spare the same is painted, and nothing more below.
            if (const int needed = lastInk(painted(box, width, height + 60)) + 1; needed > height)
                lost.append(QStringLiteral("%1 wide: %2 of %3").arg(width).arg(height).arg(needed));
        }
        QCOMPARE(lost.mid(0, 5), QStringList());
    }

    /// A word that is longer than the line breaks instead of being cut.
    void a_long_word_is_not_cut()
    {
        const QString word = QStringLiteral("Krankenversicherungskartennummernverzeichnis");
        ChoiceBox box(ChoiceBox::Kind::Check, word, QStringLiteral("box"));
        const int narrow = box.minimumSizeHint().width();
        QVERIFY(box.heightForWidth(narrow) > box.heightForWidth(box.sizeHint().width()));
    }
};

QTEST_MAIN(TestChoiceBox)
#include "tst_choicebox.moc"
