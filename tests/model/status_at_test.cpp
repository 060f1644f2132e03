// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::invitation;
using invito::resend_command;
using invito::revoke_command;

constexpr invito::instant first_moment = (invito::instant::min)();
constexpr invito::instant last_moment = (invito::instant::max)();

std::string at_moment(invitation const& i, invito::instant t) { return name(i.status_at(t)); }

// An imported invitation: in this state, with this expiry, as a document told that vouches for
// `told_at`; born at `start` where its birth is known.
invitation imported(invito::state state, std::optional<invito::instant> expires_at,
                    std::optional<invito::instant> created_at = start,
                    std::optional<invito::instant> told_at = std::nullopt) {
  invitation i = issued();
  i.created_at = created_at;
  i.state = std::move(state);
  begin_history(i, expires_at, told_at);
  return i;
}

}  // namespace

TEST_CASE("before the first moment nothing is known") {
  CHECK(at_moment(issued(), start - tick) == "unknown");
  CHECK(at_moment(issued(), first_moment) == "unknown");
  CHECK(at_moment(accepted(), start - tick) == "unknown");
  CHECK(at_moment(issued(), start) == "pending");
}

TEST_CASE("it waits until its expiry, and has expired from that moment on, written down or not") {
  for (invitation const& i : {issued(), expired()}) {
    CHECK(at_moment(i, start + tick) == "pending");
    CHECK(at_moment(i, week_later - tick) == "pending");
    CHECK(at_moment(i, week_later) == "expired");
    CHECK(at_moment(i, week_later + day) == "expired");
    CHECK(at_moment(i, last_moment) == "expired");
  }
}

TEST_CASE("what never expires waits for ever") {
  invito::policy p = rules();
  p.expiry.lifetime = std::nullopt;
  CHECK(at_moment(issued("member", olga, p), last_moment) == "pending");
}

TEST_CASE("a change holds from its very moment on") {
  const invito::instant then = start + day;
  CHECK(at_moment(accepted(), then - tick) == "pending");
  CHECK(at_moment(accepted(), then) == "accepted");
  CHECK(at_moment(accepted(), then + tick) == "accepted");
  for (invitation const& i : {declined(), revoked(), superseded()}) {
    CHECK(at_moment(i, then - tick) == "pending");
    CHECK(at_moment(i, then) == "revoked");
    CHECK(at_moment(i, last_moment) == "revoked");
  }
}

TEST_CASE("what is final stays so behind the expiry") {
  CHECK(at_moment(accepted(), week_later) == "accepted");
  CHECK(at_moment(accepted(), last_moment) == "accepted");
  CHECK(at_moment(revoked(), week_later) == "revoked");
}

TEST_CASE("what was withdrawn after its expiry had expired between") {
  const invitation i = after(issued(), as<revoke_command>(olga, week_later + 2 * day));
  CHECK(at_moment(i, week_later - tick) == "pending");
  CHECK(at_moment(i, week_later) == "expired");
  CHECK(at_moment(i, week_later + 2 * day - tick) == "expired");
  CHECK(at_moment(i, week_later + 2 * day) == "revoked");
}

TEST_CASE("a resend in time leaves no gap") {
  const invitation i = after(issued(), as<resend_command>(olga, start + 5 * day));
  CHECK(at_moment(i, start + 5 * day) == "pending");
  CHECK(at_moment(i, week_later) == "pending");
  CHECK(at_moment(i, start + 12 * day - tick) == "pending");
  CHECK(at_moment(i, start + 12 * day) == "expired");
}

TEST_CASE("a resend with a shorter lifetime brings the end nearer") {
  auto c = as<resend_command>(olga, start + day);
  c.lifetime = 1h;
  const invitation i = after(issued(), c);
  CHECK(at_moment(i, start + day + 1h - tick) == "pending");
  CHECK(at_moment(i, start + day + 1h) == "expired");
}

TEST_CASE("a renewal leaves the gap that there was, written down or not") {
  for (invitation const& i : {issued(), expired()}) {
    const invitation renewed = after(i, as<resend_command>(olga, week_later + 3 * day));
    CHECK(at_moment(renewed, week_later - tick) == "pending");
    CHECK(at_moment(renewed, week_later) == "expired");
    CHECK(at_moment(renewed, week_later + 3 * day - tick) == "expired");
    CHECK(at_moment(renewed, week_later + 3 * day) == "pending");
    CHECK(at_moment(renewed, week_later + 10 * day - tick) == "pending");
    CHECK(at_moment(renewed, week_later + 10 * day) == "expired");
  }
}

TEST_CASE("of several events at one moment the last one counts") {
  invitation i = after(issued(), as<resend_command>(olga, start + day));
  i = after(i, amending(olga, start + day, "admin"));
  i = after(i, accepting(ina, start + day));
  CHECK(at_moment(i, start + day - tick) == "pending");
  CHECK(at_moment(i, start + day) == "accepted");
}

TEST_CASE("an answer that a clock gone back has clamped counts from the moment it is dated with") {
  invitation i = after(issued(), as<resend_command>(olga, start + 2 * day));
  i = after(i, accepting(ina, start + day));
  CHECK(at_moment(i, start + 2 * day - tick) == "pending");
  CHECK(at_moment(i, start + 2 * day) == "accepted");
}

TEST_CASE("a long history is told moment by moment") {
  // Renewed every ten days with a lifetime of a week: seven days pending, three expired.
  invitation i = issued();
  constexpr int rounds = 300;
  for (int n = 1; n != rounds; ++n) {
    if (n % 2 == 0) i = after(i, expiring(start + n * 10 * day));
    i = after(i, as<resend_command>(olga, start + n * 10 * day), unlimited());
  }
  for (int d = 0; d != rounds * 10; ++d) {
    INFO("day " << d);
    const char* const expected = d % 10 < 7 ? "pending" : "expired";
    CHECK(at_moment(i, start + d * day) == expected);
    CHECK(at_moment(i, start + d * day + 24h - tick) == expected);
  }
}

// Baselines --------------------------------------------------------------------------------------

TEST_CASE("imported and pending: known since its birth") {
  const invitation i = imported(invito::pending{week_later}, week_later);
  CHECK(at_moment(i, start - tick) == "unknown");
  CHECK(at_moment(i, start) == "pending");
  CHECK(at_moment(i, week_later - tick) == "pending");
  CHECK(at_moment(i, week_later) == "expired");
}

TEST_CASE("imported and pending without a birth: known since the document") {
  const invitation i =
      imported(invito::pending{week_later}, week_later, std::nullopt, start + 2 * day);
  CHECK(at_moment(i, start + 2 * day - tick) == "unknown");
  CHECK(at_moment(i, start + 2 * day) == "pending");
  CHECK(at_moment(i, week_later) == "expired");
}

TEST_CASE("imported without any moment: never known") {
  const invitation i = imported(invito::pending{week_later}, week_later, std::nullopt);
  CHECK(at_moment(i, start) == "unknown");
  CHECK(at_moment(i, last_moment) == "unknown");
  // What it is now is another question, and has an answer.
  CHECK(name(i.status(start)) == "pending");
  CHECK(name(i.status(week_later)) == "expired");
}

TEST_CASE("imported and accepted at a known moment: it waited between its birth and that") {
  const invitation i = imported(invito::accepted{start + 2 * day, {}}, week_later);
  CHECK(at_moment(i, start - tick) == "unknown");
  CHECK(at_moment(i, start) == "pending");
  CHECK(at_moment(i, start + 2 * day - tick) == "pending");
  CHECK(at_moment(i, start + 2 * day) == "accepted");
  CHECK(at_moment(i, week_later) == "accepted");
}

TEST_CASE("imported and revoked behind its expiry: it had expired between") {
  const invitation i = imported(invito::revoked{week_later + day, {}, {}}, week_later);
  CHECK(at_moment(i, start) == "pending");
  CHECK(at_moment(i, week_later) == "expired");
  CHECK(at_moment(i, week_later + day) == "revoked");
}

TEST_CASE("imported and accepted at a known moment, without a birth: known since that moment") {
  const invitation i = imported(invito::accepted{start + 2 * day, {}}, week_later, std::nullopt);
  CHECK(at_moment(i, start + 2 * day - tick) == "unknown");
  CHECK(at_moment(i, start + 2 * day) == "accepted");
}

TEST_CASE("imported and accepted at an unknown moment: known since the document, and not before") {
  for (invito::state const& s :
       {invito::state(invito::accepted{}), invito::state(invito::revoked{})}) {
    const invitation i = imported(s, week_later, start, start + 3 * day);
    CHECK(at_moment(i, start) == "unknown");
    CHECK(at_moment(i, start + 3 * day - tick) == "unknown");
    CHECK(at_moment(i, start + 3 * day) == name(recorded_status(s)));
    CHECK(at_moment(i, last_moment) == name(recorded_status(s)));
  }
}

TEST_CASE("imported and accepted at an unknown moment, from a document without one: never known") {
  const invitation i = imported(invito::accepted{}, week_later);
  CHECK(at_moment(i, start) == "unknown");
  CHECK(at_moment(i, last_moment) == "unknown");
  CHECK(name(i.status(start)) == "accepted");
}

TEST_CASE("imported and expired: it waited between its birth and that") {
  const invitation i = imported(invito::expired{week_later}, week_later);
  CHECK(at_moment(i, start - tick) == "unknown");
  CHECK(at_moment(i, start) == "pending");
  CHECK(at_moment(i, week_later - tick) == "pending");
  CHECK(at_moment(i, week_later) == "expired");
}

TEST_CASE("the state's own moment counts before that of the document") {
  const invitation i =
      imported(invito::accepted{start + 2 * day, {}}, week_later, start, start + 5 * day);
  CHECK(at_moment(i, start + 2 * day) == "accepted");
}

TEST_CASE("events go on where the baseline ends") {
  invitation i = imported(invito::pending{week_later}, week_later);
  i = after(i, as<resend_command>(olga, start + 3 * day));
  i = after(i, accepting(ina, start + 9 * day));
  CHECK(at_moment(i, start - tick) == "unknown");
  CHECK(at_moment(i, start + day) == "pending");
  CHECK(at_moment(i, week_later) == "pending");
  CHECK(at_moment(i, start + 9 * day - tick) == "pending");
  CHECK(at_moment(i, start + 9 * day) == "accepted");
}

TEST_CASE("an imported one that is renewed had expired between") {
  invitation i = imported(invito::expired{week_later}, week_later);
  i = after(i, as<resend_command>(olga, week_later + 2 * day));
  CHECK(at_moment(i, week_later - tick) == "pending");
  CHECK(at_moment(i, week_later) == "expired");
  CHECK(at_moment(i, week_later + 2 * day) == "pending");
}

// Together ---------------------------------------------------------------------------------------

TEST_CASE("behind its last change, what it was is what it is") {
  for (invitation const& i :
       {issued(), accepted(), declined(), revoked(), superseded(), expired()}) {
    for (invito::instant t = *i.updated_at(); t < start + 12 * day; t += std::chrono::hours{7}) {
      CHECK(at_moment(i, t) == name(i.status(t)));
    }
  }
}
