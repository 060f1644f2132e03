// SPDX-License-Identifier: MIT
#pragma once

#include <invito/base/impl/append_number.hpp>
#include <invito/base/limits.hpp>
#include <invito/base/problem.hpp>
#include <invito/base/text.hpp>

namespace invito {
inline namespace INVITO_ABI {

INVITO_INLINE bool operator==(problem const& a, problem const& b) {
  return a.code == b.code && a.where == b.where && a.subject == b.subject && a.numbers == b.numbers;
}

INVITO_INLINE bool operator==(problems const& a, problems const& b) {
  return a.any_ == b.any_ && a.first_ == b.first_ && a.rest_ == b.rest_;
}

INVITO_INLINE void problems::add(problem p) {
  if (any_) {
    rest_.push_back(std::move(p));
  } else {
    first_ = std::move(p);
    any_ = true;
  }
}

INVITO_INLINE problem const& primary(problems const& all) noexcept {
  problem const* first = &all.front();
  for (problem const& p : all) {
    if (info(p.code).tier < info(first->code).tier) first = &p;
  }
  return *first;
}

INVITO_INLINE std::string describe_duration(std::int64_t seconds) {
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

INVITO_INLINE std::string describe(problem const& p) {
  return detail::substitute(info(p.code).message, p.subject, p.numbers);
}

INVITO_INLINE std::string detail::substitute(std::string_view message, std::string_view subject,
                                             std::array<std::int64_t, 3> const& numbers) {
  std::string out;
  for (std::size_t i = 0; i < message.size(); ++i) {
    if (message[i] != '{') {
      out += message[i];
      continue;
    }
    const char kind = message[i + 1];
    if (kind == 's') {
      out += subject;
      i += 2;
      continue;
    }
    const std::int64_t number = numbers[static_cast<std::size_t>(kind - '0')];
    if (message[i + 2] == 'd') {
      out += describe_duration(number);
      i += 3;
    } else {
      append_number(out, number);
      i += 2;
    }
  }
  return out;
}

INVITO_INLINE problem make_problem(code c, path where, std::string_view subject,
                                   std::array<std::int64_t, 3> numbers) {
  return {c, std::move(where), std::string(detail::utf8_prefix(subject, bound::text)), numbers};
}

INVITO_INLINE problem as_public(problem const& p, disclosure d) {
  const code shown = public_code(p.code, d);
  return shown == p.code ? p : problem{shown, {}, {}, {}};
}

INVITO_INLINE problems as_public(problems const& all, disclosure d) {
  problems out;
  for (problem const& p : all) {
    problem shown = as_public(p, d);
    bool listed = false;
    for (problem const& earlier : out)
      listed = listed || (shown.code != p.code && earlier == shown);
    if (!listed) out.add(std::move(shown));
  }
  return out;
}

INVITO_INLINE std::string describe_with_locations(problems const& all) {
  std::string out;
  for (problem const& p : all) {
    if (!out.empty()) out += "; ";
    if (!p.where.empty()) out.append(p.where.pointer()).append(": ");
    out += describe(p);
  }
  return out;
}

INVITO_INLINE std::string describe(problems const& all) {
  return all.size() == 1 ? describe(all.front()) : describe_with_locations(all);
}

}  // namespace INVITO_ABI
}  // namespace invito
