// "What leaves this computer is shown, exactly", and the details for those who want them.
#pragma once

#include <fpx/consent/offer.h>

class QWidget;

namespace fpx::ui {

class SideSheet;

void openPreview(const consent::Preview &preview, QWidget *host);
/// The sheet is open; the caller may add to it.
SideSheet *openDetails(const QList<consent::DetailLine> &lines, QWidget *host);

} // namespace fpx::ui
