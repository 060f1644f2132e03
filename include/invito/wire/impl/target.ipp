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

/// The destructor shortens `text` to `size` bytes, so that a failed write leaves no partial text.
struct kept_start {
  std::string& text;
  std::size_t size;
  ~kept_start() { text.resize(size); }
};

template <class To>
result<void> write_text(To& end, void const* at, codec const& as, write_settings const& settings) {
  text_writer out(end, settings);
  write_value(at, as, out);
  out.flush();
  return out.finish();
}

inline result<void> write_to_string(void* to, void const* at, codec const& as,
                                    write_settings const& settings) {
  std::string& end = *static_cast<std::string*>(to);
  kept_start start{end, end.size()};
  result<void> written = write_text(end, at, as, settings);
  if (written) start.size = end.size();
  return written;
}

inline result<void> write_to_buffer(void* to, void const* at, codec const& as,
                                    write_settings const& settings) {
  buffer& start = *static_cast<buffer*>(to);
  start.length = 0;
  result<void> written = write_text(start, at, as, settings);
  if (written && start.length > start.size) {
    return problem{
        code::too_large,
        {},
        {},
        {static_cast<std::int64_t>(start.length), static_cast<std::int64_t>(start.size)}};
  }
  return written;
}

}  // namespace detail

INVITO_INLINE target::target(std::string& end) : target(&end, &detail::write_to_string) {}

INVITO_INLINE target::target(buffer& start) : target(&start, &detail::write_to_buffer) {}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
