// expect: (could not convert|no viable conversion).*invito::(v0::|separate_v0::)?secret.* to .*std::string
// SPDX-License-Identifier: MIT

// A string copies the key, and wipes nothing when it goes.

#include <string>

#include <invito/invito.hpp>

std::string text_of(invito::secret const& key) { return key; }
