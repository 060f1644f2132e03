// SPDX-License-Identifier: MIT
#pragma once

/// \file wire/target.hpp
/// Where a document goes: JSON text, a `nlohmann::json` value, or any other engine.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/base/problem.hpp>
#include <invito/base/result.hpp>
#include <invito/base/text.hpp>
#include <invito/wire/fields.hpp>
#include <invito/wire/writer.hpp>

namespace invito {
inline namespace v0 {
namespace wire {

namespace detail {

template <class To, class = void>
inline constexpr bool is_tree = false;
template <class To>
inline constexpr bool is_tree<To, std::void_t<typename To::object_t>> = true;

template <class To>
inline constexpr bool is_target =
    std::is_same_v<To, std::string> || std::is_same_v<To, buffer> || is_tree<To>;

template <class To>
problems write_to(void* to, void const* at, codec const& as, writer::manner const& how);

}  // namespace detail

/// Where a document is written; every `write_*_to` function takes one. Refers to what it was made
/// from. For another JSON engine, derive from `writer` and give a function that writes with it.
class target {
 public:
  /// Writes the value at `at` to what is behind `to`; returns what stood in the way.
  using write_function = problems (*)(void* to, void const* at, codec const& as,
                                      writer::manner const& how);

  /// One of:
  /// - the end of a `std::string`, which is left as it was where the document cannot be written;
  /// - the start of a `buffer`: `too_large` where it is, with the length that the text has;
  /// - a `nlohmann::json` or another `basic_json`, null where the document cannot be written.
  template <class To, class = std::enable_if_t<detail::is_target<To>>>
  target(To& to) : target(&to, &detail::write_to<To>) {}
  /// A document of another engine's.
  target(void* to, write_function how) : to_(to), write_(how) {}

  /// Writes the value at `at`; nothing for success.
  [[nodiscard]] problems write(void const* at, codec const& as, writer::manner const& how) const {
    return write_(to_, at, as, how);
  }

 private:
  void* to_;
  write_function write_;
};

/// Writes a document that has a field table, or any other type that a field may have;
/// `invalid_utf8` where a text is not UTF-8.
template <class Document>
[[nodiscard]] problems write_document(target const& to, Document const& document,
                                      writer::manner const& how = {});
/// The same as text.
template <class Document>
[[nodiscard]] result<std::string> write_document(Document const& document,
                                                 writer::manner const& how = {});

// -------------------------------------------------------------------------------------------------

namespace detail {

/// Leaves so much of a string, whatever comes between.
struct kept_start {
  std::string& text;
  std::size_t size;
  ~kept_start() { text.resize(size); }
};

template <class To>
problems write_text(To& end, void const* at, codec const& as, writer::manner const& how) {
  text_writer out(end, how);
  write_value(at, as, out);
  out.flush();
  return out.finish();
}

/// Builds the value of an engine like nlohmann's.
template <class Json>
class tree_writer final : public writer {
 public:
  tree_writer(Json& root, manner const& how) : writer(how), root_(&root) {}

  void null() override { put(nullptr); }
  void boolean(bool b) override { put(b); }
  void integer(std::int64_t n) override { put(n); }
  void text(std::string_view t) override { put(in_utf8(t)); }
  void json(std::string_view value) override { put(Json::parse(value, nullptr, false)); }
  void begin_object() override { open_.push_back(&put(Json(Json::value_t::object))); }
  void name(std::string_view known) override { name_ = known; }
  void key(std::string_view any) override {
    name_ = in_utf8(any);
    open_.back()->erase(name_);  // of two with one name the last stays, as in text
  }
  void end_object() override { open_.pop_back(); }
  void begin_array() override { open_.push_back(&put(Json(Json::value_t::array))); }
  void end_array() override { open_.pop_back(); }

 private:
  std::string in_utf8(std::string_view t) { return is_utf8(t) ? std::string(t) : instead_of(t); }
  /// Puts a value where the next one has its place, and returns it there.
  template <class Value>
  Json& put(Value&& value) {
    if (open_.empty()) return *root_ = std::forward<Value>(value);
    Json& in = *open_.back();
    if (in.is_array()) return in.emplace_back(std::forward<Value>(value));
    return *in.emplace(std::move(name_), std::forward<Value>(value)).first;
  }

  Json* root_;
  std::vector<Json*> open_{};
  std::string name_{};  // of the member whose value comes
};

template <class To>
problems write_to(void* to, void const* at, codec const& as, writer::manner const& how) {
  To& end = *static_cast<To*>(to);
  problems found;
  if constexpr (is_tree<To>) {
    To made;
    tree_writer<To> out(made, how);
    write_value(at, as, out);
    found = out.finish();
    end = found.empty() ? std::move(made) : To();
  } else if constexpr (std::is_same_v<To, buffer>) {
    end.length = 0;
    found = write_text(end, at, as, how);
    if (found.empty() && end.length > end.size) {
      found.add({code::too_large,
                 {},
                 {},
                 {static_cast<std::int64_t>(end.length), static_cast<std::int64_t>(end.size)}});
    }
  } else {
    kept_start start{end, end.size()};
    found = write_text(end, at, as, how);
    if (found.empty()) start.size = end.size();
  }
  return found;
}

}  // namespace detail

template <class Document>
problems write_document(target const& to, Document const& document, writer::manner const& how) {
  return to.write(&document, detail::codec_of<Document>, how);
}

template <class Document>
result<std::string> write_document(Document const& document, writer::manner const& how) {
  std::string text;
  problems found = write_document(text, document, how);
  if (!found.empty()) return found;
  return text;
}

}  // namespace wire
}  // namespace v0
}  // namespace invito
