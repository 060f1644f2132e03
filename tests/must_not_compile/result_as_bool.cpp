// expect: (cannot convert|no viable conversion).*bool
// SPDX-License-Identifier: MIT

// A result does not turn into a number or a flag by itself.

#include <invito/invito.hpp>

bool flag(invito::policy const& p, invito::invitation const& i, invito::decline_command const& c) {
  return invito::decline(p, i, c);
}
