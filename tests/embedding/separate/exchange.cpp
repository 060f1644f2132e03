// SPDX-License-Identifier: MIT
// Must not be linked: the function that takes the invitation is compiled in the other mode.

#include <string>

#include <invito/invito.hpp>

std::string address_of(invito::invitation const& i);

int main() { return address_of(invito::invitation()).empty() ? 0 : 1; }
