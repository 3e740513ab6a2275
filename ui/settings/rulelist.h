// The rules by which the wallet answers without asking, each with a way to remove it.
#pragma once

#include "shell/context.h"

#include <QWidget>

class QVBoxLayout;

namespace fpx::ui {

class RuleList : public QWidget
{
    Q_OBJECT

public:
    explicit RuleList(const Context &context, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refresh();
    void add(const QString &id, const QString &sentence, const QDateTime &since);
    void remove(const QString &id, const QString &sentence);

    Context m_context;
    QVBoxLayout *m_column;
};

} // namespace fpx::ui
