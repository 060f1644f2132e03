// SPDX-License-Identifier: MIT
#pragma once

/// \file mutation/tables.hpp
/// Mutants of constant tables. A table is made at compile time, so it cannot contain a choice at
/// run time. Instead, a process makes the memory of the table writable and changes the table there.

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "mutants.hpp"  // comes before the mutated headers, which call it

#include <invito/invito.hpp>
#include <invito/wire/fields.hpp>

namespace mutants {

/// One mutant of a table, and the function that makes it.
struct change {
  std::string file;
  std::string table;
  std::string before;
  std::string after;
  std::function<void()> make;
};

inline std::vector<change>& changes() {
  static std::vector<change> all;
  return all;
}

/// Writes to a constant object.
template <class T>
void overwrite(T const& at, T const& value) {
  static const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto first = reinterpret_cast<std::uintptr_t>(&at) / page * page;
  const auto end = reinterpret_cast<std::uintptr_t>(&at) + sizeof(T);
  mprotect(reinterpret_cast<void*>(first), end - first, PROT_READ | PROT_WRITE);
  *const_cast<T*>(&at) = value;
}

/// Another text of the same length. The result for an empty text has one character.
inline std::string_view other_text(std::string_view text) {
  auto* copy = new std::string(text.empty() ? "?" : text);  // lives as long as the process
  copy->front() = copy->front() == '?' ? '!' : '?';
  return *copy;
}

inline std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

/// One table of the library. Some tables have two copies, one for reading and one for writing.
struct location {
  std::string file;
  std::string table;

  void add(std::string before, std::string after, std::function<void()> make) const {
    changes().push_back({file, table, std::move(before), std::move(after), std::move(make)});
  }
};

inline void look(location const& at, std::string_view const& text, std::string const& index = {}) {
  at.add(index + in_quotes(text), in_quotes(other_text(text)),
         [&text] { overwrite(text, other_text(text)); });
}

inline void look(location const& at, invito::code const& c, std::string const& index = {}) {
  const auto other = c == invito::code::not_found ? invito::code::expired : invito::code::not_found;
  at.add(index + std::string(to_string(c)), std::string(to_string(other)),
         [&c, other] { overwrite(c, other); });
}

/// Takes only an `int`, and nothing that converts to `int`, because the number itself is changed.
template <class Number, class = std::enable_if_t<std::is_same_v<Number, int>>>
void look(location const& at, Number const& n, std::string const& index = {}) {
  at.add(index + std::to_string(n), std::to_string(n + 1), [&n] { overwrite(n, n + 1); });
}

inline void look(location const& at, invito::transition const& t, std::string const& index = {}) {
  using invito::transition;
  const auto change_to = [&](transition to, std::string_view name) {
    at.add(index + std::string(t.allowed() ? to_string(*t.to) : to_string(t.refusal)),
           std::string(name), [&t, to] { overwrite(t, to); });
  };
  if (t.allowed()) {
    change_to(invito::code::not_permitted, "not_permitted");
    const auto other =
        t.to == invito::status::revoked ? invito::status::pending : invito::status::revoked;
    change_to(other, to_string(other));
  } else {
    change_to(invito::code::not_permitted, "not_permitted");
    change_to(invito::status::pending, "pending");
  }
}

inline bool has_any(invito::feature_set const& all) {
  constexpr invito::feature_set none;
  return std::memcmp(&all, &none, sizeof none) != 0;
}

inline void look(location const& at, invito::feature_set const& all, std::string const& = {}) {
  if (!has_any(all)) return;
  at.add("the features", "none", [&all] { overwrite(all, invito::feature_set{}); });
}

inline void look(location const& at, invito::wire::http_statuses const& all,
                 std::string const& = {}) {
  for (std::size_t n = 0; n != all.by_category.size(); ++n) {
    look(at, all.by_category[n], "answer " + std::to_string(n) + ": ");
  }
  for (auto const& e : all.exceptions) {
    if (e.status == 0) continue;
    look(at, e.status, std::string(to_string(e.code)) + ": ");
    look(at, e.code);
  }
}

/// A row of deepset's table of texts for a wrong type. Its type is defined in an `.ipp` file.
template <class Row>
auto look(location const& at, Row const& e, std::string const& index = {})
    -> decltype(look(at, e.expects), look(at, e.type), look(at, e.message)) {
  look(at, e.expects, index);
  look(at, e.type, index);
  look(at, e.message, index);
}

template <class T, std::size_t N>
auto look(location const& at, std::array<T, N> const& all, std::string const& index = {})
    -> decltype(look(at, all[0])) {
  for (std::size_t n = 0; n != N; ++n) look(at, all[n], index + std::to_string(n) + ": ");
}

/// A row of a field table. `copies` contains the row for reading and the row for writing.
inline void look_at_row(location const& at, std::vector<invito::wire::field const*> const& copies) {
  using invito::wire::field;
  field const& row = *copies.front();
  const std::string name = std::string(row.name) + ": ";
  const auto change_to = [&](std::string before, std::string after, auto how) {
    at.add(name + std::move(before), std::move(after), [copies, how] {
      for (field const* copy : copies) {
        field changed = *copy;
        how(changed);
        overwrite(*copy, changed);
      }
    });
  };
  change_to("name", "another", [](field& f) { f.name = other_text(f.name); });
  const auto flag = [&](char const* what, bool field::*property, bool also_when_unset) {
    if (row.*property) change_to(what, "not", [property](field& f) { f.*property = false; });
    if (row.*property || !also_when_unset) return;
    change_to(std::string("not ") + what, what, [property](field& f) { f.*property = true; });
  };
  flag("required", &field::required, true);
  flag("null if absent", &field::null_if_absent, false);
  flag("null in the extended shape", &field::extended_null, false);
  flag("in the extended shape only", &field::extended_only, !row.read_only);
  flag("never written", &field::read_only, true);
  if (row.carries != invito::feature::none && !row.read_only) {
    change_to("carries " + std::string(to_string(row.carries)), "nothing",
              [](field& f) { f.carries = invito::feature::none; });
  }
  if (has_any(row.also)) change_to("carries more", "no more", [](field& f) { f.also = {}; });
  if (!row.alias_of.empty()) {
    change_to("alias of " + std::string(row.alias_of), "of nothing",
              [](field& f) { f.alias_of = {}; });
  }
  if (row.words.size != 0) {
    change_to("its words", "any words", [](field& f) { f.words = {}; });
    change_to("refusal of other words", "another code", [](field& f) {
      f.words.refusal = f.words.refusal == invito::code::unknown_role ? invito::code::unknown_value
                                                                      : invito::code::unknown_role;
    });
  }
}

template <std::size_t N, class... More>
void look_at_rows(location const& at, std::array<invito::wire::field, N> const& first,
                  More const&... more) {
  for (std::size_t n = 0; n != N; ++n) look_at_row(at, {&first[n], &more[n]...});
}

}  // namespace mutants
