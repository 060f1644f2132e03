// SPDX-License-Identifier: MIT
#pragma once

/// \file fuzz/input.hpp
/// The meaning of the bytes of one run: the first four select how to read and write, the rest is
/// the document. Only the low bits of the four bytes are used, so that they can be digits.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <invito/invito.hpp>
#include <invito/wire/reader.hpp>
#include <nlohmann/json.hpp>

namespace fuzz {

/// The source of the events of the document.
enum class engine {
  text,   ///< JSON text.
  value,  ///< A parsed value, which must give the same problems as its text.
  odd,    ///< A parsed value with invalid UTF-8 and binary values, which no text can contain.
  torn    ///< An engine that stops early without reporting an error.
};

/// One run.
struct input {
  std::size_t reader = 0;          ///< Byte 0: the index of the check.
  invito::read_options reading{};  ///< Byte 1: bit 1 is strict, bit 2 sets tight limits.
  fuzz::engine engine{};           ///< Byte 1: bits 4 and 8.
  invito::write_options
      writing{};  ///< Byte 2: bits 1 extended, 2 incomplete, 4 as expired, 8 a short history.
  invito::instant now{};   ///< Byte 3: bits 1 and 2.
  std::size_t events = 0;  ///< Byte 3, other bits: the number of events of a torn engine.
  std::string_view document{};
};

inline std::optional<input> decode(std::uint8_t const* data, std::size_t size) {
  constexpr std::size_t header = 4;
  if (size < header) return std::nullopt;
  input in;
  in.reader = data[0] & 0xFU;
  in.reading.strict = (data[1] & 1U) != 0;
  if ((data[1] & 2U) != 0) in.reading.limits = {128, 4, 12, 3};
  in.engine = static_cast<fuzz::engine>(data[1] >> 2U & 3U);
  if ((data[2] & 1U) != 0) in.writing.shape = invito::wire::shape::extended;
  in.writing.incomplete = (data[2] & 2U) != 0;
  in.writing.revoked_as_expired = (data[2] & 4U) != 0;
  if ((data[2] & 8U) != 0) in.writing.history_cap = 1;
  switch (data[3] & 3U) {
    case 0: in.now = *invito::from_unix_seconds(1'772'442'000); break;  // 2026-03-02T09:00:00Z
    case 1: in.now = (invito::instant::max)(); break;
    case 2: in.now = (invito::instant::min)(); break;
    default: break;
  }
  in.events = data[3] >> 2U;
  in.document = {reinterpret_cast<char const*>(data) + header, size - header};
  return in;
}

namespace detail {

/// Replaces U+00FF by an invalid byte and U+00FE by a binary value.
inline void make_odd(nlohmann::json& value) {
  constexpr std::string_view broken_text = "\xC3\xBF";
  constexpr std::string_view binary = "\xC3\xBE";
  const auto broken = [&](std::string text) {
    const std::size_t at = text.find(broken_text);
    return at == std::string::npos ? text : text.replace(at, broken_text.size(), "\xFF");
  };
  if (value.is_string()) {
    auto const& text = value.get_ref<std::string const&>();
    value = text == binary ? nlohmann::json::binary({1}) : nlohmann::json(broken(text));
  } else if (value.is_array()) {
    for (auto& element : value) make_odd(element);
  } else if (value.is_object()) {
    nlohmann::json out = nlohmann::json::object();
    for (auto& member : value.items()) {
      make_odd(member.value());
      out[broken(member.key())] = std::move(member.value());
    }
    value = std::move(out);
  }
}

/// An engine that passes on only the first events of nlohmann's parser.
class torn_engine {
 public:
  torn_engine(invito::wire::reader& to, std::size_t count) : to_(&to), left_(count) {}

  bool null() { return go_on() && to_->null(); }
  bool boolean(bool b) { return go_on() && to_->boolean(b); }
  bool number_integer(std::int64_t n) { return go_on() && to_->integer(n); }
  bool number_unsigned(std::uint64_t n) {
    return go_on() && to_->number(static_cast<double>(n), std::to_string(n));
  }
  bool number_float(double n, std::string const& spelling) {
    return go_on() && to_->number(n, spelling);
  }
  bool string(std::string& text) { return go_on() && to_->text(text); }
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(std::size_t) { return go_on() && to_->begin_object(); }
  bool key(std::string& name) { return go_on() && to_->key(name); }
  bool end_object() { return go_on() && to_->end_object(); }
  bool start_array(std::size_t) { return go_on() && to_->begin_array(); }
  bool end_array() { return go_on() && to_->end_array(); }
  bool parse_error(std::size_t, std::string const&, nlohmann::json::exception const&) {
    return false;
  }

 private:
  bool go_on() { return left_ != 0 && left_-- != 0; }

  invito::wire::reader* to_;
  std::size_t left_;
};

inline void feed_torn(void const* from, invito::wire::reader& to) {
  input const& in = *static_cast<input const*>(from);
  torn_engine events(to, in.events);
  nlohmann::json::sax_parse(in.document.begin(), in.document.end(), &events);
}

}  // namespace detail

/// Owns the value that a source refers to.
class document {
 public:
  document(input const& in, fuzz::engine from) : in_(&in), from_(from) {
    if (from == engine::text || from == engine::torn) return;
    value_ = nlohmann::json::value_t::discarded;
    const bool ends_early =
        in.document.find('\0') != std::string_view::npos;  // the parser stops at a zero byte
    if (!ends_early) value_ = nlohmann::json::parse(in.document, nullptr, false);
    if (from == engine::odd) detail::make_odd(value_);
  }

  [[nodiscard]] invito::wire::source source() const {
    switch (from_) {
      case engine::text: return in_->document;
      case engine::torn: return {in_, detail::feed_torn};
      default: return value_;
    }
  }

 private:
  input const* in_;
  fuzz::engine from_;
  nlohmann::json value_;
};

}  // namespace fuzz
