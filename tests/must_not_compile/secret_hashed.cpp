// expect: deleted (function|default constructor).*hash<invito::(v0::|separate_v0::)?secret
// SPDX-License-Identifier: MIT

// Find a token by its digest: a hash table of tokens would contain them and compare them with ==.

#include <cstddef>
#include <functional>

#include <invito/invito.hpp>

std::size_t hash(invito::secret const& token) { return std::hash<invito::secret>()(token); }
