// expect: (could not convert|no viable conversion).*invito::(v0::|separate_v0::)?secret.* to .*std::string
// SPDX-License-Identifier: MIT

// A string would copy the token, and would not wipe it.

#include <string>

#include <invito/invito.hpp>

std::string text_of(invito::secret const& token) { return token; }
