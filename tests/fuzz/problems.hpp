// SPDX-License-Identifier: MIT
#pragma once

/// \file fuzz/problems.hpp
/// What every refusal, every text that is written and every invitation keeps to. Defined in
/// checks.cpp, which is compiled once for all targets.

#include <string>
#include <string_view>
#include <vector>

#include <invito/invito.hpp>

#include "input.hpp"

namespace fuzz {

/// What a person or a log is told: of one problem, and of a refusal as a whole.
void check_telling(invito::problem const& p);
void check_telling(invito::problems const& all);

/// All that holds of the problems of reading a document; none for success.
void check_found(input const& in, invito::problems const& found);

/// Written text is one JSON document in UTF-8, without a member that stands twice.
void check_text(std::string const& written);

/// The native format holds all of an invitation, whichever document it was read from.
void check_native(invito::invitation const& i);

/// Whether a parsed value says all that the text says: it has lost members that stand twice.
bool says_as_value(std::string_view text);

/// The problems in one line each, for messages.
std::string told(invito::problems const& all);

/// What two readings of the same document have in common. A parsed value tells members in another
/// order, and a number that is too large for an integer in another spelling.
std::vector<std::string> places(invito::problems const& found);

}  // namespace fuzz
