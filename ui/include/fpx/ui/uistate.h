// Port: where the windows remember their place, and what the person has been told once. Nothing personal, no secrets.
#pragma once

#include <QJsonObject>
#include <QString>

namespace fpx::ui {

class UiState
{
public:
    virtual ~UiState() = default;
    /// Empty when there is none or it cannot be read.
    [[nodiscard]] virtual QJsonObject load() const = 0;
    /// Best effort: a window that forgets its place is no error.
    virtual void save(const QJsonObject &state) = 0;
};

/// One small JSON file, written atomically and readable by its owner only.
class FileUiState final : public UiState
{
public:
    explicit FileUiState(QString path) : m_path(std::move(path)) {}
    [[nodiscard]] QJsonObject load() const override;
    void save(const QJsonObject &state) override;

private:
    QString m_path;
};

/// For tests.
class FakeUiState final : public UiState
{
public:
    [[nodiscard]] QJsonObject load() const override { return state; }
    void save(const QJsonObject &newState) override { state = newState; }
    QJsonObject state;
};

} // namespace fpx::ui
