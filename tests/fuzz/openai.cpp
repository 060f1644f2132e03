// SPDX-License-Identifier: MIT

#include <array>
#include <cstddef>
#include <cstdint>

#include <invito/invito.hpp>

#include "documents.hpp"

namespace {

using invito::openai;

void check_deletion(fuzz::input const& in) {
  const auto reads = openai::read_deletion;
  const auto d = fuzz::read<openai, invito::deletion_response>(in, reads);
  if (!d) return;
  fuzz::check_round_trip(in, *d, false, reads, openai::write_deletion,
                         [](auto const& a, auto const& b) { return a == b; });
}

constexpr std::array<fuzz::check, 6> checks{
    fuzz::check_request<openai>, fuzz::check_invitation<openai>, fuzz::check_creation<openai>,
    fuzz::check_error<openai>,   fuzz::check_list<openai>,       check_deletion};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  return fuzz::run(checks, data, size);
}
