// expect: (no match for .*operator<<|invalid operands to binary expression).*invito::(v0::|separate_v0::)?secret
// SPDX-License-Identifier: MIT

// A token that can be streamed would get into logs.

#include <ostream>

#include <invito/invito.hpp>

void log(std::ostream& to, invito::secret const& token) { to << token; }
