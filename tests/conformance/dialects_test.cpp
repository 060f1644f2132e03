// SPDX-License-Identifier: MIT
// Tests that every dialect must pass.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/rfc3339.hpp>
#include <nlohmann/json.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"
#include "support/dialect.hpp"
#include "support/digest.hpp"
#include "support/sample.hpp"

namespace {

using invito::api_error;
using invito::code;
using invito::creation_response;
using invito::feature;
using invito::invitation;
using invito::invitation_page;
using invito::invitation_request;
using invito::read_options;
using invito::result;
using invito::write_options;
using support::strict_options;

const invito::instant now = at("2026-03-05T09:00:00Z");

// The interface ----------------------------------------------------------------------------------

template <class Result, class Wanted>
inline constexpr bool same = std::is_same_v<Result, Wanted>;

/// Reads a model from a source, and from a source with options.
template <class Model, class Read>
constexpr bool reads(Read) {
  return std::is_same_v<Read, result<Model> (*)(invito::wire::source const&, read_options const&)>;
}

template <class D>
constexpr bool conforms() {
  using written = result<std::string>;
  constexpr bool documents =
      reads<invitation_request>(&D::read_request) &&
      same<decltype(D::write_request(invitation_request{})), written> &&
      same<decltype(D::write_request(invitation_request{}, write_options{})), written> &&
      reads<invitation>(&D::read_invitation) &&
      same<decltype(D::write_invitation(invitation{}, now)), written> &&
      same<decltype(D::write_invitation(invitation{}, now, write_options{})), written> &&
      reads<creation_response>(&D::read_creation) &&
      same<decltype(D::write_creation(creation_response{}, now)), written> &&
      same<decltype(D::write_creation(creation_response{}, now, write_options{})), written> &&
      reads<api_error>(&D::read_error) &&
      same<decltype(D::write_error(api_error{})), std::string> &&
      same<decltype(D::write_error(invito::problems{})), std::string> &&
      same<decltype(D::write_error(invito::problems{}, invito::error_context{})), std::string> &&
      same<decltype(D::http_status(invito::problems{})), int>;
  constexpr bool capabilities =
      same<decltype(D::name), const std::string_view> &&
      same<decltype(D::whole_seconds), const invito::feature_set> &&
      same<decltype(D::features()), invito::feature_set> &&
      same<decltype(D::features(invito::wire::shape::extended)), invito::feature_set> &&
      same<decltype(D::request_features(invito::wire::shape::extended)), invito::feature_set> &&
      same<decltype(invito::losses<D>(invitation{}, now)), std::vector<invito::loss>> &&
      same<decltype(invito::losses<D>(invitation_request{})), std::vector<invito::loss>>;
  return std::is_empty_v<D> && documents && capabilities;  // static functions, no instances
}

template <class D>
constexpr bool has_lists = std::is_base_of_v<invito::wire::lists<D>, D>;

template <class D>
constexpr bool conforms_with_lists() {
  return conforms<D>() && has_lists<D> && reads<invitation_page>(&D::read_list) &&
         same<decltype(D::write_list(invitation_page{}, now, write_options{})),
              result<std::string>>;
}

/// The dialect of an API also has endpoints, roles and a policy.
template <class D>
constexpr bool is_served() {
  using endpoint = std::remove_const_t<std::remove_reference_t<decltype(D::endpoints()[0])>>;
  return same<endpoint, invito::endpoint> && same<decltype(D::roles()), invito::role_catalog> &&
         same<decltype(D::policy()), invito::policy> &&
         same<decltype(D::policy(invito::preset::observed)), invito::policy>;
}

static_assert(conforms_with_lists<invito::native>());
static_assert(conforms_with_lists<invito::nuon>() && is_served<invito::nuon>());
static_assert(conforms<invito::control_plane>() && is_served<invito::control_plane>());
static_assert(conforms_with_lists<invito::openai>() && is_served<invito::openai>());
static_assert(conforms<invito::aitronos>() && is_served<invito::aitronos>());
static_assert(conforms<invito::deepset>() && is_served<invito::deepset>());
static_assert(!has_lists<invito::control_plane> && !has_lists<invito::aitronos> &&
              !has_lists<invito::deepset>);

// Samples ----------------------------------------------------------------------------------------

#define EVERY_DIALECT                                                                    \
  invito::native, invito::nuon, invito::control_plane, invito::openai, invito::aitronos, \
      invito::deepset

/// The roles of the dialect, or those of OpenAI if it has none.
template <class D>
invito::role_catalog roles_of() {
  if constexpr (!std::is_same_v<D, invito::native>) {
    if (!D::roles().all().empty()) return D::roles();
  }
  return invito::openai::roles();
}

/// A random invitation, with an organization id that the dialect can represent.
template <class D>
invitation some(sample::maker& make) {
  invitation out = make();
  if (std::is_same_v<D, invito::aitronos>) out.organization = invito::organization_id("org_1");
  return out;
}

std::vector<write_options> all_options() {
  std::vector<write_options> out(6);
  out[1].shape = out[3].shape = out[5].shape = invito::wire::shape::extended;
  out[2].revoked_as_expired = out[3].revoked_as_expired = true;
  out[4].history_cap = out[5].history_cap = 1;
  return out;
}

/// Dialects whose documents are not JSON objects with known fields.
template <class D>
inline constexpr bool any_response = std::is_same_v<D, invito::deepset>;
template <class D>
inline constexpr bool list_is_array = std::is_same_v<D, invito::nuon>;

/// Reads the text as each document that is an object with known fields, and returns the problems.
template <class D>
std::vector<std::string> read_everything(invito::wire::source const& in,
                                         read_options const& options = {}) {
  std::vector<std::string> out{codes_of(D::read_request(in, options)),
                               codes_of(D::read_error(in, options))};
  if constexpr (!any_response<D>) {
    out.push_back(codes_of(D::read_invitation(in, options)));
    out.push_back(codes_of(D::read_creation(in, options)));
  }
  if constexpr (has_lists<D> && !list_is_array<D>)
    out.push_back(codes_of(D::read_list(in, options)));
  return out;
}

}  // namespace

TEMPLATE_TEST_CASE(
    "every dialect reads a written invitation, also in strict mode, and reproduces it",
    "[dialect][invitation]", EVERY_DIALECT) {
  sample::maker make(99, roles_of<TestType>());
  int written_count = 0;
  for (int n = 0; n != 300; ++n) {
    CAPTURE(n);
    const invitation i = some<TestType>(make);
    for (write_options const& options : all_options()) {
      const auto written = TestType::write_invitation(i, now, options);
      if (!written) continue;
      ++written_count;
      REQUIRE(nlohmann::json::accept(*written));
      const auto read = TestType::read_invitation(*written, strict_options());
      REQUIRE(codes_of(read) == "nothing wrong");
      REQUIRE(TestType::read_invitation(*written) == read);
      REQUIRE(*TestType::write_invitation(*read, now, options) == *written);
      REQUIRE(*TestType::write_invitation(i, now, options) == *written);
    }
  }
  CHECK(written_count > 100);
}

TEMPLATE_TEST_CASE("every dialect reads the same invitation from text and from parsed JSON",
                   "[dialect][invitation]", EVERY_DIALECT) {
  sample::maker make(100, roles_of<TestType>());
  for (int n = 0; n != 200; ++n) {
    CAPTURE(n);
    invitation i = some<TestType>(make);
    i.attributes.clear();  // parsed numbers lose their spelling
    const auto written = TestType::write_invitation(i, now);
    if (!written) continue;
    REQUIRE(TestType::read_invitation(nlohmann::json::parse(*written)) ==
            TestType::read_invitation(*written));
  }
}

TEMPLATE_TEST_CASE("write_list writes each invitation like write_invitation", "[dialect][list]",
                   invito::native, invito::nuon, invito::openai) {
  sample::maker make(101, roles_of<TestType>());
  invitation_page page;
  std::vector<std::string> alone;
  while (page.items.size() != 20) {
    invitation i = make();
    const auto written = TestType::write_invitation(i, now);
    if (!written) continue;
    alone.push_back(*written);
    page.items.push_back(std::move(i));
  }
  page.has_more = true;
  const auto written = TestType::write_list(page, now);
  REQUIRE(codes_of(written) == "nothing wrong");
  std::size_t from = 0;
  for (std::string const& one : alone) {
    from = written->find(one, from);
    REQUIRE(from != std::string::npos);
    from += one.size();
  }
  const auto read = TestType::read_list(*written, strict_options());
  REQUIRE(codes_of(read) == "nothing wrong");
  REQUIRE(read->items.size() == 20);
  CHECK(read->has_more == !list_is_array<TestType>);  // an array cannot represent has_more
  for (std::size_t n = 0; n != alone.size(); ++n) {
    CAPTURE(n);
    REQUIRE(read->items[n] == *TestType::read_invitation(alone[n]));
  }
  CHECK(*TestType::write_list(*read, now) == *written);
}

TEMPLATE_TEST_CASE("every dialect reads a written request, also in strict mode, and reproduces it",
                   "[dialect][request]", EVERY_DIALECT) {
  sample::maker make(102, roles_of<TestType>());
  int written_count = 0;
  for (int n = 0; n != 300; ++n) {
    CAPTURE(n);
    const invitation_request r = make.request();
    for (write_options const& options : all_options()) {
      const auto written = TestType::write_request(r, options);
      if (!written) continue;
      ++written_count;
      const auto read = TestType::read_request(*written, strict_options());
      REQUIRE(codes_of(read) == "nothing wrong");
      REQUIRE(*TestType::write_request(*read, options) == *written);
    }
  }
  CHECK(written_count > 100);
}

TEMPLATE_TEST_CASE("read_request restores a request that has no losses",
                   "[dialect][request][losses]", EVERY_DIALECT) {
  sample::maker make(103, roles_of<TestType>());
  int kept = 0;
  for (int n = 0; n != 600; ++n) {
    CAPTURE(n);
    invitation_request r = make.request();
    // Some dialects cannot represent a value that other dialects require.
    if (make.dice().one_in(2)) r.recipient.user = {};
    if (make.dice().one_in(2)) r.name = {};
    if (make.dice().one_in(2)) r.attributes.clear();
    if (make.dice().one_in(2)) r.offer.grants.reset();
    if (make.dice().one_in(2)) r.offer.role.clear();
    const auto written = TestType::write_request(r);
    if (!written || !invito::losses<TestType>(r).empty()) continue;
    ++kept;
    REQUIRE(*TestType::read_request(*written) == r);
  }
  CHECK(kept > 10);
}

TEMPLATE_TEST_CASE("a loss has a detail exactly if the document carries the feature",
                   "[dialect][losses]", EVERY_DIALECT) {
  sample::maker make(104, sample::hard_roles());
  for (int n = 0; n != 300; ++n) {
    const invitation i = make();
    const invitation_request r = make.request();
    for (write_options const& options : all_options()) {
      for (invito::loss const& l : invito::losses<TestType>(i, now, options)) {
        CAPTURE(n, to_string(l.feature), l.detail);
        REQUIRE(TestType::features(options.shape).has(l.feature) == !l.detail.empty());
      }
      for (invito::loss const& l : invito::losses<TestType>(r, options)) {
        CAPTURE(n, to_string(l.feature), l.detail);
        REQUIRE(TestType::request_features(options.shape).has(l.feature) == !l.detail.empty());
      }
    }
  }
}

// Translation ------------------------------------------------------------------------------------

namespace {

/// One member of the model, as text. A dialect that has the feature `f` must preserve the member.
struct carried_member {
  feature f;
  std::string (*get)(invitation const&);
};

std::string text_of(std::optional<invito::instant> const& t) {
  return t ? invito::format_rfc3339(*t) : "none";
}

std::string text_of(std::optional<invito::actor> const& a) {
  if (!a || *a == invito::actor::user({})) return "none";
  return std::to_string(static_cast<int>(a->kind)) + a->id.text();
}

std::string text_of(invito::grant_list const& grants) {
  if (!grants) return "default";
  std::string out;
  for (invito::grant const& g : *grants) {
    out += std::to_string(static_cast<int>(g.scope)) + g.id + "/" + g.role + ";";
  }
  return out;
}

invito::accepted accepted_state(invitation const& i) {
  auto* state = std::get_if<invito::accepted>(&i.state);
  return state ? *state : invito::accepted{};
}

invito::revoked revoked_state(invitation const& i) {
  auto* state = std::get_if<invito::revoked>(&i.state);
  return state ? *state : invito::revoked{};
}

const carried_member carried_members[] = {
    {feature::id, [](invitation const& i) { return i.id.text(); }},
    {feature::organization, [](invitation const& i) { return i.organization.text(); }},
    {feature::email,
     [](invitation const& i) { return i.recipient.email ? i.recipient.email->text() : "none"; }},
    {feature::user, [](invitation const& i) { return i.recipient.user.text(); }},
    {feature::given_name, [](invitation const& i) { return i.name.given; }},
    {feature::family_name, [](invitation const& i) { return i.name.family; }},
    {feature::role, [](invitation const& i) { return i.offer.role; }},
    {feature::grants, [](invitation const& i) { return text_of(i.offer.grants); }},
    {feature::status, [](invitation const& i) { return std::string(to_string(i.status(now))); }},
    {feature::cause,
     [](invitation const& i) { return std::string(to_string(revoked_state(i).cause)); }},
    {feature::created_at, [](invitation const& i) { return text_of(i.created_at); }},
    {feature::created_by, [](invitation const& i) { return text_of(i.created_by); }},
    {feature::updated_at, [](invitation const& i) { return text_of(i.updated_at()); }},
    {feature::expires_at, [](invitation const& i) { return text_of(i.expires_at()); }},
    {feature::accepted_at, [](invitation const& i) { return text_of(accepted_state(i).at); }},
    {feature::accepted_by, [](invitation const& i) { return accepted_state(i).by.text(); }},
    {feature::revoked_at, [](invitation const& i) { return text_of(revoked_state(i).at); }},
    {feature::revoked_by, [](invitation const& i) { return text_of(revoked_state(i).by); }},
};

/// Checks that `Target` preserved every feature that it has and does not list as a loss.
template <class Target>
void check_carried(invitation const& i, invitation const& arrived, write_options const& options) {
  const auto lost = invito::losses<Target>(i, now, options);
  for (carried_member const& member : carried_members) {
    if (!Target::features(options.shape).has(member.f)) continue;
    const bool is_lost = std::any_of(lost.begin(), lost.end(),
                                     [&](invito::loss const& l) { return l.feature == member.f; });
    if (is_lost) continue;
    CAPTURE(to_string(member.f));
    REQUIRE(member.get(arrived) == member.get(i));
  }
}

template <class Source, class Target>
int translated() {
  sample::maker make(110, roles_of<Source>());
  int count = 0;
  for (int n = 0; n != 200; ++n) {
    CAPTURE(n, Source::name, Target::name);
    const auto first = Source::write_invitation(some<Source>(make), now);
    if (!first) continue;
    invitation i = *Source::read_invitation(*first);
    // A translator maps the roles and adds the values that the source does not have.
    if (!std::is_same_v<Target, invito::native>) {
      i.offer.role = roles_of<Target>().all().front().name;
    }
    if (i.organization.empty()) i.organization = invito::organization_id("org_1");
    if (i.recipient.email && i.recipient.email->text().empty()) i.recipient.email.reset();
    for (write_options const& options : all_options()) {
      const auto second = Target::write_invitation(i, now, options);
      if (!second) {
        for (invito::problem const& p : second.error()) {
          REQUIRE((p.code == code::missing_value || p.code == code::not_representable));
        }
        continue;
      }
      ++count;
      check_carried<Target>(i, *Target::read_invitation(*second, strict_options()), options);
    }
  }
  return count;
}

/// Translations from `Source` into each target.
template <class Source, class... Target>
std::map<std::string_view, int> translated_into() {
  return {{Target::name, translated<Source, Target>()}...};
}

}  // namespace

TEMPLATE_TEST_CASE("a translation preserves every feature that losses does not list",
                   "[dialect][losses]", EVERY_DIALECT) {
  const auto count = translated_into<TestType, EVERY_DIALECT>();
  CHECK(count.at("native") > 20);
  // The response of deepset is always an empty object, so no invitation is refused.
  CHECK(count.at("deepset") == count.at("native"));
}

TEST_CASE("write_invitation names the field of each missing value",
          "[dialect][invitation][openai][aitronos][nuon]") {
  invitation i;
  i.offer.role = "owner";
  CHECK(codes_of(invito::openai::write_invitation(i, now)) ==
        "missing_value /id; missing_value /email; missing_value /invited_at; "
        "missing_value /expires_at");
  CHECK(codes_of(invito::aitronos::write_invitation(i, now)) ==
        "missing_value /invitation_id; missing_value /email; missing_value /organization_id; "
        "missing_value /expires_at; missing_value /created_at");
  CHECK(codes_of(invito::nuon::write_invitation(invitation{}, now)) == "missing_value /role_type");
}

// Errors -----------------------------------------------------------------------------------------

namespace {

using text_member = std::string api_error::*;

/// The texts of an error that the dialect preserves.
template <class D>
std::vector<text_member> error_texts() {
  if constexpr (std::is_same_v<D, invito::nuon>) {
    return {&api_error::code, &api_error::message};
  } else if constexpr (std::is_same_v<D, invito::control_plane>) {
    return {&api_error::code, &api_error::message, &api_error::id};
  } else if constexpr (std::is_same_v<D, invito::openai>) {
    return {&api_error::code, &api_error::message, &api_error::type, &api_error::where};
  } else if constexpr (std::is_same_v<D, invito::aitronos>) {
    return {&api_error::code, &api_error::message, &api_error::type, &api_error::id,
            &api_error::developer_message};
  } else if constexpr (std::is_same_v<D, invito::deepset>) {
    return {&api_error::message};
  } else {
    return {&api_error::code,  &api_error::message, &api_error::type,
            &api_error::where, &api_error::id,      &api_error::developer_message};
  }
}

api_error some_error(sample::dice& dice) {
  api_error e;
  for (const text_member m : error_texts<invito::native>()) e.*m = sample::any_text(dice);
  if (dice.one_in(2)) e.status = 400 + static_cast<std::int64_t>(dice.below(200));
  if (dice.one_in(2)) e.at = now + sample::some_time(dice);
  if (dice.one_in(2)) e.details = invito::json_text::unchecked(R"({"field":"email"})");
  return e;
}

}  // namespace

TEMPLATE_TEST_CASE("read_error restores every text that write_error carries", "[dialect][error]",
                   EVERY_DIALECT) {
  sample::dice dice(105);
  for (int n = 0; n != 200; ++n) {
    CAPTURE(n);
    const api_error e = some_error(dice);
    const std::string body = TestType::write_error(e);
    const auto read = TestType::read_error(body, strict_options());
    REQUIRE(codes_of(read) == "nothing wrong");
    for (const text_member m : error_texts<TestType>()) REQUIRE((*read).*m == e.*m);
    REQUIRE(TestType::write_error(*read) == body);
  }
}

TEMPLATE_TEST_CASE("write_error writes only the public code of a problem", "[dialect][error]",
                   EVERY_DIALECT) {
  // Whether the errors of the dialect have codes of their own.
  constexpr bool own_words =
      std::is_same_v<TestType, invito::aitronos> || std::is_same_v<TestType, invito::deepset>;
  for (invito::code_info const& c : invito::detail::codes) {
    CAPTURE(c.name);
    const invito::problem secret{
        c.code, invito::path("secret place"), "secret subject \xFF", {7, 7, 7}};
    const std::string body = TestType::write_error(invito::problems(secret));
    const auto read = TestType::read_error(body, strict_options());
    REQUIRE(codes_of(read) == "nothing wrong");
    if (!own_words) CHECK(read->code == to_string(invito::public_code(c.code)));
    CHECK_FALSE(read->message.empty());
    if (invito::public_code(c.code) != c.code) CHECK(body.find("secret") == std::string::npos);
  }
}

TEMPLATE_TEST_CASE("http_status returns the status of the earliest tier", "[dialect][error]",
                   EVERY_DIALECT) {
  for (invito::code_info const& c : invito::detail::codes) {
    CAPTURE(c.name);
    const invito::problems alone({c.code, {}, {}, {}});
    const int status = TestType::http_status(alone);
    CHECK((status >= 400 && status < 600));
    invito::problems several({code::fact_missing, {}, {}, {}});
    several.add({c.code, {}, {}, {}});
    const bool earlier = invito::info(c.code).tier < invito::tier::facts;
    CHECK(TestType::http_status(several) ==
          (earlier ? status : TestType::http_status({{code::fact_missing, {}, {}, {}}})));
  }
}

// Invalid input ----------------------------------------------------------------------------------

TEMPLATE_TEST_CASE("every dialect refuses text that is not one JSON object", "[dialect]",
                   EVERY_DIALECT) {
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
    CHECK(codes_of(TestType::read_invitation(text)) != "nothing wrong");
    if constexpr (has_lists<TestType>)
      CHECK(codes_of(TestType::read_list(text)) != "nothing wrong");
  }
  for (char const* text : {"null", "true", "0", "\"\"", "[]", "[{}]"}) {
    CAPTURE(text);
    for (std::string const& found : read_everything<TestType>(text)) CHECK(found == "wrong_type");
    for (std::string const& found : read_everything<TestType>(nlohmann::json::parse(text))) {
      CHECK(found == "wrong_type");
    }
  }
}

TEMPLATE_TEST_CASE("every dialect applies read_limits to every document", "[dialect]",
                   EVERY_DIALECT) {
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

TEMPLATE_TEST_CASE("every dialect refuses a truncated document", "[dialect]", EVERY_DIALECT) {
  sample::maker make(106, roles_of<TestType>());
  write_options extended = support::extended();
  extended.incomplete = true;
  invitation i = make.issued();
  i.recipient.email = invito::email("j\xC3\xBCrgen@example.com");
  i.organization = invito::organization_id("org_1");
  i.offer.grants.reset();
  i.attributes.clear();
  invitation_request r;
  r.recipient.email = invito::email("a");
  r.name = {"G", "F"};
  r.offer.role = roles_of<TestType>().all().front().name;
  const auto cut = [](std::string const& whole, auto read) {
    for (std::size_t n = 0; n != whole.size(); ++n) {
      REQUIRE(codes_of(read(whole.substr(0, n), read_options{})) == "syntax_error");
    }
  };
  cut(*TestType::write_invitation(i, i.created_at.value(), extended), TestType::read_invitation);
  if constexpr (has_lists<TestType>) {
    cut(*TestType::write_list({{i, i}, false}, i.created_at.value(), extended),
        TestType::read_list);
  }
  cut(*TestType::write_request(r), [](std::string const& text, read_options const& options) {
    // In Control Plane, an absent body is a valid request without addresses.
    const bool no_body = text.empty() && std::is_same_v<TestType, invito::control_plane>;
    return no_body ? invito::openai::read_request(text) : TestType::read_request(text, options);
  });
  api_error e;
  e.code = "c";
  e.message = "m";
  cut(TestType::write_error(e), TestType::read_error);
}

// Secrets ----------------------------------------------------------------------------------------

TEMPLATE_TEST_CASE("write_creation writes the token only in the Aitronos dialect",
                   "[dialect][creation][token]", EVERY_DIALECT) {
  sample::maker make(108, roles_of<TestType>());
  write_options extended = support::extended();
  extended.incomplete = true;
  creation_response c;
  c.invitation = make.issued();
  c.invitation.organization = invito::organization_id("org_1");
  c.invitation.offer.grants.reset();
  invito::token_digests digests;
  digests.current = support::digest_of("the digest");
  c.invitation.tokens = digests;
  c.token = invito::secret("the raw token");
  const invito::instant then = c.invitation.created_at.value();
  for (write_options const& options : {write_options{}, extended}) {
    const auto response = TestType::write_creation(c, then, options);
    if (response) {
      CHECK((response->find("the raw token") != std::string::npos) ==
            std::is_same_v<TestType, invito::aitronos>);
    }
    const auto written = TestType::write_invitation(c.invitation, then, options);
    if (written) CHECK(written->find("the digest") == std::string::npos);
    if (written && !std::is_same_v<TestType, invito::native>) {
      CHECK(written->find("74686520646967657374") == std::string::npos);  // in hexadecimal
    }
  }
}

TEST_CASE("the native format preserves an OpenAI invitation",
          "[dialect][invitation][openai][native]") {
  sample::maker make(107, invito::openai::roles());
  int translated_count = 0;
  for (int n = 0; n != 300; ++n) {
    CAPTURE(n);
    const auto first = invito::openai::write_invitation(make(), now);
    if (!first) continue;
    ++translated_count;
    const auto native = invito::write(*invito::openai::read_invitation(*first));
    REQUIRE(codes_of(native) == "nothing wrong");
    const auto back = invito::read(*native);
    REQUIRE(codes_of(back) == "nothing wrong");
    REQUIRE(*invito::openai::write_invitation(*back, now) == *first);
  }
  CHECK(translated_count > 50);
}
