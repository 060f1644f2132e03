// SPDX-License-Identifier: MIT

#include <chrono>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <invito/invito.hpp>

#include "catch2.hpp"
#include "support/digest.hpp"

namespace {

using invito::secret;
using invito::token_digest;
using invito::token_digests;
using invito::token_match;
using support::digest_of;

// A digest is made by `from` only, and does not convert to text.
static_assert(!std::is_constructible_v<token_digest, std::string>);
static_assert(!std::is_constructible_v<token_digest, std::string_view>);
static_assert(!std::is_convertible_v<token_digest, std::string>);
static_assert(!std::is_convertible_v<token_digest, std::string_view>);

// Digests and secrets cannot be printed.
template <class T, class = void>
struct streamable : std::false_type {};
template <class T>
struct streamable<T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<T>())>>
    : std::true_type {};
static_assert(streamable<std::string>::value);
static_assert(!streamable<token_digest>::value);
static_assert(!streamable<token_digests>::value);
static_assert(!streamable<secret>::value);

// `count` bytes with the values `first`, `first` + 1 and so on.
std::string counting(std::size_t count, unsigned first = 0) {
  std::string out;
  for (unsigned n = 0; n != count; ++n) out += static_cast<char>(first + n);
  return out;
}

// The only problem of a refusal: its code, place, subject and numbers.
template <class T>
std::string refusal(invito::result<T> const& r) {
  if (r.error().size() != 1) return "several problems";
  invito::problem const& p = r.error().front();
  std::string out(to_string(p.code));
  out += ' ' + p.where.pointer() + p.subject;
  for (const auto number : p.numbers) out += ' ' + std::to_string(number);
  return out;
}

// The token made of these bytes, or the refusal.
std::string made_of(std::string bytes) {
  const auto made = invito::make_token(secret(std::move(bytes)));
  return made ? std::string(made->reveal()) : refusal(made);
}

// The digest with these 32 bytes.
token_digest digest_from(std::string_view bytes) {
  const auto made = token_digest::from(bytes);
  REQUIRE(made);
  return *made;
}

// 32 bytes, among them zero and bytes with the high bit.
const std::string all_kinds = std::string("\x00\x01\x7F\x80\xFF\n digest", 13) + counting(19, 0xE0);

constexpr std::string_view base64url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr invito::instant until{std::chrono::hours{24 * 20'000}};
constexpr std::chrono::nanoseconds tick{1};
constexpr invito::instant long_ago = (invito::instant::min)();

}  // namespace

TEST_CASE("digests are equal only if every byte is equal", "[token][token_digest]") {
  const token_digest one = digest_from(all_kinds);
  CHECK(one == digest_from(all_kinds));
  CHECK_FALSE(one != digest_from(all_kinds));
  for (std::size_t n = 0; n != all_kinds.size(); ++n) {
    for (int bit = 0; bit != 8; ++bit) {
      std::string bytes = all_kinds;
      bytes[n] = static_cast<char>(static_cast<unsigned char>(bytes[n]) ^ (1U << bit));
      const token_digest other = digest_from(bytes);
      INFO("byte " << n << ", bit " << bit);
      CHECK(one != other);
      CHECK(other != one);
      CHECK_FALSE(one == other);
    }
  }
}

TEST_CASE("the comparison of digests combines the differences of all bytes",
          "[token][token_digest]") {
  // Differences in several bytes do not cancel each other out.
  const token_digest one = digest_from(all_kinds);
  for (std::size_t n = 0; n != all_kinds.size(); ++n) {
    for (std::size_t m = 0; m != n; ++m) {
      for (const unsigned bits : {0x01U, 0x80U, 0xFFU}) {
        std::string bytes = all_kinds;
        bytes[n] = static_cast<char>(static_cast<unsigned char>(bytes[n]) ^ bits);
        bytes[m] = static_cast<char>(static_cast<unsigned char>(bytes[m]) ^ bits);
        INFO("bytes " << m << " and " << n << ", bits " << bits);
        CHECK(one != digest_from(bytes));
      }
    }
  }
  std::string inverted = all_kinds;
  for (char& c : inverted) c = static_cast<char>(~static_cast<unsigned char>(c));
  CHECK(one != digest_from(inverted));
  STATIC_REQUIRE(noexcept(one == one));
}

TEST_CASE("a default constructed digest is empty and differs from every other digest",
          "[token][token_digest]") {
  const token_digest none;
  CHECK(none.empty());
  CHECK(none == token_digest());
  CHECK(none.bytes() == std::string(32, '\0'));
  CHECK_FALSE(digest_of("digest").empty());
  CHECK(digest_of("digest") != none);
  CHECK(none != digest_of("digest"));
  // A digest with a single bit is not empty.
  for (std::size_t n = 0; n != token_digest::size; ++n) {
    std::string bytes(32, '\0');
    bytes[n] = '\x10';
    INFO("byte " << n);
    CHECK_FALSE(digest_from(bytes).empty());
    CHECK(digest_from(bytes) != none);
  }
}

TEST_CASE("from keeps 32 bytes unchanged", "[token][token_digest]") {
  CHECK(token_digest::size == 32);
  REQUIRE(all_kinds.size() == 32);
  CHECK(digest_from(all_kinds).bytes() == all_kinds);
  CHECK(digest_from(counting(32, 224)).bytes() == counting(32, 224));
  // All bytes but one are zero.
  for (std::size_t n = 0; n != 32; ++n) {
    std::string bytes(32, '\0');
    bytes[n] = 'x';
    INFO("byte " << n);
    CHECK(digest_from(bytes).bytes() == bytes);
  }
}

TEST_CASE("from refuses every length except 32 bytes", "[token][token_digest]") {
  for (const std::size_t size : {0U, 1U, 16U, 20U, 31U, 33U, 64U, 1000U}) {
    INFO(size);
    const auto refused = token_digest::from(counting(size));
    REQUIRE_FALSE(refused);
    CHECK(refusal(refused) == "invalid_digest  " + std::to_string(size) + " 32 0");
    CHECK_FALSE(token_digest::from(std::string(size, 'x')));
  }
  // The hexadecimal form of a digest.
  CHECK(refusal(token_digest::from(std::string(32, 'a') + std::string(32, 'b'))) ==
        "invalid_digest  64 32 0");
  CHECK(refusal(token_digest::from({})) == "invalid_digest  0 32 0");
}

TEST_CASE("from refuses 32 equal bytes", "[token][token_digest]") {
  for (unsigned c = 0; c != 256; ++c) {
    std::string bytes(32, static_cast<char>(c));
    INFO(c);
    const auto refused = token_digest::from(bytes);
    REQUIRE_FALSE(refused);
    CHECK(refusal(refused) == "invalid_digest  32 32 0");
    // One different byte is enough, at the start or at the end.
    bytes.back() = static_cast<char>(c ^ 1U);
    CHECK(token_digest::from(bytes));
    bytes.back() = static_cast<char>(c);
    bytes.front() = static_cast<char>(c ^ 1U);
    CHECK(token_digest::from(bytes));
  }
}

TEST_CASE("the message of invalid_digest has the length and the required length",
          "[token][token_digest]") {
  CHECK(describe(token_digest::from(counting(20)).error()) ==
        "20 bytes are not a token digest; a digest has 32 bytes that are not all equal");
  CHECK(invito::info(invito::code::invalid_digest).tier == invito::tier::input);
  CHECK(invito::info(invito::code::invalid_digest).category == invito::error_category::bad_request);
}

TEST_CASE("token_digests are equal only if every member is equal", "[token][token_digest]") {
  const token_digests one{digest_of("a"), digest_of("b"), invito::instant{}};
  CHECK(one == token_digests{digest_of("a"), digest_of("b"), invito::instant{}});
  CHECK(one != token_digests{digest_of("x"), digest_of("b"), invito::instant{}});
  CHECK(one != token_digests{digest_of("a"), digest_of("x"), invito::instant{}});
  CHECK(one != token_digests{digest_of("a"), std::nullopt, invito::instant{}});
  CHECK(one != token_digests{digest_of("a"), digest_of("b"), std::nullopt});
}

TEST_CASE("a secret can be moved, but not copied or converted", "[token][secret]") {
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<secret>);
  STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<secret>);
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<secret>);
  STATIC_REQUIRE(std::is_nothrow_move_assignable_v<secret>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<secret, std::string>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<secret, std::string_view>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, secret>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<secret, std::string&>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<secret, std::string const&>);
  secret a("the token");
  CHECK(a.reveal() == "the token");
  secret b = std::move(a);
  CHECK(b.reveal() == "the token");
  secret c("another");
  c = std::move(b);
  CHECK(c.reveal() == "the token");
  CHECK(secret().empty());
  CHECK_FALSE(c.empty());
}

TEST_CASE("a secret clears the string that it is made from", "[token][secret]") {
  for (std::string const& text : {std::string("k"), std::string(15, 'k'), std::string(100, 'k')}) {
    std::string given = text;
    const secret taken(std::move(given));
    CHECK(taken.reveal() == text);
    CHECK(given.empty());
    // The bytes of a string object contain its text if it is short.
    const std::string_view object(reinterpret_cast<char const*>(&given), sizeof given);
    CHECK(object.find("kkkk") == std::string_view::npos);
  }
}

TEST_CASE("a moved-from secret is empty", "[token][secret]") {
  secret a("the token");
  secret b(std::move(a));
  CHECK(a.empty());
  CHECK(a.reveal().empty());
  secret c("another");
  c = std::move(b);
  CHECK(b.empty());  // the old token of `c` is wiped, not swapped into `b`
  CHECK(c.reveal() == "the token");
}

TEST_CASE("a secret assigned to itself keeps its token", "[token][secret]") {
  secret a("the token");
  secret& same = a;
  a = std::move(same);
  CHECK(a.reveal() == "the token");
}

// make_token -------------------------------------------------------------------------------------

TEST_CASE("make_token encodes the random bytes in base64url without padding",
          "[token][make_token]") {
  // The values 0 to 63 in groups of six bits: every character of base64url in order.
  const std::string all(
      "\x00\x10\x83\x10\x51\x87\x20\x92\x8B\x30\xD3\x8F\x41\x14\x93\x51"
      "\x55\x97\x61\x96\x9B\x71\xD7\x9F\x82\x18\xA3\x92\x59\xA7\xA2\x9A"
      "\xAB\xB2\xDB\xAF\xC3\x1C\xB3\xD3\x5D\xB7\xE3\x9E\xBB\xF3\xDF\xBF",
      48);
  CHECK(made_of(all) == base64url);
  // One, two and no bytes after the last group of three.
  CHECK(made_of(counting(16)) == "AAECAwQFBgcICQoLDA0ODw");
  CHECK(made_of(counting(17)) == "AAECAwQFBgcICQoLDA0ODxA");
  CHECK(made_of(counting(18)) == "AAECAwQFBgcICQoLDA0ODxAR");
  CHECK(made_of(counting(16, 0xF0)) == "8PHy8_T19vf4-fr7_P3-_w");
  CHECK(made_of(counting(32)) == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
  CHECK(made_of(counting(32)).size() == 43);
}

TEST_CASE("make_token makes another token if one bit of the bytes differs", "[token][make_token]") {
  const std::string bytes = counting(32, 100);
  const std::string token = made_of(bytes);
  for (std::size_t n = 0; n != bytes.size(); ++n) {
    for (int bit = 0; bit != 8; ++bit) {
      std::string other = bytes;
      other[n] = static_cast<char>(static_cast<unsigned char>(other[n]) ^ (1U << bit));
      INFO("byte " << n << ", bit " << bit);
      CHECK(made_of(other) != token);
      CHECK(made_of(other).size() == token.size());
      CHECK(made_of(other).find_first_not_of(base64url) == std::string::npos);
    }
  }
}

TEST_CASE("make_token refuses fewer than 16 bytes", "[token][make_token]") {
  CHECK(made_of("") == "weak_token /entropy 0 0 16");
  CHECK(made_of("x") == "weak_token /entropy 1 1 16");
  CHECK(made_of(counting(15)) == "weak_token /entropy 15 15 16");
  CHECK(made_of(counting(16)).size() == 22);
}

TEST_CASE("make_token refuses more than 512 bytes", "[token][make_token]") {
  std::string bytes = counting(256) + counting(256);
  CHECK(made_of(bytes).size() == 683);
  CHECK(made_of(bytes + 'x') == "text_too_long /entropy 513 512 0");
  CHECK(made_of(std::string(1'000'000, '\0')) == "text_too_long /entropy 1000000 512 0");
}

TEST_CASE("make_token refuses fewer than 8 different bytes", "[token][make_token]") {
  CHECK(made_of(std::string(9, 'x') + counting(6)) == "weak_token /entropy 15 7 16");
  CHECK(made_of(std::string(10, 'x') + counting(6)) == "weak_token /entropy 16 7 16");
  CHECK(made_of(std::string(9, 'x') + counting(7)).size() == 22);
  CHECK(made_of(counting(6) + std::string(10, 'x')) == "weak_token /entropy 16 7 16");
  CHECK(made_of(counting(7) + std::string(9, 'x')).size() == 22);
  CHECK(made_of(counting(7) + counting(7) + counting(7)) == "weak_token /entropy 21 7 16");
  CHECK(made_of(counting(8) + counting(8)).size() == 22);
  CHECK(made_of(std::string(505, '\xFF') + counting(7, 0x80)).size() == 683);
  CHECK(made_of(std::string(506, '\xFF') + counting(6, 0x80)) == "weak_token /entropy 512 7 16");
}

TEST_CASE("make_token refuses an unfilled buffer and a clock", "[token][make_token]") {
  CHECK(made_of(std::string(32, '\0')) == "weak_token /entropy 32 1 16");
  CHECK(made_of(std::string(32, '\xCD')) == "weak_token /entropy 32 1 16");
  // 2026-01-31T12:00:00.123Z in milliseconds, then zeros.
  const std::string clock("\x00\x00\x01\x9C\x13\xEC\x9E\x7B", 8);
  CHECK(made_of(clock + std::string(24, '\0')) == "weak_token /entropy 32 7 16");
}

TEST_CASE("the message of weak_token has the number of bytes and of distinct bytes",
          "[token][make_token]") {
  const auto little = invito::make_token(secret(counting(15)));
  REQUIRE_FALSE(little);
  CHECK(describe(little.error()) ==
        "too little entropy for a token: 15 bytes, 15 of them distinct; use at least 16 random "
        "bytes, at least 8 of them distinct");
  const auto plain = invito::make_token(secret(std::string(32, '\0')));
  REQUIRE_FALSE(plain);
  CHECK(describe(plain.error()) ==
        "too little entropy for a token: 32 bytes, 1 of them distinct; use at least 16 random "
        "bytes, at least 8 of them distinct");
  CHECK(invito::bound::min_token_entropy == 16);
  CHECK(invito::bound::min_token_values == 8);
  CHECK(invito::info(invito::code::weak_token).tier == invito::tier::input);
  CHECK(invito::info(invito::code::weak_token).category == invito::error_category::bad_request);
  CHECK(invito::public_code(invito::code::weak_token) == invito::code::weak_token);
}

// match ------------------------------------------------------------------------------------------

TEST_CASE("match returns current, previous or none", "[token][match]") {
  const token_digests kept{digest_of("new"), digest_of("old"), until};
  CHECK(match(kept, digest_of("new"), until - tick) == token_match::current);
  CHECK(match(kept, digest_of("old"), until - tick) == token_match::previous);
  CHECK(match(kept, digest_of("odd"), until - tick) == token_match::none);
  CHECK(match(kept, digest_of("ne"), until - tick) == token_match::none);
  CHECK(match(kept, digest_of("olds"), until - tick) == token_match::none);
  CHECK(match(kept, digest_of("odd"), until) == token_match::none);
}

TEST_CASE("match returns previous before previous_until, and retired from then on",
          "[token][match]") {
  const token_digests kept{digest_of("new"), digest_of("old"), until};
  CHECK(match(kept, digest_of("old"), long_ago) == token_match::previous);
  CHECK(match(kept, digest_of("old"), until - tick) == token_match::previous);
  CHECK(match(kept, digest_of("old"), until) == token_match::retired);
  CHECK(match(kept, digest_of("old"), until + tick) == token_match::retired);
  // previous_until does not apply to the current token.
  CHECK(match(kept, digest_of("new"), until) == token_match::current);
  CHECK(match(kept, digest_of("new"), until + tick) == token_match::current);
}

TEST_CASE("match returns retired for a previous token without previous_until", "[token][match]") {
  const token_digests kept{digest_of("new"), digest_of("old"), std::nullopt};
  CHECK(match(kept, digest_of("old"), long_ago) == token_match::retired);
  CHECK(match(kept, digest_of("old"), until) == token_match::retired);
  CHECK(match(kept, digest_of("new"), until) == token_match::current);
}

TEST_CASE("match ignores previous_until if there is no previous token", "[token][match]") {
  const token_digests kept{digest_of("new"), std::nullopt, until};
  CHECK(match(kept, digest_of("old"), long_ago) == token_match::none);
  CHECK(match(kept, token_digest(), long_ago) == token_match::none);
  CHECK(match(kept, digest_of("new"), long_ago) == token_match::current);
}

TEST_CASE("match returns none for an empty digest on either side", "[token][match]") {
  const token_digests nothing;
  const token_digests empty{token_digest(), token_digest(), until};
  const token_digests kept{digest_of("new"), digest_of("old"), until};
  CHECK(match(nothing, token_digest(), long_ago) == token_match::none);
  CHECK(match(empty, token_digest(), long_ago) == token_match::none);
  CHECK(match(empty, token_digest(), until) == token_match::none);
  CHECK(match(kept, token_digest(), long_ago) == token_match::none);
  CHECK(match(nothing, digest_of("new"), long_ago) == token_match::none);
  CHECK(match(empty, digest_of("new"), long_ago) == token_match::none);
  // An empty current digest does not affect the previous one.
  CHECK(match({token_digest(), digest_of("old"), until}, digest_of("old"), long_ago) ==
        token_match::previous);
  // A digest with 31 zero bytes is not empty.
  const token_digest zeros = digest_from(std::string(31, '\0') + '\x01');
  CHECK(match({zeros, std::nullopt, std::nullopt}, zeros, until) == token_match::current);
}

TEST_CASE("match compares all 32 bytes", "[token][match]") {
  const token_digests kept{digest_from(all_kinds), digest_of("old"), until};
  const token_digests replaced{digest_of("new"), digest_from(all_kinds), until};
  CHECK(match(kept, digest_from(all_kinds), long_ago) == token_match::current);
  CHECK(match(replaced, digest_from(all_kinds), long_ago) == token_match::previous);
  for (std::size_t n = 0; n != all_kinds.size(); ++n) {
    std::string bytes = all_kinds;
    bytes[n] = static_cast<char>(static_cast<unsigned char>(bytes[n]) ^ 1U);
    INFO("byte " << n);
    CHECK(match(kept, digest_from(bytes), long_ago) == token_match::none);
    CHECK(match(replaced, digest_from(bytes), long_ago) == token_match::none);
  }
}

TEST_CASE("match returns current if both digests are equal to the presented one",
          "[token][match]") {
  const token_digests kept{digest_of("same"), digest_of("same"), until};
  CHECK(match(kept, digest_of("same"), until - tick) == token_match::current);
  CHECK(match(kept, digest_of("same"), until) == token_match::current);
}
