// SPDX-License-Identifier: MIT
#pragma once

/// \file support/dialect.hpp
/// Options, and results as text, for the tests of the dialects.

#include <string>
#include <vector>

#include <invito/invito.hpp>

#include "support/codes_of.hpp"

namespace support {

/// Options that write the extended shape.
inline invito::write_options extended() {
  invito::write_options out;
  out.shape = invito::wire::shape::extended;
  return out;
}

/// Options that leave out required fields without a value instead of refusing the document.
inline invito::write_options incomplete() {
  invito::write_options out;
  out.incomplete = true;
  return out;
}

/// Options that refuse unknown fields.
inline invito::read_options strict_options() {
  invito::read_options out;
  out.strict = true;
  return out;
}

/// The written text, or the problems.
inline std::string text_of(invito::result<std::string> const& written) {
  return written ? *written : codes_of(written);
}

/// The losses in order, each with its detail: "sponsor, status (revoked)".
inline std::string lost(std::vector<invito::loss> const& losses) {
  std::string out;
  for (invito::loss const& l : losses) {
    if (!out.empty()) out += ", ";
    out += to_string(l.feature);
    if (!l.detail.empty()) out += " (" + l.detail + ")";
  }
  return out;
}

}  // namespace support
