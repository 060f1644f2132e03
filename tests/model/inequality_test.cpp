// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"

namespace {

/// Checks that `a` and `b` differ and that each is equal to itself.
template <class T>
void differ(T const& a, T const& b) {
  CHECK(a != b);
  CHECK(b != a);
  CHECK_FALSE(a != a);
  CHECK_FALSE(b != b);
}

constexpr invito::instant later{std::chrono::hours{1}};

}  // namespace

TEST_CASE("event details are unequal if a member differs", "[event]") {
  const invito::token_digest token = support::digest_of("digest");
  const invito::email jane("jane@example.com");
  const invito::offer offer{"admin", {}};
  differ(invito::issue_details{offer, {}, false}, invito::issue_details{offer, {}, true});
  differ(invito::issue_details{offer, {}, false}, invito::issue_details{offer, token, false});
  differ(invito::issue_details{offer, {}, false}, invito::issue_details{});
  differ(invito::resend_details{token, {}}, invito::resend_details{});
  differ(invito::resend_details{{}, later}, invito::resend_details{});
  differ(invito::amend_details{offer, {}}, invito::amend_details{});
  differ(invito::amend_details{{}, token}, invito::amend_details{});
  invito::proof with_token;
  with_token.token = true;
  differ(invito::accept_details{with_token, {}, {}}, invito::accept_details{});
  differ(invito::accept_details{{}, jane, {}}, invito::accept_details{});
  differ(invito::accept_details{{}, {}, offer}, invito::accept_details{});
  differ(invito::decline_details{with_token, {}}, invito::decline_details{});
  differ(invito::decline_details{{}, jane}, invito::decline_details{});
  differ(invito::supersede_details{invito::invitation_id("new")}, invito::supersede_details{});
  differ(invito::expire_details{later}, invito::expire_details{});
  CHECK_FALSE(invito::revoke_details{} != invito::revoke_details{});
}

TEST_CASE("roles are unequal if a member differs", "[role]") {
  const invito::role admin{"admin", 2, true, invito::scope::organization, {"read"}};
  const auto but = [&admin](auto member, auto value) {
    invito::role out = admin;
    out.*member = value;
    return out;
  };
  differ(admin, but(&invito::role::name, "owner"));
  differ(admin, but(&invito::role::rank, 3));
  differ(admin, but(&invito::role::grantable, false));
  differ(admin, but(&invito::role::scope, invito::scope::project));
  differ(admin, but(&invito::role::permissions, std::vector<std::string>{"write"}));
}

TEST_CASE("status entries are unequal if a member differs", "[composite_status]") {
  const invito::status_entry none;
  invito::status_entry other;
  other.status = "pending";
  differ(none, other);
  other = none;
  other.description = "waits";
  differ(none, other);
  other = none;
  other.at = later;
  differ(none, other);
  other = none;
  other.by = invito::user_id("jane");
  differ(none, other);
  other = none;
  other.metadata = {{"a", invito::json_text::unchecked("1")}};
  differ(none, other);
}

TEST_CASE("path segments are unequal if the name or the index differs", "[path]") {
  using segment = invito::path::segment;
  differ(segment{"0", {}}, segment{"1", {}});
  differ(segment{"", {}}, segment{"", std::size_t{0}});
}
