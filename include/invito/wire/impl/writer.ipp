// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <charconv>
#include <utility>

#include <invito/base/impl/eight_bytes.hpp>
#include <invito/base/path.hpp>
#include <invito/base/text.hpp>
#include <invito/wire/writer.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

namespace detail {

constexpr bool needs_no_escape(char c) noexcept {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

/// Returns whether `text` is ASCII and needs no escape in a JSON string. The function is linear and
/// tests eight bytes at a time.
constexpr bool is_plain(std::string_view text) noexcept {
  if (text.size() < 8) {
    std::uint64_t bytes = 0x2020202020202020;
    for (const char c : text) bytes = bytes << 8 | static_cast<unsigned char>(c);
    return invito::detail::are_plain(bytes);
  }
  std::size_t at = 0;
  for (; text.size() - at > 8; at += 8) {
    if (!invito::detail::are_plain(invito::detail::eight_bytes(text.data() + at))) return false;
  }
  return invito::detail::are_plain(invito::detail::eight_bytes(text.data() + text.size() - 8));
}

/// Returns `text` with a replacement character for each byte that is not part of a UTF-8 character.
inline std::string with_replacements(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t length = 1;
    while (length <= 4 && !invito::detail::is_utf8(text.substr(0, length))) ++length;
    out += length <= 4 ? text.substr(0, length) : std::string_view("\xEF\xBF\xBD");
    text.remove_prefix(length <= 4 ? length : 1);
  }
  return out;
}

}  // namespace detail

INVITO_INLINE result<void> writer::finish() {
  problems out;
  if (!failed_) return out;
  path where;
  for (std::size_t n = trail_.size(); n != 0; --n) {
    auto const& step = trail_[n - 1];
    if (auto* member = std::get_if<std::string>(&step)) {
      where.add(*member);
    } else {
      where.add(*std::get_if<std::size_t>(&step));
    }
  }
  out.add({code::invalid_utf8, std::move(where), {}, {}});
  return out;
}

INVITO_INLINE std::string writer::instead_of(std::string_view t) {
  if (settings_.invalid_text == invalid_text::replaced) return detail::with_replacements(t);
  failed_ = true;
  return {};
}

INVITO_INLINE void text_writer::text(std::string_view t) {
  detail::is_plain(t) ? quote(t) : text_with_care(t);
}

INVITO_INLINE void text_writer::flush() {
  emit({block_.data(), used_});
  used_ = 0;
}

INVITO_INLINE void text_writer::emit(std::string_view text) {
  if (string_) {
    string_->append(text);
    return;
  }
  if (memory_->length < memory_->size) {
    text.copy(memory_->at + memory_->length, memory_->size - memory_->length);
  }
  memory_->length += text.size();
}

INVITO_INLINE void text_writer::put(std::string_view text) {
  if (text.size() > block_.size() - used_) flush();
  if (text.size() > block_.size()) return emit(text);
  std::char_traits<char>::copy(block_.data() + used_, text.data(), text.size());
  used_ += text.size();
}

/// Writes `plain` in quotes. If a comma is necessary before the string, writes the comma first.
inline void text_writer::quote(std::string_view plain) {
  if (plain.size() + 3 > block_.size() - used_) {
    separate();
    put('"');
    put(plain);
    return put('"');
  }
  char* at = block_.data() + used_;
  if (follows_) *at++ = ',';
  *at++ = '"';
  at = std::char_traits<char>::copy(at, plain.data(), plain.size()) + plain.size();
  *at++ = '"';
  used_ = static_cast<std::size_t>(at - block_.data());
  follows_ = true;
}

INVITO_INLINE void text_writer::name(std::string_view known) {
  quote(known);
  put(':');
  follows_ = false;
}

INVITO_INLINE void text_writer::key(std::string_view any) {
  text(any);
  follows_ = false;
  put(':');
}

INVITO_INLINE void text_writer::integer(std::int64_t n) {
  constexpr std::size_t longest = 20;  // -9223372036854775808
  separate();
  if (block_.size() - used_ < longest) flush();
  char* const at = block_.data() + used_;
  used_ += static_cast<std::size_t>(std::to_chars(at, at + longest, n).ptr - at);
}

inline void text_writer::text_with_care(std::string_view t) {
  if (!invito::detail::is_utf8(t)) {
    const std::string other = instead_of(t);
    return failed() ? void() : text(other);
  }
  separate();
  put('"');
  while (!t.empty()) {
    const auto special = std::find_if_not(t.begin(), t.end(), detail::needs_no_escape);
    const auto before = static_cast<std::size_t>(special - t.begin());
    put(t.substr(0, before));
    t.remove_prefix(before);
    if (t.empty()) break;
    escape(t.front());
    t.remove_prefix(1);
  }
  put('"');
}

inline void text_writer::escape(char c) {
  constexpr std::string_view special = "\"\\\b\f\n\r\t";
  constexpr std::string_view letters = "\"\\bfnrt";
  const std::size_t which = special.find(c);
  if (which != std::string_view::npos) {
    put('\\');
    put(letters[which]);
  } else {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    put("\\u00");
    put(digits[byte >> 4U]);
    put(digits[byte & 0xFU]);
  }
}

INVITO_INLINE json_text quoted(std::string_view text) {
  std::string out;
  text_writer to(out, {shape::documented, false, invalid_text::replaced});
  to.text(text);
  to.flush();
  return json_text::unchecked(std::move(out));
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
