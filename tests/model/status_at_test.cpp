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

// An imported invitation with this state and expiry. `known_at` is the time of the document.
invitation imported(invito::state state, std::optional<invito::instant> expires_at,
                    std::optional<invito::instant> created_at = start,
                    std::optional<invito::instant> known_at = std::nullopt) {
  invitation i = issued();
  i.created_at = created_at;
  i.state = std::move(state);
  begin_history(i, expires_at, known_at);
  return i;
}

}  // namespace

TEST_CASE("status_at is unknown before the issue", "[status_at][issue]") {
  CHECK(at_moment(issued(), start - tick) == "unknown");
  CHECK(at_moment(issued(), first_moment) == "unknown");
  CHECK(at_moment(accepted(), start - tick) == "unknown");
  CHECK(at_moment(issued(), start) == "pending");
}

TEST_CASE("status_at is pending before the expiry and expired from then on, recorded or not",
          "[status_at][expire]") {
  for (invitation const& i : {issued(), expired()}) {
    CHECK(at_moment(i, start + tick) == "pending");
    CHECK(at_moment(i, week_later - tick) == "pending");
    CHECK(at_moment(i, week_later) == "expired");
    CHECK(at_moment(i, week_later + day) == "expired");
    CHECK(at_moment(i, last_moment) == "expired");
  }
}

TEST_CASE("status_at of an invitation without an expiry is always pending", "[status_at]") {
  invito::policy p = rules();
  p.expiry.lifetime = std::nullopt;
  CHECK(at_moment(issued("member", olga, p), last_moment) == "pending");
}

TEST_CASE("status_at changes at the time of an event",
          "[status_at][accept][decline][revoke][supersede]") {
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

TEST_CASE("status_at keeps a final status after the expiry", "[status_at][accept][revoke]") {
  CHECK(at_moment(accepted(), week_later) == "accepted");
  CHECK(at_moment(accepted(), last_moment) == "accepted");
  CHECK(at_moment(revoked(), week_later) == "revoked");
}

TEST_CASE("status_at is expired between the expiry and a later revocation", "[status_at][revoke]") {
  const invitation i = after(issued(), as<revoke_command>(olga, week_later + 2 * day));
  CHECK(at_moment(i, week_later - tick) == "pending");
  CHECK(at_moment(i, week_later) == "expired");
  CHECK(at_moment(i, week_later + 2 * day - tick) == "expired");
  CHECK(at_moment(i, week_later + 2 * day) == "revoked");
}

TEST_CASE("status_at is pending throughout after a resend before the expiry",
          "[status_at][resend]") {
  const invitation i = after(issued(), as<resend_command>(olga, start + 5 * day));
  CHECK(at_moment(i, start + 5 * day) == "pending");
  CHECK(at_moment(i, week_later) == "pending");
  CHECK(at_moment(i, start + 12 * day - tick) == "pending");
  CHECK(at_moment(i, start + 12 * day) == "expired");
}

TEST_CASE("status_at uses the shorter lifetime of a resend", "[status_at][resend]") {
  auto c = as<resend_command>(olga, start + day);
  c.lifetime = 1h;
  const invitation i = after(issued(), c);
  CHECK(at_moment(i, start + day + 1h - tick) == "pending");
  CHECK(at_moment(i, start + day + 1h) == "expired");
}

TEST_CASE("status_at is expired between the expiry and a renewal, recorded or not",
          "[status_at][resend][expire]") {
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

TEST_CASE("status_at uses the last of several events at one time", "[status_at]") {
  invitation i = after(issued(), as<resend_command>(olga, start + day));
  i = after(i, amending(olga, start + day, "admin"));
  i = after(i, accepting(ina, start + day));
  CHECK(at_moment(i, start + day - tick) == "pending");
  CHECK(at_moment(i, start + day) == "accepted");
}

TEST_CASE("status_at uses the clamped time of an event", "[status_at][accept]") {
  invitation i = after(issued(), as<resend_command>(olga, start + 2 * day));
  i = after(i, accepting(ina, start + day));
  CHECK(at_moment(i, start + 2 * day - tick) == "pending");
  CHECK(at_moment(i, start + 2 * day) == "accepted");
}

TEST_CASE("status_at finds the status at every day of a long history",
          "[status_at][resend][expire]") {
  // Every ten days, the invitation is renewed for a week. So it is pending for seven days, then
  // expired for three.
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

TEST_CASE("status_at of an imported pending invitation is known from its creation on",
          "[status_at][baseline]") {
  const invitation i = imported(invito::pending{week_later}, week_later);
  CHECK(at_moment(i, start - tick) == "unknown");
  CHECK(at_moment(i, start) == "pending");
  CHECK(at_moment(i, week_later - tick) == "pending");
  CHECK(at_moment(i, week_later) == "expired");
}

TEST_CASE(
    "status_at of an imported pending invitation without a creation time is known from the "
    "document on",
    "[status_at][baseline]") {
  const invitation i =
      imported(invito::pending{week_later}, week_later, std::nullopt, start + 2 * day);
  CHECK(at_moment(i, start + 2 * day - tick) == "unknown");
  CHECK(at_moment(i, start + 2 * day) == "pending");
  CHECK(at_moment(i, week_later) == "expired");
}

TEST_CASE("status_at of an imported invitation without any time is unknown",
          "[status_at][baseline]") {
  const invitation i = imported(invito::pending{week_later}, week_later, std::nullopt);
  CHECK(at_moment(i, start) == "unknown");
  CHECK(at_moment(i, last_moment) == "unknown");
  // The current status is known.
  CHECK(name(i.status(start)) == "pending");
  CHECK(name(i.status(week_later)) == "expired");
}

TEST_CASE(
    "status_at of an imported accepted invitation is pending between its creation and its "
    "acceptance",
    "[status_at][baseline]") {
  const invitation i = imported(invito::accepted{start + 2 * day, {}}, week_later);
  CHECK(at_moment(i, start - tick) == "unknown");
  CHECK(at_moment(i, start) == "pending");
  CHECK(at_moment(i, start + 2 * day - tick) == "pending");
  CHECK(at_moment(i, start + 2 * day) == "accepted");
  CHECK(at_moment(i, week_later) == "accepted");
}

TEST_CASE(
    "status_at of an imported invitation that was revoked after its expiry is expired before the "
    "revocation",
    "[status_at][baseline]") {
  const invitation i = imported(invito::revoked{week_later + day, {}, {}}, week_later);
  CHECK(at_moment(i, start) == "pending");
  CHECK(at_moment(i, week_later) == "expired");
  CHECK(at_moment(i, week_later + day) == "revoked");
}

TEST_CASE(
    "status_at of an imported accepted invitation without a creation time is known from its "
    "acceptance on",
    "[status_at][baseline]") {
  const invitation i = imported(invito::accepted{start + 2 * day, {}}, week_later, std::nullopt);
  CHECK(at_moment(i, start + 2 * day - tick) == "unknown");
  CHECK(at_moment(i, start + 2 * day) == "accepted");
}

TEST_CASE("status_at of an imported final state without a time is known from the document on",
          "[status_at][baseline]") {
  for (invito::state const& s :
       {invito::state(invito::accepted{}), invito::state(invito::revoked{})}) {
    const invitation i = imported(s, week_later, start, start + 3 * day);
    CHECK(at_moment(i, start) == "unknown");
    CHECK(at_moment(i, start + 3 * day - tick) == "unknown");
    CHECK(at_moment(i, start + 3 * day) == name(recorded_status(s)));
    CHECK(at_moment(i, last_moment) == name(recorded_status(s)));
  }
}

TEST_CASE(
    "status_at of an imported accepted invitation without the time of the acceptance and of the "
    "document is unknown",
    "[status_at][baseline]") {
  const invitation i = imported(invito::accepted{}, week_later);
  CHECK(at_moment(i, start) == "unknown");
  CHECK(at_moment(i, last_moment) == "unknown");
  CHECK(name(i.status(start)) == "accepted");
}

TEST_CASE(
    "status_at of an imported expired invitation is pending between its creation and its expiry",
    "[status_at][baseline]") {
  const invitation i = imported(invito::expired{week_later}, week_later);
  CHECK(at_moment(i, start - tick) == "unknown");
  CHECK(at_moment(i, start) == "pending");
  CHECK(at_moment(i, week_later - tick) == "pending");
  CHECK(at_moment(i, week_later) == "expired");
}

TEST_CASE("status_at uses the time of the state rather than the time of the document",
          "[status_at][baseline]") {
  const invitation i =
      imported(invito::accepted{start + 2 * day, {}}, week_later, start, start + 5 * day);
  CHECK(at_moment(i, start + 2 * day) == "accepted");
}

TEST_CASE("status_at continues with the events after a baseline",
          "[status_at][baseline][resend][accept]") {
  invitation i = imported(invito::pending{week_later}, week_later);
  i = after(i, as<resend_command>(olga, start + 3 * day));
  i = after(i, accepting(ina, start + 9 * day));
  CHECK(at_moment(i, start - tick) == "unknown");
  CHECK(at_moment(i, start + day) == "pending");
  CHECK(at_moment(i, week_later) == "pending");
  CHECK(at_moment(i, start + 9 * day - tick) == "pending");
  CHECK(at_moment(i, start + 9 * day) == "accepted");
}

TEST_CASE("status_at of an imported invitation is expired between its expiry and its renewal",
          "[status_at][baseline][resend]") {
  invitation i = imported(invito::expired{week_later}, week_later);
  i = after(i, as<resend_command>(olga, week_later + 2 * day));
  CHECK(at_moment(i, week_later - tick) == "pending");
  CHECK(at_moment(i, week_later) == "expired");
  CHECK(at_moment(i, week_later + 2 * day) == "pending");
}

// status_at and status ---------------------------------------------------------------------------

TEST_CASE("status_at is equal to status after the last event", "[status_at]") {
  for (invitation const& i :
       {issued(), accepted(), declined(), revoked(), superseded(), expired()}) {
    for (invito::instant t = *i.updated_at(); t < start + 12 * day; t += std::chrono::hours{7}) {
      CHECK(at_moment(i, t) == name(i.status(t)));
    }
  }
}
