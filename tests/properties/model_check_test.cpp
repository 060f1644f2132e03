// SPDX-License-Identifier: MIT
// Visits every state that two invitations and three people can reach, and takes every step from
// each state, until no new state is found. Two values are the same state if every value that a verb
// reads is equal. This assumption is checked as well.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <invito/testing/invariants.hpp>
#include <invito/testing/world.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"
#include "support/given.hpp"

namespace {

namespace kit = invito::testing;
using invito::event_kind;
using invito::instant;
using invito::invitation;
using invito::status;
using kit::memory_storage;
using kit::step;
using kit::world;

/// The storage at a time, and the statuses at each earlier tick.
struct node {
  memory_storage stored{};
  instant now{};
  /// For each invitation: its status at each tick, read when no later event could have that time.
  std::vector<std::vector<std::optional<status>>> seen{};
};

/// The results of one world.
struct findings {
  std::size_t states = 0;
  std::size_t transitions = 0;  ///< Steps that changed the storage.
  std::size_t steps = 0;        ///< All steps that were tried.
  std::size_t compared = 0;     ///< Arrivals whose steps were compared with the first arrival's.
  /// The transitions of the machine that were taken, and those refused with the code of the table.
  std::set<std::pair<std::string, event_kind>> taken{};
  std::set<std::pair<std::string, event_kind>> refused{};
  std::vector<std::string> broken{};
};

/// Writes the values that a verb reads. Times are relative to now; values that no verb reads any
/// more are left out.
class state_writer {
 public:
  state_writer(world const& w, instant now) : w_(w), now_(now) {}

  void add(std::uint64_t n) { out_ += std::to_string(n) += ','; }
  void add(std::string const& s) { (out_ += s) += ','; }
  void add(std::optional<instant> t) {
    if (!t) return add(std::string("-"));
    // Times beyond the maximum age, by a clock that is a tick behind, are treated as equal.
    const auto ticks = (*t - now_) / std::chrono::nanoseconds(w_.tick);
    const auto oldest = -*w_.policy.resend.max_age / w_.tick - 2;
    out_ += std::to_string((std::max)(ticks, oldest)) += ',';
  }
  void add(std::optional<invitation> const& i, bool clock_behind) {
    if (!i) return add(std::string("none"));
    const status recorded = recorded_status(i->state);
    add(static_cast<std::uint64_t>(recorded));
    add(i->revision());
    add(i->recipient.email->canonical());
    if (auto* a = std::get_if<invito::accepted>(&i->state)) add(a->by.text());
    if (auto* r = std::get_if<invito::revoked>(&i->state)) {
      add(std::string(to_string(r->cause)));
      add(r->by->id.text());
    }
    if (clock_behind) add(i->history.back().at);
    add(i->offer.role);  // the rules of authority read the role and the sponsor in every state
    add(i->sponsor->id.text());
    if (i->tokens) {
      add(std::uint64_t{i->tokens->previous ? 1U : 0U});
      add(i->tokens->previous_until);
    }
    if (is_final(recorded)) return;
    add(i->offer_number);
    add(i->created_at);
    add(i->expires_at());
    add(invito::last_sent(*i));
    add(invito::send_count(*i));
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  world const& w_;
  instant now_;
  std::string out_;
};

class explorer {
 public:
  explorer(world w, bool clock_behind) : w_(std::move(w)), clock_behind_(clock_behind) {}

  findings explore() {
    node first;
    first.now = w_.start;
    first.seen.resize(w_.invitations);
    arrive(std::move(first));
    while (!waiting_.empty() && out_.broken.empty()) {
      const auto here = std::move(waiting_.front());
      waiting_.pop_front();
      here.second->second = results_of(here.first, true);
      let_time_pass(here.first);
    }
    out_.states = known_.size();
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string state_of(node const& n) const {
    state_writer out(w_, n.now);
    memory_storage stored = n.stored;
    for (std::uint32_t t = 0; t != w_.invitations; ++t) {
      out.add(stored.load(kit::target_id(w_, t)), clock_behind_);
    }
    for (std::uint32_t p = 0; p != w_.invitees; ++p) {
      out.add(stored.find_member(w_.organization, invitee(p)).value_or("no"));
    }
    return out.take();
  }

  /// The number of ticks that the slowest clock is behind.
  [[nodiscard]] std::int64_t behind() const { return clock_behind_ ? 1 : 0; }

  [[nodiscard]] static invito::user_id invitee(std::uint32_t n) {
    return invito::user_id("invitee-" + std::to_string(n));
  }

  void expect(bool holds, std::string_view what, step const* by = nullptr) {
    if (!holds) out_.broken.push_back(std::string(what) + (by ? " by: " + to_string(*by) : ""));
  }

  /// Queues a node with a new state. Every 64th node with a known state is compared with the first.
  void arrive(node n) {
    std::string state = state_of(n);
    const auto at = known_.find(state);
    if (at == known_.end()) {
      check_values(n);
      waiting_.push_back({std::move(n), &*known_.emplace(std::move(state), std::nullopt).first});
    } else if (++arrivals_ % 64 == 0 && at->second) {
      ++out_.compared;
      check_values(n);
      expect(results_of(n, false) == *at->second, "equal states have different results");
    }
  }

  /// Checks every invariant of the values.
  void check_values(node const& n) {
    std::vector<invitation> all;
    for (auto const& entry : n.stored.invitations()) all.push_back(entry.second);
    std::uint32_t joined = 0;
    memory_storage stored = n.stored;
    for (std::uint32_t p = 0; p != w_.invitees; ++p) {
      if (stored.find_member(w_.organization, invitee(p))) ++joined;
    }
    if (const auto broken = kit::broken_invariant(w_, all, joined, n.now)) expect(false, *broken);
    for (std::uint32_t t = 0; t != w_.invitations; ++t) {
      const auto i = stored.load(kit::target_id(w_, t));
      for (std::size_t tick = 0; tick != n.seen[t].size(); ++tick) {
        const instant then = w_.start + (static_cast<std::int64_t>(tick) - behind()) * w_.tick;
        const auto status = i ? i->status_at(then) : std::nullopt;
        if (status == n.seen[t][tick]) continue;
        expect(false, "status_at differs from the status at tick " + std::to_string(tick) + " of " +
                          (i ? describe(*i) : "none"));
      }
      if (i)
        expect(i->status(n.now) == i->status_at(n.now), "status(now) differs from status_at(now)");
    }
  }

  static std::string describe(invitation const& i) {
    std::string out = i.id.text() + ":";
    for (auto const& e : i.history) {
      (out += " ") += to_string(e.kind());
      out += "@" + std::to_string(invito::to_unix_seconds(e.at) / 3600 % 480'000);
    }
    return out;
  }

  /// The hash of the results of all steps. With `follow`, arrives at every new node.
  std::size_t results_of(node const& n, bool follow) {
    std::string out;
    memory_storage stored = n.stored;
    for (std::int64_t late = 0; late <= behind(); ++late) {
      for (step const& s : steps())
        (out += take(n, stored, s, n.now - late * w_.tick, follow)) += '\n';
    }
    return std::hash<std::string>{}(out);
  }

  void let_time_pass(node const& n) {
    node later = n;
    for (std::uint32_t t = 0; t != w_.invitations; ++t) {
      const auto i = later.stored.load(kit::target_id(w_, t));
      std::optional<status> seen;
      if (i) seen = clock_behind_ ? i->status_at(n.now - w_.tick) : i->status(n.now);
      later.seen[t].push_back(seen);
    }
    later.now += w_.tick;
    arrive(std::move(later));
  }

  /// Tries one step and returns its result as text. With `follow`, arrives at the new node.
  std::string take(node const& n, memory_storage& stored, step const& s, instant now, bool follow) {
    const auto before = stored.load(kit::target_id(w_, s.target));
    const auto made = kit::decide(stored, w_, s, now);
    if (follow) {
      ++out_.steps;
      expect(stored.invitations() == n.stored.invitations(), "deciding changed something", &s);
    }
    if (!made.wanted) {
      if (follow && !made.refused.empty()) note_refusal(before, s, now, made.refused);
      return made.refused.empty() ? "nothing" : codes_of(made.refused);
    }
    node after = n;
    if (!after.stored.store(*made.wanted)) {
      // This is allowed only if the host's clock is behind: by that clock, an invitation that has
      // expired by other clocks is still pending, and its claim refuses the decision.
      expect(now < n.now && made.wanted->guards.unique, "a decision cannot be stored", &s);
      return "conflict";
    }
    std::string answer = state_of(after);
    if (follow) {
      ++out_.transitions;
      check_step(n, *made.wanted, s, now);
      arrive(std::move(after));
    }
    return answer;
  }

  /// Checks the change itself, not the new values.
  void check_step(node const& n, kit::transaction const& t, step const& s, instant now) {
    memory_storage stored = n.stored;
    for (kit::write const& w : t.writes) {
      const auto before = stored.load(w.after.id);
      invito::event const& e = w.after.history.back();
      const auto from = before ? std::optional(before->status(now)) : std::nullopt;
      out_.taken.emplace(support::name(from), e.kind());
      expect(!before || !is_final(recorded_status(before->state)), "left a final state", &s);
      expect(e.kind() != event_kind::accept || from == status::pending, "late acceptance", &s);
      expect(e.at >= now || e.kind() == event_kind::expire, "an event in the past", &s);
      expect(w.after.revision() == (before ? before->revision() : 0) + 1, "a wrong revision", &s);
      expect(find_transition(from, e.kind()).allowed() || e.kind() == event_kind::expire,
             "a transition that is not in the machine", &s);
      check_apply(n, {e, w.expected, {}});
    }
  }

  /// Applies the decision to every invitation: it succeeds if the revision fits, or changes
  /// nothing.
  void check_apply(node const& n, invito::decision const& made) {
    std::vector<invitation> all{invitation{}};
    for (auto const& entry : n.stored.invitations()) all.push_back(entry.second);
    for (invitation const& target : all) {
      invitation after = target;
      const bool fits = invito::apply(after, made).has_value();
      expect(fits == (target.revision() == made.revision), "apply checks more than the revision");
      expect(fits ? after.history.back() == *made.event : after == target, "apply changed a part");
    }
  }

  void note_refusal(std::optional<invitation> const& before, step const& s, instant now,
                    invito::problems const& why) {
    const auto from = before ? std::optional(before->status(now)) : std::nullopt;
    if (find_transition(from, s.verb).allowed()) return;
    // An issue with an existing id is refused with already_issued, whatever its status.
    const bool exists = s.verb == event_kind::issue;
    const auto reason =
        exists ? invito::code::already_issued : find_transition(from, s.verb).refusal;
    for (auto const& p : why) {
      if (p.code == reason) out_.refused.emplace(support::name(from), s.verb);
    }
  }

  /// All steps with different meanings.
  [[nodiscard]] std::vector<step> const& steps() {
    if (!steps_.empty()) return steps_;
    const std::array<std::uint32_t, 8> different{4, 2, 4, 3, 3, 1, 1, 1};
    for (std::uint32_t verb = 0; verb != 8; ++verb) {
      const bool tokens = verb == 1 || verb == 3 || verb == 4;
      const std::uint32_t increment = verb == 2 ? 2 : 1;
      const std::uint32_t last = tokens && !w_.tokens ? 1 : different[verb];
      for (std::uint32_t choice = 0; choice < last; choice += increment) {
        for (std::uint32_t target = 0; target != w_.invitations; ++target) {
          const std::uint32_t people = verb == 7 ? 1 : kit::actors(w_);
          for (std::uint32_t by = 0; by != people; ++by) {
            steps_.push_back({static_cast<event_kind>(verb), target, by, choice, 0, 0});
          }
        }
      }
    }
    return steps_;
  }

  world w_;
  bool clock_behind_;
  findings out_;
  std::size_t arrivals_ = 0;
  std::vector<step> steps_;
  using known = std::unordered_map<std::string, std::optional<std::size_t>>;
  known known_;  ///< Each state and, after its steps were taken, the hash of their results.
  std::deque<std::pair<node, known::value_type*>> waiting_;
};

/// Explores a world, prints the counts, and checks which transitions were taken and refused.
void check_world(std::string const& title, world const& w, bool clock_behind = false) {
  const findings found = explorer(w, clock_behind).explore();
  std::printf("%s: %zu states, %zu transitions, %zu steps tried, %zu arrivals compared\n",
              title.c_str(), found.states, found.transitions, found.steps, found.compared);
  INFO(title);
  for (auto const& what : found.broken) FAIL_CHECK(what);
  for (std::size_t verb = 0; verb != invito::machine.size(); ++verb) {
    for (int column = -1; column != 4; ++column) {
      const auto on = static_cast<event_kind>(verb);
      const auto from = column < 0 ? std::nullopt : std::optional(static_cast<status>(column));
      INFO(support::name(from) << " " << support::name(on));
      const bool taken = found.taken.count({support::name(from), on}) != 0;
      if (on == event_kind::expire && from) {
        // expire records an expiry: it is only taken from "expired".
        CHECK(taken == (from == status::expired));
        continue;
      }
      CHECK(taken == find_transition(from, on).allowed());
      // The same person may accept again; another person does not learn that it was accepted.
      if (on == event_kind::accept && from == status::accepted) continue;
      if (!taken) CHECK(found.refused.count({support::name(from), on}) == 1);
    }
  }
}

world shorter(world w) {
  w.policy.expiry = {std::chrono::hours{2}, std::chrono::hours{2}, std::chrono::hours{1}};
  w.policy.resend = {std::chrono::hours{1}, 2, std::chrono::hours{3}, true};
  return w;
}

}  // namespace

TEST_CASE("all that two invitations and three people can do keeps every invariant",
          "[properties]") {
  world w = shorter(kit::small_world());
  w.offers = {"member"};
  check_world("short lifetimes, one role, one seat", w);
}

TEST_CASE("every step with two roles keeps every invariant", "[.][long]") {
  check_world("two roles", shorter(kit::small_world()));
}

// Longer lifetimes, tokens and other rules. These tests take minutes; see docs/testing.md.

TEST_CASE("every step with longer lifetimes keeps every invariant", "[.][long]") {
  check_world("one seat", kit::small_world());
}

TEST_CASE("every step without a seat limit keeps every invariant", "[.][long]") {
  check_world("no seats", kit::without_seats(shorter(kit::small_world())));
}

TEST_CASE("every step keeps every invariant if new invitations supersede or return pending ones",
          "[.][long]") {
  world w = shorter(kit::small_world());
  w.policy.duplicates = invito::duplicate_rule::supersede;
  check_world("new invitations supersede pending ones", w);
  w.policy.duplicates = invito::duplicate_rule::return_existing;
  check_world("pending invitations are returned", w);
}

TEST_CASE("every step with tokens keeps every invariant", "[.][long]") {
  world w = shorter(kit::small_world());
  w.tokens = true;
  check_world("tokens", w);
}

TEST_CASE("every step with a clock that is behind keeps every invariant", "[.][long]") {
  world w = shorter(kit::small_world());
  // A host whose clock is behind may accept an invitation that has expired for others, so the count
  // of reserved seats is only as exact as the clocks.
  w.policy.quotas.seats = invito::seat_rule::members_only;
  check_world("a clock that is behind", w, true);
}
