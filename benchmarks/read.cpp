// SPDX-License-Identifier: MIT
// Reads JSON text into a value.

#include <benchmark/benchmark.h>

#include <string>

#include <invito/invito.hpp>

#include "by_hand/dom.hpp"
#include "by_hand/engines_read.hpp"
#include "by_hand/nuon.hpp"
#include "by_hand/sax.hpp"
#include "payloads.hpp"

#ifdef INVITO_HAS_BOOST_JSON
#include <boost/json/src.hpp>
#include <invito/wire/boost_json.hpp>
#include <nlohmann/json.hpp>

#include "by_hand/boost.hpp"
#endif

namespace {

const std::string list = payloads::openai_list(100);

template <class T>
T by_dom(std::string const& text) {
  return nlohmann::json::parse(text).get<T>();
}

template <class T>
bool by_sax(std::string const& text, T& out) {
  by_hand::openai_events events(out);
  return nlohmann::json::sax_parse(text, &events);
}

/// Measures `work`, unless `work` fails.
template <class Work>
void repeat(benchmark::State& state, Work const& work) {
  if (!work()) return state.SkipWithError("was not read");
  for (auto _ : state) benchmark::DoNotOptimize(work());
}

void read_openai_ours(benchmark::State& s) {
  repeat(s, [] { return bool(invito::openai::read_invitation(payloads::openai_invite)); });
}
void read_openai_dom(benchmark::State& s) {
  repeat(s, [] { return !by_dom<by_hand::invite>(payloads::openai_invite).id.empty(); });
}
void read_openai_sax(benchmark::State& s) {
  repeat(s, [] {
    by_hand::invite out;
    return by_sax(payloads::openai_invite, out);
  });
}
void read_openai_accept(benchmark::State& s) {
  repeat(s, [] { return nlohmann::json::accept(payloads::openai_invite); });
}

void read_list_ours(benchmark::State& s) {
  repeat(s, [] { return bool(invito::openai::read_list(list)); });
}
void read_list_dom(benchmark::State& s) {
  repeat(s, [] { return by_dom<by_hand::invite_list>(list).data.size() == 100; });
}
void read_list_sax(benchmark::State& s) {
  repeat(s, [] {
    by_hand::invite_list out;
    return by_sax(list, out) && out.data.size() == 100;
  });
}
void read_list_accept(benchmark::State& s) {
  repeat(s, [] { return nlohmann::json::accept(list); });
}

void read_nuon_ours(benchmark::State& s) {
  repeat(s, [] { return bool(invito::nuon::read_invitation(payloads::nuon_invite)); });
}
void read_nuon_dom(benchmark::State& s) {
  const auto ours = invito::nuon::read_invitation(payloads::nuon_invite);
  if (!ours || ours->created_at != by_dom<by_hand::nuon_invite>(payloads::nuon_invite).created_at) {
    return s.SkipWithError("reads another time");
  }
  repeat(s, [] { return !by_dom<by_hand::nuon_invite>(payloads::nuon_invite).id.empty(); });
}
void read_nuon_accept(benchmark::State& s) {
  repeat(s, [] { return nlohmann::json::accept(payloads::nuon_invite); });
}

// ---- Other parsers, if they are installed ----

/// Measures `work`, which fills an invite, unless the invite differs from the document.
template <class Work>
void fill(benchmark::State& state, Work const& work) {
  const auto same = [](by_hand::invite const& a, by_hand::invite const& b) {
    return nlohmann::json(a) == nlohmann::json(b);
  };
  by_hand::invite found;
  if (!work(found) || !same(found, by_dom<by_hand::invite>(payloads::openai_invite))) {
    return state.SkipWithError("reads something else");
  }
  repeat(state, [&] {
    by_hand::invite out;
    return work(out);
  });
}

#ifdef INVITO_HAS_BOOST_JSON
using invito::wire::boost_json;

void boost_openai_ours(benchmark::State& s) {
  repeat(s,
         [] { return bool(invito::openai::read_invitation(boost_json(payloads::openai_invite))); });
}
void boost_openai_by_hand(benchmark::State& s) {
  by_hand::invite ignored;
  if (by_hand::by_boost(payloads::openai_invite + " x", ignored)) {
    return s.SkipWithError("reads text behind the document");
  }
  fill(s, [](by_hand::invite& out) { return by_hand::by_boost(payloads::openai_invite, out); });
}
void boost_list_ours(benchmark::State& s) {
  repeat(s, [] { return bool(invito::openai::read_list(boost_json(list))); });
}
void boost_list_by_hand(benchmark::State& s) {
  repeat(s, [] {
    by_hand::invite_list out;
    return by_hand::by_boost(list, out) && out.data.size() == 100;
  });
}
BENCHMARK(boost_openai_ours);
BENCHMARK(boost_openai_by_hand);
BENCHMARK(boost_list_ours);
BENCHMARK(boost_list_by_hand);
#endif

#ifdef INVITO_HAS_RAPIDJSON
void read_openai_rapidjson(benchmark::State& s) {
  fill(s, [](by_hand::invite& out) { return by_hand::by_rapidjson(payloads::openai_invite, out); });
}
BENCHMARK(read_openai_rapidjson);
#endif

#ifdef INVITO_HAS_SIMDJSON
/// simdjson requires padded text, which a service does not have. The time to pad the text is not
/// measured.
void read_openai_simdjson(benchmark::State& s) {
  const simdjson::padded_string text(payloads::openai_invite);
  simdjson::ondemand::parser parser;
  fill(s, [&](by_hand::invite& out) { return by_hand::by_simdjson(parser, text, out); });
}
BENCHMARK(read_openai_simdjson);
#endif

}  // namespace

BENCHMARK(read_openai_ours);
BENCHMARK(read_openai_dom);
BENCHMARK(read_openai_sax);
BENCHMARK(read_openai_accept);
BENCHMARK(read_list_ours);
BENCHMARK(read_list_dom);
BENCHMARK(read_list_sax);
BENCHMARK(read_list_accept);
BENCHMARK(read_nuon_ours);
BENCHMARK(read_nuon_dom);
BENCHMARK(read_nuon_accept);
