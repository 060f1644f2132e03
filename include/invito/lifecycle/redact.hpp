// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/redact.hpp
/// Removes the identity of a person from an invitation. The events and their times remain. The host
/// is the program that uses the library.

#include <cstddef>
#include <vector>

#include <invito/base/result.hpp>
#include <invito/model/email.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The person to remove, and the values that replace the address and the user id.
///
/// The host computes the fingerprints. A fingerprint is a digest with a secret key, such as an
/// HMAC, of the canonical address or of the user id. It is written as text, such as hexadecimal
/// digits. Without a secret key, an attacker could try addresses until one matches. Use the same
/// fingerprints for a person in all invitations, and different fingerprints for two persons. Then
/// unique values remain unique, and equal canonical forms remain equal.
struct erasure {
  /// The address to replace; case is ignored. If empty, no address is replaced. For a person with
  /// several addresses, call `redact` once for each address.
  invito::email email{};
  invito::email email_fingerprint{};  ///< Replaces the address; required if `email` is set.
  user_id user{};                     ///< The user id to replace; if empty, no id is replaced.
  user_id user_fingerprint{};         ///< Replaces the user id; required if `user` is set.
  /// Whether free text that other persons wrote is removed too. This text consists of the
  /// attributes of an invitation to the person, and of the descriptions and metadata of source
  /// statuses (the statuses in an imported document).
  bool attributes = true;
};

/// Removes the person from `i`, including the baseline and the history. Returns the number of
/// changed values. The number is 0 if `i` does not contain the person, so a second call returns 0.
///
/// - The address and the user id are replaced wherever they occur, both for the invitee and for
///   actors. The kinds of actors, the times, the offers and the revision do not change. A replay of
///   the changed events produces the changed invitation.
/// - If the person is the recipient, the name of the person is removed. The free text is removed
///   too if `erasure::attributes` is true. If the recipient is another person, descriptions and
///   metadata are removed only from the source statuses that the person caused.
/// - If anything changed, all idempotency keys are removed, because hosts often build the keys from
///   addresses or ids.
/// - Other ids, such as the id of the invitation, do not change. Therefore the host must not build
///   ids from addresses. Other addresses of the person do not change either; `addresses_of` returns
///   these addresses.
///
/// If an invitation to the person is pending, revoke the invitation before this call. After the
/// call, the person can no longer answer. This function does not change the revision, so do not
/// store a decision that was made before the call. If a fingerprint is missing, the function
/// returns `missing_value` and changes nothing. Complexity: linear in the size of the invitation.
result<std::size_t> redact(invitation& i, erasure const& who);

/// Returns the addresses of the user that `i` contains. The result contains the recipient's address
/// if the user is the recipient, or answered and the event contains no other address. If the user
/// answered with another address, the result also contains this address. Call this function before
/// `redact` replaces the user id. Complexity: linear in the number of events.
[[nodiscard]] std::vector<email> addresses_of(invitation const& i, user_id const& user);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/redact.ipp>
#endif
