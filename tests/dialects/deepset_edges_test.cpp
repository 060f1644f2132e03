// SPDX-License-Identifier: MIT

#include <string>
#include <utility>

#include <invito/invito.hpp>
#include <invito/wire/writer.hpp>
#include <invito/dialects/impl/deepset_documents.hpp>

#include "catch2.hpp"
#include "support/told.hpp"

using invito::code;
using invito::deepset;
using invito::path;

namespace {

invito::error_item item(code c, path where, std::string subject = {}) {
  const auto e = deepset::public_error(
      invito::problems(invito::problem{c, std::move(where), std::move(subject), {}}));
  REQUIRE(e.items.size() == 1);
  return e.items.front();
}

}  // namespace

TEST_CASE("deepset: in a UUID stand the sixteen digits, in any case, and no other sign") {
  const std::string digits = "0123456789abcdefABCDEF";
  for (int n = 0; n != 256; ++n) {
    const auto c = static_cast<char>(n);
    std::string text = "12345678-1234-1234-1234-123456789abc";
    text[0] = c;
    CAPTURE(n);
    CHECK(invito::deepset_documents::is_uuid(text) == (digits.find(c) != std::string::npos));
  }
}

TEST_CASE("deepset: an index ends a place among workspaces and nowhere else") {
  CHECK(item(code::text_too_long, path("grants").add(3).add("id")).where ==
        path("body").add("workspace_ids").add(3));
  CHECK(item(code::text_too_long, path("attributes").add(3).add("value")).where ==
        path("body").add("attributes").add(3).add("value"));
  CHECK(item(code::text_too_long, path().add(3).add("value")).where ==
        path("body").add(3).add("value"));
}

TEST_CASE("deepset: of a role below something else, the text is not what stands there") {
  CHECK(item(code::unknown_role, path("role"), "boss").input == invito::wire::quoted("boss"));
  CHECK_FALSE(item(code::unknown_role, path("grants").add(0).add("role"), "boss").input);
  CHECK_FALSE(item(code::unknown_role, path("workspace").add("role"), "boss").input);
}
