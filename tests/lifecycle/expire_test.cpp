// SPDX-License-Identifier: MIT

#include <optional>
#include <variant>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

namespace {

using namespace support;
using invito::expire_command;
using invito::status;

}  // namespace

TEST_CASE("expire dates the event with the expiry and records the time of the command",
          "[expire]") {
  const auto result = given(issued()).when(expiring(week_later + 3 * day));
  CHECK(result.decision().guards == invito::guards{});
  CHECK(name(result.event().kind()) == "expire");
  CHECK(result.event().at == week_later);
  CHECK(result.event().by == invito::actor::system());
  CHECK(result.event().expires_at == week_later);
  CHECK_FALSE(result.event().clamped);
  auto* details = std::get_if<invito::expire_details>(&result.event().details);
  REQUIRE(details);
  CHECK(details->recorded_at == week_later + 3 * day);
  const invito::invitation i = result.then_becomes(status::expired).invitation();
  CHECK(i.state == invito::state(invito::expired{week_later}));
  CHECK(i.updated_at() == week_later);
}

TEST_CASE("expire is allowed from the expiry on, and refused before", "[expire]") {
  given(issued()).when(expiring(week_later - tick)).then_refused("not_yet_expired");
  given(issued()).when(expiring(week_later)).then_becomes(status::expired);
  given(issued()).when(expiring(start)).then_refused("not_yet_expired");
}

TEST_CASE("expire refuses an invitation without an expiry", "[expire]") {
  invito::policy p = rules();
  p.expiry.lifetime = std::nullopt;
  const invito::invitation i = issued("member", olga, p);
  given(i).when(expiring((invito::instant::max)())).then_refused("not_yet_expired");
}

TEST_CASE("a renewed invitation expires again", "[expire][resend]") {
  const invito::invitation renewed =
      after(expired(), as<invito::resend_command>(olga, week_later + 2 * day));
  given(renewed).when(expiring(start + 16 * day - tick)).then_refused("not_yet_expired");
  const auto again = given(renewed).when(expiring(start + 20 * day)).then_becomes(status::expired);
  CHECK(again.invitation().history.back().at == start + 16 * day);
  CHECK(again.invitation().history.size() == 4);
}

TEST_CASE("expire refuses final states", "[expire]") {
  given(accepted()).when(expiring(week_later)).then_refused("already_accepted");
  given(revoked()).when(expiring(week_later)).then_refused("already_revoked");
  given(declined()).when(expiring(week_later)).then_refused("already_revoked");
  given(superseded()).when(expiring(start + 2 * day)).then_refused("already_revoked");
}

TEST_CASE("expire refuses every actor but the system", "[expire]") {
  expire_command c = expiring(week_later);
  c.by = olga.who;
  given(issued()).when(c).then_refused("system_only");
  c.by = invito::actor::service(invito::user_id("sweep"));
  given(issued()).when(c).then_refused("system_only");
  c.now = expire_command().now;
  given(issued()).when(c).then_refused("system_only");
}

TEST_CASE("a repeated expire changes nothing for the system and is refused for other actors",
          "[expire]") {
  expire_command c = expiring(week_later + 2 * day);
  given(expired()).when(c).then_nothing_happened();
  c.by = olga.who;
  given(expired()).when(c).then_refused("system_only");
}

TEST_CASE("expire does not find an invitation of another organization", "[expire]") {
  expire_command c = expiring(week_later);
  c.organization = invito::organization_id("other");
  given(issued()).when(c).then_refused("not_found");
  given(expired()).when(c).then_refused("not_found");
  c.organization = {};
  given(issued()).when(c).then_refused("not_found");
}

TEST_CASE("expire refuses a command without a time", "[expire]") {
  expire_command c = expiring(week_later);
  c.now = expire_command().now;
  given(issued()).when(c).then_refused("missing_value /now");
}

TEST_CASE("expire of an imported invitation uses the expiry of the document", "[expire]") {
  invito::invitation i = issued();
  begin_history(i, week_later, start + day, 3);
  const auto result = given(i).when(expiring(week_later + day)).then_becomes(status::expired);
  CHECK(result.invitation().history.front().at == week_later);
  CHECK(result.invitation().history.front().revision == 4);
}

TEST_CASE("expire does not date the event before the last known time", "[expire][clock]") {
  // The document has the status pending at `known_at`, which is after the expiry.
  invito::invitation i = issued();
  i.created_at = std::nullopt;
  begin_history(i, week_later, week_later + day);
  const auto result = given(i).when(expiring(week_later + 2 * day)).then_becomes(status::expired);
  CHECK(result.invitation().history.back().at == week_later + day);
  CHECK(result.invitation().history.back().expires_at == week_later);
}

TEST_CASE("expire uses the expiry of the pending state, not of the baseline", "[expire]") {
  invito::invitation i = issued();
  begin_history(i, std::nullopt);
  CHECK(name(i.status(week_later)) == "expired");
  CHECK(i.expires_at() == week_later);
  const auto result = given(i).when(expiring(week_later + day)).then_becomes(status::expired);
  CHECK(result.invitation().history.back().at == week_later);
  CHECK(name(i.status_at(week_later)) == "expired");
}
