// SPDX-License-Identifier: MIT
#pragma once

/// \file model/person.hpp
/// The persons of an invitation: the actor, the recipient, and the person who answers. The host is
/// the program that uses the library.

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

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/person.ipp>
#endif
