// expect: (no match for .*operator<<|invalid operands to binary expression).*invito::(v0::|separate_v0::)?secret
// SPDX-License-Identifier: MIT

// A key that can be streamed is a key that gets into a log.

#include <ostream>

#include <invito/invito.hpp>

void log(std::ostream& to, invito::secret const& key) { to << key; }
