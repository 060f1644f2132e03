// SPDX-License-Identifier: MIT
// This program must not link, because a header-only unit compiles the function that takes the
// invitation.

#include <string>

#include <invito/invito.hpp>

std::string address_of(invito::invitation const& i);

int main() { return address_of(invito::invitation()).empty() ? 0 : 1; }
