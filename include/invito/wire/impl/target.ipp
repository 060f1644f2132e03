// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include <invito/wire/fields.hpp>
#include <invito/wire/target.hpp>
#include <invito/wire/writer.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
namespace detail {

/// Leaves so much of a string, whatever comes between.
struct kept_start {
  std::string& text;
  std::size_t size;
  ~kept_start() { text.resize(size); }
};

template <class To>
problems write_text(To& end, void const* at, codec const& as, write_settings const& how) {
  text_writer out(end, how);
  write_value(at, as, out);
  out.flush();
  return out.finish();
}

inline problems write_to_string(void* to, void const* at, codec const& as,
                                write_settings const& how) {
  std::string& end = *static_cast<std::string*>(to);
  kept_start start{end, end.size()};
  problems found = write_text(end, at, as, how);
  if (found.empty()) start.size = end.size();
  return found;
}

inline problems write_to_buffer(void* to, void const* at, codec const& as,
                                write_settings const& how) {
  buffer& start = *static_cast<buffer*>(to);
  start.length = 0;
  problems found = write_text(start, at, as, how);
  if (found.empty() && start.length > start.size) {
    found.add({code::too_large,
               {},
               {},
               {static_cast<std::int64_t>(start.length), static_cast<std::int64_t>(start.size)}});
  }
  return found;
}

}  // namespace detail

INVITO_INLINE target::target(std::string& end) : target(&end, &detail::write_to_string) {}

INVITO_INLINE target::target(buffer& start) : target(&start, &detail::write_to_buffer) {}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
