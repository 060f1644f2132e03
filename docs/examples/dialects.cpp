// SPDX-License-Identifier: MIT
// Prints the tables of docs/dialects.md. The program generates them from the field tables of the
// dialects.

#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <invito/dialects/impl/aitronos_documents.hpp>
#include <invito/dialects/impl/control_plane_documents.hpp>
#include <invito/dialects/impl/deepset_documents.hpp>
#include <invito/dialects/impl/nuon_documents.hpp>
#include <invito/dialects/impl/openai_documents.hpp>
#include <invito/invito.hpp>
#include <invito/wire/documents.hpp>
#include <invito/wire/fields.hpp>

namespace {

using invito::feature;

/// The names of fields, each with the letters of the documents that contain the field.
using members = std::vector<std::pair<std::string, std::string>>;

/// Adds the fields of one document that contain the feature `f`. The name of a field is in
/// parentheses if only the extended shape contains the field.
template <class Document>
void add_members(feature f, char letter, members& out) {
  for (invito::wire::field const& row : invito::wire::fields_of<Document>::rows) {
    if (row.read_only || !row.alias_of.empty() || (row.carries != f && !row.also.has(f))) continue;
    const std::string name =
        row.extended_only ? "(`" + std::string(row.name) + "`)" : "`" + std::string(row.name) + "`";
    std::string* letters = nullptr;
    for (auto& known : out) {
      if (known.first == name) letters = &known.second;
    }
    if (!letters) letters = &out.emplace_back(name, "").second;
    *letters += letter;
  }
}

template <class D>
std::string cell(feature f) {
  using documents = invito::wire::documents_of<D>;
  using invite = typename documents::template invite<std::string>;
  using creation_response = typename documents::template creation_response<std::string>;
  members all;
  add_members<typename documents::template request<std::string>>(f, 'R', all);
  add_members<invite>(f, 'I', all);
  if constexpr (!std::is_same_v<creation_response, invite>)
    add_members<creation_response>(f, 'C', all);
  std::string out;
  for (auto const& [name, letters] : all) {
    if (!out.empty()) out += ", ";
    out += name + ' ' + letters;
  }
  return out;
}

template <class... D>
struct table {
  static void names(std::string const& corner) {
    std::cout << "| " << corner;
    ((std::cout << " | " << D::name), ...);
    std::cout << " |\n|---";
    for (std::size_t n = 0; n != sizeof...(D); ++n) std::cout << "|---";
    std::cout << "|\n";
  }

  static void fields() {
    names("feature");
    for (std::size_t n = 1; n != invito::names_of<invito::feature>.size(); ++n) {
      const auto f = static_cast<feature>(n);
      std::cout << "| " << to_string(f);
      ((std::cout << " | " << cell<D>(f)), ...);
      std::cout << " |\n";
    }
  }

  template <class One>
  static void endpoints_of() {
    for (invito::endpoint const& e : One::endpoints()) {
      std::cout << "| " << One::name << " | " << to_string(e.operation) << " | `" << e.method << ' '
                << e.path << "` | " << (e.header.empty() ? "none" : e.header) << " | " << e.success
                << " |\n";
    }
  }

  static void endpoints() {
    std::cout
        << "| dialect | operation | request | credentials | success |\n|---|---|---|---|---|\n";
    (endpoints_of<D>(), ...);
  }
};

}  // namespace

int main() {
  using all =
      table<invito::nuon, invito::control_plane, invito::openai, invito::aitronos, invito::deepset>;
  std::cout << "<!-- fields -->\n\n";
  all::fields();
  std::cout << "\n<!-- endpoints -->\n\n";
  all::endpoints();
}
