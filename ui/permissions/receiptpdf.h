// A consent receipt for people: one page or two, with the signed file inside. Pure.
#pragma once

#include <fpx/wallet/sharing.h>

namespace fpx::ui {

/// A4, or Letter where that is the custom. The signed JSON is attached as `receipt.json`, so that the page and what can be
/// checked stay together. `product`: what the operator calls the wallet.
[[nodiscard]] QByteArray receiptPdf(const wallet::ConsentReceipt &receipt, const QString &product);

} // namespace fpx::ui
