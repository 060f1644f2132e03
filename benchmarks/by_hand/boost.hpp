// SPDX-License-Identifier: MIT
#pragma once

/// \file by_hand/boost.hpp
/// Reads the events of Boost.JSON's parser directly into the struct, with the checks of
/// by_hand/sax.hpp. Text after the document is refused.

#include <boost/json/basic_parser_impl.hpp>

#include "sax.hpp"

namespace by_hand {

class boost_events {
 public:
  using error = boost::json::error_code;
  using part = boost::json::string_view;

  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = max_object_size;
  static constexpr std::size_t max_key_size = max_object_size;
  static constexpr std::size_t max_string_size = max_object_size;

  template <class Out>
  explicit boost_events(Out& out) : events_(out) {}

  bool on_document_begin(error&) { return true; }
  bool on_document_end(error&) { return true; }
  bool on_object_begin(error& e) { return good(events_.start_object(0), e); }
  bool on_object_end(std::size_t, error& e) { return good(events_.end_object(), e); }
  bool on_array_begin(error& e) { return good(events_.start_array(0), e); }
  bool on_array_end(std::size_t, error& e) { return good(events_.end_array(), e); }
  bool on_key_part(part p, std::size_t, error&) { return begin(p); }
  bool on_key(part p, std::size_t, error& e) {
    const bool fits = events_.key(whole(p));
    begun_.clear();
    return good(fits, e);
  }
  bool on_string_part(part p, std::size_t, error&) { return begin(p); }
  bool on_string(part p, std::size_t, error& e) {
    const bool fits = events_.text(whole(p));
    begun_.clear();
    return good(fits, e);
  }
  bool on_number_part(part, error&) { return true; }
  bool on_int64(std::int64_t n, part, error& e) { return good(events_.number_integer(n), e); }
  bool on_uint64(std::uint64_t n, part, error& e) { return good(events_.number_unsigned(n), e); }
  bool on_double(double n, part, error& e) { return good(events_.number_float(n, {}), e); }
  bool on_bool(bool b, error& e) { return good(events_.boolean(b), e); }
  bool on_null(error& e) { return good(events_.null(), e); }
  bool on_comment_part(part, error&) { return true; }
  bool on_comment(part, error&) { return true; }

 private:
  bool begin(part p) {
    begun_.append(p.data(), p.size());
    return true;
  }
  std::string_view whole(part p) {
    if (begun_.empty()) return {p.data(), p.size()};
    begun_.append(p.data(), p.size());
    return begun_;
  }
  static bool good(bool fits, error& e) {
    if (!fits) e = boost::json::error::incomplete;
    return fits;
  }

  openai_events events_;
  std::string begun_;
};

template <class Out>
bool by_boost(std::string_view text, Out& out) {
  boost::json::basic_parser<boost_events> parser({}, out);
  boost::json::error_code error;
  const std::size_t end = parser.write_some(false, text.data(), text.size(), error);
  return !error && end == text.size();
}

}  // namespace by_hand
