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

    const consent::DurationOffer m_offer;
    ChoiceBox *m_once = nullptr;
    ChoiceBox *m_until = nullptr;
    ChoiceBox *m_revoked = nullptr;
    QDateEdit *m_day = nullptr;
    Label *m_localTime = nullptr;
};

/// When a grant ends, in the person's own time.
[[nodiscard]] QString localEnd(const QDateTime &end);

} // namespace fpx::ui
