// SPDX-License-Identifier: MIT

#include <string>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

using invito::openai;
using invito::scope;

TEST_CASE("OpenAI: the ranks of the roles, and the one that may invite") {
  CHECK(openai::roles() == invito::role_catalog{{"owner", 20, true, scope::organization},
                                                {"reader", 10, true, scope::organization},
                                                {"owner", 6, true, scope::project},
                                                {"member", 5, true, scope::project}});
  CHECK(openai::policy().inviter_rank == 20);
}

TEST_CASE("OpenAI: what an invite cannot say is told in words") {
  invito::invitation_request r;
  r.recipient.email = invito::email("ina@example.com");
  r.offer.role = "reader";
  r.offer.grants = {{{scope::workspace, "w", {}}}};
  const auto grant = openai::write_request(r);
  REQUIRE_FALSE(grant);
  CHECK(grant.error().front().subject == "a grant that is not for a project");
  r.offer.grants.reset();
  r.send = false;
  const auto unsent = openai::write_request(r);
  REQUIRE(told(unsent) == "not_representable /send");
  CHECK(unsent.error().front().subject == "an invite that is not sent");
}

TEST_CASE("OpenAI: too many messages are a bad request, as the page has no other answer") {
  CHECK(openai::http_status(
            invito::problems(invito::problem{invito::code::rate_limited, {}, {}, {}})) == 400);
}
