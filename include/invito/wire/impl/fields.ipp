// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>

#include <invito/wire/fields.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

INVITO_INLINE field const* table::find(std::string_view name, std::size_t likely) const noexcept {
  const auto is_it = [name](field const& f) {
    return f.name.size() == name.size() && std::equal(name.begin(), name.end(), f.name.begin());
  };
  if (likely < size && is_it(rows[likely])) return rows + likely;
  const std::size_t first = by_hash[hash(name)];
  if (first == 0) return nullptr;
  field const* const found = std::find_if(rows + first - 1, rows + size, is_it);
  return found != rows + size ? found : nullptr;
}

INVITO_INLINE void write_object(void const* at, table const& fields, writer& out) {
  // `get` takes a pointer to a non-const object, because the reader also uses it. This function
  // does not modify the object.
  void* object = const_cast<void*>(at);
  out.begin_object();
  field const* const end = fields.rows + fields.size;
  for (field const* f = fields.rows; f != end; ++f) {
    if (f->read_only || (f->extended_only && !out.extended())) continue;
    codec const& as = *f->as;
    void const* value = f->get(object);
    if (as.held) value = as.held(value);
    if (out.incomplete() && f->required && (!value || (as.blank && as.blank(value)))) continue;
    if (value) {
      out.name(f->name);
      as.write(value, out);
      if (out.failed()) return out.trail(f->name);
    } else if (f->null_if_absent || (f->extended_null && out.extended())) {
      out.name(f->name);
      out.null();
    }
  }
  out.end_object();
}

INVITO_INLINE void write_value(void const* at, codec const& as, writer& out) {
  void const* value = as.held ? as.held(at) : at;
  value ? as.write(value, out) : out.null();
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
