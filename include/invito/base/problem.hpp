// SPDX-License-Identifier: MIT
#pragma once

/// \file base/problem.hpp
/// The problems in a document or a command. A problem has a stable code, a location, and the values
/// that a person needs to solve the problem. A list of problems is called a refusal.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>  // also declares the iterator tags; <iterator> includes streams

#include <invito/base/names.hpp>
#include <invito/base/path.hpp>

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

#include <invito/base/impl/problem.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/base/impl/problem.ipp>
#endif
