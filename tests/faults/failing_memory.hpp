// SPDX-License-Identifier: MIT
#pragma once

/// \file faults/failing_memory.hpp
/// A heap that counts the blocks in use, and whose allocations fail as planned. failing_memory.cpp
/// replaces all forms of operator new and delete in the program.

#include <cstddef>

namespace failing_memory {

/// The allocations that fail.
struct plan {
  std::size_t first = 0;   ///< The first that fails, counted from 1. If 0, none fails.
  bool and_later = false;  ///< Whether all later ones fail as well.
};

/// Starts to count allocations, which fail as planned.
void arm(plan p) noexcept;
/// Lets allocations succeed again. Returns the number of allocations since `arm`.
std::size_t disarm() noexcept;

/// The number of allocated blocks that were not freed.
[[nodiscard]] long in_use() noexcept;

}  // namespace failing_memory
