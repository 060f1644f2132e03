// expect: (could not convert|no viable conversion).*invito::(v0::|separate_v0::)?secret.* to .*std::string_view
// SPDX-License-Identifier: MIT

// Every function that takes a text would take a key; only `reveal` shows it.

#include <string_view>

#include <invito/invito.hpp>

std::string_view text_of(invito::secret const& key) { return key; }
