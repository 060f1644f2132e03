// SPDX-License-Identifier: MIT

#include <invito/printing.hpp>

#include <iomanip>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>

#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

template <class T>
std::string printed(T const& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

template <class T, class = void>
constexpr bool is_printed = false;
template <class T>
constexpr bool is_printed<
    T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<T const&>())>> = true;

// Types that must not appear in a log have no operator<<.
static_assert(!is_printed<invito::secret>);
static_assert(!is_printed<invito::token_digest>);
static_assert(!is_printed<invito::invitation>);
static_assert(is_printed<invito::user_id>);

}  // namespace

TEST_CASE("operator<< prints names, ids, emails, paths and actors", "[printing]") {
  using namespace invito;
  CHECK(printed(status::pending) == "pending");
  CHECK(printed(code::already_accepted) == "already_accepted");
  CHECK(printed(granting::own_permissions) == "own_permissions");
  CHECK(printed(invitation_id("invite-1")) == "invite-1");
  CHECK(printed(user_id()).empty());
  CHECK(printed(email("Rita@Example.com")) == "Rita@Example.com");
  CHECK(printed(json_text()) == "null");
  CHECK(printed(path("grants").add(2).add("role")) == "/grants/2/role");
  CHECK(printed(actor::user(user_id("olga"))) == "user olga");
  CHECK(printed(actor::system()) == "system");
}

TEST_CASE("operator<< prints problems as describe returns them", "[printing]") {
  using namespace invito;
  const problem first = make_problem(code::unknown_role, "role", "boss");
  problems both(first);
  both.add(make_problem(code::invalid_email, "email", "rita"));
  CHECK(printed(first) == describe(first));
  CHECK(printed(both) == describe(both));
  CHECK(printed(first).find("boss") != std::string::npos);
}

TEST_CASE("operator<< uses the width and the fill of the stream", "[printing]") {
  std::ostringstream out;
  out << std::setw(9) << std::setfill('.') << invito::status::pending << std::left << std::setw(6)
      << invito::user_id("olga");
  CHECK(out.str() == "..pendingolga..");
}

TEST_CASE("operator<< does not change the output of texts and numbers", "[printing]") {
  CHECK(printed("text") == "text");
  CHECK(printed('c') == "c");
  CHECK(printed(5) == "5");
  CHECK(printed(std::string("text")) == "text");
}

#ifdef __cpp_lib_format
TEST_CASE("std::format accepts the format options of a text", "[printing]") {
  using namespace invito;
  CHECK(std::format("{}", status::revoked) == "revoked");
  CHECK(std::format("[{:>9}]", status::pending) == "[  pending]");
  CHECK(std::format("{} {}", email("a@b.c"), user_id("olga")) == "a@b.c olga");
  CHECK(std::format("{}", path("grants").add(2)) == "/grants/2");
}
#endif
