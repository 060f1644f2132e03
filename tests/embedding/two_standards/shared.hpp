// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include <invito/invito.hpp>

struct report {
  long standard;
  std::vector<std::size_t> sizes;  ///< The sizes of types that both libraries use.
};

/// The sizes in the translation unit that calls the function. They must be equal in both libraries.
inline std::vector<std::size_t> sizes_here() {
  return {sizeof(invito::invitation), sizeof(invito::event),
          sizeof(invito::decision),   sizeof(invito::problem),
          sizeof(invito::policy),     sizeof(invito::result<invito::issuance>),
          sizeof(invito::facts),      sizeof(invito::read_options)};
}

report older_report();
invito::result<invito::issuance> older_issue(std::string const& body);
report newer_report();
invito::result<std::string> newer_accept(invito::issuance const& made);
