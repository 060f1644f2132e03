// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/reader.hpp
/// Fills document structs from the events of a JSON engine. No tree is built, sizes are bounded,
/// and every problem is collected with its place.

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

/// Whether one more problem may be told. Their places hold names of the document, so that many
/// problems below one long name would be longer than any document.
[[nodiscard]] bool has_room(problems const& told, read_limits const& limits);

/// What a JSON engine feeds: one call for each thing in the text, in order. A call returns false
/// where the engine should stop, because a limit is reached. Texts are copied, so the engine may
/// reuse its buffers. The engine's own duty is the grammar and UTF-8.
class reader {
 public:
  /// Reads a document into `root`, which must outlive the reader.
  reader(slot root, read_options const& options) : root_(root), options_(options) {
    stack_.reserve(8);
  }

  bool null() { return value({}); }  ///< A null.
  bool boolean(bool b);              ///< True or false.
  /// A whole number that fits.
  bool integer(std::int64_t n);
  /// Any other number, with its spelling in the text.
  bool number(double value, std::string_view spelling);
  bool text(std::string_view t);  ///< A text in UTF-8, unescaped.
  /// A text that is not UTF-8, from an engine that looks for that later than the others.
  bool invalid_text();
  bool begin_object() { return open(true); }  ///< An object begins.
  bool key(std::string_view name);       ///< The name of a member, unescaped; its value follows.
  bool end_object() { return close(); }  ///< The object ends.
  bool begin_array() { return open(false); }  ///< An array begins.
  bool end_array() { return close(); }        ///< The array ends.

  /// The text is not JSON, from that byte on. Always returns false.
  bool syntax_error(std::size_t byte);
  /// The text is longer than the limit. Always returns false.
  bool too_large(std::size_t bytes);
  /// What it was made with.
  [[nodiscard]] read_options const& options() const noexcept { return options_; }

  /// All problems, in the order of the document; empty for success. A document of which an engine
  /// gave nothing, or not all, is a `syntax_error`, if nothing else is wrong with it.
  [[nodiscard]] problems finish() &&;

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  struct frame {
    slot of{};
    table const* fields = nullptr;  // null: an array, or an object whose names are data
    std::uint64_t seen = 0;
    std::size_t row = none;  // of the member whose value comes
    std::size_t next = 0;    // members mostly come in the order of the table
    std::size_t count = 0;   // elements so far

    [[nodiscard]] bool is_map() const noexcept { return of.as->member != nullptr; }
  };

  // The names in an object whose names are data.
  struct names {
    std::string last{};  // of the member whose value comes
    std::set<std::string, std::less<>> all{};
    bool add(std::string_view name) {
      last = name;
      return all.emplace(name).second;
    }
  };

  bool key_of_kept(std::string_view name);
  bool key_of_map(std::string_view name);
  bool key_of_no_row(std::string_view name, bool twice);
  bool tell_missing(table const& fields, std::uint64_t seen);
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
  std::vector<names> maps_;  // of the frames that are one
  std::size_t depth_ = 0;    // of everything that is open
  std::size_t skipped_ = 0;  // of it, what nobody reads
  std::size_t items_ = 0;
  problems problems_;

  // A value that is kept as text.
  struct level {
    bool object = false;
    std::size_t count = 0;  // elements so far
    reader::names names{};
  };
  json_text* kept_ = nullptr;
  std::string kept_text_;
  std::optional<text_writer> keeps_;  // while something is kept
  std::vector<level> levels_;
};

/// Reads one document into a struct that has a field table, or any other type that a field may
/// have: all of it, or all problems.
template <class Document>
[[nodiscard]] result<Document> read_document(source const& in, read_options const& options);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

#include <invito/wire/impl/reader.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/wire/impl/reader.ipp>
#endif
