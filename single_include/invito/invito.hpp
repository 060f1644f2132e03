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
enum class tier : std::uint8_t { tenant = 1, authority, input, state, facts };

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

/// The row of a code. Linear in the number of codes.
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
    {code::already_issued, "already_issued", tier::state, answer::conflict, "this invitation has been issued"},
    {code::already_accepted, "already_accepted", tier::state, answer::conflict, "this invitation has been accepted"},
    {code::already_revoked, "already_revoked", tier::state, answer::conflict, "this invitation has been withdrawn or declined"},
    {code::expired, "expired", tier::state, answer::conflict, "this invitation expired {0d} ago; ask for a new one"},
    {code::not_yet_expired, "not_yet_expired", tier::state, answer::conflict, "this invitation is not due to expire yet"},
    {code::renewal_refused, "renewal_refused", tier::state, answer::conflict, "this invitation expired {0d} ago and is not renewed; issue a new one"},
    {code::offer_changed, "offer_changed", tier::state, answer::conflict, "the offer has changed since you saw it; look at it again"},
    {code::revision_mismatch, "revision_mismatch", tier::state, answer::conflict, "made against revision {0}, but the invitation is at {1}"},
    {code::idempotency_mismatch, "idempotency_mismatch", tier::state, answer::conflict, "this idempotency key was used for another command"},
    {code::fact_missing, "fact_missing", tier::facts, answer::internal, "the fact \"{s}\" is needed to judge this"},
    {code::sponsor_inactive, "sponsor_inactive", tier::facts, answer::forbidden, "who invited you is no longer a member; ask for a new invitation"},
    {code::sponsor_not_permitted, "sponsor_not_permitted", tier::facts, answer::forbidden, "who invited you may no longer grant the role \"{s}\"; ask for a new invitation", code::sponsor_inactive},
    // clang-format on
};

constexpr code_info const& info(code c) noexcept {
  for (code_info const& row : codes) {
    if (row.code == c) return row;
  }
  return codes[0];
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
  std::stable_sort(order.begin(), order.end(),
                   [&key](std::size_t a, std::size_t b) { return key(a) < key(b); });
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
};

/// It was sent again, perhaps with a later expiry and another key.
struct resend_details {
  box<key_digest> key{};
  friend bool operator==(resend_details const& a, resend_details const& b) {
    return a.key == b.key;
  }
};

/// Its offer was replaced by this one.
struct amend_details {
  box<invito::offer> offer{};
  box<key_digest> key{};
  friend bool operator==(amend_details const& a, amend_details const& b) {
    return a.offer == b.offer && a.key == b.key;
  }
};

/// The invitee said yes.
struct accept_details {
  proof relied_on{};
  box<invito::email> email{};  ///< The person's address where it is not the invitation's.
  friend bool operator==(accept_details const& a, accept_details const& b) {
    return a.relied_on == b.relied_on && a.email == b.email;
  }
};

/// The invitee said no.
struct decline_details {
  proof relied_on{};
  box<invito::email> email{};  ///< The person's address where it is not the invitation's.
  friend bool operator==(decline_details const& a, decline_details const& b) {
    return a.relied_on == b.relied_on && a.email == b.email;
  }
};

/// It was withdrawn.
struct revoke_details {
  friend bool operator==(revoke_details const&, revoke_details const&) { return true; }
};

/// A newer invitation took its place.
struct supersede_details {
  box<invitation_id> newer{};
  friend bool operator==(supersede_details const& a, supersede_details const& b) {
    return a.newer == b.newer;
  }
};

/// Somebody wrote down that its time was over; the event itself is dated with the expiry.
struct expire_details {
  instant recorded_at{};
  friend bool operator==(expire_details const& a, expire_details const& b) {
    return a.recorded_at == b.recorded_at;
  }
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
};

/// Answered with yes. Final.
struct accepted {
  std::optional<instant> at{};
  user_id by{};  ///< Empty: unknown.
  friend bool operator==(accepted const& a, accepted const& b) {
    return a.at == b.at && a.by == b.by;
  }
};

/// Withdrawn, declined or replaced. Final.
struct revoked {
  std::optional<instant> at{};
  std::optional<actor> by{};
  revoke_cause cause = revoke_cause::revoked;
  friend bool operator==(revoked const& a, revoked const& b) {
    return a.at == b.at && a.by == b.by && a.cause == b.cause;
  }
};

/// Its time ran out, and somebody wrote that down.
struct expired {
  instant at{};
  friend bool operator==(expired const& a, expired const& b) { return a.at == b.at; }
};

/// The recorded state, in the order of `status`.
using state = std::variant<pending, accepted, revoked, expired>;

/// The status as recorded; ask `invitation::status` for the one that holds now.
[[nodiscard]] inline status recorded_status(state const& s) noexcept {
  return static_cast<status>(s.index());
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
/// document told. `expires_at` is the expiry in force. `told_at` is a moment for which the state is
/// known to hold; it counts only where the state itself does not say since when.
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
  const bool known_change = baseline->known_at && !std::holds_alternative<pending>(baseline->state);
  if (known_change && created_at && t >= *created_at) return pending_until(baseline->expires_at);
  return std::nullopt;
}

inline std::optional<instant> invitation::expires_at() const noexcept {
  if (!history.empty()) return history.back().expires_at;
  if (baseline) return baseline->expires_at;
  if (auto* waiting = std::get_if<pending>(&state)) return waiting->expires_at;
  return std::nullopt;
}

inline std::optional<instant> invitation::updated_at() const noexcept {
  if (!history.empty()) return history.back().at;
  if (baseline && baseline->known_at) return baseline->known_at;
  return created_at;
}

inline void begin_history(invitation& i, std::optional<instant> expires_at,
                          std::optional<instant> told_at, std::uint64_t revision) {
  struct since {
    std::optional<instant> created_at;
    std::optional<instant> operator()(pending const&) const { return created_at; }
    std::optional<instant> operator()(accepted const& s) const { return s.at; }
    std::optional<instant> operator()(revoked const& s) const { return s.at; }
    std::optional<instant> operator()(expired const& s) const { return s.at; }
  };
  const std::optional<instant> changed_at = std::visit(since{i.created_at}, i.state);
  i.history.clear();
  i.baseline =
      invito::baseline{i.state, i.offer,    i.offer_number, i.sponsor,
                       i.keys,  expires_at, revision,       changed_at ? changed_at : told_at};
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
