// SPDX-License-Identifier: MIT
// A service that reads and writes OpenAI's invites with the library.

#include <string>

#include <invito/dialects/openai.hpp>

#ifndef TURN
#define TURN turn  // several copies in one program need different names
#endif

std::string TURN(std::string const& text) {
  const auto read = invito::openai::read_invitation(text);
  if (!read) return describe(read.error());
  return *invito::openai::write_invitation(*read, invito::instant{});
}
