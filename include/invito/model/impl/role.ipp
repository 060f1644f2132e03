// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <tuple>
#include <utility>

#include <invito/base/impl/repeated.hpp>
#include <invito/base/text.hpp>
#include <invito/model/role.hpp>

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
