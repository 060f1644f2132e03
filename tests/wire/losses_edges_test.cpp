// SPDX-License-Identifier: MIT

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

// Losses of the answer to a create request, and of values that no dialect of ours floors.

namespace {

using invito::creation;
using invito::feature;
using invito::feature_set;
using invito::loss;

/// As "created_at" or, with the value that is lost, "created_at(fraction of a second)".
std::vector<std::string> lines(std::vector<loss> const& all) {
  std::vector<std::string> out;
  for (loss const& l : all) {
    out.emplace_back(to_string(l.what));
    if (!l.detail.empty()) out.back() += "(" + l.detail + ")";
  }
  return out;
}

using expected = std::vector<std::string>;

const invito::instant whole = at("2026-03-02T09:00:00Z");
const invito::instant broken = at("2026-03-02T09:00:00.5Z");

/// As Aitronos answers a create request, with nothing that its answer cannot hold.
creation plain() {
  creation c;
  c.invitation.id = invito::invitation_id("inv_1");
  c.invitation.recipient = {invito::email("ina@example.com"), invito::user_id("usr_1")};
  c.invitation.state = invito::pending{at("2026-03-09T09:00:00Z")};
  return c;
}

/// A dialect that has every field and floors every time.
struct flooring {
  static constexpr feature_set whole_seconds = feature_set::all();
  static constexpr feature_set features(invito::wire::shape) { return feature_set::all(); }
  static void value_losses(invito::invitation const&, invito::instant, invito::write_options const&,
                           std::vector<loss>&) {}
};

}  // namespace

TEST_CASE("two losses are equal where feature and value are") {
  const loss one{feature::role, "boss"};
  CHECK(one == loss{feature::role, "boss"});
  CHECK_FALSE(one != loss{feature::role, "boss"});
  CHECK(one != loss{feature::status, "boss"});
  CHECK(one != loss{feature::role, ""});
  CHECK_FALSE(one == loss{feature::role, ""});
}

TEST_CASE("losses of an answer are those of its document, not those of an invitation's") {
  CHECK(lines(invito::losses<invito::aitronos>(plain(), whole)).empty());
  creation c = plain();
  c.invitation.offer.role = "role_member";
  c.invitation.created_at = broken;
  // Read in other generations of the answer, and never written: lost as a whole, not in part.
  CHECK(lines(invito::losses<invito::aitronos>(c, whole)) == expected{"role", "created_at"});
  CHECK(lines(invito::losses<invito::aitronos>(c.invitation, whole)) ==
        expected{"created_at(fraction of a second)"});
}

TEST_CASE("losses of an answer tell of values that its fields cannot hold") {
  creation c = plain();
  c.invitation.state = invito::pending{broken};
  CHECK(lines(invito::losses<invito::aitronos>(c, whole)) ==
        expected{"expires_at(fraction of a second)"});
}

TEST_CASE("a key is lost where the answer has no room for it, once") {
  creation c = plain();
  c.invitation.offer.role = "reader";
  CHECK(lines(invito::losses<invito::openai>(c, whole)) == expected{"user"});
  c.key = invito::secret(std::string("k"));
  CHECK(lines(invito::losses<invito::openai>(c, whole)) == expected{"user", "keys"});
  c.invitation.keys = invito::key_digests{invito::key_digest("d"), {}, {}};
  CHECK(lines(invito::losses<invito::openai>(c, whole)) == expected{"user", "keys"});
  CHECK(lines(invito::losses<invito::aitronos>(c, whole)) == expected{"role"});
}

TEST_CASE("what an answer carries is asked of its own document") {
  CHECK(invito::native::creation_features().has(feature::keys));
  CHECK(invito::native::creation_features().has(feature::statuses));
  CHECK(invito::aitronos::creation_features().has(feature::keys));
  CHECK_FALSE(invito::aitronos::features().has(feature::keys));
  CHECK_FALSE(invito::aitronos::creation_features().has(feature::created_at));
}

TEST_CASE("what a document carries is asked of the page's shape unless another is named") {
  using invito::nuon;
  using invito::wire::shape;
  CHECK_FALSE(nuon::features().has(feature::given_name));
  CHECK(nuon::features(shape::wide).has(feature::given_name));
  CHECK_FALSE(nuon::creation_features().has(feature::given_name));
  CHECK(nuon::creation_features(shape::wide).has(feature::given_name));
  CHECK_FALSE(invito::control_plane::request_features().has(feature::attributes));
  CHECK(invito::control_plane::request_features(shape::wide).has(feature::attributes));
}

TEST_CASE("told statuses are lost where a document has no place for them") {
  invito::invitation i = plain().invitation;
  i.recipient.user = {};
  i.offer.role = "reader";
  begin_history(i, {});
  CHECK(lines(invito::losses<invito::openai>(i, whole)).empty());
  i.baseline->told_statuses = invito::composite_status{};
  CHECK(lines(invito::losses<invito::openai>(i, whole)) == expected{"statuses"});
}

TEST_CASE("of every time that is floored, the fraction is lost") {
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
