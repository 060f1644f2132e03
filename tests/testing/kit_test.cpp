// SPDX-License-Identifier: MIT
// The kit finds the faults of a storage, and reports each in the fewest steps.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <invito/lifecycle/impl/record.hpp>
#include <invito/testing/check.hpp>
#include <invito/testing/race.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"
#include "testing/storages.hpp"

namespace {

namespace kit = invito::testing;
using invito::event_kind;
using kit::memory_storage;
using kit::step;

/// Checks a `Storage` that forwards to a memory_storage.
template <class Storage>
kit::check_report check_broken(kit::check_options const& options = {}) {
  return kit::check([] { return std::make_unique<Storage>(std::make_shared<memory_storage>()); },
                    options);
}

/// The number of steps of a verb.
std::ptrdiff_t count(std::vector<step> const& steps, event_kind verb) {
  return std::count_if(steps.begin(), steps.end(),
                       [verb](step const& s) { return s.verb == verb; });
}

kit::world with_tokens() {
  kit::world w = kit::busy_world();
  w.tokens = true;
  w.policy.duplicates = invito::duplicate_rule::supersede;
  return w;
}

invito::invitation issued(kit::world const& w, std::uint32_t target = 0) {
  memory_storage s;
  step what;
  what.target = target;
  const auto made = kit::decide(s, w, what, w.start, "issue");
  INFO(codes_of(made.refused));
  REQUIRE(made.wanted);
  return made.wanted->writes.front().after;
}

kit::transaction to_store(invito::invitation i, std::uint64_t expected) {
  kit::transaction t;
  t.organization = i.organization;
  t.writes.push_back({std::move(i), expected});
  return t;
}

}  // namespace

// ---- Storages ----------------------------------------------------------------------------------

TEST_CASE("check finds no fault in memory_storage, with steps of every kind", "[kit]") {
  for (kit::world const& w : {kit::busy_world(), kit::without_seats(kit::busy_world()),
                              kit::small_world(), with_tokens()}) {
    const auto report =
        kit::check([] { return std::make_unique<memory_storage>(); }, {1, 40, 60}, {w});
    INFO(to_string(report));
    CHECK_FALSE(report.broken);
    CHECK(report.counts.sequences == 40);
    CHECK(report.counts.steps == 40 * 60);
    CHECK(report.counts.stored > 100);
    CHECK(report.counts.refused > 100);
    CHECK(report.counts.conflicts > 3);
    CHECK(report.counts.nothing > 3);
  }
}

TEST_CASE("check finds a storage in which the last writer wins", "[kit]") {
  const auto report = check_broken<storages::lost_update>();
  INFO(to_string(report));
  REQUIRE(report.broken);
  CHECK(report.broken->invariant == "store returned true, but a guard no longer holds");
  // One step is stored after the decision of another step and before its storing.
  CHECK(report.broken->steps.size() <= 3);
}

TEST_CASE("check finds a storage that returns stale values", "[kit]") {
  const auto report = check_broken<storages::stale_read>();
  INFO(to_string(report));
  REQUIRE(report.broken);
  CHECK(report.broken->steps.size() == 1);
  CHECK(report.broken->steps.front().verb == event_kind::issue);
  CHECK(report.broken->invariant ==
        "load of \"acme-0\" returns nothing, not \"acme-0\" at revision 1");
}

TEST_CASE("check finds a storage without a unique index", "[kit]") {
  const auto report = check_broken<storages::no_uniqueness>();
  INFO(to_string(report));
  REQUIRE(report.broken);
  CHECK(report.broken->invariant == "store returned true, but a guard no longer holds");
  CHECK(report.broken->steps.size() == 2);
  CHECK(count(report.broken->steps, event_kind::issue) == 2);
}

TEST_CASE("check finds a storage that does not compare the organization's revision", "[kit]") {
  const auto report = check_broken<storages::unguarded_seats>();
  INFO(to_string(report));
  REQUIRE(report.broken);
  CHECK(report.broken->invariant == "store returned true, but a guard no longer holds");
  CHECK(report.broken->steps.size() <= 3);
  CHECK(count(report.broken->steps, event_kind::issue) >= 1);
}

TEST_CASE("check reports the seed that repeats the broken sequence", "[kit]") {
  const auto first = check_broken<storages::no_uniqueness>({17, 100, 60});
  REQUIRE(first.broken);
  const auto again = check_broken<storages::no_uniqueness>({first.broken->seed, 1, 60});
  REQUIRE(again.broken);
  CHECK(again.broken->steps == first.broken->steps);
  CHECK(again.broken->invariant == first.broken->invariant);
  CHECK(again.counts.sequences == 1);
  const std::string text = to_string(again);
  CHECK(text.find("broken invariant: store returned true, but a guard no longer holds\n") == 0);
  CHECK(text.find("\nseed " + std::to_string(first.broken->seed) + "\n") != std::string::npos);
  for (step const& s : again.broken->steps) {
    CHECK(text.find("  " + to_string(s) + "\n") != std::string::npos);
  }
}

TEST_CASE("check finds a storage that loses a part of the value", "[kit]") {
  class forgetful final : public storages::forwarding {
   public:
    using storages::forwarding::forwarding;
    std::optional<invito::invitation> load(invito::invitation_id const& id) override {
      auto out = forwarding::load(id);
      if (out) out->offer_number = 1;
      return out;
    }
  };
  const auto report = check_broken<forgetful>();
  INFO(to_string(report));
  REQUIRE(report.broken);
  CHECK(report.broken->invariant ==
        "load of \"acme-0\" returns another value than the one that was stored");
  REQUIRE(report.broken->steps.size() == 2);
  CHECK(report.broken->steps[1].verb == event_kind::amend);
}

TEST_CASE("check finds a storage that refuses although all guards hold", "[kit]") {
  class refusing final : public storages::forwarding {
   public:
    using storages::forwarding::forwarding;
    bool store(kit::transaction const&) override { return false; }
  };
  const auto report = check_broken<refusing>();
  REQUIRE(report.broken);
  CHECK(report.broken->invariant == "store returned false, although all guards hold");
  CHECK(report.broken->steps.size() == 1);
}

TEST_CASE(
    "check finds a storage that loses members, counts wrongly, has no revision or finds no live "
    "invitation",
    "[kit]") {
  class no_members final : public storages::forwarding {
   public:
    using storages::forwarding::forwarding;
    bool store(kit::transaction const& t) override {
      auto less = t;
      less.joins.reset();
      return forwarding::store(less);
    }
  };
  class counts_lapsed final : public storages::forwarding {
   public:
    using storages::forwarding::forwarding;
    invito::organization_snapshot read(invito::organization_id const& id,
                                       invito::instant) override {
      return forwarding::read(id, invito::instant{});
    }
  };
  class no_revision final : public storages::forwarding {
   public:
    using storages::forwarding::forwarding;
    invito::organization_snapshot read(invito::organization_id const& id,
                                       invito::instant now) override {
      auto out = forwarding::read(id, now);
      out.revision.reset();
      return out;
    }
  };
  class finds_nothing final : public storages::forwarding {
   public:
    using storages::forwarding::forwarding;
    std::optional<invito::invitation> find_live(invito::uniqueness_claim const&) override {
      return std::nullopt;
    }
  };
  const auto members = check_broken<no_members>();
  REQUIRE(members.broken);
  CHECK(members.broken->invariant ==
        "find_member of \"invitee-0\" returns another value than the one that was stored");
  const auto lapsed = check_broken<counts_lapsed>();
  REQUIRE(lapsed.broken);
  CHECK(lapsed.broken->invariant ==
        "read returns 0 members and 1 pending invitations; expected 0 and 0");
  const auto revision = check_broken<no_revision>();
  REQUIRE(revision.broken);
  CHECK(revision.broken->invariant == "read returns no revision of the organization");
  const auto live = check_broken<finds_nothing>();
  REQUIRE(live.broken);
  CHECK(live.broken->invariant ==
        "find_live of \"invitee-0@example.com\" returns nothing, not \"acme-0\" at revision 1");
}

// ---- Steps -------------------------------------------------------------------------------------

TEST_CASE("random_steps contains every verb, invitation, person and choice", "[kit]") {
  const kit::world w = kit::busy_world();
  const auto all = kit::random_steps(w, 1, 20'000);
  CHECK(all == kit::random_steps(w, 1, 20'000));
  CHECK(all != kit::random_steps(w, 2, 20'000));
  const auto some = [&all](auto holds) { return std::any_of(all.begin(), all.end(), holds); };
  for (int verb = 0; verb != 8; ++verb) {
    for (std::uint32_t by = 0; by != kit::actors(w); ++by) {
      INFO(verb << " by " << by);
      CHECK(some([&](step const& s) { return static_cast<int>(s.verb) == verb && s.by == by; }));
    }
  }
  for (std::uint32_t n = 0; n != 8; ++n) CHECK(some([n](step const& s) { return s.target == n; }));
  for (std::uint32_t n = 0; n != 4; ++n) {
    CHECK(some([n](step const& s) { return s.choice == n; }));
    CHECK(some([n](step const& s) { return s.wait == n; }));
    CHECK(some([n](step const& s) { return s.lag == n; }));
  }
  CHECK_FALSE(some([&w](step const& s) {
    return s.target >= 8 || s.by >= kit::actors(w) || s.choice >= 4 || s.wait > 3 || s.lag > 3;
  }));
}

TEST_CASE("steps_of makes one step of four bytes and ignores the rest", "[kit]") {
  const kit::world w = kit::busy_world();
  CHECK(kit::steps_of("", w).empty());
  CHECK(kit::steps_of("abc", w).empty());
  const auto steps = kit::steps_of(std::string_view("\0\0\0\1\0\0\0\x0b"
                                                    "x",
                                                    9),
                                   w);
  REQUIRE(steps.size() == 2);
  CHECK(steps[0] == kit::step_of(1, w));
  CHECK(steps[1] == kit::step_of(11, w));
  CHECK(steps[0].verb == event_kind::issue);
  CHECK(steps[1].verb == event_kind::accept);
  CHECK(steps[1].by == 0);  // the remaining bits are zero
}

TEST_CASE("to_string of a step is a sentence", "[kit]") {
  step s;
  CHECK(to_string(s) == "issue invitation 0 by 0, choice 0");
  s = {event_kind::accept, 1, 2, 3, 4, 5};
  CHECK(to_string(s) == "accept invitation 1 by 2, choice 3, after 4 ticks, stored 5 later");
}

TEST_CASE("shrink removes every step that is not needed, and no other", "[kit]") {
  const kit::world w = kit::busy_world();
  const auto steps = kit::random_steps(w, 3, 200);
  // Fails if a revocation comes after two expiries.
  const auto fails = [](std::vector<step> const& some) {
    int expiries = 0;
    for (step const& s : some) {
      if (s.verb == event_kind::expire) ++expiries;
      if (s.verb == event_kind::revoke && expiries >= 2) return true;
    }
    return false;
  };
  REQUIRE(fails(steps));
  const auto least = kit::shrink(steps, fails);
  REQUIRE(least.size() == 3);
  CHECK(least[0] == step{event_kind::expire, 0, 0, 0, 0, 0});
  CHECK(least[1] == step{event_kind::expire, 0, 0, 0, 0, 0});
  CHECK(least[2] == step{event_kind::revoke, 0, 0, 0, 0, 0});
  CHECK(least[2] != least[1]);
  CHECK_FALSE(least[0] != least[1]);
}

// ---- Invariants --------------------------------------------------------------------------------

TEST_CASE("broken_invariant describes values that no verb makes", "[kit]") {
  const kit::world w = kit::busy_world();
  const invito::invitation good = issued(w);
  CHECK_FALSE(kit::broken_invariant(good));
  const auto broken = [](invito::invitation const& i) {
    return kit::broken_invariant(i).value_or("");
  };
  const auto with = [&good](invito::event_details details, std::chrono::hours after) {
    invito::invitation i = good;
    invito::event e = good.history.front();
    e.at += after;
    e.revision = 2;
    e.details = std::move(details);
    i.state = invito::state_after(e);
    i.history.push_back(e);
    return i;
  };
  using std::chrono::hours;
  CHECK(broken(with(invito::accept_details{}, hours{1})).empty());
  CHECK(broken(with(invito::accept_details{}, hours{3})) ==
        "invitation \"acme-0\" has an invalid history: event 1 (accept) accepts after expiry");
  CHECK(broken(with(invito::expire_details{}, hours{2})) ==
        "invitation \"acme-0\" has an invalid history: event 1 (expire) expires before expires_at");
  CHECK(broken(with(invito::revoke_details{}, hours{-1})) ==
        "invitation \"acme-0\" has an invalid history: event 1 (revoke) is earlier than the "
        "previous event");
  auto i = with(invito::revoke_details{}, hours{1});
  CHECK(broken(i).empty());
  i.history.back().revision = 3;
  CHECK(broken(i) ==
        "invitation \"acme-0\" has an invalid history: event 1 (revoke) has a revision that does "
        "not match its "
        "position in the history");
  i = with(invito::revoke_details{}, hours{1});
  i.history.push_back(i.history.back());
  i.history.back().revision = 3;
  CHECK(broken(i) ==
        "invitation \"acme-0\" has an invalid history: event 2 (revoke) follows a final event");
  i = with(invito::revoke_details{}, hours{1});
  i.state = good.state;
  CHECK(broken(i) == "invitation \"acme-0\" has a state that does not match its last event");
  i = good;
  i.offer_number = 2;
  CHECK(broken(i) == "invitation \"acme-0\" is not equal to the replay of its history");
  i = with(invito::amend_details{}, hours{1});
  CHECK(broken(i) == "invitation \"acme-0\" has a history that cannot be replayed");
}

TEST_CASE("broken_invariant checks the events after a baseline", "[kit]") {
  const kit::world w = kit::busy_world();
  invito::invitation imported = issued(w);
  imported.history.clear();
  invito::begin_history(imported, {}, w.start, 7);
  CHECK_FALSE(kit::broken_invariant(imported));
  CHECK(kit::before_history(imported).revision() == 7);

  invito::expire_command c;
  c.organization = w.organization;
  c.now = w.start + std::chrono::hours{24 * 365};
  const auto decided = invito::expire(w.policy, imported, c);
  REQUIRE(decided);
  invito::invitation i = imported;
  REQUIRE(invito::apply(i, *decided));
  CHECK_FALSE(kit::broken_invariant(i));
  i.history.back().revision = 1;
  CHECK(kit::broken_invariant(i) ==
        "invitation \"acme-0\" has an invalid history: event 0 (expire) has a revision that does "
        "not match its "
        "position in the history");
}

TEST_CASE("broken_invariant describes invitations that an organization cannot have", "[kit]") {
  kit::world w = kit::busy_world();
  auto one = issued(w, 0);
  auto two = issued(w, 1);
  CHECK_FALSE(kit::broken_invariant(w, {one, two}, 1, w.start));
  CHECK(kit::broken_invariant(w, {one, two}, 2, w.start) == "7 of 6 seats are taken");
  w.policy.quotas.seats = invito::seat_rule::members_only;
  CHECK_FALSE(kit::broken_invariant(w, {one, two}, 3, w.start));
  CHECK(kit::broken_invariant(w, {one, two}, 4, w.start) == "7 of 6 seats are taken");
  two.recipient = one.recipient;
  CHECK(kit::broken_invariant(w, {one, two}, 0, w.start) ==
        "\"invitee-0@example.com\" has two pending invitations");
  CHECK_FALSE(kit::broken_invariant(w, {one, two}, 0, w.start + std::chrono::hours{3}));
  invito::event acceptance = one.history.front();
  acceptance.revision = 2;
  acceptance.by = invito::actor::user(invito::user_id("invitee-1"));
  acceptance.details = invito::accept_details{};
  one.state = invito::state_after(acceptance);
  one.history.push_back(acceptance);
  CHECK(kit::broken_invariant(w, {one}, 1, w.start) ==
        "invitation \"acme-0\" was accepted by a person other than its recipient");
}

// ---- Races -------------------------------------------------------------------------------------

TEST_CASE("a race of threads does not damage a locked memory_storage", "[kit]") {
  const auto memory = std::make_shared<memory_storage>();
  const auto lock = std::make_shared<std::mutex>();
  kit::race_options options;
  options.organizations = 2;
  options.invitations = 40;
  const auto report =
      kit::race([&] { return std::make_unique<storages::locked>(memory, lock); }, options);
  INFO(report.damage.value_or("none"));
  CHECK_FALSE(report.damage);
  CHECK(report.counts.steps == 8 * 2 * 40 * 4);
  CHECK(report.counts.stored > 80);
  CHECK(report.counts.refused > 80);
}

TEST_CASE("find_damage finds lost and unacknowledged changes", "[kit]") {
  kit::race_options options;
  options.hosts = 1;
  options.organizations = 1;
  options.invitations = 20;
  memory_storage s;
  std::vector<kit::acknowledgement> all;
  const auto counts = kit::play(s, options, 0, [&all](auto const& a) { all.push_back(a); });
  CHECK(counts.stored == all.size());
  CHECK_FALSE(kit::find_damage(s, options, all));

  auto less = all;
  less.pop_back();
  const std::string last = "revision " + std::to_string(all.back().revision) + " of \"" +
                           all.back().id.text() + "\" (" + all.back().idempotency_key + ")";
  CHECK(kit::find_damage(s, options, less) == "stored but not acknowledged: " + last);
  CHECK_FALSE(kit::find_damage(s, options, less, false));

  auto more = all;
  more.push_back({all.front().id, 9, "no such key"});
  const std::string lost =
      "acknowledged but not stored: revision 9 of \"" + all.front().id.text() + "\" (no such key)";
  CHECK(kit::find_damage(s, options, more) == lost);
  CHECK(kit::find_damage(s, options, more, false) == lost);
  more = all;
  more.front().revision += 1;
  CHECK(kit::find_damage(s, options, more, false));
  more = all;
  more.front().id = invito::invitation_id("org-0-19");
  CHECK(kit::find_damage(s, options, more, false));
}

TEST_CASE(
    "find_damage finds an acceptance without a membership and a membership without an acceptance",
    "[kit]") {
  kit::race_options options;
  options.organizations = 1;
  options.invitations = 20;
  const kit::world w = kit::race_world(options, 0);
  const auto issue = issued(w);
  step what;
  what.verb = event_kind::accept;
  what.by = 3;
  memory_storage s;
  REQUIRE(s.store(to_store(issue, 0)));
  auto made = kit::decide(s, w, what, w.start, "accept");
  INFO(codes_of(made.refused));
  REQUIRE(made.wanted);
  REQUIRE(made.wanted->joins);
  memory_storage whole = s;
  REQUIRE(whole.store(*made.wanted));
  const std::vector<kit::acknowledgement> all{{issue.id, 1, "issue"}, {issue.id, 2, "accept"}};
  CHECK_FALSE(kit::find_damage(whole, options, all));

  memory_storage without_member = s;
  auto half = *made.wanted;
  half.joins.reset();
  REQUIRE(without_member.store(half));
  CHECK(kit::find_damage(without_member, options, all) ==
        "\"invitee-0\" accepted an invitation but is not a member of org-0");

  kit::transaction joins;
  joins.organization = w.organization;
  joins.joins = kit::new_member{invito::user_id("invitee-7"), "member"};
  REQUIRE(whole.store(joins));
  CHECK(kit::find_damage(whole, options, all) == "org-0 has 2 members, but 1 people have accepted");
}

TEST_CASE("find_damage finds two pending invitations for one address", "[kit]") {
  kit::race_options options;
  options.organizations = 1;
  options.invitations = 20;
  const kit::world w = kit::race_world(options, 0);
  auto first = issued(w, 0);
  const auto second = issued(w, 1);
  first.recipient = second.recipient;
  memory_storage s;
  REQUIRE(s.store(to_store(first, 0)));
  REQUIRE(s.store(to_store(second, 0)));
  CHECK(kit::find_damage(s, options, {}, false) ==
        "\"invitee-1@example.com\" has two pending invitations to org-0");
}

TEST_CASE("play continues with the organization after the last one", "[kit]") {
  kit::race_options options;
  options.invitations = 20;
  options.first = 3;
  memory_storage s;
  const auto counts = kit::play(s, options, 0, [](auto const&) {});
  CHECK(counts.steps == 20 * 4);
  REQUIRE_FALSE(s.invitations().empty());
  for (auto const& [id, i] : s.invitations()) CHECK(i.organization.text() == "org-3");
}

TEST_CASE("find_damage finds an idempotency key in two events", "[kit]") {
  kit::race_options options;
  options.organizations = 1;
  options.invitations = 20;
  const kit::world w = kit::race_world(options, 0);
  memory_storage s;
  const auto one = issued(w, 0);
  const auto two = issued(w, 1);
  REQUIRE(s.store(to_store(one, 0)));
  REQUIRE(s.store(to_store(two, 0)));
  const auto damage = kit::find_damage(s, options, {{one.id, 1, "issue"}});
  REQUIRE(damage);
  CHECK(damage->find("stored twice: revision 1 of \"org-0-") == 0);
}
