// SPDX-License-Identifier: MIT

#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

#include <invito/invito.hpp>

#include "catch2.hpp"

namespace {

using invito::key_digest;
using invito::key_digests;

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
  using invito::secret;
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<secret>);
  STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<secret>);
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<secret>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<secret, std::string>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::string, secret>);
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
