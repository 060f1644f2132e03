// SPDX-License-Identifier: MIT

// The core, built with -fno-exceptions -fno-rtti. This file includes nothing but the core: what it
// pulls in is checked too.
#include <invito/core.hpp>

int main() { return 0; }
