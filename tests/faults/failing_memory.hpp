// SPDX-License-Identifier: MIT
#pragma once

/// \file faults/failing_memory.hpp
/// The heap of the program: it counts what is in use, and fails when it is told to.
/// failing_memory.cpp, linked into the program, replaces operator new and delete in all their
/// forms.

#include <cstddef>

namespace failing_memory {

/// Which of the requests for memory fail.
struct plan {
  std::size_t first = 0;    ///< The first that does, counted from 1. 0: none.
  bool and_behind = false;  ///< So do all those behind it.
};

/// From here on, requests are counted, and fail as planned.
void arm(plan p) noexcept;
/// Requests succeed again. Returns how many there were.
std::size_t disarm() noexcept;

/// Blocks that were given out and not taken back.
[[nodiscard]] long in_use() noexcept;

}  // namespace failing_memory
