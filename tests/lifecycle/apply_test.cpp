// SPDX-License-Identifier: MIT

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::event;
using invito::event_list;
using invito::invitation;
using invito::replay;
using invito::resend_command;
using invito::revoke_command;
using invito::status;

// Random numbers from a fixed seed, the same with every standard library.
class dice {
 public:
  explicit dice(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }

 private:
  std::mt19937_64 engine_;
};

// An invitation with these events. The expire event is dated day 8 and recorded on day 9.
//            0 issue     1 resend  2 amend   3 expire  4 resend  5 decline
// day        0           1         2         8         10        11
// expires    7           8         8         8         17        17
invitation with_long_history() {
  invitation i = issued();
  i = after(i, as<resend_command>(olga, start + 1 * day));
  i = after(i, amending(adam, start + 2 * day, "admin"));
  i = after(i, expiring(start + 9 * day));
  i = after(i, as<resend_command>(olga, start + 10 * day));
  i = after(i, declining(ina, start + 11 * day));
  REQUIRE(i.history.size() == 6);
  return i;
}

// The refusal of replay for that history after a change.
std::string refusal_of_changed(std::function<void(event_list&)> const& change) {
  const invitation i = with_long_history();
  event_list events = i.history;
  change(events);
  return refusal(replay(unplayed(i), events));
}

void renumber(event_list& events) {
  for (std::size_t n = 0; n != events.size(); ++n) events[n].revision = n + 1;
}

std::string mismatch(std::size_t index) {
  return "history_mismatch /history/" + std::to_string(index);
}

}  // namespace

// Apply ------------------------------------------------------------------------------------------

TEST_CASE("apply returns the invitation of an issuance", "[apply][issue]") {
  const auto made = issue(rules(), request("member"), issuing(olga));
  REQUIRE(made);
  CHECK(apply(*made) == made->invitation);
}

TEST_CASE("apply refuses a decision for another revision and changes nothing", "[apply]") {
  invitation i = issued();
  const auto stale = accept(rules(), i, accepting(ina, start + day));
  REQUIRE(stale);
  REQUIRE(apply(i, *revoke(rules(), i, as<revoke_command>(olga, start + day))));
  const invitation before = i;
  const auto applied = apply(i, *stale);
  REQUIRE(refusal(applied) == "stale_revision");
  CHECK(applied.error().front().numbers == std::array<std::int64_t, 3>{1, 2, 0});
  CHECK(i == before);
  CHECK(name(i.status(start + day)) == "revoked");
}

TEST_CASE("apply does not change a decision that it takes by reference", "[apply]") {
  invitation i = issued();
  const auto made = resend(rules(), i, as<resend_command>(olga, start + day));
  REQUIRE(made);
  const invito::decision before = *made;
  REQUIRE(apply(i, *made));
  CHECK(*made == before);
  CHECK(i.history.back() == *before.event);
}

// Histories are short, and a host may have a million of them in memory.
TEST_CASE("apply grows the capacity of a history by half", "[apply]") {
  invitation i = issued();
  std::vector<std::size_t> rooms{i.history.capacity()};
  for (int n = 1; n != 7; ++n) {
    const auto made = resend(rules(), i, as<resend_command>(olga, start + n * day));
    REQUIRE(made);
    REQUIRE(apply(i, *made));
    rooms.push_back(i.history.capacity());
  }
  CHECK(rooms == std::vector<std::size_t>{1, 2, 3, 4, 6, 6, 9});
}

TEST_CASE("apply refuses a decision that was applied before", "[apply]") {
  invitation i = issued();
  const auto once = resend(rules(), i, as<resend_command>(olga, start + day));
  REQUIRE(once);
  CHECK(apply(i, *once));
  const invitation before = i;
  CHECK(refusal(apply(i, *once)) == "stale_revision");
  CHECK(i == before);
}

TEST_CASE("apply refuses a decision for a later revision", "[apply]") {
  invitation i = issued();
  const invitation ahead = after(i, as<resend_command>(olga, start + day));
  const auto later = accept(rules(), ahead, accepting(ina, start + 2 * day));
  REQUIRE(later);
  const invitation before = i;
  CHECK(refusal(apply(i, *later)) == "stale_revision");
  CHECK(i == before);
}

TEST_CASE("apply of a decision without an event checks the revision and changes nothing",
          "[apply]") {
  invitation i = accepted();
  const auto again = accept(rules(), i, accepting(ina, start + 2 * day));
  REQUIRE(again);
  const invitation before = i;
  CHECK(apply(i, *again));
  CHECK(apply(i, *again));
  CHECK(i == before);
  invitation other = issued();
  CHECK(refusal(apply(other, *again)) == "stale_revision");
}

TEST_CASE("apply checks nothing but the revision", "[apply]") {
  // The decision was made by another policy, which checks no authority.
  invito::policy lax = rules();
  lax.granting = invito::granting::unchecked;
  invitation i = issued("owner");
  const auto decided = revoke(lax, i, as<revoke_command>(mike, week_later + 100 * day));
  REQUIRE(decided);
  CHECK(apply(i, *decided));
  CHECK(name(recorded_status(i.state)) == "revoked");
}

TEST_CASE("apply counts revisions from the revision of the baseline", "[apply]") {
  invitation i = issued();
  begin_history(i, week_later, std::nullopt, 10);
  CHECK(i.revision() == 10);
  const auto first = resend(rules(), i, as<resend_command>(olga, start + day));
  REQUIRE(first);
  CHECK(first->revision == 10);
  CHECK(first->event->revision == 11);
  REQUIRE(apply(i, *first));
  CHECK(i.revision() == 11);
  REQUIRE(i.baseline);
  CHECK(i.baseline->revision == 10);
  CHECK(i.history.size() == 1);
  const invitation next = after(i, accepting(ina, start + 2 * day));
  CHECK(next.revision() == 12);
  CHECK(next.history.back().revision == 12);
}

TEST_CASE("the first apply adds a baseline to an invitation without a history", "[apply]") {
  invitation i;
  i.id = invito::invitation_id("inv-1");
  i.organization = acme;
  i.recipient.email = invito::email("ina@example.com");
  i.created_at = start;
  i.state = invito::pending{week_later};
  i.offer.role = "member";
  i.sponsor = olga.who;
  CHECK(i.revision() == 0);
  const invitation resent = given(i)
                                .when(as<resend_command>(olga, start + day))
                                .then_becomes(status::pending)
                                .invitation();
  CHECK(resent.revision() == 1);
  REQUIRE(resent.baseline);
  CHECK(resent.baseline->state == invito::state(invito::pending{week_later}));
  CHECK(resent.baseline->offer.role == "member");
  CHECK(resent.baseline->sponsor == olga.who);
  CHECK(resent.baseline->expires_at == week_later);
  CHECK(resent.baseline->known_at == start);
  CHECK(resent.baseline->revision == 0);
}

// Replay -----------------------------------------------------------------------------------------

TEST_CASE("replay of a history gives the same invitation", "[replay]") {
  const invitation i = with_long_history();
  const auto again = replay(unplayed(i), i.history);
  REQUIRE(again);
  CHECK(*again == i);
}

TEST_CASE("replay ignores the members of its argument that events change", "[replay]") {
  const invitation i = with_long_history();
  const auto again = replay(i, i.history);
  REQUIRE(again);
  CHECK(*again == i);

  invitation other = i;
  other.state = invito::accepted{start, invito::user_id("eve")};
  other.offer = {"owner", std::nullopt};
  other.offer_number = 40;
  other.sponsor = std::nullopt;
  other.tokens = invito::token_digests{support::digest_of("stolen"), std::nullopt, std::nullopt};
  const auto cleaned = replay(other, i.history);
  REQUIRE(cleaned);
  CHECK(*cleaned == i);
}

TEST_CASE("replay starts from the baseline if there is one", "[replay]") {
  invitation i = issued();
  i.tokens = invito::token_digests{support::digest_of("k"), std::nullopt, std::nullopt};
  begin_history(i, week_later, std::nullopt, 5);
  auto change = amending(adam, start + day, "admin");
  change.token = support::digest_of("other");
  i = after(i, change);
  invitation other = i;
  other.tokens = {};
  other.state = invito::expired{start};
  other.offer = {"owner", std::nullopt};
  other.offer_number = 40;
  other.sponsor = std::nullopt;
  const auto again = replay(other, i.history);
  REQUIRE(again);
  CHECK(*again == i);

  const auto at_start = replay(other, {});
  REQUIRE(at_start);
  CHECK(at_start->offer.role == "member");
  CHECK(at_start->offer_number == 1);
  CHECK(at_start->sponsor == olga.who);
  CHECK(at_start->tokens->current == support::digest_of("k"));
  CHECK(at_start->state == invito::state(invito::pending{week_later}));
  CHECK(at_start->revision() == 5);
}

TEST_CASE("replay of long random histories gives every intermediate invitation", "[replay]") {
  invito::policy p = rules();
  p.resend = {0s, std::nullopt, std::nullopt, true};
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CAPTURE(seed);
    dice d(seed);
    invitation i = issued("member", olga);
    std::vector<invitation> values = {i};
    invito::instant now = start;
    while (values.size() < 400) {
      now += std::chrono::seconds{static_cast<std::int64_t>(d.below(2 * 86'400))};
      if (d.below(5) == 0) now -= 3 * day;
      auto resending = as<resend_command>(d.below(2) == 0 ? olga : adam, now);
      resending.lifetime = std::chrono::hours{1 + static_cast<int>(d.below(100))};
      if (d.below(4) == 0) resending.token = support::digest_of(std::to_string(d.below(1000)));
      auto amendment = amending(olga, now, d.below(2) == 0 ? "member" : "admin");
      if (d.below(2) == 0) amendment.offer.grants = {{project("p", "viewer")}};
      if (i.tokens) amendment.token = support::digest_of(std::to_string(1000 + values.size()));
      const std::size_t which = d.below(3);
      const auto made = which == 0   ? resend(p, i, resending)
                        : which == 1 ? amend(p, i, amendment)
                                     : expire(p, i, expiring(now));
      if (!made || !made->event) continue;
      REQUIRE(apply(i, *made));
      values.push_back(i);
    }
    auto no = declining(ina, now);
    if (i.tokens) no.token = i.tokens->current;
    const auto declined = decline(p, i, no);
    REQUIRE(refusal(declined).empty());
    REQUIRE(apply(i, *declined));
    values.push_back(i);

    for (std::size_t n = 0; n < values.size(); n += 1 + d.below(20)) {
      const auto count = static_cast<event_list::difference_type>(n + 1);
      const auto again =
          replay(unplayed(i), event_list(i.history.begin(), i.history.begin() + count));
      REQUIRE(again);
      CHECK(*again == values[n]);
    }
    const auto whole = replay(unplayed(i), i.history);
    REQUIRE(whole);
    CHECK(*whole == i);
    CHECK(i.revision() == 401);
  }
}

TEST_CASE("replay refuses an invitation without a baseline and without events", "[replay]") {
  CHECK(refusal(replay(invitation{}, {})) == "history_mismatch /history");
}

// Changed histories ------------------------------------------------------------------------------

TEST_CASE("replay allows an unchanged history", "[replay]") {
  CHECK(refusal_of_changed([](event_list&) {}).empty());
}

TEST_CASE("replay refuses an acceptance that grants anything outside of the offer",
          "[replay][accept]") {
  auto c = amending(olga, start + 1h, "admin");
  c.offer.grants = {{project("a", "viewer"), project("b", "viewer"), project("c", "viewer")}};
  const invitation i = after(after(issued(), c), accepting(ina, start + 2h));
  const auto granted = [&i](invito::offer part) {
    event_list events = i.history;
    std::get<invito::accept_details>(events[2].details).granted = std::move(part);
    return refusal(replay(unplayed(i), events));
  };
  using grants = std::vector<invito::grant>;
  CHECK(granted({"admin", c.offer.grants}).empty());
  CHECK(granted({"admin", grants{project("a", "viewer"), project("c", "viewer")}}).empty());
  CHECK(granted({"admin", grants{}}).empty());
  CHECK(granted({"owner", grants{}}) == mismatch(2));
  CHECK(granted({"admin", std::nullopt}) == mismatch(2));
  CHECK(granted({"admin", grants{project("d", "viewer")}}) == mismatch(2));
  CHECK(granted({"admin", grants{project("b", "lead")}}) == mismatch(2));
  CHECK(granted({"admin", grants{project("c", "viewer"), project("a", "viewer")}}) == mismatch(2));
  CHECK(granted({"admin", grants{project("a", "viewer"), project("a", "viewer")}}) == mismatch(2));
}

TEST_CASE("replay refuses a wrong revision and reports the index of the event", "[replay]") {
  CHECK(refusal_of_changed([](event_list& h) { h[0].revision = 0; }) == mismatch(0));
  CHECK(refusal_of_changed([](event_list& h) { h[0].revision = 2; }) == mismatch(0));
  CHECK(refusal_of_changed([](event_list& h) { h[3].revision = 3; }) == mismatch(3));
  CHECK(refusal_of_changed([](event_list& h) { h[5].revision = 7; }) == mismatch(5));
}

TEST_CASE("replay refuses a missing event and reports its index", "[replay]") {
  CHECK(refusal_of_changed([](event_list& h) { h.erase(h.begin()); }) == mismatch(0));
  CHECK(refusal_of_changed([](event_list& h) { h.erase(h.begin() + 2); }) == mismatch(2));
  // Without the first resend, no event explains the later expiry.
  CHECK(refusal_of_changed([](event_list& h) {
          h.erase(h.begin() + 1);
          renumber(h);
        }) == mismatch(1));
  // Without the renewal, the decline event has an expiry that no event has set.
  CHECK(refusal_of_changed([](event_list& h) {
          h.erase(h.begin() + 4);
          renumber(h);
        }) == mismatch(4));
}

TEST_CASE("replay refuses swapped events and reports the index of the first that does not fit",
          "[replay]") {
  CHECK(refusal_of_changed([](event_list& h) { std::swap(h[1], h[2]); }) == mismatch(1));
  const auto swapped = [](std::size_t a) {
    return refusal_of_changed([a](event_list& h) {
      std::swap(h[a], h[a + 1]);
      renumber(h);
    });
  };
  CHECK(swapped(0) == mismatch(0));  // a resend before the issue
  CHECK(swapped(1) == mismatch(1));  // an expiry that no event has set yet
  CHECK(swapped(2) == mismatch(3));  // back in time
  CHECK(swapped(3) == mismatch(4));  // back in time
  CHECK(swapped(4) == mismatch(4));  // an expiry that no event has set yet
}

TEST_CASE("replay refuses a time before the previous event and allows an equal time", "[replay]") {
  CHECK(refusal_of_changed([](event_list& h) { h[1].at = start - tick; }) == mismatch(1));
  CHECK(refusal_of_changed([](event_list& h) { h[2].at = h[1].at - tick; }) == mismatch(2));
  CHECK(refusal_of_changed([](event_list& h) { h[2].at = h[1].at; }).empty());
  CHECK(refusal_of_changed([](event_list& h) { h[5].at = h[4].at - tick; }) == mismatch(5));
  CHECK(refusal_of_changed([](event_list& h) { h[5].at = h[4].at; }).empty());
}

TEST_CASE("replay refuses a time before the baseline", "[replay]") {
  invitation i = issued();
  begin_history(i, week_later);
  i = after(i, as<resend_command>(olga, start + day));
  event_list events = i.history;
  CHECK(refusal(replay(unplayed(i), events)).empty());
  events[0].at = start;
  CHECK(refusal(replay(unplayed(i), events)).empty());
  events[0].at = start - tick;
  CHECK(refusal(replay(unplayed(i), events)) == mismatch(0));

  i.created_at = std::nullopt;
  i.baseline->known_at = start + 2 * day;
  events[0].at = start + day;
  CHECK(refusal(replay(unplayed(i), events)) == mismatch(0));
}

TEST_CASE("replay refuses an event after a final event", "[replay]") {
  CHECK(refusal_of_changed([](event_list& h) {
          h.push_back(h[5]);
          renumber(h);
        }) == mismatch(6));
  CHECK(refusal_of_changed([](event_list& h) {
          h.push_back(h[4]);
          h[6].at = h[5].at;
          renumber(h);
        }) == mismatch(6));
  for (invitation i : {accepted(), revoked(), superseded(), declined()}) {
    event next = i.history.back();
    ++next.revision;
    i.history.push_back(next);
    CHECK(refusal(replay(unplayed(i), i.history)) == mismatch(2));
  }
}

TEST_CASE("replay refuses another expiry in every event but issue and resend", "[replay]") {
  CHECK(refusal_of_changed([](event_list& h) { h[2].expires_at = start + 20 * day; }) ==
        mismatch(2));
  CHECK(refusal_of_changed([](event_list& h) { h[2].expires_at = std::nullopt; }) == mismatch(2));
  CHECK(refusal_of_changed([](event_list& h) { h[3].expires_at = start + 8 * day - tick; }) ==
        mismatch(3));
  CHECK(refusal_of_changed([](event_list& h) { h[3].expires_at = std::nullopt; }) == mismatch(3));
  CHECK(refusal_of_changed([](event_list& h) { h[5].expires_at = start + 18 * day; }) ==
        mismatch(5));
  CHECK(refusal_of_changed([](event_list& h) { h[5].expires_at = std::nullopt; }) == mismatch(5));
  // A changed expiry of an issue or resend event conflicts with the next event.
  CHECK(refusal_of_changed([](event_list& h) { h[0].expires_at = std::nullopt; }).empty());
  CHECK(refusal_of_changed([](event_list& h) { h[1].expires_at = start + 9 * day; }) ==
        mismatch(2));
}

TEST_CASE("replay requires exactly one issue event, as the first event", "[replay]") {
  CHECK(refusal_of_changed([](event_list& h) {
          h.erase(h.begin());
          renumber(h);
        }) == mismatch(0));
  CHECK(refusal_of_changed([](event_list& h) {
          h.insert(h.begin(), h[0]);
          renumber(h);
        }) == mismatch(1));
  CHECK(refusal_of_changed([](event_list& h) {
          h[1] = h[0];
          renumber(h);
        }) == mismatch(1));
}

TEST_CASE("replay refuses an issue event after a baseline", "[replay]") {
  invitation i = issued();
  const event_list events = i.history;
  begin_history(i, week_later);
  CHECK(refusal(replay(unplayed(i), events)) == mismatch(0));
}

TEST_CASE("replay refuses issue and amend events without an offer", "[replay]") {
  CHECK(refusal_of_changed([](event_list& h) { h[0].details = invito::issue_details{}; }) ==
        mismatch(0));
  CHECK(refusal_of_changed([](event_list& h) { h[2].details = invito::amend_details{}; }) ==
        mismatch(2));
}

TEST_CASE("replay refuses an expire event before the expiry, or recorded before its time",
          "[replay][expire]") {
  const auto expiry = [](event& e) -> invito::expire_details& {
    return *std::get_if<invito::expire_details>(&e.details);
  };
  CHECK(refusal_of_changed([](event_list& h) { h[3].at = start + 8 * day - tick; }) == mismatch(3));
  CHECK(refusal_of_changed([&](event_list& h) {
          expiry(h[3]).recorded_at = start + 8 * day - tick;
        }) == mismatch(3));
  CHECK(refusal_of_changed([&](event_list& h) {
          expiry(h[3]).recorded_at = start + 8 * day;
        }).empty());
}

TEST_CASE("replay refuses an event that the state machine does not allow at that time",
          "[replay]") {
  const auto answered_at = [](invito::instant at) {
    invitation i = accepted();
    i.history.back().at = at;
    return refusal(replay(unplayed(i), i.history));
  };
  CHECK(answered_at(week_later - tick).empty());
  CHECK(answered_at(week_later) == mismatch(1));

  const auto superseded_at = [](invito::instant at) {
    invitation i = superseded();
    i.history.back().at = at;
    return refusal(replay(unplayed(i), i.history));
  };
  CHECK(superseded_at(week_later - tick).empty());
  CHECK(superseded_at(week_later) == mismatch(1));

  const auto amended_at = [](invito::instant at) {
    invitation i = after(issued(), amending(olga, start + day, "admin"));
    i.history.back().at = at;
    return refusal(replay(unplayed(i), i.history));
  };
  CHECK(amended_at(week_later - tick).empty());
  CHECK(amended_at(week_later) == mismatch(1));

  // Decline and revoke are allowed after the expiry.
  for (invitation i : {declined(), revoked()}) {
    i.history.back().at = week_later + day;
    CHECK(refusal(replay(unplayed(i), i.history)).empty());
  }
}

TEST_CASE("replay refuses a second expire event without a resend between them",
          "[replay][expire]") {
  invitation i = expired();
  event again = i.history.back();
  again.revision = 3;
  i.history.push_back(again);
  CHECK(refusal(replay(unplayed(i), i.history)) == mismatch(2));
}
