// SPDX-License-Identifier: MIT
#pragma once

/// \file model/person.hpp
/// The people around an invitation: who acts, whom it is for, who answers.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <invito/base/names.hpp>
#include <invito/model/email.hpp>
#include <invito/model/id.hpp>

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

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/person.ipp>
#endif
