// What the tests of the front end share.
#pragma once

#include "fakefacade.h"

#include "requests/approveguard.h"
#include "requests/promptwindow.h"
#include "style/look.h"

#include <QAbstractButton>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

namespace fpx::test {

/// A child by its object name; fails the test's expectation by being null.
template <class T = QWidget>
T *find(const QWidget &window, const char *name)
{
    const QList<T *> all = window.findChildren<T *>(QString::fromLatin1(name));
    for (T *widget : all) {
        if (widget->isVisibleTo(&window))
            return widget;
    }
    return all.isEmpty() ? nullptr : all.first();
}

inline void click(const QWidget &window, const char *name)
{
    auto *button = find<QAbstractButton>(window, name);
    QVERIFY2(button, name);
    QTest::mouseClick(button, Qt::LeftButton);
}

/// A facade and its prompt window on screen.
struct PromptStage {
    explicit PromptStage(const std::function<void(consent::PromptContent &)> &change = {},
                         consent::Prompt::Stage stage = consent::Prompt::Stage::Question)
        : prompt(facade.addPrompt(change, stage)), window({&facade, &facade.clock})
    {
        window.showWaiting();
    }
    [[nodiscard]] QAbstractButton *allow() const
    {
        return window.findChild<QAbstractButton *>(QStringLiteral("promptAllow"));
    }
    [[nodiscard]] QAbstractButton *decline() const
    {
        return window.findChild<QAbstractButton *>(QStringLiteral("promptDecline"));
    }
    [[nodiscard]] QString sentence() const
    {
        return window.findChild<QLabel *>(QStringLiteral("promptSentence"))->accessibleName();
    }
    [[nodiscard]] bool waitArmed() const
    {
        return QTest::qWaitFor([this] { return window.guard().armed(); }, 5'000);
    }

    FakeFacade facade;
    QPointer<FakePrompt> prompt;
    ui::PromptWindow window;
};

} // namespace fpx::test
