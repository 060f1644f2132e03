// expect: (cannot bind rvalue reference|no matching conversion).*std::string
// SPDX-License-Identifier: MIT

// A secret takes the text that it is made from: a copy would not be wiped.

#include <string>

#include <invito/invito.hpp>

invito::secret of(std::string& text) { return invito::secret(text); }
