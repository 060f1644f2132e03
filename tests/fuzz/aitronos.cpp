// SPDX-License-Identifier: MIT

#include <array>
#include <cstddef>
#include <cstdint>

#include <invito/invito.hpp>

#include "documents.hpp"

namespace {

using invito::aitronos;

constexpr auto equal = [](auto const& a, auto const& b) { return a == b; };

void check_validation(fuzz::input const& in) {
  const auto reads = aitronos::read_validation;
  const auto v = fuzz::read<aitronos, invito::validation>(in, reads);
  if (!v) return;
  const bool lossy = fuzz::loses<aitronos>(in, v->invitation);
  const auto writes = [&](invito::validation const& m) {
    return aitronos::write_validation(m, in.now, in.writing);
  };
  fuzz::check_round_trip(in, *v, lossy, reads, writes, equal);
}

void check_acceptance(fuzz::input const& in) {
  const auto reads = aitronos::read_acceptance;
  const auto a = fuzz::read<aitronos, invito::acceptance>(in, reads);
  if (!a) return;
  // No list of losses is kept of it; a prefix in capitals is the one thing that is read alone.
  const bool lossy = a->organization.text().substr(0, 4) == "ORG_";
  const auto writes = [&](invito::acceptance const& m) {
    return aitronos::write_acceptance(m, in.writing);
  };
  fuzz::check_round_trip(in, *a, lossy, reads, writes, equal);
}

// There is no writer.
void check_accept_request(fuzz::input const& in) {
  const auto key = fuzz::read<aitronos, invito::secret>(in, aitronos::read_accept_request);
  if (key) fuzz::require_utf8(key->reveal(), "a key from JSON text is UTF-8");
}

constexpr std::array<fuzz::check, 7> checks{fuzz::check_request<aitronos>,
                                            fuzz::check_invite<aitronos>,
                                            fuzz::check_creation<aitronos>,
                                            fuzz::check_error<aitronos>,
                                            check_validation,
                                            check_accept_request,
                                            check_acceptance};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  return fuzz::run(checks, data, size);
}
