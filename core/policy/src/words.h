// Sentences for people that the policy engine says itself.
#pragma once

#include <QCoreApplication>

namespace fpx::policy {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Policy)
};

} // namespace fpx::policy
