// SPDX-License-Identifier: MIT
#pragma once

// Operations on eight bytes of text at a time.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <invito/config.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Returns eight bytes as one number. The first byte becomes the lowest byte of the number.
/// Precondition: `at` points to at least eight bytes.
[[nodiscard]] constexpr std::uint64_t eight_bytes(char const* at) noexcept {
  const auto byte = [at](unsigned n) {
    return std::uint64_t{static_cast<unsigned char>(at[n])} << (8 * n);
  };
  // Compilers turn this expression into one load. They do not do so for a loop.
  return byte(0) | byte(1) | byte(2) | byte(3) | byte(4) | byte(5) | byte(6) | byte(7);
}

// Converts A to Z to a to z in eight bytes of text. Each byte is converted on its own, so the
// result does not depend on the byte order of the machine. In each byte, bit 7 of `from_a` shows
// whether the character is at least 'A'. Bit 7 of `past_z` shows whether the character is greater
// than 'Z'.
constexpr std::uint64_t lower_word(std::uint64_t word) noexcept {
  constexpr std::uint64_t each = 0x0101'0101'0101'0101;
  const std::uint64_t low = word & (0x7F * each);
  const std::uint64_t from_a = low + (0x80 - 'A') * each;
  const std::uint64_t past_z = low + (0x7F - 'Z') * each;
  const std::uint64_t upper = (from_a ^ past_z) & ~word & (0x80 * each);
  return word | (upper >> 2);
}

// Loads eight bytes as a word.
inline std::uint64_t load_word(char const* from) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, 8);
  return word;
}

// Loads fewer than eight bytes as a word; the other bytes are zero.
inline std::uint64_t load_word(char const* from, std::size_t bytes) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, bytes);
  return word;
}

/// Returns whether eight bytes are ASCII characters that need no escape in JSON. If a byte is not
/// ASCII, its highest bit is set. If a byte needs an escape, the difference in `control_or_quote`
/// or `backslash` is negative, which sets the highest bit of that byte.
constexpr bool are_plain(std::uint64_t bytes) noexcept {
  constexpr std::uint64_t each = 0x0101010101010101;
  const std::uint64_t control_or_quote = (bytes ^ each * 2) - each * 0x21;  // '"' ^ 2 is a space
  const std::uint64_t backslash = (bytes ^ each * '\\') - each;
  return ((bytes | control_or_quote | backslash) & each * 0x80) == 0;
}

// The required form of eight bytes of text. '0' matches every digit. A lowercase letter matches the
// letter in both cases. Every other character matches only itself.
struct shape8 {
  constexpr explicit shape8(char const (&shape)[9]) noexcept : bytes(eight_bytes(shape)) {
    for (unsigned i = 0; i != 8; ++i) {
      if (shape[i] >= 'a' && shape[i] <= 'z') fold |= std::uint64_t{0x20} << (8 * i);
      slack |= std::uint64_t{shape[i] == '0' ? 127U - 9 : 127U} << (8 * i);
    }
  }
  std::uint64_t bytes = 0;
  std::uint64_t fold = 0;  // the bits that the comparison sets in the text first
  // One number for each byte. The comparison adds it to the difference between the text and
  // `bytes`. A sum of 128 or more is a mismatch.
  std::uint64_t slack = 0;
};

// Reads eight bytes of digits and separators at once.
class digits8 {
 public:
  constexpr digits8(char const* text, shape8 shape) noexcept {
    // If the text has the required form, digits become their values and all other bytes become 0.
    const std::uint64_t values = (eight_bytes(text) | shape.fold) ^ shape.bytes;
    constexpr std::uint64_t each = 0x0101'0101'0101'0101;
    matches_ = ((((values & (0x7F * each)) + shape.slack) | values) & (0x80 * each)) == 0;
    pairs_ = values * 10 + (values >> 8);
  }

  [[nodiscard]] constexpr bool matches() const noexcept { return matches_; }
  // Returns the number that the two digits at `at` and `at + 1` form.
  [[nodiscard]] constexpr unsigned two(unsigned at) const noexcept {
    return static_cast<unsigned>(pairs_ >> (8 * at)) & 0xFF;
  }

 private:
  std::uint64_t pairs_ = 0;
  bool matches_ = false;
};

// The texts "00" to "99". One look-up for two digits replaces a division for each digit.
constexpr std::array<char, 200> make_digit_pairs() noexcept {
  std::array<char, 200> pairs{};
  for (std::size_t n = 0; n != 100; ++n) {
    pairs[2 * n] = static_cast<char>('0' + n / 10);
    pairs[2 * n + 1] = static_cast<char>('0' + n % 10);
  }
  return pairs;
}

inline constexpr std::array<char, 200> digit_pairs = make_digit_pairs();

// Writes two digits. Precondition: `n` is less than 100.
inline void put_two(char* to, unsigned n) noexcept {
  std::memcpy(to, digit_pairs.data() + std::size_t{2} * n, 2);
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito
