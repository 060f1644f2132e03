// expect: (no match for .*operator<<|invalid operands to binary).*invito::(v0::|separate_v0::)?key_digest
// SPDX-License-Identifier: MIT

// Bytes of a digest are for the store alone, where they are written on purpose.

#include <ostream>

#include <invito/invito.hpp>

void log(std::ostream& to, invito::key_digest const& digest) { to << digest; }
