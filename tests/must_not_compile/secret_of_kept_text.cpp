// expect: (cannot bind rvalue reference|no matching conversion).*std::string
// SPDX-License-Identifier: MIT

// Who makes a secret of a text gives the text away: a copy would outlive the secret unwiped.

#include <string>

#include <invito/invito.hpp>

invito::secret of(std::string& text) { return invito::secret(text); }
