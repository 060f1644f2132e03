// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/writer.hpp
/// The events of a document that is written: a reader's, in the other direction. Out of them comes
/// JSON text, here, or the value of a JSON engine; see `target`.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <invito/base/problem.hpp>
#include <invito/model/json_text.hpp>
#include <invito/wire/options.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

/// What a document is written with: one call for each thing in it, in order. Texts are UTF-8 when
/// they arrive, or the writer says that it has failed.
class writer {
 public:
  explicit writer(write_settings const& how) noexcept
      : how_(how) {}  ///< For writers that derive from it.
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
  write_settings how_;
  bool failed_ = false;
};

/// Writes JSON text, to the end of a string or into a buffer.
class text_writer final : public writer {
 public:
  /// Appends to `end`.
  explicit text_writer(std::string& end, write_settings const& how = {})
      : writer(how), string_(&end) {}
  /// Writes to the start of `memory`.
  explicit text_writer(buffer& memory, write_settings const& how = {})
      : writer(how), memory_(&memory) {}

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

  /// Hands on what still waits in the writer's block. To be called last.
  void flush();

 private:
  void put(char c) {
    if (used_ == block_.size()) flush();
    block_[used_++] = c;
  }
  void put(std::string_view text);
  // Only other definitions call these.
  inline void quote(std::string_view plain);
  inline void text_with_care(std::string_view t);
  inline void escape(char c);
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

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/writer.ipp>
#endif
