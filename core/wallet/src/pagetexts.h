// What the listener's pages say, in the language that the network asked for (`ui_locales`, profile 4.1). The texts are
// fixed: nothing of a request is in them.
#pragma once

#include <fpx/listener/pages.h>
#include <fpx/operator/localizedtext.h>

#include <QTranslator>

namespace fpx::wallet {

class PageTexts
{
public:
    /// In the first of `wanted` (BCP 47 tags, the most wanted first, hostile until matched) that there are texts in, else
    /// in the wallet's own language, else in English. "fr-CA" is answered in "fr" (RFC 4647 section 3.4).
    /// `product`: what the operator calls this wallet.
    PageTexts(const QStringList &wanted, const op::LocalizedText &product);

    [[nodiscard]] listener::PageText lookAtYourWallet() const;
    [[nodiscard]] listener::PageText nothingShared() const;
    [[nodiscard]] listener::PageText backToWallet() const;
    /// With the label of the one button, for a browser that runs no scripts.
    [[nodiscard]] listener::PageText goingBack() const;
    [[nodiscard]] listener::PageText goingThere() const;
    [[nodiscard]] QString continueButton() const;

private:
    [[nodiscard]] QString text(const char *source) const;
    [[nodiscard]] listener::PageText page(const char *title, std::initializer_list<const char *> paragraphs) const;

    QString m_language;
    QString m_product;
    QTranslator m_translator; ///< Not installed: the window may speak another language than the page.
};

} // namespace fpx::wallet
