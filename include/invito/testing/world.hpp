// SPDX-License-Identifier: MIT
#pragma once

/// \file testing/world.hpp
/// A small world in which invitations live: people, a policy, steps that they take, and a host in
/// miniature that looks up facts, decides, and says what to store.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/core.hpp>
#include <invito/testing/storage.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace testing {

/// What there is. Members are users "member-0" and on, with the address member-0@example.com;
/// invitees likewise.
struct world {
  invito::policy policy{};             ///< The rules of its organization.
  organization_id organization{};      ///< Its one organization.
  std::vector<std::string> members{};  ///< The roles of those who are members from the start.
  std::uint32_t invitees = 2;          ///< How many people are invited.
  std::uint32_t invitations = 2;       ///< How many invitations there may be.
  std::vector<std::string> offers{};   ///< The roles that are offered.
  std::optional<std::uint32_t> seat_limit{};  ///< See `without_seats`.
  bool keys = false;                          ///< Messages bring keys.
  instant start{};                            ///< The clock before the first step.
  std::chrono::seconds tick{};                ///< The step of the clock.
};

/// An owner, two invitees, two invitations, two roles, one free seat; invitations live for three
/// hours, are sent at most three times, an hour apart, and never after the fifth hour.
[[nodiscard]] world small_world();

/// The same with more of everything, so that a sequence does not soon come to its end: three
/// members of different roles, four invitees, eight invitations, three free seats.
[[nodiscard]] world busy_world();

/// The same world without seats to count. Nothing is looked up about its organization then, and no
/// revision of it guards a decision: the claim and the invitation's own revision have to.
[[nodiscard]] world without_seats(world w);

/// One thing that somebody tries. Whatever the numbers are, it means something in any world.
struct step {
  event_kind verb = event_kind::issue;  ///< What is tried.
  std::uint32_t target = 0;             ///< Which invitation.
  /// Who: the members, then the invitee whom the target is for, then the next one.
  std::uint32_t by = 0;
  /// Issue: the invitee (even, odd) and the role; amend: the role; resend: the same key (even) or
  /// another; an answer: with the current key, the one before it, or none; supersede: by which.
  std::uint32_t choice = 0;
  std::uint32_t wait = 0;  ///< Ticks of the clock before it.
  std::uint32_t lag = 0;   ///< Other steps that come between its decision and its storing.

  friend bool operator==(step const& a, step const& b) noexcept {
    return a.verb == b.verb && a.target == b.target && a.by == b.by && a.choice == b.choice &&
           a.wait == b.wait && a.lag == b.lag;
  }
  friend bool operator!=(step const& a, step const& b) noexcept { return !(a == b); }
};

/// The step that 32 bits stand for; all bits are used and all steps of a small world can be had.
[[nodiscard]] step step_of(std::uint32_t bits, world const& w);

/// The steps that bytes stand for, four each; a rest is left out. For fuzzers.
[[nodiscard]] std::vector<step> steps_of(std::string_view bytes, world const& w);

/// "accept invitation 1 by 2, choice 0, after 3 ticks, stored 1 later".
[[nodiscard]] std::string to_string(step const& s);

/// How many different values of `by` and `choice` there are.
[[nodiscard]] std::uint32_t actors(world const& w) noexcept;
inline constexpr std::uint32_t choices = 4;  ///< How many values of `choice` mean different things.

/// What came of looking up and deciding.
struct attempt {
  std::optional<transaction> wanted{};  ///< Absent: refused, or nothing happened.
  problems refused{};                   ///< Why not; empty where nothing was refused.
};

/// What a host does up to the storing: looks up the facts that the step's verb needs, in an order
/// in which the guards cover them, decides, and puts together what to store. Lapsed invitations
/// that hold the claim are expired in the same transaction. `token` becomes the idempotency key.
[[nodiscard]] attempt decide(storage& s, world const& w, step const& what, instant now,
                             std::string const& token = {});

/// The ids that the world gives.
[[nodiscard]] invitation_id target_id(world const& w, std::uint32_t n);
/// Who answers in that step.
[[nodiscard]] identity person(world const& w, step const& s);

// -------------------------------------------------------------------------------------------------

inline world small_world() {
  using std::chrono::hours;
  world w;
  w.policy.roles = {{"owner", 30}, {"admin", 20}, {"member", 10}};
  w.policy.expiry = {hours{3}, hours{3}, hours{1}};
  w.policy.resending = {hours{1}, 3, hours{5}, true};
  w.policy.keys.grace = hours{1};
  w.organization = organization_id("acme");
  w.members = {"owner"};
  w.offers = {"member", "admin"};
  w.seat_limit = 2;
  w.start = instant{hours{24 * 20'000}};
  w.tick = hours{1};
  return w;
}

inline world busy_world() {
  world w = small_world();
  w.members = {"owner", "admin", "member"};
  w.invitees = 4;
  w.invitations = 8;
  w.seat_limit = 6;
  return w;
}

inline world without_seats(world w) {
  w.seat_limit.reset();
  w.policy.quotas.seats = seat_rule::unchecked;
  w.policy.quotas.pending.reset();
  w.policy.check_organization = false;
  return w;
}

inline std::uint32_t actors(world const& w) noexcept {
  return static_cast<std::uint32_t>(w.members.size()) + (w.invitees > 1 ? 2U : 1U);
}

inline step step_of(std::uint32_t bits, world const& w) {
  const auto take = [&bits](std::uint32_t of) {
    const std::uint32_t value = bits % of;
    bits /= of;
    return value;
  };
  // Weighted, so that most steps have something to act on and sequences do not soon end.
  using kind = event_kind;
  constexpr std::array<event_kind, 16> verbs{
      kind::issue,  kind::issue,  kind::issue,   kind::issue,    kind::issue,  kind::resend,
      kind::resend, kind::amend,  kind::amend,   kind::accept,   kind::accept, kind::accept,
      kind::revoke, kind::expire, kind::decline, kind::supersede};
  constexpr std::array<std::uint8_t, 8> mostly_even{0, 2, 0, 2, 0, 2, 1, 3};
  constexpr std::array<std::uint8_t, 16> mostly_none{0, 0, 0, 0, 0, 0, 0, 0,
                                                     0, 0, 0, 0, 1, 1, 2, 3};
  const auto members = static_cast<std::uint32_t>(w.members.size());
  step s;
  s.verb = verbs[take(16)];
  s.choice = mostly_even[take(8)];
  s.wait = mostly_none[take(16)];
  s.lag = mostly_none[take(16)];
  const bool answers = s.verb == kind::accept || s.verb == kind::decline;
  const bool aimed = take(4) != 0;  // people mostly try what may be theirs to do
  s.by = !aimed ? take(actors(w)) : answers ? members : take(members);
  s.target = take(w.invitations);
  return s;
}

inline std::vector<step> steps_of(std::string_view bytes, world const& w) {
  std::vector<step> out;
  for (std::size_t n = 0; n + 4 <= bytes.size(); n += 4) {
    std::uint32_t bits = 0;
    for (const char c : bytes.substr(n, 4)) bits = bits << 8U | static_cast<unsigned char>(c);
    out.push_back(step_of(bits, w));
  }
  return out;
}

inline std::string to_string(step const& s) {
  std::string out(to_string(s.verb));
  out += " invitation " + std::to_string(s.target) + " by " + std::to_string(s.by) + ", choice " +
         std::to_string(s.choice);
  if (s.wait != 0) out += ", after " + std::to_string(s.wait) + " ticks";
  if (s.lag != 0) out += ", stored " + std::to_string(s.lag) + " later";
  return out;
}

inline invitation_id target_id(world const& w, std::uint32_t n) {
  return invitation_id(w.organization.text() + "-" + std::to_string(n));
}

namespace detail {

inline identity somebody(std::string name) {
  identity out;
  out.email = email(name + "@example.com");
  out.email_verified = true;
  out.user = user_id(std::move(name));
  return out;
}

inline identity invitee(world const& w, std::uint32_t n) {
  return somebody("invitee-" + std::to_string(n % w.invitees));
}

}  // namespace detail

inline identity person(world const& w, step const& s) {
  const auto members = static_cast<std::uint32_t>(w.members.size());
  if (s.by < members) return detail::somebody("member-" + std::to_string(s.by));
  return detail::invitee(w, s.target + (s.by - members));
}

namespace detail {

/// A host in the middle of one decision.
struct deciding {
  testing::storage& storage;
  testing::world const& world;
  step const& what;
  instant now;
  std::string const& token;
  std::optional<invitation> subject{};
  transaction wanted{};

  [[nodiscard]] standing find(user_id const& user) const {
    for (std::uint32_t n = 0; n != world.members.size(); ++n) {
      if (user.text() == "member-" + std::to_string(n)) return {world.members[n]};
    }
    const auto role = storage.find_member(world.organization, user);
    return role ? standing{*role} : standing{{}, false};
  }

  [[nodiscard]] std::optional<organization_snapshot> organization() const {
    if (!world.seat_limit) return std::nullopt;
    organization_snapshot out = storage.read(world.organization, now);
    out.members += static_cast<std::uint32_t>(world.members.size());
    out.seat_limit = world.seat_limit;
    return out;
  }

  /// Adds what `made` makes of `before`, and what comes with it.
  void add(decision const& made, invitation before) {
    if (!made.event) return;
    const std::uint64_t expected = before.revision();
    if (!apply(before, made)) return;
    for (effect const& e : effects(made, before)) {
      if (auto* in = std::get_if<grant_membership>(&e)) {
        wanted.joins = membership{in->user, in->offer.role};
      }
    }
    wanted.writes.push_back({std::move(before), expected});
  }

  /// The other invitations for the address. One whose time is over gives the claim up.
  [[nodiscard]] std::vector<invitation> others(recipient const& to) {
    std::vector<invitation> out;
    if (auto held = storage.find_live({world.organization, to.email->key()});
        held && held->id != target_id(world, what.target)) {
      expire_command c;
      c.org = world.organization;
      c.now = now;
      if (const auto over = expire(world.policy, *held, c)) add(*over, *held);
      out.push_back(*std::move(held));
    }
    return out;
  }

  /// A key as a message would bring it, for the change that leads to `revision`.
  [[nodiscard]] std::optional<key_digest> key(std::uint64_t revision) const {
    if (!world.keys) return std::nullopt;
    std::string bytes = target_id(world, what.target).text() + "/" + std::to_string(revision);
    bytes.resize(32, '.');
    return key_digest(std::move(bytes));
  }

  [[nodiscard]] offer offered() const {
    return {world.offers[what.choice / 2 % world.offers.size()], std::nullopt};
  }

  template <class Command>
  [[nodiscard]] Command command() const {
    Command c;
    c.org = world.organization;
    c.now = now;
    c.idempotency_key = token;
    return c;
  }

  /// A command by a member, with what is asked of all of them.
  template <class Command>
  [[nodiscard]] Command members_command() const {
    auto c = command<Command>();
    c.facts.organization = organization();
    c.by = actor::user(person(world, what).user);
    c.facts.actor = find(c.by.id);
    c.facts.scopes.emplace();
    return c;
  }

  template <class Command>
  [[nodiscard]] Command answer() const {
    auto c = command<Command>();
    c.who = person(world, what);
    if (!subject->keys) return c;
    if (what.choice % 3 == 0) c.key = subject->keys->current;
    if (what.choice % 3 == 1) c.key = subject->keys->previous;
    return c;
  }

  result<decision> resend_it() {
    auto c = members_command<resend_command>();
    c.facts.member = find(detail::invitee(world, what.target).user).active;
    c.facts.existing = others(subject->recipient);
    const bool same = what.choice % 2 == 0 && subject->keys;
    c.key = same ? std::optional(subject->keys->current) : key(subject->revision() + 1);
    return resend(world.policy, *subject, c);
  }

  result<decision> amend_it() {
    auto c = members_command<amend_command>();
    c.offer = offered();
    c.key = key(subject->revision() + 1);
    return amend(world.policy, *subject, c);
  }

  result<decision> accept_it() {
    auto c = answer<accept_command>();
    c.facts.organization = organization();
    c.facts.member = find(c.who.user).active;
    c.facts.scopes.emplace();
    if (subject->sponsor) c.facts.sponsor = find(subject->sponsor->id);
    return accept(world.policy, *subject, c);
  }

  result<decision> supersede_it() {
    auto c = members_command<supersede_command>();
    c.newer = target_id(world, (what.target + 1 + what.choice) % world.invitations);
    return supersede(world.policy, *subject, c);
  }

  result<decision> judge() {
    switch (what.verb) {
      case event_kind::resend: return resend_it();
      case event_kind::amend: return amend_it();
      case event_kind::accept: return accept_it();
      case event_kind::decline: return decline(world.policy, *subject, answer<decline_command>());
      case event_kind::revoke:
        return revoke(world.policy, *subject, members_command<revoke_command>());
      case event_kind::supersede: return supersede_it();
      case event_kind::issue:  // has no subject: `issue_it`
      case event_kind::expire: break;
    }
    return expire(world.policy, *subject, command<expire_command>());
  }

  result<issuance> issue_it() {
    auto c = members_command<issue_command>();
    c.id = target_id(world, what.target);
    c.key = key(1);
    invitation_request r;
    const identity to = detail::invitee(world, what.target + what.choice % 2);
    r.recipient.email = to.email;
    r.offer = offered();
    c.facts.member = find(to.user).active;
    c.facts.existing = others(r.recipient);
    if (subject) c.facts.existing->push_back(*subject);
    return issue(world.policy, r, c);
  }
};

}  // namespace detail

inline attempt decide(storage& s, world const& w, step const& what, instant now,
                      std::string const& token) {
  detail::deciding host{s, w, what, now, token};
  host.wanted.organization = w.organization;
  host.subject = s.load(target_id(w, what.target));
  if (what.verb == event_kind::issue) {
    const auto made = host.issue_it();
    if (!made) return {std::nullopt, made.error()};
    if (made->existing) return {};
    for (supersession const& old : made->superseded) {
      if (const auto before = s.load(old.id)) host.add(old.decision, *before);
    }
    host.wanted.guards = made->guards;
    host.wanted.writes.push_back({made->invitation, 0});
    return {std::move(host.wanted), {}};
  }
  if (!host.subject) return {std::nullopt, problem{code::not_found, {}, {}, {}}};
  const auto made = host.judge();
  if (!made) return {std::nullopt, made.error()};
  if (!made->event) return {};
  host.add(*made, *host.subject);
  host.wanted.guards = made->guards;
  return {std::move(host.wanted), {}};
}

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito
