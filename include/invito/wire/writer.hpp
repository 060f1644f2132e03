// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/writer.hpp
/// JSON text, written straight from values.

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/result.hpp>
#include <invito/base/text.hpp>
#include <invito/model/json_text.hpp>

namespace invito {
inline namespace v0 {
namespace wire {

/// The shapes in which a document is written.
enum class shape : std::uint8_t {
  page = 1,  ///< What the API's page defines, optional nulls left out.
  wide = 2   ///< And the fields that the API has gained since.
};

/// Writes JSON text. Commas and brackets are the caller's business; escaping is its own.
class writer {
 public:
  /// What happens to text that is not UTF-8: JSON cannot hold it.
  enum class invalid_text : std::uint8_t { fails, replaced };

  /// How a document is written.
  struct manner {
    wire::shape shape = shape::page;
    bool incomplete = false;  ///< Required members that are empty are left out.
    writer::invalid_text invalid_text = invalid_text::fails;
  };

  writer() noexcept : writer(manner{}) {}
  explicit writer(manner const& how) noexcept : how_(how) {}

  [[nodiscard]] bool wide() const noexcept { return how_.shape == shape::wide; }
  [[nodiscard]] bool incomplete() const noexcept { return how_.incomplete; }

  void raw(char c) {
    if (used_ == block_.size()) flush();
    block_[used_++] = c;
  }
  void raw(std::string_view text);
  void name(std::string_view member) {
    raw('"');
    raw(member);
    raw("\":");
  }
  void text(std::string_view value);
  void number(std::int64_t value);
  void boolean(bool value) { raw(value ? std::string_view("true") : std::string_view("false")); }
  void null() { raw("null"); }
  /// A value that is JSON already.
  void json(std::string_view value) { raw(value); }

  /// Whether something could not be written; what is above it then leaves its trail and returns.
  [[nodiscard]] bool failed() const noexcept { return failed_; }
  void trail(std::string_view member) { trail_.emplace_back(std::string(member)); }
  void trail(std::size_t index) { trail_.emplace_back(index); }

  /// The text, or `invalid_utf8` with the place of the text that is not.
  [[nodiscard]] result<std::string> finish() &&;

 private:
  void flush() {
    text_.append(block_.data(), used_);
    used_ = 0;
  }
  void escape(char c);

  std::string text_;
  std::array<char, 1024> block_;  // most documents fit, and are then copied once
  std::size_t used_ = 0;
  std::vector<std::variant<std::string, std::size_t>> trail_;  // innermost first
  manner how_;
  bool failed_ = false;
};

/// `text` as a JSON string; what is not UTF-8 gets replacement characters.
[[nodiscard]] json_text quoted(std::string_view text);

// -------------------------------------------------------------------------------------------------

inline void writer::raw(std::string_view text) {
  while (!text.empty()) {
    if (used_ == block_.size()) flush();
    const std::size_t n = (std::min)(text.size(), block_.size() - used_);
    std::memcpy(block_.data() + used_, text.data(), n);
    used_ += n;
    text.remove_prefix(n);
  }
}

inline void writer::text(std::string_view value) {
  bool checked = false;
  bool valid = false;
  const auto plain = [&valid](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && c != '"' && c != '\\' && (byte < 0x80 || valid);
  };
  raw('"');
  for (std::size_t i = 0; i != value.size();) {
    std::size_t end = i;
    while (end != value.size() && plain(value[end])) ++end;
    raw(value.substr(i, end - i));
    i = end;
    if (end == value.size()) break;
    if (static_cast<unsigned char>(value[end]) < 0x80) {
      escape(value[end]);
      ++i;
    } else if (!checked) {
      checked = true;
      valid = is_utf8(value);
      failed_ = !valid && how_.invalid_text == invalid_text::fails;
      if (failed_) return;
    } else {
      // One character of a text that is not UTF-8: as it is, or what stands for a stray byte.
      std::size_t length = 2;
      while (length <= 4 && !is_utf8(value.substr(end, length))) ++length;
      raw(length <= 4 ? value.substr(end, length) : std::string_view("\xEF\xBF\xBD"));
      i += length <= 4 ? length : 1;
    }
  }
  raw('"');
}

inline void writer::escape(char c) {
  constexpr std::string_view special = "\"\\\b\f\n\r\t";
  constexpr std::string_view letters = "\"\\bfnrt";
  const std::size_t which = special.find(c);
  if (which != std::string_view::npos) {
    raw('\\');
    raw(letters[which]);
  } else {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    raw("\\u00");
    raw(digits[byte >> 4U]);
    raw(digits[byte & 0xFU]);
  }
}

inline void writer::number(std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  raw(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

inline result<std::string> writer::finish() && {
  if (failed_) {
    path where;
    for (std::size_t n = trail_.size(); n != 0; --n) {
      auto const& step = trail_[n - 1];
      if (auto* member = std::get_if<std::string>(&step)) {
        where.add(*member);
      } else {
        where.add(*std::get_if<std::size_t>(&step));
      }
    }
    return problem{code::invalid_utf8, std::move(where), {}, {}};
  }
  flush();
  return std::move(text_);
}

inline json_text quoted(std::string_view text) {
  writer out({shape::page, false, writer::invalid_text::replaced});
  out.text(text);
  return json_text::unchecked(*std::move(out).finish());
}

}  // namespace wire
}  // namespace v0
}  // namespace invito
