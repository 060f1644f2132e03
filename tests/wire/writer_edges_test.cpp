// SPDX-License-Identifier: MIT

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/documents.hpp>
#include <invito/wire/writer.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

namespace {

using invito::wire::row;

struct note {
  std::optional<std::string> text{};
  std::optional<std::string> old_text{};
};

}  // namespace

template <>
struct invito::wire::fields_of<note> {
  static constexpr std::array rows{
      row<&note::text>("text"),
      row<&note::old_text>("old_text").never_written(),
  };
};

TEST_CASE("a member that is only read is not written, whatever is in it") {
  const auto written = invito::wire::write_document(note{"new", "old"});
  REQUIRE(told(written) == "nothing wrong");
  CHECK(*written == R"({"text":"new"})");
}

TEST_CASE("beside bytes that are not UTF-8, what is has its signs escaped") {
  CHECK(invito::wire::quoted("\xC3\xA9\"\xFF").text() == "\"\xC3\xA9\\\"\xEF\xBF\xBD\"");
  CHECK(invito::wire::quoted("\xFF\xE2\x82\xAC\n").text() == "\"\xEF\xBF\xBD\xE2\x82\xAC\\n\"");
  CHECK(invito::wire::quoted("\xF0\x9F\x98\x80\\\xFF").text() ==
        "\"\xF0\x9F\x98\x80\\\\\xEF\xBF\xBD\"");
}

TEST_CASE("of a name that is not UTF-8 the place is told, not that of its value") {
  using lists = std::vector<invito::wire::named<std::string, std::vector<std::string>>>;
  const auto written = invito::wire::write_document(lists{{"good", {"a"}}, {"\xFF", {"b"}}});
  REQUIRE_FALSE(written);
  REQUIRE(written.error().size() == 1);
  CHECK(written.error().front().where.segments().size() == 1);
}
