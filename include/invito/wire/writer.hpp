// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/writer.hpp
/// The events of a document that is written: a reader's, in the other direction. Out of them comes
/// JSON text, here, or the value of a JSON engine; see `target`.

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
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

/// What a document is written with: one call for each thing in it, in order. Texts are UTF-8 when
/// they arrive, or the writer says that it has failed.
class writer {
 public:
  /// What happens to text that is not UTF-8: JSON cannot hold it.
  enum class invalid_text : std::uint8_t { fails, replaced };

  /// How a document is written.
  struct manner {
    wire::shape shape = shape::page;  ///< With or without the newer fields.
    bool incomplete = false;          ///< Required members that are empty are left out.
    writer::invalid_text invalid_text = invalid_text::fails;  ///< What happens to such text.
  };

  explicit writer(manner const& how) noexcept : how_(how) {}  ///< For writers that derive from it.
  writer(writer const&) = delete;
  writer& operator=(writer const&) = delete;

  virtual void null() = 0;                    ///< A null.
  virtual void boolean(bool b) = 0;           ///< True or false.
  virtual void integer(std::int64_t n) = 0;   ///< A whole number.
  virtual void text(std::string_view t) = 0;  ///< A text, unescaped.
  /// A value that is compact JSON already.
  virtual void json(std::string_view value) = 0;
  virtual void begin_object() = 0;  ///< An object begins.
  /// The name of a member, from a table.
  virtual void name(std::string_view known) = 0;
  /// The name of a member that is data: any text.
  virtual void key(std::string_view any) = 0;
  virtual void end_object() = 0;   ///< The object ends.
  virtual void begin_array() = 0;  ///< An array begins.
  virtual void end_array() = 0;    ///< The array ends.

  /// Whether newer fields are wanted.
  [[nodiscard]] bool wide() const noexcept { return how_.shape == shape::wide; }
  /// Whether required members may be missing.
  [[nodiscard]] bool incomplete() const noexcept { return how_.incomplete; }

  /// Whether something could not be written; what is above it then leaves its trail and returns.
  [[nodiscard]] bool failed() const noexcept { return failed_; }
  /// Adds the member that failed to the path of the failure, innermost first.
  void trail(std::string_view member) { trail_.emplace_back(std::string(member)); }
  void trail(std::size_t index) { trail_.emplace_back(index); }  ///< The same for an element.

  /// Nothing, or `invalid_utf8` with the place of the text that is not.
  [[nodiscard]] problems finish();

 protected:
  ~writer() = default;  // nobody owns one through its base

  /// For `t` that is not UTF-8: a text that is, or nothing, and the writer has failed.
  [[nodiscard]] std::string instead_of(std::string_view t);

 private:
  std::vector<std::variant<std::string, std::size_t>> trail_;  // innermost first
  manner how_;
  bool failed_ = false;
};

namespace detail {

constexpr bool needs_no_escape(char c) noexcept {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

/// Whether eight bytes are ASCII that needs no escape. The highest bit of each tells: it is set, or
/// becomes so when more is taken away than is there.
constexpr bool are_plain(std::uint64_t bytes) noexcept {
  constexpr std::uint64_t each = 0x0101010101010101;
  const std::uint64_t control_or_quote = (bytes ^ each * 2) - each * 0x21;  // '"' ^ 2 is a space
  const std::uint64_t backslash = (bytes ^ each * '\\') - each;
  return ((bytes | control_or_quote | backslash) & each * 0x80) == 0;
}

/// Whether `text` stands between quotes as it is, all of it ASCII. Linear, eight bytes at a time.
constexpr bool is_plain(std::string_view text) noexcept {
  if (text.size() < 8) {
    std::uint64_t bytes = 0x2020202020202020;
    for (const char c : text) bytes = bytes << 8 | static_cast<unsigned char>(c);
    return are_plain(bytes);
  }
  std::size_t at = 0;
  for (; text.size() - at > 8; at += 8) {
    if (!are_plain(eight_bytes(text.data() + at))) return false;
  }
  return are_plain(eight_bytes(text.data() + text.size() - 8));
}

}  // namespace detail

/// Memory of the caller's that text is written into.
struct buffer {
  char* at = nullptr;      ///< Where it begins; may be null where `size` is 0.
  std::size_t size = 0;    ///< In bytes.
  std::size_t length = 0;  ///< Of the text; more than `size` where there was not room enough.
};

/// Writes JSON text, to the end of a string or into a buffer.
class text_writer final : public writer {
 public:
  /// Appends to `end`.
  explicit text_writer(std::string& end, manner const& how = {}) : writer(how), string_(&end) {}
  /// Writes to the start of `memory`.
  explicit text_writer(buffer& memory, manner const& how = {}) : writer(how), memory_(&memory) {}

  void null() override { word("null"); }
  void boolean(bool b) override { word(b ? std::string_view("true") : std::string_view("false")); }
  void integer(std::int64_t n) override;
  void text(std::string_view t) override { detail::is_plain(t) ? quote(t) : text_with_care(t); }
  void json(std::string_view value) override { word(value); }
  void begin_object() override { open('{'); }
  void name(std::string_view known) override;
  void key(std::string_view any) override;
  void end_object() override { close('}'); }
  void begin_array() override { open('['); }
  void end_array() override { close(']'); }

  /// Hands on what still waits in the writer's block. To be called last.
  void flush();

 private:
  void put(char c) {
    if (used_ == block_.size()) flush();
    block_[used_++] = c;
  }
  void put(std::string_view text);
  void quote(std::string_view plain);
  void text_with_care(std::string_view t);
  void escape(char c);
  void hand_on(std::string_view text);
  void separate() {
    if (follows_) put(',');
    follows_ = true;
  }
  void word(std::string_view text) {
    separate();
    put(text);
  }
  void open(char bracket) {
    separate();
    put(bracket);
    follows_ = false;
  }
  void close(char bracket) {
    put(bracket);
    follows_ = true;
  }

  std::string* string_ = nullptr;
  buffer* memory_ = nullptr;
  std::size_t used_ = 0;
  bool follows_ = false;          // a comma stands before what comes
  std::array<char, 1024> block_;  // most documents fit, and are then copied once
};

/// `text` as a JSON string; what is not UTF-8 gets replacement characters.
[[nodiscard]] json_text quoted(std::string_view text);

// -------------------------------------------------------------------------------------------------

namespace detail {

/// `text` with a replacement character for each byte that belongs to no character.
inline std::string with_replacements(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t length = 1;
    while (length <= 4 && !is_utf8(text.substr(0, length))) ++length;
    out += length <= 4 ? text.substr(0, length) : std::string_view("\xEF\xBF\xBD");
    text.remove_prefix(length <= 4 ? length : 1);
  }
  return out;
}

}  // namespace detail

inline problems writer::finish() {
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

inline std::string writer::instead_of(std::string_view t) {
  if (how_.invalid_text == invalid_text::replaced) return detail::with_replacements(t);
  failed_ = true;
  return {};
}

inline void text_writer::flush() {
  hand_on({block_.data(), used_});
  used_ = 0;
}

inline void text_writer::hand_on(std::string_view text) {
  if (string_) {
    string_->append(text);
    return;
  }
  if (memory_->length < memory_->size) {
    text.copy(memory_->at + memory_->length, memory_->size - memory_->length);
  }
  memory_->length += text.size();
}

inline void text_writer::put(std::string_view text) {
  if (text.size() > block_.size() - used_) flush();
  if (text.size() > block_.size()) return hand_on(text);
  std::char_traits<char>::copy(block_.data() + used_, text.data(), text.size());
  used_ += text.size();
}

/// Puts the text between quotes, after a comma where one is due.
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

inline void text_writer::name(std::string_view known) {
  quote(known);
  put(':');
  follows_ = false;
}

inline void text_writer::key(std::string_view any) {
  text(any);
  follows_ = false;
  put(':');
}

inline void text_writer::integer(std::int64_t n) {
  constexpr std::size_t longest = 20;  // that of -9223372036854775808
  separate();
  if (block_.size() - used_ < longest) flush();
  char* const at = block_.data() + used_;
  used_ += static_cast<std::size_t>(std::to_chars(at, at + longest, n).ptr - at);
}

inline void text_writer::text_with_care(std::string_view t) {
  if (!is_utf8(t)) {
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

inline json_text quoted(std::string_view text) {
  std::string out;
  text_writer to(out, {shape::page, false, writer::invalid_text::replaced});
  to.text(text);
  to.flush();
  return json_text::unchecked(std::move(out));
}

}  // namespace wire
}  // namespace v0
}  // namespace invito
