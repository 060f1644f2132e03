// SPDX-License-Identifier: MIT
#pragma once

/// \file by_hand/sax.hpp
/// The fast code with nlohmann/json: reads the parser's events directly into the struct. It makes
/// the library's checks: types, required and repeated members, vocabularies, ranges of times.

#include <cstddef>

#include "plain.hpp"

namespace by_hand {

/// Reads one OpenAI invite, or a page of a list of invites.
class openai_events {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  explicit openai_events(invite& one) : one_(&one) {}
  explicit openai_events(invite_list& page) : page_(&page) {}

  bool null() {
    if (skipped_ != 0) return true;
    return key_ == key::expires_at || key_ == key::accepted_at || key_ == key::first_id ||
           key_ == key::last_id;
  }
  bool boolean(bool value) {
    if (skipped_ != 0 || key_ == key::other) return true;
    if (key_ != key::has_more) return false;
    page_->has_more = value;
    return true;
  }
  bool number_integer(number_integer_t value) { return time(value); }
  bool number_unsigned(number_unsigned_t value) {
    if (value > std::numeric_limits<std::int64_t>::max()) return false;
    return time(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t, string_t const&) { return skipped_ != 0 || key_ == key::other; }
  bool string(string_t& token) { return text(std::move(token)); }
  /// `Text` is a string to move from, or a view to copy from.
  template <class Text>
  bool text(Text&& text) {
    if (skipped_ != 0) return true;
    switch (key_) {
      case key::object: return text == (at_ == place::page ? "list" : "organization.invite");
      case key::id:
        (at_ == place::project ? one_->projects.back().id : one_->id) = std::forward<Text>(text);
        return true;
      case key::email: one_->email = std::forward<Text>(text); return true;
      case key::role:
        if (at_ == place::project) {
          if (!is_project_role(text)) return false;
          one_->projects.back().role = std::forward<Text>(text);
          return true;
        }
        if (!is_role(text)) return false;
        one_->role = std::forward<Text>(text);
        return true;
      case key::status: one_->status = status_of(text); return one_->status != status::unknown;
      case key::first_id: page_->first_id = std::forward<Text>(text); return true;
      case key::last_id: page_->last_id = std::forward<Text>(text); return true;
      case key::other: return true;
      default: return false;
    }
  }
  bool binary(binary_t&) { return false; }

  bool key(std::string_view name) {
    if (skipped_ != 0) return true;
    key_ = find(name);
    if (key_ == key::other) return true;
    const unsigned bit = 1U << static_cast<unsigned>(key_);
    unsigned& seen = seen_[static_cast<std::size_t>(at_)];
    const bool twice = (seen & bit) != 0;
    seen |= bit;
    return !twice;
  }
  bool start_object(std::size_t) {
    if (skipped_ != 0) return skip();
    if (at_ == place::outside) {
      at_ = page_ != nullptr ? place::page : place::invite;
    } else if (at_ == place::data) {
      one_ = &page_->data.emplace_back();
      at_ = place::invite;
    } else if (at_ == place::projects) {
      one_->projects.emplace_back();
      at_ = place::project;
    } else if (key_ == key::other) {
      return skip();
    } else {
      return false;
    }
    seen_[static_cast<std::size_t>(at_)] = 0;
    return true;
  }
  bool end_object() {
    if (skipped_ != 0) return leave();
    const unsigned seen = seen_[static_cast<std::size_t>(at_)];
    if (at_ == place::project) {
      at_ = place::projects;
      return true;
    }
    if (at_ == place::invite) {
      at_ = page_ != nullptr ? place::data : place::outside;
      return has(seen, key::object) && has(seen, key::id) && has(seen, key::email) &&
             has(seen, key::role) && has(seen, key::invited_at);
    }
    at_ = place::outside;
    return has(seen, key::object) && has(seen, key::data);
  }
  bool start_array(std::size_t) {
    if (skipped_ != 0) return skip();
    if (at_ == place::page && key_ == key::data) {
      at_ = place::data;
    } else if (at_ == place::invite && key_ == key::projects) {
      at_ = place::projects;
    } else if (key_ == key::other) {
      return skip();
    } else {
      return false;
    }
    return true;
  }
  bool end_array() {
    if (skipped_ != 0) return leave();
    at_ = at_ == place::data ? place::page : place::invite;
    return true;
  }
  bool parse_error(std::size_t, std::string const&, nlohmann::detail::exception const&) {
    return false;
  }

 private:
  enum class place : std::uint8_t { outside, page, data, invite, projects, project };
  enum class key : std::uint8_t {
    object,
    id,
    email,
    role,
    status,
    invited_at,
    created_at,
    expires_at,
    accepted_at,
    projects,
    data,
    first_id,
    last_id,
    has_more,
    other
  };

  static bool has(unsigned seen, enum key k) {
    return (seen >> static_cast<unsigned>(k) & 1U) != 0;
  }

  [[nodiscard]] enum key find(std::string_view name) const {
    if (at_ == place::page) {
      if (name == "object") return key::object;
      if (name == "data") return key::data;
      if (name == "first_id") return key::first_id;
      if (name == "last_id") return key::last_id;
      if (name == "has_more") return key::has_more;
      return key::other;
    }
    if (name == "id") return key::id;
    if (name == "role") return key::role;
    if (at_ == place::project) return key::other;
    if (name == "object") return key::object;
    if (name == "email") return key::email;
    if (name == "status") return key::status;
    if (name == "invited_at") return key::invited_at;
    if (name == "created_at") return key::created_at;
    if (name == "expires_at") return key::expires_at;
    if (name == "accepted_at") return key::accepted_at;
    if (name == "projects") return key::projects;
    return key::other;
  }
  bool time(std::int64_t value) {
    if (skipped_ != 0 || key_ == key::other) return true;
    if (!is_time(value)) return false;
    switch (key_) {
      case key::created_at:
      case key::invited_at: one_->invited_at = value; return true;
      case key::expires_at: one_->expires_at = value; return true;
      case key::accepted_at: one_->accepted_at = value; return true;
      default: return false;
    }
  }
  bool skip() {
    ++skipped_;
    return true;
  }
  bool leave() {
    --skipped_;
    return true;
  }

  invite_list* page_ = nullptr;
  invite* one_ = nullptr;
  place at_ = place::outside;
  enum key key_ = key::other;
  unsigned seen_[6] = {};
  std::size_t skipped_ = 0;
};

}  // namespace by_hand
