// SPDX-License-Identifier: MIT
#pragma once

/// \file fuzz/problems.hpp
/// The invariants of every refusal, every written text and every invitation. Defined in checks.cpp,
/// which is compiled once for all targets.

#include <string>
#include <string_view>
#include <vector>

#include <invito/invito.hpp>

#include "input.hpp"

namespace fuzz {

/// Checks the private and the public description of a problem or of a refusal.
void check_description(invito::problem const& p);
void check_description(invito::problems const& all);

/// Checks the problems that a reader has found in a document. No problems mean success.
void check_found(input const& in, invito::problems const& found);

/// Checks that written text is one JSON document in UTF-8 without duplicate members.
void check_text(std::string const& written);

/// Checks that the native format is lossless for an invitation from any document.
void check_native(invito::invitation const& i);

/// Whether a parsed value is equivalent to the text. A parsed value has lost duplicate members.
bool is_equivalent_as_value(std::string_view text);

/// The problems in one line each, for messages.
std::string lines_of(invito::problems const& all);

/// The sorted paths of the problems, which are equal for a text and its parsed value. The parsed
/// value has its members in another order and large numbers in another spelling.
std::vector<std::string> paths_of(invito::problems const& found);

}  // namespace fuzz
