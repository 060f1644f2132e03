// expect: (could not convert|no viable conversion).*user
// SPDX-License-Identifier: MIT

// A text becomes an id only where somebody says so.

#include <string>

#include <invito/invito.hpp>

invito::user_id guess(std::string const& text) { return text; }
