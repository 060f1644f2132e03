// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/base/problem.hpp>
#include <invito/base/text.hpp>
#include <invito/wire/fields.hpp>
#include <invito/wire/reader.hpp>
#include <invito/wire/source.hpp>
#include <invito/wire/target.hpp>
#include <invito/wire/writer.hpp>
#include <nlohmann/json.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
namespace detail {

/// Passes the SAX events of nlohmann/json to a reader.
template <class Json = nlohmann::json>
class nlohmann_events {
 public:
  explicit nlohmann_events(reader& to) noexcept : to_(&to) {}

  bool null() { return to_->null(); }
  bool boolean(bool b) { return to_->boolean(b); }
  bool number_integer(std::int64_t n) { return to_->integer(n); }
  bool number_unsigned(std::uint64_t n) {
    constexpr auto most = static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::max)());
    if (n <= most) return to_->integer(static_cast<std::int64_t>(n));
    return to_->number(static_cast<double>(n), std::to_string(n));
  }
  bool number_float(double value, std::string const& spelling) {
    // The parser replaces the '.' in `spelling` with the decimal point of the C library's locale.
    const auto point = spelling.find_first_not_of("+-0123456789eE");
    if (point == std::string::npos || spelling[point] == '.') return to_->number(value, spelling);
    std::string as_written = spelling;
    as_written[point] = '.';
    // If the locale's decimal point has several bytes, the parser inserts only the first byte, and
    // `value` lacks the fraction and the exponent.
    const bool cut = static_cast<unsigned char>(spelling[point]) >= 0x80;
    return to_->number(cut ? std::numeric_limits<double>::quiet_NaN() : value, as_written);
  }
  bool string(std::string& text) { return to_->text(text); }
  bool binary(typename Json::binary_t&) { return false; }  // JSON text contains no binary values
  bool start_object(std::size_t) { return to_->begin_object(); }
  bool key(std::string& name) { return to_->key(name); }
  bool end_object() { return to_->end_object(); }
  bool start_array(std::size_t) { return to_->begin_array(); }
  bool end_array() { return to_->end_array(); }
  bool parse_error(std::size_t position, std::string const&, typename Json::exception const&) {
    return to_->syntax_error(position == 0 ? 0 : position - 1);  // nlohmann counts bytes from 1
  }

 private:
  reader* to_;
};

template <class Json>
bool feed(Json const& value, reader& to) {
  using kind = typename Json::value_t;
  nlohmann_events<Json> events(to);
  switch (value.type()) {
    case kind::null: return to.null();
    case kind::boolean: return to.boolean(*value.template get_ptr<bool const*>());
    case kind::number_integer:
      return events.number_integer(
          *value.template get_ptr<typename Json::number_integer_t const*>());
    case kind::number_unsigned:
      return events.number_unsigned(
          *value.template get_ptr<typename Json::number_unsigned_t const*>());
    case kind::number_float:
      return to.number(*value.template get_ptr<typename Json::number_float_t const*>(),
                       value.dump());
    case kind::string: {
      auto const& text = *value.template get_ptr<typename Json::string_t const*>();
      return invito::detail::is_utf8(text) ? to.text(text) : to.invalid_text();
    }
    case kind::array:
      if (!to.begin_array()) return false;
      for (Json const& element : value) {
        if (!feed(element, to)) return false;
      }
      return to.end_array();
    case kind::object:
      if (!to.begin_object()) return false;
      for (auto const& member : *value.template get_ptr<typename Json::object_t const*>()) {
        if (!invito::detail::is_utf8(member.first)) return to.syntax_error(0);
        if (!to.key(member.first) || !feed(member.second, to)) return false;
      }
      return to.end_object();
    case kind::binary:
    case kind::discarded: break;
  }
  return to.syntax_error(0);
}

}  // namespace detail

template <class>
void feed_text(std::string_view text, reader& to) {
  if (text.size() > to.options().limits.bytes) {
    to.too_large(text.size());
    return;
  }
  detail::nlohmann_events<> events(to);
  const std::size_t end = (std::min)(text.find('\0'), text.size());  // the parser stops at '\0'
  const bool good = nlohmann::json::sax_parse(text.data(), text.data() + end, &events);
  if (good && end != text.size()) to.syntax_error(end);
}

template <class Json>
void feed_value(Json const& value, reader& to) {
  detail::feed(value, to);
}

namespace detail {

/// A writer that builds a `basic_json`.
template <class Json>
class tree_writer final : public writer {
 public:
  tree_writer(Json& root, write_settings const& settings) : writer(settings), root_(&root) {}

  void null() override { put(nullptr); }
  void boolean(bool b) override { put(b); }
  void integer(std::int64_t n) override { put(n); }
  void text(std::string_view t) override { put(in_utf8(t)); }
  void json(std::string_view value) override { put(Json::parse(value, nullptr, false)); }
  void begin_object() override { open_.push_back(&put(Json(Json::value_t::object))); }
  void name(std::string_view known) override { name_ = known; }
  void key(std::string_view any) override {
    name_ = in_utf8(any);
    // If two fields have the same name, the last field is kept, as in nlohmann's parser.
    open_.back()->erase(name_);
  }
  void end_object() override { open_.pop_back(); }
  void begin_array() override { open_.push_back(&put(Json(Json::value_t::array))); }
  void end_array() override { open_.pop_back(); }

 private:
  std::string in_utf8(std::string_view t) {
    return invito::detail::is_utf8(t) ? std::string(t) : instead_of(t);
  }
  /// Inserts the next value, and returns a reference to it.
  template <class Value>
  Json& put(Value&& value) {
    if (open_.empty()) return *root_ = std::forward<Value>(value);
    Json& in = *open_.back();
    if (in.is_array()) return in.emplace_back(std::forward<Value>(value));
    return *in.emplace(std::move(name_), std::forward<Value>(value)).first;
  }

  Json* root_;
  std::vector<Json*> open_{};
  std::string name_{};  // the name of the field whose value follows
};

}  // namespace detail

template <class Json>
result<void> write_tree(void* to, void const* at, codec const& as, write_settings const& settings) {
  Json made;
  detail::tree_writer<Json> out(made, settings);
  write_value(at, as, out);
  result<void> written = out.finish();
  *static_cast<Json*>(to) = written ? std::move(made) : Json();
  return written;
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
