// SPDX-License-Identifier: MIT
// Email addresses and texts, compared with simple implementations. The input is two texts with a
// zero byte between them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <invito/base/text.hpp>
#include <invito/invito.hpp>
#include <invito/wire/writer.hpp>
#include <nlohmann/json.hpp>

#include "check.hpp"

namespace {

using invito::email_shape;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_local(std::string_view part) {
  if (part.empty() || part.size() > 64) return false;
  return std::all_of(part.begin(), part.end(), [](char c) {
    return is_alphanumeric(c) ||
           std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string::npos;
  });
}

bool is_label(std::string_view part) {
  if (part.empty() || part.size() > 63 || part.front() == '-' || part.back() == '-') return false;
  return std::all_of(part.begin(), part.end(),
                     [](char c) { return is_alphanumeric(c) || c == '-'; });
}

email_shape plain_shape(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || text.size() > 254) return email_shape::invalid;
  if (!is_local(text.substr(0, at))) return email_shape::invalid;
  std::string_view domain = text.substr(at + 1);
  for (;;) {
    const std::size_t dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return email_shape::invalid;
    if (dot == std::string_view::npos) break;
    domain.remove_prefix(dot + 1);
  }
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return email_shape::valid;
  return fuzz::is_utf8_by_nlohmann(text) ? email_shape::not_ascii : email_shape::invalid;
}

std::string plain_canonical(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return out;
}

void check_address(std::string_view text) {
  fuzz::require(invito::check_email(text) == plain_shape(text),
                "check_email returns the shape of the address", text);
  const invito::email address{std::string(text)};
  fuzz::require_same(address.text(), text, "text() returns the address unchanged");
  fuzz::require_same(address.canonical(), plain_canonical(text),
                     "canonical() is the address in lowercase");
  const std::size_t at = text.rfind('@');
  fuzz::require_same(address.domain(), at == std::string_view::npos ? "" : text.substr(at + 1),
                     "a domain is the text behind the last @");
}

void check_pair(std::string_view one, std::string_view other) {
  const invito::email a{std::string(one)};
  const invito::email b{std::string(other)};
  const std::string x = plain_canonical(one);
  const std::string y = plain_canonical(other);
  fuzz::require((a == b) == (x == y) && (a != b) == (x != y),
                "addresses are equal if their canonical forms are equal", one);
  fuzz::require((a < b) == (x < y) && (b < a) == (y < x),
                "addresses have the order of their canonical forms", one);
  fuzz::require(invito::detail::ascii_equal(one, other) == (x == y), "ascii_equal ignores case");
  const std::hash<invito::email> hash;
  fuzz::require(hash(a) == hash(invito::email(x)), "the hash is the hash of the canonical form",
                one);
}

void check_text(std::string_view text) {
  const bool valid = fuzz::is_utf8_by_nlohmann(text);
  fuzz::require(invito::detail::is_utf8(text) == valid, "is_utf8 agrees with nlohmann's writer",
                text);
  for (std::size_t most = 0; most <= text.size(); ++most) {
    const std::string_view part = invito::detail::utf8_prefix(text, most);
    fuzz::require(part == text.substr(0, part.size()) && part.size() <= most,
                  "utf8_prefix returns a bounded prefix", text);
    if (!valid) continue;
    fuzz::require(invito::detail::is_utf8(part) && part.size() + 3 >= most,
                  "utf8_prefix cuts no character and omits at most one", text);
  }
  const auto read = nlohmann::json::parse(invito::wire::quoted(text).text(), nullptr, false);
  fuzz::require(read.is_string(), "a quoted text is a JSON string", text);
  auto const& unquoted = read.get_ref<std::string const&>();
  fuzz::require(unquoted == text || !valid, "a quoted text is parsed to the same text", text);
  fuzz::require(valid || unquoted.find("\xEF\xBF\xBD") != std::string::npos,
                "bytes that are not UTF-8 are replaced", text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  const std::string_view all(reinterpret_cast<char const*>(data), size);
  const std::string_view one = all.substr(0, all.find('\0'));
  const std::string_view other =
      one.size() == all.size() ? std::string_view() : all.substr(one.size() + 1);
  check_address(one);
  check_address(other);
  check_pair(one, other);
  check_text(one);
  check_text(all);
  return 0;
}
