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

/// Replaces a person in the parts of an invitation, and counts the changed values.
struct eraser {
  erasure const& who;
  bool invited = false;  // whether the person is the recipient
  std::size_t changes = 0;

  [[nodiscard]] bool is(email const& e) const { return !e.text().empty() && e == who.email; }
  [[nodiscard]] bool is(user_id const& id) const { return !id.empty() && id == who.user; }

  void erase(email& e) {
    if (!is(e)) return;
    e = who.email_fingerprint;
    ++changes;
  }
  void erase(user_id& id) {
    if (!is(id)) return;
    id = who.user_fingerprint;
    ++changes;
  }
  void erase(actor& a) { erase(a.id); }
  /// Erases the person from an optional value.
  template <class Optional>
  void erase_in(Optional& o) {
    if (o) erase(*o);
  }
  /// Clears a text or a list, and counts the change.
  template <class Container>
  void clear(Container& all) {
    if (all.empty()) return;
    all.clear();
    ++changes;
  }

  void erase(state& s) {
    if (auto* accepted_state = std::get_if<accepted>(&s)) erase(accepted_state->by);
    if (auto* revoked_state = std::get_if<revoked>(&s)) erase_in(revoked_state->by);
  }
  void erase(status_entry& source) {
    if (who.attributes && (invited || is(source.by))) {
      clear(source.description);
      clear(source.metadata);
    }
    erase(source.by);
  }
  void erase(composite_status& source) {
    for (status_entry& e : source.history) erase(e);
    erase(source.current);
  }
  void erase(baseline& start) {
    erase(start.state);
    erase_in(start.sponsor);
    erase_in(start.source_statuses);
  }
  void erase(event& e) {
    erase(e.by);
    if (auto* accepting = std::get_if<accept_details>(&e.details)) erase_in(accepting->email);
    if (auto* declining = std::get_if<decline_details>(&e.details)) erase_in(declining->email);
  }
};

}  // namespace detail

INVITO_INLINE result<std::size_t> redact(invitation& i, erasure const& who) {
  if (!who.email.text().empty() && who.email_fingerprint.text().empty()) {
    return problem{code::missing_value, "email_fingerprint", "a fingerprint", {}};
  }
  if (!who.user.empty() && who.user_fingerprint.empty()) {
    return problem{code::missing_value, "user_fingerprint", "a fingerprint", {}};
  }
  detail::eraser person{who};
  invitation copy = i;  // a copy, so that a failure changes nothing
  recipient& to = copy.recipient;
  person.invited = (to.email && person.is(*to.email)) || person.is(to.user);
  person.erase(copy.state);
  person.erase_in(copy.created_by);
  person.erase_in(copy.sponsor);
  person.erase_in(copy.baseline);
  for (event& e : copy.history) person.erase(e);
  if (person.invited) {
    person.clear(copy.name.given);
    person.clear(copy.name.family);
    if (who.attributes) person.clear(copy.attributes);
    person.erase_in(to.email);
    person.erase(to.user);
  }
  if (person.changes != 0) {
    for (event& e : copy.history) person.clear(e.idempotency_key);
    i = std::move(copy);
  }
  return person.changes;
}

INVITO_INLINE std::vector<email> addresses_of(invitation const& i, user_id const& user) {
  std::vector<email> out;
  if (user.empty()) return out;
  bool invited = i.recipient.user == user;
  email const* other = nullptr;
  for (event const& e : i.history) {
    auto* accepting = std::get_if<accept_details>(&e.details);
    auto* declining = std::get_if<decline_details>(&e.details);
    if (e.by.id != user || (!accepting && !declining)) continue;
    box<email> const& from = accepting ? accepting->email : declining->email;
    if (from) other = &*from;
    if (!from) invited = true;
  }
  if (i.history.empty()) {
    auto* accepted_state = std::get_if<accepted>(&i.state);
    auto* revoked_state = std::get_if<revoked>(&i.state);
    const bool declined =
        revoked_state && revoked_state->cause == revoke_cause::declined && revoked_state->by;
    if ((accepted_state && accepted_state->by == user) ||
        (declined && revoked_state->by->id == user))
      invited = true;
  }
  if (invited && i.recipient.email) out.push_back(*i.recipient.email);
  if (other) out.push_back(*other);
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito
