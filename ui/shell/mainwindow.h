// The main window: places at the side, the one shown in the middle, or what keeps the wallet from being used.
#pragma once

#include "shell/context.h"

#include <QHash>
#include <QWidget>

class QStackedWidget;

namespace fpx::ui {

class FirstRun;
class Label;
class NoticeBar;
class Place;
class Sidebar;
class StatusPages;
class TopBar;

class MainWindow : public QWidget
{
    Q_OBJECT

public:
    explicit MainWindow(const Context &context, QWidget *parent = nullptr);

    /// "requests", "sharing", "sources", "rules", "history", "settings". Built when first shown.
    void showPlace(const QString &name);
    /// The place of the rules, with this one before the person.
    void showRule(const QString &id);
    /// The page that takes a code from another device; while the wallet cannot be used, as soon as it can.
    void enterCode(const AsIdentifier &network);
    [[nodiscard]] QString currentPlace() const { return m_place; }
    [[nodiscard]] FirstRun *firstRun() const { return m_firstRun; }
    [[nodiscard]] NoticeBar *noticeBar() const { return m_notice; }
    void showShortcuts();

Q_SIGNALS:
    void promptRequested(const fpx::RequestKey &key);
    void closeRequested(); ///< The window's close button; the window stays until someone hides it.
    void quitRequested();

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void addShortcuts();
    void phaseChanged();
    void promptsChanged();
    /// Everything that shows what is in the wallet goes; hidden, a screen reader would still find it.
    void forget();
    void offerToTidy();
    void showCodeAsked();
    void showProxyAsked();
    [[nodiscard]] Place *makePlace(const QString &place);
    void signOut();

    Context m_context;
    Label *m_sandbox; ///< Says that this is a test.
    TopBar *m_top;
    Sidebar *m_sidebar;
    NoticeBar *m_notice;
    QWidget *m_noticeHolder;
    QStackedWidget *m_content;
    QStackedWidget *m_places;
    StatusPages *m_status = nullptr;
    bool m_wasOpen = false;
    bool m_tidied = false; ///< Asked in this run.
    FirstRun *m_firstRun = nullptr;
    QHash<QString, Place *> m_built;
    QString m_place;
    std::optional<AsIdentifier> m_codeAsked; ///< By a link that came too early.
};

} // namespace fpx::ui
