// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <invito/testing/check.hpp>
#include <invito/testing/invariants.hpp>
#include <invito/testing/storage.hpp>
#include <invito/testing/world.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace testing {

namespace detail {

/// Compares the storage under test with a storage in memory.
struct comparison {
  storage& tested;
  world const& w;
  memory_storage model{};
  std::uint32_t joined = 0;

  /// Calls `store` of both storages and compares the results.
  std::optional<std::string> store(transaction const& t, check_counts& counts) {
    const bool joins = t.joins && !model.find_member(t.organization, t.joins->user);
    const bool expected = model.store(t);
    const bool returned = tested.store(t);
    ++(expected ? counts.stored : counts.conflicts);
    if (expected && joins) ++joined;
    if (returned == expected) return std::nullopt;
    return returned ? "store returned true, but a guard no longer holds"
                    : "store returned false, although all guards hold";
  }

  /// Compares the results of all functions except `store`, and checks the invariants.
  [[nodiscard]] std::optional<std::string> compare(instant now) {
    std::vector<invitation> all;
    for (std::uint32_t n = 0; n != w.invitations; ++n) {
      const auto id = target_id(w, n);
      const auto actual = tested.load(id);
      const auto expected = model.load(id);
      if (actual != expected) return "load of \"" + id.text() + "\"" + difference(actual, expected);
      if (actual) all.push_back(*actual);
    }
    for (std::uint32_t n = 0; n != w.invitees; ++n) {
      const identity who = invitee(w, n);
      const uniqueness_claim claim{w.organization, who.email->canonical()};
      const auto actual = tested.find_live(claim);
      const auto expected = model.find_live(claim);
      if (actual != expected) {
        return "find_live of \"" + claim.canonical_email + "\"" + difference(actual, expected);
      }
      if (tested.find_member(w.organization, who.user) !=
          model.find_member(w.organization, who.user)) {
        return "find_member of \"" + who.user.text() +
               "\" returns another value than the one that was stored";
      }
    }
    const auto actual = tested.read(w.organization, now);
    const auto expected = model.read(w.organization, now);
    if (actual.members != expected.members || actual.pending != expected.pending) {
      return "read returns " + std::to_string(actual.members) + " members and " +
             std::to_string(actual.pending) + " pending invitations; expected " +
             std::to_string(expected.members) + " and " + std::to_string(expected.pending);
    }
    if (!actual.revision) return std::string("read returns no revision of the organization");
    return broken_invariant(w, all, joined, now);
  }

  static std::string difference(std::optional<invitation> const& actual,
                                std::optional<invitation> const& expected) {
    const auto describe = [](std::optional<invitation> const& i) {
      return i ? "\"" + i->id.text() + "\" at revision " + std::to_string(i->revision())
               : std::string("nothing");
    };
    if (actual && expected && actual->id == expected->id &&
        actual->revision() == expected->revision()) {
      return " returns another value than the one that was stored";
    }
    return " returns " + describe(actual) + ", not " + describe(expected);
  }
};

}  // namespace detail

inline std::optional<std::string> run(storage& s, world const& w, std::vector<step> const& steps,
                                      check_counts& counts) {
  struct decided {
    std::size_t due;
    transaction wanted;
  };
  detail::comparison both{s, w};
  std::vector<decided> waiting;
  instant now = w.start;
  const auto store_due = [&](std::size_t n) -> std::optional<std::string> {
    for (auto at = waiting.begin(); at != waiting.end();) {
      if (at->due > n) {
        ++at;
        continue;
      }
      if (auto broken = both.store(at->wanted, counts)) return broken;
      at = waiting.erase(at);
    }
    return both.compare(now);
  };
  ++counts.sequences;
  for (std::size_t n = 0; n != steps.size(); ++n) {
    ++counts.steps;
    for (std::uint32_t t = 0; t != steps[n].wait; ++t) now += w.tick;
    auto made = decide(s, w, steps[n], now);
    if (made.wanted) {
      waiting.push_back({n + steps[n].lag, *std::move(made.wanted)});
    } else {
      ++(made.refused.empty() ? counts.nothing : counts.refused);
    }
    if (auto broken = store_due(n)) return broken;
  }
  return store_due((std::numeric_limits<std::size_t>::max)());
}

inline std::vector<step> random_steps(world const& w, std::uint64_t seed, std::size_t count) {
  std::mt19937_64 engine(seed);
  std::vector<step> out;
  out.reserve(count);
  while (out.size() != count) out.push_back(step_of(static_cast<std::uint32_t>(engine()), w));
  return out;
}

inline std::vector<step> shrink(std::vector<step> steps,
                                std::function<bool(std::vector<step> const&)> const& fails) {
  bool better = true;
  const auto keep_if_fails = [&](std::vector<step> other) {
    if (other == steps || !fails(other)) return false;
    steps = std::move(other);
    return better = true;
  };
  const auto without = [&steps](std::size_t from, std::size_t count) {
    auto out = steps;
    const auto first = out.begin() + static_cast<std::ptrdiff_t>(from);
    out.erase(first, first + static_cast<std::ptrdiff_t>(count));
    return out;
  };
  while (better) {
    better = false;
    for (std::size_t part = steps.size(); part != 0; part /= 2) {
      for (std::size_t from = 0; from + part <= steps.size();) {
        if (!keep_if_fails(without(from, part))) ++from;
      }
    }
    // Removes single steps, but does not change the times of the later steps.
    for (std::size_t n = 0; n + 1 < steps.size();) {
      auto later = without(n, 1);
      later[n].wait += steps[n].wait;
      if (!keep_if_fails(std::move(later))) ++n;
    }
    for (std::size_t n = 0; n != steps.size(); ++n) {
      const std::uint32_t target = steps[n].target;
      for (std::uint32_t least = 0; least != target; ++least) {
        auto renamed = steps;
        for (step& s : renamed) s.target = s.target == target ? least : s.target;
        if (keep_if_fails(std::move(renamed))) break;
      }
      for (auto const member : {&step::lag, &step::wait, &step::choice, &step::by}) {
        auto simpler = steps;
        while (simpler[n].*member != 0) {
          --(simpler[n].*member);
          if (!keep_if_fails(simpler)) break;
        }
      }
    }
  }
  return steps;
}

inline std::vector<world> busy_worlds() { return {busy_world(), without_seats(busy_world())}; }

inline check_report check(make_storage const& fresh, check_options const& options,
                          std::vector<world> const& worlds) {
  check_report out;
  for (std::size_t n = 0; n != options.sequences; ++n) {
    const std::uint64_t seed = options.seed + n;
    world const& w = worlds[seed % worlds.size()];
    const auto steps = random_steps(w, seed, options.steps);
    if (!run(*fresh(), w, steps, out.counts)) continue;
    check_counts unused;
    broken_sequence found;
    found.seed = seed;
    found.steps = shrink(steps, [&](std::vector<step> const& some) {
      return run(*fresh(), w, some, unused).has_value();
    });
    found.invariant =
        run(*fresh(), w, found.steps, unused)
            .value_or("not reproducible: the failure does not depend on the steps alone");
    out.broken = std::move(found);
    break;
  }
  return out;
}

inline std::string to_string(check_report const& r) {
  std::string out;
  if (r.broken) {
    out += "broken invariant: " + r.broken->invariant + "\n";
    for (step const& s : r.broken->steps) out += "  " + to_string(s) + "\n";
    out += "seed " + std::to_string(r.broken->seed) + "\n";
  }
  const auto count = [&out](std::size_t n, char const* what) { out += std::to_string(n) + what; };
  count(r.counts.sequences, " sequences, ");
  count(r.counts.steps, " steps: ");
  count(r.counts.stored, " stored, ");
  count(r.counts.refused, " refused, ");
  count(r.counts.conflicts, " conflicts, ");
  count(r.counts.nothing, " with nothing to store\n");
  return out;
}

}  // namespace testing
}  // namespace INVITO_ABI
}  // namespace invito
