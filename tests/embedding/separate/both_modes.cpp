// SPDX-License-Identifier: MIT
// This unit has only the declarations. Another unit of the program is header-only.

#include <cstdlib>
#include <string>

#include <invito/invito.hpp>

#include "header_only.hpp"

int main() {
  const std::string body = R"({"email":"rita@example.com","role":"reader"})";
  const auto request = invito::openai::read_request(body);
  const bool same = request && request->recipient.email->text() == address_in(body);
  const bool same_refusal =
      describe(invito::openai::read_request("{}").error()) == address_in("{}");
  return same && same_refusal ? EXIT_SUCCESS : EXIT_FAILURE;
}
