// SPDX-License-Identifier: MIT

#include <invito/src.hpp>
