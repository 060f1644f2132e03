// SPDX-License-Identifier: MIT
// Checks Boost.JSON as the engine. Every text must give the same result and the same problems as
// with the parser of nlohmann/json.

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/boost_json.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"
#include "support/sample.hpp"

namespace {

using invito::read_options;
using invito::result;
using invito::wire::boost_json;

template <class Model>
bool equal(Model const& a, Model const& b) {
  return a == b;
}
bool equal(invito::creation_response const& a,
           invito::creation_response const& b) {  // a secret has no operator==
  return a.invitation == b.invitation && a.is_new_user == b.is_new_user && a.body == b.body;
}
bool equal(invito::invitation_page const& a, invito::invitation_page const& b) {
  return a.items == b.items && a.has_more == b.has_more;
}

template <class Model>
void require_same(result<Model> const& a, result<Model> const& b, std::string_view text) {
  if (a && b ? equal(*a, *b) : !a && !b && a.error() == b.error()) return;
  CAPTURE(text, codes_of(a), codes_of(b));
  FAIL("the engines differ");
}

/// Reads the text with both engines.
template <class Model>
void same(result<Model> (*read)(invito::wire::source const&, read_options const&),
          std::string const& text, read_options const& options) {
  require_same(read(text, options), read(boost_json(text), options), text);
}

template <class D>
void compare(std::string const& text, read_options const& options) {
  same(D::read_request, text, options);
  same(D::read_invitation, text, options);
  same(D::read_creation, text, options);
  same(D::read_error, text, options);
  if constexpr (std::is_base_of_v<invito::wire::lists<D>, D>) same(D::read_list, text, options);
}

read_options strict() {
  read_options out;
  out.strict = true;
  return out;
}

read_options tight() {
  read_options out;
  out.limits = {400, 4, 12, 3};
  return out;
}

/// The roles of the dialect, or any roles if it has none.
template <class D>
invito::role_catalog roles_of() {
  if constexpr (!std::is_same_v<D, invito::native>) {
    if (!D::roles().all().empty()) return D::roles();
  }
  return invito::openai::roles();
}

/// Reads the text as a captured value, with and without limits that stop the reader early.
void compare_as_json(std::string const& text) {
  for (read_options const& options : {read_options{}, strict(), tight()}) {
    same(invito::parse_json_text, text, options);
  }
}

/// Reads the text as every document of the dialect: intact, truncated, and with one byte changed.
template <class D>
void compare_damaged(std::string const& text) {
  for (read_options const& options : {read_options{}, strict(), tight()}) compare<D>(text, options);
  for (std::size_t n = 0; n < text.size(); n += 13) compare<D>(text.substr(0, n), {});
  for (std::size_t n = 0; n < text.size(); n += 11) {
    for (const char c : {'"', '}', ',', '9', '\\', '\0', '\xC3'}) {
      std::string other = text;
      other[n] = c;
      compare<D>(other, {});
    }
  }
}

}  // namespace

TEST_CASE("both engines refuse invalid JSON at the same byte", "[engine][boost_json]") {
  using namespace std::string_literals;
  for (std::string const& text :
       {""s, " "s, "tru"s, "nul"s, "nan"s, "truth"s, "[1] 2"s, "[1]\0"s, "\0"s, "[1,\0 2]"s,
        "[1,2"s, "[1,]"s, "[,1]"s, "{,}"s, "{\"a\" 1}"s, "{\"a\":}"s, "{\"a\":1,}"s, "{1:2}"s,
        "[1 2]"s, "]"s, "{]"s, "// x\n1"s, "[1] /* x */"s, "'a'"s,
        // numbers
        "12x"s, "01"s, "[01]"s, "[1.]"s, "[.5]"s, "[-]"s, "[+1]"s, "[1.5e]"s, "[1e+]"s, "-"s,
        "1e999"s, "[1e999,2]"s, "{\"a\":[-1e400]}"s, "[0x10]"s,
        // texts
        "\"a"s, "\"\\x\""s, "\"\\u12g4\""s, "\"\\u12"s, "[\"\\ud800\"]"s, "[\"\\ude00\"]"s,
        "[\"\\ud83dx\"]"s, "[\"\\ud83d\\u0041\"]"s, "\"\x01\""s, "\"a\nb\""s, "\"\x7F\""s,
        "\"abc\xFF\""s, "[\"\xC0\xAF\"]"s, "[\"\xED\xA0\x80\"]"s, "[\"\xF4\x90\x80\x80\"]"s,
        "{\"\xFF\":1}"s, "[\"\xC3\"]"s,
        // byte order marks
        "\xEF\xBB\xBF"s, "\xEF\xBB"s, "\xEF\xBB\xBF[1,]"s, " \xEF\xBB\xBF[1]"s}) {
    compare_as_json(text);
  }
}

TEST_CASE("both engines capture valid JSON with the same spelling", "[engine][boost_json]") {
  using namespace std::string_literals;
  for (std::string const& text :
       {"0"s,
        "-0"s,
        "-0.0"s,
        "1.50"s,
        "1E5"s,
        "1e-400"s,
        "[0.1,1e22,-1.5e+3]"s,
        "123456789012.0000"s,
        "9007199254740993.0"s,
        "9223372036854775807"s,
        "9223372036854775808"s,
        "-9223372036854775808"s,
        "-9223372036854775809"s,
        "18446744073709551615"s,
        "18446744073709551616"s,
        "123456789012345678901234567890"s,
        "0.000000000000000000000000000000000000000000000000000000000000000000000000000001"s,
        "\"\""s,
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""s,
        "\"\\u0000\\u001f\\u00e9\\u20ac\""s,
        "\"\\ud83d\\ude00\""s,
        "\"caf\xC3\xA9 \xF0\x9F\x93\xA8\""s,
        "{\"a\\u0000b\":null}"s,
        "{\"\":[true,false,null,{}]}"s,
        "{\"a\":1,\"a\":2}"s,
        "{\"a\":1,\"\\u0061\":2}"s,
        " \t\r\n[ 1 , 2 ] \n"s,
        "\xEF\xBB\xBF{\"a\":1}"s,
        std::string(60, '[') + std::string(60, ']'),
        std::string(70, '[') + std::string(70, ']')}) {
    CAPTURE(text);
    compare_as_json(text);
  }
  // These texts are longer than the buffers of the parser, and escapes split them.
  for (const std::size_t size : {std::size_t{1000}, std::size_t{5000}, std::size_t{70000}}) {
    const std::string plain(size, 'a');
    for (std::string const& text : {plain, plain + "\\n" + plain, "\\u00e9" + plain + "\\\\"}) {
      compare_as_json("{\"" + text + "\":\"" + text + "\"}");
    }
    compare_as_json("[" + std::string(size, '1') + "]");
    compare_as_json("[0." + std::string(size, '1') + ",-2]");
    compare_as_json("[1e" + std::string(size, '1') + "]");
  }
}

TEMPLATE_TEST_CASE("both engines read every document of a dialect equally, intact or damaged",
                   "[engine][boost_json]", invito::native, invito::nuon, invito::control_plane,
                   invito::openai, invito::aitronos, invito::deepset) {
  const invito::instant now = at("2026-03-05T09:00:00Z");
  sample::maker make(17, roles_of<TestType>());
  int documents = 0;
  const auto add = [&](auto const& written) {
    if (!written) return;
    ++documents;
    compare_damaged<TestType>(*written);
  };
  for (int n = 0; n != 6; ++n) {
    const invito::invitation i = make();
    add(TestType::write_invitation(i, now));
    add(TestType::write_request(make.request()));
    if constexpr (std::is_base_of_v<invito::wire::lists<TestType>, TestType>) {
      add(TestType::write_list({{i, make()}, true}, now));
    }
  }
  invito::problems why;
  why.add(invito::make_problem(invito::code::invalid_email, "email", "a\"b"));
  why.add(invito::make_problem(invito::code::missing_field, "role"));
  add(result<std::string>(TestType::write_error(why)));
  CHECK(documents > 3);
}

TEST_CASE("both engines read the fuzz corpus equally", "[engine][boost_json]") {
  int texts = 0;
  for (auto const& entry : std::filesystem::recursive_directory_iterator(INVITO_CORPUS)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(in), {}};
    if (all.size() < 4) continue;
    ++texts;
    const std::string text = all.substr(4);  // after the four bytes of options
    for (read_options const& options : {read_options{}, strict(), tight()}) {
      compare<invito::native>(text, options);
      compare<invito::nuon>(text, options);
      compare<invito::control_plane>(text, options);
      compare<invito::openai>(text, options);
      compare<invito::aitronos>(text, options);
      compare<invito::deepset>(text, options);
    }
    compare_as_json(text);
  }
  CHECK(texts > 100);
}
