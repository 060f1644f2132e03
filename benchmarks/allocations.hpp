// SPDX-License-Identifier: MIT
#pragma once

/// \file allocations.hpp
/// Counts the allocations of a program. This header replaces operator new and delete, so only one
/// translation unit of a program may include it.

#include <cstddef>
#include <cstdlib>
#include <new>

/// The number of allocations so far. It is not atomic, because a benchmark has one thread.
inline std::size_t allocations = 0;

[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* at = std::malloc(size == 0 ? 1 : size)) return at;
  std::abort();
}
[[gnu::noinline]] void operator delete(void* at) noexcept { std::free(at); }
[[gnu::noinline]] void operator delete(void* at, std::size_t) noexcept { std::free(at); }
