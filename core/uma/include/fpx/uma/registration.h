// What becomes of a registration after it was made: keys are exchanged, and one day it ends (RFC 7592, profile section 3).
#pragma once

#include <fpx/uma/enrolment.h>

namespace fpx::uma {

/// Exchanges all keys of an enrolment and its account: provider, wallet client and account client. Each `PUT` carries an
/// `FPX-Proof` by an old key of every set that changes; the issuer stays. Resumable: the new keys and the exact bytes are
/// durable (secrets `…-next`, table `rotations`) before they are sent, and the old keys stay until the AS has confirmed; a
/// new registration token is stored before the old one is dropped, and both are tried. An attempt that did not end is gone
/// on with: the token endpoint is asked first which keys the AS knows, since the answer that was lost may have been a yes.
/// Errors: those of the transport, discover(), RecordStore and SecretStore; `rotation_refused` (the keys stay as they were; the
/// new ones too where the AS knows neither),
/// `bad_registration_response`, `registration_uri_elsewhere`, `registration_differs`, `registration_gone` (the AS no longer
/// knows it), `as_unavailable`, `clock_wrong` (nothing was signed), `cancelled`.
[[nodiscard]] Async<void> rotateKeys(AsContext context, Enrolment enrolment, op::AuthorizationServer as,
                                     CancelToken cancel);

/// Ends an exchange of keys that has begun and whose answer was lost, and begins none. Errors: those of rotateKeys().
[[nodiscard]] Async<void> finishRotation(AsContext context, Enrolment enrolment, op::AuthorizationServer as,
                                         CancelToken cancel);

/// Whether an exchange of keys has begun and not ended: until then nobody knows which keys the AS takes. Durable.
/// Errors: those of RecordStore.
[[nodiscard]] Result<bool> isRotationUnfinished(const AsContext &context, const EnrolmentId &id);

/// Ends account and enrolment at the AS, in this order. One that the AS no longer knows counts as ended: a refused
/// registration token (401) only when the token endpoint no longer knows the client either. The caller
/// revokes the permissions before and forgets keys and records afterwards. Errors: those of the transport, SecretStore,
/// `deletion_unconfirmed` and `as_unavailable` (both worth another attempt), `cancelled`.
[[nodiscard]] Async<void> endRegistrations(AsContext context, Enrolment enrolment, CancelToken cancel);

/// Removes every key and token of an enrolment. Errors: those of SecretStore and RecordStore.
[[nodiscard]] Async<void> forgetSecrets(AsContext context, EnrolmentId id);

} // namespace fpx::uma
