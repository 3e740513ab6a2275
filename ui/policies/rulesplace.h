// Rules: what is decided without asking, as sentences in the order in which they count.
#pragma once

#include "shell/context.h"
#include "widgets/place.h"

class QStackedWidget;
class QVBoxLayout;

namespace fpx::ui {

class Card;
class Label;
class Page;
class RuleCard;
class RuleEditor;

class RulesPlace : public Place
{
    Q_OBJECT

public:
    explicit RulesPlace(const Context &context, QWidget *parent = nullptr);
    void setSearch(const QString &text) override;
    bool goBack() override;
    void focusFirst() override;
    /// Brings one rule before the person: in the editor if it is their own.
    void showRule(const QString &id);
    /// Shows what a document would change, and applies it when the person confirms.
    void offerImport(const QByteArray &text);
    [[nodiscard]] QByteArray exported() const;

private:
    void rebuild();
    void addSection(policy::Effect effect, const QString &title);
    void addCard(const policy::Rule &rule, bool on);
    void addTemplates();
    void applySearch();
    void edit(const policy::Rule &rule);
    /// The list, with the keyboard at this rule if it is there.
    void showList(const QString &rule);
    [[nodiscard]] policy::Rule fresh(policy::Effect effect) const;
    void remove(const policy::Rule &rule);
    void undo();
    void refreshSuggestion();
    bool apply(const policy::Document &next) const;
    void importFile();
    void exportFile();

    Context m_context;
    QStackedWidget *m_stack;
    QWidget *m_overview;
    Page *m_page;
    RuleEditor *m_editor;
    QString m_edited; ///< The rule that is, or was last, in the editor.
    QVBoxLayout *m_list;
    QWidget *m_empty;
    Label *m_nothing; ///< found
    Card *m_undo;
    Card *m_suggestion;
    QList<RuleCard *> m_cards;
    QList<QWidget *> m_headings;
    QString m_needle;
    struct Removed {
        policy::Rule rule;
        qsizetype place = 0;
        bool off = false;
    };
    std::optional<Removed> m_removed;
};

} // namespace fpx::ui
