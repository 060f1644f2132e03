// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include <invito/model/event.hpp>
#include <invito/model/id.hpp>
#include <invito/model/json_text.hpp>
#include <invito/model/person.hpp>
#include <invito/model/state.hpp>
#include <invito/model/timeline.hpp>

namespace invito {
inline namespace INVITO_ABI {

namespace detail {

struct status_word {
  std::string_view word;
  invito::status status;
  revoke_cause cause;
};

/// The words for the statuses of an invitation. If a status has several words, all of them can be
/// read, but only the first word is written.
inline constexpr std::array<status_word, 8> status_words{{
    {"pending", status::pending, {}},
    {"success", status::accepted, {}},
    {"accepted", status::accepted, {}},
    {"cancelled", status::revoked, revoke_cause::revoked},
    {"revoked", status::revoked, revoke_cause::revoked},
    {"approval-denied", status::revoked, revoke_cause::declined},
    {"discarded", status::revoked, revoke_cause::superseded},
    {"expired", status::expired, {}},
}};

inline std::string word_for(status s, revoke_cause cause = {}) {
  for (status_word const& w : status_words) {
    if (w.status == s && w.cause == cause) return std::string(w.word);
  }
  return {};
}

inline std::string word_for(state const& s) {
  auto* revoked_state = std::get_if<revoked>(&s);
  return word_for(recorded_status(s), revoked_state ? revoked_state->cause : revoke_cause{});
}

inline status_entry entry_of(event const& e) {
  status_entry out;
  out.status = word_for(state_after(e));
  out.at = e.at;
  out.by = e.by.id;
  std::string name = "\"";
  name += to_string(e.kind());
  name += '"';
  out.metadata.push_back({"invito_event", json_text::unchecked(std::move(name))});
  return out;
}

/// Returns whether a status entry for `s` would contain a status but no time and no user. For a
/// revoked state, the cause must also be `revoked`. An entry never contains an expiry.
inline bool is_bare(state const& s) {
  return std::holds_alternative<pending>(s) || s == state(accepted{}) || s == state(revoked{});
}

inline status_entry entry_of(state const& s, std::optional<instant> created_at) {
  status_entry out;
  out.status = word_for(s);
  out.at = std::holds_alternative<pending>(s) ? created_at : changed_at(s);
  if (auto* accepted_state = std::get_if<accepted>(&s)) out.by = accepted_state->by;
  if (auto* revoked_state = std::get_if<revoked>(&s)) {
    if (revoked_state->by) out.by = revoked_state->by->id;
  }
  return out;
}

/// Returns whether `entry`, the last status of the source document, makes another entry for `s`
/// unnecessary: `entry` describes `s` completely, or an entry for `s` would add no value.
inline bool covers(status_entry const& entry, state const& s) {
  const std::optional<state> described = state_of(entry);
  if (!described || recorded_status(*described) != recorded_status(s)) return is_bare(s);
  return described == state_of(entry_of(s, {}));
}

}  // namespace detail

INVITO_INLINE composite_status composite_of(invitation const& i, instant now) {
  composite_status out;
  bool has_current = false;
  const auto append = [&](status_entry next) {
    if (has_current) {
      advance(out, std::move(next));
    } else {
      out.current = std::move(next);
    }
    has_current = true;
  };
  if (i.baseline) {
    state const& start = i.baseline->state;
    if (i.baseline->source_statuses) {
      out = *i.baseline->source_statuses;
      has_current = true;
    }
    if (!has_current || !detail::covers(out.current, start))
      append(detail::entry_of(start, i.created_at));
  } else if (i.history.empty()) {
    append(detail::entry_of(i.state, i.created_at));
  }
  for (event const& e : i.history) append(detail::entry_of(e));
  auto* pending_state = std::get_if<pending>(&i.state);
  if (pending_state && i.status(now) == status::expired) {
    append(detail::entry_of(expired{*pending_state->expires_at}, {}));
  }
  return out;
}

INVITO_INLINE std::optional<state> state_of(status_entry const& entry) {
  for (detail::status_word const& w : detail::status_words) {
    if (w.word != entry.status) continue;
    switch (w.status) {
      case status::pending: return pending{};
      case status::accepted: return accepted{entry.at, entry.by};
      case status::revoked: {
        revoked out{entry.at, {}, w.cause};
        if (!entry.by.empty()) out.by = actor::user(entry.by);
        return out;
      }
      case status::expired:
        if (entry.at) return expired{*entry.at};
        break;
    }
  }
  return std::nullopt;
}

}  // namespace INVITO_ABI
}  // namespace invito
