#pragma once

#include <QCoreApplication>

namespace fpx::http {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Http)
};

} // namespace fpx::http
