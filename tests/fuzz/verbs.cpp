// SPDX-License-Identifier: MIT
// Sequences of verbs. The first byte selects the world and the encoding of the steps: six digits
// each, so that a seed can be written by hand, or four bytes each, as `testing::steps_of` decodes
// them.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <invito/invito.hpp>
#include <invito/testing/check.hpp>

#include "check.hpp"
#include "problems.hpp"

namespace {

namespace testing = invito::testing;

testing::world world_of(std::uint8_t bits) {
  testing::world w = (bits & 1U) != 0 ? testing::busy_world() : testing::small_world();
  if ((bits & 2U) != 0) w = testing::without_seats(w);
  w.tokens = (bits & 4U) != 0;
  return w;
}

/// "000000310000": a member issues invitation 0, and the invitee accepts it.
std::vector<testing::step> plain_steps(std::string_view bytes, testing::world const& w) {
  constexpr std::size_t size = 6;
  std::vector<testing::step> out;
  for (; bytes.size() >= size; bytes.remove_prefix(size)) {
    const auto digit = [&bytes](std::size_t n) {
      return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[n]) & 15U);
    };
    testing::step s;
    s.verb = static_cast<invito::event_kind>(digit(0) % 8);
    s.by = digit(1) % testing::actors(w);
    s.target = digit(2) % w.invitations;
    s.choice = digit(3) % testing::choices;
    s.wait = digit(4) % 8;
    s.lag = digit(5) % 4;
    out.push_back(s);
  }
  return out;
}

/// Checks the descriptions of the refusals of the last step.
void check_refusals(testing::storage& s, testing::world const& w, testing::step const& what) {
  for (const invito::instant now : {w.start, w.start + 4 * w.tick}) {
    const auto tried = testing::decide(s, w, what, now);
    if (!tried.refused.empty()) fuzz::check_description(tried.refused);
  }
}

void check_stored(invito::invitation const& i) {
  const auto text = invito::write(i);
  fuzz::require(text.has_value(), "every invitation can be written in the native format");
  const auto back = invito::read(*text);
  fuzz::require(back && *back == i, "the native format is lossless", *text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  const testing::world w = world_of(data[0]);
  const std::string_view bytes(reinterpret_cast<char const*>(data) + 1, size - 1);
  const auto steps = (data[0] & 8U) != 0 ? testing::steps_of(bytes, w) : plain_steps(bytes, w);
  testing::memory_storage storage;
  testing::check_counts counts;
  if (const auto broken = testing::run(storage, w, steps, counts)) {
    std::string how;
    for (testing::step const& s : steps) how += "  " + to_string(s) + "\n";
    fuzz::fail(*broken, "\n" + how);
  }
  for (auto const& [id, i] : storage.invitations()) check_stored(i);
  if (!steps.empty()) check_refusals(storage, w, steps.back());
  return 0;
}
