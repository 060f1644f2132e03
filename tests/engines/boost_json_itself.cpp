// SPDX-License-Identifier: MIT
// Boost.JSON without its library: one unit of the program has its definitions.

#include <boost/json/src.hpp>
