#include <fpx/cli/commandline.h>
#include <fpx/cli/policies.h>
#include <fpx/cli/receipts.h>
#include <fpx/control/client.h>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QStandardPaths>

#include <cstdio>

namespace fpx::cli {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CommandLine)
};

QString firstExisting(const QString &name)
{
    const QString beside = QCoreApplication::applicationDirPath() + QStringLiteral("/../share/fpx-wallet/") + name;
    return QFileInfo::exists(beside) ? QDir::cleanPath(beside) : QStringLiteral("/etc/fpx-wallet/") + name;
}

// `scheme:…` (RFC 3986 section 3.1). Which scheme is the wallet's own the operator says: whoever takes the link looks at that.
bool isLink(const QString &word)
{
    static const QRegularExpression scheme(QStringLiteral("\\A[A-Za-z][A-Za-z0-9+.-]+:"));
    return scheme.match(word).hasMatch();
}

Result<Command> commandOf(const QStringList &words, bool json)
{
    if (words.isEmpty() || isLink(words.first()))
        return Command::Start;
    if (words.first() == QStringLiteral("policies"))
        return Command::Policies;
    if (words.first() == QStringLiteral("receipts"))
        return Command::Receipts;
    const QString joined = words.join(QLatin1Char(' '));
    if (joined == QStringLiteral("quit"))
        return Command::Quit;
    if (joined == QStringLiteral("status") && json)
        return Command::Status;
    if (joined == QStringLiteral("history export") && json)
        return Command::HistoryExport;
    return fail("bad_command_line", Words::tr("Unknown command: %1").arg(joined));
}

bool worksOnFiles(Command command)
{
    return command == Command::Policies || command == Command::Receipts;
}

void print(std::FILE *stream, const QByteArray &text)
{
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stream);
    std::fputc('\n', stream);
}

// The export is larger than a control message: the instance leaves it in a file of this user only.
bool printFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    print(stdout, file.readAll());
    file.close();
    return file.remove();
}

int finish(const CommandLine &line, const Result<QJsonObject> &answer)
{
    if (!answer) {
        print(stderr, answer.error().message.toUtf8());
        return answer.error().code == "not_running" ? 3 : 1;
    }
    if (answer->contains(QStringLiteral("error"))) {
        const QString message =
            answer->value(QStringLiteral("message")).toString(answer->value(QStringLiteral("error")).toString());
        print(stderr, message.toUtf8());
        return 1;
    }
    if (line.command == Command::HistoryExport)
        return printFile(answer->value(QStringLiteral("file")).toString()) ? 0 : 1;
    if (line.command == Command::Status)
        print(stdout, QJsonDocument(*answer).toJson(QJsonDocument::Indented).trimmed());
    return 0;
}

QJsonObject messageOf(const CommandLine &line)
{
    switch (line.command) {
    case Command::Status: return {{QStringLiteral("command"), QStringLiteral("status")}};
    case Command::HistoryExport: return {{QStringLiteral("command"), QStringLiteral("export_history")}};
    case Command::Quit: return {{QStringLiteral("command"), QStringLiteral("quit")}};
    default: return {{QStringLiteral("command"), QStringLiteral("show")}};
    }
}

// An export waits for the person's yes in the window.
control::Limits limitsOf(Command command)
{
    control::Limits limits;
    if (command == Command::HistoryExport)
        limits.time = std::chrono::minutes(2);
    return limits;
}

QCoro::Task<> ask(QString dataDirectory, QJsonObject message, control::Limits limits,
                  std::function<void(Result<QJsonObject>)> done)
{
    const auto client = std::make_shared<control::ControlClient>(dataDirectory, control::systemPeerCheck(), limits);
    const auto answer = co_await client->send(message);
    done(answer);
}

Result<QJsonObject> askNow(const QString &dataDirectory, const QJsonObject &message, const control::Limits &limits)
{
    Result<QJsonObject> result = fail("control_no_answer", QString());
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [&] {
            spawn(ask(dataDirectory, message, limits, [&result](Result<QJsonObject> answer) {
                result = std::move(answer);
                QCoreApplication::quit();
            }));
        },
        Qt::QueuedConnection);
    QCoreApplication::exec();
    return result;
}

} // namespace

Result<CommandLine> parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(Words::tr("Decide who may use your data."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    const QCommandLineOption dataDir(QStringLiteral("data-dir"), Words::tr("Keep everything in <dir>."),
                                     QStringLiteral("dir"));
    const QCommandLineOption profile(QStringLiteral("operator-profile"), Words::tr("The operator's signed profile."),
                                     QStringLiteral("file"));
    const QCommandLineOption keys(QStringLiteral("operator-keys"), Words::tr("The operator's public keys."),
                                  QStringLiteral("file"));
    const QCommandLineOption minimized(QStringLiteral("minimized"), Words::tr("Start in the tray."));
    const QCommandLineOption json(QStringLiteral("json"), Words::tr("Print JSON."));
    parser.addOptions({dataDir, profile, keys, minimized, json});
    parser.addPositionalArgument(
        QStringLiteral("command"),
        Words::tr("A fpx-wallet: link, or: status --json, history export --json, "
                  "policies check|explain|export|import|simulate FILE…, receipts check FILE, quit"));
    CommandLine line;
    if (!parser.parse(arguments))
        return fail("bad_command_line", parser.errorText());
    const QStringList words = parser.positionalArguments();
    FPX_TRY(command, commandOf(words, parser.isSet(json)));
    line.arguments = worksOnFiles(command) ? words.mid(1) : QStringList();
    line.command = parser.isSet(help) ? Command::Help : parser.isSet(version) ? Command::Version : command;
    line.helpText = parser.helpText();
    line.minimized = parser.isSet(minimized);
    line.dataDirectory = QDir(parser.isSet(dataDir) ? parser.value(dataDir)
                                                    : QStandardPaths::writableLocation(QStandardPaths::AppDataLocation))
                             .absolutePath();
    line.operatorProfileFile =
        parser.isSet(profile) ? parser.value(profile) : firstExisting(QStringLiteral("operator.jws"));
    line.operatorKeysFile =
        parser.isSet(keys) ? parser.value(keys) : firstExisting(QStringLiteral("operator-keys.json"));
    if (command == Command::Start && !words.isEmpty()) {
        if (words.size() > 1 || words.first().size() > control::maxLinkSize)
            return fail("bad_command_line", Words::tr("One link at most, of 20,480 characters at most."));
        line.link = words.first();
    }
    return line;
}

int run(const CommandLine &line)
{
    if (worksOnFiles(line.command)) {
        const Printed printed =
            line.command == Command::Policies ? runPolicies(line.arguments) : runReceipts(line.arguments);
        std::fwrite(printed.out.constData(), 1, static_cast<std::size_t>(printed.out.size()), stdout);
        std::fwrite(printed.err.constData(), 1, static_cast<std::size_t>(printed.err.size()), stderr);
        return printed.exitCode;
    }
    return finish(line, askNow(line.dataDirectory, messageOf(line), limitsOf(line.command)));
}

Result<void> handOver(const CommandLine &line, const QString &activationToken)
{
    QJsonObject message = messageOf(line);
    if (!line.link.isEmpty())
        message = {{QStringLiteral("command"), QStringLiteral("open")}, {QStringLiteral("link"), line.link}};
    if (!activationToken.isEmpty())
        message.insert(QStringLiteral("activation_token"), activationToken);
    FPX_CHECK(askNow(line.dataDirectory, message, {}));
    return {};
}

} // namespace fpx::cli
