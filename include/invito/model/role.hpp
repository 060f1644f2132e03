// SPDX-License-Identifier: MIT
#pragma once

/// \file model/role.hpp
/// Roles, the grants of an invitation, and the catalog of roles that rules use.

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <invito/base/names.hpp>

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

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/role.ipp>
#endif
