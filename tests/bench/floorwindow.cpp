// The floors: an empty Qt Widgets window; with --libraries one that has also used, once each, what the wallet uses.
#include <QApplication>
#include <QLabel>
#include <QMainWindow>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTimer>

#include <openssl/evp.h>
#include <qt6keychain/keychain.h>
#include <sodium.h>

namespace {

void useLibraries(QObject *parent)
{
    const auto certificates = QSslConfiguration::systemCaCertificates();
    QSslSocket::supportsSsl();
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"));
    database.setDatabaseName(QStringLiteral(":memory:"));
    if (database.open())
        QSqlQuery(QStringLiteral("CREATE TABLE t (x)"), database);
    if (sodium_init() >= 0)
        sodium_free(sodium_malloc(32));
    EVP_PKEY_free(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
    auto *job = new QKeychain::ReadPasswordJob(QStringLiteral("fpx-floor"), parent);
    job->setKey(QStringLiteral("none"));
    job->start();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QMainWindow window;
    window.setCentralWidget(new QLabel(QStringLiteral("An empty window")));
    window.resize(900, 640);
    window.show();
    if (QCoreApplication::arguments().contains(QStringLiteral("--libraries")))
        QTimer::singleShot(0, &window, [&window] { useLibraries(&window); });
    return QApplication::exec();
}
