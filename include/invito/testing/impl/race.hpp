// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <invito/testing/invariants.hpp>
#include <invito/testing/race.hpp>
#include <invito/testing/storage.hpp>
#include <invito/testing/world.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace testing {

inline world race_world(race_options const& options, std::uint32_t organization) {
  world w = busy_world();
  w.organization = organization_id("org-" + std::to_string(organization));
  w.invitations = options.invitations;
  w.invitees = options.invitations;
  w.seat_limit = static_cast<std::uint32_t>(w.members.size()) + options.invitations * 5 / 16;
  w.policy.resend.max_sends = 5;
  return organization % 2 == 0 ? w : without_seats(std::move(w));
}

namespace detail {

/// A transaction that a host has decided but not stored yet.
struct in_flight {
  std::uint64_t due = 0;
  transaction wanted{};
  std::string idempotency_key{};
};

/// Whether the verb leads to a final state.
inline bool ends(event_kind verb) {
  return verb == event_kind::accept || verb == event_kind::decline || verb == event_kind::revoke ||
         verb == event_kind::supersede;
}

}  // namespace detail

inline race_counts play(storage& s, race_options const& options, std::uint32_t host,
                        std::function<void(acknowledgement const&)> const& acknowledged) {
  constexpr std::uint32_t near =
      4;  // the number of neighbouring invitations from which each step selects one
  race_counts counts;
  std::mt19937_64 engine(options.seed * 1000 + host);
  std::vector<detail::in_flight> waiting;
  const auto store_due = [&](std::uint64_t n) {
    for (auto f = waiting.begin(); f != waiting.end();) {
      if (f->due > n) {
        ++f;
        continue;
      }
      if (s.store(f->wanted)) {
        ++counts.stored;
        write const& last = f->wanted.writes.back();
        acknowledged({last.after.id, last.after.revision(), std::move(f->idempotency_key)});
      } else {
        ++counts.conflicts;
      }
      f = waiting.erase(f);
    }
  };
  const std::uint64_t all = std::uint64_t{options.invitations} * options.steps;
  for (std::uint32_t o = options.first; o < options.organizations; ++o) {
    const world w = race_world(options, o);
    instant now = w.start;
    for (std::uint64_t n = 0; n != all; ++n) {
      step what = step_of(static_cast<std::uint32_t>(engine()), w);
      const auto around = n / options.steps + engine() % near;
      what.target = static_cast<std::uint32_t>(around % options.invitations);
      const auto turn = n % options.steps;
      if (turn == 0) {
        what.verb = event_kind::issue;
        now += w.tick;
      }
      if (turn == 1 && around % 2 == 0) {
        what.verb = event_kind::accept;
        what.by = static_cast<std::uint32_t>(w.members.size());
      }
      // A quarter of the invitations remains pending, in pairs of neighbours. Neighbours can have
      // the same invitee, so `find_damage` would find two pending invitations for one mailbox.
      if (what.target % 8 >= 6 && detail::ends(what.verb)) what.verb = event_kind::issue;
      std::string idempotency_key =
          std::to_string(o) + "/" + std::to_string(host) + "/" + std::to_string(n);
      ++counts.steps;
      auto made = decide(s, w, what, now, idempotency_key);
      if (made.wanted) {
        waiting.push_back({n + what.lag, *std::move(made.wanted), std::move(idempotency_key)});
      } else {
        ++(made.refused.empty() ? counts.nothing : counts.refused);
      }
      std::this_thread::yield();  // lets other hosts run between deciding and storing
      store_due(n);
    }
    store_due((std::numeric_limits<std::uint64_t>::max)());
  }
  return counts;
}

namespace detail {

/// Checks the organization of `w`, and adds the changes in its histories to `changes`.
inline std::optional<std::string> find_damage(storage& s, world w,
                                              std::vector<acknowledgement>& changes) {
  std::vector<invitation> all;
  std::vector<user_id> joined;
  std::set<std::string> held;
  for (std::uint32_t n = 0; n != w.invitations; ++n) {
    auto i = s.load(target_id(w, n));
    if (!i) continue;
    for (event const& e : i->history) {
      if (!e.idempotency_key.empty()) changes.push_back({i->id, e.revision, e.idempotency_key});
    }
    if (auto* accepted_state = std::get_if<accepted>(&i->state))
      joined.push_back(accepted_state->by);
    std::string const& mailbox = i->recipient.email->canonical();
    // Uses the recorded status, because nearly all invitations have expired at the end of a race.
    if (recorded_status(i->state) == status::pending && !held.insert(mailbox).second) {
      return "\"" + mailbox + "\" has two pending invitations to " + w.organization.text();
    }
    all.push_back(*std::move(i));
  }
  for (user_id const& who : joined) {
    if (s.find_member(w.organization, who)) continue;
    return "\"" + who.text() + "\" accepted an invitation but is not a member of " +
           w.organization.text();
  }
  std::sort(joined.begin(), joined.end());
  joined.erase(std::unique(joined.begin(), joined.end()), joined.end());
  const std::size_t members = s.read(w.organization, w.start).members;
  if (members != joined.size()) {
    return w.organization.text() + " has " + std::to_string(members) + " members, but " +
           std::to_string(joined.size()) + " people have accepted";
  }
  if (w.seat_limit) w.policy.quotas.seats = seat_rule::members_only;
  const instant end = w.start + w.invitations * w.tick;
  return broken_invariant(w, all, static_cast<std::uint32_t>(members), end);
}

inline bool by_idempotency_key(acknowledgement const& a, acknowledgement const& b) {
  return a.idempotency_key < b.idempotency_key;
}

inline std::string describe(acknowledgement const& a) {
  return "revision " + std::to_string(a.revision) + " of \"" + a.id.text() + "\" (" +
         a.idempotency_key + ")";
}

/// Returns the first change of `these` that is not in `those`, or null. Both lists are sorted by
/// idempotency key.
inline acknowledgement const* not_among(std::vector<acknowledgement> const& these,
                                        std::vector<acknowledgement> const& those) {
  for (acknowledgement const& a : these) {
    const auto at = std::lower_bound(those.begin(), those.end(), a, by_idempotency_key);
    const bool there =
        at != those.end() && at->idempotency_key == a.idempotency_key && at->id == a.id;
    if (!there || at->revision != a.revision) return &a;
  }
  return nullptr;
}

}  // namespace detail

inline std::optional<std::string> find_damage(storage& s, race_options const& options,
                                              std::vector<acknowledgement> const& acknowledged,
                                              bool complete) {
  std::vector<acknowledgement> stored;
  for (std::uint32_t o = 0; o != options.organizations; ++o) {
    if (auto damage = detail::find_damage(s, race_world(options, o), stored)) return damage;
  }
  auto reported = acknowledged;
  std::sort(reported.begin(), reported.end(), detail::by_idempotency_key);
  std::sort(stored.begin(), stored.end(), detail::by_idempotency_key);
  const auto same = [](acknowledgement const& a, acknowledgement const& b) {
    return a.idempotency_key == b.idempotency_key;
  };
  const auto twice = std::adjacent_find(stored.begin(), stored.end(), same);
  if (twice != stored.end()) return "stored twice: " + detail::describe(*twice);
  if (auto* lost = detail::not_among(reported, stored)) {
    return "acknowledged but not stored: " + detail::describe(*lost);
  }
  if (auto* more = complete ? detail::not_among(stored, reported) : nullptr) {
    return "stored but not acknowledged: " + detail::describe(*more);
  }
  return std::nullopt;
}

inline race_report race(open_storage const& open, race_options const& options) {
  std::vector<std::vector<acknowledgement>> reported(options.hosts);
  std::vector<race_counts> counts(options.hosts);
  std::vector<std::thread> threads;
  for (std::uint32_t h = 0; h != options.hosts; ++h) {
    threads.emplace_back([&, h] {
      const auto mine = open();
      counts[h] = play(*mine, options, h,
                       [&reported, h](acknowledgement const& a) { reported[h].push_back(a); });
    });
  }
  race_report out;
  std::vector<acknowledgement> all;
  for (std::uint32_t h = 0; h != options.hosts; ++h) {
    threads[h].join();
    all.insert(all.end(), reported[h].begin(), reported[h].end());
    out.counts.steps += counts[h].steps;
    out.counts.stored += counts[h].stored;
    out.counts.refused += counts[h].refused;
    out.counts.conflicts += counts[h].conflicts;
    out.counts.nothing += counts[h].nothing;
  }
  out.damage = find_damage(*open(), options, all);
  return out;
}

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito
