// expect: (use of deleted function|call to deleted constructor of).*invito::(v0::|separate_v0::)?secret
// SPDX-License-Identifier: MIT

// Each copy of a token would be another place in memory that contains it.

#include <invito/invito.hpp>

invito::secret copy(invito::secret const& token) { return token; }
