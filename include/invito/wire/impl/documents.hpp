// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <invito/wire/documents.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
template <class Document>
result<void> write_document(target const& to, Document const& document,
                            write_settings const& settings) {
  return to.write(&document, detail::codec_of<Document>, settings);
}

template <class Document>
result<std::string> write_document(Document const& document, write_settings const& settings) {
  std::string text;
  result<void> written = write_document(text, document, settings);
  if (!written) return std::move(written).error();
  return text;
}

namespace detail {

/// Returns `where` with the field name of the document instead of the member name of the model.
/// Only the first segment is replaced: "/grants/0" may become "/projects/0".
template <class Document>
path in_names_of(path const& where) {
  path out;
  for (path::segment const& s : where.segments()) {
    if (s.index) {
      out.add(*s.index);
      continue;
    }
    std::string_view name = s.name;
    for (field const& f : fields_of<Document>::rows) {
      if (!out.empty() || to_string(f.carries) != s.name) continue;
      name = f.name;
      break;
    }
    out.add(name);
  }
  return out;
}

template <class Document, class Model>
result<Model> read_as(source const& in, read_options const& options) {
  Document document{};
  result<Model> out(std::in_place);  // constructed in place, because `Model` can be large
  problems found;
  if (auto filled = read_into({&document, &codec_of<Document>}, in, options)) {
    to_model(std::move(document), *out, location{found, options.limits});
  } else {
    found = std::move(filled).error();
  }
  if (!found.empty()) out = std::move(found);
  return out;
}

template <class Document, class Model>
result<void> write_as(target const& to, Model const& from, instant now = {},
                      write_options const& options = {},
                      invalid_text on_invalid = invalid_text::fails) {
  Document document;
  problems found;
  from_model(from, document, write_context{{found}, now, options});
  if (!found.empty()) return found;
  return write_document(to, document, {options.shape, options.incomplete, on_invalid});
}

template <class Document, class Model>
result<std::string> write_as(Model const& from, instant now = {},
                             write_options const& options = {}) {
  std::string text;
  result<void> written = write_as<Document>(text, from, now, options);
  if (!written) return std::move(written).error();
  return text;
}

}  // namespace detail
}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
