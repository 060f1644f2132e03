// SPDX-License-Identifier: MIT
// What holds for every dialect, whatever its documents look like.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/sample.hpp"
#include "support/told.hpp"

namespace {

using invito::api_error;
using invito::invitation;
using invito::invitation_page;
using invito::invitation_request;
using invito::read_options;
using invito::result;
using invito::write_options;

const invito::instant now = at("2026-03-05T09:00:00Z");

// The interface ----------------------------------------------------------------------------------

template <class Result, class Wanted>
inline constexpr bool same = std::is_same_v<Result, Wanted>;

template <class D, class Source = invito::wire::source const&>
inline constexpr bool conforms = std::is_empty_v<D>&&  // static functions, no instances
    same<decltype(D::name), const std::string_view>&& same<decltype(D::whole_seconds), const bool>&&
        same<decltype(D::read_request(std::declval<Source>())), result<invitation_request>>&& same<
            decltype(D::read_request(std::declval<Source>(), read_options{})),
            result<invitation_request>>&& same<decltype(D::write_request(invitation_request{})),
                                               result<std::string>>&&
            same<decltype(D::read_invite(std::declval<Source>())), result<invitation>>&& same<
                decltype(D::read_invite(std::declval<Source>(), read_options{})),
                result<invitation>>&& same<decltype(D::write_invite(invitation{},
                                                                    invito::instant{})),
                                           result<std::string>>&&
                same<decltype(D::write_invite(invitation{}, invito::instant{}, write_options{})),
                     result<std::string>>&& same<decltype(D::read_list(std::declval<Source>())),
                                                 result<invitation_page>>&&
                    same<decltype(D::read_list(std::declval<Source>(), read_options{})),
                         result<invitation_page>>&&
                        same<decltype(D::write_list(invitation_page{}, invito::instant{})),
                             result<std::string>>&& same<decltype(D::write_list(invitation_page{},
                                                                                invito::instant{},
                                                                                write_options{})),
                                                         result<std::string>>&&
                            same<decltype(D::read_error(std::declval<Source>())),
                                 result<api_error>>&&
                                same<decltype(D::read_error(std::declval<Source>(),
                                                            read_options{})),
                                     result<api_error>>&&
                                    same<decltype(D::write_error(api_error{})), std::string>&& same<
                                        decltype(D::write_error(invito::problems{})), std::string>&&
                                        same<decltype(D::features()), invito::feature_set>&& same<
                                            decltype(D::request_features()), invito::feature_set>&&
                                            same<decltype(invito::losses<D>(invitation{},
                                                                            invito::instant{})),
                                                 std::vector<invito::loss>>&&
                                                same<decltype(invito::losses<D>(
                                                         invitation_request{})),
                                                     std::vector<invito::loss>>;

static_assert(conforms<invito::openai>);
static_assert(conforms<invito::native>);

/// A dialect of an API that somebody else serves says how it is served, too.
template <class D>
inline constexpr bool is_served = same<decltype(D::http_status(invito::problems{})), int>&& same<
    std::remove_const_t<std::remove_reference_t<decltype(D::endpoints()[0])>>, invito::endpoint>&&
    same<decltype(D::roles()), invito::role_catalog>&& same<decltype(D::policy()), invito::policy>;

static_assert(is_served<invito::openai>);

// Samples ----------------------------------------------------------------------------------------

std::vector<write_options> all_options() {
  std::vector<write_options> out(4);
  out[1].shape = out[3].shape = invito::wire::shape::wide;
  out[2].revoked_as_expired = out[3].revoked_as_expired = true;
  return out;
}

read_options strict() {
  read_options out;
  out.strict = true;
  return out;
}

/// All that can be read, as one list of functions: told by a name, each gives the problems.
template <class D>
std::vector<std::string> read_everything(invito::wire::source const& in,
                                         read_options const& options = {}) {
  return {told(D::read_request(in, options)), told(D::read_invite(in, options)),
          told(D::read_list(in, options)), told(D::read_error(in, options))};
}

}  // namespace

TEMPLATE_TEST_CASE(
    "every dialect: an invitation that was written is read, strictly too, and written the same",
    "[dialect]", invito::openai, invito::native) {
  sample::maker make(99, invito::openai::roles());
  int written_count = 0;
  for (int n = 0; n != 300; ++n) {
    CAPTURE(n);
    const invitation i = make();
    for (write_options const& options : all_options()) {
      const auto written = TestType::write_invite(i, now, options);
      if (!written) continue;
      ++written_count;
      REQUIRE(nlohmann::json::accept(*written));
      const auto read = TestType::read_invite(*written, strict());
      REQUIRE(told(read) == "nothing wrong");
      REQUIRE(TestType::read_invite(*written) == read);
      REQUIRE(*TestType::write_invite(*read, now, options) == *written);
      REQUIRE(*TestType::write_invite(i, now, options) == *written);
    }
  }
  CHECK(written_count > 200);
}

TEMPLATE_TEST_CASE("every dialect: a parsed value says what its text says", "[dialect]",
                   invito::openai, invito::native) {
  sample::maker make(100, invito::openai::roles());
  for (int n = 0; n != 200; ++n) {
    CAPTURE(n);
    invitation i = make();
    i.attributes.clear();  // parsed numbers lose their spelling
    const auto written = TestType::write_invite(i, now);
    if (!written) continue;
    REQUIRE(TestType::read_invite(nlohmann::json::parse(*written)) ==
            TestType::read_invite(*written));
  }
}

TEMPLATE_TEST_CASE("every dialect: a list holds what its invitations hold alone", "[dialect]",
                   invito::openai, invito::native) {
  sample::maker make(101, invito::openai::roles());
  invitation_page page;
  std::vector<std::string> alone;
  while (page.items.size() != 20) {
    invitation i = make();
    const auto written = TestType::write_invite(i, now);
    if (!written) continue;
    alone.push_back(*written);
    page.items.push_back(std::move(i));
  }
  page.has_more = true;
  const auto written = TestType::write_list(page, now);
  REQUIRE(told(written) == "nothing wrong");
  std::size_t from = 0;
  for (std::string const& one : alone) {
    from = written->find(one, from);
    REQUIRE(from != std::string::npos);
    from += one.size();
  }
  const auto read = TestType::read_list(*written, strict());
  REQUIRE(told(read) == "nothing wrong");
  REQUIRE(read->items.size() == 20);
  CHECK(read->has_more);
  for (std::size_t n = 0; n != alone.size(); ++n) {
    CAPTURE(n);
    REQUIRE(read->items[n] == *TestType::read_invite(alone[n]));
  }
  CHECK(*TestType::write_list(*read, now) == *written);
}

TEMPLATE_TEST_CASE(
    "every dialect: a request that was written is read, strictly too, and written the same",
    "[dialect]", invito::openai, invito::native) {
  sample::maker make(102, invito::openai::roles());
  int written_count = 0;
  for (int n = 0; n != 200; ++n) {
    CAPTURE(n);
    const auto written = TestType::write_request(make.request());
    if (!written) continue;
    ++written_count;
    const auto read = TestType::read_request(*written, strict());
    REQUIRE(told(read) == "nothing wrong");
    REQUIRE(*TestType::write_request(*read) == *written);
  }
  CHECK(written_count > 50);
}

TEMPLATE_TEST_CASE("every dialect: a request that loses nothing is read as it was written",
                   "[dialect]", invito::openai, invito::native) {
  sample::maker make(103, invito::openai::roles());
  int kept = 0;
  for (int n = 0; n != 300; ++n) {
    CAPTURE(n);
    invitation_request r = make.request();
    if (make.dice().one_in(2)) {
      r.recipient.user = {};
      r.name = {};
      r.attributes.clear();
    }
    const auto written = TestType::write_request(r);
    if (!written || !invito::losses<TestType>(r).empty()) continue;
    ++kept;
    REQUIRE(*TestType::read_request(*written) == r);
  }
  CHECK(kept > 10);
}

TEMPLATE_TEST_CASE(
    "every dialect: losses name features that it has only with the value that is lost", "[dialect]",
    invito::openai, invito::native) {
  sample::maker make(104, sample::hard_roles());
  for (int n = 0; n != 300; ++n) {
    const invitation i = make();
    for (invito::loss const& l : invito::losses<TestType>(i, now)) {
      CAPTURE(n, to_string(l.what), l.detail);
      REQUIRE(TestType::features().has(l.what) == !l.detail.empty());
    }
  }
}

TEMPLATE_TEST_CASE("every dialect: an error that was written is read as it was", "[dialect]",
                   invito::openai, invito::native) {
  sample::dice dice(105);
  for (int n = 0; n != 200; ++n) {
    CAPTURE(n);
    const api_error e{sample::any_text(dice), sample::any_text(dice), sample::any_text(dice),
                      sample::any_text(dice)};
    const auto read = TestType::read_error(TestType::write_error(e), strict());
    REQUIRE(told(read) == "nothing wrong");
    REQUIRE(*read == e);
  }
}

TEMPLATE_TEST_CASE(
    "every dialect: every problem becomes an error body that tells a stranger its public code",
    "[dialect]", invito::openai, invito::native) {
  for (invito::code_info const& c : invito::codes) {
    CAPTURE(c.name);
    const invito::problem secret{
        c.code, invito::path("secret place"), "secret subject \xFF", {7, 7, 7}};
    const std::string body = TestType::write_error(invito::problems(secret));
    const auto read = TestType::read_error(body, strict());
    REQUIRE(told(read) == "nothing wrong");
    CHECK(read->code == to_string(invito::public_code(c.code)));
    CHECK_FALSE(read->message.empty());
    if (invito::public_code(c.code) != c.code) CHECK(body.find("secret") == std::string::npos);
  }
}

TEMPLATE_TEST_CASE("every dialect: nothing that is not one JSON object can be read as anything",
                   "[dialect]", invito::openai, invito::native) {
  const std::vector<std::string> not_json{"",
                                          " ",
                                          "{",
                                          "}",
                                          "nul",
                                          "{]",
                                          "{\"a\":1,}",
                                          "{}{}",
                                          "{} x",
                                          "{'a':1}",
                                          std::string("{}\0", 3),
                                          "{\"a\":\"\xFF\"}",
                                          "{\"a\":1e999}",
                                          "{\"a\":\"\n\"}",
                                          "// {}",
                                          std::string(100'000, '[')};
  for (std::string const& text : not_json) {
    CAPTURE(text.substr(0, 40));
    for (std::string const& found : read_everything<TestType>(text))
      CHECK(found != "nothing wrong");
  }
  for (char const* text : {"null", "true", "0", "\"\"", "[]", "[{}]"}) {
    CAPTURE(text);
    for (std::string const& found : read_everything<TestType>(text)) CHECK(found == "wrong_type");
    for (std::string const& found : read_everything<TestType>(nlohmann::json::parse(text))) {
      CHECK(found == "wrong_type");
    }
  }
}

TEMPLATE_TEST_CASE("every dialect: the limits hold in every document", "[dialect]", invito::openai,
                   invito::native) {
  read_options options;
  options.limits.bytes = 10;
  for (std::string const& found : read_everything<TestType>("{       }  ", options)) {
    CHECK(found == "too_large");
  }
  options = {};
  options.limits.items = 3;
  for (std::string const& found : read_everything<TestType>(R"({"x":[1,2,3]})", options)) {
    CHECK(found.find("too_many_items") != std::string::npos);
  }
  options = {};
  options.limits.depth = 3;
  for (std::string const& found : read_everything<TestType>(R"({"x":[[[]]]})", options)) {
    CHECK(found.find("too_deep") != std::string::npos);
  }
  options = {};
  options.limits.problems = 1;
  options.strict = true;
  for (std::string const& found : read_everything<TestType>(R"({"x":1,"y":2,"z":3})", options)) {
    CHECK(found == "unknown_field /x");
  }
}

TEMPLATE_TEST_CASE("every dialect: a document that is cut short is refused, whatever it is",
                   "[dialect]", invito::openai, invito::native) {
  sample::maker make(106, invito::openai::roles());
  invitation i = make.issued();
  i.recipient.email = invito::email("j\xC3\xBCrgen@example.com");
  write_options wide;
  wide.shape = invito::wire::shape::wide;
  invitation_request r;
  r.recipient.email = invito::email("a");
  r.offer = {"owner", std::vector<invito::grant>{{invito::scope::project, "p", "member"}}};
  const std::string invite = *TestType::write_invite(i, now, wide);
  const std::string list = *TestType::write_list({{i, i}, false}, now, wide);
  const std::string request = *TestType::write_request(r);
  const std::string error = TestType::write_error(api_error{"c", "m", "t", "w"});
  for (std::size_t n = 0; n != invite.size(); ++n) {
    REQUIRE(told(TestType::read_invite(invite.substr(0, n))) == "syntax_error");
  }
  for (std::size_t n = 0; n != list.size(); ++n) {
    REQUIRE(told(TestType::read_list(list.substr(0, n))) == "syntax_error");
  }
  for (std::size_t n = 0; n != request.size(); ++n) {
    REQUIRE(told(TestType::read_request(request.substr(0, n))) == "syntax_error");
  }
  for (std::size_t n = 0; n != error.size(); ++n) {
    REQUIRE(told(TestType::read_error(error.substr(0, n))) == "syntax_error");
  }
}

TEST_CASE("an invite that goes from OpenAI through the native format comes back the same") {
  sample::maker make(107, invito::openai::roles());
  int translated = 0;
  for (int n = 0; n != 300; ++n) {
    CAPTURE(n);
    const auto first = invito::openai::write_invite(make(), now);
    if (!first) continue;
    ++translated;
    const auto native = invito::write(*invito::openai::read_invite(*first));
    REQUIRE(told(native) == "nothing wrong");
    const auto back = invito::read(*native);
    REQUIRE(told(back) == "nothing wrong");
    REQUIRE(*invito::openai::write_invite(*back, now) == *first);
  }
  CHECK(translated > 50);
}
