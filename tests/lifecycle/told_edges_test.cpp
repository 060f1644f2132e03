// SPDX-License-Identifier: MIT

#include <chrono>
#include <optional>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/query.hpp>
#include <invito/lifecycle/visit.hpp>

#include "catch2.hpp"
#include "support/given.hpp"

// Values as hosts may put them together, without the history that the verbs would have made.

namespace {

using namespace support;

}  // namespace

TEST_CASE("what was put together from columns is answered no earlier than it was created") {
  invito::invitation i = issued();
  i.history.clear();
  const auto said = given(i).when(accepting(ina, start - day));
  CHECK(said.event().at == start);
  CHECK(said.event().clamped);
}

TEST_CASE("of the birth and the last that a document knows, the later is the last moment") {
  invito::invitation i = issued();
  begin_history(i, week_later);
  i.baseline->known_at = start - day;
  CHECK(given(i).when(accepting(ina, start - 2 * day)).event().at == start);
  i.baseline->known_at = start + day;
  CHECK(given(i).when(accepting(ina, start - 2 * day)).event().at == start + day);
}

TEST_CASE("an issue event that comes as a decision makes the invitation that issue makes") {
  const auto made = issue(rules(), request("member"), issuing(olga));
  REQUIRE(made);
  const invito::invitation expected = apply(*made);
  invito::invitation i = unplayed(expected);
  invito::decision first;
  first.event = expected.history.front();
  REQUIRE(apply(i, first));
  CHECK(i == expected);
}

TEST_CASE("an event that names no offer leaves the one that stands") {
  invito::invitation i = issued();
  invito::decision made;
  made.revision = 1;
  made.event = i.history.front();
  made.event->revision = 2;
  made.event->details = invito::issue_details{};
  REQUIRE(apply(i, made));
  CHECK(i.offer.role == "member");
  made.revision = 2;
  made.event->revision = 3;
  made.event->details = invito::amend_details{};
  REQUIRE(apply(i, made));
  CHECK(i.offer.role == "member");
  CHECK(i.offer_number == 2);
}

TEST_CASE("what never expires neither sets nor hides the next expiry") {
  invito::policy forever = rules();
  forever.expiry.lifetime = std::nullopt;
  const std::vector<invito::invitation> all{issued(), issued("member", olga, forever)};
  CHECK(next_expiry(all, start) == week_later);
  CHECK(next_expiry(std::vector<invito::invitation>{all[1], all[0]}, start) == week_later);
}

TEST_CASE("the values that hosts fill in begin as they are described") {
  CHECK_FALSE(invito::issuance{}.existing);
  CHECK(name(invito::send_invitation{}.reason) == "issue");
  CHECK(name(invito::notify{}.what) == "accept");
  const invito::invitation_preview shown;
  CHECK(shown.viewer == invito::viewer::nobody);
  CHECK(name(shown.status) == "pending");
  CHECK_FALSE(shown.answerable);
  CHECK(shown.offer_number == 1);
}
