// SPDX-License-Identifier: MIT

#include <array>
#include <cstddef>
#include <cstdint>

#include <invito/invito.hpp>

#include "documents.hpp"

namespace {

using invito::deepset;

constexpr std::array<fuzz::check, 4> checks{
    fuzz::check_request<deepset>, fuzz::check_invitation<deepset>, fuzz::check_creation<deepset>,
    fuzz::check_error<deepset>};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  return fuzz::run(checks, data, size);
}
