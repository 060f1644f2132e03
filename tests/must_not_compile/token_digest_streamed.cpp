// expect: (no match for .*operator<<|invalid operands to binary).*invito::(v0::|separate_v0::)?token_digest
// SPDX-License-Identifier: MIT

// A digest cannot be streamed, so it does not get into logs. Use `bytes` to store it.

#include <ostream>

#include <invito/invito.hpp>

void log(std::ostream& to, invito::token_digest const& digest) { to << digest; }
