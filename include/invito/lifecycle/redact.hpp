// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/redact.hpp
/// Makes an invitation forget a person: who they were goes, what happened and when stays.

#include <cstddef>
#include <vector>

#include <invito/base/result.hpp>
#include <invito/model/email.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>

namespace invito {
inline namespace INVITO_ABI {

/// Whom to forget, and what to write in their place.
///
/// A fingerprint is made by the host: a digest of the canonical key or of the id under a secret
/// that the host keeps (an HMAC, say), as text such as hexadecimal digits. Without a secret anybody
/// could try addresses until one fits. One person has the same fingerprints in all invitations and
/// two persons never share one: so what was unique stays unique, and what had the same key still
/// has.
struct erasure {
  invito::email email{};              ///< In any spelling; of several, one at a time. Empty: none.
  invito::email email_fingerprint{};  ///< Required where there is an address.
  user_id user{};                     ///< Empty: none.
  user_id user_fingerprint{};         ///< Required where there is a user.
  /// Whether what others wrote freely goes, too: the attributes of an invitation to the person, and
  /// the descriptions and metadata of told statuses.
  bool attributes = true;
};

/// Makes `i` forget the person, baseline and history included, and returns how many places it
/// changed: none where the person does not occur, so none when it is done again.
///
/// - The address and the user id are replaced wherever they stand, for the invitee as for whoever
///   acted. Kinds of actors, times, offers and the revision stay, and a replay leads to the new
///   value as it did to the old one.
/// - An invitation to the person loses their name and what `erasure::attributes` tells. In one to
///   somebody else, the told statuses that the person caused lose descriptions and metadata so.
/// - Where anything was changed, all idempotency keys go: hosts like to make them of such values.
/// - Other ids stay, so they must not be made of addresses. An address of the person that was not
///   named stays, too; `addresses_of` finds it.
///
/// Close a pending invitation to the person first, as nobody can answer it afterwards. The revision
/// does not tell of this change, so no decision made before it may be stored after it. Refused with
/// `missing_value`, and nothing changed, where a fingerprint is missing. Linear.
result<std::size_t> redact(invitation& i, erasure const& who);

/// The addresses by which `i` knows the user: the recipient's, where the user is the recipient or
/// has answered from no other address, and the other one that the user answered from. Ask before
/// the id is replaced. Linear.
[[nodiscard]] std::vector<email> addresses_of(invitation const& i, user_id const& user);

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/lifecycle/impl/redact.ipp>
#endif
