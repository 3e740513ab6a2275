// Where a window was, as plain JSON; never off the screens that are there now. Pure but for the widget.
#pragma once

#include <QJsonObject>

class QWidget;

namespace fpx::ui {

[[nodiscard]] QJsonObject placeOf(const QWidget &window);
/// Places it as it was; keeps its size within a screen, and its position on one. Nothing for an empty object.
void restorePlace(QWidget &window, const QJsonObject &place);

} // namespace fpx::ui
