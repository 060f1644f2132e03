// expect: (use of deleted function|call to deleted constructor of).*invito::(v0::|separate_v0::)?secret
// SPDX-License-Identifier: MIT

// Each copy of a key is one more place where it is found.

#include <invito/invito.hpp>

invito::secret copy(invito::secret const& key) { return key; }
