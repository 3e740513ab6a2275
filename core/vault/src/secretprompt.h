// One prompt of the Secret Service (its specification, "Prompts and Prompting"): what the person answered.
#pragma once

#include "secretservice.h"

#include <QObject>

#include <optional>

QT_FORWARD_DECLARE_CLASS(QDBusVariant)

namespace fpx::vault {

/// The well-known name of the service.
[[nodiscard]] QString secretServiceName();

/// Listens from the moment that it is made, until it is destroyed.
class SecretPrompt : public QObject
{
    Q_OBJECT

public:
    /// `path` is the prompt's object.
    explicit SecretPrompt(const QString &path);
    /// Nothing yet; Opened, Dismissed, or Missing when the service went away with its question.
    [[nodiscard]] std::optional<UnlockAnswer> answer() const { return m_answer; }

Q_SIGNALS:
    void answered();

private Q_SLOTS:
    void completed(bool dismissed, const QDBusVariant &result);

private:
    void end(UnlockAnswer answer);

    std::optional<UnlockAnswer> m_answer;
};

} // namespace fpx::vault
