// SPDX-License-Identifier: MIT
// Every state that two invitations and three people can reach, and every step from each of them, to
// a fixed point. Two values are the same state where nothing that a verb may ask about differs;
// that this is so is checked as well.

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

#include <invito/testing/promises.hpp>
#include <invito/testing/world.hpp>

#include "catch2.hpp"
#include "support/given.hpp"
#include "support/told.hpp"

namespace {

namespace kit = invito::testing;
using invito::event_kind;
using invito::instant;
using invito::invitation;
using invito::status;
using kit::memory_storage;
using kit::step;
using kit::world;

/// What the whole world is at a moment, and how it looked at each tick before.
struct node {
  memory_storage stored{};
  instant now{};
  /// For each invitation: what it was at each tick, when nothing could be dated then any more.
  std::vector<std::vector<std::optional<status>>> seen{};
};

/// What was found in one world.
struct findings {
  std::size_t states = 0;
  std::size_t transitions = 0;  ///< Steps that changed something.
  std::size_t steps = 0;        ///< All steps that were tried.
  std::size_t compared = 0;  ///< Arrivals whose every step was compared with the first arrival's.
  /// Each step of the machine that was taken, and each that was refused for the table's reason.
  std::set<std::pair<std::string, event_kind>> taken{};
  std::set<std::pair<std::string, event_kind>> refused{};
  std::vector<std::string> broken{};
};

/// Writes down what a verb may ask about; times as they are seen from now, without what is over for
/// good.
class state_writer {
 public:
  state_writer(world const& w, instant now) : w_(w), now_(now) {}

  void add(std::uint64_t n) { out_ += std::to_string(n) += ','; }
  void add(std::string const& s) { (out_ += s) += ','; }
  void add(std::optional<instant> t) {
    if (!t) return add(std::string("-"));
    // The furthest that matters is the greatest age, and a clock that is a tick behind.
    const auto ticks = (*t - now_) / std::chrono::nanoseconds(w_.tick);
    const auto oldest = -*w_.policy.resending.greatest_age / w_.tick - 2;
    out_ += std::to_string((std::max)(ticks, oldest)) += ',';
  }
  void add(std::optional<invitation> const& i, bool clock_behind) {
    if (!i) return add(std::string("none"));
    const status told = recorded_status(i->state);
    add(static_cast<std::uint64_t>(told));
    add(i->revision());
    add(i->recipient.email->key());
    if (auto* yes = std::get_if<invito::accepted>(&i->state)) add(yes->by.text());
    if (auto* no = std::get_if<invito::revoked>(&i->state)) {
      add(std::string(to_string(no->cause)));
      add(no->by->id.text());
    }
    if (clock_behind) add(i->history.back().at);
    add(i->offer.role);  // who may ask for what depends on these two, whatever is answered then
    add(i->sponsor->id.text());
    if (i->keys) {
      add(std::uint64_t{i->keys->previous ? 1U : 0U});
      add(i->keys->previous_until);
    }
    if (is_final(told)) return;
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
      here.second->second = answers(here.first, true);
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

  /// How many ticks the slowest clock is behind.
  [[nodiscard]] std::int64_t behind() const { return clock_behind_ ? 1 : 0; }

  [[nodiscard]] static invito::user_id invitee(std::uint32_t n) {
    return invito::user_id("invitee-" + std::to_string(n));
  }

  void expect(bool holds, std::string_view what, step const* by = nullptr) {
    if (!holds) out_.broken.push_back(std::string(what) + (by ? " by: " + to_string(*by) : ""));
  }

  /// A node is new, or what can be done there is what could be done before.
  void arrive(node n) {
    std::string state = state_of(n);
    const auto at = known_.find(state);
    if (at == known_.end()) {
      check_values(n);
      waiting_.push_back({std::move(n), &*known_.emplace(std::move(state), std::nullopt).first});
    } else if (++arrivals_ % 64 == 0 && at->second) {
      ++out_.compared;
      check_values(n);
      expect(answers(n, false) == *at->second, "the same state gives other answers");
    }
  }

  /// Every invariant that a value can be asked for.
  void check_values(node const& n) {
    std::vector<invitation> all;
    for (auto const& entry : n.stored.invitations()) all.push_back(entry.second);
    std::uint32_t joined = 0;
    memory_storage stored = n.stored;
    for (std::uint32_t p = 0; p != w_.invitees; ++p) {
      if (stored.find_member(w_.organization, invitee(p))) ++joined;
    }
    if (const auto broken = kit::broken_promise(w_, all, joined, n.now)) expect(false, *broken);
    for (std::uint32_t t = 0; t != w_.invitations; ++t) {
      const auto i = stored.load(kit::target_id(w_, t));
      for (std::size_t tick = 0; tick != n.seen[t].size(); ++tick) {
        const instant then = w_.start + (static_cast<std::int64_t>(tick) - behind()) * w_.tick;
        const auto told = i ? i->status_at(then) : std::nullopt;
        if (told == n.seen[t][tick]) continue;
        expect(false, "status_at is not what was seen at tick " + std::to_string(tick) + " of " +
                          (i ? describe(*i) : "none"));
      }
      if (i) expect(i->status(n.now) == i->status_at(n.now), "status is not status_at now");
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

  /// What each step says, in order, as one number; `follow` goes all the ways.
  std::size_t answers(node const& n, bool follow) {
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

  /// Tries one step. The answer in words; where it is to be followed, the way goes on from there.
  std::string take(node const& n, memory_storage& stored, step const& s, instant now, bool follow) {
    const auto before = stored.load(kit::target_id(w_, s.target));
    const auto made = kit::decide(stored, w_, s, now);
    if (follow) {
      ++out_.steps;
      expect(stored.invitations() == n.stored.invitations(), "deciding changed something", &s);
    }
    if (!made.wanted) {
      if (follow && !made.refused.empty()) note_refusal(before, s, now, made.refused);
      return made.refused.empty() ? "nothing" : told(made.refused);
    }
    node after = n;
    if (!after.stored.store(*made.wanted)) {
      // Only a clock that is behind leaves a claim to one whose time is over for everybody else.
      expect(now < n.now && made.wanted->guards.unique, "what was decided cannot be stored", &s);
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

  /// What a change may not do, whatever the values are afterwards.
  void check_step(node const& n, kit::transaction const& t, step const& s, instant now) {
    memory_storage stored = n.stored;
    for (kit::write const& w : t.writes) {
      const auto before = stored.load(w.after.id);
      invito::event const& e = w.after.history.back();
      const auto told = before ? std::optional(before->status(now)) : std::nullopt;
      out_.taken.emplace(support::name(told), e.kind());
      expect(!before || !is_final(recorded_status(before->state)), "left an end", &s);
      expect(e.kind() != event_kind::accept || told == status::pending, "late acceptance", &s);
      expect(e.at >= now || e.kind() == event_kind::expire, "an event in the past", &s);
      expect(w.after.revision() == (before ? before->revision() : 0) + 1, "no next revision", &s);
      expect(next(told, e.kind()).allowed() || e.kind() == event_kind::expire,
             "a step that the machine has not", &s);
      check_apply(n, {e, w.expected, {}});
    }
  }

  /// Whatever a decision is applied to: it is carried out, or nothing changes.
  void check_apply(node const& n, invito::decision const& made) {
    std::vector<invitation> all{invitation{}};
    for (auto const& entry : n.stored.invitations()) all.push_back(entry.second);
    for (invitation const& target : all) {
      invitation after = target;
      const bool fits = invito::apply(after, made);
      expect(fits == (target.revision() == made.revision), "apply judges more than the revision");
      expect(fits ? after.history.back() == *made.event : after == target, "apply did half of it");
    }
  }

  void note_refusal(std::optional<invitation> const& before, step const& s, instant now,
                    invito::problems const& why) {
    const auto from = before ? std::optional(before->status(now)) : std::nullopt;
    if (next(from, s.verb).allowed()) return;
    // An issue is told that the id is taken, whatever became of that one.
    const bool taken = s.verb == event_kind::issue;
    const auto reason = taken ? invito::code::already_issued : next(from, s.verb).refusal;
    for (auto const& p : why) {
      if (p.code == reason) out_.refused.emplace(support::name(from), s.verb);
    }
  }

  /// All steps that mean something different.
  [[nodiscard]] std::vector<step> const& steps() {
    if (!steps_.empty()) return steps_;
    const std::array<std::uint32_t, 8> different{4, 2, 4, 3, 3, 1, 1, 1};
    for (std::uint32_t verb = 0; verb != 8; ++verb) {
      const bool keys = verb == 1 || verb == 3 || verb == 4;
      const std::uint32_t apart = verb == 2 ? 2 : 1;
      const std::uint32_t last = keys && !w_.keys ? 1 : different[verb];
      for (std::uint32_t choice = 0; choice < last; choice += apart) {
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
  known known_;  ///< Each state and, once it was left, the answers that were given there.
  std::deque<std::pair<node, known::value_type*>> waiting_;
};

/// Explores, says the numbers, and holds what every world must show.
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
        // It writes down what is so already: the one step that is taken from "expired" alone.
        CHECK(taken == (from == status::expired));
        continue;
      }
      CHECK(taken == next(from, on).allowed());
      // Who accepted may do so again; anybody else does not learn that it was accepted.
      if (on == event_kind::accept && from == status::accepted) continue;
      if (!taken) CHECK(found.refused.count({support::name(from), on}) == 1);
    }
  }
}

world shorter(world w) {
  w.policy.expiry = {std::chrono::hours{2}, std::chrono::hours{2}, std::chrono::hours{1}};
  w.policy.resending = {std::chrono::hours{1}, 2, std::chrono::hours{3}, true};
  return w;
}

}  // namespace

TEST_CASE("all that two invitations and three people can do keeps every promise", "[properties]") {
  world w = shorter(kit::small_world());
  w.offers = {"member"};
  check_world("short lives, one role, one seat", w);
}

TEST_CASE("all that can be done with two roles keeps every promise", "[.][long]") {
  check_world("two roles", shorter(kit::small_world()));
}

// Longer lives, keys, other rules: minutes. docs/testing.md says how they are run.

TEST_CASE("all that can be done in longer lives keeps every promise", "[.][long]") {
  check_world("one seat", kit::small_world());
}

TEST_CASE("all that can be done without seats keeps every promise", "[.][long]") {
  check_world("no seats", kit::without_seats(shorter(kit::small_world())));
}

TEST_CASE("all that can be done where new invitations displace old ones keeps every promise",
          "[.][long]") {
  world w = shorter(kit::small_world());
  w.policy.duplicates = invito::duplicate_rule::supersede;
  check_world("superseding", w);
  w.policy.duplicates = invito::duplicate_rule::return_existing;
  check_world("returning what exists", w);
}

TEST_CASE("all that can be done with keys keeps every promise", "[.][long]") {
  world w = shorter(kit::small_world());
  w.keys = true;
  check_world("keys", w);
}

TEST_CASE("all that can be done with a clock that is behind keeps every promise", "[.][long]") {
  world w = shorter(kit::small_world());
  // Who is late may accept what others have seen lapse, so reservations are as exact as clocks are.
  w.policy.quotas.seats = invito::seat_rule::taken_by_members;
  check_world("a clock that is behind", w, true);
}
