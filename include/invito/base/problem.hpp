// SPDX-License-Identifier: MIT
#pragma once

/// \file base/problem.hpp
/// Why something was refused: a stable code, the place, and the facts a person needs to act on it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/base/limits.hpp>
#include <invito/base/names.hpp>
#include <invito/base/path.hpp>
#include <invito/base/text.hpp>

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

  friend bool operator==(problem const& a, problem const& b) {
    return a.code == b.code && a.where == b.where && a.subject == b.subject &&
           a.numbers == b.numbers;
  }
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

  friend bool operator==(problems const& a, problems const& b) {
    return a.any_ == b.any_ && a.first_ == b.first_ && a.rest_ == b.rest_;
  }
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

inline void problems::add(problem p) {
  if (any_) {
    rest_.push_back(std::move(p));
  } else {
    first_ = std::move(p);
    any_ = true;
  }
}

inline problem const& deciding(problems const& all) noexcept {
  problem const* first = &all.front();
  for (problem const& p : all) {
    if (info(p.code).tier < info(first->code).tier) first = &p;
  }
  return *first;
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
  return fill_in(info(p.code).sentence, p.subject, p.numbers);
}

inline std::string fill_in(std::string_view sentence, std::string_view subject,
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

inline problem make_problem(code c, path where, std::string_view subject,
                            std::array<std::int64_t, 3> numbers) {
  return {c, std::move(where), std::string(utf8_prefix(subject, bound::text)), numbers};
}

inline problem as_public(problem const& p, disclosure d) {
  const code shown = public_code(p.code, d);
  return shown == p.code ? p : problem{shown, {}, {}, {}};
}

inline problems as_public(problems const& why, disclosure d) {
  problems out;
  for (problem const& p : why) {
    problem shown = as_public(p, d);
    bool told = false;
    for (problem const& earlier : out) told = told || (shown.code != p.code && earlier == shown);
    if (!told) out.add(std::move(shown));
  }
  return out;
}

inline std::string describe_with_places(problems const& all) {
  std::string out;
  for (problem const& p : all) {
    if (!out.empty()) out += "; ";
    if (!p.where.empty()) out.append(p.where.pointer()).append(": ");
    out += describe(p);
  }
  return out;
}

inline std::string describe(problems const& all) {
  return all.size() == 1 ? describe(all.front()) : describe_with_places(all);
}

}  // namespace v0
}  // namespace invito
