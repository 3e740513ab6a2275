// The networks: join, and for each "open its requests directly" or "ask me first".
#pragma once

#include "shell/context.h"

#include <QWidget>

class QVBoxLayout;

namespace fpx::ui {

class NetworkList : public QWidget
{
    Q_OBJECT

public:
    explicit NetworkList(const Context &context, QWidget *parent = nullptr);

private:
    void rebuild();
    void addNetwork(const QModelIndex &network);

    Context m_context;
    QVBoxLayout *m_column;
};

} // namespace fpx::ui
