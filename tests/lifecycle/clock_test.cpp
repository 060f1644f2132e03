// SPDX-License-Identifier: MIT

#include <cstddef>
#include <optional>
#include <variant>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::resend_command;
using invito::revoke_command;
using invito::status;

constexpr invito::instant touched = start + 3 * day;

// An invitation whose last event is a resend on the third day.
invito::invitation resent() { return after(issued(), as<resend_command>(olga, touched)); }

template <class Command>
void check_dated_with_last_event(Command c, int line = __builtin_LINE()) {
  INFO("at line " << line);
  for (invito::instant const now : {start, touched - tick, touched - 1000 * day}) {
    c.now = now;
    const auto result = given(unlimited(), resent()).when(c);
    CHECK(result.event().at == touched);
    CHECK(result.event().clamped);
  }
  c.now = touched;
  const auto in_time = given(unlimited(), resent()).when(c);
  CHECK(in_time.event().at == touched);
  CHECK_FALSE(in_time.event().clamped);
  c.now = touched + tick;
  const auto a_tick_later = given(unlimited(), resent()).when(c);
  CHECK(a_tick_later.event().at == touched + tick);
  CHECK_FALSE(a_tick_later.event().clamped);
}

}  // namespace

TEST_CASE("an event is never dated before the previous event",
          "[clock][resend][amend][accept][decline][revoke][supersede]") {
  check_dated_with_last_event(as<resend_command>(olga, start));
  check_dated_with_last_event(amending(olga, start, "admin"));
  check_dated_with_last_event(accepting(ina, start));
  check_dated_with_last_event(declining(ina, start));
  check_dated_with_last_event(as<revoke_command>(olga, start));
  check_dated_with_last_event(superseding(olga, start));
}

TEST_CASE("accept before the time of issue is dated with the time of issue", "[clock][accept]") {
  const auto result = given(issued()).when(accepting(ina, start - day));
  CHECK(result.event().at == start);
  CHECK(result.event().clamped);
  const auto i = result.then_becomes(status::accepted).invitation();
  CHECK(i.state == invito::state(invito::accepted{start, invito::user_id("ina")}));
}

TEST_CASE("with a clock before the expiry, an invitation that is recorded as expired stays expired",
          "[clock][accept][amend][supersede][decline][expire]") {
  given(expired()).when(accepting(ina, start + day)).then_refused("expired");
  given(expired()).when(amending(olga, start + day, "admin")).then_refused("expired");
  given(expired()).when(superseding(olga, start + day)).then_refused("expired");
  const auto result = given(expired()).when(declining(ina, start + day));
  CHECK(result.event().at == week_later);
  CHECK(result.event().clamped);
  result.then_becomes(status::revoked);
}

TEST_CASE("with a clock before the expiry, resend of an expired invitation is a renewal",
          "[clock][resend]") {
  invito::policy p = rules();
  p.resend.renew_expired = false;
  given(p, expired()).when(as<resend_command>(olga, start + day)).then_refused("renewal_refused");
  const auto result = given(expired()).when(as<resend_command>(olga, start + day));
  CHECK(result.event().at == week_later);
  CHECK(result.event().expires_at == week_later + 7 * day);
  CHECK(result.decision().guards.unique);
}

TEST_CASE("with a clock before the last event, a lifetime begins at the last event",
          "[clock][resend]") {
  const auto result = given(unlimited(), resent()).when(as<resend_command>(olga, start));
  CHECK(result.event().at == touched);
  CHECK(result.event().expires_at == touched + 7 * day);
}

TEST_CASE("with a clock before a renewal, accept is allowed and dated with the renewal",
          "[clock][accept][resend]") {
  const invito::instant renewed_at = week_later + 2 * day;
  const invito::invitation i = after(issued(), as<resend_command>(olga, renewed_at));
  const auto result = given(i).when(accepting(ina, start + day));
  CHECK(result.event().at == renewed_at);
  CHECK(result.event().clamped);
  result.then_becomes(status::accepted);
}

TEST_CASE("with a clock before the last known time, expire is dated with the last known time",
          "[clock][expire]") {
  invito::invitation i = issued();
  i.created_at = std::nullopt;
  begin_history(i, week_later, week_later + day);
  const auto result = given(i).when(expiring(start));
  CHECK(result.event().clamped);
  CHECK(result.event().at == week_later + day);
  auto* details = std::get_if<invito::expire_details>(&result.event().details);
  REQUIRE(details);
  CHECK(details->recorded_at == week_later + day);
  result.then_becomes(status::expired);
}

TEST_CASE("an event after a baseline is not dated before created_at or known_at",
          "[clock][accept]") {
  invito::invitation i = issued();
  begin_history(i, week_later);
  const auto born = given(i).when(accepting(ina, start - day));
  CHECK(born.event().at == start);
  CHECK(born.event().clamped);

  i.created_at = std::nullopt;
  begin_history(i, week_later, start + 2 * day);
  const auto seen = given(i).when(accepting(ina, start + day));
  CHECK(seen.event().at == start + 2 * day);
  CHECK(seen.event().clamped);

  i.created_at = std::nullopt;
  begin_history(i, week_later);
  const auto unknown = given(i).when(accepting(ina, start - day));
  CHECK(unknown.event().at == start - day);
  CHECK_FALSE(unknown.event().clamped);
}

TEST_CASE("a command without a time is refused, not dated with the last event", "[clock][revoke]") {
  const auto result = given(resent()).when(as<revoke_command>(olga, revoke_command().now));
  result.then_refused("missing_value /now");
}

TEST_CASE("with a clock before the last event, resend still checks cool_down and max_sends",
          "[clock][resend]") {
  for (invito::instant const now : {start, touched - 1000 * day, touched, touched + 1min - tick}) {
    given(resent()).when(as<resend_command>(olga, now)).then_refused("too_soon");
  }
  given(resent()).when(as<resend_command>(olga, touched + 1min)).then_becomes(status::pending);
  invito::policy p = unlimited();
  p.resend.max_sends = 2;
  given(p, resent()).when(as<resend_command>(olga, start)).then_refused("too_many_sends");
}

TEST_CASE("events of resend stay in order of time for any sequence of clock values",
          "[clock][resend]") {
  given g(unlimited(), issued());
  const std::vector<invito::instant> clock = {
      start + 5 * day, start + day, start + 4 * day, start - 90 * day, start + 5 * day + tick,
      start + 5 * day, start};
  for (invito::instant const now : clock) {
    g = g.when(as<resend_command>(olga, now)).then_becomes(status::pending);
  }
  invito::event_list const& h = g.invitation().history;
  REQUIRE(h.size() == 8);
  CHECK(h[1].at == start + 5 * day);
  CHECK(h[2].at == start + 5 * day);
  CHECK(h[3].at == start + 5 * day);
  CHECK(h[4].at == start + 5 * day);
  CHECK(h[5].at == start + 5 * day + tick);
  CHECK(h[6].at == start + 5 * day + tick);
  CHECK(h[7].at == start + 5 * day + tick);
  const std::vector<bool> clamped = {false, false, true, true, true, false, true, true};
  for (std::size_t n = 0; n != h.size(); ++n) {
    INFO("event " << n);
    CHECK(h[n].clamped == clamped[n]);
  }
}
