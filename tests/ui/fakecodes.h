// Codes from another device that are read as a test says.
#pragma once

#include <fpx/wallet/devicecodes.h>

namespace fpx::test {

class FakeCodes : public wallet::DeviceCodes
{
    Q_OBJECT

public:
    struct Read {
        EnrolmentId profile;
        QString typed;
    };

    [[nodiscard]] bool reading() const override { return underWay; }
    [[nodiscard]] Error problem() const override { return problemError; }
    void read(const EnrolmentId &profile, const QString &typed) override
    {
        reads.append({profile, typed});
        underWay = true;
        problemError = {};
        Q_EMIT changed();
    }
    /// How the one under way ends.
    void refuse(const char *code, const QString &sentence)
    {
        underWay = false;
        problemError = {code, sentence, {}, Retry::No};
        Q_EMIT changed();
    }
    void open(const RequestKey &request)
    {
        underWay = false;
        Q_EMIT changed();
        Q_EMIT opened(request);
    }

    QList<Read> reads;
    bool underWay = false;
    Error problemError;
};

} // namespace fpx::test
