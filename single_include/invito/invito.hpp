// SPDX-License-Identifier: MIT
// invito 0.1.0: the whole library in one header.
//
// Generated. Edit include/ instead and run: python3 single_include/generate.py
//
// MIT License
//
// Copyright (c) 2026 the invito authors
//
// Permission is hereby granted, free of charge, to any person obtaining a copy
// of this software and associated documentation files (the "Software"), to deal
// in the Software without restriction, including without limitation the rights
// to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
// copies of the Software, and to permit persons to whom the Software is
// furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all
// copies or substantial portions of the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
// IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
// FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
// AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
// LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
// OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
// SOFTWARE.

#ifndef INVITO_INVITO_HPP_SINGLE
#define INVITO_INVITO_HPP_SINGLE

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

// ---- invito/base/box.hpp ----

/// \file base/box.hpp
/// An optional value kept on the heap.

namespace invito {
inline namespace v0 {

/// Like `std::optional<T>`, but one pointer wide: for what is large and usually absent.
/// Copies and compares the value, not the pointer.
template <class T>
class box {
 public:
  box() noexcept = default;
  box(T value) : value_(std::make_unique<T>(std::move(value))) {}
  box(box const& other) : value_(other ? std::make_unique<T>(*other) : nullptr) {}
  box(box&&) noexcept = default;
  box& operator=(box const& other) { return *this = box(other); }
  box& operator=(box&&) noexcept = default;
  ~box() = default;

  /// Whether there is a value.
  explicit operator bool() const noexcept { return value_ != nullptr; }

  /// The value. Precondition: there is one.
  T& operator*() noexcept { return *value_; }
  T const& operator*() const noexcept { return *value_; }
  T* operator->() noexcept { return value_.get(); }
  T const* operator->() const noexcept { return value_.get(); }

  friend bool operator==(box const& a, box const& b) {
    return a && b ? *a == *b : bool(a) == bool(b);
  }
  friend bool operator!=(box const& a, box const& b) { return !(a == b); }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace v0
}  // namespace invito

// ---- invito/base/text.hpp ----

/// \file base/text.hpp
/// The few operations on text that the library needs, all independent of any locale.

namespace invito {
inline namespace v0 {

/// `c` with A to Z turned into a to z; every other byte as it is.
[[nodiscard]] constexpr char ascii_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Whether two texts are equal but for the case of A to Z.
[[nodiscard]] constexpr bool ascii_equal(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i != a.size(); ++i) {
    if (ascii_lower(a[i]) != ascii_lower(b[i])) return false;
  }
  return true;
}

/// Appends `value` in decimal digits.
template <class Integer>
void append_number(std::string& text, Integer value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  text.append(digits.data(), end);
}

/// Whether `text` is well-formed UTF-8 (no overlong forms, no surrogates, nothing past U+10FFFF).
/// Source: Unicode, table 3-7. Linear.
[[nodiscard]] constexpr bool is_utf8(std::string_view text) noexcept {
  for (std::size_t i = 0; i != text.size();) {
    const auto at = [&](std::size_t n) {
      return i + n < text.size() ? static_cast<unsigned char>(text[i + n]) : 0U;
    };
    const auto continues = [&](std::size_t n) { return (at(n) & 0xC0U) == 0x80U; };
    const unsigned lead = at(0);
    const unsigned second = at(1);
    if (lead < 0x80) {
      i += 1;
    } else if (lead >= 0xC2 && lead <= 0xDF && continues(1)) {
      i += 2;
    } else if (lead >= 0xE0 && lead <= 0xEF && continues(1) && continues(2) &&
               (lead != 0xE0 || second >= 0xA0) && (lead != 0xED || second <= 0x9F)) {
      i += 3;
    } else if (lead >= 0xF0 && lead <= 0xF4 && continues(1) && continues(2) && continues(3) &&
               (lead != 0xF0 || second >= 0x90) && (lead != 0xF4 || second <= 0x8F)) {
      i += 4;
    } else {
      return false;
    }
  }
  return true;
}

/// The longest part of `text` from its start that has at most `most` bytes and cuts no UTF-8
/// character in two.
[[nodiscard]] constexpr std::string_view utf8_prefix(std::string_view text,
                                                     std::size_t most) noexcept {
  if (text.size() <= most) return text;
  while (most != 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return text.substr(0, most);
}

}  // namespace v0
}  // namespace invito

// ---- invito/base/path.hpp ----

/// \file base/path.hpp
/// Where in a document or command a problem lies.

namespace invito {
inline namespace v0 {

/// A path of typed segments, each the name of a member or the index of an element. The empty path
/// is the whole document. Kept in one string, so that short paths need no memory of their own.
class path {
 public:
  /// One step: `index` is set for an element, `name` is meant otherwise.
  struct segment {
    std::string name;
    std::optional<std::size_t> index;
    friend bool operator==(segment const& a, segment const& b) {
      return a.name == b.name && a.index == b.index;
    }
    friend bool operator!=(segment const& a, segment const& b) { return !(a == b); }
  };

  path() = default;
  /// The path to one member of the document.
  path(char const* name) { add(std::string_view(name)); }

  /// Extends the path by the member `name`.
  path& add(std::string_view name);
  /// Extends the path by the element `index`.
  path& add(std::size_t index);

  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
  /// The path as a JSON pointer (RFC 6901): "" for the whole document, else "/projects/0/id".
  [[nodiscard]] std::string pointer() const;
  /// The path segment by segment, names unescaped.
  [[nodiscard]] std::vector<segment> segments() const;

  friend bool operator==(path const& a, path const& b) { return a.text_ == b.text_; }
  friend bool operator!=(path const& a, path const& b) { return !(a == b); }

 private:
  // '/' before a name, '#' before an index; '~', '/' and '#' in names stand as ~0, ~1 and ~2.
  std::string text_;
};

// -------------------------------------------------------------------------------------------------

inline path& path::add(std::string_view name) {
  text_ += '/';
  for (const char c : name) {
    if (c == '~') {
      text_ += "~0";
    } else if (c == '/') {
      text_ += "~1";
    } else if (c == '#') {
      text_ += "~2";
    } else {
      text_ += c;
    }
  }
  return *this;
}

inline path& path::add(std::size_t index) {
  text_ += '#';
  append_number(text_, index);
  return *this;
}

inline std::string path::pointer() const {
  std::string out;
  out.reserve(text_.size());
  for (std::size_t i = 0; i != text_.size(); ++i) {
    if (text_[i] == '#') {
      out += '/';
    } else if (text_[i] == '~' && text_[i + 1] == '2') {
      out += '#';
      ++i;
    } else {
      out += text_[i];
    }
  }
  return out;
}

inline std::vector<path::segment> path::segments() const {
  std::vector<segment> out;
  for (std::size_t i = 0; i != text_.size(); ++i) {
    const char c = text_[i];
    if (c == '/') {
      out.push_back({});
    } else if (c == '#') {
      out.push_back({{}, 0});
    } else if (out.back().index) {
      out.back().index = *out.back().index * 10 + static_cast<std::size_t>(c - '0');
    } else if (c == '~') {
      const char escaped = text_[++i];
      out.back().name += escaped == '0' ? '~' : escaped == '1' ? '/' : '#';
    } else {
      out.back().name += c;
    }
  }
  return out;
}

}  // namespace v0
}  // namespace invito

// ---- invito/base/problem.hpp ----

/// \file base/problem.hpp
/// Why something was refused: a stable code, the place, and the facts a person needs to act on it.

namespace invito {
inline namespace v0 {

/// Every reason for a refusal. The numbers are stable: none is ever changed or used again.
enum class code : std::uint16_t {
  // Documents: what is read or written.
  syntax_error = 101,         ///< The text is not JSON.
  too_large = 102,            ///< The text is longer than the limit.
  too_deep = 103,             ///< Objects and arrays are nested deeper than the limit.
  too_many_items = 104,       ///< More members and elements than the limit.
  missing_field = 111,        ///< A required member is absent.
  wrong_type = 112,           ///< A value has another JSON type than its member.
  unknown_field = 113,        ///< A member that the object does not have.
  duplicate_key = 114,        ///< A member stands twice in one object.
  unknown_value = 115,        ///< A text that is not in the member's vocabulary.
  conflicting_fields = 116,   ///< Two members that mean the same differ.
  duplicate_item = 117,       ///< An element stands twice in one list.
  number_out_of_range = 118,  ///< A number that the member cannot hold.
  invalid_utf8 = 119,         ///< Text that is not well-formed UTF-8.
  invalid_time = 120,         ///< Text that is not an RFC 3339 time.
  time_out_of_range = 121,    ///< A time before 1677-09-21 or after 2262-04-11.
  invalid_state = 122,        ///< Members that contradict the status beside them.
  not_representable = 131,    ///< The target document cannot express this value.
  unsupported_version = 132,  ///< A native document of a later format.
  history_mismatch = 133,     ///< The events do not lead to the state that stands beside them.
  // Tenant: whose invitation it is.
  not_found = 201,  ///< There is no such invitation in the caller's organization.
  // Authority: who acts.
  inactive_actor = 301,    ///< The actor is no longer an active member.
  not_permitted = 302,     ///< The actor's rank does not reach the role.
  system_only = 303,       ///< Only the system may do this.
  wrong_recipient = 311,   ///< The invitation was sent to somebody else.
  email_unverified = 312,  ///< The person's address is not verified.
  // Input: what the command says.
  missing_value = 401,       ///< The command leaves out what it needs.
  text_too_long = 402,       ///< A text or list is longer than its bound.
  invalid_email = 403,       ///< Not the shape of an email address.
  email_not_ascii = 404,     ///< The policy does not admit addresses beyond ASCII.
  unknown_role = 411,        ///< The catalog has no such role.
  role_not_grantable = 412,  ///< The role is never granted by invitation.
  lifetime_too_short = 421,  ///< Below the policy's shortest lifetime.
  lifetime_too_long = 422,   ///< Above the policy's longest lifetime.
  // State: what the invitation has become.
  already_issued = 501,        ///< It exists.
  already_accepted = 502,      ///< It is accepted; that is final.
  already_revoked = 503,       ///< It is revoked; that is final.
  expired = 504,               ///< Its time is over.
  not_yet_expired = 505,       ///< Its time is not over.
  renewal_refused = 506,       ///< The policy does not renew expired invitations.
  offer_changed = 507,         ///< Role or grants were changed after the person saw them.
  revision_mismatch = 508,     ///< The invitation has moved on since the decision was made.
  idempotency_mismatch = 509,  ///< The idempotency key was used for another command.
  // Facts: what the host has looked up.
  fact_missing = 601,           ///< A rule needs a fact that was not given.
  sponsor_inactive = 602,       ///< Who vouches for the invitation is no longer an active member.
  sponsor_not_permitted = 603,  ///< Who vouches may no longer grant the role.
};

/// The order in which rules are judged; later tiers are not looked at where an earlier one failed.
enum class tier : std::uint8_t { tenant = 1, authority, input, status, facts };

/// The kind of answer that a server gives; each dialect has one HTTP status for each.
enum class answer : std::uint8_t { bad_request, forbidden, not_found, conflict, internal };

/// One row of the table of codes.
struct code_info {
  invito::code code;
  std::string_view name;  ///< The code as text, stable like its number.
  invito::tier tier;
  invito::answer answer;
  std::string_view sentence;   ///< For `describe`: {s} subject, {0} a number, {0d} a duration.
  invito::code public_code{};  ///< What a stranger is told instead, where this reveals something.
};

/// A reason for a refusal.
struct problem {
  invito::code code{};
  path where;           ///< The member or parameter that it is about.
  std::string subject;  ///< The text that it is about: a role, a member, an id.
  /// Counts, or durations in seconds, as the code's sentence uses them.
  std::array<std::int64_t, 3> numbers{};

  friend bool operator==(problem const& a, problem const& b) {
    return a.code == b.code && a.where == b.where && a.subject == b.subject &&
           a.numbers == b.numbers;
  }
  friend bool operator!=(problem const& a, problem const& b) { return !(a == b); }
};

/// The row of a code; of any other value, a row named "unknown". Linear in the number of codes.
[[nodiscard]] constexpr code_info const& info(code c) noexcept;
/// The code as text, such as "already_accepted".
[[nodiscard]] constexpr std::string_view to_string(code c) noexcept { return info(c).name; }
/// What a stranger may be told. Never turns a refusal into success.
[[nodiscard]] constexpr code public_code(code c) noexcept;

/// `p` as a stranger may see it: with its public code, and without facts where that differs.
[[nodiscard]] problem as_public(problem const& p);

/// The sentence that a person can act on. English, without the place.
[[nodiscard]] std::string describe(problem const& p);

/// One or more problems, in order. The first is stored inline, so that one refusal allocates
/// nothing.
class problems {
 public:
  /// Goes through the problems in order.
  class iterator {
   public:
    using value_type = problem;
    using reference = problem const&;
    using pointer = problem const*;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::forward_iterator_tag;
    iterator() = default;
    iterator(problems const& of, std::size_t index) noexcept : of_(&of), index_(index) {}
    reference operator*() const noexcept { return (*of_)[index_]; }
    pointer operator->() const noexcept { return &(*of_)[index_]; }
    iterator& operator++() noexcept { return ++index_, *this; }
    iterator operator++(int) noexcept {
      iterator before = *this;
      ++index_;
      return before;
    }
    friend bool operator==(iterator a, iterator b) noexcept { return a.index_ == b.index_; }
    friend bool operator!=(iterator a, iterator b) noexcept { return a.index_ != b.index_; }

   private:
    problems const* of_ = nullptr;
    std::size_t index_ = 0;
  };

  problems() = default;
  problems(problem only) : first_(std::move(only)), any_(true) {}

  void add(problem p);

  [[nodiscard]] bool empty() const noexcept { return !any_; }
  [[nodiscard]] std::size_t size() const noexcept { return any_ ? rest_.size() + 1 : 0; }
  /// Precondition: `index < size()`.
  problem const& operator[](std::size_t index) const noexcept {
    return index == 0 ? first_ : rest_[index - 1];
  }
  /// The first problem, which decides the answer. Precondition: not empty.
  [[nodiscard]] problem const& front() const noexcept { return first_; }
  [[nodiscard]] iterator begin() const noexcept { return {*this, 0}; }
  [[nodiscard]] iterator end() const noexcept { return {*this, size()}; }

  friend bool operator==(problems const& a, problems const& b) {
    return a.any_ == b.any_ && a.first_ == b.first_ && a.rest_ == b.rest_;
  }
  friend bool operator!=(problems const& a, problems const& b) { return !(a == b); }

 private:
  problem first_;
  std::vector<problem> rest_;
  bool any_ = false;
};

/// All sentences in one; of several, each after its place: "/role: a value is required here; ...".
[[nodiscard]] std::string describe(problems const& all);

/// A duration in words, its two largest units: "3 days 4 h", "59 min", "0 s".
[[nodiscard]] std::string describe_duration(std::int64_t seconds);

// -------------------------------------------------------------------------------------------------

/// All codes, in the order of their numbers.
inline constexpr code_info codes[] = {
    // clang-format off
    {code::syntax_error, "syntax_error", tier::input, answer::bad_request, "this is not valid JSON, from byte {0} on"},
    {code::too_large, "too_large", tier::input, answer::bad_request, "the text has {0} bytes, more than the {1} allowed"},
    {code::too_deep, "too_deep", tier::input, answer::bad_request, "nested deeper than the {0} levels allowed"},
    {code::too_many_items, "too_many_items", tier::input, answer::bad_request, "more than the {0} values allowed"},
    {code::missing_field, "missing_field", tier::input, answer::bad_request, "a value is required here"},
    {code::wrong_type, "wrong_type", tier::input, answer::bad_request, "this must be {s}"},
    {code::unknown_field, "unknown_field", tier::input, answer::bad_request, "there is no such member"},
    {code::duplicate_key, "duplicate_key", tier::input, answer::bad_request, "this member stands twice"},
    {code::unknown_value, "unknown_value", tier::input, answer::bad_request, "\"{s}\" is not one of the values allowed here"},
    {code::conflicting_fields, "conflicting_fields", tier::input, answer::bad_request, "this contradicts the member \"{s}\""},
    {code::duplicate_item, "duplicate_item", tier::input, answer::bad_request, "\"{s}\" stands twice in this list"},
    {code::number_out_of_range, "number_out_of_range", tier::input, answer::bad_request, "this number is out of range"},
    {code::invalid_utf8, "invalid_utf8", tier::input, answer::bad_request, "this text is not well-formed UTF-8"},
    {code::invalid_time, "invalid_time", tier::input, answer::bad_request, "this must be a time such as 2026-01-31T23:59:59Z"},
    {code::time_out_of_range, "time_out_of_range", tier::input, answer::bad_request, "this time lies outside of the years 1678 to 2261"},
    {code::invalid_state, "invalid_state", tier::input, answer::bad_request, "this contradicts the status \"{s}\""},
    {code::not_representable, "not_representable", tier::input, answer::bad_request, "this document has no way to say: {s}"},
    {code::unsupported_version, "unsupported_version", tier::input, answer::bad_request, "format {0} is not known here; the latest is {1}"},
    {code::history_mismatch, "history_mismatch", tier::input, answer::bad_request, "the recorded events do not lead to this value"},
    {code::not_found, "not_found", tier::tenant, answer::not_found, "there is no such invitation"},
    {code::inactive_actor, "inactive_actor", tier::authority, answer::forbidden, "only an active member may do this", code::not_permitted},
    {code::not_permitted, "not_permitted", tier::authority, answer::forbidden, "this needs a rank that may grant the role \"{s}\""},
    {code::system_only, "system_only", tier::authority, answer::forbidden, "only the system records this", code::not_permitted},
    {code::wrong_recipient, "wrong_recipient", tier::authority, answer::not_found, "this invitation was sent to somebody else; sign in with the address that received it", code::not_found},
    {code::email_unverified, "email_unverified", tier::authority, answer::forbidden, "verify your email address first"},
    {code::missing_value, "missing_value", tier::input, answer::bad_request, "a value is required here"},
    {code::text_too_long, "text_too_long", tier::input, answer::bad_request, "{0} is more than the {1} allowed here"},
    {code::invalid_email, "invalid_email", tier::input, answer::bad_request, "\"{s}\" is not an email address"},
    {code::email_not_ascii, "email_not_ascii", tier::input, answer::bad_request, "\"{s}\" has characters beyond ASCII, which are not admitted here"},
    {code::unknown_role, "unknown_role", tier::input, answer::bad_request, "there is no role \"{s}\""},
    {code::role_not_grantable, "role_not_grantable", tier::input, answer::bad_request, "the role \"{s}\" is not granted by invitation"},
    {code::lifetime_too_short, "lifetime_too_short", tier::input, answer::bad_request, "{0d} is shorter than the {1d} that an invitation lives at least"},
    {code::lifetime_too_long, "lifetime_too_long", tier::input, answer::bad_request, "{0d} is longer than the {1d} that an invitation lives at most"},
    {code::already_issued, "already_issued", tier::status, answer::conflict, "this invitation has been issued"},
    {code::already_accepted, "already_accepted", tier::status, answer::conflict, "this invitation has been accepted"},
    {code::already_revoked, "already_revoked", tier::status, answer::conflict, "this invitation has been withdrawn or declined"},
    {code::expired, "expired", tier::status, answer::conflict, "this invitation expired {0d} ago; ask for a new one"},
    {code::not_yet_expired, "not_yet_expired", tier::status, answer::conflict, "this invitation is not due to expire yet"},
    {code::renewal_refused, "renewal_refused", tier::status, answer::conflict, "this invitation expired {0d} ago and is not renewed; issue a new one"},
    {code::offer_changed, "offer_changed", tier::status, answer::conflict, "the offer has changed since you saw it; look at it again"},
    {code::revision_mismatch, "revision_mismatch", tier::status, answer::conflict, "made against revision {0}, but the invitation is at {1}"},
    {code::idempotency_mismatch, "idempotency_mismatch", tier::status, answer::conflict, "this idempotency key was used for another command"},
    {code::fact_missing, "fact_missing", tier::facts, answer::internal, "the fact \"{s}\" is needed to judge this"},
    {code::sponsor_inactive, "sponsor_inactive", tier::facts, answer::forbidden, "who invited you is no longer a member; ask for a new invitation"},
    {code::sponsor_not_permitted, "sponsor_not_permitted", tier::facts, answer::forbidden, "who invited you may no longer grant the role \"{s}\"; ask for a new invitation", code::sponsor_inactive},
    // clang-format on
};

/// For a value that is none of the codes.
inline constexpr code_info no_code{code{}, "unknown", tier::facts, answer::internal, "unknown"};

constexpr code_info const& info(code c) noexcept {
  for (code_info const& row : codes) {
    if (row.code == c) return row;
  }
  return no_code;
}

constexpr code public_code(code c) noexcept {
  const code other = info(c).public_code;
  return other == code{} ? c : other;
}

inline void problems::add(problem p) {
  if (any_) {
    rest_.push_back(std::move(p));
  } else {
    first_ = std::move(p);
    any_ = true;
  }
}

inline std::string describe_duration(std::int64_t seconds) {
  struct unit {
    std::int64_t length;
    std::string_view one, many;
  };
  constexpr unit units[] = {
      {86'400, " day", " days"}, {3'600, " h", " h"}, {60, " min", " min"}, {1, " s", " s"}};
  std::string out;
  int shown = 0;
  for (unit const& u : units) {
    const std::int64_t n = seconds / u.length;
    seconds %= u.length;
    if (shown != 0 ? n == 0 : n == 0 && u.length != 1) {
      if (shown != 0) break;
      continue;
    }
    if (shown != 0) out += ' ';
    append_number(out, n);
    out += n == 1 ? u.one : u.many;
    if (++shown == 2) break;
  }
  return out;
}

inline std::string describe(problem const& p) {
  std::string out;
  const std::string_view sentence = info(p.code).sentence;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (sentence[i] != '{') {
      out += sentence[i];
      continue;
    }
    const char what = sentence[i + 1];
    if (what == 's') {
      out += p.subject;
      i += 2;
      continue;
    }
    const std::int64_t number = p.numbers[static_cast<std::size_t>(what - '0')];
    if (sentence[i + 2] == 'd') {
      out += describe_duration(number);
      i += 3;
    } else {
      append_number(out, number);
      i += 2;
    }
  }
  return out;
}

inline problem as_public(problem const& p) {
  const code shown = public_code(p.code);
  return shown == p.code ? p : problem{shown, {}, {}, {}};
}

inline std::string describe(problems const& all) {
  std::string out;
  for (problem const& p : all) {
    if (!out.empty()) out += "; ";
    if (all.size() > 1 && !p.where.empty()) out.append(p.where.pointer()).append(": ");
    out += describe(p);
  }
  return out;
}

}  // namespace v0
}  // namespace invito

// ---- invito/base/error_code.hpp ----

/// \file base/error_code.hpp
/// `invito::code` as a `std::error_code`, for hosts whose interfaces speak that.

namespace invito {
inline namespace v0 {

/// The category of all codes, named "invito". Values are the numbers of `invito::code`.
[[nodiscard]] inline std::error_category const& category() noexcept {
  struct invito_category final : std::error_category {
    char const* name() const noexcept override { return "invito"; }
    std::string message(int value) const override {
      for (code_info const& row : codes) {
        if (static_cast<int>(row.code) == value) return std::string(row.name);
      }
      return "no code of invito";  // a host may build an error_code from any number
    }
  };
  static const invito_category instance;
  return instance;
}

/// Found by argument-dependent lookup when a `code` becomes a `std::error_code`.
[[nodiscard]] inline std::error_code make_error_code(code c) noexcept {
  return {static_cast<int>(c), category()};
}

}  // namespace v0
}  // namespace invito

template <>
struct std::is_error_code_enum<invito::code> : std::true_type {};

// ---- invito/base/instant.hpp ----

/// \file base/instant.hpp
/// Moments in time, and sums of them that refuse rather than wrap.

namespace invito {
inline namespace v0 {

/// A moment in UTC with nanosecond ticks: `std::chrono::system_clock::now()` converts into it.
/// The range is 1677-09-21 to 2262-04-11.
using instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;

/// `t + d`, or nothing where the sum lies outside of the range of `instant`.
[[nodiscard]] constexpr std::optional<instant> plus(instant t, std::chrono::seconds d) noexcept;

/// The moment `seconds` after 1970-01-01T00:00:00Z, or nothing outside of the range of `instant`.
[[nodiscard]] constexpr std::optional<instant> from_unix_seconds(std::int64_t seconds) noexcept;

/// Whole seconds since 1970-01-01T00:00:00Z, rounded towards the past.
[[nodiscard]] constexpr std::int64_t to_unix_seconds(instant t) noexcept;

// -------------------------------------------------------------------------------------------------

constexpr std::optional<instant> plus(instant t, std::chrono::seconds d) noexcept {
  // Compared in seconds, as steps of up to twice the range may still end inside of it; unsigned,
  // as the way from one end of the range to the other fits no signed number.
  constexpr std::uint64_t second = 1'000'000'000;
  constexpr auto most = static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::max)());
  constexpr auto least = static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::min)());
  const auto ticks = static_cast<std::uint64_t>(std::int64_t{t.time_since_epoch().count()});
  const auto step = static_cast<std::uint64_t>(std::int64_t{d.count()});
  const bool back = d.count() < 0;
  const std::uint64_t room = (back ? ticks - least : most - ticks) / second;
  if ((back ? 0 - step : step) > room) return std::nullopt;
  return instant{std::chrono::nanoseconds{static_cast<std::int64_t>(ticks + step * second)}};
}

constexpr std::optional<instant> from_unix_seconds(std::int64_t seconds) noexcept {
  return plus(instant{}, std::chrono::seconds{seconds});
}

constexpr std::int64_t to_unix_seconds(instant t) noexcept {
  constexpr std::int64_t second = 1'000'000'000;
  const std::int64_t ticks = t.time_since_epoch().count();
  return ticks / second - (ticks % second < 0 ? 1 : 0);
}

}  // namespace v0
}  // namespace invito

// ---- invito/base/limits.hpp ----

/// \file base/limits.hpp
/// Bounds on what comes from outside, so that no input decides how much work or memory is spent.

namespace invito {
inline namespace v0 {

/// Bounds on one JSON document.
struct read_limits {
  std::size_t bytes = 1024 * 1024;  ///< Length of the text: as much as common HTTP servers allow.
  std::size_t depth = 32;           ///< Nested objects and arrays; the known documents need 6.
  std::size_t items = 100'000;      ///< Members and elements, all counted together.
  std::size_t problems = 100;       ///< Problems reported before the reader gives up.
};

/// Bounds on the texts and lists of a new invitation, checked by `issue` and `amend`.
namespace bound {
inline constexpr std::size_t text = 255;       ///< Bytes of an id, a role or a person's name.
inline constexpr std::size_t grants = 1000;    ///< Grants in one invitation.
inline constexpr std::size_t attributes = 64;  ///< Attributes of one invitation.
inline constexpr std::size_t attribute_bytes = 16 * 1024;  ///< All attributes together.
}  // namespace bound

}  // namespace v0
}  // namespace invito

// ---- invito/base/result.hpp ----

/// \file base/result.hpp
/// A value, or the problems that stood in its way.

namespace invito {
inline namespace v0 {

/// What every operation that can be refused returns. Nothing is thrown for a refusal.
template <class T>
class [[nodiscard]] result {
 public:
  using value_type = T;

  result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  /// Precondition: `why` is not empty.
  result(problems why) : content_(std::in_place_index<1>, std::move(why)) {}
  result(problem why) : result(problems(std::move(why))) {}

  [[nodiscard]] bool has_value() const noexcept { return content_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  /// The value. Precondition: there is one.
  T& operator*() & noexcept { return *std::get_if<0>(&content_); }
  T const& operator*() const& noexcept { return *std::get_if<0>(&content_); }
  T&& operator*() && noexcept { return std::move(*std::get_if<0>(&content_)); }
  T* operator->() noexcept { return std::get_if<0>(&content_); }
  T const* operator->() const noexcept { return std::get_if<0>(&content_); }

  /// All problems of the refusal, in order. Precondition: there is no value.
  [[nodiscard]] problems const& error() const& noexcept { return *std::get_if<1>(&content_); }
  [[nodiscard]] problems&& error() && noexcept { return std::move(*std::get_if<1>(&content_)); }

  friend bool operator==(result const& a, result const& b) { return a.content_ == b.content_; }
  friend bool operator!=(result const& a, result const& b) { return !(a == b); }

 private:
  std::variant<T, problems> content_;
};

}  // namespace v0
}  // namespace invito

// ---- invito/model/id.hpp ----

/// \file model/id.hpp
/// Ids of different things, which must not be mixed up although all of them are texts.

namespace invito {
inline namespace v0 {

/// The id of a thing, opaque to the library and compared bytewise; empty means none.
template <class Thing>
class id {
 public:
  id() = default;
  explicit id(std::string text) noexcept : text_(std::move(text)) {}

  [[nodiscard]] std::string const& text() const noexcept { return text_; }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(id const& a, id const& b) noexcept { return a.text_ == b.text_; }
  friend bool operator!=(id const& a, id const& b) noexcept { return a.text_ != b.text_; }
  friend bool operator<(id const& a, id const& b) noexcept { return a.text_ < b.text_; }

 private:
  std::string text_;
};

using invitation_id = id<struct an_invitation>;
using organization_id = id<struct an_organization>;
using user_id = id<struct a_user>;

}  // namespace v0
}  // namespace invito

template <class Thing>
struct std::hash<invito::id<Thing>> {
  std::size_t operator()(invito::id<Thing> const& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};

// ---- invito/model/key.hpp ----

/// \file model/key.hpp
/// What the model keeps of the key in an invitation's link: never the key, only its digest.

namespace invito {
inline namespace v0 {

/// The digest of a key by the host's hash function. Compared in constant time.
class key_digest {
 public:
  key_digest() = default;
  explicit key_digest(std::string bytes) noexcept : bytes_(std::move(bytes)) {}

  [[nodiscard]] std::string const& bytes() const noexcept { return bytes_; }

  /// Takes a time that depends on the lengths alone, so that it tells nothing about the content.
  friend bool operator==(key_digest const& a, key_digest const& b) noexcept {
    if (a.bytes_.size() != b.bytes_.size()) return false;
    unsigned different = 0;
    for (std::size_t i = 0; i != a.bytes_.size(); ++i) {
      const auto x = static_cast<unsigned char>(a.bytes_[i]);
      const auto y = static_cast<unsigned char>(b.bytes_[i]);
      different |= static_cast<unsigned>(x ^ y);
    }
    return different == 0;
  }
  friend bool operator!=(key_digest const& a, key_digest const& b) noexcept { return !(a == b); }

 private:
  std::string bytes_;
};

/// The digests that open an invitation.
struct key_digests {
  key_digest current{};
  std::optional<key_digest> previous{};     ///< Replaced by a resend, still valid for a while.
  std::optional<instant> previous_until{};  ///< The first moment at which `previous` is void.

  friend bool operator==(key_digests const& a, key_digests const& b) noexcept {
    return a.current == b.current && a.previous == b.previous &&
           a.previous_until == b.previous_until;
  }
  friend bool operator!=(key_digests const& a, key_digests const& b) noexcept { return !(a == b); }
};

}  // namespace v0
}  // namespace invito

// ---- invito/model/email.hpp ----

/// \file model/email.hpp
/// Email addresses: kept as written, compared by one canonical key, checked for their shape.

namespace invito {
inline namespace v0 {

/// An email address exactly as somebody wrote it, valid or not: what an older system let through
/// stays readable. `check_email` tells whether the shape is right.
///
/// Equality, order and hash go by the canonical key, so two addresses that are written differently
/// may be equal. Only the case of A to Z is ignored: dots and plus tags count, since whether they
/// matter is the receiving server's secret, and characters beyond ASCII are compared bytewise.
class email {
 public:
  email() = default;
  explicit email(std::string text) noexcept : text_(std::move(text)) {}

  /// The address as it was written.
  [[nodiscard]] std::string const& text() const noexcept { return text_; }
  /// The canonical key: the address with A to Z turned into a to z. Linear.
  [[nodiscard]] std::string key() const;
  /// What stands behind the last '@', as written; empty where there is none.
  [[nodiscard]] std::string_view domain() const noexcept;

  // By the canonical key, without building it.
  friend bool operator==(email const& a, email const& b) noexcept;
  friend bool operator!=(email const& a, email const& b) noexcept { return !(a == b); }
  friend bool operator<(email const& a, email const& b) noexcept;

 private:
  std::string text_;
};

/// What `check_email` can find.
enum class email_shape : std::uint8_t {
  valid,     ///< A valid address within ASCII.
  invalid,   ///< Not an address.
  not_ascii  ///< It would be valid if characters beyond ASCII were letters; a policy may admit it.
};

/// The shape of an address, by the definition of a valid email address in the WHATWG HTML standard:
/// a local part of letters, digits and the signs of RFC 5322's `atext`, with dots anywhere; '@';
/// labels of letters, digits and inner hyphens, 63 bytes each at most, with single dots between.
/// Lengths are those of RFC 5321: 64 bytes in the local part, 254 in all. Nothing is trimmed. Text
/// beyond ASCII must be well-formed UTF-8. Linear, and constant beyond 254 bytes.
[[nodiscard]] constexpr email_shape check_email(std::string_view text) noexcept;

// -------------------------------------------------------------------------------------------------

namespace detail {

inline constexpr std::uint8_t email_local = 1;  // may stand in the local part
inline constexpr std::uint8_t email_label = 2;  // may stand in a label of the domain

constexpr std::array<std::uint8_t, 256> make_email_bytes() noexcept {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t c = 0; c != table.size(); ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
    if (letter || (c >= '0' && c <= '9')) table[c] = email_local | email_label;
  }
  for (const char c : std::string_view("!#$%&'*+/=?^_`{|}~.")) {
    table[static_cast<unsigned char>(c)] = email_local;
  }
  table['-'] = email_local | email_label;
  return table;
}

inline constexpr std::array<std::uint8_t, 256> email_bytes = make_email_bytes();

// Eight bytes of text, each of A to Z turned into a to z. Their order does not matter, so this is
// the same on every machine: bit 7 of a byte's sum tells whether the byte reaches a bound.
constexpr std::uint64_t lower_word(std::uint64_t word) noexcept {
  constexpr std::uint64_t each = 0x0101'0101'0101'0101;
  const std::uint64_t low = word & (0x7F * each);
  const std::uint64_t from_a = low + (0x80 - 'A') * each;
  const std::uint64_t past_z = low + (0x7F - 'Z') * each;
  const std::uint64_t upper = (from_a ^ past_z) & ~word & (0x80 * each);
  return word | (upper >> 2);
}

// Up to eight bytes as a word, zeros behind them.
inline std::uint64_t load_word(char const* from, std::size_t bytes = 8) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, bytes);
  return word;
}

}  // namespace detail

inline std::string email::key() const {
  std::string out = text_;
  std::size_t i = 0;
  for (; i + 8 <= out.size(); i += 8) {
    const std::uint64_t word = detail::lower_word(detail::load_word(&out[i]));
    std::memcpy(&out[i], &word, 8);
  }
  for (; i != out.size(); ++i) out[i] = ascii_lower(out[i]);
  return out;
}

inline std::string_view email::domain() const noexcept {
  const std::size_t at = text_.rfind('@');
  if (at == std::string::npos) return {};
  return {text_.data() + at + 1, text_.size() - at - 1};
}

inline bool operator==(email const& a, email const& b) noexcept {
  const std::size_t size = a.text_.size();
  if (size != b.text_.size()) return false;
  char const* const x = a.text_.data();
  char const* const y = b.text_.data();
  const auto differ = [&](std::size_t i, std::size_t bytes) {
    return detail::lower_word(detail::load_word(x + i, bytes)) !=
           detail::lower_word(detail::load_word(y + i, bytes));
  };
  std::size_t i = 0;
  for (; i + 8 <= size; i += 8) {
    if (differ(i, 8)) return false;
  }
  // The last word may overlap the one before it; a short text has only its own bytes.
  return size >= 8 ? !differ(size - 8, 8) : !differ(0, size);
}

inline bool operator<(email const& a, email const& b) noexcept {
  std::string_view const x = a.text_;
  std::string_view const y = b.text_;
  const std::size_t common = x.size() < y.size() ? x.size() : y.size();
  for (std::size_t i = 0; i != common; ++i) {
    // Unsigned, as std::string compares, so that the order is that of the keys.
    const auto c = static_cast<unsigned char>(ascii_lower(x[i]));
    const auto d = static_cast<unsigned char>(ascii_lower(y[i]));
    if (c != d) return c < d;
  }
  return x.size() < y.size();
}

constexpr email_shape check_email(std::string_view text) noexcept {
  constexpr std::size_t longest_text = 254;
  constexpr std::size_t longest_local = 64;
  constexpr std::size_t longest_label = 63;
  const std::size_t size = text.size();
  if (size > longest_text) return email_shape::invalid;

  unsigned all = 0;  // every byte, or-ed: tells whether one was beyond ASCII
  std::size_t i = 0;
  const auto skip = [&](std::uint8_t kind) {
    for (; i != size; ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      if ((detail::email_bytes[c] & kind) == 0) break;
      all |= c;
    }
  };

  skip(detail::email_local);
  if (i == 0 || i > longest_local || i == size || text[i] != '@') return email_shape::invalid;
  do {
    const std::size_t label = ++i;  // behind the '@' or a dot
    skip(detail::email_label);
    if (i == label || i - label > longest_label) return email_shape::invalid;
    if (text[label] == '-' || text[i - 1] == '-') return email_shape::invalid;
  } while (i != size && text[i] == '.');
  if (i != size) return email_shape::invalid;
  if (all < 0x80) return email_shape::valid;
  return is_utf8(text) ? email_shape::not_ascii : email_shape::invalid;
}

}  // namespace v0
}  // namespace invito

template <>
struct std::hash<invito::email> {
  std::size_t operator()(invito::email const& address) const noexcept {
    // Multiply and fold, a word at a time; the length tells texts apart that end in zero bytes.
    std::string_view const text = address.text();
    std::uint64_t mixed = text.size();
    for (std::size_t i = 0; i < text.size(); i += 8) {
      const std::size_t left = text.size() - i;
      const std::uint64_t word = invito::detail::load_word(text.data() + i, left < 8 ? left : 8);
      mixed ^= invito::detail::lower_word(word);
      mixed *= 0x9E37'79B9'7F4A'7C15;
      mixed ^= mixed >> 32;
    }
    return static_cast<std::size_t>(mixed);
  }
};

// ---- invito/model/person.hpp ----

/// \file model/person.hpp
/// The people around an invitation: who acts, whom it is for, who answers.

namespace invito {
inline namespace v0 {

enum class actor_kind : std::uint8_t {
  user,     ///< A person.
  service,  ///< A program with an identity of its own, such as a directory synchronisation.
  system    ///< The host itself, such as its expiry sweep.
};

/// Who issues, resends, amends, revokes or supersedes.
struct actor {
  actor_kind kind = actor_kind::user;
  user_id id{};

  [[nodiscard]] static actor user(user_id id) { return {actor_kind::user, std::move(id)}; }
  [[nodiscard]] static actor service(user_id id) { return {actor_kind::service, std::move(id)}; }
  [[nodiscard]] static actor system() { return {actor_kind::system, {}}; }

  friend bool operator==(actor const& a, actor const& b) noexcept {
    return a.kind == b.kind && a.id == b.id;
  }
  friend bool operator!=(actor const& a, actor const& b) noexcept { return !(a == b); }
};

/// Whom an invitation is for: a mailbox, a known user, or both.
struct recipient {
  std::optional<invito::email> email{};  ///< As written by the inviter.
  user_id user{};  ///< Where the host knew it; then this user alone may answer.

  friend bool operator==(recipient const& a, recipient const& b) {
    return a.email == b.email && a.user == b.user;
  }
  friend bool operator!=(recipient const& a, recipient const& b) { return !(a == b); }
};

/// The name of the invited person as the inviter wrote it; empty where it was not given.
struct person_name {
  std::string given{};
  std::string family{};

  friend bool operator==(person_name const& a, person_name const& b) {
    return a.given == b.given && a.family == b.family;
  }
  friend bool operator!=(person_name const& a, person_name const& b) { return !(a == b); }
};

/// The person who answers an invitation, as the host's sign-in has established it: never filled
/// from the body of the request.
struct identity {
  user_id user{};
  std::optional<invito::email> email{};
  bool email_verified = false;
};

/// What an answer relied on, recorded in its event.
struct proof {
  bool user = false;            ///< The known user answered.
  bool email = false;           ///< The address is the invitation's.
  bool email_verified = false;  ///< The host had verified the address.

  friend bool operator==(proof a, proof b) noexcept {
    return a.user == b.user && a.email == b.email && a.email_verified == b.email_verified;
  }
  friend bool operator!=(proof a, proof b) noexcept { return !(a == b); }
};

}  // namespace v0
}  // namespace invito

// ---- invito/model/role.hpp ----

/// \file model/role.hpp
/// Roles, what an invitation grants, and the catalog that both are judged by.

namespace invito {
inline namespace v0 {

/// Where a role applies.
enum class scope : std::uint8_t { organization, project, workspace };

/// Membership of one project or workspace that comes with the invitation.
struct grant {
  invito::scope scope = scope::project;
  std::string id{};
  std::string role{};  ///< Empty where the scope has no roles of its own.

  friend bool operator==(grant const& a, grant const& b) noexcept {
    return a.scope == b.scope && a.id == b.id && a.role == b.role;
  }
  friend bool operator!=(grant const& a, grant const& b) noexcept { return !(a == b); }
};

/// Left out: the organization's default. Empty: none at all. The two stay different everywhere.
using grant_list = std::optional<std::vector<grant>>;

/// The indices of the grants whose scope and id stand in an earlier one, ascending. O(n log n).
[[nodiscard]] inline std::vector<std::size_t> repeated(std::vector<grant> const& all) {
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto key = [&all](std::size_t n) { return std::tie(all[n].scope, all[n].id); };
  std::sort(order.begin(), order.end(), [&key](std::size_t a, std::size_t b) {
    return key(a) != key(b) ? key(a) < key(b) : a < b;
  });
  std::vector<std::size_t> out;
  for (std::size_t n = 1; n < order.size(); ++n) {
    if (key(order[n]) == key(order[n - 1])) out.push_back(order[n]);
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// What an invitation offers: a role in the organization, and grants beside it.
struct offer {
  std::string role{};  ///< Empty where the organization has no roles.
  grant_list grants{};

  friend bool operator==(offer const& a, offer const& b) noexcept {
    return a.role == b.role && a.grants == b.grants;
  }
  friend bool operator!=(offer const& a, offer const& b) noexcept { return !(a == b); }
};

/// A role that the organization knows.
struct role {
  std::string name{};
  int rank = 0;           ///< Higher ranks may grant lower ones.
  bool grantable = true;  ///< May be granted by invitation.
  invito::scope scope = scope::organization;

  friend bool operator==(role const& a, role const& b) noexcept {
    return a.name == b.name && a.rank == b.rank && a.grantable == b.grantable && a.scope == b.scope;
  }
  friend bool operator!=(role const& a, role const& b) noexcept { return !(a == b); }
};

/// All roles of an organization. Names are compared bytewise and are unique within a scope; of two
/// equal names the first counts.
class role_catalog {
 public:
  role_catalog() = default;
  role_catalog(std::initializer_list<role> roles) : roles_(roles) {}
  explicit role_catalog(std::vector<role> roles) noexcept : roles_(std::move(roles)) {}

  /// The role of that name in that scope, or null. Linear: catalogs are short.
  [[nodiscard]] role const* find(std::string_view name,
                                 invito::scope scope = scope::organization) const noexcept {
    for (role const& r : roles_) {
      if (r.scope == scope && r.name == name) return &r;
    }
    return nullptr;
  }

  [[nodiscard]] std::vector<role> const& all() const noexcept { return roles_; }

  friend bool operator==(role_catalog const& a, role_catalog const& b) noexcept {
    return a.roles_ == b.roles_;
  }
  friend bool operator!=(role_catalog const& a, role_catalog const& b) noexcept {
    return !(a == b);
  }

 private:
  std::vector<role> roles_;
};

}  // namespace v0
}  // namespace invito

// ---- invito/model/event.hpp ----

/// \file model/event.hpp
/// What happened to an invitation. An event holds what it changed and nothing that the invitation
/// holds already, so a long history stays small.

namespace invito {
inline namespace v0 {

/// The events, in the order of the alternatives of `event_details`.
enum class event_kind : std::uint8_t {
  issue,
  resend,
  amend,
  accept,
  decline,
  revoke,
  supersede,
  expire
};

/// It was made, with this offer.
struct issue_details {
  box<invito::offer> offer{};
  box<key_digest> key{};
  friend bool operator==(issue_details const& a, issue_details const& b) {
    return a.offer == b.offer && a.key == b.key;
  }
  friend bool operator!=(issue_details const& a, issue_details const& b) { return !(a == b); }
};

/// It was sent again, perhaps with a later expiry and another key.
struct resend_details {
  box<key_digest> key{};
  friend bool operator==(resend_details const& a, resend_details const& b) {
    return a.key == b.key;
  }
  friend bool operator!=(resend_details const& a, resend_details const& b) { return !(a == b); }
};

/// Its offer was replaced by this one.
struct amend_details {
  box<invito::offer> offer{};
  box<key_digest> key{};
  friend bool operator==(amend_details const& a, amend_details const& b) {
    return a.offer == b.offer && a.key == b.key;
  }
  friend bool operator!=(amend_details const& a, amend_details const& b) { return !(a == b); }
};

/// The invitee said yes.
struct accept_details {
  proof relied_on{};
  box<invito::email> email{};  ///< The person's address where it is not the invitation's.
  friend bool operator==(accept_details const& a, accept_details const& b) {
    return a.relied_on == b.relied_on && a.email == b.email;
  }
  friend bool operator!=(accept_details const& a, accept_details const& b) { return !(a == b); }
};

/// The invitee said no.
struct decline_details {
  proof relied_on{};
  box<invito::email> email{};  ///< The person's address where it is not the invitation's.
  friend bool operator==(decline_details const& a, decline_details const& b) {
    return a.relied_on == b.relied_on && a.email == b.email;
  }
  friend bool operator!=(decline_details const& a, decline_details const& b) { return !(a == b); }
};

/// It was withdrawn.
struct revoke_details {
  friend bool operator==(revoke_details const&, revoke_details const&) { return true; }
  friend bool operator!=(revoke_details const& a, revoke_details const& b) { return !(a == b); }
};

/// A newer invitation took its place.
struct supersede_details {
  box<invitation_id> newer{};
  friend bool operator==(supersede_details const& a, supersede_details const& b) {
    return a.newer == b.newer;
  }
  friend bool operator!=(supersede_details const& a, supersede_details const& b) {
    return !(a == b);
  }
};

/// Somebody wrote down that its time was over; the event itself is dated with the expiry.
struct expire_details {
  instant recorded_at{};
  friend bool operator==(expire_details const& a, expire_details const& b) {
    return a.recorded_at == b.recorded_at;
  }
  friend bool operator!=(expire_details const& a, expire_details const& b) { return !(a == b); }
};

/// What an event of each kind needs, in the order of `event_kind`.
using event_details =
    std::variant<issue_details, resend_details, amend_details, accept_details, decline_details,
                 revoke_details, supersede_details, expire_details>;

/// One thing that happened.
struct event {
  instant at{};  ///< Never before the previous event's.
  actor by{};
  std::uint64_t revision = 0;           ///< The revision that it made.
  std::optional<instant> expires_at{};  ///< The expiry in force after it; absent: none.
  std::string idempotency_key{};        ///< Of the command that caused it, if it carried one.
  bool clamped = false;                 ///< The clock had gone back; `at` is the previous event's.
  event_details details{};

  [[nodiscard]] event_kind kind() const noexcept {
    return static_cast<event_kind>(details.index());
  }

  friend bool operator==(event const& a, event const& b) {
    return a.at == b.at && a.by == b.by && a.revision == b.revision &&
           a.expires_at == b.expires_at && a.idempotency_key == b.idempotency_key &&
           a.clamped == b.clamped && a.details == b.details;
  }
  friend bool operator!=(event const& a, event const& b) { return !(a == b); }
};

/// All that happened, oldest first.
using event_list = std::vector<event>;

[[nodiscard]] constexpr std::string_view to_string(event_kind k) noexcept {
  constexpr std::array<std::string_view, 8> names{"issue",   "resend", "amend",     "accept",
                                                  "decline", "revoke", "supersede", "expire"};
  return names[static_cast<std::size_t>(k)];
}

}  // namespace v0
}  // namespace invito

// ---- invito/model/json_text.hpp ----

/// \file model/json_text.hpp
/// Values that the library hands on without looking into them.

namespace invito {
inline namespace v0 {

/// One JSON value as compact text: numbers keep their spelling, members their order. Opaque to the
/// model and compared bytewise. `parse_json_text` makes one from text and vouches for it.
class json_text {
 public:
  /// The value `null`.
  json_text() : text_("null") {}

  /// Takes `text` as it is. Precondition: it is compact JSON, or documents that hold it break.
  [[nodiscard]] static json_text unchecked(std::string text) {
    json_text value;
    value.text_ = std::move(text);
    return value;
  }

  [[nodiscard]] std::string const& text() const noexcept { return text_; }

  friend bool operator==(json_text const& a, json_text const& b) noexcept {
    return a.text_ == b.text_;
  }
  friend bool operator!=(json_text const& a, json_text const& b) noexcept { return !(a == b); }

 private:
  std::string text_;
};

/// One named foreign value.
struct attribute {
  std::string name{};
  json_text value{};

  friend bool operator==(attribute const& a, attribute const& b) noexcept {
    return a.name == b.name && a.value == b.value;
  }
  friend bool operator!=(attribute const& a, attribute const& b) noexcept { return !(a == b); }
};

/// Named foreign values in the order in which they were given.
using attribute_list = std::vector<attribute>;

}  // namespace v0
}  // namespace invito

// ---- invito/model/state.hpp ----

/// \file model/state.hpp
/// What an invitation can be, each with what is valid in it: a pending invitation with a time of
/// acceptance cannot be written down. Times and people are optional because foreign documents leave
/// them out; absent means unknown.

namespace invito {
inline namespace v0 {

enum class status : std::uint8_t { pending, accepted, revoked, expired };

/// Why a revoked invitation is revoked.
enum class revoke_cause : std::uint8_t {
  revoked,    ///< Withdrawn by the organization.
  declined,   ///< The invitee said no.
  superseded  ///< A newer invitation took its place.
};

/// Waits for an answer.
struct pending {
  std::optional<instant> expires_at{};  ///< Absent: it never expires.
  friend bool operator==(pending const& a, pending const& b) {
    return a.expires_at == b.expires_at;
  }
  friend bool operator!=(pending const& a, pending const& b) { return !(a == b); }
};

/// Answered with yes. Final.
struct accepted {
  std::optional<instant> at{};
  user_id by{};  ///< Empty: unknown.
  friend bool operator==(accepted const& a, accepted const& b) {
    return a.at == b.at && a.by == b.by;
  }
  friend bool operator!=(accepted const& a, accepted const& b) { return !(a == b); }
};

/// Withdrawn, declined or replaced. Final.
struct revoked {
  std::optional<instant> at{};
  std::optional<actor> by{};
  revoke_cause cause = revoke_cause::revoked;
  friend bool operator==(revoked const& a, revoked const& b) {
    return a.at == b.at && a.by == b.by && a.cause == b.cause;
  }
  friend bool operator!=(revoked const& a, revoked const& b) { return !(a == b); }
};

/// Its time ran out, and somebody wrote that down.
struct expired {
  instant at{};
  friend bool operator==(expired const& a, expired const& b) { return a.at == b.at; }
  friend bool operator!=(expired const& a, expired const& b) { return !(a == b); }
};

/// The recorded state, in the order of `status`.
using state = std::variant<pending, accepted, revoked, expired>;

/// The status as recorded; ask `invitation::status` for the one that holds now.
[[nodiscard]] inline status recorded_status(state const& s) noexcept {
  return static_cast<status>(s.index());
}

/// When it came to be so, where the state itself tells; what is pending tells no change.
[[nodiscard]] inline std::optional<instant> changed_at(state const& s) noexcept {
  if (auto* yes = std::get_if<accepted>(&s)) return yes->at;
  if (auto* no = std::get_if<revoked>(&s)) return no->at;
  if (auto* over = std::get_if<expired>(&s)) return over->at;
  return std::nullopt;
}

[[nodiscard]] constexpr std::string_view to_string(status s) noexcept {
  constexpr std::array<std::string_view, 4> names{"pending", "accepted", "revoked", "expired"};
  return names[static_cast<std::size_t>(s)];
}

[[nodiscard]] constexpr std::string_view to_string(revoke_cause c) noexcept {
  constexpr std::array<std::string_view, 3> names{"revoked", "declined", "superseded"};
  return names[static_cast<std::size_t>(c)];
}

}  // namespace v0
}  // namespace invito

// ---- invito/model/invitation.hpp ----

/// \file model/invitation.hpp
/// An invitation to an organization, and what it was at any moment.

namespace invito {
inline namespace v0 {

/// Where the history of an invitation begins that was read from a foreign document or assembled
/// from columns: its values as told, without events. Rules bind verbs, not baselines.
struct baseline {
  invito::state state{};
  invito::offer offer{};
  std::uint32_t offer_number = 1;
  std::optional<actor> sponsor{};
  box<key_digests> keys{};
  std::optional<instant> expires_at{};  ///< In force, whatever the state; absent: none or unknown.
  std::uint64_t revision = 0;
  std::optional<instant> known_at{};  ///< The first moment for which the state is known to hold.

  friend bool operator==(baseline const& a, baseline const& b) {
    return a.state == b.state && a.offer == b.offer && a.offer_number == b.offer_number &&
           a.sponsor == b.sponsor && a.keys == b.keys && a.expires_at == b.expires_at &&
           a.revision == b.revision && a.known_at == b.known_at;
  }
  friend bool operator!=(baseline const& a, baseline const& b) { return !(a == b); }
};

/// An invitation. A plain value: copy, move, compare and keep it as you like. The first group of
/// members never changes after the issue; the second is changed by `apply` alone.
struct invitation {
  invitation_id id{};
  organization_id organization{};
  invito::recipient recipient{};
  person_name name{};
  std::optional<actor> created_by{};
  std::optional<instant> created_at{};
  bool send = true;             ///< Whether the inviter asked for it to be sent.
  attribute_list attributes{};  ///< Handed on with the membership.

  invito::state state{};           ///< As recorded; what holds now is `status(now)`.
  invito::offer offer{};           ///< The role and grants that an acceptance brings.
  std::uint32_t offer_number = 1;  ///< Raised whenever the offer changes.
  std::optional<actor> sponsor{};  ///< Who issued or last amended: who vouches for it.
  box<key_digests> keys{};
  box<invito::baseline> baseline{};  ///< Absent: the history begins with the issue.
  event_list history{};

  /// The number of changes so far; compare and set on it when storing.
  [[nodiscard]] std::uint64_t revision() const noexcept;

  /// What it is at `now`: a pending one is usable while `now < expires_at` and expired from
  /// `expires_at` on, whether or not that was recorded. Constant.
  [[nodiscard]] invito::status status(instant now) const noexcept;

  /// What it was at `t`, or nothing before the first moment that is known. Logarithmic in the
  /// number of events.
  [[nodiscard]] std::optional<invito::status> status_at(instant t) const noexcept;

  /// The expiry in force, also behind a final state; absent: none or unknown.
  [[nodiscard]] std::optional<instant> expires_at() const noexcept;

  /// When it last changed, as far as known.
  [[nodiscard]] std::optional<instant> updated_at() const noexcept;

  /// Equal in every member; addresses are compared as mailboxes, without regard to case.
  friend bool operator==(invitation const& a, invitation const& b) {
    return a.id == b.id && a.organization == b.organization && a.recipient == b.recipient &&
           a.name == b.name && a.created_by == b.created_by && a.created_at == b.created_at &&
           a.send == b.send && a.attributes == b.attributes && a.state == b.state &&
           a.offer == b.offer && a.offer_number == b.offer_number && a.sponsor == b.sponsor &&
           a.keys == b.keys && a.baseline == b.baseline && a.history == b.history;
  }
  friend bool operator!=(invitation const& a, invitation const& b) { return !(a == b); }
};

/// Makes the present values of `i` the start of its history, as readers do with what a foreign
/// document told. `expires_at` is the expiry in force, unless a pending state says so itself.
/// `told_at` is a moment for which the state is known to hold; it counts only where the state
/// itself does not say since when.
void begin_history(invitation& i, std::optional<instant> expires_at,
                   std::optional<instant> told_at = std::nullopt, std::uint64_t revision = 0);

// -------------------------------------------------------------------------------------------------

inline std::uint64_t invitation::revision() const noexcept {
  return (baseline ? baseline->revision : 0) + history.size();
}

inline invito::status invitation::status(instant now) const noexcept {
  if (auto* waiting = std::get_if<pending>(&state)) {
    const bool over = waiting->expires_at && now >= *waiting->expires_at;
    return over ? invito::status::expired : invito::status::pending;
  }
  return recorded_status(state);
}

inline std::optional<invito::status> invitation::status_at(instant t) const noexcept {
  const auto pending_until = [t](std::optional<instant> const& expiry) {
    return expiry && t >= *expiry ? invito::status::expired : invito::status::pending;
  };
  const auto after = std::upper_bound(history.begin(), history.end(), t,
                                      [](instant x, event const& e) { return x < e.at; });
  if (after != history.begin()) {
    event const& last = *(after - 1);
    switch (last.kind()) {
      case event_kind::issue:
      case event_kind::resend:
      case event_kind::amend: return pending_until(last.expires_at);
      case event_kind::accept: return invito::status::accepted;
      case event_kind::decline:
      case event_kind::revoke:
      case event_kind::supersede: return invito::status::revoked;
      case event_kind::expire: return invito::status::expired;
    }
  }
  if (!baseline) return std::nullopt;
  if (baseline->known_at && t >= *baseline->known_at) {
    const auto told = recorded_status(baseline->state);
    return told == invito::status::pending ? pending_until(baseline->expires_at) : told;
  }
  // Before its one known change, an invitation with a known birth was waiting for an answer.
  const bool known_change = baseline->known_at && changed_at(baseline->state);
  if (known_change && created_at && t >= *created_at) return pending_until(baseline->expires_at);
  return std::nullopt;
}

inline std::optional<instant> invitation::expires_at() const noexcept {
  if (auto* waiting = std::get_if<pending>(&state)) return waiting->expires_at;
  if (!history.empty()) return history.back().expires_at;
  return baseline ? baseline->expires_at : std::nullopt;
}

inline std::optional<instant> invitation::updated_at() const noexcept {
  if (!history.empty()) return history.back().at;
  if (baseline && baseline->known_at) return baseline->known_at;
  return created_at;
}

inline void begin_history(invitation& i, std::optional<instant> expires_at,
                          std::optional<instant> told_at, std::uint64_t revision) {
  auto* waiting = std::get_if<pending>(&i.state);
  const std::optional<instant> since = waiting ? i.created_at : changed_at(i.state);
  if (waiting) expires_at = waiting->expires_at;
  i.history.clear();
  i.baseline = invito::baseline{i.state, i.offer,    i.offer_number, i.sponsor,
                                i.keys,  expires_at, revision,       since ? since : told_at};
}

}  // namespace v0
}  // namespace invito

// ---- invito/lifecycle/decision.hpp ----

/// \file lifecycle/decision.hpp
/// What a verb decided, and what has to be carried out once it is stored.

namespace invito {
inline namespace v0 {

/// At most one live invitation may hold the same claim.
struct uniqueness_claim {
  organization_id organization{};
  std::string email_key{};  ///< Canonical; see `email::key`.

  friend bool operator==(uniqueness_claim const& a, uniqueness_claim const& b) noexcept {
    return a.organization == b.organization && a.email_key == b.email_key;
  }
  friend bool operator!=(uniqueness_claim const& a, uniqueness_claim const& b) noexcept {
    return !(a == b);
  }
};

/// What must still hold in the transaction that stores a decision, beside the revision: this is
/// what makes rules about the whole organization hold under concurrency.
struct guards {
  /// The organization must still be at this revision.
  std::optional<std::uint64_t> organization_revision{};
  /// No other live invitation may hold this.
  box<uniqueness_claim> unique{};

  friend bool operator==(guards const& a, guards const& b) noexcept {
    return a.organization_revision == b.organization_revision && a.unique == b.unique;
  }
  friend bool operator!=(guards const& a, guards const& b) noexcept { return !(a == b); }
};

/// What a verb decided about an existing invitation. Nothing is changed until `apply`.
struct decision {
  std::optional<invito::event> event{};  ///< None: nothing happened, a retry has been recognised.
  std::uint64_t revision = 0;            ///< Made against this one: compare and set on it.
  invito::guards guards{};

  friend bool operator==(decision const& a, decision const& b) {
    return a.event == b.event && a.revision == b.revision && a.guards == b.guards;
  }
  friend bool operator!=(decision const& a, decision const& b) { return !(a == b); }
};

/// What `issue` decided: a new invitation, at revision 1.
struct issuance {
  invito::invitation invitation{};
  invito::guards guards{};
};

/// Send the invitation to its recipient.
struct send_invitation {
  event_kind reason = event_kind::issue;  ///< issue, resend or amend.
};

/// Make the person a member.
struct grant_membership {
  user_id user{};
  invito::offer offer{};
  attribute_list attributes{};
};

/// Make the keys of the invitation worthless.
struct retire_keys {};

/// Tell somebody who is not the one who acted.
struct notify {
  actor whom{};
  event_kind what = event_kind::accept;
};

/// Something to be carried out by the host after it has stored the decision.
using effect = std::variant<send_invitation, grant_membership, retire_keys, notify>;

/// What the new invitation asks for.
[[nodiscard]] std::vector<effect> effects(issuance const& made);

/// What `made` asks for; `after` is the invitation with the decision applied. Nothing where nothing
/// happened.
[[nodiscard]] std::vector<effect> effects(decision const& made, invitation const& after);

// -------------------------------------------------------------------------------------------------

inline std::vector<effect> effects(issuance const& made) {
  std::vector<effect> out;
  if (made.invitation.send) out.push_back(send_invitation{event_kind::issue});
  return out;
}

inline std::vector<effect> effects(decision const& made, invitation const& after) {
  std::vector<effect> out;
  if (!made.event) return out;
  event const& e = *made.event;
  const auto retire = [&] {
    if (after.keys) out.push_back(retire_keys{});
  };
  const auto tell_sponsor = [&] {
    if (after.sponsor && after.sponsor->kind == actor_kind::user && *after.sponsor != e.by) {
      out.push_back(notify{*after.sponsor, e.kind()});
    }
  };
  switch (e.kind()) {
    case event_kind::issue:
    case event_kind::amend:
      if (after.send) out.push_back(send_invitation{e.kind()});
      break;
    case event_kind::resend: out.push_back(send_invitation{e.kind()}); break;
    case event_kind::accept:
      out.push_back(grant_membership{e.by.id, after.offer, after.attributes});
      retire();
      tell_sponsor();
      break;
    case event_kind::decline:
    case event_kind::revoke:
    case event_kind::expire:
      retire();
      tell_sponsor();
      break;
    case event_kind::supersede: retire(); break;
  }
  return out;
}

}  // namespace v0
}  // namespace invito

// ---- invito/lifecycle/machine.hpp ----

/// \file lifecycle/machine.hpp
/// The state machine: one table from which the verbs, the diagram and the documentation come.

namespace invito {
inline namespace v0 {

/// What an event does in a status: it leads to `to`, or it is refused with `refusal`.
struct transition {
  std::optional<status> to{};
  code refusal{};

  constexpr transition(status s) noexcept : to(s) {}
  constexpr transition(code c) noexcept : refusal(c) {}
  [[nodiscard]] constexpr bool allowed() const noexcept { return to.has_value(); }
};

/// What event `on` does to an invitation that is `from` at the moment of the event; no status means
/// that there is no invitation yet. Every cell is defined. Constant.
[[nodiscard]] constexpr transition next(std::optional<status> from, event_kind on) noexcept;

/// Whether nothing leads out of `s`.
[[nodiscard]] constexpr bool is_final(status s) noexcept;

/// The machine as a Mermaid state diagram, made from the table.
[[nodiscard]] std::string mermaid();

// -------------------------------------------------------------------------------------------------

/// A row for each event; columns: no invitation, then each status. `accepted` and `revoked` absorb.
/// Renewing an expired invitation also needs the policy's consent, and expiring a pending one that
/// its time is over.
inline constexpr std::array<std::array<transition, 5>, 8> machine{{
    // clang-format off
    //             none              pending                accepted                revoked                expired
    /* issue     */ {status::pending, code::already_issued,  code::already_accepted, code::already_revoked, code::expired},
    /* resend    */ {code::not_found, status::pending,       code::already_accepted, code::already_revoked, status::pending},
    /* amend     */ {code::not_found, status::pending,       code::already_accepted, code::already_revoked, code::expired},
    /* accept    */ {code::not_found, status::accepted,      code::already_accepted, code::already_revoked, code::expired},
    /* decline   */ {code::not_found, status::revoked,       code::already_accepted, code::already_revoked, status::revoked},
    /* revoke    */ {code::not_found, status::revoked,       code::already_accepted, code::already_revoked, status::revoked},
    /* supersede */ {code::not_found, status::revoked,       code::already_accepted, code::already_revoked, code::expired},
    /* expire    */ {code::not_found, status::expired,       code::already_accepted, code::already_revoked, code::expired},
    // clang-format on
}};

constexpr transition next(std::optional<status> from, event_kind on) noexcept {
  const auto column = from ? static_cast<std::size_t>(*from) + 1 : 0;
  return machine[static_cast<std::size_t>(on)][column];
}

constexpr bool is_final(status s) noexcept {
  for (auto const& row : machine) {
    if (row[static_cast<std::size_t>(s) + 1].allowed()) return false;
  }
  return true;
}

inline std::string mermaid() {
  std::string out = "stateDiagram-v2\n";
  const auto edges = [&out](std::optional<status> from) {
    for (std::size_t e = 0; e != machine.size(); ++e) {
      const auto on = static_cast<event_kind>(e);
      const transition step = next(from, on);
      if (!step.allowed()) continue;
      out += "  ";
      out += from ? to_string(*from) : "[*]";
      out += " --> ";
      out += to_string(*step.to);
      out += ": ";
      out += to_string(on);
      out += '\n';
    }
  };
  edges(std::nullopt);
  for (const status s : {status::pending, status::accepted, status::revoked, status::expired}) {
    edges(s);
    if (is_final(s)) out.append("  ").append(to_string(s)).append(" --> [*]\n");
  }
  return out;
}

}  // namespace v0
}  // namespace invito

// ---- invito/lifecycle/apply.hpp ----

/// \file lifecycle/apply.hpp
/// The only writer: carries decisions and events out on values.

namespace invito {
inline namespace v0 {

/// The new invitation.
[[nodiscard]] inline invitation apply(issuance made) { return std::move(made.invitation); }

/// Carries a decision out. False, and nothing changed, where the invitation is no longer at the
/// revision that the decision was made against. Judges nothing else. Constant, but for the memory
/// of the history.
bool apply(invitation& i, decision made);

/// Folds `events` over `i`, the value before them: a baseline without events, or, where the first
/// event is an issue, an invitation that has only the members that never change. Refuses events
/// that are out of order in time or revision or that the machine does not allow (`history_mismatch`
/// with the index of the event). Linear.
[[nodiscard]] result<invitation> replay(invitation i, event_list events);

// -------------------------------------------------------------------------------------------------

namespace detail {

/// What an event makes of the state: total, judges nothing.
inline state evolve(event const& e) {
  switch (e.kind()) {
    case event_kind::issue:
    case event_kind::resend:
    case event_kind::amend: break;
    case event_kind::accept: return accepted{e.at, e.by.id};
    case event_kind::decline: return revoked{e.at, e.by, revoke_cause::declined};
    case event_kind::revoke: return revoked{e.at, e.by, revoke_cause::revoked};
    case event_kind::supersede: return revoked{e.at, e.by, revoke_cause::superseded};
    case event_kind::expire: return expired{e.at};
  }
  return pending{e.expires_at};
}

/// Makes `fresh` the current key; the one before it becomes void at once.
inline void set_key(invitation& i, box<key_digest> const& fresh) {
  if (fresh) i.keys = key_digests{*fresh, std::nullopt, std::nullopt};
}

/// Carries an event out on everything that it touches.
inline void record(invitation& i, event e) {
  if (auto* made = std::get_if<issue_details>(&e.details)) {
    if (made->offer) i.offer = *made->offer;
    i.created_by = e.by;
    i.created_at = e.at;
    i.sponsor = e.by;
    set_key(i, made->key);
  } else if (auto* resent = std::get_if<resend_details>(&e.details)) {
    set_key(i, resent->key);
  } else if (auto* amended = std::get_if<amend_details>(&e.details)) {
    if (amended->offer) i.offer = *amended->offer;
    i.sponsor = e.by;
    ++i.offer_number;
    set_key(i, amended->key);
  }
  i.state = evolve(e);
  i.history.push_back(std::move(e));
}

/// The last moment that the invitation knows of; no event is dated before it.
inline std::optional<instant> last_moment(invitation const& i) {
  if (!i.history.empty()) return i.history.back().at;
  if (!i.baseline || !i.baseline->known_at) return i.created_at;
  return i.created_at ? (std::max)(*i.created_at, *i.baseline->known_at) : i.baseline->known_at;
}

/// Whether `e` may follow on what led to `i`: what `replay` insists on.
inline bool continues(invitation const& i, event const& e) {
  if (e.revision != i.revision() + 1) return false;
  if (!i.baseline && i.history.empty()) {
    auto* made = std::get_if<issue_details>(&e.details);
    return made && made->offer;
  }
  if (const auto last = last_moment(i); last && e.at < *last) return false;
  auto* expiry = std::get_if<expire_details>(&e.details);
  const status before = expiry ? recorded_status(i.state) : i.status(e.at);
  if (!next(before, e.kind()).allowed()) return false;
  if (e.kind() == event_kind::resend) return true;  // the one event that may move the expiry
  if (e.expires_at != i.expires_at()) return false;
  if (expiry) return e.expires_at && e.at >= *e.expires_at && expiry->recorded_at >= e.at;
  auto* amended = std::get_if<amend_details>(&e.details);
  return !amended || amended->offer;
}

}  // namespace detail

inline bool apply(invitation& i, decision made) {
  if (made.revision != i.revision()) return false;
  if (!made.event) return true;
  if (!i.baseline && i.history.empty() && made.event->kind() != event_kind::issue) {
    begin_history(i, i.expires_at());
  }
  detail::record(i, std::move(*made.event));
  return true;
}

inline result<invitation> replay(invitation i, event_list events) {
  if (i.baseline) {
    invito::baseline const& start = *i.baseline;
    i.state = start.state;
    i.offer = start.offer;
    i.offer_number = start.offer_number;
    i.sponsor = start.sponsor;
    i.keys = start.keys;
  } else {
    i.offer_number = 1;
    i.keys = {};
  }
  if (!i.baseline && events.empty()) return problem{code::history_mismatch, "history", {}, {}};
  i.history.clear();
  i.history.reserve(events.size());
  for (std::size_t n = 0; n != events.size(); ++n) {
    if (!detail::continues(i, events[n])) {
      return problem{code::history_mismatch, path("history").add(n), {}, {}};
    }
    detail::record(i, std::move(events[n]));
  }
  return i;
}

}  // namespace v0
}  // namespace invito

// ---- invito/lifecycle/facts.hpp ----

/// \file lifecycle/facts.hpp
/// What the host has looked up for a decision. Each fact may be absent; a rule that needs an absent
/// one refuses with `fact_missing` and names it.

namespace invito {
inline namespace v0 {

/// What a member is at the moment of the decision.
struct standing {
  std::string role{};
  bool active = true;  ///< False: removed, suspended, or never a member.
};

/// The host's own verdict where the policy leaves granting to it.
enum class verdict : std::uint8_t { undecided, yes, no };

/// What the host has looked up.
struct facts {
  /// Of who acts. Needed by issue, resend, amend, revoke and supersede.
  std::optional<standing> actor{};
  /// Of who vouches for the invitation. Needed by accept.
  std::optional<standing> sponsor{};
  /// Whether the actor (at accept: the sponsor) may grant the offer. Needed with `by_verdict`.
  verdict may_grant = verdict::undecided;
  /// The revision of the organization that these facts were read at; it becomes a guard of the
  /// decision.
  std::optional<std::uint64_t> organization_revision{};
};

}  // namespace v0
}  // namespace invito

// ---- invito/lifecycle/command.hpp ----

/// \file lifecycle/command.hpp
/// What is asked for: one plain struct for each verb. Fill in members by name.

namespace invito {
inline namespace v0 {

/// The moment of a command that was not told: refused, so that a forgotten clock is not 1970.
inline constexpr instant no_moment = (instant::min)();

/// What the inviter wants, as a dialect reads it from a request.
struct invitation_request {
  invito::recipient recipient{};
  person_name name{};
  invito::offer offer{};
  bool send = true;
  attribute_list attributes{};

  friend bool operator==(invitation_request const& a, invitation_request const& b) {
    return a.recipient == b.recipient && a.name == b.name && a.offer == b.offer &&
           a.send == b.send && a.attributes == b.attributes;
  }
  friend bool operator!=(invitation_request const& a, invitation_request const& b) {
    return !(a == b);
  }
};

/// Makes a new invitation.
struct issue_command {
  invitation_id id{};  ///< Chosen by the host.
  organization_id org{};
  actor by{};
  instant now = no_moment;
  invito::facts facts{};
  /// Another lifetime than the policy's, within its bounds.
  std::optional<std::chrono::seconds> lifetime{};
  std::optional<key_digest> key{};
  std::string idempotency_key{};
};

/// Sends it again, with a new expiry; renews an expired one where the policy allows it.
struct resend_command {
  organization_id org{};
  actor by{};
  instant now = no_moment;
  invito::facts facts{};
  std::optional<std::chrono::seconds> lifetime{};  ///< Another one than the policy's.
  std::optional<key_digest> key{};                 ///< Another key, if it is to change.
  std::string idempotency_key{};
};

/// Replaces the offer of a pending invitation. The expiry stays.
struct amend_command {
  organization_id org{};
  actor by{};
  instant now = no_moment;
  invito::facts facts{};
  invito::offer offer{};
  std::optional<key_digest> key{};  ///< Another key, if it is to change.
  std::string idempotency_key{};
};

/// The invitee says yes.
struct accept_command {
  identity who{};
  instant now = no_moment;
  invito::facts facts{};
  organization_id org{};                 ///< Where the host's route names one, else empty.
  std::optional<std::uint32_t> offer{};  ///< The number of the offer that the person saw.
  std::string idempotency_key{};
};

/// The invitee says no.
struct decline_command {
  identity who{};
  instant now = no_moment;
  organization_id org{};  ///< Where the host's route names one, else empty.
  std::string idempotency_key{};
};

/// The organization withdraws it.
struct revoke_command {
  organization_id org{};
  actor by{};
  instant now = no_moment;
  invito::facts facts{};
  std::string idempotency_key{};
};

/// A newer invitation takes its place.
struct supersede_command {
  organization_id org{};
  actor by{};
  instant now = no_moment;
  invito::facts facts{};
  invitation_id newer{};
  std::string idempotency_key{};
};

/// Writes down that its time is over. The truth never waits for this.
struct expire_command {
  organization_id org{};
  actor by = actor::system();
  instant now = no_moment;
  std::string idempotency_key{};
};

}  // namespace v0
}  // namespace invito

// ---- invito/lifecycle/policy.hpp ----

/// \file lifecycle/policy.hpp
/// The rules of an organization as one plain, comparable value. Every default is the strict choice.

namespace invito {
inline namespace v0 {

/// How long invitations live. Whole seconds; sums that would leave the range of `instant` are
/// refused.
struct expiry_policy {
  /// Where the command names no other. Absent: they never expire. A week is what OpenAI, Aitronos,
  /// GitHub and WorkOS give.
  std::optional<std::chrono::seconds> lifetime = std::chrono::hours{7 * 24};
  /// The longest that a command may name. Absent: no bound.
  std::optional<std::chrono::seconds> longest = std::chrono::hours{30 * 24};
  /// The shortest: below, mail may take longer than the invitation lives.
  std::chrono::seconds shortest = std::chrono::minutes{5};

  friend bool operator==(expiry_policy const& a, expiry_policy const& b) noexcept {
    return a.lifetime == b.lifetime && a.longest == b.longest && a.shortest == b.shortest;
  }
  friend bool operator!=(expiry_policy const& a, expiry_policy const& b) noexcept {
    return !(a == b);
  }
};

/// Who may grant a role: judged by rank in the catalog, never by a role's spelling.
enum class granting : std::uint8_t {
  up_to_own_rank,  ///< An admin may make admins.
  below_own_rank,  ///< An admin may not.
  by_verdict,      ///< The host decides, by the fact `may_grant`.
  unchecked        ///< Nobody is asked: the host has decided before it calls.
};

/// Which address lets a person answer an invitation.
enum class recipient_match : std::uint8_t {
  verified_email,    ///< The invitation's, and verified.
  unverified_email,  ///< The invitation's; that it is the person's own is taken on trust.
};

/// What becomes of an invitation whose sponsor has left or lost the rank to grant it.
enum class orphan_rule : std::uint8_t {
  refuse,    ///< It cannot be accepted: otherwise a member on the way out could keep a door open.
  let_stand  ///< It stays good.
};

/// The rules of an organization.
struct policy {
  role_catalog roles{};
  expiry_policy expiry{};
  invito::granting granting = invito::granting::up_to_own_rank;
  /// The least rank that may invite at all. Absent: whoever may grant the role.
  std::optional<int> inviter_rank{};
  recipient_match recipient = recipient_match::verified_email;
  orphan_rule orphans = orphan_rule::refuse;
  /// An expired invitation may be sent again with a new expiry: what users ask of "resend".
  bool renew_expired = true;
  /// Addresses beyond ASCII, which few mail systems deliver and which can look alike.
  bool admit_non_ascii_email = false;

  friend bool operator==(policy const& a, policy const& b) noexcept {
    return a.roles == b.roles && a.expiry == b.expiry && a.granting == b.granting &&
           a.inviter_rank == b.inviter_rank && a.recipient == b.recipient &&
           a.orphans == b.orphans && a.renew_expired == b.renew_expired &&
           a.admit_non_ascii_email == b.admit_non_ascii_email;
  }
  friend bool operator!=(policy const& a, policy const& b) noexcept { return !(a == b); }
};

}  // namespace v0
}  // namespace invito

// ---- invito/lifecycle/rules.hpp ----

/// \file lifecycle/rules.hpp
/// The rules, and the list of them that each verb is judged by. Deciding and explaining run the
/// same list, in the order of tiers: all problems of the first failing tier count, and none of a
/// later one, so that a stranger learns nothing of what lies behind.

namespace invito {
inline namespace v0 {

enum class outcome : std::uint8_t {
  passed,
  failed,
  skipped  ///< What it needs has failed, or it has nothing to judge here.
};

/// What one rule said.
struct finding {
  std::string_view rule{};
  invito::tier tier{};
  invito::outcome outcome{};
  invito::problems problems{};  ///< Those that the rule found; empty unless it failed.
};

namespace detail {

/// Everything that a rule may look at; what a verb has no use for stays null.
struct question {
  invito::policy const& policy;
  event_kind verb;
  invitation const* subject = nullptr;  ///< Null where it does not exist yet.
  invitation_request const* request = nullptr;
  invitation_id const* id = nullptr;  ///< Of the invitation that is to be made.
  invitation_id const* newer = nullptr;
  organization_id const* org = nullptr;
  actor const* by = nullptr;
  identity const* who = nullptr;
  invito::facts const* facts = nullptr;
  invito::offer const* offer = nullptr;  ///< What would be offered from now on.
  std::optional<std::chrono::seconds> lifetime{};
  std::optional<std::uint32_t> offer_number{};
  std::string const* idempotency_key = nullptr;

  bool told_moment = false;                ///< The command says when.
  bool clamped = false;                    ///< The clock had gone back.
  instant now{};                           ///< The moment that is judged.
  std::optional<invito::status> status{};  ///< At that moment.
  std::optional<instant> expires_at{};     ///< That the verb would set.
  bool expiry_overflows = false;
  bool repeat = false;      ///< It has happened already, by the same hand.
  bool key_reused = false;  ///< The idempotency key belongs to another command.
};

// What several rules ask -------------------------------------------------------------------------

/// A role's rank. One that the catalog does not have counts as the highest, so that nobody gains by
/// a role's removal.
inline int rank_of(role_catalog const& roles, std::string_view name, scope where) {
  if (role const* known = roles.find(name, where)) return known->rank;
  int highest = (std::numeric_limits<int>::min)();
  for (role const& r : roles.all()) highest = (std::max)(highest, r.rank);
  return highest;
}

/// The place of a grant's part: "/grants/2/role".
inline path grant_path(std::size_t index, std::string_view member) {
  return path("grants").add(index).add(member);
}

/// Calls `f(role, scope, place)` for every role of an offer; `place()` makes its path.
template <class F>
void for_each_role(offer const& offered, F f) {
  f(offered.role, scope::organization, [] { return path("role"); });
  if (!offered.grants) return;
  std::size_t n = 0;
  for (grant const& g : *offered.grants) {
    f(g.role, g.scope, [n] { return grant_path(n, "role"); });
    ++n;
  }
}

/// The first role of the offer that somebody of that standing may not grant, or null.
inline std::string const* beyond(policy const& p, standing const& of, offer const& offered) {
  role const* own = p.roles.find(of.role);
  std::string const* out = nullptr;
  for_each_role(offered, [&](std::string const& name, scope where, auto) {
    if (out || name.empty()) return;
    const bool strict = p.granting == granting::below_own_rank;
    const int needed = rank_of(p.roles, name, where);
    const bool reaches = own && (strict ? own->rank > needed : own->rank >= needed);
    if (!reaches) out = &name;
  });
  return out;
}

inline bool judged_by_rank(policy const& p) {
  return p.granting == granting::up_to_own_rank || p.granting == granting::below_own_rank;
}

inline outcome fail(problems& found, code c, path where, std::string_view subject = {},
                    std::array<std::int64_t, 3> numbers = {}) {
  found.add({c, std::move(where), std::string(utf8_prefix(subject, bound::text)), numbers});
  return outcome::failed;
}

inline outcome missing_fact(problems& found, char const* name) {
  return fail(found, code::fact_missing, path("facts").add(name), name);
}

// The rules --------------------------------------------------------------------------------------

/// Tenant: the caller's organization is the invitation's. An invitee may come without one.
struct same_organization {
  static constexpr std::string_view name = "same_organization";
  static constexpr tier at = tier::tenant;
  static outcome check(question const& q, problems& found) {
    if (q.who && q.org->empty()) return outcome::skipped;
    if (!q.org->empty() && *q.org == q.subject->organization) return outcome::passed;
    return fail(found, code::not_found, {});
  }
};

/// Authority: who acts is an active member now.
struct actor_active {
  static constexpr std::string_view name = "actor_active";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, problems& found) {
    if (!judged_by_rank(q.policy)) return outcome::skipped;
    if (!q.facts->actor) return missing_fact(found, "actor");
    return q.facts->actor->active ? outcome::passed : fail(found, code::inactive_actor, {});
  }
};

/// Authority: who acts may grant the offer now, both the one that stands and the one to come.
struct actor_may_grant {
  static constexpr std::string_view name = "actor_may_grant";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, problems& found) {
    if (q.policy.granting == granting::unchecked) return outcome::skipped;
    if (q.policy.granting == granting::by_verdict) {
      switch (q.facts->may_grant) {
        case verdict::yes: return outcome::passed;
        case verdict::no: return fail(found, code::not_permitted, {}, q.offer->role);
        case verdict::undecided: break;
      }
      return missing_fact(found, "may_grant");
    }
    if (!q.facts->actor || !q.facts->actor->active) return outcome::skipped;
    standing const& actor = *q.facts->actor;
    if (q.policy.inviter_rank) {
      role const* own = q.policy.roles.find(actor.role);
      if (!own || own->rank < *q.policy.inviter_rank) {
        return fail(found, code::not_permitted, {}, q.offer->role);
      }
    }
    std::string const* role = beyond(q.policy, actor, *q.offer);
    if (!role && q.subject && q.offer != &q.subject->offer) {
      role = beyond(q.policy, actor, q.subject->offer);
    }
    return role ? fail(found, code::not_permitted, {}, *role) : outcome::passed;
  }
};

/// Authority: who withdraws is the sponsor, or may grant the offer now; so an admin cannot displace
/// an owner's invitation.
struct sponsor_or_may_grant {
  static constexpr std::string_view name = "sponsor_or_may_grant";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, problems& found) {
    if (q.subject->sponsor == *q.by) return outcome::passed;
    return actor_may_grant::check(q, found);
  }
};

/// Authority: only the system writes down what time has done.
struct actor_is_system {
  static constexpr std::string_view name = "actor_is_system";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, problems& found) {
    return q.by->kind == actor_kind::system ? outcome::passed : fail(found, code::system_only, {});
  }
};

/// How the person and the recipient are the same, by what the host's sign-in has established.
inline proof proof_of(identity const& who, recipient const& meant) {
  proof out;
  if (!meant.user.empty() && !who.user.empty()) {
    out.user = meant.user == who.user;
    if (!out.user) return out;
  }
  out.email = meant.email && who.email && *meant.email == *who.email;
  out.email_verified = out.email && who.email_verified;
  return out;
}

/// Recipient: the invitation was sent to this person. A known user decides alone.
struct recipient_matches {
  static constexpr std::string_view name = "recipient_matches";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, problems& found) {
    const proof relied = proof_of(*q.who, q.subject->recipient);
    if (relied.user || relied.email) return outcome::passed;
    return fail(found, code::wrong_recipient, {});
  }
};

/// Recipient: the address is known to be this person's own.
struct email_verified {
  static constexpr std::string_view name = "email_verified";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, problems& found) {
    const proof relied = proof_of(*q.who, q.subject->recipient);
    if (relied.user || !relied.email) return outcome::skipped;
    if (relied.email_verified || q.policy.recipient == recipient_match::unverified_email) {
      return outcome::passed;
    }
    return fail(found, code::email_unverified, {});
  }
};

/// Input: the command says when. A forgotten clock is not 1970.
struct moment_given {
  static constexpr std::string_view name = "moment_given";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    return q.told_moment ? outcome::passed : fail(found, code::missing_value, "now");
  }
};

/// Input: a new invitation has an id, an organization and a recipient.
struct identified {
  static constexpr std::string_view name = "identified";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    const auto before = found.size();
    if (q.id->empty()) fail(found, code::missing_value, "id");
    if (q.org->empty()) fail(found, code::missing_value, "org");
    recipient const& to = q.request->recipient;
    if (!to.email && to.user.empty()) fail(found, code::missing_value, "email");
    return found.size() == before ? outcome::passed : outcome::failed;
  }
};

/// Input: the address has the shape of one (WHATWG HTML, RFC 5321).
struct email_shaped {
  static constexpr std::string_view name = "email_shaped";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    if (!q.request->recipient.email) return outcome::skipped;
    std::string const& text = q.request->recipient.email->text();
    switch (check_email(text)) {
      case email_shape::valid: return outcome::passed;
      case email_shape::not_ascii:
        if (q.policy.admit_non_ascii_email) return outcome::passed;
        return fail(found, code::email_not_ascii, "email", text);
      case email_shape::invalid: break;
    }
    return fail(found, code::invalid_email, "email", text);
  }
};

/// Input: every role of the offer is in the catalog.
struct roles_known {
  static constexpr std::string_view name = "roles_known";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    const auto before = found.size();
    for_each_role(*q.offer, [&](std::string const& role, scope where, auto place) {
      if (q.policy.roles.find(role, where) || (role.empty() && !has_roles(q.policy.roles, where)))
        return;
      fail(found, role.empty() ? code::missing_value : code::unknown_role, place(), role);
    });
    return found.size() == before ? outcome::passed : outcome::failed;
  }
  static bool has_roles(role_catalog const& roles, scope where) {
    return std::any_of(roles.all().begin(), roles.all().end(),
                       [where](role const& r) { return r.scope == where; });
  }
};

/// Input: every role of the offer is one that invitations may bring.
struct roles_grantable {
  static constexpr std::string_view name = "roles_grantable";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    const auto before = found.size();
    for_each_role(*q.offer, [&](std::string const& role_name, scope where, auto place) {
      role const* known = q.policy.roles.find(role_name, where);
      if (known && !known->grantable) fail(found, code::role_not_grantable, place(), role_name);
    });
    return found.size() == before ? outcome::passed : outcome::failed;
  }
};

/// Input: no grant is without an id or stands twice.
struct grants_distinct {
  static constexpr std::string_view name = "grants_distinct";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    if (!q.offer->grants) return outcome::skipped;
    const auto before = found.size();
    std::vector<grant> const& all = *q.offer->grants;
    for (std::size_t n = 0; n != all.size(); ++n) {
      if (all[n].id.empty()) fail(found, code::missing_value, grant_path(n, "id"));
    }
    for (const std::size_t n : repeated(all)) {
      if (!all[n].id.empty()) fail(found, code::duplicate_item, grant_path(n, "id"), all[n].id);
    }
    return found.size() == before ? outcome::passed : outcome::failed;
  }
};

/// Input: texts and lists stay within their bounds.
struct within_bounds {
  static constexpr std::string_view name = "within_bounds";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    const auto before = found.size();
    const auto judge = [&found](std::size_t size, std::size_t most, auto&& place) {
      if (size <= most) return;
      fail(found, code::text_too_long, place(), {},
           {static_cast<std::int64_t>(size), static_cast<std::int64_t>(most)});
    };
    const auto text = [&](std::string const& t, char const* member) {
      judge(t.size(), bound::text, [member] { return path(member); });
    };
    text(q.offer->role, "role");
    if (q.offer->grants) {
      judge(q.offer->grants->size(), bound::grants, [] { return path("grants"); });
      const std::size_t looked_at = (std::min)(q.offer->grants->size(), bound::grants);
      for (std::size_t n = 0; n != looked_at; ++n) {
        grant const& g = (*q.offer->grants)[n];
        judge(g.id.size(), bound::text, [n] { return grant_path(n, "id"); });
        judge(g.role.size(), bound::text, [n] { return grant_path(n, "role"); });
      }
    }
    if (q.request) {
      text(q.id->text(), "id");
      text(q.org->text(), "org");
      text(q.request->recipient.user.text(), "user");
      text(q.request->name.given, "given_name");
      text(q.request->name.family, "family_name");
      judge(q.request->attributes.size(), bound::attributes, [] { return path("attributes"); });
      std::size_t bytes = 0;
      for (attribute const& a : q.request->attributes)
        bytes += a.name.size() + a.value.text().size();
      judge(bytes, bound::attribute_bytes, [] { return path("attributes"); });
    }
    return found.size() == before ? outcome::passed : outcome::failed;
  }
};

/// Input: the lifetime lies within the policy's bounds, and its end within the range of `instant`.
struct lifetime_within_bounds {
  static constexpr std::string_view name = "lifetime_within_bounds";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    if (!q.lifetime) return outcome::skipped;
    expiry_policy const& p = q.policy.expiry;
    if (*q.lifetime < p.shortest) {
      return fail(found, code::lifetime_too_short, "lifetime", {},
                  {q.lifetime->count(), p.shortest.count()});
    }
    if (p.longest && *q.lifetime > *p.longest) {
      return fail(found, code::lifetime_too_long, "lifetime", {},
                  {q.lifetime->count(), p.longest->count()});
    }
    return q.expiry_overflows ? fail(found, code::time_out_of_range, "lifetime") : outcome::passed;
  }
};

/// Input: what supersedes is named, and is another one.
struct newer_named {
  static constexpr std::string_view name = "newer_named";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, problems& found) {
    if (!q.newer->empty() && *q.newer != q.subject->id) return outcome::passed;
    return fail(found, code::missing_value, "newer");
  }
};

/// State: an idempotency key stands for one command.
struct idempotency_key_unused {
  static constexpr std::string_view name = "idempotency_key_unused";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, problems& found) {
    if (q.idempotency_key->empty()) return outcome::skipped;
    if (!q.key_reused) return outcome::passed;
    return fail(found, code::idempotency_mismatch, "idempotency_key");
  }
};

/// State: the machine has a transition from what the invitation is now.
struct transition_allowed {
  static constexpr std::string_view name = "transition_allowed";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, problems& found) {
    const bool renewal = q.verb == event_kind::resend && q.status == status::expired;
    const transition step = next(q.status, q.verb);
    if (step.allowed() && (!renewal || q.policy.renew_expired)) return outcome::passed;
    std::array<std::int64_t, 3> numbers{};
    if (q.status == status::expired && q.subject->expires_at()) {
      numbers[0] = to_unix_seconds(q.now) - to_unix_seconds(*q.subject->expires_at());
    }
    return fail(found, step.allowed() ? code::renewal_refused : step.refusal, {}, {}, numbers);
  }
};

/// State: its time is over, so that it may be written down. The boundary itself is past.
struct time_is_over {
  static constexpr std::string_view name = "time_is_over";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, problems& found) {
    if (is_final(recorded_status(q.subject->state))) {
      return fail(found, next(recorded_status(q.subject->state), q.verb).refusal, {});
    }
    return q.status == status::expired ? outcome::passed : fail(found, code::not_yet_expired, {});
  }
};

/// State: the person answers the offer that stands.
struct offer_current {
  static constexpr std::string_view name = "offer_current";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, problems& found) {
    if (!q.offer_number) return outcome::skipped;
    if (*q.offer_number == q.subject->offer_number) return outcome::passed;
    return fail(found, code::offer_changed, "offer", {},
                {*q.offer_number, q.subject->offer_number});
  }
};

/// Facts: who vouches for the invitation is still a member who may grant the offer.
struct sponsor_stands {
  static constexpr std::string_view name = "sponsor_stands";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, problems& found) {
    if (q.policy.orphans == orphan_rule::let_stand) return outcome::skipped;
    if (q.subject->sponsor && q.subject->sponsor->kind == actor_kind::system)
      return outcome::skipped;
    if (!q.facts->sponsor) return missing_fact(found, "sponsor");
    if (!q.facts->sponsor->active) return fail(found, code::sponsor_inactive, {});
    offer const& offered = q.subject->offer;
    std::string const* role = nullptr;
    if (judged_by_rank(q.policy)) {
      role = beyond(q.policy, *q.facts->sponsor, offered);
    } else if (q.policy.granting == granting::by_verdict) {
      if (q.facts->may_grant == verdict::undecided) return missing_fact(found, "may_grant");
      if (q.facts->may_grant == verdict::no) role = &offered.role;
    }
    return role ? fail(found, code::sponsor_not_permitted, {}, *role) : outcome::passed;
  }
};

// The list of a verb -----------------------------------------------------------------------------

/// Rules in the order of their tiers.
template <class... Rules>
struct rule_list {
  static constexpr bool ordered() {
    tier last = tier::tenant;
    bool good = true;
    ((good = good && last <= Rules::at, last = Rules::at), ...);
    return good;
  }

  /// All problems of the first failing tier. Of what has happened already, only the tenant is
  /// judged.
  static problems judge(question const& q) {
    static_assert(ordered(), "rules stand in the order of their tiers");
    problems found;
    tier failed{};
    const auto step = [&](tier at, auto check) {
      if (found.empty() ? q.repeat && at != tier::tenant : at != failed) return false;
      if (check(q, found) == outcome::failed) failed = at;
      return true;
    };
    static_cast<void>((step(Rules::at, Rules::check) && ...));
    return found;
  }

  /// What every rule says, whatever the others say.
  static std::vector<finding> explain(question const& q) {
    std::vector<finding> out;
    out.reserve(sizeof...(Rules));
    const auto step = [&](std::string_view name, tier at, auto check) {
      finding said{name, at, outcome::skipped, {}};
      if (!q.repeat || at == tier::tenant) said.outcome = check(q, said.problems);
      out.push_back(std::move(said));
    };
    (step(Rules::name, Rules::at, Rules::check), ...);
    return out;
  }
};

}  // namespace detail
}  // namespace v0
}  // namespace invito

// ---- invito/lifecycle/verbs.hpp ----

/// \file lifecycle/verbs.hpp
/// The verbs. Each is a pure function of a policy, an invitation and a command; each returns what
/// would happen, and `apply` makes it happen. No clock is read, nothing is stored, sent or thrown.

namespace invito {
inline namespace v0 {

/// Makes a new invitation for what was asked. The guard `unique` claims the mailbox.
[[nodiscard]] result<issuance> issue(policy const& p, invitation_request const& r,
                                     issue_command const& c);

/// Sends it again with a new expiry; renews an expired one where the policy allows it, which claims
/// the mailbox anew.
[[nodiscard]] result<decision> resend(policy const& p, invitation const& i,
                                      resend_command const& c);

/// Replaces role and grants of a pending invitation. The actor becomes its sponsor, the offer
/// number is raised, the expiry stays.
[[nodiscard]] result<decision> amend(policy const& p, invitation const& i, amend_command const& c);

/// The invitee says yes. The same person again gets a decision without event; anybody else learns
/// no more than that there is no such invitation for them.
[[nodiscard]] result<decision> accept(policy const& p, invitation const& i,
                                      accept_command const& c);

/// The invitee says no, also to an expired one.
[[nodiscard]] result<decision> decline(policy const& p, invitation const& i,
                                       decline_command const& c);

/// The organization withdraws it; on an expired one this closes the door to renewal.
[[nodiscard]] result<decision> revoke(policy const& p, invitation const& i,
                                      revoke_command const& c);

/// A newer invitation takes the place of this pending one.
[[nodiscard]] result<decision> supersede(policy const& p, invitation const& i,
                                         supersede_command const& c);

/// Writes down that its time is over: the event is dated with the expiry. For sweeps; every other
/// verb knows without it.
[[nodiscard]] result<decision> expire(policy const& p, invitation const& i,
                                      expire_command const& c);

/// What every rule of the verb says, in order, whatever the others say: for support staff and
/// administrators, not for the person who was refused.
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation_request const& r,
                                           issue_command const& c);
template <class Command>
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i, Command const& c);

// -------------------------------------------------------------------------------------------------

namespace detail {

/// Whether the one who answered by `e` is `who`: the same user, or, where there was no user yet,
/// the owner of the same verified address.
inline bool answered_by(invitation const& i, event const& e, identity const& who) {
  if (!e.by.id.empty() || !who.user.empty()) return e.by.id == who.user;
  if (!who.email || !who.email_verified) return false;
  auto* yes = std::get_if<accept_details>(&e.details);
  auto* no = std::get_if<decline_details>(&e.details);
  if (!yes && !no) return false;
  box<email> const& other = yes ? yes->email : no->email;
  return other ? *other == *who.email : i.recipient.email == who.email;
}

/// Whether the answer that the state tells of is that of `who`. Where it was imported, nothing but
/// the user in the state is known of its author.
inline bool answered_by(invitation const& i, user_id const& told, identity const& who) {
  if (!i.history.empty()) return answered_by(i, i.history.back(), who);
  return !told.empty() && told == who.user;
}

inline box<email> email_if_other(identity const& who, recipient const& meant) {
  return who.email && meant.email != who.email ? box<email>(*who.email) : box<email>();
}

inline box<key_digest> boxed(std::optional<key_digest> const& key) {
  return key ? box<key_digest>(*key) : box<key_digest>();
}

/// What is particular to each verb: what it asks about, by which rules it is judged, when it has
/// happened already, and what its event says.
template <class Command>
struct verb;

template <>
struct verb<issue_command> {
  static constexpr event_kind kind = event_kind::issue;
  using rules = rule_list<actor_active, actor_may_grant, moment_given, identified, within_bounds,
                          email_shaped, roles_known, roles_grantable, grants_distinct,
                          lifetime_within_bounds, transition_allowed>;
};

template <>
struct verb<resend_command> {
  static constexpr event_kind kind = event_kind::resend;
  using rules = rule_list<same_organization, actor_active, actor_may_grant, moment_given,
                          roles_known, roles_grantable, lifetime_within_bounds,
                          idempotency_key_unused, transition_allowed>;
  static void ask(question& q, resend_command const& c) {
    q.by = &c.by;
    q.facts = &c.facts;
  }
  static bool repeats(question const&, resend_command const&) { return false; }
  static event_details tell(question const&, resend_command const& c) {
    return resend_details{boxed(c.key)};
  }
};

template <>
struct verb<amend_command> {
  static constexpr event_kind kind = event_kind::amend;
  using rules = rule_list<same_organization, actor_active, actor_may_grant, moment_given,
                          within_bounds, roles_known, roles_grantable, grants_distinct,
                          idempotency_key_unused, transition_allowed>;
  static void ask(question& q, amend_command const& c) {
    q.by = &c.by;
    q.facts = &c.facts;
    q.offer = &c.offer;
  }
  static bool repeats(question const&, amend_command const&) { return false; }
  static event_details tell(question const&, amend_command const& c) {
    return amend_details{c.offer, boxed(c.key)};
  }
};

template <>
struct verb<accept_command> {
  static constexpr event_kind kind = event_kind::accept;
  using rules =
      rule_list<same_organization, recipient_matches, email_verified, moment_given,
                idempotency_key_unused, transition_allowed, offer_current, sponsor_stands>;
  static void ask(question& q, accept_command const& c) {
    q.who = &c.who;
    q.facts = &c.facts;
    q.offer_number = c.offer;
  }
  static bool repeats(question const& q, accept_command const& c) {
    auto* done = std::get_if<accepted>(&q.subject->state);
    return done && answered_by(*q.subject, done->by, c.who);
  }
  static event_details tell(question const& q, accept_command const& c) {
    recipient const& meant = q.subject->recipient;
    return accept_details{proof_of(c.who, meant), email_if_other(c.who, meant)};
  }
};

template <>
struct verb<decline_command> {
  static constexpr event_kind kind = event_kind::decline;
  using rules = rule_list<same_organization, recipient_matches, email_verified, moment_given,
                          idempotency_key_unused, transition_allowed>;
  static void ask(question& q, decline_command const& c) { q.who = &c.who; }
  static bool repeats(question const& q, decline_command const& c) {
    auto* done = std::get_if<revoked>(&q.subject->state);
    return done && done->cause == revoke_cause::declined && done->by &&
           answered_by(*q.subject, done->by->id, c.who);
  }
  static event_details tell(question const& q, decline_command const& c) {
    recipient const& meant = q.subject->recipient;
    return decline_details{proof_of(c.who, meant), email_if_other(c.who, meant)};
  }
};

template <>
struct verb<revoke_command> {
  static constexpr event_kind kind = event_kind::revoke;
  using rules = rule_list<same_organization, actor_active, sponsor_or_may_grant, moment_given,
                          idempotency_key_unused, transition_allowed>;
  static void ask(question& q, revoke_command const& c) {
    q.by = &c.by;
    q.facts = &c.facts;
  }
  static bool repeats(question const& q, revoke_command const& c) {
    auto* done = std::get_if<revoked>(&q.subject->state);
    return done && done->cause == revoke_cause::revoked && done->by == c.by;
  }
  static event_details tell(question const&, revoke_command const&) { return revoke_details{}; }
};

template <>
struct verb<supersede_command> {
  static constexpr event_kind kind = event_kind::supersede;
  using rules = rule_list<same_organization, actor_active, sponsor_or_may_grant, moment_given,
                          newer_named, idempotency_key_unused, transition_allowed>;
  static void ask(question& q, supersede_command const& c) {
    q.by = &c.by;
    q.facts = &c.facts;
    q.newer = &c.newer;
  }
  static bool repeats(question const& q, supersede_command const& c) {
    if (q.subject->history.empty()) return false;
    event const& last = q.subject->history.back();
    auto* done = std::get_if<supersede_details>(&last.details);
    return done && last.by == c.by && done->newer && *done->newer == c.newer;
  }
  static event_details tell(question const&, supersede_command const& c) {
    return supersede_details{c.newer};
  }
};

template <>
struct verb<expire_command> {
  static constexpr event_kind kind = event_kind::expire;
  using rules = rule_list<same_organization, actor_is_system, moment_given, idempotency_key_unused,
                          time_is_over>;
  static void ask(question& q, expire_command const& c) { q.by = &c.by; }
  static bool repeats(question const& q, expire_command const& c) {
    return std::holds_alternative<expired>(q.subject->state) && c.by.kind == actor_kind::system;
  }
  static event_details tell(question const& q, expire_command const&) {
    return expire_details{q.now};
  }
};

/// Judges by no earlier moment than the last that is known, and remembers that it did.
inline void set_moment(question& q, instant now) {
  q.told_moment = now != no_moment;
  q.now = now;
  const auto last = q.subject ? last_moment(*q.subject) : std::nullopt;
  if (last && now < *last) {
    q.now = *last;
    q.clamped = q.told_moment;
  }
  if (q.subject) q.status = q.subject->status(q.now);
}

/// The expiry that a lifetime from now leads to.
inline void set_lifetime(question& q, std::optional<std::chrono::seconds> asked) {
  q.lifetime = asked ? asked : q.policy.expiry.lifetime;
  if (!q.lifetime) return;
  q.expires_at = plus(q.now, *q.lifetime);
  q.expiry_overflows = !q.expires_at;
}

/// An event with the idempotency key of the command: the same command again, or another one,
/// whatever the state says.
template <class Command>
void find_key(question& q, Command const& c) {
  if (c.idempotency_key.empty()) return;
  for (event const& e : q.subject->history) {
    if (e.idempotency_key != c.idempotency_key) continue;
    bool same = e.kind() == q.verb;
    if constexpr (std::is_same_v<Command, amend_command>) {
      auto* said = std::get_if<amend_details>(&e.details);
      same = same && said && said->offer && *said->offer == c.offer;
    }
    if constexpr (std::is_same_v<Command, supersede_command>) {
      auto* said = std::get_if<supersede_details>(&e.details);
      same = same && said && said->newer && *said->newer == c.newer;
    }
    same = same && (q.by ? e.by == *q.by : answered_by(*q.subject, e, *q.who));
    q.repeat = same;
    q.key_reused = !same;
    return;
  }
}

template <class Command>
question about(policy const& p, invitation const& i, Command const& c) {
  question q{p, verb<Command>::kind};
  q.subject = &i;
  q.org = &c.org;
  q.offer = &i.offer;
  q.idempotency_key = &c.idempotency_key;
  verb<Command>::ask(q, c);
  set_moment(q, c.now);
  if constexpr (std::is_same_v<Command, resend_command>) {
    set_lifetime(q, c.lifetime);
  } else {
    q.expires_at = i.expires_at();
  }
  q.repeat = verb<Command>::repeats(q, c);
  find_key(q, c);
  return q;
}

inline question about(policy const& p, invitation_request const& r, issue_command const& c) {
  question q{p, event_kind::issue};
  q.request = &r;
  q.id = &c.id;
  q.org = &c.org;
  q.by = &c.by;
  q.facts = &c.facts;
  q.offer = &r.offer;
  q.idempotency_key = &c.idempotency_key;
  set_moment(q, c.now);
  set_lifetime(q, c.lifetime);
  return q;
}

inline event make_event(question const& q, event_details details) {
  event e;
  e.at = q.now;
  e.by = q.by ? *q.by : actor::user(q.who->user);
  e.revision = q.subject ? q.subject->revision() + 1 : 1;
  e.expires_at = q.expires_at;
  e.idempotency_key = *q.idempotency_key;
  e.clamped = q.clamped;
  e.details = std::move(details);
  return e;
}

inline box<uniqueness_claim> claim(organization_id const& org, recipient const& to) {
  if (!to.email) return {};
  return uniqueness_claim{org, to.email->key()};
}

template <class Command>
result<decision> decide(policy const& p, invitation const& i, Command const& c) {
  const question q = about(p, i, c);
  problems found = verb<Command>::rules::judge(q);
  if (!found.empty()) return found;
  decision out;
  out.revision = i.revision();
  if (q.repeat) return out;
  out.event = make_event(q, verb<Command>::tell(q, c));
  if (q.facts) out.guards.organization_revision = q.facts->organization_revision;
  if constexpr (std::is_same_v<Command, expire_command>) {
    // The event is as old as the expiry, but never older than the event before it.
    const auto last = last_moment(i);
    out.event->at = last ? (std::max)(*i.expires_at(), *last) : *i.expires_at();
  }
  if (q.verb == event_kind::resend && q.status == status::expired) {
    out.guards.unique = claim(i.organization, i.recipient);
  }
  return out;
}

}  // namespace detail

inline result<issuance> issue(policy const& p, invitation_request const& r,
                              issue_command const& c) {
  const detail::question q = detail::about(p, r, c);
  problems found = detail::verb<issue_command>::rules::judge(q);
  if (!found.empty()) return found;
  issuance out;
  invitation& made = out.invitation;
  made.id = c.id;
  made.organization = c.org;
  made.recipient = r.recipient;
  made.name = r.name;
  made.send = r.send;
  made.attributes = r.attributes;
  detail::record(made, detail::make_event(q, issue_details{r.offer, detail::boxed(c.key)}));
  out.guards.organization_revision = c.facts.organization_revision;
  out.guards.unique = detail::claim(c.org, r.recipient);
  return out;
}

inline result<decision> resend(policy const& p, invitation const& i, resend_command const& c) {
  return detail::decide(p, i, c);
}
inline result<decision> amend(policy const& p, invitation const& i, amend_command const& c) {
  return detail::decide(p, i, c);
}
inline result<decision> accept(policy const& p, invitation const& i, accept_command const& c) {
  return detail::decide(p, i, c);
}
inline result<decision> decline(policy const& p, invitation const& i, decline_command const& c) {
  return detail::decide(p, i, c);
}
inline result<decision> revoke(policy const& p, invitation const& i, revoke_command const& c) {
  return detail::decide(p, i, c);
}
inline result<decision> supersede(policy const& p, invitation const& i,
                                  supersede_command const& c) {
  return detail::decide(p, i, c);
}
inline result<decision> expire(policy const& p, invitation const& i, expire_command const& c) {
  return detail::decide(p, i, c);
}

inline std::vector<finding> explain(policy const& p, invitation_request const& r,
                                    issue_command const& c) {
  return detail::verb<issue_command>::rules::explain(detail::about(p, r, c));
}

template <class Command>
std::vector<finding> explain(policy const& p, invitation const& i, Command const& c) {
  return detail::verb<Command>::rules::explain(detail::about(p, i, c));
}

}  // namespace v0
}  // namespace invito

// ---- invito/version.hpp ----

/// \file version.hpp
/// The one place where the version stands; the build reads it from here.

#define INVITO_VERSION_MAJOR 0
#define INVITO_VERSION_MINOR 1
#define INVITO_VERSION_PATCH 0

// ---- invito/core.hpp ----

/// \file core.hpp
/// The life of an invitation, without JSON: standard library only, no streams, nothing thrown.

// ---- invito/invito.hpp ----

/// \file invito.hpp
/// Everything: the life of an invitation, its JSON, and the dialects of the known APIs.

#endif  // INVITO_INVITO_HPP_SINGLE
