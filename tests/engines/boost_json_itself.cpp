// SPDX-License-Identifier: MIT
// Compiles Boost.JSON into the program, so that its library need not be linked.

#include <boost/json/src.hpp>
