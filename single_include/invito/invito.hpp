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
/// The whole library: the lifecycle of invitations, the JSON format of the library, and the
/// dialects. A dialect is the JSON format of one vendor's API. If `INVITO_NO_JSON` is defined, this
/// header includes only `invito/core.hpp`, which needs only the standard library.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
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
/// Configures how the library is compiled.
///
/// The library is header-only by default: no macro is needed, and nothing is built separately. In
/// the other mode, every translation unit of a program defines `INVITO_SEPARATE_COMPILATION`. Then
/// the headers do not include the definitions in the `.ipp` files. Exactly one source file must
/// include `<invito/src.hpp>`, which contains these definitions.
///
/// The two modes use different inline namespaces. One program can contain translation units of both
/// modes. However, units of different modes cannot exchange values of the library. If they try to,
/// the linker reports undefined names in `invito::separate_v0`.

#ifdef INVITO_SEPARATE_COMPILATION
#define INVITO_ABI separate_v0  ///< The inline namespace of the whole library.
#define INVITO_INLINE  ///< Precedes the definition of every function that a header declares.
#else
#define INVITO_ABI v0         ///< The inline namespace of the whole library.
#define INVITO_INLINE inline  ///< Precedes the definition of every function that a header declares.
#endif

// ---- invito/base/box.hpp ----

/// \file base/box.hpp
/// An optional value on the heap.

namespace invito {
inline namespace INVITO_ABI {

/// An optional value that is stored on the heap. A box has the size of one pointer. Use a box
/// instead of `std::optional<T>` if the value is large and usually absent. Copying a box copies the
/// value. Comparing two boxes compares their values.
template <class T>
class box {
 public:
  box() noexcept = default;
  box(T value) : value_(new T(std::move(value))) {}  ///< Constructs a box with a value.
  box(box const& other) : value_(other ? new T(*other) : nullptr) {}  ///< Copies the value.
  /// Moves the value; `other` is empty afterwards.
  box(box&& other) noexcept : value_(other.value_) { other.value_ = nullptr; }
  box& operator=(box const& other) { return *this = box(other); }
  box& operator=(box&& other) noexcept {
    T* const moved = other.value_;
    other.value_ = nullptr;
    delete value_;
    value_ = moved;
    return *this;
  }
  ~box() { delete value_; }

  /// Returns whether there is a value.
  explicit operator bool() const noexcept { return value_ != nullptr; }

  ///@{
  /// Accesses the value. Precondition: there is a value.
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
  // A std::unique_ptr would take the compiler ten times as long, and the model has many boxes.
  T* value_ = nullptr;
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/instant.hpp ----

/// \file base/instant.hpp
/// Points in time. Additions to a point in time are checked for overflow.

namespace invito {
inline namespace INVITO_ABI {

/// A point in time in UTC, with nanosecond ticks. The result of `std::chrono::system_clock::now()`
/// converts to this type. The range is 1677-09-21 to 2262-04-11.
using instant = std::chrono::time_point<std::chrono::system_clock, std::chrono::nanoseconds>;

/// Returns `t + d`, or `std::nullopt` if the sum is outside of the range of `instant`.
[[nodiscard]] constexpr std::optional<instant> checked_add(instant t,
                                                           std::chrono::seconds d) noexcept;

/// Converts a number of seconds since 1970-01-01T00:00:00Z to an instant. Returns `std::nullopt` if
/// the time is outside of the range of `instant`.
[[nodiscard]] constexpr std::optional<instant> from_unix_seconds(std::int64_t seconds) noexcept;

/// Converts `t` to a number of seconds since 1970-01-01T00:00:00Z, rounded towards the past.
[[nodiscard]] constexpr std::int64_t to_unix_seconds(instant t) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/impl/instant.hpp ----

namespace invito {
inline namespace INVITO_ABI {

constexpr std::optional<instant> checked_add(instant t, std::chrono::seconds d) noexcept {
  // The comparison uses seconds, because `d` can be too long for nanoseconds even if the sum is
  // within the range. The numbers are unsigned, because the distance between the two ends of the
  // range does not fit into a signed number.
  constexpr std::uint64_t second = 1'000'000'000;
  constexpr auto highest = static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::max)());
  constexpr auto lowest = static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::min)());
  const auto ticks = static_cast<std::uint64_t>(std::int64_t{t.time_since_epoch().count()});
  const auto step = static_cast<std::uint64_t>(std::int64_t{d.count()});
  const bool back = d.count() < 0;
  const std::uint64_t room = (back ? ticks - lowest : highest - ticks) / second;
  if ((back ? 0 - step : step) > room) return std::nullopt;
  return instant{std::chrono::nanoseconds{static_cast<std::int64_t>(ticks + step * second)}};
}

constexpr std::optional<instant> from_unix_seconds(std::int64_t seconds) noexcept {
  return checked_add(instant{}, std::chrono::seconds{seconds});
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
/// Limits on input. They ensure that no input can cause unlimited work or use unlimited memory.

namespace invito {
inline namespace INVITO_ABI {

/// Limits on one JSON document.
struct read_limits {
  /// The maximum length of the document, in bytes. nginx has the same default limit.
  std::size_t bytes = 1024 * 1024;
  /// The maximum number of levels of nested objects and arrays. The documents of the known APIs
  /// need 6 levels. The library stores some values, such as attributes, without interpretation. For
  /// such a value, the count starts at 1 again, so every format accepts the values of the others.
  std::size_t depth = 32;
  /// The maximum number of object members and array elements together.
  std::size_t items = 100'000;
  /// The number of problems after which the reader of the document stops. The reader also stops
  /// when the locations of all problems together have `bytes` bytes or more.
  std::size_t problems = 100;
};

/// Limits on the texts and lists in a command, and on the input of `make_token`. The functions that
/// decide about a command, such as `issue` and `accept`, check these limits.
namespace bound {
/// The maximum number of bytes of an id, a role, an idempotency key, a given name or a family name.
inline constexpr std::size_t text = 255;
/// The maximum number of grants in one invitation.
inline constexpr std::size_t grants = 1000;
/// The maximum number of attributes of one invitation.
inline constexpr std::size_t attributes = 64;
/// The maximum number of bytes of all attributes of one invitation, names and values together.
inline constexpr std::size_t attribute_bytes = 16 * 1024;

/// The minimum number of random bytes for a token. NIST SP 800-63B and OWASP's ASVS allow a plain
/// fast hash for a stored look-up secret if the secret has at least 112 bits. They require at least
/// 64 bits for a session id. 16 bytes have 128 bits, so they satisfy both requirements.
inline constexpr std::size_t min_token_entropy = 16;
/// The maximum number of random bytes for a token. A token from 512 bytes has 683 characters. The
/// link with this token fits into one line of a mail, which has at most 998 characters (RFC 5322).
inline constexpr std::size_t max_token_entropy = 512;
/// The minimum number of distinct values among the random bytes for a token.
inline constexpr std::size_t min_token_values = 8;
}  // namespace bound

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/names.hpp ----

/// \file base/names.hpp
/// Conversions between the values of enumerations and their names.

namespace invito {
inline namespace INVITO_ABI {

/// The names of the values of an enumeration. The index of a name is the number of the value. If a
/// number has no enumerator, the name is empty. Each enumeration with names has a specialization of
/// this variable, next to the definition of the enumeration. The names never change, so documents
/// and configurations can contain them.
template <class Enum>
inline constexpr std::nullptr_t names_of = nullptr;

/// Returns the name of a value, such as "pending". Complexity: constant.
template <class Enum, class = std::enable_if_t<!std::is_null_pointer_v<decltype(names_of<Enum>)>>>
[[nodiscard]] constexpr std::string_view to_string(Enum value) noexcept {
  return names_of<Enum>[static_cast<std::size_t>(value)];
}

/// Returns the value with exactly this name, or `std::nullopt` if there is no such value. For
/// example, `from_string<status>("pending")` returns `status::pending`. Complexity: linear in the
/// number of names.
template <class Enum>
[[nodiscard]] constexpr std::optional<Enum> from_string(std::string_view name) noexcept {
  static_assert(!std::is_null_pointer_v<decltype(names_of<Enum>)>,
                "names_of<Enum> must be specialized");
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
/// The location of a problem in a document or command.

namespace invito {
inline namespace INVITO_ABI {

/// A path of typed segments. Each segment is the name of an object member or the index of an array
/// element. The empty path means the whole document. The path is stored in one string, so that a
/// short path allocates no memory.
class path {
 public:
  /// One segment. If `index` is set, the segment is an element, otherwise a member.
  struct segment {
    std::string name;                  ///< The name of the member, unescaped.
    std::optional<std::size_t> index;  ///< The index of the element, from 0.
    friend bool operator==(segment const& a, segment const& b);
    friend bool operator!=(segment const& a, segment const& b) { return !(a == b); }
  };

  path() = default;
  /// Constructs the path to the member `name` of the document.
  path(char const* name) { add(std::string_view(name)); }

  /// Appends the member `name`.
  path& add(std::string_view name);
  /// Appends the element `index`.
  path& add(std::size_t index);

  /// Returns whether the path is empty, which means the whole document.
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
  /// Returns the length of the path in bytes.
  [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }
  /// Returns the path as a JSON pointer (RFC 6901): "" for the whole document, otherwise a text
  /// such as "/projects/0/id".
  [[nodiscard]] std::string pointer() const;
  /// Returns the path in a form for people, with dots: "projects.0.id".
  [[nodiscard]] std::string dotted() const;
  /// Returns the segments of the path, with unescaped names.
  [[nodiscard]] std::vector<segment> segments() const;

  friend bool operator==(path const& a, path const& b);
  friend bool operator!=(path const& a, path const& b) { return !(a == b); }

 private:
  // All segments. A '/' precedes each name, and a '#' precedes each index. In a name, '~' is stored
  // as "~0", '/' as "~1", and '#' as "~2".
  std::string text_;
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/problem.hpp ----

/// \file base/problem.hpp
/// The problems in a document or a command. A problem has a stable code, a location, and the values
/// that a person needs to solve the problem. A list of problems is called a refusal.

namespace invito {
inline namespace INVITO_ABI {

/// The codes of all problems. The number of a code never changes, and no other code ever has the
/// same number. The host is the program that uses the library. The caller is the client that sent
/// a document or a command to the host.
enum class code : std::uint16_t {
  // Problems in a document that the library reads or writes.
  syntax_error = 101,         ///< The text is not JSON.
  too_large = 102,            ///< The text is longer than the limit.
  too_deep = 103,             ///< The nesting of objects and arrays exceeds the limit.
  too_many_items = 104,       ///< The number of members and elements exceeds the limit.
  missing_field = 111,        ///< A required field is absent.
  wrong_type = 112,           ///< The value has a JSON type that the field does not allow.
  unknown_field = 113,        ///< The object has no such field.
  duplicate_field = 114,      ///< A field occurs twice in one object.
  unknown_value = 115,        ///< The field does not allow this value.
  conflicting_fields = 116,   ///< Two fields with the same meaning have different values.
  duplicate_item = 117,       ///< An element occurs twice in one list.
  number_out_of_range = 118,  ///< The number is too small or too large for the field.
  invalid_utf8 = 119,         ///< The text is not well-formed UTF-8.
  invalid_time = 120,         ///< The text is not an RFC 3339 time.
  time_out_of_range = 121,    ///< The time is before 1677-09-21 or after 2262-04-11.
  invalid_state = 122,        ///< A field contradicts the status of the invitation.
  invalid_uuid = 123,         ///< The text is not a UUID.
  not_representable = 131,    ///< The format of the written document cannot express this value.
  unsupported_version = 132,  ///< The format version of the document is not supported.
  history_mismatch = 133,     ///< The history is incomplete or contradicts the invitation.
  // Tier `tenant`: the organization of the invitation. See `tier`.
  not_found = 201,        ///< The caller's organization has no such invitation.
  unauthenticated = 202,  ///< The caller has not signed in. Only hosts report this code.
  // Tier `authority`: the actor or the invitee.
  inactive_actor = 301,    ///< The actor is not an active member.
  not_permitted = 302,     ///< The actor may not grant the role.
  system_only = 303,       ///< Only an actor of the kind `system` may perform the command.
  forbidden = 304,         ///< The caller sees this code for `inactive_actor` and `system_only`.
  wrong_recipient = 311,   ///< The person is not the recipient of the invitation.
  email_unverified = 312,  ///< The person's address is not verified.
  token_missing = 313,     ///< The invitation requires a token, but the command contains no token.
  wrong_token = 314,       ///< The token does not belong to the invitation.
  token_retired = 315,     ///< A later message replaced the token.
  // Tier `input`: the content of the command.
  missing_value = 401,       ///< A required value is missing; the subject names the value.
  text_too_long = 402,       ///< A text or list exceeds its limit.
  invalid_email = 403,       ///< The text is not an email address.
  email_not_ascii = 404,     ///< The policy does not allow addresses with non-ASCII characters.
  domain_refused = 405,      ///< The policy does not allow addresses at this domain.
  unknown_role = 411,        ///< The catalog does not contain the role.
  role_not_grantable = 412,  ///< No invitation can grant the role.
  lifetime_too_short = 421,  ///< The lifetime is below the policy's minimum.
  lifetime_too_long = 422,   ///< The lifetime is above the policy's maximum.
  weak_token = 431,          ///< The entropy has too few bytes or too few distinct values.
  invalid_digest = 432,      ///< The digest does not have 32 bytes, or all its bytes are equal.
  // Tier `status`: the status of the invitation does not allow the command.
  already_issued = 501,        ///< An invitation with this id exists already.
  already_accepted = 502,      ///< The invitation is accepted. This status never changes.
  already_revoked = 503,       ///< The invitation is revoked. This status never changes.
  expired = 504,               ///< The invitation has expired.
  not_yet_expired = 505,       ///< The invitation has not expired.
  renewal_refused = 506,       ///< The policy does not allow the renewal of an expired invitation.
  offer_changed = 507,         ///< The offer changed after the person saw it.
  stale_revision = 508,        ///< The invitation changed after the decision was made.
  idempotency_mismatch = 509,  ///< The idempotency key was used for another command.
  too_soon = 510,              ///< The last message was sent too recently.
  too_many_sends = 511,        ///< The maximum number of messages was already sent.
  too_old = 512,               ///< The invitation was issued too long ago to be sent again.
  // Tier `facts`: the values that the host has looked up. The sponsor is the actor who issued or
  // last amended the invitation.
  fact_missing = 601,           ///< A rule needs a fact that was not given.
  sponsor_inactive = 602,       ///< The sponsor is no longer an active member.
  sponsor_not_permitted = 603,  ///< The sponsor may no longer grant the role.
  organization_inactive = 610,  ///< The organization is suspended or deleted.
  plan_refused = 611,           ///< The organization's plan does not include invitations.
  already_member = 612,         ///< The invitee is a member.
  not_former_member = 613,      ///< The invitee was never a member and cannot be reinstated.
  unknown_scope = 614,          ///< The project or workspace does not exist.
  duplicate_pending = 615,      ///< An invitation for the same recipient is pending.
  not_invitable = 616,          ///< Hides whether the address has a membership or an invitation.
  unavailable = 621,            ///< A service of the host failed. Only hosts report this code.
  seats_full = 631,             ///< All seats of the organization are used or reserved.
  too_many_pending = 632,       ///< The organization has the maximum number of pending invitations.
  rate_limited = 633,           ///< Too many messages were sent in a window of time.
  batch_stopped = 634,          ///< The row was skipped, because another row was refused.
};

/// The groups of rules, in the order of their evaluation. If a rule of one tier fails, the rules of
/// later tiers are not evaluated.
enum class tier : std::uint8_t {
  tenant = 1,  ///< Rules for the organization of the invitation.
  authority,   ///< Rules for the actor or the invitee.
  input,       ///< Rules for the content of the command.
  status,      ///< Rules for the status of the invitation.
  facts        ///< Rules for the facts, which are values that the host has looked up.
};

template <>
inline constexpr std::array<std::string_view, 6> names_of<tier>{"",      "tenant", "authority",
                                                                "input", "status", "facts"};

/// The category of a code. A dialect (the JSON format of one API) maps the category to an HTTP
/// status.
enum class error_category : std::uint8_t {
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
inline constexpr std::array<std::string_view, 9> names_of<error_category>{
    "bad_request", "unauthenticated", "payment_required", "forbidden",        "not_found",
    "conflict",    "internal",        "unavailable",      "too_many_requests"};

/// One row of the table of codes.
struct code_info {
  invito::code code;      ///< The code.
  std::string_view name;  ///< The name of the code, which never changes.
  invito::tier tier;      ///< The tier of the code; see `primary`.
  /// The category, which determines the HTTP status. A dialect can have another status for a code.
  invito::error_category category;
  /// The message. `describe` replaces {s} by the subject of the problem, {0} to {2} by its numbers,
  /// and {0d} to {2d} by its numbers as durations.
  std::string_view message;
  /// The code that the caller sees instead of `code`. The value `code{}` means that the caller sees
  /// `code`.
  invito::code public_code{};
  /// The code that the caller sees with `disclosure::enumeration_safe`. The value `code{}` means
  /// that `public_code` determines the code.
  invito::code safe_code{};
};

/// One reason why a document or a command is refused.
struct problem {
  invito::code code{};  ///< The code. `info` returns its name, category and message.
  path where;           ///< The location of the problem in the document or command.
  std::string subject;  ///< The text that the problem is about, such as a role, a field or an id.
  /// The numbers for the message. A number is a count or a duration in seconds.
  std::array<std::int64_t, 3> numbers{};

  friend bool operator==(problem const& a, problem const& b);
  friend bool operator!=(problem const& a, problem const& b) { return !(a == b); }
};

/// Returns the row of `c` in the table of codes. If the table does not contain `c`, returns a row
/// with the name "unknown". Complexity: logarithmic in the number of codes.
[[nodiscard]] constexpr code_info const& info(code c) noexcept;
/// Returns the name of a code, such as "already_accepted".
[[nodiscard]] constexpr std::string_view to_string(code c) noexcept { return info(c).name; }
/// How much a refusal reveals to the caller.
enum class disclosure : std::uint8_t {
  /// The caller sees everything that is needed to solve the problem, but no data of other persons.
  standard,
  /// Reveals less than `standard`. The caller also cannot see whether an address has a
  /// membership or an invitation.
  enumeration_safe
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<disclosure>{"standard",
                                                                      "enumeration_safe"};

/// Returns the code that the caller may see for a problem with the code `c`. The result is never
/// `code{}`, unless `c` is `code{}`.
[[nodiscard]] constexpr code public_code(code c, disclosure d = disclosure::standard) noexcept;

/// Constructs a problem. The problem contains only the first `bound::text` bytes of `subject`,
/// because `subject` can be untrusted input of any length.
[[nodiscard]] problem make_problem(code c, path where, std::string_view subject = {},
                                   std::array<std::int64_t, 3> numbers = {});

/// Returns the problem that the caller may see. If `public_code` replaces the code of `p`, the
/// result has the new code and no location, subject or numbers. Otherwise the result is `p`.
[[nodiscard]] problem as_public(problem const& p, disclosure d = disclosure::standard);

/// Returns the message of a problem, in English, without the location.
[[nodiscard]] std::string describe(problem const& p);

/// A list of problems, in the order in which they were added. The list stores the first problem
/// inline, so a list of one problem needs no memory on the heap for the list itself.
class problems {
 public:
  /// A forward iterator over the problems.
  class iterator {
   public:
    using value_type = problem;
    using reference = problem const&;
    using pointer = problem const*;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::forward_iterator_tag;
    iterator() = default;
    iterator(problems const& list, std::size_t index) noexcept : list_(&list), index_(index) {}
    reference operator*() const noexcept { return (*list_)[index_]; }
    pointer operator->() const noexcept { return &(*list_)[index_]; }
    iterator& operator++() noexcept { return ++index_, *this; }
    iterator operator++(int) noexcept {
      iterator before = *this;
      ++index_;
      return before;
    }
    friend bool operator==(iterator a, iterator b) noexcept { return a.index_ == b.index_; }
    friend bool operator!=(iterator a, iterator b) noexcept { return a.index_ != b.index_; }

   private:
    problems const* list_ = nullptr;
    std::size_t index_ = 0;
  };

  problems() = default;
  /// Constructs a list of one problem.
  problems(problem only) : first_(std::move(only)), any_(true) {}

  void add(problem p);  ///< Appends a problem.

  /// Returns whether the list is empty.
  [[nodiscard]] bool empty() const noexcept { return !any_; }
  /// Returns the number of problems.
  [[nodiscard]] std::size_t size() const noexcept { return any_ ? rest_.size() + 1 : 0; }
  /// Returns the problem at `index`. Precondition: `index < size()`.
  problem const& operator[](std::size_t index) const noexcept {
    return index == 0 ? first_ : rest_[index - 1];
  }
  /// Returns the first problem. Precondition: the list is not empty.
  [[nodiscard]] problem const& front() const noexcept { return first_; }
  /// Returns an iterator to the first problem.
  [[nodiscard]] iterator begin() const noexcept { return {*this, 0}; }
  /// Returns an iterator past the last problem.
  [[nodiscard]] iterator end() const noexcept { return {*this, size()}; }

  friend bool operator==(problems const& a, problems const& b);
  friend bool operator!=(problems const& a, problems const& b) { return !(a == b); }

 private:
  problem first_;
  std::vector<problem> rest_;
  bool any_ = false;
};

/// Returns the problems that the caller may see; see `as_public(problem const&, disclosure)`. If
/// several replaced problems become equal, the result contains only the first, because the number
/// of equal problems would reveal information.
[[nodiscard]] problems as_public(problems const& all, disclosure d = disclosure::standard);

/// Returns the problem that determines the HTTP status: the first problem of the earliest tier.
/// Precondition: `all` is not empty.
[[nodiscard]] problem const& primary(problems const& all) noexcept;

/// Returns all messages in one text. If there are several problems, the location of a problem
/// precedes its message. Example: "/role: a role is required; ...".
[[nodiscard]] std::string describe(problems const& all);
/// Returns all messages in one text. The location of a problem precedes its message, even if there
/// is only one problem. Use this function if you show the locations nowhere else.
[[nodiscard]] std::string describe_with_locations(problems const& all);

/// Returns a duration for people, in at most two units: "3 days 4 h", "59 min", "0 s".
[[nodiscard]] std::string describe_duration(std::int64_t seconds);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/impl/problem.hpp ----

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// All codes, in the order of their numbers.
inline constexpr code_info codes[] = {
    // clang-format off
    {code::syntax_error, "syntax_error", tier::input, error_category::bad_request, "invalid JSON at byte {0}"},
    {code::too_large, "too_large", tier::input, error_category::bad_request, "the text has {0} bytes; the limit is {1}"},
    {code::too_deep, "too_deep", tier::input, error_category::bad_request, "nesting exceeds the limit of {0} levels"},
    {code::too_many_items, "too_many_items", tier::input, error_category::bad_request, "the number of items exceeds the limit of {0}"},
    {code::missing_field, "missing_field", tier::input, error_category::bad_request, "this field is required"},
    {code::wrong_type, "wrong_type", tier::input, error_category::bad_request, "this value must be {s}"},
    {code::unknown_field, "unknown_field", tier::input, error_category::bad_request, "unknown field"},
    {code::duplicate_field, "duplicate_field", tier::input, error_category::bad_request, "duplicate field"},
    {code::unknown_value, "unknown_value", tier::input, error_category::bad_request, "the value \"{s}\" is not allowed"},
    {code::conflicting_fields, "conflicting_fields", tier::input, error_category::bad_request, "this value conflicts with the field \"{s}\""},
    {code::duplicate_item, "duplicate_item", tier::input, error_category::bad_request, "duplicate item \"{s}\""},
    {code::number_out_of_range, "number_out_of_range", tier::input, error_category::bad_request, "this number is too small or too large for the field"},
    {code::invalid_utf8, "invalid_utf8", tier::input, error_category::bad_request, "this text is not well-formed UTF-8"},
    {code::invalid_time, "invalid_time", tier::input, error_category::bad_request, "this value must be an RFC 3339 time such as 2026-01-31T23:59:59Z"},
    {code::time_out_of_range, "time_out_of_range", tier::input, error_category::bad_request, "this time is outside of the supported years 1678 to 2261"},
    {code::invalid_state, "invalid_state", tier::input, error_category::bad_request, "this field is not allowed with the status \"{s}\""},
    {code::invalid_uuid, "invalid_uuid", tier::input, error_category::bad_request, "\"{s}\" is not a UUID"},
    {code::not_representable, "not_representable", tier::input, error_category::bad_request, "\"{s}\" cannot be represented in this document"},
    {code::unsupported_version, "unsupported_version", tier::input, error_category::bad_request, "format version {0} is not supported; the latest supported version is {1}"},
    {code::history_mismatch, "history_mismatch", tier::input, error_category::bad_request, "this value contradicts the history; check that the history is complete"},
    {code::not_found, "not_found", tier::tenant, error_category::not_found, "invitation not found"},
    {code::unauthenticated, "unauthenticated", tier::tenant, error_category::unauthenticated, "authentication is required; sign in first"},
    {code::inactive_actor, "inactive_actor", tier::authority, error_category::forbidden, "only an active member of the organization may do this", code::forbidden},
    {code::not_permitted, "not_permitted", tier::authority, error_category::forbidden, "this requires permission to grant the role \"{s}\""},
    {code::system_only, "system_only", tier::authority, error_category::forbidden, "only the actor \"system\" may do this", code::forbidden},
    {code::forbidden, "forbidden", tier::authority, error_category::forbidden, "you are not permitted to do this"},
    {code::wrong_recipient, "wrong_recipient", tier::authority, error_category::not_found, "this invitation was sent to another person; sign in with the email address that received it", code::not_found},
    {code::email_unverified, "email_unverified", tier::authority, error_category::forbidden, "your email address is not verified; verify it first", {}, code::not_found},
    {code::token_missing, "token_missing", tier::authority, error_category::forbidden, "the invitation token is missing; open the link in the invitation message", {}, code::not_found},
    {code::wrong_token, "wrong_token", tier::authority, error_category::not_found, "this token does not belong to the invitation", code::not_found},
    {code::token_retired, "token_retired", tier::authority, error_category::forbidden, "this link was replaced; use the link in the latest message", {}, code::not_found},
    {code::missing_value, "missing_value", tier::input, error_category::bad_request, "{s} is required"},
    {code::text_too_long, "text_too_long", tier::input, error_category::bad_request, "length {0} exceeds the limit of {1}"},
    {code::invalid_email, "invalid_email", tier::input, error_category::bad_request, "\"{s}\" is not an email address"},
    {code::email_not_ascii, "email_not_ascii", tier::input, error_category::bad_request, "\"{s}\" contains non-ASCII characters; only ASCII addresses are allowed"},
    {code::domain_refused, "domain_refused", tier::input, error_category::bad_request, "the email domain \"{s}\" is not allowed"},
    {code::unknown_role, "unknown_role", tier::input, error_category::bad_request, "unknown role \"{s}\""},
    {code::role_not_grantable, "role_not_grantable", tier::input, error_category::bad_request, "the role \"{s}\" cannot be granted by an invitation"},
    {code::lifetime_too_short, "lifetime_too_short", tier::input, error_category::bad_request, "lifetime {0d} is below the minimum of {1d}"},
    {code::lifetime_too_long, "lifetime_too_long", tier::input, error_category::bad_request, "lifetime {0d} is above the maximum of {1d}"},
    {code::weak_token, "weak_token", tier::input, error_category::bad_request, "too little entropy for a token: {0} bytes, {1} of them distinct; use at least {2} random bytes, at least 8 of them distinct"},
    {code::invalid_digest, "invalid_digest", tier::input, error_category::bad_request, "{0} bytes are not a token digest; a digest has {1} bytes that are not all equal"},
    {code::already_issued, "already_issued", tier::status, error_category::conflict, "this invitation has already been issued"},
    {code::already_accepted, "already_accepted", tier::status, error_category::conflict, "this invitation has already been accepted"},
    {code::already_revoked, "already_revoked", tier::status, error_category::conflict, "this invitation has already been revoked or declined"},
    {code::expired, "expired", tier::status, error_category::conflict, "this invitation expired {0d} ago; ask for a new one"},
    {code::not_yet_expired, "not_yet_expired", tier::status, error_category::conflict, "this invitation has not expired yet"},
    {code::renewal_refused, "renewal_refused", tier::status, error_category::conflict, "this invitation expired {0d} ago and cannot be renewed; issue a new one"},
    {code::offer_changed, "offer_changed", tier::status, error_category::conflict, "the offer has changed since you saw it; review it again"},
    {code::stale_revision, "stale_revision", tier::status, error_category::conflict, "the decision was made for revision {0}, but the invitation is at revision {1}"},
    {code::idempotency_mismatch, "idempotency_mismatch", tier::status, error_category::conflict, "this idempotency key was used for another command"},
    {code::too_soon, "too_soon", tier::status, error_category::too_many_requests, "the last message was sent {0d} ago; try again in {1d}"},
    {code::too_many_sends, "too_many_sends", tier::status, error_category::conflict, "the number of sent messages is {0}; the limit is {1}; issue a new invitation"},
    {code::too_old, "too_old", tier::status, error_category::conflict, "this invitation was issued {0d} ago; it can be resent only in the first {1d}; issue a new one"},
    {code::fact_missing, "fact_missing", tier::facts, error_category::internal, "the fact \"{s}\" is required but was not given"},
    {code::sponsor_inactive, "sponsor_inactive", tier::facts, error_category::forbidden, "the person who invited you is no longer a member; ask for a new invitation"},
    {code::sponsor_not_permitted, "sponsor_not_permitted", tier::facts, error_category::forbidden, "the person who invited you may no longer grant the role \"{s}\"; ask for a new invitation", code::sponsor_inactive},
    {code::organization_inactive, "organization_inactive", tier::facts, error_category::forbidden, "the organization is not active"},
    {code::plan_refused, "plan_refused", tier::facts, error_category::payment_required, "the organization's plan does not include invitations"},
    {code::already_member, "already_member", tier::facts, error_category::conflict, "\"{s}\" is already a member of the organization", {}, code::not_invitable},
    {code::not_former_member, "not_former_member", tier::facts, error_category::conflict, "\"{s}\" is not a former member of the organization", {}, code::not_invitable},
    {code::unknown_scope, "unknown_scope", tier::facts, error_category::bad_request, "the project or workspace \"{s}\" does not exist"},
    {code::duplicate_pending, "duplicate_pending", tier::facts, error_category::conflict, "the invitation \"{s}\" for the same recipient is already pending", {}, code::not_invitable},
    {code::not_invitable, "not_invitable", tier::facts, error_category::conflict, "this address cannot be invited now"},
    {code::unavailable, "unavailable", tier::facts, error_category::unavailable, "the service is temporarily unavailable; try again later"},
    {code::seats_full, "seats_full", tier::facts, error_category::conflict, "{0} of {1} seats are taken, including {2} reserved by pending invitations"},
    {code::too_many_pending, "too_many_pending", tier::facts, error_category::conflict, "the number of pending invitations is {0}; the limit is {1}"},
    {code::rate_limited, "rate_limited", tier::facts, error_category::too_many_requests, "the number of sent messages is {0}; the limit is {1}; try again in {2d}"},
    {code::batch_stopped, "batch_stopped", tier::facts, error_category::conflict, "not processed: row {0} of the batch was refused"},
    // clang-format on
};

/// The row that `info` returns for a number that is not the number of any code.
inline constexpr code_info no_code{code{}, "unknown", tier::facts, error_category::internal,
                                   "unknown"};

/// Returns `message` with its values. Replaces {s} by the subject, {0} to {2} by the numbers, and
/// {0d} to {2d} by the same numbers as durations.
[[nodiscard]] std::string substitute(std::string_view message, std::string_view subject,
                                     std::array<std::int64_t, 3> const& numbers);

}  // namespace detail

/// Returns the code with this name, or `std::nullopt` if there is no such code. Complexity: linear
/// in the number of codes.
template <>
[[nodiscard]] constexpr std::optional<code> from_string<code>(std::string_view name) noexcept {
  for (code_info const& row : detail::codes) {
    if (row.name == name) return row.code;
  }
  return std::nullopt;
}

constexpr code_info const& info(code c) noexcept {
  code_info const* from = std::begin(detail::codes);
  code_info const* to = std::end(detail::codes);
  while (from != to) {
    code_info const* const middle = from + (to - from) / 2;
    if (middle->code == c) return *middle;
    if (middle->code < c) {
      from = middle + 1;
    } else {
      to = middle;
    }
  }
  return detail::no_code;
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
/// A limit on the number of events in a sliding window of time.

namespace invito {
inline namespace INVITO_ABI {

/// A limit on events: at most `limit` events in every period of the length `window`.
struct rate {
  std::uint32_t limit = 0;        ///< The maximum number of events in a window.
  std::chrono::seconds window{};  ///< The length of the window.

  friend bool operator==(rate const& a, rate const& b) noexcept;
  friend bool operator!=(rate const& a, rate const& b) noexcept { return !(a == b); }
};

/// The result of `usage_of`.
struct rate_usage {
  std::size_t used = 0;   ///< The number of events that count now.
  bool available = true;  ///< Whether one more event is allowed now.
  /// The time from which one more event is allowed. Absent if no event will ever be allowed,
  /// because the limit is 0 or the window ends outside of the range of `instant`.
  std::optional<instant> available_at{};
};

/// Returns how much of the limit `r` is used at `now`. `times` contains the times of the events,
/// oldest first. An event counts while `now < time + window`. At `time + window`, the event no
/// longer counts. Events with a time in the future count too, because the clock of another server
/// can be ahead. Complexity: logarithmic in the number of times.
[[nodiscard]] rate_usage usage_of(rate const& r, std::vector<instant> const& times, instant now);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/result.hpp ----

/// \file base/result.hpp
/// A value, or the problems that prevented it.

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// The parameter type of the copy operations of `result<T>`. If `T` cannot be copied, the type is
/// `not_copyable`, which has no values. Then `std::is_copy_constructible` is false for `result<T>`.
struct not_copyable;
template <class T, class Other>
using if_copyable = std::conditional_t<std::is_copy_constructible_v<T>, Other, not_copyable>;

/// Ends the program if `valid` is false: the program accessed a value or error that does not exist.
/// Every build contains this check, because such an access would be undefined behaviour.
inline void require_access(bool valid) noexcept {
  if (!valid) std::abort();
}

}  // namespace detail

/// The value of an operation, or the problems because of which the operation was refused. The
/// access functions never throw. If the requested value or error does not exist, they call
/// `std::abort` in every build. `T` must be nothrow move constructible.
template <class T>
class [[nodiscard]] result {
 public:
  using value_type = T;  ///< The type of the value.

  /// Constructs a success with a value-initialized value, in place. Use this constructor for large
  /// types, because it moves no value.
  explicit result(std::in_place_t) : value_(), good_(true) {}
  /// Constructs a success with the result of `make()`, in place.
  template <class Make>
  result(std::in_place_t, Make make) : value_(make()), good_(true) {}
  /// Constructs a success with a copy of the value.
  result(T const& value) : value_(value), good_(true) {}
  /// Constructs a success and moves the value into it.
  result(T&& value) : value_(std::move(value)), good_(true) {}
  /// Constructs a refusal. Precondition: `p` is not empty.
  result(problems&& p) : problems_(std::move(p)), good_(false) {}
  /// Constructs a refusal. Precondition: `p` is not empty.
  result(problems const& p) : problems_(p), good_(false) {}
  /// Constructs a refusal with one problem.
  result(problem p) : result(problems(std::move(p))) {}

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
  /// Returns whether the operation succeeded.
  [[nodiscard]] bool has_value() const noexcept { return good_; }
  explicit operator bool() const noexcept { return has_value(); }
  ///@}

  ///@{
  /// Accesses the value. Ends the program if there is no value.
  T& value() & noexcept { return detail::require_access(good_), value_; }
  T const& value() const& noexcept { return detail::require_access(good_), value_; }
  T&& value() && noexcept { return detail::require_access(good_), std::move(value_); }
  T& operator*() & noexcept { return value(); }
  T const& operator*() const& noexcept { return value(); }
  T&& operator*() && noexcept { return std::move(*this).value(); }
  T* operator->() noexcept { return &value(); }
  T const* operator->() const noexcept { return &value(); }
  ///@}

  /// Returns all problems. Ends the program if there is a value.
  [[nodiscard]] problems const& error() const& noexcept {
    return detail::require_access(!good_), problems_;
  }
  /// Returns the problems by value, so that they still exist in the body of the loop
  /// `for (auto& p : f().error())`.
  [[nodiscard]] problems error() && noexcept {
    return detail::require_access(!good_), std::move(problems_);
  }

  friend bool operator==(result const& a, result const& b) {
    if (a.good_ != b.good_) return false;
    return a.good_ ? a.value_ == b.value_ : a.problems_ == b.problems_;
  }
  friend bool operator!=(result const& a, result const& b) { return !(a == b); }

 private:
  static_assert(std::is_nothrow_move_constructible_v<T>, "T must be nothrow move constructible");

  template <class Other>
  void construct(Other&& other) {
    if (good_) {
      ::new (static_cast<void*>(&value_)) T(std::forward<Other>(other).value_);
    } else {
      ::new (static_cast<void*>(&problems_)) problems(std::forward<Other>(other).problems_);
    }
  }
  void destroy() noexcept { good_ ? value_.~T() : problems_.~problems(); }

  // A std::variant would take the compiler four times as long, and there are many result types.
  union {
    T value_;
    problems problems_;
  };
  bool good_;
};

/// The result of an operation that has no value: success, or the problems because of which the
/// operation was refused.
template <>
class [[nodiscard]] result<void> {
 public:
  using value_type = void;  ///< The type `void`, because there is no value.

  result() noexcept = default;  ///< Constructs a success.
  /// Constructs a success if `p` is empty, otherwise a refusal.
  result(problems p) noexcept : problems_(std::move(p)) {}
  /// Constructs a refusal with one problem.
  result(problem p) noexcept : result(problems(std::move(p))) {}

  ///@{
  /// Returns whether the operation succeeded.
  [[nodiscard]] bool has_value() const noexcept { return problems_.empty(); }
  explicit operator bool() const noexcept { return has_value(); }
  ///@}

  /// Ends the program unless the operation succeeded.
  void value() const noexcept { detail::require_access(has_value()); }

  /// Returns all problems. Ends the program if the operation succeeded.
  [[nodiscard]] problems const& error() const& noexcept {
    return detail::require_access(!has_value()), problems_;
  }
  /// Returns the problems by value, so that they still exist in the body of the loop
  /// `for (auto& p : f().error())`.
  [[nodiscard]] problems error() && noexcept {
    return detail::require_access(!has_value()), std::move(problems_);
  }

  friend bool operator==(result const& a, result const& b) { return a.problems_ == b.problems_; }
  friend bool operator!=(result const& a, result const& b) { return !(a == b); }

 private:
  problems problems_;
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/email.hpp ----

/// \file model/email.hpp
/// Email addresses. An address is stored as it was written. Comparisons use its canonical form.

namespace invito {
inline namespace INVITO_ABI {

/// An email address, exactly as it was written. The address may be invalid, so that the addresses
/// of an older system remain readable. `check_email` checks the format.
///
/// Equality, order and hash use the canonical form, so two addresses with different spellings can
/// be equal. The canonical form ignores the case of A to Z and no other difference. Addresses that
/// differ in dots or plus tags are different, because only the receiving server knows whether dots
/// and plus tags matter. Non-ASCII characters are compared by their bytes.
class email {
 public:
  email() = default;
  explicit email(std::string text) noexcept : text_(std::move(text)) {}  ///< Accepts any text.

  /// Returns the address as it was written.
  [[nodiscard]] std::string const& text() const noexcept { return text_; }
  /// Returns the canonical form: the address with A to Z converted to a to z. Complexity: linear.
  [[nodiscard]] std::string canonical() const;
  /// Returns the text after the last '@', as it was written, or an empty text if there is no '@'.
  [[nodiscard]] std::string_view domain() const noexcept;

  // The comparisons use the canonical forms, without constructing them.
  friend bool operator==(email const& a, email const& b) noexcept;
  friend bool operator!=(email const& a, email const& b) noexcept { return !(a == b); }
  friend bool operator<(email const& a, email const& b) noexcept;

 private:
  std::string text_;
};

/// The results of `check_email`.
enum class email_shape : std::uint8_t {
  valid,    ///< The address is valid and contains only ASCII characters.
  invalid,  ///< The text is not an email address.
  /// The address contains non-ASCII characters. It is valid if these characters count as letters,
  /// which the policy of an organization can allow.
  not_ascii
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<email_shape>{"valid", "invalid",
                                                                       "not_ascii"};

/// Checks an address by the definition of a valid email address in the WHATWG HTML standard. The
/// local part (before the '@') consists of dots and the characters of `atext` in RFC 5322. Dots may
/// be anywhere in the local part. The domain consists of labels, separated by single dots. A label
/// has 1 to 63 bytes: letters, digits, and hyphens that are neither first nor last. The maximum
/// lengths are from RFC 5321: 64 bytes for the local part, 254 bytes for the address. White space
/// is not removed. Non-ASCII text must be well-formed UTF-8. Complexity: linear, or constant for
/// more than 254 bytes.
[[nodiscard]] constexpr email_shape check_email(std::string_view text) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

/// Hashes the canonical form, so equal addresses have equal hashes.
template <>
struct std::hash<invito::email> {
  /// Complexity: linear in the length.
  std::size_t operator()(invito::email const& address) const noexcept;
};

// ---- invito/base/impl/eight_bytes.hpp ----

// Operations on eight bytes of text at a time.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Returns eight bytes as one number. The first byte becomes the lowest byte of the number.
/// Precondition: `at` points to at least eight bytes.
[[nodiscard]] constexpr std::uint64_t eight_bytes(char const* at) noexcept {
  const auto byte = [at](unsigned n) {
    return std::uint64_t{static_cast<unsigned char>(at[n])} << (8 * n);
  };
  // Compilers turn this expression into one load. They do not do so for a loop.
  return byte(0) | byte(1) | byte(2) | byte(3) | byte(4) | byte(5) | byte(6) | byte(7);
}

// Converts A to Z to a to z in eight bytes of text. Each byte is converted on its own, so the
// result does not depend on the byte order of the machine. In each byte, bit 7 of `from_a` shows
// whether the character is at least 'A'. Bit 7 of `past_z` shows whether the character is greater
// than 'Z'.
constexpr std::uint64_t lower_word(std::uint64_t word) noexcept {
  constexpr std::uint64_t each = 0x0101'0101'0101'0101;
  const std::uint64_t low = word & (0x7F * each);
  const std::uint64_t from_a = low + (0x80 - 'A') * each;
  const std::uint64_t past_z = low + (0x7F - 'Z') * each;
  const std::uint64_t upper = (from_a ^ past_z) & ~word & (0x80 * each);
  return word | (upper >> 2);
}

// Loads eight bytes as a word.
inline std::uint64_t load_word(char const* from) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, 8);
  return word;
}

// Loads fewer than eight bytes as a word; the other bytes are zero.
inline std::uint64_t load_word(char const* from, std::size_t bytes) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, bytes);
  return word;
}

/// Returns whether eight bytes are ASCII characters that need no escape in JSON. If a byte is not
/// ASCII, its highest bit is set. If a byte needs an escape, the difference in `control_or_quote`
/// or `backslash` is negative, which sets the highest bit of that byte.
constexpr bool are_plain(std::uint64_t bytes) noexcept {
  constexpr std::uint64_t each = 0x0101010101010101;
  const std::uint64_t control_or_quote = (bytes ^ each * 2) - each * 0x21;  // '"' ^ 2 is a space
  const std::uint64_t backslash = (bytes ^ each * '\\') - each;
  return ((bytes | control_or_quote | backslash) & each * 0x80) == 0;
}

// The required form of eight bytes of text. '0' matches every digit. A lowercase letter matches the
// letter in both cases. Every other character matches only itself.
struct shape8 {
  constexpr explicit shape8(char const (&shape)[9]) noexcept : bytes(eight_bytes(shape)) {
    for (unsigned i = 0; i != 8; ++i) {
      if (shape[i] >= 'a' && shape[i] <= 'z') fold |= std::uint64_t{0x20} << (8 * i);
      slack |= std::uint64_t{shape[i] == '0' ? 127U - 9 : 127U} << (8 * i);
    }
  }
  std::uint64_t bytes = 0;
  std::uint64_t fold = 0;  // the bits that the comparison sets in the text first
  // One number for each byte. The comparison adds it to the difference between the text and
  // `bytes`. A sum of 128 or more is a mismatch.
  std::uint64_t slack = 0;
};

// Reads eight bytes of digits and separators at once.
class digits8 {
 public:
  constexpr digits8(char const* text, shape8 shape) noexcept {
    // If the text has the required form, digits become their values and all other bytes become 0.
    const std::uint64_t values = (eight_bytes(text) | shape.fold) ^ shape.bytes;
    constexpr std::uint64_t each = 0x0101'0101'0101'0101;
    matches_ = ((((values & (0x7F * each)) + shape.slack) | values) & (0x80 * each)) == 0;
    pairs_ = values * 10 + (values >> 8);
  }

  [[nodiscard]] constexpr bool matches() const noexcept { return matches_; }
  // Returns the number that the two digits at `at` and `at + 1` form.
  [[nodiscard]] constexpr unsigned two(unsigned at) const noexcept {
    return static_cast<unsigned>(pairs_ >> (8 * at)) & 0xFF;
  }

 private:
  std::uint64_t pairs_ = 0;
  bool matches_ = false;
};

// The texts "00" to "99". One look-up for two digits replaces a division for each digit.
constexpr std::array<char, 200> make_digit_pairs() noexcept {
  std::array<char, 200> pairs{};
  for (std::size_t n = 0; n != 100; ++n) {
    pairs[2 * n] = static_cast<char>('0' + n / 10);
    pairs[2 * n + 1] = static_cast<char>('0' + n % 10);
  }
  return pairs;
}

inline constexpr std::array<char, 200> digit_pairs = make_digit_pairs();

// Writes two digits. Precondition: `n` is less than 100.
inline void put_two(char* to, unsigned n) noexcept {
  std::memcpy(to, digit_pairs.data() + std::size_t{2} * n, 2);
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/text.hpp ----

/// \file base/text.hpp
/// Operations on text that do not depend on any locale.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Returns `c`, with A to Z converted to a to z. Other bytes are returned unchanged.
[[nodiscard]] constexpr char ascii_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Returns whether two texts are equal. The comparison ignores the case of A to Z.
[[nodiscard]] constexpr bool ascii_equal(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i != a.size(); ++i) {
    if (ascii_lower(a[i]) != ascii_lower(b[i])) return false;
  }
  return true;
}

/// Returns whether every byte of `text` is below 0x80. Complexity: linear, eight bytes at a time.
[[nodiscard]] constexpr bool is_ascii(std::string_view text) noexcept {
  std::uint64_t all = 0;
  if (text.size() < 8) {
    for (const char c : text) all |= static_cast<unsigned char>(c);
  } else {
    for (std::size_t i = 0; text.size() - i > 8; i += 8) all |= eight_bytes(text.data() + i);
    all |= eight_bytes(text.data() + text.size() - 8);
  }
  return (all & 0x8080808080808080) == 0;
}

/// Returns whether `text` is well-formed UTF-8. `is_utf8` calls this function for non-ASCII text.
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

/// Returns whether `text` is well-formed UTF-8 (no overlong forms, no surrogates, nothing above
/// U+10FFFF). Source: Unicode, table 3-7. Complexity: linear.
[[nodiscard]] constexpr bool is_utf8(std::string_view text) noexcept {
  return is_ascii(text) || has_only_characters(text);
}

/// Returns the longest prefix of `text` that has at most `max_size` bytes and does not split a
/// UTF-8 character.
[[nodiscard]] constexpr std::string_view utf8_prefix(std::string_view text,
                                                     std::size_t max_size) noexcept {
  if (text.size() <= max_size) return text;
  while (max_size != 0 && (static_cast<unsigned char>(text[max_size]) & 0xC0U) == 0x80U) --max_size;
  return text.substr(0, max_size);
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/email.hpp ----

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

inline constexpr std::uint8_t email_local = 1;  // the byte is allowed in the local part

inline constexpr std::uint8_t email_label = 2;  // the byte is allowed in a label of the domain

/// Returns a table that contains, for each byte, the parts of an address that may contain the byte.
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
  constexpr std::size_t max_text = 254;
  constexpr std::size_t max_local = 64;
  constexpr std::size_t max_label = 63;
  const std::size_t size = text.size();
  if (size > max_text) return email_shape::invalid;

  unsigned all = 0;  // the bitwise OR of all bytes; 0x80 or more if a byte is not ASCII
  std::size_t i = 0;
  const auto skip = [&](std::uint8_t kind) {
    for (; i != size; ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      if ((detail::email_bytes[c] & kind) == 0) break;
      all |= c;
    }
  };

  skip(detail::email_local);
  if (i == 0 || i > max_local || i == size || text[i] != '@') return email_shape::invalid;
  do {
    const std::size_t label = ++i;  // after the '@' or a dot
    skip(detail::email_label);
    if (i == label || i - label > max_label) return email_shape::invalid;
    if (text[label] == '-' || text[i - 1] == '-') return email_shape::invalid;
  } while (i != size && text[i] == '.');
  if (i != size) return email_shape::invalid;
  if (all < 0x80) return email_shape::valid;
  return detail::is_utf8(text) ? email_shape::not_ascii : email_shape::invalid;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/id.hpp ----

/// \file model/id.hpp
/// Ids. Each kind of id has its own type, so that the ids of different things cannot be confused.
/// The host is the program that uses the library.

namespace invito {
inline namespace INVITO_ABI {

/// The id of a `Thing`. The library does not interpret an id. Ids are compared by their bytes. An
/// empty id means that there is no id.
template <class Thing>
class id {
 public:
  id() = default;
  explicit id(std::string text) noexcept : text_(std::move(text)) {}  ///< Accepts any text.

  /// Returns the text of the id.
  [[nodiscard]] std::string const& text() const noexcept { return text_; }
  /// Returns whether there is no id.
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(id const& a, id const& b) noexcept { return a.text_ == b.text_; }
  friend bool operator!=(id const& a, id const& b) noexcept { return a.text_ != b.text_; }
  friend bool operator<(id const& a, id const& b) noexcept { return a.text_ < b.text_; }

 private:
  std::string text_;
};

/// The id of an invitation. No two invitations of a host have the same id.
using invitation_id = id<struct an_invitation>;
/// The id of an organization, which is a tenant of the host.
using organization_id = id<struct an_organization>;
/// The id of an account of the host. The account belongs to a person or a program.
using user_id = id<struct a_user>;

}  // namespace INVITO_ABI
}  // namespace invito

/// Hashes the text of an id.
template <class Thing>
struct std::hash<invito::id<Thing>> {
  /// Complexity: linear in the length.
  std::size_t operator()(invito::id<Thing> const& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};

// ---- invito/model/person.hpp ----

/// \file model/person.hpp
/// The persons of an invitation: the actor, the recipient, and the person who answers. The host is
/// the program that uses the library.

namespace invito {
inline namespace INVITO_ABI {

/// The kind of an actor.
enum class actor_kind : std::uint8_t {
  user,     ///< A person.
  service,  ///< A program with its own account, such as a directory synchronization.
  system    ///< The host itself, for example when it records that invitations have expired.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<actor_kind>{"user", "service", "system"};

/// A person or a program that acts on an invitation. For example, an actor issues the invitation.
struct actor {
  actor_kind kind = actor_kind::user;  ///< The kind of the actor.
  user_id id{};                        ///< The id of the account. Empty for the host itself.

  /// Returns the actor for a person.
  [[nodiscard]] static actor user(user_id id) { return {actor_kind::user, std::move(id)}; }
  /// Returns the actor for a program.
  [[nodiscard]] static actor service(user_id id) { return {actor_kind::service, std::move(id)}; }
  /// Returns the actor for the host itself.
  [[nodiscard]] static actor system() { return {actor_kind::system, {}}; }

  friend bool operator==(actor const& a, actor const& b) noexcept;
  friend bool operator!=(actor const& a, actor const& b) noexcept { return !(a == b); }
};

/// The recipient of an invitation: an address, a known user, or both.
struct recipient {
  std::optional<invito::email> email{};  ///< The address, as the inviter wrote it.
  /// The id of the recipient's account. If there is an id, only this user may answer. Empty if the
  /// account is unknown.
  user_id user{};

  friend bool operator==(recipient const& a, recipient const& b);
  friend bool operator!=(recipient const& a, recipient const& b) { return !(a == b); }
};

/// The name of the invited person, as the inviter wrote it. Empty if no name was given.
struct person_name {
  std::string given{};   ///< The given name.
  std::string family{};  ///< The family name.

  friend bool operator==(person_name const& a, person_name const& b);
  friend bool operator!=(person_name const& a, person_name const& b) { return !(a == b); }
};

/// The person who answers an invitation. The host must take these values from the session of the
/// signed-in person, never from the body of the request.
struct identity {
  user_id user{};                        ///< The id of the person's account.
  std::optional<invito::email> email{};  ///< The address of the account. Absent if unknown.
  /// Whether the host has verified that the address belongs to the person.
  bool email_verified = false;
};

/// The evidence that identified the person who answered. The event that records the answer contains
/// a proof.
struct proof {
  bool user = false;            ///< Whether the person is `recipient::user`.
  bool email = false;           ///< Whether the person has the address `recipient::email`.
  bool email_verified = false;  ///< Whether `email` is true and the host had verified the address.
  bool token = false;           ///< Whether the person had a valid token of the invitation.

  friend bool operator==(proof a, proof b) noexcept;
  friend bool operator!=(proof a, proof b) noexcept { return !(a == b); }
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/role.hpp ----

/// \file model/role.hpp
/// Roles, the grants of an invitation, and the catalog of roles that rules use.

namespace invito {
inline namespace INVITO_ABI {

/// The part of an organization in which a role applies.
enum class scope : std::uint8_t { organization, project, workspace };

template <>
inline constexpr std::array<std::string_view, 3> names_of<scope>{"organization", "project",
                                                                 "workspace"};

/// A membership in one project or workspace that an invitation grants.
struct grant {
  invito::scope scope = scope::project;  ///< Whether the grant is for a project or a workspace.
  std::string id{};                      ///< The id of the project or workspace.
  std::string role{};  ///< The role in the project or workspace. Empty if it has no roles.

  friend bool operator==(grant const& a, grant const& b) noexcept;
  friend bool operator!=(grant const& a, grant const& b) noexcept { return !(a == b); }
};

/// A list of grants. An absent list means the default grants of the organization. An empty list
/// means no grants. The library never treats an absent list as an empty list.
using grant_list = std::optional<std::vector<grant>>;

/// The offer of an invitation: a role in the organization, and grants.
struct offer {
  std::string role{};   ///< The role in the organization. Empty if it has no roles.
  grant_list grants{};  ///< Memberships in projects and workspaces.

  friend bool operator==(offer const& a, offer const& b) noexcept;
  friend bool operator!=(offer const& a, offer const& b) noexcept { return !(a == b); }
};

/// A role that members of an organization, a project or a workspace can have.
struct role {
  std::string name{};  ///< The name, which offers and memberships contain.
  /// The rank. By default, a member may grant every role whose rank is not above the rank of the
  /// member's own role. See `granting`.
  int rank = 0;
  bool grantable = true;                      ///< Whether invitations may grant the role.
  invito::scope scope = scope::organization;  ///< The scope in which the role applies.
  /// The permissions, in any order. Only `granting::own_permissions` uses them.
  std::vector<std::string> permissions{};

  friend bool operator==(role const& a, role const& b) noexcept;
  friend bool operator!=(role const& a, role const& b) noexcept { return !(a == b); }
};

/// The roles of an organization and of its projects and workspaces. Names are compared by their
/// bytes. If two roles in one scope have the same name, the first role is used. A role that the
/// catalog does not contain is an unknown role, unless `open_to` allows custom roles.
class role_catalog {
 public:
  role_catalog() = default;
  role_catalog(std::initializer_list<role> roles);          ///< Constructs a catalog of `roles`.
  explicit role_catalog(std::vector<role> roles) noexcept;  ///< Constructs a catalog of `roles`.

  /// Returns a copy of the catalog that also allows custom roles, which the catalog does not list.
  /// In an offer, every unlisted name in the scope of `custom` is then a role with the rank of
  /// `custom`. Choose the highest rank that a custom role can have. A member whose own role is a
  /// custom role has no rank. If such a member should grant roles, list the role in the catalog.
  [[nodiscard]] role_catalog open_to(role custom) const;

  /// Returns a copy of the catalog that ignores the case of A to Z in names.
  [[nodiscard]] role_catalog ignoring_case() const;

  /// Returns the listed role with this name in this scope, or null. Complexity: linear, because
  /// catalogs are short.
  [[nodiscard]] role const* find_listed(std::string_view name,
                                        invito::scope scope = scope::organization) const noexcept;

  /// Returns the listed role with this name in this scope. If the catalog lists no such role,
  /// returns the parameter of `open_to` if its scope is `scope` and `name` is not empty. Otherwise
  /// returns null.
  [[nodiscard]] role const* find(std::string_view name,
                                 invito::scope scope = scope::organization) const noexcept;

  /// Returns the listed roles, in their order.
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

namespace detail {

/// Returns the indices of the grants whose scope and id occur in an earlier grant, in ascending
/// order. Complexity: O(n log n).
[[nodiscard]] std::vector<std::size_t> repeated_grants(std::vector<grant> const& all);

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/state.hpp ----

/// \file model/state.hpp
/// The states of an invitation. The type of a state has only the members that are valid in this
/// state. For example, `pending` has no time of acceptance. Some times and persons are optional,
/// because the documents of some APIs do not contain these values.

namespace invito {
inline namespace INVITO_ABI {

/// The status of an invitation. A final status never changes.
enum class status : std::uint8_t {
  pending,   ///< Nobody has answered the invitation, and it has not expired.
  accepted,  ///< The invitee accepted the invitation. This status is final.
  revoked,   ///< It was revoked, declined or superseded; see `revoke_cause`. This status is final.
  expired    ///< Nobody answered the invitation before its expiry.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<status>{"pending", "accepted", "revoked",
                                                                  "expired"};

/// The reason why an invitation has the status `revoked`.
enum class revoke_cause : std::uint8_t {
  revoked,    ///< The organization revoked the invitation.
  declined,   ///< The invitee declined the invitation.
  superseded  ///< A newer invitation replaced the invitation.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<revoke_cause>{"revoked", "declined",
                                                                        "superseded"};

/// The state of an invitation that is open for an answer. An invitation also has this state after
/// its expiry, until an `expire` event records the expiry.
struct pending {
  std::optional<instant> expires_at{};  ///< The expiry. Absent if the invitation never expires.
  friend bool operator==(pending const& a, pending const& b);
  friend bool operator!=(pending const& a, pending const& b) { return !(a == b); }
};

/// The state of an accepted invitation.
struct accepted {
  std::optional<instant> at{};  ///< The time of the acceptance. Absent if unknown.
  user_id by{};                 ///< The user who accepted. Empty if unknown.
  friend bool operator==(accepted const& a, accepted const& b);
  friend bool operator!=(accepted const& a, accepted const& b) { return !(a == b); }
};

/// The state of a revoked, declined or superseded invitation.
struct revoked {
  std::optional<instant> at{};                 ///< The time of the change. Absent if unknown.
  std::optional<actor> by{};                   ///< The actor or the invitee. Absent if unknown.
  revoke_cause cause = revoke_cause::revoked;  ///< The reason for this state.
  friend bool operator==(revoked const& a, revoked const& b);
  friend bool operator!=(revoked const& a, revoked const& b) { return !(a == b); }
};

/// The state of an expired invitation whose expiry was recorded.
struct expired {
  instant at{};  ///< The expiry. This is not the time at which the expiry was recorded.
  friend bool operator==(expired const& a, expired const& b);
  friend bool operator!=(expired const& a, expired const& b) { return !(a == b); }
};

/// The recorded state of an invitation. The alternatives have the order of the values of `status`.
using state = std::variant<pending, accepted, revoked, expired>;

/// Returns the status that corresponds to the type of the state. The result is `pending` after the
/// expiry if the expiry was not recorded. `invitation::status` returns the status at a given time.
[[nodiscard]] inline status recorded_status(state const& s) noexcept {
  return static_cast<status>(s.index());
}

/// Returns the time at which the state began. Returns `std::nullopt` for a pending state, or if the
/// state does not contain the time.
[[nodiscard]] std::optional<instant> changed_at(state const& s) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/token.hpp ----

/// \file model/token.hpp
/// The token in the link of an invitation, and the digest of the token. An invitation contains only
/// digests and never a token.

namespace invito {
inline namespace INVITO_ABI {

/// A secret text: a token, or the random bytes for a token. A secret can be moved, but it cannot be
/// copied, compared or printed. The destructor overwrites the memory with zeros.
class secret {
 public:
  secret() = default;
  /// Copies the bytes of `text` and overwrites `text`, which is empty afterwards. The parameter is
  /// a reference, because moving a short string would leave a copy of the bytes in the old string.
  explicit secret(std::string&& text);
  // Moving a vector leaves no copy of the bytes in the old vector.
  secret(secret&& other) noexcept = default;  ///< Moves the bytes. `other` is empty afterwards.
  /// Moves the bytes. Overwrites the previous bytes at once. A self-assignment changes nothing.
  secret& operator=(secret&& other) noexcept;
  secret(secret const&) = delete;
  secret& operator=(secret const&) = delete;
  ~secret();

  /// Returns whether the secret is empty.
  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
  /// Returns the bytes of the secret. Use a token only to compute its digest and to write the
  /// message that contains the link.
  [[nodiscard]] std::string_view reveal() const noexcept { return {bytes_.data(), bytes_.size()}; }

 private:
  friend result<secret> make_token(secret entropy);

  std::vector<char> bytes_;
};

/// Makes a token for a link. `entropy` must contain random bytes from a cryptographic generator
/// such as getrandom() or BCryptGenRandom(). 32 bytes are recommended. After the call, the bytes of
/// `entropy` are overwritten.
///
/// The token is the base64url encoding of the bytes without padding (RFC 4648, section 5). It
/// consists of letters, digits, '-' and '_', so a URL can contain the token without escapes. A
/// token from 32 bytes has 43 characters. A token is exactly as hard to guess as its random bytes.
///
/// Problems, each with the location "entropy":
/// - `text_too_long`: there are more than `bound::max_token_entropy` bytes.
/// - `weak_token`: there are fewer than `bound::min_token_entropy` bytes, or the bytes have fewer
///   than `bound::min_token_values` distinct values. The second condition detects mistakes, such as
///   a buffer that was never filled, or a buffer with a time in milliseconds and zeros. It does not
///   measure randomness. The condition also refuses about one in 10^12 draws of 16 random bytes,
///   and even fewer draws of more bytes. If a draw is refused, draw again.
///
/// The function allocates the memory of the token in one step, so that no part of the token remains
/// in freed memory. Complexity: quadratic in the number of bytes, which has a maximum.
[[nodiscard]] result<secret> make_token(secret entropy);

/// The digest of a token. The host (the program that uses the library) computes the digest with a
/// hash function of 256 bits: SHA-256, HMAC-SHA-256 or BLAKE2b-256. The digest is stored inline.
///
/// Never use the token itself as a digest: the library cannot distinguish a token of 32 bytes from
/// a digest.
class token_digest {
 public:
  static constexpr std::size_t size = 32;  ///< The length of every digest, in bytes.

  token_digest() = default;  ///< Constructs an empty digest.
  /// Constructs a digest from `bytes`: the 32 bytes that the hash function returned, not their
  /// hexadecimal form. Problem `invalid_digest`: there are not exactly 32 bytes, or all bytes are
  /// equal, which happens if a buffer was never filled.
  [[nodiscard]] static result<token_digest> from(std::string_view bytes);

  /// Returns whether the digest is empty. Only a default constructed digest is empty.
  [[nodiscard]] bool empty() const noexcept;
  /// Returns the 32 bytes. All bytes of an empty digest are zero.
  [[nodiscard]] std::string_view bytes() const noexcept { return {bytes_.data(), size}; }

  /// Compares in a time that does not depend on the bytes.
  friend bool operator==(token_digest const& a, token_digest const& b) noexcept;
  friend bool operator!=(token_digest const& a, token_digest const& b) noexcept {
    return !(a == b);
  }

 private:
  std::array<char, size> bytes_{};
};

/// The digests of the current and the previous token of an invitation.
struct token_digests {
  token_digest current{};  ///< The digest of the token in the latest message.
  /// The digest of the token that a resend replaced. Absent if no previous token is stored.
  std::optional<token_digest> previous{};
  /// The time from which the previous token is invalid. If absent, the previous token is invalid at
  /// any time.
  std::optional<instant> previous_until{};

  friend bool operator==(token_digests const& a, token_digests const& b) noexcept;
  friend bool operator!=(token_digests const& a, token_digests const& b) noexcept {
    return !(a == b);
  }
};

/// The result of `match`.
enum class token_match : std::uint8_t {
  none,     ///< The token is neither the current nor the previous token.
  current,  ///< The token is the current token.
  /// The token is the previous token, and the previous token is still valid.
  previous,
  /// The token is the previous token, and the previous token is no longer valid. The host can tell
  /// the person that a newer link was sent.
  retired
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<token_match>{"none", "current",
                                                                       "previous", "retired"};

/// Returns which token of `stored` has the digest `presented`. The token is valid if the result is
/// `current` or `previous`.
///
/// The previous token is valid while `now < previous_until`, which is called its grace period. If
/// `previous_until` is absent, the result for the previous token is `retired`, so that a forgotten
/// value permits nothing. For the same reason, an empty digest matches no token. If the current and
/// the previous token have equal digests, the result is `current`.
///
/// The function compares `presented` with each stored digest, even if the first comparison
/// succeeds. Each comparison reads all bytes. Therefore the run time reveals neither which token
/// matched nor how many bytes of the digest were correct.
[[nodiscard]] token_match match(token_digests const& stored, token_digest const& presented,
                                instant now) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/event.hpp ----

/// \file model/event.hpp
/// The events of an invitation. An event contains the values that changed, but no copy of the whole
/// invitation. Therefore a long history remains small.

namespace invito {
inline namespace INVITO_ABI {

/// The kinds of events, in the order of the alternatives of `event_details`.
enum class event_kind : std::uint8_t {
  issue,      ///< The invitation was issued.
  resend,     ///< The invitation was sent again.
  amend,      ///< The offer was replaced.
  accept,     ///< The invitee accepted.
  decline,    ///< The invitee declined.
  revoke,     ///< The organization revoked the invitation.
  supersede,  ///< A newer invitation replaced the invitation.
  expire      ///< The invitation expired, and the expiry was recorded.
};

template <>
inline constexpr std::array<std::string_view, 8> names_of<event_kind>{
    "issue", "resend", "amend", "accept", "decline", "revoke", "supersede", "expire"};

/// Returns the status of an invitation after an event of the kind `kind`.
[[nodiscard]] constexpr status status_after(event_kind kind) noexcept;

/// The details of an `issue` event.
struct issue_details {
  box<invito::offer> offer{};  ///< The offer of the invitation.
  /// The digest of the token in the message. Absent if the invitation has no token.
  box<token_digest> token{};
  /// Whether the offer consists of the role and the grants that the person had as a former member.
  bool reinstates = false;
  friend bool operator==(issue_details const& a, issue_details const& b);
  friend bool operator!=(issue_details const& a, issue_details const& b) { return !(a == b); }
};

/// The details of a `resend` event. A resend can also set a new expiry; see `event::expires_at`.
struct resend_details {
  /// The digest of a new token. Absent if the command had no token or the current token.
  box<token_digest> token{};
  /// The time from which the previous token is invalid. If absent, a new token makes the previous
  /// token invalid at once.
  std::optional<instant> previous_until{};
  friend bool operator==(resend_details const& a, resend_details const& b);
  friend bool operator!=(resend_details const& a, resend_details const& b) { return !(a == b); }
};

/// The details of an `amend` event.
struct amend_details {
  box<invito::offer> offer{};  ///< The new offer.
  /// The digest of the token in the message. Absent if the invitation has no token.
  box<token_digest> token{};
  friend bool operator==(amend_details const& a, amend_details const& b);
  friend bool operator!=(amend_details const& a, amend_details const& b) { return !(a == b); }
};

/// The details of an `accept` event.
struct accept_details {
  invito::proof proof{};  ///< The evidence that identified the person.
  /// The address of the person. Absent if the person has the address of the recipient or none.
  box<invito::email> email{};
  /// The part of the offer that was granted. Absent if the whole offer was granted.
  box<invito::offer> granted{};
  friend bool operator==(accept_details const& a, accept_details const& b);
  friend bool operator!=(accept_details const& a, accept_details const& b) { return !(a == b); }
};

/// The details of a `decline` event.
struct decline_details {
  invito::proof proof{};  ///< The evidence that identified the person.
  /// The address of the person. Absent if the person has the address of the recipient or none.
  box<invito::email> email{};
  friend bool operator==(decline_details const& a, decline_details const& b);
  friend bool operator!=(decline_details const& a, decline_details const& b) { return !(a == b); }
};

/// The details of a `revoke` event.
struct revoke_details {
  friend bool operator==(revoke_details const&, revoke_details const&);
  friend bool operator!=(revoke_details const& a, revoke_details const& b) { return !(a == b); }
};

/// The details of a `supersede` event.
struct supersede_details {
  box<invitation_id> newer{};  ///< The id of the newer invitation. Absent if unknown.
  friend bool operator==(supersede_details const& a, supersede_details const& b);
  friend bool operator!=(supersede_details const& a, supersede_details const& b) {
    return !(a == b);
  }
};

/// The details of an `expire` event. The time of this event (`event::at`) is the expiry.
struct expire_details {
  instant recorded_at{};  ///< The time at which the expiry was recorded.
  friend bool operator==(expire_details const& a, expire_details const& b);
  friend bool operator!=(expire_details const& a, expire_details const& b) { return !(a == b); }
};

/// The details of an event, with one alternative for each `event_kind`, in the same order.
using event_details =
    std::variant<issue_details, resend_details, amend_details, accept_details, decline_details,
                 revoke_details, supersede_details, expire_details>;

/// One event in the history of an invitation.
struct event {
  /// The time of the event, which is never before the time of the previous event.
  instant at{};
  actor by{};                  ///< The actor, or the invitee for an accept or decline event.
  std::uint64_t revision = 0;  ///< The revision of the invitation after the event.
  /// The expiry after the event. Absent if the invitation never expires.
  std::optional<instant> expires_at{};
  /// The idempotency key of the command. Empty if the command had no idempotency key.
  std::string idempotency_key{};
  /// Whether the time of the command was before the latest time in the invitation, because a clock
  /// had gone back. If so, `at` is this latest time and not the time of the command.
  bool clamped = false;
  event_details details{};  ///< The details, which determine the kind.

  /// Returns the kind of the event.
  [[nodiscard]] event_kind kind() const noexcept {
    return static_cast<event_kind>(details.index());
  }

  friend bool operator==(event const& a, event const& b);
  friend bool operator!=(event const& a, event const& b) { return !(a == b); }
};

/// Returns the state of an invitation after the event `e`. The function does not check whether the
/// state before the event allows the event.
[[nodiscard]] state state_after(event const& e);

/// A list of events, oldest first.
using event_list = std::vector<event>;

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/event.hpp ----

namespace invito {
inline namespace INVITO_ABI {

constexpr status status_after(event_kind kind) noexcept {
  switch (kind) {
    case event_kind::issue:
    case event_kind::resend:
    case event_kind::amend: break;
    case event_kind::accept: return status::accepted;
    case event_kind::decline:
    case event_kind::revoke:
    case event_kind::supersede: return status::revoked;
    case event_kind::expire: return status::expired;
  }
  return status::pending;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/json_text.hpp ----

/// \file model/json_text.hpp
/// JSON values that the library passes on without interpreting them.

namespace invito {
inline namespace INVITO_ABI {

/// One JSON value as compact text, which means without white space between tokens. Numbers keep
/// their spelling, and object members keep their order. Two values are equal if their texts have
/// the same bytes. To construct a value from a text that needs a check, call `parse_json_text`.
class json_text {
 public:
  /// Constructs the value `null`.
  json_text() : text_("null") {}

  /// Constructs a value from `text` without a check. Precondition: `text` is compact JSON.
  /// Otherwise every document that contains the value is invalid.
  [[nodiscard]] static json_text unchecked(std::string text) {
    json_text value;
    value.text_ = std::move(text);
    return value;
  }

  /// Returns the compact text.
  [[nodiscard]] std::string const& text() const noexcept { return text_; }

  friend bool operator==(json_text const& a, json_text const& b) noexcept;
  friend bool operator!=(json_text const& a, json_text const& b) noexcept { return !(a == b); }

 private:
  std::string text_;
};

/// A named JSON value that the library does not interpret.
struct attribute {
  /// The name. If the attribute is from the document of an API, this is the name of a field.
  std::string name{};
  json_text value{};  ///< The value, which can be any JSON value.

  friend bool operator==(attribute const& a, attribute const& b) noexcept;
  friend bool operator!=(attribute const& a, attribute const& b) noexcept { return !(a == b); }
};

/// A list of attributes, in the order in which they were given.
using attribute_list = std::vector<attribute>;

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/composite_status.hpp ----

/// \file model/composite_status.hpp
/// A status together with the earlier statuses. The API of the vendor Nuon uses such statuses.

namespace invito {
inline namespace INVITO_ABI {

/// One status. A document of Nuon's API omits empty members, so every member can be empty.
struct status_entry {
  std::string status{};         ///< A word such as "pending"; see `nuon::composite_statuses`.
  std::string description{};    ///< Text for people.
  std::optional<instant> at{};  ///< The time at which the status began. JSON has whole seconds.
  user_id by{};                 ///< The user who caused the status.
  attribute_list metadata{};    ///< Any named values.

  friend bool operator==(status_entry const& a, status_entry const& b);
  friend bool operator!=(status_entry const& a, status_entry const& b) { return !(a == b); }
};

/// The current status and the earlier statuses.
struct composite_status {
  status_entry current{};               ///< The current status.
  std::vector<status_entry> history{};  ///< The earlier statuses, oldest first.

  friend bool operator==(composite_status const& a, composite_status const& b);
  friend bool operator!=(composite_status const& a, composite_status const& b) { return !(a == b); }
};

/// Makes `next` the current status of `s`. Moves the previous status, unchanged, to the end of the
/// history. The new status also gets a copy of each metadata value of the previous status, unless
/// `next` already has a value with the same name. Values whose names begin with "invito_" are not
/// copied, because they belong to one status only. Complexity: the number of metadata values of the
/// previous status times the number of metadata values of `next`.
void advance(composite_status& s, status_entry next);

/// Removes the oldest entries of the history, so that at most `max_size` entries remain. Nuon keeps
/// 25 entries.
void trim_history(composite_status& s, std::size_t max_size);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/invitation.hpp ----

/// \file model/invitation.hpp
/// An invitation to an organization, and its status at any time.

namespace invito {
inline namespace INVITO_ABI {

/// The start of the history of an invitation whose earlier events are unknown. Such an invitation
/// was read from the document of an API or assembled from database columns. A baseline contains the
/// values from this source, and the library checks no rules for them.
struct baseline {
  invito::state state{};           ///< The state at the baseline.
  invito::offer offer{};           ///< The offer at the baseline.
  std::uint32_t offer_number = 1;  ///< The number of the offer at the baseline.
  std::optional<actor> sponsor{};  ///< The actor who issued or last amended the invitation.
  box<token_digests> tokens{};     ///< The digests of the tokens at the baseline.
  /// The expiry, also if the state is final. Absent if the expiry is unknown or if the invitation
  /// never expires.
  std::optional<instant> expires_at{};
  /// The number of changes before the baseline, as the host counted them.
  std::uint64_t revision = 0;
  /// The earliest time at which the invitation is known to have had `state`.
  std::optional<instant> known_at{};
  /// The time of the last change before the baseline. Absent if the source has no such time.
  std::optional<instant> updated_at{};
  /// The composite status in the source document. Absent if the document contains none.
  box<composite_status> source_statuses{};

  friend bool operator==(baseline const& a, baseline const& b);
  friend bool operator!=(baseline const& a, baseline const& b) { return !(a == b); }
};

/// An invitation: a plain value that can be copied, moved, compared and stored. After the issue,
/// `apply` changes only `state` and the data members that are declared after `state`. `redact` can
/// erase the data of a person from all data members.
struct invitation {
  invitation_id id{};                   ///< The id, which the host chooses.
  organization_id organization{};       ///< The organization to which the person is invited.
  invito::recipient recipient{};        ///< The invited person.
  person_name name{};                   ///< The name of the recipient, for the message.
  std::optional<actor> created_by{};    ///< The actor who issued the invitation. Absent if unknown.
  std::optional<instant> created_at{};  ///< The time of the issue. Absent if unknown.
  bool send = true;                     ///< Whether the inviter requested that messages are sent.
  /// Named values that the library does not interpret. After an acceptance, the host gets these
  /// values in the effect `grant_membership`.
  attribute_list attributes{};

  invito::state state{};           ///< The recorded state. Call `status` for the status at a time.
  invito::offer offer{};           ///< The role and the grants that an acceptance grants.
  std::uint32_t offer_number = 1;  ///< The number of the offer. Each amendment increments it.
  /// The actor who issued or last amended the invitation. Absent if unknown. See `sponsor_rule`.
  std::optional<actor> sponsor{};
  box<token_digests> tokens{};  ///< The digests of the tokens. Absent if there is no token.
  /// The start of the history. Absent if the first event is the issue.
  box<invito::baseline> baseline{};
  /// The events, oldest first. If there is no baseline, the first event is the issue.
  event_list history{};

  /// Returns the number of changes so far. Compare this number with the stored number when you
  /// store a changed invitation, so that no change of another process is lost.
  [[nodiscard]] std::uint64_t revision() const noexcept;

  /// Returns the status at `now`. If `state` is pending, the status is `pending` while `now` is
  /// before the expiry. From the expiry on, the status is `expired`, even if the expiry was not
  /// recorded. Complexity: constant.
  [[nodiscard]] invito::status status(instant now) const noexcept;

  /// Returns the status at `t` according to the history, or `std::nullopt` if the status at `t` is
  /// unknown. Complexity: logarithmic in the number of events.
  [[nodiscard]] std::optional<invito::status> status_at(instant t) const noexcept;

  /// Returns the expiry, also if the state is final. Returns `std::nullopt` if the expiry is
  /// unknown or if the invitation never expires.
  [[nodiscard]] std::optional<instant> expires_at() const noexcept;

  /// Returns the time of the last event. If there are no events, returns the `updated_at` of the
  /// baseline. If there is no baseline either, returns `created_at`.
  [[nodiscard]] std::optional<instant> updated_at() const noexcept;

  /// Compares all members. In addresses, the case of A to Z is ignored.
  friend bool operator==(invitation const& a, invitation const& b);
  friend bool operator!=(invitation const& a, invitation const& b) { return !(a == b); }
};

/// Makes a baseline from the current values of `i` and removes all events. The functions that read
/// the documents of an API call this function.
/// - `expires_at` is the expiry. The function ignores this parameter if the state is pending,
///   because a pending state contains the expiry.
/// - `known_at` is a time at which the invitation had the current state. The function ignores this
///   parameter if `i` contains the time at which the state began: `created_at` for a pending state,
///   otherwise the time in the state.
/// - `revision` is the number of changes before the baseline.
void begin_history(invitation& i, std::optional<instant> expires_at,
                   std::optional<instant> known_at = std::nullopt, std::uint64_t revision = 0);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/decision.hpp ----

/// \file lifecycle/decision.hpp
/// The decisions of verbs, and the effects of the decisions. A verb is an operation such as
/// `accept`. An effect is an action that the host, which is the program that uses the library,
/// carries out after it has stored a decision.

namespace invito {
inline namespace INVITO_ABI {

/// A claim to an address. At most one pending invitation of an organization may have this claim.
struct uniqueness_claim {
  organization_id organization{};  ///< The organization in which the claim is unique.
  std::string canonical_email{};   ///< The canonical form of the address.

  friend bool operator==(uniqueness_claim const& a, uniqueness_claim const& b) noexcept;
  friend bool operator!=(uniqueness_claim const& a, uniqueness_claim const& b) noexcept {
    return !(a == b);
  }
};

/// The conditions that the host checks in the transaction that stores a decision, in addition to
/// the revision. They ensure that concurrent decisions do not break rules about the whole
/// organization.
struct guards {
  /// The revision that the organization must still have. If absent, there is no such condition.
  std::optional<std::uint64_t> organization_revision{};
  /// The claim that no other pending invitation may have. If empty, there is no such condition.
  box<uniqueness_claim> unique{};

  friend bool operator==(guards const& a, guards const& b) noexcept;
  friend bool operator!=(guards const& a, guards const& b) noexcept { return !(a == b); }
};

/// The decision of a verb on an existing invitation. Only `apply` changes the invitation.
struct decision {
  /// The event. It is absent if the command repeats an earlier command and changes nothing.
  std::optional<invito::event> event{};
  /// The revision of the invitation before the event. Store the event only if the stored revision
  /// is still equal to this value (compare and set).
  std::uint64_t revision = 0;
  invito::guards guards{};  ///< The other conditions for storing the decision.

  friend bool operator==(decision const& a, decision const& b);
  friend bool operator!=(decision const& a, decision const& b) { return !(a == b); }
};

/// The decision on an older invitation that a new invitation supersedes.
struct supersession {
  invitation_id id{};  ///< The id of the older invitation.
  /// The decision. Apply it to the older invitation, and store both invitations together.
  invito::decision decision{};
};

/// The decision of `issue`: a new invitation at revision 1, or an existing invitation.
struct issuance {
  invito::invitation invitation{};  ///< The new or the existing invitation.
  /// Whether the invitation existed already. This is the case if the same command was carried out
  /// before, or if the policy returns a pending invitation. If true, there is nothing to store and
  /// there are no effects.
  bool existing = false;
  invito::guards guards{};  ///< The conditions for storing the invitation.
  /// The decisions on the pending invitations that the new invitation supersedes. Store these
  /// decisions and the new invitation in one transaction.
  std::vector<supersession> superseded{};
};

/// The effect that the host sends the invitation to the recipient.
struct send_invitation {
  event_kind reason = event_kind::issue;  ///< The kind of the event: issue, resend or amend.
};

/// The effect that the host makes the invitee a member.
struct grant_membership {
  user_id user{};                ///< The new member.
  invito::offer offer{};         ///< The role and the grants, without the dropped grants.
  attribute_list attributes{};   ///< The attributes, as the inviter gave them.
  std::vector<grant> dropped{};  ///< The grants whose project, workspace or role no longer exists.
};

/// The effect that the host invalidates the tokens of the invitation.
struct retire_tokens {};

/// The effect that the host notifies the sponsor, if another actor caused the event. The sponsor is
/// the actor who issued or last amended the invitation.
struct notify {
  actor to{};                             ///< The sponsor.
  event_kind event = event_kind::accept;  ///< The kind of the event.
};

/// An effect that the host carries out after it has stored the decision.
using effect = std::variant<send_invitation, grant_membership, retire_tokens, notify>;

/// Returns the effects of an issuance.
[[nodiscard]] std::vector<effect> effects(issuance const& issued);

/// Returns the effects of a decision. `after` is the invitation after `apply`. The list is empty if
/// the decision has no event. Complexity: constant, except for the copies of the offer and the
/// attributes.
[[nodiscard]] std::vector<effect> effects(decision const& d, invitation const& after);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/apply.hpp ----

/// \file lifecycle/apply.hpp
/// Applies decisions and events to invitations. The verbs themselves change nothing.

namespace invito {
inline namespace INVITO_ABI {

/// Returns the invitation in the issuance.
[[nodiscard]] invitation apply(issuance issued);

/// Applies a decision to the invitation. If the decision was made for another revision of the
/// invitation, the function returns `stale_revision` and changes nothing. It makes no other checks.
/// If memory runs out, nothing changes. Complexity: constant, except for the growth of the history.
[[nodiscard]] result<void> apply(invitation& i, decision const& d);
/// Applies a decision, and moves its event into the history.
[[nodiscard]] result<void> apply(invitation& i, decision&& d);

/// Applies `events` to the baseline of `i`. If `i` has no baseline, the first event must be an
/// issue. The current state and the history of `i` are ignored. If an event is out of order in time
/// or revision, contradicts the invitation, or is not allowed by the state machine, the function
/// returns `history_mismatch` with the index of the event. Complexity: linear in the number of
/// events.
[[nodiscard]] result<invitation> replay(invitation i, event_list events);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/facts.hpp ----

/// \file lifecycle/facts.hpp
/// The facts that the host, which is the program that uses the library, has looked up for a
/// decision. Each fact can be absent. If a rule needs an absent fact, the command is refused with
/// `fact_missing` and the name of the fact.

namespace invito {
inline namespace INVITO_ABI {

/// The membership of a person at the time of the decision.
struct membership {
  /// The name of the role. A role that the catalog does not list has no rank and no permissions.
  std::string role{};
  bool active = true;  ///< False if the person was removed, is suspended or never was a member.
  /// Permissions in addition to the permissions of the role. Only `granting::own_permissions` uses
  /// them.
  std::vector<std::string> permissions{};

  /// Returns the membership of a person who is not a member.
  [[nodiscard]] static membership none() { return {{}, false, {}}; }
};

/// The host's decision whether a person may grant an offer, for `granting::by_verdict`.
enum class verdict : std::uint8_t {
  undecided,  ///< The host has not decided, so the fact is missing.
  allowed,
  denied
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<verdict>{"undecided", "allowed",
                                                                   "denied"};

/// The status of an organization.
enum class organization_status : std::uint8_t { active, suspended, deleted };

template <>
inline constexpr std::array<std::string_view, 3> names_of<organization_status>{
    "active", "suspended", "deleted"};

/// The organization. The host reads all values at the same time, so that they are consistent. By
/// default, the organization is active, its plan includes invitations, and there is no seat limit.
struct organization_snapshot {
  /// The status. Only an active organization can invite and get new members.
  organization_status status = organization_status::active;
  bool plan_includes_invitations = true;  ///< Whether the organization's plan includes invitations.
  /// The maximum number of seats. Absent if there is no maximum.
  std::optional<std::uint32_t> seat_limit{};
  std::uint32_t members = 0;  ///< The number of members, each of which uses a seat.
  std::uint32_t pending = 0;  ///< The number of pending invitations that have not expired.
  /// The revision of the organization when the host read these values. The decision contains this
  /// revision as a guard, which is a condition for storing the decision. Without this guard or a
  /// lock on the organization, two decisions can use the same last seat.
  std::optional<std::uint64_t> revision{};
};

/// The times of sent messages, oldest first. The policy can limit each list with a rate: a maximum
/// number of messages in a time window. The list must contain all times within this window.
struct send_log {
  /// Messages to the recipient's address, by any actor.
  std::optional<std::vector<instant>> to_recipient{};
  std::optional<std::vector<instant>> by_inviter{};  ///< Messages by the actor, to any address.
  std::optional<std::vector<instant>> of_organization{};  ///< Messages of the whole organization.
};

/// A project or workspace.
struct scope_id {
  invito::scope scope = scope::project;  ///< A project or a workspace, never an organization.
  std::string id{};                      ///< The id, with the same text as in `grant::id`.

  friend bool operator==(scope_id const& a, scope_id const& b) noexcept;
  friend bool operator!=(scope_id const& a, scope_id const& b) noexcept { return !(a == b); }
};

/// The facts that the host has looked up.
struct facts {
  /// The membership of the actor. The verbs issue, resend, amend, revoke and supersede need this
  /// fact, except with `granting::by_verdict` and `granting::unchecked`.
  std::optional<membership> actor{};
  /// The membership of the sponsor. Accept needs this fact, except with `sponsor_rule::allow` and
  /// if the sponsor is the system.
  std::optional<membership> sponsor{};
  /// Whether the actor may grant the offer. For accept, the fact is about the sponsor. For amend,
  /// it is about both the current and the new offer. `granting::by_verdict` needs this fact.
  verdict may_grant = verdict::undecided;
  /// The organization. The verbs issue, resend, amend and accept need this fact; see
  /// `policy::check_organization`.
  std::optional<organization_snapshot> organization{};
  /// Whether the invitee is a member now. Issue and the renewal of an expired invitation need this
  /// fact, except with `member_rule::allow`. Accept needs this fact only with
  /// `member_rule::refuse`. If this fact is absent or false, the invitee needs a free seat.
  std::optional<bool> member{};
  /// The role and the grants of the former membership of the invitee. If this fact is absent, a
  /// command that reinstates a former member is refused with `not_former_member`.
  std::optional<offer> former{};
  /// The other invitations of the organization for the same address or user, and the invitation
  /// that was issued with the command's idempotency key. The list can contain invitations that are
  /// not pending. Issue and the renewal of an expired invitation need this fact.
  std::optional<std::vector<invitation>> existing{};
  /// The granted projects and workspaces that exist. An offer with grants needs this fact; see
  /// `policy::check_scopes`.
  std::optional<std::vector<scope_id>> scopes{};
  /// The times of sent messages. If the policy has a rate, the rate needs its list.
  send_log sends{};
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/command.hpp ----

/// \file lifecycle/command.hpp
/// The commands: one plain struct for each verb. A verb is an operation on an invitation, such as
/// `accept`. The host, which is the program that uses the library, sets the members by name.

namespace invito {
inline namespace INVITO_ABI {

/// The default value of `now` in a command. The verbs refuse this value, so a forgotten `now` does
/// not mean a time in 1970.
inline constexpr instant unset_instant = (instant::min)();

/// The request of the inviter. A dialect, which is the JSON format of one vendor's API, reads this
/// request from a document.
struct invitation_request {
  invito::recipient recipient{};  ///< The recipient: an address, a user, or both.
  person_name name{};             ///< The name of the recipient, for the message.
  invito::offer offer{};          ///< The role and the grants that an acceptance grants.
  /// Whether the host sends a message. If false, the inviter passes on the link.
  bool send = true;
  /// Named values that the library does not interpret. If the person accepts, the effect
  /// `grant_membership` contains these values.
  attribute_list attributes{};

  friend bool operator==(invitation_request const& a, invitation_request const& b);
  friend bool operator!=(invitation_request const& a, invitation_request const& b) {
    return !(a == b);
  }
};

/// The source of the offer of a new invitation.
enum class offer_source : std::uint8_t {
  request,  ///< The offer in the request.
  /// The role and the grants that a former member had, from the fact `former`. They are checked
  /// like any other offer.
  former_membership
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<offer_source>{"request",
                                                                        "former_membership"};

/// Issues a new invitation.
struct issue_command {
  invitation_id id{};              ///< The id of the invitation, which the host chooses.
  organization_id organization{};  ///< The organization in the request's URL.
  actor by{};                   ///< The actor, who becomes the sponsor (see `invitation::sponsor`).
  instant now = unset_instant;  ///< The time of the host's clock; the library reads no clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  /// The lifetime of the invitation, within the limits of the policy. If absent, the lifetime of
  /// the policy applies.
  std::optional<std::chrono::seconds> lifetime{};
  /// The source of the offer: the request or a former membership.
  offer_source source = offer_source::request;
  std::optional<token_digest> token{};  ///< The digest of the token in the message.
  /// The idempotency key of the request. A repetition of the command with this key returns the
  /// invitation that the first command issued.
  std::string idempotency_key{};
};

/// Resends an invitation with a new expiry. Renews an expired invitation if the policy allows it.
struct resend_command {
  /// The organization in the request's URL. It must be the organization of the invitation.
  organization_id organization{};
  actor by{};                   ///< The actor.
  instant now = unset_instant;  ///< The time of the host's clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  /// The new lifetime, which begins at `now`. If absent, the lifetime of the policy applies.
  std::optional<std::chrono::seconds> lifetime{};
  /// The digest of the token in the message. It is required if the invitation has a token. A new
  /// token replaces the current token. A host that can produce the current token again may send the
  /// current token.
  std::optional<token_digest> token{};
  /// The idempotency key of the request. A repetition of the command with this key changes nothing.
  std::string idempotency_key{};
};

/// Replaces the offer of a pending invitation. The expiry does not change.
struct amend_command {
  /// The organization in the request's URL. It must be the organization of the invitation.
  organization_id organization{};
  actor by{};                   ///< The actor, who becomes the sponsor (see `invitation::sponsor`).
  instant now = unset_instant;  ///< The time of the host's clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  invito::offer offer{};        ///< The new offer.
  /// The digest of a new token. It is required if the invitation has a token.
  std::optional<token_digest> token{};
  /// The idempotency key of the request. A repetition of the command with this key changes nothing.
  std::string idempotency_key{};
};

/// Accepts an invitation.
struct accept_command {
  /// The organization in the request's URL. Empty if the URL contains no organization.
  organization_id organization{};
  identity who{};               ///< The signed-in person, never a value from the request body.
  instant now = unset_instant;  ///< The time of the host's clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  std::optional<token_digest> token{};          ///< The digest of the token in the link.
  std::optional<std::uint32_t> offer_number{};  ///< The number of the offer that the person saw.
  /// The idempotency key of the request. A repetition of the command with this key changes nothing.
  std::string idempotency_key{};
};

/// Declines an invitation.
struct decline_command {
  /// The organization in the request's URL. Empty if the URL contains no organization.
  organization_id organization{};
  identity who{};               ///< The signed-in person, never a value from the request body.
  instant now = unset_instant;  ///< The time of the host's clock.
  std::optional<token_digest> token{};  ///< The digest of the token in the link.
  /// The idempotency key of the request. A repetition of the command with this key changes nothing.
  std::string idempotency_key{};
};

/// Revokes an invitation.
struct revoke_command {
  /// The organization in the request's URL. It must be the organization of the invitation.
  organization_id organization{};
  actor by{};                   ///< The actor.
  instant now = unset_instant;  ///< The time of the host's clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  /// The idempotency key of the request. A repetition of the command with this key changes nothing.
  std::string idempotency_key{};
};

/// Supersedes an invitation with a newer invitation.
struct supersede_command {
  /// The organization in the request's URL. It must be the organization of the invitation.
  organization_id organization{};
  actor by{};                   ///< The actor who issued the newer invitation.
  instant now = unset_instant;  ///< The time of the host's clock.
  invito::facts facts{};        ///< The facts that the host has looked up for this decision.
  invitation_id newer{};        ///< The id of the newer invitation.
  /// The idempotency key of the request. A repetition of the command with this key changes nothing.
  std::string idempotency_key{};
};

/// Records that an invitation has expired. No other verb depends on this record.
struct expire_command {
  /// The organization of the invitation. A job that records expiries copies this value from the
  /// invitation.
  organization_id organization{};
  actor by = actor::system();   ///< The actor, which must be the system.
  instant now = unset_instant;  ///< The time of the host's clock.
  /// The idempotency key of the request. A repetition of the command with this key changes nothing.
  std::string idempotency_key{};
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/machine.hpp ----

/// \file lifecycle/machine.hpp
/// The state machine: one table that the verbs, the diagram and the documentation use.

namespace invito {
inline namespace INVITO_ABI {

/// The result of an event in a status: the new status, or a refusal.
struct transition {
  std::optional<status> to{};  ///< The new status; absent if the event is refused.
  code refusal{};              ///< The reason if the event is refused.

  constexpr transition(status s) noexcept : to(s) {}     ///< Constructs a transition to `s`.
  constexpr transition(code c) noexcept : refusal(c) {}  ///< Constructs a refusal.
  /// Returns whether the event is allowed.
  [[nodiscard]] constexpr bool allowed() const noexcept { return to.has_value(); }
};

/// Returns the result of an event of the kind `on`. `from` is the status of the invitation at the
/// time of the event, or `std::nullopt` if there is no invitation yet. Every combination is
/// defined. Complexity: constant.
[[nodiscard]] constexpr transition find_transition(std::optional<status> from,
                                                   event_kind on) noexcept;

/// Returns the status after an event of the kind `on`: the new status, or `from` if the event is
/// refused. The function has no branches, so a loop over many events is fast. Complexity: constant.
[[nodiscard]] constexpr status status_after(status from, event_kind on) noexcept;

/// Returns whether `s` is final, which means that no event is allowed in `s`.
[[nodiscard]] constexpr bool is_final(status s) noexcept;

/// Returns the state machine as a Mermaid state diagram, made from the table.
[[nodiscard]] std::string mermaid();

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/machine.hpp ----

namespace invito {
inline namespace INVITO_ABI {

/// The state machine. The table has one row for each kind of event. The first column is for the
/// case that there is no invitation yet, and each later column is for one status. `accepted` and
/// `revoked` are final. The rules check two more conditions: an expired invitation can be renewed
/// only if the policy allows it, and a pending invitation can expire only at its expiry or later.
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

constexpr transition find_transition(std::optional<status> from, event_kind on) noexcept {
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
/// The rules of an organization, as one plain value that can be compared. The defaults are strict,
/// but they do not require data that a host (the program that uses the library) may lack, such as a
/// log of sent messages. The comments give the reasons for the defaults.

namespace invito {
inline namespace INVITO_ABI {

/// The lifetime of invitations, in whole seconds. A command is refused if the resulting expiry is
/// outside of the range of `instant`.
struct expiry_policy {
  /// The lifetime of an invitation whose command contains no lifetime. If this member is absent,
  /// such invitations never expire. OpenAI, Aitronos, GitHub and WorkOS also use a week.
  std::optional<std::chrono::seconds> lifetime = std::chrono::hours{7 * 24};
  /// The maximum lifetime. If absent, there is no limit. The maximum of WorkOS and Auth0 is also 30
  /// days.
  std::optional<std::chrono::seconds> max_lifetime = std::chrono::hours{30 * 24};
  /// The minimum lifetime. A shorter lifetime could end before the mail arrives. Stytch has the
  /// same minimum.
  std::chrono::seconds min_lifetime = std::chrono::minutes{5};

  friend bool operator==(expiry_policy const& a, expiry_policy const& b) noexcept;
  friend bool operator!=(expiry_policy const& a, expiry_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The rule for granting a role. Ranks and permissions are read from the role catalog. They are
/// never derived from the name of a role.
enum class granting : std::uint8_t {
  /// The actor may grant roles up to their own rank, so an owner can invite an owner.
  up_to_own_rank,
  /// The actor may grant roles below their own rank, so an admin cannot invite an admin.
  below_own_rank,
  /// The actor may grant a role if the actor has every permission of the role. The rank of the role
  /// is ignored.
  own_permissions,
  by_verdict,  ///< The host decides whether the actor may grant the role: the fact `may_grant`.
  unchecked    ///< The actor may grant every role. The host has to check before the call.
};

template <>
inline constexpr std::array<std::string_view, 5> names_of<granting>{
    "up_to_own_rank", "below_own_rank", "own_permissions", "by_verdict", "unchecked"};

/// The proof that an answer requires. To answer means to accept or to decline.
enum class required_proof : std::uint8_t {
  /// The person is the recipient and, if the invitation has a token, holds the token.
  identity_and_token,
  identity,  ///< The person is the recipient; no token is required.
  /// Any person who holds the token can answer. If the recipient is a known user, only this user
  /// can answer. Use this value only if you need links that any holder can use (bearer links).
  token
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<required_proof>{"identity_and_token",
                                                                          "identity", "token"};

/// The condition under which an email address identifies a person as the recipient.
enum class recipient_match : std::uint8_t {
  verified_email,  ///< The host has verified that the person owns the invitation's address.
  /// The host has verified the address, or the person holds the token, which was sent only to this
  /// address.
  email_verified_by_token,
  unverified_email  ///< The person's account has the address; no verification is required.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<recipient_match>{
    "verified_email", "email_verified_by_token", "unverified_email"};

/// The rule for an invitation whose sponsor has left or may no longer grant its offer. The sponsor
/// is the actor who issued or last amended the invitation.
enum class sponsor_rule : std::uint8_t {
  /// The invitation cannot be accepted, so a member who leaves cannot return with an invitation
  /// that they issued before.
  refuse,
  allow  ///< The invitation can still be accepted.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<sponsor_rule>{"refuse", "allow"};

/// The rule for accepting an invitation if a granted project or workspace, or a role in it, no
/// longer exists. The role in the organization is never dropped.
enum class vanished_rule : std::uint8_t {
  refuse,  ///< The invitation cannot be accepted, so every invitee gets exactly the offer.
  /// The rest of the offer is granted. The `accept` event contains the rest. The effect
  /// `grant_membership` contains the rest and the dropped grants.
  drop
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<vanished_rule>{"refuse", "drop"};

/// The rule for a new invitation if an invitation for the same address or user is pending.
/// Invitations with another status do not count.
enum class duplicate_rule : std::uint8_t {
  /// The command is refused with `duplicate_pending`. To change the role, call `amend` for the
  /// pending invitation. Its history is then kept.
  refuse,
  /// The pending invitation is returned if it has the same offer. Otherwise the command is refused.
  return_existing,
  /// The new invitation replaces the pending invitation if the actor may revoke the pending
  /// invitation. Otherwise the command is refused.
  supersede,
  /// The library does not search for a pending invitation. Only a unique index in the database of
  /// the host prevents a second invitation.
  unchecked
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<duplicate_rule>{
    "refuse", "return_existing", "supersede", "unchecked"};

/// Whether members can be invited, and whether members can accept an invitation.
enum class member_rule : std::uint8_t {
  /// Members cannot be invited. A person who becomes a member after the invitation was issued can
  /// still accept and needs no further seat.
  accept_only,
  refuse,  ///< Members cannot be invited and cannot accept.
  allow    ///< Members can be invited and can accept, for example to get another project.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<member_rule>{"accept_only", "refuse",
                                                                       "allow"};

/// The rule for counting the used seats. Their number may not exceed the seat limit of the
/// organization (`organization_snapshot::seat_limit`).
enum class seat_rule : std::uint8_t {
  /// Each member and each pending invitation uses a seat, so a seat is reserved for every invitee.
  reserved_by_pending,
  members_only,  ///< Only members use a seat, so more persons can be invited than can accept.
  unchecked      ///< Seats are not checked.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<seat_rule>{"reserved_by_pending",
                                                                     "members_only", "unchecked"};

/// The allowed domains of addresses. Case is ignored. The text "example.com" means only this
/// domain. The text ".example.com" means every domain below example.com.
struct domain_policy {
  /// The allowed domains. If empty, all domains are allowed, because most organizations invite
  /// guests.
  std::vector<std::string> allowed{};
  /// The denied domains. They are refused even if `allowed` contains them.
  std::vector<std::string> denied{};

  friend bool operator==(domain_policy const& a, domain_policy const& b) noexcept;
  friend bool operator!=(domain_policy const& a, domain_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The rules for sending an invitation again.
struct resend_policy {
  /// The minimum time between the last message of the invitation and a resend. One minute prevents
  /// a second message after a double click, and gives the mail time to arrive.
  std::chrono::seconds cool_down = std::chrono::minutes{1};
  /// The maximum number of messages of one invitation, including the first. If absent, there is no
  /// limit. Sentry sends at most ten messages a day to one address. A person who has ignored ten
  /// messages will ignore the next message too.
  std::optional<std::uint32_t> max_sends = 10;
  /// The maximum age of an invitation. An invitation of this age cannot be resent, and a resend
  /// sets no expiry beyond this age. If absent, there is no limit. After 90 days (a quarter of a
  /// year), nobody remembers why the person was invited.
  std::optional<std::chrono::seconds> max_age = std::chrono::hours{90 * 24};
  /// Whether a resend can renew an expired invitation, as users expect. The renewal is checked like
  /// a new invitation.
  bool renew_expired = true;

  friend bool operator==(resend_policy const& a, resend_policy const& b) noexcept;
  friend bool operator!=(resend_policy const& a, resend_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The rules for tokens.
struct token_policy {
  /// Whether every invitation requires a token. If false, the host decides for each invitation.
  /// With `required_proof::token`, every invitation requires a token in any case.
  bool required = false;
  /// The time for which the previous token remains valid after a resend. Mail can take a day, and
  /// the link in the older message works during this time. After `amend`, the previous token is
  /// invalid at once, because its link showed another offer.
  std::chrono::seconds grace = std::chrono::hours{24};

  friend bool operator==(token_policy const& a, token_policy const& b) noexcept;
  friend bool operator!=(token_policy const& a, token_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The limits on seats, invitations and messages.
struct quota_policy {
  seat_rule seats = seat_rule::reserved_by_pending;  ///< The rule for counting seats.
  /// The maximum number of pending invitations of an organization. If absent, there is no limit.
  /// The default is enough to invite a whole department at once. It still stops a faulty script.
  /// The limit of Better Auth is 100.
  std::optional<std::uint32_t> pending = 1000;
  /// The rate of messages to one address. An absent rate means no limit. This rate and the next two
  /// are absent by default, because a rate requires a log of sent messages. Sentry allows 10
  /// messages a day to one address, 100 by one inviter and 100 of one organization.
  std::optional<rate> per_recipient{};
  std::optional<rate> per_inviter{};       ///< The rate of messages by one inviter.
  std::optional<rate> per_organization{};  ///< The rate of messages of one organization.
  /// The maximum number of invitations in one request. If absent, there is no limit. By default
  /// there is no limit, because a batch takes about as much time as separate calls for its rows.
  /// The limit of Clerk is 10.
  std::optional<std::uint32_t> batch{};

  friend bool operator==(quota_policy const& a, quota_policy const& b) noexcept;
  friend bool operator!=(quota_policy const& a, quota_policy const& b) noexcept {
    return !(a == b);
  }
};

/// The rules of an organization.
struct policy {
  /// The role catalog. If it has no roles for a scope, an offer must have an empty role in that
  /// scope.
  role_catalog roles{};
  expiry_policy expiry{};                                ///< The lifetime of invitations.
  invito::granting granting = granting::up_to_own_rank;  ///< The rule for granting a role.
  /// The minimum rank of an actor who invites. If absent, every actor who may grant the role may
  /// invite. With `granting::by_verdict` and `granting::unchecked`, the host decides and this
  /// member has no effect.
  std::optional<int> inviter_rank{};
  /// The proof that an answer requires.
  required_proof proof = required_proof::identity_and_token;
  /// The condition under which an email address identifies the recipient.
  recipient_match recipient = recipient_match::verified_email;
  /// The rule if the sponsor has left or may no longer grant the offer.
  sponsor_rule sponsor = sponsor_rule::refuse;
  /// The rule if a granted project or workspace, or a role in it, no longer exists.
  vanished_rule vanished = vanished_rule::refuse;
  /// The rule for a new invitation if an invitation for the same recipient is pending.
  duplicate_rule duplicates = duplicate_rule::refuse;
  member_rule members = member_rule::accept_only;  ///< The rule if the invitee is a member.
  resend_policy resend{};                          ///< The rules for a resend.
  token_policy tokens{};                           ///< The rules for tokens.
  quota_policy quotas{};                           ///< The limits on invitations and messages.
  domain_policy domains{};                         ///< The allowed domains of addresses.
  /// Whether addresses with non-ASCII characters are allowed. Few mail systems deliver to such
  /// addresses, and two different addresses can look alike.
  bool allow_non_ascii_email = false;
  /// Whether the organization must be active and its plan must include invitations. If true, a
  /// suspended or deleted organization gets no new members. If false, only the rules about `quotas`
  /// need the fact `organization`.
  bool check_organization = true;
  /// Whether granted projects and workspaces must exist. The fact `scopes` lists the existing
  /// projects and workspaces. Without this check, a grant could later apply to a new project with
  /// the same id.
  bool check_scopes = true;

  friend bool operator==(policy const& a, policy const& b) noexcept;
  friend bool operator!=(policy const& a, policy const& b) noexcept { return !(a == b); }
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/rule_result.hpp ----

/// \file lifecycle/rule_result.hpp
/// The results of the rules of a verb, which `explain` returns.

namespace invito {
inline namespace INVITO_ABI {

/// The outcome of one rule.
enum class outcome : std::uint8_t {
  passed,
  failed,
  not_applicable  ///< The rule has nothing to check, or a precondition of the rule has failed.
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<outcome>{"passed", "failed",
                                                                   "not_applicable"};

/// The result of one rule.
struct rule_result {
  std::string_view rule{};      ///< The name of the rule, such as "seat_free".
  invito::tier tier{};          ///< The tier (group) of the rule.
  invito::outcome outcome{};    ///< The outcome.
  invito::problems problems{};  ///< The problems; empty if the rule did not fail.
  /// A message with placeholders for `numbers`, if the rule compares numbers such as used seats and
  /// the seat limit. Otherwise the message is empty. A rule that passed can also have a message.
  std::string_view message{};
  std::array<std::int64_t, 3> numbers{};  ///< The numbers for the placeholders.
};

/// Returns the message of `f` with its numbers, such as "7 of 7 seats are taken, including 2
/// reserved by pending invitations". If the message is empty, the function returns the messages of
/// the problems. If there are no problems either, the text is empty.
[[nodiscard]] std::string describe(rule_result const& f);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/verbs.hpp ----

/// \file lifecycle/verbs.hpp
/// The verbs: the operations on an invitation. Each verb is a pure function of a policy, an
/// invitation and a command. It returns a decision, which `apply` applies. A verb reads no clock,
/// stores nothing, sends nothing and throws only `std::bad_alloc`.
///
/// The rules of a verb are grouped in tiers. A refusal contains all problems of the first `tier` in
/// which a rule failed. docs/errors.md lists all codes. Complexity: linear in the facts. In
/// addition, the role catalog and the fact `scopes` are searched linearly for each grant of the
/// offer. If the command has an idempotency key, all events are searched too. A refusal with
/// exactly one problem allocates no memory, unless its path or its subject is long.

namespace invito {
inline namespace INVITO_ABI {

/// Issues an invitation, or returns an existing invitation in two cases. If the command repeats an
/// earlier command with the same idempotency key, the result is the earlier invitation. With
/// `duplicate_rule::return_existing`, the result can be a pending invitation with the same offer.
/// `guards::unique` of the result claims the address, so no other pending invitation may have the
/// address. `issuance::superseded` contains a decision for each invitation that is superseded.
[[nodiscard]] result<issuance> issue(policy const& p, invitation_request const& r,
                                     issue_command const& c);

/// Resends an invitation with a new expiry. The policy's `resend.max_age`, counted from the time of
/// creation, limits the new expiry. Renews an expired invitation if the policy allows it. A renewal
/// is checked like a new invitation, and its decision claims the address again.
[[nodiscard]] result<decision> resend(policy const& p, invitation const& i,
                                      resend_command const& c);

/// Replaces the role and the grants of a pending invitation. The actor becomes the sponsor (see
/// `invitation::sponsor`), the offer number is incremented, and the expiry does not change.
[[nodiscard]] result<decision> amend(policy const& p, invitation const& i, amend_command const& c);

/// Accepts an invitation. If the same person accepts again, the decision has no event. A person who
/// is not the recipient is refused before the status is checked, so the refusal does not reveal the
/// status.
[[nodiscard]] result<decision> accept(policy const& p, invitation const& i,
                                      accept_command const& c);

/// Declines a pending or an expired invitation.
[[nodiscard]] result<decision> decline(policy const& p, invitation const& i,
                                       decline_command const& c);

/// Revokes a pending or an expired invitation. A revoked invitation cannot be renewed.
[[nodiscard]] result<decision> revoke(policy const& p, invitation const& i,
                                      revoke_command const& c);

/// Supersedes a pending invitation: a newer invitation replaces it.
[[nodiscard]] result<decision> supersede(policy const& p, invitation const& i,
                                         supersede_command const& c);

/// Records that an invitation has expired. The time of the event is the expiry. Only a sweep (a job
/// that records expiries) needs this verb. All other verbs recognize an expired invitation without
/// the event.
[[nodiscard]] result<decision> expire(policy const& p, invitation const& i,
                                      expire_command const& c);

/// Returns the result of every rule of the verb, in order, even if earlier rules failed. Show the
/// results to support staff and administrators, but not to the person who was refused.
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation_request const& r,
                                               issue_command const& c);
///@{
/// Returns the result of every rule for a command on an existing invitation.
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               resend_command const& c);
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               amend_command const& c);
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               accept_command const& c);
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               decline_command const& c);
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               revoke_command const& c);
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               supersede_command const& c);
[[nodiscard]] std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               expire_command const& c);
///@}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/sends.hpp ----

/// \file model/sends.hpp
/// The number and the times of the messages of an invitation, computed from its history.
///
/// One message is sent for each resend. If `invitation::send` is true, one message is also sent for
/// the issue and for each amendment. If there is a baseline, the events before the baseline are
/// unknown. Then the functions count the message of the issue and the messages after the baseline.

namespace invito {
inline namespace INVITO_ABI {

/// Returns the number of messages of `i`. Because the first message has the number 1, this is also
/// the number of the last message. Complexity: linear in the number of events.
[[nodiscard]] std::uint32_t send_count(invitation const& i) noexcept;

/// Returns the times of the messages, oldest first. If the time of the issue is unknown, the result
/// does not contain the message of the issue. Complexity: linear in the number of events.
[[nodiscard]] std::vector<instant> sends(invitation const& i);

/// Returns the time of the last message. Returns `std::nullopt` if there was no message, or if the
/// time of the message is unknown. Complexity: linear in the number of events after the message.
[[nodiscard]] std::optional<instant> last_sent(invitation const& i) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/timeline.hpp ----

/// \file model/timeline.hpp
/// Conversions between an invitation and a composite status, which contains a status together with
/// the earlier statuses.

namespace invito {
inline namespace INVITO_ABI {

/// Returns the status of `i` at `now`, together with the earlier statuses. If there is a baseline,
/// the first entries are its `source_statuses`. An entry for the state of the baseline follows,
/// unless the last source status already describes this state. Each event adds one entry, whose
/// metadata contains the kind of the event as `invito_event`. If the invitation has expired at
/// `now` and the expiry was not recorded, the last entry is "expired".
///
/// | event | status | reason |
/// |---|---|---|
/// | issue, resend, amend | pending | nobody has answered the invitation |
/// | accept | success | the invitation was accepted |
/// | revoke | cancelled | the organization revoked the invitation |
/// | decline | approval-denied | the invitee declined the invitation |
/// | supersede | discarded | a newer invitation replaced the invitation |
/// | expire | expired | the expiry has passed |
///
/// Complexity: linear in the events and the statuses.
[[nodiscard]] composite_status composite_of(invitation const& i, instant now);

/// Returns the state that an entry describes. The function knows the statuses in the table of
/// `composite_of`, and also "accepted" and "revoked", which Nuon's servers use. Returns
/// `std::nullopt` for any other status, and for "expired" without a time.
[[nodiscard]] std::optional<state> state_of(status_entry const& entry);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/version.hpp ----

/// \file version.hpp
/// The version of the library. The build also reads the version from this file.

/// The major version. From 1.0 on, changes that break existing programs increase it.
#define INVITO_VERSION_MAJOR 0
/// The minor version. New features increase it. Before 1.0, breaking changes increase it too.
#define INVITO_VERSION_MINOR 1
/// The patch version. Corrections increase it.
#define INVITO_VERSION_PATCH 0

// ---- invito/core.hpp ----

/// \file core.hpp
/// The lifecycle of invitations, without JSON. This part of the library needs only the standard
/// library and uses no streams. It throws only exceptions of the standard library.

// ---- invito/base/error_code.hpp ----

/// \file base/error_code.hpp
/// Converts `invito::code` to `std::error_code`, for programs whose interfaces use
/// `std::error_code`.

namespace invito {
inline namespace INVITO_ABI {

/// Returns the error category of the library. The category has the name "invito". In this category,
/// the value of a `std::error_code` is the number of an `invito::code`.
[[nodiscard]] std::error_category const& code_category() noexcept;

/// Converts a code to a `std::error_code`. The constructor of `std::error_code` finds this function
/// by argument-dependent lookup.
[[nodiscard]] std::error_code make_error_code(code c) noexcept;

}  // namespace INVITO_ABI
}  // namespace invito

template <>
struct std::is_error_code_enum<invito::code> : std::true_type {};

// ---- invito/lifecycle/bulk.hpp ----

/// \file lifecycle/bulk.hpp
/// Decisions on many invitations, in the order of the rows. The functions store and change nothing.
/// When a row is checked against a limit, the seats, the pending invitations and the messages of
/// earlier rows count too. The host is the program that uses the library.

namespace invito {
inline namespace INVITO_ABI {

/// Checks whether one request may contain all of these invitations. If there are too many, the
/// function returns `too_many_items` with the policy's limit. Otherwise it returns the problem
/// `duplicate_item` for each address that occurs earlier in the list; case is ignored. The location
/// of the problem is a path such as "/email/3". `write_error` of a dialect (the JSON format of one
/// API) converts this path to the member name in the dialect's document. Complexity: O(n log n).
[[nodiscard]] result<void> check_batch(policy const& p, std::vector<invitation_request> const& all);

/// The rule for the other rows if one row is refused.
enum class bulk_mode : std::uint8_t {
  /// No invitation is issued. Rows without a problem of their own get the code `batch_stopped`.
  all_or_nothing,
  best_effort,  ///< Every row that can be issued is issued.
  /// Like `best_effort`, until a row exceeds the seat limit, the limit of pending invitations, the
  /// rate of the inviter or the rate of the organization. All later rows get `batch_stopped`.
  up_to_limit
};

template <>
inline constexpr std::array<std::string_view, 3> names_of<bulk_mode>{"all_or_nothing",
                                                                     "best_effort", "up_to_limit"};

/// One row of a bulk invitation. A member with the name of a member of `issue_command` or `facts`
/// has the same meaning.
struct bulk_row {
  invitation_request request{};  ///< The request for this row.
  /// The id of the invitation, which the host chooses. Each row needs a different id.
  invitation_id id{};
  std::optional<token_digest> token{};  ///< The digest of the token in the message.
  std::string idempotency_key{};        ///< The idempotency key of this row.
  std::optional<bool> member{};         ///< Whether the invitee is a member.
  std::optional<offer> former{};        ///< The role and the grants of a former membership.
  /// The other invitations for this address or user, and the invitation with this idempotency key.
  std::optional<std::vector<invitation>> existing{};
  /// The granted projects and workspaces that exist. If absent, `facts::scopes` of the command
  /// applies.
  std::optional<std::vector<scope_id>> scopes{};
  /// The times of the messages to this address, for `send_log::to_recipient`.
  std::optional<std::vector<instant>> sent_to_recipient{};
};

/// One row of a bulk resend.
struct resend_row {
  /// The invitation. It is never null, and must exist during the call.
  invito::invitation const* invitation = nullptr;
  std::optional<token_digest> token{};  ///< The digest of the token in the message.
  /// The granted projects and workspaces that exist. If absent, `facts::scopes` of the command
  /// applies.
  std::optional<std::vector<scope_id>> scopes{};
  /// The times of the messages to this address, for `send_log::to_recipient`.
  std::optional<std::vector<instant>> sent_to_recipient{};
};

/// The decision on one of several invitations.
struct planned {
  std::size_t row = 0;                ///< The index of the invitation in the input.
  result<invito::decision> decision;  ///< The decision to store, or the refusal.
};

/// Calls `issue` for each row. `c` contains the values that all rows share, and a row contains the
/// other values. A row that repeats a value of an earlier row is refused, even if the earlier row
/// was refused too. The code is `duplicate_item` for the same address (in its canonical form) or
/// user, `already_issued` for the same id, and `idempotency_mismatch` for the same idempotency key.
/// If there are more rows than the policy's `quotas.batch`, every row is refused with
/// `too_many_items`. All decisions require the same revision of the organization
/// (`guards::organization_revision`), so store all of them in one transaction. Complexity: O(n log
/// n) for n rows, and linear in their facts.
[[nodiscard]] std::vector<result<issuance>> plan_issue(policy const& p,
                                                       std::vector<bulk_row> const& rows,
                                                       issue_command c, bulk_mode mode);

/// Calls `resend` for each row whose invitation is pending. The result contains no entry for a row
/// whose invitation is not pending. If an earlier row contains the same invitation, the row is
/// refused with `duplicate_item`. Complexity: O(n log n) for n rows.
[[nodiscard]] std::vector<planned> plan_resend(policy const& p, std::vector<resend_row> const& rows,
                                               resend_command c);

/// Calls `revoke` for each pending invitation whose sponsor is `sponsor`, for example when a member
/// leaves. If the sponsor of an invitation is unknown, the actor who issued the invitation counts
/// as the sponsor. Complexity: linear in the number of invitations.
template <class Range>
[[nodiscard]] std::vector<planned> plan_revoke(policy const& p, Range const& invitations,
                                               actor const& sponsor, revoke_command const& c);

/// Calls `expire` for each invitation that has expired and whose expiry was not recorded.
/// Complexity: linear in the number of invitations.
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
/// Adds the decision on the invitation `i` to `out`, if the command applies to `i`. `row` is the
/// index of `i` in the input.
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
/// Queries over many invitations: filters, pages and expiries. The functions change nothing. Their
/// comments also define the results of an equivalent query in a database.

namespace invito {
inline namespace INVITO_ABI {

// Filter -----------------------------------------------------------------------------------------

/// A filter. An invitation matches if it has the value of every member that is set.
///
/// The status is compared at `as_of`. The role and the sponsor are compared with the current values
/// of the invitation. An invitation that was created after `as_of` does not match. An unknown time
/// of creation counts as earlier than any known time.
struct invitation_filter {
  /// The organization that invites. If empty, invitations of every organization match. Always set
  /// this member if the caller may see the invitations of only one organization.
  organization_id organization{};
  /// The status at `as_of`. If the status is set but `as_of` is absent, no invitation matches,
  /// because a status needs a time. If the status of an invitation at `as_of` is unknown, the
  /// invitation does not match.
  std::optional<invito::status> status{};
  /// The time for which the filter is evaluated, often the current time.
  std::optional<instant> as_of{};
  std::optional<invito::email> email{};  ///< The recipient's address; case is ignored.
  std::optional<actor> inviter{};        ///< The actor who issued the invitation.
  /// The current sponsor: the actor who issued or last amended the invitation.
  std::optional<actor> sponsor{};
  /// The offered role in the organization, compared byte by byte. An empty text matches an offer
  /// without a role.
  std::optional<std::string> role{};
};

/// Returns whether `i` matches the filter. Complexity: logarithmic in the number of events of `i`.
[[nodiscard]] bool matches(invitation_filter const& filter, invitation const& i) noexcept;

// Pages ------------------------------------------------------------------------------------------

/// A position in the list of all invitations. The list is ordered by the time of creation, then by
/// id. An unknown time of creation precedes every known time, and ids are compared byte by byte. In
/// SQL, this is `order by created_at nulls first, id` with a bytewise collation. The time of
/// creation and the id never change, so no invitation moves in the list.
struct cursor {
  std::optional<instant> created_at{};  ///< The time of creation; absent if unknown.
  invitation_id id{};                   ///< Orders invitations with the same time of creation.

  friend bool operator==(cursor const& a, cursor const& b) noexcept;
  friend bool operator!=(cursor const& a, cursor const& b) noexcept { return !(a == b); }
  friend bool operator<(cursor const& a, cursor const& b) noexcept;
  friend bool operator>(cursor const& a, cursor const& b) noexcept { return b < a; }
  friend bool operator<=(cursor const& a, cursor const& b) noexcept { return !(b < a); }
  friend bool operator>=(cursor const& a, cursor const& b) noexcept { return !(a < b); }
};

/// Returns the position of `i` in the list that `cursor` describes.
[[nodiscard]] cursor position_of(invitation const& i);

/// Returns the cursor as text for an API. The text consists of the nanoseconds since
/// 1970-01-01T00:00:00Z, a dot and the unchanged id. If the time is unknown, the text begins with
/// the dot. The text contains only values of the invitation, and gives no access to other
/// invitations. If a client invents a cursor, the page begins at another position, but the filter
/// still applies. Complexity: linear in the length of the text.
[[nodiscard]] std::string to_string(cursor const& c);

/// Returns the cursor from the result of `to_string`, or `std::nullopt` for any other text.
/// Complexity: linear in the length of `text`.
[[nodiscard]] std::optional<cursor> parse_cursor(std::string_view text);

/// The order of a list: by the time of creation, then by id. `newest_first` is the reverse of
/// `oldest_first`, which is the order of `cursor`.
enum class page_order : std::uint8_t { oldest_first, newest_first };

template <>
inline constexpr std::array<std::string_view, 2> names_of<page_order>{"oldest_first",
                                                                      "newest_first"};

/// A request for one page of the matching invitations. Use the same filter and the same order for
/// all pages. The filter must also have the same `as_of`, because at another time, other
/// invitations can match.
struct page_request {
  invitation_filter filter{};                   ///< The filter for the items of the page.
  page_order order = page_order::newest_first;  ///< The order of the items.
  std::optional<cursor> after{};  ///< The `next` of the previous page; absent for the first page.
  /// The maximum number of items on the page. If a client chooses this number, check the number
  /// first, because the library accepts every number.
  std::size_t limit = 20;
};

/// One page, in the requested order.
struct page {
  /// Pointers to the invitations in the range that was passed to `find_page`. A pointer is valid as
  /// long as its invitation exists.
  std::vector<invitation const*> items{};
  std::optional<cursor> next{};  ///< The cursor of the next page; absent if no more items match.
};

/// Returns the first `limit` invitations of `all` that match the filter and follow `after`. `all`
/// is a range of invitations in any order, each with a different id.
///
/// A page begins after the position `after`, and not after a number of items. If an invitation is
/// added, changed or removed between two requests, every other matching invitation is still
/// returned exactly once. If an invitation is added before the position, later pages do not contain
/// it. The invitation at the position may have been removed. With a limit of 0, the page has no
/// items and no `next`.
///
/// Complexity: n log(limit) comparisons for n invitations, and memory for at most `limit` pointers.
template <class Range>
[[nodiscard]] page find_page(Range const& all, page_request const& request);

/// This overload is deleted, because the items would point into a range that no longer exists.
template <class Range>
page find_page(Range const&& all, page_request const& request) = delete;

// Expiry -----------------------------------------------------------------------------------------

/// Returns the last time in (after, until] at which `i` expired while it was pending, or
/// `std::nullopt` if there is no such time. Whether the expiry was recorded makes no difference.
/// The returned time is the expiry. If an event set the expiry to a time before the event, the
/// returned time is the time of this event. If an event has exactly the time of the expiry, the
/// invitation counts as expired before this event.
///
/// Later events, such as a revocation, do not change the result for earlier times. If a caller
/// queries consecutive intervals, each expiry is in exactly one interval. If one interval contains
/// several expiries of a renewed invitation, the function returns the last one. For the period
/// before an import, the function uses only the imported state, expiry and times. Complexity:
/// linear in the number of events.
[[nodiscard]] std::optional<instant> expired_between(invitation const& i, instant after,
                                                     instant until) noexcept;

/// Returns whether `i` has expired and the expiry was not recorded. If the result is true, `expire`
/// can record the expiry at `now`. If the invitation contains a time after `now`, the function uses
/// the last time in the invitation instead of `now`, as `expire` does. Complexity: constant.
[[nodiscard]] bool is_due(invitation const& i, instant now) noexcept;

/// Returns the earliest expiry of the invitations that are pending at `now`, or `std::nullopt` if
/// no such invitation expires. A sweep is a job that records expiries. If no invitation changes, a
/// sweep that has recorded all earlier expiries must run again at the returned time. Complexity:
/// linear in the number of invitations.
template <class Range>
[[nodiscard]] std::optional<instant> next_expiry(Range const& all, instant now);

/// Returns the indices of all records that are pending and expire at `now` or before, in ascending
/// order. A record is a value of any type that contains an expiry and a status, such as a row of a
/// table in memory. `expiry_of(record)` returns an instant, and `is_pending(record)` returns a
/// bool. Both arguments can be pointers to members. The run time hardly depends on the number of
/// indices in the result. Complexity: linear in the number of records.
///
///     find_due(rows, now, &row::expires_at, &row::is_pending)
template <class Range, class ExpiryOf, class IsPending>
[[nodiscard]] std::vector<std::size_t> find_due(Range const& all, instant now,
                                                ExpiryOf const& expiry_of,
                                                IsPending const& is_pending);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/query.hpp ----

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Returns whether `a` precedes `b` in a list of this order. Each of `a` and `b` is an invitation
/// or a cursor.
template <class A, class B>
bool precedes(page_order order, A const& a, B const& b) noexcept {
  const auto x = std::tie(a.created_at, a.id);
  const auto y = std::tie(b.created_at, b.id);
  return order == page_order::oldest_first ? x < y : y < x;
}

}  // namespace detail

template <class Range>
page find_page(Range const& all, page_request const& request) {
  page out;
  if (request.limit == 0) return out;
  std::vector<invitation const*>& found = out.items;  // a heap; its front is the last item
  const auto before = [&request](invitation const* a, invitation const* b) {
    return detail::precedes(request.order, *a, *b);
  };
  bool more = false;
  for (auto& i : all) {
    if (request.after && !detail::precedes(request.order, *request.after, i)) continue;
    if (!matches(request.filter, i)) continue;
    if (found.size() == request.limit) {
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
    auto* pending_state = std::get_if<pending>(&i.state);
    if (!pending_state || !pending_state->expires_at || is_due(i, now)) continue;
    if (!next || *pending_state->expires_at < *next) next = pending_state->expires_at;
  }
  return next;
}

template <class Range, class ExpiryOf, class IsPending>
std::vector<std::size_t> find_due(Range const& all, instant now, ExpiryOf const& expiry_of,
                                  IsPending const& is_pending) {
  std::vector<std::size_t> out;
  std::array<std::size_t, 512> block{};
  std::size_t used = 0;
  std::size_t n = 0;
  for (auto const& record : all) {
    // Every index is written, but `used` grows only for a pending record that has expired. A branch
    // would be slower, because the processor could not predict it.
    const bool has_expired = std::invoke(expiry_of, record) <= now;
    const bool unanswered = std::invoke(is_pending, record);
    block[used] = n++;
    used += static_cast<std::size_t>(has_expired) & static_cast<std::size_t>(unanswered);
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
/// Removes the identity of a person from an invitation. The events and their times remain. The host
/// is the program that uses the library.

namespace invito {
inline namespace INVITO_ABI {

/// The person to remove, and the values that replace the address and the user id.
///
/// The host computes the fingerprints. A fingerprint is a digest with a secret key, such as an
/// HMAC, of the canonical address or of the user id. It is written as text, such as hexadecimal
/// digits. Without a secret key, an attacker could try addresses until one matches. Use the same
/// fingerprints for a person in all invitations, and different fingerprints for two persons. Then
/// unique values remain unique, and equal canonical forms remain equal.
struct erasure {
  /// The address to replace; case is ignored. If empty, no address is replaced. For a person with
  /// several addresses, call `redact` once for each address.
  invito::email email{};
  invito::email email_fingerprint{};  ///< Replaces the address; required if `email` is set.
  user_id user{};                     ///< The user id to replace; if empty, no id is replaced.
  user_id user_fingerprint{};         ///< Replaces the user id; required if `user` is set.
  /// Whether free text that other persons wrote is removed too. This text consists of the
  /// attributes of an invitation to the person, and of the descriptions and metadata of source
  /// statuses (the statuses in an imported document).
  bool attributes = true;
};

/// Removes the person from `i`, including the baseline and the history. Returns the number of
/// changed values. The number is 0 if `i` does not contain the person, so a second call returns 0.
///
/// - The address and the user id are replaced wherever they occur, both for the invitee and for
///   actors. The kinds of actors, the times, the offers and the revision do not change. A replay of
///   the changed events produces the changed invitation.
/// - If the person is the recipient, the name of the person is removed. The free text is removed
///   too if `erasure::attributes` is true. If the recipient is another person, descriptions and
///   metadata are removed only from the source statuses that the person caused.
/// - If anything changed, all idempotency keys are removed, because hosts often build the keys from
///   addresses or ids.
/// - Other ids, such as the id of the invitation, do not change. Therefore the host must not build
///   ids from addresses. Other addresses of the person do not change either; `addresses_of` returns
///   these addresses.
///
/// If an invitation to the person is pending, revoke the invitation before this call. After the
/// call, the person can no longer answer. This function does not change the revision, so do not
/// store a decision that was made before the call. If a fingerprint is missing, the function
/// returns `missing_value` and changes nothing. Complexity: linear in the size of the invitation.
result<std::size_t> redact(invitation& i, erasure const& who);

/// Returns the addresses of the user that `i` contains. The result contains the recipient's address
/// if the user is the recipient, or answered and the event contains no other address. If the user
/// answered with another address, the result also contains this address. Call this function before
/// `redact` replaces the user id. Complexity: linear in the number of events.
[[nodiscard]] std::vector<email> addresses_of(invitation const& i, user_id const& user);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/visit.hpp ----

/// \file lifecycle/visit.hpp
/// The preview of an invitation on a landing page, and the acceptance of invitations at sign-in.
/// These functions change nothing, so a mail scanner that opens a link does no harm. The host is
/// the program that uses the library.

namespace invito {
inline namespace INVITO_ABI {

/// The relation of a visitor to an invitation.
enum class viewer : std::uint8_t {
  anonymous,     ///< The visitor holds the token and has not signed in.
  other_person,  ///< The visitor holds the token and has signed in with another account.
  /// The visitor holds the token and has signed in. The account has the recipient's address, but
  /// the address is not verified.
  unverified,
  recipient  ///< The visitor has signed in as the recipient; a token is not required.
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<viewer>{"anonymous", "other_person",
                                                                  "unverified", "recipient"};

/// The visitor of a page: the identity from the sign-in of the host, and the token in the link.
struct visit {
  std::optional<identity> who{};        ///< The signed-in person; absent if nobody has signed in.
  std::optional<token_digest> token{};  ///< The digest of the token in the link.
  instant now = unset_instant;          ///< The time of the host's clock.
};

/// The data of an invitation that a page may show to a certain visitor.
struct invitation_preview {
  invito::viewer viewer = viewer::anonymous;  ///< The relation of the visitor to the invitation.
  invito::status status = status::pending;    ///< The status at the time of the visit.
  /// Whether the visitor can answer: the invitation is pending, and the visitor passes the rules of
  /// `accept` about the person. Only `accept` checks the other rules, such as whether a seat is
  /// free.
  bool answerable = false;
  organization_id organization{};  ///< The organization that invites; the host knows its name.
  /// The recipient's address, which shows a person with two accounts which account to use. A
  /// `recipient` or `unverified` visitor gets the whole address. Any other visitor gets a masked
  /// address such as "r***@example.com".
  std::string address{};
  invito::offer offer{};  ///< The role and the grants that an acceptance grants.
  /// The number of the offer. Pass this number to `accept` in `accept_command::offer_number`.
  std::uint32_t offer_number = 1;
  std::optional<instant> expires_at{};  ///< The expiry; absent if the invitation never expires.
};

/// Returns the preview of `i` for the visitor `v`. Only the recipient and the holder of a valid
/// token get the preview, because the id in a link is not secret. Other visitors are refused. If
/// the account has the recipient's address but the address is not verified, the code is
/// `email_unverified`. If a newer token replaced the visitor's token, the code is `token_retired`.
/// For every other visitor, the code is `wrong_recipient`. If `v.now` is not set, the code is
/// `missing_value`.
[[nodiscard]] result<invitation_preview> preview(policy const& p, invitation const& i,
                                                 visit const& v);

/// Returns the address with "***" between the first character and the '@', such as
/// "r***@example.com". If only one character precedes the '@', this character is hidden too.
[[nodiscard]] std::string mask(email const& address);

/// One row of the input of `plan_login`: an invitation of the person who signs in. The invitations
/// can belong to different organizations.
struct login_row {
  /// The policy of the invitation's organization. It is never null, and must exist during the call.
  invito::policy const* policy = nullptr;
  /// The invitation. It is never null, and must exist during the call.
  invito::invitation const* invitation = nullptr;
  /// The facts that the host has looked up for `accept` in the invitation's organization.
  invito::facts facts{};
  std::optional<token_digest> token{};  ///< The digest of the token, if the person used the link.
};

/// Calls `accept` for each row whose invitation is pending and addressed to the person who signs
/// in. The service Nuon also accepts invitations at sign-in. The result contains no entry for any
/// other row. If a row is refused, the later rows are still decided. The seats that earlier rows
/// use are not counted. All decisions for one organization require the same revision of the
/// organization, so only one of these decisions can be stored. After that, call the function again
/// for the other rows of this organization.
[[nodiscard]] std::vector<planned> plan_login(identity const& who,
                                              std::vector<login_row> const& rows, instant now);

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/delivery.hpp ----

/// \file model/delivery.hpp
/// The delivery of a message that was sent for an invitation. The host, which is the program that
/// uses the library, stores a delivery separately from the invitation. If a message cannot be
/// delivered, neither the status nor the revision of the invitation changes.

namespace invito {
inline namespace INVITO_ABI {

/// The status of the delivery of a message.
enum class delivery_status : std::uint8_t {
  queued,  ///< The host has not yet passed the message to a mail server.
  sent,    ///< A mail server accepted the message.
  /// The message was returned, because the mailbox did not accept it. This status is final.
  bounced,
  /// No mail server accepted the message, so it was never sent. The host may queue it again.
  failed
};

template <>
inline constexpr std::array<std::string_view, 4> names_of<delivery_status>{"queued", "sent",
                                                                           "bounced", "failed"};

/// The delivery of one message. The host stores the delivery under a key that consists of the id of
/// the invitation and the number of the message.
struct delivery {
  invitation_id invitation{};  ///< The invitation for which the message was sent.
  /// The number of the message. The first message of an invitation has the number 1.
  std::uint32_t send = 1;
  /// The status of the delivery. `can_transition` defines the possible changes.
  delivery_status status = delivery_status::queued;
  instant at{};          ///< The reported time of the status.
  std::string detail{};  ///< The reported text. It can contain personal data of the recipient.

  friend bool operator==(delivery const& a, delivery const& b) noexcept;
  friend bool operator!=(delivery const& a, delivery const& b) noexcept { return !(a == b); }
};

/// Returns whether the status of a delivery may change from `from` to `to`. Complexity: constant.
[[nodiscard]] constexpr bool can_transition(delivery_status from, delivery_status to) noexcept;

/// Records an action of the host or a report of a mail server, and returns whether `d` changed.
/// Reports may arrive twice and in any order. If `can_transition` does not allow the change of the
/// status, `d` does not change. A delivery can change from `queued` to `failed` and back. For these
/// two changes, `d` also does not change if `at` is before `d.at`. For all other changes, `at` is
/// stored but not compared, because the clocks of mail servers can differ. Stores at most
/// `bound::text` bytes of `detail`. Complexity: constant.
bool report(delivery& d, delivery_status to, instant at, std::string_view detail = {});

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/delivery.hpp ----

namespace invito {
inline namespace INVITO_ABI {

/// The allowed changes of a delivery. The row is the status before a change. The column is the
/// status after the change.
inline constexpr std::array<std::array<bool, 4>, 4> delivery_machine{{
    // clang-format off
    //             queued  sent   bounced  failed
    /* queued  */ {false,  true,  true,    true},
    /* sent    */ {false,  false, true,    false},
    /* bounced */ {false,  false, false,   false},
    /* failed  */ {true,   false, false,   false},
    // clang-format on
}};

constexpr bool can_transition(delivery_status from, delivery_status to) noexcept {
  return delivery_machine[static_cast<std::size_t>(from)][static_cast<std::size_t>(to)];
}

}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_NO_JSON

#include <set>
#include <stdexcept>

// ---- invito/wire/feature.hpp ----

/// \file wire/feature.hpp
/// The features: the parts of the model (`invitation` and its members) that a document can contain.

namespace invito {
inline namespace INVITO_ABI {

/// A part of an invitation that a field of a document can contain.
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
  token,
  revision,
  history,
  statuses  ///< The current status and the earlier statuses, as a `composite_status`.
};

template <>
inline constexpr std::array<std::string_view, 27> names_of<feature>{
    "none",        "id",         "organization", "email",      "user",         "given_name",
    "family_name", "role",       "grants",       "send",       "attributes",   "status",
    "cause",       "created_at", "created_by",   "updated_at", "expires_at",   "accepted_at",
    "accepted_by", "revoked_at", "revoked_by",   "sponsor",    "offer_number", "token",
    "revision",    "history",    "statuses"};

/// A set of features.
class feature_set {
 public:
  constexpr feature_set() noexcept = default;
  /// Constructs the set of the features in `all`.
  constexpr feature_set(std::initializer_list<feature> all) noexcept {
    for (const feature f : all) add(f);
  }
  /// Returns the set of all features.
  [[nodiscard]] static constexpr feature_set all() noexcept {
    feature_set out;
    out.bits_ = ~0U;
    return out;
  }
  constexpr void add(feature f) noexcept { bits_ |= bit(f); }  ///< Adds `f`.
  /// Adds all features of `more`.
  constexpr void add(feature_set const& more) noexcept { bits_ |= more.bits_; }
  /// Returns whether the set contains `f`.
  [[nodiscard]] constexpr bool has(feature f) const noexcept { return (bits_ & bit(f)) != 0; }

 private:
  static constexpr std::uint32_t bit(feature f) noexcept { return 1U << static_cast<unsigned>(f); }
  std::uint32_t bits_ = 0;
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/options.hpp ----

/// \file wire/options.hpp
/// The options for reading and writing documents.

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

/// The shape of a written document: which optional fields and nulls the document contains.
enum class shape : std::uint8_t {
  documented = 1,  ///< The documented fields. A null is left out if the API allows this.
  extended = 2     ///< In addition, these nulls and undocumented or newer fields.
};

/// The treatment of text that is not UTF-8. JSON cannot represent such text. With `fails`, writing
/// fails with `invalid_utf8`. With `replaced`, replacement characters are written.
enum class invalid_text : std::uint8_t { fails, replaced };

/// The settings of a writer.
struct write_settings {
  wire::shape shape = shape::documented;  ///< The shape of the document.
  bool incomplete = false;                ///< Whether required fields without a value are left out.
  wire::invalid_text invalid_text =
      invalid_text::fails;  ///< The treatment of text that is not UTF-8.
};

/// A block of the caller's memory to which text is written.
struct buffer {
  char* at = nullptr;    ///< The start of the block. May be null if `size` is 0.
  std::size_t size = 0;  ///< The size of the block in bytes.
  /// The length of the text in bytes. If it exceeds `size`, the text did not fit.
  std::size_t length = 0;
};

}  // namespace wire

/// The options for reading a document.
struct read_options {
  read_limits limits{};  ///< Limits on the document.
  bool strict = false;   ///< Whether unknown fields are problems in every object.
};

/// The options for writing a document.
struct write_options {
  wire::shape shape = wire::shape::documented;  ///< The shape of the document.
  /// Whether a revoked invitation is written as expired if the dialect cannot represent "revoked".
  bool revoked_as_expired = false;
  /// Whether required fields without a value are left out, so that the caller can add them. If
  /// false, such a field is the problem `missing_value`.
  bool incomplete = false;
  /// The maximum number of entries in the history of a composite status. The latest entries are
  /// written. If the maximum is absent, all entries are written.
  std::optional<std::size_t> history_cap{};
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/messages.hpp ----

/// \file wire/messages.hpp
/// The C++ types for the responses, errors and endpoints of the APIs. All dialects use these types.
/// A dialect is the JSON format of one API.

namespace invito {
inline namespace INVITO_ABI {

/// One page of invitations.
struct invitation_page {
  std::vector<invitation> items{};  ///< The invitations, in the order of the API.
  bool has_more = false;            ///< Whether there are more pages after this page.
};

/// The response to a create request. The object can be moved but not copied, because it may contain
/// a token.
struct creation_response {
  invito::invitation invitation{};    ///< The new invitation.
  secret token{};                     ///< The token, if the API returns it to the inviter.
  std::optional<bool> is_new_user{};  ///< Whether an account was created for the invitee.
  std::optional<json_text> body{};    ///< The whole body, if the API defines no fields for it.
};

/// One item of an error body that contains a list of items.
struct error_item {
  path where{};                        ///< The field or parameter with the error.
  std::string message{};               ///< A message for people.
  std::string type{};                  ///< The type of the item, as the API defines it.
  std::optional<json_text> input{};    ///< The value of the field in the request.
  std::optional<json_text> context{};  ///< The values that the message contains.

  friend bool operator==(error_item const& a, error_item const& b) noexcept;
  friend bool operator!=(error_item const& a, error_item const& b) noexcept { return !(a == b); }
};

/// The body of an error response of an API. A member is empty if the body has no value for it.
struct api_error {
  std::string code{};                    ///< The code of the error, as the API defines it.
  std::string message{};                 ///< A message for people.
  std::string type{};                    ///< The type of the error, as the API defines it.
  std::string where{};                   ///< The parameter with the error, as the API spells it.
  std::string developer_message{};       ///< A message for developers.
  std::optional<std::int64_t> status{};  ///< The HTTP status.
  std::string id{};                      ///< The id of this occurrence of the error.
  std::optional<instant> at{};           ///< The time of the error.
  std::optional<json_text> details{};    ///< The details, which can be any JSON value.
  std::vector<error_item> items{};       ///< The items, if the body has a list of items.

  friend bool operator==(api_error const& a, api_error const& b) noexcept;
  friend bool operator!=(api_error const& a, api_error const& b) noexcept { return !(a == b); }
};

/// The values that an error body can contain in addition to the problems, and the disclosure level.
/// The host is the program that uses the library.
struct error_context {
  std::string id{};                                      ///< The id of the error in the host's log.
  std::optional<instant> at{};                           ///< The time of the error.
  invito::disclosure disclosure = disclosure::standard;  ///< How much the error body may disclose.
};

/// The source of the rules in the policy of a dialect.
enum class preset : std::uint8_t {
  documented,  ///< The rules in the documentation of the API.
  observed     ///< The stricter rules in the API's servers, clients and other pages.
};

template <>
inline constexpr std::array<std::string_view, 2> names_of<preset>{"documented", "observed"};

/// An operation of an API's server.
enum class operation : std::uint8_t { create, list, get, remove, revoke, resend, validate, accept };

template <>
inline constexpr std::array<std::string_view, 8> names_of<operation>{
    "create", "list", "get", "remove", "revoke", "resend", "validate", "accept"};

/// The HTTP endpoint of an operation.
struct endpoint {
  invito::operation operation{};  ///< The operation.
  std::string_view method{};      ///< The HTTP method, in capitals.
  std::string_view path{};        ///< The path of the URL, with parameters in braces.
  std::string_view header{};      ///< The header with the caller's credentials. May be empty.
  int success = 200;              ///< The HTTP status of a successful response.
};

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/losses.hpp ----

/// \file wire/losses.hpp
/// Lists the values that would be lost if a document were written, without writing the document.

namespace invito {
inline namespace INVITO_ABI {

/// One part of an invitation, or of a request for an invitation, that a document would not contain.
struct loss {
  invito::feature feature{};  ///< The part that is lost.
  std::string detail{};  ///< Describes the lost value if the document has a field for `feature`.

  friend bool operator==(loss const& a, loss const& b);
  friend bool operator!=(loss const& a, loss const& b) { return !(a == b); }
};

/// Returns the losses that occur if the dialect writes the document of the invitation `i` with its
/// status at `now`. A loss is a feature without a field, or a value that the field cannot
/// represent.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(invitation const& i, instant now,
                                       write_options const& options = {});

/// Returns the losses that occur if the dialect writes `c`, the response to a create request.
template <class Dialect>
[[nodiscard]] std::vector<loss> losses(creation_response const& c, instant now,
                                       write_options const& options = {});

/// Returns the losses that occur if the dialect writes the create request `r`.
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
/// Adds a loss for each feature of the first argument that is not in `kept`.
void add_absent(invitation const& i, feature_set kept, std::vector<loss>& out);
void add_absent(creation_response const& c, feature_set kept, std::vector<loss>& out);
void add_absent(invitation_request const& r, feature_set kept, std::vector<loss>& out);
///@}

/// Adds a loss for each timestamp with a fraction of a second, if its feature is in both `kept`
/// and `whole_seconds`.
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
std::vector<loss> losses(creation_response const& c, instant now, write_options const& options) {
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
/// The input that a document is read from: JSON text, a `nlohmann::json`, or a document of any
/// other JSON engine.

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

class reader;

/// Parses JSON text with the parser of nlohmann/json and passes each value and name in the text to
/// the reader `to`. The function is a template so that translation units that read no text do not
/// compile the parser.
template <class = void>
void feed_text(std::string_view text, reader& to);

/// Passes each value and name in `value` to the reader `to`. `Json` is `nlohmann::json`, or another
/// `basic_json` if `wire/nlohmann.hpp` is included. A `basic_json` contains no duplicate fields.
template <class Json>
void feed_value(Json const& value, reader& to);

/// The document that a `read_*` function reads: JSON text or a `nlohmann::json`. For any other JSON
/// engine, provide a `feed_function` that calls the functions of a reader. A source does not copy
/// the document. The document must outlive the source.
class source {
 public:
  /// Passes each value and name in the document at the address `document` to the reader `to`.
  using feed_function = void (*)(void const* document, reader& to);

  /// JSON text, of any type that converts to `std::string_view`.
  template <class Text,
            class = std::enable_if_t<std::is_convertible_v<Text const&, std::string_view>>>
  source(Text const& text) : text_(text), parse_(&feed_text<>) {}
  /// A `nlohmann::json`, or another `basic_json`.
  template <class Json, class = typename Json::object_t, class = void>
  source(Json const& value)
      : source(&value, [](void const* document, reader& to) {
          feed_value(*static_cast<Json const*>(document), to);
        }) {}
  /// A document of a JSON engine other than nlohmann/json. `function` reads it.
  source(void const* document, feed_function function) : document_(document), feed_(function) {}

  /// Passes each value and name in the document to the reader `to`.
  void feed(reader& to) const { feed_ ? feed_(document_, to) : parse_(text_, to); }
  /// Returns whether the document is JSON text that is empty or consists of white space.
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

/// Validates JSON text and returns it in compact form. Numbers keep their spelling (except -0,
/// which becomes 0), and fields keep their order.
[[nodiscard]] result<json_text> parse_json_text(wire::source const& in,
                                                read_options const& options = {});

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/target.hpp ----

/// \file wire/target.hpp
/// The output that a document is written to: JSON text, a `nlohmann::json`, or a value of any other
/// JSON engine.

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

struct codec;

/// Writes the value at the address `at`, with the codec `as`, to the `Json` at the address `to`.
/// `Json` is a specialization of `nlohmann::basic_json`.
template <class Json>
result<void> write_tree(void* to, void const* at, codec const& as, write_settings const& settings);

/// The output to which a `write_*_to` function writes a document. A target refers to the argument
/// of its constructor. This argument must outlive the target. For a JSON engine other than
/// nlohmann/json, derive a class from `writer` and provide a `write_function` that uses this class.
class target {
 public:
  /// Writes the value at the address `at`, with the codec `as`, to the output at the address `to`.
  using write_function = result<void> (*)(void* to, void const* at, codec const& as,
                                          write_settings const& settings);

  /// Appends to a string. The string is unchanged if the document cannot be written.
  target(std::string& end);
  /// Writes to the start of a buffer. If the text does not fit, the problem is `too_large`, and
  /// `buffer::length` is the length of the text.
  target(buffer& start);
  /// Writes to a `nlohmann::json`, or to another `basic_json` if `wire/nlohmann.hpp` is included.
  /// The value becomes null if the document cannot be written.
  template <class Json, class = typename Json::object_t>
  target(Json& value) : target(&value, &write_tree<Json>) {}
  /// Calls `function` to write the document to the output at the address `to`. Use this constructor
  /// for a JSON engine other than nlohmann/json.
  target(void* to, write_function function) : to_(to), write_(function) {}

  /// Writes the value at the address `at`, with the codec `as`, to the output.
  [[nodiscard]] result<void> write(void const* at, codec const& as,
                                   write_settings const& settings) const {
    return write_(to_, at, as, settings);
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
/// The functions that all dialects have in common. A dialect is the JSON format of one API. Reading
/// has two steps: the document is read into structs, and the structs are converted to the model,
/// such as an `invitation`. Writing has the reverse steps in reverse order. If a step fails, the
/// result contains all problems that this step has found.
///
/// Reading rejects text that is not JSON, a document that exceeds a limit of `read_options`, and a
/// document with a missing or invalid field. The codes of the problems are `syntax_error`,
/// `too_large`, `missing_field`, `wrong_type` and others. Each problem contains its location.
/// Writing fails for values that the document cannot represent. Reading and writing are linear in
/// the size of the document.

namespace invito {
inline namespace INVITO_ABI {

namespace wire {

/// The HTTP statuses of refusals. There is one status for each `error_category`. A code can have an
/// exception: a status that differs from the status of its category.
struct http_statuses {
  /// One status for each category, in the order of `error_category`.
  std::array<int, names_of<error_category>.size()> by_category{};
  /// The HTTP status of one code. It replaces the status of the code's category.
  struct exception {
    invito::code code{};  ///< The code, or `code{}` in an unused element.
    int status = 0;       ///< The HTTP status, or 0 in an unused element.
  };
  std::array<exception, 4> exceptions{};  ///< The exceptions for single codes.

  /// Returns the HTTP status of the response to a refusal with the problems `why`. The problem
  /// `primary(why)` determines the status. `d` is how much the response reveals to the caller.
  /// Precondition: `why` is not empty.
  [[nodiscard]] int of(problems const& why, disclosure d = disclosure::standard) const noexcept;
};

/// The functions of a dialect. The class of the dialect is `Dialect`. It derives from this class
/// and needs a specialization of `wire::documents_of`; see `wire/documents.hpp`. In a header-only
/// program, a function is compiled only where it is used.
template <class Dialect>
struct dialect {
  /// Reads a create request. The syntax of the email address is checked later, by `issue`.
  [[nodiscard]] static result<invitation_request> read_request(wire::source const& in,
                                                               read_options const& options = {});
  /// Writes a create request as JSON text.
  [[nodiscard]] static result<std::string> write_request(invitation_request const& r,
                                                         write_options const& options = {});
  /// Writes a create request to a target, such as the end of a string, a buffer or a
  /// `nlohmann::json`.
  [[nodiscard]] static result<void> write_request_to(wire::target const& to,
                                                     invitation_request const& r,
                                                     write_options const& options = {});

  /// Reads an invitation from a response of the API. A response contains no events, so the history
  /// of the invitation starts at a `baseline`. If the document does not contain the organization,
  /// `invitation::organization` is empty, and the host (your program) must set this member.
  [[nodiscard]] static result<invitation> read_invitation(wire::source const& in,
                                                          read_options const& options = {});
  /// Writes the invitation with its status at `now`, as JSON text. The problem is
  /// `not_representable` for a value that the document cannot represent, and `missing_value` for a
  /// required field without a value.
  [[nodiscard]] static result<std::string> write_invitation(invitation const& i, instant now,
                                                            write_options const& options = {});
  /// Writes the invitation with its status at `now`, to a target.
  [[nodiscard]] static result<void> write_invitation_to(wire::target const& to, invitation const& i,
                                                        instant now,
                                                        write_options const& options = {});

  /// Reads the response to a create request. No other response may contain a token.
  [[nodiscard]] static result<creation_response> read_creation(wire::source const& in,
                                                               read_options const& options = {});
  /// Writes the response to a create request, with the status at `now`, as JSON text.
  [[nodiscard]] static result<std::string> write_creation(creation_response const& c, instant now,
                                                          write_options const& options = {});
  /// Writes the response to a create request, with the status at `now`, to a target.
  [[nodiscard]] static result<void> write_creation_to(wire::target const& to,
                                                      creation_response const& c, instant now,
                                                      write_options const& options = {});

  /// Reads the body of an error response.
  [[nodiscard]] static result<api_error> read_error(wire::source const& in,
                                                    read_options const& options = {});
  /// Writes the body of an error response as JSON text. This always succeeds: bytes that are not
  /// UTF-8 become replacement characters.
  [[nodiscard]] static std::string write_error(api_error const& e);
  /// Writes the body of an error response to a target. Bytes that are not UTF-8 become replacement
  /// characters.
  [[nodiscard]] static result<void> write_error_to(wire::target const& to, api_error const& e);
  /// Writes the body of the error response for the problems `why`. The body describes only
  /// problems that the caller may see (see `as_public`). Their locations contain the field names of
  /// the request. `which` contains the disclosure level, and the id and the time of the error. Some
  /// APIs have no fields for the id and the time.
  [[nodiscard]] static std::string write_error(problems const& why,
                                               error_context const& which = {});
  /// Returns the error that `write_error` writes for the problems `why`.
  [[nodiscard]] static api_error public_error(problems const& why, error_context const& which = {});
  /// Returns the HTTP status of the error response for the problems `why`.
  /// Precondition: `why` is not empty.
  [[nodiscard]] static int http_status(problems const& why,
                                       disclosure d = disclosure::standard) noexcept;

  /// Returns the features that a written document of an invitation can contain.
  [[nodiscard]] static feature_set features(wire::shape shape = wire::shape::documented) noexcept;
  /// Returns the features that a written response to a create request can contain.
  [[nodiscard]] static feature_set creation_features(
      wire::shape shape = wire::shape::documented) noexcept;
  /// Returns the features that a written create request can contain.
  [[nodiscard]] static feature_set request_features(
      wire::shape shape = wire::shape::documented) noexcept;

  /// Adds a loss for each value of the request that its fields cannot represent; see `losses`. The
  /// default adds nothing.
  static void request_value_losses(invitation_request const&, write_options const&,
                                   std::vector<loss>&) {}
};

/// The functions that read and write lists of invitations. A dialect has these functions if its
/// `wire::documents_of` has a member `list`.
template <class Dialect>
struct lists {
  /// Reads one page of invitations.
  [[nodiscard]] static result<invitation_page> read_list(wire::source const& in,
                                                         read_options const& options = {});
  /// Writes one page of invitations, each with its status at `now`, as JSON text.
  [[nodiscard]] static result<std::string> write_list(invitation_page const& page, instant now,
                                                      write_options const& options = {});
  /// Writes one page of invitations, each with its status at `now`, to a target.
  [[nodiscard]] static result<void> write_list_to(wire::target const& to,
                                                  invitation_page const& page, instant now,
                                                  write_options const& options = {});
};

}  // namespace wire

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/aitronos.hpp ----

/// \file dialects/aitronos.hpp
/// The invitations of Aitronos. The document of an invitation contains the id of a role, but no
/// status. The API creates an account for the invitee. An invitation is valid for a week.

namespace invito {
inline namespace INVITO_ABI {

/// The response to a validation: a check of the token in the link of an invitation.
struct validation_response {
  bool valid = false;               ///< Whether the token belongs to a pending invitation.
  invito::invitation invitation{};  ///< The invitation; empty if `valid` is false.
  std::string organization_name{};  ///< The display name of the organization.
  std::string role_name{};          ///< The display name of the role.

  friend bool operator==(validation_response const& a, validation_response const& b);
  friend bool operator!=(validation_response const& a, validation_response const& b) {
    return !(a == b);
  }
};

/// The response to the acceptance of an invitation. It describes the new membership.
struct acceptance_response {
  organization_id organization{};   ///< The organization that the person has joined.
  std::string organization_name{};  ///< The display name of the organization.
  std::string role{};               ///< The id of the new member's role.
  std::string role_name{};          ///< The display name of this role.

  friend bool operator==(acceptance_response const& a, acceptance_response const& b) noexcept;
  friend bool operator!=(acceptance_response const& a, acceptance_response const& b) noexcept {
    return !(a == b);
  }
};

/// The query parameters of a lookup of a pending invitation. Exactly one parameter must have a
/// value; see `check_lookup`.
struct lookup_query {
  std::string email{};          ///< The address of the invitee. Compare its canonical form.
  std::string user_id{};        ///< The id of the invitee.
  std::string invitation_id{};  ///< The id of the invitation.
};

namespace wire {

/// The functions for documents about the token in the link of an invitation. In a header-only
/// program, a function is compiled only where it is used.
template <class Dialect>
struct token_links {
  /// Reads the response to a validation. If `valid` is false, all other members of the result are
  /// empty.
  [[nodiscard]] static result<validation_response> read_validation(
      wire::source const& in, read_options const& options = {});
  /// Writes the response to a validation as JSON text. If the invitation is not pending at `now`,
  /// the function writes that the token is not valid.
  [[nodiscard]] static result<std::string> write_validation(validation_response const& v,
                                                            instant now,
                                                            write_options const& options = {});
  /// Writes the document of `write_validation` to a target.
  [[nodiscard]] static result<void> write_validation_to(wire::target const& to,
                                                        validation_response const& v, instant now,
                                                        write_options const& options = {});

  /// Reads the token in a request to accept an invitation. No function writes such a request,
  /// because the token is a secret.
  [[nodiscard]] static result<secret> read_accept_request(wire::source const& in,
                                                          read_options const& options = {});

  /// Reads the response to an acceptance.
  [[nodiscard]] static result<acceptance_response> read_acceptance(
      wire::source const& in, read_options const& options = {});
  /// Writes the response to an acceptance as JSON text.
  [[nodiscard]] static result<std::string> write_acceptance(acceptance_response const& a,
                                                            write_options const& options = {});
  /// Writes the document of `write_acceptance` to a target.
  [[nodiscard]] static result<void> write_acceptance_to(wire::target const& to,
                                                        acceptance_response const& a,
                                                        write_options const& options = {});
};

}  // namespace wire

/// The dialect of Aitronos, with the functions of `wire::dialect` and `wire::token_links`. The
/// document of an invitation is the response to a lookup. It has no status: the invitation is
/// pending before the expiry in the document, and expired from this expiry on. An accepted or
/// revoked invitation cannot be written; the problem is `not_representable`. Only the response to a
/// create request contains a token.
struct aitronos : wire::dialect<aitronos>, wire::token_links<aitronos> {
  static constexpr std::string_view name = "aitronos";  ///< The name in options and logs.
  /// The times that are written without a fraction of a second. Documents contain times as RFC 3339
  /// text.
  static constexpr feature_set whole_seconds{feature::created_at, feature::expires_at};
  /// The HTTP statuses of error responses. The API documents neither 404 nor 409. The status is 403
  /// if an object does not exist or if a command is not possible.
  static constexpr wire::http_statuses statuses{
      {400, 401, 403, 403, 403, 403, 500, 500, 403},
      {{{code::invalid_email, 422}, {code::email_not_ascii, 422}}}};

  /// Checks that exactly one parameter of a lookup has a value. If no parameter has a value, the
  /// problem is `missing_value`. If several parameters have a value, each of them after the first
  /// is a problem `conflicting_fields`.
  [[nodiscard]] static result<void> check_lookup(lookup_query const& q);

  /// Converts the problems to an error of the API.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// Returns the operations. Their paths are relative to the root of the server. The query
  /// parameters of `operation::get` are the members of `lookup_query`.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// Returns the base roles: owner, admin and member. Any other id is a custom role, which only
  /// admins and owners can grant. Members with a custom role cannot invite, unless the host adds
  /// the role to the catalog with at least the rank of an admin.
  [[nodiscard]] static role_catalog roles();
  /// Returns a policy in which only owners and admins can invite. An invitation expires after a
  /// week. Both presets return the same policy.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds a loss to `out` for each value of `i` that its field cannot represent; see `losses`.
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
extern template struct wire::dialect<aitronos>;
extern template struct wire::token_links<aitronos>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/control_plane.hpp ----

/// \file dialects/control_plane.hpp
/// The invitations of Control Plane. A request contains any number of email addresses. The response
/// contains two maps with the addresses as names: one map of invitation ids, one map of errors. The
/// API has no roles, no times and no lookup of an invitation. All readers reject unknown fields.

namespace invito {
inline namespace INVITO_ABI {

/// The outcome for one email address of a request: an invitation or an error.
struct bulk_outcome {
  std::string email{};  ///< The address as written in the request.
  /// The id of the invitation. If there is no invitation, the error that the caller may see; see
  /// `public_error`.
  std::variant<invitation_id, api_error> value{};

  friend bool operator==(bulk_outcome const& a, bulk_outcome const& b);
  friend bool operator!=(bulk_outcome const& a, bulk_outcome const& b) { return !(a == b); }
};

/// The response to a request for any number of invitations.
struct bulk_response {
  /// The outcomes, in any order. `read_bulk` returns the invitations first, then the errors.
  std::vector<bulk_outcome> rows{};

  friend bool operator==(bulk_response const& a, bulk_response const& b);
  friend bool operator!=(bulk_response const& a, bulk_response const& b) { return !(a == b); }
};

namespace wire {

/// The functions for documents with any number of email addresses. In a header-only program, a
/// function is compiled only where it is used.
template <class Dialect>
struct batches {
  /// Reads a request for any number of invitations. The result has one element for each address, in
  /// the order of the addresses. If the body is empty or contains no address, the result is empty.
  /// Call `check_batch` to check the number of addresses and to reject duplicates.
  [[nodiscard]] static result<std::vector<invitation_request>> read_bulk_request(
      wire::source const& in, read_options const& options = {});
  /// Writes one request for all the invitations as JSON text. In the extended shape, all elements
  /// of `all` must have the same attribute "groupLink", because the document has one such field.
  [[nodiscard]] static result<std::string> write_bulk_request(
      std::vector<invitation_request> const& all, write_options const& options = {});
  /// Writes the document of `write_bulk_request` to a target.
  [[nodiscard]] static result<void> write_bulk_request_to(
      wire::target const& to, std::vector<invitation_request> const& all,
      write_options const& options = {});

  /// Reads the response to such a request. The rows with invitations come first, then the rows with
  /// errors. Within these two groups, the rows have the order of the document.
  [[nodiscard]] static result<bulk_response> read_bulk(wire::source const& in,
                                                       read_options const& options = {});
  /// Writes the response to such a request as JSON text. If several rows have the same address in
  /// the same spelling, only the first of these rows is written.
  [[nodiscard]] static result<std::string> write_bulk(bulk_response const& a);
  /// Writes the document of `write_bulk` to a target.
  [[nodiscard]] static result<void> write_bulk_to(wire::target const& to, bulk_response const& a);
};

}  // namespace wire

/// The dialect of Control Plane. The functions of `wire::dialect` are for documents with exactly
/// one email address, and the functions of `wire::batches` for documents with any number of
/// addresses. A request may also contain the link to a group. In the model, the link is an
/// attribute of each `invitation_request`. The name of this attribute is "groupLink", and the value
/// is a string of at most `bound::text` bytes. Only a pending invitation can be written.
struct control_plane : wire::dialect<control_plane>, wire::batches<control_plane> {
  static constexpr std::string_view name = "control_plane";  ///< The name in options and logs.
  /// The times that are written without a fraction of a second. The set is empty, because no
  /// document contains a time.
  static constexpr feature_set whole_seconds{};
  /// The HTTP statuses of error responses: the only two that the API documents.
  static constexpr wire::http_statuses statuses{{400, 403, 403, 403, 400, 400, 400, 400, 400}, {}};

  /// Converts the problems to an error of the API.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// Returns the only operation of the API. Its path is relative to the root of the server.
  [[nodiscard]] static constexpr std::array<endpoint, 1> endpoints() noexcept;
  /// Returns an empty catalog, because the API has no roles: groups determine the permissions.
  [[nodiscard]] static role_catalog roles();
  /// Returns a policy that checks no ranks and sets no expiry. If `which` is `observed`, a request
  /// may contain at most ten addresses.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds nothing, because `losses` itself lists all features that have no field.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
  /// Adds a loss to `out` for each value of `r` that a request cannot represent; see `losses`.
  static void request_value_losses(invitation_request const& r, write_options const& options,
                                   std::vector<loss>& out);
};

constexpr std::array<endpoint, 1> control_plane::endpoints() noexcept {
  return {{{operation::create, "POST", "/org/{org}/user/-invite", "Authorization", 200}}};
}

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct wire::dialect<control_plane>;
extern template struct wire::batches<control_plane>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/deepset.hpp ----

/// \file dialects/deepset.hpp
/// The invitations of deepset's platform. A request contains the name of the invitee, a role and
/// workspaces. The response may be any JSON value. Errors have the format of FastAPI and pydantic.

namespace invito {
inline namespace INVITO_ABI {

/// The dialect of deepset, with the functions of `wire::dialect`. A request without workspaces
/// grants no workspaces. The ids of workspaces are UUIDs. The response to a create request may be
/// any JSON value. Therefore the reader stores the response in `creation_response::body`, and the
/// invitation is empty. The writer writes `creation_response::body`, or `{}` if it is absent.
struct deepset : wire::dialect<deepset> {
  static constexpr std::string_view name = "deepset";  ///< The name in options and logs.
  /// The times that are written without a fraction of a second. The set is empty, because no
  /// document contains a time.
  static constexpr feature_set whole_seconds{};
  /// The HTTP statuses of error responses: the only statuses that the API documents. An invalid
  /// request gets 422.
  static constexpr wire::http_statuses statuses{{422, 422, 402, 422, 422, 409, 503, 503, 409}, {}};

  /// Converts the problems to an error of the API. If the HTTP status is 422, the error has one
  /// item for each problem. Otherwise the error has one message.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// Returns the only operation of the API. Its path is relative to the root of the server.
  [[nodiscard]] static constexpr std::array<endpoint, 1> endpoints() noexcept;
  /// Returns the default roles. Any other name is a custom role. All roles apply in the whole
  /// organization. The case of the letters A to Z is ignored in names.
  [[nodiscard]] static role_catalog roles();
  /// Returns a policy without an expiry and without a minimum rank for inviters, because the API
  /// documents neither. Both presets return the same policy.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds nothing, because the response has no fields, and `losses` itself lists all features
  /// that have no field.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
  /// Adds a loss to `out` for each value of `r` that a request cannot represent; see `losses`.
  static void request_value_losses(invitation_request const& r, write_options const& options,
                                   std::vector<loss>& out);
};

constexpr std::array<endpoint, 1> deepset::endpoints() noexcept {
  return {{{operation::create, "POST", "/api/v1/organization/{organization_id}/invitation",
            "Authorization", 201}}};
}

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct wire::dialect<deepset>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/nuon.hpp ----

/// \file dialects/nuon.hpp
/// The organization invites of Nuon's control API. An invite has a role and no expiry. The API
/// documents five roles. If a person with the address of the invite logs in, this login accepts the
/// invite. An invite has a plain status, and a composite status with a history of statuses.

namespace invito {
inline namespace INVITO_ABI {

/// The dialect of Nuon, with the functions of `wire::dialect` and `wire::lists`.
///
/// - The writer leaves out empty values and never writes null. The reader of an invite requires no
///   field.
/// - An absent role means `org_admin`. Therefore the writer requires a role.
/// - The plain status is the field `status`, and the composite status is the field `status_v2`. If
///   they contradict each other, the reader uses `status`.
/// - The writer writes "expired" only in `status_v2`, because `status` has no such value.
/// - The reader takes the time of acceptance only from `status_v2`, never from `updated_at`.
/// - A list is a JSON array. The HTTP header X-Nuon-Page-Next shows whether there are more pages.
struct nuon : wire::dialect<nuon>, wire::lists<nuon> {
  static constexpr std::string_view name = "nuon";  ///< The name in options and logs.
  /// The times that are written without a fraction of a second. Their values are in `status_v2`,
  /// which contains Unix times.
  static constexpr feature_set whole_seconds{feature::accepted_at, feature::revoked_at};
  /// The values of Nuon's type `app.Status`, in the order of the API documentation. Nuon's servers
  /// also use other values.
  // clang-format off
  static constexpr std::array<std::string_view, 32> composite_statuses{
      "error", "pending", "in-progress", "checking-plan", "success", "not-attempted",
      "cancelled", "retrying", "discarded", "user-skipped", "auto-skipped", "planning",
      "applying", "queued", "warning", "failed-pending-retry", "generating", "awaiting-user-run",
      "provisioning", "active", "outdated", "expired", "approved", "drifted", "no-drift",
      "approval-expired", "approval-denied", "approval-retry", "building", "deleting", "noop",
      "approval-awaiting"};
  // clang-format on
  /// The HTTP statuses of error responses. A command on a revoked invite gets 404. A command on an
  /// accepted or expired invite gets 400.
  static constexpr wire::http_statuses statuses{{400, 401, 403, 403, 404, 409, 500, 500, 409},
                                                {{{code::already_accepted, 400},
                                                  {code::already_revoked, 404},
                                                  {code::expired, 400},
                                                  {code::renewal_refused, 400}}}};

  /// Converts the problems to an error of the API.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// Returns the operations. Their paths are relative to the root of the server.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// Returns the five documented roles.
  [[nodiscard]] static role_catalog roles();
  /// Returns a policy in which invites never expire. With `preset::documented`, an invite may have
  /// any of the five roles. With `preset::observed`, it may have only `org_admin` or `org_support`,
  /// because Nuon's server accepts no other role.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds a loss to `out` for each value of `i` that its field cannot represent; see `losses`.
  static void value_losses(invitation const& i, instant now, write_options const& options,
                           std::vector<loss>& out);
  /// Adds a loss to `out` for each value of `r` that a request cannot represent; see `losses`.
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
extern template struct wire::dialect<nuon>;
extern template struct wire::lists<nuon>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/openai.hpp ----

/// \file dialects/openai.hpp
/// The invites of OpenAI's Admin API. The organization has the roles `owner` and `reader`, and each
/// project has the roles `owner` and `member`. An invite is valid for a week. The API cannot resend
/// an invite, and it has no status "revoked".

namespace invito {
inline namespace INVITO_ABI {

/// The response to the deletion of an invite.
struct deletion_response {
  invitation_id id{};   ///< The id of the deleted invite.
  bool deleted = true;  ///< The field `deleted`, which was true in all observed responses.

  friend bool operator==(deletion_response const& a, deletion_response const& b) noexcept;
  friend bool operator!=(deletion_response const& a, deletion_response const& b) noexcept {
    return !(a == b);
  }
};

namespace wire {

/// The functions for the response to the deletion of an invite. In a header-only program, a
/// function is compiled only where it is used.
template <class Dialect>
struct deletions {
  /// Reads the response to a deletion.
  [[nodiscard]] static result<deletion_response> read_deletion(wire::source const& in,
                                                               read_options const& options = {});
  /// Writes the response to a deletion as JSON text.
  [[nodiscard]] static result<std::string> write_deletion(deletion_response const& d);
  /// Writes the response to a deletion to a target.
  [[nodiscard]] static result<void> write_deletion_to(wire::target const& to,
                                                      deletion_response const& d);
};

}  // namespace wire

/// The dialect of OpenAI, with the functions of `wire::dialect`, `wire::lists` and
/// `wire::deletions`. The time of creation may be in the older field `invited_at` or in the newer
/// field `created_at`. The status, the projects, and the times of expiry and acceptance may be null
/// or absent. A revoked invitation cannot be written; the problem is `not_representable`. But if
/// `write_options::revoked_as_expired` is set, the invitation is written as expired.
struct openai : wire::dialect<openai>, wire::lists<openai>, wire::deletions<openai> {
  static constexpr std::string_view name = "openai";  ///< The name in options and logs.
  /// The times that are written without a fraction of a second. Documents contain Unix times.
  static constexpr feature_set whole_seconds{feature::created_at, feature::expires_at,
                                             feature::accepted_at};
  /// The HTTP statuses of error responses. The API documents no such statuses, so these are the
  /// statuses that clients receive. A command on a revoked invite gets 404: the API revokes an
  /// invite by its deletion, and a deleted invite no longer exists.
  static constexpr wire::http_statuses statuses{{400, 401, 403, 403, 404, 400, 500, 500, 400},
                                                {{{code::already_revoked, 404}}}};

  /// Converts the problems to an error of the API.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// Returns the operations. Their paths are relative to the root of the server.
  [[nodiscard]] static constexpr std::array<endpoint, 4> endpoints() noexcept;
  /// Returns the documented roles: the roles of the organization and the roles of projects.
  [[nodiscard]] static role_catalog roles();
  /// Returns a policy in which only owners can invite. An invitation expires after a week. Both
  /// presets return the same policy.
  [[nodiscard]] static invito::policy policy(preset which = preset::documented);
  /// Adds a loss to `out` for each value of `i` that its field cannot represent; see `losses`.
  static void value_losses(invitation const& i, instant now, write_options const& options,
                           std::vector<loss>& out);
  /// Adds a loss to `out` for each value of `r` that a request cannot represent; see `losses`.
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
extern template struct wire::dialect<openai>;
extern template struct wire::lists<openai>;
extern template struct wire::deletions<openai>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/native.hpp ----

/// \file wire/native.hpp
/// The library's own JSON format. The document of an invitation contains all its values, and the
/// version of the format. Reading applies the events in the history again, and checks that the
/// result equals the invitation in the document.

namespace invito {
inline namespace INVITO_ABI {

namespace wire {

/// The functions of a dialect whose documents contain a format version. If a document has another
/// version than this format, the problem `unsupported_version` replaces all other problems, because
/// another version may have other fields. If the version cannot be read, for example after a
/// `syntax_error`, the other problems are returned.
template <class Dialect>
struct versioned : wire::dialect<Dialect>, wire::lists<Dialect> {
  /// Reads an invitation. If the document has another format version, the problem is
  /// `unsupported_version`.
  [[nodiscard]] static result<invitation> read_invitation(wire::source const& in,
                                                          read_options const& options = {});
  /// Reads the response to a create request. If the document has another format version, the
  /// problem is `unsupported_version`.
  [[nodiscard]] static result<creation_response> read_creation(wire::source const& in,
                                                               read_options const& options = {});
  /// Reads one page of invitations. For each item with another format version, there is one problem
  /// `unsupported_version`.
  [[nodiscard]] static result<invitation_page> read_list(wire::source const& in,
                                                         read_options const& options = {});
};

}  // namespace wire

/// The native format, with the functions of a dialect (the JSON format of one API). An invitation
/// is written with its recorded state, so the parameter `now` has no effect.
struct native : wire::versioned<native> {
  static constexpr std::string_view name = "native";  ///< The name in options and logs.
  static constexpr feature_set whole_seconds{};       ///< No time is written in whole seconds.
  /// The version of the format. Invitations of another version are rejected.
  static constexpr std::int64_t version = 1;

  /// Returns an error that contains the messages of all problems, and the code and the location of
  /// the first problem.
  [[nodiscard]] static api_error error_of(problems const& why);
  /// The HTTP statuses of refusals. Each category has its usual status.
  static constexpr wire::http_statuses statuses{{400, 401, 402, 403, 404, 409, 500, 503, 429}, {}};
  ///@{
  /// Returns all features.
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
  /// Adds nothing, because the fields of the format can represent every value.
  static void value_losses(invitation const&, instant, write_options const&, std::vector<loss>&) {}
};

/// Reads an invitation or an event in the native format. The input is text, a `nlohmann::json`, or
/// a document of any other JSON engine. `Model` is `invitation` or `event`. Use `event` if your
/// program stores each event separately.
template <class Model = invitation>
[[nodiscard]] result<Model> read(wire::source const& in, read_options const& options = {});

/// Writes an invitation or an event in the native format, as JSON text. If a string is not UTF-8,
/// the problem is `invalid_utf8`.
template <class Model>
[[nodiscard]] result<std::string> write(Model const& m);

/// Writes an invitation in the native format. `nlohmann::json j = invitation` calls this function.
/// Bytes that are not UTF-8 become replacement characters. A `nlohmann::json` does not keep the
/// order of fields and the spelling of numbers, so the values of attributes lose both.
template <class Json>
void to_json(Json& j, invitation const& i);

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
/// Reads an invitation in the native format. `j.get<invitation>()` calls this function. If the
/// document is rejected, throws a `std::invalid_argument` whose message contains all problems. The
/// library contains no other `throw`. The function `read` returns the problems instead.
template <class Json>
void from_json(Json const& j, invitation& i);
#endif

#ifdef INVITO_SEPARATE_COMPILATION
extern template struct wire::dialect<native>;
extern template struct wire::lists<native>;
extern template struct wire::versioned<native>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/native.hpp ----

namespace invito {
inline namespace INVITO_ABI {

namespace native_documents {

/// Writes `m` to `to`. Bytes that are not UTF-8 become replacement characters.
template <class Model>
result<void> write_replacing(wire::target const& to, Model const& m);

}  // namespace native_documents

template <class Json>
void to_json(Json& j, invitation const& i) {
  static_cast<void>(native_documents::write_replacing(wire::target(j), i));
}

#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
template <class Json>
void from_json(Json const& j, invitation& i) {
  result<invitation> parsed = read(j);
  if (!parsed) throw std::invalid_argument("invito: " + describe(parsed.error()));
  i = *std::move(parsed);
}
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/writer.hpp ----

/// \file wire/writer.hpp
/// The counterpart of `reader`: receives the contents of a document that is written. `text_writer`
/// produces JSON text. A writer for a JSON engine produces a value of this engine; see `target`.

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

/// Receives the contents of a document that is written. There is one call for each value, each
/// name, and each begin and end of an object or array, in the order of the document. If a string is
/// not UTF-8, the writer replaces the invalid bytes or fails.
class writer {
 public:
  /// Constructor for derived classes.
  explicit writer(write_settings const& settings) noexcept : settings_(settings) {}
  writer(writer const&) = delete;
  writer& operator=(writer const&) = delete;

  virtual void null() = 0;                    ///< A null.
  virtual void boolean(bool b) = 0;           ///< True or false.
  virtual void integer(std::int64_t n) = 0;   ///< An integer.
  virtual void text(std::string_view t) = 0;  ///< A string, without JSON escapes.
  /// A value of any type, as compact JSON.
  virtual void json(std::string_view value) = 0;
  virtual void begin_object() = 0;  ///< An object begins.
  /// The name of a field, from a field table. The value follows.
  virtual void name(std::string_view known) = 0;
  /// The name of a field, from an object that may have any field names. The value follows.
  virtual void key(std::string_view any) = 0;
  virtual void end_object() = 0;   ///< The object ends.
  virtual void begin_array() = 0;  ///< An array begins.
  virtual void end_array() = 0;    ///< The array ends.

  /// Returns whether the extended shape is written.
  [[nodiscard]] bool extended() const noexcept { return settings_.shape == shape::extended; }
  /// Returns whether required fields without a value are left out.
  [[nodiscard]] bool incomplete() const noexcept { return settings_.incomplete; }

  /// Returns whether a string could not be written. In this case, each function that is writing an
  /// object or array calls `trail` and returns.
  [[nodiscard]] bool failed() const noexcept { return failed_; }
  /// Adds the field `member` to the location of the failure. The innermost field is added first.
  void trail(std::string_view member) { trail_.emplace_back(std::string(member)); }
  void trail(std::size_t index) { trail_.emplace_back(index); }  ///< Adds an array element.

  /// Returns success, or `invalid_utf8` with the location of the string that could not be written.
  [[nodiscard]] result<void> finish();

 protected:
  ~writer() = default;  // never destroyed through a pointer to the base

  /// Returns the string `t`, which is not UTF-8, with replacement characters. If the settings do
  /// not allow replacement characters, marks the writer as failed and returns an empty string.
  [[nodiscard]] std::string instead_of(std::string_view t);

 private:
  std::vector<std::variant<std::string, std::size_t>> trail_;  // innermost first
  write_settings settings_;
  bool failed_ = false;
};

/// Writes JSON text, to the end of a string or into a buffer.
class text_writer final : public writer {
 public:
  /// Constructs a writer that appends to `end`.
  explicit text_writer(std::string& end, write_settings const& settings = {})
      : writer(settings), string_(&end) {}
  /// Constructs a writer that writes to the start of `memory`.
  explicit text_writer(buffer& memory, write_settings const& settings = {})
      : writer(settings), memory_(&memory) {}

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

  /// Moves the text in the writer's internal block to the output. Must be the last call.
  void flush();

 private:
  void put(char c) {
    if (used_ == block_.size()) flush();
    block_[used_++] = c;
  }
  void put(std::string_view text);
  // Only other functions of this class call these functions.
  inline void quote(std::string_view plain);
  inline void text_with_care(std::string_view t);
  inline void escape(char c);
  void emit(std::string_view text);
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
  bool follows_ = false;          // whether the next value needs a comma before it
  std::array<char, 1024> block_;  // most documents fit into the block and are copied once
};

/// Returns `text` as a JSON string with quotes. Bytes that are not UTF-8 become replacement
/// characters.
[[nodiscard]] json_text quoted(std::string_view text);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/fields.hpp ----

/// \file wire/fields.hpp
/// Field tables: the only place where the JSON of a document is defined. A document has a plain
/// struct for each of its JSON objects. The table of a struct has one row for each field. The row
/// contains the name of the field, the struct member for its value, a codec that reads and writes
/// the value, and the features (parts of an invitation) that the field contains. The library reads
/// and writes documents with these rows. The rows also determine which features a dialect (the JSON
/// format of one API) can represent.

namespace invito {
inline namespace INVITO_ABI {

namespace wire {

/// A JSON value that is not an object or an array: null, a boolean, a number or a string.
struct scalar {
  /// The JSON type.
  enum class kind : std::uint8_t { null, boolean, number, text };
  scalar::kind kind = kind::null;       ///< The JSON type. It determines which member is used.
  bool truth = false;                   ///< The value of a boolean.
  std::optional<std::int64_t> whole{};  ///< The number. Absent if not an integer or too large.
  std::string_view text{};  ///< The string, or the spelling of a number if the engine passed it.
};

struct table;
struct codec;

/// The storage for one value that the reader reads.
struct slot {
  void* at = nullptr;  ///< The address of the value. If null, the reader skips the JSON value.
  codec const* as = nullptr;  ///< The codec of the value.
};

/// Reads and writes the values of one C++ type as JSON. The parameter `at` is the address of the
/// C++ value. A codec reads one kind of JSON value, and its functions for the other kinds are null.
/// If a document contains a value of another kind, the problem is `wrong_type`.
struct codec {
  /// The kinds of JSON values that a codec reads. `raw` is any JSON value, which is kept as text.
  enum class kind : std::uint8_t { scalar, object, array, raw };
  codec::kind accepts{};       ///< The kind that this codec reads.
  std::string_view expects{};  ///< The expected type in error messages, such as "a string".
  /// Reads a scalar. Returns `code{}` on success, or the code of the problem.
  code (*scalar)(void* at, wire::scalar const& in) = nullptr;
  slot (*object)(void* at) = nullptr;  ///< Prepares an object and returns its slot.
  /// The field table of the object. Null if the object may have any field names.
  table const* fields = nullptr;
  /// Adds a field to an object that may have any field names. Returns the slot of the field's
  /// value.
  slot (*member)(void* at, std::string_view name) = nullptr;
  void (*array)(void* at) = nullptr;      ///< Prepares an empty array.
  slot (*element)(void* at) = nullptr;    ///< Appends an element and returns its slot.
  json_text* (*raw)(void* at) = nullptr;  ///< Returns the object that keeps any value as text.
  bool optional = false;                  ///< Whether null is accepted as an absent value.
  /// Returns the address of the value in an optional, or null if the optional is empty.
  void const* (*held)(void const* at) = nullptr;
  bool (*blank)(void const* at) = nullptr;  ///< Returns whether the value is an empty string.
  /// Writes the value at `value`. For an optional, `value` is the address that `held` returns.
  void (*write)(void const* value, writer& out) = nullptr;
};

/// The strings that a field accepts.
struct vocabulary {
  std::string_view const* words = nullptr;  ///< The first string.
  std::size_t size = 0;  ///< The number of strings. 0 means that every string is accepted.
  code refusal = code::unknown_value;  ///< The code of the problem for any other string.

  constexpr vocabulary() = default;
  /// Accepts the strings in `all`, an array that must outlive the vocabulary. The code of the
  /// problem for any other string is `c`.
  template <std::size_t N>
  constexpr explicit vocabulary(std::array<std::string_view, N> const& all,
                                code c = code::unknown_value)
      : words(all.data()), size(N), refusal(c) {}
  /// Returns whether `word` is accepted. The search is linear, because vocabularies are short.
  [[nodiscard]] constexpr bool admits(std::string_view word) const noexcept {
    if (size == 0) return true;
    for (std::size_t i = 0; i != size; ++i) {
      if (words[i] == word) return true;
    }
    return false;
  }
};

/// A row of a field table. It defines one field (name and value) of a JSON object.
struct field {
  std::string_view name;            ///< The name in the document.
  codec const* as;                  ///< The codec of the value.
  void* (*get)(void* object);       ///< Returns the address of the value in the struct at `object`.
  feature carries = feature::none;  ///< The feature that the field contains.
  feature_set also{};               ///< Further features that the field contains.
  std::string_view alias_of{};      ///< If this field is an alias, the field that it may replace.
  bool required = false;            ///< Reading requires the field or one of its aliases.
  bool null_if_absent = false;      ///< An absent value is written as null.
  bool extended_null = false;       ///< An absent value is written as null in the extended shape.
  bool extended_only = false;       ///< The field is written in the extended shape only.
  bool read_only = false;           ///< The field is read and never written.
  vocabulary words{};               ///< The strings that the field accepts.

  ///@{
  /// Returns a copy of the row with one more property.
  [[nodiscard]] constexpr field must() const { return with(&field::required); }
  [[nodiscard]] constexpr field or_null() const { return with(&field::null_if_absent); }
  [[nodiscard]] constexpr field or_extended_null() const { return with(&field::extended_null); }
  [[nodiscard]] constexpr field extended() const { return with(&field::extended_only); }
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

/// All fields of a JSON object, in the order in which they are written.
struct table {
  field const* rows = nullptr;  ///< The first row.
  std::size_t size = 0;         ///< The number of rows.
  std::uint64_t required = 0;   ///< Bit n is set if row n is required.
  /// For each hash of a name, the index of the first row with this hash, plus 1. If there is no
  /// such row, 0.
  std::array<std::uint8_t, 64> by_hash{};
  /// Whether unknown fields are problems even without `read_options::strict`.
  bool closed = false;

  constexpr table() = default;
  /// Constructs a table of the rows in `all`, an array that must outlive the table.
  template <std::size_t N>
  constexpr table(std::array<field, N> const& all, bool is_closed = false)
      : rows(all.data()), size(N), closed(is_closed) {
    static_assert(N <= 64, "a table has at most 64 rows");
    for (std::size_t n = 0; n != N; ++n) {
      required |= std::uint64_t{all[n].required} << n;
      std::uint8_t& at = by_hash[hash(all[n].name)];
      if (at == 0) at = static_cast<std::uint8_t>(n + 1);
    }
  }
  /// Returns the row of the field `name`, or null if there is none. The row with the index `likely`
  /// is compared first.
  [[nodiscard]] field const* find(std::string_view name, std::size_t likely) const noexcept;

 private:
  static constexpr std::size_t hash(std::string_view name) noexcept {
    if (name.empty()) return 0;
    const auto byte = [name](std::size_t n) { return static_cast<unsigned char>(name[n]); };
    return (name.size() + byte(0) * 5U + byte(name.size() - 1) * 3U + byte(name.size() / 2)) % 64;
  }
};

/// The field table of a document struct. A specialization has the static member `rows`, an array of
/// `field`. If unknown fields are problems even without `read_options::strict`, the specialization
/// also has `static constexpr bool closed = true`.
template <class Object>
struct fields_of;

/// Returns the features that the fields of `Object` contain if it is written in the shape `as`. The
/// features of nested objects are not included.
template <class Object>
[[nodiscard]] constexpr feature_set features_of(shape as) {
  feature_set out;
  for (field const& row : fields_of<Object>::rows) {
    if (row.read_only || (row.extended_only && as == shape::documented)) continue;
    out.add(row.carries);
    out.add(row.also);
  }
  return out;
}

/// A field with any name. A vector of such fields is a JSON object that may have any field names.
template <class Text, class Value>
struct named {
  Text name{};    ///< The name of the field.
  Value value{};  ///< The value of the field.
};

/// One string of the list `Words`, stored as its index. If `Enum` is an enumeration, the index is
/// stored as an enumerator, and the list must be in the order of the enumerators.
template <auto const& Words, class Enum = std::size_t>
struct word {
  Enum value{};  ///< The index of the string, as an `Enum`.
  /// Returns the string at the index `value`.
  [[nodiscard]] std::string_view text() const { return Words[static_cast<std::size_t>(value)]; }
};

/// A time that a document contains as Unix time in seconds. Writing rounds the time down to a whole
/// second.
struct unix_time {
  instant value{};  ///< The time.
};

/// A time that a document contains as RFC 3339 text.
struct text_time {
  instant value{};  ///< The time.
};

/// Returns a row for the struct member `Member`, such as `row<&invite::id>("id", feature::id)`.
template <auto Member>
[[nodiscard]] constexpr field row(std::string_view name, feature carries = feature::none);

/// Writes the struct at `at` as a JSON object with the fields of the table.
void write_object(void const* at, table const& fields, writer& out);

/// Writes the value at `at` with the codec `as`. An absent value becomes null, because only a field
/// of a table can be left out.
void write_value(void const* at, codec const& as, writer& out);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/rfc3339.hpp ----

/// \file wire/rfc3339.hpp
/// Parses and formats times according to RFC 3339.

namespace invito {
inline namespace INVITO_ABI {

/// Reads a time such as "2026-01-31T23:59:59Z" or "2026-02-01t01:29:59.5+01:30".
///
/// - The whole text must match `date-time` in the grammar of RFC 3339. `T` and `Z` may be in lower
///   case. A space instead of the `T` is rejected.
/// - Years range from 0000 to 9999 and hours from 00 to 23, so 24:00:00 is rejected. The day must
///   exist in its month and year.
/// - A fraction of a second has 1 to 9 digits. More digits are rejected, because an `instant` is a
///   number of nanoseconds.
/// - The offset from UTC ranges from -23:59 to +23:59. The offset -00:00 is read as UTC.
/// - Second 60 is accepted only for a possible leap second, at 23:59:60 UTC on 30 June or
///   31 December. The result is the first second of the next day, with the same fraction.
///
/// If the text is not a time, the problem is `invalid_time`. If the time is outside of the range of
/// `instant`, the problem is `time_out_of_range`. The range is 1677-09-21T00:12:43.145224192Z to
/// 2262-04-11T23:47:16.854775807Z. `problem::subject` contains at most the first 40 bytes of the
/// text. Complexity: constant. Success allocates no memory.
[[nodiscard]] result<instant> parse_rfc3339(std::string_view text);

/// The maximum length of a written time in bytes. "2026-01-31T23:59:59.123456789Z" has this length.
inline constexpr std::size_t rfc3339_length = 30;

/// Writes the time `t` to `to`, in UTC with `Z`. The fraction of a second has as many digits as
/// necessary. A whole second has no fraction. Returns the end of the text. Writes no terminating
/// zero byte. Precondition: `to` has room for `rfc3339_length` bytes.
char* write_rfc3339(char* to, instant t) noexcept;

/// Returns the text that `write_rfc3339` writes for the time `t`.
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

// The primary template is for JSON objects. Every type without a specialization of `codec_for` must
// have a field table.
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

// `std::string_view` is used for writing only. The reader copies strings, because the JSON engine
// may reuse its buffer.
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
  static constexpr codec make() { return scalar_codec("a boolean", read, write); }
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
    return scalar_codec("an integer (Unix time in seconds)", read, write);
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
  static constexpr codec make() { return scalar_codec("a string (RFC 3339 time)", read, write); }
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
    as<vector>(at).reserve(4);  // enough for most arrays
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

/// For JSON objects that may have any field names. The C++ type is a vector of structs with the
/// members `name` and `value`.
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

/// Reads and writes a path in a document as a JSON array of names and indices.
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

// The types are template parameters, because g++ gives `template <auto>` external linkage even if
// `Object` is local to a file. With `template <auto>`, two objects with the same name in two files
// would share one function.
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
/// Fills the structs of a document with the values that a JSON engine finds. The reader builds no
/// tree, checks the limits in `read_limits`, and collects every problem with its location.

namespace invito {
inline namespace INVITO_ABI {

namespace wire {

class source;

/// Returns whether one more problem may be added to `found`. The number of problems and the total
/// length of their locations are limited. A location contains names from the document. Without the
/// limit on the length, many problems in an object with a long name could be much longer than the
/// document.
[[nodiscard]] bool has_room(problems const& found, read_limits const& limits);

/// Receives the contents of a document from a JSON engine. The engine calls one function for each
/// value, each name, and each begin and end of an object or array, in the order of the document. If
/// a function returns false, a limit is reached or the text is not JSON, and the engine should
/// stop. The reader copies strings, so the engine may reuse its buffers. The engine must check the
/// JSON grammar and UTF-8.
class reader {
 public:
  /// Reads a document into the value at `root.at`. This value must outlive the reader.
  reader(slot root, read_options const& options) : root_(root), options_(options) {
    stack_.reserve(8);
  }

  bool null() { return value({}); }  ///< A null.
  bool boolean(bool b);              ///< True or false.
  /// An integer in the range of `std::int64_t`.
  bool integer(std::int64_t n);
  /// Any other number: with a fraction or an exponent, or outside of the range of `std::int64_t`.
  /// `spelling` is the number as written in the JSON text.
  bool number(double value, std::string_view spelling);
  bool text(std::string_view t);  ///< A string in UTF-8, without JSON escapes.
  /// A string that is not UTF-8. For engines whose parser does not check UTF-8.
  bool invalid_text();
  bool begin_object() { return open(true); }  ///< An object begins.
  /// The name of a field, without JSON escapes. The value follows.
  bool key(std::string_view name);
  bool end_object() { return close(); }       ///< The object ends.
  bool begin_array() { return open(false); }  ///< An array begins.
  bool end_array() { return close(); }        ///< The array ends.

  /// Reports that the text is not JSON from the byte with the index `byte` on. Always returns
  /// false.
  bool syntax_error(std::size_t byte);
  /// Reports that the text has `bytes` bytes, which is more than the limit. Always returns false.
  bool too_large(std::size_t bytes);
  /// Returns the options that the constructor received.
  [[nodiscard]] read_options const& options() const noexcept { return options_; }

  /// Returns success, or all problems in the order of the document. If there are no problems, but
  /// the engine has not passed a complete value, the problem is `syntax_error`.
  [[nodiscard]] result<void> finish() &&;

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  struct frame {
    slot of{};
    table const* fields = nullptr;  // null for arrays and for objects without fixed field names
    std::uint64_t seen = 0;
    std::size_t row = none;  // the row of the field whose value follows
    std::size_t next = 0;    // the likely next row: most fields are in the order of the table
    std::size_t count = 0;   // the number of elements so far

    [[nodiscard]] bool is_map() const noexcept { return of.as->member != nullptr; }
  };

  // The names in an object that may have any field names.
  struct names {
    std::string last{};  // the name of the field whose value follows
    std::set<std::string, std::less<>> all{};
    bool add(std::string_view name) {
      last = name;
      return all.emplace(name).second;
    }
  };

  bool key_of_kept(std::string_view name);
  bool key_of_map(std::string_view name);
  bool key_of_no_row(std::string_view name, bool twice);
  bool report_missing(table const& fields, std::uint64_t seen);
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
  std::vector<names> maps_;  // the names in each frame that is a map
  std::size_t depth_ = 0;    // the number of open objects and arrays
  std::size_t skipped_ = 0;  // the number of skipped open objects and arrays
  std::size_t items_ = 0;
  problems problems_;

  // An object or array in a value that is kept as text.
  struct level {
    bool object = false;
    std::size_t count = 0;  // the number of elements so far
    reader::names names{};
  };
  json_text* kept_ = nullptr;
  std::string kept_text_;
  std::optional<text_writer> keeps_;  // present while a value is kept
  std::vector<level> levels_;
};

/// Reads one document into a struct that has a field table, or into a value of any other type that
/// a field may have. Returns the complete document, or all problems.
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

/// Reads the document `in` into the value of the slot `to`.
result<void> read_into(slot to, source const& in, read_options const& options);

}  // namespace detail

template <class Document>
result<Document> read_document(source const& in, read_options const& options) {
  result<Document> out(std::in_place);
  result<void> filled = detail::read_into({&*out, &detail::codec_of<Document>}, in, options);
  if (!filled) out = std::move(filled).error();
  return out;
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/documents.hpp ----

/// \file wire/documents.hpp
/// The interface for authors of dialects. A dialect is the JSON format of one API. Reading has two
/// steps: the document is read into structs, and the structs are converted to the model, such as an
/// `invitation`. Writing has the reverse steps in reverse order.
///
/// A dialect consists of:
/// - a struct for each of its JSON objects,
/// - a field table for each struct; see `wire/fields.hpp`,
/// - functions `to_model` and `from_model` for each document (found by argument-dependent lookup),
/// - a specialization of `wire::documents_of` that names the documents.

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

/// The documents of a dialect. A specialization has the member templates `request`, `invite`,
/// `creation_response` and `error`. If the dialect has lists, the specialization also has `list`.
/// The parameter of each template is the type of strings: `std::string` for reading and
/// `std::string_view` for writing.
template <class Dialect>
struct documents_of;

/// Writes a document. `Document` is a struct that has a field table, or any other type that a field
/// may have. The problem is `invalid_utf8` if a string is not UTF-8.
template <class Document>
[[nodiscard]] result<void> write_document(target const& to, Document const& document,
                                          write_settings const& settings = {});
/// Writes a document as JSON text.
template <class Document>
[[nodiscard]] result<std::string> write_document(Document const& document,
                                                 write_settings const& settings = {});

/// The value for a limit that is never reached.
inline constexpr std::size_t no_limit = (std::numeric_limits<std::size_t>::max)();
/// No limits. Writers use this value, because only documents that are read need limits. So a writer
/// reports all problems, even if there are many.
inline constexpr read_limits everything{no_limit, no_limit, no_limit, no_limit};

/// A location in a document during a conversion, together with the list of the conversion's
/// problems. A location has a pointer to the enclosing location. The full path is built only for a
/// problem.
struct location {
  problems& found;                         ///< The list to which problems are added.
  read_limits const& limits = everything;  ///< The limits on the list of problems.
  location const* above = nullptr;         ///< The enclosing location. Null for the whole document.
  std::string_view member{};               ///< The name of the field. Empty for an array element.
  std::size_t index = no_limit;            ///< The index of the element. `no_limit` for a field.

  /// Returns the location of the field `name` in the object at this location.
  [[nodiscard]] location at(std::string_view name) const { return {found, limits, this, name}; }
  /// Returns the location of the element with the index `n` in the array at this location.
  [[nodiscard]] location at(std::size_t n) const { return {found, limits, this, {}, n}; }
  [[nodiscard]] path where() const;  ///< Returns the path from the root of the document.
  /// Adds a problem with this location to `found` if `limits` allow one more problem.
  void refuse(code c, std::string_view subject = {},
              std::array<std::int64_t, 3> const& numbers = {}) const {
    if (has_room(found, limits)) found.add(make_problem(c, where(), subject, numbers));
  }
};

/// The context of a conversion from the model to a document.
struct write_context {
  location at;                   ///< The location of the value in the document.
  instant now;                   ///< The time that determines the written status.
  write_options const& options;  ///< The options of the write function.

  ///@{
  /// Returns the context for a field or an array element of the value.
  [[nodiscard]] write_context operator[](std::string_view member) const {
    return {at.at(member), now, options};
  }
  [[nodiscard]] write_context operator[](std::size_t index) const {
    return {at.at(index), now, options};
  }
  ///@}
  /// Returns whether the document is written in the extended shape.
  [[nodiscard]] bool extended() const noexcept { return options.shape == shape::extended; }
  /// Reports that the required field `member` has no value. If `write_options::incomplete` is set,
  /// does nothing.
  void missing(std::string_view member) const {
    if (!options.incomplete) at.at(member).refuse(code::missing_value, "a value for this field");
  }
};

///@{
/// Converts a string from a document to the model, or from the model to a document. An absent
/// string in a document is an empty string in the model.
template <class Text>
std::string text_of(std::optional<Text>&& from) {
  return from ? *std::move(from) : Text();
}

template <class Text>
void from_model(std::string const& from, std::optional<Text>& out) {
  if (!from.empty()) out = from;
}
///@}

///@{
/// Converts a time from a document to the model, or from the model to a document. `Time` is the
/// type of the time in the document, such as `unix_time` or `text_time`.
template <class Time>
std::optional<instant> time_of(std::optional<Time> const& t) {
  return t ? std::optional<instant>(t->value) : std::nullopt;
}

template <class Time>
void from_model(std::optional<instant> const& from, std::optional<Time>& out) {
  if (from) out = Time{*from};
}
///@}

///@{
/// Converts a list from a document to the model, or from the model to a document.
template <class Document, class Model>
void to_models(std::vector<Document>&& from, std::vector<Model>& out, location const& at) {
  out.resize(from.size());
  for (std::size_t n = 0; n != from.size(); ++n) to_model(std::move(from[n]), out[n], at.at(n));
}

template <class Model, class Document>
void from_models(std::vector<Model> const& from, std::vector<Document>& out,
                 write_context const& context) {
  out.resize(from.size());
  for (std::size_t n = 0; n != from.size(); ++n) from_model(from[n], out[n], context[n]);
}
///@}

///@{
/// Converts the response to a create request. These functions are for dialects in which the
/// response has the same type as the document of an invitation.
template <class Document>
void to_model(Document&& from, creation_response& out, location const& at) {
  to_model(std::move(from), out.invitation, at);
}

template <class Document>
void from_model(creation_response const& from, Document& out, write_context const& context) {
  from_model(from.invitation, out, context);
}
///@}

}  // namespace wire

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/documents.hpp ----

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
template <class Document>
result<void> write_document(target const& to, Document const& document,
                            write_settings const& settings) {
  return to.write(&document, detail::codec_of<Document>, settings);
}

template <class Document>
result<std::string> write_document(Document const& document, write_settings const& settings) {
  std::string text;
  result<void> written = write_document(text, document, settings);
  if (!written) return std::move(written).error();
  return text;
}

namespace detail {

/// Returns `where` with the field name of the document instead of the member name of the model.
/// Only the first segment is replaced: "/grants/0" may become "/projects/0".
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
  result<Model> out(std::in_place);  // constructed in place, because `Model` can be large
  problems found;
  if (auto filled = read_into({&document, &codec_of<Document>}, in, options)) {
    to_model(std::move(document), *out, location{found, options.limits});
  } else {
    found = std::move(filled).error();
  }
  if (!found.empty()) out = std::move(found);
  return out;
}

template <class Document, class Model>
result<void> write_as(target const& to, Model const& from, instant now = {},
                      write_options const& options = {},
                      invalid_text on_invalid = invalid_text::fails) {
  Document document;
  problems found;
  from_model(from, document, write_context{{found}, now, options});
  if (!found.empty()) return found;
  return write_document(to, document, {options.shape, options.incomplete, on_invalid});
}

template <class Document, class Model>
result<std::string> write_as(Model const& from, instant now = {},
                             write_options const& options = {}) {
  std::string text;
  result<void> written = write_as<Document>(text, from, now, options);
  if (!written) return std::move(written).error();
  return text;
}

}  // namespace detail
}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/dialect.hpp ----

namespace invito {
inline namespace INVITO_ABI {

namespace wire {

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
result<void> dialect<Dialect>::write_request_to(wire::target const& to, invitation_request const& r,
                                                write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template request<std::string_view>;
  return wire::detail::write_as<document>(to, r, {}, options);
}

template <class Dialect>
result<invitation> dialect<Dialect>::read_invitation(wire::source const& in,
                                                     read_options const& options) {
  using document = typename wire::documents_of<Dialect>::template invite<std::string>;
  return wire::detail::read_as<document, invitation>(in, options);
}

template <class Dialect>
result<std::string> dialect<Dialect>::write_invitation(invitation const& i, instant now,
                                                       write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template invite<std::string_view>;
  return wire::detail::write_as<document>(i, now, options);
}

template <class Dialect>
result<void> dialect<Dialect>::write_invitation_to(wire::target const& to, invitation const& i,
                                                   instant now, write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template invite<std::string_view>;
  return wire::detail::write_as<document>(to, i, now, options);
}

template <class Dialect>
result<creation_response> dialect<Dialect>::read_creation(wire::source const& in,
                                                          read_options const& options) {
  using document = typename wire::documents_of<Dialect>::template creation_response<std::string>;
  return wire::detail::read_as<document, creation_response>(in, options);
}

template <class Dialect>
result<std::string> dialect<Dialect>::write_creation(creation_response const& c, instant now,
                                                     write_options const& options) {
  using document =
      typename wire::documents_of<Dialect>::template creation_response<std::string_view>;
  return wire::detail::write_as<document>(c, now, options);
}

template <class Dialect>
result<void> dialect<Dialect>::write_creation_to(wire::target const& to, creation_response const& c,
                                                 instant now, write_options const& options) {
  using document =
      typename wire::documents_of<Dialect>::template creation_response<std::string_view>;
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
  return write_error_to(text, e) ? text : std::string();  // cannot fail: invalid UTF-8 is replaced
}

template <class Dialect>
result<void> dialect<Dialect>::write_error_to(wire::target const& to, api_error const& e) {
  using document = typename wire::documents_of<Dialect>::template error<std::string_view>;
  return wire::detail::write_as<document>(to, e, {}, {}, wire::invalid_text::replaced);
}

template <class Dialect>
std::string dialect<Dialect>::write_error(problems const& why, error_context const& which) {
  return write_error(public_error(why, which));
}

template <class Dialect>
api_error dialect<Dialect>::public_error(problems const& why, error_context const& which) {
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
  return wire::features_of<
      typename wire::documents_of<Dialect>::template creation_response<std::string>>(shape);
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
result<void> lists<Dialect>::write_list_to(wire::target const& to, invitation_page const& page,
                                           instant now, write_options const& options) {
  using document = typename wire::documents_of<Dialect>::template list<std::string_view>;
  return wire::detail::write_as<document>(to, page, now, options);
}

}  // namespace wire

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

/// Appends `value` to `text`, in decimal digits.
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
  std::string step(1, '/');  // a separate string: if memory runs out, the path does not change
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

INVITO_INLINE problem const& primary(problems const& all) noexcept {
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
  return detail::substitute(info(p.code).message, p.subject, p.numbers);
}

INVITO_INLINE std::string detail::substitute(std::string_view message, std::string_view subject,
                                             std::array<std::int64_t, 3> const& numbers) {
  std::string out;
  for (std::size_t i = 0; i < message.size(); ++i) {
    if (message[i] != '{') {
      out += message[i];
      continue;
    }
    const char kind = message[i + 1];
    if (kind == 's') {
      out += subject;
      i += 2;
      continue;
    }
    const std::int64_t number = numbers[static_cast<std::size_t>(kind - '0')];
    if (message[i + 2] == 'd') {
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
  return {c, std::move(where), std::string(detail::utf8_prefix(subject, bound::text)), numbers};
}

INVITO_INLINE problem as_public(problem const& p, disclosure d) {
  const code shown = public_code(p.code, d);
  return shown == p.code ? p : problem{shown, {}, {}, {}};
}

INVITO_INLINE problems as_public(problems const& all, disclosure d) {
  problems out;
  for (problem const& p : all) {
    problem shown = as_public(p, d);
    bool listed = false;
    for (problem const& earlier : out)
      listed = listed || (shown.code != p.code && earlier == shown);
    if (!listed) out.add(std::move(shown));
  }
  return out;
}

INVITO_INLINE std::string describe_with_locations(problems const& all) {
  std::string out;
  for (problem const& p : all) {
    if (!out.empty()) out += "; ";
    if (!p.where.empty()) out.append(p.where.pointer()).append(": ");
    out += describe(p);
  }
  return out;
}

INVITO_INLINE std::string describe(problems const& all) {
  return all.size() == 1 ? describe(all.front()) : describe_with_locations(all);
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/impl/rate.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(rate const& a, rate const& b) noexcept {
  return a.limit == b.limit && a.window == b.window;
}

INVITO_INLINE rate_usage usage_of(rate const& r, std::vector<instant> const& times, instant now) {
  const auto has_left = [&](instant t, instant at) {
    const auto end = checked_add(t, r.window);
    return end && *end <= at;  // an end outside of the range of `instant` is never reached
  };
  // In most calls, all times are within the window, and no search is needed.
  const bool all = times.empty() || !has_left(times.front(), now);
  const auto first =
      all ? times.begin() : std::lower_bound(times.begin(), times.end(), now, has_left);
  rate_usage out;
  out.used = static_cast<std::size_t>(times.end() - first);
  out.available = out.used < r.limit;
  if (out.available) {
    out.available_at = now;
  } else if (r.limit != 0) {
    // One more event is allowed when only `limit - 1` of the counted events are in the window.
    out.available_at = checked_add(*(times.end() - static_cast<std::ptrdiff_t>(r.limit)), r.window);
  }
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/email.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE std::string email::canonical() const {
  std::string out = text_;
  std::size_t i = 0;
  for (; i + 8 <= out.size(); i += 8) {
    const std::uint64_t word = detail::lower_word(detail::load_word(&out[i]));
    std::memcpy(&out[i], &word, 8);
  }
  for (; i != out.size(); ++i) out[i] = detail::ascii_lower(out[i]);
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
  // The last word can overlap the word before it.
  return same(detail::load_word(x + size - 8), detail::load_word(y + size - 8));
}

INVITO_INLINE bool operator<(email const& a, email const& b) noexcept {
  std::string_view const x = a.text_;
  std::string_view const y = b.text_;
  const std::size_t common = x.size() < y.size() ? x.size() : y.size();
  for (std::size_t i = 0; i != common; ++i) {
    // std::string compares characters as unsigned values. This function does the same, so it
    // returns the order of the canonical forms.
    const auto c = static_cast<unsigned char>(detail::ascii_lower(x[i]));
    const auto d = static_cast<unsigned char>(detail::ascii_lower(y[i]));
    if (c != d) return c < d;
  }
  return x.size() < y.size();
}

}  // namespace INVITO_ABI
}  // namespace invito

INVITO_INLINE std::size_t std::hash<invito::email>::operator()(
    invito::email const& address) const noexcept {
  // Mixes eight bytes at a time into the hash. The hash starts with the length, because otherwise
  // texts that differ only in zero bytes at the end would have equal hashes.
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
         a.token == b.token;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/impl/repeated.hpp ----

/// \file base/impl/repeated.hpp
/// Finds the elements of a list that are equal to an earlier element.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// The hash of an element of the list, and its index in the list.
struct numbered {
  std::size_t number;
  std::size_t index;
  friend bool operator<(numbered const& a, numbered const& b) noexcept {
    return a.number < b.number;
  }
};

/// Returns the indices of the elements that are equal to an earlier element, in ascending order.
/// `number(element)` returns a hash of the element. If it returns `std::nullopt`, the element is
/// ignored. `less` orders elements with equal hashes. Complexity: O(n log n) for any elements. The
/// function sorts, because an attacker can choose elements that make a hash table slow. If the list
/// has at most 16 elements, only the result allocates memory.
template <class Element, class Number, class Less>
std::vector<std::size_t> repeated_by(std::vector<Element> const& all, Number number, Less less) {
  std::array<numbered, 16> few;
  std::vector<numbered> many(all.size() <= few.size() ? 0 : all.size());
  numbered* const begin = many.empty() ? few.data() : many.data();
  numbered* end = begin;
  for (std::size_t n = 0; n != all.size(); ++n) {
    if (const std::optional<std::size_t> value = number(all[n])) *end++ = {*value, n};
  }
  const auto before = [&](numbered const& a, numbered const& b) {
    return less(all[a.index], all[b.index]);
  };
  std::sort(begin, end);  // compares only the hashes, because the elements can be far apart
  std::vector<std::size_t> out;
  for (numbered* run = begin; run != end;) {
    numbered* const next =
        std::find_if(run, end, [run](numbered const& other) { return *run < other; });
    std::sort(run, next, [&](numbered const& a, numbered const& b) {
      return before(a, b) || (a.index < b.index && !before(b, a));
    });
    for (; run + 1 != next; ++run) {
      if (!before(run[0], run[1])) out.push_back(run[1].index);
    }
    run = next;
  }
  std::sort(out.begin(), out.end());
  return out;
}

/// Returns the indices of the elements whose key is equal to the key of an earlier element, in
/// ascending order. `key_of(element)` returns a pointer to the key, or null if there is no key.
template <class Element, class KeyOf>
std::vector<std::size_t> repeated_keys(std::vector<Element> const& all, KeyOf key_of) {
  const auto number = [&key_of](Element const& t) {
    auto const* const key = key_of(t);
    return key ? std::optional(std::hash<std::decay_t<decltype(*key)>>{}(*key)) : std::nullopt;
  };
  const auto less = [&key_of](Element const& a, Element const& b) {
    return *key_of(a) < *key_of(b);
  };
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

INVITO_INLINE std::vector<std::size_t> detail::repeated_grants(std::vector<grant> const& all) {
  return detail::repeated_by(
      all, [](grant const& g) { return std::optional(std::hash<std::string>{}(g.id)); },
      [](grant const& a, grant const& b) {
        return std::tie(a.scope, a.id) < std::tie(b.scope, b.id);
      });
}

INVITO_INLINE role_catalog::role_catalog(std::initializer_list<role> roles) : roles_(roles) {}

INVITO_INLINE role_catalog::role_catalog(std::vector<role> roles) noexcept
    : roles_(std::move(roles)) {}

INVITO_INLINE role_catalog role_catalog::open_to(role custom) const {
  role_catalog out = *this;
  out.custom_ = std::move(custom);
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
    if (ignores_case_ ? detail::ascii_equal(r.name, name) : r.name == name) return &r;
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
  if (auto* accepted_state = std::get_if<accepted>(&s)) return accepted_state->at;
  if (auto* revoked_state = std::get_if<revoked>(&s)) return revoked_state->at;
  if (auto* expired_state = std::get_if<expired>(&s)) return expired_state->at;
  return std::nullopt;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/token.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE result<token_digest> token_digest::from(std::string_view bytes) {
  token_digest out;
  if (bytes.size() != size || bytes.find_first_not_of(bytes.front()) == std::string_view::npos) {
    return make_problem(code::invalid_digest, {}, {},
                        {static_cast<std::int64_t>(bytes.size()), std::int64_t{size}});
  }
  std::copy(bytes.begin(), bytes.end(), out.bytes_.begin());
  return out;
}

INVITO_INLINE bool token_digest::empty() const noexcept { return *this == token_digest(); }

INVITO_INLINE bool operator==(token_digest const& a, token_digest const& b) noexcept {
  // The pointers are volatile. Otherwise the compiled loop could stop at the first difference.
  char const volatile* const x = a.bytes_.data();
  char const volatile* const y = b.bytes_.data();
  unsigned different = 0;
  for (std::size_t i = 0; i != token_digest::size; ++i) {
    const auto one = static_cast<unsigned char>(x[i]);
    const auto other = static_cast<unsigned char>(y[i]);
    different |= static_cast<unsigned>(one ^ other);
  }
  return different == 0;
}

INVITO_INLINE bool operator==(token_digests const& a, token_digests const& b) noexcept {
  return a.current == b.current && a.previous == b.previous && a.previous_until == b.previous_until;
}

namespace detail {

inline void wipe(char volatile* at, std::size_t size) noexcept {
  // The pointer is volatile. Otherwise the compiler would remove the writes, because the program
  // does not read this memory again.
  for (std::size_t n = 0; n != size; ++n) at[n] = '\0';
}

// Returns the number of distinct values. The function uses no table of values, because a table that
// remains in memory would reveal which bytes the token contains.
inline std::size_t distinct_values(std::string_view bytes) noexcept {
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

INVITO_INLINE result<secret> make_token(secret entropy) {
  const std::string_view bytes = entropy.reveal();
  const auto refuse = [](code reason, std::size_t a, std::size_t b, std::size_t c = 0) {
    return make_problem(
        reason, "entropy", {},
        {static_cast<std::int64_t>(a), static_cast<std::int64_t>(b), static_cast<std::int64_t>(c)});
  };
  if (bytes.size() > bound::max_token_entropy) {
    return refuse(code::text_too_long, bytes.size(), bound::max_token_entropy);
  }
  const std::size_t distinct = detail::distinct_values(bytes);
  if (bytes.size() < bound::min_token_entropy || distinct < bound::min_token_values) {
    return refuse(code::weak_token, bytes.size(), distinct, bound::min_token_entropy);
  }

  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  secret token;
  // Reserves all memory now. If the vector grew later, the freed old memory would still contain the
  // first part of the token.
  token.bytes_.reserve((bytes.size() * 8 + 5) / 6);
  std::uint32_t bits = 0;
  unsigned unwritten = 0;  // the number of low bits that are not written yet
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    for (unwritten += 8; unwritten >= 6; unwritten -= 6) {
      token.bytes_.push_back(alphabet[(bits >> (unwritten - 6)) & 63U]);
    }
  }
  if (unwritten != 0) token.bytes_.push_back(alphabet[(bits << (6 - unwritten)) & 63U]);
  return result<secret>(std::move(token));
}

INVITO_INLINE token_match match(token_digests const& stored, token_digest const& presented,
                                instant now) noexcept {
  if (presented.empty()) return token_match::none;
  const bool current = presented == stored.current;
  const bool previous = stored.previous && presented == *stored.previous;
  if (current) return token_match::current;
  if (!previous) return token_match::none;
  return stored.previous_until && now < *stored.previous_until ? token_match::previous
                                                               : token_match::retired;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/base/impl/same_value.hpp ----

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Returns `a == b`. Compiling this function takes a third of the time that `operator==` of
/// `std::variant` takes.
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
  return a.offer == b.offer && a.token == b.token && a.reinstates == b.reinstates;
}

INVITO_INLINE bool operator==(resend_details const& a, resend_details const& b) {
  return a.token == b.token && a.previous_until == b.previous_until;
}

INVITO_INLINE bool operator==(amend_details const& a, amend_details const& b) {
  return a.offer == b.offer && a.token == b.token;
}

INVITO_INLINE bool operator==(accept_details const& a, accept_details const& b) {
  return a.proof == b.proof && a.email == b.email && a.granted == b.granted;
}

INVITO_INLINE bool operator==(decline_details const& a, decline_details const& b) {
  return a.proof == b.proof && a.email == b.email;
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

INVITO_INLINE state state_after(event const& e) {
  switch (status_after(e.kind())) {
    case status::pending: break;
    case status::accepted: return accepted{e.at, e.by.id};
    case status::revoked: {
      const event_kind kind = e.kind();
      return revoked{e.at, e.by,
                     kind == event_kind::decline     ? revoke_cause::declined
                     : kind == event_kind::supersede ? revoke_cause::superseded
                                                     : revoke_cause::revoked};
    }
    case status::expired: return expired{e.at};
  }
  return pending{e.expires_at};
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
  constexpr std::string_view prefix = "invito_";
  const std::size_t given = next.metadata.size();
  for (attribute const& old : s.current.metadata) {
    bool kept = old.name.compare(0, prefix.size(), prefix) != 0;
    for (std::size_t n = 0; kept && n != given; ++n) kept = next.metadata[n].name != old.name;
    if (kept) next.metadata.push_back(old);
  }
  s.history.push_back(std::move(s.current));
  s.current = std::move(next);
}

INVITO_INLINE void trim_history(composite_status& s, std::size_t max_size) {
  if (s.history.size() <= max_size) return;
  using offset = std::vector<status_entry>::difference_type;
  s.history.erase(s.history.begin(),
                  s.history.begin() + static_cast<offset>(s.history.size() - max_size));
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/invitation.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(baseline const& a, baseline const& b) {
  return detail::same_value(a.state, b.state) && a.offer == b.offer &&
         a.offer_number == b.offer_number && a.sponsor == b.sponsor && a.tokens == b.tokens &&
         a.expires_at == b.expires_at && a.revision == b.revision && a.known_at == b.known_at &&
         a.updated_at == b.updated_at && a.source_statuses == b.source_statuses;
}

INVITO_INLINE bool operator==(invitation const& a, invitation const& b) {
  return a.id == b.id && a.organization == b.organization && a.recipient == b.recipient &&
         a.name == b.name && a.created_by == b.created_by && a.created_at == b.created_at &&
         a.send == b.send && a.attributes == b.attributes && detail::same_value(a.state, b.state) &&
         a.offer == b.offer && a.offer_number == b.offer_number && a.sponsor == b.sponsor &&
         a.tokens == b.tokens && a.baseline == b.baseline && a.history == b.history;
}

INVITO_INLINE std::uint64_t invitation::revision() const noexcept {
  return (baseline ? baseline->revision : 0) + history.size();
}

INVITO_INLINE invito::status invitation::status(instant now) const noexcept {
  if (auto* pending_state = std::get_if<pending>(&state)) {
    const bool has_expired = pending_state->expires_at && now >= *pending_state->expires_at;
    return has_expired ? invito::status::expired : invito::status::pending;
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
    const invito::status status_after_last = status_after(last.kind());
    return status_after_last == invito::status::pending ? pending_until(last.expires_at)
                                                        : status_after_last;
  }
  if (!baseline) return std::nullopt;
  if (baseline->known_at && t >= *baseline->known_at) {
    const auto status_then = recorded_status(baseline->state);
    return status_then == invito::status::pending ? pending_until(baseline->expires_at)
                                                  : status_then;
  }
  // If the time of the only known change is known, the invitation was pending between its creation
  // and this change.
  const bool known_change = baseline->known_at && changed_at(baseline->state);
  if (known_change && created_at && t >= *created_at) return pending_until(baseline->expires_at);
  return std::nullopt;
}

INVITO_INLINE std::optional<instant> invitation::expires_at() const noexcept {
  if (auto* pending_state = std::get_if<pending>(&state)) return pending_state->expires_at;
  if (!history.empty()) return history.back().expires_at;
  return baseline ? baseline->expires_at : std::nullopt;
}

INVITO_INLINE std::optional<instant> invitation::updated_at() const noexcept {
  if (!history.empty()) return history.back().at;
  return baseline ? baseline->updated_at : created_at;
}

INVITO_INLINE void begin_history(invitation& i, std::optional<instant> expires_at,
                                 std::optional<instant> known_at, std::uint64_t revision) {
  auto* pending_state = std::get_if<pending>(&i.state);
  const std::optional<instant> since = pending_state ? i.created_at : changed_at(i.state);
  if (pending_state) expires_at = pending_state->expires_at;
  i.baseline = invito::baseline{i.state,  i.offer,    i.offer_number, i.sponsor,
                                i.tokens, expires_at, revision,       since ? since : known_at};
  i.history.clear();  // last, because memory can run out when the baseline is made
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/decision.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(uniqueness_claim const& a, uniqueness_claim const& b) noexcept {
  return a.organization == b.organization && a.canonical_email == b.canonical_email;
}

INVITO_INLINE bool operator==(guards const& a, guards const& b) noexcept {
  return a.organization_revision == b.organization_revision && a.unique == b.unique;
}

INVITO_INLINE bool operator==(decision const& a, decision const& b) {
  return a.event == b.event && a.revision == b.revision && a.guards == b.guards;
}

namespace detail {

/// Returns the effect that grants the membership after the event `e`. The granted part of the offer
/// has the same order as the offer, so one pass over the offer finds the dropped grants.
inline grant_membership granted_membership(event const& e, invitation const& after) {
  grant_membership out{e.by.id, after.offer, after.attributes, {}};
  auto* accepting = std::get_if<accept_details>(&e.details);
  if (!accepting || !accepting->granted || !after.offer.grants) return out;
  out.offer = *accepting->granted;
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

INVITO_INLINE std::vector<effect> effects(issuance const& issued) {
  std::vector<effect> out;
  if (issued.invitation.send && !issued.existing)
    out.emplace_back(send_invitation{event_kind::issue});
  return out;
}

INVITO_INLINE std::vector<effect> effects(decision const& d, invitation const& after) {
  std::vector<effect> out;
  if (!d.event) return out;
  event const& e = *d.event;
  const auto retire = [&] {
    if (after.tokens) out.emplace_back(retire_tokens{});
  };
  const auto notify_sponsor = [&] {
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
      out.emplace_back(detail::granted_membership(e, after));
      retire();
      notify_sponsor();
      break;
    case event_kind::decline:
    case event_kind::revoke:
    case event_kind::expire:
      retire();
      notify_sponsor();
      break;
    case event_kind::supersede: retire(); break;
  }
  return out;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/record.hpp ----

// The application of an event to an invitation.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Returns the digests of `i` after `latest` has become the current token, or an empty box if
/// `latest` is empty. The replaced token remains valid until `previous_until`. If `previous_until`
/// is absent, the replaced token is invalid at once.
inline box<token_digests> tokens_with(invitation const& i, box<token_digest> const& latest,
                                      std::optional<instant> previous_until = std::nullopt) {
  if (!latest) return {};
  token_digests next{*latest, std::nullopt, std::nullopt};
  if (previous_until && i.tokens) {
    next.previous = i.tokens->current;
    next.previous_until = previous_until;
  }
  return next;
}

/// Reserves memory for one more event. The capacity grows by only half of the size, to save memory:
/// there are many histories, and most histories are short.
inline void reserve_one(event_list& history) {
  const std::size_t size = history.size();
  if (size == history.capacity()) history.reserve(size + (std::max)(std::size_t{1}, size / 2));
}

/// Applies an event to the invitation. If memory runs out, the invitation does not change.
inline void record(invitation& i, event&& e) {
  auto* issued = std::get_if<issue_details>(&e.details);
  auto* resent = std::get_if<resend_details>(&e.details);
  auto* amended = std::get_if<amend_details>(&e.details);
  // The first part allocates all memory.
  state next_state = state_after(e);
  box<offer> new_offer = issued ? issued->offer : amended ? amended->offer : box<offer>();
  box<token_digests> tokens;
  if (issued) tokens = tokens_with(i, issued->token);
  if (resent) tokens = tokens_with(i, resent->token, resent->previous_until);
  if (amended) tokens = tokens_with(i, amended->token);
  std::optional<actor> author = issued ? std::optional(e.by) : std::nullopt;
  std::optional<actor> sponsor = issued || amended ? std::optional(e.by) : std::nullopt;
  const bool offer_changes = amended != nullptr;
  reserve_one(i.history);
  i.history.push_back(std::move(e));
  // The second part cannot fail.
  i.state = std::move(next_state);
  if (new_offer) i.offer = std::move(*new_offer);
  if (tokens) i.tokens = std::move(tokens);
  if (sponsor) i.sponsor = std::move(sponsor);
  if (offer_changes) ++i.offer_number;
  if (!author) return;
  i.created_by = std::move(author);
  i.created_at = i.history.back().at;
}

/// Returns the last time that the invitation contains, or the earliest instant if it contains no
/// time. A new event never has an earlier time.
inline instant last_known_time(invitation const& i) {
  if (!i.history.empty()) return i.history.back().at;
  const instant created = i.created_at.value_or((instant::min)());
  return i.baseline ? (std::max)(created, i.baseline->known_at.value_or(created)) : created;
}

/// Returns the status of `i` that a verb uses at `now`. If the invitation contains a time after
/// `now`, the result is the status at the last such time.
inline status clamped_status(invitation const& i, instant now) {
  return i.status((std::max)(now, last_known_time(i)));
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/apply.ipp ----

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Returns whether `part` is `whole` without some of its grants.
inline bool is_part(offer const& part, offer const& whole) {
  if (part.role != whole.role || !part.grants || !whole.grants) return false;
  auto next = part.grants->begin();
  for (grant const& g : *whole.grants) {
    if (next != part.grants->end() && *next == g) ++next;
  }
  return next == part.grants->end();
}

/// Returns whether `e` may be the next event of `i`, as `replay` requires.
inline bool may_follow(invitation const& i, event const& e) {
  if (e.revision != i.revision() + 1) return false;
  if (!i.baseline && i.history.empty()) {
    auto* issued = std::get_if<issue_details>(&e.details);
    return issued && issued->offer;
  }
  if (e.at < last_known_time(i)) return false;
  auto* expiry = std::get_if<expire_details>(&e.details);
  const status before = expiry ? recorded_status(i.state) : i.status(e.at);
  if (!find_transition(before, e.kind()).allowed()) return false;
  if (e.kind() == event_kind::resend) return true;  // only a resend may change the expiry
  if (e.expires_at != i.expires_at()) return false;
  auto* accepting = std::get_if<accept_details>(&e.details);
  if (accepting && accepting->granted) return is_part(*accepting->granted, i.offer);
  if (expiry) return e.expires_at && e.at >= *e.expires_at && expiry->recorded_at >= e.at;
  auto* amended = std::get_if<amend_details>(&e.details);
  return !amended || amended->offer;
}

}  // namespace detail

INVITO_INLINE invitation apply(issuance issued) { return std::move(issued.invitation); }

INVITO_INLINE result<void> apply(invitation& i, decision const& d) { return apply(i, decision(d)); }

INVITO_INLINE result<void> apply(invitation& i, decision&& d) {
  if (d.revision != i.revision()) {
    return problem{
        code::stale_revision,
        {},
        {},
        {static_cast<std::int64_t>(d.revision), static_cast<std::int64_t>(i.revision())}};
  }
  if (!d.event) return {};
  if (!i.baseline && i.history.empty() && d.event->kind() != event_kind::issue) {
    invitation with_baseline = i;  // a copy, so that a failure changes nothing
    begin_history(with_baseline, with_baseline.expires_at());
    detail::record(with_baseline, std::move(*d.event));
    i = std::move(with_baseline);
    return {};
  }
  detail::record(i, std::move(*d.event));
  return {};
}

INVITO_INLINE result<invitation> replay(invitation i, event_list events) {
  if (i.baseline) {
    invito::baseline const& start = *i.baseline;
    i.state = start.state;
    i.offer = start.offer;
    i.offer_number = start.offer_number;
    i.sponsor = start.sponsor;
    i.tokens = start.tokens;
  } else {
    i.offer_number = 1;
    i.tokens = {};
  }
  if (!i.baseline && events.empty()) return problem{code::history_mismatch, "history", {}, {}};
  i.history.clear();
  i.history.reserve(events.size());
  for (std::size_t n = 0; n != events.size(); ++n) {
    if (!detail::may_follow(i, events[n])) {
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
      const transition step = find_transition(from, on);
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
  return a.lifetime == b.lifetime && a.max_lifetime == b.max_lifetime &&
         a.min_lifetime == b.min_lifetime;
}

INVITO_INLINE bool operator==(domain_policy const& a, domain_policy const& b) noexcept {
  return a.allowed == b.allowed && a.denied == b.denied;
}

INVITO_INLINE bool operator==(resend_policy const& a, resend_policy const& b) noexcept {
  return a.cool_down == b.cool_down && a.max_sends == b.max_sends && a.max_age == b.max_age &&
         a.renew_expired == b.renew_expired;
}

INVITO_INLINE bool operator==(token_policy const& a, token_policy const& b) noexcept {
  return a.required == b.required && a.grace == b.grace;
}

INVITO_INLINE bool operator==(quota_policy const& a, quota_policy const& b) noexcept {
  return a.seats == b.seats && a.pending == b.pending && a.per_recipient == b.per_recipient &&
         a.per_inviter == b.per_inviter && a.per_organization == b.per_organization &&
         a.batch == b.batch;
}

INVITO_INLINE bool operator==(policy const& a, policy const& b) noexcept {
  return a.roles == b.roles && a.expiry == b.expiry && a.granting == b.granting &&
         a.inviter_rank == b.inviter_rank && a.proof == b.proof && a.recipient == b.recipient &&
         a.sponsor == b.sponsor && a.vanished == b.vanished && a.duplicates == b.duplicates &&
         a.members == b.members && a.resend == b.resend && a.tokens == b.tokens &&
         a.quotas == b.quotas && a.domains == b.domains &&
         a.allow_non_ascii_email == b.allow_non_ascii_email &&
         a.check_organization == b.check_organization && a.check_scopes == b.check_scopes;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/rule_result.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE std::string describe(rule_result const& f) {
  return f.message.empty() ? describe(f.problems) : detail::substitute(f.message, {}, f.numbers);
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/rules/judging.hpp ----

// The evaluation of rules. A rule is a type with a name, a tier and a function `check`. The
// function returns an outcome for a context, which contains the input of a verb. Each verb has a
// list of rules. The verb and `explain` use the same list.

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Returns empty facts, for a verb whose command has no facts.
inline facts const& no_facts() {
  static const facts none;
  return none;
}

/// The input of the rules of every verb. Derived contexts contain the input of certain verbs. A
/// rule takes the type of context that it needs, so a rule about the actor does not compile in the
/// list of accept or decline.
struct rule_context {
  rule_context(invito::policy const& p, event_kind of, organization_id const& o,
               invito::recipient const& r, std::string const& key, invito::facts const& f) noexcept
      : policy(p), verb(of), organization(o), recipient(r), idempotency_key(key), facts(f) {}

  invito::policy const& policy;
  event_kind verb;
  organization_id const& organization;  ///< The organization in the command.
  invito::recipient const& recipient;
  std::string const& idempotency_key;
  invito::facts const& facts;
  invito::invitation const* invitation = nullptr;  ///< The existing invitation; null for issue.
  /// The new offer or, if the command contains no offer, the current offer.
  invito::offer const* offer = nullptr;
  bool has_now = false;  ///< Whether the command has a time.
  bool clamped = false;  ///< Whether `now` is later than the command's time.
  instant now{};         ///< The time of the decision; never before the last event.
  std::optional<invito::status> status{};  ///< The status at `now`; absent for issue.
  std::optional<instant> expires_at{};     ///< The expiry after the event.
  bool repeat = false;                     ///< Whether the command repeats an earlier command.
  bool idempotency_key_reused = false;     ///< Whether another command used the key.
};

/// The context of the verbs of an actor, which are all verbs except accept and decline.
struct actor_context : rule_context {
  actor_context(rule_context const& common, actor const& a) noexcept
      : rule_context(common), by(a) {}

  actor const& by;
  /// The member `token` of the command; null if the command has no such member.
  std::optional<token_digest> const* token = nullptr;
  std::optional<std::chrono::seconds> lifetime{};
  bool expiry_overflows = false;
  bool sends_message = false;
  /// The existing invitation that issue returns instead of a new invitation, or null.
  invito::invitation const* existing = nullptr;
  std::uint32_t superseded = 0;  ///< The number of invitations that issue supersedes.
};

/// The context of issue.
struct issue_context : actor_context {
  issue_context(rule_context const& common, actor const& a, invitation_request const& r,
                invitation_id const& new_id) noexcept
      : actor_context(common, a), request(r), id(new_id) {}

  invitation_request const& request;
  invitation_id const& id;
  bool reinstates = false;  ///< Whether the offer is a former membership.
};

/// The context of the verbs of an actor, except issue. These verbs need an existing invitation.
struct change_context : actor_context {
  change_context(rule_context const& common, actor const& a, invito::invitation const& i) noexcept
      : actor_context(common, a) {
    invitation = &i;
  }
};

/// The context of supersede.
struct supersede_context : change_context {
  supersede_context(rule_context const& common, actor const& a, invito::invitation const& i,
                    invitation_id const& successor) noexcept
      : change_context(common, a, i), newer(successor) {}

  invitation_id const& newer;
};

/// The context of the verbs of the invitee: accept and decline.
struct answer_context : rule_context {
  answer_context(rule_context const& common, invito::invitation const& i, identity const& person,
                 std::optional<token_digest> const& presented) noexcept
      : rule_context(common), who(person), token(presented) {
    invitation = &i;
  }

  identity const& who;
  std::optional<token_digest> const& token;
  token_match matched = token_match::none;  ///< The result of the comparison of `token`.
  invito::proof proof{};                    ///< The evidence that identifies the recipient.
  std::optional<std::uint32_t> offer_number{};
};

/// The output of a rule, in addition to the outcome.
struct rule_output {
  problems& found;
  /// The code whose message shows `numbers`. This code has no effect if `message` is not empty.
  code measured{};
  std::string_view message{};
  std::array<std::int64_t, 3> numbers{};
};

/// Reports a problem.
inline outcome fail(rule_output& output, code c, path where, std::string_view subject = {},
                    std::array<std::int64_t, 3> numbers = {}) {
  output.found.add(make_problem(c, std::move(where), subject, numbers));
  return outcome::failed;
}

/// Reports a problem whose location has at most one segment. This function constructs the path, so
/// that the machine code of the rules stays small.
inline outcome fail(rule_output& output, code c, char const* where = nullptr,
                    std::string_view subject = {}, std::array<std::int64_t, 3> numbers = {}) {
  return fail(output, c, where ? path(where) : path(), subject, numbers);
}

/// Returns the outcome of a rule that makes several checks: `failed` if a check reported a problem.
/// `before` is the number of problems before the first check.
inline outcome failed_since(rule_output const& output, std::size_t before) {
  return output.found.size() == before ? outcome::passed : outcome::failed;
}

/// Reports a missing fact.
inline outcome missing_fact(rule_output& output, char const* name) {
  return fail(output, code::fact_missing, path("facts").add(name), name);
}

/// The message of `explain` if a limit of messages is not reached.
inline constexpr std::string_view messages_left =
    "the number of sent messages is {0}; the limit is {1}";

/// Returns the outcome of a rule that compares numbers. If `passed` is false, reports the code `c`.
/// `explain` shows the numbers in the message of `c`, also if the rule passed. If the message of
/// `c` asks for an action, give a `passed_message`, which `explain` shows if the rule passed.
inline outcome check_limit(rule_output& output, bool passed, code c,
                           std::array<std::int64_t, 3> numbers, std::string_view subject = {},
                           std::string_view passed_message = {}) {
  output.measured = c;
  if (passed) output.message = passed_message;
  output.numbers = numbers;
  return passed ? outcome::passed : fail(output, c, {}, subject, numbers);
}

/// A list of rules, in the order of their tiers.
template <class... Rules>
struct rule_list {
  /// Returns whether the rules are in the order of their tiers.
  static constexpr bool ordered() {
    [[maybe_unused]] tier last = tier::tenant;
    int out_of_order = 0;
    ((out_of_order += Rules::at < last, last = Rules::at), ...);
    return out_of_order == 0;
  }

  /// Returns all problems of the first tier in which a rule fails. If the command repeats an
  /// earlier command, only the rules of `tier::tenant` are evaluated.
  template <class Context>
  static problems judge(Context const& context) {
    static_assert(ordered(), "rules must be ordered by tier");
    problems found;
    rule_output output{found};
    tier last = context.repeat ? tier::tenant : tier::facts;
    (step<Rules>(context, output, last), ...);
    return found;
  }

  /// Returns the result of every rule, even if earlier rules failed. If the command repeats an
  /// earlier command, only the rules of `tier::tenant` are evaluated.
  template <class Context>
  static std::vector<rule_result> explain(Context const& context) {
    std::vector<rule_result> out;
    out.reserve(sizeof...(Rules));
    using check_function = outcome (*)(Context const&, rule_output&);
    const auto step = [&](std::string_view name, tier at, check_function check) {
      rule_result judged{name, at, outcome::not_applicable, {}, {}, {}};
      rule_output output{judged.problems};
      if (!context.repeat || at == tier::tenant) judged.outcome = check(context, output);
      const bool counted = output.measured != code{} && output.message.empty();
      judged.message = counted ? info(output.measured).message : output.message;
      judged.numbers = output.numbers;
      out.push_back(std::move(judged));
    };
    (step(Rules::name, Rules::at,
          [](Context const& c, rule_output& output) { return Rules::check(c, output); }),
     ...);
    return out;
  }

 private:
  /// Evaluates one rule, unless its tier is later than `last`. If the rule fails, `last` becomes
  /// its tier.
  template <class Rule, class Context>
  static void step(Context const& context, rule_output& output, tier& last) {
    if (Rule::at <= last && Rule::check(context, output) == outcome::failed) last = Rule::at;
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/rules/status.hpp ----

// Rules about the status of the invitation. The comment of a rule states what the rule requires.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Requires that no other command has used the idempotency key.
struct idempotency_key_unused {
  static constexpr std::string_view name = "idempotency_key_unused";
  static constexpr tier at = tier::status;
  static outcome check(rule_context const& context, rule_output& output) {
    if (context.idempotency_key.empty()) return outcome::not_applicable;
    if (!context.invitation && !context.facts.existing) return missing_fact(output, "existing");
    if (!context.idempotency_key_reused) return outcome::passed;
    return fail(output, code::idempotency_mismatch, "idempotency_key");
  }
};

/// Returns whether a resend would renew an expired invitation.
inline bool is_renewal(rule_context const& context) {
  return context.verb == event_kind::resend && context.status == status::expired;
}

/// Returns whether the state machine and the policy allow the event in the current status.
inline bool has_transition(rule_context const& context) {
  if (is_renewal(context) && !context.policy.resend.renew_expired) return false;
  return find_transition(context.status, context.verb).allowed();
}

/// Requires that the state machine and the policy allow the event in the current status.
struct transition_allowed {
  static constexpr std::string_view name = "transition_allowed";
  static constexpr tier at = tier::status;
  static outcome check(rule_context const& context, rule_output& output) {
    if (has_transition(context)) return outcome::passed;
    const transition step = find_transition(context.status, context.verb);
    std::array<std::int64_t, 3> numbers{};
    if (context.status == status::expired && context.invitation->expires_at()) {
      numbers[0] =
          to_unix_seconds(context.now) - to_unix_seconds(*context.invitation->expires_at());
    }
    return fail(output, step.allowed() ? code::renewal_refused : step.refusal, {}, {}, numbers);
  }
};

/// Requires that the invitation has expired. Only then can the expiry be recorded. An invitation
/// has expired when the time is exactly its expiry.
struct time_is_over {
  static constexpr std::string_view name = "time_is_over";
  static constexpr tier at = tier::status;
  static outcome check(change_context const& context, rule_output& output) {
    if (is_final(recorded_status(context.invitation->state))) {
      return fail(
          output,
          find_transition(recorded_status(context.invitation->state), context.verb).refusal);
    }
    return context.status == status::expired ? outcome::passed
                                             : fail(output, code::not_yet_expired);
  }
};

/// Requires that the offer that the person saw is the current offer.
struct offer_current {
  static constexpr std::string_view name = "offer_current";
  static constexpr tier at = tier::status;
  static outcome check(answer_context const& context, rule_output& output) {
    if (!context.offer_number) return outcome::not_applicable;
    if (*context.offer_number == context.invitation->offer_number) return outcome::passed;
    return fail(output, code::offer_changed, "offer_number", {},
                {*context.offer_number, context.invitation->offer_number});
  }
};

/// Requires that the time since the last message is at least `resend.cool_down` of the policy.
struct cooled_down {
  static constexpr std::string_view name = "cooled_down";
  static constexpr tier at = tier::status;
  static outcome check(change_context const& context, rule_output& output) {
    const std::chrono::seconds wait = context.policy.resend.cool_down;
    const std::optional<instant> last = last_sent(*context.invitation);
    if (!has_transition(context) || !last || wait.count() <= 0) return outcome::not_applicable;
    const std::optional<instant> available_at = checked_add(*last, wait);
    const bool passed = available_at && context.now >= *available_at;
    const std::int64_t since = to_unix_seconds(context.now) - to_unix_seconds(*last);
    const std::int64_t left = (std::max)(std::int64_t{1}, std::int64_t{wait.count()} - since);
    return check_limit(output, passed, code::too_soon, {since, left, std::int64_t{wait.count()}},
                       {}, "the last message was sent {0d} ago");
  }
};

/// Requires that fewer messages of the invitation were sent than `resend.max_sends` of the policy.
struct sends_left {
  static constexpr std::string_view name = "sends_left";
  static constexpr tier at = tier::status;
  static outcome check(change_context const& context, rule_output& output) {
    const std::optional<std::uint32_t> max_sends = context.policy.resend.max_sends;
    const bool silent = context.verb == event_kind::amend && !context.invitation->send;
    if (!has_transition(context) || !max_sends || silent) return outcome::not_applicable;
    const std::uint32_t sent = send_count(*context.invitation);
    return check_limit(output, sent < *max_sends, code::too_many_sends, {sent, *max_sends, 0}, {},
                       messages_left);
  }
};

/// Returns the time from which the invitation is known to exist, or `std::nullopt` if this time is
/// unknown.
inline std::optional<instant> known_since(invitation const& i) {
  return i.created_at || !i.baseline ? i.created_at : i.baseline->known_at;
}

/// Requires that the invitation is younger than `resend.max_age` of the policy.
struct young_enough {
  static constexpr std::string_view name = "young_enough";
  static constexpr tier at = tier::status;
  static outcome check(change_context const& context, rule_output& output) {
    const std::optional<std::chrono::seconds> max_age = context.policy.resend.max_age;
    const std::optional<instant> since = known_since(*context.invitation);
    if (!has_transition(context) || !max_age || !since) return outcome::not_applicable;
    const std::optional<instant> end = checked_add(*since, *max_age);
    const std::int64_t age = to_unix_seconds(context.now) - to_unix_seconds(*since);
    return check_limit(output, !end || context.now < *end, code::too_old,
                       {age, max_age->count(), 0}, {},
                       "this invitation was issued {0d} ago; it can be resent in the first {1d}");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/deciding.hpp ----

// The common parts of all verbs: the time of a decision, the comparison of persons, and the
// decision itself.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Sets the time of the decision: `now` or, if later, the last time that the invitation contains.
inline void set_now(rule_context& context, instant now) {
  invitation const* const i = context.invitation;
  context.has_now = now != unset_instant;
  context.now = i ? (std::max)(now, last_known_time(*i)) : now;
  context.clamped = context.has_now && now != context.now;
  if (i) context.status = i->status(context.now);
}

/// Sets the expiry to the time of the decision plus `lifetime`, but not beyond the policy's
/// `resend.max_age`. If `lifetime` is absent, the lifetime of the policy applies.
inline void set_lifetime(actor_context& context, std::optional<std::chrono::seconds> lifetime) {
  context.lifetime = lifetime ? lifetime : context.policy.expiry.lifetime;
  context.expires_at =
      context.lifetime ? checked_add(context.now, *context.lifetime) : std::nullopt;
  context.expiry_overflows = context.lifetime && !context.expires_at;
  const auto max_age = context.policy.resend.max_age;
  const auto since = context.invitation ? known_since(*context.invitation) : std::nullopt;
  if (!context.expires_at || !max_age || !since) return;
  if (const auto end = checked_add(*since, *max_age)) {
    context.expires_at = (std::min)(*context.expires_at, *end);
  }
}

/// Returns whether `who` is the person who caused the answer `e`. If neither `e` nor `who` has a
/// user id, the function compares the addresses, and the address of `who` must be verified.
inline bool answered_by(invitation const& i, event const& e, identity const& who) {
  if (!e.by.id.empty() || !who.user.empty()) return e.by.id == who.user;
  if (!who.email || !who.email_verified) return false;
  auto* accepting = std::get_if<accept_details>(&e.details);
  auto* declining = std::get_if<decline_details>(&e.details);
  if (!accepting && !declining) return false;
  box<email> const& other = accepting ? accepting->email : declining->email;
  return other ? *other == *who.email : i.recipient.email == who.email;
}

/// Returns whether `who` is the person who answered `i`. `recorded` is the user in the state of
/// `i`. If there are no events, `who` is compared with this user.
inline bool answered_by(invitation const& i, user_id const& recorded, identity const& who) {
  if (!i.history.empty()) return answered_by(i, i.history.back(), who);
  return !recorded.empty() && recorded == who.user;
}

/// Returns whether the person or program of the context caused `e`.
inline bool same_actor(actor_context const& context, event const& e) { return e.by == context.by; }
inline bool same_actor(answer_context const& context, event const& e) {
  return answered_by(*context.invitation, e, context.who);
}

inline actor author_of(actor_context const& context) { return context.by; }
inline actor author_of(answer_context const& context) {
  return {actor_kind::user, context.who.user};
}

inline box<token_digest> boxed(std::optional<token_digest> const& token) {
  return token ? box<token_digest>(*token) : box<token_digest>();
}

template <class Context, class Details>
event make_event(Context const& context, Details&& details) {
  return {context.now,
          author_of(context),
          context.invitation ? context.invitation->revision() + 1 : 1,
          context.expires_at,
          context.idempotency_key,
          context.clamped,
          std::forward<Details>(details)};
}

inline box<uniqueness_claim> claim(organization_id const& organization, recipient const& to) {
  if (!to.email) return {};
  return uniqueness_claim{organization, to.email->canonical()};
}

inline std::optional<std::uint64_t> organization_revision(facts const& f) {
  return f.organization ? f.organization->revision : std::nullopt;
}

/// An object that converts to the result of `make`. A container that is given this object
/// constructs its value in place, without a move.
template <class Make>
struct construct_from {
  Make make;
  operator decltype(std::declval<Make&>()())() { return make(); }
};

template <class Make>
construct_from(Make) -> construct_from<Make>;

/// Returns the decision whose event has these details. The event is constructed inside the returned
/// object.
template <class Context, class Details>
result<decision> decision_of(Context const& context, Details details) {
  invitation const& i = *context.invitation;
  const auto make = [&] { return make_event(context, std::move(details)); };
  result<decision> out(std::in_place, [&] {
    return decision{
        std::optional<event>(std::in_place, construct_from{make}),
        i.revision(),
        {organization_revision(context.facts),
         is_renewal(context) ? claim(i.organization, i.recipient) : box<uniqueness_claim>()}};
  });
  if constexpr (std::is_same_v<Details, expire_details>) {
    // The time of the event is the expiry, but never before the previous event.
    out->event->at = (std::max)(*i.expires_at(), last_known_time(i));
  }
  return out;
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/rules/authority.hpp ----

// Rules about the organization, the actor and the person who answers. The comment of a rule states
// what the rule requires.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

// ---- Granting of roles --------------------------------------------------------------------------

/// Returns the rank of a role. A role that the catalog does not contain has the highest rank, so
/// removing a role from the catalog never allows more grants.
inline int rank_of(role_catalog const& roles, std::string_view name, scope where) {
  if (role const* found_role = roles.find(name, where)) return found_role->rank;
  int highest = (std::numeric_limits<int>::min)();
  for (role const& r : roles.all()) highest = (std::max)(highest, r.rank);
  return highest;
}

/// Returns the location of a member of a grant, such as "/grants/2/role".
inline path grant_path(std::size_t index, std::string_view member) {
  return path("grants").add(index).add(member);
}

/// Calls `f(role, scope, location)` for every role of an offer. `location()` returns the path of
/// the role.
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

/// Returns whether a membership has every permission of a role. Returns false if the role has no
/// permissions or is not in the catalog, because then the needed permissions are unknown.
inline bool has_permissions_of(role_catalog const& roles, membership const& m,
                               std::string_view name, scope where) {
  role const* needed_role = roles.find(name, where);
  if (!needed_role || needed_role->permissions.empty()) return false;
  role const* own = roles.find_listed(m.role);
  const auto contains = [](std::vector<std::string> const& all, std::string const& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  return std::all_of(needed_role->permissions.begin(), needed_role->permissions.end(),
                     [&](std::string const& p) {
                       return (own && contains(own->permissions, p)) || contains(m.permissions, p);
                     });
}

/// Returns whether the policy derives the roles that an actor may grant from the membership of the
/// actor.
inline bool membership_decides(policy const& p) {
  return p.granting != granting::by_verdict && p.granting != granting::unchecked;
}

/// Returns the first role of the offer that a person with the membership `m` may not grant, or
/// null. Grants for which `is_included` returns false are not checked.
template <class IsIncluded>
std::string const* first_not_grantable(policy const& p, membership const& m, offer const& offered,
                                       IsIncluded is_included) {
  role const* own = p.roles.find_listed(m.role);
  if (p.inviter_rank && (!own || own->rank < *p.inviter_rank)) return &offered.role;
  const auto may_grant_role = [&](std::string const& name, scope where) {
    if (name.empty()) return true;
    if (p.granting == granting::own_permissions) return has_permissions_of(p.roles, m, name, where);
    const bool strict = p.granting == granting::below_own_rank;
    const int needed = rank_of(p.roles, name, where);
    return own && (strict ? own->rank > needed : own->rank >= needed);
  };
  if (!may_grant_role(offered.role, scope::organization)) return &offered.role;
  if (!offered.grants) return nullptr;
  for (grant const& g : *offered.grants) {
    if (is_included(g) && !may_grant_role(g.role, g.scope)) return &g.role;
  }
  return nullptr;
}

inline std::string const* first_not_grantable(policy const& p, membership const& m,
                                              offer const& offered) {
  return first_not_grantable(p, m, offered, [](grant const&) { return true; });
}

// ---- Tenant -------------------------------------------------------------------------------------

/// Requires that the organization in the command is the organization of the invitation. In the
/// commands of an invitee (accept and decline), the organization can be empty.
struct same_organization {
  static constexpr std::string_view name = "same_organization";
  static constexpr tier at = tier::tenant;
  static outcome check(change_context const& context, rule_output& output) {
    if (context.organization.empty()) return fail(output, code::not_found);
    return judge(context, output);
  }
  static outcome check(answer_context const& context, rule_output& output) {
    if (context.organization.empty()) return outcome::not_applicable;
    return judge(context, output);
  }

 private:
  static outcome judge(rule_context const& context, rule_output& output) {
    if (context.organization == context.invitation->organization) return outcome::passed;
    return fail(output, code::not_found);
  }
};

// ---- Authority: actor ---------------------------------------------------------------------------

/// Requires that the actor is an active member now.
struct actor_active {
  static constexpr std::string_view name = "actor_active";
  static constexpr tier at = tier::authority;
  static outcome check(actor_context const& context, rule_output& output) {
    if (!context.facts.actor) {
      return membership_decides(context.policy) ? missing_fact(output, "actor")
                                                : outcome::not_applicable;
    }
    return context.facts.actor->active ? outcome::passed : fail(output, code::inactive_actor);
  }
};

/// Requires that the actor may grant the offer now. For amend, the actor must have the right to
/// grant both the current and the new offer.
struct actor_may_grant {
  static constexpr std::string_view name = "actor_may_grant";
  static constexpr tier at = tier::authority;
  static outcome check(actor_context const& context, rule_output& output) {
    if (context.policy.granting == granting::unchecked) return outcome::not_applicable;
    if (context.policy.granting == granting::by_verdict) {
      switch (context.facts.may_grant) {
        case verdict::allowed: return outcome::passed;
        case verdict::denied: return fail(output, code::not_permitted, {}, context.offer->role);
        case verdict::undecided: break;
      }
      return missing_fact(output, "may_grant");
    }
    if (!context.facts.actor || !context.facts.actor->active) return outcome::not_applicable;
    std::string const* role =
        first_not_grantable(context.policy, *context.facts.actor, *context.offer);
    if (!role && context.invitation && context.offer != &context.invitation->offer) {
      role = first_not_grantable(context.policy, *context.facts.actor, context.invitation->offer);
    }
    return role ? fail(output, code::not_permitted, {}, *role) : outcome::passed;
  }
};

/// Requires that the actor is the sponsor or may grant the offer now. Therefore an admin cannot
/// revoke or supersede an invitation that offers the role of an owner.
struct sponsor_or_may_grant {
  static constexpr std::string_view name = "sponsor_or_may_grant";
  static constexpr tier at = tier::authority;
  static outcome check(change_context const& context, rule_output& output) {
    if (context.invitation->sponsor == context.by) return outcome::passed;
    return actor_may_grant::check(context, output);
  }
};

/// Requires that the actor is the system, because only the system may record an expiry.
struct actor_is_system {
  static constexpr std::string_view name = "actor_is_system";
  static constexpr tier at = tier::authority;
  static outcome check(actor_context const& context, rule_output& output) {
    return context.by.kind == actor_kind::system ? outcome::passed
                                                 : fail(output, code::system_only);
  }
};

// ---- Authority: invitee -------------------------------------------------------------------------

inline bool is_valid(token_match m) {
  return m == token_match::current || m == token_match::previous;
}

/// Compares the person who answers with the recipient. The rules use the result in `context.proof`.
inline void set_proof(answer_context& context) {
  identity const& who = context.who;
  if (context.invitation->tokens && context.token) {
    context.matched = match(*context.invitation->tokens, *context.token, context.now);
  }
  proof& found = context.proof;
  found.token = is_valid(context.matched);
  recipient const& invited = context.invitation->recipient;
  found.user = !invited.user.empty() && invited.user == who.user;
  if (!invited.user.empty() && !found.user) return;
  found.email = invited.email && who.email && *invited.email == *who.email;
  found.email_verified = found.email && who.email_verified;
}

/// Requires that the person who answers is the recipient. If the recipient is a known user, only
/// this user passes, even if another person holds the token.
struct recipient_matches {
  static constexpr std::string_view name = "recipient_matches";
  static constexpr tier at = tier::authority;
  static outcome check(answer_context const& context, rule_output& output) {
    if (context.proof.user || context.proof.email) return outcome::passed;
    const bool bearer = context.policy.proof == required_proof::token;
    if (bearer && context.invitation->recipient.user.empty()) return outcome::not_applicable;
    return fail(output, code::wrong_recipient);
  }
};

/// Returns whether the policy accepts that the recipient's address belongs to the person, given the
/// evidence `given`.
inline bool owns_address(policy const& p, proof given) {
  const bool by_token =
      given.email && given.token && p.recipient == recipient_match::email_verified_by_token;
  const bool on_trust = given.email && p.recipient == recipient_match::unverified_email;
  return given.email_verified || by_token || on_trust;
}

/// Requires that the recipient's address belongs to the person who answers. `policy::recipient`
/// defines the necessary evidence.
struct email_verified {
  static constexpr std::string_view name = "email_verified";
  static constexpr tier at = tier::authority;
  static outcome check(answer_context const& context, rule_output& output) {
    if (context.proof.user || !context.proof.email) return outcome::not_applicable;
    if (context.policy.proof == required_proof::token) return outcome::not_applicable;
    if (owns_address(context.policy, context.proof)) return outcome::passed;
    return fail(output, code::email_unverified);
  }
};

/// Requires that the person holds a valid token of the invitation. With `required_proof::token`,
/// every person is checked. Otherwise only the recipient is checked, so other persons learn nothing
/// about the token.
struct token_matches {
  static constexpr std::string_view name = "token_matches";
  static constexpr tier at = tier::authority;
  static outcome check(answer_context const& context, rule_output& output) {
    if (context.policy.proof == required_proof::identity) return outcome::not_applicable;
    const bool bearer = context.policy.proof == required_proof::token;
    if (!context.invitation->tokens && !bearer) return outcome::not_applicable;
    if (!bearer && !context.proof.user && !context.proof.email) return outcome::not_applicable;
    if (context.proof.token) return outcome::passed;
    if (context.matched == token_match::retired) return fail(output, code::token_retired, "token");
    if (!context.token && !bearer) return fail(output, code::token_missing, "token");
    return fail(output, code::wrong_token, "token");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/rules/input.hpp ----

// Rules about the content of a command: required values, formats, known roles, and limits. The
// comment of a rule states what the rule requires.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Reports a problem if `text` is longer than `bound::text`.
inline void check_length(rule_output& output, std::string const& text, char const* location) {
  if (text.size() <= bound::text) return;
  fail(output, code::text_too_long, location, {},
       {static_cast<std::int64_t>(text.size()), bound::text, 0});
}

/// Requires that the command contains a time and the id of an actor. The system has no id. Accept
/// and decline need the user id or the address of the person instead of an actor. A command without
/// a time is refused, so a forgotten time does not mean 1970. Texts must not be too long.
struct command_complete {
  static constexpr std::string_view name = "command_complete";
  static constexpr tier at = tier::input;
  static outcome check(actor_context const& context, rule_output& output) {
    const auto before = output.found.size();
    if (!context.has_now) fail(output, code::missing_value, "now", "the current time");
    const bool anonymous = context.by.kind != actor_kind::system && context.by.id.empty();
    if (anonymous) fail(output, code::missing_value, "by", "an actor");
    check_length(output, context.idempotency_key, "idempotency_key");
    check_length(output, context.by.id.text(), "by");
    return failed_since(output, before);
  }
  static outcome check(supersede_context const& context, rule_output& output) {
    const auto before = output.found.size();
    check(static_cast<actor_context const&>(context), output);
    check_length(output, context.newer.text(), "newer");
    return failed_since(output, before);
  }
  static outcome check(answer_context const& context, rule_output& output) {
    const auto before = output.found.size();
    if (!context.has_now) fail(output, code::missing_value, "now", "the current time");
    if (context.who.user.empty() && !context.who.email)
      fail(output, code::missing_value, "who", "a user or an email address");
    check_length(output, context.idempotency_key, "idempotency_key");
    check_length(output, context.who.user.text(), "who");
    if (context.who.email) check_length(output, context.who.email->text(), "email");
    return failed_since(output, before);
  }
};

/// Requires that a new invitation has an id, an organization and a recipient.
struct identified {
  static constexpr std::string_view name = "identified";
  static constexpr tier at = tier::input;
  static outcome check(issue_context const& context, rule_output& output) {
    const auto before = output.found.size();
    if (context.id.empty()) fail(output, code::missing_value, "id", "an ID");
    if (context.organization.empty())
      fail(output, code::missing_value, "organization", "an organization");
    recipient const& to = context.request.recipient;
    if (!to.email && to.user.empty())
      fail(output, code::missing_value, "email", "an email address or a user");
    return failed_since(output, before);
  }
};

/// If the command reinstates a former member, requires the fact `former`. Other rules check the
/// role and the grants of the former membership like any other offer.
struct formerly_member {
  static constexpr std::string_view name = "formerly_member";
  static constexpr tier at = tier::input;
  static outcome check(issue_context const& context, rule_output& output) {
    if (!context.reinstates) return outcome::not_applicable;
    if (context.facts.former) return outcome::passed;
    return fail(output, code::not_former_member, "email", name_of(context.recipient));
  }
  /// Returns the address or, if there is none, the user id.
  static std::string_view name_of(recipient const& r) {
    return r.email ? r.email->text() : r.user.text();
  }
};

/// Requires that the recipient's address has the format of an email address (WHATWG HTML, RFC
/// 5321).
struct email_shaped {
  static constexpr std::string_view name = "email_shaped";
  static constexpr tier at = tier::input;
  static outcome check(issue_context const& context, rule_output& output) {
    if (!context.request.recipient.email) return outcome::not_applicable;
    std::string const& text = context.request.recipient.email->text();
    switch (check_email(text)) {
      case email_shape::valid: return outcome::passed;
      case email_shape::not_ascii:
        if (context.policy.allow_non_ascii_email) return outcome::passed;
        return fail(output, code::email_not_ascii, "email", text);
      case email_shape::invalid: break;
    }
    return fail(output, code::invalid_email, "email", text);
  }
};

/// Requires that the policy allows the domain of the recipient's address. Accept checks the address
/// of the person who accepts. The policy can have changed since the issue, and another person can
/// have received the token.
struct domain_admitted {
  static constexpr std::string_view name = "domain_admitted";
  static constexpr tier at = tier::input;
  static outcome check(actor_context const& context, rule_output& output) {
    return judge(context, context.recipient.email, output);
  }
  static outcome check(answer_context const& context, rule_output& output) {
    return judge(context, context.who.email ? context.who.email : context.recipient.email, output);
  }

 private:
  static outcome judge(rule_context const& context, std::optional<email> const& address,
                       rule_output& output) {
    domain_policy const& p = context.policy.domains;
    if (p.allowed.empty() && p.denied.empty()) return outcome::not_applicable;
    if (!address) {
      // If the recipient is a known user, no address is needed. Otherwise the person needs an
      // address in an allowed domain.
      if (!context.recipient.user.empty() || p.allowed.empty()) return outcome::not_applicable;
      return fail(output, code::missing_value, "email", "an email address");
    }
    const std::string_view domain = address->domain();
    const bool allowed = p.allowed.empty() || contains(p.allowed, domain);
    if (allowed && !contains(p.denied, domain)) return outcome::passed;
    return fail(output, code::domain_refused, "email", domain);
  }
  static bool contains(std::vector<std::string> const& all, std::string_view domain) {
    return std::any_of(all.begin(), all.end(), [domain](std::string_view d) {
      if (d.empty() || d.front() != '.') return detail::ascii_equal(d, domain);
      return domain.size() > d.size() &&
             detail::ascii_equal(d, domain.substr(domain.size() - d.size()));
    });
  }
};

/// Requires that the catalog contains every role of the offer.
struct roles_known {
  static constexpr std::string_view name = "roles_known";
  static constexpr tier at = tier::input;
  static outcome check(issue_context const& context, rule_output& output) {
    if (context.reinstates && !context.facts.former) return outcome::not_applicable;
    return check(static_cast<rule_context const&>(context), output);
  }
  static outcome check(rule_context const& context, rule_output& output) {
    const auto before = output.found.size();
    for_each_role(*context.offer, [&](std::string const& role, scope where, auto location) {
      if (!knows(context.policy.roles, role, where))
        check_one(context, output, role, where, location());
    });
    return failed_since(output, before);
  }
  static void check_one(rule_context const& context, rule_output& output, std::string const& role,
                        scope where, path location) {
    if (knows(context.policy.roles, role, where)) return;
    if (role.empty()) {
      fail(output, code::missing_value, std::move(location), "a role");
    } else {
      fail(output, code::unknown_role, std::move(location), role);
    }
  }
  /// Returns whether the catalog contains the role. If the catalog has no roles for the scope,
  /// returns whether the role is empty.
  static bool knows(role_catalog const& roles, std::string const& role, scope where) {
    if (roles.find(role, where)) return true;
    return role.empty() &&
           std::none_of(roles.all().begin(), roles.all().end(),
                        [where](invito::role const& r) { return r.scope == where; });
  }
};

/// Requires that the catalog allows invitations to grant every role of the offer.
struct roles_grantable {
  static constexpr std::string_view name = "roles_grantable";
  static constexpr tier at = tier::input;
  static outcome check(rule_context const& context, rule_output& output) {
    const auto before = output.found.size();
    for_each_role(*context.offer, [&](std::string const& role_name, scope where, auto location) {
      role const* found_role = context.policy.roles.find(role_name, where);
      if (found_role && !found_role->grantable)
        fail(output, code::role_not_grantable, location(), role_name);
    });
    return failed_since(output, before);
  }
};

/// Requires that every grant has an id, and that no project or workspace occurs twice.
struct grants_distinct {
  static constexpr std::string_view name = "grants_distinct";
  static constexpr tier at = tier::input;
  static outcome check(rule_context const& context, rule_output& output) {
    if (!context.offer->grants) return outcome::not_applicable;
    const auto before = output.found.size();
    std::vector<grant> const& all = *context.offer->grants;
    for (std::size_t n = 0; n != all.size(); ++n) {
      if (all[n].id.empty()) fail(output, code::missing_value, grant_path(n, "id"), "an ID");
    }
    for (const std::size_t n : repeated_grants(all)) {
      if (!all[n].id.empty()) fail(output, code::duplicate_item, grant_path(n, "id"), all[n].id);
    }
    return failed_since(output, before);
  }
};

/// Requires that texts and lists do not exceed their limits.
struct within_bounds {
  static constexpr std::string_view name = "within_bounds";
  static constexpr tier at = tier::input;
  static outcome check(actor_context const& context, rule_output& output) {
    const auto before = output.found.size();
    judge(*context.offer, output);
    return failed_since(output, before);
  }
  static outcome check(issue_context const& context, rule_output& output) {
    const auto before = output.found.size();
    judge(*context.offer, output);
    invitation_request const& request = context.request;
    check_length(output, context.id.text(), "id");
    check_length(output, context.organization.text(), "organization");
    check_length(output, request.recipient.user.text(), "user");
    check_length(output, request.name.given, "given_name");
    check_length(output, request.name.family, "family_name");
    judge(output, request.attributes.size(), bound::attributes, [] { return path("attributes"); });
    std::size_t bytes = 0;
    for (attribute const& a : request.attributes) bytes += a.name.size() + a.value.text().size();
    judge(output, bytes, bound::attribute_bytes, [] { return path("attributes"); });
    return failed_since(output, before);
  }

 private:
  template <class Location>
  static void judge(rule_output& output, std::size_t size, std::size_t limit, Location location) {
    if (size <= limit) return;
    fail(output, code::text_too_long, location(), {},
         {static_cast<std::int64_t>(size), static_cast<std::int64_t>(limit)});
  }
  static void judge(offer const& offered, rule_output& output) {
    check_length(output, offered.role, "role");
    if (!offered.grants) return;
    judge(output, offered.grants->size(), bound::grants, [] { return path("grants"); });
    const std::size_t judged = (std::min)(offered.grants->size(), bound::grants);
    for (std::size_t n = 0; n != judged; ++n) {
      grant const& g = (*offered.grants)[n];
      judge(output, g.id.size(), bound::text, [n] { return grant_path(n, "id"); });
      judge(output, g.role.size(), bound::text, [n] { return grant_path(n, "role"); });
    }
  }
};

/// Requires that the lifetime is within the limits of the policy, and that the expiry is within the
/// range of `instant`.
struct lifetime_within_bounds {
  static constexpr std::string_view name = "lifetime_within_bounds";
  static constexpr tier at = tier::input;
  static outcome check(actor_context const& context, rule_output& output) {
    if (!context.lifetime) return outcome::not_applicable;
    expiry_policy const& p = context.policy.expiry;
    if (*context.lifetime < p.min_lifetime) {
      return fail(output, code::lifetime_too_short, "lifetime", {},
                  {context.lifetime->count(), p.min_lifetime.count()});
    }
    if (p.max_lifetime && *context.lifetime > *p.max_lifetime) {
      return fail(output, code::lifetime_too_long, "lifetime", {},
                  {context.lifetime->count(), p.max_lifetime->count()});
    }
    return context.expiry_overflows ? fail(output, code::time_out_of_range, "lifetime")
                                    : outcome::passed;
  }
};

inline bool tokens_required(policy const& p) {
  return p.tokens.required || p.proof == required_proof::token;
}

/// Requires that the command contains a token if the policy requires tokens. The digest of a token
/// must not be empty.
struct token_given {
  static constexpr std::string_view name = "token_given";
  static constexpr tier at = tier::input;
  static outcome check(actor_context const& context, rule_output& output) {
    if (*context.token && (**context.token).empty()) {
      return fail(output, code::invalid_digest, "token", {}, {0, std::int64_t{token_digest::size}});
    }
    if (*context.token) return outcome::passed;
    if (!tokens_required(context.policy)) return outcome::not_applicable;
    return fail(output, code::missing_value, "token", "a token");
  }
};

/// Requires that the command contains a token if the invitation has a token, because the new
/// message needs a link that works.
struct token_for_message {
  static constexpr std::string_view name = "token_for_message";
  static constexpr tier at = tier::input;
  static outcome check(change_context const& context, rule_output& output) {
    if (!*context.token && context.invitation->tokens)
      return fail(output, code::missing_value, "token", "a token");
    return token_given::check(context, output);
  }
};

/// Requires that the command contains a new token if the invitation has a token. The old link
/// showed the old offer, so the old token must become invalid.
struct token_rotated {
  static constexpr std::string_view name = "token_rotated";
  static constexpr tier at = tier::input;
  static outcome check(change_context const& context, rule_output& output) {
    box<token_digests> const& digests = context.invitation->tokens;
    const bool is_new = *context.token && (!digests || match(*digests, **context.token,
                                                             context.now) == token_match::none);
    if (digests && !is_new) return fail(output, code::missing_value, "token", "a new token");
    return token_given::check(context, output);
  }
};

/// Requires that the command contains the id of the newer invitation. The id must be different from
/// the id of the older invitation.
struct newer_named {
  static constexpr std::string_view name = "newer_named";
  static constexpr tier at = tier::input;
  static outcome check(supersede_context const& context, rule_output& output) {
    if (!context.newer.empty() && context.newer != context.invitation->id) return outcome::passed;
    return fail(output, code::missing_value, "newer", "the ID of another invitation");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/rules/facts.hpp ----

// Rules about the facts that the host (the program that uses the library) has looked up. The
// comment of a rule states what the rule requires.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Returns whether the verb makes a new or an expired invitation pending.
inline bool makes_pending(rule_context const& context) {
  return context.verb == event_kind::issue || is_renewal(context);
}

/// Returns the fact `organization`, or null if the fact is absent.
inline organization_snapshot const* snapshot(rule_context const& context) {
  return context.facts.organization ? &*context.facts.organization : nullptr;
}

/// Requires the fact `organization` if this rule or a later rule needs the fact. With
/// `policy::check_organization`, requires that the organization is active.
struct organization_active {
  static constexpr std::string_view name = "organization_active";
  static constexpr tier at = tier::facts;
  static outcome check(rule_context const& context, rule_output& output) {
    const bool counts = context.policy.quotas.seats != seat_rule::unchecked ||
                        (context.verb != event_kind::accept && context.policy.quotas.pending);
    const bool counted = counts && (makes_pending(context) || context.verb == event_kind::accept);
    organization_snapshot const* organization = snapshot(context);
    if (!organization && (context.policy.check_organization || counted))
      return missing_fact(output, "organization");
    if (!context.policy.check_organization) return outcome::not_applicable;
    const bool active = organization->status == organization_status::active;
    return active ? outcome::passed : fail(output, code::organization_inactive);
  }
};

/// Requires that the organization's plan (its subscription) includes invitations.
struct plan_includes_invitations {
  static constexpr std::string_view name = "plan_includes_invitations";
  static constexpr tier at = tier::facts;
  static outcome check(rule_context const& context, rule_output& output) {
    organization_snapshot const* organization = snapshot(context);
    if (!organization || !context.policy.check_organization || !makes_pending(context))
      return outcome::not_applicable;
    return organization->plan_includes_invitations ? outcome::passed
                                                   : fail(output, code::plan_refused);
  }
};

/// Requires that the invitee is not a member, if `policy::members` forbids members.
struct not_a_member {
  static constexpr std::string_view name = "not_a_member";
  static constexpr tier at = tier::facts;
  static outcome check(rule_context const& context, rule_output& output) {
    const bool is_answer = context.verb == event_kind::accept;
    const member_rule rule = context.policy.members;
    if (rule == member_rule::allow || !(is_answer || makes_pending(context)))
      return outcome::not_applicable;
    if (is_answer && rule == member_rule::accept_only) return outcome::not_applicable;
    if (!context.facts.member) return missing_fact(output, "member");
    if (!*context.facts.member) return outcome::passed;
    return fail(output, code::already_member, "email", formerly_member::name_of(context.recipient));
  }
};

/// Returns whether `other` is a duplicate of the invitation of the context: a pending invitation of
/// the same organization for the same address or user.
inline bool is_duplicate(rule_context const& context, invitation const& other) {
  if (!other.organization.empty() && other.organization != context.organization) return false;
  if (other.status(context.now) != status::pending) return false;
  if (context.invitation && other.id == context.invitation->id) return false;
  recipient const& a = context.recipient;
  recipient const& b = other.recipient;
  return (a.email && a.email == b.email) || (!a.user.empty() && a.user == b.user);
}

/// Returns whether the actor may supersede `older` with a new invitation. With
/// `granting::by_verdict`, the host has decided only about the new offer. Therefore the older
/// invitation must have the same offer.
inline bool may_supersede(actor_context const& context, invitation const& older) {
  if (older.sponsor == context.by || context.policy.granting == granting::unchecked) return true;
  if (context.policy.granting == granting::by_verdict) return older.offer == *context.offer;
  return context.facts.actor &&
         !first_not_grantable(context.policy, *context.facts.actor, older.offer);
}

/// Requires that no other pending invitation has the same recipient, unless `policy::duplicates`
/// allows this. Also requires that the id of a new invitation is unused.
struct no_duplicate {
  static constexpr std::string_view name = "no_duplicate";
  static constexpr tier at = tier::facts;
  static outcome check(issue_context const& context, rule_output& output) {
    return judge(context, &context.id, output);
  }
  static outcome check(change_context const& context, rule_output& output) {
    return judge(context, nullptr, output);
  }

 private:
  static outcome judge(actor_context const& context, invitation_id const* new_id,
                       rule_output& output) {
    if (!makes_pending(context)) return outcome::not_applicable;
    if (!context.facts.existing) {
      const bool needed = context.policy.duplicates != duplicate_rule::unchecked;
      return needed ? missing_fact(output, "existing") : outcome::not_applicable;
    }
    const auto before = output.found.size();
    const bool supersedes =
        context.verb == event_kind::issue && context.policy.duplicates == duplicate_rule::supersede;
    for (invitation const& other : *context.facts.existing) {
      if (new_id && other.id == *new_id) {
        fail(output, code::already_issued, "id", other.id.text());
      } else if (context.policy.duplicates != duplicate_rule::unchecked && !context.existing &&
                 is_duplicate(context, other) && !(supersedes && may_supersede(context, other))) {
        fail(output, code::duplicate_pending, "email", other.id.text());
      }
    }
    return failed_since(output, before);
  }
};

/// Returns whether the fact `scopes` contains the project or workspace of the grant.
inline bool scope_exists(facts const& f, grant const& g) {
  if (!f.scopes) return false;
  for (scope_id const& s : *f.scopes) {
    if (s.scope == g.scope && s.id == g.id) return true;
  }
  return false;
}

/// Returns whether the offer contains projects or workspaces, and the policy requires that these
/// exist.
inline bool has_scopes(rule_context const& context) {
  return context.policy.check_scopes && context.offer->grants && !context.offer->grants->empty();
}

/// Requires that the projects and workspaces of the offer exist.
struct scopes_exist {
  static constexpr std::string_view name = "scopes_exist";
  static constexpr tier at = tier::facts;
  static outcome check(rule_context const& context, rule_output& output) {
    if (!has_scopes(context)) return outcome::not_applicable;
    if (!context.facts.scopes) return missing_fact(output, "scopes");
    const auto before = output.found.size();
    check_each(context, output);
    return failed_since(output, before);
  }
  static void check_each(rule_context const& context, rule_output& output) {
    std::size_t n = 0;
    for (grant const& g : *context.offer->grants) {
      if (!scope_exists(context.facts, g))
        fail(output, code::unknown_scope, grant_path(n, "id"), g.id);
      ++n;
    }
  }
};

/// Returns whether a grant of the offer can no longer be made, because its project, workspace or
/// role no longer exists.
inline bool vanished(rule_context const& context, grant const& g) {
  if (!roles_known::knows(context.policy.roles, g.role, g.scope)) return true;
  return context.policy.check_scopes && !scope_exists(context.facts, g);
}

/// Returns the offer without the grants that can no longer be made, if the policy drops such
/// grants. Returns `std::nullopt` if no grant is dropped.
inline std::optional<offer> reduced_offer(rule_context const& context) {
  if (context.policy.vanished != vanished_rule::drop || !context.offer->grants) return std::nullopt;
  const auto gone = [&context](grant const& g) { return vanished(context, g); };
  std::vector<grant> const& all = *context.offer->grants;
  if (std::none_of(all.begin(), all.end(), gone)) return std::nullopt;
  offer out{context.offer->role, std::vector<grant>{}};
  std::remove_copy_if(all.begin(), all.end(), std::back_inserter(*out.grants), gone);
  return out;
}

/// Requires that the roles, projects and workspaces of the offer still exist when the person
/// accepts. With `vanished_rule::drop`, the role in the organization or, without a role, one grant
/// is enough.
struct offer_still_known {
  static constexpr std::string_view name = "offer_still_known";
  static constexpr tier at = tier::facts;
  static outcome check(answer_context const& context, rule_output& output) {
    const bool scoped = has_scopes(context);
    if (scoped && !context.facts.scopes) return missing_fact(output, "scopes");
    const auto before = output.found.size();
    const bool drops = context.policy.vanished == vanished_rule::drop;
    if (!drops) {
      roles_known::check(context, output);
      if (scoped) scopes_exist::check_each(context, output);
      return failed_since(output, before);
    }
    roles_known::check_one(context, output, context.offer->role, scope::organization, path("role"));
    if (!context.offer->grants || context.offer->grants->empty())
      return failed_since(output, before);
    std::vector<grant> const& all = *context.offer->grants;
    const auto gone = std::count_if(all.begin(), all.end(),
                                    [&context](grant const& g) { return vanished(context, g); });
    const auto left = static_cast<std::int64_t>(all.size()) - gone;
    output.message = "{0} of {1} grants are still valid";
    output.numbers = {left, static_cast<std::int64_t>(all.size()), 0};
    if (left == 0 && context.offer->role.empty()) {
      fail(output, code::unknown_scope, grant_path(0, "id"), all.front().id);
    }
    return failed_since(output, before);
  }
};

/// Requires that the sponsor is still an active member and may still grant the offer. The sponsor
/// needs no right to grant the dropped grants.
struct sponsor_active {
  static constexpr std::string_view name = "sponsor_active";
  static constexpr tier at = tier::facts;
  static outcome check(answer_context const& context, rule_output& output) {
    if (context.policy.sponsor == sponsor_rule::allow) return outcome::not_applicable;
    if (context.invitation->sponsor && context.invitation->sponsor->kind == actor_kind::system)
      return outcome::not_applicable;
    if (!context.facts.sponsor) return missing_fact(output, "sponsor");
    if (!context.facts.sponsor->active) return fail(output, code::sponsor_inactive);
    offer const& offered = context.invitation->offer;
    std::string const* role = nullptr;
    if (membership_decides(context.policy)) {
      role = first_not_grantable(
          context.policy, *context.facts.sponsor, offered, [&context](grant const& g) {
            return context.policy.vanished == vanished_rule::refuse || !vanished(context, g);
          });
    } else if (context.policy.granting == granting::by_verdict) {
      if (context.facts.may_grant == verdict::undecided) return missing_fact(output, "may_grant");
      if (context.facts.may_grant == verdict::denied) role = &offered.role;
    }
    return role ? fail(output, code::sponsor_not_permitted, {}, *role) : outcome::passed;
  }
};

/// Returns whether the command returns an existing invitation. If so, the limits are not checked,
/// because the command needs no seat and sends no message.
inline bool returns_existing(actor_context const& context) { return context.existing != nullptr; }

/// Returns the number of the organization's pending invitations, without the invitations that the
/// new invitation supersedes.
inline std::int64_t pending_beside(actor_context const& context,
                                   organization_snapshot const& organization) {
  return (std::max)(std::int64_t{0}, std::int64_t{organization.pending} - context.superseded);
}

/// Requires that a seat is free. A new invitation reserves a seat, unless the policy counts only
/// members. The seat of a superseded invitation counts as free. For accept, only members count,
/// because the reserved seat becomes the seat of the new member. A member needs no additional seat.
struct seat_free {
  static constexpr std::string_view name = "seat_free";
  static constexpr tier at = tier::facts;
  static outcome check(actor_context const& context, rule_output& output) {
    if (!makes_pending(context) || returns_existing(context)) return outcome::not_applicable;
    organization_snapshot const* organization = snapshot(context);
    const bool reserves = context.policy.quotas.seats == seat_rule::reserved_by_pending;
    return judge(context, organization && reserves ? pending_beside(context, *organization) : 0,
                 output);
  }
  static outcome check(answer_context const& context, rule_output& output) {
    return judge(context, 0, output);
  }

 private:
  static outcome judge(rule_context const& context, std::int64_t reserved, rule_output& output) {
    organization_snapshot const* organization = snapshot(context);
    if (context.policy.quotas.seats == seat_rule::unchecked || !organization ||
        !organization->seat_limit || context.facts.member.value_or(false)) {
      return outcome::not_applicable;
    }
    const std::int64_t used = organization->members + reserved;
    const std::int64_t limit = *organization->seat_limit;
    return check_limit(output, used + 1 <= limit, code::seats_full, {used, limit, reserved});
  }
};

/// Requires that the organization has fewer pending invitations than `quotas.pending` of the
/// policy.
struct pending_left {
  static constexpr std::string_view name = "pending_left";
  static constexpr tier at = tier::facts;
  static outcome check(actor_context const& context, rule_output& output) {
    organization_snapshot const* organization = snapshot(context);
    if (!context.policy.quotas.pending || !organization || !makes_pending(context) ||
        returns_existing(context)) {
      return outcome::not_applicable;
    }
    const std::int64_t pending = pending_beside(context, *organization);
    const std::int64_t limit = *context.policy.quotas.pending;
    return check_limit(output, pending < limit, code::too_many_pending, {pending, limit, 0});
  }
};

/// Returns the outcome of a rule that requires that the rate `r` allows one more message. `sent` is
/// the fact with the times of the messages, and `fact` is the name of the fact.
inline outcome judge_rate(actor_context const& context, rule_output& output,
                          std::optional<rate> const& r,
                          std::optional<std::vector<instant>> const& sent, char const* fact) {
  if (!r || !context.sends_message || returns_existing(context)) return outcome::not_applicable;
  if (!sent) return missing_fact(output, fact);
  const rate_usage usage = usage_of(*r, *sent, context.now);
  std::int64_t wait = 0;
  if (!usage.available) {
    wait = usage.available_at ? to_unix_seconds(*usage.available_at) - to_unix_seconds(context.now)
                              : r->window.count();
    wait = (std::max)(std::int64_t{1}, wait);
  }
  const std::array<std::int64_t, 3> numbers{static_cast<std::int64_t>(usage.used), r->limit, wait};
  return check_limit(output, usage.available, code::rate_limited, numbers, fact, messages_left);
}

/// Requires that the rate of messages to the recipient's address allows one more message.
struct recipient_rate {
  static constexpr std::string_view name = "recipient_rate";
  static constexpr tier at = tier::facts;
  static outcome check(actor_context const& context, rule_output& output) {
    return judge_rate(context, output, context.policy.quotas.per_recipient,
                      context.facts.sends.to_recipient, "to_recipient");
  }
};

/// Requires that the rate of messages by the actor allows one more message.
struct inviter_rate {
  static constexpr std::string_view name = "inviter_rate";
  static constexpr tier at = tier::facts;
  static outcome check(actor_context const& context, rule_output& output) {
    return judge_rate(context, output, context.policy.quotas.per_inviter,
                      context.facts.sends.by_inviter, "by_inviter");
  }
};

/// Requires that the rate of messages of the organization allows one more message.
struct organization_rate {
  static constexpr std::string_view name = "organization_rate";
  static constexpr tier at = tier::facts;
  static outcome check(actor_context const& context, rule_output& output) {
    return judge_rate(context, output, context.policy.quotas.per_organization,
                      context.facts.sends.of_organization, "of_organization");
  }
};

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/changing.hpp ----

// The verbs for an existing invitation: their rules, their repetitions, and the details of their
// events.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

/// Returns whether an event has the values of the command. The kind of the event is already known
/// to match. Most commands have no values to compare.
template <class Command>
bool matches_command(event const&, Command const&) {
  return true;
}

inline bool matches_command(event const& e, amend_command const& c) {
  auto* amended = std::get_if<amend_details>(&e.details);
  return amended && amended->offer && *amended->offer == c.offer;
}

inline bool matches_command(event const& e, supersede_command const& c) {
  auto* superseded = std::get_if<supersede_details>(&e.details);
  return superseded && superseded->newer && *superseded->newer == c.newer;
}

/// Returns the details of the event of an answer. `Details` is `accept_details` or
/// `decline_details`.
template <class Details>
Details answer_details(answer_context const& context) {
  Details out;
  out.proof = context.proof;
  if (context.who.email && !context.proof.email) out.email = *context.who.email;
  return out;
}

/// The parts of the verb that a command belongs to: the context, the rules, the check whether the
/// command is a repetition, and the details of the event.
template <class Command>
struct verb;

template <>
struct verb<resend_command> {
  static constexpr event_kind kind = event_kind::resend;
  using rules = rule_list<same_organization, actor_active, actor_may_grant, command_complete,
                          domain_admitted, roles_known, roles_grantable, lifetime_within_bounds,
                          token_for_message, idempotency_key_unused, transition_allowed,
                          cooled_down, sends_left, young_enough, organization_active,
                          plan_includes_invitations, not_a_member, no_duplicate, scopes_exist,
                          pending_left, seat_free, recipient_rate, inviter_rate, organization_rate>;
  static change_context context(rule_context const& common, invitation const& i,
                                resend_command const& c) {
    change_context out(common, c.by, i);
    out.token = &c.token;
    out.sends_message = true;
    set_lifetime(out, c.lifetime);
    return out;
  }
  static bool repeats(change_context const&, resend_command const&) { return false; }
  static resend_details event_details_for(change_context const& context, resend_command const& c) {
    box<token_digests> const& digests = context.invitation->tokens;
    if (!c.token || (digests && digests->current == *c.token)) return {};
    const auto grace = context.policy.tokens.grace;
    const bool overlaps = digests && grace.count() > 0;
    return {*c.token, overlaps ? checked_add(context.now, grace) : std::nullopt};
  }
};

template <>
struct verb<amend_command> {
  static constexpr event_kind kind = event_kind::amend;
  using rules =
      rule_list<same_organization, actor_active, actor_may_grant, command_complete, within_bounds,
                roles_known, roles_grantable, grants_distinct, token_rotated,
                idempotency_key_unused, transition_allowed, sends_left, organization_active,
                scopes_exist, recipient_rate, inviter_rate, organization_rate>;
  static change_context context(rule_context const& common, invitation const& i,
                                amend_command const& c) {
    change_context out(common, c.by, i);
    out.token = &c.token;
    out.offer = &c.offer;
    out.sends_message = i.send;
    return out;
  }
  static bool repeats(change_context const&, amend_command const&) { return false; }
  static amend_details event_details_for(change_context const&, amend_command const& c) {
    return {c.offer, boxed(c.token)};
  }
};

template <>
struct verb<accept_command> {
  static constexpr event_kind kind = event_kind::accept;
  using rules = rule_list<same_organization, recipient_matches, email_verified, token_matches,
                          command_complete, domain_admitted, idempotency_key_unused,
                          transition_allowed, offer_current, organization_active, offer_still_known,
                          sponsor_active, not_a_member, seat_free>;
  static answer_context context(rule_context const& common, invitation const& i,
                                accept_command const& c) {
    answer_context out(common, i, c.who, c.token);
    set_proof(out);
    out.offer_number = c.offer_number;
    return out;
  }
  static bool repeats(answer_context const& context, accept_command const& c) {
    auto* accepted_state = std::get_if<accepted>(&context.invitation->state);
    return accepted_state && answered_by(*context.invitation, accepted_state->by, c.who);
  }
  static accept_details event_details_for(answer_context const& context, accept_command const&) {
    auto out = answer_details<accept_details>(context);
    if (auto rest = reduced_offer(context)) out.granted = *std::move(rest);
    return out;
  }
};

template <>
struct verb<decline_command> {
  static constexpr event_kind kind = event_kind::decline;
  using rules = rule_list<same_organization, recipient_matches, email_verified, token_matches,
                          command_complete, idempotency_key_unused, transition_allowed>;
  static answer_context context(rule_context const& common, invitation const& i,
                                decline_command const& c) {
    answer_context out(common, i, c.who, c.token);
    set_proof(out);
    return out;
  }
  static bool repeats(answer_context const& context, decline_command const& c) {
    auto* revoked_state = std::get_if<revoked>(&context.invitation->state);
    return revoked_state && revoked_state->cause == revoke_cause::declined && revoked_state->by &&
           answered_by(*context.invitation, revoked_state->by->id, c.who);
  }
  static decline_details event_details_for(answer_context const& context, decline_command const&) {
    return answer_details<decline_details>(context);
  }
};

template <>
struct verb<revoke_command> {
  static constexpr event_kind kind = event_kind::revoke;
  using rules = rule_list<same_organization, actor_active, sponsor_or_may_grant, command_complete,
                          idempotency_key_unused, transition_allowed>;
  static change_context context(rule_context const& common, invitation const& i,
                                revoke_command const& c) {
    return {common, c.by, i};
  }
  static bool repeats(change_context const& context, revoke_command const& c) {
    auto* revoked_state = std::get_if<revoked>(&context.invitation->state);
    return revoked_state && revoked_state->cause == revoke_cause::revoked &&
           revoked_state->by == c.by;
  }
  static revoke_details event_details_for(change_context const&, revoke_command const&) {
    return {};
  }
};

template <>
struct verb<supersede_command> {
  static constexpr event_kind kind = event_kind::supersede;
  using rules = rule_list<same_organization, actor_active, sponsor_or_may_grant, command_complete,
                          newer_named, idempotency_key_unused, transition_allowed>;
  static supersede_context context(rule_context const& common, invitation const& i,
                                   supersede_command const& c) {
    return {common, c.by, i, c.newer};
  }
  static bool repeats(supersede_context const& context, supersede_command const& c) {
    if (context.invitation->history.empty()) return false;
    event const& last = context.invitation->history.back();
    return matches_command(last, c) && last.by == c.by;
  }
  static supersede_details event_details_for(supersede_context const&, supersede_command const& c) {
    return {c.newer};
  }
};

template <>
struct verb<expire_command> {
  static constexpr event_kind kind = event_kind::expire;
  using rules = rule_list<same_organization, actor_is_system, command_complete,
                          idempotency_key_unused, time_is_over>;
  static change_context context(rule_context const& common, invitation const& i,
                                expire_command const& c) {
    return {common, c.by, i};
  }
  static bool repeats(change_context const& context, expire_command const& c) {
    return std::holds_alternative<expired>(context.invitation->state) &&
           c.by.kind == actor_kind::system;
  }
  static expire_details event_details_for(change_context const& context, expire_command const&) {
    return {context.now};
  }
};

template <class Command>
facts const& facts_of(Command const& c) {
  return c.facts;
}
inline facts const& facts_of(decline_command const&) { return no_facts(); }
inline facts const& facts_of(expire_command const&) { return no_facts(); }

/// Searches for an event with the command's idempotency key. If there is such an event, either the
/// command is a repetition of the command that caused the event, or the key was used for another
/// command.
template <class Context, class Command>
void find_idempotency_key(Context& context, Command const& c) {
  if (c.idempotency_key.empty()) return;
  for (event const& e : context.invitation->history) {
    if (e.idempotency_key != c.idempotency_key) continue;
    context.repeat = e.kind() == context.verb && matches_command(e, c) && same_actor(context, e);
    context.idempotency_key_reused = !context.repeat;
    return;
  }
}

template <class Command>
auto make_context(policy const& p, invitation const& i, Command const& c) {
  rule_context common(p, verb<Command>::kind, c.organization, i.recipient, c.idempotency_key,
                      facts_of(c));
  common.invitation = &i;
  common.offer = &i.offer;
  set_now(common, c.now);
  common.expires_at = i.expires_at();
  auto context = verb<Command>::context(common, i, c);
  context.repeat = verb<Command>::repeats(context, c);
  find_idempotency_key(context, c);
  return context;
}

template <class Command>
result<decision> decide(policy const& p, invitation const& i, Command const& c) {
  const auto context = make_context(p, i, c);
  problems found = verb<Command>::rules::judge(context);
  if (!found.empty()) return found;
  if (context.repeat) return decision{std::nullopt, i.revision(), {}};
  return decision_of(context, verb<Command>::event_details_for(context, c));
}

template <class Command>
std::vector<rule_result> explain(policy const& p, invitation const& i, Command const& c) {
  return verb<Command>::rules::explain(make_context(p, i, c));
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/issuing.hpp ----

// The verb issue: its rules, the search for an existing invitation, and the new invitation.

namespace invito {
inline namespace INVITO_ABI {
namespace detail {

using issue_rules =
    rule_list<actor_active, actor_may_grant, command_complete, formerly_member, identified,
              within_bounds, email_shaped, domain_admitted, roles_known, roles_grantable,
              grants_distinct, lifetime_within_bounds, token_given, idempotency_key_unused,
              transition_allowed, organization_active, plan_includes_invitations, not_a_member,
              no_duplicate, scopes_exist, pending_left, seat_free, recipient_rate, inviter_rate,
              organization_rate>;

/// Returns whether the command `c` issued `other`, whose first event is `e`. If the offer is a
/// former membership, the offer is not compared, because the fact `former` changes when the person
/// becomes a member again.
inline bool matches_command(invitation const& other, event const& e, invitation_request const& r,
                            issue_command const& c) {
  auto* issued = std::get_if<issue_details>(&e.details);
  const bool reinstates = c.source == offer_source::former_membership;
  if (!issued || issued->reinstates != reinstates || e.by != c.by) return false;
  if (!reinstates && (!issued->offer || *issued->offer != r.offer)) return false;
  const auto end = c.lifetime ? checked_add(e.at, *c.lifetime) : e.expires_at;
  return other.recipient == r.recipient && other.name == r.name && other.send == r.send &&
         other.attributes == r.attributes && e.expires_at == end;
}

/// Searches the existing invitations for an invitation to return instead of a new invitation: the
/// invitation that the same command issued before or, with `duplicate_rule::return_existing`, a
/// pending invitation with the same offer. Counts the invitations that the new invitation
/// supersedes.
inline void find_existing(issue_context& context, invitation_request const& r,
                          issue_command const& c) {
  if (!c.facts.existing) return;
  for (invitation const& other : *c.facts.existing) {
    if (other.organization != c.organization) continue;
    event const* first = other.baseline || other.history.empty() ? nullptr : &other.history.front();
    if (!first || c.idempotency_key.empty() || first->idempotency_key != c.idempotency_key)
      continue;
    context.repeat = matches_command(other, *first, r, c);
    context.idempotency_key_reused = !context.repeat;
    context.existing = context.repeat ? &other : nullptr;
    return;
  }
  for (invitation const& other : *c.facts.existing) {
    if (!is_duplicate(context, other)) continue;
    if (context.policy.duplicates == duplicate_rule::supersede) ++context.superseded;
    const bool same = other.organization == c.organization && other.offer == *context.offer;
    if (context.policy.duplicates == duplicate_rule::return_existing && same && !context.existing) {
      context.existing = &other;
    }
  }
}

inline issue_context make_context(policy const& p, invitation_request const& r,
                                  issue_command const& c) {
  rule_context common(p, event_kind::issue, c.organization, r.recipient, c.idempotency_key,
                      c.facts);
  set_now(common, c.now);
  issue_context context(common, c.by, r, c.id);
  context.token = &c.token;
  context.reinstates = c.source == offer_source::former_membership;
  context.offer = context.reinstates && c.facts.former ? &*c.facts.former : &r.offer;
  context.sends_message = r.send;
  set_lifetime(context, c.lifetime);
  find_existing(context, r, c);
  return context;
}

/// Returns the decision that supersedes the pending invitation `older` with the new invitation.
inline result<decision> supersede_older(issue_context const& issuing, invitation const& older) {
  static const std::string no_idempotency_key;
  rule_context common(issuing.policy, event_kind::supersede,
                      older.organization.empty() ? older.organization : issuing.organization,
                      older.recipient, no_idempotency_key, issuing.facts);
  common.invitation = &older;
  common.offer = &older.offer;
  set_now(common, issuing.now);
  common.expires_at = older.expires_at();
  const supersede_context context(common, issuing.by, older, issuing.id);
  if (!has_transition(context)) {
    return problem{find_transition(context.status, context.verb).refusal, {}, {}, {}};
  }
  return decision_of(context, supersede_details{issuing.id});
}

/// Adds to `out` the decisions on all invitations that the new invitation supersedes.
inline result<void> supersede_all(issue_context const& context,
                                  decltype(issuance::superseded)& out) {
  if (context.superseded == 0) return {};
  for (invitation const& older : *context.facts.existing) {
    if (!is_duplicate(context, older)) continue;
    auto superseded = supersede_older(context, older);
    if (!superseded) return std::move(superseded).error();
    out.push_back({older.id, *std::move(superseded)});
  }
  return {};
}

/// Returns the result of a command that passed the rules: a new or an existing invitation.
inline result<issuance> issuance_of(issue_context const& context, issue_command const& c) {
  result<issuance> out(std::in_place);
  if (context.existing) {
    out->existing = true;
    out->invitation = invitation(*context.existing);
    return out;
  }
  invitation_request const& r = context.request;
  invitation& issued = out->invitation;
  issued.id = c.id;
  issued.organization = c.organization;
  issued.recipient = r.recipient;
  issued.name = r.name;
  issued.send = r.send;
  issued.attributes = r.attributes;
  record(issued,
         make_event(context, issue_details{*context.offer, boxed(c.token), context.reinstates}));
  out->guards.organization_revision = organization_revision(c.facts);
  out->guards.unique = claim(c.organization, r.recipient);
  if (auto done = supersede_all(context, out->superseded); !done) out = std::move(done).error();
  return out;
}

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/verbs.ipp ----

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE result<issuance> issue(policy const& p, invitation_request const& r,
                                     issue_command const& c) {
  const detail::issue_context context = detail::make_context(p, r, c);
  problems found = detail::issue_rules::judge(context);
  if (!found.empty()) return found;
  return detail::issuance_of(context, c);
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

INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation_request const& r,
                                               issue_command const& c) {
  return detail::issue_rules::explain(detail::make_context(p, r, c));
}

INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               resend_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               amend_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               accept_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               decline_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               revoke_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               supersede_command const& c) {
  return detail::explain(p, i, c);
}
INVITO_INLINE std::vector<rule_result> explain(policy const& p, invitation const& i,
                                               expire_command const& c) {
  return detail::explain(p, i, c);
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/model/impl/sends.ipp ----

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Returns whether a message was sent for the event `e` of `i`. Returns false for the issue event.
inline bool sent_message(invitation const& i, event const& e) noexcept {
  return e.kind() == event_kind::resend || (i.send && e.kind() == event_kind::amend);
}

}  // namespace detail

INVITO_INLINE std::uint32_t send_count(invitation const& i) noexcept {
  const auto later = std::count_if(i.history.begin(), i.history.end(),
                                   [&i](event const& e) { return detail::sent_message(i, e); });
  return static_cast<std::uint32_t>(later) + (i.send ? 1U : 0U);
}

INVITO_INLINE std::vector<instant> sends(invitation const& i) {
  std::vector<instant> out;
  out.reserve(send_count(i));
  if (i.send && i.created_at) out.push_back(*i.created_at);
  for (event const& e : i.history) {
    if (detail::sent_message(i, e)) out.push_back(e.at);
  }
  return out;
}

INVITO_INLINE std::optional<instant> last_sent(invitation const& i) noexcept {
  const auto last = std::find_if(i.history.rbegin(), i.history.rend(),
                                 [&i](event const& e) { return detail::sent_message(i, e); });
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

/// The words for the statuses of an invitation. If a status has several words, all of them can be
/// read, but only the first word is written.
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

inline std::string word_for(state const& s) {
  auto* revoked_state = std::get_if<revoked>(&s);
  return word_for(recorded_status(s), revoked_state ? revoked_state->cause : revoke_cause{});
}

inline status_entry entry_of(event const& e) {
  status_entry out;
  out.status = word_for(state_after(e));
  out.at = e.at;
  out.by = e.by.id;
  std::string name = "\"";
  name += to_string(e.kind());
  name += '"';
  out.metadata.push_back({"invito_event", json_text::unchecked(std::move(name))});
  return out;
}

/// Returns whether a status entry for `s` would contain a status but no time and no user. For a
/// revoked state, the cause must also be `revoked`. An entry never contains an expiry.
inline bool is_bare(state const& s) {
  return std::holds_alternative<pending>(s) || s == state(accepted{}) || s == state(revoked{});
}

inline status_entry entry_of(state const& s, std::optional<instant> created_at) {
  status_entry out;
  out.status = word_for(s);
  out.at = std::holds_alternative<pending>(s) ? created_at : changed_at(s);
  if (auto* accepted_state = std::get_if<accepted>(&s)) out.by = accepted_state->by;
  if (auto* revoked_state = std::get_if<revoked>(&s)) {
    if (revoked_state->by) out.by = revoked_state->by->id;
  }
  return out;
}

/// Returns whether `entry`, the last status of the source document, makes another entry for `s`
/// unnecessary: `entry` describes `s` completely, or an entry for `s` would add no value.
inline bool covers(status_entry const& entry, state const& s) {
  const std::optional<state> described = state_of(entry);
  if (!described || recorded_status(*described) != recorded_status(s)) return is_bare(s);
  return described == state_of(entry_of(s, {}));
}

}  // namespace detail

INVITO_INLINE composite_status composite_of(invitation const& i, instant now) {
  composite_status out;
  bool has_current = false;
  const auto append = [&](status_entry next) {
    if (has_current) {
      advance(out, std::move(next));
    } else {
      out.current = std::move(next);
    }
    has_current = true;
  };
  if (i.baseline) {
    state const& start = i.baseline->state;
    if (i.baseline->source_statuses) {
      out = *i.baseline->source_statuses;
      has_current = true;
    }
    if (!has_current || !detail::covers(out.current, start))
      append(detail::entry_of(start, i.created_at));
  } else if (i.history.empty()) {
    append(detail::entry_of(i.state, i.created_at));
  }
  for (event const& e : i.history) append(detail::entry_of(e));
  auto* pending_state = std::get_if<pending>(&i.state);
  if (pending_state && i.status(now) == status::expired) {
    append(detail::entry_of(expired{*pending_state->expires_at}, {}));
  }
  return out;
}

INVITO_INLINE std::optional<state> state_of(status_entry const& entry) {
  for (detail::status_word const& w : detail::status_words) {
    if (w.word != entry.status) continue;
    switch (w.status) {
      case status::pending: return pending{};
      case status::accepted: return accepted{entry.at, entry.by};
      case status::revoked: {
        revoked out{entry.at, {}, w.cause};
        if (!entry.by.empty()) out.by = actor::user(entry.by);
        return out;
      }
      case status::expired:
        if (entry.at) return expired{*entry.at};
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

INVITO_INLINE std::error_category const& code_category() noexcept {
  struct invito_category final : std::error_category {
    char const* name() const noexcept override { return "invito"; }
    std::string message(int value) const override {
      for (code_info const& row : detail::codes) {
        if (static_cast<int>(row.code) == value) return std::string(row.name);
      }
      return "unknown invito error code";  // any number can be the value of an error_code
    }
  };
  static const invito_category instance;
  return instance;
}

INVITO_INLINE std::error_code make_error_code(code c) noexcept {
  return {static_cast<int>(c), code_category()};
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/bulk.ipp ----

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Adds a message to the log, so that the rates for later rows count the message. The log stays
/// sorted, even if it contains later times from a server whose clock is ahead.
inline void log_send(std::optional<std::vector<instant>>& log, instant at) {
  if (!log) return;
  const bool last = log->empty() || log->back() <= at;
  log->insert(last ? log->end() : std::upper_bound(log->begin(), log->end(), at), at);
}

inline void log_send(facts& f, instant at) {
  log_send(f.sends.by_inviter, at);
  log_send(f.sends.of_organization, at);
}

/// Returns whether the problems include a limit that later rows would exceed too. The rate of
/// messages to one address is not such a limit, because later rows have other addresses.
inline bool hits_limit(problems const& all) {
  return std::any_of(all.begin(), all.end(), [](problem const& p) {
    return p.code == code::seats_full || p.code == code::too_many_pending ||
           (p.code == code::rate_limited && p.subject != "to_recipient");
  });
}

/// Returns for each row whether an earlier row has the same key. `key_of(row)` returns a pointer to
/// the key, or null; see `repeated_keys`.
template <class Row, class KeyOf>
std::vector<bool> find_repeated(std::vector<Row> const& rows, KeyOf key_of) {
  std::vector<bool> out(rows.size());
  for (const std::size_t n : repeated_keys(rows, key_of)) out[n] = true;
  return out;
}

/// Returns a pointer to the value, or null if the value is empty.
template <class Text>
Text const* pointer_if_set(Text const& text) {
  return text.empty() ? nullptr : &text;
}

inline email const* pointer_if_set(std::optional<email> const& address) {
  return address ? &*address : nullptr;
}

inline problem stopped_by(std::size_t row) {
  return {code::batch_stopped, {}, {}, {static_cast<std::int64_t>(row) + 1, 0, 0}};
}

/// Adds a new invitation and its message to the facts, so that the rules for later rows count the
/// invitation and the message.
inline void count_usage(facts& f, issuance const& issued) {
  if (issued.existing) return;
  if (f.organization) {
    auto& pending = f.organization->pending;
    const auto freed = static_cast<std::uint32_t>(issued.superseded.size());
    pending = (pending > freed ? pending - freed : 0) + 1;
  }
  if (issued.invitation.send) log_send(f, issued.invitation.history.back().at);
}

INVITO_INLINE void plan_one(std::vector<planned>& out, std::size_t row, policy const& p,
                            invitation const& i, actor const& sponsor, revoke_command const& c) {
  std::optional<actor> const& vouching = i.sponsor ? i.sponsor : i.created_by;
  if (clamped_status(i, c.now) == status::pending && vouching == sponsor) {
    out.push_back({row, revoke(p, i, c)});
  }
}

INVITO_INLINE void plan_one(std::vector<planned>& out, std::size_t row, policy const& p,
                            invitation const& i, expire_command const& c) {
  if (is_due(i, c.now)) out.push_back({row, expire(p, i, c)});
}

/// Returns the indices of the requests whose address occurs in an earlier request, in ascending
/// order. Complexity: O(n log n).
inline std::vector<std::size_t> repeated_emails(std::vector<invitation_request> const& all) {
  return repeated_keys(all, [](invitation_request const& r) {
    return r.recipient.email ? &*r.recipient.email : nullptr;
  });
}

}  // namespace detail

INVITO_INLINE result<void> check_batch(policy const& p,
                                       std::vector<invitation_request> const& all) {
  problems found;
  if (p.quotas.batch && all.size() > *p.quotas.batch) {
    found.add(make_problem(code::too_many_items, {}, {}, {std::int64_t{*p.quotas.batch}}));
    return found;
  }
  for (const std::size_t n : detail::repeated_emails(all)) {
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
  const auto emails = detail::find_repeated(
      rows, [](auto const& row) { return detail::pointer_if_set(row.request.recipient.email); });
  const auto users = detail::find_repeated(
      rows, [](auto const& row) { return detail::pointer_if_set(row.request.recipient.user); });
  const auto ids =
      detail::find_repeated(rows, [](auto const& row) { return detail::pointer_if_set(row.id); });
  const auto idempotency_keys = detail::find_repeated(
      rows, [](auto const& row) { return detail::pointer_if_set(row.idempotency_key); });
  std::optional<std::size_t> refused;  // the index of the first refused row
  std::optional<std::size_t> limit;    // the index of the row that exceeded a limit
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
      c.token = row.token;
      c.idempotency_key = row.idempotency_key;
      c.facts.member = row.member;
      c.facts.former = row.former;
      c.facts.existing = row.existing;
      c.facts.scopes = row.scopes ? row.scopes : shared_scopes;
      c.facts.sends.to_recipient = row.sent_to_recipient;
      out.emplace_back(issue(p, row.request, c));
    }
    if (out.back()) {
      detail::count_usage(c.facts, *out.back());
      continue;
    }
    if (!refused) refused = n;
    if (mode == bulk_mode::up_to_limit && detail::hits_limit(out.back().error())) limit = n;
  }
  if (mode != bulk_mode::all_or_nothing || !refused) return out;
  for (result<issuance>& row : out) {
    if (row) row = detail::stopped_by(*refused);
  }
  return out;
}

INVITO_INLINE std::vector<planned> plan_resend(policy const& p, std::vector<resend_row> const& rows,
                                               resend_command c) {
  std::vector<planned> out;
  const auto ids = detail::find_repeated(
      rows, [](auto const& row) { return detail::pointer_if_set(row.invitation->id); });
  std::optional<std::vector<scope_id>> const shared_scopes = std::move(c.facts.scopes);
  for (std::size_t n = 0; n != rows.size(); ++n) {
    resend_row const& row = rows[n];
    invitation const& i = *row.invitation;
    if (detail::clamped_status(i, c.now) != status::pending) continue;
    if (ids[n]) {
      out.push_back({n, make_problem(code::duplicate_item, "id", i.id.text())});
      continue;
    }
    c.token = row.token;
    c.facts.scopes = row.scopes ? row.scopes : shared_scopes;
    c.facts.sends.to_recipient = row.sent_to_recipient;
    out.push_back({n, resend(p, i, c)});
    result<decision> const& planned_resend = out.back().decision;
    if (planned_resend && planned_resend->event)
      detail::log_send(c.facts, planned_resend->event->at);
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

INVITO_INLINE bool matches(invitation_filter const& filter, invitation const& i) noexcept {
  if (!filter.organization.empty() && i.organization != filter.organization) return false;
  if (filter.email && i.recipient.email != filter.email) return false;
  if (filter.inviter && i.created_by != filter.inviter) return false;
  if (filter.sponsor && i.sponsor != filter.sponsor) return false;
  if (filter.role && i.offer.role != *filter.role) return false;
  if (filter.as_of && i.created_at > filter.as_of) return false;
  if (!filter.status) return true;
  return filter.as_of && i.status_at(*filter.as_of) == filter.status;
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
  // If `text` is invalid, contains too large a number or writes the number in another way,
  // `to_string` returns another text.
  if (to_string(out) != text) return std::nullopt;
  return out;
}

namespace detail {

/// Returns the time at which an invitation expired if it was pending from `since` to `until`. An
/// absent `since` or `until` means an unknown time.
inline std::optional<instant> expiry_between(std::optional<instant> expires_at,
                                             std::optional<instant> since,
                                             std::optional<instant> until) noexcept {
  if (!expires_at) return std::nullopt;
  const instant at = since ? (std::max)(*expires_at, *since) : *expires_at;
  if (until && at > *until) return std::nullopt;
  return at;
}

/// Returns the time at which `i` expired before its first event. `first_event` is the time of the
/// first event, or absent if there are no events.
inline std::optional<instant> expiry_before_events(invitation const& i,
                                                   std::optional<instant> first_event) noexcept {
  if (!i.baseline && !i.history.empty()) return std::nullopt;  // the history begins with the issue
  baseline const* const start = i.baseline ? &*i.baseline : nullptr;
  state const& first_state = start ? start->state : i.state;
  const std::optional<instant> expires_at = start ? start->expires_at : i.expires_at();
  if (std::holds_alternative<pending>(first_state)) {
    // An unknown time is less than every known time.
    const auto since = start ? (std::max)(i.created_at, start->known_at) : i.created_at;
    return expiry_between(expires_at, since, first_event);
  }
  // If the times of the creation and of the change to this state are known, the invitation was
  // pending between these times; see `status_at`.
  const std::optional<instant> changed = changed_at(first_state);
  if (changed && i.created_at) {
    if (const auto at = expiry_between(expires_at, i.created_at, changed)) return at;
  }
  return std::holds_alternative<expired>(first_state) ? changed : std::nullopt;
}

/// Returns the last expiry of `i` at or before `until`: a time at which `i` became expired.
inline std::optional<instant> last_expiry(invitation const& i, instant until) noexcept {
  std::optional<instant> next;  // the time of the following event
  for (auto e = i.history.rbegin(); e != i.history.rend(); ++e) {
    const event_kind kind = e->kind();
    if (kind == event_kind::issue || kind == event_kind::resend || kind == event_kind::amend) {
      const auto at = expiry_between(e->expires_at, e->at, next);
      if (at && *at <= until) return at;
    }
    next = e->at;
  }
  const auto at = expiry_before_events(i, next);
  return at && *at <= until ? at : std::nullopt;
}

}  // namespace detail

INVITO_INLINE std::optional<instant> expired_between(invitation const& i, instant after,
                                                     instant until) noexcept {
  const auto last = detail::last_expiry(i, until);
  return last && *last > after ? last : std::nullopt;
}

INVITO_INLINE bool is_due(invitation const& i, instant now) noexcept {
  return std::holds_alternative<pending>(i.state) &&
         detail::clamped_status(i, now) == status::expired;
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/lifecycle/impl/redact.ipp ----

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

/// Replaces a person in the parts of an invitation, and counts the changed values.
struct eraser {
  erasure const& who;
  bool invited = false;  // whether the person is the recipient
  std::size_t changes = 0;

  [[nodiscard]] bool is(email const& e) const { return !e.text().empty() && e == who.email; }
  [[nodiscard]] bool is(user_id const& id) const { return !id.empty() && id == who.user; }

  void erase(email& e) {
    if (!is(e)) return;
    e = who.email_fingerprint;
    ++changes;
  }
  void erase(user_id& id) {
    if (!is(id)) return;
    id = who.user_fingerprint;
    ++changes;
  }
  void erase(actor& a) { erase(a.id); }
  /// Erases the person from an optional value.
  template <class Optional>
  void erase_in(Optional& o) {
    if (o) erase(*o);
  }
  /// Clears a text or a list, and counts the change.
  template <class Container>
  void clear(Container& all) {
    if (all.empty()) return;
    all.clear();
    ++changes;
  }

  void erase(state& s) {
    if (auto* accepted_state = std::get_if<accepted>(&s)) erase(accepted_state->by);
    if (auto* revoked_state = std::get_if<revoked>(&s)) erase_in(revoked_state->by);
  }
  void erase(status_entry& source) {
    if (who.attributes && (invited || is(source.by))) {
      clear(source.description);
      clear(source.metadata);
    }
    erase(source.by);
  }
  void erase(composite_status& source) {
    for (status_entry& e : source.history) erase(e);
    erase(source.current);
  }
  void erase(baseline& start) {
    erase(start.state);
    erase_in(start.sponsor);
    erase_in(start.source_statuses);
  }
  void erase(event& e) {
    erase(e.by);
    if (auto* accepting = std::get_if<accept_details>(&e.details)) erase_in(accepting->email);
    if (auto* declining = std::get_if<decline_details>(&e.details)) erase_in(declining->email);
  }
};

}  // namespace detail

INVITO_INLINE result<std::size_t> redact(invitation& i, erasure const& who) {
  if (!who.email.text().empty() && who.email_fingerprint.text().empty()) {
    return problem{code::missing_value, "email_fingerprint", "a fingerprint", {}};
  }
  if (!who.user.empty() && who.user_fingerprint.empty()) {
    return problem{code::missing_value, "user_fingerprint", "a fingerprint", {}};
  }
  detail::eraser person{who};
  invitation copy = i;  // a copy, so that a failure changes nothing
  recipient& to = copy.recipient;
  person.invited = (to.email && person.is(*to.email)) || person.is(to.user);
  person.erase(copy.state);
  person.erase_in(copy.created_by);
  person.erase_in(copy.sponsor);
  person.erase_in(copy.baseline);
  for (event& e : copy.history) person.erase(e);
  if (person.invited) {
    person.clear(copy.name.given);
    person.clear(copy.name.family);
    if (who.attributes) person.clear(copy.attributes);
    person.erase_in(to.email);
    person.erase(to.user);
  }
  if (person.changes != 0) {
    for (event& e : copy.history) person.clear(e.idempotency_key);
    i = std::move(copy);
  }
  return person.changes;
}

INVITO_INLINE std::vector<email> addresses_of(invitation const& i, user_id const& user) {
  std::vector<email> out;
  if (user.empty()) return out;
  bool invited = i.recipient.user == user;
  email const* other = nullptr;
  for (event const& e : i.history) {
    auto* accepting = std::get_if<accept_details>(&e.details);
    auto* declining = std::get_if<decline_details>(&e.details);
    if (e.by.id != user || (!accepting && !declining)) continue;
    box<email> const& from = accepting ? accepting->email : declining->email;
    if (from) other = &*from;
    if (!from) invited = true;
  }
  if (i.history.empty()) {
    auto* accepted_state = std::get_if<accepted>(&i.state);
    auto* revoked_state = std::get_if<revoked>(&i.state);
    const bool declined =
        revoked_state && revoked_state->cause == revoke_cause::declined && revoked_state->by;
    if ((accepted_state && accepted_state->by == user) ||
        (declined && revoked_state->by->id == user))
      invited = true;
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

/// The rules of `accept` that check only the person.
using person_rules =
    rule_list<recipient_matches, email_verified, token_matches, command_complete, domain_admitted>;

}  // namespace detail

INVITO_INLINE result<invitation_preview> preview(policy const& p, invitation const& i,
                                                 visit const& v) {
  if (v.now == unset_instant) return problem{code::missing_value, "now", "the current time", {}};
  accept_command c;
  if (v.who) c.who = *v.who;
  c.token = v.token;
  c.now = v.now;
  const detail::answer_context context = detail::make_context(p, i, c);
  proof const& found = context.proof;
  const bool is_recipient = found.user || found.email;
  if (!is_recipient && !found.token) {
    const bool retired = context.matched == token_match::retired;
    return problem{retired ? code::token_retired : code::wrong_recipient, {}, {}, {}};
  }
  const bool verified = found.user || detail::owns_address(p, found);
  if (!verified && !found.token) return problem{code::email_unverified, {}, {}, {}};
  invitation_preview out;
  out.viewer = is_recipient ? verified ? viewer::recipient : viewer::unverified
               : v.who      ? viewer::other_person
                            : viewer::anonymous;
  out.status = i.status(context.now);
  out.answerable = out.status == status::pending && detail::person_rules::judge(context).empty();
  out.organization = i.organization;
  if (i.recipient.email) {
    out.address = is_recipient ? i.recipient.email->text() : mask(*i.recipient.email);
  }
  out.offer = i.offer;
  out.offer_number = i.offer_number;
  out.expires_at = i.expires_at();
  return out;
}

INVITO_INLINE std::string mask(email const& address) {
  std::string_view const text = address.text();
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) return "***";
  std::size_t first = at < 2 ? 0 : 1;  // a single character before '@' is hidden too
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
    c.token = row.token;
    const detail::answer_context context = detail::make_context(*row.policy, *row.invitation, c);
    if (context.status != status::pending || !(context.proof.user || context.proof.email)) continue;
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
  if (!can_transition(d.status, to)) return false;
  if (can_transition(to, d.status) && at < d.at) return false;
  // This assignment is first, so that `d` does not change if memory runs out.
  d.detail = detail::utf8_prefix(detail, bound::text);
  d.status = to;
  d.at = at;
  return true;
}

}  // namespace INVITO_ABI
}  // namespace invito

#if defined(INVITO_NO_JSON)
#elif !__has_include(<nlohmann/json.hpp>)
#error "invito requires nlohmann_json 3.9 or later, or INVITO_NO_JSON: <nlohmann/json.hpp>"
#elif !__has_include(<date/date.h>)
#error "invito requires Howard Hinnant's date 3, or INVITO_NO_JSON: <date/date.h>"
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
  return a.feature == b.feature && a.detail == b.detail;
}

namespace wire {
namespace detail {

/// Returns the features of `a`, without features that only an invitation can have. `Asked` is
/// `invitation` or `invitation_request`.
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

/// Returns all features of `i`.
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
  if (auto* accepted_state = std::get_if<accepted>(&i.state)) {
    note(accepted_state->at.has_value(), feature::accepted_at);
    note(!accepted_state->by.empty(), feature::accepted_by);
  }
  if (auto* revoked_state = std::get_if<revoked>(&i.state)) {
    note(true, feature::cause);
    note(revoked_state->at.has_value(), feature::revoked_at);
    note(revoked_state->by.has_value(), feature::revoked_by);
  }
  note(i.sponsor.has_value(), feature::sponsor);
  note(i.offer_number != 1, feature::offer_number);
  note(bool(i.tokens), feature::token);
  note(i.revision() != 0, feature::revision);
  note(!i.history.empty(), feature::history);
  note(i.baseline && i.baseline->source_statuses, feature::statuses);
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

INVITO_INLINE void add_absent(creation_response const& c, feature_set kept,
                              std::vector<loss>& out) {
  std::vector<feature> needed = features_in(c.invitation);
  if (!c.token.empty() && !c.invitation.tokens) needed.push_back(feature::token);
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
  if (auto* accepted_state = std::get_if<accepted>(&i.state))
    fraction(feature::accepted_at, accepted_state->at);
  if (auto* revoked_state = std::get_if<revoked>(&i.state))
    fraction(feature::revoked_at, revoked_state->at);
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

// ---- invito/wire/impl/nlohmann.ipp ----

#ifdef INVITO_SEPARATE_COMPILATION
namespace invito {
inline namespace INVITO_ABI {
namespace wire {

template void feed_text<>(std::string_view text, reader& to);
template void feed_value<nlohmann::json>(nlohmann::json const& value, reader& to);
template result<void> write_tree<nlohmann::json>(void* to, void const* at, codec const& as,
                                                 write_settings const& settings);

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
#endif

// ---- invito/wire/impl/source.ipp ----

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
namespace detail {

INVITO_INLINE result<void> read_into(slot to, source const& in, read_options const& options) {
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

/// The destructor shortens `text` to `size` bytes, so that a failed write leaves no partial text.
struct kept_start {
  std::string& text;
  std::size_t size;
  ~kept_start() { text.resize(size); }
};

template <class To>
result<void> write_text(To& end, void const* at, codec const& as, write_settings const& settings) {
  text_writer out(end, settings);
  write_value(at, as, out);
  out.flush();
  return out.finish();
}

inline result<void> write_to_string(void* to, void const* at, codec const& as,
                                    write_settings const& settings) {
  std::string& end = *static_cast<std::string*>(to);
  kept_start start{end, end.size()};
  result<void> written = write_text(end, at, as, settings);
  if (written) start.size = end.size();
  return written;
}

inline result<void> write_to_buffer(void* to, void const* at, codec const& as,
                                    write_settings const& settings) {
  buffer& start = *static_cast<buffer*>(to);
  start.length = 0;
  result<void> written = write_text(start, at, as, settings);
  if (written && start.length > start.size) {
    return problem{
        code::too_large,
        {},
        {},
        {static_cast<std::int64_t>(start.length), static_cast<std::int64_t>(start.size)}};
  }
  return written;
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

INVITO_INLINE int wire::http_statuses::of(problems const& why, disclosure d) const noexcept {
  // With `disclosure::standard`, a code and its public code have the same category. The status is
  // determined from the code itself, so that `exceptions` can contain codes that are not public.
  code c = primary(why).code;
  if (d == disclosure::enumeration_safe) c = public_code(c, d);
  for (exception const& e : exceptions) {
    if (e.status != 0 && e.code == c) return e.status;
  }
  return by_category[static_cast<std::size_t>(info(c).category)];
}

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/aitronos_documents.hpp ----

namespace invito {
inline namespace INVITO_ABI {

struct aitronos;

/// One struct for each JSON object of the dialect. `Text` is `std::string` for reading and
/// `std::string_view` for writing.
namespace aitronos_documents {

/// A time as RFC 3339 text. Reading keeps a fraction of a second, and writing omits the fraction.
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
  std::optional<Text> invitation_link{};  // contains the token, so it is ignored and not written
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
  // The following fields belong to two other versions of this response. They are never written.
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
  using creation_response = aitronos_documents::created<Text>;
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
    text_time with_fraction;
    const code wrong = codec_for<text_time>::read(&with_fraction, in);
    as<time>(at).value = with_fraction.value;
    return wrong;
  }
  static void write(void const* at, writer& out) {
    std::array<char, rfc3339_length> text{};
    write_rfc3339(text.data(), as<time>(at).value);
    // Removes the fraction of a second from the text. The time itself is not rounded down, because
    // the result could be before the earliest `instant`.
    constexpr std::size_t length = std::string_view("2026-01-31T23:59:59Z").size();
    text[length - 1] = 'Z';
    out.text({text.data(), length});
  }
  static constexpr codec make() { return scalar_codec("a string (RFC 3339 time)", read, write); }
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
      row<&object::invitation_key>("invitation_key", feature::token),
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

INVITO_INLINE bool operator==(validation_response const& a, validation_response const& b) {
  return a.valid == b.valid && a.invitation == b.invitation &&
         a.organization_name == b.organization_name && a.role_name == b.role_name;
}

INVITO_INLINE bool operator==(acceptance_response const& a, acceptance_response const& b) noexcept {
  return a.organization == b.organization && a.organization_name == b.organization_name &&
         a.role == b.role && a.role_name == b.role_name;
}

namespace aitronos_documents {

/// Returns the id of the base role with the display name `role`. Any other text is already an id.
inline std::string role_id_of(std::string role) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> base{
      {{"Owner", "role_owner"}, {"Admin", "role_admin"}, {"Member", "role_member"}}};
  for (auto const& [display_name, role_id] : base) {
    if (invito::detail::ascii_equal(display_name, role)) return std::string(role_id);
  }
  return role;
}

inline std::optional<std::string> role_id_of(std::optional<std::string>&& role) {
  return role ? std::optional(role_id_of(*std::move(role))) : std::nullopt;
}

/// Returns `value`, or `alias` if `value` is absent. `value` is the value of the field `main`.
/// `alias` is the value of another field with the same meaning. If both exist, they must be equal.
template <class Value>
std::optional<Value> either(std::optional<Value> value, std::optional<Value> alias,
                            wire::location const& alias_at, std::string_view main) {
  if (value && alias && *value != *alias) alias_at.refuse(code::conflicting_fields, main);
  return value ? std::move(value) : std::move(alias);
}

/// Reads the id of an organization. In older documents, the prefix of the id is in capitals.
inline organization_id read_organization(std::optional<std::string>&& text,
                                         wire::location const& at) {
  if (!text) return {};
  const std::string_view prefix = std::string_view(*text).substr(0, 4);
  if (prefix != "org_" && prefix != "ORG_") at.refuse(code::unknown_value, *text);
  return organization_id(*std::move(text));
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::location const& at) {
  out.recipient.email = email(std::move(from.email));
  std::optional<std::string> role =
      either(std::move(from.role_id), role_id_of(std::move(from.role_name)), at.at("role_name"),
             "role_id");
  if (!role) at.at("role_id").refuse(code::missing_field);  // the field is null
  out.offer.role = std::move(role).value_or(std::string());
  out.send = either(from.send_invitation, from.send_email, at.at("send_email"), "send_invitation")
                 .value_or(true);
}

template <class Text>
void to_model(invite<Text>&& from, invitation& out, wire::location const& at) {
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
void to_model(created<Text>&& from, creation_response& out, wire::location const& at) {
  invitation& made = out.invitation;
  std::optional<std::string> id =
      either(std::move(from.invitation_id), std::move(from.old_invitation_id),
             at.at("invitationId"), "invitation_id");
  if (!id) at.at("invitation_id").refuse(code::missing_field);  // the field is null
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
  if (from.invitation_key) out.token = secret(*std::move(from.invitation_key));
  out.is_new_user = from.is_new_user;
}

template <class Text>
void to_model(validated<Text>&& from, validation_response& out, wire::location const& at) {
  out.valid = from.valid;
  if (!from.valid) return;  // otherwise the invitation would become pending
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
void to_model(accepting<Text>&& from, secret& out, wire::location const&) {
  out = secret(std::move(from.email_key));
}

template <class Text>
void to_model(joined<Text>&& from, acceptance_response& out, wire::location const& at) {
  if (!from.success) at.at("success").refuse(code::unknown_value, "false");
  out.organization = read_organization(std::move(from.organization_id), at.at("organization_id"));
  out.organization_name = wire::text_of(std::move(from.organization_name));
  out.role = wire::text_of(std::move(from.role_id));
  out.role_name = wire::text_of(std::move(from.role_name));
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::location const& at) {
  if (from.success) at.at("success").refuse(code::unknown_value, "true");
  error_detail<Text>& detail = from.detail;
  out.code = std::move(detail.code);
  out.message = std::move(detail.message);
  out.type = wire::text_of(std::move(detail.type));
  out.developer_message = wire::text_of(std::move(detail.system_message));
  out.status = detail.status;
  out.id = wire::text_of(std::move(detail.trace_id));
  out.at = wire::time_of(detail.timestamp);
  out.details = std::move(detail.details);
}

/// Whether the id of an organization has the prefix that the API uses now.
inline bool is_organization(std::string_view id_text) { return id_text.substr(0, 4) == "org_"; }

/// Whether a reader of the document can determine the status at `now` from the expiry alone.
inline bool expiry_shows_status(invitation const& i, instant now) {
  const invito::status held = i.status(now);
  if (held == status::expired) return i.expires_at() && *i.expires_at() <= now;
  return held == status::pending;
}

// The `fill` functions write required fields. An empty text is a missing value.

template <class Member>
void fill(std::string_view from, Member& out, std::string_view name,
          wire::write_context const& context) {
  if (from.empty()) return context.missing(name);
  out = from;
}

template <class Member>
void fill_email(recipient const& from, Member& out, wire::write_context const& context) {
  if (!from.email) return context.missing("email");
  out = from.email->text();
}

template <class Member>
void fill_organization(organization_id const& from, Member& out,
                       wire::write_context const& context) {
  fill(from.text(), out, "organization_id", context);
  if (from.empty() || is_organization(from.text())) return;
  context["organization_id"].at.refuse(code::not_representable, from.text());
}

inline void fill_time(std::optional<instant> const& from, std::optional<whole_text_time>& out,
                      std::string_view name, wire::write_context const& context) {
  wire::from_model(from, out);
  if (!from) context.missing(name);
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out,
                wire::write_context const& context) {
  fill_email(from.recipient, out.email, context);
  fill(from.offer.role, out.role_id, "role_id", context);
  out.send_invitation = from.send;
}

template <class Text>
void from_model(invitation const& from, invite<Text>& out, wire::write_context const& context) {
  if (!expiry_shows_status(from, context.now)) {
    context.at.refuse(code::not_representable, to_string(from.status(context.now)));
  }
  fill(from.id.text(), out.invitation_id, "invitation_id", context);
  fill_email(from.recipient, out.email, context);
  wire::from_model(from.recipient.user.text(), out.user_id);
  fill_organization(from.organization, out.organization_id, context);
  fill(from.offer.role, out.role_id, "role_id", context);
  fill_time(from.expires_at(), out.expires_at, "expires_at", context);
  fill_time(from.created_at, out.created_at, "created_at", context);
}

template <class Text>
void from_model(creation_response const& from, created<Text>& out,
                wire::write_context const& context) {
  invitation const& made = from.invitation;
  const invito::status held = made.status(context.now);
  if (held != status::pending) {
    context["invitation_id"].at.refuse(code::not_representable, to_string(held));
  }
  fill(made.id.text(), out.invitation_id, "invitation_id", context);
  fill_email(made.recipient, out.email, context);
  fill(from.token.reveal(), out.invitation_key, "invitation_key", context);
  out.is_new_user = from.is_new_user;
  if (!from.is_new_user) context.missing("is_new_user");
  fill(made.recipient.user.text(), out.user_id, "user_id", context);
  fill_time(made.expires_at(), out.expires_at, "expires_at", context);
}

template <class Text>
void from_model(validation_response const& from, validated<Text>& out,
                wire::write_context const& context) {
  invitation const& found = from.invitation;
  out.valid = from.valid && found.status(context.now) == status::pending;
  if (!out.valid) return;
  fill(found.id.text(), out.invitation_id, "invitation_id", context);
  fill_email(found.recipient, out.email, context);
  fill_organization(found.organization, out.organization_id, context);
  fill(from.organization_name, out.organization_name, "organization_name", context);
  fill(found.offer.role, out.role_id, "role_id", context);
  fill(from.role_name, out.role_name, "role_name", context);
  fill_time(found.expires_at(), out.expires_at, "expires_at", context);
}

template <class Text>
void from_model(acceptance_response const& from, joined<Text>& out,
                wire::write_context const& context) {
  out.success = true;
  fill_organization(from.organization, out.organization_id, context);
  fill(from.organization_name, out.organization_name, "organization_name", context);
  fill(from.role, out.role_id, "role_id", context);
  fill(from.role_name, out.role_name, "role_name", context);
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::write_context const&) {
  error_detail<Text>& detail = out.detail;
  detail.code = from.code;
  detail.message = from.message;
  wire::from_model(from.developer_message, detail.system_message);
  wire::from_model(from.type, detail.type);
  detail.status = from.status;
  detail.details = from.details;
  wire::from_model(from.id, detail.trace_id);
  wire::from_model(from.at, detail.timestamp);
}

// ---- Errors in the terms of the API -------------------------------------------------------------

/// The error codes of the API: one for each `error_category`, in the order of its enumerators.
inline constexpr std::array<std::string_view, names_of<error_category>.size()> error_codes{
    "VALIDATION_ERROR",         "AUTHENTICATION_REQUIRED",    "OPERATION_NOT_ALLOWED",
    "INSUFFICIENT_PERMISSIONS", "ORGANIZATION_ACCESS_DENIED", "OPERATION_NOT_ALLOWED",
    "INTERNAL_SERVER_ERROR",    "INTERNAL_SERVER_ERROR",      "OPERATION_NOT_ALLOWED"};
static_assert(!error_codes.back().empty(), "each error_category has a code");

/// Returns the location and the code of each problem, such as
/// "email: invalid_email; role_id: missing_value".
inline std::string for_developers(problems const& why) {
  std::string out;
  for (problem const& p : why) {
    if (!out.empty()) out += "; ";
    if (!p.where.empty()) out.append(p.where.dotted()).append(": ");
    out += to_string(p.code);
  }
  return out;
}

/// Returns a JSON object whose values are strings. Bytes that are not UTF-8 become replacement
/// characters, as in all other strings of an error body.
inline json_text details_of(
    std::vector<wire::named<std::string_view, std::string_view>> const& members) {
  return json_text::unchecked(*wire::write_document(
      members, {wire::shape::documented, false, wire::invalid_text::replaced}));
}

}  // namespace aitronos_documents

template <class Dialect>
result<validation_response> wire::token_links<Dialect>::read_validation(
    wire::source const& in, read_options const& options) {
  return wire::detail::read_as<aitronos_documents::validated<std::string>, validation_response>(
      in, options);
}

template <class Dialect>
result<std::string> wire::token_links<Dialect>::write_validation(validation_response const& v,
                                                                 instant now,
                                                                 write_options const& options) {
  return wire::detail::write_as<aitronos_documents::validated<std::string_view>>(v, now, options);
}

template <class Dialect>
result<void> wire::token_links<Dialect>::write_validation_to(wire::target const& to,
                                                             validation_response const& v,
                                                             instant now,
                                                             write_options const& options) {
  return wire::detail::write_as<aitronos_documents::validated<std::string_view>>(to, v, now,
                                                                                 options);
}

template <class Dialect>
result<secret> wire::token_links<Dialect>::read_accept_request(wire::source const& in,
                                                               read_options const& options) {
  return wire::detail::read_as<aitronos_documents::accepting<std::string>, secret>(in, options);
}

template <class Dialect>
result<acceptance_response> wire::token_links<Dialect>::read_acceptance(
    wire::source const& in, read_options const& options) {
  return wire::detail::read_as<aitronos_documents::joined<std::string>, acceptance_response>(
      in, options);
}

template <class Dialect>
result<std::string> wire::token_links<Dialect>::write_acceptance(acceptance_response const& a,
                                                                 write_options const& options) {
  return wire::detail::write_as<aitronos_documents::joined<std::string_view>>(a, {}, options);
}

template <class Dialect>
result<void> wire::token_links<Dialect>::write_acceptance_to(wire::target const& to,
                                                             acceptance_response const& a,
                                                             write_options const& options) {
  return wire::detail::write_as<aitronos_documents::joined<std::string_view>>(to, a, {}, options);
}

INVITO_INLINE api_error aitronos::error_of(problems const& why) {
  problem const& first = primary(why);
  const invito::error_category kind = info(first.code).category;
  const std::string field = first.where.dotted();
  api_error out;
  out.code = aitronos_documents::error_codes[static_cast<std::size_t>(kind)];
  out.message = describe(why);
  out.developer_message = aitronos_documents::for_developers(why);
  out.type = kind == error_category::internal || kind == error_category::unavailable
                 ? "server_error"
                 : "client_error";
  if (first.code == code::invalid_email || first.code == code::email_not_ascii) {
    out.code = "INVALID_EMAIL_FORMAT";
    out.details = aitronos_documents::details_of({{"field", "email"}, {"value", first.subject}});
  } else if (kind == error_category::bad_request && !field.empty()) {
    out.details = aitronos_documents::details_of({{"field", field}});
  }
  return out;
}

INVITO_INLINE result<void> aitronos::check_lookup(lookup_query const& q) {
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
  // No single parameter is required, so the location of the problem is the whole query.
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
  out.expiry.max_lifetime = out.expiry.lifetime;
  out.resend.renew_expired = false;
  return out;
}

INVITO_INLINE void aitronos::value_losses(invitation const& i, instant now, write_options const&,
                                          std::vector<loss>& out) {
  if (!aitronos_documents::expiry_shows_status(i, now)) {
    out.push_back({feature::status, std::string(to_string(i.status(now)))});
  }
  if (!i.organization.empty() && !aitronos_documents::is_organization(i.organization.text())) {
    out.push_back({feature::organization, i.organization.text()});
  }
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct wire::dialect<aitronos>;
template struct wire::token_links<aitronos>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/control_plane_documents.hpp ----

namespace invito {
inline namespace INVITO_ABI {

struct control_plane;

/// One struct for each JSON object of the dialect. `Text` is `std::string` for reading and
/// `std::string_view` for writing.
namespace control_plane_documents {

template <class Text>
struct request {
  std::optional<std::vector<Text>> emails{};
  std::optional<std::string> group_link{};  // not `Text`, because the writer creates a new string
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
  using creation_response = invite<Text>;
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
      row<&object::group_link>("groupLink", feature::attributes).extended(),
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
  return a.email == b.email && a.value == b.value;
}

INVITO_INLINE bool operator==(bulk_response const& a, bulk_response const& b) {
  return a.rows == b.rows;
}

namespace control_plane_documents {

inline constexpr std::string_view group_link_name = "groupLink";

template <class T>
std::vector<T> or_empty(std::optional<std::vector<T>>&& list) {
  return list ? *std::move(list) : std::vector<T>();
}

/// Checks that there is exactly one element. The functions of `wire::dialect` require this.
inline bool is_one(std::size_t count, wire::location const& at) {
  if (count == 0) at.refuse(code::missing_field);
  if (count > 1) at.refuse(code::too_many_items, {}, {1});
  return count == 1;
}

/// Checks that the group link is not too long. Without this limit, a small document could need much
/// memory, because the model contains a copy of the link for each address.
inline bool is_bounded(std::string const& link, wire::location const& at) {
  if (link.size() <= bound::text) return true;
  at.refuse(code::text_too_long, {}, {static_cast<std::int64_t>(link.size()), bound::text});
  return false;
}

/// Returns the attribute "groupLink", or null. A document has no field for other attributes.
inline attribute const* group_link_in(invitation_request const& r) {
  const auto found = std::find_if(r.attributes.begin(), r.attributes.end(),
                                  [](attribute const& a) { return a.name == group_link_name; });
  return found == r.attributes.end() ? nullptr : &*found;
}

/// Returns the link in the attribute `group_link`. Fails if the value is not a JSON string.
inline result<std::string> text_of(attribute const& group_link) {
  return wire::read_document<std::string>(group_link.value.text(), {});
}

template <class Text>
void to_model(request<Text>&& from, std::vector<invitation_request>& out,
              wire::location const& at) {
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
void to_model(request<Text>&& from, invitation_request& out, wire::location const& at) {
  std::vector<invitation_request> all;
  to_model(std::move(from), all, at);
  if (is_one(all.size(), at.at("emails"))) out = std::move(all.front());
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::location const&) {
  out.status = from.status;
  out.message = wire::text_of(std::move(from.message));
  out.code = wire::text_of(std::move(from.code));
  out.details = std::move(from.details);
  out.id = wire::text_of(std::move(from.id));
}

template <class Text>
void to_model(response<Text>&& from, bulk_response& out, wire::location const& at) {
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
void to_model(response<Text>&& from, invitation& out, wire::location const& at) {
  auto invitations = or_empty(std::move(from.invitations));
  auto const errors = or_empty(std::move(from.errors));
  for (auto const& e : errors) {
    const std::string_view why =
        e.value.message ? std::string_view(*e.value.message) : "error without a message";
    at.at("errors").at(e.name).refuse(code::not_representable, why);
  }
  if (invitations.empty() && !errors.empty()) return;  // the loop has reported the errors
  if (!is_one(invitations.size(), at.at("invitations"))) return;
  out.id = invitation_id(std::move(invitations.front().value));
  out.recipient.email = email(std::move(invitations.front().name));
  begin_history(out, std::nullopt);
}

/// Converts the `count` requests at `all` to one document.
template <class Text>
void from_models(invitation_request const* all, std::size_t count, request<Text>& out,
                 wire::write_context const& context) {
  std::vector<Text>& emails = out.emails.emplace();
  wire::location const list = context.at.at("emails");
  for (std::size_t n = 0; n != count; ++n) {
    wire::location const at = list.at(n);
    if (all[n].recipient.email) {
      emails.push_back(all[n].recipient.email->text());
    } else if (!context.options.incomplete) {
      at.refuse(code::missing_value, "an email address");
    }
    if (!all[n].send) at.refuse(code::not_representable, "send: false");
  }
  if (count == 0 || !context.extended()) return;
  wire::location const at = context.at.at(group_link_name);
  attribute const* first = group_link_in(all[0]);
  for (std::size_t n = 1; n != count; ++n) {
    attribute const* next = group_link_in(all[n]);
    if (first && next ? *first == *next : first == next) continue;
    return at.refuse(code::not_representable, "more than one group link");
  }
  if (!first) return;
  result<std::string> link = text_of(*first);
  if (!link) return at.refuse(code::not_representable, first->value.text());
  if (is_bounded(*link, at)) out.group_link = *std::move(link);
}

template <class Text>
void from_model(std::vector<invitation_request> const& from, request<Text>& out,
                wire::write_context const& context) {
  from_models(from.data(), from.size(), out, context);
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out,
                wire::write_context const& context) {
  from_models(&from, 1, out, context);
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::write_context const&) {
  out.status = from.status;
  wire::from_model(from.message, out.message);
  wire::from_model(from.code, out.code);
  out.details = from.details;
  wire::from_model(from.id, out.id);
}

template <class Text>
void from_model(bulk_response const& from, response<Text>& out,
                wire::write_context const& context) {
  auto& errors = out.errors.emplace();
  auto& invitations = out.invitations.emplace();
  std::set<std::string_view> written;
  for (bulk_outcome const& row : from.rows) {
    if (!written.insert(row.email).second) continue;
    if (auto* id = std::get_if<invitation_id>(&row.value)) {
      if (id->empty()) context["invitations"].missing(row.email);
      invitations.push_back({row.email, id->text()});
    } else if (auto* why = std::get_if<api_error>(&row.value)) {
      auto& e = errors.emplace_back();
      e.name = row.email;
      from_model(*why, e.value, context);
    }
  }
}

template <class Text>
void from_model(invitation const& from, response<Text>& out, wire::write_context const& context) {
  out.errors.emplace();
  auto& invitations = out.invitations.emplace();
  if (from.recipient.email && !from.id.empty()) {
    invitations.push_back({from.recipient.email->text(), from.id.text()});
  } else {
    context.missing("invitations");
  }
  const invito::status status = from.status(context.now);
  if (status == status::pending) return;
  context["invitations"].at.refuse(code::not_representable, to_string(status));
}

}  // namespace control_plane_documents

template <class Dialect>
result<std::vector<invitation_request>> wire::batches<Dialect>::read_bulk_request(
    wire::source const& in, read_options const& options) {
  using all = std::vector<invitation_request>;
  if (in.empty()) return all();
  return wire::detail::read_as<control_plane_documents::request<std::string>, all>(in, options);
}

template <class Dialect>
result<std::string> wire::batches<Dialect>::write_bulk_request(
    std::vector<invitation_request> const& all, write_options const& options) {
  return wire::detail::write_as<control_plane_documents::request<std::string_view>>(all, {},
                                                                                    options);
}

template <class Dialect>
result<void> wire::batches<Dialect>::write_bulk_request_to(
    wire::target const& to, std::vector<invitation_request> const& all,
    write_options const& options) {
  return wire::detail::write_as<control_plane_documents::request<std::string_view>>(to, all, {},
                                                                                    options);
}

template <class Dialect>
result<bulk_response> wire::batches<Dialect>::read_bulk(wire::source const& in,
                                                        read_options const& options) {
  return wire::detail::read_as<control_plane_documents::response<std::string>, bulk_response>(
      in, options);
}

template <class Dialect>
result<std::string> wire::batches<Dialect>::write_bulk(bulk_response const& a) {
  return wire::detail::write_as<control_plane_documents::response<std::string_view>>(a);
}

template <class Dialect>
result<void> wire::batches<Dialect>::write_bulk_to(wire::target const& to, bulk_response const& a) {
  return wire::detail::write_as<control_plane_documents::response<std::string_view>>(to, a);
}

INVITO_INLINE api_error control_plane::error_of(problems const& why) {
  return {std::string(to_string(primary(why).code)), describe_with_locations(why)};
}

INVITO_INLINE role_catalog control_plane::roles() { return {}; }

INVITO_INLINE invito::policy control_plane::policy(preset which) {
  invito::policy out;
  out.granting = granting::unchecked;
  out.expiry.lifetime = std::nullopt;
  out.expiry.max_lifetime = std::nullopt;
  if (which == preset::observed) out.quotas.batch = 10;
  return out;
}

INVITO_INLINE void control_plane::request_value_losses(invitation_request const& r,
                                                       write_options const& options,
                                                       std::vector<loss>& out) {
  if (options.shape == wire::shape::documented) return;  // `losses` itself lists the attributes
  attribute const* kept = control_plane_documents::group_link_in(r);
  if (kept) {
    const result<std::string> link = control_plane_documents::text_of(*kept);
    if (!link || link->size() > bound::text) kept = nullptr;
  }
  for (attribute const& a : r.attributes) {
    if (&a == kept) continue;
    out.push_back({feature::attributes, a.name.empty() ? "unnamed" : a.name});
  }
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct wire::dialect<control_plane>;
template struct wire::batches<control_plane>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/deepset_documents.hpp ----

namespace invito {
inline namespace INVITO_ABI {

struct deepset;

/// One struct for each JSON object of the dialect. `Text` is `std::string` for reading and
/// `std::string_view` for writing.
namespace deepset_documents {

/// A string that must be a UUID. Reading and writing do not change its spelling.
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
struct response {
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

/// The value of the field `detail`: absent, one message, or one item for each problem.
template <class Text>
struct details {
  std::variant<std::monostate, Text, std::vector<item<Text>>> value{};
};

template <class Text>
struct error {
  details<Text> detail{};
};

/// Whether the text has 32 hexadecimal digits, without hyphens or with hyphens as 8-4-4-4-12.
constexpr bool is_uuid(std::string_view text) noexcept {
  const bool hyphenated = text.size() == 36;
  if (!hyphenated && text.size() != 32) return false;
  for (std::size_t n = 0; n != text.size(); ++n) {
    const char c = invito::detail::ascii_lower(text[n]);
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
  using invite = deepset_documents::response<Text>;
  template <class Text>
  using creation_response = deepset_documents::response<Text>;
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
  static constexpr codec make() { return scalar_codec("a string (UUID)", read, write); }
};

template <class Text>
struct codec_for<deepset_documents::response<Text>> {
  using response = deepset_documents::response<Text>;
  static json_text* raw(void* at) { return &as<response>(at).body; }
  static void write(void const* at, writer& out) { out.json(as<response>(at).body.text()); }
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
    c.scalar = read;  // so that the codec also reads a string
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

// The response has no documented fields, so it contains no feature.
template <class Text>
struct fields_of<deepset_documents::response<Text>> {
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

/// Returns the digits of a UUID in lower case. All spellings of a UUID have the same digits.
inline std::string digits_of(std::string_view id) {
  std::string out;
  for (const char c : id) {
    if (c != '-') out += invito::detail::ascii_lower(c);
  }
  return out;
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::location const& at) {
  out.recipient.email = email(std::move(from.email));
  out.name = {std::move(from.given_name), std::move(from.family_name)};
  out.offer.role = std::move(from.role);
  std::vector<grant>& grants = out.offer.grants.emplace();
  std::vector<grant> same;
  for (uuid<Text>& id : from.workspace_ids) {
    same.push_back({scope::workspace, digits_of(id.text), {}});
    grants.push_back({scope::workspace, std::move(id.text), {}});
  }
  for (const std::size_t n : invito::detail::repeated_grants(same)) {
    at.at("workspace_ids").at(n).refuse(code::duplicate_item, grants[n].id);
  }
}

template <class Text>
void to_model(response<Text>&&, invitation& out, wire::location const&) {
  begin_history(out, std::nullopt);
}

template <class Text>
void to_model(response<Text>&& from, creation_response& out, wire::location const&) {
  begin_history(out.invitation, std::nullopt);
  out.body = std::move(from.body);
}

template <class Text>
void to_model(item<Text>&& from, error_item& out, wire::location const&) {
  out = {std::move(from.loc), std::move(from.msg), std::move(from.type), std::move(from.input),
         std::move(from.ctx)};
}

/// If the error has items, copies the type, message and location of the first item to the error.
inline void sum_up(api_error& e) {
  if (e.items.empty()) return;
  error_item const& first = e.items.front();
  e.code = first.type;
  e.message = first.message;
  e.where = first.where.dotted();
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::location const& at) {
  if (auto* text = std::get_if<Text>(&from.detail.value)) out.message = std::move(*text);
  if (auto* all = std::get_if<std::vector<item<Text>>>(&from.detail.value)) {
    wire::to_models(std::move(*all), out.items, at.at("detail"));
    sum_up(out);
  }
}

/// Whether a request can represent the grant. For each grant, a request contains only the UUID of a
/// workspace.
inline bool is_representable(grant const& g) {
  return g.scope == scope::workspace && g.role.empty() && is_uuid(g.id);
}

template <class Text>
void from_model(grant const& from, uuid<Text>& out, wire::write_context const& context) {
  out.text = from.id;
  if (is_representable(from)) return;
  if (from.scope != scope::workspace) {
    context.at.refuse(code::not_representable, "grant for something other than a workspace");
  } else if (!from.role.empty()) {
    context.at.refuse(code::not_representable, "role in a workspace");
  } else {
    context.at.refuse(code::not_representable, "workspace id that is not a UUID");
  }
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out,
                wire::write_context const& context) {
  const auto required = [&context](std::string const& source, Text& member,
                                   std::string_view called) {
    member = source;
    if (source.empty()) context.missing(called);
  };
  if (from.recipient.email) {
    out.email = from.recipient.email->text();
  } else {
    context.missing("email");
  }
  required(from.name.family, out.family_name, "family_name");
  required(from.name.given, out.given_name, "given_name");
  required(from.offer.role, out.role, "role");
  if (from.offer.grants) {
    wire::from_models(*from.offer.grants, out.workspace_ids, context["workspace_ids"]);
  }
  if (!from.send) {
    context["send"].at.refuse(code::not_representable, "send: false");
  }
}

template <class Text>
void from_model(invitation const&, response<Text>&, wire::write_context const&) {}

template <class Text>
void from_model(creation_response const& from, response<Text>& out, wire::write_context const&) {
  if (from.body) out.body = *from.body;
}

template <class Text>
void from_model(error_item const& from, item<Text>& out, wire::write_context const&) {
  out = {from.where, from.message, from.type, from.input, from.context};
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::write_context const& context) {
  if (from.items.empty()) {
    out.detail.value = Text(from.message);
  } else {
    auto& all = out.detail.value.template emplace<std::vector<item<Text>>>();
    wire::from_models(from.items, all, context["detail"]);
  }
}

// ---- Problems in the format of pydantic ---------------------------------------------------------

/// The maximum number of bytes of an invalid text that is copied to the error.
inline constexpr std::size_t longest_input = 64;

/// The type and the message of pydantic's error for a value that does not have the type `expects`.
struct type_error {
  std::string_view expects, type, message;
};

inline constexpr std::array<type_error, 4> type_errors{{
    {"a string", "string_type", "Input should be a valid string"},
    {"a string (UUID)", "uuid_type", "UUID input should be a string, bytes or UUID object"},
    {"an array", "list_type", "Input should be a valid list"},
    {"an object", "model_attributes_type",
     "Input should be a valid dictionary or object to extract fields from"},
}};

/// The codes of problems whose `subject` is the invalid value itself.
inline constexpr std::array<code, 7> quoting{
    code::unknown_value,   code::duplicate_item, code::invalid_uuid,      code::invalid_email,
    code::email_not_ascii, code::unknown_role,   code::role_not_grantable};

/// Returns the location as pydantic writes it, starting with "body". In a request, a workspace is
/// one string, so a location inside a grant ends at the index of the grant.
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

/// Returns the value of the field `ctx` of an item: {"error":"..."}.
inline json_text context(std::string_view reason) {
  return json_text::unchecked("{\"error\":" + wire::quoted(reason).text() + "}");
}

/// Returns the invalid value, if the problem contains this value and the value is short.
inline std::optional<json_text> input(problem const& p) {
  bool quotes = false;
  for (const code c : quoting) quotes = quotes || c == p.code;
  if (!quotes || p.where.empty() || p.subject.size() > longest_input) return std::nullopt;
  const std::vector<path::segment> steps = p.where.segments();
  const bool in_workspace = steps.size() > 1 && steps.back().name == "role";
  if (in_workspace) return std::nullopt;  // the request contains only the id of a workspace
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
  out.expiry.max_lifetime = std::nullopt;
  return out;
}

INVITO_INLINE void deepset::request_value_losses(invitation_request const& r, write_options const&,
                                                 std::vector<loss>& out) {
  if (!r.offer.grants) {
    // The document cannot distinguish absent grants from an empty list, so this difference is lost.
    out.push_back({feature::grants, "default"});
    return;
  }
  for (grant const& g : *r.offer.grants) {
    if (!deepset_documents::is_representable(g)) out.push_back({feature::grants, g.id});
  }
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct wire::dialect<deepset>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/nuon_documents.hpp ----

namespace invito {
inline namespace INVITO_ABI {

struct nuon;

/// One struct for each JSON object of the dialect. `Text` is `std::string` for reading and
/// `std::string_view` for writing.
namespace nuon_documents {

/// The documented roles, then the roles that the API added later. The readers accept an empty
/// string as an absent value, so `roles` and `statuses` also contain the empty string.
inline constexpr std::array<std::string_view, 9> roles{
    "org_admin",     "org_support", "installer", "runner", "hosted-installer",
    "org_read_only", "org_builder", "stack",     ""};
inline constexpr std::size_t documented_roles = 5;
inline constexpr std::array<std::string_view, 4> statuses{"pending", "accepted", "revoked", ""};

template <class Text>
struct request {
  Text email{};
  std::optional<Text> role_type{};
};

/// A composite status. Its strings are `std::string` for reading and for writing, because the
/// writer moves temporary strings into the struct.
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
  using creation_response = invite<Text>;
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
      row<&object::first_name>("first_name", feature::given_name).extended(),
      row<&object::id>("id", feature::id),
      row<&object::last_name>("last_name", feature::family_name).extended(),
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

/// Returns the role of an invite. An absent role means `org_admin`, because every invite granted
/// this role before the API had roles.
template <class Text>
std::string role_of(std::optional<Text>&& from) {
  std::string out = text_of(std::move(from));
  return out.empty() ? std::string(roles[0]) : out;
}

inline bool has_role(std::string_view role, wire::shape shape) {
  const std::size_t known = shape == wire::shape::extended ? roles.size() : documented_roles;
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

/// Merges nested histories into one list, the oldest entry first. The recursion is not deeper than
/// the document, and `read_limits::depth` limits the depth of the document.
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

/// Returns the text, or `std::nullopt` if the text is empty.
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
void to_model(request<Text>&& from, invitation_request& out, wire::location const&) {
  out.recipient.email = email(std::move(from.email));
  out.offer.role = role_of(std::move(from.role_type));
}

/// Returns the state that the two status fields describe. `word` is the value of `status`, and
/// `status_v2` is null if the document does not contain this field.
template <class Text>
state state_of_both(std::optional<Text> const& word, composite_status const* status_v2,
                    wire::location const& at) {
  std::optional<state> detailed;
  if (status_v2) detailed = invito::state_of(status_v2->current);
  if (!word || word->empty()) {
    if (!detailed && status_v2 && status_v2->current.status == to_string(status::expired)) {
      at.at("status_v2").at("created_at_ts").refuse(code::missing_field);
    }
    return detailed.value_or(pending{});
  }
  // If both fields have the same status, `status_v2` also contains the time and the user.
  if (detailed && to_string(recorded_status(*detailed)) == *word) return *detailed;
  if (*word == to_string(status::accepted)) return accepted{};
  if (*word == to_string(status::revoked)) return revoked{};
  return pending{};
}

template <class Text>
void to_model(invite<Text>&& from, invitation& out, wire::location const& at) {
  out.id = invitation_id(text_of(std::move(from.id)));
  out.organization = organization_id(text_of(std::move(from.org_id)));
  if (from.email && !from.email->empty()) out.recipient.email = email(*std::move(from.email));
  out.name = {text_of(std::move(from.first_name)), text_of(std::move(from.last_name))};
  out.offer.role = role_of(std::move(from.role_type));
  out.created_at = wire::time_of(from.created_at);
  const std::string created_by = text_of(std::move(from.created_by_id));
  if (!created_by.empty()) out.created_by = actor::user(user_id(created_by));
  out.sponsor = out.created_by;  // the API has no operation that changes the sponsor
  box<composite_status> status_v2;
  if (from.status_v2) status_v2 = to_statuses(*std::move(from.status_v2));
  if (status_v2 && *status_v2 == composite_status()) status_v2 = {};
  out.state = state_of_both(from.status, status_v2 ? &*status_v2 : nullptr, at);
  const std::optional<instant> updated_at = wire::time_of(from.updated_at);
  begin_history(out, {}, updated_at);
  out.baseline->updated_at = updated_at;
  out.baseline->source_statuses = std::move(status_v2);
}

template <class Text>
void to_model(std::vector<invite<Text>>&& from, invitation_page& out, wire::location const& at) {
  wire::to_models(std::move(from), out.items, at);
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::location const&) {
  out.code = text_of(std::move(from.error_text));
  out.message = text_of(std::move(from.description));
  if (from.user_error.value_or(false)) out.type = "user_error";
}

/// Writes the role. A role is required, because an absent role would mean `org_admin`.
template <class Text>
void from_role(std::string const& role, std::optional<Text>& out,
               wire::write_context const& context) {
  if (role.empty()) return context.missing("role_type");
  if (!has_role(role, context.options.shape)) {
    return context["role_type"].at.refuse(code::not_representable, role);
  }
  out = role;
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out,
                wire::write_context const& context) {
  if (from.recipient.email) {
    out.email = from.recipient.email->text();
  } else {
    context.missing("email");
  }
  from_role(from.offer.role, out.role_type, context);
  if (!from.send) context["send"].at.refuse(code::not_representable, "send: false");
}

/// Whether the field `status` is enough to represent the state, without `status_v2`.
inline bool is_plain(invitation const& i, instant now) {
  if (!i.history.empty() || (i.baseline && i.baseline->source_statuses)) return false;
  return invito::detail::is_bare(i.state) && i.status(now) != status::expired;
}

template <class Text>
void from_model(invitation const& from, invite<Text>& out, wire::write_context const& context) {
  from_model(from.created_at, out.created_at);
  if (from.created_by) from_model(from.created_by->id.text(), out.created_by_id);
  if (from.recipient.email) from_model(from.recipient.email->text(), out.email);
  from_model(from.name.given, out.first_name);
  from_model(from.id.text(), out.id);
  from_model(from.name.family, out.last_name);
  from_model(from.organization.text(), out.org_id);
  from_role(from.offer.role, out.role_type, context);
  const invito::status status = from.status(context.now);
  if (status != status::expired) out.status = to_string(status);
  if (!is_plain(from, context.now)) {
    composite_status all = composite_of(from, context.now);
    if (context.options.history_cap) trim_history(all, *context.options.history_cap);
    from_statuses(std::move(all), out.status_v2.emplace());
  }
  from_model(from.updated_at(), out.updated_at);
}

template <class Text>
void from_model(invitation_page const& from, std::vector<invite<Text>>& out,
                wire::write_context const& context) {
  wire::from_models(from.items, out, context);
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::write_context const&) {
  from_model(from.message, out.description);
  from_model(from.code, out.error_text);
  if (!from.type.empty() && from.type != "server_error") out.user_error = true;
}

}  // namespace nuon_documents

INVITO_INLINE api_error nuon::error_of(problems const& why) {
  api_error out;
  out.code = to_string(primary(why).code);
  out.message = describe_with_locations(why);
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
  out.expiry.max_lifetime = std::nullopt;
  if (which == preset::observed) {
    std::vector<role> all = out.roles.all();
    for (role& r : all) r.grantable = r.name == "org_admin" || r.name == "org_support";
    out.roles = role_catalog(std::move(all));
  }
  return out;
}

namespace nuon_documents {

/// Adds a loss if the field for the role cannot contain this role in the selected shape.
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
    out.push_back({feature::sponsor, i.sponsor ? "differs from created_by" : "unknown"});
  }
  if (auto* revoked_state = std::get_if<revoked>(&i.state))
    kind(feature::revoked_by, revoked_state->by);
}

INVITO_INLINE void nuon::request_value_losses(invitation_request const& r,
                                              write_options const& options,
                                              std::vector<loss>& out) {
  nuon_documents::add_role(r.offer, options, out);
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct wire::dialect<nuon>;
template struct wire::lists<nuon>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/dialects/impl/openai_documents.hpp ----

namespace invito {
inline namespace INVITO_ABI {

struct openai;

/// One struct for each JSON object of the dialect. `Text` is `std::string` for reading and
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
  using creation_response = invite<Text>;
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
      row<&object::created_at>("created_at", feature::created_at).alias("invited_at").extended(),
      row<&object::expires_at>("expires_at", feature::expires_at).or_extended_null(),
      row<&object::accepted_at>("accepted_at", feature::accepted_at).or_extended_null(),
      row<&object::projects>("projects", feature::grants),
  };
};

template <class Text>
struct fields_of<openai_documents::list<Text>> {
  using object = openai_documents::list<Text>;
  static constexpr std::array rows{
      row<&object::object>("object").must(),
      row<&object::data>("data").must(),
      row<&object::first_id>("first_id").or_extended_null(),
      row<&object::last_id>("last_id").or_extended_null(),
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

INVITO_INLINE bool operator==(deletion_response const& a, deletion_response const& b) noexcept {
  return a.id == b.id && a.deleted == b.deleted;
}

namespace openai_documents {

/// Whether `words` contains the text.
template <std::size_t N>
bool among(std::array<std::string_view, N> const& words, std::string_view text) {
  return wire::vocabulary(words).admits(text);
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::location const& at) {
  out.recipient.email = email(std::move(from.email));
  out.offer.role = std::move(from.role);
  if (!from.projects) return;
  std::vector<grant>& grants = out.offer.grants.emplace();
  for (requested_project<Text>& p : *from.projects) {
    grants.push_back({scope::project, std::move(p.id), std::move(p.role)});
  }
  for (const std::size_t n : invito::detail::repeated_grants(grants)) {
    at.at("projects").at(n).at("id").refuse(code::duplicate_item, grants[n].id);
  }
}

template <class Text>
void to_model(invite<Text>&& from, invitation& out, wire::location const& at) {
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
  if (!out.created_at) at.at("invited_at").refuse(code::missing_field);  // the field is null
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
void to_model(list<Text>&& from, invitation_page& out, wire::location const& at) {
  out.has_more = from.has_more.value_or(false);
  wire::to_models(std::move(from.data), out.items, at.at("data"));
}

template <class Text>
void to_model(deleted<Text>&& from, deletion_response& out, wire::location const&) {
  out = {invitation_id(std::move(from.id)), from.is_deleted};
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::location const&) {
  out.code = wire::text_of(std::move(from.detail.code));
  out.message = std::move(from.detail.message);
  out.type = std::move(from.detail.type);
  out.where = wire::text_of(std::move(from.detail.param));
}

/// Writes a grant. `Project` is `requested_project` in a request, and `project` in an invite. The
/// fields of a project are required in a request, and in an invite with `shape::extended`.
template <class Project>
void from_model(grant const& from, Project& out, wire::write_context const& context) {
  constexpr bool optional = !std::is_same_v<decltype(out.id), std::string_view>;
  const bool complete = !optional || context.extended();
  if (from.scope != scope::project) {
    context["id"].at.refuse(code::not_representable, "grant for something other than a project");
  } else if (!from.id.empty()) {
    out.id = from.id;
  } else if (complete) {
    context.missing("id");
  }
  if (among(project_roles, from.role)) {
    out.role = from.role;
  } else if (!from.role.empty()) {
    context["role"].at.refuse(code::not_representable, from.role);
  } else if (complete) {
    context.missing("role");
  }
}

/// Writes the fields that a request and an invite both contain. Reports missing required values.
template <class Document>
void from_model(recipient const& to, offer const& offered, Document& out,
                wire::write_context const& context) {
  if (to.email) {
    out.email = to.email->text();
  } else {
    context.missing("email");
  }
  out.role = offered.role;
  if (offered.role.empty()) {
    context.missing("role");
  } else if (!among(roles, offered.role)) {
    context["role"].at.refuse(code::not_representable, offered.role);
  }
  if (!offered.grants) return;
  auto& projects = out.projects.emplace();
  wire::from_models(*offered.grants, projects, context["projects"]);
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out,
                wire::write_context const& context) {
  from_model(from.recipient, from.offer, out, context);
  if (!from.send) context["send"].at.refuse(code::not_representable, "send: false");
}

template <class Text>
void from_model(invitation const& from, invite<Text>& out, wire::write_context const& context) {
  out.id = from.id.text();
  if (from.id.empty()) context.missing("id");
  from_model(from.recipient, from.offer, out, context);
  invito::status status = from.status(context.now);
  if (status == status::revoked && context.options.revoked_as_expired) status = status::expired;
  if (status == status::revoked) context["status"].at.refuse(code::not_representable, "revoked");
  out.status = to_string(status);
  wire::from_model(from.created_at, out.invited_at);
  wire::from_model(from.created_at, out.created_at);
  if (!from.created_at) context.missing("invited_at");
  wire::from_model(from.expires_at(), out.expires_at);
  if (!out.expires_at && (!context.extended() || status == status::expired)) {
    context.missing("expires_at");
  }
  if (auto* accepted_state = std::get_if<accepted>(&from.state))
    wire::from_model(accepted_state->at, out.accepted_at);
}

template <class Text>
void from_model(invitation_page const& from, list<Text>& out, wire::write_context const& context) {
  wire::from_models(from.items, out.data, context["data"]);
  if (!from.items.empty()) {
    out.first_id = from.items.front().id.text();
    out.last_id = from.items.back().id.text();
  }
  out.has_more = from.has_more;
}

template <class Text>
void from_model(deletion_response const& from, deleted<Text>& out, wire::write_context const&) {
  out.id = from.id.text();
  out.is_deleted = from.deleted;
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::write_context const&) {
  out.detail.message = from.message;
  out.detail.type = from.type;
  wire::from_model(from.where, out.detail.param);
  wire::from_model(from.code, out.detail.code);
}

/// Returns a location in the notation of OpenAI, such as "projects[0].id". The location of the
/// whole body is the empty string.
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
result<deletion_response> wire::deletions<Dialect>::read_deletion(wire::source const& in,
                                                                  read_options const& options) {
  return wire::detail::read_as<openai_documents::deleted<std::string>, deletion_response>(in,
                                                                                          options);
}

template <class Dialect>
result<std::string> wire::deletions<Dialect>::write_deletion(deletion_response const& d) {
  return wire::detail::write_as<openai_documents::deleted<std::string_view>>(d);
}

template <class Dialect>
result<void> wire::deletions<Dialect>::write_deletion_to(wire::target const& to,
                                                         deletion_response const& d) {
  return wire::detail::write_as<openai_documents::deleted<std::string_view>>(to, d);
}

INVITO_INLINE api_error openai::error_of(problems const& why) {
  problem const& first = primary(why);
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
  out.resend.renew_expired = false;
  return out;
}

namespace openai_documents {

/// Adds a loss for the role if the document cannot represent the role. Adds a loss for each grant
/// that the document cannot represent.
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
  if (i.offer.role.empty()) out.push_back({feature::role, {}});  // an invite requires a role
  openai_documents::add_offer(i.offer, out);
}

INVITO_INLINE void openai::request_value_losses(invitation_request const& r, write_options const&,
                                                std::vector<loss>& out) {
  openai_documents::add_offer(r.offer, out);
}

#ifdef INVITO_SEPARATE_COMPILATION
template struct wire::dialect<openai>;
template struct wire::lists<openai>;
template struct wire::deletions<openai>;
#endif

}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/native_documents.hpp ----

// The JSON objects of the native format and their field tables.

namespace invito {
inline namespace INVITO_ABI {

/// The JSON objects of the native format. Strings are `std::string` for reading and
/// `std::string_view` for writing.
namespace native_documents {

inline constexpr std::int64_t format_version = 1;

// The JSON names of the members of `proof`, in the order of the members.
inline constexpr std::array<std::string_view, 4> proofs{"user", "email", "verified_email", "token"};

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
struct tokens {
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
  native_documents::state<Text> state{};
  std::optional<Text> role{};
  std::optional<std::vector<grant<Text>>> grants{};
  std::optional<std::int64_t> offer_number{};
  std::optional<actor<Text>> sponsor{};
  std::optional<native_documents::tokens<Text>> tokens{};
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
  std::optional<std::string> token{};  // hexadecimal
  std::optional<wire::text_time> previous_until{};
  std::optional<std::vector<Text>> proof{};
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
  std::optional<native_documents::tokens<Text>> tokens{};
  std::int64_t revision = 0;
  std::optional<native_documents::baseline<Text>> baseline{};
  std::vector<event<Text>> history{};
};

/// The part of the document of an invitation that is the same in all versions of the format.
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
struct fields_of<native_documents::tokens<Text>> {
  using object = native_documents::tokens<Text>;
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
      row<&object::state>("state").must(),    row<&object::role>("role"),
      row<&object::grants>("grants"),         row<&object::offer_number>("offer_number"),
      row<&object::sponsor>("sponsor"),       row<&object::tokens>("tokens"),
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
      row<&object::kind>("event").must(),     row<&object::at>("at").must(),
      row<&object::by>("by").must(),          row<&object::revision>("revision").must(),
      row<&object::expires_at>("expires_at"), row<&object::idempotency_key>("idempotency_key"),
      row<&object::clamped>("clamped"),       row<&object::role>("role"),
      row<&object::grants>("grants"),         row<&object::reinstates>("reinstates"),
      row<&object::token>("token"),           row<&object::previous_until>("previous_until"),
      row<&object::proof>("proof"),           row<&object::email>("email"),
      row<&object::newer>("newer"),           row<&object::recorded_at>("recorded_at"),
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
      row<&object::tokens>("tokens", feature::token),
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
  using creation_response = invite<Text>;
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

inline token_digest unhex(std::string const& text, wire::location const& at) {
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
  auto digest = token_digest::from(bytes);
  if (bytes.size() * 2 == text.size() && digest) return *digest;
  at.refuse(code::unknown_value, text);
  return {};
}

inline std::uint64_t revision_of(std::int64_t number, wire::location const& at) {
  if (number < 0) at.at("revision").refuse(code::number_out_of_range);
  return static_cast<std::uint64_t>(number);
}

inline std::uint32_t offer_number_of(std::int64_t number, wire::location const& at) {
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
  if (from.token) out.push_back(proofs[3]);
}

template <class Text>
proof to_model(std::vector<Text> const& from, wire::location const& at) {
  proof out;
  for (std::size_t n = 0; n != from.size(); ++n) {
    if (from[n] == proofs[0]) {
      out.user = true;
    } else if (from[n] == proofs[1]) {
      out.email = true;
    } else if (from[n] == proofs[2]) {
      out.email_verified = true;
    } else if (from[n] == proofs[3]) {
      out.token = true;
    } else {
      at.at(n).refuse(code::unknown_value, from[n]);
    }
  }
  return out;
}

// Offers, attributes, tokens

/// Converts an offer. `Document` is a struct with the members `role` and `grants`.
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
void from_model(box<token_digests> const& from, std::optional<tokens<Text>>& out) {
  if (!from) return;
  out.emplace().current = hex(from->current.bytes());
  if (from->previous) out->previous = hex(from->previous->bytes());
  wire::from_model(from->previous_until, out->previous_until);
}

template <class Text>
box<token_digests> to_model(std::optional<tokens<Text>>&& from, wire::location const& at) {
  if (!from) return {};
  token_digests out;
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
  } else if (auto* accepted_state = std::get_if<accepted>(&from)) {
    wire::from_model(accepted_state->at, out.at);
    from_model(accepted_state->by.text(), out.accepted_by);
  } else if (auto* revoked_state = std::get_if<revoked>(&from)) {
    wire::from_model(revoked_state->at, out.at);
    from_model(revoked_state->by, out.by);
    out.cause = {revoked_state->cause};
  } else if (auto* expired_state = std::get_if<expired>(&from)) {
    out.at = wire::text_time{expired_state->at};
  }
}

/// Converts a state. Rejects fields that do not belong to the status, because the state has no
/// members for their values.
template <class Text>
invito::state to_model(state<Text>&& from, wire::location const& at) {
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
  from_model(from.state, out.state);
  from_model(from.offer, out);
  if (from.offer_number != 1) out.offer_number = from.offer_number;
  from_model(from.sponsor, out.sponsor);
  from_model(from.tokens, out.tokens);
  wire::from_model(from.expires_at, out.expires_at);
  out.revision = static_cast<std::int64_t>(from.revision);
  wire::from_model(from.known_at, out.known_at);
  wire::from_model(from.updated_at, out.updated_at);
  if (from.source_statuses) from_model(*from.source_statuses, out.statuses.emplace());
}

template <class Text>
invito::baseline to_model(baseline<Text>&& from, wire::location const& at) {
  invito::baseline out;
  out.state = to_model(std::move(from.state), at.at("state"));
  out.offer = offer_of(from);
  out.offer_number = offer_number_of(from.offer_number.value_or(1), at);
  out.sponsor = to_model(std::move(from.sponsor));
  out.tokens = to_model(std::move(from.tokens), at.at("tokens"));
  out.expires_at = wire::time_of(from.expires_at);
  out.revision = revision_of(from.revision, at);
  out.known_at = wire::time_of(from.known_at);
  out.updated_at = wire::time_of(from.updated_at);
  if (from.statuses) out.source_statuses = to_model(*std::move(from.statuses));
  return out;
}

// Events

template <class Text>
void from_model(invito::event const& from, event<Text>& out, wire::write_context const&) {
  out.kind = {from.kind()};
  out.at = {from.at};
  from_model(from.by, out.by);
  out.revision = static_cast<std::int64_t>(from.revision);
  wire::from_model(from.expires_at, out.expires_at);
  from_model(from.idempotency_key, out.idempotency_key);
  if (from.clamped) out.clamped = true;
  const auto offered = [&out](auto const& details) {
    if (details.offer) from_model(*details.offer, out);
    if (details.token) out.token = hex(details.token->bytes());
  };
  const auto answered = [&out](auto const& details) {
    from_model(details.proof, out.proof.emplace());
    if (details.email) out.email = details.email->text();
  };
  if (auto* issued = std::get_if<issue_details>(&from.details)) {
    offered(*issued);
    if (issued->reinstates) out.reinstates = true;
  } else if (auto* amended = std::get_if<amend_details>(&from.details)) {
    offered(*amended);
  } else if (auto* resent = std::get_if<resend_details>(&from.details)) {
    if (resent->token) out.token = hex(resent->token->bytes());
    wire::from_model(resent->previous_until, out.previous_until);
  } else if (auto* accepting = std::get_if<accept_details>(&from.details)) {
    answered(*accepting);
    if (accepting->granted) from_model(*accepting->granted, out);
  } else if (auto* declining = std::get_if<decline_details>(&from.details)) {
    answered(*declining);
  } else if (auto* replaced = std::get_if<supersede_details>(&from.details)) {
    if (replaced->newer) out.newer = replaced->newer->text();
  } else if (auto* expiring = std::get_if<expire_details>(&from.details)) {
    out.recorded_at = wire::text_time{expiring->recorded_at};
  }
}

template <class Text>
event_details details_of(event<Text>& from, wire::location const& at) {
  const event_kind kind = from.kind.value;
  const bool offers = kind == event_kind::issue || kind == event_kind::amend;
  const bool is_answer = kind == event_kind::accept || kind == event_kind::decline;
  const auto belongs = [&](bool there, std::string_view member, bool allowed) {
    if (there && !allowed) at.at(member).refuse(code::unknown_field);
  };
  // An accept event with grants contains the part of the offer that was granted.
  const bool part = kind == event_kind::accept && from.grants;
  belongs(from.role.has_value(), "role", offers || part);
  belongs(from.grants.has_value(), "grants", offers || part);
  belongs(from.reinstates.has_value(), "reinstates", kind == event_kind::issue);
  belongs(from.previous_until.has_value(), "previous_until",
          kind == event_kind::resend && from.token);
  belongs(from.token.has_value(), "token", offers || kind == event_kind::resend);
  belongs(from.proof.has_value(), "proof", is_answer);
  belongs(from.email.has_value(), "email", is_answer);
  belongs(from.newer.has_value(), "newer", kind == event_kind::supersede);
  belongs(from.recorded_at.has_value(), "recorded_at", kind == event_kind::expire);
  box<token_digest> token;
  if (from.token) token = unhex(*from.token, at.at("token"));
  proof given_proof;
  if (from.proof) given_proof = to_model(*from.proof, at.at("proof"));
  box<invito::email> other;
  if (from.email) other = invito::email(*std::move(from.email));
  switch (kind) {
    case event_kind::issue:
      return issue_details{offer_of(from), std::move(token), from.reinstates.value_or(false)};
    case event_kind::resend:
      return resend_details{std::move(token), wire::time_of(from.previous_until)};
    case event_kind::amend: return amend_details{offer_of(from), std::move(token)};
    case event_kind::accept:
      return accept_details{given_proof, std::move(other),
                            part ? box<offer>(offer_of(from)) : box<offer>()};
    case event_kind::decline: return decline_details{given_proof, std::move(other)};
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
void to_model(event<Text>&& from, invito::event& out, wire::location const& at) {
  out.at = from.at.value;
  out.by = to_model(std::move(from.by));
  out.revision = revision_of(from.revision, at);
  out.expires_at = wire::time_of(from.expires_at);
  out.idempotency_key = text_of(std::move(from.idempotency_key));
  out.clamped = from.clamped.value_or(false);
  out.details = details_of(from, at);
}

// Invitations

/// Converts the members that a request and an invitation have in common. `Asked` is the type of the
/// request or of the invitation, and `Document` is the type of its document.
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
void from_model(invito::invitation const& from, invitation<Text>& out,
                wire::write_context const& context) {
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
  from_model(from.tokens, out.tokens);
  out.revision = static_cast<std::int64_t>(from.revision());
  if (from.baseline) from_model(*from.baseline, out.baseline.emplace());
  wire::from_models(from.history, out.history, context["history"]);
}

/// Applies the events in the history again, and compares the result with the invitation in the
/// document.
inline void check_history(invito::invitation const& parsed, wire::location const& at) {
  if (!parsed.baseline && parsed.history.empty()) return;  // the host constructed it without events
  const result<invito::invitation> replayed = replay(parsed, parsed.history);
  if (replayed && *replayed == parsed) return;
  // The location of the problem is the event that cannot be applied. If all events can be applied,
  // the location is the whole document.
  std::size_t n = parsed.history.size();
  if (!replayed) {
    for (path::segment const& s : replayed.error().front().where.segments())
      n = s.index.value_or(n);
  }
  (n == parsed.history.size() ? at : at.at("history").at(n)).refuse(code::history_mismatch);
}

inline void check_version(versioned const& document, wire::location const& at) {
  if (document.version == native::version) return;
  at.at("invito").refuse(code::unsupported_version, {}, {document.version, native::version});
}

inline void check_version(versioned_list const& document, wire::location const& at) {
  for (std::size_t n = 0; n != document.items.size(); ++n) {
    check_version(document.items[n], at.at("items").at(n));
  }
}

/// Returns `out`. But if `out` is an error and the document has another format version, returns the
/// problem `unsupported_version`. Another version may have other fields, so the problems in `out`
/// would mislead.
template <class Versions, class Model>
result<Model> or_version(result<Model> out, wire::source const& in, read_options options) {
  if (out) return out;
  options.strict = false;
  problems found;
  if (auto document = wire::read_document<Versions>(in, options))
    check_version(*document, {found, options.limits});
  if (!found.empty()) return found;
  return out;
}

template <class Text>
void to_model(invitation<Text>&& from, invito::invitation& out, wire::location const& at) {
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
  out.tokens = to_model(std::move(from.tokens), at.at("tokens"));
  if (from.baseline) out.baseline = to_model(*std::move(from.baseline), at.at("baseline"));
  wire::to_models(std::move(from.history), out.history, at.at("history"));
  if (revision_of(from.revision, at) != out.revision()) {
    at.at("revision").refuse(code::history_mismatch);
  }
  if (at.found.size() == before) check_history(out, at);
}

template <class Text>
void from_model(invitation_request const& from, request<Text>& out, wire::write_context const&) {
  from_asked(from, out);
  if (!from.send) out.send = false;
}

template <class Text>
void to_model(request<Text>&& from, invitation_request& out, wire::location const&) {
  to_asked(from, out);
  out.send = from.send.value_or(true);
}

template <class Text>
void from_model(invitation_page const& from, list<Text>& out, wire::write_context const& context) {
  wire::from_models(from.items, out.items, context["items"]);
  out.has_more = from.has_more;
}

template <class Text>
void to_model(list<Text>&& from, invitation_page& out, wire::location const& at) {
  out.has_more = from.has_more;
  wire::to_models(std::move(from.items), out.items, at.at("items"));
}

template <class Text>
void from_model(invito::error_item const& from, error_item<Text>& out, wire::write_context const&) {
  out.where = from.where;
  out.message = from.message;
  from_model(from.type, out.type);
  out.input = from.input;
  out.context = from.context;
}

template <class Text>
void to_model(error_item<Text>&& from, invito::error_item& out, wire::location const&) {
  out.where = std::move(from.where);
  out.message = std::move(from.message);
  out.type = text_of(std::move(from.type));
  out.input = std::move(from.input);
  out.context = std::move(from.context);
}

template <class Text>
void from_model(api_error const& from, error<Text>& out, wire::write_context const& context) {
  out.code = from.code;
  out.message = from.message;
  from_model(from.type, out.type);
  from_model(from.where, out.where);
  from_model(from.developer_message, out.developer_message);
  out.status = from.status;
  from_model(from.id, out.id);
  wire::from_model(from.at, out.at);
  out.details = from.details;
  if (!from.items.empty()) wire::from_models(from.items, out.items.emplace(), context["items"]);
}

template <class Text>
void to_model(error<Text>&& from, api_error& out, wire::location const& at) {
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

/// The document struct of a model type, such as `invitation<Text>` for `invito::invitation`.
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
result<void> write_replacing(wire::target const& to, Model const& m) {
  using document = typename document_of<Model, std::string_view>::type;
  return wire::detail::write_as<document>(to, m, {}, {}, wire::invalid_text::replaced);
}

}  // namespace native_documents

template <class Dialect>
result<invitation> wire::versioned<Dialect>::read_invitation(wire::source const& in,
                                                             read_options const& options) {
  return native_documents::or_version<native_documents::versioned>(
      wire::dialect<Dialect>::read_invitation(in, options), in, options);
}

template <class Dialect>
result<creation_response> wire::versioned<Dialect>::read_creation(wire::source const& in,
                                                                  read_options const& options) {
  return native_documents::or_version<native_documents::versioned>(
      wire::dialect<Dialect>::read_creation(in, options), in, options);
}

template <class Dialect>
result<invitation_page> wire::versioned<Dialect>::read_list(wire::source const& in,
                                                            read_options const& options) {
  return native_documents::or_version<native_documents::versioned_list>(
      wire::lists<Dialect>::read_list(in, options), in, options);
}

template <class Model>
result<Model> read(wire::source const& in, read_options const& options) {
  if constexpr (std::is_same_v<Model, invitation>) {
    return native::read_invitation(in, options);
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
template struct wire::dialect<native>;
template struct wire::lists<native>;
template struct wire::versioned<native>;
template result<invitation> read<invitation>(wire::source const& in, read_options const& options);
template result<event> read<event>(wire::source const& in, read_options const& options);
template result<std::string> write<invitation>(invitation const& m);
template result<std::string> write<event>(event const& m);
namespace native_documents {
template result<void> write_replacing<invito::invitation>(wire::target const& to,
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

/// Returns whether `text` is ASCII and needs no escape in a JSON string. The function is linear and
/// tests eight bytes at a time.
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

/// Returns `text` with a replacement character for each byte that is not part of a UTF-8 character.
inline std::string with_replacements(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t length = 1;
    while (length <= 4 && !invito::detail::is_utf8(text.substr(0, length))) ++length;
    out += length <= 4 ? text.substr(0, length) : std::string_view("\xEF\xBF\xBD");
    text.remove_prefix(length <= 4 ? length : 1);
  }
  return out;
}

}  // namespace detail

INVITO_INLINE result<void> writer::finish() {
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
  if (settings_.invalid_text == invalid_text::replaced) return detail::with_replacements(t);
  failed_ = true;
  return {};
}

INVITO_INLINE void text_writer::text(std::string_view t) {
  detail::is_plain(t) ? quote(t) : text_with_care(t);
}

INVITO_INLINE void text_writer::flush() {
  emit({block_.data(), used_});
  used_ = 0;
}

INVITO_INLINE void text_writer::emit(std::string_view text) {
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
  if (text.size() > block_.size()) return emit(text);
  std::char_traits<char>::copy(block_.data() + used_, text.data(), text.size());
  used_ += text.size();
}

/// Writes `plain` in quotes. If a comma is necessary before the string, writes the comma first.
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
  constexpr std::size_t longest = 20;  // -9223372036854775808
  separate();
  if (block_.size() - used_ < longest) flush();
  char* const at = block_.data() + used_;
  used_ += static_cast<std::size_t>(std::to_chars(at, at + longest, n).ptr - at);
}

inline void text_writer::text_with_care(std::string_view t) {
  if (!invito::detail::is_utf8(t)) {
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
  text_writer to(out, {shape::documented, false, invalid_text::replaced});
  to.text(text);
  to.flush();
  return json_text::unchecked(std::move(out));
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito

// ---- invito/wire/impl/rfc3339.ipp ----

// date.h uses the names min and max, and does not compile if a platform header defines such macros.
#pragma push_macro("min")
#pragma push_macro("max")
#undef min
#undef max
// Only the calendar arithmetic of date.h is used. Its formatting and parsing depend on the macro
// ONLY_C_LOCALE. Packages of the date library set this macro differently, so one program could
// contain two different definitions of the same function.
#include <date/date.h>
#pragma pop_macro("max")
#pragma pop_macro("min")

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

inline constexpr std::int64_t seconds_per_day = 86'400;

// Returns the problem for a text that is not a time or is outside of the range of `instant`.
inline problem time_problem(code why, std::string_view text) {
  constexpr std::size_t longest = 40;
  problem p;
  p.code = why;
  p.subject = invito::detail::utf8_prefix(text, longest);
  return p;
}

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr unsigned two_digits(char const* text) noexcept {
  return static_cast<unsigned>((text[0] - '0') * 10 + (text[1] - '0'));
}

// Returns whether a leap second may end at `seconds`, the number of seconds since the start of
// 1970. Leap seconds end at the start of 1 July or 1 January.
inline bool leap_second_ends(std::int64_t seconds) noexcept {
  if (seconds % seconds_per_day != 0) return false;
  const date::days days{static_cast<int>(seconds / seconds_per_day)};
  const date::year_month_day day{date::sys_days{days}};
  return day.day() == date::day{1} &&
         (day.month() == date::month{7} || day.month() == date::month{1});
}

// Stores the time in `to` and returns `code{}`, or returns the code of the problem.
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

  // Nearly all times are far from both ends of the range of `instant`. For these times, the sum
  // cannot overflow.
  const instant part{std::chrono::nanoseconds{nanoseconds}};
  constexpr std::int64_t safe = 9'000'000'000;
  if (seconds > -safe && seconds < safe) {
    to = part + std::chrono::seconds{seconds};
    return code{};
  }
  const auto sum = checked_add(part, std::chrono::seconds{seconds});
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
  // The start of the second or of the day is never computed as an `instant`, because the earliest
  // second and day start before the range of `instant`. Days are counted from a day before the
  // range, so that no count is negative.
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
  // `get` takes a pointer to a non-const object, because the reader also uses it. This function
  // does not modify the object.
  void* object = const_cast<void*>(at);
  out.begin_object();
  field const* const end = fields.rows + fields.size;
  for (field const* f = fields.rows; f != end; ++f) {
    if (f->read_only || (f->extended_only && !out.extended())) continue;
    codec const& as = *f->as;
    void const* value = f->get(object);
    if (as.held) value = as.held(value);
    if (out.incomplete() && f->required && (!value || (as.blank && as.blank(value)))) continue;
    if (value) {
      out.name(f->name);
      as.write(value, out);
      if (out.failed()) return out.trail(f->name);
    } else if (f->null_if_absent || (f->extended_null && out.extended())) {
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

INVITO_INLINE bool has_room(problems const& found, read_limits const& limits) {
  std::size_t bytes = 0;
  for (problem const& p : found) bytes += p.where.size();
  return found.size() < limits.problems && bytes < limits.bytes;
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
  constexpr double exact = 9007199254740992.0;  // below it, every integer has an exact double
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
  return levels_.back().names.add(name) || add(code::duplicate_field, here());
}

INVITO_INLINE bool reader::key_of_map(std::string_view name) {
  frame& top = stack_.back();
  top.row = maps_.back().add(name) ? 0 : none;
  return top.row == 0 || add(code::duplicate_field, here().add(name));
}

INVITO_INLINE bool reader::key_of_no_row(std::string_view name, bool twice) {
  if (twice) return add(code::duplicate_field, here().add(name));
  if (!stack_.back().fields->closed && !options_.strict) return true;
  return add(code::unknown_field, here().add(name));
}

/// Returns the slot of the next value, or an empty slot if the value is skipped.
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
  const bool missing = done.fields && (done.fields->required & ~done.seen) != 0;
  if (missing && !report_missing(*done.fields, done.seen)) return false;
  stack_.pop_back();
  return true;
}

/// Reports each required field that is absent. A field with an alias in the document is not absent.
/// Returns false if the engine should stop.
INVITO_INLINE bool reader::report_missing(table const& fields, std::uint64_t seen) {
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

INVITO_INLINE result<void> reader::finish() && {
  const bool whole = items_ != 0 && depth_ == 0;
  if (problems_.empty() && !whole) syntax_error(0);
  return std::move(problems_);
}

INVITO_INLINE bool reader::count_item() {
  if (items_++ <= options_.limits.items) return true;  // the document itself is not counted
  add(code::too_many_items, {}, {}, static_cast<std::int64_t>(options_.limits.items));
  return false;
}

INVITO_INLINE void reader::begin_keeping(json_text* what) {
  kept_ = what;
  kept_text_.clear();
  keeps_.emplace(kept_text_, write_settings{shape::documented, false, invalid_text::replaced});
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

INVITO_INLINE path location::where() const {
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
