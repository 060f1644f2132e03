// expect: deleted (function|default constructor).*hash<invito::(v0::|separate_v0::)?secret
// SPDX-License-Identifier: MIT

// A key is looked up by its digest: a table of keys would hold them all, and compare them by ==.

#include <cstddef>
#include <functional>

#include <invito/invito.hpp>

std::size_t hash(invito::secret const& key) { return std::hash<invito::secret>()(key); }
