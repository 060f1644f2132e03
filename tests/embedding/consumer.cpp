// SPDX-License-Identifier: MIT

#include <invito/invito.hpp>

#include <cstdio>

int main() {
  std::printf("invito %d.%d.%d\n", INVITO_VERSION_MAJOR, INVITO_VERSION_MINOR,
              INVITO_VERSION_PATCH);
}
