// SPDX-License-Identifier: MIT
#pragma once

#include <string>

/// The email address in a request of OpenAI, or the description of the problems. A header-only unit
/// defines the function.
std::string address_in(std::string const& body);
