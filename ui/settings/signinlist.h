// Settings: who can sign the person in, and the session that rests on it.
#pragma once

#include "shell/context.h"

#include <QWidget>

class QVBoxLayout;

namespace fpx::ui {

class SignInList : public QWidget
{
    Q_OBJECT

public:
    explicit SignInList(const Context &context, QWidget *parent = nullptr);

private:
    void rebuild();
    void add(const wallet::LinkedSignIn &signIn);
    void addLinks();
    void link(const IdpIdentifier &provider);
    void askToUnlink(const wallet::LinkedSignIn &signIn);

    Context m_context;
    QVBoxLayout *m_column;
};

} // namespace fpx::ui
