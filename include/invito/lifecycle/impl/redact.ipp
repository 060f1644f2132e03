// SPDX-License-Identifier: MIT
#pragma once

#include <utility>
#include <variant>

#include <invito/base/box.hpp>
#include <invito/base/problem.hpp>
#include <invito/lifecycle/redact.hpp>
#include <invito/model/composite_status.hpp>
#include <invito/model/event.hpp>
#include <invito/model/person.hpp>
#include <invito/model/state.hpp>

namespace invito {
inline namespace INVITO_ABI {

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

INVITO_INLINE result<std::size_t> redact(invitation& i, erasure const& who) {
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

INVITO_INLINE std::vector<email> addresses_of(invitation const& i, user_id const& user) {
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

}  // namespace INVITO_ABI
}  // namespace invito
