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

TEST_CASE("an expiry is dated with the expiry, and says when it was written down") {
  const auto said = given(issued()).when(expiring(week_later + 3 * day));
  CHECK(said.decision().guards == invito::guards{});
  CHECK(name(said.event().kind()) == "expire");
  CHECK(said.event().at == week_later);
  CHECK(said.event().by == invito::actor::system());
  CHECK(said.event().expires_at == week_later);
  CHECK_FALSE(said.event().clamped);
  auto* details = std::get_if<invito::expire_details>(&said.event().details);
  REQUIRE(details);
  CHECK(details->recorded_at == week_later + 3 * day);
  const invito::invitation i = said.then_becomes(status::expired).invitation();
  CHECK(i.state == invito::state(invito::expired{week_later}));
  CHECK(i.updated_at() == week_later);
}

TEST_CASE("an expiry may be written down from its very moment on, and not before") {
  given(issued()).when(expiring(week_later - tick)).then_refused("not_yet_expired");
  given(issued()).when(expiring(week_later)).then_becomes(status::expired);
  given(issued()).when(expiring(start)).then_refused("not_yet_expired");
}

TEST_CASE("what never expires is never written down as expired") {
  invito::policy p = rules();
  p.expiry.lifetime = std::nullopt;
  const invito::invitation i = issued("member", olga, p);
  given(i).when(expiring((invito::instant::max)())).then_refused("not_yet_expired");
}

TEST_CASE("what was renewed expires anew") {
  const invito::invitation renewed =
      after(expired(), as<invito::resend_command>(olga, week_later + 2 * day));
  given(renewed).when(expiring(start + 16 * day - tick)).then_refused("not_yet_expired");
  const auto again = given(renewed).when(expiring(start + 20 * day)).then_becomes(status::expired);
  CHECK(again.invitation().history.back().at == start + 16 * day);
  CHECK(again.invitation().history.size() == 4);
}

TEST_CASE("final states do not expire") {
  given(accepted()).when(expiring(week_later)).then_refused("already_accepted");
  given(revoked()).when(expiring(week_later)).then_refused("already_revoked");
  given(declined()).when(expiring(week_later)).then_refused("already_revoked");
  given(superseded()).when(expiring(start + 2 * day)).then_refused("already_revoked");
}

TEST_CASE("only the system writes an expiry down") {
  expire_command c = expiring(week_later);
  c.by = olga.who;
  given(issued()).when(c).then_refused("system_only");
  c.by = invito::actor::service(invito::user_id("sweep"));
  given(issued()).when(c).then_refused("system_only");
  c.now = expire_command().now;
  given(issued()).when(c).then_refused("system_only");
}

TEST_CASE("only the system hears that an expiry is written down already") {
  expire_command c = expiring(week_later + 2 * day);
  given(expired()).when(c).then_nothing_happened();
  c.by = olga.who;
  given(expired()).when(c).then_refused("system_only");
}

TEST_CASE("in another organization nothing expires") {
  expire_command c = expiring(week_later);
  c.org = invito::organization_id("other");
  given(issued()).when(c).then_refused("not_found");
  given(expired()).when(c).then_refused("not_found");
  c.org = {};
  given(issued()).when(c).then_refused("not_found");
}

TEST_CASE("an expiry without a moment is refused") {
  expire_command c = expiring(week_later);
  c.now = expire_command().now;
  given(issued()).when(c).then_refused("missing_value /now");
}

TEST_CASE("an imported invitation expires by what the document told") {
  invito::invitation i = issued();
  begin_history(i, week_later, start + day, 3);
  const auto said = given(i).when(expiring(week_later + day)).then_becomes(status::expired);
  CHECK(said.invitation().history.front().at == week_later);
  CHECK(said.invitation().history.front().revision == 4);
}

TEST_CASE("an expiry is dated no earlier than what is known to have come before it") {
  // The document still says pending, and vouches for that moment, although its time was over.
  invito::invitation i = issued();
  i.created_at = std::nullopt;
  begin_history(i, week_later, week_later + day);
  const auto said = given(i).when(expiring(week_later + 2 * day)).then_becomes(status::expired);
  CHECK(said.invitation().history.back().at == week_later + day);
  CHECK(said.invitation().history.back().expires_at == week_later);
}

TEST_CASE("a pending state decides when it expires, whatever was said beside it") {
  invito::invitation i = issued();
  begin_history(i, std::nullopt);
  CHECK(name(i.status(week_later)) == "expired");
  CHECK(i.expires_at() == week_later);
  const auto said = given(i).when(expiring(week_later + day)).then_becomes(status::expired);
  CHECK(said.invitation().history.back().at == week_later);
  CHECK(name(i.status_at(week_later)) == "expired");
}
