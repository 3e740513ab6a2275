#include "pagetexts.h"

#include <QDir>
#include <QLocale>

namespace fpx::wallet {

namespace {

const QString folder = QStringLiteral(":/fpx/pages");
const QString english = QStringLiteral("en");

QStringList languages()
{
    QStringList result{english};
    const QStringList files = QDir(folder).entryList({QStringLiteral("pages_*.qm")});
    for (const QString &file : files)
        result.append(file.mid(6).chopped(3));
    return result;
}

// RFC 4647 section 3.4, lookup: the tag is cut from its end until it is one that there is; a single letter or digit
// introduces what follows it and goes with it.
QString lookup(const QStringList &wanted)
{
    const QStringList known = languages();
    for (const QString &tag : wanted) {
        QStringList parts = tag.toLower().split(QLatin1Char('-'));
        while (!parts.isEmpty()) {
            const QString shorter = parts.join(QLatin1Char('-'));
            if (known.contains(shorter))
                return shorter;
            parts.removeLast();
            if (!parts.isEmpty() && parts.last().size() == 1)
                parts.removeLast();
        }
    }
    return {};
}

} // namespace

PageTexts::PageTexts(const QStringList &wanted, const op::LocalizedText &product)
    : m_language(lookup(wanted + QLocale().uiLanguages()))
{
    if (m_language.isEmpty())
        m_language = english;
    if (m_language != english &&
        !m_translator.load(QStringLiteral("pages_") + m_language + QStringLiteral(".qm"), folder))
        m_language = english;
    m_product = product.text({m_language});
    if (m_product.isEmpty())
        m_product = QStringLiteral("FPX Wallet");
}

listener::PageText PageTexts::lookAtYourWallet() const
{
    return page(
        QT_TRANSLATE_NOOP("Pages", "Look at your wallet"),
        {QT_TRANSLATE_NOOP(
             "Pages",
             "A request is waiting in %1 on this computer. This page goes on by itself once you have answered."),
         QT_TRANSLATE_NOOP("Pages", "The wallet never asks for a passphrase in a browser.")});
}

listener::PageText PageTexts::nothingShared() const
{
    return page(QT_TRANSLATE_NOOP("Pages", "Nothing was shared"),
                {QT_TRANSLATE_NOOP("Pages", "This request has ended. You can close this page.")});
}

listener::PageText PageTexts::backToWallet() const
{
    return page(QT_TRANSLATE_NOOP("Pages", "Back to your wallet"),
                {QT_TRANSLATE_NOOP("Pages", "You can close this page and go on in %1.")});
}

listener::PageText PageTexts::goingBack() const
{
    return page(QT_TRANSLATE_NOOP("Pages", "Going back"), {QT_TRANSLATE_NOOP("Pages", "Your answer is ready.")});
}

listener::PageText PageTexts::goingThere() const
{
    return page(QT_TRANSLATE_NOOP("Pages", "One moment"),
                {QT_TRANSLATE_NOOP("Pages", "You are taken to your provider.")});
}

QString PageTexts::continueButton() const
{
    return text(QT_TRANSLATE_NOOP("Pages", "Continue"));
}

QString PageTexts::text(const char *source) const
{
    const QString translated = m_translator.translate("Pages", source);
    return translated.isEmpty() ? QString::fromLatin1(source) : translated;
}

listener::PageText PageTexts::page(const char *title, std::initializer_list<const char *> paragraphs) const
{
    listener::PageText result{m_language, QLocale(m_language).textDirection() == Qt::RightToLeft, text(title), {}};
    for (const char *paragraph : paragraphs)
        result.paragraphs.append(text(paragraph).replace(QStringLiteral("%1"), m_product));
    return result;
}

} // namespace fpx::wallet
