// SPDX-License-Identifier: MIT
// Times and addresses.

#include <benchmark/benchmark.h>
#include <date/date.h>

#include <array>
#include <cctype>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <invito/invito.hpp>
#include <invito/wire/rfc3339.hpp>

namespace {

// ---- Times: 64 times within three years ----

std::vector<invito::instant> moments() {
  std::vector<invito::instant> out;
  for (int n = 0; n != 64; ++n) {
    out.emplace_back(std::chrono::seconds(1'709'210'096 + n * std::int64_t{1'472'011}));
  }
  return out;
}

const std::vector<invito::instant> times = moments();

std::vector<std::string> texts_of_times() {
  std::vector<std::string> out;
  for (invito::instant t : times) out.push_back(invito::format_rfc3339(t));
  return out;
}

const std::vector<std::string> time_texts = texts_of_times();

/// Measures `work` on one element after the other. Each result must be equal to that of `ours`.
template <class Elements, class Work, class Ours>
void each(benchmark::State& state, Elements const& all, Work const& work, Ours const& ours) {
  for (auto const& e : all) {
    if (work(e) != ours(e)) return state.SkipWithError("differs from ours");
  }
  std::size_t n = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(work(all[n]));
    n = n + 1 == all.size() ? 0 : n + 1;
  }
}

invito::instant parse_ours(std::string const& text) { return *invito::parse_rfc3339(text); }

invito::instant parse_strptime(std::string const& text) {
  std::tm tm{};
  if (strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &tm) == nullptr) return {};
  return invito::instant(std::chrono::seconds(timegm(&tm)));
}

invito::instant parse_date(std::string const& text) {
  std::istringstream in(text);
  date::sys_seconds t;
  in >> date::parse("%FT%TZ", t);
  return invito::instant(t.time_since_epoch());
}

std::string format_ours(invito::instant t) { return invito::format_rfc3339(t); }

std::string format_strftime(invito::instant t) {
  const std::time_t seconds =
      std::chrono::duration_cast<std::chrono::seconds>(t.time_since_epoch()).count();
  std::tm tm{};
  gmtime_r(&seconds, &tm);
  std::array<char, 32> out{};
  return {out.data(), std::strftime(out.data(), out.size(), "%Y-%m-%dT%H:%M:%SZ", &tm)};
}

std::string format_date(invito::instant t) {
  return date::format("%FT%TZ", date::floor<std::chrono::seconds>(t));
}

void time_parse_ours(benchmark::State& s) { each(s, time_texts, parse_ours, parse_ours); }
void time_parse_strptime(benchmark::State& s) { each(s, time_texts, parse_strptime, parse_ours); }
void time_parse_date(benchmark::State& s) { each(s, time_texts, parse_date, parse_ours); }
void time_format_ours(benchmark::State& s) { each(s, times, format_ours, format_ours); }
void time_format_strftime(benchmark::State& s) { each(s, times, format_strftime, format_ours); }
void time_format_date(benchmark::State& s) { each(s, times, format_date, format_ours); }

BENCHMARK(time_parse_ours);
BENCHMARK(time_parse_strptime);
BENCHMARK(time_parse_date);
BENCHMARK(time_format_ours);
BENCHMARK(time_format_strftime);
BENCHMARK(time_format_date);

// ---- Addresses ------------------------------------------------------------------------

const std::vector<std::string> addresses{
    "a@b.co",
    "Jane.Doe@Example.com",
    "user@example.com",
    "first.last+tag@sub.domain.example.org",
    "0123456789@numbers.example",
    "very.long.local.part.of.an.address@with.a.long.domain.example",
    "o'brien@example.ie",
    "not an address",
};

// The regular expression of the WHATWG HTML standard, unchanged.
const std::regex definition(
    R"(^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$)",
    std::regex::optimize | std::regex::nosubs);

bool valid_ours(std::string const& text) {
  return invito::check_email(text) == invito::email_shape::valid;
}
bool valid_regex(std::string const& text) { return std::regex_match(text, definition); }

void email_valid_ours(benchmark::State& s) { each(s, addresses, valid_ours, valid_ours); }
void email_valid_regex(benchmark::State& s) { each(s, addresses, valid_regex, valid_ours); }

std::string canonical_ours(invito::email const& e) { return e.canonical(); }
std::vector<invito::email> emails() { return {addresses.begin(), addresses.end()}; }

void email_canonical_ours(benchmark::State& s) {
  each(s, emails(), canonical_ours, canonical_ours);
}
std::string copy_of(invito::email const& e) { return e.text(); }
void email_canonical_copy(benchmark::State& s) { each(s, emails(), copy_of, copy_of); }

BENCHMARK(email_valid_ours);
BENCHMARK(email_valid_regex);
BENCHMARK(email_canonical_ours);
BENCHMARK(email_canonical_copy);

}  // namespace
