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

namespace {

using invito::key_digest;
using invito::key_digests;
using invito::key_match;
using invito::secret;

static_assert(!std::is_convertible_v<std::string, key_digest>);
static_assert(!std::is_convertible_v<key_digest, std::string>);

// A digest does not get into a log by accident.
template <class T, class = void>
struct streamable : std::false_type {};
template <class T>
struct streamable<T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<T>())>>
    : std::true_type {};
static_assert(streamable<std::string>::value);
static_assert(!streamable<key_digest>::value);
static_assert(!streamable<key_digests>::value);
static_assert(!streamable<secret>::value);

// `count` bytes that count up from `first`.
std::string counting(std::size_t count, unsigned first = 0) {
  std::string out;
  for (unsigned n = 0; n != count; ++n) out += static_cast<char>(first + n);
  return out;
}

// The key made of these bytes, or the refusal with its numbers.
std::string made_of(std::string bytes) {
  const auto made = invito::make_key(secret(std::move(bytes)));
  if (made) return std::string(made->reveal());
  if (made.error().size() != 1) return "several problems";
  invito::problem const& p = made.error().front();
  std::string out(to_string(p.code));
  out += ' ' + p.where.pointer() + p.subject;
  for (const auto number : p.numbers) out += ' ' + std::to_string(number);
  return out;
}

constexpr std::string_view base64url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr invito::instant until{std::chrono::hours{24 * 20'000}};
constexpr std::chrono::nanoseconds tick{1};
constexpr invito::instant long_ago = (invito::instant::min)();

}  // namespace

TEST_CASE("digests are equal only if every byte is") {
  const std::string bytes("\x00\x01\x7F\x80\xFF digest", 12);
  CHECK(key_digest(bytes) == key_digest(bytes));
  CHECK_FALSE(key_digest(bytes) != key_digest(bytes));
  for (std::size_t n = 0; n != bytes.size(); ++n) {
    for (int bit = 0; bit != 8; ++bit) {
      std::string other = bytes;
      other[n] = static_cast<char>(static_cast<unsigned char>(other[n]) ^ (1U << bit));
      INFO("byte " << n << ", bit " << bit);
      CHECK(key_digest(bytes) != key_digest(other));
      CHECK_FALSE(key_digest(bytes) == key_digest(other));
    }
  }
}

TEST_CASE("digests of different length are never equal") {
  CHECK(key_digest("digest") != key_digest("diges"));
  CHECK(key_digest("diges") != key_digest("digest"));
  CHECK(key_digest("") != key_digest(std::string(1, '\0')));
  CHECK(key_digest() == key_digest(""));
}

TEST_CASE("the bytes of a digest are kept as they are") {
  const std::string bytes("\0\xFF\n", 3);
  CHECK(key_digest(bytes).bytes() == bytes);
}

TEST_CASE("the keys of an invitation are equal only if every member is") {
  const key_digests one{key_digest("a"), key_digest("b"), invito::instant{}};
  CHECK(one == key_digests{key_digest("a"), key_digest("b"), invito::instant{}});
  CHECK(one != key_digests{key_digest("x"), key_digest("b"), invito::instant{}});
  CHECK(one != key_digests{key_digest("a"), key_digest("x"), invito::instant{}});
  CHECK(one != key_digests{key_digest("a"), std::nullopt, invito::instant{}});
  CHECK(one != key_digests{key_digest("a"), key_digest("b"), std::nullopt});
}

TEST_CASE("a secret is moved, and neither copied nor compared") {
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<secret>);
  STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<secret>);
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<secret>);
  STATIC_REQUIRE(std::is_nothrow_move_assignable_v<secret>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<secret, std::string>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<secret, std::string_view>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, secret>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<secret, std::string&>);
  STATIC_REQUIRE_FALSE(std::is_constructible_v<secret, std::string const&>);
  secret a("the key");
  CHECK(a.reveal() == "the key");
  secret b = std::move(a);
  CHECK(b.reveal() == "the key");
  secret c("another");
  c = std::move(b);
  CHECK(c.reveal() == "the key");
  CHECK(secret().empty());
  CHECK_FALSE(c.empty());
}

TEST_CASE("a secret takes its text from the string that held it") {
  for (std::string const& text : {std::string("k"), std::string(15, 'k'), std::string(100, 'k')}) {
    std::string given = text;
    const secret taken(std::move(given));
    CHECK(taken.reveal() == text);
    CHECK(given.empty());
    // A live object's own bytes may be looked at: a short text stands among them.
    const std::string_view object(reinterpret_cast<char const*>(&given), sizeof given);
    CHECK(object.find("kkkk") == std::string_view::npos);
  }
}

TEST_CASE("a secret that was moved away is empty") {
  secret a("the key");
  secret b(std::move(a));
  CHECK(a.empty());
  CHECK(a.reveal().empty());
  secret c("another");
  c = std::move(b);
  CHECK(b.empty());  // not the key that `c` had
  CHECK(c.reveal() == "the key");
}

TEST_CASE("a secret assigned to itself keeps its key") {
  secret a("the key");
  secret& same = a;
  a = std::move(same);
  CHECK(a.reveal() == "the key");
}

// Making a key -----------------------------------------------------------------------------------

TEST_CASE("a key is its random bytes in base64url without padding") {
  // Six bits each, counting up from 000000: every sign in its order.
  const std::string all(
      "\x00\x10\x83\x10\x51\x87\x20\x92\x8B\x30\xD3\x8F\x41\x14\x93\x51"
      "\x55\x97\x61\x96\x9B\x71\xD7\x9F\x82\x18\xA3\x92\x59\xA7\xA2\x9A"
      "\xAB\xB2\xDB\xAF\xC3\x1C\xB3\xD3\x5D\xB7\xE3\x9E\xBB\xF3\xDF\xBF",
      48);
  CHECK(made_of(all) == base64url);
  // One, two and no bytes behind the last full three.
  CHECK(made_of(counting(16)) == "AAECAwQFBgcICQoLDA0ODw");
  CHECK(made_of(counting(17)) == "AAECAwQFBgcICQoLDA0ODxA");
  CHECK(made_of(counting(18)) == "AAECAwQFBgcICQoLDA0ODxAR");
  CHECK(made_of(counting(16, 0xF0)) == "8PHy8_T19vf4-fr7_P3-_w");
  CHECK(made_of(counting(32)) == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
  CHECK(made_of(counting(32)).size() == 43);
}

TEST_CASE("a key of one bit more or less is another key") {
  const std::string bytes = counting(32, 100);
  const std::string key = made_of(bytes);
  for (std::size_t n = 0; n != bytes.size(); ++n) {
    for (int bit = 0; bit != 8; ++bit) {
      std::string other = bytes;
      other[n] = static_cast<char>(static_cast<unsigned char>(other[n]) ^ (1U << bit));
      INFO("byte " << n << ", bit " << bit);
      CHECK(made_of(other) != key);
      CHECK(made_of(other).size() == key.size());
      CHECK(made_of(other).find_first_not_of(base64url) == std::string::npos);
    }
  }
}

TEST_CASE("a key needs 16 random bytes") {
  CHECK(made_of("") == "weak_key /entropy 0 0 16");
  CHECK(made_of("x") == "weak_key /entropy 1 1 16");
  CHECK(made_of(counting(15)) == "weak_key /entropy 15 15 16");
  CHECK(made_of(counting(16)).size() == 22);
}

TEST_CASE("a key is made of 512 bytes at most") {
  std::string bytes = counting(256) + counting(256);
  CHECK(made_of(bytes).size() == 683);
  CHECK(made_of(bytes + 'x') == "text_too_long /entropy 513 512 0");
  CHECK(made_of(std::string(1'000'000, '\0')) == "text_too_long /entropy 1000000 512 0");
}

TEST_CASE("a key needs 8 different bytes") {
  CHECK(made_of(std::string(9, 'x') + counting(6)) == "weak_key /entropy 15 7 16");
  CHECK(made_of(std::string(10, 'x') + counting(6)) == "weak_key /entropy 16 7 16");
  CHECK(made_of(std::string(9, 'x') + counting(7)).size() == 22);
  CHECK(made_of(counting(6) + std::string(10, 'x')) == "weak_key /entropy 16 7 16");
  CHECK(made_of(counting(7) + std::string(9, 'x')).size() == 22);
  CHECK(made_of(counting(7) + counting(7) + counting(7)) == "weak_key /entropy 21 7 16");
  CHECK(made_of(counting(8) + counting(8)).size() == 22);
  CHECK(made_of(std::string(505, '\xFF') + counting(7, 0x80)).size() == 683);
  CHECK(made_of(std::string(506, '\xFF') + counting(6, 0x80)) == "weak_key /entropy 512 7 16");
}

TEST_CASE("a key is not made of a buffer never filled, nor of a clock") {
  CHECK(made_of(std::string(32, '\0')) == "weak_key /entropy 32 1 16");
  CHECK(made_of(std::string(32, '\xCD')) == "weak_key /entropy 32 1 16");
  // 2026-01-31T12:00:00.123Z in milliseconds, then zeros.
  const std::string clock("\x00\x00\x01\x9C\x13\xEC\x9E\x7B", 8);
  CHECK(made_of(clock + std::string(24, '\0')) == "weak_key /entropy 32 7 16");
}

TEST_CASE("a weak key is refused with a sentence that fits both reasons") {
  const auto little = invito::make_key(secret(counting(15)));
  REQUIRE_FALSE(little);
  CHECK(describe(little.error()) ==
        "15 bytes with 15 different values are too weak for a key, which needs 16 random bytes or "
        "more, 8 of them different");
  const auto plain = invito::make_key(secret(std::string(32, '\0')));
  REQUIRE_FALSE(plain);
  CHECK(describe(plain.error()) ==
        "32 bytes with 1 different values are too weak for a key, which needs 16 random bytes or "
        "more, 8 of them different");
  CHECK(invito::bound::key_entropy == 16);
  CHECK(invito::bound::key_values == 8);
  CHECK(invito::info(invito::code::weak_key).tier == invito::tier::input);
  CHECK(invito::info(invito::code::weak_key).answer == invito::answer::bad_request);
  CHECK(invito::public_code(invito::code::weak_key) == invito::code::weak_key);
}

// Which key it is --------------------------------------------------------------------------------

TEST_CASE("a key opens as the current or the previous one, or not at all") {
  const key_digests kept{key_digest("new"), key_digest("old"), until};
  CHECK(match(kept, key_digest("new"), until - tick) == key_match::current);
  CHECK(match(kept, key_digest("old"), until - tick) == key_match::previous);
  CHECK(match(kept, key_digest("odd"), until - tick) == key_match::none);
  CHECK(match(kept, key_digest("ne"), until - tick) == key_match::none);
  CHECK(match(kept, key_digest("olds"), until - tick) == key_match::none);
  CHECK(match(kept, key_digest("odd"), until) == key_match::none);
}

TEST_CASE("a previous key is valid before the end of its grace time and retired from then on") {
  const key_digests kept{key_digest("new"), key_digest("old"), until};
  CHECK(match(kept, key_digest("old"), long_ago) == key_match::previous);
  CHECK(match(kept, key_digest("old"), until - tick) == key_match::previous);
  CHECK(match(kept, key_digest("old"), until) == key_match::retired);
  CHECK(match(kept, key_digest("old"), until + tick) == key_match::retired);
  // The current one has no such end.
  CHECK(match(kept, key_digest("new"), until) == key_match::current);
  CHECK(match(kept, key_digest("new"), until + tick) == key_match::current);
}

TEST_CASE("a previous key without a grace time is retired") {
  const key_digests kept{key_digest("new"), key_digest("old"), std::nullopt};
  CHECK(match(kept, key_digest("old"), long_ago) == key_match::retired);
  CHECK(match(kept, key_digest("old"), until) == key_match::retired);
  CHECK(match(kept, key_digest("new"), until) == key_match::current);
}

TEST_CASE("a grace time without a previous key opens nothing") {
  const key_digests kept{key_digest("new"), std::nullopt, until};
  CHECK(match(kept, key_digest("old"), long_ago) == key_match::none);
  CHECK(match(kept, key_digest(), long_ago) == key_match::none);
  CHECK(match(kept, key_digest("new"), long_ago) == key_match::current);
}

TEST_CASE("a forgotten digest opens nothing, whichever side forgot it") {
  const key_digests nothing;
  const key_digests empty{key_digest(), key_digest(), until};
  const key_digests kept{key_digest("new"), key_digest("old"), until};
  for (key_digest const& presented : {key_digest(), key_digest("")}) {
    CHECK(match(nothing, presented, long_ago) == key_match::none);
    CHECK(match(empty, presented, long_ago) == key_match::none);
    CHECK(match(empty, presented, until) == key_match::none);
    CHECK(match(kept, presented, long_ago) == key_match::none);
  }
  CHECK(match(nothing, key_digest("new"), long_ago) == key_match::none);
  CHECK(match(empty, key_digest("new"), long_ago) == key_match::none);
  // One forgotten digest does not shut out the other.
  CHECK(match({key_digest(), key_digest("old"), until}, key_digest("old"), long_ago) ==
        key_match::previous);
  // A zero byte is a digest, if a short one.
  const key_digest zero(std::string(1, '\0'));
  CHECK(match({zero, std::nullopt, std::nullopt}, zero, until) == key_match::current);
}

TEST_CASE("a key that is current and previous is the current one") {
  const key_digests kept{key_digest("same"), key_digest("same"), until};
  CHECK(match(kept, key_digest("same"), until - tick) == key_match::current);
  CHECK(match(kept, key_digest("same"), until) == key_match::current);
}
