// SPDX-License-Identifier: MIT

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/dialects/impl/aitronos_documents.hpp>
#include <invito/dialects/impl/deepset_documents.hpp>
#include <invito/invito.hpp>
#include <invito/wire/documents.hpp>
#include <invito/wire/fields.hpp>

#include "catch2.hpp"
#include "support/codes_of.hpp"

// The library builds its tables at compile time; these tests build rows and codecs at run time.

namespace {

using invito::feature;
using invito::feature_set;
using invito::json_text;
using invito::wire::codec;
using invito::wire::field;
using invito::wire::row;
using invito::wire::vocabulary;

struct crate {
  std::string label{};
};

/// The boolean properties of a row, one letter each.
std::string properties(field const& f) {
  std::string out;
  if (f.required) out += 'r';
  if (f.null_if_absent) out += 'n';
  if (f.extended_null) out += 'N';
  if (f.extended_only) out += 'w';
  if (f.read_only) out += 'o';
  return out;
}

template <class T>
codec made() {
  return invito::wire::detail::codec_for<T>::make();
}

/// The expected type, the kind and the functions of a codec.
std::string description_of(codec const& c) {
  std::string out(c.expects);
  const auto add = [&out](bool condition, char const* name) {
    if (condition) out += name;
  };
  constexpr std::array<char const*, 4> kinds{"; scalar", "; object", "; array", "; raw"};
  out += kinds[static_cast<std::size_t>(c.accepts)];
  add(c.scalar != nullptr, " scalar()");
  add(c.object != nullptr, " object()");
  add(c.fields != nullptr, " fields");
  add(c.member != nullptr, " member()");
  add(c.array != nullptr, " array()");
  add(c.element != nullptr, " element()");
  add(c.raw != nullptr, " raw()");
  add(c.optional, " optional");
  add(c.held != nullptr, " held()");
  add(c.blank != nullptr, " blank()");
  add(c.write == nullptr, " not written");
  return out;
}

}  // namespace

template <>
struct invito::wire::fields_of<crate> {
  static constexpr std::array rows{row<&crate::label>("label", feature::role)};
};

TEST_CASE("each modifier of a row sets exactly one property", "[fields]") {
  const field plain = row<&crate::label>("label", feature::role);
  CHECK(plain.name == "label");
  CHECK(plain.carries == feature::role);
  CHECK(row<&crate::label>("label").carries == feature::none);
  CHECK(field{"label", nullptr, nullptr}.carries == feature::none);
  CHECK(properties(plain).empty());
  CHECK(properties(plain.must()) == "r");
  CHECK(properties(plain.or_null()) == "n");
  CHECK(properties(plain.or_extended_null()) == "N");
  CHECK(properties(plain.extended()) == "w");
  CHECK(properties(plain.never_written()) == "o");
  CHECK(properties(plain.must().extended().or_null()) == "rnw");
  CHECK(plain.alias("name").alias_of == "name");
  CHECK(properties(plain.alias("name")).empty());
  const field more = plain.and_also({feature::email, feature::organization});
  CHECK(more.carries == feature::role);
  CHECK(more.also.has(feature::email));
  CHECK(more.also.has(feature::organization));
  CHECK_FALSE(more.also.has(feature::role));
}

TEST_CASE("a vocabulary admits its words, and an empty vocabulary admits any text", "[fields]") {
  const std::array<std::string_view, 2> words{"yes", "no"};
  const vocabulary both(words, invito::code::unknown_role);
  CHECK(both.admits("yes"));
  CHECK(both.admits("no"));
  CHECK_FALSE(both.admits("maybe"));
  CHECK_FALSE(both.admits(""));
  CHECK(both.refusal == invito::code::unknown_role);
  CHECK(vocabulary(words).refusal == invito::code::unknown_value);
  CHECK(vocabulary{}.admits("maybe"));
  CHECK(vocabulary{}.refusal == invito::code::unknown_value);

  const field limited = row<&crate::label>("label").one_of(both);
  CHECK(limited.words.size == 2);
  CHECK_FALSE(limited.words.admits("maybe"));
}

TEST_CASE("a table has the rows of its array and is open by default", "[fields]") {
  const std::array<field, 2> rows{row<&crate::label>("label"), row<&crate::label>("other")};
  const invito::wire::table open(rows);
  CHECK(open.size == 2);
  CHECK(open.rows[1].name == "other");
  CHECK_FALSE(open.closed);
  CHECK(invito::wire::table(rows, true).closed);
  CHECK(invito::wire::table().size == 0);
  CHECK_FALSE(invito::wire::table().closed);
}

TEST_CASE("a feature_set has the listed and the added features", "[feature]") {
  feature_set some{feature::email, feature::statuses};
  CHECK(some.has(feature::email));
  CHECK(some.has(feature::statuses));
  CHECK_FALSE(some.has(feature::role));
  some.add(feature::role);
  CHECK(some.has(feature::role));
  for (std::size_t n = 0; n != invito::names_of<invito::feature>.size(); ++n) {
    CHECK(feature_set::all().has(static_cast<feature>(n)));
    CHECK_FALSE(feature_set().has(static_cast<feature>(n)));
  }
}

TEST_CASE("the codec of a type has only the functions of its kind", "[fields][codec]") {
  CHECK(description_of(made<std::string>()) == "a string; scalar scalar() blank()");
  CHECK(description_of(made<std::string_view>()) == "a string; scalar blank()");
  CHECK(description_of(made<bool>()) == "a boolean; scalar scalar()");
  CHECK(description_of(made<std::int64_t>()) == "an integer; scalar scalar()");
  using scope_word = invito::wire::word<invito::names_of<invito::scope>, invito::scope>;
  CHECK(description_of(made<scope_word>()) == "a string; scalar scalar()");
  CHECK(description_of(made<invito::wire::unix_time>()) ==
        "an integer (Unix time in seconds); scalar scalar()");
  CHECK(description_of(made<invito::wire::text_time>()) ==
        "a string (RFC 3339 time); scalar scalar()");
  CHECK(description_of(made<invito::aitronos_documents::whole_text_time>()) ==
        "a string (RFC 3339 time); scalar scalar()");
  CHECK(description_of(made<json_text>()) == "any value; raw raw()");
  CHECK(description_of(made<crate>()) == "an object; object object() fields");
  CHECK(description_of(made<std::vector<crate>>()) == "an array; array array() element()");
  CHECK(description_of(made<invito::path>()) == "an array; array array() element()");
  namespace deepset = invito::deepset_documents;
  CHECK(description_of(made<deepset::uuid<std::string>>()) == "a string (UUID); scalar scalar()");
  CHECK(description_of(made<deepset::response<std::string>>()) == "any value; raw raw()");
  CHECK(description_of(made<deepset::details<std::string>>()) ==
        "a string or an array; array scalar() array() element() optional held()");
  using map = std::vector<invito::wire::named<std::string, bool>>;
  CHECK(description_of(made<map>()) == "an object; object object() member()");
  CHECK(description_of(made<invito::attribute_list>()) == "an object; object object() member()");
}

TEST_CASE("a word is read as its enumeration value, and any other text is refused",
          "[fields][codec]") {
  using scope_word = invito::wire::word<invito::names_of<invito::scope>, invito::scope>;
  const auto read = [](std::string_view json) {
    return invito::wire::read_document<scope_word>(json, {});
  };
  CHECK(read(R"("organization")")->value == invito::scope::organization);
  CHECK(read(R"("workspace")")->value == invito::scope::workspace);
  CHECK(codes_of(read(R"("Workspace")")) == "unknown_value");
  CHECK(read(R"("planet")").error().front().subject == "planet");
  CHECK(codes_of(read("1")) == "wrong_type");
  CHECK(*invito::wire::write_document(scope_word{invito::scope::project}) == R"("project")");
}

TEST_CASE("the codec of an optional expects the type of its value and may be absent",
          "[fields][codec]") {
  CHECK(description_of(made<std::optional<std::string>>()) ==
        "a string; scalar scalar() optional held()");
  CHECK(description_of(made<std::optional<json_text>>()) == "any value; raw raw() optional held()");
  CHECK(description_of(made<std::optional<crate>>()) ==
        "an object; object object() fields optional held()");
  CHECK(description_of(made<std::optional<std::vector<crate>>>()) ==
        "an array; array array() element() optional held()");
}
