// SPDX-License-Identifier: MIT

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_set>

#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

using invito::check_email;
using invito::email;
using invito::email_shape;

static_assert(std::is_nothrow_move_constructible_v<email>);
static_assert(std::is_nothrow_move_assignable_v<email>);
static_assert(std::is_nothrow_default_constructible_v<email>);
static_assert(!std::is_convertible_v<std::string, email>);
static_assert(noexcept(email() == email()) && noexcept(email() < email()));
static_assert(noexcept(std::hash<email>{}(email())));
static_assert(check_email("jane@example.com") == email_shape::valid);
static_assert(check_email("jane") == email_shape::invalid);
static_assert(check_email("jos\xC3\xA9@example.com") == email_shape::not_ascii);

email address(std::string_view text) { return email(std::string(text)); }

std::size_t hash(email const& e) { return std::hash<email>{}(e); }

std::string run(char c, std::size_t length) { return std::string(length, c); }

// The canonical form, byte by byte.
std::string lowered(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

bool alphanumeric(unsigned c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

TEST_CASE("check_email accepts common addresses", "[email]") {
  for (char const* const text : {
           "jane@example.com",
           "Jane.Doe+tag@Mail.Example.ORG",
           "a@b",
           "root@localhost",
           "1@2.3",
           "x@123.456",
           "o'brien@example.ie",
           "user@a-b.c--d.example",
           "user@xn--bcher-kva.example",
           "!#$%&'*+/=?^_`{|}~-@example.com",
       }) {
    INFO(text);
    CHECK(check_email(text) == email_shape::valid);
  }
}

TEST_CASE("check_email accepts dots anywhere in a local part, as browsers do", "[email]") {
  for (char const* const text : {".@b", ".a@b", "a.@b", "a..b@c", "...@b"}) {
    INFO(text);
    CHECK(check_email(text) == email_shape::valid);
  }
}

TEST_CASE("check_email refuses texts that are not addresses", "[email]") {
  for (char const* const text : {
           "",       "@",      "a",      "a@",         "@b",
           "a@b@c",  "a@@b",   "a b@c",  " a@b",       "a@b ",
           "a@b\n",  "\ta@b",  "a@.b",   "a@b.",       "a@b..c",
           "a@.",    "a@-b",   "a@b-",   "a@-",        "a@b.-c",
           "a@b-.c", "a@b_c",  "a@b+c",  "\"a b\"@c",  "a@[127.0.0.1]",
           "a@b:25", "a@b/c",  "<a@b>",  "Jane <a@b>", "a,b@c",
           "a;b@c",  "a\\b@c", "(a)b@c", "mailto:a@b",
       }) {
    INFO(text);
    CHECK(check_email(text) == email_shape::invalid);
  }
  CHECK(check_email(std::string_view("a\0b@c", 5)) == email_shape::invalid);
  CHECK(check_email(std::string_view("a@b\0", 4)) == email_shape::invalid);
}

TEST_CASE(
    "check_email accepts in local parts and labels exactly the bytes of the WHATWG definition",
    "[email]") {
  const std::string_view local_signs = "!#$%&'*+/=?^_`{|}~.-";
  for (unsigned c = 0; c != 128; ++c) {
    INFO(c);
    const char byte = static_cast<char>(c);
    const bool in_local =
        alphanumeric(c) || (c != 0 && local_signs.find(byte) != std::string_view::npos);
    const std::string local = std::string("a") + byte + "b@example.com";
    CHECK((check_email(local) == email_shape::valid) == (in_local));

    const bool in_domain = alphanumeric(c) || c == '-' || c == '.';  // between two letters
    const std::string domain = std::string("a@x") + byte + "y";
    CHECK((check_email(domain) == email_shape::valid) == in_domain);

    const std::string edge = std::string("a@") + byte;  // a label of one byte
    CHECK((check_email(edge) == email_shape::valid) == alphanumeric(c));
  }
}

TEST_CASE(
    "the table of bytes marks the bytes of local parts and labels, at compile time and at run time",
    "[email]") {
  constexpr std::uint8_t local = invito::detail::email_local;
  constexpr std::uint8_t label = invito::detail::email_label;
  const auto made = invito::detail::make_email_bytes();
  CHECK(made == invito::detail::email_bytes);
  CHECK(made['-'] == (local | label));
  CHECK(made['z'] == (local | label));
  CHECK(made['9'] == (local | label));
  CHECK(made[0x80] == (local | label));
  CHECK(made[0xFF] == (local | label));
  CHECK(made['.'] == local);
  CHECK(made['~'] == local);
  CHECK(made['@'] == 0);
  CHECK(made[' '] == 0);
  CHECK(made[0x7F] == 0);
}

TEST_CASE("a local part has at most 64 bytes", "[email]") {
  CHECK(check_email(run('a', 64) + "@b") == email_shape::valid);
  CHECK(check_email(run('a', 65) + "@b") == email_shape::invalid);
}

TEST_CASE("a label has at most 63 bytes", "[email]") {
  CHECK(check_email("a@" + run('b', 63)) == email_shape::valid);
  CHECK(check_email("a@" + run('b', 64)) == email_shape::invalid);
  CHECK(check_email("a@x." + run('b', 63) + ".y") == email_shape::valid);
  CHECK(check_email("a@x." + run('b', 64) + ".y") == email_shape::invalid);
  CHECK(check_email("a@x." + run('b', 64)) == email_shape::invalid);
}

TEST_CASE("an address has at most 254 bytes", "[email]") {
  const std::string start = run('a', 64) + "@" + run('b', 63) + "." + run('c', 63) + ".";
  REQUIRE(start.size() == 193);
  CHECK(check_email(start + run('d', 61)) == email_shape::valid);
  CHECK(check_email(start + run('d', 62)) == email_shape::invalid);
  CHECK(check_email(run('a', 1'000'000)) == email_shape::invalid);
}

TEST_CASE(
    "check_email returns not_ascii for addresses that are valid apart from non-ASCII characters",
    "[email]") {
  for (char const* const text : {
           "jos\u00E9@example.com",
           "jane@b\u00FCcher.example",
           "\u7528\u6237@\u4F8B\u5B50.\u5E7F\u544A",
           "\U0001F642@example.com",
           "a@\u00E9",
           "\xF4\x8F\xBF\xBF@b",
       }) {
    INFO(text);
    CHECK(check_email(text) == email_shape::not_ascii);
  }
}

TEST_CASE("check_email returns invalid for invalid addresses with non-ASCII characters",
          "[email]") {
  for (char const* const text : {"\u00E9", "\u00E9@", "@\u00E9", "\u00E9 a@b", "a@\u00E9-",
                                 "a@\u00E9..b", "a@\u00E9@b", "a@\u00E9_"}) {
    INFO(text);
    CHECK(check_email(text) == email_shape::invalid);
  }
}

TEST_CASE("check_email returns invalid for addresses that are not UTF-8", "[email]") {
  for (char const* const text : {
           "\x80@\x80",            // only continuation bytes
           "\x80@b",               // one continuation byte
           "\xC3@b",               // cut off before the '@'
           "a@\xC3",               // cut off at the end
           "\xC0\xA0@b",           // overlong
           "\xED\xA0\x80@b",       // a surrogate
           "\xF4\x90\x80\x80@b",   // past U+10FFFF
           "jos\xE9@example.com",  // Latin 1
           "a@b\xFF.c",
       }) {
    INFO(text);
    CHECK(check_email(text) == email_shape::invalid);
  }
}

TEST_CASE("check_email counts the length of non-ASCII characters in bytes", "[email]") {
  const std::string accented = "\u00E9";
  std::string local;
  while (local.size() < 64) local += accented;
  CHECK(check_email(local + "@b") == email_shape::not_ascii);
  CHECK(check_email(local + "a@b") == email_shape::invalid);
}

TEST_CASE("an email keeps its text unchanged, valid or not", "[email]") {
  for (char const* const text : {"Jane.Doe@Example.COM", " not an address ", "", "\xFF"}) {
    CHECK(address(text).text() == text);
  }
  CHECK(email().text().empty());
  CHECK(email() == address(""));
}

TEST_CASE("domain returns the unchanged text after the last @", "[email]") {
  CHECK(address("jane@Example.COM").domain() == "Example.COM");
  CHECK(address("a@b@c").domain() == "c");
  CHECK(address("jane@").domain().empty());
  CHECK(address("jane").domain().empty());
  CHECK(email().domain().empty());
}

TEST_CASE("canonical returns the address with A to Z in lower case", "[email]") {
  CHECK(address("Jane.Doe+Tag@Mail.Example.ORG").canonical() == "jane.doe+tag@mail.example.org");
  CHECK(address("ABCDEFGHIJKLMNOPQRSTUVWXYZ@[\\]^_`{|}~").canonical() ==
        "abcdefghijklmnopqrstuvwxyz@[\\]^_`{|}~");
  CHECK(address("JOS\u00C9@B").canonical() == "jos\u00C9@b");
  CHECK(email().canonical().empty());
}

TEST_CASE("canonical changes only A to Z, at every position of a longer text", "[email]") {
  unsigned wrong = 0;
  for (unsigned c = 0; c != 256; ++c) {
    for (std::size_t position = 0; position != 19; ++position) {
      std::string text = "@Z[`azA{\x7F\x80\xC1\xDA\xE1\xFF@Q.Ex";
      REQUIRE(text.size() == 19);
      text[position] = static_cast<char>(c);
      if (address(text).canonical() != lowered(text)) ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("addresses that differ only in the case of A to Z are equal and have equal hashes",
          "[email]") {
  const email a = address("Jane.Doe@Example.com");
  const email b = address("jANE.dOE@eXAMPLE.COM");
  CHECK(a == b);
  CHECK_FALSE(a != b);
  CHECK(hash(a) == hash(b));
  CHECK_FALSE(a < b);
  CHECK_FALSE(b < a);
  CHECK(a.text() != b.text());
}

TEST_CASE("dots, plus tags and accents make addresses different", "[email]") {
  CHECK(address("jane.doe@b.com") != address("janedoe@b.com"));
  CHECK(address("jane+x@b.com") != address("jane@b.com"));
  CHECK(address("jos\u00E9@b.com") != address("jose@b.com"));
  CHECK(address("JOS\u00C9@b.com") != address("jos\u00E9@b.com"));
  CHECK(address("\u00E9@b") != address("e\u0301@b"));  // the same character, composed and not
}

TEST_CASE("equality, order and hash agree with canonical for any text", "[email]") {
  std::mt19937_64 random(20260131);
  const std::string_view few = "aAbB@`[{zZ\x80\xC1\xE1";
  unsigned wrong = 0;
  unsigned equal = 0;
  for (int round = 0; round != 20'000; ++round) {
    std::string x;
    const std::size_t length = random() % 36;
    for (std::size_t i = 0; i != length; ++i) x += few[random() % few.size()];
    std::string y = x;
    for (char& c : y) {  // some letters in another case
      if (random() % 2 == 0 && c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    if (round % 2 == 0 && !y.empty()) y[random() % y.size()] = few[random() % few.size()];
    if (round % 5 == 0) y += few[random() % few.size()];

    const email a(x);
    const email b(y);
    const std::string p = lowered(x);
    const std::string q = lowered(y);
    if ((a == b) != (p == q) || (b == a) != (p == q) || (a != b) == (p == q)) ++wrong;
    if ((a < b) != (p < q) || (b < a) != (q < p)) ++wrong;
    if (p == q && hash(a) != hash(b)) ++wrong;
    if (p == q) ++equal;
  }
  CHECK(wrong == 0);
  CHECK(equal > 5'000);  // the rounds were not all of one kind
}

TEST_CASE(
    "different addresses have different hashes, also if they differ only in a final zero byte",
    "[email]") {
  std::unordered_set<std::size_t> hashes;
  for (int n = 0; n != 10'000; ++n) {
    hashes.insert(hash(address("user" + std::to_string(n) + "@example.com")));
  }
  CHECK(hashes.size() == 10'000);
  CHECK(hash(address("a")) != hash(address(std::string_view("a\0", 2))));
}

TEST_CASE("a set finds an address in any case", "[email]") {
  std::unordered_set<email> invited{address("jane@example.com"), address("Bob@example.com")};
  CHECK(invited.count(address("JANE@EXAMPLE.COM")) == 1);
  CHECK(invited.count(address("bob@example.com")) == 1);
  CHECK(invited.count(address("carol@example.com")) == 0);
  CHECK_FALSE(invited.insert(address("Jane@Example.com")).second);
}
