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
  const auto v = fuzz::read<aitronos, invito::validation_response>(in, reads);
  if (!v) return;
  const bool lossy = fuzz::loses<aitronos>(in, v->invitation);
  const auto writes = [&](invito::validation_response const& m) {
    return aitronos::write_validation(m, in.now, in.writing);
  };
  fuzz::check_round_trip(in, *v, lossy, reads, writes, equal);
}

void check_acceptance(fuzz::input const& in) {
  const auto reads = aitronos::read_acceptance;
  const auto a = fuzz::read<aitronos, invito::acceptance_response>(in, reads);
  if (!a) return;
  // `losses` does not take this response. The only possible loss is a prefix in capitals, which is
  // not written back.
  const bool lossy = a->organization.text().substr(0, 4) == "ORG_";
  const auto writes = [&](invito::acceptance_response const& m) {
    return aitronos::write_acceptance(m, in.writing);
  };
  fuzz::check_round_trip(in, *a, lossy, reads, writes, equal);
}

// An accept request is only read.
void check_accept_request(fuzz::input const& in) {
  const auto token = fuzz::read<aitronos, invito::secret>(in, aitronos::read_accept_request);
  if (token) fuzz::require_utf8(token->reveal(), "a token from JSON text is UTF-8");
}

constexpr std::array<fuzz::check, 7> checks{fuzz::check_request<aitronos>,
                                            fuzz::check_invitation<aitronos>,
                                            fuzz::check_creation<aitronos>,
                                            fuzz::check_error<aitronos>,
                                            check_validation,
                                            check_accept_request,
                                            check_acceptance};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  return fuzz::run(checks, data, size);
}
