// Receipts of permissions, and the key that signs them: one for each profile, made at the first receipt, so that receipts
// of two profiles cannot be told to be one person's.
#pragma once

#include <fpx/wallet/sharing.h>

#include "services.h"

namespace fpx::wallet {

/// `story` is newest first, as Sharing::story() has it. The registry is asked for links and addresses; without an answer
/// they are left out. Errors: `no_receipt` for what was never given, those of SecretStore and jose.
[[nodiscard]] Async<ConsentReceipt> makeReceipt(std::shared_ptr<Services> services, PermissionId permission,
                                                QList<StoryLine> story);
/// After the profile has been left; receipts that were made keep their key in themselves. Errors: those of SecretStore.
[[nodiscard]] Async<void> forgetReceiptKey(std::shared_ptr<Services> services, EnrolmentId profile);

} // namespace fpx::wallet
