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

/// The scope in which a role applies.
enum class scope : std::uint8_t { organization, project, workspace };

template <>
inline constexpr std::array<std::string_view, 3> names_of<scope>{"organization", "project",
                                                                 "workspace"};

/// A membership in one project or workspace that an invitation grants.
struct grant {
  invito::scope scope = scope::project;  ///< A project or a workspace.
  std::string id{};                      ///< The id of the project or workspace.
  std::string role{};  ///< The role in this scope. Empty if the scope has no roles.

  friend bool operator==(grant const& a, grant const& b) noexcept;
  friend bool operator!=(grant const& a, grant const& b) noexcept { return !(a == b); }
};

/// A list of grants. An absent list means the default of the organization. An empty list means no
/// grants. The library never treats an absent list as an empty list.
using grant_list = std::optional<std::vector<grant>>;

/// The offer of an invitation: a role in the organization, and grants.
struct offer {
  std::string role{};   ///< The role. Empty if the organization has no roles.
  grant_list grants{};  ///< Memberships in projects and workspaces.

  friend bool operator==(offer const& a, offer const& b) noexcept;
  friend bool operator!=(offer const& a, offer const& b) noexcept { return !(a == b); }
};

/// A role of an organization.
struct role {
  std::string name{};  ///< The name, as offers and memberships contain it.
  /// The rank. By default, a member may grant roles up to the rank of their own role; see
  /// `granting`.
  int rank = 0;
  bool grantable = true;                      ///< Whether invitations may grant the role.
  invito::scope scope = scope::organization;  ///< The scope in which the role applies.
  /// The permissions, in any order. Only `granting::own_permissions` uses them.
  std::vector<std::string> permissions{};

  friend bool operator==(role const& a, role const& b) noexcept;
  friend bool operator!=(role const& a, role const& b) noexcept { return !(a == b); }
};

/// The roles of an organization. Names are compared by their bytes and are unique within a scope.
/// If two names are equal, the first role is used. Every other name is an unknown role, unless
/// `open_to` allows custom roles.
class role_catalog {
 public:
  role_catalog() = default;
  role_catalog(std::initializer_list<role> roles);          ///< Constructs a catalog of `roles`.
  explicit role_catalog(std::vector<role> roles) noexcept;  ///< Constructs a catalog of `roles`.

  /// Returns a copy of the catalog that allows custom roles. Every other name in the scope of
  /// `custom` is then a role with the rank of `custom`. Choose the highest rank that a custom role
  /// can have. For a member, a custom role has no rank and no permissions, because the catalog does
  /// not contain the role. To let the member grant roles, list the role.
  [[nodiscard]] role_catalog open_to(role custom) const;

  /// Returns a copy of the catalog that ignores the case of A to Z in names.
  [[nodiscard]] role_catalog ignoring_case() const;

  /// Returns the listed role with this name in this scope, or null. Complexity: linear, because
  /// catalogs are short.
  [[nodiscard]] role const* find_listed(std::string_view name,
                                        invito::scope scope = scope::organization) const noexcept;

  /// Returns the listed role with this name in this scope. If there is none, returns the role that
  /// `open_to` has set for custom roles in this scope, or null.
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
