// SPDX-License-Identifier: MIT
// Prints the table of docs/problems.md, from the table of codes.

#include <iostream>
#include <string>
#include <string_view>

#include <invito/invito.hpp>

namespace {

std::string_view name_of(invito::tier t) {
  switch (t) {
    case invito::tier::tenant: return "tenant";
    case invito::tier::authority: return "authority";
    case invito::tier::input: return "input";
    case invito::tier::status: return "status";
    case invito::tier::facts: break;
  }
  return "facts";
}

/// What is told instead of `c`, if anything else is.
std::string instead(invito::code c, invito::disclosure d) {
  const invito::code told = invito::public_code(c, d);
  return told == c ? "" : "`" + std::string(to_string(told)) + "`";
}

}  // namespace

int main() {
  std::cout << "<!-- codes -->\n\n"
            << "| number | code | tier | told instead | enumeration-safe | sentence |\n"
            << "|---|---|---|---|---|---|\n";
  for (invito::code_info const& row : invito::codes) {
    std::cout << "| " << static_cast<int>(row.code) << " | `" << row.name << "` | "
              << name_of(row.tier) << " | " << instead(row.code, invito::disclosure::standard)
              << " | " << instead(row.code, invito::disclosure::enumeration_safe) << " | "
              << row.sentence << " |\n";
  }
}
