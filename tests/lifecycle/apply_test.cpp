// SPDX-License-Identifier: MIT

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

// Numbers by a fixed seed, the same with every standard library.
class dice {
 public:
  explicit dice(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }

 private:
  std::mt19937_64 engine_;
};

// Issued, and on these days: resent, amended, expired (the day after it was), renewed, declined.
//            0 issue     1 resend  2 amend   3 expire  4 resend  5 decline
// day        0           1         2         8         10        11
// expires    7           8         8         8         17        17
invitation well_travelled() {
  invitation i = issued();
  i = after(i, as<resend_command>(olga, start + 1 * day));
  i = after(i, amending(adam, start + 2 * day, "admin"));
  i = after(i, expiring(start + 9 * day));
  i = after(i, as<resend_command>(olga, start + 10 * day));
  i = after(i, declining(ina, start + 11 * day));
  REQUIRE(i.history.size() == 6);
  return i;
}

// What replay says of the well-travelled history after a change.
std::string tampered(std::function<void(event_list&)> const& change) {
  const invitation i = well_travelled();
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

TEST_CASE("apply makes an invitation of an issuance") {
  const auto made = issue(rules(), request("member"), issuing(olga));
  REQUIRE(made);
  CHECK(apply(*made) == made->invitation);
}

TEST_CASE("a decision against another revision is not applied and changes nothing") {
  invitation i = issued();
  const auto stale = accept(rules(), i, accepting(ina, start + day));
  REQUIRE(stale);
  REQUIRE(apply(i, *revoke(rules(), i, as<revoke_command>(olga, start + day))));
  const invitation before = i;
  CHECK_FALSE(apply(i, *stale));
  CHECK(i == before);
  CHECK(name(i.status(start + day)) == "revoked");
}

TEST_CASE("a decision that is kept is as it was once it is applied") {
  invitation i = issued();
  const auto made = resend(rules(), i, as<resend_command>(olga, start + day));
  REQUIRE(made);
  const invito::decision before = *made;
  REQUIRE(apply(i, *made));
  CHECK(*made == before);
  CHECK(i.history.back() == *before.event);
}

// Histories are short, and a host may have a million of them in memory.
TEST_CASE("a history takes room for half as many events again, not for twice as many") {
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

TEST_CASE("a decision is applied once") {
  invitation i = issued();
  const auto once = resend(rules(), i, as<resend_command>(olga, start + day));
  REQUIRE(once);
  CHECK(apply(i, *once));
  const invitation before = i;
  CHECK_FALSE(apply(i, *once));
  CHECK(i == before);
}

TEST_CASE("a decision from the future is not applied") {
  invitation i = issued();
  const invitation ahead = after(i, as<resend_command>(olga, start + day));
  const auto later = accept(rules(), ahead, accepting(ina, start + 2 * day));
  REQUIRE(later);
  const invitation before = i;
  CHECK_FALSE(apply(i, *later));
  CHECK(i == before);
}

TEST_CASE("nothing happened is applied to its own revision only") {
  invitation i = accepted();
  const auto again = accept(rules(), i, accepting(ina, start + 2 * day));
  REQUIRE(again);
  const invitation before = i;
  CHECK(apply(i, *again));
  CHECK(apply(i, *again));
  CHECK(i == before);
  invitation other = issued();
  CHECK_FALSE(apply(other, *again));
}

TEST_CASE("apply judges nothing but the revision") {
  // Decided under a policy that lets everybody, applied to the same value all the same.
  invito::policy lax = rules();
  lax.granting = invito::granting::unchecked;
  invitation i = issued("owner");
  const auto decided = revoke(lax, i, as<revoke_command>(mike, week_later + 100 * day));
  REQUIRE(decided);
  CHECK(apply(i, *decided));
  CHECK(name(recorded_status(i.state)) == "revoked");
}

TEST_CASE("the revision counts on from that of the baseline") {
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

TEST_CASE("an invitation that was put together from columns gets its start with the first change") {
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

TEST_CASE("replay makes the same value of the same events") {
  const invitation i = well_travelled();
  const auto again = replay(unplayed(i), i.history);
  REQUIRE(again);
  CHECK(*again == i);
}

TEST_CASE("replay does not depend on what the value had become") {
  const invitation i = well_travelled();
  const auto again = replay(i, i.history);
  REQUIRE(again);
  CHECK(*again == i);

  invitation other = i;
  other.state = invito::accepted{start, invito::user_id("eve")};
  other.offer = {"owner", std::nullopt};
  other.offer_number = 40;
  other.sponsor = std::nullopt;
  other.keys = invito::key_digests{invito::key_digest("stolen"), std::nullopt, std::nullopt};
  const auto cleaned = replay(other, i.history);
  REQUIRE(cleaned);
  CHECK(*cleaned == i);
}

TEST_CASE("replay starts from the baseline where there is one") {
  invitation i = issued();
  i.keys = invito::key_digests{invito::key_digest("k"), std::nullopt, std::nullopt};
  begin_history(i, week_later, std::nullopt, 5);
  auto change = amending(adam, start + day, "admin");
  change.key = invito::key_digest("other");
  i = after(i, change);
  invitation other = i;
  other.keys = {};
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
  CHECK(at_start->keys->current == invito::key_digest("k"));
  CHECK(at_start->state == invito::state(invito::pending{week_later}));
  CHECK(at_start->revision() == 5);
}

TEST_CASE("long random histories replay to the very values that the verbs have made") {
  invito::policy p = rules();
  p.resending = {0s, std::nullopt, std::nullopt, true};
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
      if (d.below(4) == 0) resending.key = invito::key_digest(std::to_string(d.below(1000)));
      auto amendment = amending(olga, now, d.below(2) == 0 ? "member" : "admin");
      if (d.below(2) == 0) amendment.offer.grants = {{project("p", "viewer")}};
      if (i.keys) amendment.key = invito::key_digest(std::to_string(1000 + values.size()));
      const std::size_t which = d.below(3);
      const auto made = which == 0   ? resend(p, i, resending)
                        : which == 1 ? amend(p, i, amendment)
                                     : expire(p, i, expiring(now));
      if (!made || !made->event) continue;
      REQUIRE(apply(i, *made));
      values.push_back(i);
    }
    auto no = declining(ina, now);
    if (i.keys) no.key = i.keys->current;
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

TEST_CASE("replay without a start and without events leads nowhere") {
  CHECK(refusal(replay(invitation{}, {})) == "history_mismatch /history");
}

// Tampering --------------------------------------------------------------------------------------

TEST_CASE("an untouched history is not mistaken for a tampered one") {
  CHECK(tampered([](event_list&) {}).empty());
}

TEST_CASE("an acceptance that grants what was not offered is told with its place") {
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

TEST_CASE("a wrong revision is told with the place of the event") {
  CHECK(tampered([](event_list& h) { h[0].revision = 0; }) == mismatch(0));
  CHECK(tampered([](event_list& h) { h[0].revision = 2; }) == mismatch(0));
  CHECK(tampered([](event_list& h) { h[3].revision = 3; }) == mismatch(3));
  CHECK(tampered([](event_list& h) { h[5].revision = 7; }) == mismatch(5));
}

TEST_CASE("a missing event is told with the place where it is missing") {
  CHECK(tampered([](event_list& h) { h.erase(h.begin()); }) == mismatch(0));
  CHECK(tampered([](event_list& h) { h.erase(h.begin() + 2); }) == mismatch(2));
  // Without the first resend, nothing tells why the expiry is a later one.
  CHECK(tampered([](event_list& h) {
          h.erase(h.begin() + 1);
          renumber(h);
        }) == mismatch(1));
  // Without the renewal, an expired one is declined behind another expiry.
  CHECK(tampered([](event_list& h) {
          h.erase(h.begin() + 4);
          renumber(h);
        }) == mismatch(4));
}

TEST_CASE("swapped events are told with the place of the first that does not fit") {
  CHECK(tampered([](event_list& h) { std::swap(h[1], h[2]); }) == mismatch(1));
  const auto swapped = [](std::size_t a) {
    return tampered([a](event_list& h) {
      std::swap(h[a], h[a + 1]);
      renumber(h);
    });
  };
  CHECK(swapped(0) == mismatch(0));  // a resend of nothing
  CHECK(swapped(1) == mismatch(1));  // an expiry that nobody has set yet
  CHECK(swapped(2) == mismatch(3));  // back in time
  CHECK(swapped(3) == mismatch(4));  // back in time
  CHECK(swapped(4) == mismatch(4));  // an expiry that nobody has set yet
}

TEST_CASE("time that goes back is told with its place, and time that stands is not") {
  CHECK(tampered([](event_list& h) { h[1].at = start - tick; }) == mismatch(1));
  CHECK(tampered([](event_list& h) { h[2].at = h[1].at - tick; }) == mismatch(2));
  CHECK(tampered([](event_list& h) { h[2].at = h[1].at; }).empty());
  CHECK(tampered([](event_list& h) { h[5].at = h[4].at - tick; }) == mismatch(5));
  CHECK(tampered([](event_list& h) { h[5].at = h[4].at; }).empty());
}

TEST_CASE("time does not go back behind a baseline either") {
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

TEST_CASE("nothing follows on a final event") {
  CHECK(tampered([](event_list& h) {
          h.push_back(h[5]);
          renumber(h);
        }) == mismatch(6));
  CHECK(tampered([](event_list& h) {
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

TEST_CASE("only the issue and a resend set an expiry") {
  CHECK(tampered([](event_list& h) { h[2].expires_at = start + 20 * day; }) == mismatch(2));
  CHECK(tampered([](event_list& h) { h[2].expires_at = std::nullopt; }) == mismatch(2));
  CHECK(tampered([](event_list& h) { h[3].expires_at = start + 8 * day - tick; }) == mismatch(3));
  CHECK(tampered([](event_list& h) { h[3].expires_at = std::nullopt; }) == mismatch(3));
  CHECK(tampered([](event_list& h) { h[5].expires_at = start + 18 * day; }) == mismatch(5));
  CHECK(tampered([](event_list& h) { h[5].expires_at = std::nullopt; }) == mismatch(5));
  // A changed expiry of the issue or of a resend shows in the next event.
  CHECK(tampered([](event_list& h) { h[0].expires_at = std::nullopt; }).empty());
  CHECK(tampered([](event_list& h) { h[1].expires_at = start + 9 * day; }) == mismatch(2));
}

TEST_CASE("a history begins with an issue, and has one") {
  CHECK(tampered([](event_list& h) {
          h.erase(h.begin());
          renumber(h);
        }) == mismatch(0));
  CHECK(tampered([](event_list& h) {
          h.insert(h.begin(), h[0]);
          renumber(h);
        }) == mismatch(1));
  CHECK(tampered([](event_list& h) {
          h[1] = h[0];
          renumber(h);
        }) == mismatch(1));
}

TEST_CASE("behind a baseline there is no issue") {
  invitation i = issued();
  const event_list events = i.history;
  begin_history(i, week_later);
  CHECK(refusal(replay(unplayed(i), events)) == mismatch(0));
}

TEST_CASE("an issue and an amendment come with their offer") {
  CHECK(tampered([](event_list& h) { h[0].details = invito::issue_details{}; }) == mismatch(0));
  CHECK(tampered([](event_list& h) { h[2].details = invito::amend_details{}; }) == mismatch(2));
}

TEST_CASE("an expiry is not dated before the expiry, nor written down before its date") {
  const auto expiry = [](event& e) -> invito::expire_details& {
    return *std::get_if<invito::expire_details>(&e.details);
  };
  CHECK(tampered([](event_list& h) { h[3].at = start + 8 * day - tick; }) == mismatch(3));
  CHECK(tampered([&](event_list& h) { expiry(h[3]).recorded_at = start + 8 * day - tick; }) ==
        mismatch(3));
  CHECK(tampered([&](event_list& h) { expiry(h[3]).recorded_at = start + 8 * day; }).empty());
}

TEST_CASE("what the machine refuses at the moment of the event is refused in replay") {
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

  // These may come behind the expiry.
  for (invitation i : {declined(), revoked()}) {
    i.history.back().at = week_later + day;
    CHECK(refusal(replay(unplayed(i), i.history)).empty());
  }
}

TEST_CASE("a second expiry needs a renewal between") {
  invitation i = expired();
  event again = i.history.back();
  again.revision = 3;
  i.history.push_back(again);
  CHECK(refusal(replay(unplayed(i), i.history)) == mismatch(2));
}
