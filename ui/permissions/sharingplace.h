// Sharing: who can see what, and until when.
#pragma once

#include "permissions/permissiondelegate.h"
#include "shell/context.h"
#include "widgets/place.h"

class QComboBox;
class QStackedWidget;

namespace fpx::ui {

class ChoosingBar;
class EmptyState;
class PermissionPage;
class SectionModel;

class SharingPlace : public Place
{
    Q_OBJECT

public:
    explicit SharingPlace(const Context &context, QWidget *parent = nullptr);
    void setSearch(const QString &text) override;
    bool goBack() override;
    void focusFirst() override;

private:
    void applyFilter();
    void applyGrouping();
    void refresh();
    void opened(const QModelIndex &index);
    void showParty(const QString &key, const QString &name);
    void setChoosing(bool choosing);
    void revokeChosen();
    [[nodiscard]] QModelIndexList chosen() const; ///< Those that can be revoked.
    void showAlerts();

    Context m_context;
    SectionModel *m_model;
    ListView *m_list;
    PermissionDelegate *m_delegate;
    EmptyState *m_empty;
    QWidget *m_overview;
    QStackedWidget *m_body;
    QStackedWidget *m_stack;
    PermissionPage *m_page = nullptr; ///< built when first opened
    QComboBox *m_show;
    QComboBox *m_group;
    QString m_needle;
    QString m_party; ///< PermissionRole::PartyKey, or empty: everyone
    ChoosingBar *m_bar;
    QWidget *m_alerts;
};

} // namespace fpx::ui
