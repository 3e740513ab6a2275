// What `fpx-wallet` was asked for on the command line, and the commands that talk to the running instance.
#pragma once

#include <fpx/base/result.h>

#include <QString>
#include <QStringList>

#include <optional>

namespace fpx::cli {

enum class Command {
    Start,         ///< The application itself; with a link, to be handed over if it runs already.
    Status,        ///< `status --json`
    HistoryExport, ///< `history export --json`
    Quit,          ///< `quit`
    Policies,      ///< `policies …` (policies.h): works on files, needs no instance.
    Receipts,      ///< `receipts …` (receipts.h): the same.
    Help,
    Version
};

struct CommandLine {
    Command command = Command::Start;
    QString dataDirectory;       ///< Absolute; the platform's own where none was given.
    QString operatorProfileFile; ///< Where none was given: beside the program, then /etc/fpx-wallet.
    QString operatorKeysFile;
    bool minimized = false;
    QString link;          ///< `scheme:…`, whatever scheme the operator chose; empty: none
    QStringList arguments; ///< Of Policies and Receipts: what stands after it.
    QString helpText;
};

/// Errors: `bad_command_line` with what is wrong.
[[nodiscard]] Result<CommandLine> parse(const QStringList &arguments);

/// Runs a command: one on files, or one that talks to the running instance. Prints the answer to standard output and returns the exit code:
/// 0 done, 1 refused or failed (the reason on standard error), 3 no instance is running. Needs a QCoreApplication; the
/// command line never approves anything.
[[nodiscard]] int run(const CommandLine &line);

/// Hands link and activation to the running instance, once. Errors: those of control::ControlClient::send(); `not_running`
/// may also mean that the instance is just being started.
[[nodiscard]] Result<void> handOver(const CommandLine &line, const QString &activationToken);

} // namespace fpx::cli
