// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/redact.hpp
/// Removes the identity of a person from an invitation; the events and their times remain.

#include <cstddef>
#include <vector>

#include <invito/base/result.hpp>
#include <invito/model/email.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// The person to remove, and the values that replace the identity.
///
/// The host makes the fingerprints: a digest of the canonical form or of the id with a secret that
/// the host keeps (such as an HMAC), as text such as hexadecimal digits. Without a secret, an
/// attacker could try addresses until one matches. One person has the same fingerprints in all
/// invitations, and two persons never have the same fingerprint: so unique values remain unique,
/// and equal canonical forms remain equal.
struct erasure {
  invito::email email{};              ///< The address, in any spelling; one at a time. Empty: none.
  invito::email email_fingerprint{};  ///< Replaces the address; required if there is one.
  user_id user{};                     ///< The user id; empty: none.
  user_id user_fingerprint{};         ///< Replaces the user id; required if there is one.
  /// Whether free text of other persons is removed too: the attributes of an invitation to the
  /// person, and the descriptions and the metadata of source statuses.
  bool attributes = true;
};

/// Removes the person from `i`, including its baseline and history, and returns the number of
/// changed values: 0 if the person does not occur, and therefore 0 if the function is called again.
///
/// - The address and the user id are replaced wherever they occur, both for the invitee and for
///   actors. The kinds of actors, times, offers and the revision do not change, and a replay leads
///   to the new value just as it led to the old one.
/// - An invitation to the person loses the name of the person and the values that
///   `erasure::attributes` describes. In an invitation to another person, only the source statuses
///   that the person caused lose their descriptions and metadata.
/// - If anything changed, all idempotency keys are removed, because hosts often make them from such
///   values.
/// - Other ids do not change, so they must not be made from addresses. Another address of the
///   person does not change either; `addresses_of` finds it.
///
/// Close a pending invitation to the person first, because nobody can answer it afterwards. The
/// revision does not show this change, so a decision that was made before it must not be stored
/// after it. Refused with `missing_value`, without any change, if a fingerprint is missing.
/// Complexity: linear.
result<std::size_t> redact(invitation& i, erasure const& who);

/// Returns the addresses of the user that `i` contains: the address of the recipient, if the user
/// is the recipient or has answered with no other address, and the other address with which the
/// user answered. Call it before the id is replaced. Complexity: linear.
[[nodiscard]] std::vector<email> addresses_of(invitation const& i, user_id const& user);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/redact.ipp>
#endif
