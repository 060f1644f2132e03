// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"
#include "support/digest.hpp"

namespace {

using invito::creation_response;
using invito::feature;
using invito::feature_set;
using invito::loss;

/// Each loss as "created_at" or, with its detail, "created_at(fraction of a second)".
std::vector<std::string> lines(std::vector<loss> const& all) {
  std::vector<std::string> out;
  for (loss const& l : all) {
    out.emplace_back(to_string(l.feature));
    if (!l.detail.empty()) out.back() += "(" + l.detail + ")";
  }
  return out;
}

using expected = std::vector<std::string>;

const invito::instant whole = at("2026-03-02T09:00:00Z");
const invito::instant broken = at("2026-03-02T09:00:00.5Z");

/// A creation response of Aitronos without losses.
creation_response plain() {
  creation_response c;
  c.invitation.id = invito::invitation_id("inv_1");
  c.invitation.recipient = {invito::email("ina@example.com"), invito::user_id("usr_1")};
  c.invitation.state = invito::pending{at("2026-03-09T09:00:00Z")};
  return c;
}

/// A dialect with every feature that writes every time in whole seconds.
struct flooring {
  static constexpr feature_set whole_seconds = feature_set::all();
  static constexpr feature_set features(invito::wire::shape) { return feature_set::all(); }
  static void value_losses(invito::invitation const&, invito::instant, invito::write_options const&,
                           std::vector<loss>&) {}
};

}  // namespace

// Features ----------------------------------------------------------------------------------------

TEST_CASE("to_string names every feature", "[feature]") {
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
      {feature::token, "token"},
      {feature::revision, "revision"},
      {feature::history, "history"},
      {feature::statuses, "statuses"},
  };
  CHECK(std::size(rows) == invito::names_of<invito::feature>.size());
  for (row const& r : rows) CHECK(to_string(r.f) == r.name);
  STATIC_REQUIRE(to_string(feature::given_name) == "given_name");
}

TEST_CASE("a feature_set has no feature that was not added", "[feature]") {
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

TEST_CASE("the native format carries every feature", "[losses][native]") {
  for (int n = 0; n != static_cast<int>(invito::names_of<invito::feature>.size()); ++n) {
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

// Losses ------------------------------------------------------------------------------------------

TEST_CASE("two losses are equal only if feature and detail are equal", "[losses]") {
  const loss one{feature::role, "boss"};
  CHECK(one == loss{feature::role, "boss"});
  CHECK_FALSE(one != loss{feature::role, "boss"});
  CHECK(one != loss{feature::status, "boss"});
  CHECK(one != loss{feature::role, ""});
  CHECK_FALSE(one == loss{feature::role, ""});
}

TEST_CASE("losses of a creation_response are the losses of its own document",
          "[losses][aitronos]") {
  CHECK(lines(invito::losses<invito::aitronos>(plain(), whole)).empty());
  creation_response c = plain();
  c.invitation.offer.role = "role_member";
  c.invitation.created_at = broken;
  // The members exist in other versions of the response, and are read but never written. So the
  // whole value is lost, and not a part.
  CHECK(lines(invito::losses<invito::aitronos>(c, whole)) == expected{"role", "created_at"});
  CHECK(lines(invito::losses<invito::aitronos>(c.invitation, whole)) ==
        expected{"created_at(fraction of a second)"});
}

TEST_CASE("losses of a creation_response include values that its fields cannot hold",
          "[losses][aitronos]") {
  creation_response c = plain();
  c.invitation.state = invito::pending{broken};
  CHECK(lines(invito::losses<invito::aitronos>(c, whole)) ==
        expected{"expires_at(fraction of a second)"});
}

TEST_CASE("losses contains the token once if the creation response has no field for it",
          "[losses][token][openai][aitronos]") {
  creation_response c = plain();
  c.invitation.offer.role = "reader";
  CHECK(lines(invito::losses<invito::openai>(c, whole)) == expected{"user"});
  c.token = invito::secret(std::string("k"));
  CHECK(lines(invito::losses<invito::openai>(c, whole)) == expected{"user", "token"});
  c.invitation.tokens = invito::token_digests{support::digest_of("d"), {}, {}};
  CHECK(lines(invito::losses<invito::openai>(c, whole)) == expected{"user", "token"});
  CHECK(lines(invito::losses<invito::aitronos>(c, whole)) == expected{"role"});
}

TEST_CASE("creation_features returns the features of the creation response",
          "[feature][native][aitronos]") {
  CHECK(invito::native::creation_features().has(feature::token));
  CHECK(invito::native::creation_features().has(feature::statuses));
  CHECK(invito::aitronos::creation_features().has(feature::token));
  CHECK_FALSE(invito::aitronos::features().has(feature::token));
  CHECK_FALSE(invito::aitronos::creation_features().has(feature::created_at));
}

TEST_CASE("features returns the features of the documented shape by default",
          "[feature][nuon][control_plane]") {
  using invito::nuon;
  using invito::wire::shape;
  CHECK_FALSE(nuon::features().has(feature::given_name));
  CHECK(nuon::features(shape::extended).has(feature::given_name));
  CHECK_FALSE(nuon::creation_features().has(feature::given_name));
  CHECK(nuon::creation_features(shape::extended).has(feature::given_name));
  CHECK_FALSE(invito::control_plane::request_features().has(feature::attributes));
  CHECK(invito::control_plane::request_features(shape::extended).has(feature::attributes));
}

TEST_CASE("losses contains source_statuses if the document has no field for them",
          "[losses][openai]") {
  invito::invitation i = plain().invitation;
  i.recipient.user = {};
  i.offer.role = "reader";
  begin_history(i, {});
  CHECK(lines(invito::losses<invito::openai>(i, whole)).empty());
  i.baseline->source_statuses = invito::composite_status{};
  CHECK(lines(invito::losses<invito::openai>(i, whole)) == expected{"statuses"});
}

TEST_CASE("losses contains the fraction of every time that is written in whole seconds",
          "[losses]") {
  invito::invitation i;
  i.created_at = broken;
  i.state = invito::accepted{broken, {}};
  begin_history(i, broken);
  i.baseline->updated_at = broken;
  CHECK(lines(invito::losses<flooring>(i, whole)) ==
        expected{"created_at(fraction of a second)", "updated_at(fraction of a second)",
                 "expires_at(fraction of a second)", "accepted_at(fraction of a second)"});
  i.state = invito::revoked{broken, {}, {}};
  CHECK(lines(invito::losses<flooring>(i, whole)).back() == "revoked_at(fraction of a second)");
}
