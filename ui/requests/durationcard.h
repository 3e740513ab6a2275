// How long: once, until a day, until revoked; only what the request allows.
#pragma once

#include "widgets/card.h"

#include <fpx/consent/offer.h>

class QDateEdit;

namespace fpx::ui {

class ChoiceBox;
class Label;

class DurationCard : public Card
{
    Q_OBJECT

public:
    DurationCard(const consent::DurationOffer &offer, const consent::Duration &initial, QWidget *parent = nullptr);
    [[nodiscard]] consent::Duration choice() const;

Q_SIGNALS:
    void changed();

private:
    void refresh();

    ChoiceBox *m_once = nullptr;
    ChoiceBox *m_until = nullptr;
    ChoiceBox *m_revoked = nullptr;
    QDateEdit *m_day = nullptr;
    Label *m_localTime = nullptr;
};

/// When a grant until `lastDay` ends, in the person's own time: 00:00 UTC of the following day (profile 4.4).
[[nodiscard]] QString localEnd(const QDate &lastDay);

} // namespace fpx::ui
