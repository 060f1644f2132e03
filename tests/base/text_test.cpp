// SPDX-License-Identifier: MIT

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <string_view>

#include <invito/base/impl/append_number.hpp>
#include <invito/base/text.hpp>
#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

using invito::append_number;
using invito::detail::ascii_equal;
using invito::detail::ascii_lower;
using invito::detail::is_utf8;

std::string bytes(std::initializer_list<unsigned> values) {
  std::string out;
  for (const unsigned v : values) out += static_cast<char>(v);
  return out;
}

bool continues(unsigned byte) { return byte >= 0x80 && byte <= 0xBF; }

// Whether three bytes are one character, computed from the code point and not from a table of
// bytes.
bool one_of_three(unsigned a, unsigned b, unsigned c) {
  if (a < 0xE0 || a > 0xEF || !continues(b) || !continues(c)) return false;
  const unsigned point = (a - 0xE0) * 4096 + (b - 0x80) * 64 + (c - 0x80);
  return point >= 0x800 && !(point >= 0xD800 && point <= 0xDFFF);
}

bool one_of_four(unsigned a, unsigned b, unsigned c, unsigned d) {
  if (a < 0xF0 || a > 0xF7 || !continues(b) || !continues(c) || !continues(d)) return false;
  const unsigned point = (a - 0xF0) * 262144 + (b - 0x80) * 4096 + (c - 0x80) * 64 + (d - 0x80);
  return point >= 0x10000 && point <= 0x10FFFF;
}

constexpr unsigned edges[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};

static_assert(is_utf8("plain") && !is_utf8("\xC0\x80"));
static_assert(ascii_equal("MiXed", "mIxED") && ascii_lower('Q') == 'q');

}  // namespace

TEST_CASE("is_utf8 accepts the empty text and zero bytes", "[text][utf8]") {
  CHECK(is_utf8(""));
  CHECK(is_utf8(std::string_view("a\0b", 3)));
}

TEST_CASE("is_utf8 accepts a single byte only below 128", "[text][utf8]") {
  for (unsigned a = 0; a != 256; ++a) {
    INFO(a);
    CHECK(is_utf8(bytes({a})) == (a < 0x80));
  }
}

TEST_CASE("is_utf8 accepts two bytes only as two ASCII bytes or one character", "[text][utf8]") {
  unsigned wrong = 0;
  for (unsigned a = 0; a != 256; ++a) {
    for (unsigned b = 0; b != 256; ++b) {
      const bool right = (a < 0x80 && b < 0x80) || (a >= 0xC2 && a <= 0xDF && continues(b));
      if (is_utf8(bytes({a, b})) != right) ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("is_utf8 refuses overlong forms and surrogates of three bytes", "[text][utf8]") {
  CHECK(is_utf8("\xE0\xA0\x80"));        // U+0800, the first of three bytes
  CHECK_FALSE(is_utf8("\xE0\x9F\xBF"));  // U+07FF, overlong
  CHECK(is_utf8("\xED\x9F\xBF"));        // U+D7FF, the last before the surrogates
  CHECK_FALSE(is_utf8("\xED\xA0\x80"));  // U+D800, the first surrogate
  CHECK_FALSE(is_utf8("\xED\xBF\xBF"));  // U+DFFF, the last one
  CHECK(is_utf8("\xEE\x80\x80"));        // U+E000
  CHECK(is_utf8("\xEF\xBF\xBF"));        // U+FFFF

  unsigned wrong = 0;
  for (unsigned a = 0xE0; a <= 0xEF; ++a) {
    for (unsigned b = 0; b != 256; ++b) {
      for (const unsigned c : edges) {
        if (is_utf8(bytes({a, b, c})) != one_of_three(a, b, c)) ++wrong;
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("is_utf8 refuses overlong forms and code points above U+10FFFF of four bytes",
          "[text][utf8]") {
  CHECK(is_utf8("\xF0\x90\x80\x80"));        // U+10000, the first of four bytes
  CHECK_FALSE(is_utf8("\xF0\x8F\xBF\xBF"));  // U+FFFF, overlong
  CHECK(is_utf8("\xF4\x8F\xBF\xBF"));        // U+10FFFF, the last of all
  CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));  // U+110000
  CHECK_FALSE(is_utf8("\xF5\x80\x80\x80"));
  CHECK_FALSE(is_utf8("\xF8\x88\x80\x80\x80"));  // a form of five bytes, which RFC 3629 removed

  unsigned wrong = 0;
  for (unsigned a = 0xF0; a <= 0xFF; ++a) {
    for (unsigned b = 0; b != 256; ++b) {
      for (const unsigned c : edges) {
        for (const unsigned d : edges) {
          if (is_utf8(bytes({a, b, c, d})) != one_of_four(a, b, c, d)) ++wrong;
        }
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("is_utf8 refuses a truncated character at any position", "[text][utf8]") {
  for (std::string const& whole :
       {std::string("\xC3\xA9"), std::string("\xE2\x82\xAC"), std::string("\xF0\x9F\x99\x82")}) {
    CHECK(is_utf8(whole));
    CHECK(is_utf8("a" + whole + whole + "z"));
    for (std::size_t n = 1; n != whole.size(); ++n) {
      const std::string part = whole.substr(0, n);
      CHECK_FALSE(is_utf8(part));
      CHECK_FALSE(is_utf8(part + "a"));
      CHECK_FALSE(is_utf8(part + whole));
      CHECK_FALSE(is_utf8(whole + part));
      CHECK_FALSE(is_utf8(whole.substr(n)));
    }
  }
}

TEST_CASE("ascii_lower changes only A to Z", "[text]") {
  const std::string_view capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const std::string_view small = "abcdefghijklmnopqrstuvwxyz";
  for (unsigned c = 0; c != 256; ++c) {
    const char given = static_cast<char>(c);
    const std::size_t at = capitals.find(given);
    CHECK(ascii_lower(given) == (at == std::string_view::npos ? given : small[at]));
  }
}

TEST_CASE("ascii_equal ignores only the case of A to Z", "[text]") {
  CHECK(ascii_equal("", ""));
  CHECK(ascii_equal("Content-Type", "content-type"));
  CHECK_FALSE(ascii_equal("abc", "abcd"));
  CHECK_FALSE(ascii_equal("abc", "abd"));
  CHECK_FALSE(ascii_equal("@", "`"));  // these bytes differ by 0x20, like the two cases of a letter
  CHECK_FALSE(ascii_equal("[", "{"));
  CHECK_FALSE(ascii_equal("\xC3\x89", "\xC3\xA9"));
}

TEST_CASE("append_number writes zero, the minimum and the maximum in decimal digits", "[text]") {
  std::string text = "n=";
  append_number(text, 0);
  CHECK(text == "n=0");
  text.clear();
  append_number(text, (std::numeric_limits<std::int64_t>::min)());
  CHECK(text == "-9223372036854775808");
  text.clear();
  append_number(text, (std::numeric_limits<std::uint64_t>::max)());
  CHECK(text == "18446744073709551615");
}
