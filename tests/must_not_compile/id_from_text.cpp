// expect: (could not convert|no viable conversion).*user
// SPDX-License-Identifier: MIT

// A text does not convert to an id without an explicit conversion.

#include <string>

#include <invito/invito.hpp>

invito::user_id guess(std::string const& text) { return text; }
