// expect: (cannot convert|no viable conversion).*bool
// SPDX-License-Identifier: MIT

// A result does not convert to bool implicitly.

#include <invito/invito.hpp>

bool flag(invito::policy const& p, invito::invitation const& i, invito::decline_command const& c) {
  return invito::decline(p, i, c);
}
