// Hands each file of the folders that it is given to the target: without Clang, in every build.
#include "fuzz.h"

#include <QDir>
#include <QFile>

int main(int argc, char **argv)
{
    int replayed = 0;
    for (int i = 1; i < argc; ++i) {
        const QDir folder(QFile::decodeName(argv[i]));
        const QStringList names = folder.entryList(QDir::Files);
        for (const QString &name : names) {
            QFile file(folder.filePath(name));
            if (!file.open(QIODevice::ReadOnly))
                return 1;
            const QByteArray all = file.readAll();
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t *>(all.constData()),
                                   static_cast<std::size_t>(all.size()));
            ++replayed;
        }
    }
    std::printf("%d seeds\n", replayed);
    return replayed > 0 ? 0 : 1;
}
