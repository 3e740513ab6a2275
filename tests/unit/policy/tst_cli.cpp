// `fpx-wallet policies`, on files.
#include <fpx/cli/commandline.h>
#include <fpx/cli/policies.h>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace fpx::cli;

namespace {

constexpr const char *allowing = R"({"fpx_policy":1,"rules":[
    {"id":"doctor","effect":"allow","when":{"scope":["read"],"as":"n","client":"practice","definition":"labs"}}]})";
constexpr const char *denying = R"({"fpx_policy":1,"rules":[
    {"id":"doctor","effect":"deny","when":{"client":"practice"}},{"id":"new","effect":"ask"}]})";
constexpr const char *request = R"({"as":"n","client":"practice","time":"2025-06-03T12:00:00Z",)"
                                R"("resources":[{"definition":"labs","scopes":["read"]}]})";
constexpr const char *other = R"({"as":"n","client":"school","time":"2025-06-03T12:00:00Z",)"
                              R"("resources":[{"definition":"labs","scopes":["read"]}]})";

} // namespace

class TestCli : public QObject
{
    Q_OBJECT

private:
    QString file(const char *name, const QByteArray &text)
    {
        QFile file(m_directory.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("no file %s", name);
        return file.fileName();
    }
    static Printed run(const char *command, const QStringList &files)
    {
        return runPolicies(QStringList(QLatin1String(command)) + files);
    }

    QTemporaryDir m_directory;

private Q_SLOTS:
    void theCommandLineLeadsHere()
    {
        const auto line = parse({QStringLiteral("fpx-wallet"), QStringLiteral("policies"), QStringLiteral("export"),
                                 QStringLiteral("rules.json")});
        QVERIFY(line.has_value());
        QCOMPARE(line->command, Command::Policies);
        QCOMPARE(line->arguments, QStringList({QStringLiteral("export"), QStringLiteral("rules.json")}));
    }

    void usage()
    {
        for (const QStringList &arguments :
             {QStringList(), QStringList(QStringLiteral("check")), QStringList(QStringLiteral("approve"))}) {
            const Printed printed = runPolicies(arguments);
            QCOMPARE(printed.exitCode, 1);
            QVERIFY(printed.out.isEmpty());
            QVERIFY(printed.err.contains("policies simulate OLD NEW REQUESTS"));
        }
    }

    void checkSaysWhatTheRulesSay()
    {
        const Printed printed = run("check", {file("a.json", allowing)});
        QCOMPARE(printed.exitCode, 0);
        QCOMPARE(printed.out, QByteArray("doctor: Allow at n, practice, wanting labs, to read\n"));
        const Printed wide = run("check", {file("a.json", allowing), file("requests", other)});
        QVERIFY(wide.out.contains("nobody has asked for lately") ||
                wide.out.contains("more than was asked for lately"));
    }

    void checkSaysWhatIsExcepted()
    {
        const Printed printed = run("check", {file("a.json", R"({"fpx_policy":1,"rules":[{"id":"genes","effect":"ask",
                "when":{"definition":"genome"},"unless":{"as":"n","client":"practice"}}]})")});
        QCOMPARE(printed.out, QByteArray("genes: Ask wanting genome, unless at n, practice\n"));
    }

    void checkTellsThePlace()
    {
        const QString name = file("bad.json", "{\"fpx_policy\":1,\n\"rules\":[{\"id\":\"a\",\"efect\":\"deny\"}]}");
        const Printed printed = run("check", {name});
        QCOMPARE(printed.exitCode, 1);
        QVERIFY(printed.err.contains((name + QStringLiteral(":2:20: ")).toUtf8()));
        QVERIFY(printed.err.contains("/rules/0/efect"));
        QVERIFY(printed.err.contains("“effect”?"));
    }

    void explainNamesRuleAndNearMisses()
    {
        const QString rules = file("a.json", allowing);
        const Printed allowed = run("explain", {rules, file("request", request)});
        QCOMPARE(allowed.out, QByteArray("allow: decided by doctor\nmatched: doctor\n"));
        const Printed asked = run("explain", {rules, file("request", other)});
        QCOMPARE(asked.out, QByteArray("ask: no rule decides\nno rule allows resource 0\n"
                                       "nearly: doctor, but client does not fit\n"));
    }

    void exportIsCanonical()
    {
        const Printed once = run("export", {file("a.json", allowing)});
        QCOMPARE(once.exitCode, 0);
        QVERIFY(once.out != QByteArray(allowing));
        QCOMPARE(run("export", {file("b.json", once.out)}).out, once.out);
    }

    void importShowsTheDifferenceAndWritesTheNewRules()
    {
        const QString current = file("a.json", allowing);
        const QString target = m_directory.filePath(QStringLiteral("out.json"));
        const Printed printed = run("import", {current, file("b.json", denying), target});
        QCOMPARE(printed.exitCode, 0);
        QCOMPARE(printed.out, QByteArray("- doctor: Allow at n, practice, wanting labs, to read\n"
                                         "+ doctor: Deny practice\n+ new: Ask everything\n"));
        QFile written(target);
        QVERIFY(written.open(QIODevice::ReadOnly));
        QCOMPARE(written.readAll(), run("export", {file("b.json", denying)}).out);
        QFile untouched(current);
        QVERIFY(untouched.open(QIODevice::ReadOnly));
        QCOMPARE(untouched.readAll(), QByteArray(allowing));
    }

    void importOfBadRulesWritesNothing()
    {
        const QString target = m_directory.filePath(QStringLiteral("never.json"));
        QCOMPARE(run("import", {file("a.json", allowing), file("b.json", "{}"), target}).exitCode, 1);
        QVERIFY(!QFile::exists(target));
    }

    void simulateCountsWhatChanges()
    {
        const QString requests = file("requests", QByteArray(request) + '\n' + other + "\n\n" + request + '\n');
        const Printed printed = run("simulate", {file("a.json", allowing), file("b.json", denying), requests});
        QCOMPARE(printed.out, QByteArray("2 of 3 requests decided otherwise\npractice: 2 of 2\n"
                                         "  request 1: allow, then deny\n  request 3: allow, then deny\n"));
        const Printed bad = run("simulate", {file("a.json", allowing), file("b.json", denying),
                                             file("requests", QByteArray(request) + "\n{\"client\":1}\n")});
        QCOMPARE(bad.exitCode, 1);
        QVERIFY(bad.err.contains("requests:2: "));
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
