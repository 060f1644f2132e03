// SPDX-License-Identifier: MIT

#include <chrono>
#include <optional>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

// Renewals of what was not issued here, and what stands beside a renewal.

namespace {

using namespace support;
using invito::resend_command;

// Told as expired by a document that knows its birth.
invito::invitation told_expired() {
  invito::invitation i = issued();
  i.state = invito::expired{week_later};
  begin_history(i, week_later);
  return i;
}

}  // namespace

TEST_CASE("an imported invitation ages from its birth, not from what its document knows last") {
  const invito::instant end = start + 90 * day;
  given(told_expired()).when(as<resend_command>(olga, end)).then_refused("too_old");
  const auto renewed = given(told_expired()).when(as<resend_command>(olga, end - tick));
  CHECK(renewed.event().expires_at == end);
}

TEST_CASE("what was put together from columns without its birth has no age") {
  invito::invitation i = issued();
  i.history.clear();
  i.created_at = std::nullopt;
  const auto said = given(i).when(as<resend_command>(olga, start + 1000 * day));
  CHECK(said.event().expires_at == start + 1007 * day);
}

TEST_CASE("an invitation is no duplicate of itself, even where the list has an older copy of it") {
  auto c = as<resend_command>(olga, week_later + 2 * day);
  c.facts.existing = {issued()};
  c.facts.existing->front().state = invito::pending{};
  given(expired()).when(c).then_becomes(invito::status::pending);
  c.facts.existing->front().id = invito::invitation_id("inv-2");
  given(expired()).when(c).then_refused("duplicate_pending /email");
}
