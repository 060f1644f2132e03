// SPDX-License-Identifier: MIT
// Checks that no token ("key" in this file) is left in memory. The program searches all blocks of
// the heap, and each block again just before it is freed.

#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <utility>

#include <invito/invito.hpp>

namespace {

// The texts that must not be found. They are written only here, so that no other memory contains
// them.
constexpr std::string_view short_key = "wipe-me-short!";  // fits into a string object
constexpr std::string_view long_key = "wipe-me-and-leave-nothing-behind-me";  // does not fit
constexpr std::string_view entropy = "0123456789ABCDEF0123456789abcdef";      // makes made_key
constexpr std::string_view made_key = "MDEyMzQ1Njc4OUFCQ0RFRjAxMjM0NTY3ODlhYmNkZWY";
constexpr std::string_view all[] = {short_key, long_key, entropy, made_key};

struct block {
  void* at = nullptr;
  std::size_t size = 0;
};
std::array<block, 1000> blocks{};  // the blocks in use
bool freed_with_key = false;
void const* volatile seen = nullptr;  // otherwise a compiler may leave out an unused string

// Whether the memory contains 8 successive bytes of any key.
bool has_key(void const* at, std::size_t size) {
  constexpr std::size_t part = 8;
  auto const* const bytes = static_cast<char const volatile*>(at);
  const auto equal = [&](std::size_t from, std::string_view text) {
    for (std::size_t n = 0; n != part; ++n) {
      if (bytes[from + n] != text[n]) return false;
    }
    return true;
  };
  for (std::size_t from = 0; from + part <= size; ++from) {
    for (std::string_view const key : all) {
      for (std::size_t n = 0; n + part <= key.size(); ++n) {
        if (equal(from, key.substr(n, part))) return true;
      }
    }
  }
  return false;
}

template <class T>
bool has_key(T const& object) {
  return has_key(&object, sizeof object);
}

bool heap_has_key() {
  for (block const& b : blocks) {
    if (b.at != nullptr && has_key(b.at, b.size)) return true;
  }
  return false;
}

// Whether a block with a key was freed since the last call.
bool was_freed_with_key() { return std::exchange(freed_with_key, false); }

void* take(std::size_t size) {
  void* const at = std::calloc(size == 0 ? 1 : size, 1);
  if (at == nullptr) std::abort();
  for (block& b : blocks) {
    if (b.at != nullptr) continue;
    b = {at, size};
    return at;
  }
  std::abort();
}

void give_back(void* at) {
  if (at == nullptr) return;
  for (block& b : blocks) {
    if (b.at != at) continue;
    if (has_key(b.at, b.size)) freed_with_key = true;
    b = {};
  }
  std::free(at);
}

int failures = 0;

void expect(bool holds, char const* what) {
  if (holds) return;
  std::printf("not so: %s\n", what);
  ++failures;
}

void expect_nothing_left(char const* after) {
  expect(!heap_has_key(), after);
  expect(!was_freed_with_key(), after);
}

}  // namespace

// Not inlined. If a compiler sees that freed memory is searched, it keeps even a wipe that it would
// leave out otherwise.
[[gnu::noinline]] void* operator new(std::size_t size) { return take(size); }
[[gnu::noinline]] void* operator new[](std::size_t size) { return take(size); }
[[gnu::noinline]] void operator delete(void* at) noexcept { give_back(at); }
[[gnu::noinline]] void operator delete[](void* at) noexcept { give_back(at); }
[[gnu::noinline]] void operator delete(void* at, std::size_t) noexcept { give_back(at); }
[[gnu::noinline]] void operator delete[](void* at, std::size_t) noexcept { give_back(at); }

namespace {

// Checks that the search finds a key. Otherwise the other checks would prove nothing.
void finds_what_is_left() {
  expect_nothing_left("before any key");
  {
    const std::string text(long_key);
    seen = text.data();
    expect(heap_has_key(), "a string on the heap is found");
    expect(!was_freed_with_key(), "a string in use is not freed");
  }
  expect(was_freed_with_key(), "a freed string is found");
  std::string text(short_key);
  expect(has_key(text), "a short string is found in itself");
  const std::string moved = std::move(text);
  expect(has_key(text) || has_key(moved), "a short string is found where it went");
  const invito::secret key{std::string(long_key)};
  expect(heap_has_key(), "a key is found while it is needed");
}

void destroyed() {
  for (std::string_view const text : {short_key, long_key}) {
    {
      const invito::secret key{std::string(text)};
      expect(heap_has_key(), "a key is there until it is destroyed");
    }
    expect_nothing_left("after destruction");
  }
}

void given() {
  for (std::string_view const text : {short_key, long_key}) {
    std::string from(text);
    { const invito::secret key(std::move(from)); }
    expect(!has_key(from), "the string that was given has no key");
    expect_nothing_left("after taking a string");
  }
}

void moved() {
  {
    invito::secret from{std::string(short_key)};
    { const invito::secret to(std::move(from)); }
    expect(!has_key(from), "a secret that was moved away has no key");
    expect_nothing_left("after moving");
  }
  {
    invito::secret from;
    invito::secret to{std::string(long_key)};
    to = std::move(from);
    expect_nothing_left("after assigning, with both secrets still there");
  }
  {
    invito::secret to{std::string(short_key)};
    to = invito::secret{std::string(long_key)};
    to = invito::secret();
    expect_nothing_left("after assigning nothing");
  }
}

void made() {
  {
    const auto key = invito::make_token(invito::secret{std::string(entropy)});
    expect(key && key->reveal() == made_key, "a key is made");
    expect(!was_freed_with_key(), "nothing of the entropy is freed, nor of the key on its way");
  }
  expect_nothing_left("after a made key");
  {
    invito::secret bytes{std::string(entropy)};
    const auto key = invito::make_token(std::move(bytes));
    const auto weak = invito::make_token(invito::secret{std::string(entropy.substr(0, 15))});
    expect(key && !weak, "one is made, one is refused");
    expect(!was_freed_with_key(), "nothing of what was refused is freed");
  }
  expect_nothing_left("after a refused key");
}

}  // namespace

int main() {
  finds_what_is_left();
  was_freed_with_key();
  destroyed();
  given();
  moved();
  made();
  return failures == 0 ? 0 : 1;
}
