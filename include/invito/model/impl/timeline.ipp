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

/// The words that mean something for an invitation; the first of several for one is written.
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

inline std::string word_for(event_kind kind) {
  switch (kind) {
    case event_kind::issue:
    case event_kind::resend:
    case event_kind::amend: break;
    case event_kind::accept: return word_for(status::accepted);
    case event_kind::decline: return word_for(status::revoked, revoke_cause::declined);
    case event_kind::revoke: return word_for(status::revoked, revoke_cause::revoked);
    case event_kind::supersede: return word_for(status::revoked, revoke_cause::superseded);
    case event_kind::expire: return word_for(status::expired);
  }
  return word_for(status::pending);
}

inline status_entry entry_of(event const& e) {
  status_entry out;
  out.status = word_for(e.kind());
  out.at = e.at;
  out.by = e.by.id;
  std::string name = "\"";
  name += to_string(e.kind());
  name += '"';
  out.metadata.push_back({"invito_event", json_text::unchecked(std::move(name))});
  return out;
}

/// Whether there is no more to it than its name, as far as a status can tell.
inline bool is_bare(state const& s) {
  return std::holds_alternative<pending>(s) || s == state(accepted{}) || s == state(revoked{});
}

inline status_entry entry_of(state const& s, std::optional<instant> created_at) {
  status_entry out;
  out.status = word_for(recorded_status(s));
  out.at = std::holds_alternative<pending>(s) ? created_at : changed_at(s);
  if (auto* yes = std::get_if<accepted>(&s)) out.by = yes->by;
  if (auto* no = std::get_if<revoked>(&s)) {
    out.status = word_for(status::revoked, no->cause);
    if (no->by) out.by = no->by->id;
  }
  return out;
}

/// Whether a told status leaves nothing to add of the state beside it.
inline bool tells(status_entry const& told, state const& s) {
  const std::optional<state> said = state_of(told);
  if (!said || recorded_status(*said) != recorded_status(s)) return is_bare(s);
  return said == state_of(entry_of(s, {}));
}

}  // namespace detail

INVITO_INLINE composite_status composite_of(invitation const& i, instant now) {
  composite_status out;
  bool begun = false;
  const auto enter = [&](status_entry next) {
    if (begun) {
      advance(out, std::move(next));
    } else {
      out.current = std::move(next);
    }
    begun = true;
  };
  if (i.baseline) {
    state const& told = i.baseline->state;
    if (i.baseline->told_statuses) {
      out = *i.baseline->told_statuses;
      begun = true;
    }
    if (!begun || !detail::tells(out.current, told)) enter(detail::entry_of(told, i.created_at));
  } else if (i.history.empty()) {
    enter(detail::entry_of(i.state, i.created_at));
  }
  for (event const& e : i.history) enter(detail::entry_of(e));
  auto* waiting = std::get_if<pending>(&i.state);
  if (waiting && i.status(now) == status::expired) {
    enter(detail::entry_of(expired{*waiting->expires_at}, {}));
  }
  return out;
}

INVITO_INLINE std::optional<state> state_of(status_entry const& told) {
  for (detail::status_word const& w : detail::status_words) {
    if (w.word != told.status) continue;
    switch (w.status) {
      case status::pending: return pending{};
      case status::accepted: return accepted{told.at, told.by};
      case status::revoked: {
        revoked out{told.at, {}, w.cause};
        if (!told.by.empty()) out.by = actor::user(told.by);
        return out;
      }
      case status::expired:
        if (told.at) return expired{*told.at};
        break;
    }
  }
  return std::nullopt;
}

}  // namespace INVITO_ABI
}  // namespace invito
