// SPDX-License-Identifier: MIT

#include "failing_memory.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

bool armed = false;
failing_memory::plan planned;
std::size_t requests = 0;  // the number of allocations since `arm`
long blocks = 0;

bool fails() noexcept {
  if (!armed) return false;
  ++requests;
  if (planned.first == 0) return false;
  return planned.and_later ? requests >= planned.first : requests == planned.first;
}

void* counted(void* at) noexcept {
  if (at != nullptr) ++blocks;
  return at;
}

void* take(std::size_t size) noexcept {
  return fails() ? nullptr : counted(std::malloc(size != 0 ? size : 1));
}

void* take(std::size_t size, std::align_val_t alignment) noexcept {
  const auto step = static_cast<std::size_t>(alignment);
  if (fails()) return nullptr;
  return counted(std::aligned_alloc(step, (size + step) / step * step));
}

void* or_throw(void* at) {
  if (at == nullptr) throw std::bad_alloc();
  return at;
}

void give_back(void* at) noexcept {
  if (at != nullptr) --blocks;
  std::free(at);
}

}  // namespace

void failing_memory::arm(plan p) noexcept {
  planned = p;
  requests = 0;
  armed = true;
}

std::size_t failing_memory::disarm() noexcept {
  armed = false;
  return requests;
}

long failing_memory::in_use() noexcept { return blocks; }

using align = std::align_val_t;
using quiet = std::nothrow_t const&;

void* operator new(std::size_t size) { return or_throw(take(size)); }
void* operator new[](std::size_t size) { return or_throw(take(size)); }
void* operator new(std::size_t size, align a) { return or_throw(take(size, a)); }
void* operator new[](std::size_t size, align a) { return or_throw(take(size, a)); }
void* operator new(std::size_t size, quiet) noexcept { return take(size); }
void* operator new[](std::size_t size, quiet) noexcept { return take(size); }
void* operator new(std::size_t size, align a, quiet) noexcept { return take(size, a); }
void* operator new[](std::size_t size, align a, quiet) noexcept { return take(size, a); }

void operator delete(void* at) noexcept { give_back(at); }
void operator delete[](void* at) noexcept { give_back(at); }
void operator delete(void* at, std::size_t) noexcept { give_back(at); }
void operator delete[](void* at, std::size_t) noexcept { give_back(at); }
void operator delete(void* at, align) noexcept { give_back(at); }
void operator delete[](void* at, align) noexcept { give_back(at); }
void operator delete(void* at, std::size_t, align) noexcept { give_back(at); }
void operator delete[](void* at, std::size_t, align) noexcept { give_back(at); }
void operator delete(void* at, quiet) noexcept { give_back(at); }
void operator delete[](void* at, quiet) noexcept { give_back(at); }
void operator delete(void* at, align, quiet) noexcept { give_back(at); }
void operator delete[](void* at, align, quiet) noexcept { give_back(at); }
