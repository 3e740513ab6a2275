// One place of the application, built when it is first visited.
#pragma once

#include <QWidget>

namespace fpx::ui {

class Place : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;
    /// What the person typed in the search field; filters what the place shows.
    virtual void setSearch(const QString &text) { Q_UNUSED(text) }
    /// Back to the list, from whatever page of the place is open. False: it was there already.
    virtual bool goBack() { return false; }
    /// Where the keyboard starts in this place.
    virtual void focusFirst() {}

Q_SIGNALS:
    /// The place asks for another one: "sources", "sharing", …
    void placeRequested(const QString &place);
};

} // namespace fpx::ui
