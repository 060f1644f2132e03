// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/reader.hpp
/// Fills the structs of a document with the values that a JSON engine finds. The reader builds no
/// tree, checks the limits in `read_limits`, and collects every problem with its location.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/limits.hpp>
#include <invito/base/path.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/result.hpp>
#include <invito/model/json_text.hpp>
#include <invito/wire/fields.hpp>
#include <invito/wire/options.hpp>
#include <invito/wire/writer.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace wire {

class source;

/// Returns whether one more problem may be added to `found`. The number of problems and the total
/// length of their locations are limited. A location contains names from the document. Without the
/// limit on the length, many problems in an object with a long name could be much longer than the
/// document.
[[nodiscard]] bool has_room(problems const& found, read_limits const& limits);

/// Receives the contents of a document from a JSON engine. The engine calls one function for each
/// value, each name, and each begin and end of an object or array, in the order of the document. If
/// a function returns false, a limit is reached or the text is not JSON, and the engine should
/// stop. The reader copies strings, so the engine may reuse its buffers. The engine must check the
/// JSON grammar and UTF-8.
class reader {
 public:
  /// Reads a document into the value at `root.at`. This value must outlive the reader.
  reader(slot root, read_options const& options) : root_(root), options_(options) {
    stack_.reserve(8);
  }

  bool null() { return value({}); }  ///< A null.
  bool boolean(bool b);              ///< True or false.
  /// An integer in the range of `std::int64_t`.
  bool integer(std::int64_t n);
  /// Any other number: with a fraction or an exponent, or outside of the range of `std::int64_t`.
  /// `spelling` is the number as written in the JSON text.
  bool number(double value, std::string_view spelling);
  bool text(std::string_view t);  ///< A string in UTF-8, without JSON escapes.
  /// A string that is not UTF-8. For engines whose parser does not check UTF-8.
  bool invalid_text();
  bool begin_object() { return open(true); }  ///< An object begins.
  /// The name of a field, without JSON escapes. The value follows.
  bool key(std::string_view name);
  bool end_object() { return close(); }       ///< The object ends.
  bool begin_array() { return open(false); }  ///< An array begins.
  bool end_array() { return close(); }        ///< The array ends.

  /// Reports that the text is not JSON from the byte with the index `byte` on. Always returns
  /// false.
  bool syntax_error(std::size_t byte);
  /// Reports that the text has `bytes` bytes, which is more than the limit. Always returns false.
  bool too_large(std::size_t bytes);
  /// Returns the options that the constructor received.
  [[nodiscard]] read_options const& options() const noexcept { return options_; }

  /// Returns success, or all problems in the order of the document. If there are no problems, but
  /// the engine has not passed a complete value, the problem is `syntax_error`.
  [[nodiscard]] result<void> finish() &&;

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  struct frame {
    slot of{};
    table const* fields = nullptr;  // null for arrays and for objects without fixed field names
    std::uint64_t seen = 0;
    std::size_t row = none;  // the row of the field whose value follows
    std::size_t next = 0;    // the likely next row: most fields are in the order of the table
    std::size_t count = 0;   // the number of elements so far

    [[nodiscard]] bool is_map() const noexcept { return of.as->member != nullptr; }
  };

  // The names in an object that may have any field names.
  struct names {
    std::string last{};  // the name of the field whose value follows
    std::set<std::string, std::less<>> all{};
    bool add(std::string_view name) {
      last = name;
      return all.emplace(name).second;
    }
  };

  bool key_of_kept(std::string_view name);
  bool key_of_map(std::string_view name);
  bool key_of_no_row(std::string_view name, bool twice);
  bool report_missing(table const& fields, std::uint64_t seen);
  bool value(scalar const& in);
  bool open(bool object);
  bool close();
  bool count_item();
  slot next_slot();
  void begin_keeping(json_text* what);
  void keep(scalar const& in);
  void end_keeping();
  bool add(code c, path where, std::string_view subject = {}, std::int64_t n0 = 0,
           std::int64_t n1 = 0);
  [[nodiscard]] path here() const;

  slot root_;
  read_options options_;
  std::vector<frame> stack_;
  std::vector<names> maps_;  // the names in each frame that is a map
  std::size_t depth_ = 0;    // the number of open objects and arrays
  std::size_t skipped_ = 0;  // the number of skipped open objects and arrays
  std::size_t items_ = 0;
  problems problems_;

  // An object or array in a value that is kept as text.
  struct level {
    bool object = false;
    std::size_t count = 0;  // the number of elements so far
    reader::names names{};
  };
  json_text* kept_ = nullptr;
  std::string kept_text_;
  std::optional<text_writer> keeps_;  // present while a value is kept
  std::vector<level> levels_;
};

/// Reads one document into a struct that has a field table, or into a value of any other type that
/// a field may have. Returns the complete document, or all problems.
template <class Document>
[[nodiscard]] result<Document> read_document(source const& in, read_options const& options);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/wire/impl/reader.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/reader.ipp>
#endif
