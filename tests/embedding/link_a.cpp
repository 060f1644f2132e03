// SPDX-License-Identifier: MIT

// With link_b.cpp: everything included in two translation units of one program.
#include <invito/invito.hpp>

int link_b();

int main() { return link_b(); }
