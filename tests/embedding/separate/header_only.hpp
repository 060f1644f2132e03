// SPDX-License-Identifier: MIT
#pragma once

#include <string>

/// The address in a request of OpenAI's, or why there is none; by a unit that is header-only.
std::string address_in(std::string const& body);
