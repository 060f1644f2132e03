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

// Sent again on the third day, so that something has happened since `start`.
invito::invitation resent() { return after(issued(), as<resend_command>(olga, touched)); }

template <class Command>
void dated_with_the_last_event(Command c, int line = __builtin_LINE()) {
  INFO("at line " << line);
  for (invito::instant const now : {start, touched - tick, touched - 1000 * day}) {
    c.now = now;
    const auto said = given(unlimited(), resent()).when(c);
    CHECK(said.event().at == touched);
    CHECK(said.event().clamped);
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

TEST_CASE("no event is dated before the one before it") {
  dated_with_the_last_event(as<resend_command>(olga, start));
  dated_with_the_last_event(amending(olga, start, "admin"));
  dated_with_the_last_event(accepting(ina, start));
  dated_with_the_last_event(declining(ina, start));
  dated_with_the_last_event(as<revoke_command>(olga, start));
  dated_with_the_last_event(superseding(olga, start));
}

TEST_CASE("a first answer before the issue is dated with the issue") {
  const auto said = given(issued()).when(accepting(ina, start - day));
  CHECK(said.event().at == start);
  CHECK(said.event().clamped);
  const auto i = said.then_becomes(status::accepted).invitation();
  CHECK(i.state == invito::state(invito::accepted{start, invito::user_id("ina")}));
}

TEST_CASE("a clock that goes back brings no expired invitation back to life") {
  given(expired()).when(accepting(ina, start + day)).then_refused("expired");
  given(expired()).when(amending(olga, start + day, "admin")).then_refused("expired");
  given(expired()).when(superseding(olga, start + day)).then_refused("expired");
  const auto said = given(expired()).when(declining(ina, start + day));
  CHECK(said.event().at == week_later);
  CHECK(said.event().clamped);
  said.then_becomes(status::revoked);
}

TEST_CASE("a clock that goes back needs the consent to renew what is recorded as expired") {
  invito::policy p = rules();
  p.resending.renew_expired = false;
  given(p, expired()).when(as<resend_command>(olga, start + day)).then_refused("renewal_refused");
  const auto said = given(expired()).when(as<resend_command>(olga, start + day));
  CHECK(said.event().at == week_later);
  CHECK(said.event().expires_at == week_later + 7 * day);
  CHECK(said.decision().guards.unique);
}

TEST_CASE("a lifetime begins at the moment that is judged") {
  const auto said = given(unlimited(), resent()).when(as<resend_command>(olga, start));
  CHECK(said.event().at == touched);
  CHECK(said.event().expires_at == touched + 7 * day);
}

TEST_CASE("what was renewed after its expiry is open even to a clock from before") {
  const invito::instant renewed_at = week_later + 2 * day;
  const invito::invitation i = after(issued(), as<resend_command>(olga, renewed_at));
  const auto said = given(i).when(accepting(ina, start + day));
  CHECK(said.event().at == renewed_at);
  CHECK(said.event().clamped);
  said.then_becomes(status::accepted);
}

TEST_CASE("an expiry is written down at no earlier moment than the last one known") {
  invito::invitation i = issued();
  i.created_at = std::nullopt;
  begin_history(i, week_later, week_later + day);
  const auto said = given(i).when(expiring(start));
  CHECK(said.event().clamped);
  CHECK(said.event().at == week_later + day);
  auto* details = std::get_if<invito::expire_details>(&said.event().details);
  REQUIRE(details);
  CHECK(details->recorded_at == week_later + day);
  said.then_becomes(status::expired);
}

TEST_CASE("an imported invitation knows the moment of its birth and that of its document") {
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

TEST_CASE("a forgotten moment is no clock that goes back") {
  const auto said = given(resent()).when(as<revoke_command>(olga, revoke_command().now));
  said.then_refused("missing_value /now");
}

TEST_CASE("a clock that goes back ends no cool-down, and brings no sends back") {
  for (invito::instant const now : {start, touched - 1000 * day, touched, touched + 1min - tick}) {
    given(resent()).when(as<resend_command>(olga, now)).then_refused("too_soon");
  }
  given(resent()).when(as<resend_command>(olga, touched + 1min)).then_becomes(status::pending);
  invito::policy p = unlimited();
  p.resending.most_sends = 2;
  given(p, resent()).when(as<resend_command>(olga, start)).then_refused("too_many_sends");
}

TEST_CASE("whatever the clock does, history never runs backwards") {
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
