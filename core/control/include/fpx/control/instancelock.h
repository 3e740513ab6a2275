// One running instance for each data directory.
#pragma once

#include <fpx/base/result.h>

#include <memory>

namespace fpx::control {

/// A lock file `instance.lock` in the data directory, held as long as this lives. One that a crashed instance, or one
/// before the last start of the computer, has left is taken over.
class InstanceLock
{
public:
    explicit InstanceLock(QString dataDirectory);
    ~InstanceLock();
    InstanceLock(const InstanceLock &) = delete;
    InstanceLock &operator=(const InstanceLock &) = delete;

    /// Makes the directory if need be, and makes it this user's only (0700). Never waits.
    /// Errors: `already_running` (another process, or another InstanceLock of this one: send the command there),
    /// `data_directory_unusable` (not writable, or somebody else's).
    [[nodiscard]] Result<void> acquire();
    [[nodiscard]] bool isHeld() const;
    [[nodiscard]] const QString &dataDirectory() const;

private:
    struct Lock;
    std::unique_ptr<Lock> m_lock;
};

} // namespace fpx::control
