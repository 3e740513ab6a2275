// The proxies that the wallet signs in to, and the one that waits for that.
#pragma once

#include "shell/context.h"

#include <QWidget>

class QVBoxLayout;

namespace fpx::ui {

/// Hidden while there are none, which is nearly always.
class ProxyList : public QWidget
{
    Q_OBJECT

public:
    explicit ProxyList(const Context &context, QWidget *parent = nullptr);

private:
    void rebuild();
    void addRow(const QString &proxy, const QString &words, QWidget *action);

    Context m_context;
    QVBoxLayout *m_column;
};

} // namespace fpx::ui
