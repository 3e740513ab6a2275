// One requested resource: from which source, whose, and what may be done with it.
#pragma once

#include "widgets/card.h"

#include <fpx/consent/offer.h>

class QComboBox;

namespace fpx::ui {

class ChoiceBox;
class Label;

class ResourceCard : public Card
{
    Q_OBJECT

public:
    ResourceCard(const consent::ResourceOffer &offer, const consent::ResourceChoice &initial,
                 QWidget *parent = nullptr);

    [[nodiscard]] consent::ResourceChoice choice() const;
    /// Puts the focus where another source is chosen.
    void focusSource();

Q_SIGNALS:
    void changed();
    void connectRequested(const fpx::SourceIdentifier &source);

private:
    void addSources(const consent::ResourceChoice &initial);
    void addScopes(const consent::ResourceChoice &initial);
    void withholdScopes();
    void fillSubjects(const QString &selected);
    void sourceActivated(int index);
    [[nodiscard]] const consent::SourceOffer *currentSource() const;

    consent::ResourceOffer m_offer;
    ChoiceBox *m_share = nullptr; ///< only for what may be left out
    QWidget *m_body;
    QComboBox *m_source = nullptr;
    QComboBox *m_subject = nullptr;
    Label *m_subjectLabel = nullptr;
    int m_sourceIndex = -1;
    struct Scope {
        QString id;
        ChoiceBox *box;
        QString explanation; ///< While no rule declines it.
    };
    QList<Scope> m_scopes; ///< In the order of the offer.
};

} // namespace fpx::ui
