// Sentences that no widget owns.
#pragma once

#include <QCoreApplication>

namespace fpx::ui {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Ui)
};

} // namespace fpx::ui
