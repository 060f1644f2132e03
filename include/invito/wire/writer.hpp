// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/writer.hpp
/// The counterpart of `reader`: receives the contents of a document that is written. `text_writer`
/// produces JSON text. A writer for a JSON engine produces a value of this engine; see `target`.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <invito/base/result.hpp>
#include <invito/model/json_text.hpp>
#include <invito/wire/options.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

/// Receives the contents of a document that is written. There is one call for each value, each
/// name, and each begin and end of an object or array, in the order of the document. If a string is
/// not UTF-8, the writer replaces the invalid bytes or fails.
class writer {
 public:
  /// Constructor for derived classes.
  explicit writer(write_settings const& settings) noexcept : settings_(settings) {}
  writer(writer const&) = delete;
  writer& operator=(writer const&) = delete;

  virtual void null() = 0;                    ///< A null.
  virtual void boolean(bool b) = 0;           ///< True or false.
  virtual void integer(std::int64_t n) = 0;   ///< An integer.
  virtual void text(std::string_view t) = 0;  ///< A string, without JSON escapes.
  /// A value of any type, as compact JSON.
  virtual void json(std::string_view value) = 0;
  virtual void begin_object() = 0;  ///< An object begins.
  /// The name of a field, from a field table. The value follows.
  virtual void name(std::string_view known) = 0;
  /// The name of a field, from an object that may have any field names. The value follows.
  virtual void key(std::string_view any) = 0;
  virtual void end_object() = 0;   ///< The object ends.
  virtual void begin_array() = 0;  ///< An array begins.
  virtual void end_array() = 0;    ///< The array ends.

  /// Returns whether the extended shape is written.
  [[nodiscard]] bool extended() const noexcept { return settings_.shape == shape::extended; }
  /// Returns whether required fields without a value are left out.
  [[nodiscard]] bool incomplete() const noexcept { return settings_.incomplete; }

  /// Returns whether a string could not be written. In this case, each function that is writing an
  /// object or array calls `trail` and returns.
  [[nodiscard]] bool failed() const noexcept { return failed_; }
  /// Adds the field `member` to the location of the failure. The innermost field is added first.
  void trail(std::string_view member) { trail_.emplace_back(std::string(member)); }
  void trail(std::size_t index) { trail_.emplace_back(index); }  ///< Adds an array element.

  /// Returns success, or `invalid_utf8` with the location of the string that could not be written.
  [[nodiscard]] result<void> finish();

 protected:
  ~writer() = default;  // never destroyed through a pointer to the base

  /// Returns the string `t`, which is not UTF-8, with replacement characters. If the settings do
  /// not allow replacement characters, marks the writer as failed and returns an empty string.
  [[nodiscard]] std::string instead_of(std::string_view t);

 private:
  std::vector<std::variant<std::string, std::size_t>> trail_;  // innermost first
  write_settings settings_;
  bool failed_ = false;
};

/// Writes JSON text, to the end of a string or into a buffer.
class text_writer final : public writer {
 public:
  /// Constructs a writer that appends to `end`.
  explicit text_writer(std::string& end, write_settings const& settings = {})
      : writer(settings), string_(&end) {}
  /// Constructs a writer that writes to the start of `memory`.
  explicit text_writer(buffer& memory, write_settings const& settings = {})
      : writer(settings), memory_(&memory) {}

  void null() override { word("null"); }
  void boolean(bool b) override { word(b ? std::string_view("true") : std::string_view("false")); }
  void integer(std::int64_t n) override;
  void text(std::string_view t) override;
  void json(std::string_view value) override { word(value); }
  void begin_object() override { open('{'); }
  void name(std::string_view known) override;
  void key(std::string_view any) override;
  void end_object() override { close('}'); }
  void begin_array() override { open('['); }
  void end_array() override { close(']'); }

  /// Moves the text in the writer's internal block to the output. Must be the last call.
  void flush();

 private:
  void put(char c) {
    if (used_ == block_.size()) flush();
    block_[used_++] = c;
  }
  void put(std::string_view text);
  // Only other functions of this class call these functions.
  inline void quote(std::string_view plain);
  inline void text_with_care(std::string_view t);
  inline void escape(char c);
  void emit(std::string_view text);
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
  bool follows_ = false;          // whether the next value needs a comma before it
  std::array<char, 1024> block_;  // most documents fit into the block and are copied once
};

/// Returns `text` as a JSON string with quotes. Bytes that are not UTF-8 become replacement
/// characters.
[[nodiscard]] json_text quoted(std::string_view text);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/writer.ipp>
#endif
