// SPDX-License-Identifier: MIT
#pragma once

/// \file base/problem.hpp
/// Why something was refused: a stable code, the place, and the facts a person needs to act on it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>  // has the iterator tags, too; <iterator> brings streams

#include <invito/base/names.hpp>
#include <invito/base/path.hpp>

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

#include <invito/base/impl/problem.hpp>

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/base/impl/problem.ipp>
#endif
