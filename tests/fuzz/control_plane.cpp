// SPDX-License-Identifier: MIT

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <invito/invito.hpp>

#include "documents.hpp"

namespace {

using invito::control_plane;

constexpr auto equal = [](auto const& a, auto const& b) { return a == b; };

void check_bulk_request(fuzz::input const& in) {
  using all = std::vector<invito::invitation_request>;
  const auto reads = control_plane::read_bulk_request;
  const auto rows = fuzz::read<control_plane, all>(in, reads);
  if (!rows) return;
  bool lossy = rows->empty();
  for (invito::invitation_request const& r : *rows) {
    const auto lost = invito::losses<control_plane>(r, in.writing);
    lossy = fuzz::check_losses(lost, control_plane::request_features(in.writing.shape)) || lossy;
  }
  const auto writes = [&](all const& m) {
    return control_plane::write_bulk_request(m, in.writing);
  };
  fuzz::check_round_trip(in, *rows, lossy, reads, writes, equal);
}

void check_bulk(fuzz::input const& in) {
  const auto reads = control_plane::read_bulk;
  const auto response = fuzz::read<control_plane, invito::bulk_response>(in, reads);
  if (!response) return;
  fuzz::check_round_trip(in, *response, false, reads, control_plane::write_bulk, equal);
}

constexpr std::array<fuzz::check, 6> checks{fuzz::check_request<control_plane>,
                                            fuzz::check_invitation<control_plane>,
                                            fuzz::check_creation<control_plane>,
                                            fuzz::check_error<control_plane>,
                                            check_bulk_request,
                                            check_bulk};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  return fuzz::run(checks, data, size);
}
