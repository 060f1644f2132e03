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
  std::string role{};                    ///< The role in it; empty if the scope has no roles.

  friend bool operator==(grant const& a, grant const& b) noexcept;
  friend bool operator!=(grant const& a, grant const& b) noexcept { return !(a == b); }
};

/// A list of grants. An absent list means the default of the organization; an empty list means no
/// grants. The library always distinguishes the two.
using grant_list = std::optional<std::vector<grant>>;

/// The offer of an invitation: a role in the organization, and grants.
struct offer {
  std::string role{};   ///< The role; empty if the organization has no roles.
  grant_list grants{};  ///< Memberships in projects and workspaces.

  friend bool operator==(offer const& a, offer const& b) noexcept;
  friend bool operator!=(offer const& a, offer const& b) noexcept { return !(a == b); }
};

/// A role of an organization.
struct role {
  std::string name{};                         ///< The name, as offers and memberships contain it.
  int rank = 0;                               ///< The rank; higher ranks may grant lower ones.
  bool grantable = true;                      ///< Whether invitations may grant it.
  invito::scope scope = scope::organization;  ///< The scope in which it applies.
  std::vector<std::string> permissions{};     ///< For `granting::own_permissions`, in any order.

  friend bool operator==(role const& a, role const& b) noexcept;
  friend bool operator!=(role const& a, role const& b) noexcept { return !(a == b); }
};

/// The roles of an organization. Names are compared by their bytes and are unique within a scope;
/// of two equal names the first is used. The catalog is closed unless `open_to` opens it to custom
/// roles.
class role_catalog {
 public:
  role_catalog() = default;
  role_catalog(std::initializer_list<role> roles);          ///< Constructs a catalog of `roles`.
  explicit role_catalog(std::vector<role> roles) noexcept;  ///< Constructs a catalog of `roles`.

  /// Returns the catalog opened to custom roles: any other name in the scope of `custom` is a role
  /// with the rank of `custom`, so use the rank of the highest custom role that is possible. A
  /// member with a custom role may grant nothing, because the catalog does not contain the
  /// permissions of the role; list the role to change this.
  [[nodiscard]] role_catalog open_to(role custom) const;

  /// Returns the catalog with names that are compared without regard to ASCII case.
  [[nodiscard]] role_catalog ignoring_case() const;

  /// Returns the listed role with this name in this scope, or null. Complexity: linear; catalogs
  /// are short.
  [[nodiscard]] role const* find_listed(std::string_view name,
                                        invito::scope scope = scope::organization) const noexcept;

  /// Returns the listed role with this name in this scope; if there is none, the role for custom
  /// roles in this scope, or null.
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

/// Returns the indices of the grants whose scope and id occur in an earlier grant, ascending.
/// Complexity: O(n log n).
[[nodiscard]] std::vector<std::size_t> repeated_grants(std::vector<grant> const& all);

}  // namespace detail
}  // namespace INVITO_ABI
}  // namespace invito

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/role.ipp>
#endif
