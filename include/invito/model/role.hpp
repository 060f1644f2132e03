// SPDX-License-Identifier: MIT
#pragma once

/// \file model/role.hpp
/// Roles, what an invitation grants, and the catalog that both are judged by.

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

#ifndef INVITO_SEPARATE_COMPILATION
#include <invito/model/impl/role.ipp>
#endif
