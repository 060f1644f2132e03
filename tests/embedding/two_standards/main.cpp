// SPDX-License-Identifier: MIT

#include <cstdio>
#include <cstdlib>

#include "shared.hpp"

int main() {
  if (older_report().standard >= newer_report().standard) return EXIT_FAILURE;
  if (older_report().sizes != newer_report().sizes) return EXIT_FAILURE;
  const auto made = older_issue(R"({"email":"rita@example.com","role":"reader"})");
  const auto text = made ? newer_accept(*made) : invito::result<std::string>(made.error());
  if (!text) {
    std::puts(describe(text.error()).c_str());
    return EXIT_FAILURE;
  }
  const auto read = invito::native::read_invitation(*text);
  if (!read || read->status(*read->updated_at()) != invito::status::accepted) return EXIT_FAILURE;
  std::printf("invito %d.%d.%d\n", INVITO_VERSION_MAJOR, INVITO_VERSION_MINOR,
              INVITO_VERSION_PATCH);
}
