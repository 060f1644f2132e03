// SPDX-License-Identifier: MIT
// Uses only the core of the single header, which does not include nlohmann/json or date.

#define INVITO_NO_JSON
#include "invito.hpp"

#include <cstdio>

#if defined(NLOHMANN_JSON_VERSION_MAJOR) || defined(DATE_H)
#error "the core includes more than the standard library"
#endif

int main() {
  const invito::invitation i;
  if (i.status(invito::instant{}) != invito::status::pending) return 1;
  std::printf("invito %d.%d.%d\n", INVITO_VERSION_MAJOR, INVITO_VERSION_MINOR,
              INVITO_VERSION_PATCH);
}
