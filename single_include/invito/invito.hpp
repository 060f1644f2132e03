// SPDX-License-Identifier: MIT
// invito 0.1.0: the whole library in one header.
//
// Generated. Edit include/ instead and run: python3 single_include/generate.py
//
// Header-only by default. With INVITO_SEPARATE_COMPILATION defined in every unit of a program, this
// header brings declarations alone; exactly one source file also defines INVITO_IMPLEMENTATION
// before the include, which compiles the definitions. Only definitions need json and date. In a
// unit without definitions, a basic_json other than nlohmann::json needs the header
// invito/wire/nlohmann.hpp of include/, and all of include/ with it.
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

/// \file invito.hpp
/// Everything: the life of an invitation, its JSON, and the dialects of the known APIs. With
/// `INVITO_NO_JSON` defined, what `invito/core.hpp` has: all but JSON, by the standard library
/// alone.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <limits>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

// ---- invito/config.hpp ----

/// \file config.hpp
/// How the library is compiled.
///
/// Header-only by default: there is nothing to define and nothing to build. With
/// `INVITO_SEPARATE_COMPILATION` defined in every unit of a program, the headers bring declarations
/// alone, and one source file has `#include <invito/src.hpp>`, which compiles the definitions.
///
/// The two modes use different inline namespaces. Units of both modes can be linked into one
/// program, but they cannot pass each other values of the library: that is a link error which names
/// `invito::separate_v0`.

#ifdef INVITO_SEPARATE_COMPILATION
#define INVITO_ABI separate_v0  ///< The inline namespace of everything in the library.
#define INVITO_INLINE           ///< Before the definition of a function that a header declares.
#else
#define INVITO_ABI v0         ///< The inline namespace of everything in the library.
#define INVITO_INLINE inline  ///< Before the definition of a function that a header declares.
#endif

// ---- invito/base/box.hpp ----

/// \file base/box.hpp
/// An optional value kept on the heap.

namespace invito {
inline namespace INVITO_ABI {

/// Like `std::optional<T>`, but one pointer wide: for what is large and usually absent.
/// Copies and compares the value, not the pointer.
template <class T>
class box {
 public:
  box() noexcept = default;
  box(T value) : value_(new T(std::move(value))) {}                   ///< A box with `value` in it.
  box(box const& other) : value_(other ? new T(*other) : nullptr) {}  ///< Copies the value.
  /// Takes the value over, and leaves an empty box.
  box(box&& other) noexcept : value_(other.value_) { other.value_ = nullptr; }
  box& operator=(box const& other) { return *this = box(other); }
  box& operator=(box&& other) noexcept {
    T* const taken = other.value_;
    other.value_ = nullptr;
    delete value_;
    value_ = taken;
    return *this;
  }
  ~box() { delete value_; }

  /// Whether there is a value.
  explicit operator bool() const noexcept { return value_ != nullptr; }

  ///@{
  /// The value. Precondition: there is one.
  T& operator*() noexcept { return *value_; }
  T const& operator*() const noexcept { return *value_; }
  T* operator->() noexcept { return value_; }
  T const* operator->() const noexcept { return value_; }
  ///@}

  friend bool operator==(box const& a, box const& b) {
    return a && b ? *a == *b : bool(a) == bool(b);
  }
  friend bool operator!=(box const& a, box const& b) { return !(a == b); }

 private:
  // Not std::unique_ptr, which takes the compiler ten times as long, and a model has many boxes.
  T* value_ = nullptr;
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/instant.hpp ----

/// \file base/instant.hpp
/// Moments in time, and sums of them that refuse rather than wrap.

namespace invito {
inline namespace INVITO_ABI {

/// A moment in UTC with nanosecond ticks: `std::chrono::system_clock::now()` converts into it.
/// The range is 1677-09-21 to 2262-04-11.
using instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;

/// `t + d`, or nothing where the sum lies outside of the range of `instant`.
[[nodiscard]] constexpr std::optional<instant> plus(instant t, std::chrono::seconds d) noexcept;

/// The moment `seconds` after 1970-01-01T00:00:00Z, or nothing outside of the range of `instant`.
[[nodiscard]] constexpr std::optional<instant> from_unix_seconds(std::int64_t seconds) noexcept;

/// Whole seconds since 1970-01-01T00:00:00Z, rounded towards the past.
[[nodiscard]] constexpr std::int64_t to_unix_seconds(instant t) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/impl/instant.hpp ----

namespace invito {
inline namespace INVITO_ABI {

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

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/limits.hpp ----

/// \file base/limits.hpp
/// Bounds on what comes from outside, so that no input decides how much work or memory is spent.

namespace invito {
inline namespace INVITO_ABI {

/// Bounds on one JSON document.
struct read_limits {
  std::size_t bytes = 1024 * 1024;  ///< Length of the text: as much as common HTTP servers allow.
  /// Nested objects and arrays; the known documents need 6. A value that is kept as text counts for
  /// itself, so that each format takes what another one took.
  std::size_t depth = 32;
  std::size_t items = 100'000;  ///< Members and elements, all counted together.
  /// Problems reported before the reader gives up; earlier, if their places are longer than a
  /// document may be.
  std::size_t problems = 100;
};

/// Bounds on the texts and lists of a new invitation, checked by `issue` and `amend`, and on what
/// `make_key` takes.
namespace bound {
inline constexpr std::size_t text = 255;       ///< Bytes of an id, a role or a person's name.
inline constexpr std::size_t grants = 1000;    ///< Grants in one invitation.
inline constexpr std::size_t attributes = 64;  ///< Attributes of one invitation.
inline constexpr std::size_t attribute_bytes = 16 * 1024;  ///< All attributes together.

// For `make_key`. From 112 bits on, NIST SP 800-63B and OWASP's ASVS let a look-up secret be stored
// under a plain fast hash; of a session id they ask 64 bits. 16 bytes are 128 bits, above both.
inline constexpr std::size_t key_entropy = 16;  ///< Bytes that a key is made from at least.
// A key of these has 683 characters: with the rest of its link it fits into a line of mail, 998
// (RFC 5322).
inline constexpr std::size_t key_entropy_most = 512;  ///< Bytes that a key is made from at most.
inline constexpr std::size_t key_values = 8;          ///< Different bytes among them at least.
}  // namespace bound

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/names.hpp ----

/// \file base/names.hpp
/// Enumerations by name, both ways.

namespace invito {
inline namespace INVITO_ABI {

/// The names of an enumeration's values, in their order from 0 on; a value that is none has an
/// empty one. Every enumeration that has names says them beside itself. They are stable: documents
/// and configurations may hold them.
template <class Enum>
inline constexpr std::nullptr_t names_of = nullptr;

/// The name of a value, such as "pending". Constant.
template <class Enum, class = std::enable_if_t<!std::is_null_pointer_v<decltype(names_of<Enum>)>>>
[[nodiscard]] constexpr std::string_view to_string(Enum value) noexcept {
  return names_of<Enum>[static_cast<std::size_t>(value)];
}

/// The value of that very name: `from_string<status>("pending")`. Nothing for any other text.
/// Linear in the number of names.
template <class Enum>
[[nodiscard]] constexpr std::optional<Enum> from_string(std::string_view name) noexcept {
  static_assert(!std::is_null_pointer_v<decltype(names_of<Enum>)>, "an enumeration with names");
  if (name.empty()) return std::nullopt;
  for (std::size_t n = 0; n != names_of<Enum>.size(); ++n) {
    if (names_of<Enum>[n] == name) return static_cast<Enum>(n);
  }
  return std::nullopt;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/path.hpp ----

/// \file base/path.hpp
/// Where in a document or command a problem lies.

namespace invito {
inline namespace INVITO_ABI {

/// A path of typed segments, each the name of a member or the index of an element. The empty path
/// is the whole document. Kept in one string, so that short paths need no memory of their own.
class path {
 public:
  /// One step: `index` is set for an element, `name` is meant otherwise.
  struct segment {
    std::string name;                  ///< Of a member, unescaped.
    std::optional<std::size_t> index;  ///< Of an element, from 0.
    friend bool operator==(segment const& a, segment const& b);
    friend bool operator!=(segment const& a, segment const& b) { return !(a == b); }
  };

  path() = default;
  /// The path to one member of the document.
  path(char const* name) { add(std::string_view(name)); }

  /// Extends the path by the member `name`.
  path& add(std::string_view name);
  /// Extends the path by the element `index`.
  path& add(std::size_t index);

  /// Whether it is the whole document.
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
  /// How long it is, in bytes.
  [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }
  /// The path as a JSON pointer (RFC 6901): "" for the whole document, else "/projects/0/id".
  [[nodiscard]] std::string pointer() const;
  /// The path with dots, as people read it: "projects.0.id".
  [[nodiscard]] std::string dotted() const;
  /// The path segment by segment, names unescaped.
  [[nodiscard]] std::vector<segment> segments() const;

  friend bool operator==(path const& a, path const& b);
  friend bool operator!=(path const& a, path const& b) { return !(a == b); }

 private:
  // '/' before a name, '#' before an index; '~', '/' and '#' in names stand as ~0, ~1 and ~2.
  std::string text_;
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/problem.hpp ----

/// \file base/problem.hpp
/// Why something was refused: a stable code, the place, and the facts a person needs to act on it.

namespace invito {
inline namespace INVITO_ABI {

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
  invalid_uuid = 123,         ///< Text that is not a UUID.
  not_representable = 131,    ///< The target document cannot express this value.
  unsupported_version = 132,  ///< A native document of a later format.
  history_mismatch = 133,     ///< The events do not lead to the state that stands beside them.
  // Tenant: whose invitation it is.
  not_found = 201,        ///< There is no such invitation in the caller's organization.
  unauthenticated = 202,  ///< Nobody has signed in. For hosts to report.
  // Authority: who acts.
  inactive_actor = 301,    ///< The actor is no longer an active member.
  not_permitted = 302,     ///< The actor's rank does not reach the role.
  system_only = 303,       ///< Only the system may do this.
  forbidden = 304,         ///< What a stranger is told of other refusals of authority.
  wrong_recipient = 311,   ///< The invitation was sent to somebody else.
  email_unverified = 312,  ///< The person's address is not verified.
  key_missing = 313,       ///< The invitation has a key, and the command brings none.
  wrong_key = 314,         ///< Not a key of this invitation.
  key_retired = 315,       ///< A key that a later message replaced.
  // Input: what the command says.
  missing_value = 401,       ///< The command leaves out what it needs.
  text_too_long = 402,       ///< A text or list is longer than its bound.
  invalid_email = 403,       ///< Not the shape of an email address.
  email_not_ascii = 404,     ///< The policy does not admit addresses beyond ASCII.
  domain_refused = 405,      ///< The policy does not admit addresses at this domain.
  unknown_role = 411,        ///< The catalog has no such role.
  role_not_grantable = 412,  ///< The role is never granted by invitation.
  lifetime_too_short = 421,  ///< Below the policy's shortest lifetime.
  lifetime_too_long = 422,   ///< Above the policy's longest lifetime.
  weak_key = 431,            ///< Too few random bytes for a key, or bytes that are not random.
  weak_digest = 432,         ///< The digest of the key is shorter than the policy asks.
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
  too_soon = 510,              ///< The last message was sent just now.
  too_many_sends = 511,        ///< All messages of this invitation have been sent.
  too_old = 512,               ///< It was issued too long ago to be sent again.
  // Facts: what the host has looked up.
  fact_missing = 601,           ///< A rule needs a fact that was not given.
  sponsor_inactive = 602,       ///< Who vouches for the invitation is no longer an active member.
  sponsor_not_permitted = 603,  ///< Who vouches may no longer grant the role.
  organization_inactive = 610,  ///< The organization is suspended or deleted.
  plan_refused = 611,           ///< The organization's plan has no invitations.
  already_member = 612,         ///< The invitee is a member.
  not_former_member = 613,      ///< Nobody to reinstate: the invitee never was a member.
  unknown_scope = 614,          ///< The project or workspace does not exist.
  duplicate_pending = 615,      ///< An invitation for the same address is pending.
  not_invitable = 616,          ///< What a stranger may learn of several reasons about a person.
  unavailable = 621,            ///< The host's own side failed. For hosts to report.
  seats_full = 631,             ///< The organization's seats are taken or reserved.
  too_many_pending = 632,       ///< The organization has all the pending invitations it may have.
  rate_limited = 633,           ///< Too many messages in a stretch of time.
  batch_stopped = 634,          ///< Not done because of another row of the batch.
};

/// The order in which rules are judged; later tiers are not looked at where an earlier one failed.
enum class tier : std::uint8_t { tenant = 1, authority, input, status, facts };

template <>
inline constexpr std::array<std::string_view, 6> names_of<tier>{"",      "tenant", "authority",
                                                                "input", "status", "facts"};

/// The kind of answer that a server gives; each dialect has one HTTP status for each.
enum class answer : std::uint8_t {
  bad_request,
  unauthenticated,
  payment_required,
  forbidden,
  not_found,
  conflict,
  internal,
  unavailable,
  too_many_requests
};

template <>
inline constexpr std::array<std::string_view, 9> names_of<answer>{
    "bad_request", "unauthenticated", "payment_required", "forbidden",        "not_found",
    "conflict",    "internal",        "unavailable",      "too_many_requests"};

/// How many kinds of answers there are.
inline constexpr std::size_t answers =
    std::size_t{1} + static_cast<std::size_t>(answer::too_many_requests);

/// One row of the table of codes.
struct code_info {
  invito::code code;           ///< The code that the row is about.
  std::string_view name;       ///< The code as text, stable like its number.
  invito::tier tier;           ///< When its rule is judged.
  invito::answer answer;       ///< What kind of answer it makes.
  std::string_view sentence;   ///< For `describe`: {s} subject, {0} a number, {0d} a duration.
  invito::code public_code{};  ///< What is told instead, where this reveals something.
  invito::code safe_code{};    ///< The same for `disclosure::enumeration_safe`.
};

/// A reason for a refusal.
struct problem {
  invito::code code{};  ///< What is wrong; `info` has its row.
  path where;           ///< The member or parameter that it is about.
  std::string subject;  ///< The text that it is about: a role, a member, an id.
  /// Counts, or durations in seconds, as the code's sentence uses them.
  std::array<std::int64_t, 3> numbers{};

  friend bool operator==(problem const& a, problem const& b);
  friend bool operator!=(problem const& a, problem const& b) { return !(a == b); }
};

/// The row of a code; of any other value, a row named "unknown". Logarithmic in the number of
/// codes.
[[nodiscard]] constexpr code_info const& info(code c) noexcept;
/// The code as text, such as "already_accepted".
[[nodiscard]] constexpr std::string_view to_string(code c) noexcept { return info(c).name; }
/// How much a refusal may tell the one who is refused.
enum class disclosure : std::uint8_t {
  standard,         ///< What the person needs to act on it, but nothing of what is another's.
  enumeration_safe  ///< Nor whether an address has an account, a membership or an invitation.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<disclosure>{"standard",
                                                                      "enumeration_safe"};

/// What may be told to the one who is refused. Never turns a refusal into success.
[[nodiscard]] constexpr code public_code(code c, disclosure d = disclosure::standard) noexcept;

/// A problem that quotes no more of `subject` than `bound::text` bytes, whatever came from outside.
[[nodiscard]] problem make_problem(code c, path where, std::string_view subject = {},
                                   std::array<std::int64_t, 3> numbers = {});

/// `p` as it may be told: with its public code, and without facts where that differs.
[[nodiscard]] problem as_public(problem const& p, disclosure d = disclosure::standard);

/// The sentence that a person can act on. English, without the place.
[[nodiscard]] std::string describe(problem const& p);

/// `sentence` with {s} replaced by the subject, {0} by a number and {0d} by a duration.
[[nodiscard]] std::string fill_in(std::string_view sentence, std::string_view subject,
                                  std::array<std::int64_t, 3> const& numbers);

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
  problems(problem only) : first_(std::move(only)), any_(true) {}  ///< One problem.

  void add(problem p);  ///< Appends a problem.

  [[nodiscard]] bool empty() const noexcept { return !any_; }  ///< Whether there is none.
  /// How many there are.
  [[nodiscard]] std::size_t size() const noexcept { return any_ ? rest_.size() + 1 : 0; }
  /// Precondition: `index < size()`.
  problem const& operator[](std::size_t index) const noexcept {
    return index == 0 ? first_ : rest_[index - 1];
  }
  /// The first problem. Precondition: not empty.
  [[nodiscard]] problem const& front() const noexcept { return first_; }
  /// The first problem, for loops.
  [[nodiscard]] iterator begin() const noexcept { return {*this, 0}; }
  /// Behind the last problem.
  [[nodiscard]] iterator end() const noexcept { return {*this, size()}; }

  friend bool operator==(problems const& a, problems const& b);
  friend bool operator!=(problems const& a, problems const& b) { return !(a == b); }

 private:
  problem first_;
  std::vector<problem> rest_;
  bool any_ = false;
};

/// All of `why` as they may be told. What folds into the same is told once, as the count would
/// tell something, too.
[[nodiscard]] problems as_public(problems const& why, disclosure d = disclosure::standard);

/// The problem that decides the answer: the first of those in the earliest tier.
/// Precondition: there is one.
[[nodiscard]] problem const& deciding(problems const& all) noexcept;

/// All sentences in one; of several, each after its place: "/role: a value is required here; ...".
[[nodiscard]] std::string describe(problems const& all);
/// The same, but also one alone after its place: for a message with nothing beside it.
[[nodiscard]] std::string describe_with_places(problems const& all);

/// A duration in words, its two largest units: "3 days 4 h", "59 min", "0 s".
[[nodiscard]] std::string describe_duration(std::int64_t seconds);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/impl/problem.hpp ----

namespace invito {
inline namespace INVITO_ABI {

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
    {code::invalid_uuid, "invalid_uuid", tier::input, answer::bad_request, "\"{s}\" is not a UUID"},
    {code::not_representable, "not_representable", tier::input, answer::bad_request, "this document has no way to say: {s}"},
    {code::unsupported_version, "unsupported_version", tier::input, answer::bad_request, "format {0} is not known here; the latest is {1}"},
    {code::history_mismatch, "history_mismatch", tier::input, answer::bad_request, "the recorded events do not lead to this value"},
    {code::not_found, "not_found", tier::tenant, answer::not_found, "there is no such invitation"},
    {code::unauthenticated, "unauthenticated", tier::tenant, answer::unauthenticated, "sign in first"},
    {code::inactive_actor, "inactive_actor", tier::authority, answer::forbidden, "only an active member may do this", code::forbidden},
    {code::not_permitted, "not_permitted", tier::authority, answer::forbidden, "this needs a rank that may grant the role \"{s}\""},
    {code::system_only, "system_only", tier::authority, answer::forbidden, "only the system records this", code::forbidden},
    {code::forbidden, "forbidden", tier::authority, answer::forbidden, "you may not do this"},
    {code::wrong_recipient, "wrong_recipient", tier::authority, answer::not_found, "this invitation was sent to somebody else; sign in with the address that received it", code::not_found},
    {code::email_unverified, "email_unverified", tier::authority, answer::forbidden, "verify your email address first", {}, code::not_found},
    {code::key_missing, "key_missing", tier::authority, answer::forbidden, "open the link in the message that brought this invitation", {}, code::not_found},
    {code::wrong_key, "wrong_key", tier::authority, answer::not_found, "this link does not open the invitation", code::not_found},
    {code::key_retired, "key_retired", tier::authority, answer::forbidden, "a later message has brought a newer link; use that one", {}, code::not_found},
    {code::missing_value, "missing_value", tier::input, answer::bad_request, "a value is required here"},
    {code::text_too_long, "text_too_long", tier::input, answer::bad_request, "{0} is more than the {1} allowed here"},
    {code::invalid_email, "invalid_email", tier::input, answer::bad_request, "\"{s}\" is not an email address"},
    {code::email_not_ascii, "email_not_ascii", tier::input, answer::bad_request, "\"{s}\" has characters beyond ASCII, which are not admitted here"},
    {code::domain_refused, "domain_refused", tier::input, answer::bad_request, "addresses at \"{s}\" are not admitted here"},
    {code::unknown_role, "unknown_role", tier::input, answer::bad_request, "there is no role \"{s}\""},
    {code::role_not_grantable, "role_not_grantable", tier::input, answer::bad_request, "the role \"{s}\" is not granted by invitation"},
    {code::lifetime_too_short, "lifetime_too_short", tier::input, answer::bad_request, "{0d} is shorter than the {1d} that an invitation lives at least"},
    {code::lifetime_too_long, "lifetime_too_long", tier::input, answer::bad_request, "{0d} is longer than the {1d} that an invitation lives at most"},
    {code::weak_key, "weak_key", tier::input, answer::bad_request, "{0} bytes with {1} different values are too weak for a key, which needs {2} random bytes or more, 8 of them different"},
    {code::weak_digest, "weak_digest", tier::input, answer::bad_request, "the digest of the key has {0} bytes; at least {1} are needed"},
    {code::already_issued, "already_issued", tier::status, answer::conflict, "this invitation has been issued"},
    {code::already_accepted, "already_accepted", tier::status, answer::conflict, "this invitation has been accepted"},
    {code::already_revoked, "already_revoked", tier::status, answer::conflict, "this invitation has been withdrawn or declined"},
    {code::expired, "expired", tier::status, answer::conflict, "this invitation expired {0d} ago; ask for a new one"},
    {code::not_yet_expired, "not_yet_expired", tier::status, answer::conflict, "this invitation is not due to expire yet"},
    {code::renewal_refused, "renewal_refused", tier::status, answer::conflict, "this invitation expired {0d} ago and is not renewed; issue a new one"},
    {code::offer_changed, "offer_changed", tier::status, answer::conflict, "the offer has changed since you saw it; look at it again"},
    {code::revision_mismatch, "revision_mismatch", tier::status, answer::conflict, "made against revision {0}, but the invitation is at {1}"},
    {code::idempotency_mismatch, "idempotency_mismatch", tier::status, answer::conflict, "this idempotency key was used for another command"},
    {code::too_soon, "too_soon", tier::status, answer::too_many_requests, "the last message was sent {0d} ago; wait another {1d}"},
    {code::too_many_sends, "too_many_sends", tier::status, answer::conflict, "{0} of {1} messages have been sent; issue a new invitation"},
    {code::too_old, "too_old", tier::status, answer::conflict, "this was issued {0d} ago and is sent again for {1d} only; issue a new invitation"},
    {code::fact_missing, "fact_missing", tier::facts, answer::internal, "the fact \"{s}\" is needed to judge this"},
    {code::sponsor_inactive, "sponsor_inactive", tier::facts, answer::forbidden, "who invited you is no longer a member; ask for a new invitation"},
    {code::sponsor_not_permitted, "sponsor_not_permitted", tier::facts, answer::forbidden, "who invited you may no longer grant the role \"{s}\"; ask for a new invitation", code::sponsor_inactive},
    {code::organization_inactive, "organization_inactive", tier::facts, answer::forbidden, "the organization is not active"},
    {code::plan_refused, "plan_refused", tier::facts, answer::payment_required, "the organization's plan does not include invitations"},
    {code::already_member, "already_member", tier::facts, answer::conflict, "\"{s}\" is a member of the organization already", {}, code::not_invitable},
    {code::not_former_member, "not_former_member", tier::facts, answer::conflict, "\"{s}\" has not been a member before", {}, code::not_invitable},
    {code::unknown_scope, "unknown_scope", tier::facts, answer::bad_request, "\"{s}\" does not exist any more, or never did"},
    {code::duplicate_pending, "duplicate_pending", tier::facts, answer::conflict, "the invitation \"{s}\" for the same address is pending", {}, code::not_invitable},
    {code::not_invitable, "not_invitable", tier::facts, answer::conflict, "this address cannot be invited now"},
    {code::unavailable, "unavailable", tier::facts, answer::unavailable, "something went wrong on our side; try again later"},
    {code::seats_full, "seats_full", tier::facts, answer::conflict, "{0} of {1} seats are used, {2} of them reserved"},
    {code::too_many_pending, "too_many_pending", tier::facts, answer::conflict, "{0} of {1} invitations are pending"},
    {code::rate_limited, "rate_limited", tier::facts, answer::too_many_requests, "{0} of {1} messages have been sent; try again in {2d}"},
    {code::batch_stopped, "batch_stopped", tier::facts, answer::conflict, "not done, because row {0} of the batch was refused"},
    // clang-format on
};

/// The code of that name; see `to_string`. Linear in the number of codes.
template <>
[[nodiscard]] constexpr std::optional<code> from_string<code>(std::string_view name) noexcept {
  for (code_info const& row : codes) {
    if (row.name == name) return row.code;
  }
  return std::nullopt;
}

/// For a value that is none of the codes.
inline constexpr code_info no_code{code{}, "unknown", tier::facts, answer::internal, "unknown"};

constexpr code_info const& info(code c) noexcept {
  code_info const* from = std::begin(codes);
  code_info const* to = std::end(codes);
  while (from != to) {
    code_info const* const middle = from + (to - from) / 2;
    if (middle->code == c) return *middle;
    if (middle->code < c) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return no_code;
}

constexpr code public_code(code c, disclosure d) noexcept {
  code_info const& row = info(c);
  if (d == disclosure::enumeration_safe && row.safe_code != code{}) return row.safe_code;
  return row.public_code == code{} ? c : row.public_code;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/rate.hpp ----

/// \file base/rate.hpp
/// How often something may happen in a sliding window of time.

namespace invito {
inline namespace INVITO_ABI {

/// At most `limit` times in any stretch of time that is `window` long.
struct rate {
  std::uint32_t limit = 0;        ///< How often.
  std::chrono::seconds window{};  ///< In how long a stretch.

  friend bool operator==(rate const& a, rate const& b) noexcept;
  friend bool operator!=(rate const& a, rate const& b) noexcept { return !(a == b); }
};

/// What `within` found.
struct rate_use {
  std::size_t used = 0;  ///< How many of the times still count.
  bool free = true;      ///< Whether one more fits now.
  /// When one more fits; absent: never, as the limit is 0 or the window reaches beyond all time.
  std::optional<instant> free_at{};
};

/// How much of `r` is used at `now`. `times` are those of what happened, oldest first. One counts
/// while now < time + window, as an invitation is usable until its expiry; times that lie ahead
/// count too, because another server's clock may be fast. Logarithmic in the number of times.
[[nodiscard]] rate_use within(rate const& r, std::vector<instant> const& times, instant now);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/result.hpp ----

/// \file base/result.hpp
/// A value, or the problems that stood in its way.

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// What copying takes: the other one or, where `T` cannot be copied, what nobody has. So that a
/// `result` says truly whether it can be copied.
struct nobodys;
template <class T, class Other>
using if_copyable = std::conditional_t<std::is_copy_constructible_v<T>, Other, nobodys>;

}  // namespace detail

/// What every operation that can be refused returns. Nothing is thrown for a refusal. `T` moves
/// without throwing.
template <class T>
class [[nodiscard]] result {
 public:
  using value_type = T;  ///< What it holds on success.

  /// A value made of nothing, in its place: for large ones.
  explicit result(std::in_place_t) : value_(), good_(true) {}
  /// What `make` returns, in its place.
  template <class Make>
  result(std::in_place_t, Make make) : value_(make()), good_(true) {}
  result(T const& value) : value_(value), good_(true) {}        ///< Success.
  result(T&& value) : value_(std::move(value)), good_(true) {}  ///< Success, with the value moved.
  /// Precondition: `why` is not empty.
  result(problems&& why) : why_(std::move(why)), good_(false) {}
  result(problems const& why) : why_(why), good_(false) {}   ///< Precondition: `why` is not empty.
  result(problem why) : result(problems(std::move(why))) {}  ///< A refusal for one reason.

  /// Copies the value or the problems.
  result(detail::if_copyable<T, result> const& other) : good_(other.good_) { construct(other); }
  /// Moves the value or the problems.
  result(result&& other) noexcept : good_(other.good_) { construct(std::move(other)); }
  result& operator=(detail::if_copyable<T, result> const& other) { return *this = result(other); }
  result& operator=(result&& other) noexcept {
    if (this == &other) return *this;
    destroy();
    good_ = other.good_;
    construct(std::move(other));
    return *this;
  }
  ~result() { destroy(); }

  ///@{
  /// Whether it succeeded.
  [[nodiscard]] bool has_value() const noexcept { return good_; }
  explicit operator bool() const noexcept { return has_value(); }
  ///@}

  ///@{
  /// The value. Precondition: there is one.
  T& operator*() & noexcept { return value_; }
  T const& operator*() const& noexcept { return value_; }
  T&& operator*() && noexcept { return std::move(value_); }
  T* operator->() noexcept { return &value_; }
  T const* operator->() const noexcept { return &value_; }
  ///@}

  /// All problems of the refusal, in order. Precondition: there is no value.
  [[nodiscard]] problems const& error() const& noexcept { return why_; }
  /// The same, to be moved on.
  [[nodiscard]] problems&& error() && noexcept { return std::move(why_); }

  friend bool operator==(result const& a, result const& b) {
    if (a.good_ != b.good_) return false;
    return a.good_ ? a.value_ == b.value_ : a.why_ == b.why_;
  }
  friend bool operator!=(result const& a, result const& b) { return !(a == b); }

 private:
  static_assert(std::is_nothrow_move_constructible_v<T>, "or an assignment could leave nothing");

  template <class Other>
  void construct(Other&& other) {
    if (good_) {
      ::new (static_cast<void*>(&value_)) T(std::forward<Other>(other).value_);
    } else {
      ::new (static_cast<void*>(&why_)) problems(std::forward<Other>(other).why_);
    }
  }
  void destroy() noexcept { good_ ? value_.~T() : why_.~problems(); }

  // Not std::variant, which takes the compiler four times as long, and there are many results.
  union {
    T value_;
    problems why_;
  };
  bool good_;
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/email.hpp ----

/// \file model/email.hpp
/// Email addresses: kept as written, compared by one canonical key, checked for their shape.

namespace invito {
inline namespace INVITO_ABI {

/// An email address exactly as somebody wrote it, valid or not: what an older system let through
/// stays readable. `check_email` tells whether the shape is right.
///
/// Equality, order and hash go by the canonical key, so two addresses that are written differently
/// may be equal. Only the case of A to Z is ignored: dots and plus tags count, since whether they
/// matter is the receiving server's secret, and characters beyond ASCII are compared bytewise.
class email {
 public:
  email() = default;
  explicit email(std::string text) noexcept : text_(std::move(text)) {}  ///< Takes any text.

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

template <>
inline constexpr std::array<std::string_view, 3> names_of<email_shape>{"valid", "invalid",
                                                                       "not_ascii"};

/// The shape of an address, by the definition of a valid email address in the WHATWG HTML standard:
/// a local part of letters, digits and the signs of RFC 5322's `atext`, with dots anywhere; '@';
/// labels of letters, digits and inner hyphens, 63 bytes each at most, with single dots between.
/// Lengths are those of RFC 5321: 64 bytes in the local part, 254 in all. Nothing is trimmed. Text
/// beyond ASCII must be well-formed UTF-8. Linear, and constant beyond 254 bytes.
[[nodiscard]] constexpr email_shape check_email(std::string_view text) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

/// By the canonical key, like equality.
template <>
struct std::hash<invito::email> {
  /// Linear in the length.
  std::size_t operator()(invito::email const& address) const noexcept;
};

// ---- invito/base/impl/eight_bytes.hpp ----

// Text that is looked at eight bytes at a time.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Eight bytes as one number, the first in its lowest byte. Precondition: `at` has that many.
[[nodiscard]] constexpr std::uint64_t eight_bytes(char const* at) noexcept {
  const auto byte = [at](unsigned n) {
    return std::uint64_t{static_cast<unsigned char>(at[n])} << (8 * n);
  };
  // Not in a loop: compilers make one load of this.
  return byte(0) | byte(1) | byte(2) | byte(3) | byte(4) | byte(5) | byte(6) | byte(7);
}

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

inline std::uint64_t load_word(char const* from) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, 8);
  return word;
}

// Less than eight bytes as a word, zeros behind them.
inline std::uint64_t load_word(char const* from, std::size_t bytes) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, bytes);
  return word;
}

/// Whether eight bytes are ASCII that needs no escape. The highest bit of each tells: it is set, or
/// becomes so when more is taken away than is there.
constexpr bool are_plain(std::uint64_t bytes) noexcept {
  constexpr std::uint64_t each = 0x0101010101010101;
  const std::uint64_t control_or_quote = (bytes ^ each * 2) - each * 0x21;  // '"' ^ 2 is a space
  const std::uint64_t backslash = (bytes ^ each * '\\') - each;
  return ((bytes | control_or_quote | backslash) & each * 0x80) == 0;
}

// What eight bytes must look like: '0' stands for any digit, a small letter for itself in both
// cases, every other character for itself.
struct shape8 {
  constexpr explicit shape8(char const (&shape)[9]) noexcept : bytes(eight_bytes(shape)) {
    for (unsigned i = 0; i != 8; ++i) {
      if (shape[i] >= 'a' && shape[i] <= 'z') fold |= std::uint64_t{0x20} << (8 * i);
      slack |= std::uint64_t{shape[i] == '0' ? 127U - 9 : 127U} << (8 * i);
    }
  }
  std::uint64_t bytes = 0;
  std::uint64_t fold = 0;   // bits that are set before the comparison
  std::uint64_t slack = 0;  // what may be added to each byte's difference before it reaches 128
};

// Eight bytes of digits and signs, read at once.
class digits8 {
 public:
  constexpr digits8(char const* text, shape8 shape) noexcept {
    // Digits become their values and everything else zero, if the text is as it must be.
    const std::uint64_t values = (eight_bytes(text) | shape.fold) ^ shape.bytes;
    constexpr std::uint64_t each = 0x0101'0101'0101'0101;
    matches_ = ((((values & (0x7F * each)) + shape.slack) | values) & (0x80 * each)) == 0;
    pairs_ = values * 10 + (values >> 8);
  }

  [[nodiscard]] constexpr bool matches() const noexcept { return matches_; }
  // The number that the two digits from byte `at` on make.
  [[nodiscard]] constexpr unsigned two(unsigned at) const noexcept {
    return static_cast<unsigned>(pairs_ >> (8 * at)) & 0xFF;
  }

 private:
  std::uint64_t pairs_ = 0;
  bool matches_ = false;
};

// "00" to "99": a look-up per two digits instead of a division per digit.
constexpr std::array<char, 200> make_digit_pairs() noexcept {
  std::array<char, 200> pairs{};
  for (std::size_t n = 0; n != 100; ++n) {
    pairs[2 * n] = static_cast<char>('0' + n / 10);
    pairs[2 * n + 1] = static_cast<char>('0' + n % 10);
  }
  return pairs;
}

inline constexpr std::array<char, 200> digit_pairs = make_digit_pairs();

// Precondition: `n` is less than 100.
inline void put_two(char* to, unsigned n) noexcept {
  std::memcpy(to, digit_pairs.data() + std::size_t{2} * n, 2);
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/text.hpp ----

/// \file base/text.hpp
/// The few operations on text that the library needs, all independent of any locale.

namespace invito {
inline namespace INVITO_ABI {

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

/// Whether every byte of `text` is below 0x80. Linear, eight bytes at a time.
[[nodiscard]] constexpr bool is_ascii(std::string_view text) noexcept {
  std::uint64_t all = 0;
  if (text.size() < 8) {
    for (const char c : text) all |= static_cast<unsigned char>(c);
  } else {
    for (std::size_t i = 0; text.size() - i > 8; i += 8)
      all |= detail::eight_bytes(text.data() + i);
    all |= detail::eight_bytes(text.data() + text.size() - 8);
  }
  return (all & 0x8080808080808080) == 0;
}

namespace detail {

constexpr bool has_only_characters(std::string_view text) noexcept {
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

}  // namespace detail

/// Whether `text` is well-formed UTF-8 (no overlong forms, no surrogates, nothing past U+10FFFF).
/// Source: Unicode, table 3-7. Linear.
[[nodiscard]] constexpr bool is_utf8(std::string_view text) noexcept {
  return is_ascii(text) || detail::has_only_characters(text);
}

/// The longest part of `text` from its start that has at most `most` bytes and cuts no UTF-8
/// character in two.
[[nodiscard]] constexpr std::string_view utf8_prefix(std::string_view text,
                                                     std::size_t most) noexcept {
  if (text.size() <= most) return text;
  while (most != 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return text.substr(0, most);
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/email.hpp ----

namespace invito {
inline namespace INVITO_ABI {

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

}  // namespace detail

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

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/id.hpp ----

/// \file model/id.hpp
/// Ids of different things, which must not be mixed up although all of them are texts.

namespace invito {
inline namespace INVITO_ABI {

/// The id of a thing, opaque to the library and compared bytewise; empty means none.
template <class Thing>
class id {
 public:
  id() = default;
  explicit id(std::string text) noexcept : text_(std::move(text)) {}  ///< Takes any text.

  /// The id as the host spells it.
  [[nodiscard]] std::string const& text() const noexcept { return text_; }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }  ///< Whether it means none.

  friend bool operator==(id const& a, id const& b) noexcept { return a.text_ == b.text_; }
  friend bool operator!=(id const& a, id const& b) noexcept { return a.text_ != b.text_; }
  friend bool operator<(id const& a, id const& b) noexcept { return a.text_ < b.text_; }

 private:
  std::string text_;
};

using invitation_id = id<struct an_invitation>;      ///< Unique in all that a host stores.
using organization_id = id<struct an_organization>;  ///< A tenant of the host.
using user_id = id<struct a_user>;  ///< An account of the host, a person's or a program's.

}  // namespace INVITO_ABI
}  // namespace invito

/// Of the text.
template <class Thing>
struct std::hash<invito::id<Thing>> {
  /// Linear in the length.
  std::size_t operator()(invito::id<Thing> const& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};

// ---- invito/model/key.hpp ----

/// \file model/key.hpp
/// The key in an invitation's link, and what the model keeps of it: only its digest.

namespace invito {
inline namespace INVITO_ABI {

/// A key on its way to the invitee or from them. It is moved, never copied, is neither compared nor
/// printed, and wipes its memory when it goes.
class secret {
 public:
  secret() = default;
  /// Takes the key, and wipes what it was given: `text` is empty afterwards. A reference, because a
  /// short string stays behind where it was moved from.
  explicit secret(std::string&& text);
  // A vector, unlike a short string, leaves nothing behind where it was moved from.
  secret(secret&& other) noexcept = default;  ///< Takes the key over, and leaves an empty secret.
  /// Wipes the key that was here at once. Assigned to itself, a secret keeps its key.
  secret& operator=(secret&& other) noexcept;
  secret(secret const&) = delete;
  secret& operator=(secret const&) = delete;
  ~secret();

  /// Whether there is no key.
  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
  /// The key itself: for hashing it, and for the one message that brings it to the invitee.
  [[nodiscard]] std::string_view reveal() const noexcept { return {bytes_.data(), bytes_.size()}; }

 private:
  friend result<secret> make_key(secret entropy);

  std::vector<char> bytes_;
};

/// A key for a link, made from random bytes of the caller's cryptographic generator, such as
/// getrandom() or BCryptGenRandom(): 32 of them are a good number. They are taken and wiped.
///
/// The key is the bytes in base64url without padding (RFC 4648, section 5): letters, digits, '-'
/// and '_', so it goes into a URL as it is; 43 characters for 32 bytes. It adds no strength.
///
/// Problems, each at "entropy":
/// - `text_too_long`: more than `bound::key_entropy_most` bytes;
/// - `weak_key`: fewer than `bound::key_entropy` bytes, or fewer than `bound::key_values` different
///   ones among them, such as a buffer never filled, or a clock's milliseconds and zeros. Of
///   draws of 16 random bytes about one in 10^12 is refused so, of more bytes still fewer: draw
///   again. A guard against plain mistakes, not a measure of randomness.
///
/// Allocates the key at once, so that no part of it is left behind. Quadratic within the bound.
[[nodiscard]] result<secret> make_key(secret entropy);

/// The digest of a key by the host's hash function. Compared in constant time.
class key_digest {
 public:
  key_digest() = default;
  /// Takes the bytes that the hash function gave, not their spelling in hexadecimal.
  explicit key_digest(std::string bytes) noexcept : bytes_(std::move(bytes)) {}

  /// The bytes as they were given.
  [[nodiscard]] std::string const& bytes() const noexcept { return bytes_; }

  /// Takes a time that depends on the lengths alone, so that it tells nothing about the content.
  friend bool operator==(key_digest const& a, key_digest const& b) noexcept;
  friend bool operator!=(key_digest const& a, key_digest const& b) noexcept { return !(a == b); }

 private:
  std::string bytes_;
};

/// The digests that open an invitation.
struct key_digests {
  key_digest current{};                     ///< Of the key in the latest message.
  std::optional<key_digest> previous{};     ///< Replaced by a resend, still valid for a while.
  std::optional<instant> previous_until{};  ///< From then on `previous` is void; absent: always.

  friend bool operator==(key_digests const& a, key_digests const& b) noexcept;
  friend bool operator!=(key_digests const& a, key_digests const& b) noexcept { return !(a == b); }
};

/// Which of an invitation's keys somebody has brought.
enum class key_match : std::uint8_t {
  none,      ///< Neither.
  current,   ///< The current one.
  previous,  ///< The previous one, within its grace time.
  retired    ///< The previous one, after it: its holder can be told that a newer link was sent.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<key_match>{"none", "current", "previous",
                                                                     "retired"};

/// Which key has the digest `presented`. Only `current` and `previous` open the invitation.
///
/// The previous key is valid while `now < previous_until`; where that moment is missing it is
/// retired, as a forgotten value must open nothing. For the same reason an empty digest is no key.
/// Where both digests are the same, the key is the current one.
///
/// Both comparisons are made in full whatever the first says: the time tells neither which key it
/// was nor how much of it was right.
[[nodiscard]] key_match match(key_digests const& kept, key_digest const& presented,
                              instant now) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/person.hpp ----

/// \file model/person.hpp
/// The people around an invitation: who acts, whom it is for, who answers.

namespace invito {
inline namespace INVITO_ABI {

/// What kind of being acts.
enum class actor_kind : std::uint8_t {
  user,     ///< A person.
  service,  ///< A program with an identity of its own, such as a directory synchronisation.
  system    ///< The host itself, such as its expiry sweep.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<actor_kind>{"user", "service", "system"};

/// Who issues, resends, amends, revokes or supersedes.
struct actor {
  actor_kind kind = actor_kind::user;  ///< Which kind it is.
  user_id id{};                        ///< Empty for the system.

  /// A person.
  [[nodiscard]] static actor user(user_id id) { return {actor_kind::user, std::move(id)}; }
  /// A program with an identity.
  [[nodiscard]] static actor service(user_id id) { return {actor_kind::service, std::move(id)}; }
  [[nodiscard]] static actor system() { return {actor_kind::system, {}}; }  ///< The host itself.

  friend bool operator==(actor const& a, actor const& b) noexcept;
  friend bool operator!=(actor const& a, actor const& b) noexcept { return !(a == b); }
};

/// Whom an invitation is for: a mailbox, a known user, or both.
struct recipient {
  std::optional<invito::email> email{};  ///< As written by the inviter.
  user_id user{};  ///< Where the host knew it; then this user alone may answer.

  friend bool operator==(recipient const& a, recipient const& b);
  friend bool operator!=(recipient const& a, recipient const& b) { return !(a == b); }
};

/// The name of the invited person as the inviter wrote it; empty where it was not given.
struct person_name {
  std::string given{};   ///< What friends call the person.
  std::string family{};  ///< The surname.

  friend bool operator==(person_name const& a, person_name const& b);
  friend bool operator!=(person_name const& a, person_name const& b) { return !(a == b); }
};

/// The person who answers an invitation, as the host's sign-in has established it: never filled
/// from the body of the request.
struct identity {
  user_id user{};                        ///< The account.
  std::optional<invito::email> email{};  ///< Of the account; absent: it has none.
  /// Whether the host has seen proof that the address is the person's.
  bool email_verified = false;
};

/// What an answer relied on, recorded in its event.
struct proof {
  bool user = false;            ///< The known user answered.
  bool email = false;           ///< The address is the invitation's.
  bool email_verified = false;  ///< The host had verified the address.
  bool key = false;             ///< The person held the invitation's key.

  friend bool operator==(proof a, proof b) noexcept;
  friend bool operator!=(proof a, proof b) noexcept { return !(a == b); }
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/role.hpp ----

/// \file model/role.hpp
/// Roles, what an invitation grants, and the catalog that both are judged by.

namespace invito {
inline namespace INVITO_ABI {

/// Where a role applies.
enum class scope : std::uint8_t { organization, project, workspace };

template <>
inline constexpr std::array<std::string_view, 3> names_of<scope>{"organization", "project",
                                                                 "workspace"};

/// Membership of one project or workspace that comes with the invitation.
struct grant {
  invito::scope scope = scope::project;  ///< Project or workspace.
  std::string id{};                      ///< Of the project or workspace.
  std::string role{};                    ///< Empty where the scope has no roles of its own.

  friend bool operator==(grant const& a, grant const& b) noexcept;
  friend bool operator!=(grant const& a, grant const& b) noexcept { return !(a == b); }
};

/// Left out: the organization's default. Empty: none at all. The two stay different everywhere.
using grant_list = std::optional<std::vector<grant>>;

/// The indices of the grants whose scope and id stand in an earlier one, ascending. O(n log n).
[[nodiscard]] std::vector<std::size_t> repeated(std::vector<grant> const& all);

/// What an invitation offers: a role in the organization, and grants beside it.
struct offer {
  std::string role{};   ///< Empty where the organization has no roles.
  grant_list grants{};  ///< Projects and workspaces beside it.

  friend bool operator==(offer const& a, offer const& b) noexcept;
  friend bool operator!=(offer const& a, offer const& b) noexcept { return !(a == b); }
};

/// A role that the organization knows.
struct role {
  std::string name{};                         ///< As offers and standings spell it.
  int rank = 0;                               ///< Higher ranks may grant lower ones.
  bool grantable = true;                      ///< May be granted by invitation.
  invito::scope scope = scope::organization;  ///< Where it applies.
  std::vector<std::string> permissions{};     ///< For `granting::own_permissions`; in any order.

  friend bool operator==(role const& a, role const& b) noexcept;
  friend bool operator!=(role const& a, role const& b) noexcept { return !(a == b); }
};

/// All roles of an organization. Names are compared bytewise and are unique within a scope; of two
/// equal names the first counts. A closed list, unless it is opened to custom roles.
class role_catalog {
 public:
  role_catalog() = default;
  role_catalog(std::initializer_list<role> roles);          ///< The catalog of these.
  explicit role_catalog(std::vector<role> roles) noexcept;  ///< The catalog of these.

  /// The catalog with room for custom roles: any other name in the scope of `like` is a role of its
  /// rank, so give it that of the highest role that it may come to. Who holds one may grant
  /// nothing, because what it permits is not known here; list it to say so.
  [[nodiscard]] role_catalog open_to(role like) const;

  /// The catalog with names that are equal without regard to ASCII case.
  [[nodiscard]] role_catalog ignoring_case() const;

  /// The listed role of that name in that scope, or null. Linear: catalogs are short.
  [[nodiscard]] role const* find_listed(std::string_view name,
                                        invito::scope scope = scope::organization) const noexcept;

  /// The same, or the role that a custom one is like.
  [[nodiscard]] role const* find(std::string_view name,
                                 invito::scope scope = scope::organization) const noexcept;

  /// The listed roles, in their order.
  [[nodiscard]] std::vector<role> const& all() const noexcept { return roles_; }

  friend bool operator==(role_catalog const& a, role_catalog const& b) noexcept;
  friend bool operator!=(role_catalog const& a, role_catalog const& b) noexcept {
    return !(a == b);
  }

 private:
  std::vector<role> roles_;
  std::optional<role> custom_;
  bool ignores_case_ = false;
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/event.hpp ----

/// \file model/event.hpp
/// What happened to an invitation. An event holds what it changed and nothing that the invitation
/// holds already, so a long history stays small.

namespace invito {
inline namespace INVITO_ABI {

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

template <>
inline constexpr std::array<std::string_view, 8> names_of<event_kind>{
    "issue", "resend", "amend", "accept", "decline", "revoke", "supersede", "expire"};

/// It was made, with this offer.
struct issue_details {
  box<invito::offer> offer{};  ///< What was offered.
  box<key_digest> key{};       ///< Of the key that was sent; absent: there is none.
  bool reinstates = false;     ///< The offer is what the person had as a member before.
  friend bool operator==(issue_details const& a, issue_details const& b);
  friend bool operator!=(issue_details const& a, issue_details const& b) { return !(a == b); }
};

/// It was sent again, perhaps with a later expiry and another key.
struct resend_details {
  box<key_digest> key{};  ///< Of the key that was sent; absent: there is none.
  std::optional<instant>
      previous_until{};  ///< When the key before it becomes void; absent: at once.
  friend bool operator==(resend_details const& a, resend_details const& b);
  friend bool operator!=(resend_details const& a, resend_details const& b) { return !(a == b); }
};

/// Its offer was replaced by this one.
struct amend_details {
  box<invito::offer> offer{};  ///< What is offered from now on.
  box<key_digest> key{};       ///< Of the key that was sent; absent: there is none.
  friend bool operator==(amend_details const& a, amend_details const& b);
  friend bool operator!=(amend_details const& a, amend_details const& b) { return !(a == b); }
};

/// The invitee said yes.
struct accept_details {
  proof relied_on{};             ///< How the person was recognised.
  box<invito::email> email{};    ///< The person's address where it is not the invitation's.
  box<invito::offer> granted{};  ///< What was granted where parts of the offer had vanished.
  friend bool operator==(accept_details const& a, accept_details const& b);
  friend bool operator!=(accept_details const& a, accept_details const& b) { return !(a == b); }
};

/// The invitee said no.
struct decline_details {
  proof relied_on{};           ///< How the person was recognised.
  box<invito::email> email{};  ///< The person's address where it is not the invitation's.
  friend bool operator==(decline_details const& a, decline_details const& b);
  friend bool operator!=(decline_details const& a, decline_details const& b) { return !(a == b); }
};

/// It was withdrawn.
struct revoke_details {
  friend bool operator==(revoke_details const&, revoke_details const&);
  friend bool operator!=(revoke_details const& a, revoke_details const& b) { return !(a == b); }
};

/// A newer invitation took its place.
struct supersede_details {
  box<invitation_id> newer{};  ///< Which one; absent: not told.
  friend bool operator==(supersede_details const& a, supersede_details const& b);
  friend bool operator!=(supersede_details const& a, supersede_details const& b) {
    return !(a == b);
  }
};

/// Somebody wrote down that its time was over; the event itself is dated with the expiry.
struct expire_details {
  instant recorded_at{};  ///< When it was written down.
  friend bool operator==(expire_details const& a, expire_details const& b);
  friend bool operator!=(expire_details const& a, expire_details const& b) { return !(a == b); }
};

/// What an event of each kind needs, in the order of `event_kind`.
using event_details =
    std::variant<issue_details, resend_details, amend_details, accept_details, decline_details,
                 revoke_details, supersede_details, expire_details>;

/// One thing that happened.
struct event {
  instant at{};                         ///< Never before the previous event's.
  actor by{};                           ///< Who did it; the invitee in an answer.
  std::uint64_t revision = 0;           ///< The revision that it made.
  std::optional<instant> expires_at{};  ///< The expiry in force after it; absent: none.
  std::string idempotency_key{};        ///< Of the command that caused it, if it carried one.
  bool clamped = false;                 ///< The clock had gone back; `at` is the previous event's.
  event_details details{};              ///< What is particular to its kind.

  /// Which verb it was.
  [[nodiscard]] event_kind kind() const noexcept {
    return static_cast<event_kind>(details.index());
  }

  friend bool operator==(event const& a, event const& b);
  friend bool operator!=(event const& a, event const& b) { return !(a == b); }
};

/// All that happened, oldest first.
using event_list = std::vector<event>;

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/json_text.hpp ----

/// \file model/json_text.hpp
/// Values that the library hands on without looking into them.

namespace invito {
inline namespace INVITO_ABI {

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

  /// The value as compact JSON.
  [[nodiscard]] std::string const& text() const noexcept { return text_; }

  friend bool operator==(json_text const& a, json_text const& b) noexcept;
  friend bool operator!=(json_text const& a, json_text const& b) noexcept { return !(a == b); }

 private:
  std::string text_;
};

/// One named foreign value.
struct attribute {
  std::string name{};  ///< The member that it is in foreign documents.
  json_text value{};   ///< Any value.

  friend bool operator==(attribute const& a, attribute const& b) noexcept;
  friend bool operator!=(attribute const& a, attribute const& b) noexcept { return !(a == b); }
};

/// Named foreign values in the order in which they were given.
using attribute_list = std::vector<attribute>;

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/composite_status.hpp ----

/// \file model/composite_status.hpp
/// A status with everything that led to it, as Nuon keeps one beside each of its records.

namespace invito {
inline namespace INVITO_ABI {

/// The words of Nuon's `app.Status`, in the order of its page. Its servers use others beside them.
inline constexpr std::array<std::string_view, 32> composite_statuses{"error",
                                                                     "pending",
                                                                     "in-progress",
                                                                     "checking-plan",
                                                                     "success",
                                                                     "not-attempted",
                                                                     "cancelled",
                                                                     "retrying",
                                                                     "discarded",
                                                                     "user-skipped",
                                                                     "auto-skipped",
                                                                     "planning",
                                                                     "applying",
                                                                     "queued",
                                                                     "warning",
                                                                     "failed-pending-retry",
                                                                     "generating",
                                                                     "awaiting-user-run",
                                                                     "provisioning",
                                                                     "active",
                                                                     "outdated",
                                                                     "expired",
                                                                     "approved",
                                                                     "drifted",
                                                                     "no-drift",
                                                                     "approval-expired",
                                                                     "approval-denied",
                                                                     "approval-retry",
                                                                     "building",
                                                                     "deleting",
                                                                     "noop",
                                                                     "approval-awaiting"};

/// One status. Nuon leaves out what is empty, so everything may be.
struct status_entry {
  std::string status{};         ///< One of `composite_statuses`, or any other word as it was read.
  std::string description{};    ///< For people.
  std::optional<instant> at{};  ///< Since when. Whole seconds in JSON.
  user_id by{};                 ///< Who made it so.
  attribute_list metadata{};    ///< Any values.

  friend bool operator==(status_entry const& a, status_entry const& b);
  friend bool operator!=(status_entry const& a, status_entry const& b) { return !(a == b); }
};

/// A status and those before it.
struct composite_status {
  status_entry current{};               ///< The one that holds.
  std::vector<status_entry> history{};  ///< Oldest first, without the current one.

  friend bool operator==(composite_status const& a, composite_status const& b);
  friend bool operator!=(composite_status const& a, composite_status const& b) { return !(a == b); }
};

/// Makes `next` the current status of `s`. The one before it joins the history as it was. Its
/// metadata carries forward where `next` has no value of that name, but for names that begin with
/// "invito_", which tell of one status alone. Linear in the metadata, but for a product of names.
void advance(composite_status& s, status_entry next);

/// Leaves the last `most` entries of the history. Nuon keeps 25.
void trim(composite_status& s, std::size_t most);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/state.hpp ----

/// \file model/state.hpp
/// What an invitation can be, each with what is valid in it: a pending invitation with a time of
/// acceptance cannot be written down. Times and people are optional because foreign documents leave
/// them out; absent means unknown.

namespace invito {
inline namespace INVITO_ABI {

/// What an invitation can be.
enum class status : std::uint8_t { pending, accepted, revoked, expired };

template <>
inline constexpr std::array<std::string_view, 4> names_of<status>{"pending", "accepted", "revoked",
                                                                  "expired"};

/// Why a revoked invitation is revoked.
enum class revoke_cause : std::uint8_t {
  revoked,    ///< Withdrawn by the organization.
  declined,   ///< The invitee said no.
  superseded  ///< A newer invitation took its place.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<revoke_cause>{"revoked", "declined",
                                                                        "superseded"};

/// Waits for an answer.
struct pending {
  std::optional<instant> expires_at{};  ///< Absent: it never expires.
  friend bool operator==(pending const& a, pending const& b);
  friend bool operator!=(pending const& a, pending const& b) { return !(a == b); }
};

/// Answered with yes. Final.
struct accepted {
  std::optional<instant> at{};  ///< When; absent: unknown.
  user_id by{};                 ///< Empty: unknown.
  friend bool operator==(accepted const& a, accepted const& b);
  friend bool operator!=(accepted const& a, accepted const& b) { return !(a == b); }
};

/// Withdrawn, declined or replaced. Final.
struct revoked {
  std::optional<instant> at{};                 ///< When; absent: unknown.
  std::optional<actor> by{};                   ///< By whom; absent: unknown.
  revoke_cause cause = revoke_cause::revoked;  ///< Which of the three ways it was.
  friend bool operator==(revoked const& a, revoked const& b);
  friend bool operator!=(revoked const& a, revoked const& b) { return !(a == b); }
};

/// Its time ran out, and somebody wrote that down.
struct expired {
  instant at{};  ///< The expiry, not when that was noticed.
  friend bool operator==(expired const& a, expired const& b);
  friend bool operator!=(expired const& a, expired const& b) { return !(a == b); }
};

/// The recorded state, in the order of `status`.
using state = std::variant<pending, accepted, revoked, expired>;

/// The status as recorded; ask `invitation::status` for the one that holds now.
[[nodiscard]] inline status recorded_status(state const& s) noexcept {
  return static_cast<status>(s.index());
}

/// When it came to be so, where the state itself tells; what is pending tells no change.
[[nodiscard]] std::optional<instant> changed_at(state const& s) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/invitation.hpp ----

/// \file model/invitation.hpp
/// An invitation to an organization, and what it was at any moment.

namespace invito {
inline namespace INVITO_ABI {

/// Where the history of an invitation begins that was read from a foreign document or assembled
/// from columns: its values as told, without events. Rules bind verbs, not baselines.
struct baseline {
  invito::state state{};                ///< What it was.
  invito::offer offer{};                ///< What it offered.
  std::uint32_t offer_number = 1;       ///< The number of that offer.
  std::optional<actor> sponsor{};       ///< Who vouched for it.
  box<key_digests> keys{};              ///< What opened it.
  std::optional<instant> expires_at{};  ///< In force, whatever the state; absent: none or unknown.
  std::uint64_t revision = 0;           ///< How many changes the host had counted before.
  std::optional<instant> known_at{};    ///< The first moment for which the state is known to hold.
  std::optional<instant> updated_at{};  ///< Of the last change, where that is told apart.
  box<composite_status> told_statuses{};  ///< The statuses that led here, where they were told.

  friend bool operator==(baseline const& a, baseline const& b);
  friend bool operator!=(baseline const& a, baseline const& b) { return !(a == b); }
};

/// An invitation. A plain value: copy, move, compare and keep it as you like. The first group of
/// members never changes after the issue; the second is changed by `apply` alone.
struct invitation {
  invitation_id id{};                   ///< Chosen by the host.
  organization_id organization{};       ///< Which organization invites.
  invito::recipient recipient{};        ///< Whom it is for.
  person_name name{};                   ///< As the message greets the person.
  std::optional<actor> created_by{};    ///< Who issued it first; absent: unknown.
  std::optional<instant> created_at{};  ///< When; absent: unknown.
  bool send = true;                     ///< Whether the inviter asked for it to be sent.
  attribute_list attributes{};          ///< Handed on with the membership.

  invito::state state{};             ///< As recorded; what holds now is `status(now)`.
  invito::offer offer{};             ///< The role and grants that an acceptance brings.
  std::uint32_t offer_number = 1;    ///< Raised whenever the offer changes.
  std::optional<actor> sponsor{};    ///< Who issued or last amended: who vouches for it.
  box<key_digests> keys{};           ///< What opens it; absent: no key is asked for.
  box<invito::baseline> baseline{};  ///< Absent: the history begins with the issue.
  event_list history{};              ///< All that happened since the baseline.

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

  /// When it last changed: at its last event or, without one, when it was told to.
  [[nodiscard]] std::optional<instant> updated_at() const noexcept;

  /// Equal in every member; addresses are compared as mailboxes, without regard to case.
  friend bool operator==(invitation const& a, invitation const& b);
  friend bool operator!=(invitation const& a, invitation const& b) { return !(a == b); }
};

/// Makes the present values of `i` the start of its history, as readers do with what a foreign
/// document told. `expires_at` is the expiry in force, unless a pending state says so itself.
/// `told_at` is a moment for which the state is known to hold; it counts only where the state
/// itself does not say since when.
void begin_history(invitation& i, std::optional<instant> expires_at,
                   std::optional<instant> told_at = std::nullopt, std::uint64_t revision = 0);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/decision.hpp ----

/// \file lifecycle/decision.hpp
/// What a verb decided, and what has to be carried out once it is stored.

namespace invito {
inline namespace INVITO_ABI {

/// At most one live invitation may hold the same claim.
struct uniqueness_claim {
  organization_id organization{};  ///< Within which it is unique.
  std::string email_key{};         ///< Canonical; see `email::key`.

  friend bool operator==(uniqueness_claim const& a, uniqueness_claim const& b) noexcept;
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

  friend bool operator==(guards const& a, guards const& b) noexcept;
  friend bool operator!=(guards const& a, guards const& b) noexcept { return !(a == b); }
};

/// What a verb decided about an existing invitation. Nothing is changed until `apply`.
struct decision {
  std::optional<invito::event> event{};  ///< None: nothing happened, a retry has been recognised.
  std::uint64_t revision = 0;            ///< Made against this one: compare and set on it.
  invito::guards guards{};               ///< What else must still hold when it is stored.

  friend bool operator==(decision const& a, decision const& b);
  friend bool operator!=(decision const& a, decision const& b) { return !(a == b); }
};

/// What a new invitation does to an older one.
struct supersession {
  invitation_id id{};           ///< Of the older one.
  invito::decision decision{};  ///< To be applied to it and stored with the newer one.
};

/// What `issue` decided: a new invitation at revision 1, or one that exists.
struct issuance {
  invito::invitation invitation{};  ///< To be stored, unless `existing`.
  /// It was there already: the same command had been carried out, or the policy returns what is
  /// pending. Nothing is to be stored, and there are no effects.
  bool existing = false;
  invito::guards guards{};  ///< What must still hold when it is stored.
  /// Pending ones whose place it takes: to be stored in the same transaction.
  std::vector<supersession> superseded{};
};

/// Send the invitation to its recipient.
struct send_invitation {
  event_kind reason = event_kind::issue;  ///< issue, resend or amend.
};

/// Make the person a member.
struct grant_membership {
  user_id user{};                ///< Who becomes a member.
  invito::offer offer{};         ///< With which role and grants; without those that were dropped.
  attribute_list attributes{};   ///< As the inviter gave them.
  std::vector<grant> dropped{};  ///< Grants of the invitation that have vanished since.
};

/// Make the keys of the invitation worthless.
struct retire_keys {};

/// Tell somebody who is not the one who acted.
struct notify {
  actor whom{};                          ///< The sponsor.
  event_kind what = event_kind::accept;  ///< What happened.
};

/// Something to be carried out by the host after it has stored the decision.
using effect = std::variant<send_invitation, grant_membership, retire_keys, notify>;

/// What the new invitation asks for.
[[nodiscard]] std::vector<effect> effects(issuance const& made);

/// What `made` asks for; `after` is the invitation with the decision applied. Nothing where nothing
/// happened. Constant, but for the texts that it copies.
[[nodiscard]] std::vector<effect> effects(decision const& made, invitation const& after);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/apply.hpp ----

/// \file lifecycle/apply.hpp
/// The only writer: carries decisions and events out on values.

namespace invito {
inline namespace INVITO_ABI {

/// The new invitation.
[[nodiscard]] invitation apply(issuance made);

/// Carries a decision out. False, and nothing changed, where the invitation is no longer at the
/// revision that the decision was made against. Judges nothing else. Where memory runs out, nothing
/// changes either. Constant, but for the memory of the history.
bool apply(invitation& i, decision const& made);
bool apply(invitation& i, decision&& made);  ///< The same, with the event moved.

/// Folds `events` over `i`, the value before them: a baseline without events, or, where the first
/// event is an issue, an invitation that has only the members that never change. Refuses events
/// that are out of order in time or revision or that the machine does not allow (`history_mismatch`
/// with the index of the event). Linear.
[[nodiscard]] result<invitation> replay(invitation i, event_list events);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/facts.hpp ----

/// \file lifecycle/facts.hpp
/// What the host has looked up for a decision. Each fact may be absent; a rule that needs an absent
/// one refuses with `fact_missing` and names it.

namespace invito {
inline namespace INVITO_ABI {

/// What a member is at the moment of the decision.
struct standing {
  std::string role{};  ///< As the catalog names it; one that it does not list grants nothing.
  bool active = true;  ///< False: removed, suspended, or never a member.
  /// Permissions beside those that the catalog gives the role; for `granting::own_permissions`.
  std::vector<std::string> permissions{};
};

/// The host's own verdict where the policy leaves granting to it.
enum class verdict : std::uint8_t { undecided, yes, no };

template <>
inline constexpr std::array<std::string_view, 3> names_of<verdict>{"undecided", "yes", "no"};

/// Whether an organization is open for business.
enum class organization_status : std::uint8_t { active, suspended, deleted };

template <>
inline constexpr std::array<std::string_view, 3> names_of<organization_status>{
    "active", "suspended", "deleted"};

/// The organization, read at one moment, so that its numbers fit together. As it stands here:
/// active, with a plan that includes invitations, and without a limit of seats.
struct organization_snapshot {
  /// Only an active one invites and takes members.
  organization_status status = organization_status::active;
  bool plan_includes_invitations = true;      ///< Whether what the organization pays for has them.
  std::optional<std::uint32_t> seat_limit{};  ///< Absent: none.
  std::uint32_t members = 0;                  ///< Who have a seat now.
  std::uint32_t pending = 0;  ///< Invitations that are pending now; expired ones are not.
  /// The revision that all this was read at. It becomes a guard of the decision: without it, or a
  /// lock on the organization, two decisions may take the same last seat.
  std::optional<std::uint64_t> revision{};
};

/// When messages were sent, oldest first, each list as far back as its window reaches.
struct send_log {
  std::optional<std::vector<instant>> to_recipient{};     ///< To this address, whoever sent them.
  std::optional<std::vector<instant>> by_inviter{};       ///< By whoever acts, to any address.
  std::optional<std::vector<instant>> of_organization{};  ///< By anybody in the organization.
};

/// A project or workspace.
struct scope_id {
  invito::scope scope = scope::project;  ///< Which kind of thing; never an organization.
  std::string id{};                      ///< As grants name it.

  friend bool operator==(scope_id const& a, scope_id const& b) noexcept;
  friend bool operator!=(scope_id const& a, scope_id const& b) noexcept { return !(a == b); }
};

/// What the host has looked up.
struct facts {
  /// Of who acts. Needed by issue, resend, amend, revoke and supersede.
  std::optional<standing> actor{};
  /// Of who vouches for the invitation. Needed by accept.
  std::optional<standing> sponsor{};
  /// Whether the actor (at accept: the sponsor) may grant the offer, at amend also the one that
  /// stands. Needed with `by_verdict`.
  verdict may_grant = verdict::undecided;
  /// Needed by issue, resend, amend and accept.
  std::optional<organization_snapshot> organization{};
  /// Whether the invitee is a member now. Needed by issue and renewal; without it, accepting takes
  /// a seat.
  std::optional<bool> member{};
  /// The role and grants that the invitee had as a member, if they were one. Needed by a command
  /// that reinstates.
  std::optional<offer> former{};
  /// Other invitations of the organization: those for the same address, and the one that was
  /// issued with the command's idempotency key. Dead ones may be among them. Needed by issue and
  /// renewal.
  std::optional<std::vector<invitation>> existing{};
  /// Which of the projects and workspaces of the offer exist. Needed where it has any.
  std::optional<std::vector<scope_id>> scopes{};
  /// Needed for each rate that the policy has.
  send_log sends{};
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/command.hpp ----

/// \file lifecycle/command.hpp
/// What is asked for: one plain struct for each verb. Fill in members by name.

namespace invito {
inline namespace INVITO_ABI {

/// The moment of a command that was not told: refused, so that a forgotten clock is not 1970.
inline constexpr instant no_moment = (instant::min)();

/// What the inviter wants, as a dialect reads it from a request.
struct invitation_request {
  invito::recipient recipient{};  ///< Whom to invite; an address, a user, or both.
  person_name name{};             ///< As the message may greet the person.
  invito::offer offer{};          ///< What accepting shall bring.
  bool send = true;  ///< Whether a message is wanted; without one the inviter passes the link on.
  attribute_list attributes{};  ///< Handed on with the membership, unread.

  friend bool operator==(invitation_request const& a, invitation_request const& b);
  friend bool operator!=(invitation_request const& a, invitation_request const& b) {
    return !(a == b);
  }
};

/// The indices of the requests whose address, by its canonical key, stands in an earlier one,
/// ascending; one without an address repeats none. O(n log n).
[[nodiscard]] std::vector<std::size_t> repeated_emails(std::vector<invitation_request> const& all);

/// Where the offer of a new invitation comes from.
enum class offer_source : std::uint8_t {
  request,
  former_membership  ///< The fact `former`: reinstates a former member. Judged like any other.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<offer_source>{"request",
                                                                        "former_membership"};

/// Makes a new invitation.
struct issue_command {
  invitation_id id{};       ///< Chosen by the host.
  organization_id org{};    ///< Of the host's route.
  actor by{};               ///< Who invites, and vouches for it.
  instant now = no_moment;  ///< The host's clock; the library has none.
  invito::facts facts{};    ///< What the host has looked up for this decision.
  /// Another lifetime than the policy's, within its bounds.
  std::optional<std::chrono::seconds> lifetime{};
  /// Whether the request's offer counts, or a former one.
  offer_source source = offer_source::request;
  std::optional<key_digest> key{};  ///< Of the key that the message brings.
  std::string idempotency_key{};    ///< Of the request: a repetition returns what is there.
};

/// Sends it again, with a new expiry; renews an expired one where the policy allows it.
struct resend_command {
  organization_id org{};    ///< Of the host's route; another's invitation is not found.
  actor by{};               ///< Who sends it.
  instant now = no_moment;  ///< The host's clock.
  invito::facts facts{};    ///< What the host has looked up for this decision.
  std::optional<std::chrono::seconds> lifetime{};  ///< Another one than the policy's.
  /// Needed where the invitation has a key, as the message brings it: another one, which replaces
  /// it, or the same, for hosts that can make it again.
  std::optional<key_digest> key{};
  std::string idempotency_key{};  ///< Of the request: a repetition changes nothing.
};

/// Replaces the offer of a pending invitation. The expiry stays.
struct amend_command {
  organization_id org{};            ///< Of the host's route; another's invitation is not found.
  actor by{};                       ///< Who amends, and vouches for it from now on.
  instant now = no_moment;          ///< The host's clock.
  invito::facts facts{};            ///< What the host has looked up for this decision.
  invito::offer offer{};            ///< What accepting shall bring instead.
  std::optional<key_digest> key{};  ///< Another key; needed where the invitation has one.
  std::string idempotency_key{};    ///< Of the request: a repetition changes nothing.
};

/// The invitee says yes.
struct accept_command {
  identity who{};                        ///< From the host's sign-in, never from the body.
  instant now = no_moment;               ///< The host's clock.
  invito::facts facts{};                 ///< What the host has looked up for this decision.
  organization_id org{};                 ///< Where the host's route names one, else empty.
  std::optional<key_digest> key{};       ///< Of the key in the person's link.
  std::optional<std::uint32_t> offer{};  ///< The number of the offer that the person saw.
  std::string idempotency_key{};         ///< Of the request: a repetition changes nothing.
};

/// The invitee says no.
struct decline_command {
  identity who{};                   ///< From the host's sign-in, never from the body.
  instant now = no_moment;          ///< The host's clock.
  organization_id org{};            ///< Where the host's route names one, else empty.
  std::optional<key_digest> key{};  ///< Of the key in the person's link.
  std::string idempotency_key{};    ///< Of the request: a repetition changes nothing.
};

/// The organization withdraws it.
struct revoke_command {
  organization_id org{};          ///< Of the host's route; another's invitation is not found.
  actor by{};                     ///< Who withdraws it.
  instant now = no_moment;        ///< The host's clock.
  invito::facts facts{};          ///< What the host has looked up for this decision.
  std::string idempotency_key{};  ///< Of the request: a repetition changes nothing.
};

/// A newer invitation takes its place.
struct supersede_command {
  organization_id org{};          ///< Of the host's route; another's invitation is not found.
  actor by{};                     ///< Who made the newer one.
  instant now = no_moment;        ///< The host's clock.
  invito::facts facts{};          ///< What the host has looked up for this decision.
  invitation_id newer{};          ///< The one that takes its place.
  std::string idempotency_key{};  ///< Of the request: a repetition changes nothing.
};

/// Writes down that its time is over. The truth never waits for this.
struct expire_command {
  organization_id org{};          ///< Of the invitation itself, in a sweep.
  actor by = actor::system();     ///< Who noticed.
  instant now = no_moment;        ///< The host's clock.
  std::string idempotency_key{};  ///< Of the request: a repetition changes nothing.
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/finding.hpp ----

/// \file lifecycle/finding.hpp
/// What each rule of a verb says: the answer of `explain`.

namespace invito {
inline namespace INVITO_ABI {

/// What became of a rule in one judgement.
enum class outcome : std::uint8_t {
  passed,
  failed,
  skipped  ///< What it needs has failed, or it has nothing to judge here.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<outcome>{"passed", "failed", "skipped"};

/// What one rule said.
struct finding {
  std::string_view rule{};      ///< Its name, such as "seats".
  invito::tier tier{};          ///< When it is judged.
  invito::outcome outcome{};    ///< What became of it.
  invito::problems problems{};  ///< Those that the rule found; empty unless it failed.
  /// What the rule measured, whether or not it passed; empty where it counts nothing.
  std::string_view sentence{};
  std::array<std::int64_t, 3> numbers{};  ///< As `sentence` uses them.
};

/// What the rule measured, else its problems, else nothing: "7 of 7 seats are used, 2 of them
/// reserved".
[[nodiscard]] std::string describe(finding const& f);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/machine.hpp ----

/// \file lifecycle/machine.hpp
/// The state machine: one table from which the verbs, the diagram and the documentation come.

namespace invito {
inline namespace INVITO_ABI {

/// What an event does in a status: it leads to `to`, or it is refused with `refusal`.
struct transition {
  std::optional<status> to{};  ///< Where it leads; absent: it is refused.
  code refusal{};              ///< Why it is refused, where it is.

  constexpr transition(status s) noexcept : to(s) {}     ///< Leads to `s`.
  constexpr transition(code c) noexcept : refusal(c) {}  ///< Is refused.
  /// Whether it leads anywhere.
  [[nodiscard]] constexpr bool allowed() const noexcept { return to.has_value(); }
};

/// What event `on` does to an invitation that is `from` at the moment of the event; no status means
/// that there is no invitation yet. Every cell is defined. Constant.
[[nodiscard]] constexpr transition next(std::optional<status> from, event_kind on) noexcept;

/// The status behind event `on`: where it leads, and `from` itself where it is refused. For streams
/// of events over many recorded statuses; takes no branch. Constant.
[[nodiscard]] constexpr status status_after(status from, event_kind on) noexcept;

/// Whether nothing leads out of `s`.
[[nodiscard]] constexpr bool is_final(status s) noexcept;

/// The machine as a Mermaid state diagram, made from the table.
[[nodiscard]] std::string mermaid();

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/machine.hpp ----

namespace invito {
inline namespace INVITO_ABI {

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

namespace detail {

constexpr std::array<std::array<status, 4>, 8> make_statuses_after() noexcept {
  std::array<std::array<status, 4>, 8> out{};
  for (std::size_t on = 0; on != out.size(); ++on) {
    for (std::size_t from = 0; from != 4; ++from) {
      transition const& t = machine[on][from + 1];
      out[on][from] = t.to ? *t.to : static_cast<status>(from);
    }
  }
  return out;
}

inline constexpr std::array<std::array<status, 4>, 8> statuses_after = make_statuses_after();

}  // namespace detail

constexpr status status_after(status from, event_kind on) noexcept {
  return detail::statuses_after[static_cast<std::size_t>(on)][static_cast<std::size_t>(from)];
}

constexpr bool is_final(status s) noexcept {
  for (auto const& row : machine) {
    if (row[static_cast<std::size_t>(s) + 1].allowed()) return false;
  }
  return true;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/policy.hpp ----

/// \file lifecycle/policy.hpp
/// The rules of an organization as one plain, comparable value. Every default is the strict choice
/// among those that need nothing which a host may not have; each says why.

namespace invito {
inline namespace INVITO_ABI {

/// How long invitations live. Whole seconds; sums that would leave the range of `instant` are
/// refused.
struct expiry_policy {
  /// Where the command names no other. Absent: they never expire. A week is what OpenAI, Aitronos,
  /// GitHub and WorkOS give.
  std::optional<std::chrono::seconds> lifetime = std::chrono::hours{7 * 24};
  /// The longest that a command may name. Absent: no bound. 30 days is the most of WorkOS and
  /// Auth0.
  std::optional<std::chrono::seconds> longest = std::chrono::hours{30 * 24};
  /// The shortest: below, mail may take longer than the invitation lives. Stytch has the same.
  std::chrono::seconds shortest = std::chrono::minutes{5};

  friend bool operator==(expiry_policy const& a, expiry_policy const& b) noexcept;
  friend bool operator!=(expiry_policy const& a, expiry_policy const& b) noexcept {
    return !(a == b);
  }
};

/// Who may grant a role: judged from the catalog, never by a role's spelling.
enum class granting : std::uint8_t {
  up_to_own_rank,   ///< An admin may make admins: otherwise nobody could make a second owner.
  below_own_rank,   ///< An admin may not.
  own_permissions,  ///< Who has every permission of the role may grant it, whatever the ranks.
  by_verdict,       ///< The host decides, by the fact `may_grant`.
  unchecked         ///< Nobody is asked: the host has decided before it calls.
};

template <>
inline constexpr std::array<std::string_view, 5> names_of<granting>{
    "up_to_own_rank", "below_own_rank", "own_permissions", "by_verdict", "unchecked"};

/// What a person needs to answer an invitation.
enum class required_proof : std::uint8_t {
  identity_and_key,  ///< Be the recipient and, where the invitation has a key, hold it.
  identity,          ///< Be the recipient; no key is asked for.
  key  ///< Hold the key, whoever one is: a bearer link. Only for those who ask for it.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<required_proof>{"identity_and_key",
                                                                          "identity", "key"};

/// Which address makes a person the recipient.
enum class recipient_match : std::uint8_t {
  verified_email,         ///< The invitation's, and verified.
  email_verified_by_key,  ///< The same; or with the key, which went to no other mailbox.
  unverified_email        ///< The invitation's; that it is the person's own is taken on trust.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<recipient_match>{
    "verified_email", "email_verified_by_key", "unverified_email"};

/// What becomes of an invitation whose sponsor has left or lost the standing to grant it.
enum class orphan_rule : std::uint8_t {
  refuse,    ///< It cannot be accepted: otherwise a member on the way out could keep a door open.
  let_stand  ///< It stays good.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<orphan_rule>{"refuse", "let_stand"};

/// What becomes of an invitation when projects or workspaces that it grants, or roles in them, are
/// gone before it is accepted. The organization's own role is never dropped.
enum class vanished_rule : std::uint8_t {
  refuse,  ///< It cannot be accepted: nobody gets something else than was offered.
  drop     ///< The rest is granted, and the event and the effect say what was not.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<vanished_rule>{"refuse", "drop"};

/// What becomes of a new invitation while one for the same address is pending. Dead ones never
/// count.
enum class duplicate_rule : std::uint8_t {
  refuse,  ///< `duplicate_pending`: whoever wants another role amends, and loses no history.
  return_existing,  ///< The pending one is returned where it offers the same; else refused.
  supersede,        ///< The new one takes its place, if the actor may withdraw it.
  unchecked         ///< The host's unique index alone decides.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<duplicate_rule>{
    "refuse", "return_existing", "supersede", "unchecked"};

/// Whether members may be invited, and may accept.
enum class member_rule : std::uint8_t {
  accept_only,  ///< They are not invited; who became one meanwhile may accept, and takes no seat.
  refuse,       ///< Neither.
  allow         ///< Both: for invitations that add projects or workspaces.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<member_rule>{"accept_only", "refuse",
                                                                       "allow"};

/// Which seats are counted against the organization's limit.
enum class seat_rule : std::uint8_t {
  reserved_by_pending,  ///< Pending invitations hold theirs, so that no invitee is turned away.
  taken_by_members,     ///< Only members have one: more may be invited than can join.
  unchecked             ///< None.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<seat_rule>{
    "reserved_by_pending", "taken_by_members", "unchecked"};

/// Which domains of addresses are admitted, without regard to case. "example.com" is that domain
/// alone, ".example.com" all that lie below it.
struct domain_policy {
  std::vector<std::string> allowed{};  ///< Empty: all, as most organizations invite guests.
  std::vector<std::string> denied{};   ///< Counts more than `allowed`.

  friend bool operator==(domain_policy const& a, domain_policy const& b) noexcept;
  friend bool operator!=(domain_policy const& a, domain_policy const& b) noexcept {
    return !(a == b);
  }
};

/// Sending the same invitation again.
struct resend_policy {
  /// The least time between two messages. A minute stops double clicks and lets mail arrive.
  std::chrono::seconds cool_down = std::chrono::minutes{1};
  /// The most messages of one invitation, the first included. Absent: no bound. Sentry sends ten
  /// to an address in a day; who does not react to ten will not.
  std::optional<std::uint32_t> most_sends = 10;
  /// No message after this age, and no expiry beyond it. Absent: no bound. A quarter: longer ago,
  /// nobody remembers why this person was to have that role.
  std::optional<std::chrono::seconds> greatest_age = std::chrono::hours{90 * 24};
  /// An expired invitation may be sent again with a new expiry: what users ask of "resend". It is
  /// judged like a new one.
  bool renew_expired = true;

  friend bool operator==(resend_policy const& a, resend_policy const& b) noexcept;
  friend bool operator!=(resend_policy const& a, resend_policy const& b) noexcept {
    return !(a == b);
  }
};

/// Keys of invitations.
struct key_policy {
  /// Every invitation needs one. By default the host chooses; `required_proof::key` implies it.
  bool required = false;
  /// How long a replaced key still opens, so that two messages under way do not break each other;
  /// a day is what mail may take. A key that showed another offer is void at once.
  std::chrono::seconds grace = std::chrono::hours{24};
  /// The least length of a digest in bytes: that of SHA-256, so that MD5 and CRC are refused.
  std::uint32_t least_digest = 32;

  friend bool operator==(key_policy const& a, key_policy const& b) noexcept;
  friend bool operator!=(key_policy const& a, key_policy const& b) noexcept { return !(a == b); }
};

/// How much of what there may be.
struct quota_policy {
  seat_rule seats = seat_rule::reserved_by_pending;  ///< Whose seats are counted.
  /// The most pending invitations of an organization. Absent: no bound. Enough for any department
  /// at once, too few for a script that runs wild; Better Auth has 100.
  std::optional<std::uint32_t> pending = 1000;
  /// Messages to one address, by one inviter, of one organization. Absent: no bound, because they
  /// need a log of what was sent. Sentry has 10, 100 and 100 a day.
  std::optional<rate> per_recipient{};
  std::optional<rate> per_inviter{};       ///< See `per_recipient`.
  std::optional<rate> per_organization{};  ///< See `per_recipient`.
  /// The most invitations that one request may ask for. Absent: no bound, because a plan costs no
  /// more than its rows; Clerk has 10.
  std::optional<std::uint32_t> batch{};

  friend bool operator==(quota_policy const& a, quota_policy const& b) noexcept;
  friend bool operator!=(quota_policy const& a, quota_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The rules of an organization.
struct policy {
  role_catalog roles{};    ///< All there are; a scope without any takes grants without a role.
  expiry_policy expiry{};  ///< How long invitations live.
  invito::granting granting = granting::up_to_own_rank;  ///< Who may grant what.
  /// The least rank that may invite at all. Absent: whoever may grant the role. Judged with the
  /// grants by rank and by permissions; otherwise the host has the whole say.
  std::optional<int> inviter_rank{};
  required_proof proof = required_proof::identity_and_key;  ///< What an answer needs.
  /// Which address counts as the person's.
  recipient_match recipient = recipient_match::verified_email;
  orphan_rule orphans = orphan_rule::refuse;           ///< Where the sponsor has gone.
  vanished_rule vanished = vanished_rule::refuse;      ///< Where a project or workspace has gone.
  duplicate_rule duplicates = duplicate_rule::refuse;  ///< Where one is pending already.
  member_rule members = member_rule::accept_only;      ///< Where the invitee is a member.
  resend_policy resending{};                           ///< How often it may be sent.
  key_policy keys{};                                   ///< What keys must be like.
  quota_policy quotas{};                               ///< How many there may be.
  domain_policy domains{};                             ///< Which addresses are admitted.
  /// Addresses beyond ASCII, which few mail systems deliver and which can look alike.
  bool admit_non_ascii_email = false;
  /// The organization must be active and its plan include invitations: one that is suspended or
  /// deleted gets no members. Off: the fact `organization` is needed for quotas alone.
  bool check_organization = true;
  /// Projects and workspaces that are granted must exist, by the fact `scopes`: otherwise the
  /// grant waits for whatever gets that id next.
  bool check_scopes = true;

  friend bool operator==(policy const& a, policy const& b) noexcept;
  friend bool operator!=(policy const& a, policy const& b) noexcept { return !(a == b); }
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/verbs.hpp ----

/// \file lifecycle/verbs.hpp
/// The verbs. Each is a pure function of a policy, an invitation and a command; each returns what
/// would happen, and `apply` makes it happen. No clock is read, nothing is stored, sent or thrown.
///
/// A refusal has all problems of the earliest `tier` that found any; docs/problems.md has a row for
/// each code. A verb is linear in the facts that it is given and the grants of the offer, times the
/// length of the catalog, and linear in the events where the command has an idempotency key. A
/// refusal for one reason allocates nothing.

namespace invito {
inline namespace INVITO_ABI {

/// Makes a new invitation for what was asked, or finds that it exists: the same command with the
/// same idempotency key, or a pending one that the policy returns. The guard `unique` claims the
/// mailbox; those whose place it takes are withdrawn by decisions of their own.
[[nodiscard]] result<issuance> issue(policy const& p, invitation_request const& r,
                                     issue_command const& c);

/// Sends it again with a new expiry, never past the policy's greatest age; renews an expired one
/// where the policy allows it, which is judged like a new one and claims the mailbox anew.
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
///@{
/// The same for a command about an existing invitation.
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i,
                                           resend_command const& c);
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i,
                                           amend_command const& c);
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i,
                                           accept_command const& c);
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i,
                                           decline_command const& c);
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i,
                                           revoke_command const& c);
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i,
                                           supersede_command const& c);
[[nodiscard]] std::vector<finding> explain(policy const& p, invitation const& i,
                                           expire_command const& c);
///@}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/sends.hpp ----

/// \file model/sends.hpp
/// How often and when an invitation was sent, as its history tells.
///
/// Its creation and each amendment are a send where the inviter asked for it to be sent, and each
/// resend is one. What happened before the history begins counts as the one send of the creation.

namespace invito {
inline namespace INVITO_ABI {

/// How many messages `i` has led to; the last of them has this number. Linear.
[[nodiscard]] std::uint32_t send_count(invitation const& i) noexcept;

/// When they were sent, oldest first; that of a creation at an unknown time is left out. Linear.
[[nodiscard]] std::vector<instant> sends(invitation const& i);

/// When the last of them was sent; nothing where there was none or its time is unknown. Linear, but
/// for most invitations constant.
[[nodiscard]] std::optional<instant> last_sent(invitation const& i) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/timeline.hpp ----

/// \file model/timeline.hpp
/// An invitation as a composite status, and a composite status as what it says of an invitation.

namespace invito {
inline namespace INVITO_ABI {

/// What `i` is at `now`, and everything that led to it: the statuses and the state from which its
/// history starts, one entry for each event, and "expired" where its time is over and nobody wrote
/// it down. An event's own name stands in the metadata, under `invito_event`.
///
/// | event | status | because |
/// |---|---|---|
/// | issue, resend, amend | pending | it waits for an answer |
/// | accept | success | it has reached its aim |
/// | revoke | cancelled | the organization stopped it |
/// | decline | approval-denied | somebody was asked, and said no |
/// | supersede | discarded | something newer is used instead |
/// | expire | expired | |
///
/// Linear in the events and the statuses.
[[nodiscard]] composite_status composite_of(invitation const& i, instant now);

/// The state that an entry tells of: the words above, and `accepted` and `revoked`, which Nuon's
/// servers use. Nothing for another word, and for an expiry without its time.
[[nodiscard]] std::optional<state> state_of(status_entry const& told);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/version.hpp ----

/// \file version.hpp
/// The one place where the version stands; the build reads it from here.

/// Raised by changes that break users of the version before.
#define INVITO_VERSION_MAJOR 0
/// Raised by what is new; below 1.0 also by what breaks.
#define INVITO_VERSION_MINOR 1
/// Raised by corrections.
#define INVITO_VERSION_PATCH 0

// ---- invito/core.hpp ----

/// \file core.hpp
/// The life of an invitation, without JSON: standard library only, no streams, nothing thrown.

// ---- invito/base/error_code.hpp ----

/// \file base/error_code.hpp
/// `invito::code` as a `std::error_code`, for hosts whose interfaces speak that.

namespace invito {
inline namespace INVITO_ABI {

/// The category of all codes, named "invito". Values are the numbers of `invito::code`.
[[nodiscard]] std::error_category const& category() noexcept;

/// Found by argument-dependent lookup when a `code` becomes a `std::error_code`.
[[nodiscard]] std::error_code make_error_code(code c) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

template <>
struct std::is_error_code_enum<invito::code> : std::true_type {};

// ---- invito/lifecycle/bulk.hpp ----

/// \file lifecycle/bulk.hpp
/// Plans over many invitations: one verdict for each row, in order, nothing done yet. What one row
/// uses up of seats, pending invitations and messages is gone for those behind it.

namespace invito {
inline namespace INVITO_ABI {

/// Whether one request may ask for all of these: `too_many_items` with the policy's bound, or a
/// `duplicate_item` for each address that stands in an earlier one, whatever its case. Empty: yes.
/// The place of an address is "/email/3", which a dialect's `write_error` turns into its own name.
/// O(n log n).
[[nodiscard]] problems check_batch(policy const& p, std::vector<invitation_request> const& all);

/// What becomes of the other rows when one is refused.
enum class bulk_mode : std::uint8_t {
  all_or_nothing,  ///< None is issued: `batch_stopped` for each that could have been.
  best_effort,     ///< Every row that can be issued is.
  up_to_limit      ///< The same, until a seat, the pending limit or a rate is used up; what stands
               ///< behind that row is `batch_stopped`, so that what was issued is its first part.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<bulk_mode>{"all_or_nothing",
                                                                     "best_effort", "up_to_limit"};

/// One row of a bulk invitation: what is particular to it. The members are those of `issue_command`
/// and `facts` with the same names.
struct bulk_row {
  invitation_request request{};     ///< What the inviter wants for this one.
  invitation_id id{};               ///< Chosen by the host, another one for each row.
  std::optional<key_digest> key{};  ///< Of the key that its message brings.
  std::string idempotency_key{};    ///< Of this row, so that each can be retried.
  std::optional<bool> member{};     ///< Whether this invitee is a member.
  std::optional<offer> former{};    ///< What this person had as a member.
  /// Other invitations of this mailbox, and the one of this idempotency key.
  std::optional<std::vector<invitation>> existing{};
  std::optional<std::vector<scope_id>> scopes{};            ///< Absent: those of the command.
  std::optional<std::vector<instant>> sent_to_recipient{};  ///< `send_log::to_recipient`.
};

/// One message of a bulk resend.
struct resend_row {
  invito::invitation const* invitation = nullptr;           ///< Never null; must outlive the plan.
  std::optional<key_digest> key{};                          ///< Of the key that its message brings.
  std::optional<std::vector<scope_id>> scopes{};            ///< Absent: those of the command.
  std::optional<std::vector<instant>> sent_to_recipient{};  ///< `send_log::to_recipient`.
};

/// The verdict on one of several invitations.
struct planned {
  std::size_t row = 0;       ///< Where it stood in what was given.
  result<decision> verdict;  ///< What to store, or why nothing.
};

/// Issues to everybody. `c` says what all rows share; what a row has of its own, it takes from the
/// row. An address, by its canonical key, or user that stands in an earlier row is a
/// `duplicate_item`, whatever became of that row, an id `already_issued`; more rows than the
/// policy's batch are all `too_many_items`. All rows have the same organization guard, so store
/// them in one transaction. O(n log n) in the rows, linear in their facts.
[[nodiscard]] std::vector<result<issuance>> plan_issue(policy const& p,
                                                       std::vector<bulk_row> const& rows,
                                                       issue_command c, bulk_mode mode);

/// Sends those again that are pending; the others are left out. One that stands in an earlier row
/// is a `duplicate_item`. O(n log n).
[[nodiscard]] std::vector<planned> plan_resend(policy const& p, std::vector<resend_row> const& rows,
                                               resend_command c);

/// Revokes all pending ones that `sponsor` vouches for, as when a member leaves. Linear.
template <class Range>
[[nodiscard]] std::vector<planned> plan_revoke(policy const& p, Range const& invitations,
                                               actor const& sponsor, revoke_command const& c);

/// Writes down all whose time is over. Linear.
template <class Range>
[[nodiscard]] std::vector<planned> plan_expire(policy const& p, Range const& invitations,
                                               expire_command const& c);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/bulk.hpp ----

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

///@{
/// Adds the verdict on one invitation, unless it is left out.
void plan_one(std::vector<planned>& out, std::size_t row, policy const& p, invitation const& i,
              actor const& sponsor, revoke_command const& c);
void plan_one(std::vector<planned>& out, std::size_t row, policy const& p, invitation const& i,
              expire_command const& c);
///@}

}  // namespace detail

template <class Range>
std::vector<planned> plan_revoke(policy const& p, Range const& invitations, actor const& sponsor,
                                 revoke_command const& c) {
  std::vector<planned> out;
  std::size_t row = 0;
  for (invitation const& i : invitations) detail::plan_one(out, row++, p, i, sponsor, c);
  return out;
}

template <class Range>
std::vector<planned> plan_expire(policy const& p, Range const& invitations,
                                 expire_command const& c) {
  std::vector<planned> out;
  std::size_t row = 0;
  for (invitation const& i : invitations) detail::plan_one(out, row++, p, i, c);
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/query.hpp ----

/// \file lifecycle/query.hpp
/// Questions about many invitations: which match, a page of them, which have expired. They read
/// values and nothing else, and say what a database has to answer to mean the same.

namespace invito {
inline namespace INVITO_ABI {

// Which ------------------------------------------------------------------------------------------

/// Which invitations are asked for: those that agree with every member that is set.
///
/// Only the status and the existence are those of `as_of`; role and sponsor are the present ones.
/// What was created behind `as_of` does not match; an unknown creation counts as earlier than all.
struct invitation_filter {
  organization_id organization{};          ///< Empty: any. Whoever serves one tenant sets it.
  std::optional<invito::status> status{};  ///< That it had at `as_of`. Without `as_of` nothing
                                           ///< matches: there is no status without a moment. What
                                           ///< `status_at` does not know matches no status either.
  std::optional<instant> as_of{};          ///< The moment that is asked about, often now.
  std::optional<invito::email> email{};    ///< Whatever the case of its letters.
  std::optional<actor> inviter{};          ///< Who issued it.
  std::optional<actor> sponsor{};          ///< Who vouches for it.
  std::optional<std::string> role{};  ///< In the organization, compared bytewise; "" asks for none.
};

/// Whether `i` is one of those that are asked for. Logarithmic in the number of its events.
[[nodiscard]] bool matches(invitation_filter const& asked, invitation const& i) noexcept;

// Pages ------------------------------------------------------------------------------------------

/// A place in the order of all invitations: by creation, then by id. An unknown creation stands
/// before every known one, and ids are compared bytewise: `order by created_at nulls first, id`
/// under a bytewise collation. Neither ever changes, so no invitation moves in this order.
struct cursor {
  std::optional<instant> created_at{};  ///< Absent: unknown.
  invitation_id id{};                   ///< Breaks ties.

  friend bool operator==(cursor const& a, cursor const& b) noexcept;
  friend bool operator!=(cursor const& a, cursor const& b) noexcept { return !(a == b); }
  friend bool operator<(cursor const& a, cursor const& b) noexcept;
  friend bool operator>(cursor const& a, cursor const& b) noexcept { return b < a; }
  friend bool operator<=(cursor const& a, cursor const& b) noexcept { return !(b < a); }
  friend bool operator>=(cursor const& a, cursor const& b) noexcept { return !(a < b); }
};

/// Where `i` stands.
[[nodiscard]] cursor position_of(invitation const& i);

/// The cursor as text for an API: nanoseconds since 1970-01-01T00:00:00Z, or nothing where they are
/// unknown; a dot; the id, byte for byte. It says no more than the invitation it was made from, and
/// grants nothing: whoever makes one up stands elsewhere behind the same filter. Linear.
[[nodiscard]] std::string to_string(cursor const& c);

/// The cursor that `to_string` writes as `text`; nothing for every other text. Linear.
[[nodiscard]] std::optional<cursor> parse_cursor(std::string_view text);

/// Which way a list goes, in the order of `cursor`.
enum class page_order : std::uint8_t { oldest_first, newest_first };

template <>
inline constexpr std::array<std::string_view, 2> names_of<page_order>{"oldest_first",
                                                                      "newest_first"};

/// Some of the invitations that match, from a place on. Keep filter and order from page to page,
/// `as_of` included: a later one is another question.
struct page_request {
  invitation_filter filter{};                   ///< Which ones.
  page_order order = page_order::newest_first;  ///< Which way.
  std::optional<cursor> after{};  ///< The `next` of the page before. Absent: from the beginning.
  std::size_t limit = 20;         ///< The most items; bound what comes from outside.
};

/// What was found, in the order asked for.
struct page {
  std::vector<invitation const*> items{};  ///< Into the range, good for as long as its elements.
  std::optional<cursor> next{};            ///< Where to go on; only where more match behind it.
};

/// The first `limit` of `all` that match, behind `after`. `all` is a range of invitations in any
/// order, without an id twice in it.
///
/// Pages are cut at a place, not at a number: what comes or goes between two of them makes none of
/// the others appear twice or not at all. What comes in ahead of the place is not seen any more.
/// The invitation at the place need not exist any longer. A limit of 0 gives neither items nor
/// `next`, as nobody would get anywhere by going on.
///
/// n log(limit) comparisons, and memory for `limit` pointers at most.
template <class Range>
[[nodiscard]] page find_page(Range const& all, page_request const& asked);

/// The items would point into a range that is gone.
template <class Range>
page find_page(Range const&& all, page_request const& asked) = delete;

// Expiry -----------------------------------------------------------------------------------------

/// The last moment in (after, until] at which `i` ran out of time while it waited for an answer,
/// whether or not that was written down: the moment that an `expire` is dated with, which is its
/// expiry, but never before the change that set it. Nothing where there is none. A renewed
/// invitation may have expired several times, and one withdrawn since has expired all the same.
/// At the very moment of the expiry it is too late: an event dated with it came behind it.
///
/// Events to come change nothing about moments before them, and intervals that follow one another
/// tell of each expiry in exactly one of them; only of several in one interval is it the last.
/// Of what happened before a baseline no more is told than follows from its state, expiry and
/// times. Linear in the number of events.
[[nodiscard]] std::optional<instant> expired_between(invitation const& i, instant after,
                                                     instant until) noexcept;

/// Whether the time of `i` is over and nobody has written it down: whether `expire` would at `now`.
/// Like every verb, it judges by no earlier moment than the last that the invitation knows.
/// Constant.
[[nodiscard]] bool is_due(invitation const& i, instant now) noexcept;

/// The earliest expiry of those that are pending at `now`, nothing where none of them expires: when
/// a sweep that has written down what is due has to wake again, if nothing changes before.
/// Linear.
template <class Range>
[[nodiscard]] std::optional<instant> next_expiry(Range const& all, instant now);

/// A sweep over records that hold no more than what it asks about, such as the rows of a table in
/// memory: the positions of all that wait for an answer and expire at `now` or before, in their
/// order. `expiry_of(record)` is a moment, `waits(record)` true or false; members of the record do
/// as well. It takes the same time however many are due. Linear.
///
///     find_due(rows, now, &row::expires_at, &row::is_pending)
template <class Range, class ExpiryOf, class Waits>
[[nodiscard]] std::vector<std::size_t> find_due(Range const& all, instant now,
                                                ExpiryOf const& expiry_of, Waits const& waits);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/query.hpp ----

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Whether `a` stands before `b` in that order; each is an invitation or a cursor.
template <class A, class B>
bool precedes(page_order order, A const& a, B const& b) noexcept {
  const auto x = std::tie(a.created_at, a.id);
  const auto y = std::tie(b.created_at, b.id);
  return order == page_order::oldest_first ? x < y : y < x;
}

}  // namespace detail

template <class Range>
page find_page(Range const& all, page_request const& asked) {
  page out;
  if (asked.limit == 0) return out;
  std::vector<invitation const*>& found = out.items;  // a heap with the hindmost in front
  const auto before = [&asked](invitation const* a, invitation const* b) {
    return detail::precedes(asked.order, *a, *b);
  };
  bool more = false;
  for (auto& i : all) {
    if (asked.after && !detail::precedes(asked.order, *asked.after, i)) continue;
    if (!matches(asked.filter, i)) continue;
    if (found.size() == asked.limit) {
      more = true;
      if (!before(&i, found.front())) continue;
      std::pop_heap(found.begin(), found.end(), before);
      found.pop_back();
    }
    found.push_back(&i);
    std::push_heap(found.begin(), found.end(), before);
  }
  std::sort_heap(found.begin(), found.end(), before);
  if (more) out.next = position_of(*found.back());
  return out;
}

template <class Range>
std::optional<instant> next_expiry(Range const& all, instant now) {
  std::optional<instant> next;
  for (invitation const& i : all) {
    auto* waiting = std::get_if<pending>(&i.state);
    if (!waiting || !waiting->expires_at || is_due(i, now)) continue;
    if (!next || *waiting->expires_at < *next) next = waiting->expires_at;
  }
  return next;
}

template <class Range, class ExpiryOf, class Waits>
std::vector<std::size_t> find_due(Range const& all, instant now, ExpiryOf const& expiry_of,
                                  Waits const& waits) {
  std::vector<std::size_t> out;
  std::array<std::size_t, 512> block{};
  std::size_t used = 0;
  std::size_t n = 0;
  for (auto const& record : all) {
    // Kept if it is due, without a branch: nothing could foretell which are.
    const bool over = std::invoke(expiry_of, record) <= now;
    const bool waiting = std::invoke(waits, record);
    block[used] = n++;
    used += static_cast<std::size_t>(over) & static_cast<std::size_t>(waiting);
    if (used == block.size()) {
      out.insert(out.end(), block.begin(), block.end());
      used = 0;
    }
  }
  out.insert(out.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(used));
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/redact.hpp ----

/// \file lifecycle/redact.hpp
/// Makes an invitation forget a person: who they were goes, what happened and when stays.

namespace invito {
inline namespace INVITO_ABI {

/// Whom to forget, and what to write in their place.
///
/// A fingerprint is made by the host: a digest of the canonical key or of the id under a secret
/// that the host keeps (an HMAC, say), as text such as hexadecimal digits. Without a secret anybody
/// could try addresses until one fits. One person has the same fingerprints in all invitations and
/// two persons never share one: so what was unique stays unique, and what had the same key still
/// has.
struct erasure {
  invito::email email{};              ///< In any spelling; of several, one at a time. Empty: none.
  invito::email email_fingerprint{};  ///< Required where there is an address.
  user_id user{};                     ///< Empty: none.
  user_id user_fingerprint{};         ///< Required where there is a user.
  /// Whether what others wrote freely goes, too: the attributes of an invitation to the person, and
  /// the descriptions and metadata of told statuses.
  bool attributes = true;
};

/// Makes `i` forget the person, baseline and history included, and returns how many places it
/// changed: none where the person does not occur, so none when it is done again.
///
/// - The address and the user id are replaced wherever they stand, for the invitee as for whoever
///   acted. Kinds of actors, times, offers and the revision stay, and a replay leads to the new
///   value as it did to the old one.
/// - An invitation to the person loses their name and what `erasure::attributes` tells. In one to
///   somebody else, the told statuses that the person caused lose descriptions and metadata so.
/// - Where anything was changed, all idempotency keys go: hosts like to make them of such values.
/// - Other ids stay, so they must not be made of addresses. An address of the person that was not
///   named stays, too; `addresses_of` finds it.
///
/// Close a pending invitation to the person first, as nobody can answer it afterwards. The revision
/// does not tell of this change, so no decision made before it may be stored after it. Refused with
/// `missing_value`, and nothing changed, where a fingerprint is missing. Linear.
result<std::size_t> redact(invitation& i, erasure const& who);

/// The addresses by which `i` knows the user: the recipient's, where the user is the recipient or
/// has answered from no other address, and the other one that the user answered from. Ask before
/// the id is replaced. Linear.
[[nodiscard]] std::vector<email> addresses_of(invitation const& i, user_id const& user);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/visit.hpp ----

/// \file lifecycle/visit.hpp
/// When a person comes: what a landing page may show of an invitation, and which invitations a
/// log-in answers. Nothing changes; a mail scanner may open every link.

namespace invito {
inline namespace INVITO_ABI {

/// Who looks at an invitation.
enum class viewer : std::uint8_t {
  nobody,         ///< Holds the key, and has not signed in.
  somebody_else,  ///< Holds the key, and has signed in with another account.
  unverified,     ///< Holds the key and says the address is theirs, but has not verified it.
  recipient
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<viewer>{"nobody", "somebody_else",
                                                                  "unverified", "recipient"};

/// Who comes, with what the host's sign-in and the link have brought.
struct visit {
  std::optional<identity> who{};    ///< Absent: nobody has signed in.
  std::optional<key_digest> key{};  ///< Of the key in the link.
  instant now = no_moment;          ///< The host's clock.
};

/// What a page may show.
struct invitation_preview {
  invito::viewer viewer = viewer::nobody;   ///< As what the person was recognised.
  invito::status status = status::pending;  ///< At the moment of the visit.
  /// Whether `accept` would get past the person and the state, with the same key. Whether a seat
  /// is left is told when it is asked for.
  bool answerable = false;
  organization_id organization{};  ///< Which organization invites; the host knows its name.
  /// Whom it is for, so that a person with two accounts knows which one to take: the whole address
  /// for the recipient, else a hint such as "r***@example.com".
  std::string address{};
  invito::offer offer{};                ///< What accepting brings.
  std::uint32_t offer_number = 1;       ///< To be sent back with the answer.
  std::optional<instant> expires_at{};  ///< Absent: never.
};

/// What `v` may see of `i`: everything above for the recipient and for who holds the key. Anybody
/// else is refused as by `accept`, because the id in a link is no secret, and who only says that
/// the address is theirs gets `email_unverified`; a retired key gets `key_retired`.
[[nodiscard]] result<invitation_preview> preview(policy const& p, invitation const& i,
                                                 visit const& v);

/// An address of which only the first character and the domain are shown: "r***@example.com".
[[nodiscard]] std::string masked(email const& address);

/// One invitation that a log-in may answer, of whatever organization.
struct login_row {
  /// Of that organization. Never null; must outlive the plan.
  invito::policy const* policy = nullptr;
  invito::invitation const* invitation = nullptr;  ///< Never null; must outlive the plan.
  invito::facts facts{};                           ///< Of that organization, for `accept`.
  std::optional<key_digest> key{};                 ///< Where the person came by its link.
};

/// Accepts for a person who signs in, as Nuon does: a decision or a refusal for each of the rows
/// that is pending and for this person; the others are left out. No refusal stops the rest. Nothing
/// is spent between rows: those of one organization have the same guard, so only one of them is
/// stored, and the next decided anew.
[[nodiscard]] std::vector<planned> plan_login(identity const& who,
                                              std::vector<login_row> const& rows, instant now);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/delivery.hpp ----

/// \file model/delivery.hpp
/// What became of a message that was sent for an invitation. It stands beside the invitation: mail
/// that fails leaves the invitation as it was, its status and its revision included.

namespace invito {
inline namespace INVITO_ABI {

/// Where a message is.
enum class delivery_status : std::uint8_t {
  queued,   ///< Waits for the host to hand it over.
  sent,     ///< A mail server took it.
  bounced,  ///< It came back: the mailbox did not take it. Final.
  failed    ///< No mail server took it, so it never left. The host may queue it again.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<delivery_status>{"queued", "sent",
                                                                           "bounced", "failed"};

/// One message on its way. Kept by the host under the invitation and the number of the send.
struct delivery {
  invitation_id invitation{};  ///< Which invitation it brings.
  std::uint32_t send = 1;      ///< Which message: 1 is the first; see `send_count`.
  /// Where it is; `may_become` knows what may follow.
  delivery_status status = delivery_status::queued;
  instant at{};          ///< Since when, as it was reported.
  std::string detail{};  ///< What the mail server said; it may name the person.

  friend bool operator==(delivery const& a, delivery const& b) noexcept;
  friend bool operator!=(delivery const& a, delivery const& b) noexcept { return !(a == b); }
};

/// Whether a message that is `from` may become `to`. Constant.
[[nodiscard]] constexpr bool may_become(delivery_status from, delivery_status to) noexcept;

/// Takes in what the host did or a mail server reports, and returns whether that changed anything.
/// Reports may come twice and in any order: one that repeats the present status changes nothing,
/// nor does one that a later report has overtaken. Only between `queued` and `failed`, which lead
/// to each other, does `at` tell which is the later; elsewhere the clocks of other machines do not
/// matter. Keeps at most `bound::text` bytes of `detail`. Constant.
bool report(delivery& d, delivery_status to, instant at, std::string_view detail = {});

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/delivery.hpp ----

namespace invito {
inline namespace INVITO_ABI {

/// A row for each status, a column for each that it may become.
inline constexpr std::array<std::array<bool, 4>, 4> delivery_machine{{
    // clang-format off
    //             queued  sent   bounced  failed
    /* queued  */ {false,  true,  true,    true},
    /* sent    */ {false,  false, true,    false},
    /* bounced */ {false,  false, false,   false},
    /* failed  */ {true,   false, false,   false},
    // clang-format on
}};

constexpr bool may_become(delivery_status from, delivery_status to) noexcept {
  return delivery_machine[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_NO_JSON

#include <set>
#include <stdexcept>

// ---- invito/wire/feature.hpp ----

/// \file wire/feature.hpp
/// What of the model a document can carry.

namespace invito {
inline namespace INVITO_ABI {

/// What of the model a field carries.
enum class feature : std::uint8_t {
  none,
  id,
  organization,
  email,
  user,
  given_name,
  family_name,
  role,
  grants,
  send,
  attributes,
  status,
  cause,
  created_at,
  created_by,
  updated_at,
  expires_at,
  accepted_at,
  accepted_by,
  revoked_at,
  revoked_by,
  sponsor,
  offer_number,
  keys,
  revision,
  history,
  statuses  ///< How the status came to be, as a composite status.
};

inline constexpr std::size_t feature_count = 27;  ///< How many features there are, `none` included.

template <>
inline constexpr std::array<std::string_view, feature_count> names_of<feature>{
    "none",        "id",         "organization", "email",      "user",         "given_name",
    "family_name", "role",       "grants",       "send",       "attributes",   "status",
    "cause",       "created_at", "created_by",   "updated_at", "expires_at",   "accepted_at",
    "accepted_by", "revoked_at", "revoked_by",   "sponsor",    "offer_number", "keys",
    "revision",    "history",    "statuses"};

/// A set of features.
class feature_set {
 public:
  constexpr feature_set() noexcept = default;
  /// The set of these.
  constexpr feature_set(std::initializer_list<feature> all) noexcept {
    for (const feature f : all) add(f);
  }
  /// The set of all.
  [[nodiscard]] static constexpr feature_set all() noexcept {
    feature_set out;
    out.bits_ = ~0U;
    return out;
  }
  constexpr void add(feature f) noexcept { bits_ |= bit(f); }  ///< Takes in one.
  /// Takes in all of `more`.
  constexpr void add(feature_set const& more) noexcept { bits_ |= more.bits_; }
  /// Whether it is in the set.
  [[nodiscard]] constexpr bool has(feature f) const noexcept { return (bits_ & bit(f)) != 0; }

 private:
  static constexpr std::uint32_t bit(feature f) noexcept { return 1U << static_cast<unsigned>(f); }
  std::uint32_t bits_ = 0;
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/options.hpp ----

/// \file wire/options.hpp
/// How documents are read and written.

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

/// The shapes in which a document is written.
enum class shape : std::uint8_t {
  page = 1,  ///< What the API's page defines, optional nulls left out.
  wide = 2   ///< And the fields that the API has gained since.
};

/// What happens to text that is not UTF-8 when it is written: JSON cannot hold it.
enum class invalid_text : std::uint8_t { fails, replaced };

/// How a writer writes a document.
struct write_settings {
  wire::shape shape = shape::page;  ///< With or without the newer fields.
  bool incomplete = false;          ///< Required members that are empty are left out.
  wire::invalid_text invalid_text = invalid_text::fails;  ///< What happens to such text.
};

/// Memory of the caller's that text is written into.
struct buffer {
  char* at = nullptr;      ///< Where it begins; may be null where `size` is 0.
  std::size_t size = 0;    ///< In bytes.
  std::size_t length = 0;  ///< Of the text; more than `size` where there was not room enough.
};

}  // namespace wire

/// How documents are read.
struct read_options {
  read_limits limits{};  ///< How much is read before it is too much.
  bool strict = false;   ///< Unknown members are problems in all objects.
};

/// How documents are written.
struct write_options {
  wire::shape shape = wire::shape::page;  ///< With or without the newer fields.
  /// A revoked invitation goes out as an expired one where the dialect cannot say "revoked".
  bool revoked_as_expired = false;
  /// Required members without a source are left out, for the caller to add, instead of refused.
  bool incomplete = false;
  /// The most entries in the history of a composite status, the latest ones. Absent: all.
  std::optional<std::size_t> history_cap{};
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/messages.hpp ----

/// \file wire/messages.hpp
/// What the APIs say around an invitation, in one form for all dialects.

namespace invito {
inline namespace INVITO_ABI {

/// One page of invitations.
struct invitation_page {
  std::vector<invitation> items{};  ///< In the order of the list.
  bool has_more = false;            ///< Whether the list goes on behind the last.
};

/// What a request to invite is answered with. Holds a key, so it is moved and never copied.
struct creation {
  invito::invitation invitation{};    ///< As it was issued.
  secret key{};                       ///< Where the dialect shows it to the inviter.
  std::optional<bool> is_new_user{};  ///< Whether an account was made for the invitee.
  std::optional<json_text> body{};    ///< All of it, where the dialect leaves its shape open.
};

/// One part of an error that has several.
struct error_item {
  path where{};                        ///< The member or parameter.
  std::string message{};               ///< For people.
  std::string type{};                  ///< The API's own class of such parts.
  std::optional<json_text> input{};    ///< What was sent there.
  std::optional<json_text> context{};  ///< What the message is made of.

  friend bool operator==(error_item const& a, error_item const& b) noexcept;
  friend bool operator!=(error_item const& a, error_item const& b) noexcept { return !(a == b); }
};

/// An error as an API words it. Empty where the document does not say.
struct api_error {
  std::string code{};                    ///< The API's own code.
  std::string message{};                 ///< For people.
  std::string type{};                    ///< The API's own class of errors.
  std::string where{};                   ///< The parameter, in the API's own spelling.
  std::string developer_message{};       ///< Where it differs from the one for people.
  std::optional<std::int64_t> status{};  ///< Of the answer, where the body repeats it.
  std::string id{};                      ///< Of this one occurrence.
  std::optional<instant> at{};           ///< When it occurred.
  std::optional<json_text> details{};    ///< Anything.
  std::vector<error_item> items{};       ///< The parts, where it has several.

  friend bool operator==(api_error const& a, api_error const& b) noexcept;
  friend bool operator!=(api_error const& a, api_error const& b) noexcept { return !(a == b); }
};

/// One occurrence of an error, as the host's log knows it.
struct incident {
  std::string id{};                                      ///< By which the log finds it.
  std::optional<instant> at{};                           ///< When it occurred.
  invito::disclosure disclosure = disclosure::standard;  ///< How much its body may tell.
};

/// Which of an API's rules a policy has.
enum class preset : std::uint8_t {
  page,     ///< Those of its page.
  observed  ///< The narrower ones that its servers, clients and other pages show.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<preset>{"page", "observed"};

/// What clients ask a server for.
enum class operation : std::uint8_t { create, list, get, remove, revoke, resend, validate, accept };

template <>
inline constexpr std::array<std::string_view, 8> names_of<operation>{
    "create", "list", "get", "remove", "revoke", "resend", "validate", "accept"};

/// How a server offers one operation.
struct endpoint {
  invito::operation operation{};  ///< Which operation.
  std::string_view method{};      ///< Of HTTP, in capitals.
  std::string_view path{};        ///< With parameters in braces.
  std::string_view
      header{};       ///< The one that carries the caller's credentials; empty: none needed.
  int success = 200;  ///< The HTTP status of an answer that is no refusal.
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/losses.hpp ----

/// \file wire/losses.hpp
/// What a translation would drop, before it is made.

namespace invito {
inline namespace INVITO_ABI {

/// One thing that a document would not carry.
struct loss {
  feature what{};        ///< What kind of thing.
  std::string detail{};  ///< The value, where the field exists but cannot hold it.

  friend bool operator==(loss const& a, loss const& b);
  friend bool operator!=(loss const& a, loss const& b) { return !(a == b); }
};

/// What the invitation document of `Dialect`, written so, cannot carry of `i`: fields that it does
/// not have, and values that its fields cannot hold. Empty: the translation loses nothing.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(invitation const& i, instant now,
                                       write_options const& options = {});

/// The same for the answer to a create request.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(creation const& c, instant now,
                                       write_options const& options = {});

/// The same for the request document.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(invitation_request const& r,
                                       write_options const& options = {});

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/losses.hpp ----

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
namespace detail {

///@{
/// Adds the features that are not among `kept`, for which the value has something to lose.
void add_absent(invitation const& i, feature_set kept, std::vector<loss>& out);
void add_absent(creation const& c, feature_set kept, std::vector<loss>& out);
void add_absent(invitation_request const& r, feature_set kept, std::vector<loss>& out);
///@}

/// Adds the times that would lose their fraction: those of `whole_seconds` that are kept.
void add_fractions(invitation const& i, feature_set kept, feature_set whole_seconds,
                   std::vector<loss>& out);

}  // namespace detail
}  // namespace wire

template <class Dialect>
std::vector<loss> losses(invitation const& i, instant now, write_options const& options) {
  std::vector<loss> out;
  const feature_set kept = Dialect::features(options.shape);
  wire::detail::add_absent(i, kept, out);
  wire::detail::add_fractions(i, kept, Dialect::whole_seconds, out);
  Dialect::value_losses(i, now, options, out);
  return out;
}

template <class Dialect>
std::vector<loss> losses(creation const& c, instant now, write_options const& options) {
  std::vector<loss> out;
  const feature_set kept = Dialect::creation_features(options.shape);
  wire::detail::add_absent(c, kept, out);
  wire::detail::add_fractions(c.invitation, kept, Dialect::whole_seconds, out);
  Dialect::value_losses(c.invitation, now, options, out);
  return out;
}

template <class Dialect>
std::vector<loss> losses(invitation_request const& r, write_options const& options) {
  std::vector<loss> out;
  wire::detail::add_absent(r, Dialect::request_features(options.shape), out);
  Dialect::request_value_losses(r, options, out);
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/source.hpp ----

/// \file wire/source.hpp
/// Where a document comes from: JSON text, a `nlohmann::json` value, or any other engine.

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

class reader;

/// Feeds a reader from JSON text, by nlohmann's parser. A template, so that a unit which reads no
/// text does not compile the parser.
template <class = void>
void feed_text(std::string_view text, reader& to);

/// Feeds a reader from a `nlohmann::json`, or from another `basic_json` where `wire/nlohmann.hpp`
/// is included. Its objects have no duplicate members any more.
template <class Json>
void feed_value(Json const& value, reader& to);

/// A document to be read; every `read_*` function takes one. Made from text or from a value of
/// nlohmann's. For another JSON engine, give a function that feeds a reader with its events.
/// Refers to the document, which must outlive it.
class source {
 public:
  /// Feeds `to` with the events of the document behind `document`.
  using feed_function = void (*)(void const* document, reader& to);

  /// JSON text: anything that converts to `std::string_view`.
  template <class Text,
            class = std::enable_if_t<std::is_convertible_v<Text const&, std::string_view>>>
  source(Text const& text) : text_(text), parse_(&feed_text<>) {}
  /// A `nlohmann::json`, or another `basic_json`.
  template <class Json, class = typename Json::object_t, class = void>
  source(Json const& value)
      : source(&value, [](void const* document, reader& to) {
          feed_value(*static_cast<Json const*>(document), to);
        }) {}
  /// A document of another engine's.
  source(void const* document, feed_function how) : document_(document), feed_(how) {}

  /// Feeds `to` with all of it.
  void feed(reader& to) const { feed_ ? feed_(document_, to) : parse_(text_, to); }
  /// Whether it is text without a document: nothing, or only white space.
  [[nodiscard]] bool empty() const noexcept {
    return !feed_ && text_.find_first_not_of(" \t\n\r") == std::string_view::npos;
  }

 private:
  std::string_view text_{};
  void (*parse_)(std::string_view, reader&) = nullptr;
  void const* document_ = nullptr;
  feed_function feed_ = nullptr;
};

}  // namespace wire

/// Validates JSON text and keeps it compact, numbers by their spelling, members in their order.
[[nodiscard]] result<json_text> parse_json_text(wire::source const& in,
                                                read_options const& options = {});

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/target.hpp ----

/// \file wire/target.hpp
/// Where a document goes: JSON text, a `nlohmann::json` value, or any other engine.

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

struct codec;

/// Writes the value at `at` into the `Json` at `to`, a kind of `basic_json`.
template <class Json>
problems write_tree(void* to, void const* at, codec const& as, write_settings const& how);

/// Where a document is written; every `write_*_to` function takes one. Refers to what it was made
/// from. For another JSON engine, derive from `writer` and give a function that writes with it.
class target {
 public:
  /// Writes the value at `at` to what is behind `to`; returns what stood in the way.
  using write_function = problems (*)(void* to, void const* at, codec const& as,
                                      write_settings const& how);

  /// The end of a string, which is left as it was where the document cannot be written.
  target(std::string& end);
  /// The start of a buffer: `too_large` where it is, with the length that the text has.
  target(buffer& start);
  /// A `nlohmann::json`, or another `basic_json` where `wire/nlohmann.hpp` is included: null where
  /// the document cannot be written.
  template <class Json, class = typename Json::object_t>
  target(Json& value) : target(&value, &write_tree<Json>) {}
  /// A document of another engine's.
  target(void* to, write_function how) : to_(to), write_(how) {}

  /// Writes the value at `at`; nothing for success.
  [[nodiscard]] problems write(void const* at, codec const& as, write_settings const& how) const {
    return write_(to_, at, as, how);
  }

 private:
  void* to_;
  write_function write_;
};

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/dialect.hpp ----

/// \file wire/dialect.hpp
/// What all dialects have in common: a document is read into its struct and then into the model, or
/// the other way round, and all problems are told at once.
///
/// Reading refuses what is not JSON, breaks a limit of `read_options`, or lacks or mistakes a
/// member (`syntax_error`, `too_large`, `missing_field`, `wrong_type` and the like, each with its
/// place); writing refuses what the document cannot say. Both are linear in the document.

namespace invito {
inline namespace INVITO_ABI {

/// The HTTP status of a refusal: one for each kind of `answer`, and those of codes that differ.
struct http_statuses {
  /// In the order of `answer`.
  std::array<int, invito::answers> answers{};
  /// The status of one code, whatever kind of answer it makes.
  struct exception {
    invito::code code{};  ///< Which code; none in the places that are free.
    int status = 0;       ///< What it is answered with.
  };
  std::array<exception, 4> exceptions{};  ///< Looked at before `answers`.

  /// Of the problem that decides, as it may be told. Precondition: there is one.
  [[nodiscard]] int of(problems const& why, disclosure d = disclosure::standard) const noexcept;
};

/// The functions of a dialect. `Dialect` derives from this and specialises
/// `wire::documents_of<Dialect>`; see `wire/documents.hpp`. In a header-only program, a function is
/// compiled only where it is used.
template <class Dialect>
struct dialect {
  /// What the inviter wants. The shape of the address is for `issue` to judge.
  [[nodiscard]] static result<invitation_request> read_request(wire::source const& in,
                                                               read_options const& options = {});
  /// The same as text, or what stood in the way.
  [[nodiscard]] static result<std::string> write_request(invitation_request const& r,
                                                         write_options const& options = {});
  /// The same, to a target: a string that has begun, a buffer or a value of nlohmann's. Returns
  /// what stood in the way, or nothing.
  [[nodiscard]] static problems write_request_to(wire::target const& to,
                                                 invitation_request const& r,
                                                 write_options const& options = {});

  /// An invitation, or what the API answers of one. From a foreign document it starts at a
  /// baseline, and has no organization where the document names none: the host knows it.
  [[nodiscard]] static result<invitation> read_invite(wire::source const& in,
                                                      read_options const& options = {});
  /// The invitation with the status that holds at `now`. What the document cannot say is
  /// `not_representable`, a required member without a source `missing_value`.
  [[nodiscard]] static result<std::string> write_invite(invitation const& i, instant now,
                                                        write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_invite_to(wire::target const& to, invitation const& i,
                                                instant now, write_options const& options = {});

  /// The answer to a create request: the only document that may show a key.
  [[nodiscard]] static result<creation> read_creation(wire::source const& in,
                                                      read_options const& options = {});
  /// The same as text, with the status that holds at `now`.
  [[nodiscard]] static result<std::string> write_creation(creation const& c, instant now,
                                                          write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_creation_to(wire::target const& to, creation const& c,
                                                  instant now, write_options const& options = {});

  /// The error body. Writing always succeeds: text that is not UTF-8 gets replacement characters.
  [[nodiscard]] static result<api_error> read_error(wire::source const& in,
                                                    read_options const& options = {});
  /// The same as text.
  [[nodiscard]] static std::string write_error(api_error const& e);
  /// The same, to a target.
  [[nodiscard]] static problems write_error_to(wire::target const& to, api_error const& e);
  /// The problems as a stranger may see them, their places in the names of the request. `which`
  /// stands in the bodies that name the occurrence.
  [[nodiscard]] static std::string write_error(problems const& why, incident const& which = {});
  /// The same before it is written.
  [[nodiscard]] static api_error public_error(problems const& why, incident const& which = {});
  /// The HTTP status of the answer that brings it. Precondition: there is a problem.
  [[nodiscard]] static int http_status(problems const& why,
                                       disclosure d = disclosure::standard) noexcept;

  /// What of the model the document of an invitation carries.
  [[nodiscard]] static feature_set features(wire::shape shape = wire::shape::page) noexcept;
  /// The same of the answer to a create request.
  [[nodiscard]] static feature_set creation_features(
      wire::shape shape = wire::shape::page) noexcept;
  /// The same of the request.
  [[nodiscard]] static feature_set request_features(wire::shape shape = wire::shape::page) noexcept;

  /// Adds the values of `r` that the fields of the request cannot hold; see `losses`.
  static void request_value_losses(invitation_request const&, write_options const&,
                                   std::vector<loss>&) {}
};

/// The functions of a dialect whose `wire::documents_of` has a `list`.
template <class Dialect>
struct lists {
  /// One page of invitations.
  [[nodiscard]] static result<invitation_page> read_list(wire::source const& in,
                                                         read_options const& options = {});
  /// The same as text, each with the status that holds at `now`.
  [[nodiscard]] static result<std::string> write_list(invitation_page const& page, instant now,
                                                      write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_list_to(wire::target const& to, invitation_page const& page,
                                              instant now, write_options const& options = {});
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/aitronos.hpp ----

/// \file dialects/aitronos.hpp
/// The invitations of Aitronos: a role by its id, an account for the invitee from the start, a week
/// to answer, and no document that has a status.

namespace invito {
inline namespace INVITO_ABI {

/// What a key in a link is good for: the answer to its validation.
struct validation {
  bool valid = false;               ///< Whether it opens an invitation that is pending.
  invito::invitation invitation{};  ///< Empty unless `valid`.
  std::string organization_name{};  ///< For people.
  std::string role_name{};          ///< For people.

  friend bool operator==(validation const& a, validation const& b);
  friend bool operator!=(validation const& a, validation const& b) { return !(a == b); }
};

/// The membership that an acceptance brought.
struct acceptance {
  organization_id organization{};   ///< Of which the person is a member now.
  std::string organization_name{};  ///< For people.
  std::string role{};               ///< The id of the role.
  std::string role_name{};          ///< For people.

  friend bool operator==(acceptance const& a, acceptance const& b) noexcept;
  friend bool operator!=(acceptance const& a, acceptance const& b) noexcept { return !(a == b); }
};

/// By what a pending invitation is looked up; exactly one is given, the others are empty.
struct lookup_query {
  std::string email{};          ///< Of the invitee; compared by its canonical key.
  std::string user_id{};        ///< Of the invitee.
  std::string invitation_id{};  ///< Of the invitation.
};

/// The functions of the documents around a key in a link, compiled only where they are used.
template <class Dialect>
struct key_links {
  /// The answer to a validation; of an invalid key it says nothing else.
  [[nodiscard]] static result<validation> read_validation(wire::source const& in,
                                                          read_options const& options = {});
  /// An invitation that is not pending at `now` is not valid.
  [[nodiscard]] static result<std::string> write_validation(validation const& v, instant now,
                                                            write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_validation_to(wire::target const& to, validation const& v,
                                                    instant now, write_options const& options = {});

  /// The key that somebody brings to accept an invitation. There is no writer: it is a secret.
  [[nodiscard]] static result<secret> read_accept_request(wire::source const& in,
                                                          read_options const& options = {});

  /// The answer to an acceptance.
  [[nodiscard]] static result<acceptance> read_acceptance(wire::source const& in,
                                                          read_options const& options = {});
  /// The same as text, or what stood in the way.
  [[nodiscard]] static result<std::string> write_acceptance(acceptance const& a,
                                                            write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_acceptance_to(wire::target const& to, acceptance const& a,
                                                    write_options const& options = {});
};

/// Aitronos' dialect; the functions that read and write are those of `dialect`. The invite document
/// is the answer to a lookup, which knows pending invitations alone: one that has expired is told
/// by its expiry, any other is `not_representable`. Only the answer to a create request has a key.
struct aitronos : dialect<aitronos>, key_links<aitronos> {
  static constexpr std::string_view name = "aitronos";  ///< As options and logs spell it.
  /// Times are RFC 3339 text without a fraction.
  static constexpr feature_set whole_seconds{feature::created_at, feature::expires_at};
  /// Of refusals. No 404 and no 409 are documented: what is not there, or not possible, is a 403.
  static constexpr http_statuses statuses{
      {400, 401, 403, 403, 403, 403, 500, 500, 403},
      {{{code::invalid_email, 422}, {code::email_not_ascii, 422}}}};

  /// What is wrong with a lookup's query, empty for nothing: `missing_value` where it names nothing
  /// to look for, `conflicting_fields` at each parameter too many.
  [[nodiscard]] static problems check_lookup(lookup_query const& q);

  /// The problems as the API would word them.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The operations, with paths below the server's root. The query of `get` is a `lookup_query`.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// The three base roles. Any other id is a custom role: granting it takes an admin, and who holds
  /// one invites nobody unless the host lists it.
  [[nodiscard]] static role_catalog roles();
  /// Owners and admins invite, and invitations live for a week; both presets are the same.
  [[nodiscard]] static invito::policy policy(preset which = preset::page);
  /// Adds what its fields cannot hold; see `losses`.
  static void value_losses(invitation const& i, instant now, write_options const& options,
                           std::vector<loss>& out);
};

constexpr std::array<endpoint, 4> aitronos::endpoints() noexcept {
  using op = operation;
  return {
      {{op::create, "POST", "/v1/organizations/{organization_id}/invite-user", "X-API-Key", 201},
       {op::get, "GET", "/v1/organizations/{organization_id}/invitation", "X-API-Key", 200},
       {op::validate, "GET", "/v1/invitations/validate/{email_key}", "", 200},
       {op::accept, "POST", "/v1/invitations/accept", "X-API-Key", 200}}};
}

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct dialect<aitronos>;
extern template struct key_links<aitronos>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/control_plane.hpp ----

/// \file dialects/control_plane.hpp
/// The invitations of Control Plane: one request for many addresses, answered by two maps; no
/// roles, no times, and no way to ask for an invitation later. All objects are closed.

namespace invito {
inline namespace INVITO_ABI {

/// What came of one address of a request.
struct bulk_outcome {
  std::string email{};  ///< As it stands in the request.
  /// The invitation, or why there is none, as a stranger may know it; see `public_error`.
  std::variant<invitation_id, api_error> answer{};

  friend bool operator==(bulk_outcome const& a, bulk_outcome const& b);
  friend bool operator!=(bulk_outcome const& a, bulk_outcome const& b) { return !(a == b); }
};

/// The answer to a request for many invitations.
struct bulk_answer {
  std::vector<bulk_outcome> rows{};  ///< In the order of the request.

  friend bool operator==(bulk_answer const& a, bulk_answer const& b);
  friend bool operator!=(bulk_answer const& a, bulk_answer const& b) { return !(a == b); }
};

/// The functions of documents with any number of addresses, compiled only where they are used.
template <class Dialect>
struct batches {
  /// One request for any number of invitations, in the order of the addresses. Without a body or
  /// without addresses there are none. Whether there are too many, or one twice, is for
  /// `check_batch` to judge.
  [[nodiscard]] static result<std::vector<invitation_request>> read_bulk_request(
      wire::source const& in, read_options const& options = {});
  /// In the wide shape all requests must be for the same group.
  [[nodiscard]] static result<std::string> write_bulk_request(
      std::vector<invitation_request> const& all, write_options const& options = {});
  /// The same, to a target.
  [[nodiscard]] static problems write_bulk_request_to(wire::target const& to,
                                                      std::vector<invitation_request> const& all,
                                                      write_options const& options = {});

  /// The answer to it: first the invitations, then the errors, each in the order of the document.
  [[nodiscard]] static result<bulk_answer> read_bulk(wire::source const& in,
                                                     read_options const& options = {});
  /// Of several rows for one address, spelled the same, the first is written.
  [[nodiscard]] static result<std::string> write_bulk(bulk_answer const& a);
  /// The same, to a target.
  [[nodiscard]] static problems write_bulk_to(wire::target const& to, bulk_answer const& a);
};

/// Control Plane's dialect; the functions that read and write are those of `dialect`, for documents
/// with exactly one address, and of its own for those with any number. The link to a group, which
/// the API takes beside the addresses, is the attribute "groupLink" of each request, a text of at
/// most `bound::text` bytes. An invitation is told only while it is pending.
struct control_plane : dialect<control_plane>, batches<control_plane> {
  static constexpr std::string_view name = "control_plane";  ///< As options and logs spell it.
  /// There are no times.
  static constexpr feature_set whole_seconds{};
  /// Of refusals. The page has no other.
  static constexpr http_statuses statuses{{400, 403, 403, 403, 400, 400, 400, 400, 400}, {}};

  /// The problems as the API would word them.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The one operation, with its path below the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 1> endpoints() noexcept;
  /// None: what a member may do comes from groups.
  [[nodiscard]] static role_catalog roles();
  /// No ranks and no expiry; ten addresses in one request are the most that is observed.
  [[nodiscard]] static invito::policy policy(preset which = preset::page);
  /// Adds what its fields cannot hold; see `losses`.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
  /// Adds what the fields of a request cannot hold; see `losses`.
  static void request_value_losses(invitation_request const& r, write_options const& options,
                                   std::vector<loss>& out);
};

constexpr std::array<endpoint, 1> control_plane::endpoints() noexcept {
  return {{{operation::create, "POST", "/org/{org}/user/-invite", "Authorization", 200}}};
}

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct dialect<control_plane>;
extern template struct batches<control_plane>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/deepset.hpp ----

/// \file dialects/deepset.hpp
/// The invitation of deepset's platform: a request with names, a role and workspaces, an answer
/// whose shape is left open, and errors as FastAPI and pydantic word them.

namespace invito {
inline namespace INVITO_ABI {

/// deepset's dialect; the functions that read and write are those of `dialect`. Workspaces left out
/// are no workspaces, and their ids are UUIDs. The answer may be any JSON value: nothing of it is
/// read into an invitation, and `{}` is written unless the host gives a `creation::body`.
struct deepset : dialect<deepset> {
  static constexpr std::string_view name = "deepset";  ///< As options and logs spell it.
  /// No document has a time.
  static constexpr feature_set whole_seconds{};
  /// Of refusals. The page has no other; what is wrong with a request in any way is a 422.
  static constexpr http_statuses statuses{{422, 422, 402, 422, 422, 409, 503, 503, 409}, {}};

  /// The problems as the API would word them: for a 422 one item each, else one sentence.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The one operation, with its path below the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 1> endpoints() noexcept;
  /// The default roles and room for custom ones, all of the organization, in any case of letters.
  [[nodiscard]] static role_catalog roles();
  /// Nothing is known of an expiry or of who may invite; both presets are the same.
  [[nodiscard]] static invito::policy policy(preset which = preset::page);
  /// Adds nothing: the answer has no fields, so that every feature is lost already.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
  /// Adds what the fields of the request cannot hold; see `losses`.
  static void request_value_losses(invitation_request const& r, write_options const& options,
                                   std::vector<loss>& out);
};

constexpr std::array<endpoint, 1> deepset::endpoints() noexcept {
  return {{{operation::create, "POST", "/api/v1/organization/{organization_id}/invitation",
            "Authorization", 201}}};
}

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct dialect<deepset>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/nuon.hpp ----

/// \file dialects/nuon.hpp
/// The organization invites of Nuon's control API: one of five roles, no expiry, accepted by the
/// next log-in with the same address; a status with a history of its own stands beside the plain
/// one.

namespace invito {
inline namespace INVITO_ABI {

/// Nuon's dialect; the functions that read and write are those of `dialect` and `lists`.
///
/// - Empty values are absent, never null. Nothing is required of an invite.
/// - A role left out means `org_admin`, so an invitation without a role is never written.
/// - `status` wins over `status_v2`; where it is absent, `status_v2` tells. Expired is written as
///   `status_v2` alone, because `status` has no word for it.
/// - When it was accepted stands in `status_v2` or is unknown: `updated_at` is not taken for it.
/// - A list is an array; whether there is more stands in the header X-Nuon-Page-Next.
struct nuon : dialect<nuon>, lists<nuon> {
  static constexpr std::string_view name = "nuon";  ///< As options and logs spell it.
  /// Times of statuses are Unix seconds; the others keep their nanoseconds.
  static constexpr feature_set whole_seconds{feature::accepted_at, feature::revoked_at};
  /// Of refusals. What is no longer pending is a bad request, what was revoked is gone.
  static constexpr http_statuses statuses{{400, 401, 403, 403, 404, 409, 500, 500, 409},
                                          {{{code::already_accepted, 400},
                                            {code::already_revoked, 404},
                                            {code::expired, 400},
                                            {code::renewal_refused, 400}}}};

  /// The problems as the API would word them.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The operations, with paths below the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// The roles of the page.
  [[nodiscard]] static role_catalog roles();
  /// Invites never expire. By the page any role may be invited; the server takes `org_admin` and
  /// `org_support` alone.
  [[nodiscard]] static invito::policy policy(preset which = preset::page);
  /// Adds what its fields cannot hold; see `losses`.
  static void value_losses(invitation const& i, instant now, write_options const& options,
                           std::vector<loss>& out);
  /// Adds what the fields of a request cannot hold; see `losses`.
  static void request_value_losses(invitation_request const& r, write_options const& options,
                                   std::vector<loss>& out);
};

constexpr std::array<endpoint, 4> nuon::endpoints() noexcept {
  using op = operation;
  return {
      {{op::create, "POST", "/v1/orgs/current/invites", "Authorization", 201},
       {op::list, "GET", "/v1/orgs/current/invites", "Authorization", 200},
       {op::resend, "POST", "/v1/orgs/current/invites/{invite_id}/resend", "Authorization", 200},
       {op::revoke, "POST", "/v1/orgs/current/invites/{invite_id}/revoke", "Authorization", 200}}};
}

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct dialect<nuon>;
extern template struct lists<nuon>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/openai.hpp ----

/// \file dialects/openai.hpp
/// The invites of OpenAI's Admin API: organization roles `owner` and `reader`, projects with roles
/// of their own, a week to answer, no resend and no way to say "revoked".

namespace invito {
inline namespace INVITO_ABI {

/// The answer to a deletion.
struct deletion {
  invitation_id id{};   ///< Of the invite that is gone.
  bool deleted = true;  ///< What the answer says; true wherever it was seen.

  friend bool operator==(deletion const& a, deletion const& b) noexcept;
  friend bool operator!=(deletion const& a, deletion const& b) noexcept { return !(a == b); }
};

/// The functions of the answer to a deletion, compiled only where they are used.
template <class Dialect>
struct deletions {
  /// The answer to a deletion.
  [[nodiscard]] static result<deletion> read_deleted(wire::source const& in,
                                                     read_options const& options = {});
  /// The same as text, or what stood in the way.
  [[nodiscard]] static result<std::string> write_deleted(deletion const& d);
  /// The same, to a target.
  [[nodiscard]] static problems write_deleted_to(wire::target const& to, deletion const& d);
};

/// OpenAI's dialect; the functions that read and write are those of `dialect`. An invite is read
/// with the old `invited_at` or the new `created_at`, optional values null or absent, the status
/// left out. A revoked one is `not_representable`, unless `revoked_as_expired` is asked for.
struct openai : dialect<openai>, lists<openai>, deletions<openai> {
  static constexpr std::string_view name = "openai";  ///< As options and logs spell it.
  /// Times are Unix seconds.
  static constexpr feature_set whole_seconds{feature::created_at, feature::expires_at,
                                             feature::accepted_at};
  /// Of refusals. The page has none; a deleted invite is gone, hence the 404.
  static constexpr http_statuses statuses{{400, 401, 403, 403, 404, 400, 500, 500, 400},
                                          {{{code::already_revoked, 404}}}};

  /// The problems as the API would word them.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The operations, with paths below the server's root.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// The roles of the page: of the organization and, in their own scope, of projects.
  [[nodiscard]] static role_catalog roles();
  /// Only owners invite, and invites live for a week; both presets are the same.
  [[nodiscard]] static invito::policy policy(preset which = preset::page);
  /// Adds what its fields cannot hold; see `losses`.
  static void value_losses(invitation const& i, instant now, write_options const& options,
                           std::vector<loss>& out);
  /// Adds what the fields of a request cannot hold; see `losses`.
  static void request_value_losses(invitation_request const& r, write_options const& options,
                                   std::vector<loss>& out);
};

constexpr std::array<endpoint, 4> openai::endpoints() noexcept {
  using op = operation;
  return {{{op::create, "POST", "/v1/organization/invites", "Authorization", 200},
           {op::list, "GET", "/v1/organization/invites", "Authorization", 200},
           {op::get, "GET", "/v1/organization/invites/{invite_id}", "Authorization", 200},
           {op::remove, "DELETE", "/v1/organization/invites/{invite_id}", "Authorization", 200}}};
}

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct dialect<openai>;
extern template struct lists<openai>;
extern template struct deletions<openai>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/native.hpp ----

/// \file wire/native.hpp
/// The library's own JSON: everything that an invitation is, losslessly and with a version. Reading
/// it replays the events and insists that they lead to the state that stands beside them.

namespace invito {
inline namespace INVITO_ABI {

/// The functions of documents that carry a version: those of another one are refused as such,
/// whatever else this one makes of them.
template <class Dialect>
struct versioned : dialect<Dialect>, lists<Dialect> {
  /// As in `dialect`; another version is `unsupported_version`.
  [[nodiscard]] static result<invitation> read_invite(wire::source const& in,
                                                      read_options const& options = {});
  /// As in `dialect`; another version is `unsupported_version`.
  [[nodiscard]] static result<creation> read_creation(wire::source const& in,
                                                      read_options const& options = {});
  /// As in `lists`; another version is `unsupported_version`.
  [[nodiscard]] static result<invitation_page> read_list(wire::source const& in,
                                                         read_options const& options = {});
};

/// The native format, with the functions of a dialect. It is written as recorded, whatever `now`.
struct native : versioned<native> {
  static constexpr std::string_view name = "native";  ///< As options and logs spell it.
  static constexpr feature_set whole_seconds{};       ///< Its times have all digits.
  /// Of the format; documents of another one are refused.
  static constexpr std::int64_t version = 1;

  /// The first problem, in the library's own words.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The usual ones of HTTP.
  static constexpr http_statuses statuses{{400, 401, 402, 403, 404, 409, 500, 503, 429}, {}};
  ///@{
  /// Everything.
  [[nodiscard]] static constexpr feature_set features(wire::shape = {}) noexcept {
    return feature_set::all();
  }
  [[nodiscard]] static constexpr feature_set creation_features(wire::shape = {}) noexcept {
    return feature_set::all();
  }
  [[nodiscard]] static constexpr feature_set request_features(wire::shape = {}) noexcept {
    return feature_set::all();
  }
  ///@}
  /// None: its fields hold every value.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
};

/// Reads the native format: from text, from a `nlohmann::json`, or from another engine. `Model` is
/// `invitation`, or `event` for hosts that store events one by one.
template <class Model = invitation>
[[nodiscard]] result<Model> read(wire::source const& in, read_options const& options = {});

/// The native format of an invitation or an event as text, or `invalid_utf8`.
template <class Model>
[[nodiscard]] result<std::string> write(Model const& m);

/// For `nlohmann::json j = invitation`. Text that is not UTF-8 gets replacement characters, and the
/// values of attributes lose the order of their members and the spelling of their numbers.
template <class Json>
void to_json(Json& j, invitation const& i);

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
/// For `j.get<invitation>()`. The one function of the library that throws: `std::invalid_argument`
/// with all problems. Use `read` where that is not wanted.
template <class Json>
void from_json(Json const& j, invitation& i);
#endif

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct dialect<native>;
extern template struct lists<native>;
extern template struct versioned<native>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/native.hpp ----

namespace invito {
inline namespace INVITO_ABI {

namespace native_documents {

/// Writes with replacement characters for what is not UTF-8.
template <class Model>
problems write_replacing(wire::target const& to, Model const& m);

}  // namespace native_documents

template <class Json>
void to_json(Json& j, invitation const& i) {
  static_cast<void>(native_documents::write_replacing(wire::target(j), i));
}

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
template <class Json>
void from_json(Json const& j, invitation& i) {
  result<invitation> told = read(j);
  if (!told) throw std::invalid_argument("invito: " + describe(told.error()));
  i = *std::move(told);
}
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/writer.hpp ----

/// \file wire/writer.hpp
/// The events of a document that is written: a reader's, in the other direction. Out of them comes
/// JSON text, here, or the value of a JSON engine; see `target`.

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

/// What a document is written with: one call for each thing in it, in order. Texts are UTF-8 when
/// they arrive, or the writer says that it has failed.
class writer {
 public:
  explicit writer(write_settings const& how) noexcept
      : how_(how) {}  ///< For writers that derive from it.
  writer(writer const&) = delete;
  writer& operator=(writer const&) = delete;

  virtual void null() = 0;                    ///< A null.
  virtual void boolean(bool b) = 0;           ///< True or false.
  virtual void integer(std::int64_t n) = 0;   ///< A whole number.
  virtual void text(std::string_view t) = 0;  ///< A text, unescaped.
  /// A value that is compact JSON already.
  virtual void json(std::string_view value) = 0;
  virtual void begin_object() = 0;  ///< An object begins.
  /// The name of a member, from a table.
  virtual void name(std::string_view known) = 0;
  /// The name of a member that is data: any text.
  virtual void key(std::string_view any) = 0;
  virtual void end_object() = 0;   ///< The object ends.
  virtual void begin_array() = 0;  ///< An array begins.
  virtual void end_array() = 0;    ///< The array ends.

  /// Whether newer fields are wanted.
  [[nodiscard]] bool wide() const noexcept { return how_.shape == shape::wide; }
  /// Whether required members may be missing.
  [[nodiscard]] bool incomplete() const noexcept { return how_.incomplete; }

  /// Whether something could not be written; what is above it then leaves its trail and returns.
  [[nodiscard]] bool failed() const noexcept { return failed_; }
  /// Adds the member that failed to the path of the failure, innermost first.
  void trail(std::string_view member) { trail_.emplace_back(std::string(member)); }
  void trail(std::size_t index) { trail_.emplace_back(index); }  ///< The same for an element.

  /// Nothing, or `invalid_utf8` with the place of the text that is not.
  [[nodiscard]] problems finish();

 protected:
  ~writer() = default;  // nobody owns one through its base

  /// For `t` that is not UTF-8: a text that is, or nothing, and the writer has failed.
  [[nodiscard]] std::string instead_of(std::string_view t);

 private:
  std::vector<std::variant<std::string, std::size_t>> trail_;  // innermost first
  write_settings how_;
  bool failed_ = false;
};

/// Writes JSON text, to the end of a string or into a buffer.
class text_writer final : public writer {
 public:
  /// Appends to `end`.
  explicit text_writer(std::string& end, write_settings const& how = {})
      : writer(how), string_(&end) {}
  /// Writes to the start of `memory`.
  explicit text_writer(buffer& memory, write_settings const& how = {})
      : writer(how), memory_(&memory) {}

  void null() override { word("null"); }
  void boolean(bool b) override { word(b ? std::string_view("true") : std::string_view("false")); }
  void integer(std::int64_t n) override;
  void text(std::string_view t) override;
  void json(std::string_view value) override { word(value); }
  void begin_object() override { open('{'); }
  void name(std::string_view known) override;
  void key(std::string_view any) override;
  void end_object() override { close('}'); }
  void begin_array() override { open('['); }
  void end_array() override { close(']'); }

  /// Hands on what still waits in the writer's block. To be called last.
  void flush();

 private:
  void put(char c) {
    if (used_ == block_.size()) flush();
    block_[used_++] = c;
  }
  void put(std::string_view text);
  // Only other definitions call these.
  inline void quote(std::string_view plain);
  inline void text_with_care(std::string_view t);
  inline void escape(char c);
  void hand_on(std::string_view text);
  void separate() {
    if (follows_) put(',');
    follows_ = true;
  }
  void word(std::string_view text) {
    separate();
    put(text);
  }
  void open(char bracket) {
    separate();
    put(bracket);
    follows_ = false;
  }
  void close(char bracket) {
    put(bracket);
    follows_ = true;
  }

  std::string* string_ = nullptr;
  buffer* memory_ = nullptr;
  std::size_t used_ = 0;
  bool follows_ = false;          // a comma stands before what comes
  std::array<char, 1024> block_;  // most documents fit, and are then copied once
};

/// `text` as a JSON string; what is not UTF-8 gets replacement characters.
[[nodiscard]] json_text quoted(std::string_view text);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/fields.hpp ----

/// \file wire/fields.hpp
/// Field tables: the one place where the JSON of a document is written down. A document is a plain
/// struct for each of its objects; a table gives one row to each member: its name, where it is
/// kept, how it is read and written, and what of the model it carries. Reading, writing and the
/// list of what a dialect can express all come from these rows.

namespace invito {
inline namespace INVITO_ABI {

namespace wire {

/// A value that is neither object nor array, as a JSON engine hands it over.
struct scalar {
  /// What JSON calls it.
  enum class kind : std::uint8_t { null, boolean, number, text };
  scalar::kind kind = kind::null;       ///< Which of the others counts.
  bool truth = false;                   ///< Of a boolean.
  std::optional<std::int64_t> whole{};  ///< The number, where it is whole and fits.
  std::string_view text{};              ///< The text, or the spelling of the number.
};

struct table;
struct codec;

/// A place that a value is read into or written from.
struct slot {
  void* at = nullptr;         ///< The value; null: there is no such place.
  codec const* as = nullptr;  ///< How it stands in JSON.
};

/// How values of one C++ type stand in JSON. Of the functions for reading, those of its kind are
/// set; JSON values of another kind are of the wrong type.
struct codec {
  /// What kind of JSON value it reads.
  enum class kind : std::uint8_t { scalar, object, array, raw };
  codec::kind accepts{};                                       ///< The one kind that it reads.
  std::string_view expects{};                                  ///< For the sentence: "a string".
  code (*scalar)(void* at, wire::scalar const& in) = nullptr;  ///< `code{}` for success.
  slot (*object)(void* at) = nullptr;  ///< Makes room; the slot of the object.
  table const* fields = nullptr;       ///< Of the object behind that slot.
  slot (*member)(void* at, std::string_view name) = nullptr;  ///< Of an object without fields.
  void (*array)(void* at) = nullptr;                          ///< Makes room for elements.
  slot (*element)(void* at) = nullptr;                        ///< Appends one and gives its slot.
  json_text* (*raw)(void* at) = nullptr;                      ///< Any value goes here, unread.
  bool optional = false;                                      ///< Null reads as absent.
  void const* (*held)(void const* at) = nullptr;  ///< The value of an optional; null: absent.
  bool (*blank)(void const* at) = nullptr;        ///< An empty text, which may stand for none.
  void (*write)(void const* value, writer& out) = nullptr;  ///< Of an optional, what it holds.
};

/// The words that a text member may hold.
struct vocabulary {
  std::string_view const* words = nullptr;  ///< The first of them.
  std::size_t size = 0;                     ///< How many; 0: any text will do.
  code refusal = code::unknown_value;       ///< What any other word is.

  constexpr vocabulary() = default;
  /// The words of a table.
  template <std::size_t N>
  constexpr explicit vocabulary(std::array<std::string_view, N> const& all,
                                code c = code::unknown_value)
      : words(all.data()), size(N), refusal(c) {}
  /// Whether `word` is one of them. Linear: vocabularies are short.
  [[nodiscard]] constexpr bool admits(std::string_view word) const noexcept {
    if (size == 0) return true;
    for (std::size_t i = 0; i != size; ++i) {
      if (words[i] == word) return true;
    }
    return false;
  }
};

/// One member of an object.
struct field {
  std::string_view name;            ///< As it stands in the document.
  codec const* as;                  ///< How its value stands there.
  void* (*get)(void* object);       ///< Where its value is in the struct.
  feature carries = feature::none;  ///< What of the model it carries.
  feature_set also{};               ///< What else it carries.
  std::string_view alias_of{};      ///< The member for which it may stand on reading.
  bool required = false;            ///< Absent is a problem on reading, unless an alias is there.
  bool null_if_absent = false;      ///< Written as null, not left out.
  bool wide_null = false;           ///< The same, but in the wide shape alone.
  bool wide_only = false;           ///< Not on the page: written in the wide shape alone.
  bool read_only = false;           ///< Never written.
  vocabulary words{};               ///< What a text may say.

  ///@{
  /// The row with one property more.
  [[nodiscard]] constexpr field must() const { return with(&field::required); }
  [[nodiscard]] constexpr field or_null() const { return with(&field::null_if_absent); }
  [[nodiscard]] constexpr field or_wide_null() const { return with(&field::wide_null); }
  [[nodiscard]] constexpr field wide() const { return with(&field::wide_only); }
  [[nodiscard]] constexpr field never_written() const { return with(&field::read_only); }
  [[nodiscard]] constexpr field alias(std::string_view of) const {
    field out = *this;
    out.alias_of = of;
    return out;
  }
  [[nodiscard]] constexpr field and_also(feature_set const& more) const {
    field out = *this;
    out.also = more;
    return out;
  }
  [[nodiscard]] constexpr field one_of(vocabulary v) const {
    field out = *this;
    out.words = v;
    return out;
  }
  ///@}

 private:
  [[nodiscard]] constexpr field with(bool field::*property) const {
    field out = *this;
    out.*property = true;
    return out;
  }
};

/// All members of an object, in the order in which they are written.
struct table {
  field const* rows = nullptr;             ///< The first row.
  std::size_t size = 0;                    ///< How many rows.
  std::uint64_t required = 0;              ///< A bit for each row, the lowest for the first.
  std::array<std::uint8_t, 64> by_hash{};  ///< One more than the number of the first row; 0: none.
  bool closed = false;  ///< Unknown members are a problem even when reading is not strict.

  constexpr table() = default;
  /// The table of these rows, which must outlive it.
  template <std::size_t N>
  constexpr table(std::array<field, N> const& all, bool is_closed = false)
      : rows(all.data()), size(N), closed(is_closed) {
    static_assert(N <= 64, "the reader keeps one bit for each row");
    for (std::size_t n = 0; n != N; ++n) {
      required |= std::uint64_t{all[n].required} << n;
      std::uint8_t& at = by_hash[hash(all[n].name)];
      if (at == 0) at = static_cast<std::uint8_t>(n + 1);
    }
  }
  /// The row of that name, which `likely` is the number of; null: none.
  [[nodiscard]] field const* find(std::string_view name, std::size_t likely) const noexcept;

 private:
  static constexpr std::size_t hash(std::string_view name) noexcept {
    if (name.empty()) return 0;
    const auto byte = [name](std::size_t n) { return static_cast<unsigned char>(name[n]); };
    return (name.size() + byte(0) * 5U + byte(name.size() - 1) * 3U + byte(name.size() / 2)) % 64;
  }
};

/// The table of a document struct: specialise it with a static member `rows` (an array of `field`)
/// and, where unknown members are refused, `static constexpr bool closed = true`.
template <class Object>
struct fields_of;

/// What the rows of a table carry when they are written in a shape, their objects' rows not
/// included.
template <class Object>
[[nodiscard]] constexpr feature_set features_of(shape as) {
  feature_set out;
  for (field const& row : fields_of<Object>::rows) {
    if (row.read_only || (row.wide_only && as == shape::page)) continue;
    out.add(row.carries);
    out.add(row.also);
  }
  return out;
}

/// A member of an object whose names are data. A vector of them is read and written as an object.
template <class Text, class Value>
struct named {
  Text name{};    ///< Of the member.
  Value value{};  ///< Of the member.
};

/// One of a few words, kept as which of them: `word<scopes, scope>`, where the words stand in the
/// order of the enumeration.
template <auto const& Words, class Enum = std::size_t>
struct word {
  Enum value{};  ///< Which of the words.
  /// The word itself.
  [[nodiscard]] std::string_view text() const { return Words[static_cast<std::size_t>(value)]; }
};

/// A time as Unix seconds; a fraction is floored on writing.
struct unix_time {
  instant value{};  ///< In range of what the document can hold.
};

/// A time as RFC 3339 text.
struct text_time {
  instant value{};  ///< In range of what the document can hold.
};

/// A row for `Member`: `row<&invite::id>("id", feature::id)`.
template <auto Member>
[[nodiscard]] constexpr field row(std::string_view name, feature carries = feature::none);

/// Writes an object by its table.
void write_object(void const* at, table const& fields, writer& out);

/// Writes any value. Only members of a table can be left out: elsewhere, absent is null.
void write_value(void const* at, codec const& as, writer& out);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/rfc3339.hpp ----

/// \file wire/rfc3339.hpp
/// Moments in time as text, by RFC 3339.

namespace invito {
inline namespace INVITO_ABI {

/// Reads a time such as "2026-01-31T23:59:59Z" or "2026-02-01t01:29:59.5+01:30".
///
/// - The grammar is RFC 3339's `date-time`, with nothing around it. `T` and `Z` may be small
///   letters; a space in place of the `T` is refused.
/// - Years 0000 to 9999; the day must exist in its month and year; hours 00 to 23, so no 24:00:00.
/// - A fraction has 1 to 9 digits: more than nanoseconds would be lost, so they are refused.
/// - Offsets go from -23:59 to +23:59; -00:00 is read as UTC.
/// - Second 60 is read only where a leap second can stand, at 23:59:60 UTC on 30 June or
///   31 December, and gives the first second of the next day, its fraction kept.
///
/// Problems: `invalid_time`; `time_out_of_range` for a time that is right but lies outside of
/// 1677-09-21T00:12:43.145224192Z to 2262-04-11T23:47:16.854775807Z, the range of `instant`. Their
/// subject is the text, at most 40 bytes of it. Constant time, and no allocation on success.
[[nodiscard]] result<instant> parse_rfc3339(std::string_view text);

/// The length of the longest text that is written: "2026-01-31T23:59:59.123456789Z".
inline constexpr std::size_t rfc3339_length = 30;

/// Writes a time in UTC: with `Z`, and with as many digits of the fraction as it needs, none for
/// whole seconds. Returns the end of the text; no zero byte is written behind it.
/// Precondition: there is room for `rfc3339_length` bytes at `to`.
char* write_rfc3339(char* to, instant t) noexcept;

/// The same as a string.
[[nodiscard]] std::string format_rfc3339(instant t);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/fields.hpp ----

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
namespace detail {

template <class T>
T& as(void* at) {
  return *static_cast<T*>(at);
}
template <class T>
T const& as(void const* at) {
  return *static_cast<T const*>(at);
}

constexpr codec scalar_codec(std::string_view expects, code (*read)(void*, scalar const&),
                             void (*write)(void const*, writer&)) {
  codec c{codec::kind::scalar, expects};
  c.scalar = read;
  c.write = write;
  return c;
}

template <class Object, class = void>
struct is_closed : std::false_type {};
template <class Object>
struct is_closed<Object, std::void_t<decltype(fields_of<Object>::closed)>>
    : std::bool_constant<fields_of<Object>::closed> {};

template <class Object>
inline constexpr table table_of{fields_of<Object>::rows, is_closed<Object>::value};

// Objects are the primary template: a type that is none of the known ones has a table.
template <class Object>
struct codec_for {
  static slot open(void* at);
  static void write(void const* at, writer& out) { write_object(at, table_of<Object>, out); }
  static constexpr codec make() {
    codec c{codec::kind::object, "an object"};
    c.object = open;
    c.fields = &table_of<Object>;
    c.write = write;
    return c;
  }
};

template <class T>
inline constexpr codec codec_of = codec_for<T>::make();

template <class Object>
slot codec_for<Object>::open(void* at) {
  return {at, &codec_of<Object>};
}

template <>
struct codec_for<std::string> {
  static code read(void* at, scalar const& in) {
    if (in.kind != scalar::kind::text) return code::wrong_type;
    as<std::string>(at) = in.text;
    return {};
  }
  static void write(void const* at, writer& out) { out.text(as<std::string>(at)); }
  static bool blank(void const* at) { return as<std::string>(at).empty(); }
  static constexpr codec make() {
    codec c = scalar_codec("a string", read, write);
    c.blank = blank;
    return c;
  }
};

// Views are for writing alone: what is read must outlive the engine's buffers.
template <>
struct codec_for<std::string_view> {
  static void write(void const* at, writer& out) { out.text(as<std::string_view>(at)); }
  static bool blank(void const* at) { return as<std::string_view>(at).empty(); }
  static constexpr codec make() {
    codec c = scalar_codec("a string", nullptr, write);
    c.blank = blank;
    return c;
  }
};

template <>
struct codec_for<bool> {
  static code read(void* at, scalar const& in) {
    if (in.kind != scalar::kind::boolean) return code::wrong_type;
    as<bool>(at) = in.truth;
    return {};
  }
  static void write(void const* at, writer& out) { out.boolean(as<bool>(at)); }
  static constexpr codec make() { return scalar_codec("true or false", read, write); }
};

template <>
struct codec_for<std::int64_t> {
  static code read(void* at, scalar const& in) {
    if (in.kind != scalar::kind::number) return code::wrong_type;
    if (!in.whole) {
      const bool digits = in.text.find_first_of(".eE") == std::string_view::npos;
      return digits ? code::number_out_of_range : code::wrong_type;
    }
    as<std::int64_t>(at) = *in.whole;
    return {};
  }
  static void write(void const* at, writer& out) { out.integer(as<std::int64_t>(at)); }
  static constexpr codec make() { return scalar_codec("an integer", read, write); }
};

template <auto const& Words, class Enum>
struct codec_for<word<Words, Enum>> {
  static code read(void* at, scalar const& in) {
    if (in.kind != scalar::kind::text) return code::wrong_type;
    const auto found = std::find(Words.begin(), Words.end(), in.text);
    if (found == Words.end()) return code::unknown_value;
    as<word<Words, Enum>>(at).value = static_cast<Enum>(found - Words.begin());
    return {};
  }
  static void write(void const* at, writer& out) { out.text(as<word<Words, Enum>>(at).text()); }
  static constexpr codec make() { return scalar_codec("a string", read, write); }
};

template <>
struct codec_for<unix_time> {
  static code read(void* at, scalar const& in) {
    std::int64_t seconds = 0;
    const code wrong = codec_for<std::int64_t>::read(&seconds, in);
    if (wrong == code::number_out_of_range) return code::time_out_of_range;
    if (wrong != code{}) return wrong;
    const std::optional<instant> t = from_unix_seconds(seconds);
    if (!t) return code::time_out_of_range;
    as<unix_time>(at).value = *t;
    return {};
  }
  static void write(void const* at, writer& out) {
    out.integer(to_unix_seconds(as<unix_time>(at).value));
  }
  static constexpr codec make() {
    return scalar_codec("an integer: seconds since 1970", read, write);
  }
};

template <>
struct codec_for<text_time> {
  static code read(void* at, scalar const& in) {
    if (in.kind != scalar::kind::text) return code::wrong_type;
    const result<instant> t = parse_rfc3339(in.text);
    if (!t) return t.error().front().code;
    as<text_time>(at).value = *t;
    return {};
  }
  static void write(void const* at, writer& out) {
    std::array<char, rfc3339_length> text{};
    const char* end = write_rfc3339(text.data(), as<text_time>(at).value);
    out.text({text.data(), static_cast<std::size_t>(end - text.data())});
  }
  static constexpr codec make() { return scalar_codec("a string: an RFC 3339 time", read, write); }
};

template <>
struct codec_for<json_text> {
  static json_text* raw(void* at) { return &as<json_text>(at); }
  static void write(void const* at, writer& out) { out.json(as<json_text>(at).text()); }
  static constexpr codec make() {
    codec c{codec::kind::raw, "any value"};
    c.raw = raw;
    c.write = write;
    return c;
  }
};

template <class T>
struct codec_for<std::optional<T>> {
  using optional = std::optional<T>;
  static code read(void* at, scalar const& in) {
    optional& o = as<optional>(at);
    const code wrong = codec_of<T>.scalar(&o.emplace(), in);
    if (wrong != code{}) o.reset();
    return wrong;
  }
  static slot open(void* at) { return codec_of<T>.object(&as<optional>(at).emplace()); }
  static void array(void* at) { codec_of<T>.array(&as<optional>(at).emplace()); }
  static slot element(void* at) { return codec_of<T>.element(&*as<optional>(at)); }
  static json_text* raw(void* at) { return codec_of<T>.raw(&as<optional>(at).emplace()); }
  static void const* held(void const* at) {
    optional const& o = as<optional>(at);
    return o ? &*o : nullptr;
  }
  static constexpr codec make() {
    constexpr codec inner = codec_for<T>::make();
    codec c{inner.accepts, inner.expects};
    switch (inner.accepts) {
      case codec::kind::scalar: c.scalar = read; break;
      case codec::kind::object:
        c.object = open;
        c.fields = inner.fields;
        break;
      case codec::kind::array:
        c.array = array;
        c.element = element;
        break;
      case codec::kind::raw: c.raw = raw; break;
    }
    c.optional = true;
    c.held = held;
    c.write = inner.write;
    return c;
  }
};

template <class T>
struct codec_for<std::vector<T>> {
  using vector = std::vector<T>;
  static void array(void* at) {
    as<vector>(at).clear();
    as<vector>(at).reserve(4);  // enough for most
  }
  static slot element(void* at) { return {&as<vector>(at).emplace_back(), &codec_of<T>}; }
  static void write(void const* at, writer& out) {
    out.begin_array();
    std::size_t n = 0;
    for (T const& e : as<vector>(at)) {
      write_value(&e, codec_of<T>, out);
      if (out.failed()) return out.trail(n);
      ++n;
    }
    out.end_array();
  }
  static constexpr codec make() {
    codec c{codec::kind::array, "an array"};
    c.array = array;
    c.element = element;
    c.write = write;
    return c;
  }
};

/// An object whose names are data, as a vector of structs with `name` and `value`.
template <class Member>
struct codec_for_members {
  using vector = std::vector<Member>;
  using value = decltype(Member::value);
  static slot open(void* at) {
    as<vector>(at).clear();
    as<vector>(at).reserve(4);
    return {at, &codec_of<vector>};
  }
  static slot member(void* at, std::string_view name) {
    Member& m = as<vector>(at).emplace_back();
    m.name = name;
    return {&m.value, &codec_of<value>};
  }
  static void write(void const* at, writer& out) {
    out.begin_object();
    for (Member const& m : as<vector>(at)) {
      out.key(m.name);
      if (!out.failed()) write_value(&m.value, codec_of<value>, out);
      if (out.failed()) return out.trail(m.name);
    }
    out.end_object();
  }
  static constexpr codec make() {
    codec c{codec::kind::object, "an object"};
    c.object = open;
    c.member = member;
    c.write = write;
    return c;
  }
};

template <class Text, class Value>
struct codec_for<std::vector<named<Text, Value>>> : codec_for_members<named<Text, Value>> {};

template <>
struct codec_for<attribute_list> : codec_for_members<attribute> {};

/// A place in a document, as an array of names and indices.
template <>
struct codec_for<path> {
  static code read_step(void* at, scalar const& in) {
    path& out = as<path>(at);
    if (in.kind == scalar::kind::text) {
      out.add(in.text);
      return {};
    }
    std::int64_t index = 0;
    const code wrong = codec_for<std::int64_t>::read(&index, in);
    if (wrong != code{}) return wrong;
    if (index < 0) return code::number_out_of_range;
    out.add(static_cast<std::size_t>(index));
    return {};
  }
  static void clear(void* at) { as<path>(at) = path(); }
  static slot element(void* at) {
    static constexpr codec step = scalar_codec("a string or an integer", read_step, nullptr);
    return {at, &step};
  }
  static void write(void const* at, writer& out) {
    out.begin_array();
    std::size_t n = 0;
    for (path::segment const& s : as<path>(at).segments()) {
      if (s.index) {
        out.integer(static_cast<std::int64_t>(*s.index));
      } else {
        out.text(s.name);
      }
      if (out.failed()) return out.trail(n);
      ++n;
    }
    out.end_array();
  }
  static constexpr codec make() {
    codec c{codec::kind::array, "an array"};
    c.array = clear;
    c.element = element;
    c.write = write;
    return c;
  }
};

template <class Member>
struct member_of;
template <class Object, class Type>
struct member_of<Type Object::*> {
  using object = Object;
  using type = Type;
};

// Its types are spelled out because g++ gives `template <auto>` external linkage even where the
// object is local to a file; two of one name would then share this function.
template <class Object, class Type, Type Object::*Member>
void* get(void* object) {
  return &(as<Object>(object).*Member);
}

}  // namespace detail

template <auto Member>
constexpr field row(std::string_view name, feature carries) {
  using member = detail::member_of<decltype(Member)>;
  using type = typename member::type;
  return field{name, &detail::codec_of<type>, detail::get<typename member::object, type, Member>,
               carries};
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/reader.hpp ----

/// \file wire/reader.hpp
/// Fills document structs from the events of a JSON engine. No tree is built, sizes are bounded,
/// and every problem is collected with its place.

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

// ---- invito/wire/impl/reader.hpp ----

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
namespace detail {

/// Fills the slot, and returns what was wrong.
problems read_into(slot to, source const& in, read_options const& options);

}  // namespace detail

template <class Document>
result<Document> read_document(source const& in, read_options const& options) {
  result<Document> out(std::in_place);
  problems found = detail::read_into({&*out, &detail::codec_of<Document>}, in, options);
  if (!found.empty()) out = std::move(found);
  return out;
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/documents.hpp ----

/// \file wire/documents.hpp
/// What an author of a dialect needs: documents are read into structs and then into the model, or
/// the other way round, and all problems are told at once.
///
/// A dialect has a struct for each of its JSON objects, a field table for each struct (see
/// `wire/fields.hpp`), a `to_model` and a `from_model` for each document, found by
/// argument-dependent lookup, and one specialisation of `wire::documents_of` that names the
/// documents.

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

/// The documents of a dialect: member templates `request`, `invite`, `creation` and `error`, and
/// `list` where it has one. Their parameter is the type of texts: `std::string` for reading and
/// `std::string_view` for writing.
template <class Dialect>
struct documents_of;

/// Writes a document that has a field table, or any other type that a field may have;
/// `invalid_utf8` where a text is not UTF-8.
template <class Document>
[[nodiscard]] problems write_document(target const& to, Document const& document,
                                      write_settings const& how = {});
/// The same as text.
template <class Document>
[[nodiscard]] result<std::string> write_document(Document const& document,
                                                 write_settings const& how = {});

/// For what is bounded by memory alone.
inline constexpr std::size_t no_limit = (std::numeric_limits<std::size_t>::max)();
/// Of what a host writes, all is told that cannot be; input is held to its limits.
inline constexpr read_limits everything{no_limit, no_limit, no_limit, no_limit};

/// Where in a document a conversion is, and what it found wrong. Refers to the place above it, so
/// that nothing is made of it until something is wrong.
struct place {
  problems& found;                         ///< Problems are added here.
  read_limits const& limits = everything;  ///< How many may be added.
  place const* above = nullptr;            ///< The place that this one is in; null: the document.
  std::string_view member{};               ///< Its name there, unless it is an element.
  std::size_t index = no_limit;            ///< Of an element; `no_limit`: it is a member.

  /// The member of that name.
  [[nodiscard]] place at(std::string_view name) const { return {found, limits, this, name}; }
  /// The element of that number.
  [[nodiscard]] place at(std::size_t n) const { return {found, limits, this, {}, n}; }
  [[nodiscard]] path where() const;  ///< The path from the document.
  /// Adds a problem here, while there is room for one.
  void refuse(code c, std::string_view subject = {},
              std::array<std::int64_t, 3> const& numbers = {}) const {
    if (has_room(found, limits)) found.add(make_problem(c, where(), subject, numbers));
  }
};

/// The same for writing, with what the writer was asked for.
struct writing {
  place at;                      ///< Where it is.
  instant now;                   ///< The moment whose status is written.
  write_options const& options;  ///< What the writer was asked for.

  ///@{
  /// The same for a part of it.
  [[nodiscard]] writing operator[](std::string_view member) const {
    return {at.at(member), now, options};
  }
  [[nodiscard]] writing operator[](std::size_t index) const { return {at.at(index), now, options}; }
  ///@}
  /// Whether newer fields are wanted.
  [[nodiscard]] bool wide() const noexcept { return options.shape == shape::wide; }
  /// A required member has no source.
  void lacks(std::string_view member) const {
    if (!options.incomplete) at.at(member).refuse(code::missing_value);
  }
};

template <class Text>
///@{
/// A text; absent and empty are the same.
std::string text_of(std::optional<Text>&& from) {
  return from ? *std::move(from) : Text();
}

template <class Text>
void from_model(std::string const& from, std::optional<Text>& out) {
  ///@}
  if (!from.empty()) out = from;
}

template <class Time>
///@{
/// A time, whichever way the document spells it.
std::optional<instant> time_of(std::optional<Time> const& t) {
  return t ? std::optional<instant>(t->value) : std::nullopt;
}

template <class Time>
void from_model(std::optional<instant> const& from, std::optional<Time>& out) {
  ///@}
  if (from) out = Time{*from};
}

template <class Document, class Model>
///@{
/// Lists, element by element.
void to_models(std::vector<Document>&& from, std::vector<Model>& out, place const& at) {
  out.resize(from.size());
  for (std::size_t n = 0; n != from.size(); ++n) to_model(std::move(from[n]), out[n], at.at(n));
}

template <class Model, class Document>
void from_models(std::vector<Model> const& from, std::vector<Document>& out, writing const& to_be) {
  ///@}
  out.resize(from.size());
  for (std::size_t n = 0; n != from.size(); ++n) from_model(from[n], out[n], to_be[n]);
}

}  // namespace wire

/// Where the answer to a create request is the invitation itself.
template <class Document>
void to_model(Document&& from, creation& out, wire::place const& at) {
  to_model(std::move(from), out.invitation, at);
}

/// Where the answer to a create request is the invitation itself.
template <class Document>
void from_model(creation const& from, Document& out, wire::writing const& to_be) {
  from_model(from.invitation, out, to_be);
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/documents.hpp ----

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
template <class Document>
problems write_document(target const& to, Document const& document, write_settings const& how) {
  return to.write(&document, detail::codec_of<Document>, how);
}

template <class Document>
result<std::string> write_document(Document const& document, write_settings const& how) {
  std::string text;
  problems found = write_document(text, document, how);
  if (!found.empty()) return found;
  return text;
}

namespace detail {

/// `where` with the document's own name for what the model calls so: "/grants/0" may become
/// "/projects/0".
template <class Document>
path in_names_of(path const& where) {
  path out;
  for (path::segment const& s : where.segments()) {
    if (s.index) {
      out.add(*s.index);
      continue;
    }
    std::string_view name = s.name;
    for (field const& f : fields_of<Document>::rows) {
      if (!out.empty() || to_string(f.carries) != s.name) continue;
      name = f.name;
      break;
    }
    out.add(name);
  }
  return out;
}

template <class Document, class Model>
result<Model> read_as(source const& in, read_options const& options) {
  Document document{};
  result<Model> out(std::in_place);  // the one that is returned: models are large
  problems found = read_into({&document, &codec_of<Document>}, in, options);
  if (found.empty()) to_model(std::move(document), *out, place{found, options.limits});
  if (!found.empty()) out = std::move(found);
  return out;
}

template <class Document, class Model>
problems write_as(target const& to, Model const& from, instant now = {},
                  write_options const& options = {},
                  invalid_text on_invalid = invalid_text::fails) {
  Document document;
  problems found;
  from_model(from, document, writing{{found}, now, options});
  if (!found.empty()) return found;
  return write_document(to, document, {options.shape, options.incomplete, on_invalid});
}

template <class Document, class Model>
result<std::string> write_as(Model const& from, instant now = {},
                             write_options const& options = {}) {
  std::string text;
  problems found = write_as<Document>(text, from, now, options);
  if (!found.empty()) return found;
  return text;
}

}  // namespace detail
}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/dialect.hpp ----

namespace invito {
inline namespace INVITO_ABI {

template <class Dialect>
result<invitation_request> dialect<Dialect>::read_request(wire::source const& in,
                                                          read_options const& options) {
  using document = typename wire::documents_of<Dialect>::template request<std::string>;
  return wire::detail::read_as<document, invitation_request>(in, options);
}

template <class Dialect>
result<std::string> dialect<Dialect>::write_request(invitation_request const& r,
                                                    write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template request<std::string_view>;
  return wire::detail::write_as<document>(r, {}, options);
}

template <class Dialect>
problems dialect<Dialect>::write_request_to(wire::target const& to, invitation_request const& r,
                                            write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template request<std::string_view>;
  return wire::detail::write_as<document>(to, r, {}, options);
}

template <class Dialect>
result<invitation> dialect<Dialect>::read_invite(wire::source const& in,
                                                 read_options const& options) {
  using document = typename wire::documents_of<Dialect>::template invite<std::string>;
  return wire::detail::read_as<document, invitation>(in, options);
}

template <class Dialect>
result<std::string> dialect<Dialect>::write_invite(invitation const& i, instant now,
                                                   write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template invite<std::string_view>;
  return wire::detail::write_as<document>(i, now, options);
}

template <class Dialect>
problems dialect<Dialect>::write_invite_to(wire::target const& to, invitation const& i, instant now,
                                           write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template invite<std::string_view>;
  return wire::detail::write_as<document>(to, i, now, options);
}

template <class Dialect>
result<creation> dialect<Dialect>::read_creation(wire::source const& in,
                                                 read_options const& options) {
  using document = typename wire::documents_of<Dialect>::template creation<std::string>;
  return wire::detail::read_as<document, creation>(in, options);
}

template <class Dialect>
result<std::string> dialect<Dialect>::write_creation(creation const& c, instant now,
                                                     write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template creation<std::string_view>;
  return wire::detail::write_as<document>(c, now, options);
}

template <class Dialect>
problems dialect<Dialect>::write_creation_to(wire::target const& to, creation const& c, instant now,
                                             write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template creation<std::string_view>;
  return wire::detail::write_as<document>(to, c, now, options);
}

template <class Dialect>
result<api_error> dialect<Dialect>::read_error(wire::source const& in,
                                               read_options const& options) {
  using document = typename wire::documents_of<Dialect>::template error<std::string>;
  return wire::detail::read_as<document, api_error>(in, options);
}

template <class Dialect>
std::string dialect<Dialect>::write_error(api_error const& e) {
  std::string text;
  return write_error_to(text, e).empty() ? text : std::string();  // the former
}

template <class Dialect>
problems dialect<Dialect>::write_error_to(wire::target const& to, api_error const& e) {
  using document = typename wire::documents_of<Dialect>::template error<std::string_view>;
  return wire::detail::write_as<document>(to, e, {}, {}, wire::invalid_text::replaced);
}

template <class Dialect>
std::string dialect<Dialect>::write_error(problems const& why, incident const& which) {
  return write_error(public_error(why, which));
}

template <class Dialect>
api_error dialect<Dialect>::public_error(problems const& why, incident const& which) {
  using document = typename wire::documents_of<Dialect>::template request<std::string>;
  problems shown;
  for (problem next : as_public(why, which.disclosure)) {
    next.where = wire::detail::in_names_of<document>(next.where);
    shown.add(std::move(next));
  }
  api_error e = Dialect::error_of(shown);
  e.status = http_status(why, which.disclosure);
  e.id = which.id;
  e.at = which.at;
  return e;
}

template <class Dialect>
int dialect<Dialect>::http_status(problems const& why, disclosure d) noexcept {
  return Dialect::statuses.of(why, d);
}

template <class Dialect>
feature_set dialect<Dialect>::features(wire::shape shape) noexcept {
  return wire::features_of<typename wire::documents_of<Dialect>::template invite<std::string>>(
      shape);
}

template <class Dialect>
feature_set dialect<Dialect>::creation_features(wire::shape shape) noexcept {
  return wire::features_of<typename wire::documents_of<Dialect>::template creation<std::string>>(
      shape);
}

template <class Dialect>
feature_set dialect<Dialect>::request_features(wire::shape shape) noexcept {
  return wire::features_of<typename wire::documents_of<Dialect>::template request<std::string>>(
      shape);
}

template <class Dialect>
result<invitation_page> lists<Dialect>::read_list(wire::source const& in,
                                                  read_options const& options) {
  using document = typename wire::documents_of<Dialect>::template list<std::string>;
  return wire::detail::read_as<document, invitation_page>(in, options);
}

template <class Dialect>
result<std::string> lists<Dialect>::write_list(invitation_page const& page, instant now,
                                               write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template list<std::string_view>;
  return wire::detail::write_as<document>(page, now, options);
}

template <class Dialect>
problems lists<Dialect>::write_list_to(wire::target const& to, invitation_page const& page,
                                       instant now, write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template list<std::string_view>;
  return wire::detail::write_as<document>(to, page, now, options);
}

}  // namespace INVITO_ABI
}  // namespace invito

#endif  // INVITO_NO_JSON

#endif  // INVITO_INVITO_HPP_SINGLE

#if defined(INVITO_IMPLEMENTATION) && !defined(INVITO_SEPARATE_COMPILATION)
#error "invito: INVITO_IMPLEMENTATION needs INVITO_SEPARATE_COMPILATION, in the whole program"
#endif

// Not within the guard above: INVITO_IMPLEMENTATION may be defined after another header has already
// included this one.
#if !defined(INVITO_SEPARATE_COMPILATION) || defined(INVITO_IMPLEMENTATION)
#ifndef INVITO_INVITO_HPP_SINGLE_DEFINITIONS
#define INVITO_INVITO_HPP_SINGLE_DEFINITIONS

#include <charconv>
#include <iterator>

// ---- invito/base/impl/append_number.hpp ----

namespace invito {
inline namespace INVITO_ABI {

/// Appends `value` in decimal digits.
template <class Integer>
void append_number(std::string& text, Integer value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  text.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/impl/path.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(path::segment const& a, path::segment const& b) {
  return a.name == b.name && a.index == b.index;
}

INVITO_INLINE bool operator==(path const& a, path const& b) { return a.text_ == b.text_; }

INVITO_INLINE path& path::add(std::string_view name) {
  std::string step(1, '/');  // all of it is added, or nothing
  for (const char c : name) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else if (c == '#') {
      step += "~2";
    } else {
      step += c;
    }
  }
  text_ += step;
  return *this;
}

INVITO_INLINE path& path::add(std::size_t index) {
  std::string step(1, '#');
  append_number(step, index);
  text_ += step;
  return *this;
}

INVITO_INLINE std::string path::pointer() const {
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

INVITO_INLINE std::string path::dotted() const {
  std::string out;
  for (segment const& s : segments()) {
    if (!out.empty()) out += '.';
    if (s.index) {
      append_number(out, *s.index);
    } else {
      out += s.name;
    }
  }
  return out;
}

INVITO_INLINE std::vector<path::segment> path::segments() const {
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

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/impl/problem.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(problem const& a, problem const& b) {
  return a.code == b.code && a.where == b.where && a.subject == b.subject && a.numbers == b.numbers;
}

INVITO_INLINE bool operator==(problems const& a, problems const& b) {
  return a.any_ == b.any_ && a.first_ == b.first_ && a.rest_ == b.rest_;
}

INVITO_INLINE void problems::add(problem p) {
  if (any_) {
    rest_.push_back(std::move(p));
  } else {
    first_ = std::move(p);
    any_ = true;
  }
}

INVITO_INLINE problem const& deciding(problems const& all) noexcept {
  problem const* first = &all.front();
  for (problem const& p : all) {
    if (info(p.code).tier < info(first->code).tier) first = &p;
  }
  return *first;
}

INVITO_INLINE std::string describe_duration(std::int64_t seconds) {
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

INVITO_INLINE std::string describe(problem const& p) {
  return fill_in(info(p.code).sentence, p.subject, p.numbers);
}

INVITO_INLINE std::string fill_in(std::string_view sentence, std::string_view subject,
                                  std::array<std::int64_t, 3> const& numbers) {
  std::string out;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (sentence[i] != '{') {
      out += sentence[i];
      continue;
    }
    const char what = sentence[i + 1];
    if (what == 's') {
      out += subject;
      i += 2;
      continue;
    }
    const std::int64_t number = numbers[static_cast<std::size_t>(what - '0')];
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

INVITO_INLINE problem make_problem(code c, path where, std::string_view subject,
                                   std::array<std::int64_t, 3> numbers) {
  return {c, std::move(where), std::string(utf8_prefix(subject, bound::text)), numbers};
}

INVITO_INLINE problem as_public(problem const& p, disclosure d) {
  const code shown = public_code(p.code, d);
  return shown == p.code ? p : problem{shown, {}, {}, {}};
}

INVITO_INLINE problems as_public(problems const& why, disclosure d) {
  problems out;
  for (problem const& p : why) {
    problem shown = as_public(p, d);
    bool told = false;
    for (problem const& earlier : out) told = told || (shown.code != p.code && earlier == shown);
    if (!told) out.add(std::move(shown));
  }
  return out;
}

INVITO_INLINE std::string describe_with_places(problems const& all) {
  std::string out;
  for (problem const& p : all) {
    if (!out.empty()) out += "; ";
    if (!p.where.empty()) out.append(p.where.pointer()).append(": ");
    out += describe(p);
  }
  return out;
}

INVITO_INLINE std::string describe(problems const& all) {
  return all.size() == 1 ? describe(all.front()) : describe_with_places(all);
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/impl/rate.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(rate const& a, rate const& b) noexcept {
  return a.limit == b.limit && a.window == b.window;
}

INVITO_INLINE rate_use within(rate const& r, std::vector<instant> const& times, instant now) {
  const auto over = [&](instant t, instant at) {
    const auto end = plus(t, r.window);
    return end && *end <= at;  // an end beyond all time never comes
  };
  // Who asks keeps few times that are over, or none.
  const bool all = times.empty() || !over(times.front(), now);
  const auto first = all ? times.begin() : std::lower_bound(times.begin(), times.end(), now, over);
  rate_use out;
  out.used = static_cast<std::size_t>(times.end() - first);
  out.free = out.used < r.limit;
  if (out.free) {
    out.free_at = now;
  } else if (r.limit != 0) {
    // One more fits once only limit - 1 of those that count are left.
    out.free_at = plus(*(times.end() - static_cast<std::ptrdiff_t>(r.limit)), r.window);
  }
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/email.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE std::string email::key() const {
  std::string out = text_;
  std::size_t i = 0;
  for (; i + 8 <= out.size(); i += 8) {
    const std::uint64_t word = detail::lower_word(detail::load_word(&out[i]));
    std::memcpy(&out[i], &word, 8);
  }
  for (; i != out.size(); ++i) out[i] = ascii_lower(out[i]);
  return out;
}

INVITO_INLINE std::string_view email::domain() const noexcept {
  const std::size_t at = text_.rfind('@');
  if (at == std::string::npos) return {};
  return {text_.data() + at + 1, text_.size() - at - 1};
}

INVITO_INLINE bool operator==(email const& a, email const& b) noexcept {
  const std::size_t size = a.text_.size();
  if (size != b.text_.size()) return false;
  char const* const x = a.text_.data();
  char const* const y = b.text_.data();
  const auto same = [](std::uint64_t one, std::uint64_t other) {
    return one == other || detail::lower_word(one) == detail::lower_word(other);
  };
  if (size < 8) return same(detail::load_word(x, size), detail::load_word(y, size));
  for (std::size_t i = 0; i + 8 < size; i += 8) {
    if (!same(detail::load_word(x + i), detail::load_word(y + i))) return false;
  }
  // The last word may overlap the one before it.
  return same(detail::load_word(x + size - 8), detail::load_word(y + size - 8));
}

INVITO_INLINE bool operator<(email const& a, email const& b) noexcept {
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

}  // namespace INVITO_ABI
}  // namespace invito

INVITO_INLINE std::size_t std::hash<invito::email>::operator()(
    invito::email const& address) const noexcept {
  // Multiply and fold, a word at a time; the length tells texts apart that end in zero bytes.
  std::string_view const text = address.text();
  std::uint64_t mixed = text.size();
  const auto mix = [&mixed](std::uint64_t word) {
    mixed ^= invito::detail::lower_word(word);
    mixed *= 0x9E37'79B9'7F4A'7C15;
    mixed ^= mixed >> 32;
  };
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) mix(invito::detail::load_word(text.data() + i));
  if (i != text.size()) mix(invito::detail::load_word(text.data() + i, text.size() - i));
  return static_cast<std::size_t>(mixed);
}

// ---- invito/model/impl/key.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(key_digest const& a, key_digest const& b) noexcept {
  if (a.bytes_.size() != b.bytes_.size()) return false;
  // Volatile, or the compiler might stop at the first difference, or not compare at all.
  char const volatile* const x = a.bytes_.data();
  char const volatile* const y = b.bytes_.data();
  unsigned different = 0;
  for (std::size_t i = 0; i != a.bytes_.size(); ++i) {
    const auto one = static_cast<unsigned char>(x[i]);
    const auto other = static_cast<unsigned char>(y[i]);
    different |= static_cast<unsigned>(one ^ other);
  }
  return different == 0;
}

INVITO_INLINE bool operator==(key_digests const& a, key_digests const& b) noexcept {
  return a.current == b.current && a.previous == b.previous && a.previous_until == b.previous_until;
}

namespace detail {

inline void wipe(char volatile* at, std::size_t size) noexcept {
  // Volatile, or the compiler would leave out writes to memory that nobody reads any more.
  for (std::size_t n = 0; n != size; ++n) at[n] = '\0';
}

// Without a table of what was seen: left in memory, it would tell which bytes the key has.
inline std::size_t different_values(std::string_view bytes) noexcept {
  std::size_t count = 0;
  for (std::size_t i = 0; i != bytes.size(); ++i) {
    if (bytes.substr(0, i).find(bytes[i]) == std::string_view::npos) ++count;
  }
  return count;
}

}  // namespace detail

INVITO_INLINE secret::secret(std::string&& text) : bytes_(text.begin(), text.end()) {
  detail::wipe(text.data(), text.size());
  text.clear();
}

INVITO_INLINE secret& secret::operator=(secret&& other) noexcept {
  secret next(std::move(other));
  bytes_.swap(next.bytes_);
  return *this;
}

INVITO_INLINE secret::~secret() { detail::wipe(bytes_.data(), bytes_.size()); }

INVITO_INLINE result<secret> make_key(secret entropy) {
  const std::string_view bytes = entropy.reveal();
  const auto refuse = [](code why, std::size_t a, std::size_t b, std::size_t c = 0) {
    return make_problem(
        why, "entropy", {},
        {static_cast<std::int64_t>(a), static_cast<std::int64_t>(b), static_cast<std::int64_t>(c)});
  };
  if (bytes.size() > bound::key_entropy_most) {
    return refuse(code::text_too_long, bytes.size(), bound::key_entropy_most);
  }
  const std::size_t different = detail::different_values(bytes);
  if (bytes.size() < bound::key_entropy || different < bound::key_values) {
    return refuse(code::weak_key, bytes.size(), different, bound::key_entropy);
  }

  constexpr std::string_view signs =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  secret key;
  // All at once: a vector that grows leaves what it had in memory that is not wiped.
  key.bytes_.reserve((bytes.size() * 8 + 5) / 6);
  std::uint32_t bits = 0;
  unsigned waiting = 0;  // the bits, from the lowest on, that are not written yet
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    for (waiting += 8; waiting >= 6; waiting -= 6) {
      key.bytes_.push_back(signs[(bits >> (waiting - 6)) & 63U]);
    }
  }
  if (waiting != 0) key.bytes_.push_back(signs[(bits << (6 - waiting)) & 63U]);
  return result<secret>(std::move(key));
}

INVITO_INLINE key_match match(key_digests const& kept, key_digest const& presented,
                              instant now) noexcept {
  if (presented.bytes().empty()) return key_match::none;
  const bool current = presented == kept.current;
  const bool previous = kept.previous && presented == *kept.previous;
  if (current) return key_match::current;
  if (!previous) return key_match::none;
  return kept.previous_until && now < *kept.previous_until ? key_match::previous
                                                           : key_match::retired;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/person.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(actor const& a, actor const& b) noexcept {
  return a.kind == b.kind && a.id == b.id;
}

INVITO_INLINE bool operator==(recipient const& a, recipient const& b) {
  return a.email == b.email && a.user == b.user;
}

INVITO_INLINE bool operator==(person_name const& a, person_name const& b) {
  return a.given == b.given && a.family == b.family;
}

INVITO_INLINE bool operator==(proof a, proof b) noexcept {
  return a.user == b.user && a.email == b.email && a.email_verified == b.email_verified &&
         a.key == b.key;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/impl/repeated.hpp ----

/// \file base/repeated.hpp
/// Which elements of a list stand in it already.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// The number of an element, and where the element stands.
struct numbered {
  std::size_t number;
  std::size_t place;
  friend bool operator<(numbered const& a, numbered const& b) noexcept {
    return a.number < b.number;
  }
};

/// The indices of the elements that are equal to an earlier one, ascending. `number(element)` is
/// the same for equal ones and seldom so for others, or nothing for an element that repeats none;
/// `less` orders those with the same number. O(n log n) whatever the elements are; a hash table
/// could be made slow by who chooses them. Up to 16 need memory only for what is found.
template <class Thing, class Number, class Less>
std::vector<std::size_t> repeated_by(std::vector<Thing> const& all, Number number, Less less) {
  std::array<numbered, 16> few;
  std::vector<numbered> many(all.size() <= few.size() ? 0 : all.size());
  numbered* const begin = many.empty() ? few.data() : many.data();
  numbered* end = begin;
  for (std::size_t n = 0; n != all.size(); ++n) {
    if (const std::optional<std::size_t> its = number(all[n])) *end++ = {*its, n};
  }
  const auto before = [&](numbered const& a, numbered const& b) {
    return less(all[a.place], all[b.place]);
  };
  std::sort(begin, end);  // by numbers alone, as the elements may lie far apart
  std::vector<std::size_t> out;
  for (numbered* run = begin; run != end;) {
    numbered* const next =
        std::find_if(run, end, [run](numbered const& other) { return *run < other; });
    std::sort(run, next, [&](numbered const& a, numbered const& b) {
      return before(a, b) || (a.place < b.place && !before(b, a));
    });
    for (; run + 1 != next; ++run) {
      if (!before(run[0], run[1])) out.push_back(run[1].place);
    }
    run = next;
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// The same for elements with a key: `key_of(element)` points to it, or is null where it has none.
template <class Thing, class KeyOf>
std::vector<std::size_t> repeated_keys(std::vector<Thing> const& all, KeyOf key_of) {
  const auto number = [&key_of](Thing const& t) {
    auto const* const key = key_of(t);
    return key ? std::optional(std::hash<std::decay_t<decltype(*key)>>{}(*key)) : std::nullopt;
  };
  const auto less = [&key_of](Thing const& a, Thing const& b) { return *key_of(a) < *key_of(b); };
  return repeated_by(all, number, less);
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/role.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(grant const& a, grant const& b) noexcept {
  return a.scope == b.scope && a.id == b.id && a.role == b.role;
}

INVITO_INLINE bool operator==(offer const& a, offer const& b) noexcept {
  return a.role == b.role && a.grants == b.grants;
}

INVITO_INLINE bool operator==(role const& a, role const& b) noexcept {
  return a.name == b.name && a.rank == b.rank && a.grantable == b.grantable && a.scope == b.scope &&
         a.permissions == b.permissions;
}

INVITO_INLINE bool operator==(role_catalog const& a, role_catalog const& b) noexcept {
  return a.roles_ == b.roles_ && a.custom_ == b.custom_ && a.ignores_case_ == b.ignores_case_;
}

INVITO_INLINE std::vector<std::size_t> repeated(std::vector<grant> const& all) {
  return detail::repeated_by(
      all, [](grant const& g) { return std::optional(std::hash<std::string>{}(g.id)); },
      [](grant const& a, grant const& b) {
        return std::tie(a.scope, a.id) < std::tie(b.scope, b.id);
      });
}

INVITO_INLINE role_catalog::role_catalog(std::initializer_list<role> roles) : roles_(roles) {}

INVITO_INLINE role_catalog::role_catalog(std::vector<role> roles) noexcept
    : roles_(std::move(roles)) {}

INVITO_INLINE role_catalog role_catalog::open_to(role like) const {
  role_catalog out = *this;
  out.custom_ = std::move(like);
  return out;
}

INVITO_INLINE role_catalog role_catalog::ignoring_case() const {
  role_catalog out = *this;
  out.ignores_case_ = true;
  return out;
}

INVITO_INLINE role const* role_catalog::find_listed(std::string_view name,
                                                    invito::scope scope) const noexcept {
  for (role const& r : roles_) {
    if (r.scope != scope || r.name.size() != name.size()) continue;
    if (ignores_case_ ? ascii_equal(r.name, name) : r.name == name) return &r;
  }
  return nullptr;
}

INVITO_INLINE role const* role_catalog::find(std::string_view name,
                                             invito::scope scope) const noexcept {
  if (role const* listed = find_listed(name, scope)) return listed;
  return custom_ && custom_->scope == scope && !name.empty() ? &*custom_ : nullptr;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/impl/same_value.hpp ----

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// `a == b`, in a third of the time that compilers take for the operator of std::variant.
template <class... Alternatives>
bool same_value(std::variant<Alternatives...> const& a, std::variant<Alternatives...> const& b) {
  const auto same = [](auto const* x, auto const* y) { return x && y && *x == *y; };
  return (same(std::get_if<Alternatives>(&a), std::get_if<Alternatives>(&b)) || ...);
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/event.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(issue_details const& a, issue_details const& b) {
  return a.offer == b.offer && a.key == b.key && a.reinstates == b.reinstates;
}

INVITO_INLINE bool operator==(resend_details const& a, resend_details const& b) {
  return a.key == b.key && a.previous_until == b.previous_until;
}

INVITO_INLINE bool operator==(amend_details const& a, amend_details const& b) {
  return a.offer == b.offer && a.key == b.key;
}

INVITO_INLINE bool operator==(accept_details const& a, accept_details const& b) {
  return a.relied_on == b.relied_on && a.email == b.email && a.granted == b.granted;
}

INVITO_INLINE bool operator==(decline_details const& a, decline_details const& b) {
  return a.relied_on == b.relied_on && a.email == b.email;
}

INVITO_INLINE bool operator==(revoke_details const&, revoke_details const&) { return true; }

INVITO_INLINE bool operator==(supersede_details const& a, supersede_details const& b) {
  return a.newer == b.newer;
}

INVITO_INLINE bool operator==(expire_details const& a, expire_details const& b) {
  return a.recorded_at == b.recorded_at;
}

INVITO_INLINE bool operator==(event const& a, event const& b) {
  return a.at == b.at && a.by == b.by && a.revision == b.revision && a.expires_at == b.expires_at &&
         a.idempotency_key == b.idempotency_key && a.clamped == b.clamped &&
         detail::same_value(a.details, b.details);
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/json_text.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(json_text const& a, json_text const& b) noexcept {
  return a.text_ == b.text_;
}

INVITO_INLINE bool operator==(attribute const& a, attribute const& b) noexcept {
  return a.name == b.name && a.value == b.value;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/composite_status.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(status_entry const& a, status_entry const& b) {
  return a.status == b.status && a.description == b.description && a.at == b.at && a.by == b.by &&
         a.metadata == b.metadata;
}

INVITO_INLINE bool operator==(composite_status const& a, composite_status const& b) {
  return a.current == b.current && a.history == b.history;
}

INVITO_INLINE void advance(composite_status& s, status_entry next) {
  constexpr std::string_view own = "invito_";
  const std::size_t given = next.metadata.size();
  for (attribute const& old : s.current.metadata) {
    bool kept = old.name.compare(0, own.size(), own) != 0;
    for (std::size_t n = 0; kept && n != given; ++n) kept = next.metadata[n].name != old.name;
    if (kept) next.metadata.push_back(old);
  }
  s.history.push_back(std::move(s.current));
  s.current = std::move(next);
}

INVITO_INLINE void trim(composite_status& s, std::size_t most) {
  if (s.history.size() <= most) return;
  using offset = std::vector<status_entry>::difference_type;
  s.history.erase(s.history.begin(),
                  s.history.begin() + static_cast<offset>(s.history.size() - most));
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/state.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(pending const& a, pending const& b) {
  return a.expires_at == b.expires_at;
}

INVITO_INLINE bool operator==(accepted const& a, accepted const& b) {
  return a.at == b.at && a.by == b.by;
}

INVITO_INLINE bool operator==(revoked const& a, revoked const& b) {
  return a.at == b.at && a.by == b.by && a.cause == b.cause;
}

INVITO_INLINE bool operator==(expired const& a, expired const& b) { return a.at == b.at; }

INVITO_INLINE std::optional<instant> changed_at(state const& s) noexcept {
  if (auto* yes = std::get_if<accepted>(&s)) return yes->at;
  if (auto* no = std::get_if<revoked>(&s)) return no->at;
  if (auto* over = std::get_if<expired>(&s)) return over->at;
  return std::nullopt;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/invitation.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(baseline const& a, baseline const& b) {
  return detail::same_value(a.state, b.state) && a.offer == b.offer &&
         a.offer_number == b.offer_number && a.sponsor == b.sponsor && a.keys == b.keys &&
         a.expires_at == b.expires_at && a.revision == b.revision && a.known_at == b.known_at &&
         a.updated_at == b.updated_at && a.told_statuses == b.told_statuses;
}

INVITO_INLINE bool operator==(invitation const& a, invitation const& b) {
  return a.id == b.id && a.organization == b.organization && a.recipient == b.recipient &&
         a.name == b.name && a.created_by == b.created_by && a.created_at == b.created_at &&
         a.send == b.send && a.attributes == b.attributes && detail::same_value(a.state, b.state) &&
         a.offer == b.offer && a.offer_number == b.offer_number && a.sponsor == b.sponsor &&
         a.keys == b.keys && a.baseline == b.baseline && a.history == b.history;
}

INVITO_INLINE std::uint64_t invitation::revision() const noexcept {
  return (baseline ? baseline->revision : 0) + history.size();
}

INVITO_INLINE invito::status invitation::status(instant now) const noexcept {
  if (auto* waiting = std::get_if<pending>(&state)) {
    const bool over = waiting->expires_at && now >= *waiting->expires_at;
    return over ? invito::status::expired : invito::status::pending;
  }
  return recorded_status(state);
}

INVITO_INLINE std::optional<invito::status> invitation::status_at(instant t) const noexcept {
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

INVITO_INLINE std::optional<instant> invitation::expires_at() const noexcept {
  if (auto* waiting = std::get_if<pending>(&state)) return waiting->expires_at;
  if (!history.empty()) return history.back().expires_at;
  return baseline ? baseline->expires_at : std::nullopt;
}

INVITO_INLINE std::optional<instant> invitation::updated_at() const noexcept {
  if (!history.empty()) return history.back().at;
  return baseline ? baseline->updated_at : created_at;
}

INVITO_INLINE void begin_history(invitation& i, std::optional<instant> expires_at,
                                 std::optional<instant> told_at, std::uint64_t revision) {
  auto* waiting = std::get_if<pending>(&i.state);
  const std::optional<instant> since = waiting ? i.created_at : changed_at(i.state);
  if (waiting) expires_at = waiting->expires_at;
  i.baseline = invito::baseline{i.state, i.offer,    i.offer_number, i.sponsor,
                                i.keys,  expires_at, revision,       since ? since : told_at};
  i.history.clear();  // last, as the baseline may not fit into memory
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/decision.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(uniqueness_claim const& a, uniqueness_claim const& b) noexcept {
  return a.organization == b.organization && a.email_key == b.email_key;
}

INVITO_INLINE bool operator==(guards const& a, guards const& b) noexcept {
  return a.organization_revision == b.organization_revision && a.unique == b.unique;
}

INVITO_INLINE bool operator==(decision const& a, decision const& b) {
  return a.event == b.event && a.revision == b.revision && a.guards == b.guards;
}

namespace detail {

/// What an acceptance brings; the granted part of an offer keeps its order.
inline grant_membership membership(event const& e, invitation const& after) {
  grant_membership out{e.by.id, after.offer, after.attributes, {}};
  auto* said = std::get_if<accept_details>(&e.details);
  if (!said || !said->granted || !after.offer.grants) return out;
  out.offer = *said->granted;
  auto kept = out.offer.grants ? out.offer.grants->begin() : std::vector<grant>::iterator{};
  for (grant const& g : *after.offer.grants) {
    if (out.offer.grants && kept != out.offer.grants->end() && *kept == g) {
      ++kept;
    } else {
      out.dropped.push_back(g);
    }
  }
  return out;
}

}  // namespace detail

INVITO_INLINE std::vector<effect> effects(issuance const& made) {
  std::vector<effect> out;
  if (made.invitation.send && !made.existing) out.emplace_back(send_invitation{event_kind::issue});
  return out;
}

INVITO_INLINE std::vector<effect> effects(decision const& made, invitation const& after) {
  std::vector<effect> out;
  if (!made.event) return out;
  event const& e = *made.event;
  const auto retire = [&] {
    if (after.keys) out.emplace_back(retire_keys{});
  };
  const auto tell_sponsor = [&] {
    if (after.sponsor && after.sponsor->kind == actor_kind::user && *after.sponsor != e.by) {
      out.emplace_back(notify{*after.sponsor, e.kind()});
    }
  };
  switch (e.kind()) {
    case event_kind::issue:
    case event_kind::amend:
      if (after.send) out.emplace_back(send_invitation{e.kind()});
      break;
    case event_kind::resend: out.emplace_back(send_invitation{e.kind()}); break;
    case event_kind::accept:
      out.emplace_back(detail::membership(e, after));
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

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/record.hpp ----

// What an event does to an invitation.

namespace invito {
inline namespace INVITO_ABI {
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

/// The keys of `i` once `fresh`, if there is one, is the current one. The one before it opens until
/// then, or is void at once.
inline box<key_digests> keys_with(invitation const& i, box<key_digest> const& fresh,
                                  std::optional<instant> previous_until = std::nullopt) {
  if (!fresh) return {};
  key_digests next{*fresh, std::nullopt, std::nullopt};
  if (previous_until && i.keys) {
    next.previous = i.keys->current;
    next.previous_until = previous_until;
  }
  return next;
}

/// Room for one more event, and for half as many as there are, not twice: histories are short, and
/// there are many of them.
inline void make_room(event_list& history) {
  const std::size_t size = history.size();
  if (size == history.capacity()) history.reserve(size + (std::max)(std::size_t{1}, size / 2));
}

/// Carries an event out on everything that it touches; where memory runs out, on nothing.
inline void record(invitation& i, event&& e) {
  auto* made = std::get_if<issue_details>(&e.details);
  auto* resent = std::get_if<resend_details>(&e.details);
  auto* amended = std::get_if<amend_details>(&e.details);
  // First, all that takes memory.
  state becomes = evolve(e);
  box<offer> offered = made ? made->offer : amended ? amended->offer : box<offer>();
  box<key_digests> keys;
  if (made) keys = keys_with(i, made->key);
  if (resent) keys = keys_with(i, resent->key, resent->previous_until);
  if (amended) keys = keys_with(i, amended->key);
  std::optional<actor> author = made ? std::optional(e.by) : std::nullopt;
  std::optional<actor> sponsor = made || amended ? std::optional(e.by) : std::nullopt;
  const bool counts = amended != nullptr;
  make_room(i.history);
  i.history.push_back(std::move(e));
  // Then what cannot fail.
  i.state = std::move(becomes);
  if (offered) i.offer = std::move(*offered);
  if (keys) i.keys = std::move(keys);
  if (sponsor) i.sponsor = std::move(sponsor);
  if (counts) ++i.offer_number;
  if (!author) return;
  i.created_by = std::move(author);
  i.created_at = i.history.back().at;
}

/// The last moment that the invitation knows of, or the first of all; no event is dated before it.
inline instant last_moment(invitation const& i) {
  if (!i.history.empty()) return i.history.back().at;
  const instant created = i.created_at.value_or((instant::min)());
  return i.baseline ? (std::max)(created, i.baseline->known_at.value_or(created)) : created;
}

/// What `i` is at `now` for a verb, which judges by no earlier moment than the last that is known.
inline status judged_status(invitation const& i, instant now) {
  return i.status((std::max)(now, last_moment(i)));
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/apply.ipp ----

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Whether `part` is `whole` with some of its grants left out, and nothing else.
inline bool is_part(offer const& part, offer const& whole) {
  if (part.role != whole.role || !part.grants || !whole.grants) return false;
  auto next = part.grants->begin();
  for (grant const& g : *whole.grants) {
    if (next != part.grants->end() && *next == g) ++next;
  }
  return next == part.grants->end();
}

/// Whether `e` may follow on what led to `i`: what `replay` insists on.
inline bool continues(invitation const& i, event const& e) {
  if (e.revision != i.revision() + 1) return false;
  if (!i.baseline && i.history.empty()) {
    auto* made = std::get_if<issue_details>(&e.details);
    return made && made->offer;
  }
  if (e.at < last_moment(i)) return false;
  auto* expiry = std::get_if<expire_details>(&e.details);
  const status before = expiry ? recorded_status(i.state) : i.status(e.at);
  if (!next(before, e.kind()).allowed()) return false;
  if (e.kind() == event_kind::resend) return true;  // the one event that may move the expiry
  if (e.expires_at != i.expires_at()) return false;
  auto* yes = std::get_if<accept_details>(&e.details);
  if (yes && yes->granted) return is_part(*yes->granted, i.offer);
  if (expiry) return e.expires_at && e.at >= *e.expires_at && expiry->recorded_at >= e.at;
  auto* amended = std::get_if<amend_details>(&e.details);
  return !amended || amended->offer;
}

}  // namespace detail

INVITO_INLINE invitation apply(issuance made) { return std::move(made.invitation); }

INVITO_INLINE bool apply(invitation& i, decision const& made) { return apply(i, decision(made)); }

INVITO_INLINE bool apply(invitation& i, decision&& made) {
  if (made.revision != i.revision()) return false;
  if (!made.event) return true;
  if (!i.baseline && i.history.empty() && made.event->kind() != event_kind::issue) {
    invitation begun = i;  // a short one, and all or nothing
    begin_history(begun, begun.expires_at());
    detail::record(begun, std::move(*made.event));
    i = std::move(begun);
    return true;
  }
  detail::record(i, std::move(*made.event));
  return true;
}

INVITO_INLINE result<invitation> replay(invitation i, event_list events) {
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

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/facts.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(scope_id const& a, scope_id const& b) noexcept {
  return a.scope == b.scope && a.id == b.id;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/command.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(invitation_request const& a, invitation_request const& b) {
  return a.recipient == b.recipient && a.name == b.name && a.offer == b.offer && a.send == b.send &&
         a.attributes == b.attributes;
}

INVITO_INLINE std::vector<std::size_t> repeated_emails(std::vector<invitation_request> const& all) {
  return detail::repeated_keys(all, [](invitation_request const& r) {
    return r.recipient.email ? &*r.recipient.email : nullptr;
  });
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/finding.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE std::string describe(finding const& f) {
  return f.sentence.empty() ? describe(f.problems) : fill_in(f.sentence, {}, f.numbers);
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/machine.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE std::string mermaid() {
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

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/policy.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(expiry_policy const& a, expiry_policy const& b) noexcept {
  return a.lifetime == b.lifetime && a.longest == b.longest && a.shortest == b.shortest;
}

INVITO_INLINE bool operator==(domain_policy const& a, domain_policy const& b) noexcept {
  return a.allowed == b.allowed && a.denied == b.denied;
}

INVITO_INLINE bool operator==(resend_policy const& a, resend_policy const& b) noexcept {
  return a.cool_down == b.cool_down && a.most_sends == b.most_sends &&
         a.greatest_age == b.greatest_age && a.renew_expired == b.renew_expired;
}

INVITO_INLINE bool operator==(key_policy const& a, key_policy const& b) noexcept {
  return a.required == b.required && a.grace == b.grace && a.least_digest == b.least_digest;
}

INVITO_INLINE bool operator==(quota_policy const& a, quota_policy const& b) noexcept {
  return a.seats == b.seats && a.pending == b.pending && a.per_recipient == b.per_recipient &&
         a.per_inviter == b.per_inviter && a.per_organization == b.per_organization &&
         a.batch == b.batch;
}

INVITO_INLINE bool operator==(policy const& a, policy const& b) noexcept {
  return a.roles == b.roles && a.expiry == b.expiry && a.granting == b.granting &&
         a.inviter_rank == b.inviter_rank && a.proof == b.proof && a.recipient == b.recipient &&
         a.orphans == b.orphans && a.vanished == b.vanished && a.duplicates == b.duplicates &&
         a.members == b.members && a.resending == b.resending && a.keys == b.keys &&
         a.quotas == b.quotas && a.domains == b.domains &&
         a.admit_non_ascii_email == b.admit_non_ascii_email &&
         a.check_organization == b.check_organization && a.check_scopes == b.check_scopes;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/rules/judging.hpp ----

// How rules judge. A rule is a type with a name, a tier and a function from a question to an
// outcome; a verb has a list of them. Deciding and explaining run the same list.

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Everything that a rule may look at; what a verb has no use for stays null.
struct question {
  question(invito::policy const& p, event_kind of) noexcept : policy(p), verb(of) {}

  invito::policy const& policy;
  event_kind verb;
  invitation const* subject = nullptr;  ///< Null where it does not exist yet.
  invitation_request const* request = nullptr;
  invitation_id const* id = nullptr;  ///< Of the invitation that is to be made.
  invitation_id const* newer = nullptr;
  organization_id const* org = nullptr;
  invito::recipient const* recipient = nullptr;
  actor const* by = nullptr;
  identity const* who = nullptr;
  invito::facts const* facts = nullptr;
  invito::offer const* offer = nullptr;  ///< What would be offered from now on.
  bool reinstates = false;               ///< The offer is to be that of a former member.
  std::optional<std::chrono::seconds> lifetime{};
  std::optional<std::uint32_t> offer_number{};
  std::string const* idempotency_key = nullptr;
  /// Of a new key; from an invitee, of the one that they hold.
  std::optional<key_digest> const* key = nullptr;

  bool told_moment = false;                ///< The command says when.
  bool clamped = false;                    ///< The clock had gone back.
  instant now{};                           ///< The moment that is judged.
  std::optional<invito::status> status{};  ///< At that moment.
  std::optional<instant> expires_at{};     ///< That the verb would set.
  bool expiry_overflows = false;
  bool repeat = false;          ///< It has happened already, by the same hand.
  bool key_reused = false;      ///< The idempotency key belongs to another command.
  std::uint32_t displaced = 0;  ///< Pending invitations whose place the new one would take.
  /// That stands already and is the answer to `issue`; null: there is none.
  invitation const* existing = nullptr;
  key_match held = key_match::none;  ///< Which of the invitation's keys the person holds.
  proof relied{};  ///< How the person and the recipient are the same, as the sign-in has it.
};

/// Where a rule says what it found.
struct ruling {
  problems& found;
  code measured{};              ///< Whose sentence tells the numbers, ...
  std::string_view sentence{};  ///< ... unless there is one here.
  std::array<std::int64_t, 3> numbers{};
};

inline outcome fail(ruling& say, code c, path where, std::string_view subject = {},
                    std::array<std::int64_t, 3> numbers = {}) {
  say.found.add(make_problem(c, std::move(where), subject, numbers));
  return outcome::failed;
}

/// The same for a place of one step, or none. The path is made here, so that rules stay small.
inline outcome fail(ruling& say, code c, char const* where = nullptr, std::string_view subject = {},
                    std::array<std::int64_t, 3> numbers = {}) {
  return fail(say, c, where ? path(where) : path(), subject, numbers);
}

/// What a rule says that has looked at several things, when there were `before` problems.
inline outcome failed_since(ruling const& say, std::size_t before) {
  return say.found.size() == before ? outcome::passed : outcome::failed;
}

inline outcome missing_fact(ruling& say, char const* name) {
  return fail(say, code::fact_missing, path("facts").add(name), name);
}

/// Fails with `c` or passes, and says in either case what was measured: by the sentence of the
/// code, or by another one where that asks for something to be done.
inline outcome measured(ruling& say, bool good, code c, std::array<std::int64_t, 3> numbers,
                        std::string_view subject = {}, std::string_view when_good = {}) {
  say.measured = c;
  if (good) say.sentence = when_good;
  say.numbers = numbers;
  return good ? outcome::passed : fail(say, c, {}, subject, numbers);
}

/// Rules in the order of their tiers.
template <class... Rules>
struct rule_list {
  static constexpr bool ordered() {
    [[maybe_unused]] tier last = tier::tenant;
    int too_late = 0;
    ((too_late += Rules::at < last, last = Rules::at), ...);
    return too_late == 0;
  }

  /// All problems of the first failing tier. Of what has happened already, only the tenant is
  /// judged.
  static problems judge(question const& q) {
    static_assert(ordered(), "rules stand in the order of their tiers");
    problems found;
    ruling say{found};
    tier last = q.repeat ? tier::tenant : tier::facts;
    (step<Rules>(q, say, last), ...);
    return found;
  }

  /// What every rule says, whatever the others say.
  static std::vector<finding> explain(question const& q) {
    std::vector<finding> out;
    out.reserve(sizeof...(Rules));
    const auto step = [&](std::string_view name, tier at, auto check) {
      finding told{name, at, outcome::skipped, {}, {}, {}};
      ruling say{told.problems};
      if (!q.repeat || at == tier::tenant) told.outcome = check(q, say);
      const bool counted = say.measured != code{} && say.sentence.empty();
      told.sentence = counted ? info(say.measured).sentence : say.sentence;
      told.numbers = say.numbers;
      out.push_back(std::move(told));
    };
    (step(Rules::name, Rules::at, Rules::check), ...);
    return out;
  }

 private:
  /// Judges by one rule; `last` is the last tier that is judged.
  template <class Rule>
  static void step(question const& q, ruling& say, tier& last) {
    if (Rule::at <= last && Rule::check(q, say) == outcome::failed) last = Rule::at;
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/rules/authority.hpp ----

// Whose invitation it is, who may act on it, and who may answer it.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

// ---- Who may grant what -------------------------------------------------------------------------

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

/// Whether somebody of that standing has every permission of a role. One without any is one that
/// nobody has described, and one that the catalog does not have even less so.
inline bool has_permissions_of(role_catalog const& roles, standing const& of, std::string_view name,
                               scope where) {
  role const* wanted = roles.find(name, where);
  if (!wanted || wanted->permissions.empty()) return false;
  role const* own = roles.find_listed(of.role);
  const auto among = [](std::vector<std::string> const& all, std::string const& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  return std::all_of(wanted->permissions.begin(), wanted->permissions.end(),
                     [&](std::string const& p) {
                       return (own && among(own->permissions, p)) || among(of.permissions, p);
                     });
}

inline bool judged_by_standing(policy const& p) {
  return p.granting != granting::by_verdict && p.granting != granting::unchecked;
}

/// The first role of the offer, with those grants that `counts` keeps, that somebody of that
/// standing may not grant, or null.
template <class Counts>
std::string const* beyond(policy const& p, standing const& of, offer const& offered,
                          Counts counts) {
  role const* own = p.roles.find_listed(of.role);
  if (p.inviter_rank && (!own || own->rank < *p.inviter_rank)) return &offered.role;
  const auto reaches = [&](std::string const& name, scope where) {
    if (name.empty()) return true;
    if (p.granting == granting::own_permissions)
      return has_permissions_of(p.roles, of, name, where);
    const bool strict = p.granting == granting::below_own_rank;
    const int needed = rank_of(p.roles, name, where);
    return own && (strict ? own->rank > needed : own->rank >= needed);
  };
  if (!reaches(offered.role, scope::organization)) return &offered.role;
  if (!offered.grants) return nullptr;
  for (grant const& g : *offered.grants) {
    if (counts(g) && !reaches(g.role, g.scope)) return &g.role;
  }
  return nullptr;
}

inline std::string const* beyond(policy const& p, standing const& of, offer const& offered) {
  return beyond(p, of, offered, [](grant const&) { return true; });
}

// ---- Tenant -------------------------------------------------------------------------------------

/// The caller's organization is the invitation's. An invitee may come without one.
struct same_organization {
  static constexpr std::string_view name = "same_organization";
  static constexpr tier at = tier::tenant;
  static outcome check(question const& q, ruling& say) {
    if (q.who && q.org->empty()) return outcome::skipped;
    if (!q.org->empty() && *q.org == q.subject->organization) return outcome::passed;
    return fail(say, code::not_found);
  }
};

// ---- Authority: who acts ------------------------------------------------------------------------

/// Who acts is an active member now.
struct actor_active {
  static constexpr std::string_view name = "actor_active";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, ruling& say) {
    if (!q.facts->actor) {
      return judged_by_standing(q.policy) ? missing_fact(say, "actor") : outcome::skipped;
    }
    return q.facts->actor->active ? outcome::passed : fail(say, code::inactive_actor);
  }
};

/// Who acts may grant the offer now, both the one that stands and the one to come.
struct actor_may_grant {
  static constexpr std::string_view name = "actor_may_grant";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, ruling& say) {
    if (q.policy.granting == granting::unchecked) return outcome::skipped;
    if (q.policy.granting == granting::by_verdict) {
      switch (q.facts->may_grant) {
        case verdict::yes: return outcome::passed;
        case verdict::no: return fail(say, code::not_permitted, {}, q.offer->role);
        case verdict::undecided: break;
      }
      return missing_fact(say, "may_grant");
    }
    if (!q.facts->actor || !q.facts->actor->active) return outcome::skipped;
    std::string const* role = beyond(q.policy, *q.facts->actor, *q.offer);
    if (!role && q.subject && q.offer != &q.subject->offer) {
      role = beyond(q.policy, *q.facts->actor, q.subject->offer);
    }
    return role ? fail(say, code::not_permitted, {}, *role) : outcome::passed;
  }
};

/// Who withdraws is the sponsor, or may grant the offer now; so an admin cannot displace an owner's
/// invitation.
struct sponsor_or_may_grant {
  static constexpr std::string_view name = "sponsor_or_may_grant";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, ruling& say) {
    if (q.subject->sponsor == *q.by) return outcome::passed;
    return actor_may_grant::check(q, say);
  }
};

/// Only the system writes down what time has done.
struct actor_is_system {
  static constexpr std::string_view name = "actor_is_system";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, ruling& say) {
    return q.by->kind == actor_kind::system ? outcome::passed : fail(say, code::system_only);
  }
};

// ---- Authority: who answers ---------------------------------------------------------------------

inline bool opens(key_match m) { return m == key_match::current || m == key_match::previous; }

/// Compares the person with the recipient, once for all rules.
inline void set_person(question& q, identity const& who, std::optional<key_digest> const& key) {
  q.who = &who;
  q.key = &key;
  if (q.subject->keys && key) q.held = match(*q.subject->keys, *key, q.now);
  q.relied.key = opens(q.held);
  recipient const& meant = q.subject->recipient;
  q.relied.user = !meant.user.empty() && meant.user == who.user;
  if (!meant.user.empty() && !q.relied.user) return;
  q.relied.email = meant.email && who.email && *meant.email == *who.email;
  q.relied.email_verified = q.relied.email && who.email_verified;
}

/// The invitation was sent to this person. A known user decides alone, whatever link went round.
struct recipient_matches {
  static constexpr std::string_view name = "recipient_matches";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, ruling& say) {
    if (q.relied.user || q.relied.email) return outcome::passed;
    const bool bearer = q.policy.proof == required_proof::key;
    if (bearer && q.subject->recipient.user.empty()) return outcome::skipped;
    return fail(say, code::wrong_recipient);
  }
};

/// Whether the invitation's address counts as the person's own.
inline bool is_own(policy const& p, proof relied) {
  const bool by_key =
      relied.email && relied.key && p.recipient == recipient_match::email_verified_by_key;
  const bool on_trust = relied.email && p.recipient == recipient_match::unverified_email;
  return relied.email_verified || by_key || on_trust;
}

/// The address is known to be this person's own.
struct email_verified {
  static constexpr std::string_view name = "email_verified";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, ruling& say) {
    if (q.relied.user || !q.relied.email) return outcome::skipped;
    if (q.policy.proof == required_proof::key) return outcome::skipped;
    if (is_own(q.policy, q.relied)) return outcome::passed;
    return fail(say, code::email_unverified);
  }
};

/// The person holds the invitation's key. Nobody but the recipient learns more than that it is not
/// the right one.
struct key_fits {
  static constexpr std::string_view name = "key_fits";
  static constexpr tier at = tier::authority;
  static outcome check(question const& q, ruling& say) {
    if (q.policy.proof == required_proof::identity) return outcome::skipped;
    const bool bearer = q.policy.proof == required_proof::key;
    if (!q.subject->keys && !bearer) return outcome::skipped;
    if (!bearer && !q.relied.user && !q.relied.email) return outcome::skipped;
    if (q.relied.key) return outcome::passed;
    if (q.held == key_match::retired) return fail(say, code::key_retired, "key");
    if (!*q.key && !bearer) return fail(say, code::key_missing, "key");
    return fail(say, code::wrong_key, "key");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/rules/input.hpp ----

// What a command says: complete, well-formed, known and within bounds.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Refuses a text that is longer than texts may be.
inline void bounded(ruling& say, std::string const& text, char const* place) {
  if (text.size() <= bound::text) return;
  fail(say, code::text_too_long, place, {},
       {static_cast<std::int64_t>(text.size()), bound::text, 0});
}

/// The command says who acts and when. A forgotten clock is not 1970, and nobody is anonymous but
/// the system.
struct command_complete {
  static constexpr std::string_view name = "command_complete";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    const auto before = say.found.size();
    if (!q.told_moment) fail(say, code::missing_value, "now");
    const bool anonymous = q.by && q.by->kind != actor_kind::system && q.by->id.empty();
    if (anonymous) fail(say, code::missing_value, "by");
    if (q.who && q.who->user.empty() && !q.who->email) fail(say, code::missing_value, "who");
    bounded(say, *q.idempotency_key, "idempotency_key");
    if (q.by) bounded(say, q.by->id.text(), "by");
    if (q.who) bounded(say, q.who->user.text(), "who");
    if (q.who && q.who->email) bounded(say, q.who->email->text(), "email");
    if (q.newer) bounded(say, q.newer->text(), "newer");
    if (q.key && *q.key) bounded(say, (**q.key).bytes(), "key");
    return failed_since(say, before);
  }
};

/// A new invitation has an id, an organization and a recipient.
struct identified {
  static constexpr std::string_view name = "identified";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    const auto before = say.found.size();
    if (q.id->empty()) fail(say, code::missing_value, "id");
    if (q.org->empty()) fail(say, code::missing_value, "org");
    recipient const& to = q.request->recipient;
    if (!to.email && to.user.empty()) fail(say, code::missing_value, "email");
    return failed_since(say, before);
  }
};

/// Who is to be reinstated was a member. What they were is then judged like any other offer.
struct formerly_member {
  static constexpr std::string_view name = "formerly_member";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (!q.reinstates) return outcome::skipped;
    if (q.facts->former) return outcome::passed;
    return fail(say, code::not_former_member, "email", name_of(*q.recipient));
  }
  static std::string_view name_of(recipient const& r) {
    return r.email ? r.email->text() : r.user.text();
  }
};

/// The address has the shape of one (WHATWG HTML, RFC 5321).
struct email_shaped {
  static constexpr std::string_view name = "email_shaped";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (!q.request->recipient.email) return outcome::skipped;
    std::string const& text = q.request->recipient.email->text();
    switch (check_email(text)) {
      case email_shape::valid: return outcome::passed;
      case email_shape::not_ascii:
        if (q.policy.admit_non_ascii_email) return outcome::passed;
        return fail(say, code::email_not_ascii, "email", text);
      case email_shape::invalid: break;
    }
    return fail(say, code::invalid_email, "email", text);
  }
};

/// The domain of the address is one that the policy admits. At acceptance that of the person, as
/// the policy may have changed, and a key may have been handed on.
struct domain_admitted {
  static constexpr std::string_view name = "domain_admitted";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    domain_policy const& p = q.policy.domains;
    if (p.allowed.empty() && p.denied.empty()) return outcome::skipped;
    std::optional<email> const& address = q.who && q.who->email ? q.who->email : q.recipient->email;
    if (!address) {
      // A user whom the host named needs no address; one who only holds a key does.
      if (!q.recipient->user.empty() || p.allowed.empty()) return outcome::skipped;
      return fail(say, code::domain_refused, "email");
    }
    const std::string_view domain = address->domain();
    const bool allowed = p.allowed.empty() || among(p.allowed, domain);
    if (allowed && !among(p.denied, domain)) return outcome::passed;
    return fail(say, code::domain_refused, "email", domain);
  }
  static bool among(std::vector<std::string> const& all, std::string_view domain) {
    return std::any_of(all.begin(), all.end(), [domain](std::string_view d) {
      if (d.empty() || d.front() != '.') return ascii_equal(d, domain);
      return domain.size() > d.size() && ascii_equal(d, domain.substr(domain.size() - d.size()));
    });
  }
};

/// Every role of the offer is in the catalog.
struct roles_known {
  static constexpr std::string_view name = "roles_known";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (q.reinstates && !q.facts->former) return outcome::skipped;  // there is no offer
    const auto before = say.found.size();
    for_each_role(*q.offer, [&](std::string const& role, scope where, auto place) {
      if (!knows(q.policy.roles, role, where)) check_one(q, say, role, where, place());
    });
    return failed_since(say, before);
  }
  static void check_one(question const& q, ruling& say, std::string const& role, scope where,
                        path place) {
    if (knows(q.policy.roles, role, where)) return;
    fail(say, role.empty() ? code::missing_value : code::unknown_role, std::move(place), role);
  }
  /// A scope of which the catalog has no roles needs none.
  static bool knows(role_catalog const& roles, std::string const& role, scope where) {
    if (roles.find(role, where)) return true;
    return role.empty() &&
           std::none_of(roles.all().begin(), roles.all().end(),
                        [where](invito::role const& r) { return r.scope == where; });
  }
};

/// Every role of the offer is one that invitations may bring.
struct roles_grantable {
  static constexpr std::string_view name = "roles_grantable";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    const auto before = say.found.size();
    for_each_role(*q.offer, [&](std::string const& role_name, scope where, auto place) {
      role const* known = q.policy.roles.find(role_name, where);
      if (known && !known->grantable) fail(say, code::role_not_grantable, place(), role_name);
    });
    return failed_since(say, before);
  }
};

/// No grant is without an id or stands twice.
struct grants_distinct {
  static constexpr std::string_view name = "grants_distinct";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (!q.offer->grants) return outcome::skipped;
    const auto before = say.found.size();
    std::vector<grant> const& all = *q.offer->grants;
    for (std::size_t n = 0; n != all.size(); ++n) {
      if (all[n].id.empty()) fail(say, code::missing_value, grant_path(n, "id"));
    }
    for (const std::size_t n : repeated(all)) {
      if (!all[n].id.empty()) fail(say, code::duplicate_item, grant_path(n, "id"), all[n].id);
    }
    return failed_since(say, before);
  }
};

/// Texts and lists stay within their bounds.
struct within_bounds {
  static constexpr std::string_view name = "within_bounds";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    const auto before = say.found.size();
    const auto judge = [&say](std::size_t size, std::size_t most, auto&& place) {
      if (size <= most) return;
      fail(say, code::text_too_long, place(), {},
           {static_cast<std::int64_t>(size), static_cast<std::int64_t>(most)});
    };
    bounded(say, q.offer->role, "role");
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
      bounded(say, q.id->text(), "id");
      bounded(say, q.org->text(), "org");
      bounded(say, q.request->recipient.user.text(), "user");
      bounded(say, q.request->name.given, "given_name");
      bounded(say, q.request->name.family, "family_name");
      judge(q.request->attributes.size(), bound::attributes, [] { return path("attributes"); });
      std::size_t bytes = 0;
      for (attribute const& a : q.request->attributes)
        bytes += a.name.size() + a.value.text().size();
      judge(bytes, bound::attribute_bytes, [] { return path("attributes"); });
    }
    return failed_since(say, before);
  }
};

/// The lifetime lies within the policy's bounds, and its end within the range of `instant`.
struct lifetime_within_bounds {
  static constexpr std::string_view name = "lifetime_within_bounds";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (!q.lifetime) return outcome::skipped;
    expiry_policy const& p = q.policy.expiry;
    if (*q.lifetime < p.shortest) {
      return fail(say, code::lifetime_too_short, "lifetime", {},
                  {q.lifetime->count(), p.shortest.count()});
    }
    if (p.longest && *q.lifetime > *p.longest) {
      return fail(say, code::lifetime_too_long, "lifetime", {},
                  {q.lifetime->count(), p.longest->count()});
    }
    return q.expiry_overflows ? fail(say, code::time_out_of_range, "lifetime") : outcome::passed;
  }
};

/// The digest of a new key is as long as the policy asks.
inline outcome strong(question const& q, ruling& say) {
  const auto size = static_cast<std::int64_t>((**q.key).bytes().size());
  const std::int64_t least = q.policy.keys.least_digest;
  if (size >= least && size != 0) return outcome::passed;
  return fail(say, code::weak_digest, "key", {}, {size, least, 0});
}

inline bool keys_required(policy const& p) {
  return p.keys.required || p.proof == required_proof::key;
}

/// A new invitation has a key where it needs one, and no weak one.
struct key_given {
  static constexpr std::string_view name = "key_given";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (*q.key) return strong(q, say);
    if (!keys_required(q.policy)) return outcome::skipped;
    return fail(say, code::missing_value, "key");
  }
};

/// The message that goes out again brings a key, where there is one: the same, or another one.
struct key_for_message {
  static constexpr std::string_view name = "key_for_message";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (!*q.key && q.subject->keys) return fail(say, code::missing_value, "key");
    if (*q.key && q.subject->keys && **q.key == q.subject->keys->current) return outcome::passed;
    return key_given::check(q, say);
  }
};

/// Another offer needs another key, where there is one: the old link showed the old offer.
struct key_rotated {
  static constexpr std::string_view name = "key_rotated";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (*q.key && q.subject->keys && match(*q.subject->keys, **q.key, q.now) != key_match::none) {
      return fail(say, code::missing_value, "key");
    }
    if (!*q.key && q.subject->keys) return fail(say, code::missing_value, "key");
    return key_given::check(q, say);
  }
};

/// What supersedes is named, and is another one.
struct newer_named {
  static constexpr std::string_view name = "newer_named";
  static constexpr tier at = tier::input;
  static outcome check(question const& q, ruling& say) {
    if (!q.newer->empty() && *q.newer != q.subject->id) return outcome::passed;
    return fail(say, code::missing_value, "newer");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/rules/status.hpp ----

// What the invitation has become, and what may still happen to it.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// An idempotency key stands for one command.
struct idempotency_key_unused {
  static constexpr std::string_view name = "idempotency_key_unused";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, ruling& say) {
    if (q.idempotency_key->empty()) return outcome::skipped;
    if (!q.subject && !q.facts->existing) return missing_fact(say, "existing");
    if (!q.key_reused) return outcome::passed;
    return fail(say, code::idempotency_mismatch, "idempotency_key");
  }
};

/// Whether a resend would bring an expired invitation back to life.
inline bool is_renewal(question const& q) {
  return q.verb == event_kind::resend && q.status == status::expired;
}

/// Whether the machine and the policy have a transition from what the invitation is now.
inline bool may_step(question const& q) {
  if (is_renewal(q) && !q.policy.resending.renew_expired) return false;
  return next(q.status, q.verb).allowed();
}

/// The machine has a transition from what the invitation is now.
struct transition_allowed {
  static constexpr std::string_view name = "transition_allowed";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, ruling& say) {
    if (may_step(q)) return outcome::passed;
    const transition step = next(q.status, q.verb);
    std::array<std::int64_t, 3> numbers{};
    if (q.status == status::expired && q.subject->expires_at()) {
      numbers[0] = to_unix_seconds(q.now) - to_unix_seconds(*q.subject->expires_at());
    }
    return fail(say, step.allowed() ? code::renewal_refused : step.refusal, {}, {}, numbers);
  }
};

/// Its time is over, so that it may be written down. The boundary itself is past.
struct time_is_over {
  static constexpr std::string_view name = "time_is_over";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, ruling& say) {
    if (is_final(recorded_status(q.subject->state))) {
      return fail(say, next(recorded_status(q.subject->state), q.verb).refusal);
    }
    return q.status == status::expired ? outcome::passed : fail(say, code::not_yet_expired);
  }
};

/// The person answers the offer that stands.
struct offer_current {
  static constexpr std::string_view name = "offer_current";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, ruling& say) {
    if (!q.offer_number) return outcome::skipped;
    if (*q.offer_number == q.subject->offer_number) return outcome::passed;
    return fail(say, code::offer_changed, "offer", {}, {*q.offer_number, q.subject->offer_number});
  }
};

/// The last message was not sent just now.
struct cooled_down {
  static constexpr std::string_view name = "cooled_down";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, ruling& say) {
    const std::chrono::seconds wait = q.policy.resending.cool_down;
    const std::optional<instant> last = last_sent(*q.subject);
    if (!may_step(q) || !last || wait.count() <= 0) return outcome::skipped;
    const std::optional<instant> free_at = plus(*last, wait);
    const bool good = free_at && q.now >= *free_at;
    const std::int64_t since = to_unix_seconds(q.now) - to_unix_seconds(*last);
    const std::int64_t left = (std::max)(std::int64_t{1}, std::int64_t{wait.count()} - since);
    return measured(say, good, code::too_soon, {since, left, std::int64_t{wait.count()}}, {},
                    "the last message was sent {0d} ago");
  }
};

/// Not all messages that one invitation may have were sent.
struct sends_left {
  static constexpr std::string_view name = "sends_left";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, ruling& say) {
    const std::optional<std::uint32_t> most = q.policy.resending.most_sends;
    const bool silent = q.verb == event_kind::amend && !q.subject->send;
    if (!may_step(q) || !most || silent) return outcome::skipped;
    const std::uint32_t sent = send_count(*q.subject);
    return measured(say, sent < *most, code::too_many_sends, {sent, *most, 0}, {},
                    "{0} of {1} messages have been sent");
  }
};

/// Since when an invitation has been there, as far as that is known.
inline std::optional<instant> born(invitation const& i) {
  return i.created_at || !i.baseline ? i.created_at : i.baseline->known_at;
}

/// It is not so old that nobody remembers what it was for.
struct young_enough {
  static constexpr std::string_view name = "young_enough";
  static constexpr tier at = tier::status;
  static outcome check(question const& q, ruling& say) {
    const std::optional<std::chrono::seconds> greatest = q.policy.resending.greatest_age;
    const std::optional<instant> since = born(*q.subject);
    if (!may_step(q) || !greatest || !since) return outcome::skipped;
    const std::optional<instant> end = plus(*since, *greatest);
    const std::int64_t age = to_unix_seconds(q.now) - to_unix_seconds(*since);
    return measured(say, !end || q.now < *end, code::too_old, {age, greatest->count(), 0}, {},
                    "this was issued {0d} ago and is sent again for {1d}");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/rules/facts.hpp ----

// What the host has looked up: whether the world allows it.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Whether the verb makes an invitation live that was not: it is new, or renewed.
inline bool makes_live(question const& q) { return q.verb == event_kind::issue || is_renewal(q); }

/// The organization, where its numbers are to be looked at.
inline organization_snapshot const* snapshot(question const& q) {
  return q.facts->organization ? &*q.facts->organization : nullptr;
}

/// What is needed of the organization is known, and it is active.
struct organization_active {
  static constexpr std::string_view name = "organization_active";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    const bool counts = q.policy.quotas.seats != seat_rule::unchecked ||
                        (q.verb != event_kind::accept && q.policy.quotas.pending);
    const bool counted = counts && (makes_live(q) || q.verb == event_kind::accept);
    organization_snapshot const* org = snapshot(q);
    if (!org && (q.policy.check_organization || counted)) return missing_fact(say, "organization");
    if (!q.policy.check_organization) return outcome::skipped;
    const bool active = org->status == organization_status::active;
    return active ? outcome::passed : fail(say, code::organization_inactive);
  }
};

/// The organization's plan includes invitations.
struct plan_includes_invitations {
  static constexpr std::string_view name = "plan_includes_invitations";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    organization_snapshot const* org = snapshot(q);
    if (!org || !q.policy.check_organization || !makes_live(q)) return outcome::skipped;
    return org->plan_includes_invitations ? outcome::passed : fail(say, code::plan_refused);
  }
};

/// Whether a member is what the policy wants here, or not.
struct not_a_member {
  static constexpr std::string_view name = "not_a_member";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    const bool answers = q.verb == event_kind::accept;
    const member_rule rule = q.policy.members;
    if (rule == member_rule::allow || !(answers || makes_live(q))) return outcome::skipped;
    if (answers && rule == member_rule::accept_only) return outcome::skipped;
    if (!q.facts->member) return missing_fact(say, "member");
    if (!*q.facts->member) return outcome::passed;
    return fail(say, code::already_member, "email", formerly_member::name_of(*q.recipient));
  }
};

/// Whether the person's invitation would stand beside the one in question: it is pending, in the
/// same organization, for the same mailbox or user.
inline bool competes(question const& q, invitation const& other) {
  if (!other.organization.empty() && other.organization != *q.org) return false;
  if (other.status(q.now) != status::pending) return false;
  if (q.subject && other.id == q.subject->id) return false;
  recipient const& a = *q.recipient;
  recipient const& b = other.recipient;
  return (a.email && a.email == b.email) || (!a.user.empty() && a.user == b.user);
}

/// Whether the actor may withdraw `older` in favour of a new one. A verdict of the host is about
/// the new offer, so it counts only where the older one has the same.
inline bool may_displace(question const& q, invitation const& older) {
  if (older.sponsor == *q.by || q.policy.granting == granting::unchecked) return true;
  if (q.policy.granting == granting::by_verdict) return older.offer == *q.offer;
  return q.facts->actor && !beyond(q.policy, *q.facts->actor, older.offer);
}

/// No pending invitation for the same address is in the way.
struct no_duplicate {
  static constexpr std::string_view name = "no_duplicate";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    if (!makes_live(q)) return outcome::skipped;
    if (!q.facts->existing) {
      const bool needed = q.policy.duplicates != duplicate_rule::unchecked;
      return needed ? missing_fact(say, "existing") : outcome::skipped;
    }
    const auto before = say.found.size();
    const bool displaces =
        q.verb == event_kind::issue && q.policy.duplicates == duplicate_rule::supersede;
    for (invitation const& other : *q.facts->existing) {
      if (q.id && other.id == *q.id) {
        fail(say, code::already_issued, "id", other.id.text());
      } else if (q.policy.duplicates != duplicate_rule::unchecked && !q.existing &&
                 competes(q, other) && !(displaces && may_displace(q, other))) {
        fail(say, code::duplicate_pending, "email", other.id.text());
      }
    }
    return failed_since(say, before);
  }
};

inline bool scope_exists(facts const& known, grant const& g) {
  if (!known.scopes) return false;
  for (scope_id const& s : *known.scopes) {
    if (s.scope == g.scope && s.id == g.id) return true;
  }
  return false;
}

/// Whether the projects and workspaces of the offer are to be looked up.
inline bool has_scopes(question const& q) {
  return q.policy.check_scopes && q.offer->grants && !q.offer->grants->empty();
}

/// The projects and workspaces of the offer exist.
struct scopes_exist {
  static constexpr std::string_view name = "scopes_exist";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    if (!has_scopes(q)) return outcome::skipped;
    if (!q.facts->scopes) return missing_fact(say, "scopes");
    const auto before = say.found.size();
    check_each(q, say);
    return failed_since(say, before);
  }
  static void check_each(question const& q, ruling& say) {
    std::size_t n = 0;
    for (grant const& g : *q.offer->grants) {
      if (!scope_exists(*q.facts, g)) fail(say, code::unknown_scope, grant_path(n, "id"), g.id);
      ++n;
    }
  }
};

/// Whether a grant of the offer can no longer be made: its project, workspace or role is gone.
inline bool vanished(question const& q, grant const& g) {
  if (!roles_known::knows(q.policy.roles, g.role, g.scope)) return true;
  return q.policy.check_scopes && !scope_exists(*q.facts, g);
}

/// What can still be granted of the offer, where something has vanished and the policy drops it.
inline std::optional<offer> reduced_offer(question const& q) {
  if (q.policy.vanished != vanished_rule::drop || !q.offer->grants) return std::nullopt;
  const auto gone = [&q](grant const& g) { return vanished(q, g); };
  std::vector<grant> const& all = *q.offer->grants;
  if (std::none_of(all.begin(), all.end(), gone)) return std::nullopt;
  offer out{q.offer->role, std::vector<grant>{}};
  std::remove_copy_if(all.begin(), all.end(), std::back_inserter(*out.grants), gone);
  return out;
}

/// Nothing of the offer has vanished since; or, where the policy drops what has, something is left.
struct offer_still_known {
  static constexpr std::string_view name = "offer_still_known";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    const bool scoped = has_scopes(q);
    if (scoped && !q.facts->scopes) return missing_fact(say, "scopes");
    const auto before = say.found.size();
    const bool drops = q.policy.vanished == vanished_rule::drop;
    if (!drops) {
      roles_known::check(q, say);
      if (scoped) scopes_exist::check_each(q, say);
      return failed_since(say, before);
    }
    roles_known::check_one(q, say, q.offer->role, scope::organization, path("role"));
    if (!q.offer->grants || q.offer->grants->empty()) return failed_since(say, before);
    std::vector<grant> const& all = *q.offer->grants;
    const auto gone =
        std::count_if(all.begin(), all.end(), [&q](grant const& g) { return vanished(q, g); });
    const auto left = static_cast<std::int64_t>(all.size()) - gone;
    say.sentence = "{0} of {1} grants can still be made";
    say.numbers = {left, static_cast<std::int64_t>(all.size()), 0};
    if (left == 0 && q.offer->role.empty()) {
      fail(say, code::unknown_scope, grant_path(0, "id"), all.front().id);
    }
    return failed_since(say, before);
  }
};

/// Who vouches for the invitation is still a member who may grant the offer; what has vanished and
/// is dropped, nobody needs to vouch for.
struct sponsor_stands {
  static constexpr std::string_view name = "sponsor_stands";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    if (q.policy.orphans == orphan_rule::let_stand) return outcome::skipped;
    if (q.subject->sponsor && q.subject->sponsor->kind == actor_kind::system)
      return outcome::skipped;
    if (!q.facts->sponsor) return missing_fact(say, "sponsor");
    if (!q.facts->sponsor->active) return fail(say, code::sponsor_inactive);
    offer const& offered = q.subject->offer;
    std::string const* role = nullptr;
    if (judged_by_standing(q.policy)) {
      role = beyond(q.policy, *q.facts->sponsor, offered, [&q](grant const& g) {
        return q.policy.vanished == vanished_rule::refuse || !vanished(q, g);
      });
    } else if (q.policy.granting == granting::by_verdict) {
      if (q.facts->may_grant == verdict::undecided) return missing_fact(say, "may_grant");
      if (q.facts->may_grant == verdict::no) role = &offered.role;
    }
    return role ? fail(say, code::sponsor_not_permitted, {}, *role) : outcome::passed;
  }
};

/// Whether nothing new is made, so that nothing is used up.
inline bool uses_nothing(question const& q) { return q.existing != nullptr; }

/// The pending invitations beside the one in question: those that it takes the place of do not
/// count.
inline std::int64_t pending_beside(question const& q, organization_snapshot const& org) {
  return (std::max)(std::int64_t{0}, std::int64_t{org.pending} - q.displaced);
}

/// A seat is free. A new invitation reserves one, unless the policy counts members alone; one that
/// is superseded gives its own up first. An acceptance turns its reservation into a seat, so only
/// members are in its way. Who is a member needs none.
struct seat_free {
  static constexpr std::string_view name = "seat_free";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    const bool answers = q.verb == event_kind::accept;
    organization_snapshot const* org = snapshot(q);
    if (q.policy.quotas.seats == seat_rule::unchecked || !org || !org->seat_limit) {
      return outcome::skipped;
    }
    if (!(answers || makes_live(q)) || uses_nothing(q) || q.facts->member.value_or(false)) {
      return outcome::skipped;
    }
    std::int64_t reserved = 0;
    if (!answers && q.policy.quotas.seats == seat_rule::reserved_by_pending) {
      reserved = pending_beside(q, *org);
    }
    const std::int64_t used = org->members + reserved;
    const std::int64_t limit = *org->seat_limit;
    return measured(say, used + 1 <= limit, code::seats_full, {used, limit, reserved});
  }
};

/// The organization may have one more pending invitation.
struct pending_left {
  static constexpr std::string_view name = "pending_left";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    organization_snapshot const* org = snapshot(q);
    if (!q.policy.quotas.pending || !org || !makes_live(q) || uses_nothing(q)) {
      return outcome::skipped;
    }
    const std::int64_t pending = pending_beside(q, *org);
    const std::int64_t limit = *q.policy.quotas.pending;
    return measured(say, pending < limit, code::too_many_pending, {pending, limit, 0});
  }
};

/// Whether the verb would send a message.
inline bool sends_message(question const& q) {
  if (uses_nothing(q)) return false;
  if (q.verb == event_kind::resend) return true;
  return q.request ? q.request->send : q.subject->send;
}

/// Whether one more message fits into a rate.
inline outcome judge_rate(question const& q, ruling& say, std::optional<rate> const& r,
                          std::optional<std::vector<instant>> const& sent, char const* fact) {
  if (!r || !sends_message(q)) return outcome::skipped;
  if (!sent) return missing_fact(say, fact);
  const rate_use use = within(*r, *sent, q.now);
  std::int64_t wait = 0;
  if (!use.free) {
    wait = use.free_at ? to_unix_seconds(*use.free_at) - to_unix_seconds(q.now) : r->window.count();
    wait = (std::max)(std::int64_t{1}, wait);
  }
  const std::array<std::int64_t, 3> numbers{static_cast<std::int64_t>(use.used), r->limit, wait};
  return measured(say, use.free, code::rate_limited, numbers, fact,
                  "{0} of {1} messages have been sent");
}

/// The address has not got too many messages.
struct recipient_rate {
  static constexpr std::string_view name = "recipient_rate";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    return judge_rate(q, say, q.policy.quotas.per_recipient, q.facts->sends.to_recipient,
                      "to_recipient");
  }
};

/// The inviter has not sent too many messages.
struct inviter_rate {
  static constexpr std::string_view name = "inviter_rate";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    return judge_rate(q, say, q.policy.quotas.per_inviter, q.facts->sends.by_inviter, "by_inviter");
  }
};

/// The organization has not sent too many messages.
struct organization_rate {
  static constexpr std::string_view name = "organization_rate";
  static constexpr tier at = tier::facts;
  static outcome check(question const& q, ruling& say) {
    return judge_rate(q, say, q.policy.quotas.per_organization, q.facts->sends.of_organization,
                      "of_organization");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/verbs.ipp ----

namespace invito {
inline namespace INVITO_ABI {

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

/// What an event says of an answer, for `accept_details` and `decline_details`.
template <class Details>
Details answer_of(question const& q) {
  Details out;
  out.relied_on = q.relied;
  if (q.who->email && !q.relied.email) out.email = *q.who->email;
  return out;
}

inline box<key_digest> boxed(std::optional<key_digest> const& key) {
  return key ? box<key_digest>(*key) : box<key_digest>();
}

/// Judges by no earlier moment than the last that is known, and remembers that it did.
inline void set_moment(question& q, instant now) {
  q.told_moment = now != no_moment;
  q.now = q.subject ? (std::max)(now, last_moment(*q.subject)) : now;
  q.clamped = q.told_moment && now != q.now;
  if (q.subject) q.status = q.subject->status(q.now);
}

/// The expiry that a lifetime from now leads to, but none past the greatest age.
inline void set_lifetime(question& q, std::optional<std::chrono::seconds> asked) {
  q.lifetime = asked ? asked : q.policy.expiry.lifetime;
  q.expires_at = q.lifetime ? plus(q.now, *q.lifetime) : std::nullopt;
  q.expiry_overflows = q.lifetime && !q.expires_at;
  const auto greatest = q.policy.resending.greatest_age;
  const auto since = q.subject ? born(*q.subject) : std::nullopt;
  if (!q.expires_at || !greatest || !since) return;
  if (const auto end = plus(*since, *greatest)) q.expires_at = (std::min)(*q.expires_at, *end);
}

/// Whether an event of the command's verb says what the command says; most have nothing to say.
template <class Command>
bool says(event const&, Command const&) {
  return true;
}

inline bool says(event const& e, amend_command const& c) {
  auto* said = std::get_if<amend_details>(&e.details);
  return said && said->offer && *said->offer == c.offer;
}

inline bool says(event const& e, supersede_command const& c) {
  auto* said = std::get_if<supersede_details>(&e.details);
  return said && said->newer && *said->newer == c.newer;
}

/// What is particular to each verb: what it asks about, by which rules it is judged, when it has
/// happened already, and what its event says.
template <class Command>
struct verb;

template <>
struct verb<issue_command> {
  static constexpr event_kind kind = event_kind::issue;
  using rules = rule_list<actor_active, actor_may_grant, command_complete, formerly_member,
                          identified, within_bounds, email_shaped, domain_admitted, roles_known,
                          roles_grantable, grants_distinct, lifetime_within_bounds, key_given,
                          idempotency_key_unused, transition_allowed, organization_active,
                          plan_includes_invitations, not_a_member, no_duplicate, scopes_exist,
                          pending_left, seat_free, recipient_rate, inviter_rate, organization_rate>;
};

template <>
struct verb<resend_command> {
  static constexpr event_kind kind = event_kind::resend;
  using rules = rule_list<same_organization, actor_active, actor_may_grant, command_complete,
                          domain_admitted, roles_known, roles_grantable, lifetime_within_bounds,
                          key_for_message, idempotency_key_unused, transition_allowed, cooled_down,
                          sends_left, young_enough, organization_active, plan_includes_invitations,
                          not_a_member, no_duplicate, scopes_exist, pending_left, seat_free,
                          recipient_rate, inviter_rate, organization_rate>;
  static void ask(question& q, resend_command const& c) {
    q.key = &c.key;
    q.by = &c.by;
    q.facts = &c.facts;
    set_lifetime(q, c.lifetime);
  }
  static bool repeats(question const&, resend_command const&) { return false; }
  static resend_details tell(question const& q, resend_command const& c) {
    box<key_digests> const& held = q.subject->keys;
    if (!c.key || (held && held->current == *c.key)) return {};
    const auto grace = q.policy.keys.grace;
    const bool overlaps = held && grace.count() > 0;
    return {*c.key, overlaps ? plus(q.now, grace) : std::nullopt};
  }
};

template <>
struct verb<amend_command> {
  static constexpr event_kind kind = event_kind::amend;
  using rules =
      rule_list<same_organization, actor_active, actor_may_grant, command_complete, within_bounds,
                roles_known, roles_grantable, grants_distinct, key_rotated, idempotency_key_unused,
                transition_allowed, sends_left, organization_active, scopes_exist, recipient_rate,
                inviter_rate, organization_rate>;
  static void ask(question& q, amend_command const& c) {
    q.key = &c.key;
    q.by = &c.by;
    q.facts = &c.facts;
    q.offer = &c.offer;
  }
  static bool repeats(question const&, amend_command const&) { return false; }
  static amend_details tell(question const&, amend_command const& c) {
    return {c.offer, boxed(c.key)};
  }
};

template <>
struct verb<accept_command> {
  static constexpr event_kind kind = event_kind::accept;
  using rules =
      rule_list<same_organization, recipient_matches, email_verified, key_fits, command_complete,
                domain_admitted, idempotency_key_unused, transition_allowed, offer_current,
                organization_active, offer_still_known, sponsor_stands, not_a_member, seat_free>;
  static void ask(question& q, accept_command const& c) {
    set_person(q, c.who, c.key);
    q.facts = &c.facts;
    q.offer_number = c.offer;
  }
  static bool repeats(question const& q, accept_command const& c) {
    auto* done = std::get_if<accepted>(&q.subject->state);
    return done && answered_by(*q.subject, done->by, c.who);
  }
  static accept_details tell(question const& q, accept_command const&) {
    auto out = answer_of<accept_details>(q);
    if (auto rest = reduced_offer(q)) out.granted = *std::move(rest);
    return out;
  }
};

template <>
struct verb<decline_command> {
  static constexpr event_kind kind = event_kind::decline;
  using rules = rule_list<same_organization, recipient_matches, email_verified, key_fits,
                          command_complete, idempotency_key_unused, transition_allowed>;
  static void ask(question& q, decline_command const& c) { set_person(q, c.who, c.key); }
  static bool repeats(question const& q, decline_command const& c) {
    auto* done = std::get_if<revoked>(&q.subject->state);
    return done && done->cause == revoke_cause::declined && done->by &&
           answered_by(*q.subject, done->by->id, c.who);
  }
  static decline_details tell(question const& q, decline_command const&) {
    return answer_of<decline_details>(q);
  }
};

template <>
struct verb<revoke_command> {
  static constexpr event_kind kind = event_kind::revoke;
  using rules = rule_list<same_organization, actor_active, sponsor_or_may_grant, command_complete,
                          idempotency_key_unused, transition_allowed>;
  static void ask(question& q, revoke_command const& c) {
    q.by = &c.by;
    q.facts = &c.facts;
  }
  static bool repeats(question const& q, revoke_command const& c) {
    auto* done = std::get_if<revoked>(&q.subject->state);
    return done && done->cause == revoke_cause::revoked && done->by == c.by;
  }
  static revoke_details tell(question const&, revoke_command const&) { return {}; }
};

template <>
struct verb<supersede_command> {
  static constexpr event_kind kind = event_kind::supersede;
  using rules = rule_list<same_organization, actor_active, sponsor_or_may_grant, command_complete,
                          newer_named, idempotency_key_unused, transition_allowed>;
  static void ask(question& q, supersede_command const& c) {
    q.by = &c.by;
    q.facts = &c.facts;
    q.newer = &c.newer;
  }
  static bool repeats(question const& q, supersede_command const& c) {
    if (q.subject->history.empty()) return false;
    event const& last = q.subject->history.back();
    return says(last, c) && last.by == c.by;
  }
  static supersede_details tell(question const&, supersede_command const& c) { return {c.newer}; }
};

template <>
struct verb<expire_command> {
  static constexpr event_kind kind = event_kind::expire;
  using rules = rule_list<same_organization, actor_is_system, command_complete,
                          idempotency_key_unused, time_is_over>;
  static void ask(question& q, expire_command const& c) { q.by = &c.by; }
  static bool repeats(question const& q, expire_command const& c) {
    return std::holds_alternative<expired>(q.subject->state) && c.by.kind == actor_kind::system;
  }
  static expire_details tell(question const& q, expire_command const&) { return {q.now}; }
};

/// An event with the idempotency key of the command: the same command again, or another one,
/// whatever the state says.
template <class Command>
void find_key(question& q, Command const& c) {
  if (c.idempotency_key.empty()) return;
  for (event const& e : q.subject->history) {
    if (e.idempotency_key != c.idempotency_key) continue;
    const bool same_hand = q.by ? e.by == *q.by : answered_by(*q.subject, e, *q.who);
    q.repeat = e.kind() == q.verb && says(e, c) && same_hand;
    q.key_reused = !q.repeat;
    return;
  }
}

template <class Command>
question about(policy const& p, invitation const& i, Command const& c) {
  question q(p, verb<Command>::kind);
  q.subject = &i;
  q.org = &c.org;
  q.recipient = &i.recipient;
  q.offer = &i.offer;
  q.idempotency_key = &c.idempotency_key;
  set_moment(q, c.now);
  q.expires_at = i.expires_at();
  verb<Command>::ask(q, c);
  q.repeat = verb<Command>::repeats(q, c);
  find_key(q, c);
  return q;
}

/// Whether `made` is what the command asks for: the same by the same hand. What a former membership
/// brought is not compared, as that fact is another one once the person is back.
inline bool says(invitation const& made, event const& e, invitation_request const& r,
                 issue_command const& c) {
  auto* said = std::get_if<issue_details>(&e.details);
  const bool reinstates = c.source == offer_source::former_membership;
  if (!said || said->reinstates != reinstates || e.by != c.by) return false;
  if (!reinstates && (!said->offer || *said->offer != r.offer)) return false;
  const auto end = c.lifetime ? plus(e.at, *c.lifetime) : e.expires_at;
  return made.recipient == r.recipient && made.name == r.name && made.send == r.send &&
         made.attributes == r.attributes && e.expires_at == end;
}

/// Looks among the existing invitations for the command itself, for one that may be returned, and
/// for those whose place the new one would take.
inline void find_existing(question& q, invitation_request const& r, issue_command const& c) {
  if (!c.facts.existing) return;
  for (invitation const& other : *c.facts.existing) {
    if (other.organization != c.org) continue;
    event const* first = other.baseline || other.history.empty() ? nullptr : &other.history.front();
    if (!first || c.idempotency_key.empty() || first->idempotency_key != c.idempotency_key)
      continue;
    q.repeat = says(other, *first, r, c);
    q.key_reused = !q.repeat;
    q.existing = q.repeat ? &other : nullptr;
    return;
  }
  for (invitation const& other : *c.facts.existing) {
    if (!competes(q, other)) continue;
    if (q.policy.duplicates == duplicate_rule::supersede) ++q.displaced;
    const bool same = other.organization == c.org && other.offer == *q.offer;
    if (q.policy.duplicates == duplicate_rule::return_existing && same && !q.existing) {
      q.existing = &other;
    }
  }
}

inline question about(policy const& p, invitation_request const& r, issue_command const& c) {
  question q(p, event_kind::issue);
  q.request = &r;
  q.id = &c.id;
  q.org = &c.org;
  q.recipient = &r.recipient;
  q.by = &c.by;
  q.facts = &c.facts;
  q.key = &c.key;
  q.reinstates = c.source == offer_source::former_membership;
  q.offer = q.reinstates && c.facts.former ? &*c.facts.former : &r.offer;
  q.idempotency_key = &c.idempotency_key;
  set_moment(q, c.now);
  set_lifetime(q, c.lifetime);
  find_existing(q, r, c);
  return q;
}

/// The event of what was asked.
template <class Details>
event make_event(question const& q, Details&& details) {
  return {q.now,
          q.by ? *q.by : actor{actor_kind::user, q.who->user},
          q.subject ? q.subject->revision() + 1 : 1,
          q.expires_at,
          *q.idempotency_key,
          q.clamped,
          std::forward<Details>(details)};
}

inline box<uniqueness_claim> claim(organization_id const& org, recipient const& to) {
  if (!to.email) return {};
  return uniqueness_claim{org, to.email->key()};
}

inline std::optional<std::uint64_t> organization_revision(facts const& known) {
  return known.organization ? known.organization->revision : std::nullopt;
}

/// Becomes what `make` returns, where it is wanted: for containers that make their value from one
/// argument.
template <class Make>
struct made_by {
  Make make;
  operator decltype(std::declval<Make&>()())() { return make(); }
};

template <class Make>
made_by(Make) -> made_by<Make>;

/// The decision that `details` come of, once nothing stands against it; made where the caller wants
/// it.
template <class Details>
result<decision> decision_of(question const& q, Details details) {
  invitation const& i = *q.subject;
  const auto make = [&] { return make_event(q, std::move(details)); };
  result<decision> out(std::in_place, [&] {
    return decision{std::optional<event>(std::in_place, made_by{make}),
                    i.revision(),
                    {q.facts ? organization_revision(*q.facts) : std::nullopt,
                     is_renewal(q) ? claim(i.organization, i.recipient) : box<uniqueness_claim>()}};
  });
  if constexpr (std::is_same_v<Details, expire_details>) {
    // The event is as old as the expiry, but never older than the event before it.
    out->event->at = (std::max)(*i.expires_at(), last_moment(i));
  }
  return out;
}

/// The decision on a pending invitation whose place the one in question takes.
inline result<decision> displace(question const& made, invitation const& older) {
  static const std::string no_key;
  question q(made.policy, event_kind::supersede);
  q.subject = &older;
  q.org = older.organization.empty() ? &older.organization : made.org;
  q.recipient = &older.recipient;
  q.by = made.by;
  q.facts = made.facts;
  q.offer = &older.offer;
  q.idempotency_key = &no_key;
  set_moment(q, made.now);
  if (!may_step(q)) return problem{next(q.status, q.verb).refusal, {}, {}, {}};
  q.expires_at = older.expires_at();
  return decision_of(q, supersede_details{*made.id});
}

/// The same for all of them.
inline problems displace_all(question const& made, issue_command const& c,
                             decltype(issuance::superseded)& out) {
  if (made.displaced == 0) return {};
  for (invitation const& older : *c.facts.existing) {
    if (!competes(made, older)) continue;
    auto withdrawn = displace(made, older);
    if (!withdrawn) return std::move(withdrawn).error();
    out.push_back({older.id, *std::move(withdrawn)});
  }
  return {};
}

/// The new invitation, or the one that exists, once nothing stands against it.
inline result<issuance> issuance_of(question const& q, invitation_request const& r,
                                    issue_command const& c) {
  result<issuance> out(std::in_place);
  if (q.existing) {
    out->existing = true;
    out->invitation = invitation(*q.existing);
    return out;
  }
  invitation& made = out->invitation;
  made.id = c.id;
  made.organization = c.org;
  made.recipient = r.recipient;
  made.name = r.name;
  made.send = r.send;
  made.attributes = r.attributes;
  record(made, make_event(q, issue_details{*q.offer, boxed(c.key), q.reinstates}));
  out->guards.organization_revision = organization_revision(c.facts);
  out->guards.unique = claim(c.org, r.recipient);
  problems found = displace_all(q, c, out->superseded);
  if (!found.empty()) out = std::move(found);
  return out;
}

template <class Command>
result<decision> decide(policy const& p, invitation const& i, Command const& c) {
  const question q = about(p, i, c);
  problems found = verb<Command>::rules::judge(q);
  if (!found.empty()) return found;
  if (q.repeat) return decision{std::nullopt, i.revision(), {}};
  return decision_of(q, verb<Command>::tell(q, c));
}

template <class Command>
std::vector<finding> explain(policy const& p, invitation const& i, Command const& c) {
  return verb<Command>::rules::explain(about(p, i, c));
}

}  // namespace detail

INVITO_INLINE result<issuance> issue(policy const& p, invitation_request const& r,
                                     issue_command const& c) {
  const detail::question q = detail::about(p, r, c);
  problems found = detail::verb<issue_command>::rules::judge(q);
  if (!found.empty()) return found;
  return detail::issuance_of(q, r, c);
}

INVITO_INLINE result<decision> resend(policy const& p, invitation const& i,
                                      resend_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> amend(policy const& p, invitation const& i, amend_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> accept(policy const& p, invitation const& i,
                                      accept_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> decline(policy const& p, invitation const& i,
                                       decline_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> revoke(policy const& p, invitation const& i,
                                      revoke_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> supersede(policy const& p, invitation const& i,
                                         supersede_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE result<decision> expire(policy const& p, invitation const& i,
                                      expire_command const& c) {
  return detail::decide(p, i, c);
}

INVITO_INLINE std::vector<finding> explain(policy const& p, invitation_request const& r,
                                           issue_command const& c) {
  return detail::verb<issue_command>::rules::explain(detail::about(p, r, c));
}

INVITO_INLINE std::vector<finding> explain(policy const& p, invitation const& i,
                                           resend_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<finding> explain(policy const& p, invitation const& i,
                                           amend_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<finding> explain(policy const& p, invitation const& i,
                                           accept_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<finding> explain(policy const& p, invitation const& i,
                                           decline_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<finding> explain(policy const& p, invitation const& i,
                                           revoke_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<finding> explain(policy const& p, invitation const& i,
                                           supersede_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<finding> explain(policy const& p, invitation const& i,
                                           expire_command const& c) {
  return detail::explain(p, i, c);
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/sends.ipp ----

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Whether `e`, an event behind the creation of `i`, sent a message.
inline bool sends_again(invitation const& i, event const& e) noexcept {
  return e.kind() == event_kind::resend || (i.send && e.kind() == event_kind::amend);
}

}  // namespace detail

INVITO_INLINE std::uint32_t send_count(invitation const& i) noexcept {
  const auto again = std::count_if(i.history.begin(), i.history.end(),
                                   [&i](event const& e) { return detail::sends_again(i, e); });
  return static_cast<std::uint32_t>(again) + (i.send ? 1U : 0U);
}

INVITO_INLINE std::vector<instant> sends(invitation const& i) {
  std::vector<instant> out;
  out.reserve(send_count(i));
  if (i.send && i.created_at) out.push_back(*i.created_at);
  for (event const& e : i.history) {
    if (detail::sends_again(i, e)) out.push_back(e.at);
  }
  return out;
}

INVITO_INLINE std::optional<instant> last_sent(invitation const& i) noexcept {
  const auto last = std::find_if(i.history.rbegin(), i.history.rend(),
                                 [&i](event const& e) { return detail::sends_again(i, e); });
  if (last != i.history.rend()) return last->at;
  return i.send ? i.created_at : std::nullopt;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/timeline.ipp ----

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

struct status_word {
  std::string_view word;
  invito::status status;
  revoke_cause cause;
};

/// The words that mean something for an invitation; the first of several for one is written.
inline constexpr std::array<status_word, 8> status_words{{
    {"pending", status::pending, {}},
    {"success", status::accepted, {}},
    {"accepted", status::accepted, {}},
    {"cancelled", status::revoked, revoke_cause::revoked},
    {"revoked", status::revoked, revoke_cause::revoked},
    {"approval-denied", status::revoked, revoke_cause::declined},
    {"discarded", status::revoked, revoke_cause::superseded},
    {"expired", status::expired, {}},
}};

inline std::string word_for(status s, revoke_cause cause = {}) {
  for (status_word const& w : status_words) {
    if (w.status == s && w.cause == cause) return std::string(w.word);
  }
  return {};
}

inline std::string word_for(event_kind kind) {
  switch (kind) {
    case event_kind::issue:
    case event_kind::resend:
    case event_kind::amend: break;
    case event_kind::accept: return word_for(status::accepted);
    case event_kind::decline: return word_for(status::revoked, revoke_cause::declined);
    case event_kind::revoke: return word_for(status::revoked, revoke_cause::revoked);
    case event_kind::supersede: return word_for(status::revoked, revoke_cause::superseded);
    case event_kind::expire: return word_for(status::expired);
  }
  return word_for(status::pending);
}

inline status_entry entry_of(event const& e) {
  status_entry out;
  out.status = word_for(e.kind());
  out.at = e.at;
  out.by = e.by.id;
  std::string name = "\"";
  name += to_string(e.kind());
  name += '"';
  out.metadata.push_back({"invito_event", json_text::unchecked(std::move(name))});
  return out;
}

/// Whether there is no more to it than its name, as far as a status can tell.
inline bool is_bare(state const& s) {
  return std::holds_alternative<pending>(s) || s == state(accepted{}) || s == state(revoked{});
}

inline status_entry entry_of(state const& s, std::optional<instant> created_at) {
  status_entry out;
  out.status = word_for(recorded_status(s));
  out.at = std::holds_alternative<pending>(s) ? created_at : changed_at(s);
  if (auto* yes = std::get_if<accepted>(&s)) out.by = yes->by;
  if (auto* no = std::get_if<revoked>(&s)) {
    out.status = word_for(status::revoked, no->cause);
    if (no->by) out.by = no->by->id;
  }
  return out;
}

/// Whether a told status leaves nothing to add of the state beside it.
inline bool tells(status_entry const& told, state const& s) {
  const std::optional<state> said = state_of(told);
  if (!said || recorded_status(*said) != recorded_status(s)) return is_bare(s);
  return said == state_of(entry_of(s, {}));
}

}  // namespace detail

INVITO_INLINE composite_status composite_of(invitation const& i, instant now) {
  composite_status out;
  bool begun = false;
  const auto enter = [&](status_entry next) {
    if (begun) {
      advance(out, std::move(next));
    } else {
      out.current = std::move(next);
    }
    begun = true;
  };
  if (i.baseline) {
    state const& told = i.baseline->state;
    if (i.baseline->told_statuses) {
      out = *i.baseline->told_statuses;
      begun = true;
    }
    if (!begun || !detail::tells(out.current, told)) enter(detail::entry_of(told, i.created_at));
  } else if (i.history.empty()) {
    enter(detail::entry_of(i.state, i.created_at));
  }
  for (event const& e : i.history) enter(detail::entry_of(e));
  auto* waiting = std::get_if<pending>(&i.state);
  if (waiting && i.status(now) == status::expired) {
    enter(detail::entry_of(expired{*waiting->expires_at}, {}));
  }
  return out;
}

INVITO_INLINE std::optional<state> state_of(status_entry const& told) {
  for (detail::status_word const& w : detail::status_words) {
    if (w.word != told.status) continue;
    switch (w.status) {
      case status::pending: return pending{};
      case status::accepted: return accepted{told.at, told.by};
      case status::revoked: {
        revoked out{told.at, {}, w.cause};
        if (!told.by.empty()) out.by = actor::user(told.by);
        return out;
      }
      case status::expired:
        if (told.at) return expired{*told.at};
        break;
    }
  }
  return std::nullopt;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/impl/error_code.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE std::error_category const& category() noexcept {
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

INVITO_INLINE std::error_code make_error_code(code c) noexcept {
  return {static_cast<int>(c), category()};
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/bulk.ipp ----

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Remembers a message for the rates of the rows behind; the list stays in order even where another
/// server's clock is ahead.
inline void log_send(std::optional<std::vector<instant>>& log, instant at) {
  if (!log) return;
  const bool last = log->empty() || log->back() <= at;
  log->insert(last ? log->end() : std::upper_bound(log->begin(), log->end(), at), at);
}

inline void log_send(facts& known, instant at) {
  log_send(known.sends.by_inviter, at);
  log_send(known.sends.of_organization, at);
}

/// Whether a limit is used up, so that what comes behind would meet it, too. How many messages one
/// address has got is nobody else's limit.
inline bool hits_limit(problems const& why) {
  return std::any_of(why.begin(), why.end(), [](problem const& p) {
    return p.code == code::seats_full || p.code == code::too_many_pending ||
           (p.code == code::rate_limited && p.subject != "to_recipient");
  });
}

/// For each row, whether its key stands in an earlier one; see `repeated_keys`.
template <class Row, class KeyOf>
std::vector<bool> repeats(std::vector<Row> const& rows, KeyOf key_of) {
  std::vector<bool> out(rows.size());
  for (const std::size_t n : repeated_keys(rows, key_of)) out[n] = true;
  return out;
}

/// The key, where there is one.
template <class Text>
Text const* if_any(Text const& text) {
  return text.empty() ? nullptr : &text;
}

inline email const* if_any(std::optional<email> const& address) {
  return address ? &*address : nullptr;
}

inline problem stopped_by(std::size_t row) {
  return {code::batch_stopped, {}, {}, {static_cast<std::int64_t>(row), 0, 0}};
}

/// Takes what a new invitation uses up away from the rows behind.
inline void spend(facts& known, issuance const& made) {
  if (made.existing) return;
  if (known.organization) {
    auto& pending = known.organization->pending;
    const auto freed = static_cast<std::uint32_t>(made.superseded.size());
    pending = (pending > freed ? pending - freed : 0) + 1;
  }
  if (made.invitation.send) log_send(known, made.invitation.history.back().at);
}

INVITO_INLINE void plan_one(std::vector<planned>& out, std::size_t row, policy const& p,
                            invitation const& i, actor const& sponsor, revoke_command const& c) {
  std::optional<actor> const& vouches = i.sponsor ? i.sponsor : i.created_by;
  if (judged_status(i, c.now) == status::pending && vouches == sponsor) {
    out.push_back({row, revoke(p, i, c)});
  }
}

INVITO_INLINE void plan_one(std::vector<planned>& out, std::size_t row, policy const& p,
                            invitation const& i, expire_command const& c) {
  if (is_due(i, c.now)) out.push_back({row, expire(p, i, c)});
}

}  // namespace detail

INVITO_INLINE problems check_batch(policy const& p, std::vector<invitation_request> const& all) {
  problems found;
  if (p.quotas.batch && all.size() > *p.quotas.batch) {
    found.add(make_problem(code::too_many_items, {}, {}, {std::int64_t{*p.quotas.batch}}));
    return found;
  }
  for (const std::size_t n : repeated_emails(all)) {
    found.add(
        make_problem(code::duplicate_item, path("email").add(n), all[n].recipient.email->text()));
  }
  return found;
}

INVITO_INLINE std::vector<result<issuance>> plan_issue(policy const& p,
                                                       std::vector<bulk_row> const& rows,
                                                       issue_command c, bulk_mode mode) {
  std::vector<result<issuance>> out;
  out.reserve(rows.size());
  if (p.quotas.batch && rows.size() > *p.quotas.batch) {
    const problem too_many{code::too_many_items, {}, {}, {std::int64_t{*p.quotas.batch}, 0, 0}};
    out.assign(rows.size(), too_many);
    return out;
  }
  std::optional<std::vector<scope_id>> const shared_scopes = std::move(c.facts.scopes);
  const auto emails = detail::repeats(
      rows, [](auto const& row) { return detail::if_any(row.request.recipient.email); });
  const auto users = detail::repeats(
      rows, [](auto const& row) { return detail::if_any(row.request.recipient.user); });
  const auto ids = detail::repeats(rows, [](auto const& row) { return detail::if_any(row.id); });
  const auto idempotency_keys =
      detail::repeats(rows, [](auto const& row) { return detail::if_any(row.idempotency_key); });
  std::optional<std::size_t> refused;  // the first row that was
  std::optional<std::size_t> limit;    // the row that used the last of something up
  for (std::size_t n = 0; n != rows.size(); ++n) {
    bulk_row const& row = rows[n];
    recipient const& to = row.request.recipient;
    if (limit) {
      out.emplace_back(detail::stopped_by(*limit));
      continue;
    }
    if (emails[n]) {
      out.emplace_back(make_problem(code::duplicate_item, "email", to.email->text()));
    } else if (users[n]) {
      out.emplace_back(make_problem(code::duplicate_item, "user", to.user.text()));
    } else if (ids[n]) {
      out.emplace_back(make_problem(code::already_issued, "id", row.id.text()));
    } else if (idempotency_keys[n]) {
      out.emplace_back(make_problem(code::idempotency_mismatch, "idempotency_key"));
    } else {
      c.id = row.id;
      c.key = row.key;
      c.idempotency_key = row.idempotency_key;
      c.facts.member = row.member;
      c.facts.former = row.former;
      c.facts.existing = row.existing;
      c.facts.scopes = row.scopes ? row.scopes : shared_scopes;
      c.facts.sends.to_recipient = row.sent_to_recipient;
      out.emplace_back(issue(p, row.request, c));
    }
    if (out.back()) {
      detail::spend(c.facts, *out.back());
      continue;
    }
    if (!refused) refused = n;
    if (mode == bulk_mode::up_to_limit && detail::hits_limit(out.back().error())) limit = n;
  }
  if (mode != bulk_mode::all_or_nothing || !refused) return out;
  for (result<issuance>& verdict : out) {
    if (verdict) verdict = detail::stopped_by(*refused);
  }
  return out;
}

INVITO_INLINE std::vector<planned> plan_resend(policy const& p, std::vector<resend_row> const& rows,
                                               resend_command c) {
  std::vector<planned> out;
  const auto ids =
      detail::repeats(rows, [](auto const& row) { return detail::if_any(row.invitation->id); });
  std::optional<std::vector<scope_id>> const shared_scopes = std::move(c.facts.scopes);
  for (std::size_t n = 0; n != rows.size(); ++n) {
    resend_row const& row = rows[n];
    invitation const& i = *row.invitation;
    if (detail::judged_status(i, c.now) != status::pending) continue;
    if (ids[n]) {
      out.push_back({n, make_problem(code::duplicate_item, "id", i.id.text())});
      continue;
    }
    c.key = row.key;
    c.facts.scopes = row.scopes ? row.scopes : shared_scopes;
    c.facts.sends.to_recipient = row.sent_to_recipient;
    out.push_back({n, resend(p, i, c)});
    result<decision> const& said = out.back().verdict;
    if (said && said->event) detail::log_send(c.facts, said->event->at);
  }
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/query.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(cursor const& a, cursor const& b) noexcept {
  return a.created_at == b.created_at && a.id == b.id;
}

INVITO_INLINE bool operator<(cursor const& a, cursor const& b) noexcept {
  return std::tie(a.created_at, a.id) < std::tie(b.created_at, b.id);
}

INVITO_INLINE bool matches(invitation_filter const& asked, invitation const& i) noexcept {
  if (!asked.organization.empty() && i.organization != asked.organization) return false;
  if (asked.email && i.recipient.email != asked.email) return false;
  if (asked.inviter && i.created_by != asked.inviter) return false;
  if (asked.sponsor && i.sponsor != asked.sponsor) return false;
  if (asked.role && i.offer.role != *asked.role) return false;
  if (asked.as_of && i.created_at > asked.as_of) return false;
  if (!asked.status) return true;
  return asked.as_of && i.status_at(*asked.as_of) == asked.status;
}

INVITO_INLINE cursor position_of(invitation const& i) { return {i.created_at, i.id}; }

INVITO_INLINE std::string to_string(cursor const& c) {
  std::string out;
  if (c.created_at) append_number(out, std::int64_t{c.created_at->time_since_epoch().count()});
  out += '.';
  out += c.id.text();
  return out;
}

INVITO_INLINE std::optional<cursor> parse_cursor(std::string_view text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  cursor out;
  if (dot != 0) {
    std::int64_t ticks = 0;
    std::from_chars(text.data(), text.data() + dot, ticks);
    out.created_at = instant{std::chrono::nanoseconds{ticks}};
  }
  out.id = invitation_id(std::string(text.substr(dot + 1)));
  // Junk, overflow and other spellings of a number are written differently from what was read.
  if (to_string(out) != text) return std::nullopt;
  return out;
}

namespace detail {

/// When an invitation ran out of time that was pending between two moments, each perhaps unknown.
inline std::optional<instant> ran_out(std::optional<instant> expires_at,
                                      std::optional<instant> since,
                                      std::optional<instant> until) noexcept {
  if (!expires_at) return std::nullopt;
  const instant at = since ? (std::max)(*expires_at, *since) : *expires_at;
  if (until && at > *until) return std::nullopt;
  return at;
}

/// The same for what was told before any event, of which the first is dated `first_event`.
inline std::optional<instant> ran_out_as_told(invitation const& i,
                                              std::optional<instant> first_event) noexcept {
  if (!i.baseline && !i.history.empty()) return std::nullopt;  // begins with its issue
  baseline const* const told = i.baseline ? &*i.baseline : nullptr;
  state const& was = told ? told->state : i.state;
  const std::optional<instant> expires_at = told ? told->expires_at : i.expires_at();
  if (std::holds_alternative<pending>(was)) {
    // An unknown moment is less than every known one.
    const auto since = told ? (std::max)(i.created_at, told->known_at) : i.created_at;
    return ran_out(expires_at, since, first_event);
  }
  // As for `status_at`: between a known birth and its one known change it was pending.
  const std::optional<instant> changed = changed_at(was);
  if (changed && i.created_at) {
    if (const auto at = ran_out(expires_at, i.created_at, changed)) return at;
  }
  return std::holds_alternative<expired>(was) ? changed : std::nullopt;
}

/// The last moment up to `until` at which `i` expired.
inline std::optional<instant> last_expired(invitation const& i, instant until) noexcept {
  std::optional<instant> next;  // the moment of the event behind
  for (auto e = i.history.rbegin(); e != i.history.rend(); ++e) {
    const event_kind kind = e->kind();
    if (kind == event_kind::issue || kind == event_kind::resend || kind == event_kind::amend) {
      const auto at = ran_out(e->expires_at, e->at, next);
      if (at && *at <= until) return at;
    }
    next = e->at;
  }
  const auto at = ran_out_as_told(i, next);
  return at && *at <= until ? at : std::nullopt;
}

}  // namespace detail

INVITO_INLINE std::optional<instant> expired_between(invitation const& i, instant after,
                                                     instant until) noexcept {
  const auto last = detail::last_expired(i, until);
  return last && *last > after ? last : std::nullopt;
}

INVITO_INLINE bool is_due(invitation const& i, instant now) noexcept {
  return std::holds_alternative<pending>(i.state) &&
         detail::judged_status(i, now) == status::expired;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/redact.ipp ----

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Replaces a person in the parts of an invitation, and counts the places.
struct eraser {
  erasure const& who;
  bool invited = false;  // the invitation is to the person
  std::size_t places = 0;

  [[nodiscard]] bool is(email const& e) const { return !e.text().empty() && e == who.email; }
  [[nodiscard]] bool is(user_id const& id) const { return !id.empty() && id == who.user; }

  void erase(email& e) {
    if (!is(e)) return;
    e = who.email_fingerprint;
    ++places;
  }
  void erase(user_id& id) {
    if (!is(id)) return;
    id = who.user_fingerprint;
    ++places;
  }
  void erase(actor& a) { erase(a.id); }
  /// What may be absent.
  template <class Optional>
  void erase_in(Optional& o) {
    if (o) erase(*o);
  }
  /// Texts and lists.
  template <class Container>
  void clear(Container& all) {
    if (all.empty()) return;
    all.clear();
    ++places;
  }

  void erase(state& s) {
    if (auto* yes = std::get_if<accepted>(&s)) erase(yes->by);
    if (auto* no = std::get_if<revoked>(&s)) erase_in(no->by);
  }
  void erase(status_entry& told) {
    if (who.attributes && (invited || is(told.by))) {
      clear(told.description);
      clear(told.metadata);
    }
    erase(told.by);
  }
  void erase(composite_status& told) {
    for (status_entry& e : told.history) erase(e);
    erase(told.current);
  }
  void erase(baseline& start) {
    erase(start.state);
    erase_in(start.sponsor);
    erase_in(start.told_statuses);
  }
  void erase(event& e) {
    erase(e.by);
    if (auto* yes = std::get_if<accept_details>(&e.details)) erase_in(yes->email);
    if (auto* no = std::get_if<decline_details>(&e.details)) erase_in(no->email);
  }
};

}  // namespace detail

INVITO_INLINE result<std::size_t> redact(invitation& i, erasure const& who) {
  if (!who.email.text().empty() && who.email_fingerprint.text().empty()) {
    return problem{code::missing_value, "email_fingerprint", {}, {}};
  }
  if (!who.user.empty() && who.user_fingerprint.empty()) {
    return problem{code::missing_value, "user_fingerprint", {}, {}};
  }
  detail::eraser person{who};
  invitation rest = i;  // all of it forgets, or nothing does
  recipient& to = rest.recipient;
  person.invited = (to.email && person.is(*to.email)) || person.is(to.user);
  person.erase(rest.state);
  person.erase_in(rest.created_by);
  person.erase_in(rest.sponsor);
  person.erase_in(rest.baseline);
  for (event& e : rest.history) person.erase(e);
  if (person.invited) {
    person.clear(rest.name.given);
    person.clear(rest.name.family);
    if (who.attributes) person.clear(rest.attributes);
    person.erase_in(to.email);
    person.erase(to.user);
  }
  if (person.places != 0) {
    for (event& e : rest.history) person.clear(e.idempotency_key);
    i = std::move(rest);
  }
  return person.places;
}

INVITO_INLINE std::vector<email> addresses_of(invitation const& i, user_id const& user) {
  std::vector<email> out;
  if (user.empty()) return out;
  bool invited = i.recipient.user == user;
  email const* other = nullptr;
  for (event const& e : i.history) {
    auto* yes = std::get_if<accept_details>(&e.details);
    auto* no = std::get_if<decline_details>(&e.details);
    if (e.by.id != user || (!yes && !no)) continue;
    box<email> const& from = yes ? yes->email : no->email;
    if (from) other = &*from;
    if (!from) invited = true;
  }
  if (i.history.empty()) {
    auto* yes = std::get_if<accepted>(&i.state);
    auto* no = std::get_if<revoked>(&i.state);
    const bool declined = no && no->cause == revoke_cause::declined && no->by;
    if ((yes && yes->by == user) || (declined && no->by->id == user)) invited = true;
  }
  if (invited && i.recipient.email) out.push_back(*i.recipient.email);
  if (other) out.push_back(*other);
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/visit.ipp ----

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// What `accept` asks about the person alone.
using person_rules =
    rule_list<recipient_matches, email_verified, key_fits, command_complete, domain_admitted>;

}  // namespace detail

INVITO_INLINE result<invitation_preview> preview(policy const& p, invitation const& i,
                                                 visit const& v) {
  if (v.now == no_moment) return problem{code::missing_value, "now", {}, {}};
  accept_command c;
  if (v.who) c.who = *v.who;
  c.key = v.key;
  c.now = v.now;
  const detail::question q = detail::about(p, i, c);
  proof const& relied = q.relied;
  const bool is_recipient = relied.user || relied.email;
  if (!is_recipient && !relied.key) {
    const bool retired = q.held == key_match::retired;
    return problem{retired ? code::key_retired : code::wrong_recipient, {}, {}, {}};
  }
  const bool verified = relied.user || detail::is_own(p, relied);
  if (!verified && !relied.key) return problem{code::email_unverified, {}, {}, {}};
  invitation_preview out;
  out.viewer = is_recipient ? verified ? viewer::recipient : viewer::unverified
               : v.who      ? viewer::somebody_else
                            : viewer::nobody;
  out.status = i.status(q.now);
  out.answerable = out.status == status::pending && detail::person_rules::judge(q).empty();
  out.organization = i.organization;
  if (i.recipient.email) {
    out.address = is_recipient ? i.recipient.email->text() : masked(*i.recipient.email);
  }
  out.offer = i.offer;
  out.offer_number = i.offer_number;
  out.expires_at = i.expires_at();
  return out;
}

INVITO_INLINE std::string masked(email const& address) {
  std::string_view const text = address.text();
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return "***";
  std::size_t first = at < 2 ? 0 : 1;  // one character alone would be the whole of it
  while (first != 0 && first < at && (static_cast<unsigned char>(text[first]) & 0xC0U) == 0x80U) {
    ++first;
  }
  if (first == at) first = 0;
  std::string out(text.substr(0, first));
  out += "***";
  out += text.substr(at);
  return out;
}

INVITO_INLINE std::vector<planned> plan_login(identity const& who,
                                              std::vector<login_row> const& rows, instant now) {
  std::vector<planned> out;
  accept_command c;
  c.who = who;
  c.now = now;
  for (std::size_t n = 0; n != rows.size(); ++n) {
    login_row const& row = rows[n];
    c.facts = row.facts;
    c.key = row.key;
    const detail::question q = detail::about(*row.policy, *row.invitation, c);
    if (q.status != status::pending || !(q.relied.user || q.relied.email)) continue;
    out.push_back({n, accept(*row.policy, *row.invitation, c)});
  }
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/delivery.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(delivery const& a, delivery const& b) noexcept {
  return a.invitation == b.invitation && a.send == b.send && a.status == b.status && a.at == b.at &&
         a.detail == b.detail;
}

INVITO_INLINE bool report(delivery& d, delivery_status to, instant at, std::string_view detail) {
  if (!may_become(d.status, to)) return false;
  if (may_become(to, d.status) && at < d.at) return false;
  // First the one that may run out of memory, and only then the rest.
  d.detail = utf8_prefix(detail, bound::text);
  d.status = to;
  d.at = at;
  return true;
}

}  // namespace INVITO_ABI
}  // namespace invito

#if defined(INVITO_NO_JSON)
#elif !__has_include(<nlohmann/json.hpp>)
#error "invito needs nlohmann_json 3.9 or later, or INVITO_NO_JSON defined: <nlohmann/json.hpp>"
#elif !__has_include(<date/date.h>)
#error "invito needs Howard Hinnant's date 3, or INVITO_NO_JSON defined: <date/date.h>"
#else

// ---- invito/wire/impl/messages.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(error_item const& a, error_item const& b) noexcept {
  return a.where == b.where && a.message == b.message && a.type == b.type && a.input == b.input &&
         a.context == b.context;
}

INVITO_INLINE bool operator==(api_error const& a, api_error const& b) noexcept {
  return a.code == b.code && a.message == b.message && a.type == b.type && a.where == b.where &&
         a.developer_message == b.developer_message && a.status == b.status && a.id == b.id &&
         a.at == b.at && a.details == b.details && a.items == b.items;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/losses.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(loss const& a, loss const& b) {
  return a.what == b.what && a.detail == b.detail;
}

namespace wire {
namespace detail {

/// What an invitation has in common with the request for it.
template <class Asked>
std::vector<feature> asked_features(Asked const& a) {
  std::vector<feature> out;
  if (a.recipient.email) out.push_back(feature::email);
  if (!a.recipient.user.empty()) out.push_back(feature::user);
  if (!a.name.given.empty()) out.push_back(feature::given_name);
  if (!a.name.family.empty()) out.push_back(feature::family_name);
  if (!a.offer.role.empty()) out.push_back(feature::role);
  if (a.offer.grants) out.push_back(feature::grants);
  if (!a.send) out.push_back(feature::send);
  if (!a.attributes.empty()) out.push_back(feature::attributes);
  return out;
}

/// Every feature for which `i` has something to lose.
inline std::vector<feature> features_in(invitation const& i) {
  std::vector<feature> out = asked_features(i);
  const auto note = [&out](bool there, feature f) {
    if (there) out.push_back(f);
  };
  note(!i.id.empty(), feature::id);
  note(true, feature::status);
  note(!i.organization.empty(), feature::organization);
  note(i.created_at.has_value(), feature::created_at);
  note(i.created_by.has_value(), feature::created_by);
  note(i.expires_at().has_value(), feature::expires_at);
  if (auto* yes = std::get_if<accepted>(&i.state)) {
    note(yes->at.has_value(), feature::accepted_at);
    note(!yes->by.empty(), feature::accepted_by);
  }
  if (auto* no = std::get_if<revoked>(&i.state)) {
    note(true, feature::cause);
    note(no->at.has_value(), feature::revoked_at);
    note(no->by.has_value(), feature::revoked_by);
  }
  note(i.sponsor.has_value(), feature::sponsor);
  note(i.offer_number != 1, feature::offer_number);
  note(bool(i.keys), feature::keys);
  note(i.revision() != 0, feature::revision);
  note(!i.history.empty(), feature::history);
  note(i.baseline && i.baseline->told_statuses, feature::statuses);
  return out;
}

inline void add_absent(std::vector<feature> const& needed, feature_set kept,
                       std::vector<loss>& out) {
  for (const feature f : needed) {
    if (!kept.has(f)) out.push_back({f, {}});
  }
}

inline bool has_fraction(std::optional<instant> t) {
  return t && t->time_since_epoch() % std::chrono::seconds{1} != std::chrono::nanoseconds{0};
}

INVITO_INLINE void add_absent(invitation const& i, feature_set kept, std::vector<loss>& out) {
  add_absent(features_in(i), kept, out);
}

INVITO_INLINE void add_absent(creation const& c, feature_set kept, std::vector<loss>& out) {
  std::vector<feature> needed = features_in(c.invitation);
  if (!c.key.empty() && !c.invitation.keys) needed.push_back(feature::keys);
  add_absent(needed, kept, out);
}

INVITO_INLINE void add_absent(invitation_request const& r, feature_set kept,
                              std::vector<loss>& out) {
  add_absent(asked_features(r), kept, out);
}

INVITO_INLINE void add_fractions(invitation const& i, feature_set kept, feature_set whole_seconds,
                                 std::vector<loss>& out) {
  const auto fraction = [&](feature f, std::optional<instant> t) {
    const bool floored = kept.has(f) && whole_seconds.has(f);
    if (floored && has_fraction(t)) out.push_back({f, "fraction of a second"});
  };
  fraction(feature::created_at, i.created_at);
  fraction(feature::updated_at, i.updated_at());
  fraction(feature::expires_at, i.expires_at());
  if (auto* yes = std::get_if<accepted>(&i.state)) fraction(feature::accepted_at, yes->at);
  if (auto* no = std::get_if<revoked>(&i.state)) fraction(feature::revoked_at, no->at);
}

}  // namespace detail
}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/nlohmann.hpp ----

#include <nlohmann/json.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
namespace detail {

/// nlohmann's names for the events.
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
    // The parser has put the decimal point of the C library's locale into the text.
    const auto point = spelling.find_first_not_of("+-0123456789eE");
    if (point == std::string::npos || spelling[point] == '.') return to_->number(value, spelling);
    std::string as_written = spelling;
    as_written[point] = '.';
    // Of a point of several bytes the parser puts in the first, and then reads no further itself.
    const bool cut = static_cast<unsigned char>(spelling[point]) >= 0x80;
    return to_->number(cut ? std::numeric_limits<double>::quiet_NaN() : value, as_written);
  }
  bool string(std::string& text) { return to_->text(text); }
  bool binary(typename Json::binary_t&) { return false; }  // JSON text has none
  bool start_object(std::size_t) { return to_->begin_object(); }
  bool key(std::string& name) { return to_->key(name); }
  bool end_object() { return to_->end_object(); }
  bool start_array(std::size_t) { return to_->begin_array(); }
  bool end_array() { return to_->end_array(); }
  bool parse_error(std::size_t position, std::string const&, typename Json::exception const&) {
    return to_->syntax_error(position == 0 ? 0 : position - 1);  // nlohmann counts from one
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
      return is_utf8(text) ? to.text(text) : to.invalid_text();
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
        if (!is_utf8(member.first)) return to.syntax_error(0);
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
  const std::size_t end = (std::min)(text.find('\0'), text.size());  // nlohmann reads no further
  const bool good = nlohmann::json::sax_parse(text.data(), text.data() + end, &events);
  if (good && end != text.size()) to.syntax_error(end);
}

template <class Json>
void feed_value(Json const& value, reader& to) {
  detail::feed(value, to);
}

namespace detail {

/// Builds the value of an engine like nlohmann's.
template <class Json>
class tree_writer final : public writer {
 public:
  tree_writer(Json& root, write_settings const& how) : writer(how), root_(&root) {}

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

}  // namespace detail

template <class Json>
problems write_tree(void* to, void const* at, codec const& as, write_settings const& how) {
  Json made;
  detail::tree_writer<Json> out(made, how);
  write_value(at, as, out);
  problems found = out.finish();
  *static_cast<Json*>(to) = found.empty() ? std::move(made) : Json();
  return found;
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/nlohmann.ipp ----

#ifdef INVITO_SEPARATE_COMPILATION
namespace invito {
inline namespace INVITO_ABI {
namespace wire {

template void feed_text<>(std::string_view text, reader& to);
template void feed_value<nlohmann::json>(nlohmann::json const& value, reader& to);
template problems write_tree<nlohmann::json>(void* to, void const* at, codec const& as,
                                             write_settings const& how);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
#endif

// ---- invito/wire/impl/source.ipp ----

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
namespace detail {

INVITO_INLINE problems read_into(slot to, source const& in, read_options const& options) {
  reader r(to, options);
  in.feed(r);
  return std::move(r).finish();
}

}  // namespace detail

}  // namespace wire

INVITO_INLINE result<json_text> parse_json_text(wire::source const& in,
                                                read_options const& options) {
  return wire::read_document<json_text>(in, options);
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/target.ipp ----

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
namespace detail {

/// Leaves so much of a string, whatever comes between.
struct kept_start {
  std::string& text;
  std::size_t size;
  ~kept_start() { text.resize(size); }
};

template <class To>
problems write_text(To& end, void const* at, codec const& as, write_settings const& how) {
  text_writer out(end, how);
  write_value(at, as, out);
  out.flush();
  return out.finish();
}

inline problems write_to_string(void* to, void const* at, codec const& as,
                                write_settings const& how) {
  std::string& end = *static_cast<std::string*>(to);
  kept_start start{end, end.size()};
  problems found = write_text(end, at, as, how);
  if (found.empty()) start.size = end.size();
  return found;
}

inline problems write_to_buffer(void* to, void const* at, codec const& as,
                                write_settings const& how) {
  buffer& start = *static_cast<buffer*>(to);
  start.length = 0;
  problems found = write_text(start, at, as, how);
  if (found.empty() && start.length > start.size) {
    found.add({code::too_large,
               {},
               {},
               {static_cast<std::int64_t>(start.length), static_cast<std::int64_t>(start.size)}});
  }
  return found;
}

}  // namespace detail

INVITO_INLINE target::target(std::string& end) : target(&end, &detail::write_to_string) {}

INVITO_INLINE target::target(buffer& start) : target(&start, &detail::write_to_buffer) {}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/dialect.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE int http_statuses::of(problems const& why, disclosure d) const noexcept {
  // The standard codes fold within one kind of answer; an API's own exceptions are by the code.
  code c = deciding(why).code;
  if (d == disclosure::enumeration_safe) c = public_code(c, d);
  for (exception const& e : exceptions) {
    if (e.status != 0 && e.code == c) return e.status;
  }
  return answers[static_cast<std::size_t>(info(c).answer)];
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/aitronos_documents.hpp ----

namespace invito {
inline namespace INVITO_ABI {

struct aitronos;

/// The JSON objects of the dialect, one struct each; texts are `std::string` for reading and
/// `std::string_view` for writing.
namespace aitronos_documents {

/// A time as RFC 3339 text; a fraction is read, and floored on writing.
struct whole_text_time {
  instant value{};
};

template <class Text>
struct request {
  Text email{};
  std::optional<Text> role_id{};
  std::optional<Text> role_name{};
  std::optional<bool> send_invitation{};
  std::optional<bool> send_email{};
};

template <class Text>
struct invite {
  Text invitation_id{};
  Text email{};
  std::optional<Text> user_id{};
  std::optional<Text> organization_id{};
  std::optional<Text> role_id{};
  std::optional<Text> invitation_link{};  // has the key in it: read over, never written
  std::optional<whole_text_time> expires_at{};
  std::optional<whole_text_time> created_at{};
};

template <class Text>
struct created {
  std::optional<Text> invitation_id{};
  Text email{};
  std::optional<Text> invitation_key{};
  std::optional<bool> is_new_user{};
  std::optional<Text> user_id{};
  std::optional<whole_text_time> expires_at{};
  // Of the call's two other generations: read, never written.
  std::optional<Text> role_id{};
  std::optional<Text> invitation_link{};
  std::optional<bool> success{};
  std::optional<Text> message{};
  std::optional<Text> role{};
  std::optional<Text> department{};
  std::optional<Text> old_invitation_id{};
  std::optional<whole_text_time> invited_at{};
  std::optional<whole_text_time> old_expires_at{};
};

template <class Text>
struct validated {
  bool valid = false;
  std::optional<Text> invitation_id{};
  std::optional<Text> email{};
  std::optional<Text> organization_id{};
  std::optional<Text> organization_name{};
  std::optional<Text> role_id{};
  std::optional<Text> role_name{};
  std::optional<whole_text_time> expires_at{};
};

template <class Text>
struct accepting {
  Text email_key{};
};

template <class Text>
struct joined {
  bool success = false;
  std::optional<Text> organization_id{};
  std::optional<Text> organization_name{};
  std::optional<Text> role_id{};
  std::optional<Text> role_name{};
};

template <class Text>
struct error_detail {
  Text code{};
  Text message{};
  std::optional<Text> system_message{};
  std::optional<Text> type{};
  std::optional<std::int64_t> status{};
  std::optional<json_text> details{};
  std::optional<Text> trace_id{};
  std::optional<whole_text_time> timestamp{};
};

template <class Text>
struct error {
  bool success = false;
  error_detail<Text> detail{};
};

}  // namespace aitronos_documents

namespace wire {

template <>
struct documents_of<aitronos> {
  template <class Text>
  using request = aitronos_documents::request<Text>;
  template <class Text>
  using invite = aitronos_documents::invite<Text>;
  template <class Text>
  using creation = aitronos_documents::created<Text>;
  template <class Text>
  using error = aitronos_documents::error<Text>;
};

}  // namespace wire

namespace wire {
namespace detail {

template <>
struct codec_for<aitronos_documents::whole_text_time> {
  using time = aitronos_documents::whole_text_time;
  static code read(void* at, scalar const& in) {
    text_time read_as_told;
    const code wrong = codec_for<text_time>::read(&read_as_told, in);
    as<time>(at).value = read_as_told.value;
    return wrong;
  }
  static void write(void const* at, writer& out) {
    std::array<char, rfc3339_length> text{};
    write_rfc3339(text.data(), as<time>(at).value);
    // The text is cut, not the time: its whole second may lie before the earliest instant.
    constexpr std::size_t length = std::string_view("2026-01-31T23:59:59Z").size();
    text[length - 1] = 'Z';
    out.text({text.data(), length});
  }
  static constexpr codec make() { return scalar_codec("a string: an RFC 3339 time", read, write); }
};

}  // namespace detail

template <class Text>
struct fields_of<aitronos_documents::request<Text>> {
  using object = aitronos_documents::request<Text>;
  static constexpr std::array rows{
      row<&object::email>("email", feature::email).must(),
      row<&object::role_id>("role_id", feature::role).must(),
      row<&object::role_name>("role_name", feature::role).alias("role_id").never_written(),
      row<&object::send_invitation>("send_invitation", feature::send),
      row<&object::send_email>("send_email", feature::send)
          .alias("send_invitation")
          .never_written(),
  };
};

template <class Text>
struct fields_of<aitronos_documents::invite<Text>> {
  using object = aitronos_documents::invite<Text>;
  static constexpr std::array rows{
      row<&object::invitation_id>("invitation_id", feature::id).must(),
      row<&object::email>("email", feature::email).must(),
      row<&object::user_id>("user_id", feature::user),
      row<&object::organization_id>("organization_id", feature::organization),
      row<&object::role_id>("role_id", feature::role),
      row<&object::invitation_link>("invitation_link").never_written(),
      row<&object::expires_at>("expires_at", feature::expires_at).and_also({feature::status}),
      row<&object::created_at>("created_at", feature::created_at),
  };
};

template <class Text>
struct fields_of<aitronos_documents::created<Text>> {
  using object = aitronos_documents::created<Text>;
  static constexpr std::array rows{
      row<&object::invitation_id>("invitation_id", feature::id).must(),
      row<&object::email>("email", feature::email).must(),
      row<&object::invitation_key>("invitation_key", feature::keys),
      row<&object::is_new_user>("is_new_user"),
      row<&object::user_id>("user_id", feature::user),
      row<&object::expires_at>("expires_at", feature::expires_at).and_also({feature::status}),
      row<&object::role_id>("role_id", feature::role).never_written(),
      row<&object::invitation_link>("invitation_link").never_written(),
      row<&object::success>("success").never_written(),
      row<&object::message>("message").never_written(),
      row<&object::role>("role", feature::role).alias("role_id").never_written(),
      row<&object::department>("department").never_written(),
      row<&object::old_invitation_id>("invitationId", feature::id)
          .alias("invitation_id")
          .never_written(),
      row<&object::invited_at>("invitedAt", feature::created_at).never_written(),
      row<&object::old_expires_at>("expiresAt", feature::expires_at)
          .alias("expires_at")
          .never_written(),
  };
};

template <class Text>
struct fields_of<aitronos_documents::validated<Text>> {
  using object = aitronos_documents::validated<Text>;
  static constexpr std::array rows{
      row<&object::valid>("valid", feature::status).must(),
      row<&object::invitation_id>("invitation_id", feature::id),
      row<&object::email>("email", feature::email),
      row<&object::organization_id>("organization_id", feature::organization),
      row<&object::organization_name>("organization_name"),
      row<&object::role_id>("role_id", feature::role),
      row<&object::role_name>("role_name"),
      row<&object::expires_at>("expires_at", feature::expires_at),
  };
};

template <class Text>
struct fields_of<aitronos_documents::accepting<Text>> {
  using object = aitronos_documents::accepting<Text>;
  static constexpr std::array rows{
      row<&object::email_key>("email_key").must(),
  };
};

template <class Text>
struct fields_of<aitronos_documents::joined<Text>> {
  using object = aitronos_documents::joined<Text>;
  static constexpr std::array rows{
      row<&object::success>("success").must(),
      row<&object::organization_id>("organization_id", feature::organization),
      row<&object::organization_name>("organization_name"),
      row<&object::role_id>("role_id", feature::role),
      row<&object::role_name>("role_name"),
  };
};

template <class Text>
struct fields_of<aitronos_documents::error_detail<Text>> {
  using object = aitronos_documents::error_detail<Text>;
  static constexpr std::array rows{
      row<&object::code>("code").must(),
      row<&object::message>("message").must(),
      row<&object::system_message>("system_message"),
      row<&object::type>("type"),
      row<&object::status>("status"),
      row<&object::details>("details"),
      row<&object::trace_id>("trace_id"),
      row<&object::timestamp>("timestamp"),
  };
};

template <class Text>
struct fields_of<aitronos_documents::error<Text>> {
  using object = aitronos_documents::error<Text>;
  static constexpr std::array rows{
      row<&object::success>("success").must(),
      row<&object::detail>("error").must(),
  };
};

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/aitronos.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(validation const& a, validation const& b) {
  return a.valid == b.valid && a.invitation == b.invitation &&
         a.organization_name == b.organization_name && a.role_name == b.role_name;
}

INVITO_INLINE bool operator==(acceptance const& a, acceptance const& b) noexcept {
  return a.organization == b.organization && a.organization_name == b.organization_name &&
         a.role == b.role && a.role_name == b.role_name;
}

namespace aitronos_documents {

/// The id of a base role by its display name; any other text is an id already.
inline std::string role_id_of(std::string role) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> base{
      {{"Owner", "role_owner"}, {"Admin", "role_admin"}, {"Member", "role_member"}}};
  for (auto const& [display_name, role_id] : base) {
    if (ascii_equal(display_name, role)) return std::string(role_id);
  }
  return role;
}

inline std::optional<std::string> role_id_of(std::optional<std::string>&& role) {
  return role ? std::optional(role_id_of(*std::move(role))) : std::nullopt;
}

/// The value of the member `main`, for which another may stand at `alias_at`; both must agree.
template <class Value>
std::optional<Value> either(std::optional<Value> value, std::optional<Value> alias,
                            wire::place const& alias_at, std::string_view main) {
  if (value && alias && *value != *alias) alias_at.refuse(code::conflicting_fields, main);
  return value ? std::move(value) : std::move(alias);
}

/// Reads the organization's id, whose prefix was once written in capitals.
inline organization_id read_organization(std::optional<std::string>&& text, wire::place const& at) {
  if (!text) return {};
  const std::string_view prefix = std::string_view(*text).substr(0, 4);
  if (prefix != "org_" && prefix != "ORG_") at.refuse(code::unknown_value, *text);
  return organization_id(*std::move(text));
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::place const& at) {
  out.recipient.email = email(std::move(from.email));
  std::optional<std::string> role =
      either(std::move(from.role_id), role_id_of(std::move(from.role_name)), at.at("role_name"),
             "role_id");
  if (!role) at.at("role_id").refuse(code::missing_field);  // null
  out.offer.role = std::move(role).value_or(std::string());
  out.send = either(from.send_invitation, from.send_email, at.at("send_email"), "send_invitation")
                 .value_or(true);
}

template <class Text>
void to_model(invite<Text>&& from, invitation& out, wire::place const& at) {
  out.id = invitation_id(std::move(from.invitation_id));
  out.organization = read_organization(std::move(from.organization_id), at.at("organization_id"));
  out.recipient.email = email(std::move(from.email));
  out.recipient.user = user_id(wire::text_of(std::move(from.user_id)));
  out.offer.role = wire::text_of(std::move(from.role_id));
  out.created_at = wire::time_of(from.created_at);
  const std::optional<instant> expires_at = wire::time_of(from.expires_at);
  out.state = pending{expires_at};
  begin_history(out, expires_at);
}

template <class Text>
void to_model(created<Text>&& from, creation& out, wire::place const& at) {
  invitation& made = out.invitation;
  std::optional<std::string> id =
      either(std::move(from.invitation_id), std::move(from.old_invitation_id),
             at.at("invitationId"), "invitation_id");
  if (!id) at.at("invitation_id").refuse(code::missing_field);  // null
  made.id = invitation_id(std::move(id).value_or(std::string()));
  made.recipient.email = email(std::move(from.email));
  made.recipient.user = user_id(wire::text_of(std::move(from.user_id)));
  made.offer.role =
      either(std::move(from.role_id), role_id_of(std::move(from.role)), at.at("role"), "role_id")
          .value_or(std::string());
  made.created_at = wire::time_of(from.invited_at);
  const std::optional<instant> expires_at =
      either(wire::time_of(from.expires_at), wire::time_of(from.old_expires_at), at.at("expiresAt"),
             "expires_at");
  made.state = pending{expires_at};
  begin_history(made, expires_at);
  if (from.invitation_key) out.key = secret(*std::move(from.invitation_key));
  out.is_new_user = from.is_new_user;
}

template <class Text>
void to_model(validated<Text>&& from, validation& out, wire::place const& at) {
  out.valid = from.valid;
  if (!from.valid) return;  // the model could only call it pending
  if (!from.invitation_id) at.at("invitation_id").refuse(code::missing_field);
  if (!from.email) at.at("email").refuse(code::missing_field);
  invitation& found = out.invitation;
  found.id = invitation_id(wire::text_of(std::move(from.invitation_id)));
  found.organization = read_organization(std::move(from.organization_id), at.at("organization_id"));
  found.recipient.email = email(wire::text_of(std::move(from.email)));
  found.offer.role = wire::text_of(std::move(from.role_id));
  const std::optional<instant> expires_at = wire::time_of(from.expires_at);
  found.state = pending{expires_at};
  begin_history(found, expires_at);
  out.organization_name = wire::text_of(std::move(from.organization_name));
  out.role_name = wire::text_of(std::move(from.role_name));
}

template <class Text>
void to_model(accepting<Text>&& from, secret& out, wire::place const&) {
  out = secret(std::move(from.email_key));
}

template <class Text>
void to_model(joined<Text>&& from, acceptance& out, wire::place const& at) {
  if (!from.success) at.at("success").refuse(code::unknown_value, "false");
  out.organization = read_organization(std::move(from.organization_id), at.at("organization_id"));
  out.organization_name = wire::text_of(std::move(from.organization_name));
  out.role = wire::text_of(std::move(from.role_id));
  out.role_name = wire::text_of(std::move(from.role_name));
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::place const& at) {
  if (from.success) at.at("success").refuse(code::unknown_value, "true");
  error_detail<Text>& said = from.detail;
  out.code = std::move(said.code);
  out.message = std::move(said.message);
  out.type = wire::text_of(std::move(said.type));
  out.developer_message = wire::text_of(std::move(said.system_message));
  out.status = said.status;
  out.id = wire::text_of(std::move(said.trace_id));
  out.at = wire::time_of(said.timestamp);
  out.details = std::move(said.details);
}

/// Whether an organization's id has the prefix of today.
inline bool is_organization(std::string_view id_text) { return id_text.substr(0, 4) == "org_"; }

/// Whether an expiry alone says what the invitation is at `now`.
inline bool told_by_expiry(invitation const& i, instant now) {
  const invito::status held = i.status(now);
  if (held == status::expired) return i.expires_at() && *i.expires_at() <= now;
  return held == status::pending;
}

// What a document needs; a text that is empty has no source.

template <class Member>
void fill(std::string_view from, Member& out, std::string_view name, wire::writing const& to_be) {
  if (from.empty()) return to_be.lacks(name);
  out = from;
}

template <class Member>
void fill_email(recipient const& from, Member& out, wire::writing const& to_be) {
  if (!from.email) return to_be.lacks("email");
  out = from.email->text();
}

template <class Member>
void fill_organization(organization_id const& from, Member& out, wire::writing const& to_be) {
  fill(from.text(), out, "organization_id", to_be);
  if (from.empty() || is_organization(from.text())) return;
  to_be["organization_id"].at.refuse(code::not_representable, from.text());
}

inline void fill_time(std::optional<instant> const& from, std::optional<whole_text_time>& out,
                      std::string_view name, wire::writing const& to_be) {
  wire::from_model(from, out);
  if (!from) to_be.lacks(name);
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out, wire::writing const& to_be) {
  fill_email(from.recipient, out.email, to_be);
  fill(from.offer.role, out.role_id, "role_id", to_be);
  out.send_invitation = from.send;
}

template <class Text>
void from_model(invitation const& from, invite<Text>& out, wire::writing const& to_be) {
  if (!told_by_expiry(from, to_be.now)) {
    to_be.at.refuse(code::not_representable, to_string(from.status(to_be.now)));
  }
  fill(from.id.text(), out.invitation_id, "invitation_id", to_be);
  fill_email(from.recipient, out.email, to_be);
  wire::from_model(from.recipient.user.text(), out.user_id);
  fill_organization(from.organization, out.organization_id, to_be);
  fill(from.offer.role, out.role_id, "role_id", to_be);
  fill_time(from.expires_at(), out.expires_at, "expires_at", to_be);
  fill_time(from.created_at, out.created_at, "created_at", to_be);
}

template <class Text>
void from_model(creation const& from, created<Text>& out, wire::writing const& to_be) {
  invitation const& made = from.invitation;
  const invito::status held = made.status(to_be.now);
  if (held != status::pending) {
    to_be["invitation_id"].at.refuse(code::not_representable, to_string(held));
  }
  fill(made.id.text(), out.invitation_id, "invitation_id", to_be);
  fill_email(made.recipient, out.email, to_be);
  fill(from.key.reveal(), out.invitation_key, "invitation_key", to_be);
  out.is_new_user = from.is_new_user;
  if (!from.is_new_user) to_be.lacks("is_new_user");
  fill(made.recipient.user.text(), out.user_id, "user_id", to_be);
  fill_time(made.expires_at(), out.expires_at, "expires_at", to_be);
}

template <class Text>
void from_model(validation const& from, validated<Text>& out, wire::writing const& to_be) {
  invitation const& found = from.invitation;
  out.valid = from.valid && found.status(to_be.now) == status::pending;
  if (!out.valid) return;
  fill(found.id.text(), out.invitation_id, "invitation_id", to_be);
  fill_email(found.recipient, out.email, to_be);
  fill_organization(found.organization, out.organization_id, to_be);
  fill(from.organization_name, out.organization_name, "organization_name", to_be);
  fill(found.offer.role, out.role_id, "role_id", to_be);
  fill(from.role_name, out.role_name, "role_name", to_be);
  fill_time(found.expires_at(), out.expires_at, "expires_at", to_be);
}

template <class Text>
void from_model(acceptance const& from, joined<Text>& out, wire::writing const& to_be) {
  out.success = true;
  fill_organization(from.organization, out.organization_id, to_be);
  fill(from.organization_name, out.organization_name, "organization_name", to_be);
  fill(from.role, out.role_id, "role_id", to_be);
  fill(from.role_name, out.role_name, "role_name", to_be);
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::writing const&) {
  error_detail<Text>& said = out.detail;
  said.code = from.code;
  said.message = from.message;
  wire::from_model(from.developer_message, said.system_message);
  wire::from_model(from.type, said.type);
  said.status = from.status;
  said.details = from.details;
  wire::from_model(from.id, said.trace_id);
  wire::from_model(from.at, said.timestamp);
}

// ---- Errors in the API's words ------------------------------------------------------------------

/// The API's codes, in the order of `answer`.
inline constexpr std::array<std::string_view, answers> error_codes{
    "VALIDATION_ERROR",         "AUTHENTICATION_REQUIRED",    "OPERATION_NOT_ALLOWED",
    "INSUFFICIENT_PERMISSIONS", "ORGANIZATION_ACCESS_DENIED", "OPERATION_NOT_ALLOWED",
    "INTERNAL_SERVER_ERROR",    "INTERNAL_SERVER_ERROR",      "OPERATION_NOT_ALLOWED"};
static_assert(!error_codes.back().empty(), "each kind of answer has a code");

/// The problems by place and code: "email: invalid_email; role_id: missing_value".
inline std::string for_developers(problems const& why) {
  std::string out;
  for (problem const& p : why) {
    if (!out.empty()) out += "; ";
    if (!p.where.empty()) out.append(p.where.dotted()).append(": ");
    out += to_string(p.code);
  }
  return out;
}

/// A flat object of texts; what is not UTF-8 is replaced, as in all of an error body.
inline json_text details_of(
    std::vector<wire::named<std::string_view, std::string_view>> const& members) {
  return json_text::unchecked(
      *wire::write_document(members, {wire::shape::page, false, wire::invalid_text::replaced}));
}

}  // namespace aitronos_documents

template <class Dialect>
result<validation> key_links<Dialect>::read_validation(wire::source const& in,
                                                       read_options const& options) {
  return wire::detail::read_as<aitronos_documents::validated<std::string>, validation>(in, options);
}

template <class Dialect>
result<std::string> key_links<Dialect>::write_validation(validation const& v, instant now,
                                                         write_options const& options) {
  return wire::detail::write_as<aitronos_documents::validated<std::string_view>>(v, now, options);
}

template <class Dialect>
problems key_links<Dialect>::write_validation_to(wire::target const& to, validation const& v,
                                                 instant now, write_options const& options) {
  return wire::detail::write_as<aitronos_documents::validated<std::string_view>>(to, v, now,
                                                                                 options);
}

template <class Dialect>
result<secret> key_links<Dialect>::read_accept_request(wire::source const& in,
                                                       read_options const& options) {
  return wire::detail::read_as<aitronos_documents::accepting<std::string>, secret>(in, options);
}

template <class Dialect>
result<acceptance> key_links<Dialect>::read_acceptance(wire::source const& in,
                                                       read_options const& options) {
  return wire::detail::read_as<aitronos_documents::joined<std::string>, acceptance>(in, options);
}

template <class Dialect>
result<std::string> key_links<Dialect>::write_acceptance(acceptance const& a,
                                                         write_options const& options) {
  return wire::detail::write_as<aitronos_documents::joined<std::string_view>>(a, {}, options);
}

template <class Dialect>
problems key_links<Dialect>::write_acceptance_to(wire::target const& to, acceptance const& a,
                                                 write_options const& options) {
  return wire::detail::write_as<aitronos_documents::joined<std::string_view>>(to, a, {}, options);
}

INVITO_INLINE api_error aitronos::error_of(problems const& why) {
  problem const& first = deciding(why);
  const invito::answer kind = info(first.code).answer;
  const std::string field = first.where.dotted();
  api_error out;
  out.code = aitronos_documents::error_codes[static_cast<std::size_t>(kind)];
  out.message = describe(why);
  out.developer_message = aitronos_documents::for_developers(why);
  out.type =
      kind == answer::internal || kind == answer::unavailable ? "server_error" : "client_error";
  if (first.code == code::invalid_email || first.code == code::email_not_ascii) {
    out.code = "INVALID_EMAIL_FORMAT";
    out.details = aitronos_documents::details_of({{"field", "email"}, {"value", first.subject}});
  } else if (kind == answer::bad_request && !field.empty()) {
    out.details = aitronos_documents::details_of({{"field", field}});
  }
  return out;
}

INVITO_INLINE problems aitronos::check_lookup(lookup_query const& q) {
  problems out;
  char const* given = nullptr;
  const auto look_at = [&](std::string const& value, char const* parameter) {
    if (value.empty()) return;
    if (given) out.add(make_problem(code::conflicting_fields, parameter, given));
    if (!given) given = parameter;
  };
  look_at(q.email, "email");
  look_at(q.user_id, "user_id");
  look_at(q.invitation_id, "invitation_id");
  // No parameter more than another, so the place is the whole query.
  if (!given) out.add(make_problem(code::missing_value, {}, "email, user_id or invitation_id"));
  return out;
}

INVITO_INLINE role_catalog aitronos::roles() {
  const role_catalog base{{"role_owner", 30, true, scope::organization},
                          {"role_admin", 20, true, scope::organization},
                          {"role_member", 10, true, scope::organization}};
  return base.open_to({"role_", 20, true, scope::organization});
}

INVITO_INLINE invito::policy aitronos::policy(preset) {
  invito::policy out;
  out.roles = roles();
  out.inviter_rank = 20;
  out.expiry.lifetime = std::chrono::hours{7 * 24};
  out.expiry.longest = out.expiry.lifetime;
  out.resending.renew_expired = false;
  return out;
}

INVITO_INLINE void aitronos::value_losses(invitation const& i, instant now, write_options const&,
                                          std::vector<loss>& out) {
  if (!aitronos_documents::told_by_expiry(i, now)) {
    out.push_back({feature::status, std::string(to_string(i.status(now)))});
  }
  if (!i.organization.empty() && !aitronos_documents::is_organization(i.organization.text())) {
    out.push_back({feature::organization, i.organization.text()});
  }
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct dialect<aitronos>;
template struct key_links<aitronos>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/control_plane_documents.hpp ----

namespace invito {
inline namespace INVITO_ABI {

struct control_plane;

/// The JSON objects of the dialect, one struct each; texts are `std::string` for reading and
/// `std::string_view` for writing.
namespace control_plane_documents {

template <class Text>
struct request {
  std::optional<std::vector<Text>> emails{};
  std::optional<std::string> group_link{};  // computed on writing
};

template <class Text>
struct error {
  std::optional<std::int64_t> status{};
  std::optional<Text> message{};
  std::optional<Text> code{};
  std::optional<json_text> details{};
  std::optional<Text> id{};
};

template <class Text>
struct response {
  std::optional<std::vector<wire::named<Text, error<Text>>>> errors{};
  std::optional<std::vector<wire::named<Text, Text>>> invitations{};
};

}  // namespace control_plane_documents

namespace wire {

template <>
struct documents_of<control_plane> {
  template <class Text>
  using request = control_plane_documents::request<Text>;
  template <class Text>
  using invite = control_plane_documents::response<Text>;
  template <class Text>
  using creation = invite<Text>;
  template <class Text>
  using error = control_plane_documents::error<Text>;
};

}  // namespace wire

namespace wire {

template <class Text>
struct fields_of<control_plane_documents::request<Text>> {
  using object = control_plane_documents::request<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::emails>("emails", feature::email),
      row<&object::group_link>("groupLink", feature::attributes).wide(),
  };
};

template <class Text>
struct fields_of<control_plane_documents::error<Text>> {
  using object = control_plane_documents::error<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::status>("status"), row<&object::message>("message"),
      row<&object::code>("code"),     row<&object::details>("details"),
      row<&object::id>("id"),
  };
};

template <class Text>
struct fields_of<control_plane_documents::response<Text>> {
  using object = control_plane_documents::response<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::errors>("errors"),
      row<&object::invitations>("invitations", feature::email)
          .and_also({feature::id, feature::status}),
  };
};

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/control_plane.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(bulk_outcome const& a, bulk_outcome const& b) {
  return a.email == b.email && a.answer == b.answer;
}

INVITO_INLINE bool operator==(bulk_answer const& a, bulk_answer const& b) {
  return a.rows == b.rows;
}

namespace control_plane_documents {

inline constexpr std::string_view group_link_name = "groupLink";

template <class T>
std::vector<T> or_empty(std::optional<std::vector<T>>&& list) {
  return list ? *std::move(list) : std::vector<T>();
}

/// Whether there is one thing, which is what the functions for one invitation deal with.
inline bool is_one(std::size_t count, wire::place const& at) {
  if (count == 0) at.refuse(code::missing_field);
  if (count > 1) at.refuse(code::too_many_items, {}, {1});
  return count == 1;
}

/// Whether a link is of bounded length: a request for many holds it once, the model once for each.
inline bool is_bounded(std::string const& link, wire::place const& at) {
  if (link.size() <= bound::text) return true;
  at.refuse(code::text_too_long, {}, {static_cast<std::int64_t>(link.size()), bound::text});
  return false;
}

/// The attribute that a request has a member for, or null.
inline attribute const* group_link_in(invitation_request const& r) {
  const auto found = std::find_if(r.attributes.begin(), r.attributes.end(),
                                  [](attribute const& a) { return a.name == group_link_name; });
  return found == r.attributes.end() ? nullptr : &*found;
}

/// The link itself, which is a JSON string, or problems.
inline result<std::string> text_of(attribute const& group_link) {
  return wire::read_document<std::string>(group_link.value.text(), {});
}

template <class Text>
void to_model(request<Text>&& from, std::vector<invitation_request>& out, wire::place const& at) {
  attribute_list attributes;
  if (from.group_link && is_bounded(*from.group_link, at.at(group_link_name))) {
    attributes.push_back({std::string(group_link_name), wire::quoted(*from.group_link)});
  }
  std::vector<Text> emails = or_empty(std::move(from.emails));
  out.resize(emails.size());
  for (std::size_t n = 0; n != emails.size(); ++n) {
    out[n].recipient.email = email(std::move(emails[n]));
    out[n].attributes = attributes;
  }
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::place const& at) {
  std::vector<invitation_request> all;
  to_model(std::move(from), all, at);
  if (is_one(all.size(), at.at("emails"))) out = std::move(all.front());
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::place const&) {
  out.status = from.status;
  out.message = wire::text_of(std::move(from.message));
  out.code = wire::text_of(std::move(from.code));
  out.details = std::move(from.details);
  out.id = wire::text_of(std::move(from.id));
}

template <class Text>
void to_model(response<Text>&& from, bulk_answer& out, wire::place const& at) {
  auto invitations = or_empty(std::move(from.invitations));
  auto errors = or_empty(std::move(from.errors));
  std::set<std::string_view> invited;
  for (auto const& i : invitations) invited.insert(i.name);
  for (auto const& e : errors) {
    if (invited.count(e.name) == 0) continue;
    at.at("errors").at(e.name).refuse(code::conflicting_fields, "invitations");
  }
  for (auto& i : invitations) {
    out.rows.push_back({std::move(i.name), invitation_id(std::move(i.value))});
  }
  for (auto& e : errors) {
    api_error why;
    to_model(std::move(e.value), why, at);
    out.rows.push_back({std::move(e.name), std::move(why)});
  }
}

template <class Text>
void to_model(response<Text>&& from, invitation& out, wire::place const& at) {
  auto invitations = or_empty(std::move(from.invitations));
  auto const errors = or_empty(std::move(from.errors));
  for (auto const& e : errors) {
    const std::string_view why = e.value.message ? std::string_view(*e.value.message) : "an error";
    at.at("errors").at(e.name).refuse(code::not_representable, why);
  }
  if (invitations.empty() && !errors.empty()) return;  // they say why there is none
  if (!is_one(invitations.size(), at.at("invitations"))) return;
  out.id = invitation_id(std::move(invitations.front().value));
  out.recipient.email = email(std::move(invitations.front().name));
  begin_history(out, std::nullopt);
}

/// What any number of requests has in common with one alone.
template <class Text>
void from_models(invitation_request const* all, std::size_t count, request<Text>& out,
                 wire::writing const& to_be) {
  std::vector<Text>& emails = out.emails.emplace();
  wire::place const list = to_be.at.at("emails");
  for (std::size_t n = 0; n != count; ++n) {
    wire::place const at = list.at(n);
    if (all[n].recipient.email) {
      emails.push_back(all[n].recipient.email->text());
    } else if (!to_be.options.incomplete) {
      at.refuse(code::missing_value);
    }
    if (!all[n].send) at.refuse(code::not_representable, "an invitation that is not sent");
  }
  if (count == 0 || !to_be.wide()) return;
  wire::place const at = to_be.at.at(group_link_name);
  attribute const* first = group_link_in(all[0]);
  for (std::size_t n = 1; n != count; ++n) {
    attribute const* next = group_link_in(all[n]);
    if (first && next ? *first == *next : first == next) continue;
    return at.refuse(code::not_representable, "several groups");
  }
  if (!first) return;
  result<std::string> link = text_of(*first);
  if (!link) return at.refuse(code::not_representable, first->value.text());
  if (is_bounded(*link, at)) out.group_link = *std::move(link);
}

template <class Text>
void from_model(std::vector<invitation_request> const& from, request<Text>& out,
                wire::writing const& to_be) {
  from_models(from.data(), from.size(), out, to_be);
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out, wire::writing const& to_be) {
  from_models(&from, 1, out, to_be);
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::writing const&) {
  out.status = from.status;
  wire::from_model(from.message, out.message);
  wire::from_model(from.code, out.code);
  out.details = from.details;
  wire::from_model(from.id, out.id);
}

template <class Text>
void from_model(bulk_answer const& from, response<Text>& out, wire::writing const& to_be) {
  auto& errors = out.errors.emplace();
  auto& invitations = out.invitations.emplace();
  std::set<std::string_view> written;
  for (bulk_outcome const& row : from.rows) {
    if (!written.insert(row.email).second) continue;
    if (auto* id = std::get_if<invitation_id>(&row.answer)) {
      if (id->empty()) to_be["invitations"].lacks(row.email);
      invitations.push_back({row.email, id->text()});
    } else if (auto* why = std::get_if<api_error>(&row.answer)) {
      auto& e = errors.emplace_back();
      e.name = row.email;
      from_model(*why, e.value, to_be);
    }
  }
}

template <class Text>
void from_model(invitation const& from, response<Text>& out, wire::writing const& to_be) {
  out.errors.emplace();
  auto& invitations = out.invitations.emplace();
  if (from.recipient.email && !from.id.empty()) {
    invitations.push_back({from.recipient.email->text(), from.id.text()});
  } else {
    to_be.lacks("invitations");
  }
  const invito::status status = from.status(to_be.now);
  if (status == status::pending) return;
  to_be["invitations"].at.refuse(code::not_representable, to_string(status));
}

}  // namespace control_plane_documents

template <class Dialect>
result<std::vector<invitation_request>> batches<Dialect>::read_bulk_request(
    wire::source const& in, read_options const& options) {
  using all = std::vector<invitation_request>;
  if (in.empty()) return all();
  return wire::detail::read_as<control_plane_documents::request<std::string>, all>(in, options);
}

template <class Dialect>
result<std::string> batches<Dialect>::write_bulk_request(std::vector<invitation_request> const& all,
                                                         write_options const& options) {
  return wire::detail::write_as<control_plane_documents::request<std::string_view>>(all, {},
                                                                                    options);
}

template <class Dialect>
problems batches<Dialect>::write_bulk_request_to(wire::target const& to,
                                                 std::vector<invitation_request> const& all,
                                                 write_options const& options) {
  return wire::detail::write_as<control_plane_documents::request<std::string_view>>(to, all, {},
                                                                                    options);
}

template <class Dialect>
result<bulk_answer> batches<Dialect>::read_bulk(wire::source const& in,
                                                read_options const& options) {
  return wire::detail::read_as<control_plane_documents::response<std::string>, bulk_answer>(
      in, options);
}

template <class Dialect>
result<std::string> batches<Dialect>::write_bulk(bulk_answer const& a) {
  return wire::detail::write_as<control_plane_documents::response<std::string_view>>(a);
}

template <class Dialect>
problems batches<Dialect>::write_bulk_to(wire::target const& to, bulk_answer const& a) {
  return wire::detail::write_as<control_plane_documents::response<std::string_view>>(to, a);
}

INVITO_INLINE api_error control_plane::error_of(problems const& why) {
  return {std::string(to_string(deciding(why).code)), describe_with_places(why)};
}

INVITO_INLINE role_catalog control_plane::roles() { return {}; }

INVITO_INLINE invito::policy control_plane::policy(preset which) {
  invito::policy out;
  out.granting = granting::unchecked;
  out.expiry.lifetime = std::nullopt;
  out.expiry.longest = std::nullopt;
  if (which == preset::observed) out.quotas.batch = 10;
  return out;
}

INVITO_INLINE void control_plane::request_value_losses(invitation_request const& r,
                                                       write_options const& options,
                                                       std::vector<loss>& out) {
  if (options.shape == wire::shape::page) return;  // there, all attributes are lost
  attribute const* kept = control_plane_documents::group_link_in(r);
  if (kept) {
    const result<std::string> link = control_plane_documents::text_of(*kept);
    if (!link || link->size() > bound::text) kept = nullptr;
  }
  for (attribute const& a : r.attributes) {
    if (&a == kept) continue;
    out.push_back({feature::attributes, a.name.empty() ? "without a name" : a.name});
  }
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct dialect<control_plane>;
template struct batches<control_plane>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/deepset_documents.hpp ----

namespace invito {
inline namespace INVITO_ABI {

struct deepset;

/// The JSON objects of the dialect, one struct each; texts are `std::string` for reading and
/// `std::string_view` for writing.
namespace deepset_documents {

/// A text that is read only where it is a UUID, and kept as written.
template <class Text>
struct uuid {
  Text text{};
};

template <class Text>
struct request {
  Text email{};
  Text family_name{};
  Text given_name{};
  Text role{};
  std::vector<uuid<Text>> workspace_ids{};
};

template <class Text>
struct answer {
  json_text body = json_text::unchecked("{}");
};

template <class Text>
struct item {
  path loc{};
  Text msg{};
  Text type{};
  std::optional<json_text> input{};
  std::optional<json_text> ctx{};
};

/// Absent, one sentence, or one item for each mistake.
template <class Text>
struct details {
  std::variant<std::monostate, Text, std::vector<item<Text>>> value{};
};

template <class Text>
struct error {
  details<Text> detail{};
};

/// Whether the text is 32 hexadecimal digits, or those with hyphens as 8-4-4-4-12.
constexpr bool is_uuid(std::string_view text) noexcept {
  const bool hyphenated = text.size() == 36;
  if (!hyphenated && text.size() != 32) return false;
  for (std::size_t n = 0; n != text.size(); ++n) {
    const char c = ascii_lower(text[n]);
    const bool hyphen = hyphenated && (n == 8 || n == 13 || n == 18 || n == 23);
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (hyphen ? c != '-' : !digit) return false;
  }
  return true;
}

}  // namespace deepset_documents

namespace wire {

template <>
struct documents_of<deepset> {
  template <class Text>
  using request = deepset_documents::request<Text>;
  template <class Text>
  using invite = deepset_documents::answer<Text>;
  template <class Text>
  using creation = deepset_documents::answer<Text>;
  template <class Text>
  using error = deepset_documents::error<Text>;
};

}  // namespace wire

namespace wire {
namespace detail {

template <class Text>
struct codec_for<deepset_documents::uuid<Text>> {
  using uuid = deepset_documents::uuid<Text>;
  static code read(void* at, scalar const& in) {
    const code wrong = codec_of<Text>.scalar(&as<uuid>(at).text, in);
    if (wrong != code{}) return wrong;
    return deepset_documents::is_uuid(in.text) ? code{} : code::invalid_uuid;
  }
  static void write(void const* at, writer& out) { codec_of<Text>.write(&as<uuid>(at).text, out); }
  static constexpr codec make() { return scalar_codec("a string: a UUID", read, write); }
};

template <class Text>
struct codec_for<deepset_documents::answer<Text>> {
  using answer = deepset_documents::answer<Text>;
  static json_text* raw(void* at) { return &as<answer>(at).body; }
  static void write(void const* at, writer& out) { out.json(as<answer>(at).body.text()); }
  static constexpr codec make() {
    codec c{codec::kind::raw, "any value"};
    c.raw = raw;
    c.write = write;
    return c;
  }
};

template <class Text>
struct codec_for<deepset_documents::details<Text>> {
  using items = std::vector<deepset_documents::item<Text>>;
  static auto& value(void* at) { return as<deepset_documents::details<Text>>(at).value; }
  static auto& value(void const* at) { return as<deepset_documents::details<Text>>(at).value; }
  static code read(void* at, scalar const& in) {
    if (in.kind != scalar::kind::text) return code::wrong_type;
    return codec_of<Text>.scalar(&value(at).template emplace<Text>(), in);
  }
  static void array(void* at) { value(at).template emplace<items>(); }
  static slot element(void* at) { return codec_of<items>.element(std::get_if<items>(&value(at))); }
  static void const* held(void const* at) {
    return std::get_if<std::monostate>(&value(at)) ? nullptr : at;
  }
  static void write(void const* at, writer& out) {
    if (auto* text = std::get_if<Text>(&value(at))) codec_of<Text>.write(text, out);
    if (auto* all = std::get_if<items>(&value(at))) codec_of<items>.write(all, out);
  }
  static constexpr codec make() {
    codec c{codec::kind::array, "a string or an array"};
    c.scalar = read;  // beside those of an array: the reader takes either
    c.array = array;
    c.element = element;
    c.optional = true;
    c.held = held;
    c.write = write;
    return c;
  }
};

}  // namespace detail

template <class Text>
struct fields_of<deepset_documents::request<Text>> {
  using object = deepset_documents::request<Text>;
  static constexpr std::array rows{
      row<&object::email>("email", feature::email).must(),
      row<&object::family_name>("family_name", feature::family_name).must(),
      row<&object::given_name>("given_name", feature::given_name).must(),
      row<&object::role>("role", feature::role).must(),
      row<&object::workspace_ids>("workspace_ids", feature::grants),
  };
};

// Of an open shape no member is known; this says that no feature is carried.
template <class Text>
struct fields_of<deepset_documents::answer<Text>> {
  static constexpr std::array<field, 0> rows{};
};

template <class Text>
struct fields_of<deepset_documents::item<Text>> {
  using object = deepset_documents::item<Text>;
  static constexpr std::array rows{
      row<&object::loc>("loc").must(),   row<&object::msg>("msg").must(),
      row<&object::type>("type").must(), row<&object::input>("input"),
      row<&object::ctx>("ctx"),
  };
};

template <class Text>
struct fields_of<deepset_documents::error<Text>> {
  using object = deepset_documents::error<Text>;
  static constexpr std::array rows{
      row<&object::detail>("detail"),
  };
};

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/deepset.ipp ----

namespace invito {
inline namespace INVITO_ABI {

namespace deepset_documents {

/// The digits of a UUID, by which two spellings of one are the same.
inline std::string digits_of(std::string_view id) {
  std::string out;
  for (const char c : id) {
    if (c != '-') out += ascii_lower(c);
  }
  return out;
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::place const& at) {
  out.recipient.email = email(std::move(from.email));
  out.name = {std::move(from.given_name), std::move(from.family_name)};
  out.offer.role = std::move(from.role);
  std::vector<grant>& grants = out.offer.grants.emplace();
  std::vector<grant> same;
  for (uuid<Text>& id : from.workspace_ids) {
    same.push_back({scope::workspace, digits_of(id.text), {}});
    grants.push_back({scope::workspace, std::move(id.text), {}});
  }
  for (const std::size_t n : repeated(same)) {
    at.at("workspace_ids").at(n).refuse(code::duplicate_item, grants[n].id);
  }
}

template <class Text>
void to_model(answer<Text>&&, invitation& out, wire::place const&) {
  begin_history(out, std::nullopt);
}

template <class Text>
void to_model(answer<Text>&& from, creation& out, wire::place const&) {
  begin_history(out.invitation, std::nullopt);
  out.body = std::move(from.body);
}

template <class Text>
void to_model(item<Text>&& from, error_item& out, wire::place const&) {
  out = {std::move(from.loc), std::move(from.msg), std::move(from.type), std::move(from.input),
         std::move(from.ctx)};
}

/// What an error of several items says as a whole: what its first one says.
inline void sum_up(api_error& e) {
  if (e.items.empty()) return;
  error_item const& first = e.items.front();
  e.code = first.type;
  e.message = first.message;
  e.where = first.where.dotted();
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::place const& at) {
  if (auto* text = std::get_if<Text>(&from.detail.value)) out.message = std::move(*text);
  if (auto* all = std::get_if<std::vector<item<Text>>>(&from.detail.value)) {
    wire::to_models(std::move(*all), out.items, at.at("detail"));
    sum_up(out);
  }
}

/// Whether the request has a place for such a grant: workspaces are given by their ids alone.
inline bool can_say(grant const& g) {
  return g.scope == scope::workspace && g.role.empty() && is_uuid(g.id);
}

template <class Text>
void from_model(grant const& from, uuid<Text>& out, wire::writing const& to_be) {
  out.text = from.id;
  if (can_say(from)) return;
  if (from.scope != scope::workspace) {
    to_be.at.refuse(code::not_representable, "a grant that is not for a workspace");
  } else if (!from.role.empty()) {
    to_be.at.refuse(code::not_representable, "a role in a workspace");
  } else {
    to_be.at.refuse(code::not_representable, "a workspace id that is not a UUID");
  }
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out, wire::writing const& to_be) {
  const auto required = [&to_be](std::string const& source, Text& member, std::string_view called) {
    member = source;
    if (source.empty()) to_be.lacks(called);
  };
  if (from.recipient.email) {
    out.email = from.recipient.email->text();
  } else {
    to_be.lacks("email");
  }
  required(from.name.family, out.family_name, "family_name");
  required(from.name.given, out.given_name, "given_name");
  required(from.offer.role, out.role, "role");
  if (from.offer.grants) {
    wire::from_models(*from.offer.grants, out.workspace_ids, to_be["workspace_ids"]);
  }
  if (!from.send) {
    to_be["send"].at.refuse(code::not_representable, "an invitation that is not sent");
  }
}

template <class Text>
void from_model(invitation const&, answer<Text>&, wire::writing const&) {}

template <class Text>
void from_model(creation const& from, answer<Text>& out, wire::writing const&) {
  if (from.body) out.body = *from.body;
}

template <class Text>
void from_model(error_item const& from, item<Text>& out, wire::writing const&) {
  out = {from.where, from.message, from.type, from.input, from.context};
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::writing const& to_be) {
  if (from.items.empty()) {
    out.detail.value = Text(from.message);
  } else {
    auto& all = out.detail.value.template emplace<std::vector<item<Text>>>();
    wire::from_models(from.items, all, to_be["detail"]);
  }
}

// ---- Problems in pydantic's words ---------------------------------------------------------------

/// The most bytes of a text that are sent back as `input`.
inline constexpr std::size_t longest_input = 64;

/// What pydantic says where a value has another type than the one that was expected.
struct type_error {
  std::string_view expects, type, message;
};

inline constexpr std::array<type_error, 4> type_errors{{
    {"a string", "string_type", "Input should be a valid string"},
    {"a string: a UUID", "uuid_type", "UUID input should be a string, bytes or UUID object"},
    {"an array", "list_type", "Input should be a valid list"},
    {"an object", "model_attributes_type",
     "Input should be a valid dictionary or object to extract fields from"},
}};

/// The codes whose subject is the text that stands at the place.
inline constexpr std::array<code, 7> quoting{
    code::unknown_value,   code::duplicate_item, code::invalid_uuid,      code::invalid_email,
    code::email_not_ascii, code::unknown_role,   code::role_not_grantable};

/// The place below the body. A workspace is one string: what the library keeps of it in members
/// lies at its index.
inline path loc_of(path const& where) {
  path out("body");
  bool in_workspaces = false;
  for (path::segment const& s : where.segments()) {
    if (s.index) {
      out.add(*s.index);
      if (in_workspaces) break;
    } else {
      out.add(s.name);
      in_workspaces = s.name == "workspace_ids";
    }
  }
  return out;
}

/// What pydantic adds to its message: {"error":"..."}.
inline json_text context(std::string_view reason) {
  return json_text::unchecked("{\"error\":" + wire::quoted(reason).text() + "}");
}

/// The text that was sent to the place, where the problem has it and it is short.
inline std::optional<json_text> input(problem const& p) {
  bool quotes = false;
  for (const code c : quoting) quotes = quotes || c == p.code;
  if (!quotes || p.where.empty() || p.subject.size() > longest_input) return std::nullopt;
  const std::vector<path::segment> steps = p.where.segments();
  const bool in_workspace = steps.size() > 1 && steps.back().name == "role";
  if (in_workspace) return std::nullopt;  // what stands there is the id
  return wire::quoted(p.subject);
}

inline error_item item_of(problem const& p) {
  const path loc = loc_of(p.where);
  const std::string sentence = describe(p);
  switch (p.code) {
    case code::missing_field:
    case code::missing_value: return {loc, "Field required", "missing", {}, {}};
    case code::unknown_field:
      return {loc, "Extra inputs are not permitted", "extra_forbidden", {}, {}};
    case code::wrong_type:
      for (type_error const& e : type_errors) {
        if (e.expects == p.subject)
          return {loc, std::string(e.message), std::string(e.type), {}, {}};
      }
      break;
    case code::invalid_uuid: {
      const std::string reason =
          "expected 32 hexadecimal digits, with hyphens as 8-4-4-4-12 or without";
      return {loc, "Input should be a valid UUID, " + reason, "uuid_parsing", input(p),
              context(reason)};
    }
    case code::syntax_error:
      return {path(loc).add(static_cast<std::size_t>(p.numbers[0])), "JSON decode error",
              "json_invalid", json_text::unchecked("{}"), context(sentence)};
    default: break;
  }
  return {loc, "Value error, " + sentence, "value_error", input(p), context(sentence)};
}

}  // namespace deepset_documents

INVITO_INLINE api_error deepset::error_of(problems const& why) {
  api_error out;
  if (http_status(why) != 422) {
    out.message = describe(why);
    return out;
  }
  for (problem const& p : why) out.items.push_back(deepset_documents::item_of(p));
  deepset_documents::sum_up(out);
  return out;
}

INVITO_INLINE role_catalog deepset::roles() {
  const role admin{"Admin", 30, true, scope::organization};
  return role_catalog{admin,
                      {"Editor", 20, true, scope::organization},
                      {"Member", 10, true, scope::organization},
                      {"Search user", 5, true, scope::organization}}
      .open_to(admin)
      .ignoring_case();
}

INVITO_INLINE invito::policy deepset::policy(preset) {
  invito::policy out;
  out.roles = roles();
  out.expiry.lifetime = std::nullopt;
  out.expiry.longest = std::nullopt;
  return out;
}

INVITO_INLINE void deepset::request_value_losses(invitation_request const& r, write_options const&,
                                                 std::vector<loss>& out) {
  if (!r.offer.grants) {
    out.push_back({feature::grants, "default"});  // written as none at all
    return;
  }
  for (grant const& g : *r.offer.grants) {
    if (!deepset_documents::can_say(g)) out.push_back({feature::grants, g.id});
  }
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct dialect<deepset>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/nuon_documents.hpp ----

namespace invito {
inline namespace INVITO_ABI {

struct nuon;

/// The JSON objects of the dialect, one struct each; texts are `std::string` for reading and
/// `std::string_view` for writing.
namespace nuon_documents {

/// The roles of the page, then those that the API has gained since. An empty text is read as an
/// absent one, so it stands in both vocabularies.
inline constexpr std::array<std::string_view, 9> roles{
    "org_admin",     "org_support", "installer", "runner", "hosted-installer",
    "org_read_only", "org_builder", "stack",     ""};
inline constexpr std::size_t page_roles = 5;
inline constexpr std::array<std::string_view, 4> statuses{"pending", "accepted", "revoked", ""};

template <class Text>
struct request {
  Text email{};
  std::optional<Text> role_type{};
};

/// Owns its texts in both directions: what is written is made for the writing.
struct composite {
  std::optional<wire::unix_time> created_at_ts{};
  std::optional<std::string> created_by_id{};
  std::optional<std::vector<composite>> history{};
  std::optional<attribute_list> metadata{};
  std::optional<std::string> status{};
  std::optional<std::string> status_human_description{};
};

template <class Text>
struct invite {
  std::optional<wire::text_time> created_at{};
  std::optional<Text> created_by_id{};
  std::optional<Text> email{};
  std::optional<Text> first_name{};
  std::optional<Text> id{};
  std::optional<Text> last_name{};
  std::optional<Text> org_id{};
  std::optional<Text> role_type{};
  std::optional<Text> status{};
  std::optional<composite> status_v2{};
  std::optional<wire::text_time> updated_at{};
};

template <class Text>
struct error {
  std::optional<Text> description{};
  std::optional<Text> error_text{};
  std::optional<bool> user_error{};
};

}  // namespace nuon_documents

namespace wire {

template <>
struct documents_of<nuon> {
  template <class Text>
  using request = nuon_documents::request<Text>;
  template <class Text>
  using invite = nuon_documents::invite<Text>;
  template <class Text>
  using creation = invite<Text>;
  template <class Text>
  using list = std::vector<invite<Text>>;
  template <class Text>
  using error = nuon_documents::error<Text>;
};

}  // namespace wire

namespace wire {

template <class Text>
struct fields_of<nuon_documents::request<Text>> {
  using object = nuon_documents::request<Text>;
  static constexpr std::array rows{
      row<&object::email>("email", feature::email).must(),
      row<&object::role_type>("role_type", feature::role)
          .one_of(vocabulary(nuon_documents::roles, code::unknown_role)),
  };
};

template <>
struct fields_of<nuon_documents::composite> {
  using object = nuon_documents::composite;
  static constexpr std::array rows{
      row<&object::created_at_ts>("created_at_ts"),
      row<&object::created_by_id>("created_by_id"),
      row<&object::history>("history"),
      row<&object::metadata>("metadata"),
      row<&object::status>("status"),
      row<&object::status_human_description>("status_human_description"),
  };
};

template <class Text>
struct fields_of<nuon_documents::invite<Text>> {
  using object = nuon_documents::invite<Text>;
  static constexpr std::array rows{
      row<&object::created_at>("created_at", feature::created_at),
      row<&object::created_by_id>("created_by_id", feature::created_by)
          .and_also({feature::sponsor}),
      row<&object::email>("email", feature::email),
      row<&object::first_name>("first_name", feature::given_name).wide(),
      row<&object::id>("id", feature::id),
      row<&object::last_name>("last_name", feature::family_name).wide(),
      row<&object::org_id>("org_id", feature::organization),
      row<&object::role_type>("role_type", feature::role)
          .one_of(vocabulary(nuon_documents::roles, code::unknown_role)),
      row<&object::status>("status", feature::status).one_of(vocabulary(nuon_documents::statuses)),
      row<&object::status_v2>("status_v2", feature::statuses)
          .and_also({feature::cause, feature::accepted_at, feature::accepted_by,
                     feature::revoked_at, feature::revoked_by}),
      row<&object::updated_at>("updated_at", feature::updated_at),
  };
};

template <class Text>
struct fields_of<nuon_documents::error<Text>> {
  using object = nuon_documents::error<Text>;
  static constexpr std::array rows{
      row<&object::description>("description"),
      row<&object::error_text>("error"),
      row<&object::user_error>("user_error"),
  };
};

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/nuon.ipp ----

namespace invito {
inline namespace INVITO_ABI {

namespace nuon_documents {

using wire::from_model;
using wire::text_of;

/// What an absent role means: the one that invites had before they could name one.
template <class Text>
std::string role_of(std::optional<Text>&& from) {
  std::string out = text_of(std::move(from));
  return out.empty() ? std::string(roles[0]) : out;
}

inline bool has_role(std::string_view role, wire::shape shape) {
  const std::size_t known = shape == wire::shape::wide ? roles.size() : page_roles;
  for (std::size_t n = 0; n != known; ++n) {
    if (roles[n] == role) return true;
  }
  return false;
}

inline status_entry entry_of(composite&& from) {
  return {text_of(std::move(from.status)), text_of(std::move(from.status_human_description)),
          wire::time_of(from.created_at_ts), user_id(text_of(std::move(from.created_by_id))),
          from.metadata ? *std::move(from.metadata) : attribute_list()};
}

/// Nested histories become one, the older first. As deep as the reader's limit lets them be.
inline void flatten(composite&& from, std::vector<status_entry>& out) {
  if (from.history) {
    for (composite& before : *from.history) flatten(std::move(before), out);
  }
  out.push_back(entry_of(std::move(from)));
}

inline composite_status to_statuses(composite&& from) {
  composite_status out;
  if (from.history) out.history.reserve(from.history->size() + 1);
  flatten(std::move(from), out.history);
  out.current = std::move(out.history.back());
  out.history.pop_back();
  return out;
}

/// A text that is handed on; absent and empty are the same.
inline std::optional<std::string> unless_empty(std::string&& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(std::move(text));
}

inline void from_entry(status_entry&& from, composite& out) {
  out.status = unless_empty(std::move(from.status));
  out.status_human_description = unless_empty(std::move(from.description));
  from_model(from.at, out.created_at_ts);
  from_model(from.by.text(), out.created_by_id);
  if (!from.metadata.empty()) out.metadata = std::move(from.metadata);
}

inline void from_statuses(composite_status&& from, composite& out) {
  from_entry(std::move(from.current), out);
  if (from.history.empty()) return;
  auto& history = out.history.emplace(from.history.size());
  for (std::size_t n = 0; n != history.size(); ++n) {
    from_entry(std::move(from.history[n]), history[n]);
  }
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::place const&) {
  out.recipient.email = email(std::move(from.email));
  out.offer.role = role_of(std::move(from.role_type));
}

/// The state by both statuses; `told` is what `status_v2` says, if it was there.
template <class Text>
state state_of_both(std::optional<Text> const& word, composite_status const* told,
                    wire::place const& at) {
  std::optional<state> detailed;
  if (told) detailed = invito::state_of(told->current);
  if (!word || word->empty()) {
    if (!detailed && told && told->current.status == to_string(status::expired)) {
      at.at("status_v2").at("created_at_ts").refuse(code::missing_field);
    }
    return detailed.value_or(pending{});
  }
  // What the two agree on, status_v2 tells in full.
  if (detailed && to_string(recorded_status(*detailed)) == *word) return *detailed;
  if (*word == to_string(status::accepted)) return accepted{};
  if (*word == to_string(status::revoked)) return revoked{};
  return pending{};
}

template <class Text>
void to_model(invite<Text>&& from, invitation& out, wire::place const& at) {
  out.id = invitation_id(text_of(std::move(from.id)));
  out.organization = organization_id(text_of(std::move(from.org_id)));
  if (from.email && !from.email->empty()) out.recipient.email = email(*std::move(from.email));
  out.name = {text_of(std::move(from.first_name)), text_of(std::move(from.last_name))};
  out.offer.role = role_of(std::move(from.role_type));
  out.created_at = wire::time_of(from.created_at);
  const std::string created_by = text_of(std::move(from.created_by_id));
  if (!created_by.empty()) out.created_by = actor::user(user_id(created_by));
  out.sponsor = out.created_by;  // nothing in the API changes who vouches
  box<composite_status> told;
  if (from.status_v2) told = to_statuses(*std::move(from.status_v2));
  if (told && *told == composite_status()) told = {};
  out.state = state_of_both(from.status, told ? &*told : nullptr, at);
  const std::optional<instant> updated_at = wire::time_of(from.updated_at);
  begin_history(out, {}, updated_at);
  out.baseline->updated_at = updated_at;
  out.baseline->told_statuses = std::move(told);
}

template <class Text>
void to_model(std::vector<invite<Text>>&& from, invitation_page& out, wire::place const& at) {
  wire::to_models(std::move(from), out.items, at);
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::place const&) {
  out.code = text_of(std::move(from.error_text));
  out.message = text_of(std::move(from.description));
  if (from.user_error.value_or(false)) out.type = "user_error";
}

/// A role that is left out would mean one that nobody asked for.
template <class Text>
void from_role(std::string const& role, std::optional<Text>& out, wire::writing const& to_be) {
  if (role.empty()) return to_be.lacks("role_type");
  if (!has_role(role, to_be.options.shape)) {
    return to_be["role_type"].at.refuse(code::not_representable, role);
  }
  out = role;
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out, wire::writing const& to_be) {
  if (from.recipient.email) {
    out.email = from.recipient.email->text();
  } else {
    to_be.lacks("email");
  }
  from_role(from.offer.role, out.role_type, to_be);
  if (!from.send) to_be["send"].at.refuse(code::not_representable, "an invite that is not sent");
}

/// Whether the word of `status` says all that there is to say.
inline bool is_plain(invitation const& i, instant now) {
  if (!i.history.empty() || (i.baseline && i.baseline->told_statuses)) return false;
  return invito::detail::is_bare(i.state) && i.status(now) != status::expired;
}

template <class Text>
void from_model(invitation const& from, invite<Text>& out, wire::writing const& to_be) {
  from_model(from.created_at, out.created_at);
  if (from.created_by) from_model(from.created_by->id.text(), out.created_by_id);
  if (from.recipient.email) from_model(from.recipient.email->text(), out.email);
  from_model(from.name.given, out.first_name);
  from_model(from.id.text(), out.id);
  from_model(from.name.family, out.last_name);
  from_model(from.organization.text(), out.org_id);
  from_role(from.offer.role, out.role_type, to_be);
  const invito::status status = from.status(to_be.now);
  if (status != status::expired) out.status = to_string(status);
  if (!is_plain(from, to_be.now)) {
    composite_status all = composite_of(from, to_be.now);
    if (to_be.options.history_cap) trim(all, *to_be.options.history_cap);
    from_statuses(std::move(all), out.status_v2.emplace());
  }
  from_model(from.updated_at(), out.updated_at);
}

template <class Text>
void from_model(invitation_page const& from, std::vector<invite<Text>>& out,
                wire::writing const& to_be) {
  wire::from_models(from.items, out, to_be);
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::writing const&) {
  from_model(from.message, out.description);
  from_model(from.code, out.error_text);
  if (!from.type.empty() && from.type != "server_error") out.user_error = true;
}

}  // namespace nuon_documents

INVITO_INLINE api_error nuon::error_of(problems const& why) {
  api_error out;
  out.code = to_string(deciding(why).code);
  out.message = describe_with_places(why);
  if (http_status(why) < 500) out.type = "user_error";
  return out;
}

INVITO_INLINE role_catalog nuon::roles() {
  return {{"org_admin", 30},
          {"org_support", 20},
          {"installer", 10},
          {"runner", 10},
          {"hosted-installer", 10}};
}

INVITO_INLINE invito::policy nuon::policy(preset which) {
  invito::policy out;
  out.roles = roles();
  out.expiry.lifetime = std::nullopt;
  out.expiry.longest = std::nullopt;
  if (which == preset::observed) {
    std::vector<role> all = out.roles.all();
    for (role& r : all) r.grantable = r.name == "org_admin" || r.name == "org_support";
    out.roles = role_catalog(std::move(all));
  }
  return out;
}

namespace nuon_documents {

/// Adds the role where the shape has no word for it.
inline void add_role(offer const& offered, write_options const& options, std::vector<loss>& out) {
  if (offered.role.empty() || has_role(offered.role, options.shape)) return;
  out.push_back({feature::role, offered.role});
}

}  // namespace nuon_documents

INVITO_INLINE void nuon::value_losses(invitation const& i, instant now,
                                      write_options const& options, std::vector<loss>& out) {
  if (i.status(now) == status::expired) out.push_back({feature::status, "expired"});
  nuon_documents::add_role(i.offer, options, out);
  const auto kind = [&out](feature f, std::optional<actor> const& who) {
    if (who && who->kind == actor_kind::service) out.push_back({f, "service"});
    if (who && who->kind == actor_kind::system) out.push_back({f, "system"});
  };
  kind(feature::created_by, i.created_by);
  if (i.sponsor != i.created_by) {
    out.push_back({feature::sponsor, i.sponsor ? "not who created it" : "unknown"});
  }
  if (auto* no = std::get_if<revoked>(&i.state)) kind(feature::revoked_by, no->by);
}

INVITO_INLINE void nuon::request_value_losses(invitation_request const& r,
                                              write_options const& options,
                                              std::vector<loss>& out) {
  nuon_documents::add_role(r.offer, options, out);
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct dialect<nuon>;
template struct lists<nuon>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/openai_documents.hpp ----

namespace invito {
inline namespace INVITO_ABI {

struct openai;

/// The JSON objects of the dialect, one struct each; texts are `std::string` for reading and
/// `std::string_view` for writing.
namespace openai_documents {

inline constexpr std::array<std::string_view, 2> roles{"owner", "reader"};
inline constexpr std::array<std::string_view, 2> project_roles{"member", "owner"};
inline constexpr std::array<std::string_view, 3> statuses{"accepted", "expired", "pending"};
inline constexpr std::array<std::string_view, 1> invite_object{"organization.invite"};
inline constexpr std::array<std::string_view, 1> deleted_object{"organization.invite.deleted"};
inline constexpr std::array<std::string_view, 1> list_object{"list"};

template <class Text>
struct requested_project {
  Text id{};
  Text role{};
};

template <class Text>
struct request {
  Text email{};
  Text role{};
  std::optional<std::vector<requested_project<Text>>> projects{};
};

template <class Text>
struct project {
  std::optional<Text> id{};
  std::optional<Text> role{};
};

template <class Text>
struct invite {
  wire::word<invite_object> object{};
  Text id{};
  Text email{};
  Text role{};
  std::optional<Text> status{};
  std::optional<wire::unix_time> invited_at{};
  std::optional<wire::unix_time> created_at{};
  std::optional<wire::unix_time> expires_at{};
  std::optional<wire::unix_time> accepted_at{};
  std::optional<std::vector<project<Text>>> projects{};
};

template <class Text>
struct list {
  wire::word<list_object> object{};
  std::vector<invite<Text>> data{};
  std::optional<Text> first_id{};
  std::optional<Text> last_id{};
  std::optional<bool> has_more{};
};

template <class Text>
struct deleted {
  wire::word<deleted_object> object{};
  Text id{};
  bool is_deleted = false;
};

template <class Text>
struct error_detail {
  Text message{};
  Text type{};
  std::optional<Text> param{};
  std::optional<Text> code{};
};

template <class Text>
struct error {
  error_detail<Text> detail{};
};

}  // namespace openai_documents

namespace wire {

template <>
struct documents_of<openai> {
  template <class Text>
  using request = openai_documents::request<Text>;
  template <class Text>
  using invite = openai_documents::invite<Text>;
  template <class Text>
  using creation = invite<Text>;
  template <class Text>
  using list = openai_documents::list<Text>;
  template <class Text>
  using error = openai_documents::error<Text>;
};

}  // namespace wire

namespace wire {

template <class Text>
struct fields_of<openai_documents::requested_project<Text>> {
  using object = openai_documents::requested_project<Text>;
  static constexpr std::array rows{
      row<&object::id>("id", feature::grants).must(),
      row<&object::role>("role", feature::grants)
          .must()
          .one_of(vocabulary(openai_documents::project_roles, code::unknown_role)),
  };
};

template <class Text>
struct fields_of<openai_documents::request<Text>> {
  using object = openai_documents::request<Text>;
  static constexpr std::array rows{
      row<&object::email>("email", feature::email).must(),
      row<&object::role>("role", feature::role)
          .must()
          .one_of(vocabulary(openai_documents::roles, code::unknown_role)),
      row<&object::projects>("projects", feature::grants),
  };
};

template <class Text>
struct fields_of<openai_documents::project<Text>> {
  using object = openai_documents::project<Text>;
  static constexpr std::array rows{
      row<&object::id>("id", feature::grants),
      row<&object::role>("role", feature::grants)
          .one_of(vocabulary(openai_documents::project_roles, code::unknown_role)),
  };
};

template <class Text>
struct fields_of<openai_documents::invite<Text>> {
  using object = openai_documents::invite<Text>;
  static constexpr std::array rows{
      row<&object::object>("object").must(),
      row<&object::id>("id", feature::id).must(),
      row<&object::email>("email", feature::email).must(),
      row<&object::role>("role", feature::role)
          .must()
          .one_of(vocabulary(openai_documents::roles, code::unknown_role)),
      row<&object::status>("status", feature::status)
          .one_of(vocabulary(openai_documents::statuses)),
      row<&object::invited_at>("invited_at", feature::created_at).must(),
      row<&object::created_at>("created_at", feature::created_at).alias("invited_at").wide(),
      row<&object::expires_at>("expires_at", feature::expires_at).or_wide_null(),
      row<&object::accepted_at>("accepted_at", feature::accepted_at).or_wide_null(),
      row<&object::projects>("projects", feature::grants),
  };
};

template <class Text>
struct fields_of<openai_documents::list<Text>> {
  using object = openai_documents::list<Text>;
  static constexpr std::array rows{
      row<&object::object>("object").must(),
      row<&object::data>("data").must(),
      row<&object::first_id>("first_id").or_wide_null(),
      row<&object::last_id>("last_id").or_wide_null(),
      row<&object::has_more>("has_more"),
  };
};

template <class Text>
struct fields_of<openai_documents::deleted<Text>> {
  using object = openai_documents::deleted<Text>;
  static constexpr std::array rows{
      row<&object::object>("object").must(),
      row<&object::id>("id", feature::id).must(),
      row<&object::is_deleted>("deleted").must(),
  };
};

template <class Text>
struct fields_of<openai_documents::error_detail<Text>> {
  using object = openai_documents::error_detail<Text>;
  static constexpr std::array rows{
      row<&object::message>("message").must(),
      row<&object::type>("type").must(),
      row<&object::param>("param").must().or_null(),
      row<&object::code>("code").must().or_null(),
  };
};

template <class Text>
struct fields_of<openai_documents::error<Text>> {
  using object = openai_documents::error<Text>;
  static constexpr std::array rows{
      row<&object::detail>("error").must(),
  };
};

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/openai.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(deletion const& a, deletion const& b) noexcept {
  return a.id == b.id && a.deleted == b.deleted;
}

namespace openai_documents {

/// Whether the text is one of the words.
template <std::size_t N>
bool among(std::array<std::string_view, N> const& words, std::string_view text) {
  return wire::vocabulary(words).admits(text);
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::place const& at) {
  out.recipient.email = email(std::move(from.email));
  out.offer.role = std::move(from.role);
  if (!from.projects) return;
  std::vector<grant>& grants = out.offer.grants.emplace();
  for (requested_project<Text>& p : *from.projects) {
    grants.push_back({scope::project, std::move(p.id), std::move(p.role)});
  }
  for (const std::size_t n : repeated(grants)) {
    at.at("projects").at(n).at("id").refuse(code::duplicate_item, grants[n].id);
  }
}

template <class Text>
void to_model(invite<Text>&& from, invitation& out, wire::place const& at) {
  out.id = invitation_id(std::move(from.id));
  out.recipient.email = email(std::move(from.email));
  out.offer.role = std::move(from.role);
  if (from.projects) {
    std::vector<grant>& grants = out.offer.grants.emplace();
    for (project<Text>& p : *from.projects) {
      grants.push_back(
          {scope::project, wire::text_of(std::move(p.id)), wire::text_of(std::move(p.role))});
    }
  }
  out.created_at = wire::time_of(from.invited_at ? from.invited_at : from.created_at);
  if (!out.created_at) at.at("invited_at").refuse(code::missing_field);  // null
  if (from.created_at && out.created_at != from.created_at->value) {
    at.at("created_at").refuse(code::conflicting_fields, "invited_at");
  }
  const std::optional<instant> expires_at = wire::time_of(from.expires_at);
  const std::optional<instant> accepted_at = wire::time_of(from.accepted_at);
  const std::string_view status = from.status   ? std::string_view(*from.status)
                                  : accepted_at ? "accepted"
                                                : "pending";
  if (status == "accepted") {
    out.state = accepted{accepted_at, {}};
  } else if (accepted_at) {
    at.at("accepted_at").refuse(code::invalid_state, status);
  } else if (status == "pending") {
    out.state = pending{expires_at};
  } else if (expires_at) {
    out.state = expired{*expires_at};
  } else {
    at.at("expires_at").refuse(code::missing_field);
  }
  begin_history(out, expires_at);
}

template <class Text>
void to_model(list<Text>&& from, invitation_page& out, wire::place const& at) {
  out.has_more = from.has_more.value_or(false);
  wire::to_models(std::move(from.data), out.items, at.at("data"));
}

template <class Text>
void to_model(deleted<Text>&& from, deletion& out, wire::place const&) {
  out = {invitation_id(std::move(from.id)), from.is_deleted};
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::place const&) {
  out.code = wire::text_of(std::move(from.detail.code));
  out.message = std::move(from.detail.message);
  out.type = std::move(from.detail.type);
  out.where = wire::text_of(std::move(from.detail.param));
}

/// `Project` is that of a request, whose members are required, or that of an invite, where they are
/// required in the wide shape alone.
template <class Project>
void from_model(grant const& from, Project& out, wire::writing const& to_be) {
  constexpr bool optional = !std::is_same_v<decltype(out.id), std::string_view>;
  const bool complete = !optional || to_be.wide();
  if (from.scope != scope::project) {
    to_be["id"].at.refuse(code::not_representable, "a grant that is not for a project");
  } else if (!from.id.empty()) {
    out.id = from.id;
  } else if (complete) {
    to_be.lacks("id");
  }
  if (among(project_roles, from.role)) {
    out.role = from.role;
  } else if (!from.role.empty()) {
    to_be["role"].at.refuse(code::not_representable, from.role);
  } else if (complete) {
    to_be.lacks("role");
  }
}

/// What a request and an invite have in common; all that they need must have a source.
template <class Document>
void from_model(recipient const& to, offer const& offered, Document& out,
                wire::writing const& to_be) {
  if (to.email) {
    out.email = to.email->text();
  } else {
    to_be.lacks("email");
  }
  out.role = offered.role;
  if (offered.role.empty()) {
    to_be.lacks("role");
  } else if (!among(roles, offered.role)) {
    to_be["role"].at.refuse(code::not_representable, offered.role);
  }
  if (!offered.grants) return;
  auto& projects = out.projects.emplace();
  wire::from_models(*offered.grants, projects, to_be["projects"]);
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out, wire::writing const& to_be) {
  from_model(from.recipient, from.offer, out, to_be);
  if (!from.send) to_be["send"].at.refuse(code::not_representable, "an invite that is not sent");
}

template <class Text>
void from_model(invitation const& from, invite<Text>& out, wire::writing const& to_be) {
  out.id = from.id.text();
  if (from.id.empty()) to_be.lacks("id");
  from_model(from.recipient, from.offer, out, to_be);
  invito::status status = from.status(to_be.now);
  if (status == status::revoked && to_be.options.revoked_as_expired) status = status::expired;
  if (status == status::revoked) to_be["status"].at.refuse(code::not_representable, "revoked");
  out.status = to_string(status);
  wire::from_model(from.created_at, out.invited_at);
  wire::from_model(from.created_at, out.created_at);
  if (!from.created_at) to_be.lacks("invited_at");
  wire::from_model(from.expires_at(), out.expires_at);
  if (!out.expires_at && (!to_be.wide() || status == status::expired)) {
    to_be.lacks("expires_at");
  }
  if (auto* yes = std::get_if<accepted>(&from.state)) wire::from_model(yes->at, out.accepted_at);
}

template <class Text>
void from_model(invitation_page const& from, list<Text>& out, wire::writing const& to_be) {
  wire::from_models(from.items, out.data, to_be["data"]);
  if (!from.items.empty()) {
    out.first_id = from.items.front().id.text();
    out.last_id = from.items.back().id.text();
  }
  out.has_more = from.has_more;
}

template <class Text>
void from_model(deletion const& from, deleted<Text>& out, wire::writing const&) {
  out.id = from.id.text();
  out.is_deleted = from.deleted;
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::writing const&) {
  out.detail.message = from.message;
  out.detail.type = from.type;
  wire::from_model(from.where, out.detail.param);
  wire::from_model(from.code, out.detail.code);
}

/// A place as OpenAI spells it: "projects[0].id"; nothing for the whole body.
inline std::string param(path const& where) {
  std::string out;
  for (path::segment const& s : where.segments()) {
    if (s.index) {
      out += '[';
      append_number(out, *s.index);
      out += ']';
    } else {
      if (!out.empty()) out += '.';
      out += s.name;
    }
  }
  return out;
}

}  // namespace openai_documents

template <class Dialect>
result<deletion> deletions<Dialect>::read_deleted(wire::source const& in,
                                                  read_options const& options) {
  return wire::detail::read_as<openai_documents::deleted<std::string>, deletion>(in, options);
}

template <class Dialect>
result<std::string> deletions<Dialect>::write_deleted(deletion const& d) {
  return wire::detail::write_as<openai_documents::deleted<std::string_view>>(d);
}

template <class Dialect>
problems deletions<Dialect>::write_deleted_to(wire::target const& to, deletion const& d) {
  return wire::detail::write_as<openai_documents::deleted<std::string_view>>(to, d);
}

INVITO_INLINE api_error openai::error_of(problems const& why) {
  problem const& first = deciding(why);
  return {std::string(to_string(first.code)), describe(why),
          http_status(why) >= 500 ? "server_error" : "invalid_request_error",
          openai_documents::param(first.where)};
}

INVITO_INLINE role_catalog openai::roles() {
  return {{"owner", 20, true, scope::organization},
          {"reader", 10, true, scope::organization},
          {"owner", 6, true, scope::project},
          {"member", 5, true, scope::project}};
}

INVITO_INLINE invito::policy openai::policy(preset) {
  invito::policy out;
  out.roles = roles();
  out.inviter_rank = 20;
  out.expiry.lifetime = std::chrono::hours{7 * 24};
  out.resending.renew_expired = false;
  return out;
}

namespace openai_documents {

/// Adds the role and the grants that the documents have no word for.
inline void add_offer(offer const& offered, std::vector<loss>& out) {
  const bool known_role = offered.role.empty() || among(roles, offered.role);
  if (!known_role) out.push_back({feature::role, offered.role});
  if (!offered.grants) return;
  for (grant const& g : *offered.grants) {
    const bool known =
        g.scope == scope::project && (g.role.empty() || among(project_roles, g.role));
    if (!known) out.push_back({feature::grants, g.id});
  }
}

}  // namespace openai_documents

INVITO_INLINE void openai::value_losses(invitation const& i, instant now, write_options const&,
                                        std::vector<loss>& out) {
  if (i.status(now) == status::revoked) out.push_back({feature::status, "revoked"});
  if (i.offer.role.empty()) out.push_back({feature::role, {}});  // an invite requires one
  openai_documents::add_offer(i.offer, out);
}

INVITO_INLINE void openai::request_value_losses(invitation_request const& r, write_options const&,
                                                std::vector<loss>& out) {
  openai_documents::add_offer(r.offer, out);
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct dialect<openai>;
template struct lists<openai>;
template struct deletions<openai>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/native_documents.hpp ----

// The JSON objects of the native format and their field tables.

namespace invito {
inline namespace INVITO_ABI {

/// The JSON objects of the native format; texts are `std::string` for reading and
/// `std::string_view` for writing.
namespace native_documents {

inline constexpr std::int64_t format_version = 1;

// In the order of the enumerations.
inline constexpr std::array<std::string_view, 4> proofs{"user", "email", "verified_email", "key"};

template <class Text>
struct actor {
  wire::word<names_of<actor_kind>, actor_kind> kind{};
  std::optional<Text> id{};
};

template <class Text>
struct grant {
  wire::word<names_of<invito::scope>, invito::scope> scope{};
  Text id{};
  std::optional<Text> role{};
};

template <class Text>
struct attribute {
  Text name{};
  json_text value{};
};

template <class Text>
struct keys {
  std::string current{};  // hexadecimal
  std::optional<std::string> previous{};
  std::optional<wire::text_time> previous_until{};
};

template <class Text>
struct state {
  wire::word<names_of<invito::status>, invito::status> status{};
  std::optional<wire::text_time> at{};
  std::optional<wire::text_time> expires_at{};
  std::optional<Text> accepted_by{};
  std::optional<actor<Text>> by{};
  std::optional<wire::word<names_of<revoke_cause>, revoke_cause>> cause{};
};

template <class Text>
struct status_entry {
  std::optional<Text> status{};
  std::optional<Text> description{};
  std::optional<wire::text_time> at{};
  std::optional<Text> by{};
  std::optional<std::vector<attribute<Text>>> metadata{};
};

template <class Text>
struct composite_status {
  status_entry<Text> current{};
  std::vector<status_entry<Text>> history{};
};

template <class Text>
struct baseline {
  state<Text> told{};
  std::optional<Text> role{};
  std::optional<std::vector<grant<Text>>> grants{};
  std::optional<std::int64_t> offer_number{};
  std::optional<actor<Text>> sponsor{};
  std::optional<native_documents::keys<Text>> keys{};
  std::optional<wire::text_time> expires_at{};
  std::int64_t revision = 0;
  std::optional<wire::text_time> known_at{};
  std::optional<wire::text_time> updated_at{};
  std::optional<composite_status<Text>> statuses{};
};

template <class Text>
struct event {
  wire::word<names_of<event_kind>, event_kind> kind{};
  wire::text_time at{};
  actor<Text> by{};
  std::int64_t revision = 0;
  std::optional<wire::text_time> expires_at{};
  std::optional<Text> idempotency_key{};
  std::optional<bool> clamped{};
  std::optional<Text> role{};
  std::optional<std::vector<grant<Text>>> grants{};
  std::optional<bool> reinstates{};
  std::optional<std::string> key{};  // hexadecimal
  std::optional<wire::text_time> previous_until{};
  std::optional<std::vector<Text>> relied_on{};
  std::optional<Text> email{};
  std::optional<Text> newer{};
  std::optional<wire::text_time> recorded_at{};
};

template <class Text>
struct invitation {
  std::int64_t version = 0;
  Text id{};
  std::optional<Text> organization{};
  std::optional<Text> email{};
  std::optional<Text> user{};
  std::optional<Text> given_name{};
  std::optional<Text> family_name{};
  std::optional<actor<Text>> created_by{};
  std::optional<wire::text_time> created_at{};
  bool send = true;
  std::optional<std::vector<attribute<Text>>> attributes{};
  native_documents::state<Text> state{};
  std::optional<Text> role{};
  std::optional<std::vector<grant<Text>>> grants{};
  std::int64_t offer_number = 1;
  std::optional<actor<Text>> sponsor{};
  std::optional<native_documents::keys<Text>> keys{};
  std::int64_t revision = 0;
  std::optional<native_documents::baseline<Text>> baseline{};
  std::vector<event<Text>> history{};
};

/// What all versions of the format have in common.
struct versioned {
  std::int64_t version = format_version;
};

struct versioned_list {
  std::vector<versioned> items{};
};

template <class Text>
struct request {
  std::optional<Text> email{};
  std::optional<Text> user{};
  std::optional<Text> given_name{};
  std::optional<Text> family_name{};
  std::optional<Text> role{};
  std::optional<std::vector<grant<Text>>> grants{};
  std::optional<bool> send{};
  std::optional<std::vector<attribute<Text>>> attributes{};
};

template <class Text>
struct list {
  std::vector<invitation<Text>> items{};
  bool has_more = false;
};

template <class Text>
struct error_item {
  path where{};
  Text message{};
  std::optional<Text> type{};
  std::optional<json_text> input{};
  std::optional<json_text> context{};
};

template <class Text>
struct error {
  Text code{};
  Text message{};
  std::optional<Text> type{};
  std::optional<Text> where{};
  std::optional<Text> developer_message{};
  std::optional<std::int64_t> status{};
  std::optional<Text> id{};
  std::optional<wire::text_time> at{};
  std::optional<json_text> details{};
  std::optional<std::vector<error_item<Text>>> items{};
};

}  // namespace native_documents

namespace wire {

template <class Text>
struct fields_of<native_documents::actor<Text>> {
  using object = native_documents::actor<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::kind>("kind").must(),
      row<&object::id>("id"),
  };
};

template <class Text>
struct fields_of<native_documents::grant<Text>> {
  using object = native_documents::grant<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::scope>("scope").must(),
      row<&object::id>("id").must(),
      row<&object::role>("role"),
  };
};

template <class Text>
struct fields_of<native_documents::attribute<Text>> {
  using object = native_documents::attribute<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::name>("name").must(),
      row<&object::value>("value").must(),
  };
};

template <class Text>
struct fields_of<native_documents::keys<Text>> {
  using object = native_documents::keys<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::current>("current").must(),
      row<&object::previous>("previous"),
      row<&object::previous_until>("previous_until"),
  };
};

template <class Text>
struct fields_of<native_documents::state<Text>> {
  using object = native_documents::state<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::status>("status").must(),
      row<&object::at>("at"),
      row<&object::expires_at>("expires_at"),
      row<&object::accepted_by>("accepted_by"),
      row<&object::by>("by"),
      row<&object::cause>("cause"),
  };
};

template <class Text>
struct fields_of<native_documents::status_entry<Text>> {
  using object = native_documents::status_entry<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::status>("status"),
      row<&object::description>("description"),
      row<&object::at>("at"),
      row<&object::by>("by"),
      row<&object::metadata>("metadata"),
  };
};

template <class Text>
struct fields_of<native_documents::composite_status<Text>> {
  using object = native_documents::composite_status<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::current>("current").must(),
      row<&object::history>("history").must(),
  };
};

template <class Text>
struct fields_of<native_documents::baseline<Text>> {
  using object = native_documents::baseline<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::told>("state").must(),     row<&object::role>("role"),
      row<&object::grants>("grants"),         row<&object::offer_number>("offer_number"),
      row<&object::sponsor>("sponsor"),       row<&object::keys>("keys"),
      row<&object::expires_at>("expires_at"), row<&object::revision>("revision").must(),
      row<&object::known_at>("known_at"),     row<&object::updated_at>("updated_at"),
      row<&object::statuses>("statuses"),
  };
};

template <class Text>
struct fields_of<native_documents::event<Text>> {
  using object = native_documents::event<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::kind>("event").must(),
      row<&object::at>("at").must(),
      row<&object::by>("by").must(),
      row<&object::revision>("revision").must(),
      row<&object::expires_at>("expires_at"),
      row<&object::idempotency_key>("idempotency_key"),
      row<&object::clamped>("clamped"),
      row<&object::role>("role"),
      row<&object::grants>("grants"),
      row<&object::reinstates>("reinstates"),
      row<&object::key>("key"),
      row<&object::previous_until>("previous_until"),
      row<&object::relied_on>("relied_on"),
      row<&object::email>("email"),
      row<&object::newer>("newer"),
      row<&object::recorded_at>("recorded_at"),
  };
};

template <class Text>
struct fields_of<native_documents::invitation<Text>> {
  using object = native_documents::invitation<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::version>("invito").must(),
      row<&object::id>("id", feature::id).must(),
      row<&object::organization>("organization", feature::organization),
      row<&object::email>("email", feature::email),
      row<&object::user>("user", feature::user),
      row<&object::given_name>("given_name", feature::given_name),
      row<&object::family_name>("family_name", feature::family_name),
      row<&object::created_by>("created_by", feature::created_by),
      row<&object::created_at>("created_at", feature::created_at),
      row<&object::send>("send", feature::send).must(),
      row<&object::attributes>("attributes", feature::attributes),
      row<&object::state>("state", feature::status).must(),
      row<&object::role>("role", feature::role),
      row<&object::grants>("grants", feature::grants),
      row<&object::offer_number>("offer_number", feature::offer_number).must(),
      row<&object::sponsor>("sponsor", feature::sponsor),
      row<&object::keys>("keys", feature::keys),
      row<&object::revision>("revision", feature::revision).must(),
      row<&object::baseline>("baseline", feature::history),
      row<&object::history>("history", feature::history).must(),
  };
};

template <>
struct fields_of<native_documents::versioned> {
  static constexpr std::array rows{row<&native_documents::versioned::version>("invito")};
};

template <>
struct fields_of<native_documents::versioned_list> {
  static constexpr std::array rows{row<&native_documents::versioned_list::items>("items")};
};

template <class Text>
struct fields_of<native_documents::request<Text>> {
  using object = native_documents::request<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::email>("email", feature::email),
      row<&object::user>("user", feature::user),
      row<&object::given_name>("given_name", feature::given_name),
      row<&object::family_name>("family_name", feature::family_name),
      row<&object::role>("role", feature::role),
      row<&object::grants>("grants", feature::grants),
      row<&object::send>("send", feature::send),
      row<&object::attributes>("attributes", feature::attributes),
  };
};

template <class Text>
struct fields_of<native_documents::list<Text>> {
  using object = native_documents::list<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::items>("items").must(),
      row<&object::has_more>("has_more").must(),
  };
};

template <class Text>
struct fields_of<native_documents::error_item<Text>> {
  using object = native_documents::error_item<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::where>("where").must(), row<&object::message>("message").must(),
      row<&object::type>("type"),          row<&object::input>("input"),
      row<&object::context>("context"),
  };
};

template <class Text>
struct fields_of<native_documents::error<Text>> {
  using object = native_documents::error<Text>;
  static constexpr bool closed = true;
  static constexpr std::array rows{
      row<&object::code>("code").must(),
      row<&object::message>("message").must(),
      row<&object::type>("type"),
      row<&object::where>("where"),
      row<&object::developer_message>("developer_message"),
      row<&object::status>("status"),
      row<&object::id>("id"),
      row<&object::at>("at"),
      row<&object::details>("details"),
      row<&object::items>("items"),
  };
};

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/native.ipp ----

namespace invito {
inline namespace INVITO_ABI {

namespace wire {

template <>
struct documents_of<native> {
  template <class Text>
  using request = native_documents::request<Text>;
  template <class Text>
  using invite = native_documents::invitation<Text>;
  template <class Text>
  using creation = invite<Text>;
  template <class Text>
  using list = native_documents::list<Text>;
  template <class Text>
  using error = native_documents::error<Text>;
};

}  // namespace wire

INVITO_INLINE api_error native::error_of(problems const& why) {
  return {std::string(to_string(why.front().code)), describe(why), {}, why.front().where.pointer()};
}

namespace native_documents {

static_assert(format_version == native::version);

// Texts and numbers

using wire::from_model;
using wire::text_of;

inline std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4U];
    out += digits[byte & 0xFU];
  }
  return out;
}

inline key_digest unhex(std::string const& text, wire::place const& at) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  std::string bytes;
  for (std::size_t n = 0; n + 1 < text.size(); n += 2) {
    const int high = digit(text[n]);
    const int low = digit(text[n + 1]);
    if (high < 0 || low < 0) break;
    bytes += static_cast<char>(high * 16 + low);
  }
  if (bytes.size() * 2 != text.size()) at.refuse(code::unknown_value, text);
  return key_digest(std::move(bytes));
}

inline std::uint64_t revision_of(std::int64_t number, wire::place const& at) {
  if (number < 0) at.at("revision").refuse(code::number_out_of_range);
  return static_cast<std::uint64_t>(number);
}

inline std::uint32_t offer_number_of(std::int64_t number, wire::place const& at) {
  constexpr std::int64_t most = (std::numeric_limits<std::uint32_t>::max)();
  if (number < 1 || number > most) at.at("offer_number").refuse(code::number_out_of_range);
  return static_cast<std::uint32_t>(number);
}

// People

template <class Text>
void from_model(invito::actor const& from, actor<Text>& out) {
  out.kind = {from.kind};
  from_model(from.id.text(), out.id);
}

template <class Text>
void from_model(std::optional<invito::actor> const& from, std::optional<actor<Text>>& out) {
  if (from) from_model(*from, out.emplace());
}

template <class Text>
invito::actor to_model(actor<Text>&& from) {
  return {from.kind.value, user_id(text_of(std::move(from.id)))};
}

template <class Text>
std::optional<invito::actor> to_model(std::optional<actor<Text>>&& from) {
  return from ? std::optional(to_model(*std::move(from))) : std::nullopt;
}

template <class Text>
void from_model(proof const& from, std::vector<Text>& out) {
  if (from.user) out.push_back(proofs[0]);
  if (from.email) out.push_back(proofs[1]);
  if (from.email_verified) out.push_back(proofs[2]);
  if (from.key) out.push_back(proofs[3]);
}

template <class Text>
proof to_model(std::vector<Text> const& from, wire::place const& at) {
  proof out;
  for (std::size_t n = 0; n != from.size(); ++n) {
    if (from[n] == proofs[0]) {
      out.user = true;
    } else if (from[n] == proofs[1]) {
      out.email = true;
    } else if (from[n] == proofs[2]) {
      out.email_verified = true;
    } else if (from[n] == proofs[3]) {
      out.key = true;
    } else {
      at.at(n).refuse(code::unknown_value, from[n]);
    }
  }
  return out;
}

// Offers, attributes, keys

/// `Document` has a role and grants of its own.
template <class Document>
void from_model(offer const& from, Document& out) {
  from_model(from.role, out.role);
  if (!from.grants) return;
  auto& all = out.grants.emplace();
  all.resize(from.grants->size());
  for (std::size_t n = 0; n != all.size(); ++n) {
    invito::grant const& g = (*from.grants)[n];
    all[n].scope = {g.scope};
    all[n].id = g.id;
    from_model(g.role, all[n].role);
  }
}

template <class Document>
offer offer_of(Document& from) {
  offer out;
  out.role = text_of(std::move(from.role));
  if (!from.grants) return out;
  out.grants.emplace().reserve(from.grants->size());
  for (auto& g : *from.grants) {
    out.grants->push_back({g.scope.value, std::move(g.id), text_of(std::move(g.role))});
  }
  return out;
}

template <class Text>
void from_model(attribute_list const& from, std::optional<std::vector<attribute<Text>>>& out) {
  if (from.empty()) return;
  out.emplace().reserve(from.size());
  for (invito::attribute const& a : from) out->push_back({a.name, a.value});
}

template <class Text>
attribute_list to_model(std::optional<std::vector<attribute<Text>>>&& from) {
  attribute_list out;
  if (!from) return out;
  out.reserve(from->size());
  for (attribute<Text>& a : *from) out.push_back({std::move(a.name), std::move(a.value)});
  return out;
}

template <class Text>
void from_model(box<key_digests> const& from, std::optional<keys<Text>>& out) {
  if (!from) return;
  out.emplace().current = hex(from->current.bytes());
  if (from->previous) out->previous = hex(from->previous->bytes());
  wire::from_model(from->previous_until, out->previous_until);
}

template <class Text>
box<key_digests> to_model(std::optional<keys<Text>>&& from, wire::place const& at) {
  if (!from) return {};
  key_digests out;
  out.current = unhex(from->current, at.at("current"));
  if (from->previous) out.previous = unhex(*from->previous, at.at("previous"));
  out.previous_until = wire::time_of(from->previous_until);
  return out;
}

// States

template <class Text>
void from_model(invito::state const& from, state<Text>& out) {
  out.status = {recorded_status(from)};
  if (auto* s = std::get_if<pending>(&from)) {
    wire::from_model(s->expires_at, out.expires_at);
  } else if (auto* yes = std::get_if<accepted>(&from)) {
    wire::from_model(yes->at, out.at);
    from_model(yes->by.text(), out.accepted_by);
  } else if (auto* no = std::get_if<revoked>(&from)) {
    wire::from_model(no->at, out.at);
    from_model(no->by, out.by);
    out.cause = {no->cause};
  } else if (auto* over = std::get_if<expired>(&from)) {
    out.at = wire::text_time{over->at};
  }
}

/// Refuses what does not belong to the status: a value that would be lost is never ignored.
template <class Text>
invito::state to_model(state<Text>&& from, wire::place const& at) {
  const auto belongs = [&](bool there, std::string_view member, bool allowed) {
    if (there && !allowed) at.at(member).refuse(code::invalid_state, from.status.text());
  };
  const invito::status status = from.status.value;
  belongs(from.at.has_value(), "at", status != status::pending);
  belongs(from.expires_at.has_value(), "expires_at", status == status::pending);
  belongs(from.accepted_by.has_value(), "accepted_by", status == status::accepted);
  belongs(from.by.has_value(), "by", status == status::revoked);
  belongs(from.cause.has_value(), "cause", status == status::revoked);
  switch (status) {
    case status::pending: break;
    case status::accepted:
      return accepted{wire::time_of(from.at), user_id(text_of(std::move(from.accepted_by)))};
    case status::revoked:
      if (!from.cause) at.at("cause").refuse(code::missing_field);
      return revoked{wire::time_of(from.at), to_model(std::move(from.by)),
                     from.cause ? from.cause->value : revoke_cause{}};
    case status::expired:
      if (!from.at) at.at("at").refuse(code::missing_field);
      return expired{wire::time_of(from.at).value_or(instant{})};
  }
  return pending{wire::time_of(from.expires_at)};
}

template <class Text>
void from_model(invito::status_entry const& from, status_entry<Text>& out) {
  from_model(from.status, out.status);
  from_model(from.description, out.description);
  wire::from_model(from.at, out.at);
  from_model(from.by.text(), out.by);
  from_model(from.metadata, out.metadata);
}

template <class Text>
void from_model(invito::composite_status const& from, composite_status<Text>& out) {
  from_model(from.current, out.current);
  out.history.resize(from.history.size());
  for (std::size_t n = 0; n != from.history.size(); ++n) {
    from_model(from.history[n], out.history[n]);
  }
}

template <class Text>
invito::status_entry to_model(status_entry<Text>&& from) {
  return {text_of(std::move(from.status)), text_of(std::move(from.description)),
          wire::time_of(from.at), user_id(text_of(std::move(from.by))),
          to_model(std::move(from.metadata))};
}

template <class Text>
invito::composite_status to_model(composite_status<Text>&& from) {
  invito::composite_status out;
  out.current = to_model(std::move(from.current));
  out.history.reserve(from.history.size());
  for (status_entry<Text>& e : from.history) out.history.push_back(to_model(std::move(e)));
  return out;
}

template <class Text>
void from_model(invito::baseline const& from, baseline<Text>& out) {
  from_model(from.state, out.told);
  from_model(from.offer, out);
  if (from.offer_number != 1) out.offer_number = from.offer_number;
  from_model(from.sponsor, out.sponsor);
  from_model(from.keys, out.keys);
  wire::from_model(from.expires_at, out.expires_at);
  out.revision = static_cast<std::int64_t>(from.revision);
  wire::from_model(from.known_at, out.known_at);
  wire::from_model(from.updated_at, out.updated_at);
  if (from.told_statuses) from_model(*from.told_statuses, out.statuses.emplace());
}

template <class Text>
invito::baseline to_model(baseline<Text>&& from, wire::place const& at) {
  invito::baseline out;
  out.state = to_model(std::move(from.told), at.at("state"));
  out.offer = offer_of(from);
  out.offer_number = offer_number_of(from.offer_number.value_or(1), at);
  out.sponsor = to_model(std::move(from.sponsor));
  out.keys = to_model(std::move(from.keys), at.at("keys"));
  out.expires_at = wire::time_of(from.expires_at);
  out.revision = revision_of(from.revision, at);
  out.known_at = wire::time_of(from.known_at);
  out.updated_at = wire::time_of(from.updated_at);
  if (from.statuses) out.told_statuses = to_model(*std::move(from.statuses));
  return out;
}

// Events

template <class Text>
void from_model(invito::event const& from, event<Text>& out, wire::writing const&) {
  out.kind = {from.kind()};
  out.at = {from.at};
  from_model(from.by, out.by);
  out.revision = static_cast<std::int64_t>(from.revision);
  wire::from_model(from.expires_at, out.expires_at);
  from_model(from.idempotency_key, out.idempotency_key);
  if (from.clamped) out.clamped = true;
  const auto offered = [&out](auto const& details) {
    if (details.offer) from_model(*details.offer, out);
    if (details.key) out.key = hex(details.key->bytes());
  };
  const auto answered = [&out](auto const& details) {
    from_model(details.relied_on, out.relied_on.emplace());
    if (details.email) out.email = details.email->text();
  };
  if (auto* issued = std::get_if<issue_details>(&from.details)) {
    offered(*issued);
    if (issued->reinstates) out.reinstates = true;
  } else if (auto* amended = std::get_if<amend_details>(&from.details)) {
    offered(*amended);
  } else if (auto* resent = std::get_if<resend_details>(&from.details)) {
    if (resent->key) out.key = hex(resent->key->bytes());
    wire::from_model(resent->previous_until, out.previous_until);
  } else if (auto* yes = std::get_if<accept_details>(&from.details)) {
    answered(*yes);
    if (yes->granted) from_model(*yes->granted, out);
  } else if (auto* no = std::get_if<decline_details>(&from.details)) {
    answered(*no);
  } else if (auto* replaced = std::get_if<supersede_details>(&from.details)) {
    if (replaced->newer) out.newer = replaced->newer->text();
  } else if (auto* over = std::get_if<expire_details>(&from.details)) {
    out.recorded_at = wire::text_time{over->recorded_at};
  }
}

template <class Text>
event_details details_of(event<Text>& from, wire::place const& at) {
  const event_kind kind = from.kind.value;
  const bool offers = kind == event_kind::issue || kind == event_kind::amend;
  const bool answers = kind == event_kind::accept || kind == event_kind::decline;
  const auto belongs = [&](bool there, std::string_view member, bool allowed) {
    if (there && !allowed) at.at(member).refuse(code::unknown_field);
  };
  // An acceptance with grants says what was granted in place of the whole offer.
  const bool part = kind == event_kind::accept && from.grants;
  belongs(from.role.has_value(), "role", offers || part);
  belongs(from.grants.has_value(), "grants", offers || part);
  belongs(from.reinstates.has_value(), "reinstates", kind == event_kind::issue);
  belongs(from.previous_until.has_value(), "previous_until",
          kind == event_kind::resend && from.key);
  belongs(from.key.has_value(), "key", offers || kind == event_kind::resend);
  belongs(from.relied_on.has_value(), "relied_on", answers);
  belongs(from.email.has_value(), "email", answers);
  belongs(from.newer.has_value(), "newer", kind == event_kind::supersede);
  belongs(from.recorded_at.has_value(), "recorded_at", kind == event_kind::expire);
  box<key_digest> key;
  if (from.key) key = unhex(*from.key, at.at("key"));
  proof relied;
  if (from.relied_on) relied = to_model(*from.relied_on, at.at("relied_on"));
  box<invito::email> other;
  if (from.email) other = invito::email(*std::move(from.email));
  switch (kind) {
    case event_kind::issue:
      return issue_details{offer_of(from), std::move(key), from.reinstates.value_or(false)};
    case event_kind::resend:
      return resend_details{std::move(key), wire::time_of(from.previous_until)};
    case event_kind::amend: return amend_details{offer_of(from), std::move(key)};
    case event_kind::accept:
      return accept_details{relied, std::move(other),
                            part ? box<offer>(offer_of(from)) : box<offer>()};
    case event_kind::decline: return decline_details{relied, std::move(other)};
    case event_kind::revoke: break;
    case event_kind::supersede:
      if (!from.newer) at.at("newer").refuse(code::missing_field);
      return supersede_details{invitation_id(text_of(std::move(from.newer)))};
    case event_kind::expire:
      if (!from.recorded_at) at.at("recorded_at").refuse(code::missing_field);
      return expire_details{wire::time_of(from.recorded_at).value_or(instant{})};
  }
  return revoke_details{};
}

template <class Text>
void to_model(event<Text>&& from, invito::event& out, wire::place const& at) {
  out.at = from.at.value;
  out.by = to_model(std::move(from.by));
  out.revision = revision_of(from.revision, at);
  out.expires_at = wire::time_of(from.expires_at);
  out.idempotency_key = text_of(std::move(from.idempotency_key));
  out.clamped = from.clamped.value_or(false);
  out.details = details_of(from, at);
}

// Invitations

/// What a request and an invitation have in common. `Asked` is either, `Document` its document.
template <class Asked, class Document>
void from_asked(Asked const& from, Document& out) {
  if (from.recipient.email) out.email = from.recipient.email->text();
  from_model(from.recipient.user.text(), out.user);
  from_model(from.name.given, out.given_name);
  from_model(from.name.family, out.family_name);
  from_model(from.attributes, out.attributes);
  from_model(from.offer, out);
}

template <class Document, class Asked>
void to_asked(Document& from, Asked& out) {
  if (from.email) out.recipient.email = email(*std::move(from.email));
  out.recipient.user = user_id(text_of(std::move(from.user)));
  out.name = {text_of(std::move(from.given_name)), text_of(std::move(from.family_name))};
  out.attributes = to_model(std::move(from.attributes));
  out.offer = offer_of(from);
}

template <class Text>
void from_model(invito::invitation const& from, invitation<Text>& out, wire::writing const& to_be) {
  out.version = native::version;
  out.id = from.id.text();
  from_model(from.organization.text(), out.organization);
  from_asked(from, out);
  out.send = from.send;
  from_model(from.created_by, out.created_by);
  wire::from_model(from.created_at, out.created_at);
  from_model(from.state, out.state);
  out.offer_number = from.offer_number;
  from_model(from.sponsor, out.sponsor);
  from_model(from.keys, out.keys);
  out.revision = static_cast<std::int64_t>(from.revision());
  if (from.baseline) from_model(*from.baseline, out.baseline.emplace());
  wire::from_models(from.history, out.history, to_be["history"]);
}

/// Replays the events, and compares what they lead to with what the document says.
inline void check_history(invito::invitation const& told, wire::place const& at) {
  if (!told.baseline && told.history.empty()) return;  // assembled by its host: nothing to replay
  const result<invito::invitation> reached = replay(told, told.history);
  if (reached && *reached == told) return;
  // Where an event does not fit, its place is known; else it is the whole that does not.
  std::size_t n = told.history.size();
  if (!reached) {
    for (path::segment const& s : reached.error().front().where.segments()) n = s.index.value_or(n);
  }
  (n == told.history.size() ? at : at.at("history").at(n)).refuse(code::history_mismatch);
}

inline void check_version(versioned const& told, wire::place const& at) {
  if (told.version == native::version) return;
  at.at("invito").refuse(code::unsupported_version, {}, {told.version, native::version});
}

inline void check_version(versioned_list const& told, wire::place const& at) {
  for (std::size_t n = 0; n != told.items.size(); ++n) {
    check_version(told.items[n], at.at("items").at(n));
  }
}

/// `out`, or, where that is a refusal, the versions that explain it: a later format may have what
/// this one does not know.
template <class Versions, class Model>
result<Model> or_version(result<Model> out, wire::source const& in, read_options options) {
  if (out) return out;
  options.strict = false;
  problems found;
  if (auto told = wire::read_document<Versions>(in, options))
    check_version(*told, {found, options.limits});
  if (!found.empty()) return found;
  return out;
}

template <class Text>
void to_model(invitation<Text>&& from, invito::invitation& out, wire::place const& at) {
  const std::size_t before = at.found.size();
  check_version({from.version}, at);
  if (at.found.size() != before) return;
  out.id = invitation_id(std::move(from.id));
  out.organization = organization_id(text_of(std::move(from.organization)));
  to_asked(from, out);
  out.send = from.send;
  out.created_by = to_model(std::move(from.created_by));
  out.created_at = wire::time_of(from.created_at);
  out.state = to_model(std::move(from.state), at.at("state"));
  out.offer_number = offer_number_of(from.offer_number, at);
  out.sponsor = to_model(std::move(from.sponsor));
  out.keys = to_model(std::move(from.keys), at.at("keys"));
  if (from.baseline) out.baseline = to_model(*std::move(from.baseline), at.at("baseline"));
  wire::to_models(std::move(from.history), out.history, at.at("history"));
  if (revision_of(from.revision, at) != out.revision()) {
    at.at("revision").refuse(code::history_mismatch);
  }
  if (at.found.size() == before) check_history(out, at);
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out, wire::writing const&) {
  from_asked(from, out);
  if (!from.send) out.send = false;
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::place const&) {
  to_asked(from, out);
  out.send = from.send.value_or(true);
}

template <class Text>
void from_model(invitation_page const& from, list<Text>& out, wire::writing const& to_be) {
  wire::from_models(from.items, out.items, to_be["items"]);
  out.has_more = from.has_more;
}

template <class Text>
void to_model(list<Text>&& from, invitation_page& out, wire::place const& at) {
  out.has_more = from.has_more;
  wire::to_models(std::move(from.items), out.items, at.at("items"));
}

template <class Text>
void from_model(invito::error_item const& from, error_item<Text>& out, wire::writing const&) {
  out.where = from.where;
  out.message = from.message;
  from_model(from.type, out.type);
  out.input = from.input;
  out.context = from.context;
}

template <class Text>
void to_model(error_item<Text>&& from, invito::error_item& out, wire::place const&) {
  out.where = std::move(from.where);
  out.message = std::move(from.message);
  out.type = text_of(std::move(from.type));
  out.input = std::move(from.input);
  out.context = std::move(from.context);
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::writing const& to_be) {
  out.code = from.code;
  out.message = from.message;
  from_model(from.type, out.type);
  from_model(from.where, out.where);
  from_model(from.developer_message, out.developer_message);
  out.status = from.status;
  from_model(from.id, out.id);
  wire::from_model(from.at, out.at);
  out.details = from.details;
  if (!from.items.empty()) wire::from_models(from.items, out.items.emplace(), to_be["items"]);
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::place const& at) {
  out.code = std::move(from.code);
  out.message = std::move(from.message);
  out.type = text_of(std::move(from.type));
  out.where = text_of(std::move(from.where));
  out.developer_message = text_of(std::move(from.developer_message));
  out.status = from.status;
  out.id = text_of(std::move(from.id));
  out.at = wire::time_of(from.at);
  out.details = std::move(from.details);
  if (from.items) wire::to_models(*std::move(from.items), out.items, at.at("items"));
}

/// The document of a type of the model.
template <class Model, class Text>
struct document_of;
template <class Text>
struct document_of<invito::invitation, Text> {
  using type = invitation<Text>;
};
template <class Text>
struct document_of<invito::event, Text> {
  using type = event<Text>;
};

template <class Model>
problems write_replacing(wire::target const& to, Model const& m) {
  using document = typename document_of<Model, std::string_view>::type;
  return wire::detail::write_as<document>(to, m, {}, {}, wire::invalid_text::replaced);
}

}  // namespace native_documents

template <class Dialect>
result<invitation> versioned<Dialect>::read_invite(wire::source const& in,
                                                   read_options const& options) {
  return native_documents::or_version<native_documents::versioned>(
      dialect<Dialect>::read_invite(in, options), in, options);
}

template <class Dialect>
result<creation> versioned<Dialect>::read_creation(wire::source const& in,
                                                   read_options const& options) {
  return native_documents::or_version<native_documents::versioned>(
      dialect<Dialect>::read_creation(in, options), in, options);
}

template <class Dialect>
result<invitation_page> versioned<Dialect>::read_list(wire::source const& in,
                                                      read_options const& options) {
  return native_documents::or_version<native_documents::versioned_list>(
      lists<Dialect>::read_list(in, options), in, options);
}

template <class Model>
result<Model> read(wire::source const& in, read_options const& options) {
  if constexpr (std::is_same_v<Model, invitation>) {
    return native::read_invite(in, options);
  } else {
    using document = typename native_documents::document_of<Model, std::string>::type;
    return wire::detail::read_as<document, Model>(in, options);
  }
}

template <class Model>
result<std::string> write(Model const& m) {
  using document = typename native_documents::document_of<Model, std::string_view>::type;
  return wire::detail::write_as<document>(m);
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct dialect<native>;
template struct lists<native>;
template struct versioned<native>;
template result<invitation> read<invitation>(wire::source const& in, read_options const& options);
template result<event> read<event>(wire::source const& in, read_options const& options);
template result<std::string> write<invitation>(invitation const& m);
template result<std::string> write<event>(event const& m);
namespace native_documents {
template problems write_replacing<invito::invitation>(wire::target const& to,
                                                      invito::invitation const& m);
}  // namespace native_documents
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/writer.ipp ----

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

namespace detail {

constexpr bool needs_no_escape(char c) noexcept {
  return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
}

/// Whether `text` stands between quotes as it is, all of it ASCII. Linear, eight bytes at a time.
constexpr bool is_plain(std::string_view text) noexcept {
  if (text.size() < 8) {
    std::uint64_t bytes = 0x2020202020202020;
    for (const char c : text) bytes = bytes << 8 | static_cast<unsigned char>(c);
    return invito::detail::are_plain(bytes);
  }
  std::size_t at = 0;
  for (; text.size() - at > 8; at += 8) {
    if (!invito::detail::are_plain(invito::detail::eight_bytes(text.data() + at))) return false;
  }
  return invito::detail::are_plain(invito::detail::eight_bytes(text.data() + text.size() - 8));
}

/// `text` with a replacement character for each byte that belongs to no character.
inline std::string with_replacements(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t length = 1;
    while (length <= 4 && !is_utf8(text.substr(0, length))) ++length;
    out += length <= 4 ? text.substr(0, length) : std::string_view("\xEF\xBF\xBD");
    text.remove_prefix(length <= 4 ? length : 1);
  }
  return out;
}

}  // namespace detail

INVITO_INLINE problems writer::finish() {
  problems out;
  if (!failed_) return out;
  path where;
  for (std::size_t n = trail_.size(); n != 0; --n) {
    auto const& step = trail_[n - 1];
    if (auto* member = std::get_if<std::string>(&step)) {
      where.add(*member);
    } else {
      where.add(*std::get_if<std::size_t>(&step));
    }
  }
  out.add({code::invalid_utf8, std::move(where), {}, {}});
  return out;
}

INVITO_INLINE std::string writer::instead_of(std::string_view t) {
  if (how_.invalid_text == invalid_text::replaced) return detail::with_replacements(t);
  failed_ = true;
  return {};
}

INVITO_INLINE void text_writer::text(std::string_view t) {
  detail::is_plain(t) ? quote(t) : text_with_care(t);
}

INVITO_INLINE void text_writer::flush() {
  hand_on({block_.data(), used_});
  used_ = 0;
}

INVITO_INLINE void text_writer::hand_on(std::string_view text) {
  if (string_) {
    string_->append(text);
    return;
  }
  if (memory_->length < memory_->size) {
    text.copy(memory_->at + memory_->length, memory_->size - memory_->length);
  }
  memory_->length += text.size();
}

INVITO_INLINE void text_writer::put(std::string_view text) {
  if (text.size() > block_.size() - used_) flush();
  if (text.size() > block_.size()) return hand_on(text);
  std::char_traits<char>::copy(block_.data() + used_, text.data(), text.size());
  used_ += text.size();
}

/// Puts the text between quotes, after a comma where one is due.
inline void text_writer::quote(std::string_view plain) {
  if (plain.size() + 3 > block_.size() - used_) {
    separate();
    put('"');
    put(plain);
    return put('"');
  }
  char* at = block_.data() + used_;
  if (follows_) *at++ = ',';
  *at++ = '"';
  at = std::char_traits<char>::copy(at, plain.data(), plain.size()) + plain.size();
  *at++ = '"';
  used_ = static_cast<std::size_t>(at - block_.data());
  follows_ = true;
}

INVITO_INLINE void text_writer::name(std::string_view known) {
  quote(known);
  put(':');
  follows_ = false;
}

INVITO_INLINE void text_writer::key(std::string_view any) {
  text(any);
  follows_ = false;
  put(':');
}

INVITO_INLINE void text_writer::integer(std::int64_t n) {
  constexpr std::size_t longest = 20;  // that of -9223372036854775808
  separate();
  if (block_.size() - used_ < longest) flush();
  char* const at = block_.data() + used_;
  used_ += static_cast<std::size_t>(std::to_chars(at, at + longest, n).ptr - at);
}

inline void text_writer::text_with_care(std::string_view t) {
  if (!is_utf8(t)) {
    const std::string other = instead_of(t);
    return failed() ? void() : text(other);
  }
  separate();
  put('"');
  while (!t.empty()) {
    const auto special = std::find_if_not(t.begin(), t.end(), detail::needs_no_escape);
    const auto before = static_cast<std::size_t>(special - t.begin());
    put(t.substr(0, before));
    t.remove_prefix(before);
    if (t.empty()) break;
    escape(t.front());
    t.remove_prefix(1);
  }
  put('"');
}

inline void text_writer::escape(char c) {
  constexpr std::string_view special = "\"\\\b\f\n\r\t";
  constexpr std::string_view letters = "\"\\bfnrt";
  const std::size_t which = special.find(c);
  if (which != std::string_view::npos) {
    put('\\');
    put(letters[which]);
  } else {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    put("\\u00");
    put(digits[byte >> 4U]);
    put(digits[byte & 0xFU]);
  }
}

INVITO_INLINE json_text quoted(std::string_view text) {
  std::string out;
  text_writer to(out, {shape::page, false, invalid_text::replaced});
  to.text(text);
  to.flush();
  return json_text::unchecked(std::move(out));
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/rfc3339.ipp ----

// date.h spells min() and max() bare, which fails where a platform header made macros of them.
#pragma push_macro("min")
#pragma push_macro("max")
#undef min
#undef max
// Only its calendar arithmetic is used: the bodies of its formatting and parsing depend on
// ONLY_C_LOCALE, which packagings of date set differently, and so would differ within one program.
#include <date/date.h>
#pragma pop_macro("max")
#pragma pop_macro("min")

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

inline constexpr std::int64_t seconds_per_day = 86'400;

// The problem with a text that is not a time, or not one that `instant` can hold.
inline problem time_problem(code why, std::string_view text) {
  constexpr std::size_t longest = 40;
  problem p;
  p.code = why;
  p.subject = utf8_prefix(text, longest);
  return p;
}

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr unsigned two_digits(char const* text) noexcept {
  return static_cast<unsigned>((text[0] - '0') * 10 + (text[1] - '0'));
}

// Whether a leap second may end at `seconds` since 1970: the first of July or January begins there.
inline bool leap_second_ends(std::int64_t seconds) noexcept {
  if (seconds % seconds_per_day != 0) return false;
  const date::days days{static_cast<int>(seconds / seconds_per_day)};
  const date::year_month_day day{date::sys_days{days}};
  return day.day() == date::day{1} &&
         (day.month() == date::month{7} || day.month() == date::month{1});
}

// What is wrong with the text, or no code at all: then `to` is its time.
inline code read_rfc3339(std::string_view text, instant& to) noexcept {
  constexpr std::size_t shortest = 20;  // 0000-00-00T00:00:00Z
  if (text.size() < shortest) return code::invalid_time;

  char const* const from = text.data();
  constexpr shape8 year_month("0000-00-");
  constexpr shape8 day_to_minute("00t00:00");
  const digits8 a(from, year_month);
  const digits8 b(from + 8, day_to_minute);
  if (!a.matches() || !b.matches() || from[16] != ':' || !is_digit(from[17]) ||
      !is_digit(from[18])) {
    return code::invalid_time;
  }
  const date::year_month_day day{date::year{static_cast<int>(a.two(0) * 100 + a.two(2))},
                                 date::month{a.two(5)}, date::day{b.two(0)}};
  const unsigned hour = b.two(3);
  const unsigned minute = b.two(6);
  const unsigned second = two_digits(from + 17);
  if (!day.ok() || hour > 23 || minute > 59 || second > 60) return code::invalid_time;

  std::size_t i = 19;
  std::uint32_t nanoseconds = 0;
  if (text[i] == '.') {
    constexpr std::array<std::uint32_t, 10> scale{
        1'000'000'000, 100'000'000, 10'000'000, 1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
    const std::size_t first = ++i;
    for (; i != text.size() && is_digit(text[i]); ++i) {
      if (i - first == 9) return code::invalid_time;
      nanoseconds = nanoseconds * 10 + static_cast<std::uint32_t>(text[i] - '0');
    }
    if (i == first) return code::invalid_time;
    nanoseconds *= scale[i - first];
  }

  std::int64_t offset = 0;
  if (text.size() - i == 1) {
    if ((text[i] | 0x20) != 'z') return code::invalid_time;
  } else {
    if (text.size() - i != 6) return code::invalid_time;  // +00:00
    char const* const zone = from + i;
    if (!is_digit(zone[1]) || !is_digit(zone[2]) || zone[3] != ':' || !is_digit(zone[4]) ||
        !is_digit(zone[5])) {
      return code::invalid_time;
    }
    const char sign = zone[0];
    const unsigned hours = two_digits(zone + 1);
    const unsigned minutes = two_digits(zone + 4);
    if (hours > 23 || minutes > 59 || (sign != '+' && sign != '-')) return code::invalid_time;
    offset = (hours * 60 + minutes) * 60;
    if (sign == '-') offset = -offset;
  }

  const std::int64_t days = date::sys_days{day}.time_since_epoch().count();
  const std::int64_t seconds =
      days * seconds_per_day + ((hour * 60 + minute) * 60 + second) - offset;
  if (second == 60 && !leap_second_ends(seconds)) return code::invalid_time;

  // Far from both ends of the range, as nearly all times are, the sum needs no care.
  const instant part{std::chrono::nanoseconds{nanoseconds}};
  constexpr std::int64_t safe = 9'000'000'000;
  if (seconds > -safe && seconds < safe) {
    to = part + std::chrono::seconds{seconds};
    return code{};
  }
  const auto sum = plus(part, std::chrono::seconds{seconds});
  if (!sum) return code::time_out_of_range;
  to = *sum;
  return code{};
}

}  // namespace detail

INVITO_INLINE result<instant> parse_rfc3339(std::string_view text) {
  instant t;
  const code why = detail::read_rfc3339(text, t);
  if (why == code{}) return t;
  return detail::time_problem(why, text);
}

INVITO_INLINE char* write_rfc3339(char* to, instant t) noexcept {
  using detail::put_two;
  // Divided before anything is taken away, since the start of the earliest second, or day, lies
  // outside of the range. Days are counted from before that range, so that none is negative.
  constexpr std::int64_t per_second = 1'000'000'000;
  constexpr std::int64_t days_before = 110'000;
  const std::int64_t rest = t.time_since_epoch().count() % per_second;
  const auto fraction = static_cast<unsigned>(rest < 0 ? rest + per_second : rest);
  const auto seconds =
      static_cast<std::uint64_t>(to_unix_seconds(t) + days_before * detail::seconds_per_day);
  const auto second = static_cast<unsigned>(seconds % detail::seconds_per_day);
  const date::days days{static_cast<int>(seconds / detail::seconds_per_day) - int{days_before}};
  const date::year_month_day day{date::sys_days{days}};

  const auto year = static_cast<unsigned>(static_cast<int>(day.year()));  // 1677 to 2262
  put_two(to, year / 100);
  put_two(to + 2, year % 100);
  to[4] = '-';
  put_two(to + 5, static_cast<unsigned>(day.month()));
  to[7] = '-';
  put_two(to + 8, static_cast<unsigned>(day.day()));
  to[10] = 'T';
  put_two(to + 11, second / 3600);
  to[13] = ':';
  put_two(to + 14, second / 60 % 60);
  to[16] = ':';
  put_two(to + 17, second % 60);
  to += 19;
  if (fraction != 0) {
    to[0] = '.';
    to[1] = static_cast<char>('0' + fraction / 100'000'000);
    put_two(to + 2, fraction / 1'000'000 % 100);
    put_two(to + 4, fraction / 10'000 % 100);
    put_two(to + 6, fraction / 100 % 100);
    put_two(to + 8, fraction % 100);
    to += 10;
    while (to[-1] == '0') --to;
  }
  *to++ = 'Z';
  return to;
}

INVITO_INLINE std::string format_rfc3339(instant t) {
  std::array<char, rfc3339_length> buffer{};
  char* const end = write_rfc3339(buffer.data(), t);
  return {buffer.data(), end};
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/fields.ipp ----

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

INVITO_INLINE field const* table::find(std::string_view name, std::size_t likely) const noexcept {
  const auto is_it = [name](field const& f) {
    return f.name.size() == name.size() && std::equal(name.begin(), name.end(), f.name.begin());
  };
  if (likely < size && is_it(rows[likely])) return rows + likely;
  const std::size_t first = by_hash[hash(name)];
  if (first == 0) return nullptr;
  field const* const found = std::find_if(rows + first - 1, rows + size, is_it);
  return found != rows + size ? found : nullptr;
}

INVITO_INLINE void write_object(void const* at, table const& fields, writer& out) {
  // The rows serve reading too, hence the pointer to non-const; nothing is written through it.
  void* object = const_cast<void*>(at);
  out.begin_object();
  field const* const end = fields.rows + fields.size;
  for (field const* f = fields.rows; f != end; ++f) {
    if (f->read_only || (f->wide_only && !out.wide())) continue;
    codec const& as = *f->as;
    void const* value = f->get(object);
    if (as.held) value = as.held(value);
    if (out.incomplete() && f->required && (!value || (as.blank && as.blank(value)))) continue;
    if (value) {
      out.name(f->name);
      as.write(value, out);
      if (out.failed()) return out.trail(f->name);
    } else if (f->null_if_absent || (f->wide_null && out.wide())) {
      out.name(f->name);
      out.null();
    }
  }
  out.end_object();
}

INVITO_INLINE void write_value(void const* at, codec const& as, writer& out) {
  void const* value = as.held ? as.held(at) : at;
  value ? as.write(value, out) : out.null();
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/reader.ipp ----

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

INVITO_INLINE bool has_room(problems const& told, read_limits const& limits) {
  std::size_t bytes = 0;
  for (problem const& p : told) bytes += p.where.size();
  return told.size() < limits.problems && bytes < limits.bytes;
}

INVITO_INLINE bool reader::boolean(bool b) {
  scalar in;
  in.kind = scalar::kind::boolean;
  in.truth = b;
  return value(in);
}

INVITO_INLINE bool reader::integer(std::int64_t n) {
  scalar in;
  in.kind = scalar::kind::number;
  in.whole = n;
  return value(in);
}

INVITO_INLINE bool reader::number(double value_of, std::string_view spelling) {
  constexpr double exact = 9007199254740992.0;  // below, every whole number has a double of its own
  scalar in;
  in.kind = scalar::kind::number;
  in.text = spelling;
  if (value_of > -exact && value_of < exact) {
    const auto whole = static_cast<std::int64_t>(value_of);
    if (!(static_cast<double>(whole) < value_of) && !(static_cast<double>(whole) > value_of)) {
      in.whole = whole;
    }
  }
  return value(in);
}

INVITO_INLINE bool reader::text(std::string_view t) {
  scalar in;
  in.kind = scalar::kind::text;
  in.text = t;
  return value(in);
}

INVITO_INLINE bool reader::invalid_text() {
  if (!count_item()) return false;
  if (skipped_ != 0) return true;
  if (kept_) {
    keep({});
  } else if (!next_slot().at) {
    return true;
  }
  return add(code::invalid_utf8, here());
}

INVITO_INLINE bool reader::syntax_error(std::size_t byte) {
  add(code::syntax_error, {}, {}, static_cast<std::int64_t>(byte));
  return false;
}

INVITO_INLINE bool reader::too_large(std::size_t bytes) {
  add(code::too_large, {}, {}, static_cast<std::int64_t>(bytes),
      static_cast<std::int64_t>(options_.limits.bytes));
  return false;
}

INVITO_INLINE bool reader::key(std::string_view name) {
  if (skipped_ != 0) return true;
  if (kept_) return key_of_kept(name);
  frame& top = stack_.back();
  if (!top.fields) return key_of_map(name);
  field const* const found = top.fields->find(name, top.next);
  const auto row = found ? static_cast<std::size_t>(found - top.fields->rows) : none;
  const std::uint64_t bit = found ? std::uint64_t{1} << row : 0;
  const bool twice = (top.seen & bit) != 0;
  top.row = twice ? none : row;
  top.next = row + 1;
  top.seen |= bit;
  return (found && !twice) || key_of_no_row(name, twice);
}

INVITO_INLINE bool reader::key_of_kept(std::string_view name) {
  keeps_->key(name);
  return levels_.back().names.add(name) || add(code::duplicate_key, here());
}

INVITO_INLINE bool reader::key_of_map(std::string_view name) {
  frame& top = stack_.back();
  top.row = maps_.back().add(name) ? 0 : none;
  return top.row == 0 || add(code::duplicate_key, here().add(name));
}

INVITO_INLINE bool reader::key_of_no_row(std::string_view name, bool twice) {
  if (twice) return add(code::duplicate_key, here().add(name));
  if (!stack_.back().fields->closed && !options_.strict) return true;
  return add(code::unknown_field, here().add(name));
}

/// The slot of the value that comes; nowhere if nobody wants it.
INVITO_INLINE slot reader::next_slot() {
  if (stack_.empty()) return root_;
  frame& top = stack_.back();
  if (top.fields) {
    if (top.row == none) return {};
    field const& f = top.fields->rows[top.row];
    return {f.get(top.of.at), f.as};
  }
  if (!top.is_map()) {
    ++top.count;
    return top.of.as->element(top.of.at);
  }
  return top.row == none ? slot{} : top.of.as->member(top.of.at, maps_.back().last);
}

INVITO_INLINE bool reader::value(scalar const& in) {
  if (!count_item()) return false;
  if (skipped_ != 0) return true;
  if (kept_) {
    keep(in);
    return true;
  }
  const slot to = next_slot();
  if (!to.at) return true;
  codec const& as = *to.as;
  if (in.kind == scalar::kind::null && as.optional) return true;
  if (as.raw) {
    begin_keeping(as.raw(to.at));
    keep(in);
    end_keeping();
    return true;
  }
  const code wrong = as.scalar ? as.scalar(to.at, in) : code::wrong_type;
  if (wrong != code{}) return add(wrong, here(), wrong == code::wrong_type ? as.expects : in.text);
  if (in.kind != scalar::kind::text || stack_.empty() || !stack_.back().fields) return true;
  vocabulary const& words = stack_.back().fields->rows[stack_.back().row].words;
  return words.admits(in.text) || add(words.refusal, here(), in.text);
}

INVITO_INLINE bool reader::open(bool object) {
  if (!count_item()) return false;
  const slot to = kept_ || skipped_ != 0 ? slot{} : next_slot();
  if (kept_ && !levels_.empty()) ++levels_.back().count;
  ++depth_;
  const std::size_t nested = kept_ ? levels_.size() + 1 : depth_;
  if (nested > options_.limits.depth) {
    add(code::too_deep, here(), {}, static_cast<std::int64_t>(options_.limits.depth));
    return false;
  }
  if (!kept_ && !to.at) {
    ++skipped_;
    return true;
  }
  if (!kept_ && to.as->raw) begin_keeping(to.as->raw(to.at));
  if (kept_) {
    object ? keeps_->begin_object() : keeps_->begin_array();
    levels_.push_back({object});
    return true;
  }
  codec const& as = *to.as;
  if (object && as.object) {
    stack_.push_back({as.object(to.at), as.fields});
    if (stack_.back().is_map()) maps_.emplace_back();
  } else if (!object && as.array) {
    as.array(to.at);
    stack_.push_back({to, nullptr});
  } else {
    ++skipped_;
    return add(code::wrong_type, here(), as.expects);
  }
  return true;
}

INVITO_INLINE bool reader::close() {
  --depth_;
  if (skipped_ != 0) {
    --skipped_;
    return true;
  }
  if (kept_) {
    levels_.back().object ? keeps_->end_object() : keeps_->end_array();
    levels_.pop_back();
    if (levels_.empty()) end_keeping();
    return true;
  }
  frame& done = stack_.back();
  done.row = none;
  if (done.is_map()) maps_.pop_back();
  const bool lacks = done.fields && (done.fields->required & ~done.seen) != 0;
  if (lacks && !tell_missing(*done.fields, done.seen)) return false;
  stack_.pop_back();
  return true;
}

/// Tells of each required member that is not there, nor an alias of it; whether to go on.
INVITO_INLINE bool reader::tell_missing(table const& fields, std::uint64_t seen) {
  const auto is_there = [&](std::string_view name) {
    for (std::size_t n = 0; n != fields.size; ++n) {
      field const& f = fields.rows[n];
      if ((seen >> n & 1U) != 0 && (f.name == name || f.alias_of == name)) return true;
    }
    return false;
  };
  for (std::size_t n = 0; n != fields.size; ++n) {
    field const& f = fields.rows[n];
    if (!f.required || is_there(f.name)) continue;
    if (!add(code::missing_field, here().add(f.name))) return false;
  }
  return true;
}

INVITO_INLINE problems reader::finish() && {
  const bool whole = items_ != 0 && depth_ == 0;
  if (problems_.empty() && !whole) syntax_error(0);
  return std::move(problems_);
}

INVITO_INLINE bool reader::count_item() {
  if (items_++ <= options_.limits.items) return true;  // the document itself is none
  add(code::too_many_items, {}, {}, static_cast<std::int64_t>(options_.limits.items));
  return false;
}

INVITO_INLINE void reader::begin_keeping(json_text* what) {
  kept_ = what;
  kept_text_.clear();
  keeps_.emplace(kept_text_, write_settings{shape::page, false, invalid_text::replaced});
}

INVITO_INLINE void reader::keep(scalar const& in) {
  if (!levels_.empty()) ++levels_.back().count;
  switch (in.kind) {
    case scalar::kind::null: keeps_->null(); break;
    case scalar::kind::boolean: keeps_->boolean(in.truth); break;
    case scalar::kind::number:
      in.text.empty() ? keeps_->integer(*in.whole) : keeps_->json(in.text);
      break;
    case scalar::kind::text: keeps_->text(in.text); break;
  }
}

INVITO_INLINE void reader::end_keeping() {
  keeps_->flush();
  *kept_ = json_text::unchecked(std::move(kept_text_));
  kept_ = nullptr;
}

INVITO_INLINE bool reader::add(code c, path where, std::string_view subject, std::int64_t n0,
                               std::int64_t n1) {
  problems_.add(make_problem(c, std::move(where), subject, {n0, n1, 0}));
  return has_room(problems_, options_.limits);
}

INVITO_INLINE path reader::here() const {
  path out;
  std::size_t map = 0;
  for (frame const& f : stack_) {
    if (f.is_map()) {
      names const& all = maps_[map++];
      if (f.row != none) out.add(all.last);
    } else if (!f.fields) {
      if (f.count != 0) out.add(f.count - 1);
    } else if (f.row != none) {
      out.add(f.fields->rows[f.row].name);
    }
  }
  for (level const& l : levels_) {
    if (l.object) {
      out.add(l.names.last);
    } else if (l.count != 0) {
      out.add(l.count - 1);
    }
  }
  return out;
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/documents.ipp ----

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

INVITO_INLINE path place::where() const {
  if (!above) return {};
  path out = above->where();
  return index == no_limit ? out.add(member) : out.add(index);
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

#endif  // INVITO_NO_JSON

#endif  // INVITO_INVITO_HPP_SINGLE_DEFINITIONS
#endif  // !INVITO_SEPARATE_COMPILATION || INVITO_IMPLEMENTATION
