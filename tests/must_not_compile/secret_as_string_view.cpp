// expect: (could not convert|no viable conversion).*invito::(v0::|separate_v0::)?secret.* to .*std::string_view
// SPDX-License-Identifier: MIT

// A token would convert to the parameter of every function that takes a text; only `reveal` returns
// it.

#include <string_view>

#include <invito/invito.hpp>

std::string_view text_of(invito::secret const& token) { return token; }
