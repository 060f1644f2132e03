// SPDX-License-Identifier: MIT

#include <cstddef>
#include <iterator>
#include <string_view>

#include <invito/invito.hpp>

#include "catch2.hpp"

using invito::feature;
using invito::feature_set;

TEST_CASE("every feature has a name of its own") {
  struct row {
    feature f;
    std::string_view name;
  };
  constexpr row rows[] = {
      {feature::none, "none"},
      {feature::id, "id"},
      {feature::organization, "organization"},
      {feature::email, "email"},
      {feature::user, "user"},
      {feature::given_name, "given_name"},
      {feature::family_name, "family_name"},
      {feature::role, "role"},
      {feature::grants, "grants"},
      {feature::send, "send"},
      {feature::attributes, "attributes"},
      {feature::status, "status"},
      {feature::cause, "cause"},
      {feature::created_at, "created_at"},
      {feature::created_by, "created_by"},
      {feature::updated_at, "updated_at"},
      {feature::expires_at, "expires_at"},
      {feature::accepted_at, "accepted_at"},
      {feature::accepted_by, "accepted_by"},
      {feature::revoked_at, "revoked_at"},
      {feature::revoked_by, "revoked_by"},
      {feature::sponsor, "sponsor"},
      {feature::offer_number, "offer_number"},
      {feature::keys, "keys"},
      {feature::revision, "revision"},
      {feature::history, "history"},
      {feature::statuses, "statuses"},
  };
  CHECK(std::size(rows) == invito::feature_count);
  for (row const& r : rows) CHECK(to_string(r.f) == r.name);
  STATIC_REQUIRE(to_string(feature::given_name) == "given_name");
}

TEST_CASE("a set of features has what was added to it and nothing else") {
  feature_set some;
  CHECK_FALSE(some.has(feature::none));
  CHECK_FALSE(some.has(feature::id));
  some.add(feature::id);
  some.add(feature::history);
  some.add(feature::id);
  CHECK(some.has(feature::id));
  CHECK(some.has(feature::history));
  CHECK_FALSE(some.has(feature::none));
  CHECK_FALSE(some.has(feature::organization));
  CHECK_FALSE(some.has(feature::revision));
}

TEST_CASE("the native format carries every feature") {
  for (int n = 0; n != static_cast<int>(invito::feature_count); ++n) {
    CAPTURE(n);
    CHECK(invito::native::features().has(static_cast<feature>(n)));
    CHECK(invito::native::request_features().has(static_cast<feature>(n)));
  }
  invito::invitation_request r;
  r.recipient = {invito::email("a"), invito::user_id("u")};
  r.name = {"Given", "Family"};
  r.send = false;
  r.attributes = {{"a", {}}};
  CHECK(invito::losses<invito::native>(r).empty());
}
