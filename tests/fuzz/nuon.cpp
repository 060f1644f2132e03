// SPDX-License-Identifier: MIT

#include <array>
#include <cstddef>
#include <cstdint>

#include <invito/invito.hpp>

#include "documents.hpp"

namespace {

using invito::nuon;

constexpr std::array<fuzz::check, 5> checks{fuzz::check_request<nuon>, fuzz::check_invitation<nuon>,
                                            fuzz::check_creation<nuon>, fuzz::check_error<nuon>,
                                            fuzz::check_list<nuon>};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  return fuzz::run(checks, data, size);
}
