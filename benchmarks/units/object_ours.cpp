// SPDX-License-Identifier: MIT
// A service that reads, accepts and writes OpenAI's invites with the library.

#include <string>
#include <utility>

#include <invito/dialects/openai.hpp>
#include <invito/lifecycle/apply.hpp>
#include <invito/lifecycle/verbs.hpp>

#ifndef ANSWER
#define ANSWER answer  // several copies in one program need different names
#endif

std::string ANSWER(std::string const& text, invito::policy const& rules,
                   invito::accept_command const& command) {
  auto invitation = invito::openai::read_invitation(text);
  if (!invitation) return describe(invitation.error());
  auto made = accept(rules, *invitation, command);
  if (!made) return describe(made.error());
  if (!apply(*invitation, *std::move(made))) return "changed meanwhile";
  auto written = invito::openai::write_invitation(*invitation, command.now);
  return written ? *std::move(written) : describe(written.error());
}
