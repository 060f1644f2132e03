// SPDX-License-Identifier: MIT

// With link_a.cpp: everything included in two translation units of one program.
#include <invito/invito.hpp>

int link_b();

int link_b() { return 0; }
