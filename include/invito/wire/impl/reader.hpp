// SPDX-License-Identifier: MIT
#pragma once

#include <utility>

#include <invito/wire/reader.hpp>

namespace invito {
inline namespace INVITO_ABI {
namespace wire {
namespace detail {

/// Fills the slot, and returns what was wrong.
problems read_into(slot to, source const& in, read_options const& options);

}  // namespace detail

template <class Document>
result<Document> read_document(source const& in, read_options const& options) {
  result<Document> out(std::in_place);
  problems found = detail::read_into({&*out, &detail::codec_of<Document>}, in, options);
  if (!found.empty()) out = std::move(found);
  return out;
}

}  // namespace wire
}  // namespace INVITO_ABI
}  // namespace invito
