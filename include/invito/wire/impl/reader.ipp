// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <invito/wire/reader.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {

INVITO_INLINE bool has_room(problems const& found, read_limits const& limits) {
  std::size_t bytes = 0;
  for (problem const& p : found) bytes += p.where.size();
  return found.size() < limits.problems && bytes < limits.bytes;
}

INVITO_INLINE bool reader::boolean(bool b) {
  scalar in;
  in.kind = scalar::kind::boolean;
  in.truth = b;
  return value(in);
}

INVITO_INLINE bool reader::integer(std::int64_t n) {
  scalar in;
  in.kind = scalar::kind::number;
  in.whole = n;
  return value(in);
}

INVITO_INLINE bool reader::number(double value_of, std::string_view spelling) {
  constexpr double exact = 9007199254740992.0;  // below it, every integer has an exact double
  scalar in;
  in.kind = scalar::kind::number;
  in.text = spelling;
  if (value_of > -exact && value_of < exact) {
    const auto whole = static_cast<std::int64_t>(value_of);
    if (!(static_cast<double>(whole) < value_of) && !(static_cast<double>(whole) > value_of)) {
      in.whole = whole;
    }
  }
  return value(in);
}

INVITO_INLINE bool reader::text(std::string_view t) {
  scalar in;
  in.kind = scalar::kind::text;
  in.text = t;
  return value(in);
}

INVITO_INLINE bool reader::invalid_text() {
  if (!count_item()) return false;
  if (skipped_ != 0) return true;
  if (kept_) {
    keep({});
  } else if (!next_slot().at) {
    return true;
  }
  return add(code::invalid_utf8, here());
}

INVITO_INLINE bool reader::syntax_error(std::size_t byte) {
  add(code::syntax_error, {}, {}, static_cast<std::int64_t>(byte));
  return false;
}

INVITO_INLINE bool reader::too_large(std::size_t bytes) {
  add(code::too_large, {}, {}, static_cast<std::int64_t>(bytes),
      static_cast<std::int64_t>(options_.limits.bytes));
  return false;
}

INVITO_INLINE bool reader::key(std::string_view name) {
  if (skipped_ != 0) return true;
  if (kept_) return key_of_kept(name);
  frame& top = stack_.back();
  if (!top.fields) return key_of_map(name);
  field const* const found = top.fields->find(name, top.next);
  const auto row = found ? static_cast<std::size_t>(found - top.fields->rows) : none;
  const std::uint64_t bit = found ? std::uint64_t{1} << row : 0;
  const bool twice = (top.seen & bit) != 0;
  top.row = twice ? none : row;
  top.next = row + 1;
  top.seen |= bit;
  return (found && !twice) || key_of_no_row(name, twice);
}

INVITO_INLINE bool reader::key_of_kept(std::string_view name) {
  keeps_->key(name);
  return levels_.back().names.add(name) || add(code::duplicate_field, here());
}

INVITO_INLINE bool reader::key_of_map(std::string_view name) {
  frame& top = stack_.back();
  top.row = maps_.back().add(name) ? 0 : none;
  return top.row == 0 || add(code::duplicate_field, here().add(name));
}

INVITO_INLINE bool reader::key_of_no_row(std::string_view name, bool twice) {
  if (twice) return add(code::duplicate_field, here().add(name));
  if (!stack_.back().fields->closed && !options_.strict) return true;
  return add(code::unknown_field, here().add(name));
}

/// Returns the slot of the next value, or an empty slot if the value is skipped.
INVITO_INLINE slot reader::next_slot() {
  if (stack_.empty()) return root_;
  frame& top = stack_.back();
  if (top.fields) {
    if (top.row == none) return {};
    field const& f = top.fields->rows[top.row];
    return {f.get(top.of.at), f.as};
  }
  if (!top.is_map()) {
    ++top.count;
    return top.of.as->element(top.of.at);
  }
  return top.row == none ? slot{} : top.of.as->member(top.of.at, maps_.back().last);
}

INVITO_INLINE bool reader::value(scalar const& in) {
  if (!count_item()) return false;
  if (skipped_ != 0) return true;
  if (kept_) {
    keep(in);
    return true;
  }
  const slot to = next_slot();
  if (!to.at) return true;
  codec const& as = *to.as;
  if (in.kind == scalar::kind::null && as.optional) return true;
  if (as.raw) {
    begin_keeping(as.raw(to.at));
    keep(in);
    end_keeping();
    return true;
  }
  const code wrong = as.scalar ? as.scalar(to.at, in) : code::wrong_type;
  if (wrong != code{}) return add(wrong, here(), wrong == code::wrong_type ? as.expects : in.text);
  if (in.kind != scalar::kind::text || stack_.empty() || !stack_.back().fields) return true;
  vocabulary const& words = stack_.back().fields->rows[stack_.back().row].words;
  return words.admits(in.text) || add(words.refusal, here(), in.text);
}

INVITO_INLINE bool reader::open(bool object) {
  if (!count_item()) return false;
  const slot to = kept_ || skipped_ != 0 ? slot{} : next_slot();
  if (kept_ && !levels_.empty()) ++levels_.back().count;
  ++depth_;
  const std::size_t nested = kept_ ? levels_.size() + 1 : depth_;
  if (nested > options_.limits.depth) {
    add(code::too_deep, here(), {}, static_cast<std::int64_t>(options_.limits.depth));
    return false;
  }
  if (!kept_ && !to.at) {
    ++skipped_;
    return true;
  }
  if (!kept_ && to.as->raw) begin_keeping(to.as->raw(to.at));
  if (kept_) {
    object ? keeps_->begin_object() : keeps_->begin_array();
    levels_.push_back({object});
    return true;
  }
  codec const& as = *to.as;
  if (object && as.object) {
    stack_.push_back({as.object(to.at), as.fields});
    if (stack_.back().is_map()) maps_.emplace_back();
  } else if (!object && as.array) {
    as.array(to.at);
    stack_.push_back({to, nullptr});
  } else {
    ++skipped_;
    return add(code::wrong_type, here(), as.expects);
  }
  return true;
}

INVITO_INLINE bool reader::close() {
  --depth_;
  if (skipped_ != 0) {
    --skipped_;
    return true;
  }
  if (kept_) {
    levels_.back().object ? keeps_->end_object() : keeps_->end_array();
    levels_.pop_back();
    if (levels_.empty()) end_keeping();
    return true;
  }
  frame& done = stack_.back();
  done.row = none;
  if (done.is_map()) maps_.pop_back();
  const bool missing = done.fields && (done.fields->required & ~done.seen) != 0;
  if (missing && !report_missing(*done.fields, done.seen)) return false;
  stack_.pop_back();
  return true;
}

/// Reports each required field that is absent. A field with an alias in the document is not absent.
/// Returns false if the engine should stop.
INVITO_INLINE bool reader::report_missing(table const& fields, std::uint64_t seen) {
  const auto is_there = [&](std::string_view name) {
    for (std::size_t n = 0; n != fields.size; ++n) {
      field const& f = fields.rows[n];
      if ((seen >> n & 1U) != 0 && (f.name == name || f.alias_of == name)) return true;
    }
    return false;
  };
  for (std::size_t n = 0; n != fields.size; ++n) {
    field const& f = fields.rows[n];
    if (!f.required || is_there(f.name)) continue;
    if (!add(code::missing_field, here().add(f.name))) return false;
  }
  return true;
}

INVITO_INLINE result<void> reader::finish() && {
  const bool whole = items_ != 0 && depth_ == 0;
  if (problems_.empty() && !whole) syntax_error(0);
  return std::move(problems_);
}

INVITO_INLINE bool reader::count_item() {
  if (items_++ <= options_.limits.items) return true;  // the document itself is not counted
  add(code::too_many_items, {}, {}, static_cast<std::int64_t>(options_.limits.items));
  return false;
}

INVITO_INLINE void reader::begin_keeping(json_text* what) {
  kept_ = what;
  kept_text_.clear();
  keeps_.emplace(kept_text_, write_settings{shape::documented, false, invalid_text::replaced});
}

INVITO_INLINE void reader::keep(scalar const& in) {
  if (!levels_.empty()) ++levels_.back().count;
  switch (in.kind) {
    case scalar::kind::null: keeps_->null(); break;
    case scalar::kind::boolean: keeps_->boolean(in.truth); break;
    case scalar::kind::number:
      in.text.empty() ? keeps_->integer(*in.whole) : keeps_->json(in.text);
      break;
    case scalar::kind::text: keeps_->text(in.text); break;
  }
}

INVITO_INLINE void reader::end_keeping() {
  keeps_->flush();
  *kept_ = json_text::unchecked(std::move(kept_text_));
  kept_ = nullptr;
}

INVITO_INLINE bool reader::add(code c, path where, std::string_view subject, std::int64_t n0,
                               std::int64_t n1) {
  problems_.add(make_problem(c, std::move(where), subject, {n0, n1, 0}));
  return has_room(problems_, options_.limits);
}

INVITO_INLINE path reader::here() const {
  path out;
  std::size_t map = 0;
  for (frame const& f : stack_) {
    if (f.is_map()) {
      names const& all = maps_[map++];
      if (f.row != none) out.add(all.last);
    } else if (!f.fields) {
      if (f.count != 0) out.add(f.count - 1);
    } else if (f.row != none) {
      out.add(f.fields->rows[f.row].name);
    }
  }
  for (level const& l : levels_) {
    if (l.object) {
      out.add(l.names.last);
    } else if (l.count != 0) {
      out.add(l.count - 1);
    }
  }
  return out;
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
