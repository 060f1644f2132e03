// SPDX-License-Identifier: MIT

// Everything, JSON included, built with -fno-exceptions -fno-rtti.
#include <invito/invito.hpp>

int main() { return 0; }
