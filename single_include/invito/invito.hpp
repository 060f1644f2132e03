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

#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
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
