// SPDX-License-Identifier: MIT
#pragma once

/// \file fuzz/tree.hpp
/// A document as a tree that keeps duplicate members, to look up the paths of problems.

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <invito/invito.hpp>
#include <nlohmann/json.hpp>

namespace fuzz {

/// One value: an object with its members, an array with its elements, or neither.
struct node {
  struct member;
  enum class kind { scalar, null, array, object };
  node::kind is = kind::scalar;
  std::vector<member> members;
};

/// The name is empty in an array.
struct node::member {
  std::string name{};
  node value{};
};

/// The events of nlohmann's parser for a text, up to the first error.
struct tree {
  node root{};
  bool any = false;       ///< There is a root.
  bool closed = false;    ///< The root is complete.
  bool whole = false;     ///< The text is one JSON document.
  bool repeats = false;   ///< An object has a duplicate member.
  std::size_t depth = 0;  ///< The depth of the deepest object or array.
  std::size_t items = 0;  ///< The number of values below the root.
};

namespace detail {

/// The events of the parser.
class tree_builder {
 public:
  tree_builder(tree& out, std::size_t most_events) : out_(&out), left_(most_events) {}

  bool null() { return add(node::kind::null); }
  bool boolean(bool) { return add(node::kind::scalar); }
  bool number_integer(nlohmann::json::number_integer_t) { return add(node::kind::scalar); }
  bool number_unsigned(nlohmann::json::number_unsigned_t) { return add(node::kind::scalar); }
  bool number_float(double, std::string const&) { return add(node::kind::scalar); }
  bool string(std::string&) { return add(node::kind::scalar); }
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(node::kind::object); }
  bool start_array(std::size_t) { return open(node::kind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    if (!go_on()) return false;
    if (node* parent = open_.back()) {
      for (auto const& m : parent->members) out_->repeats = out_->repeats || m.name == name;
      parent->members.push_back({name, {}});
    }
    return true;
  }
  bool parse_error(std::size_t, std::string const&, nlohmann::json::exception const&) {
    return false;
  }

 private:
  // Values deeper than any limit of a reader are not kept: no problem has a path to them.
  static constexpr std::size_t deepest = 64;

  bool go_on() { return left_ != 0 && left_-- != 0; }

  bool add(node::kind is) {
    if (!go_on()) return false;
    if (!open_.empty()) ++out_->items;
    place(is);
    out_->closed = open_.empty();
    return true;
  }

  bool open(node::kind is) {
    if (!go_on()) return false;
    if (!open_.empty()) ++out_->items;
    open_.push_back(place(is));
    out_->depth = (std::max)(out_->depth, open_.size());
    return true;
  }

  bool close() {
    if (!go_on()) return false;
    open_.pop_back();
    out_->closed = open_.empty();
    return true;
  }

  // The node for the value, or null if it is not kept. The members of a parent do not move while a
  // child is open.
  node* place(node::kind is) {
    if (open_.size() > deepest) return nullptr;
    node* to = &out_->root;
    if (!open_.empty()) {
      auto& members = open_.back()->members;
      if (open_.back()->is == node::kind::array) members.push_back({});
      to = &members.back().value;
    }
    to->is = is;
    out_->any = true;
    return to;
  }

  tree* out_;
  std::size_t left_;
  std::vector<node*> open_;
};

}  // namespace detail

/// The tree of the first `most_events` events.
inline tree tree_of(std::string_view text,
                    std::size_t most_events = (std::numeric_limits<std::size_t>::max)()) {
  tree out;
  detail::tree_builder builder(out, most_events);
  const std::size_t end =
      (std::min)(text.find('\0'), text.size());  // the parser stops at a zero byte
  const bool good = nlohmann::json::sax_parse(text.data(), text.data() + end, &builder);
  out.whole = good && end == text.size();
  return out;
}

/// All values at the first `steps` segments of a path: several if there are duplicate members.
inline std::vector<node const*> find(tree const& in,
                                     std::vector<invito::path::segment> const& where,
                                     std::size_t steps) {
  std::vector<node const*> found;
  if (in.any) found.push_back(&in.root);
  for (std::size_t n = 0; n != steps; ++n) {
    std::vector<node const*> next;
    for (node const* parent : found) {
      if (where[n].index) {
        const bool there =
            parent->is == node::kind::array && *where[n].index < parent->members.size();
        if (there) next.push_back(&parent->members[*where[n].index].value);
        continue;
      }
      if (parent->is != node::kind::object) continue;
      for (auto const& m : parent->members) {
        if (m.name == where[n].name) next.push_back(&m.value);
      }
    }
    found = std::move(next);
  }
  return found;
}

}  // namespace fuzz
