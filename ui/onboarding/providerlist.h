// Choose how to sign in: the identity providers with their logos; a search field when there are many.
#pragma once

#include "shell/context.h"

#include <QPushButton>

class QLineEdit;
class QVBoxLayout;

namespace fpx::ui {

/// One provider, as wide as the list.
class ProviderTile : public QPushButton
{
    Q_OBJECT

public:
    ProviderTile(const QModelIndex &provider, QWidget *parent = nullptr);
    [[nodiscard]] IdpIdentifier id() const { return m_id; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    IdpIdentifier m_id;
    QString m_name;
    QString m_account;
    QByteArray m_logo;
};

class ProviderList : public QWidget
{
    Q_OBJECT

public:
    static constexpr int searchFrom = 7; ///< so many providers need a search field

    /// `linkedOnly`: those that the person has signed in with before, where there are any.
    ProviderList(const Context &context, bool linkedOnly, QWidget *parent = nullptr);
    void focusFirst();

Q_SIGNALS:
    void chosen(const fpx::IdpIdentifier &provider);

private:
    void rebuild();
    void applySearch();

    Context m_context;
    bool m_linkedOnly;
    QLineEdit *m_search;
    QVBoxLayout *m_column;
    class Label *m_none;
    QList<ProviderTile *> m_tiles;
};

} // namespace fpx::ui
