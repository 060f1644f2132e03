// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <invito/wire/reader.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
namespace detail {

/// Reads the document `in` into the value of the slot `to`.
result<void> read_into(slot to, source const& in, read_options const& options);

}  // namespace detail

template <class Document>
result<Document> read_document(source const& in, read_options const& options) {
  result<Document> out(std::in_place);
  result<void> filled = detail::read_into({&*out, &detail::codec_of<Document>}, in, options);
  if (!filled) out = std::move(filled).error();
  return out;
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
