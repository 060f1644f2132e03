// SPDX-License-Identifier: MIT

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/lifecycle/bulk.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

namespace {

using invito::check_batch;
using invito::invitation_request;
using invito::policy;
using invito::repeated_emails;

using places = std::vector<std::size_t>;

std::vector<invitation_request> asking_for(std::vector<std::string> const& addresses) {
  std::vector<invitation_request> out(addresses.size());
  for (std::size_t n = 0; n != out.size(); ++n) {
    out[n].recipient.email = invito::email(addresses[n]);
  }
  return out;
}

std::vector<invitation_request> asking_for(std::size_t count) {
  std::vector<invitation_request> out(count);
  for (std::size_t n = 0; n != count; ++n) {
    out[n].recipient.email = invito::email(std::to_string(n) + "@example.com");
  }
  return out;
}

policy at_most(std::uint32_t count) {
  policy out;
  out.quotas.batch = count;
  return out;
}

}  // namespace

TEST_CASE("no request is repeated where all addresses differ") {
  CHECK(repeated_emails(std::vector<invitation_request>{}).empty());
  CHECK(repeated_emails(asking_for({"a@x.com"})).empty());
  CHECK(repeated_emails(asking_for({"a@x.com", "b@x.com", "a@y.com", "a+1@x.com", "a.@x.com"}))
            .empty());
  // Beyond ASCII, addresses are compared bytewise: these are upper and lower case of one letter.
  CHECK(repeated_emails(asking_for({"\xC3\x84@x.com", "\xC3\xA4@x.com"})).empty());
}

TEST_CASE("a repeated address is told by every place but its first, in order, whatever its case") {
  CHECK(repeated_emails(asking_for({"a@x.com", "a@x.com"})) == places{1});
  CHECK(repeated_emails(asking_for({"A@x.com", "a@x.com"})) == places{1});
  CHECK(repeated_emails(asking_for({"a@x.com", "A@X.COM"})) == places{1});
  CHECK(repeated_emails(asking_for({"b@x.com", "a@x.com", "B@x.com", "c@x.com", "A@x.com",
                                    "b@X.com"})) == places{2, 4, 5});
  CHECK(repeated_emails(asking_for({"", ""})) == places{1});
}

TEST_CASE("a repeated address counts whatever else is asked for") {
  std::vector<invitation_request> all = asking_for({"a@x.com", "a@x.com"});
  all[1].offer.role = "owner";
  all[1].recipient.user = invito::user_id("u");
  CHECK(repeated_emails(all) == places{1});
}

TEST_CASE("requests without an address repeat none") {
  std::vector<invitation_request> all = asking_for({"", "a@x.com", "", "", "a@x.com"});
  all[0].recipient.email.reset();
  all[2].recipient.email.reset();
  // The empty address is one, and stands only at 3.
  CHECK(repeated_emails(all) == places{4});
  for (invitation_request& r : all) r.recipient = {std::nullopt, invito::user_id("u")};
  CHECK(repeated_emails(all).empty());
}

TEST_CASE("repeated addresses are found among many, all different or all the same") {
  constexpr std::size_t count = 50'000;
  std::vector<invitation_request> apart = asking_for(count);
  apart.back().recipient.email = invito::email("7@EXAMPLE.com");
  CHECK(repeated_emails(apart) == places{count - 1});
  const std::vector<invitation_request> same(count, apart.back());
  CHECK(repeated_emails(same).size() == count - 1);
}

TEST_CASE("a policy bounds no batch unless it says so, and two bounds are two policies") {
  CHECK_FALSE(policy().quotas.batch.has_value());
  CHECK(at_most(10) == at_most(10));
  CHECK(at_most(10) != at_most(11));
  CHECK(at_most(10) != policy());
  CHECK_FALSE(at_most(10) == policy());
  CHECK(at_most(0) != policy());
}

TEST_CASE("a batch of distinct addresses within the bound is good") {
  CHECK(check_batch(policy(), {}).empty());
  CHECK(check_batch(at_most(10), {}).empty());
  CHECK(check_batch(at_most(0), {}).empty());
  CHECK(check_batch(at_most(10), asking_for(std::size_t{10})).empty());
  CHECK(check_batch(policy(), asking_for(std::size_t{1000})).empty());
}

TEST_CASE("a batch beyond the bound is refused with the bound, and nothing else is looked at") {
  const auto found = check_batch(at_most(10), asking_for(std::size_t{11}));
  REQUIRE(told(found) == "too_many_items");
  CHECK(found.front().numbers[0] == 10);
  CHECK(found.front().subject.empty());
  CHECK(describe(found) == "more than the 10 values allowed");
  CHECK(told(check_batch(at_most(1), asking_for({"a@x.com", "a@x.com"}))) == "too_many_items");
  CHECK(told(check_batch(at_most(0), asking_for({"a@x.com"}))) == "too_many_items");
  const auto most = check_batch(at_most((std::numeric_limits<std::uint32_t>::max)()),
                                asking_for({"a@x.com", "a@x.com"}));
  CHECK(told(most) == "duplicate_item /email/1");
}

TEST_CASE("a batch with an address twice is refused at every place but the first") {
  const auto found =
      check_batch(policy(), asking_for({"A@x.com", "b@x.com", "a@x.com", "B@x.com", "a@X.com"}));
  REQUIRE(told(found) ==
          "duplicate_item /email/2; duplicate_item /email/3; duplicate_item /email/4");
  CHECK(found[0].subject == "a@x.com");  // as it is written there
  CHECK(found[1].subject == "B@x.com");
  CHECK(found[2].subject == "a@X.com");
  CHECK(found[0].where == invito::path("email").add(std::size_t{2}));
  CHECK(describe(found[0]) == "\"a@x.com\" stands twice in this list");
}

TEST_CASE("judging a batch changes nothing and says the same again") {
  const std::vector<invitation_request> all = asking_for({"a@x.com", "A@x.com"});
  const std::vector<invitation_request> before = all;
  CHECK(check_batch(at_most(2), all) == check_batch(at_most(2), all));
  CHECK(all == before);
}
