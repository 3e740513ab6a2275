// Settings: security, networks, notifications, appearance, the local address, about.
#pragma once

#include "shell/context.h"
#include "widgets/place.h"

namespace fpx::ui {

class Card;
class NetworkList;
class Page;

class SettingsPlace : public Place
{
    Q_OBJECT

public:
    explicit SettingsPlace(const Context &context, QWidget *parent = nullptr);
    void setSearch(const QString &text) override;
    void focusFirst() override;

private:
    Card *section(const QString &title, const QString &words);
    void addSwitch(Card *card, const char *setting, const QString &title, const QString &explanation);
    void addChoice(Card *card, const char *setting, const QString &title, const QVariantList &values,
                   const QStringList &words);
    void addSecurity();
    void addAccounts();
    void addNetworks();
    void addNotifications();
    void addAppearance();
    void addAdvanced();
    void addAbout();

    Context m_context;
    Page *m_page;
    QList<QPair<QString, QWidget *>> m_sections; ///< words to search, widget
};

} // namespace fpx::ui
