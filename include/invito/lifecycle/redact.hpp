// SPDX-License-Identifier: MIT
#pragma once

/// \file lifecycle/redact.hpp
/// Makes an invitation forget a person: who they were goes, what happened and when stays.

#include <cstddef>
#include <variant>
#include <vector>

#include <invito/base/box.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/result.hpp>
#include <invito/model/composite_status.hpp>
#include <invito/model/email.hpp>
#include <invito/model/event.hpp>
#include <invito/model/id.hpp>
#include <invito/model/invitation.hpp>
#include <invito/model/person.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace v0 {

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

// -------------------------------------------------------------------------------------------------

namespace detail {

/// Replaces a person in the parts of an invitation, and counts the places.
struct eraser {
  erasure const& who;
  bool invited = false;  // the invitation is to the person
  std::size_t places = 0;

  [[nodiscard]] bool is(email const& e) const { return !e.text().empty() && e == who.email; }
  [[nodiscard]] bool is(user_id const& id) const { return !id.empty() && id == who.user; }

  void erase(email& e) {
    if (!is(e)) return;
    e = who.email_fingerprint;
    ++places;
  }
  void erase(user_id& id) {
    if (!is(id)) return;
    id = who.user_fingerprint;
    ++places;
  }
  void erase(actor& a) { erase(a.id); }
  /// What may be absent.
  template <class Optional>
  void erase_in(Optional& o) {
    if (o) erase(*o);
  }
  /// Texts and lists.
  template <class Container>
  void clear(Container& all) {
    if (all.empty()) return;
    all.clear();
    ++places;
  }

  void erase(state& s) {
    if (auto* yes = std::get_if<accepted>(&s)) erase(yes->by);
    if (auto* no = std::get_if<revoked>(&s)) erase_in(no->by);
  }
  void erase(status_entry& told) {
    if (who.attributes && (invited || is(told.by))) {
      clear(told.description);
      clear(told.metadata);
    }
    erase(told.by);
  }
  void erase(composite_status& told) {
    for (status_entry& e : told.history) erase(e);
    erase(told.current);
  }
  void erase(baseline& start) {
    erase(start.state);
    erase_in(start.sponsor);
    erase_in(start.told_statuses);
  }
  void erase(event& e) {
    erase(e.by);
    if (auto* yes = std::get_if<accept_details>(&e.details)) erase_in(yes->email);
    if (auto* no = std::get_if<decline_details>(&e.details)) erase_in(no->email);
  }
};

}  // namespace detail

inline result<std::size_t> redact(invitation& i, erasure const& who) {
  if (!who.email.text().empty() && who.email_fingerprint.text().empty()) {
    return problem{code::missing_value, "email_fingerprint", {}, {}};
  }
  if (!who.user.empty() && who.user_fingerprint.empty()) {
    return problem{code::missing_value, "user_fingerprint", {}, {}};
  }
  detail::eraser person{who};
  invitation rest = i;  // all of it forgets, or nothing does
  recipient& to = rest.recipient;
  person.invited = (to.email && person.is(*to.email)) || person.is(to.user);
  person.erase(rest.state);
  person.erase_in(rest.created_by);
  person.erase_in(rest.sponsor);
  person.erase_in(rest.baseline);
  for (event& e : rest.history) person.erase(e);
  if (person.invited) {
    person.clear(rest.name.given);
    person.clear(rest.name.family);
    if (who.attributes) person.clear(rest.attributes);
    person.erase_in(to.email);
    person.erase(to.user);
  }
  if (person.places != 0) {
    for (event& e : rest.history) person.clear(e.idempotency_key);
    i = std::move(rest);
  }
  return person.places;
}

inline std::vector<email> addresses_of(invitation const& i, user_id const& user) {
  std::vector<email> out;
  if (user.empty()) return out;
  bool invited = i.recipient.user == user;
  email const* other = nullptr;
  for (event const& e : i.history) {
    auto* yes = std::get_if<accept_details>(&e.details);
    auto* no = std::get_if<decline_details>(&e.details);
    if (e.by.id != user || (!yes && !no)) continue;
    box<email> const& from = yes ? yes->email : no->email;
    if (from) other = &*from;
    if (!from) invited = true;
  }
  if (i.history.empty()) {
    auto* yes = std::get_if<accepted>(&i.state);
    auto* no = std::get_if<revoked>(&i.state);
    const bool declined = no && no->cause == revoke_cause::declined && no->by;
    if ((yes && yes->by == user) || (declined && no->by->id == user)) invited = true;
  }
  if (invited && i.recipient.email) out.push_back(*i.recipient.email);
  if (other) out.push_back(*other);
  return out;
}

}  // namespace v0
}  // namespace invito
