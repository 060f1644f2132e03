// SPDX-License-Identifier: MIT
// The same invite by other engines, each driven by hand into or out of a plain struct: what a
// service would have to write, and how far it could get. For information; no goal is set against
// them.

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include <invito/invito.hpp>

#include "by_hand/dom.hpp"
#include "by_hand/sax.hpp"
#include "by_hand/text.hpp"
#include "payloads.hpp"

#ifdef INVITO_HAS_RAPIDJSON
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#endif
#ifdef INVITO_HAS_SIMDJSON
#include <simdjson.h>
#endif
#ifdef INVITO_HAS_FMT
#include <fmt/compile.h>
#endif

namespace {

using invito::openai;

constexpr invito::instant now{std::chrono::seconds(1'711'471'533)};
const invito::invitation invite = *openai::read_invite(payloads::openai_invite);
const auto plain = nlohmann::json::parse(payloads::openai_invite).get<by_hand::invite>();

/// Runs `read`, unless it does not find in the document what is there.
template <class Read>
void reads(benchmark::State& state, Read const& read) {
  by_hand::invite found;
  if (!read(found) || by_hand::text_of(found) != by_hand::text_of(plain)) {
    return state.SkipWithError("reads something else");
  }
  for (auto _ : state) {
    by_hand::invite out;
    benchmark::DoNotOptimize(read(out));
    benchmark::DoNotOptimize(out);
  }
}

/// Runs `write`, unless it does not write the document.
template <class Write>
void writes(benchmark::State& state, Write const& write) {
  if (nlohmann::json::parse(write()) != nlohmann::json::parse(payloads::openai_invite)) {
    return state.SkipWithError("writes something else");
  }
  for (auto _ : state) benchmark::DoNotOptimize(write());
}

void engine_read_ours(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(openai::read_invite(payloads::openai_invite));
}
BENCHMARK(engine_read_ours);

void engine_write_ours(benchmark::State& state) {
  writes(state, [] { return *openai::write_invite(invite, now); });
}
BENCHMARK(engine_write_ours);

#ifdef INVITO_HAS_RAPIDJSON
/// RapidJSON's names for the events of by_hand/sax.hpp.
struct rapidjson_events {
  by_hand::openai_events events;

  bool Null() { return events.null(); }
  bool Bool(bool b) { return events.boolean(b); }
  bool Int(int n) { return events.number_integer(n); }
  bool Uint(unsigned n) { return events.number_unsigned(n); }
  bool Int64(std::int64_t n) { return events.number_integer(n); }
  bool Uint64(std::uint64_t n) { return events.number_unsigned(n); }
  bool Double(double n) { return events.number_float(n, {}); }
  bool RawNumber(char const*, rapidjson::SizeType, bool) { return false; }
  bool String(char const* text, rapidjson::SizeType size, bool) {
    return events.text(std::string_view(text, size));
  }
  bool StartObject() { return events.start_object(0); }
  bool Key(char const* text, rapidjson::SizeType size, bool) {
    return events.key(std::string_view(text, size));
  }
  bool EndObject(rapidjson::SizeType) { return events.end_object(); }
  bool StartArray() { return events.start_array(0); }
  bool EndArray(rapidjson::SizeType) { return events.end_array(); }
};

void engine_read_rapidjson(benchmark::State& state) {
  reads(state, [](by_hand::invite& out) {
    rapidjson::Reader reader;
    rapidjson::StringStream text(payloads::openai_invite.c_str());
    rapidjson_events events{by_hand::openai_events(out)};
    return !reader.Parse<rapidjson::kParseValidateEncodingFlag>(text, events).IsError();
  });
}
BENCHMARK(engine_read_rapidjson);

void engine_write_rapidjson(benchmark::State& state) {
  writes(state, [] {
    rapidjson::StringBuffer out;
    rapidjson::Writer<rapidjson::StringBuffer, rapidjson::UTF8<>, rapidjson::UTF8<>,
                      rapidjson::CrtAllocator, rapidjson::kWriteValidateEncodingFlag>
        w(out);
    const auto key = [&w](std::string_view name) {
      w.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    };
    const auto text = [&](std::string_view name, std::string_view value) {
      key(name);
      w.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
    };
    const auto time = [&](std::string_view name, std::optional<std::int64_t> const& value) {
      if (!value) return;
      key(name);
      w.Int64(*value);
    };
    w.StartObject();
    text("object", "organization.invite");
    text("id", plain.id);
    text("email", plain.email);
    text("role", plain.role);
    text("status", by_hand::word_of(plain.status));
    time("invited_at", plain.invited_at);
    time("expires_at", plain.expires_at);
    time("accepted_at", plain.accepted_at);
    key("projects");
    w.StartArray();
    for (by_hand::project const& p : plain.projects) {
      w.StartObject();
      text("id", p.id);
      text("role", p.role);
      w.EndObject();
    }
    w.EndArray();
    w.EndObject();
    return std::string(out.GetString(), out.GetSize());
  });
}
BENCHMARK(engine_write_rapidjson);
#endif

#ifdef INVITO_HAS_SIMDJSON
/// One pass over the members, with the checks of by_hand/sax.hpp but for members that stand twice
/// and for text behind the document.
bool by_simdjson(simdjson::ondemand::parser& parser, simdjson::padded_string const& text,
                 by_hand::invite& out) {
  using namespace simdjson;
  const auto take = [](simdjson_result<ondemand::value> from, std::string& to) {
    std::string_view found;
    if (from.get_string().get(found) != SUCCESS) return false;
    to = found;
    return true;
  };
  const auto take_time = [](simdjson_result<ondemand::value> from, std::int64_t& to) {
    return from.get_int64().get(to) == SUCCESS && by_hand::is_time(to);
  };
  ondemand::document document;
  ondemand::object members;
  if (parser.iterate(text).get(document) || document.get_object().get(members)) return false;
  bool object = false;
  bool status = false;
  bool invited = false;
  for (auto member : members) {
    std::string_view name;
    std::string_view word;
    if (member.unescaped_key().get(name)) return false;
    auto value = member.value();
    bool good = true;
    if (name == "object") {
      good = object = value.get_string().get(word) == SUCCESS && word == "organization.invite";
    } else if (name == "id") {
      good = take(value, out.id);
    } else if (name == "email") {
      good = take(value, out.email);
    } else if (name == "role") {
      good = take(value, out.role) && by_hand::is_role(out.role);
    } else if (name == "status") {
      if (value.get_string().get(word)) return false;
      out.status = by_hand::status_of(word);
      good = status = out.status != by_hand::status::unknown;
    } else if (name == "invited_at") {
      good = invited = take_time(value, out.invited_at);
    } else if (name == "expires_at") {
      good = take_time(value, out.expires_at.emplace());
    } else if (name == "accepted_at") {
      good = take_time(value, out.accepted_at.emplace());
    } else if (name == "projects") {
      ondemand::array projects;
      if (value.get_array().get(projects)) return false;
      for (auto each : projects) {
        by_hand::project& p = out.projects.emplace_back();
        good = good && take(each["id"], p.id) && take(each["role"], p.role) &&
               by_hand::is_project_role(p.role);
      }
    }
    if (!good) return false;
  }
  return object && status && invited && !out.id.empty() && !out.email.empty() && !out.role.empty();
}

/// Its text comes padded, as no string of a service does; making it so is not measured.
void engine_read_simdjson(benchmark::State& state) {
  const simdjson::padded_string text(payloads::openai_invite);
  simdjson::ondemand::parser parser;
  reads(state, [&](by_hand::invite& out) { return by_simdjson(parser, text, out); });
}
BENCHMARK(engine_read_simdjson);
#endif

#ifdef INVITO_HAS_FMT
/// A text of JSON; fmt knows no escapes.
std::string json_text_of(std::string_view text) {
  std::string out;
  by_hand::append(out, text);
  return out;
}

void engine_write_fmt(benchmark::State& state) {
  writes(state, [] {
    fmt::memory_buffer out;
    const auto to = std::back_inserter(out);
    fmt::format_to(to,
                   FMT_COMPILE(R"({{"object":"organization.invite","id":{},"email":{},"role":{},)"
                               R"("status":"{}","invited_at":{})"),
                   json_text_of(plain.id), json_text_of(plain.email), json_text_of(plain.role),
                   by_hand::word_of(plain.status), plain.invited_at);
    if (plain.expires_at) fmt::format_to(to, FMT_COMPILE(R"(,"expires_at":{})"), *plain.expires_at);
    if (plain.accepted_at) {
      fmt::format_to(to, FMT_COMPILE(R"(,"accepted_at":{})"), *plain.accepted_at);
    }
    std::string_view before = R"(,"projects":[)";
    for (by_hand::project const& p : plain.projects) {
      fmt::format_to(to, FMT_COMPILE(R"({}{{"id":{},"role":{}}})"), before, json_text_of(p.id),
                     json_text_of(p.role));
      before = ",";
    }
    fmt::format_to(to, FMT_COMPILE("]}}"));
    return fmt::to_string(out);
  });
}
BENCHMARK(engine_write_fmt);
#endif

}  // namespace
