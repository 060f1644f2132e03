// SPDX-License-Identifier: MIT
#pragma once

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
#include <invito/testing/world.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace testing {

inline world small_world() {
  using std::chrono::hours;
  world w;
  w.policy.roles = {{"owner", 30}, {"admin", 20}, {"member", 10}};
  w.policy.expiry = {hours{3}, hours{3}, hours{1}};
  w.policy.resend = {hours{1}, 3, hours{5}, true};
  w.policy.tokens.grace = hours{1};
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
  // Some verbs occur more often than others, so that most steps change something.
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
  const bool is_answer = s.verb == kind::accept || s.verb == kind::decline;
  const bool aimed = take(4) != 0;  // in most steps, the actor is permitted to act
  s.by = !aimed ? take(actors(w)) : is_answer ? members : take(members);
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

/// The data and the functions of a host for one decision.
struct decider {
  testing::storage& storage;
  testing::world const& world;
  step const& what;
  instant now;
  std::string const& idempotency_key;
  std::optional<invitation> subject{};
  transaction wanted{};

  [[nodiscard]] membership find(user_id const& user) const {
    for (std::uint32_t n = 0; n != world.members.size(); ++n) {
      if (user.text() == "member-" + std::to_string(n)) return {world.members[n]};
    }
    const auto role = storage.find_member(world.organization, user);
    return role ? membership{*role} : membership::none();
  }

  [[nodiscard]] std::optional<organization_snapshot> organization() const {
    if (!world.seat_limit) return std::nullopt;
    organization_snapshot out = storage.read(world.organization, now);
    out.members += static_cast<std::uint32_t>(world.members.size());
    out.seat_limit = world.seat_limit;
    return out;
  }

  /// Applies `made` to `before`. Adds the result to the transaction, and also the new member if the
  /// invitation is accepted.
  void add(decision const& made, invitation before) {
    if (!made.event) return;
    const std::uint64_t expected = before.revision();
    if (!apply(before, made)) return;
    for (effect const& e : effects(made, before)) {
      if (auto* in = std::get_if<grant_membership>(&e)) {
        wanted.joins = new_member{in->user, in->offer.role};
      }
    }
    wanted.writes.push_back({std::move(before), expected});
  }

  /// Returns the invitation for the address of `to` that is recorded as pending, unless it is the
  /// target of the step. If no such invitation exists, the result is empty. If the invitation has
  /// expired, adds its expiry to the transaction, so that a new invitation can be stored.
  [[nodiscard]] std::vector<invitation> others(recipient const& to) {
    std::vector<invitation> out;
    if (auto held = storage.find_live({world.organization, to.email->canonical()});
        held && held->id != target_id(world, what.target)) {
      expire_command c;
      c.organization = world.organization;
      c.now = now;
      if (const auto expiry = expire(world.policy, *held, c)) add(*expiry, *held);
      out.push_back(*std::move(held));
    }
    return out;
  }

  /// Returns the digest of the token that the invitation gets with revision `revision`.
  [[nodiscard]] std::optional<token_digest> next_token(std::uint64_t revision) const {
    if (!world.tokens) return std::nullopt;
    std::string bytes = target_id(world, what.target).text() + "/" + std::to_string(revision);
    bytes.resize(32, '.');
    return *token_digest::from(bytes);
  }

  [[nodiscard]] offer offered() const {
    return {world.offers[what.choice / 2 % world.offers.size()], std::nullopt};
  }

  template <class Command>
  [[nodiscard]] Command command() const {
    Command c;
    c.organization = world.organization;
    c.now = now;
    c.idempotency_key = idempotency_key;
    return c;
  }

  /// Returns a command whose actor is a member, with the facts that all such commands need.
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
  [[nodiscard]] Command answering() const {
    auto c = command<Command>();
    c.who = person(world, what);
    if (!subject->tokens) return c;
    if (what.choice % 3 == 0) c.token = subject->tokens->current;
    if (what.choice % 3 == 1) c.token = subject->tokens->previous;
    return c;
  }

  result<decision> resend_it() {
    auto c = members_command<resend_command>();
    c.facts.member = find(detail::invitee(world, what.target).user).active;
    c.facts.existing = others(subject->recipient);
    const bool same = what.choice % 2 == 0 && subject->tokens;
    c.token = same ? std::optional(subject->tokens->current) : next_token(subject->revision() + 1);
    return resend(world.policy, *subject, c);
  }

  result<decision> amend_it() {
    auto c = members_command<amend_command>();
    c.offer = offered();
    c.token = next_token(subject->revision() + 1);
    return amend(world.policy, *subject, c);
  }

  result<decision> accept_it() {
    auto c = answering<accept_command>();
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
      case event_kind::decline:
        return decline(world.policy, *subject, answering<decline_command>());
      case event_kind::revoke:
        return revoke(world.policy, *subject, members_command<revoke_command>());
      case event_kind::supersede: return supersede_it();
      case event_kind::issue:  // see `issue_it`: there is no invitation yet
      case event_kind::expire: break;
    }
    return expire(world.policy, *subject, command<expire_command>());
  }

  result<issuance> issue_it() {
    auto c = members_command<issue_command>();
    c.id = target_id(world, what.target);
    c.token = next_token(1);
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
                      std::string const& idempotency_key) {
  detail::decider host{s, w, what, now, idempotency_key};
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
