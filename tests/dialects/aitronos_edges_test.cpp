// SPDX-License-Identifier: MIT

#include <string>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

using invito::aitronos;
using invito::code;

TEST_CASE("Aitronos: details name a field in what is wrong with the request, and nowhere else") {
  const auto details = [](code c, char const* place) {
    const auto e =
        aitronos::public_error(invito::problems(invito::problem{c, invito::path(place), {}, {}}));
    return e.details ? e.details->text() : "none";
  };
  CHECK(details(code::missing_value, "role") == R"({"field":"role_id"})");
  CHECK(details(code::offer_changed, "offer") == "none");
  CHECK(details(code::fact_missing, "facts") == "none");
}

TEST_CASE("Aitronos: a refusal for too many messages has one of the API's codes") {
  for (const code c : {code::too_soon, code::rate_limited, code::too_many_sends}) {
    CAPTURE(to_string(c));
    const invito::problems found(invito::problem{c, {}, {}, {}});
    CHECK(aitronos::public_error(found).code == "OPERATION_NOT_ALLOWED");
    CHECK(aitronos::http_status(found) == 403);
  }
}

TEST_CASE("Aitronos: a lookup without anything to look for names what there is") {
  const invito::problems found = aitronos::check_lookup({});
  REQUIRE(told(found) == "missing_value");
  CHECK(found.front().subject == "email, user_id or invitation_id");
}

TEST_CASE("Aitronos: the ranks of the roles leave room between them") {
  using invito::scope;
  CHECK(aitronos::roles() == invito::role_catalog({{"role_owner", 30, true, scope::organization},
                                                   {"role_admin", 20, true, scope::organization},
                                                   {"role_member", 10, true, scope::organization}})
                                 .open_to({"role_", 20, true, scope::organization}));
}
