// SPDX-License-Identifier: MIT

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/base/error_code.hpp>
#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

using invito::code;
using invito::code_info;
using invito::describe;
using invito::describe_duration;
using invito::problem;
using invito::problems;

struct published {
  int number;
  std::string_view name;
};

// Hosts store these numbers and names: a line may be added, never changed. The compiler warns if a
// code is missing here.
published published_as(code c) {
  // clang-format off
  switch (c) {
    case code::syntax_error: return {101, "syntax_error"};
    case code::too_large: return {102, "too_large"};
    case code::too_deep: return {103, "too_deep"};
    case code::too_many_items: return {104, "too_many_items"};
    case code::missing_field: return {111, "missing_field"};
    case code::wrong_type: return {112, "wrong_type"};
    case code::unknown_field: return {113, "unknown_field"};
    case code::duplicate_field: return {114, "duplicate_field"};
    case code::unknown_value: return {115, "unknown_value"};
    case code::conflicting_fields: return {116, "conflicting_fields"};
    case code::duplicate_item: return {117, "duplicate_item"};
    case code::number_out_of_range: return {118, "number_out_of_range"};
    case code::invalid_utf8: return {119, "invalid_utf8"};
    case code::invalid_time: return {120, "invalid_time"};
    case code::time_out_of_range: return {121, "time_out_of_range"};
    case code::invalid_state: return {122, "invalid_state"};
    case code::invalid_uuid: return {123, "invalid_uuid"};
    case code::not_representable: return {131, "not_representable"};
    case code::unsupported_version: return {132, "unsupported_version"};
    case code::history_mismatch: return {133, "history_mismatch"};
    case code::not_found: return {201, "not_found"};
    case code::unauthenticated: return {202, "unauthenticated"};
    case code::inactive_actor: return {301, "inactive_actor"};
    case code::not_permitted: return {302, "not_permitted"};
    case code::system_only: return {303, "system_only"};
    case code::forbidden: return {304, "forbidden"};
    case code::wrong_recipient: return {311, "wrong_recipient"};
    case code::email_unverified: return {312, "email_unverified"};
    case code::token_missing: return {313, "token_missing"};
    case code::wrong_token: return {314, "wrong_token"};
    case code::token_retired: return {315, "token_retired"};
    case code::missing_value: return {401, "missing_value"};
    case code::text_too_long: return {402, "text_too_long"};
    case code::invalid_email: return {403, "invalid_email"};
    case code::email_not_ascii: return {404, "email_not_ascii"};
    case code::domain_refused: return {405, "domain_refused"};
    case code::unknown_role: return {411, "unknown_role"};
    case code::role_not_grantable: return {412, "role_not_grantable"};
    case code::lifetime_too_short: return {421, "lifetime_too_short"};
    case code::lifetime_too_long: return {422, "lifetime_too_long"};
    case code::weak_token: return {431, "weak_token"};
    case code::invalid_digest: return {432, "invalid_digest"};
    case code::already_issued: return {501, "already_issued"};
    case code::already_accepted: return {502, "already_accepted"};
    case code::already_revoked: return {503, "already_revoked"};
    case code::expired: return {504, "expired"};
    case code::not_yet_expired: return {505, "not_yet_expired"};
    case code::renewal_refused: return {506, "renewal_refused"};
    case code::offer_changed: return {507, "offer_changed"};
    case code::stale_revision: return {508, "stale_revision"};
    case code::idempotency_mismatch: return {509, "idempotency_mismatch"};
    case code::too_soon: return {510, "too_soon"};
    case code::too_many_sends: return {511, "too_many_sends"};
    case code::too_old: return {512, "too_old"};
    case code::fact_missing: return {601, "fact_missing"};
    case code::sponsor_inactive: return {602, "sponsor_inactive"};
    case code::sponsor_not_permitted: return {603, "sponsor_not_permitted"};
    case code::organization_inactive: return {610, "organization_inactive"};
    case code::plan_refused: return {611, "plan_refused"};
    case code::already_member: return {612, "already_member"};
    case code::not_former_member: return {613, "not_former_member"};
    case code::unknown_scope: return {614, "unknown_scope"};
    case code::duplicate_pending: return {615, "duplicate_pending"};
    case code::not_invitable: return {616, "not_invitable"};
    case code::unavailable: return {621, "unavailable"};
    case code::seats_full: return {631, "seats_full"};
    case code::too_many_pending: return {632, "too_many_pending"};
    case code::rate_limited: return {633, "rate_limited"};
    case code::batch_stopped: return {634, "batch_stopped"};
  }
  // clang-format on
  return {0, ""};
}

problem a_problem(code c, std::string subject = {}, std::int64_t first = 0,
                  std::int64_t second = 0) {
  problem p;
  p.code = c;
  p.subject = std::move(subject);
  p.numbers = {first, second, 0};
  return p;
}

code_info const* row_of(code c) {
  for (code_info const& row : invito::detail::codes) {
    if (row.code == c) return &row;
  }
  return nullptr;
}

static_assert(std::is_error_code_enum<code>::value);
static_assert(std::is_nothrow_move_constructible_v<problem>);
static_assert(std::is_nothrow_move_constructible_v<problems>);
static_assert(invito::to_string(code::expired) == "expired");

}  // namespace

TEST_CASE("every code has its published number and name", "[code]") {
  std::size_t found = 0;
  for (int number = 0; number != 65536; ++number) {
    const code c = static_cast<code>(number);
    const published expected = published_as(c);
    code_info const* const row = row_of(c);
    REQUIRE((row != nullptr) == (expected.number != 0));
    CHECK(&invito::info(c) == (row != nullptr ? row : &invito::detail::no_code));
    if (row == nullptr) continue;
    ++found;
    CHECK(number == expected.number);
    CHECK(row->name == expected.name);
    CHECK(invito::to_string(c) == expected.name);
  }
  CHECK(found == std::size(invito::detail::codes));
}

TEST_CASE("the table of codes is sorted by number and has no duplicates", "[code]") {
  int before = 0;
  for (code_info const& row : invito::detail::codes) {
    INFO(row.name);
    CHECK(static_cast<int>(row.code) > before);
    before = static_cast<int>(row.code);
  }
}

TEST_CASE("the names of codes are unique and consist of lowercase letters, digits and underscores",
          "[code]") {
  std::set<std::string_view> names;
  for (code_info const& row : invito::detail::codes) {
    INFO(row.name);
    CHECK(names.insert(row.name).second);
    CHECK_FALSE(row.name.empty());
    CHECK(row.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789") ==
          std::string_view::npos);
  }
}

TEST_CASE("the hundreds of a code's number determine its tier", "[code]") {
  for (code_info const& row : invito::detail::codes) {
    INFO(row.name);
    switch (static_cast<int>(row.code) / 100) {
      case 1: CHECK(row.tier == invito::tier::input); break;
      case 2: CHECK(row.tier == invito::tier::tenant); break;
      case 3: CHECK(row.tier == invito::tier::authority); break;
      case 4: CHECK(row.tier == invito::tier::input); break;
      case 5: CHECK(row.tier == invito::tier::status); break;
      case 6: CHECK(row.tier == invito::tier::facts); break;
      default: FAIL("no such tier");
    }
  }
}

TEST_CASE("every message contains only placeholders that describe replaces", "[code][describe]") {
  for (code_info const& row : invito::detail::codes) {
    INFO(row.name);
    const std::string_view s = row.message;
    REQUIRE_FALSE(s.empty());
    bool used[3] = {};
    for (std::size_t i = 0; i != s.size();) {
      REQUIRE(s[i] != '}');
      if (s[i] != '{') {
        ++i;
      } else if (s.substr(i, 3) == "{s}") {
        i += 3;
      } else {
        REQUIRE(i + 2 < s.size());
        REQUIRE((s[i + 1] == '0' || s[i + 1] == '1' || s[i + 1] == '2'));
        used[s[i + 1] - '0'] = true;
        i += s[i + 2] == 'd' ? 3U : 2U;
        REQUIRE(i < s.size());
        REQUIRE(s[i] == '}');
        ++i;
      }
    }
    CHECK((used[0] || !used[1]));  // numbers are used in order without gaps
    CHECK((used[1] || !used[2]));
  }
}

TEST_CASE("describe leaves no placeholder in the message of any code", "[code][describe]") {
  for (code_info const& row : invito::detail::codes) {
    INFO(row.name);
    const std::string message = describe(a_problem(row.code, "x", 1, 2));
    CHECK_FALSE(message.empty());
    CHECK(message.find_first_of("{}") == std::string::npos);
  }
}

TEST_CASE("describe inserts the subject, numbers and durations into the message",
          "[problem][describe]") {
  CHECK(describe(a_problem(code::too_large, "", 1'048'577, 1'048'576)) ==
        "the text has 1048577 bytes; the limit is 1048576");
  CHECK(describe(a_problem(code::syntax_error, "", 17)) == "invalid JSON at byte 17");
  CHECK(describe(a_problem(code::unknown_value, "Pending")) ==
        "the value \"Pending\" is not allowed");
  CHECK(describe(a_problem(code::not_permitted, "owner")) ==
        "this requires permission to grant the role \"owner\"");
  CHECK(describe(a_problem(code::invalid_email, "a@b@c")) == "\"a@b@c\" is not an email address");
  CHECK(describe(a_problem(code::lifetime_too_long, "", 31 * 86'400, 30 * 86'400)) ==
        "lifetime 31 days is above the maximum of 30 days");
  CHECK(describe(a_problem(code::expired, "", 273'600)) ==
        "this invitation expired 3 days 4 h ago; ask for a new one");
  CHECK(describe(a_problem(code::stale_revision, "", 3, 5)) ==
        "the decision was made for revision 3, but the invitation is at revision 5");
  CHECK(describe(a_problem(code::not_found)) == "invitation not found");
}

TEST_CASE("describe does not replace placeholders in a subject", "[problem][describe]") {
  CHECK(describe(a_problem(code::unknown_role, "{0}{s}{")) == "unknown role \"{0}{s}{\"");
}

TEST_CASE("describe_duration writes the two largest units", "[problem][describe]") {
  struct row {
    std::int64_t seconds;
    char const* words;
  };
  const row rows[] = {
      {0, "0 s"},
      {1, "1 s"},
      {59, "59 s"},
      {60, "1 min"},
      {61, "1 min 1 s"},
      {3'540, "59 min"},
      {3'600, "1 h"},
      {3'601, "1 h"},
      {3'660, "1 h 1 min"},
      {7'325, "2 h 2 min"},
      {86'399, "23 h 59 min"},
      {86'400, "1 day"},
      {86'460, "1 day"},
      {90'000, "1 day 1 h"},
      {273'600, "3 days 4 h"},
      {604'800, "7 days"},
      {1'036'799, "11 days 23 h"},
  };
  for (row const& r : rows) CHECK(describe_duration(r.seconds) == r.words);
}

TEST_CASE("public_code hides private codes and keeps their category", "[code][disclosure]") {
  for (code_info const& row : invito::detail::codes) {
    INFO(row.name);
    const code shown = invito::public_code(row.code);
    CHECK(invito::public_code(shown) == shown);           // a public code is its own public code
    CHECK(invito::info(shown).category == row.category);  // the category reveals nothing
    const bool hidden = row.code == code::inactive_actor || row.code == code::system_only ||
                        row.code == code::wrong_recipient || row.code == code::wrong_token ||
                        row.code == code::sponsor_not_permitted;
    CHECK((shown != row.code) == hidden);
  }
  CHECK(invito::public_code(code::wrong_recipient) == code::not_found);
  CHECK(invito::public_code(code::inactive_actor) == code::forbidden);
  CHECK(invito::public_code(code::system_only) == code::forbidden);
  CHECK(invito::public_code(code::sponsor_not_permitted) == code::sponsor_inactive);
}

TEST_CASE(
    "public_code with enumeration_safe is equal for all codes that reveal facts about a person",
    "[code][disclosure]") {
  using invito::disclosure;
  constexpr auto safe = disclosure::enumeration_safe;
  for (code_info const& row : invito::detail::codes) {
    INFO(row.name);
    const code shown = invito::public_code(row.code, safe);
    CHECK(invito::public_code(shown, safe) == shown);
    CHECK(shown != code{});  // never success
    CHECK(invito::info(shown).name != "unknown");
    // A code that the standard disclosure hides is hidden here, too.
    if (invito::public_code(row.code) != row.code) CHECK(shown != row.code);
  }
  for (const code c : {code::already_member, code::not_former_member, code::duplicate_pending}) {
    CHECK(invito::public_code(c, safe) == code::not_invitable);
    CHECK(invito::public_code(c) == c);
  }
  for (const code c : {code::wrong_recipient, code::email_unverified, code::token_missing,
                       code::wrong_token, code::token_retired}) {
    CHECK(invito::public_code(c, safe) == code::not_found);
  }
}

TEST_CASE("as_public merges problems that become equal", "[problem][disclosure]") {
  problems two(a_problem(code::already_member, "ina@example.com"));
  two.add(a_problem(code::duplicate_pending, "inv-1"));
  two.add(a_problem(code::seats_full, "", 7, 7));
  const problems safe = invito::as_public(two, invito::disclosure::enumeration_safe);
  REQUIRE(safe.size() == 2);
  CHECK(safe[0] == a_problem(code::not_invitable));
  CHECK(safe[1] == a_problem(code::seats_full, "", 7, 7));
  CHECK(invito::as_public(two) == two);
  problems same(a_problem(code::unknown_role, "x"));
  same.add(a_problem(code::unknown_role, "x"));
  CHECK(invito::as_public(same, invito::disclosure::enumeration_safe).size() == 2);
}

TEST_CASE("default constructed problems are empty", "[problem]") {
  const problems none;
  CHECK(none.empty());
  CHECK(none.size() == 0);
  CHECK(none.begin() == none.end());
  CHECK(none == problems());
}

TEST_CASE("problems iterate in the order of add()", "[problem]") {
  const code order[] = {code::invalid_email, code::unknown_role, code::text_too_long,
                        code::unknown_role};
  problems all;
  for (const code c : order) all.add(a_problem(c));
  CHECK_FALSE(all.empty());
  CHECK(all.size() == 4);
  CHECK(all.front().code == code::invalid_email);
  CHECK(std::distance(all.begin(), all.end()) == 4);

  std::vector<code> seen;
  for (problem const& p : all) seen.push_back(p.code);
  CHECK(seen == std::vector<code>(std::begin(order), std::end(order)));
  for (std::size_t i = 0; i != all.size(); ++i) CHECK(all[i].code == order[i]);

  problems::iterator step = all.begin();
  CHECK((step++)->code == code::invalid_email);
  CHECK(step->code == code::unknown_role);
  CHECK((*++step).code == code::text_too_long);
  CHECK(step != all.end());
}

TEST_CASE("two lists of problems are equal if they have equal elements in the same order",
          "[problem]") {
  problems a(a_problem(code::expired, "", 5));
  problems b;
  b.add(a_problem(code::expired, "", 5));
  CHECK(a == b);
  b.add(a_problem(code::not_found));
  CHECK(a != b);
  a.add(a_problem(code::not_found));
  CHECK(a == b);
  CHECK(problems() != problems(problem()));

  CHECK(a_problem(code::expired, "", 5) != a_problem(code::expired, "", 6));
  CHECK(a_problem(code::expired, "a") != a_problem(code::expired, "b"));
  problem elsewhere = a_problem(code::expired);
  elsewhere.where = "role";
  CHECK(elsewhere != a_problem(code::expired));
}

TEST_CASE("a code converts to a std::error_code with its number and name", "[error_code]") {
  const std::error_code e = code::already_accepted;
  CHECK(e);
  CHECK(e.value() == 502);
  CHECK(e.message() == "already_accepted");
  CHECK(std::string(e.category().name()) == "invito");
  CHECK(&e.category() == &invito::code_category());
  CHECK(e == code::already_accepted);
  CHECK(e != code::already_revoked);
  CHECK(e != std::error_code(502, std::generic_category()));
}

TEST_CASE("the message of an unknown error number is not the name of a code", "[error_code]") {
  CHECK_FALSE(std::error_code(0, invito::code_category()));
  for (const int number : {0, 1, 100, 65'536 + 101, -1}) {
    const std::string message = std::error_code(number, invito::code_category()).message();
    CHECK_FALSE(message.empty());
    for (code_info const& row : invito::detail::codes) CHECK(message != row.name);
  }
}
