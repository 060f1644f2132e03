// SPDX-License-Identifier: MIT

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/documents.hpp>
#include <invito/wire/fields.hpp>
#include <invito/dialects/impl/aitronos_documents.hpp>
#include <invito/dialects/impl/deepset_documents.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

// What tables are made of. The compiler makes those of the library; here a program makes them.

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

/// The properties of a row that are told by yes or no, one letter each.
std::string properties(field const& f) {
  std::string out;
  if (f.required) out += 'r';
  if (f.null_if_absent) out += 'n';
  if (f.wide_null) out += 'N';
  if (f.wide_only) out += 'w';
  if (f.read_only) out += 'o';
  return out;
}

template <class T>
codec made() {
  return invito::wire::detail::codec_for<T>::make();
}

/// What a codec accepts, what it says that it expects, and which functions for reading it has.
std::string told(codec const& c) {
  std::string out(c.expects);
  const auto has = [&out](bool it_has, char const* what) {
    if (it_has) out += what;
  };
  constexpr std::array<char const*, 4> kinds{"; scalar", "; object", "; array", "; raw"};
  out += kinds[static_cast<std::size_t>(c.accepts)];
  has(c.scalar != nullptr, " scalar()");
  has(c.object != nullptr, " object()");
  has(c.fields != nullptr, " fields");
  has(c.member != nullptr, " member()");
  has(c.array != nullptr, " array()");
  has(c.element != nullptr, " element()");
  has(c.raw != nullptr, " raw()");
  has(c.optional, " optional");
  has(c.held != nullptr, " held()");
  has(c.blank != nullptr, " blank()");
  has(c.write == nullptr, " not written");
  return out;
}

}  // namespace

template <>
struct invito::wire::fields_of<crate> {
  static constexpr std::array rows{row<&crate::label>("label", feature::role)};
};

TEST_CASE("a row has the property that is asked for and no other") {
  const field plain = row<&crate::label>("label", feature::role);
  CHECK(plain.name == "label");
  CHECK(plain.carries == feature::role);
  CHECK(row<&crate::label>("label").carries == feature::none);
  CHECK(field{"label", nullptr, nullptr}.carries == feature::none);
  CHECK(properties(plain).empty());
  CHECK(properties(plain.must()) == "r");
  CHECK(properties(plain.or_null()) == "n");
  CHECK(properties(plain.or_wide_null()) == "N");
  CHECK(properties(plain.wide()) == "w");
  CHECK(properties(plain.never_written()) == "o");
  CHECK(properties(plain.must().wide().or_null()) == "rnw");
  CHECK(plain.alias("name").alias_of == "name");
  CHECK(properties(plain.alias("name")).empty());
  const field more = plain.and_also({feature::email, feature::organization});
  CHECK(more.carries == feature::role);
  CHECK(more.also.has(feature::email));
  CHECK(more.also.has(feature::organization));
  CHECK_FALSE(more.also.has(feature::role));
}

TEST_CASE("a vocabulary admits its words, and an empty one any word") {
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

  const field answer = row<&crate::label>("label").one_of(both);
  CHECK(answer.words.size == 2);
  CHECK_FALSE(answer.words.admits("maybe"));
}

TEST_CASE("a table has the rows of its array, and is open unless it says otherwise") {
  const std::array<field, 2> rows{row<&crate::label>("label"), row<&crate::label>("other")};
  const invito::wire::table open(rows);
  CHECK(open.size == 2);
  CHECK(open.rows[1].name == "other");
  CHECK_FALSE(open.closed);
  CHECK(invito::wire::table(rows, true).closed);
  CHECK(invito::wire::table().size == 0);
  CHECK_FALSE(invito::wire::table().closed);
}

TEST_CASE("a set of features has what was put into it") {
  feature_set some{feature::email, feature::statuses};
  CHECK(some.has(feature::email));
  CHECK(some.has(feature::statuses));
  CHECK_FALSE(some.has(feature::role));
  some.add(feature::role);
  CHECK(some.has(feature::role));
  for (std::size_t n = 0; n != invito::feature_count; ++n) {
    CHECK(feature_set::all().has(static_cast<feature>(n)));
    CHECK_FALSE(feature_set().has(static_cast<feature>(n)));
  }
}

TEST_CASE("each type says what it expects, and has the functions of its kind alone") {
  CHECK(told(made<std::string>()) == "a string; scalar scalar() blank()");
  CHECK(told(made<std::string_view>()) == "a string; scalar blank()");
  CHECK(told(made<bool>()) == "true or false; scalar scalar()");
  CHECK(told(made<std::int64_t>()) == "an integer; scalar scalar()");
  using scope_word = invito::wire::word<invito::names_of<invito::scope>, invito::scope>;
  CHECK(told(made<scope_word>()) == "a string; scalar scalar()");
  CHECK(told(made<invito::wire::unix_time>()) == "an integer: seconds since 1970; scalar scalar()");
  CHECK(told(made<invito::wire::text_time>()) == "a string: an RFC 3339 time; scalar scalar()");
  CHECK(told(made<invito::aitronos_documents::whole_text_time>()) ==
        "a string: an RFC 3339 time; scalar scalar()");
  CHECK(told(made<json_text>()) == "any value; raw raw()");
  CHECK(told(made<crate>()) == "an object; object object() fields");
  CHECK(told(made<std::vector<crate>>()) == "an array; array array() element()");
  CHECK(told(made<invito::path>()) == "an array; array array() element()");
  namespace deepset = invito::deepset_documents;
  CHECK(told(made<deepset::uuid<std::string>>()) == "a string: a UUID; scalar scalar()");
  CHECK(told(made<deepset::answer<std::string>>()) == "any value; raw raw()");
  CHECK(told(made<deepset::details<std::string>>()) ==
        "a string or an array; array scalar() array() element() optional held()");
  using map = std::vector<invito::wire::named<std::string, bool>>;
  CHECK(told(made<map>()) == "an object; object object() member()");
  CHECK(told(made<invito::attribute_list>()) == "an object; object object() member()");
}

TEST_CASE("a word is kept as its place among the words, and no other is taken") {
  using scope_word = invito::wire::word<invito::names_of<invito::scope>, invito::scope>;
  const auto read = [](std::string_view json) {
    return invito::wire::read_document<scope_word>(json, {});
  };
  CHECK(read(R"("organization")")->value == invito::scope::organization);
  CHECK(read(R"("workspace")")->value == invito::scope::workspace);
  CHECK(told(read(R"("Workspace")")) == "unknown_value");
  CHECK(read(R"("planet")").error().front().subject == "planet");
  CHECK(told(read("1")) == "wrong_type");
  CHECK(*invito::wire::write_document(scope_word{invito::scope::project}) == R"("project")");
}

TEST_CASE("an optional value expects what its value does, and may be absent") {
  CHECK(told(made<std::optional<std::string>>()) == "a string; scalar scalar() optional held()");
  CHECK(told(made<std::optional<json_text>>()) == "any value; raw raw() optional held()");
  CHECK(told(made<std::optional<crate>>()) == "an object; object object() fields optional held()");
  CHECK(told(made<std::optional<std::vector<crate>>>()) ==
        "an array; array array() element() optional held()");
}
